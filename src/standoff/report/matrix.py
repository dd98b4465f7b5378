"""Where the texts disagree: one row for each thing the model turns on, one column for each reading.

A cell says yes or no, whether the text hedges it, that the text is silent, or that the analyst assumed
it; the word stands in the cell, and its sentence is one click away. Silence never contests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from standoff.analysis.judge.compare import Answer
from standoff.case.entry import Assumption, Stance
from standoff.condition import Condition, Not, as_literal, names
from standoff.report.evidence import Cite, Evidence
from standoff.report.phrase import Phrases

YES, NO = "yes", "no"


@dataclass(frozen=True)
class Cell:
    """One reading's word on one question. `kind` is what the colour follows: the word says it too."""

    word: str
    kind: str  # yes, no, either, silent, absent
    cites: tuple[Cite, ...] = ()
    note: str = ""  # hedged "…", as reported by …, the analyst's assumption


SILENT = Cell("text is silent", "silent")
ABSENT = Cell("not in this reading", "absent")


@dataclass(frozen=True)
class Row:
    """One question over all readings."""

    question: str
    cells: tuple[Cell, ...]
    contested: bool = False  # two readings say the opposite of the same thing

    @property
    def differs(self) -> bool:
        """Whether two readings that speak to it give different words."""
        return len({cell.kind for cell in self.cells} - {"silent", "absent"}) > 1

    @property
    def speaking(self) -> int:
        """How many readings speak to it."""
        return sum(cell.kind not in ("silent", "absent") for cell in self.cells)


@dataclass(frozen=True)
class Group:
    """Rows of one kind: those that matter first, the rest folded away."""

    title: str
    intro: str
    rows: tuple[Row, ...]
    folded: tuple[Row, ...] = ()


def groups(answers: Sequence[Answer], evidence: Evidence) -> tuple[Group, ...]:
    """Facts, wishes, today and ends, each with what the readings say of it; empty groups are left out."""
    table = _Table(tuple(answers), evidence, tuple(Phrases(a.reading) for a in answers))
    found = (table.facts(), table.wishes(), table.today(), table.ends())
    return tuple(group for group in found if group.rows or group.folded)


@dataclass(frozen=True, eq=False)
class _Table:
    answers: tuple[Answer, ...]
    evidence: Evidence
    phrases: tuple[Phrases, ...]

    def facts(self) -> Group:
        """What the readings take as fact."""
        glosses = {f.id: f.gloss or f.id for a in self.answers for f in a.reading.facts}
        rows = []
        for id, gloss in glosses.items():
            cells = tuple(self._fact(answer, id) for answer in self.answers)
            rows.append(_contest(Row(gloss[:1].upper() + gloss[1:], cells)))
        intro = "Nobody decides these; the readings take them as so or not, or say nothing."
        return _split("What they take as fact", intro, rows, lambda row: row.speaking > 0)

    def _fact(self, answer: Answer, id: str) -> Cell:
        if all(fact.id != id for fact in answer.reading.facts):
            return ABSENT
        line = next((s for s in answer.reading.settings if s.fact == id), None)
        if line is None or line.condition is None:
            return replace(SILENT, cites=self.evidence.cites(line) if line else ())
        return self._cell(line, not isinstance(line.condition, Not))

    def wishes(self) -> Group:
        """What each actor wants: a wish and its opposite are one row."""
        keys: dict[tuple[str, Condition], None] = {}
        for answer in self.answers:
            for line in _wishes(answer):
                keys.setdefault(_key(line))
        rows = []
        for actor, condition in keys:
            cells = tuple(self._wish(answer, actor, condition) for answer in self.answers)
            at = next(i for i, cell in enumerate(cells) if cell.kind in (YES, NO))
            wish = self.phrases[at].wish(actor, condition)
            rows.append(_contest(Row(f"Does {actor} want {wish}?", cells)))
        intro = "A wish in one text and its opposite in another stand in one row."
        return _split("What each actor wants", intro, rows, _shared)

    def _wish(self, answer: Answer, actor: str, condition: Condition) -> Cell:
        wants = answer.reading.wants.get(actor)
        if wants is None:
            return SILENT if any(a.name == actor for a in answer.reading.actors) else ABSENT
        for line in wants.lines:
            if line.condition is not None and _key(line) == (actor, condition):
                return self._cell(line, not isinstance(line.condition, Not))
        if wants.stance is Stance.UNDECIDED:
            return Cell("not decided", "silent", self.evidence.cites(wants))
        if wants.stance is Stance.INDIFFERENT:
            return Cell("does not care", "either", self.evidence.cites(wants))
        silent = replace(SILENT, cites=self.evidence.cites(wants))
        return self._on_a_condition(wants.lines, condition) or silent

    def _on_a_condition(self, lines: Iterable[Assumption], condition: Condition) -> Cell | None:
        """The first wish that speaks of the same option in a larger condition."""
        known = as_literal(condition)
        for line in lines:
            if known and line.condition is not None and known[0] in names(line.condition):
                return Cell("on a condition", "either", self.evidence.cites(line), _note(line))
        return None

    def today(self) -> Group:
        """How things stand, where a text says so."""
        options = dict.fromkeys(
            known[0]
            for answer in self.answers
            for line in answer.reading.now
            if line.condition is not None and (known := as_literal(line.condition))
        )
        rows = []
        for name in options:
            cells = tuple(self._now(answer, name) for answer in self.answers)
            row = Row(self._question(name), cells)
            rows.append(replace(row, contested=self._clash(row)))
        intro = (
            "Each reading at its own time. Where the text is silent the model counts it as a no."
        )
        return _split("How things stand today", intro, rows, _shared)

    def _clash(self, row: Row) -> bool:
        """Whether two readings of overlapping times say the opposite."""
        spoken = [
            (cell.kind, answer.reading.at)
            for cell, answer in zip(row.cells, self.answers, strict=True)
            if cell.kind in (YES, NO)
        ]
        return any(
            one != other
            and (a is None or b is None or (a.earliest <= b.latest and b.earliest <= a.latest))
            for one, a in spoken
            for other, b in spoken
        )

    def _now(self, answer: Answer, name: str) -> Cell:
        if not _declares(answer, name):
            return ABSENT
        line = _named(answer.reading.now, name)
        return SILENT if line is None else self._cell(line, not isinstance(line.condition, Not))

    def ends(self) -> Group:
        """What is done, or not, where each reading comes to rest."""
        options = dict.fromkeys(
            name
            for a in self.answers
            for name in (a.reading.short[o.full] for o in a.reading.options)
        )
        rows = []
        for name in options:
            cells = tuple(self._end(answer, name) for answer in self.answers)
            rows.append(Row(self._question(name), cells))
        moving = [row for row in rows if any(cell.kind in (YES, "either") for cell in row.cells)]
        intro = "What follows from each reading's own lines. The link shows the sentence that decides it."
        found = _split("Where each comes to rest", intro, moving, _ends_differ)
        never = tuple(row for row in rows if row not in moving)
        return replace(found, folded=found.folded + never)

    def _end(self, answer: Answer, name: str) -> Cell:
        if not _declares(answer, name):
            return ABSENT
        values = {name in taken for end in answer.ends for taken in end.taken}
        if not all(course.evolution.complete for course in answer.courses):
            return Cell("not followed to the end", "either")
        if len(values) > 1:
            return Cell("either", "either", self._deciding(answer, name))
        word = YES if values == {True} else NO
        if self._moved(answer, name):
            return Cell(word, word, self._deciding(answer, name), "moved")
        line = _named(answer.reading.now, name)
        if line is None:
            return Cell(word, "silent", (), "as today; the text is silent")
        return Cell(word, word, self.evidence.cites(line), "as today")

    def _deciding(self, answer: Answer, name: str) -> tuple[Cite, ...]:
        """The sentences of the moves that changed it."""
        lines = dict.fromkeys(
            line
            for course in answer.courses
            for step in course.steps
            if _changes(course.world.model.space.bit[name], step.state, step.target)
            for line in step.lines
        )
        return tuple(cite for line in lines for cite in self.evidence.cites(line))

    def _moved(self, answer: Answer, name: str) -> bool:
        return any(
            _changes(course.world.model.space.bit[name], step.state, step.target)
            for course in answer.courses
            for step in course.steps
        )

    def _cell(self, line: Assumption, value: bool) -> Cell:
        word = YES if value else NO
        return Cell(word, word, self.evidence.cites(line), _note(line))

    def _question(self, name: str) -> str:
        for phrases in self.phrases:
            if name in phrases.options:
                return phrases.literal(name, True)
        return name


def _wishes(answer: Answer) -> Iterable[Assumption]:
    return (
        line
        for wants in answer.reading.wants.values()
        for line in wants.lines
        if line.condition is not None
    )


def _key(line: Assumption) -> tuple[str, Condition]:
    condition = line.condition
    assert condition is not None and line.actor is not None
    return line.actor, condition.body if isinstance(condition, Not) else condition


def _note(line: Assumption) -> str:
    parts = [
        "" if line.citations else "the analyst's assumption",
        f"as {line.marks.attributed_to} is reported to say" if line.marks.attributed_to else "",
        f"hedged: “{line.marks.hedged}”" if line.marks.hedged else "",
    ]
    return "; ".join(filter(None, parts))


def _contest(row: Row) -> Row:
    return replace(row, contested={YES, NO} <= {cell.kind for cell in row.cells})


def _shared(row: Row) -> bool:
    return row.contested or row.speaking > 1


def _ends_differ(row: Row) -> bool:
    # Here a silent text has a value too: what nobody speaks of stays as it is.
    return _shared(row) or len({cell.word for cell in row.cells if cell.kind != "absent"}) > 1


def _split(title: str, intro: str, rows: Iterable[Row], matters: Callable[[Row], bool]) -> Group:
    """A group with the contested rows first, then those that differ; what does not matter folded."""
    ordered = sorted(rows, key=lambda row: (not row.contested, not row.differs, -row.speaking))
    return Group(
        title,
        intro,
        tuple(row for row in ordered if matters(row)),
        tuple(row for row in ordered if not matters(row)),
    )


def _declares(answer: Answer, name: str) -> bool:
    return any(answer.reading.short[option.full] == name for option in answer.reading.options)


def _named(lines: Iterable[Assumption], name: str) -> Assumption | None:
    for line in lines:
        known = as_literal(line.condition) if line.condition is not None else None
        if known and known[0] == name:
            return line
    return None


def _changes(bit: int, state: int, target: int) -> bool:
    return bool((state ^ target) >> bit & 1)
