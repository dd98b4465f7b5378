"""Records for other programs: W3C Web Annotation (out and in), brat stand-off (out), CSL-JSON (out).

Offsets in Web Annotation count code points, as its standard says; a program that counts UTF-16 units
must convert. A quotation of the text travels in these files: share them as you would share the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from standoff.citation import Source
from standoff.text.annotation import Mark, Record, RecordError, from_json, misquotes, to_json
from standoff.text.desk.anchor import CONTEXT, reanchor

_CONTEXT_URL = "http://www.w3.org/ns/anno.jsonld"
_FORMAT = "application/vnd.standoff.record+json"


def to_web(records: Iterable[Record], text: str, source: str, sha256: str) -> dict[str, Any]:
    """A page of Web Annotations, one for each record; each carries the record whole in its body."""
    items = [_web(record, text, source, sha256) for record in records]
    return {
        "@context": _CONTEXT_URL,
        "id": f"urn:standoff:{source}",
        "type": "AnnotationPage",
        "items": items,
    }


def _web(record: Record, text: str, source: str, sha256: str) -> dict[str, Any]:
    body = [
        {"type": "TextualBody", "purpose": "tagging", "value": _tag(record)},
        {
            "type": "TextualBody",
            "purpose": "describing",
            "format": _FORMAT,
            "value": json.dumps(to_json(record), ensure_ascii=False, sort_keys=True),
        },
    ]
    annotation: dict[str, Any] = {
        "id": f"urn:standoff:{source}:{record.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": body,
        "target": {
            "source": f"urn:sha256:{sha256}",
            "selector": [
                {"type": "TextPositionSelector", "start": record.start, "end": record.end},
                {
                    "type": "TextQuoteSelector",
                    "exact": record.quote,
                    "prefix": text[max(0, record.start - CONTEXT) : record.start],
                    "suffix": text[record.end : record.end + CONTEXT],
                },
            ],
        },
    }
    if record.at:
        annotation["modified"] = record.at
    if record.by:
        annotation["creator"] = {"type": "Person", "name": record.by}
    return annotation


def _tag(record: Record) -> str:
    """The kind and what it says most, for programs that show one word."""
    for field in ("actor", "holder", "category", "role", "kind", "slug", "verdict", "earliest"):
        value = getattr(record, field, "")
        if value:
            return f"{record.KIND}: {value}"
    return record.KIND


_ODD = (RecordError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What an annotation that is none raises while it is taken apart."""


def from_web(page: Mapping[str, Any], text: str) -> tuple[list[Record], list[str]]:
    """Records of a page or of a single annotation, and what could not be taken, in words.

    Our own records come back whole. An annotation of another program becomes a mark with its words
    as note. Each must quote the text; one that does not is looked for by its quote, and is a
    proposal again if it is only like it.
    """
    items = page.get(
        "items", page.get("first", {}).get("items") if isinstance(page.get("first"), dict) else None
    )
    if items is None:
        items = [page] if page.get("type") == "Annotation" else []
    records: list[Record] = []
    trouble: list[str] = []
    for item in items if isinstance(items, list) else []:
        name = str(item.get("id", "without id")) if isinstance(item, dict) else "not an object"
        try:
            record = _from_item(item)
        except _ODD as error:
            trouble.append(f"{name}: {type(error).__name__} {error}")
            continue
        if not misquotes(text, [record]):
            records.append(record)
            continue
        went = reanchor([record], _around(item, record), text)[0]
        if went.how == "lost":
            trouble.append(f"{name}: the text does not hold its quote")
        else:
            records.append(went.record)
    return records, trouble


def _from_item(item: Mapping[str, Any]) -> Record:
    bodies = item.get("body") or []
    bodies = bodies if isinstance(bodies, list) else [bodies]
    for body in bodies:
        if isinstance(body, dict) and body.get("format") == _FORMAT:
            return from_json(json.loads(body["value"]))
    position, quote = _selectors(item)
    note = "; ".join(str(b.get("value", "")) if isinstance(b, dict) else str(b) for b in bodies)
    start = int(position["start"]) if position else 0
    end = int(position["end"]) if position else start + len(quote)
    return Mark(start=start, end=end, quote=quote, rule="imported", kind="note", note=note[:2000])


def _selectors(item: Mapping[str, Any]) -> tuple[Mapping[str, Any] | None, str]:
    target = item["target"]
    selectors = target["selector"] if isinstance(target, dict) else []
    selectors = selectors if isinstance(selectors, list) else [selectors]
    position = next((s for s in selectors if s.get("type") == "TextPositionSelector"), None)
    quote = next((s for s in selectors if s.get("type") == "TextQuoteSelector"), None)
    if quote is None or not quote.get("exact"):
        raise RecordError("it does not quote the text (no TextQuoteSelector)")
    return position, str(quote["exact"])


def _around(item: Mapping[str, Any], record: Record) -> str:
    """A stand-in for the text the annotation was made on: what it quotes, at its old offsets."""
    target = item["target"]
    selectors = target.get("selector", []) if isinstance(target, dict) else []
    selectors = selectors if isinstance(selectors, list) else [selectors]
    quote: Mapping[str, Any] = next(
        (s for s in selectors if s.get("type") == "TextQuoteSelector"), {}
    )
    prefix, suffix = str(quote.get("prefix", "")), str(quote.get("suffix", ""))
    start = min(max(record.start, 0), 50_000_000)
    return f"{prefix.rjust(start, chr(0))[-start:] if start else ''}{record.quote}{suffix}"


# --- brat ----------------------------------------------------------------------------------------


def to_brat(records: Sequence[Record], text: str) -> str:
    """Lines for a brat `.ann` file: a text bound for each record, its fields as a note.

    brat wants one line: a span across line ends is given in pieces, as brat itself does.
    """
    lines: list[str] = []
    for number, record in enumerate(records, start=1):
        pieces = list(_pieces(text, record.start, record.end))
        spans = ";".join(f"{a} {b}" for a, b in pieces)
        words = " ".join(text[a:b] for a, b in pieces)
        kind = re.sub(r"[^A-Za-z0-9_-]", "_", _brat_type(record))
        lines.append(f"T{number}\t{kind} {spans}\t{words}")
        fields = to_json(record)
        for name in ("record", "start", "end", "quote"):
            fields.pop(name)
        note = json.dumps(fields, ensure_ascii=False, sort_keys=True)
        lines.append(f"#{number}\tAnnotatorNotes T{number}\t{note}")
    return "".join(f"{line}\n" for line in lines)


def _brat_type(record: Record) -> str:
    return str(getattr(record, "category", "") or record.KIND.capitalize())


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for piece in re.finditer(r"[^\r\n]+", text[start:end]):
        yield start + piece.start(), start + piece.end()


# --- CSL-JSON ------------------------------------------------------------------------------------


def to_csl(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Sources as CSL-JSON items, for citation managers; a period becomes a range of dates."""
    return [_csl(source) for source in sources]


def _csl(source: Source) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": source.id,
        "type": "article-newspaper" if source.outlet else "webpage",
    }
    fields = {
        "title": source.title,
        "container-title": source.outlet,
        "URL": source.url,
        "language": source.language,
        "note": source.note,
    }
    item.update({k: v for k, v in fields.items() if v})
    if source.author:
        item["author"] = [{"literal": source.author}]
    if source.date is not None:
        days = dict.fromkeys((source.date.earliest, source.date.latest))
        item["issued"] = {"date-parts": [[d.year, d.month, d.day] for d in days]}
        if source.date_is == "inferred":
            item["issued"]["circa"] = True
    return item
