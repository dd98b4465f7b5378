"""The folder that the door was opened on: its cases by name, its desk, and the texts that are handed over.

What is in the folder is looked for anew at every call, and links are not followed. A name that is not in the
list is unknown, whatever path it may look like; what stands in the list is read through the guards of the
store, which nothing outside passes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from standoff.case.entry import Case
from standoff.case.format.source import Text
from standoff.case.reading import sources_of
from standoff.citation import Source
from standoff.gmcr.budget import MEMORY, Budget
from standoff.problem import CaseError, Findings, Place, StandoffError, UnknownName, clean
from standoff.store import sources
from standoff.store.folder import CASE, SOURCES, load_folder
from standoff.store.records import Loaded, load
from standoff.store.texts import find_texts
from standoff.store.write import Outside, within

DEEP, MANY = 3, 200
"""How many folders down cases are looked for, and how many are found at most."""


class NotHanded(StandoffError):
    """A text that is there and is not handed over, with the reason."""


@dataclass(frozen=True)
class Known:
    """A text that the desk or a case knows of, and what is handed over of it.

    of        `desk`, or the name of the case whose source it is
    text      the text itself; None where it is not handed over
    withheld  why it is not; empty where it is
    """

    source: Source
    of: str
    text: Text | None
    withheld: str = ""

    @property
    def id(self) -> str:
        return self.source.id


@dataclass(frozen=True)
class Work:
    """What an assistant may see.

    root     the folder; nothing above or beside it is read
    desk     where proposals go, if there is a desk
    texts    the folder whose texts are handed over; None: none is
    seconds  how long an answer may take
    tell     what is told how far an answer is; it may raise where nobody waits for it any more
    """

    root: Path
    desk: Path | None = None
    texts: Path | None = None
    seconds: float = 60.0
    tell: Callable[[float, str], None] | None = None

    # --- cases ---

    def cases(self) -> dict[str, Path]:
        """Every case in the folder, by the path below it; the folder itself by its name."""
        if (self.root / CASE).is_file():
            return {self.root.name: self.root}
        found = (path for path in _folders(self.root, DEEP) if (path / CASE).is_file())
        return {path.relative_to(self.root).as_posix(): path for path in islice(found, MANY)}

    def loaded(self, name: str | None) -> tuple[str, Case, Findings]:
        """A case by its name, or the only one, with the faults of reading it.

        raises  UnknownName  there is no such case, or several and none was named
        """
        known = self.cases()
        if name is None and len(known) == 1:
            (name,) = known
        if name is None:
            raise NotHanded(f"say which case: {', '.join(known) or 'there is none in the folder'}")
        if name not in known:
            raise UnknownName("case", clean(name)[:80], known)
        return name, *load_folder(within(self.root, known[name]))

    def case(self, name: str | None) -> Case:
        """A sound case. Raises CaseError, with everything that is wrong with it."""
        _, case, findings = self.loaded(name)
        if findings.problems:
            raise CaseError(findings)
        return case

    def budget(self, seconds: float | None = None) -> Budget:
        """The time of an answer, which begins now."""
        given = self.seconds if seconds is None else min(seconds, self.seconds)
        return Budget(given, MEMORY, self.tell)

    # --- texts ---

    def known(self) -> tuple[Known, ...]:
        """Every text that the desk or a case knows of, those of the desk first."""
        listed = [*((one, "desk") for one in _of_desk(self.desk)), *self._of_cases()]
        handed = self._handed(listed)
        marked = [(source.id, source.sha256) for source in _of_desk(self.texts) if source.private]
        for source, of in listed:
            if source.private:
                marked.append((source.id, source.sha256))
                marked += [
                    (source.id, text.sha256) for text in (handed.get((of, source.id)),) if text
                ]
        ids, hashes = ({mark[at] for mark in marked} for at in (0, 1))
        every = []
        for source, of in listed:
            text, why = handed.get((of, source.id)), "it is not in the folder that --texts names"
            if self.texts is None:
                why = "no folder of texts is named: standoff mcp --texts FOLDER"
            own = {source.sha256, *((text.sha256,) if text else ())} - {""}
            if source.id in ids or own & hashes:
                text, why = None, "it is marked private, or a file that may mark it has problems"
            every.append(Known(source, of, text, "" if text is not None else why))
        return tuple(every)

    def _of_cases(self) -> Iterator[tuple[Source, str]]:
        for name in self.cases():
            with suppress(Outside):
                _, case, findings = self.loaded(name)
                for source in sources_of(case).values():
                    unsure = any(_may_mark(fault.place, source.id) for fault in findings.problems)
                    yield replace(source, private=source.private or unsure), name

    def _handed(self, listed: list[tuple[Source, str]]) -> dict[tuple[str, str], Text]:
        """(of, id) -> the text in the folder of texts: the one with the source's hash, where it has one."""
        handed: dict[tuple[str, str], Text] = {}
        if self.texts is None:
            return handed
        folder = self.texts / "texts" if (self.texts / "texts").is_dir() else self.texts
        for of in dict.fromkeys(of for _, of in listed):
            wanted = {source.id: source for source, own in listed if own == of}
            for id, text in find_texts(folder, wanted.values()).items():
                if wanted[id].sha256 in ("", text.sha256):
                    handed[of, id] = text
        return handed

    def handed(self, id: str, case: str | None = None) -> tuple[Known, Text]:
        """A text that is handed over: of the case named, else of the desk, else of the one case that has it.

        raises  UnknownName  nobody knows such a text
                NotHanded    it is known and not handed over, or several cases have one
        """
        known = self.known()
        fits = [one for one in known if one.id == id and case in (None, one.of)]
        if not fits:
            raise UnknownName("text", clean(id)[:80], sorted({one.id for one in known}))
        chosen = fits[:1] if fits[0].of == "desk" else fits
        if len(chosen) > 1:
            raise NotHanded(f"say whose {id}: {', '.join(one.of for one in chosen)}")
        if chosen[0].text is None:
            raise NotHanded(f"{id} is not handed over: {chosen[0].withheld}")
        return chosen[0], chosen[0].text

    def of_case(self, name: str) -> Mapping[str, Text] | None:
        """The texts of a case that are handed over, by source; None where none is."""
        own = (one for one in self.known() if one.of == name)
        return {one.id: one.text for one in own if one.text is not None} or None

    def desk_text(self, id: str) -> tuple[Path, Loaded]:
        """A text of the desk that is handed over, with its records: only there proposals are taken.

        raises  as `handed`, and NotHanded where there is no desk, or the text is not in it
        """
        if self.desk is None:
            raise NotHanded("there is no desk to keep proposals in: standoff mcp --desk DESK")
        known, _ = self.handed(id)
        if known.of != "desk":
            raise NotHanded(f"{id} is not in the desk: `standoff desk import` takes it in")
        return self.desk, load(self.desk, id)

    # --- words ---

    def told(self, value: Any) -> Any:
        """An answer or a message with files named from the folder: no other folder of the machine."""
        if isinstance(value, str):
            return self._told_folders.sub(lambda found: "" if found[1] else ".", value)
        if isinstance(value, list):
            return [self.told(each) for each in value]
        if isinstance(value, dict):
            return {key: self.told(each) for key, each in value.items()}
        return value

    @cached_property
    def _told_folders(self) -> re.Pattern[str]:
        others = (path for path in (self.desk, self.texts) if path is not None)
        named = [self.root, *(path for path in others if not path.is_relative_to(self.root))]
        every = {str(form) for path in named for form in (path, path.resolve())} - {os.sep, "."}
        names = "|".join(map(re.escape, sorted(every, key=len, reverse=True)))
        return re.compile(rf"(?<![\w.])(?:{names})(?:({re.escape(os.sep)})|(?![\w.-]))")


def _of_desk(desk: Path | None) -> Iterator[Source]:
    """The texts of a desk; of one whose facts cannot be read its mark cannot, so it counts as private."""
    for id in sources.ids(desk) if desk is not None else ():
        assert desk is not None
        try:
            yield sources.imported(desk, id).source
        except StandoffError:
            yield Source(id, private=True)


def _may_mark(place: Place, id: str) -> bool:
    """Whether the file that cannot be read there might have marked a source private."""
    file = Path(place.file)
    return file.parent.name != SOURCES or file.stem == id


def _folders(root: Path, deep: int) -> Iterator[Path]:
    """The folders below one, so many levels down, sorted; hidden ones and links are passed over."""
    try:
        names = sorted(
            each.name
            for each in os.scandir(root)
            if each.is_dir(follow_symlinks=False) and not each.name.startswith(".")
        )
    except OSError:
        return
    for name in names:
        yield root / name
        if deep > 1:
            yield from _folders(root / name, deep - 1)


def desks(root: Path) -> list[Path]:
    """The desks in a folder: what `standoff desk import` makes."""
    places = (root, *_folders(root, DEEP))
    return [each for each in places if (each / "sources").is_dir() and sources.ids(each)]
