"""Imported texts on disk: a desk is a folder that holds texts, facts about them, and records.

desk/texts/ID.txt       the frozen text, utf-8, never changed
desk/sources/ID.json    where it came from, what it says of itself, roles given by its markup
desk/records/ID.jsonl   what was found and decided (`standoff.store.records`)
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from standoff.citation import Period, Source
from standoff.problem import StandoffError, UnknownName
from standoff.text.file.document import MAX_BYTES, Document, Unreadable, document

_WITH_HASH = re.compile(r"(?P<id>.+?)_[0-9a-f]{8,64}\Z")
_READABLE = frozenset((".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".text", ""))


class CannotImport(StandoffError):
    """An id that is taken by another text, or a folder that cannot be written."""


@dataclass(frozen=True)
class Imported:
    """A frozen text of a desk with what is known about it."""

    source: Source
    text: str
    media: str = "text"
    roles: Mapping[int, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()


def id_of(path: Path) -> str:
    """The id a file's name gives: `003_bdc21088ab434215.txt` is 003, `a letter.txt` is a-letter."""
    found = _WITH_HASH.match(path.stem)
    name = found["id"] if found else path.stem
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-.") or "text"


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files given, and those in folders given (sorted, read as they are needed)."""
    for path in paths:
        if path.is_dir():
            names = sorted(e.name for e in os.scandir(path) if e.is_file())
            yield from (path / n for n in names if Path(n).suffix.lower() in _READABLE)
        else:
            yield path


def read_document(path: Path) -> Document:
    """The text of a file.

    raises  Unreadable  the file is not there, too large, or gives no text
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable(f"{path.name}: more than {MAX_BYTES} bytes: split the file")
        return document(path.read_bytes(), path.name)
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}") from None


def import_file(desk: Path, path: Path, id: str = "") -> Imported:
    """Freeze a file's text in a desk; importing the same file again changes nothing.

    raises  CannotImport  another text has this id, Unreadable as `read_document`
    """
    found = read_document(path)
    id = id or id_of(path)
    target = desk / "texts" / f"{id}.txt"
    data = found.text.encode("utf-8", "surrogatepass")
    if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() != found.sha256:
        raise CannotImport(f"{id} is another text in this desk: give this one an id with --id")
    write_atomically(target, data)
    facts = {
        "media": found.media,
        "encoding": found.encoding,
        "sha256": found.sha256,
        "origin": found.origin,
        "file": path.name,
        "facts": dict(found.facts),
        "roles": {str(k): v for k, v in found.roles.items()},
        "doubts": list(found.doubts),
    }
    side = desk / "sources" / f"{id}.json"
    if not side.exists():
        write_atomically(side, _json(facts))
    return imported(desk, id)


def ids(desk: Path) -> list[str]:
    """The ids of a desk's texts, sorted."""
    case = desk / "texts"
    return sorted(p.stem for p in case.glob("*.txt")) if case.is_dir() else []


def imported(desk: Path, id: str) -> Imported:
    """A text of a desk.

    raises  UnknownName   no text with this id
            CannotImport  the text is not the one that was imported: its hash differs
    """
    path = desk / "texts" / f"{id}.txt"
    if not path.is_file():
        raise UnknownName("source", id, ids(desk))
    data = path.read_bytes()
    text = data.decode("utf-8", "surrogatepass")
    sha256 = hashlib.sha256(data).hexdigest()
    facts = _facts(desk / "sources" / f"{id}.json")
    if facts.get("sha256", sha256) != sha256:
        raise CannotImport(
            f"{path} was changed after it was imported: standoff reanchor {desk} {id}"
        )
    said = facts.get("facts", {})
    return Imported(
        source=Source(
            id=id,
            title=said.get("title", ""),
            author=said.get("author", ""),
            outlet=said.get("outlet", ""),
            url=said.get("url", ""),
            date=_period(said.get("date", "")),
            file=path.name,
            sha256=sha256,
        ),
        text=text,
        media=facts.get("media", "text"),
        roles={int(k): v for k, v in facts.get("roles", {}).items()},
        doubts=tuple(facts.get("doubts", ())),
    )


def freeze(desk: Path, id: str, text: str) -> None:
    """Put a new text in the place of an old one, after its records were moved to it."""
    data = text.encode("utf-8", "surrogatepass")
    side = desk / "sources" / f"{id}.json"
    facts = _facts(side)
    facts.update(sha256=hashlib.sha256(data).hexdigest(), roles={})
    write_atomically(desk / "texts" / f"{id}.txt", data)
    write_atomically(side, _json(facts))


def period_of(stated: str) -> Period | None:
    """The day or period that a page or a person states; None for what is no date."""
    return _period(stated)


def state_date(desk: Path, id: str, published: Period) -> None:
    """Keep when a text was published, as a person stated it."""
    side = desk / "sources" / f"{id}.json"
    facts = _facts(side)
    facts.setdefault("facts", {})["date"] = str(published)
    write_atomically(side, _json(facts))


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    raises  CannotImport  the folder cannot be written
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        raise CannotImport(f"{path}: {error.strerror or error}") from None


def _facts(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _json(values: Mapping[str, object]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def _period(text: str) -> Period | None:
    """A stated date; the day of a time stamp; nothing for what is no date."""
    for form in (text, text[:10]):
        try:
            return Period.parse(form)
        except ValueError:
            continue
    return None
