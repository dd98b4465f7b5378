"""What is open, and what is known of it: files by their text, readings and answers by the files.

A `Snapshot` is a case as its files were at one moment. It is looked for on disk at every request, and made
anew only where a file is another one. Nothing here outlives the process, and nothing of it is on disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

from standoff.app.web import suppose
from standoff.app.web.view.word import Trouble
from standoff.case.build import build
from standoff.case.check.folder import Report, check_folder
from standoff.case.check.reading import check_case
from standoff.case.entry import Case, Reading
from standoff.case.format.source import Text
from standoff.case.reading import BASE, merge, readings, sources_of, variants
from standoff.problem import CaseError, Findings, Problem, StandoffError, UnknownName
from standoff.store import settings, shipped
from standoff.store.folder import CASE, MODEL, READINGS, SOURCES, Parsed, load_folder
from standoff.store.texts import find_texts
from standoff.store.write import Outside, within

MOST_KNOWN = 400
"""Texts of files, and what was read from them, that are kept."""
K = TypeVar("K")
V = TypeVar("V")


class Refused(StandoffError):
    """A request that is not done. `status` is that of HTTP; `data` goes with the words."""

    def __init__(self, words: str, status: int = 400, **data: Any) -> None:
        super().__init__(words)
        self.status = status
        self.data = data


class Kept(OrderedDict[K, V], Generic[K, V]):
    """The last so many, by key."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        self.move_to_end(key)
        while len(self) > self.most:
            with suppress(KeyError):
                self.popitem(last=False)


def digest(text: str) -> str:
    """The sha256 of a file's text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


# --- the files of a case --------------------------------------------------------------------------


def case_files(root: Path) -> dict[str, Path]:
    """The files of a case by their names below it; links that lead out of it are passed over."""
    found: dict[str, Path] = {}
    for folder in ("", READINGS, SOURCES):
        place = root / folder
        if not place.is_dir():
            continue
        for name in sorted(os.listdir(place)):
            below = f"{folder}/{name}" if folder else name
            if not folder and name not in (CASE, MODEL):
                continue
            if folder and (not name.endswith(".yaml") or name.startswith(".")):
                continue
            with suppress(Outside, OSError):
                path = within(root, place / name)
                if path.is_file():
                    found[below] = path
    return found


@dataclass(eq=False)
class Snapshot:
    """A case as its files were at one moment."""

    root: Path
    files: Mapping[str, str]
    parsed: Parsed = field(repr=False)
    case: Case = field(init=False)
    found: Findings = field(init=False)

    def __post_init__(self) -> None:
        instead = {self.root / name: text for name, text in self.files.items() if name != MODEL}
        self.case, self.found = load_folder(self.root, instead, self.parsed, below=True)

    @cached_property
    def hashes(self) -> Mapping[str, str]:
        """The sha256 of each file."""
        return {name: digest(text) for name, text in self.files.items()}

    @cached_property
    def key(self) -> str:
        """The hash of all files together."""
        return digest(json.dumps(dict(self.hashes), sort_keys=True))

    def with_texts(self, texts: Mapping[str, str]) -> Snapshot:
        """The case as it would be with other texts in some files."""
        return Snapshot(self.root, {**self.files, **texts}, self.parsed)

    def without(self, names: Iterable[str]) -> Snapshot:
        """The case as it would be without some files."""
        gone = frozenset(names)
        if not gone:
            return self
        kept = {name: text for name, text in self.files.items() if name not in gone}
        return Snapshot(self.root, kept, self.parsed)

    def name_of(self, file: str) -> str:
        """A file as it is called below the case."""
        with suppress(ValueError):
            return Path(file).relative_to(self.root).as_posix()
        return file

    @property
    def readings(self) -> tuple[str, ...]:
        """The ids of the readings."""
        return readings(self.case)

    def file_of(self, reading: str) -> str:
        """The file that a reading is written in."""
        return CASE if reading == BASE else f"{READINGS}/{reading}.yaml"

    def variants(self, reading: str) -> tuple[str, ...]:
        """The names of a reading's variants."""
        with suppress(UnknownName):
            return variants(self.case, reading)
        return ()

    @cached_property
    def _merged(self) -> dict[tuple[str, str | None], tuple[Reading, Findings]]:
        return {}

    def merged(self, reading: str, variant: str | None = None) -> tuple[Reading, Findings]:
        """A reading as far as it can be read, and every fault of it. Raises UnknownName."""
        key = reading, variant or None
        if key not in self._merged:
            merged, found = merge(self.case, reading, variant or None)
            every = Findings([*self._of(reading)], [])
            every.extend(found)
            every.extend(check_case(merged))
            every.problems[:] = dict.fromkeys(every.problems)
            self._merged[key] = merged, every
        return self._merged[key]

    def _of(self, reading: str) -> Iterator[Problem]:
        """The faults of reading the files that a reading is made of."""
        own = {CASE, MODEL, self.file_of(reading)}
        for problem in self.found.problems:
            name = self.name_of(problem.place.file)
            if name in own or name.startswith(f"{SOURCES}/"):
                yield problem

    def sound(self, reading: str, variant: str | None = None) -> Reading:
        """A reading without a problem. Raises CaseError with all that it has, UnknownName."""
        merged, found = self.merged(reading, variant)
        if found.problems:
            raise CaseError(found)
        return merged

    @cached_property
    def every(self) -> tuple[Reading, ...]:
        """The readings that can run."""
        return tuple(
            self.merged(name)[0] for name in self.readings if not self.merged(name)[1].problems
        )

    def around(self, reading: Reading) -> Mapping[str, Reading]:
        """A reading's variants that can run."""
        if reading.variant is not None:
            return {}
        found = {name: self.merged(reading.id, name) for name in self.variants(reading.id)}
        return {name: merged for name, (merged, faults) in found.items() if not faults.problems}

    def check(self, texts: Mapping[str, Text] | None = None) -> Report:
        """All checks, as `standoff check` makes them."""
        return check_folder(self.case, self.found, texts, (build,))

    def trouble(self, problem: Problem, weight: str = "problem") -> Trouble:
        """A problem as a page shows it."""
        place = problem.place
        return Trouble(
            problem.message,
            self.name_of(place.file),
            place.line,
            place.column,
            problem.nearest or "",
            weight,
        )

    def troubles(self, problems: Sequence[Problem], weight: str = "problem") -> tuple[Trouble, ...]:
        """Problems as a page shows them."""
        return tuple(self.trouble(problem, weight) for problem in problems)


# --- what is open ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Undo:
    """A write that can be taken back: of each file the text before and after (None: no file)."""

    words: str
    files: Mapping[Path, tuple[str | None, str | None]]


@dataclass
class State:
    """What the app has open. `lock` is held by whoever writes, or opens something else."""

    root: Path | None = None
    desk: Path | None = None
    texts: Path | None = None
    coder: str = ""
    lock: Any = field(default_factory=threading.RLock, repr=False)
    undos: list[Undo] = field(default_factory=list, repr=False)
    decided: list[tuple[str, int]] = field(
        default_factory=list, repr=False
    )  # text, how many at once
    parsed: Any = field(default_factory=lambda: Kept(MOST_KNOWN), repr=False)
    seen: Kept[str, str] = field(default_factory=lambda: Kept(MOST_KNOWN), repr=False)
    answers: Kept[Any, Any] = field(default_factory=lambda: Kept(200), repr=False)
    _snapshot: tuple[Any, Snapshot] | None = field(default=None, repr=False)
    _texts: tuple[Any, Mapping[str, Text]] | None = field(default=None, repr=False)

    def told(self, words: object) -> str:
        """An error's words with files named from the case and from the desk: no folder of this machine."""
        text = str(words)
        for folder in (self.root, self.desk):
            if folder is not None:
                for each in {str(folder), str(folder.absolute())}:
                    text = text.replace(f"{each}{os.sep}", "")
        return text

    def open(self, root: Path, desk: Path | None = None, texts: Path | None = None) -> Snapshot:
        """Open a case, with the desk and the texts given or remembered for it. Raises Refused."""
        if not (root / CASE).is_file() and not (root / MODEL).is_file():
            raise Refused(f"{root} is no case: a case is a folder with a {CASE} in it", 404)
        with self.lock:
            self.root, self.desk, self.texts = root, desk, texts
            self.undos.clear()
            self.decided.clear()
            self._snapshot = None
            snapshot = self.snapshot()
            known = settings.remembered(snapshot.case)
            if known is not None:
                if self.desk is None and known.desk and Path(known.desk).is_dir():
                    self.desk = Path(known.desk)
                if self.texts is None and known.texts and Path(known.texts).is_dir():
                    self.texts = Path(known.texts)
            settings.remember(snapshot.case, texts=self.texts, desk=self.desk)
            return snapshot

    @property
    def readonly(self) -> str:
        """Why nothing can be written to the case; empty where it can."""
        if self.root is None:
            return ""
        home = self.root.resolve()
        if home in {path.resolve() for path in shipped.shipped_cases().values()}:
            return "this case comes with standoff: copy it to change it"
        if (self.root / MODEL).exists():
            return "this case holds a published model: it is shown, and not changed here"
        if not os.access(self.root, os.W_OK):
            return "this folder is write-protected"
        return ""

    def must_write(self) -> Snapshot:
        """The case, to be written to. Raises Refused."""
        snapshot = self.snapshot()
        if self.readonly:
            raise Refused(self.readonly, 409, ask="copy")
        return snapshot

    def snapshot(self) -> Snapshot:
        """The case as its files are now. Raises Refused where none is open."""
        if self.root is None:
            raise Refused("no case is open", 409, ask="open")
        with self.lock:
            paths = case_files(self.root)
            stamp = (str(self.root), *((name, _stamp(path)) for name, path in paths.items()))
            if self._snapshot is not None and self._snapshot[0] == stamp:
                return self._snapshot[1]
            files: dict[str, str] = {}
            for name, path in paths.items():
                with suppress(OSError):
                    files[name] = path.read_bytes().decode("utf-8", "surrogateescape")
            readable = {n: t for n, t in files.items() if not _broken(t)}
            made = Snapshot(self.root, readable, self.parsed)
            for name, text in made.files.items():
                self.seen[made.hashes[name]] = text
            self._snapshot = stamp, made
            return made

    def source_texts(self, snapshot: Snapshot | None = None) -> Mapping[str, Text]:
        """The texts of the case's sources that are at hand, from the folder given or the desk."""
        places = [place for place in (self.texts, self.desk and self.desk / "texts") if place]
        if self.root is not None and (self.root / "texts").is_dir():
            places.append(self.root / "texts")
        places = [place for place in places if place.is_dir()]
        if not places:
            return {}
        snapshot = snapshot or self.snapshot()
        sources = sources_of(snapshot.case)
        stamp = (
            tuple((str(place), _stamp(place)) for place in places),
            tuple((id, source.sha256) for id, source in sources.items()),
        )
        if self._texts is None or self._texts[0] != stamp:
            found: dict[str, Text] = {}
            for place in reversed(places):
                found |= find_texts(place, sources.values())
            self._texts = stamp, found
        return self._texts[1]

    def verbatim(self, snapshot: Snapshot) -> Mapping[tuple[str, int], str]:
        """What stands in the texts, by source and sentence number."""
        from standoff.store.texts import verbatim

        return verbatim(snapshot.case, self.source_texts(snapshot))

    def answer(
        self,
        snapshot: Snapshot,
        reading: str,
        variant: str = "",
        changes: Sequence[Mapping[str, Any]] = (),
    ) -> Any:
        """Stage 1 of an answer: where it comes to rest, the verdicts. Raises CaseError, NotComputed ..."""
        from standoff.analysis.judge.compare import stages

        key = self.answer_key(snapshot, reading, variant, changes)
        if key not in self.answers:
            chosen = suppose.apply(snapshot.sound(reading, variant), changes)
            self.answers[key] = next(stages(chosen, readings=snapshot.every))
        return self.answers[key]

    def answer_key(
        self,
        snapshot: Snapshot,
        reading: str,
        variant: str = "",
        changes: Sequence[Mapping[str, Any]] = (),
    ) -> tuple[str, ...]:
        """What an answer depends on."""
        told = json.dumps(list(changes), sort_keys=True) if changes else ""
        return snapshot.key, reading, variant or "", told, "best"


def _stamp(path: Path) -> tuple[int, ...]:
    try:
        now = path.stat()
    except OSError:
        return ()
    return now.st_size, now.st_mtime_ns, now.st_ino, now.st_ctime_ns


def _broken(text: str) -> bool:
    """Whether it was no utf-8."""
    return any("\udc80" <= sign <= "\udcff" for sign in text) if not text.isascii() else False
