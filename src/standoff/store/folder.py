"""Case folders on disk: the only reader and writer of case files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from standoff.case.change import no_worse
from standoff.case.entry import Case, Overlay
from standoff.case.format.slice import add_variant
from standoff.case.format.source import SOURCE_ID, Text, add_records, read_source
from standoff.case.format.yaml import MAX_BYTES, decode, too_large
from standoff.case.reading import BASE
from standoff.case.syntax import read_case, read_overlay
from standoff.citation import SentenceRecord, Source
from standoff.gmcr.conflict.model import Model
from standoff.later import later
from standoff.problem import CaseError, Findings, Place
from standoff.store import shipped
from standoff.store.model.jsonfile import PICKLED, is_pickled
from standoff.store.write import Change, Changed, Outside, file_text, reason, within, write_all

if TYPE_CHECKING:
    from standoff.case.check import folder as checks
    from standoff.store.model import read as models
else:
    checks = later("standoff.case.check.folder")  # only for what is written
    models = later("standoff.store.model.read")  # with all forms of model files; few cases have one

CASE, READINGS = shipped.CASE, shipped.READINGS
SOURCES, MODEL = shipped.SOURCES, shipped.MODEL

_ATTEMPTS = 3

T = TypeVar("T")


Parsed: TypeAlias = MutableMapping[tuple[str, str], tuple[Any, Findings]]
"""What was read from files: (path, text) -> what it says, and its faults."""


def open_case(path: Path) -> Case:
    """The case at a path, or that ships under the name; NoCase, or CaseError where a file has problems."""
    case, findings = load_folder(shipped.case_folder(path))
    if findings.problems:
        raise CaseError(findings)
    return case


def load_folder(
    path: str | Path,
    instead: Mapping[Path, str] | None = None,
    parsed: Parsed | None = None,
    *,
    below: bool = False,
) -> tuple[Case, Findings]:
    """All files of a case, and every fault of reading them. Files are named as the user named the case.

    path     the folder, or the `case.yaml` in it
    instead  texts that count instead of what is on disk, by the path of their file: an edit before it
             is written
    parsed   what was read before; a text that stands in it is not read anew
    below    name files from the case (`readings/herald.yaml`), for whom its folder is nobody's business
    """
    root = Path(path)
    if root.name == CASE and not root.is_dir():
        root = root.parent
    found = Findings()
    if root.exists() and not root.is_dir():
        what = PICKLED if is_pickled(root) else f"a case is a folder with a {CASE} in it"
        found.problem(Place(str(root), 1), f"this is no case: {what}")
        return Case(root.name, str(root), Overlay(Place(str(root), 1))), found
    reader = _Files(root, found, instead or {}, {} if parsed is None else parsed, below)
    base = reader.read(root / CASE, read_case)
    if base is None:
        base = Overlay(reader.place(root / CASE))
    readings: dict[str, Overlay] = {}
    for id, file in reader.folder(READINGS):
        overlay = reader.read(file, read_overlay)
        if overlay is not None:
            readings[id] = overlay
    sources: dict[str, Source] = {}
    for id, file in reader.folder(SOURCES):
        source = reader.read(file, _source_reader(id))
        if source is not None:
            sources[id] = source
    if readings and base.variants:
        place = next(iter(base.variants.values())).place
        found.problem(
            place, "variants belong to a reading: move them to its file under `readings/`"
        )
    name = root.resolve().name or str(root)
    model, labels = _model(root, found)
    return Case(name, str(root), base, readings, sources, model, labels), found


def _model(root: Path, found: Findings) -> tuple[Model | None, Mapping[str, str]]:
    """The published model beside a case, and its options in words; None where there is none."""
    path = root / MODEL
    if not path.exists():
        return None, {}
    try:
        file = models.read_model(within(root, path))
    except Outside as error:
        found.problem(Place(str(path), 1), str(error))
        return None, {}
    except CaseError as error:
        found.extend(error.findings)
        return None, {}
    found.extend(file.found)
    return file.model, file.labels


def _source_reader(id: str) -> Callable[[str, str], tuple[Source, Findings]]:
    return lambda text, file: read_source(text, file, id)


@dataclass(frozen=True)
class _Files:
    """Reads the files of a case; what cannot be read is a problem, and None."""

    root: Path
    found: Findings
    instead: Mapping[Path, str]
    parsed: Parsed
    below: bool

    def place(self, path: Path) -> Place:
        """The beginning of a file, by the name that problems and answers call it."""
        return Place(path.relative_to(self.root).as_posix() if self.below else str(path), 1)

    def folder(self, name: str) -> list[tuple[str, Path]]:
        """The YAML files of a folder of the case, with the ids that their names give."""
        files: list[tuple[str, Path]] = []
        directory = self.root / name
        if not directory.is_dir():
            return files
        for path in sorted(directory.iterdir()):
            place = self.place(path)
            if path.name.startswith(".") or path.suffix not in (".yaml", ".yml"):
                continue
            if path.suffix == ".yml":
                message = f"the file is passed over: rename it to {path.stem}.yaml"
                self.found.problem(place, message)
            elif not SOURCE_ID.fullmatch(path.stem) or path.stem == BASE:
                self.found.problem(
                    place,
                    "a file's name is an id, of letters, digits, `.`, `_` and `-`, and not `base`",
                )
            else:
                files.append((path.stem, path))
        return files

    def read(self, path: Path, reader: Callable[[str, str], tuple[T, Findings]]) -> T | None:
        """What the reader makes of a file's text."""
        text = self.instead.get(path)
        if text is None:
            text = self._text(path)
        if text is None:
            return None
        key = self.place(path).file, text
        if key not in self.parsed:
            self.parsed[key] = reader(text, key[0])
        value, faults = self.parsed[key]
        self.found.extend(faults)
        return cast(T, value)

    def _text(self, path: Path) -> str | None:
        place = self.place(path)
        try:
            text, faults = decode(read_bytes(within(self.root, path)), place.file)
        except FileNotFoundError:
            message = "there is no such file: `standoff new DIR` makes a first case"
            self.found.problem(place, message)
            return None
        except OSError as error:
            self.found.problem(place, f"the file cannot be read: {reason(error)}")
            return None
        except (ValueError, Outside) as error:
            self.found.problem(place, str(error))
            return None
        self.found.extend(faults)
        return text


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises OSError, and ValueError for what is no file or too large for a case."""
    if path.exists() and not path.is_file():
        raise ValueError("the file cannot be read: it is not a file")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise ValueError(too_large(size))
    return path.read_bytes()


# --- writing ------------------------------------------------------------------------------------


def edit_file(
    root: Path,
    path: Path,
    edit: Callable[[str], str],
    checks: Callable[[Case, Findings], Findings],
    anyway: bool = False,
) -> str:
    """Write one file of a case anew; gives its new text. Where it changed meanwhile, the new text is edited.

    checks  all that is wrong with a case, from what loading it found
    anyway  write it even if it has problems that it had not before
    raises  CannotEdit   the edit cannot be made, or would bring a problem; nothing was written
            Changed      the file changes again and again
            CannotWrite
    """
    for attempt in range(_ATTEMPTS):
        before = file_text(within(root, path))
        after = edit(before or "")
        if not anyway:
            no_worse(checks(*load_folder(root)), checks(*load_folder(root, {path: after})))
        try:
            write_all([Change(path, before, after)])
        except Changed:
            if attempt + 1 == _ATTEMPTS:
                raise
        else:
            return after
    raise AssertionError("unreachable: the last attempt returns or raises")


def keep_variant(case: Case, reading: str, name: str, sections: str) -> Path:
    """Write some sections as a variant of a reading into its file; the path of that.

    raises  what `edit_file` does
    """
    root = Path(case.path)
    path = root / READINGS / f"{reading}.yaml" if reading in case.readings else root / CASE
    edit_file(
        root,
        path,
        lambda text: add_variant(text, name, sections),
        lambda case, findings: checks.check_folder(case, findings).findings,
    )
    return path


def record_changes(
    case: Case, records: Mapping[str, Iterable[SentenceRecord]], texts: Mapping[str, Text]
) -> Iterator[Change]:
    """What is to be written for new sentence records, by source id."""
    for id, new in records.items():
        path = within(Path(case.path), Path(case.path) / SOURCES / f"{id}.yaml")
        before = file_text(path)
        yield Change(path, before, add_records(before or "", id, texts[id].sha256, new))
