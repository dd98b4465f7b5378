"""Imported texts on disk: a desk is a folder that holds texts, facts about them, and records.

desk/texts/ID.txt       the frozen text, utf-8, never changed
desk/sources/ID.json    where it came from, what it says of itself, roles given by its markup
desk/records/ID.jsonl   what was found and decided (`standoff.store.records`)
desk/log/ID.jsonl       every decision, in order; only ever added to
desk/before/ID.txt      the old text, while a new one takes its place (`reanchor`)
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any

from standoff.case.format.source import SOURCE_ID, reserved
from standoff.citation import Period, Source
from standoff.problem import StandoffError, UnknownName
from standoff.store.write import (
    Outside,
    locked,
    make_folder,
    reason,
    within,
    write_bytes,
)
from standoff.text.file.document import MAX_BYTES, Document, Unreadable, document

_WITH_HASH = re.compile(r"(?P<id>.+?)_[0-9a-f]{8,64}\Z")
_READABLE = frozenset((".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".text", ""))


class CannotImport(StandoffError):
    """An id that is none or is taken by another text, or a file of a desk that cannot be read."""


FILES: Mapping[str, str] = MappingProxyType(
    {"texts": ".txt", "sources": ".json", "records": ".jsonl", "log": ".jsonl", "before": ".txt"}
)
"""The folders of a desk, and how the name of each source's file in them ends."""


def file_of(desk: Path, folder: str, id: str) -> Path:
    """A source's file in a folder of a desk, which it never leaves.

    raises  CannotImport  the id is none, or the file is a link that leads out of the desk
    """
    if not SOURCE_ID.fullmatch(id):
        raise CannotImport(
            f"{id!r} is no id of a source: letters, digits, `.`, `_` and `-`, a letter or digit first"
        )
    try:
        return within(desk, desk.joinpath(folder, f"{id}{FILES[folder]}"))
    except Outside as error:
        raise CannotImport(str(error)) from None


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
    id = re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-._") or "text"
    return f"text-{id}" if reserved(id) else id


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files given, and those in folders given (sorted, read as they are needed).

    Of a folder, links that lead out of it are passed over.
    """
    for path in paths:
        if path.is_dir():
            names = sorted((e.name, e.is_symlink()) for e in os.scandir(path) if e.is_file())
            for name, linked in names:
                if PurePath(name).suffix.lower() in _READABLE:
                    with suppress(Outside):
                        yield within(path, path / name) if linked else path / name
        else:
            yield path


def read_document(path: Path) -> Document:
    """The text of a file.

    raises  Unreadable  the file is not there, too large, or gives no text
    """
    try:
        with open(path, "rb", buffering=0) as file:
            if os.fstat(file.fileno()).st_size > MAX_BYTES:
                raise Unreadable(f"{path.name}: more than {MAX_BYTES} bytes: split the file")
            data = file.read()
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror or error}") from None
    return document(data, path.name)


def import_file(desk: Path, path: Path, id: str = "") -> Imported:
    """Freeze a file's text in a desk; importing the same file again changes nothing.

    raises  CannotImport  another text has this id, Unreadable as `read_document`
    """
    found = read_document(path)
    id = id or id_of(path)
    target, side = file_of(desk, "texts", id), file_of(desk, "sources", id)
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
    make_folder(desk)
    with locked(desk):
        if not os.path.exists(target):
            write_bytes(target, found.text.encode("utf-8", "surrogatepass"), durable=False)
        elif hashlib.sha256(_bytes(target)).hexdigest() != found.sha256:
            raise CannotImport(f"{id} is another text in this desk: give this one an id with --id")
        if not os.path.exists(side):
            write_bytes(side, _json(facts), durable=False)
        else:
            facts = _facts(side)
    return _imported(desk, target, found.text, found.sha256, facts)


def ids(desk: Path) -> list[str]:
    """The ids of a desk's texts, sorted."""
    folder = desk / "texts"
    if not folder.is_dir():
        return []
    return sorted(p.stem for p in folder.glob("*.txt") if SOURCE_ID.fullmatch(p.stem))


def imported(desk: Path, id: str) -> Imported:
    """A text of a desk.

    raises  UnknownName   no text with this id
            CannotImport  the text is not the one that was imported: its hash differs
    """
    path = file_of(desk, "texts", id)
    if not path.is_file():
        raise UnknownName("source", id, ids(desk))
    data = _bytes(path)
    text, sha256 = _decoded(path, data), hashlib.sha256(data).hexdigest()
    return _imported(desk, path, text, sha256, _facts(file_of(desk, "sources", id)))


def _imported(desk: Path, path: Path, text: str, sha256: str, facts: Mapping[str, Any]) -> Imported:
    """The text in a file of a desk with what is known about it; raises CannotImport as `imported`."""
    id = path.stem
    if facts.get("sha256", sha256) != sha256:
        raise CannotImport(
            f"{path} was changed after it was imported. `standoff reanchor {desk} {id}` takes the text "
            "as it stands and moves the records along; or get the old text back"
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
            language=said.get("language", ""),
            private=said.get("private", "") not in ("", "no"),
            file=path.name,
            sha256=sha256,
        ),
        text=text,
        media=facts.get("media", "text"),
        roles={int(k): v for k, v in facts.get("roles", {}).items()},
        doubts=tuple(facts.get("doubts", ())),
    )


def text_as_it_stands(desk: Path, id: str) -> str:
    """The text in a desk whatever its hash.

    raises  UnknownName   no text with this id
            CannotImport  it cannot be read
    """
    path = file_of(desk, "texts", id)
    if not path.is_file():
        raise UnknownName("source", id, ids(desk))
    return _decoded(path, _bytes(path))


def freeze(desk: Path, id: str, text: str, old: str) -> None:
    """Put a new text in the place of an old one, which is kept until `thaw`; the desk is locked.

    old  the sha256 of the text that the records stand on: that one is kept, if the desk has it still
    """
    data = text.encode("utf-8", "surrogatepass")
    side = file_of(desk, "sources", id)
    facts = _facts(side)
    facts.update(sha256=hashlib.sha256(data).hexdigest(), roles={})
    target = file_of(desk, "texts", id)
    kept = file_of(desk, "before", id)
    if target.exists() and not (kept.exists() and hashlib.sha256(_bytes(kept)).hexdigest() == old):
        write_bytes(kept, _bytes(target))
    write_bytes(target, data)
    write_bytes(side, _json(facts))


def text_before(desk: Path, id: str, sha256: str) -> str | None:
    """The text with this hash, if a desk still has it: as it stands, or as it was before `freeze`."""
    for folder in ("texts", "before"):
        path = file_of(desk, folder, id)
        if path.is_file() and hashlib.sha256(data := _bytes(path)).hexdigest() == sha256:
            return _decoded(path, data)
    return None


def thaw(desk: Path, id: str) -> None:
    """The old text may go: the records stand on the new one."""
    path = file_of(desk, "before", id)
    path.unlink(missing_ok=True)
    with suppress(OSError):  # it holds another source's old text, or is gone
        path.parent.rmdir()


def period_of(stated: str) -> Period | None:
    """The day or period that a page or a person states; None for what is no date."""
    return _period(stated)


def state_date(desk: Path, id: str, published: Period) -> None:
    """Keep when a text was published, as a person stated it."""
    state_facts(desk, id, {"date": str(published)})


def state_facts(desk: Path, id: str, facts: Mapping[str, str]) -> None:
    """Keep what a person stated about a text: title, author, outlet, date, url, language, private."""
    side = file_of(desk, "sources", id)
    with locked(desk):
        known = _facts(side)
        known.setdefault("facts", {}).update(facts)
        write_bytes(side, _json(known))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotImport(f"{path}: cannot be read: {reason(error)}") from None


def _decoded(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise CannotImport(f"{path} is no utf-8 text: get the old text back") from None


def _facts(path: Path) -> dict[str, Any]:
    """What a desk knows about a source; empty where there is no file.

    raises  CannotImport  the file is not what was written: it is kept as it stands
    """
    try:
        facts = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise CannotImport(f"{path}: cannot be read: {reason(error)}") from None
    except (ValueError, RecursionError):
        facts = None
    if not _are_facts(facts):
        raise CannotImport(f"{path} is not what was written there: get it back, or take it away")
    return dict(facts)


def _are_facts(facts: Any) -> bool:
    if not isinstance(facts, dict):
        return False
    roles, doubts, said = (facts.get(k, {}) for k in ("roles", "doubts", "facts"))
    return (
        isinstance(roles, dict)
        and all(k.isdecimal() and len(k) < 10 and isinstance(v, str) for k, v in roles.items())
        and isinstance(doubts, list | dict)
        and all(isinstance(each, str) for each in doubts)
        and isinstance(said, dict)
        and all(isinstance(each, str) for each in said.values())
        and all(isinstance(facts.get(k, ""), str) for k in ("media", "sha256"))
    )


def _json(values: Mapping[str, object]) -> bytes:
    """The values as JSON with indent 1; the encoder that indents is run on what holds something only."""
    lines: list[str] = []
    for name, value in sorted(values.items()):
        told = _told(value)
        if isinstance(value, dict | list) and value:
            told = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
            told = told.replace("\n", "\n ")  # a line's end within a value is written as two signs
        lines.append(f" {_told(name)}: {told}")
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8")


_told = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _period(text: str) -> Period | None:
    """A stated date; the day of a time stamp; nothing for what is no date."""
    for form in (text, text[:10]) if text else ():
        try:
            return Period.parse(form)
        except ValueError:
            continue
    return None
