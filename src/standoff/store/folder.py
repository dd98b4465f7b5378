"""Case folders on disk: the only reader and writer of case files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from standoff.case.entry import Case, Overlay
from standoff.case.format.source import SOURCE_ID, Text, add_records, read_source
from standoff.case.format.syntax import read_case, read_overlay
from standoff.case.format.yaml import MAX_BYTES, decode, too_large
from standoff.case.reading import BASE
from standoff.citation import SentenceRecord, Source
from standoff.gmcr.conflict.model import Model
from standoff.problem import CaseError, Findings, Place, StandoffError
from standoff.store.model.read import read_model

CASE, READINGS, SOURCES, MODEL = "case.yaml", "readings", "sources", "model.json"

T = TypeVar("T")


def load_folder(path: str | Path) -> tuple[Case, Findings]:
    """All files of a case, and every fault of reading them. Files are named as the user named the case.

    `path` is the folder, or the `case.yaml` in it.
    """
    root = Path(path)
    if root.name == CASE and not root.is_dir():
        root = root.parent
    found = Findings()
    if root.exists() and not root.is_dir():
        found.problem(
            Place(str(root), 1), f"this is no case: a case is a folder with a {CASE} in it"
        )
        return Case(root.name, str(root), Overlay(Place(str(root), 1))), found
    base = _read(root / CASE, read_case, found)
    if base is None:
        base = Overlay(Place(str(root / CASE), 1))
    readings: dict[str, Overlay] = {}
    for id, file in _yaml_files(root / READINGS, found):
        overlay = _read(file, read_overlay, found)
        if overlay is not None:
            readings[id] = overlay
    sources: dict[str, Source] = {}
    for id, file in _yaml_files(root / SOURCES, found):
        source = _read(file, _source_reader(id), found)
        if source is not None:
            sources[id] = source
    if readings and base.variants:
        place = next(iter(base.variants.values())).place
        found.problem(
            place, "variants belong to a reading: move them to its file under `readings/`"
        )
    name = root.resolve().name or str(root)
    model, labels = _model(root / MODEL, found)
    return Case(name, str(root), base, readings, sources, model, labels), found


def _model(path: Path, found: Findings) -> tuple[Model | None, Mapping[str, str]]:
    """The published model beside a case, and its options in words; None where there is none."""
    if not path.exists():
        return None, {}
    try:
        file = read_model(path)
    except CaseError as error:
        found.extend(error.findings)
        return None, {}
    found.extend(file.found)
    return file.model, file.labels


def _source_reader(id: str) -> Callable[[str, str], tuple[Source, Findings]]:
    return lambda text, file: read_source(text, file, id)


def _yaml_files(directory: Path, found: Findings) -> list[tuple[str, Path]]:
    """The YAML files of a directory with the ids that their names give."""
    files: list[tuple[str, Path]] = []
    if not directory.is_dir():
        return files
    for path in sorted(directory.iterdir()):
        place = Place(str(path), 1)
        if path.name.startswith(".") or path.suffix not in (".yaml", ".yml"):
            continue
        if path.suffix == ".yml":
            found.problem(place, f"the file is passed over: rename it to {path.stem}.yaml")
        elif not SOURCE_ID.fullmatch(path.stem) or path.stem == BASE:
            found.problem(
                place,
                "a file's name is an id, of letters, digits, `.`, `_` and `-`, and not `base`",
            )
        else:
            files.append((path.stem, path))
    return files


def _read(
    path: Path, reader: Callable[[str, str], tuple[T, Findings]], found: Findings
) -> T | None:
    """What the reader makes of a file's text; None where there is no text to read."""
    file = str(path)
    try:
        data = read_bytes(path)
    except FileNotFoundError:
        found.problem(
            Place(file, 1), "there is no such file: `standoff new DIR` makes a first case"
        )
        return None
    except OSError as error:
        found.problem(Place(file, 1), f"the file cannot be read: {error.strerror}")
        return None
    except ValueError as error:
        found.problem(Place(file, 1), str(error))
        return None
    text, faults = decode(data, file)
    found.extend(faults)
    if text is None:
        return None
    value, faults = reader(text, file)
    found.extend(faults)
    return value


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises OSError, and ValueError for what is no file or too large for a case."""
    if path.exists() and not path.is_file():
        raise ValueError("the file cannot be read: it is not a file")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise ValueError(too_large(size))
    return path.read_bytes()


# --- writing ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A file's new text, and the text it must still have (None: there is no such file yet)."""

    path: Path
    before: str | None
    after: str


class Changed(StandoffError):
    """A file is not what it was when it was read: nothing was written."""


def file_text(path: Path) -> str | None:
    """The text of a file with its newlines as they are; None if there is none."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None


def record_changes(
    case: Case, records: Mapping[str, Iterable[SentenceRecord]], texts: Mapping[str, Text]
) -> Iterator[Change]:
    """What is to be written for new sentence records, by source id."""
    for id, new in records.items():
        path = Path(case.path) / SOURCES / f"{id}.yaml"
        before = file_text(path)
        yield Change(path, before, add_records(before or "", id, texts[id].sha256, new))


def write_file(path: Path, text: str) -> None:
    """Write one file whole, or leave what is there."""
    write_all([Change(path, file_text(path), text)])


def write_all(changes: Iterable[Change]) -> None:
    """Write all files or none: each is written beside its place first and moved there at the end.

    Raises Changed where a file changed since it was read, OSError where it cannot be written; in both
    cases no file has changed.
    """
    changes = tuple(changes)
    ready: dict[Path, Path] = {}
    try:
        for change in changes:
            change.path.parent.mkdir(parents=True, exist_ok=True)
            beside = change.path.with_name(f".{change.path.name}.{os.getpid()}")
            ready[change.path] = beside
            beside.write_bytes(change.after.encode("utf-8"))
        for change in changes:
            if file_text(change.path) != change.before:
                raise Changed(f"{change.path} changed meanwhile: nothing was written, try again")
        for path, beside in ready.items():
            beside.replace(path)
    finally:
        for beside in ready.values():
            beside.unlink(missing_ok=True)
