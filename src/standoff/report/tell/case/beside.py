"""The lists of two readings side by side: a picture and a table of who wants what, and in which place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from standoff.analysis.contest.twolists import Beside, Lists
from standoff.case.entry import Assumption, Reading
from standoff.report.document import Block, Cell, Part, Row, Table, note
from standoff.report.english import STANCES, English
from standoff.report.named import called
from standoff.report.picture import Beside as Drawn
from standoff.report.picture import Join
from standoff.report.picture import Lists as Picture

KEY = (
    "What each actor wants, first to last. A line joins wishes that say the same, a dashed line a wish and "
    "its opposite; bold is what the other does not have."
)


def blocks(found: Beside, marks: Mapping[str, int]) -> Iterator[Block]:
    """The picture and its table. `marks` gives each actor its number."""
    yield picture(found, marks)
    table = _table(found)
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


def _table(found: Beside) -> Table:
    rows: list[Row] = []
    for one in found.actors:
        rows.append(Row(one.actor, group=True))
        pairs = [(a, b, False) for a, b in one.same] + [(a, b, True) for a, b in one.opposite]
        right_of = {a: (b, against) for a, b, against in pairs}
        taken = {b for _, b, _ in pairs}
        for at, said in enumerate(_said(found.left, one.left)):
            other, against = right_of.get(at, (None, False))
            rows.append(Row(said, (_place(at), _place(other, against))))
        for at, said in enumerate(_said(found.right, one.right)):
            if at not in taken:
                rows.append(Row(said, (_place(None), _place(at))))
    columns = ("Wants, first to last", called(found.left), called(found.right))
    return Table(f"Lists of wishes as a table: {title(found)}", columns, tuple(rows))


def _place(at: int | None, against: bool = False) -> Cell:
    """In which place a list has a wish, or its opposite."""
    text = "–" if at is None else str(at + 1)
    return Cell((note(f"{text}, the opposite" if against else text),))
