"""Two lists side by side: what both have, what one turns round, and which two readings are shown."""

from __future__ import annotations

from tests.case.written import make

from standoff.analysis.contest.twolists import beside, most_different
from standoff.case.entry import Reading
from standoff.case.reading import merge

BASE = """\
case: Whose list is it?
actors:
  A: {}
  B: {}
options:
  A.go: go
  A.stay: stay
  B.pay: pay
  B.sing: sing
"""
LISTS = {
    "one": "wants:\n  A:\n    - go\n    - pay -> stay\n    - sing\n  B: silent\n",
    "two": "wants:\n  A:\n    - not pay or stay\n    - not go\n  B:\n    - pay\n",
    "three": "wants:\n  A:\n    - sing\n    - go\n  B: silent\n",
    "four": "wants:\n  A: silent\n  B:\n    - sing\n    - pay\n",
}


def readings(*names: str) -> list[Reading]:
    case, found = make(BASE, {}, **LISTS)
    assert not found.problems
    return [merge(case, name)[0] for name in names]


def test_wishes_are_joined_by_what_they_say_and_not_by_how_it_is_written() -> None:
    found = beside(*readings("one", "two"))
    first, second = found.actors
    assert (first.actor, first.same, first.opposite) == ("A", ((1, 0),), ((0, 1),))
    assert (second.actor, len(second.left), len(second.right)) == ("B", 0, 1)
    assert first.alone == 3


def test_an_order_turned_round_is_a_difference() -> None:
    (first,) = beside(*readings("one", "three")).actors
    assert first.same == ((0, 1), (2, 0))
    assert first.moved == 1


def test_the_two_shown_are_those_that_differ_over_what_both_speak_of() -> None:
    """`four` shares no wish with `one` and differs from it in everything: that shows nothing."""
    found = most_different(readings("one", "four", "two", "three"))
    assert found is not None
    assert (found.left.id, found.right.id) == ("two", "three")
    assert most_different(readings("one")) is None


def test_of_two_readings_that_share_nothing_all_is_still_shown() -> None:
    found = most_different(readings("three", "four"))
    assert found is not None
    assert found.difference[:2] == (0, False)
    assert [one.actor for one in found.actors] == ["A", "B"]
