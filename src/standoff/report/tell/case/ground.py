"""What readings rest on: how many lines a sentence says, in how many situations nobody gains by moving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from standoff.analysis.judge.compare import Answer
from standoff.report.document import Block, Cell, Row, Table, note
from standoff.report.named import called
from standoff.report.picture import Bar, Bars

INTRO = (
    "Stated: a sentence says just this. Inferred: the analyst's step from a cited sentence. Without "
    "source: no sentence is cited. Implied: a choice that no line speaks of for today counts as not made."
)
_COLUMNS = (
    *("Reading", "Stated", "Inferred", "Without source", "Implied"),
    *("Text silent on the wishes of", "Situations possible", "Of these nobody gains by moving in"),
)


def blocks(answers: Sequence[Answer]) -> Iterator[Block]:
    """Bars of counts, and their table."""
    for bars in (_lines(answers), _resting(answers)):
        if bars.rows:
            yield bars
    rows = tuple(map(_row, answers))
    yield Table("What each reading rests on", _COLUMNS, rows, role="counts")


def _row(answer: Answer) -> Row:
    counts = answer.grounding
    cells = [_number(counts[kind]) for kind in ("stated", "inferred", "unsourced", "implied")]
    cells += [
        Cell((note(", ".join(answer.unsupported) or "nobody"),)),
        _number(answer.states),
        _number(answer.equilibria.get("NASH")),
    ]
    return Row(called(answer.reading), tuple(cells))


def _number(value: int | None) -> Cell:
    return Cell((note("not computed" if value is None else f"{value:,}"),), number=True)


def _lines(answers: Sequence[Answer]) -> Bars:
    """How many of a reading's lines a sentence says, are inferred from one, cite none."""
    rows = []
    for answer in answers:
        counts = tuple(answer.grounding[kind] for kind in ("stated", "inferred", "unsourced"))
        if sum(counts):
            rows.append(Bar(called(answer.reading), counts, sum(counts)))
    parts = ("stated", "inferred", "without source")
    return Bars("What the lines of each reading rest on", parts, tuple(rows))


def _resting(answers: Sequence[Answer]) -> Bars:
    """In how many of the possible situations nobody gains by moving."""
    rows = []
    for answer in answers:
        count = answer.equilibria.get("NASH")
        if count is not None and answer.states:
            rows.append(Bar(called(answer.reading), (count,), answer.states))
    return Bars("Situations that nobody gains by leaving", ("nobody gains by moving",), tuple(rows))
