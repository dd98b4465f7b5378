"""A case as people meet it: its readings, what is asked of all of them, its report.

Names of options may be short or full. Everything delegates to the functions of the packages below.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from standoff import record as _record
from standoff.case import entry as _entry
from standoff.case.build import build
from standoff.case.check.folder import check_folder, sound
from standoff.case.reading import merge, named, readings, sources_of
from standoff.face.reading import Reading
from standoff.face.shown import Answer, Answers, Shown
from standoff.gmcr.budget import GIGABYTES, SECONDS, Budget
from standoff.problem import Problem
from standoff.report.document import Document, Item, Items, Line, note
from standoff.report.english import label
from standoff.store import folder as _folder
from standoff.store import write as _write

if TYPE_CHECKING:
    from standoff.report.html.page import Report


def read(path: str | Path) -> Case:
    """The case in a folder, or one that ships under a name; CaseError where a file has problems.

    >>> import standoff as so
    >>> len(so.read("cases/syria"))
    5
    """
    return Case(_folder.open_case(Path(path)))


class Case(Shown):
    """A case: readings of one conflict, each one source's version.

    >>> import standoff as so
    >>> so.read("cases/syria").readings
    ('000', '001', '002', '003', '004')
    """

    def __init__(self, entry: _entry.Case) -> None:
        self.entry = entry

    @property
    def title(self) -> str:
        """The question of the case."""
        return self.entry.base.title or self.entry.name

    @property
    def readings(self) -> tuple[str, ...]:
        """The ids of the readings."""
        return readings(self.entry)

    def __iter__(self) -> Iterator[Reading]:
        return (self[name] for name in self.readings)

    def __len__(self) -> int:
        return len(self.readings)

    def __getitem__(self, name: str) -> Reading:
        """A reading (`003`), or one of its variants (`003:VARIANT`)."""
        return Reading(self, sound(self.entry, *named(name)))

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, each with its file and line."""
        return tuple(check_folder(self.entry, model_checks=(build,)).findings.problems)

    def compare(
        self, seconds: float = SECONDS, memory: float = GIGABYTES, silent: str = "stays"
    ) -> Answer:
        """Where each reading comes to rest, and whether its author's conclusions follow.

        silent  `unknown`: who is silent and owns what is at stake may want anything; what hangs on it is said
        seconds, memory  for each reading; memory in GB. Where they do not reach, `unfinished` of the reading
                         says so, or it stands among the `unanswered`.
        """
        from standoff.analysis.judge.compare import Comparison
        from standoff.report.tell.compare import tell

        return Answer(
            Comparison.of(
                reading._answered(Budget.given(seconds, memory), silent == "unknown")
                for reading in self
            ),
            tell,
        )

    def ask(
        self,
        question: str | None = None,
        seconds: float = SECONDS,
        memory: float = GIGABYTES,
    ) -> Answers:
        """The answer sheets of the case's questions, or of one.

        seconds, memory  for each question; memory in GB. Where they do not reach, `unfinished` says so.
        """
        from standoff.analysis.asking import Around, questions_asked
        from standoff.analysis.question import sheet
        from standoff.report.tell.sheet import tell

        every, own = self._every, {one.entry.name: one for one in self}
        asked = questions_asked((one.entry for one in self), question, every)
        return Answers(
            Answer(
                sheet(
                    one,
                    each,
                    Around(every, own[one.name]._variants),
                    Budget.given(seconds, memory),
                ),
                tell,
            )
            for one, each in asked
        )

    def report(
        self,
        path: str | Path | None = None,
        texts: str | Path | None = None,
        seconds: float = SECONDS,
        memory: float = GIGABYTES,
        *,
        redact: bool = False,
    ) -> str:
        """The report as one HTML page; written to `path` if one is given, as its ending says.

        path             `.html`, `.md` or `.docx`
        seconds, memory  for each reading; memory in GB. Where they do not reach, the page says so.
        redact           quotations, paraphrases and names of sources are left out, whatever `texts` are given

        raises  NotComputed  no report is written with such an ending, or its library is not installed
        """
        from standoff.report.formats import printer
        from standoff.report.html.page import render
        from standoff.report.redact import redact as redacted

        printed = printer(Path(path)) if path is not None else None
        if redact:
            kept = redacted(self.entry)
            made = kept.report(Case(kept.case)._report(None, seconds, memory))
        else:
            made = self._report(texts, seconds, memory)
        if printed and path is not None:
            _write.write_bytes(Path(path), printed(made))
        return render(made)

    def _report(self, texts: str | Path | None, seconds: float, memory: float) -> Report:
        """The report as data."""
        from standoff.analysis.asking import REPORTED, Around
        from standoff.analysis.question import sheet
        from standoff.analysis.survey import survey
        from standoff.report.html.page import Report
        from standoff.report.tell.report import tell
        from standoff.store.texts import find_texts, verbatim
        from standoff.version import VERSION

        found = find_texts(Path(texts), sources_of(self.entry).values()) if texts else {}
        answers = [reading._answered(Budget.given(seconds, memory)) for reading in self]
        sentences = verbatim(self.entry, found)
        asked = [(one, each) for one in self for each in one.entry.questions]
        sheets = [
            sheet(
                one.entry,
                each,
                Around(self._every, one._variants, REPORTED),
                Budget.given(seconds, memory),
            )
            for one, each in asked
        ]
        surveyed = survey(
            self.entry,
            answers,
            sentences,
            lambda: Budget.given(seconds, memory),
            sheets=sheets,
            variants={one.entry.name: one._variants for one in self},
        )
        return Report(tell(surveyed), VERSION)

    def picture(self, what: str, *readings: str, **options: Any) -> Shown:
        """One of the report's pictures by itself, with its table.

        what      moves, press, lists, time, counts, graph
        readings  all by default; of `lists` the two that differ most
        options   of `graph`: `depth` in moves, `gains` for the gains alone, `start` as the options taken
        """
        from standoff.face.picture import Asked, Picture

        entries = tuple(self[name].entry for name in readings) if readings else self._every
        return Picture(what, Asked(entries, **options))

    @cached_property
    def _every(self) -> tuple[_entry.Reading, ...]:
        return tuple(reading.entry for reading in self)

    def document(self) -> Document:
        parts = []
        for name in self.readings:
            entry = merge(self.entry, *named(name))[0]
            lines = len(entry.assumptions)
            cited = sum(bool(line.citations) for line in entry.assumptions)
            text = (
                f"{len(entry.actors)} actors, {len(entry.options)} options, {lines} lines "
                f"({cited} cited), {len(entry.conclusions)} conclusions"
            )
            variants_ = f"; variants: {', '.join(entry.variants)}" if entry.variants else ""
            head = note(f"{label(entry)}: {entry.title}" if entry.title else label(entry))
            parts.append(Item(Line((head,)), (Line((note(text + variants_),), role="note"),)))
        wrong = f"{len(self.problems)} problems: see .problems" if self.problems else "no problem"
        count = f"{len(self.readings)} {'readings' if len(self) > 1 else 'reading'}, {wrong}"
        head_ = Line((note(f"{self.title}", "strong"),))
        return Document("", (head_, Line((note(count),), role="note"), Items(tuple(parts))))

    def to_dict(self) -> Any:
        return {
            "case": self.entry.name,
            "title": self.title,
            "readings": [{"id": one.id, "title": one.title} for one in self._every],
            "problems": _record.plain(self.problems),
        }
