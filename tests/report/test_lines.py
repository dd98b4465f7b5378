"""Plain lines are what the console prints where nobody wraps."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from standoff.report.document import (
    Badge,
    Block,
    Clause,
    Document,
    Item,
    Items,
    Line,
    Part,
    Row,
    Sentence,
    Shelf,
    Table,
    note,
)
from standoff.report.lines import plain
from standoff.report.terminal import render

CITED = Clause(
    "X leaves", ("a#s1", "a#s2"), grounding="stated", speaker="Y", hedge="may", tone="new"
)
LINE = Line((CITED, note("  it is so ", "yes")), "Gains if", badge=Badge("follows", "follows"))
ITEMS = Items(
    (Item(LINE, (Line((note("below"),)),)), Item(LINE), Item(LINE)), ordered=True, shown=2
)
SHELF = Shelf("a", "The A", (Sentence(3, "words \x1b[2J of it " * 40, True),))
BLOCKS: tuple[Block, ...] = (
    Part(CITED, (LINE, ITEMS, SHELF), role="reading", kicker="first", note="n", intro="in"),
    Part(note(""), (LINE,), role="finding", badge=Badge("no", "no")),
    Line(()),
)


def printed(document: Document) -> str:
    out = io.StringIO()
    options = {"highlight": False, "markup": False, "emoji": False, "soft_wrap": True}
    Console(file=out, width=40, **options).print(render(document))  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("blocks", [BLOCKS, BLOCKS[:1], BLOCKS[1:]], ids=["all", "a", "b"])
def test_plain_lines_are_what_the_console_prints(blocks: tuple[Block, ...]) -> None:
    document = Document("title", blocks)
    assert plain(document) == printed(document) != ""


def test_tables_and_marks_that_move_what_follows_are_the_console_s() -> None:
    table = Table("t", ("a",), (Row("b"),))
    assert plain(Document("", (LINE, table))) is None
    assert plain(Document("", (Line((note("a\tb"),)),))) is None
