"""What was looked for: situations stable for everyone, and what anybody's moves can make of today's."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.analysis.search import Reached, ReachedWhere, Search
from standoff.gmcr.concept.table import CONCEPTS
from standoff.report.document import Block, Document, Item, Items, Part, note
from standoff.report.english import English
from standoff.report.tell.asked import document, line, world_part
from standoff.report.wording import capital, many


def tell(record: Search | Reached, root: str = "") -> Document:
    """What was looked for in one world of a reading."""
    part = _search(record) if isinstance(record, Search) else _reached(record, root)
    return document(record.reading, "", [part])


def engine(name: str, why: str) -> str:
    """How it was computed."""
    return f"Computed by the engine {name}: {why}."


def _goal(record: Search | Reached) -> str:
    if record.condition is None:
        return ""
    return f" where {English(record.reading).clause(record.condition)}"


# --- situations stable for everyone ---------------------------------------------------------------


def _search(record: Search) -> Part:
    english = English(record.reading)
    items = (Item(line(note(f"{capital(english.situation(s))}."))) for s in record.situations)
    blocks: tuple[Block, ...] = (line(note(_count(record), tone="strong")),)
    if record.situations:
        blocks = (*blocks, Items(tuple(items), role="deeds"))
    return world_part(record, (*blocks, line(note(engine(record.engine, record.why), "dim"))))


def _count(record: Search) -> str:
    listed = len(record.situations)
    counted = listed if record.count is None else record.count
    if not counted:
        text = f"No situation{_goal(record)} is stable for everyone"
    else:
        more = "" if record.whole or record.count is not None else "More than "
        be = "is" if counted == 1 else "are"
        text = f"{more}{many(counted, 'situation')}{_goal(record)} {be} stable for everyone"
    name = f"under {CONCEPTS[record.concept].name}"
    if record.count:
        return f"{text} {name}, of which {listed:,} drawn evenly:"
    if not counted:
        return f"{text} {name}."
    return f"{text} {name}{':' if record.whole else ', among them:'}"


# --- what can be reached --------------------------------------------------------------------------


def _reached(record: Reached, root: str) -> Part:
    moves = "moves by which their makers gain" if record.improving else "moves, wanted or not"
    head = f"{record.reached:,} of {many(record.states, 'situation')} can come out of today's by {moves}."
    blocks: list[Block] = [line(note(head, tone="strong"))]
    if isinstance(record, ReachedWhere):
        blocks += _way(record, English(record.reading, root))
    blocks.append(line(note(engine(record.engine, record.why), "dim")))
    return world_part(record, blocks)


def _way(record: ReachedWhere, english: English) -> Iterator[Block]:
    assert record.condition is not None
    goal = english.clause(record.condition)
    if not record.holds_in:
        yield line(note(f"In none of them {goal}."))
        return
    yield line(note(f"In {record.holds_in:,} of them {goal}."))
    if record.way is None:
        yield line(note(f"The way there is longer than {record.looked:,} situations show."))
    elif not record.way:
        yield line(note("That is so today."))
    else:
        yield line(note("By these moves:"))
        items = (
            Item(
                line(
                    english.computed(
                        f"{capital(english.move(step.before, step.after))}"
                        f"{english.because(step.lines)}.",
                        step.lines,
                    )
                )
            )
            for step in record.way
        )
        yield Items(tuple(items), ordered=True)
