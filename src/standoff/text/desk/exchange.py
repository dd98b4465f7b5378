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


_ODD = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What an annotation that is none raises while it is taken apart."""
_FORMS = (
    "wanted: a Web Annotation page (`items`), one annotation, or what Hypothesis exports (`rows`), each "
    "with a TextQuoteSelector in its target"
)


def from_web(page: Mapping[str, Any], text: str) -> tuple[list[Record], list[str]]:
    """Records of a page or of a single annotation, and what could not be taken, in words.

    Our own records come back whole. An annotation of another program becomes a mark with its words
    as note, one for each of its targets. Each must quote the text; one that does not stand at its
    offsets is looked for by its quote and what stands around it; where that leaves two places, it is
    not taken, and one that is only like it is a proposal again.
    """
    items = _items(page)
    if items is None:
        return [], [f"this is no list of annotations; {_FORMS}"]
    records: list[Record] = []
    trouble: list[str] = []
    for item in items:
        name = str(item.get("id", "without id")) if isinstance(item, dict) else "not an object"
        if not isinstance(item, dict):
            trouble.append(f"{name}: {_FORMS}")
            continue
        try:
            taken = _from_item(item)
        except RecordError as error:
            trouble.append(f"{name}: {error}")
            continue
        except _ODD:
            trouble.append(f"{name}: it cannot be read; {_FORMS}")
            continue
        for record, target in taken:
            placed = _placed(record, target, text)
            if isinstance(placed, str):
                trouble.append(f"{name}: {placed}")
            else:
                records.append(placed)
    return records, trouble


def _items(page: Mapping[str, Any]) -> list[Any] | None:
    """The annotations of a page, of its first page, of an export; None if it is none of these."""
    first = page.get("first")
    for holder in (page, first if isinstance(first, dict) else {}):
        for key in ("items", "rows", "annotations"):
            if isinstance(holder.get(key), list):
                return list(holder[key])
    return [page] if page.get("type") == "Annotation" or "target" in page else None


def _placed(record: Record, target: Mapping[str, Any], text: str) -> Record | str:
    """The record where the text holds its quote; in words why it has no place."""
    position, quote = (
        _selector(target, "TextPositionSelector"),
        _selector(target, "TextQuoteSelector"),
    )
    if position and not misquotes(text, [record]):
        return record
    went = reanchor([record], _around(quote or {}, record), text)[0]
    if went.how == "lost":
        return "the text does not hold its quote"
    context = str((quote or {}).get("prefix", "")) + str((quote or {}).get("suffix", ""))
    places = text.count(record.quote)
    if went.how != "proposed" and places > 1 and not context.strip():
        return f"its quote stands at {places} places, and nothing says which is meant"
    return went.record


def _from_item(item: Mapping[str, Any]) -> list[tuple[Record, Mapping[str, Any]]]:
    """The records of one annotation, each with its target."""
    targets = _listed(item.get("target"))
    if not targets:
        raise RecordError("it has no target")
    bodies = _listed(item.get("body"))
    for body in bodies:
        if isinstance(body, dict) and body.get("format") == _FORMAT:
            own = from_json(json.loads(body["value"]))
            return [(own, targets[0] if isinstance(targets[0], dict) else {})]
    notes = [str(b.get("value", "")) if isinstance(b, dict) else str(b) for b in bodies]
    notes += [str(item["text"])] if item.get("text") else []
    notes += [str(t) for t in _listed(item.get("tags"))]
    found: list[tuple[Record, Mapping[str, Any]]] = []
    for target in targets:
        given = target if isinstance(target, dict) else {}
        position, quote = (_selector(given, f"Text{k}Selector") for k in ("Position", "Quote"))
        exact = str((quote or {}).get("exact") or "")
        if not exact:
            raise RecordError("it does not quote the text (no TextQuoteSelector in its target)")
        start = _offset(position, "start", 0)
        end = _offset(position, "end", start + len(exact))
        mark = Mark(
            start=start, end=end, quote=exact, rule="imported", kind="note",
            note="; ".join(filter(None, notes))[:2000],
        )  # fmt: skip
        found.append((mark, given))
    return found


def _offset(position: Mapping[str, Any] | None, key: str, otherwise: int) -> int:
    value = (position or {}).get(key)
    return value if type(value) is int and value >= 0 else otherwise


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _selector(target: Mapping[str, Any], kind: str) -> Mapping[str, Any] | None:
    """The first selector of a kind in a target."""
    every = _listed(target.get("selector"))
    return next((s for s in every if isinstance(s, dict) and s.get("type") == kind), None)


def _around(quote: Mapping[str, Any], record: Record) -> str:
    """A stand-in for the text the annotation was made on: what it quotes, at its old offsets."""
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
