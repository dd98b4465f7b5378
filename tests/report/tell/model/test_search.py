"""What was looked for: the records as data, and what is told of them."""

from __future__ import annotations

import pytest
from tests.report.tell.well import text, well

from standoff.analysis.search import find, reach
from standoff.case.build import World, build
from standoff.case.entry import Reading
from standoff.problem import ConditionError, UnknownName
from standoff.record import plain
from standoff.report.tell.model.search import tell


def world() -> tuple[Reading, World]:
    reading = well()
    return reading, build(reading)[0]


def test_what_is_stable_as_data() -> None:
    """Ben would lock where Ada draws, but the open well is one-way: then drawing is stable either way."""
    data = plain(find(*world(), "draw and not sing"))
    assert data == {
        "model": "test/base",
        "facts": {},
        "concept": "NASH",
        "where": "draw and not sing",
        "found": [["draw", "lock"], ["draw", "open"]],
        "whole": True,
        "engine": "explicit",
        "why": data["why"],
    }
    few = plain(find(*world(), concept="seq", most=1))
    assert (few["concept"], few["where"], few["whole"], len(few["found"])) == (
        "SEQ",
        None,
        False,
        1,
    )


def test_what_is_drawn_is_counted_also_where_it_is_nothing() -> None:
    drawn = plain(find(*world(), "draw", sample=3, seed=1))
    assert (drawn["count"], len(drawn["found"]), drawn["whole"]) == (4, 3, False)
    assert drawn == plain(find(*world(), "draw", sample=3, seed=1))
    none = find(*world(), "lock and open", sample=3)
    assert (plain(none)["count"], plain(none)["found"]) == (0, [])
    told = text(tell(none))
    assert (
        "No situation where Ben puts a lock on the well and leaves the well open is stable" in told
    )


def test_what_is_stable_is_told() -> None:
    told = text(tell(find(*world(), "draw and not sing")))
    assert (
        "2 situations where Ada draws water at night and does not sing are stable for everyone "
        "under Nash stability:\n  Ada draws water at night and Ben puts a lock on the well.\n"
        in told
    )
    told = text(tell(find(*world(), "draw and not sing and lock")))
    assert "1 situation where" in told and "is stable for everyone under Nash stability:" in told
    told = text(tell(find(*world(), most=1)))
    assert "More than 1 situation is stable for everyone under Nash stability, among them:" in told
    told = text(tell(find(*world(), "draw", sample=2)))
    assert "4 situations where Ada draws water at night are stable for everyone under Nash" in told
    assert "of which 2 drawn evenly:" in told


def test_what_can_be_reached_as_data() -> None:
    data = plain(reach(*world(), "draw", True))
    (move,) = data["way"]
    assert (data["states"], data["holds_in"], data["where"], data["improving"]) == (
        12,
        2,
        "draw",
        True,
    )
    assert (move["actor"], move["from"], move["to"]) == ("Ada", ["open"], ["draw", "open"])
    assert [line["condition"] for line in move["lines"]] == ["draw"]
    whole = plain(reach(*world()))
    assert whole["reached"] == 4
    assert whole.keys().isdisjoint({"where", "way", "holds_in"})
    none = plain(reach(*world(), "lock"))
    assert (none["holds_in"], none["way"], none["where"]) == (0, None, "lock")
    assert plain(reach(*world(), "open"))["way"] == []


def test_what_can_be_reached_is_told() -> None:
    told = text(tell(reach(*world(), "draw", True)))
    assert "of 12 situations can come out of today's by moves by which their makers gain." in told
    assert "In 2 of them Ada draws water at night.\n  By these moves:\n" in told
    assert (
        "1. Ada draws water at night, because Ada wants to draw water at night.  [a#s4]\n" in told
    )
    told = text(tell(reach(*world(), "draw")))
    assert "by moves, wanted or not." in told
    assert "1. Ada draws water at night.\n" in told  # nobody need gain by it: no line decides
    assert "In none of them Ben puts a lock" in text(tell(reach(*world(), "lock")))
    assert "That is so today." in text(tell(reach(*world(), "open")))


def test_what_cannot_be_asked_is_said() -> None:
    with pytest.raises(UnknownName, match="did you mean lock"):
        find(*world(), "locks")
    with pytest.raises(ConditionError):
        reach(*world(), "draw and")
