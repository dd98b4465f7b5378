"""Records on disk: one JSON Lines file a source, and the log of what a person decided.

The first line says what the file is about; each further line is one record with sorted keys, so that a
decision is one changed line in a version history. Every load holds each record against the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from standoff.store.sources import imported, write_atomically
from standoff.text.annotation import (
    Annotation,
    Record,
    RecordError,
    from_json,
    misquotes,
    numbered,
    to_json,
)
from standoff.text.desk.decision import Decision
from standoff.text.sentence import sentences

FORMAT = "standoff-records/1"


@dataclass(frozen=True)
class Loaded:
    """A source's records as read from disk; `trouble` names lines that could not be taken."""

    annotation: Annotation
    text: str
    trouble: tuple[str, ...] = ()


def save(desk: Path, annotation: Annotation) -> None:
    """Write all records of a source, whole or not at all."""
    header = {
        "format": FORMAT,
        "source": annotation.source,
        "sha256": annotation.sha256,
        "backend": annotation.backend,
        "thrown_away": annotation.thrown_away,
        "language": annotation.language,
    }
    lines = [header, *map(to_json, annotation.records)]
    data = "".join(f"{_line(values)}\n" for values in lines)
    write_atomically(_path(desk, annotation.source), data.encode("utf-8", "surrogatepass"))


def header(desk: Path, id: str) -> dict[str, Any]:
    """What a source's records were made from, without reading them; empty if there are none."""
    try:
        with _path(desk, id).open("rb") as file:
            found = json.loads(file.readline())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and found.get("format") == FORMAT else {}


def load(desk: Path, id: str) -> Loaded:
    """The records of a source, each verified against the text.

    A line that is no record, or whose quote is not in the text at its offsets, is left out and named
    in `trouble`; a source that was never read has no records.
    raises  RecordError  the records were made on another text: `reanchor` moves them
            UnknownName  no such source in the desk
    """
    text = imported(desk, id)
    first = header(desk, id)
    records: list[Record] = []
    trouble: list[str] = []
    if first and first["sha256"] != text.source.sha256:
        raise RecordError(
            f"the records of {id} were made on another text: standoff reanchor {desk} {id}"
        )
    if first:
        records, trouble = _records(_path(desk, id))
    wrong = {r.id for r in misquotes(text.text, records)}
    trouble += [f"{r}: its quote is not what the text says there" for r in sorted(wrong)]
    return Loaded(
        Annotation(
            source=id,
            sha256=text.source.sha256,
            sentences=sentences(text.text),
            records=numbered(r for r in records if r.id not in wrong),
            backend=first.get("backend", ""),
            thrown_away=first.get("thrown_away", 0),
            language=first.get("language", "English"),
        ),
        text.text,
        tuple(trouble),
    )


def _records(path: Path) -> tuple[list[Record], list[str]]:
    records: list[Record] = []
    trouble: list[str] = []
    lines = path.read_bytes().decode("utf-8", "surrogatepass").split("\n")
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        try:
            records.append(from_json(json.loads(line)))
        except (RecordError, ValueError, AttributeError) as error:
            trouble.append(f"{path.name}:{number}: {error}")
    return records, trouble


def append_log(desk: Path, id: str, steps: Iterable[Decision]) -> None:
    """Add decisions to a source's log; the log is only ever added to."""
    path = desk / "log" / f"{id}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", errors="surrogatepass") as file:
        file.writelines(f"{_line(asdict(step))}\n" for step in steps)


def read_log(desk: Path, id: str) -> list[Decision]:
    """The decisions on a source, oldest first."""
    path = desk / "log" / f"{id}.jsonl"
    if not path.is_file():
        return []
    text = path.read_text("utf-8", "surrogatepass")
    return [Decision(**json.loads(line)) for line in text.split("\n") if line.strip()]


def _path(desk: Path, id: str) -> Path:
    return desk / "records" / f"{id}.jsonl"


def _line(values: Any) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True)
