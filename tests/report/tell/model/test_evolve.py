"""An evolution told: every move with the line behind it, and where it comes to rest."""

from __future__ import annotations

import pytest
from tests.report.tell.well import WELL, check, text, well

from standoff.analysis.judge.compare import course
from standoff.case.build import build
from standoff.record import plain
from standoff.report.tell.model.evolve import tell


def _told(rule: str, source: str = WELL) -> str:
    reading = well(source)
    (world,) = build(reading)
    document = tell(course(reading, world, rule))
    check(document)
    return text(document)


def test_a_move_says_whose_wish_makes_it() -> None:
    """Ada wants to draw and does; Ben would want a lock then, but cannot close what is open."""
    assert _told("best").splitlines() == [
        "The reading; rule best",
        "Today: Ben leaves the well open",
        "Where Ben leaves the well open:",
        "    Ada draws water at night (new), because Ada wants to draw water at night  [a#s4]",
        "It comes to rest where Ada draws water at night and Ben leaves the well open.",
    ]


def test_any_improvement_has_more_ends_than_the_best() -> None:
    """Whether she sings is all the same to her: a move that also sings is an improvement as well."""
    told = _told("any")
    assert told.count("It comes to rest where") == 2
    assert "It comes to rest where Ada draws water at night, sings and Ben" in told


def test_who_wants_nothing_else_moves_nothing() -> None:
    told = _told("best", WELL.replace("    - draw                    [a#s4]\n", ""))
    assert "Nobody gains by moving." in told
    assert told.splitlines()[-1] == "It comes to rest where Ben leaves the well open."


@pytest.mark.parametrize("rule", ["best", "minimal", "any"])
def test_every_move_told_is_in_the_data(rule: str) -> None:
    reading = well()
    (world,) = build(reading)
    record = course(reading, world, rule)
    data = plain(record)
    assert data["rule"] == rule
    for move in data["moves"]:
        assert move["actor"] == "Ada"
        assert [line["citations"] for line in move["lines"]] == [["a#s4"]]
    assert text(tell(record)).count("(new)") == len(data["moves"])
