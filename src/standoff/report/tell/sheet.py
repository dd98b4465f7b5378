"""Answer sheets: a question answered in a few clauses, each with the sentences or the lines behind it.

Every sheet has the same parts in the same order: the answer in two sentences and in detail, how firm it
is, the path, what decides, what would change it, what to find out next where its kind says so, what it
rests on, what is lacking. A sheet that cannot be answered has the first and the last only. What is said of
an answer itself is told by its kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from standoff.analysis.judge.compare import Course
from standoff.analysis.judge.verdict import Forced, Support
from standoff.analysis.question import Sheet
from standoff.case.entry import Assumption, Stance
from standoff.case.question import QUESTIONS
from standoff.report.document import Block, Clause, Document, Item, Items, Line, Part, note
from standoff.report.english import GLOSSARY, English, about, heading
from standoff.report.named import called
from standoff.report.tell.model.evolve import unlisted
from standoff.report.tell.model.moves import deed
from standoff.report.tell.verdict import BY
from standoff.report.wording import capital, counted, join, many, when

SHOWN = 6  # clauses of one part shown at once; --json has all
HEADS: Mapping[str, str] = MappingProxyType(
    {
        "answer": "Answer",
        "detail": "In detail",
        "firm": "How firm",
        "path": "How it comes about",
        "decides": "What decides",
        "changes": "What would change it",
        "next": "What to find out next",
        "rests": "What it rests on",
        "lacks": "What is lacking",
    }
)
IN_BRIEF = ("answer", "firm", "lacks")
"""The parts of a sheet that are shown where many questions stand together."""
IN_REPORT = tuple(head for head in HEADS if head not in ("path", "rests"))
"""The parts of a sheet in a report, which tells the moves and the grounds of every reading elsewhere."""


@dataclass(frozen=True)
class Parts:
    """What a kind of question tells of its answer; `lacks` is what its answer shows to be lacking."""

    answer: Iterable[Clause]
    detail: Iterable[Clause] = ()
    path: Iterable[Clause] = ()
    changes: Iterable[Clause] = ()
    firm: Iterable[Clause] = ()
    lacks: Iterable[Clause] = ()
    next: Iterable[Clause] = ()


@dataclass(frozen=True)
class Told:
    """A sheet in clauses, part by part: what `standoff ask --json` prints of one question."""

    id: str
    asks: str
    citations: tuple[str, ...]
    reading: str
    at: str | None
    computation: str
    cannot: str | None
    answer: tuple[Clause, ...] = ()
    detail: tuple[Clause, ...] = ()
    firm: tuple[Clause, ...] = ()
    path: tuple[Clause, ...] = ()
    decides: tuple[Clause, ...] = ()
    changes: tuple[Clause, ...] = ()
    next: tuple[Clause, ...] = ()
    rests: tuple[Clause, ...] = ()
    lacks: tuple[Clause, ...] = ()
    unfinished: str = ""

    SPARSE = True
    KEEP = ("answer", "detail", "firm", "path", "decides", "changes", "next", "rests", "lacks")

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """All of them."""
        return tuple(clause for part in HEADS for clause in getattr(self, part))


def told(sheet: Sheet) -> Told:
    """The sheet in clauses."""
    english = English(sheet.reading)
    reading, question = sheet.reading, sheet.question
    head = (
        question.id,
        question.text,
        tuple(map(str, question.citations)),
        reading.id,
        str(reading.at) if reading.at else None,
        question.computation,
        sheet.cannot or None,
    )
    if sheet.answer is None:
        lacks = tuple(_lacks(english, sheet))
        return Told(*head, answer=(note(sheet.cannot),), lacks=lacks, unfinished=sheet.unfinished)
    own: Parts = QUESTIONS[question.computation].tells("sheet")(sheet)
    return Told(
        *head,
        tuple(own.answer),
        tuple(dict.fromkeys(own.detail)),
        (*_firm(sheet), *own.firm),
        tuple(dict.fromkeys(own.path)),
        tuple(_decides(english, sheet)),
        (*own.changes, *_turning(sheet)),
        tuple(own.next),
        tuple(_rests(sheet)),
        (*_lacks(english, sheet), *own.lacks),
        sheet.unfinished,
    )


def tell(sheet: Sheet, shown: Sequence[str] = tuple(HEADS)) -> Document:
    """The sheet: the question, then its parts."""
    return Document("", (part(sheet, shown),), glossary=GLOSSARY)


def part(sheet: Sheet, shown: Sequence[str] = tuple(HEADS), root: str = "") -> Part:
    """The sheet as a part of a larger document, where readings have names.

    root  is left out of the places of lines
    """
    clauses = told(sheet)
    prefix = root and f"{root.rstrip('/')}/"
    at = f", speaks of {when(sheet.reading.at)}" if sheet.reading.at else ""
    name = called(sheet.reading) if root else heading(sheet.reading)
    by = f"{name}{at}; {_asking(clauses.computation) if root else f'answered by {clauses.computation}'}"
    blocks: list[Block] = [Line((note(by),), role="note")]
    if clauses.unfinished and not clauses.cannot:
        blocks.append(Line((note(f"{capital(clauses.unfinished)}.", "warning"),)))
    for field, title in HEADS.items():
        said: tuple[Clause, ...] = getattr(clauses, field)
        if said and field in shown:
            most = 0 if field in ("answer", "detail") else SHOWN
            items = tuple(Item(Line((_inside(clause, prefix),))) for clause in said)
            block = Items(items, role="lines", shown=most, more="clauses")
            blocks.append(Part(note(title), (block,), role="column"))
    question = Clause(clauses.asks, clauses.citations, computed=True)
    return Part(question, tuple(blocks), role="sheet")


def _asking(kind: str) -> str:
    """What a kind of question asks, in words: on a page nobody types a command."""
    words = re.split("[:;]", QUESTIONS[kind].words)[0].rstrip(".")
    return f"asked: {words[0].lower()}{words[1:]}"


def _inside(clause: Clause, prefix: str) -> Clause:
    lines = tuple(line.removeprefix(prefix) for line in clause.lines)
    return clause if lines == clause.lines else replace(clause, lines=lines)


# --- the parts that every sheet has ---------------------------------------------------------------


def _firm(sheet: Sheet) -> Iterator[Clause]:
    count = len(sheet.deciding)
    written = len(sheet.reading.assumptions)
    lines = f"{written} written {'line' if written == 1 else 'lines'}"
    if sheet.lines < written:
        tried = f"Of {lines}, {counted(sheet.lines)} {'was' if sheet.lines == 1 else 'were'} tried"
        verb = "give" if count > 1 else "gives"
        yield note(
            f"{tried}; {counted(count) or 'none'} of them, taken away alone, {verb} another answer"
        )
        return
    if count:
        verb = "gives" if count == 1 else "give"
        yield note(f"{capital(counted(count))} of {lines}, taken away alone, {verb} another answer")
    else:
        yield note(f"None of {lines}, taken away alone, gives another answer")


def _decides(english: English, sheet: Sheet) -> Iterator[Clause]:
    """The lines that decide alone, and what keeps the condition asked about from being so."""
    yield from english.lines(sheet.deciding)
    yield from (support(english, one) for one in sheet.contrary)


def support(english: English, one: Support) -> Clause:
    """What makes a part of a conclusion so, with the lines that do."""
    said = f"{capital(english.said(one.conjunct))}: {BY[one.by]}"
    return english.computed(said, flat(one.lines))


def alone(english: English, forced: Sequence[Forced], stop: str = "") -> tuple[Clause, ...]:
    """That an act takes what others have to do, and whose that is; nothing where it can be done alone."""
    if not forced:
        return ()
    whose = join(dict.fromkeys(one.owner for one in forced))
    what = english.together(one.literal for one in forced)
    text = (
        f"Nobody can do this alone: it takes besides that {what}, which is for {whose} to do{stop}"
    )
    return (english.computed(text, options(english, [one.option for one in forced])),)


def flat(sets: Iterable[Iterable[Assumption]]) -> list[Assumption]:
    """The lines of several sets, each once."""
    return list(dict.fromkeys(line for lines in sets for line in lines))


def _turning(sheet: Sheet) -> Iterator[Clause]:
    if sheet.deciding:
        yield note("Taking away any one line of what decides")
    for name in sheet.turning:
        yield note(f"The reading's variant “{name}”")


def _rests(sheet: Sheet) -> Iterator[Clause]:
    count = sheet.grounding
    implied = count["implied"]
    verb = "is" if implied == 1 else "are"
    options = f"{many(implied, 'option')} {verb} not done today because no line says so"
    yield note(
        f"The reading has {many(len(sheet.reading.assumptions), 'line')}: {count['stated']} stated by a "
        f"sentence, {count['inferred']} inferred from one, {count['unsourced']} without a source; {options}"
    )
    source = sheet.reading.sources.get(sheet.reading.id)
    if source is not None:
        yield note(f"One source, which is one voice: {about(source)}")


def _lacks(english: English, sheet: Sheet) -> Iterator[Clause]:
    wants = sheet.reading.wants
    cited = [name for name in sheet.silent if wants[name].citations]
    for name in cited:
        yield english.told(wants[name], f"The text gives {name} no wish")
    rest = [name for name in sheet.silent if name not in cited]
    if rest:
        yield note(f"The text is silent on what {join(rest)} would want: they never move here")
    undecided = [one for one in wants.values() if one.stance is Stance.UNDECIDED]
    for one in undecided:
        yield english.told(one, f"What {one.actor} wants is not decided yet")
    unknown = [one for one in wants.values() if one.stance is Stance.UNKNOWN]
    for one in unknown:
        yield english.told(one, f"Nothing is known of what {one.actor} wants: it never moves here")
    for name in sheet.open_facts:
        yield note(f"The text is silent on this, both ways are tried: {english.fact(name)}")
    yield from english.lines(sheet.unsourced)


# --- what several kinds tell ----------------------------------------------------------------------


def path(english: English, courses: Iterable[Course], acted: bool = False) -> Iterator[Clause]:
    """The moves from today, or once something is done, each with the lines that decide it."""
    for course in courses:
        where = english.world(course.facts)
        if where:
            yield note(f"Where {where}:")
        if not course.steps:
            rest = "then: nothing more follows" if acted else ": everything stays as it is today"
            yield note(f"Nobody gains by moving{' ' if acted else ''}{rest}")
        for step in course.steps:
            yield english.computed(capital(deed(english, step)), step.lines)
        if course.unlisted:
            yield note(unlisted(course))


def options(english: English, names: Iterable[str]) -> list[Any]:
    """The options of these names, cited from the reading's own source where that names one of them."""
    reading = english.reading
    chosen = [reading.option[name] for name in names if name in reading.option]
    own = [
        replace(option, citations=tuple(c for c in option.citations if c.source == reading.id))
        for option in chosen
    ]
    return own if any(option.citations for option in own) else chosen


def judged(english: English, conclusion: Any, verdict: str) -> Clause:
    """A conclusion asked about, with what becomes of it."""
    clause = english.told(conclusion, capital(f"{english.conclusion(conclusion)}: {verdict}"))
    return Clause(
        clause.text,
        clause.citations,
        clause.lines if str(conclusion.place.file) else (),
        computed=True,
        speaker=clause.speaker,
        hedge=clause.hedge,
    )
