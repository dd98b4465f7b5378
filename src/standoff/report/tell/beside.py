"""The lists of two readings side by side: a picture and a table of who wants what, and in which place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from standoff.analysis.vary.twolists import Beside, Lists
from standoff.case.entry import Assumption, Reading
from standoff.report.document import Block, Cell, Clause, Part, Row, Table, note
from standoff.report.english import STANCES, English
from standoff.report.named import called
from standoff.report.picture import Beside as Drawn
from standoff.report.picture import Join
from standoff.report.picture import Lists as Picture

KEY = (
    "What each actor wants, first to last. A line joins wishes that say the same, a dashed line a wish and "
    "its opposite; bold is what the other does not have."
)


def blocks(found: Beside, marks: Mapping[str, int], root: str = "") -> Iterator[Block]:
    """The picture and its table. `marks` gives each actor its number."""
    yield picture(found, marks)
    table = _table(found, root)
    yield Part(note("The two lists as a table"), (table,), folded=True)


def title(found: Beside) -> str:
    """Which readings stand side by side."""
    return f"{called(found.left)} and {called(found.right)} side by side"


def picture(found: Beside, marks: Mapping[str, int]) -> Picture:
    """Each actor's lists, with the wishes that say the same joined."""
    return Picture(
        f"Lists of wishes: {title(found)}",
        called(found.left),
        called(found.right),
        tuple(_drawn(found, one, marks[one.actor]) for one in found.actors),
    )


def _drawn(found: Beside, one: Lists, mark: int) -> Drawn:
    joins = [Join(a, b) for a, b in one.same]
    joins += [Join(a, b, against=True) for a, b in one.opposite]
    return Drawn(
        one.actor,
        mark,
        _said(found.left, one.left),
        _said(found.right, one.right),
        tuple(joins),
        _note(found.left, one.actor, one.left),
        _note(found.right, one.actor, one.right),
    )


def _said(reading: Reading, lines: tuple[Assumption, ...]) -> tuple[str, ...]:
    english = English(reading)
    return tuple(
        english.wish(line.actor or "", line.condition)
        for line in lines
        if line.condition is not None
    )


def _note(reading: Reading, actor: str, lines: tuple[Assumption, ...]) -> str:
    """Why there is no wish."""
    if lines:
        return ""
    wants = reading.wants.get(actor)
    if wants is not None:
        return STANCES[wants.stance] or "no wish"
    known = any(one.name == actor for one in reading.actors)
    return "no list of its wishes" if known else "not in this reading"


def _table(found: Beside, root: str) -> Table:
    rows: list[Row] = []
    for one in found.actors:
        rows.append(Row(one.actor, group=True))
        partner = {b: (a, False) for a, b in one.same} | {b: (a, True) for a, b in one.opposite}
        mine = {a: (b, against) for b, (a, against) in partner.items()}
        for at, line in enumerate(one.left):
            other, against = mine.get(at, (None, False))
            there = _place(found.right, root, other, one.right, against)
            rows.append(
                Row(_said(found.left, (line,))[0], (_place(found.left, root, at, one.left), there))
            )
        for at, line in enumerate(one.right):
            if at not in partner:
                here = _place(found.left, root, None, one.left)
                rows.append(
                    Row(
                        _said(found.right, (line,))[0],
                        (here, _place(found.right, root, at, one.right)),
                    )
                )
    columns = ("Wants, first to last", called(found.left), called(found.right))
    return Table(f"Lists of wishes as a table: {title(found)}", columns, tuple(rows))


def _place(
    reading: Reading,
    root: str,
    at: int | None,
    lines: tuple[Assumption, ...],
    against: bool = False,
) -> Cell:
    """In which place a list has a wish, or its opposite, with its sentences."""
    if at is None:
        return Cell((note("–"),))
    told = English(reading, root).told(lines[at])
    text = f"{at + 1}, the opposite" if against else str(at + 1)
    return Cell((Clause(text, told.citations, told.lines, computed=True),))
