"""Very many combinations of assumptions, drawn and counted: in all, and by what was chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from standoff.analysis.ask import Cannot
from standoff.analysis.contest.contested import Contest
from standoff.analysis.sure.sweep import CANNOT, Item, Swept, Untried
from standoff.analysis.vary.lists import LeftOut
from standoff.case.entry import Section
from standoff.condition import Var
from standoff.report.document import (
    Block,
    Cell,
    Document,
    Items,
    Line,
    Part,
    Row,
    Table,
    Tone,
    note,
    number,
)
from standoff.report.document import Item as ListItem
from standoff.report.english import English
from standoff.report.tell.asked import document, line, reading_part, refusal, term
from standoff.report.tell.compare import voices
from standoff.report.tell.vary.robust import OUTCOMES as DECIDED
from standoff.report.tell.vary.robust import left_out
from standoff.report.wording import capital

NO_PROBABILITY = "A share is a count of draws over what the readings assume. It is no probability."
OUTCOMES: Mapping[str, tuple[str, Tone]] = MappingProxyType(
    {**DECIDED, CANNOT: ("cannot be", "absent")}
)


def tell(record: Swept | Cannot, root: str = "") -> Document:
    """One reading's answer."""
    if isinstance(record, Cannot):
        return document(record.reading, "", [refusal(record)], NO_PROBABILITY)
    title = f"Under many combinations of assumptions: {_asked(record)}"
    return document(record.reading, title, [reading(record, root)], drawn(record), NO_PROBABILITY)


def _asked(record: Swept) -> str:
    return English(record.reading).conclusion(record.setup.conclusion)


def drawn(record: Swept) -> str:
    """What was drawn from, and the hash of the result."""
    return (
        f"{record.draws:,} draws from {record.combinations:,} combinations, seed {record.seed}; "
        f"result {record.result[:16]}."
    )


def reading(record: Swept | Cannot, root: str = "") -> Part:
    """One reading."""
    if isinstance(record, Cannot):
        return refusal(record)
    english = English(record.reading, root)
    return reading_part(record.reading, _blocks(english, record))


def _blocks(english: English, record: Swept) -> Iterator[Block]:
    yield line(note(f"{capital(_asked(record))}.", tone="strong"))
    shown = [outcome for outcome in OUTCOMES if outcome != CANNOT or record.counts[CANNOT]]
    yield Table(
        "outcomes",
        ("", f"of {record.draws:,} draws", "standard error of the share"),
        tuple(_total(record, outcome) for outcome in shown),
        role="counts",
    )
    yield term("By what was chosen:")
    columns = ("varied", "choice", *(OUTCOMES[outcome][0] for outcome in shown))
    rows = (
        row
        for counts in record.items
        for row in _rows(english, counts.varied, counts.choices, shown)
    )
    yield Table("choices", columns, tuple(rows), role="counts")
    yield from _contested(english, record)
    yield from _left_out(record, english.root)


def _total(record: Swept, outcome: str) -> Row:
    count, error = record.counts[outcome], record.standard_error[outcome]
    return Row(OUTCOMES[outcome][0], (number(f"{count:,}"), number(f"{error:.5f}")))


def _rows(
    english: English, item: Item, choices: Mapping[str, Mapping[str, int]], shown: list[str]
) -> Iterator[Row]:
    head = _head(english, item.contest) if item.contest else f"the list of {item.name}"
    for choice, counts in choices.items():
        numbers = (number(f"{counts[outcome]:,}") for outcome in shown)
        yield Row(head, (Cell((note(choice),)), *numbers))
        head = ""


def _head(english: English, contest: Contest) -> str:
    """What is contested; a fact as its question, to which the choice is the answer."""
    if contest.section is Section.FACTS and isinstance(contest.condition, Var):
        return english.fact(contest.condition.name)
    return _statement(english, contest)


def _statement(english: English, contest: Contest) -> str:
    if contest.actor is not None:
        return english.wants(contest.actor, contest.condition)
    return english.clause(contest.condition)


def _contested(english: English, record: Swept) -> Iterator[Block]:
    """Who says what is contested, and who denies it."""
    items = tuple(
        ListItem(
            line(note(capital(_statement(english, contest)))),
            (line(*voices(item.says)),),
        )
        for item in record.setup.varied.items
        if (contest := item.contest) is not None
    )
    if items:
        yield term("What the readings contest:")
        yield Items(items, role="lines")


def _left_out(record: Swept, root: str) -> Iterator[Block]:
    out = record.setup.varied.left_out
    yield from left_out([one for one in out if isinstance(one, LeftOut)], root)
    untried = [one for one in out if isinstance(one, Untried)]
    if untried:
        yield term("Contested too, and not varied:")
        items = tuple(ListItem(_untried(one, root)) for one in untried)
        yield Items(items, role="lines")


def _untried(one: Untried, root: str) -> Line:
    statement = _statement(English(one.reading, root), one.contest)
    return line(note(capital(statement)), note(one.why))
