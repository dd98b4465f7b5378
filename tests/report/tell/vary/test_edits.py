"""Every kind of edit is a sentence, with the line that it changes."""

from __future__ import annotations

import pytest
from tests.report.tell.well import WELL, well

from standoff.analysis.vary.edit import KINDS, edits
from standoff.report.english import English
from standoff.report.tell.vary.edits import edit_clauses

SAID = {
    "off": "Ada no longer wants to draw water at night",
    "opposite": "Ada wants not to draw water at night instead of the opposite",
    "swap": "Ada wants Ben not to put a lock on the well more than to draw water at night",
    "wish": "Ada wants to draw water at night",
    "possible": "It can be that Ben puts a lock on the well and leaves the well open",
    "way back": "There is a way back once Ben leaves the well open",
    "one-way": "There is no way back once Ada draws water at night",
    "today": "Today Ben does not leave the well open",
    "untold": "Today Ada draws water at night",
}


@pytest.mark.parametrize("kind", SAID)
def test_an_edit_is_said(kind: str) -> None:
    reading = well()
    first = edits(reading, (kind,))[0]
    assert English(reading).edit(first) == SAID[kind]


def test_every_kind_is_tried_here_or_needs_what_the_case_has_not() -> None:
    assert KINDS.keys() - SAID.keys() == {"fact", "settle", "borrowed"}


def test_several_no_longer_want() -> None:
    reading = well(WELL.replace("Ben", "Backers"))
    (first, *_) = (e for e in edits(reading, ("off",)) if e.actor == "Backers")
    assert English(reading).edit(first).startswith("Backers no longer want to put a lock")


def test_a_line_without_source_and_no_line_at_all_are_told_apart() -> None:
    reading = well()
    english = English(reading)
    cited, unsourced, *_ = edits(reading, ("off",))
    assert [str(clause) for clause in edit_clauses(english, cited)] == [f"{SAID['off']}  [a#s4]"]
    *_, last = edit_clauses(english, unsourced)
    assert last.text == "the line as written has no source"
    *_, last = edit_clauses(english, edits(reading, ("one-way",))[0])
    assert last.text == "no line of the reading says it"
