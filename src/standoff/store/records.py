"""Records on disk: one JSON Lines file a source, and the log of what a person decided.

The first line says what the file is about; each further line is one record with sorted keys, so that a
decision is one changed line in a version history. Every load holds each record against the text.

Whoever writes, a line that cannot be read or no longer quotes the text is kept byte for byte at the end
of the file, and shown at every load. A decision is logged before the record changes: what a kill broke
off between the two is made up for at the next load. Two writers take turns, and a decision on a record
that somebody else decided otherwise meanwhile is kept in the log as contested, and shown.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from standoff.problem import StandoffError
from standoff.store.sources import (
    CannotImport,
    Imported,
    file_of,
    freeze,
    imported,
    text_as_it_stands,
    text_before,
    thaw,
)
from standoff.store.write import append, lines_of, locked, reason, write_bytes, write_each
from standoff.text.annotation import (
    Annotation,
    Pair,
    Record,
    RecordError,
    from_json,
    misquotes,
    numbered,
    to_json,
)
from standoff.text.desk.anchor import Anchored, reanchor
from standoff.text.desk.decision import CONTESTED, Decision, known, plain, reread, settle
from standoff.text.sentence import sentences

FORMAT = "standoff-records/1"
_HASH = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Loaded:
    """A source's records as read from disk.

    trouble  in words, a line each: what could not be taken, what the log made up for, what is contested
    kept     the lines that could not be taken, byte for byte
    loose    those among them that can be read and do not quote the text, with their records
    """

    annotation: Annotation
    text: str
    trouble: tuple[str, ...] = ()
    kept: tuple[bytes, ...] = ()
    loose: tuple[tuple[bytes, Record], ...] = ()


@dataclass(frozen=True)
class Entered:
    """What became of decisions: the records as they are now, and the steps done and contested."""

    loaded: Loaded
    done: tuple[Decision, ...] = ()
    contested: tuple[Decision, ...] = ()


# --- reading --------------------------------------------------------------------------------------


@dataclass
class _File:
    """A records file taken apart; faults are (line number, line, what is wrong)."""

    header: Mapping[str, Any]
    records: list[tuple[int, bytes, Record]] = field(default_factory=list)
    faults: list[tuple[int, bytes, str]] = field(default_factory=list)


def header(desk: Path, id: str) -> Mapping[str, Any]:
    """What a source's records were made from; empty if there are none, or their first line is lost."""
    with suppress(OSError), file_of(desk, "records", id).open("rb") as file:
        return _header(file.readline())[0]
    return {}


def _header(line: bytes) -> tuple[Mapping[str, Any], str]:
    """The first line's values, or what is wrong with it."""
    values, fault = _values(line)
    if fault:
        return {}, fault
    if str(values.get("format", "")).startswith("standoff-records/") and values["format"] != FORMAT:
        raise RecordError(f"these records are {values['format']!r}: a newer standoff reads them")
    sha256, count = values.get("sha256"), values.get("thrown_away", 0)
    if not (
        values.get("format") == FORMAT
        and isinstance(sha256, str)
        and _HASH.fullmatch(sha256)
        and isinstance(values.get("backend", ""), str)
        and isinstance(values.get("language", ""), str)
        and type(count) is int
    ):
        return {}, "this is not the first line of a file of records"
    return values, ""


def _values(line: bytes) -> tuple[dict[str, Any], str]:
    try:
        values = json.loads(line.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        return {}, str(error) or "nested too deep"
    return (values, "") if isinstance(values, dict) else ({}, "this is no JSON object")


def _read(path: Path) -> _File:
    try:
        lines = lines_of(path)
    except OSError as error:
        raise CannotImport(f"{path}: cannot be read: {reason(error)}") from None
    first, fault = _header(lines[0]) if lines else ({}, "")
    file = _File(first)
    if fault:
        file.faults.append((1, lines[0], fault))
    seen: set[str] = set()
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        values, fault = _values(line)
        try:
            if fault:
                raise RecordError(fault)
            record = from_json(values)
            if record.id and record.id in seen:
                raise RecordError(f"{record.id} stands here a second time")
        except (RecordError, TypeError, ValueError, AttributeError) as error:
            file.faults.append((number, line, str(error)))
            continue
        seen.add(record.id)
        file.records.append((number, line, record))
    return file


def load(desk: Path, id: str, text: Imported | None = None) -> Loaded:
    """The records of a source, each verified against the text.

    A line that is no record, or whose quote is not in the text at its offsets, is left out and named
    in `trouble`; a source that was never read has no records.
    text  the source's text, where it has just been imported
    raises  RecordError  the records were made on another text: `reanchor` moves them
            UnknownName  no such source in the desk
    """
    text = text or imported(desk, id)
    file = _read(file_of(desk, "records", id))
    if file.header and file.header["sha256"] != text.source.sha256:
        raise RecordError(
            f"the records of {id} were made on another text. `standoff reanchor {desk} {id}` moves them"
        )
    return _loaded(desk, id, file, text.text, text.source.sha256)


def _load_loose(desk: Path, id: str, text: str) -> tuple[Loaded, str, str]:
    """A source's records for `reanchor`, whatever text stands in the desk now.

    Gives them held against the text they were made on, that text, and its hash. Where the desk has it no
    more, it is put together from what the records quote, with blanks between.
    """
    file = _read(file_of(desk, "records", id))
    sha256 = str(file.header.get("sha256", ""))
    old = text_before(desk, id, sha256) if sha256 else text
    if old is None:
        old = _patchwork([record for _, _, record in file.records])
    return _loaded(desk, id, file, old, sha256), old, sha256


def _patchwork(records: Iterable[Record]) -> str:
    quotes = [(r.start, r.quote) for r in records if 0 <= r.start < 100_000_000]
    signs = ["\0"] * max((start + len(quote) for start, quote in quotes), default=0)
    for start, quote in quotes:
        signs[start : start + len(quote)] = quote
    return "".join(signs)


def _loaded(desk: Path, id: str, file: _File, text: str, sha256: str) -> Loaded:
    name = f"records/{id}.jsonl"
    wrong = {number for number, _, record in file.records if misquotes(text, [record])}
    loose = [row for row in file.records if row[0] in wrong]
    faults = [*file.faults]
    faults += [
        (n, line, f"the quote of {r.id} is not what the text says there") for n, line, r in loose
    ]
    faults.sort(key=lambda row: row[0])
    trouble = [f"{name}:{n}: {fault} (the line is kept as it stands)" for n, _, fault in faults]
    right = [record for number, _, record in file.records if number not in wrong]
    log, more = _log(desk, id)
    right, late = _made_up(right, log, text)
    trouble += [*more, *late, *_contested(log)]
    annotation = Annotation(
        source=id,
        sha256=sha256,
        sentences=sentences(text),
        records=numbered(right),
        backend=file.header.get("backend", ""),
        thrown_away=file.header.get("thrown_away", 0),
        language=file.header.get("language", "English"),
    )
    kept = tuple(line for _, line, _ in faults)
    return Loaded(annotation, text, tuple(trouble), kept, tuple((line, r) for _, line, r in loose))


# --- writing --------------------------------------------------------------------------------------


def save(
    desk: Path,
    annotation: Annotation,
    steps: Iterable[Decision] = (),
    kept: Sequence[bytes] | None = None,
) -> None:
    """Write all records of a source, whole or not at all, and the decisions that made them so.

    Hold the desk (`locked`) from the load on which the records rest: what others decided since is lost
    otherwise; `enter` sees to that for decisions.
    kept     lines to be kept byte for byte; those that could not be taken of the file as it stands, if
             not given
    raises   CannotWrite  nothing has changed
    """
    id = annotation.source
    path = file_of(desk, "records", id)
    with locked(desk):
        if kept is None:
            kept = _loaded(desk, id, _read(path), _words(annotation, desk), "").kept
        new = b"".join(_line(asdict(step)) + b"\n" for step in steps)
        log = file_of(desk, "log", id) if new else None
        size = append(log, new) if log else 0
        try:
            write_bytes(path, _written(annotation, kept))
        except BaseException:
            if log:
                with suppress(OSError):
                    os.truncate(log, size)
            raise


def _written(annotation: Annotation, kept: Sequence[bytes]) -> bytes:
    """The file of a source's records: what they are of, a line each, and the lines that are kept."""
    first = {
        "format": FORMAT,
        "source": annotation.source,
        "sha256": annotation.sha256,
        "backend": annotation.backend,
        "thrown_away": annotation.thrown_away,
        "language": annotation.language,
    }
    lines = [_line(first), *map(_record_line, annotation.records), *kept]
    return b"".join(line + b"\n" for line in lines)


def _words(annotation: Annotation, desk: Path) -> str:
    text = text_before(desk, annotation.source, annotation.sha256)
    return imported(desk, annotation.source).text if text is None else text


def enter(desk: Path, id: str, steps: Iterable[Decision]) -> Entered:
    """Enter decisions that were made on records as somebody saw them.

    A decision on a record that is as it was seen is done; one that somebody decided just so meanwhile
    only goes into the log; one that was decided otherwise meanwhile goes into the log as contested, and
    the record stays as it is.
    raises  CannotWrite  nothing has changed
    """
    with locked(desk):
        loaded = load(desk, id)
        records, done, contested = settle(loaded.annotation.records, steps)
        annotation = dataclasses.replace(loaded.annotation, records=records)
        if done or contested:
            save(desk, annotation, (*done, *contested), loaded.kept)
    return Entered(dataclasses.replace(loaded, annotation=annotation), done, contested)


def propose(
    desk: Path, id: str, new: Iterable[Record], thrown_away: int = 0
) -> tuple[Loaded, tuple[Record | str, ...]]:
    """Add proposals to a source's records, which change in nothing else.

    Gives the records as they are now, and what became of each proposal: itself with its id, or in words
    why it is no new one.
    thrown_away  how many more there would be if the text said them; they are counted
    raises       CannotWrite  nothing has changed
    """
    with locked(desk):
        loaded = load(desk, id)
        records = [*loaded.annotation.records]
        became: list[Record | str] = []
        for one in new:
            why = known(records, one)
            if not why:
                (one,) = numbered([one], [r.id for r in records])
                records.append(one)
            became.append(why or one)
        annotation = dataclasses.replace(
            loaded.annotation,
            records=numbered(records),
            thrown_away=loaded.annotation.thrown_away + thrown_away,
        )
        if annotation != loaded.annotation:
            save(desk, annotation, kept=loaded.kept)
    return dataclasses.replace(loaded, annotation=annotation), tuple(became)


def read_again(desk: Path, new: Annotation, text: Imported) -> Loaded:
    """Keep a new reading of a source, joined with what a person decided on the one before.

    text    the source's text, as it was imported to be read
    raises  RecordError  the records were made on another text, CannotImport, CannotWrite
    """
    (became,) = all_read_again(desk, [(new, text)])
    if isinstance(became, StandoffError):
        raise became
    return became


def all_read_again(
    desk: Path, readings: Iterable[tuple[Annotation, Imported]]
) -> list[Loaded | RecordError | CannotImport]:
    """Keep new readings of several sources as `read_again` does, brought to the disk together.

    Gives what became of each; of one that cannot be joined with what is there, why.
    raises  CannotWrite
    """
    became: list[Loaded | RecordError | CannotImport] = []
    files: list[tuple[Path, bytes]] = []
    with locked(desk):  # from the load on which a reading rests until it is written
        for new, text in readings:
            try:
                path, log = (file_of(desk, folder, new.source) for folder in ("records", "log"))
                loaded = Loaded(new, text.text)
                if os.path.exists(path) or os.path.exists(log):
                    loaded = load(desk, new.source, text)
                    joined = reread(loaded.annotation, new)
                    loaded = dataclasses.replace(loaded, annotation=joined)
            except (RecordError, CannotImport) as error:
                became.append(error)
                continue
            files.append((path, _written(loaded.annotation, loaded.kept)))
            became.append(loaded)
        write_each(files)
    return became


def pair_again(desk: Path, id: str, proposed: Sequence[Pair]) -> None:
    """Put these proposals in the place of a source's pairs; what a person decided on pairs stays.

    raises  UnknownName, RecordError, CannotImport, CannotWrite
    """
    with locked(desk):  # others may have decided since the pairs were looked for
        loaded = load(desk, id)
        others = [one for one in loaded.annotation.records if not isinstance(one, Pair)]
        new = dataclasses.replace(loaded.annotation, records=(*others, *proposed))
        save(desk, reread(loaded.annotation, new), kept=loaded.kept)


def rest_on(desk: Path, id: str, new: str | None = None) -> list[Anchored]:
    """Move a source's records to a new text, which takes the place of the old one; say where each went.

    The desk's own text as it stands, if none is given. The old text is kept until the records stand on
    the new one, so that a run that was broken off, at whatever moment, is finished by another. The line
    of a lost record stays as it is.
    raises  UnknownName, CannotImport, CannotWrite
    """
    with locked(desk):
        text = text_as_it_stands(desk, id) if new is None else new
        loaded, old, sha256 = _load_loose(desk, id, text)
        records = loaded.annotation.records
        went = reanchor([*records, *(record for _, record in loaded.loose)], old, text)
        lines = [*map(_record_line, records), *(line for line, _ in loaded.loose)]
        lost = [line for line, anchored in zip(lines, went, strict=True) if anchored.how == "lost"]
        loose = {line for line, _ in loaded.loose}
        annotation = dataclasses.replace(
            loaded.annotation,
            sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            records=numbered(a.record for a in went if a.how != "lost"),
        )
        kept = [*(line for line in loaded.kept if line not in loose), *lost]
        freeze(desk, id, text, sha256)
        if loaded.annotation.records or loaded.kept:
            save(desk, annotation, kept=kept)
        thaw(desk, id)
    return went


# --- the log --------------------------------------------------------------------------------------


def read_log(desk: Path, id: str) -> list[Decision]:
    """The decisions on a source, oldest first; what is no decision is passed over."""
    return _log(desk, id)[0]


def _log(desk: Path, id: str) -> tuple[list[Decision], list[str]]:
    path = file_of(desk, "log", id)
    try:
        lines = lines_of(path)
    except OSError as error:
        raise CannotImport(f"{path}: cannot be read: {reason(error)}") from None
    steps: list[Decision] = []
    trouble: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        step = _step(_values(line)[0])
        if step is None:
            half = " (it ends half way)" if number == len(lines) else ""
            trouble.append(f"log/{id}.jsonl:{number}: this is no decision{half}: it is passed over")
        else:
            steps.append(step)
    return steps, trouble


def _step(values: Mapping[str, Any]) -> Decision | None:
    words = {name: values.get(name) for name in ("record", "action", "by", "at")}
    before, after = values.get("before"), values.get("after")
    if not all(isinstance(word, str) for word in words.values()):
        return None
    if not isinstance(before, dict) or not isinstance(after, dict) or len(values) != 6:
        return None
    return Decision(**{name: str(word) for name, word in words.items()}, before=before, after=after)


_SHOWN = 5  # decisions that are in the log alone, before they are only counted


def _made_up(
    records: Sequence[Record], log: Iterable[Decision], text: str
) -> tuple[list[Record], list[str]]:
    """The records with what was logged and did not reach them, as a kill between the two leaves it."""
    last = {step.record: step for step in log if step.action != CONTESTED}
    current: list[Record] = []
    late: list[str] = []
    for record in records:
        step = last.get(record.id)
        if step is not None and step.before != step.after and plain(record) == step.before:
            with suppress(RecordError, TypeError, ValueError, AttributeError):
                after = from_json(step.after)
                if after.id == record.id and not misquotes(text, [after]):
                    record = after
                    late.append(f"{record.id}: {step.action} by {step.by or '?'}")
        current.append(record)
    trouble = [f"{decision} is in the log alone" for decision in late[:_SHOWN]]
    if len(late) > _SHOWN:
        trouble.append(
            f"so are {len(late) - _SHOWN} more; the next decision puts them in their place"
        )
    return current, trouble


def _contested(log: Iterable[Decision]) -> Iterator[str]:
    """What was decided twice at once and not again since."""
    waiting: dict[str, list[Decision]] = {}
    for step in log:
        if step.action == CONTESTED:
            waiting.setdefault(step.record, []).append(step)
        else:
            waiting.pop(step.record, None)
    for id, steps in waiting.items():
        for step in steps:
            yield f"{id}: decided twice at once: {said(step.before)}; {said(step.after)}. Decide it again"


def said(record: Mapping[str, Any]) -> str:
    """Who made what of a record, of its values."""
    return f"{record.get('by') or 'somebody'}: {record.get('state', 'proposed')}"


def _record_line(record: Record) -> bytes:
    return _line(to_json(record))


_told = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _line(values: Any) -> bytes:
    return _told(values).encode("utf-8", "surrogatepass")
