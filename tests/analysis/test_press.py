"""Who can press whom: how a wish stands to what another could do, read from its truth alone."""

from __future__ import annotations

import pytest
from tests.case.written import make

from standoff.analysis.judge.press import pressures, stands
from standoff.case.reading import merge
from standoff.condition import parse_condition
from standoff.store.folder import load_folder
from standoff.store.shipped import shipped_cases

OWNER = {"a": "A", "b": "B", "b2": "B", "c": "C"}


@pytest.mark.parametrize(
    ("wish", "how"),
    [
        ("a", "wants"),
        ("not a", "fears"),
        ("a and b", "wants"),
        ("not a and b", "fears"),
        ("a or b", "wants"),
        ("a -> b", "answers"),
        ("not a or b", "answers"),  # the same in other words
        ("not (a and not b)", "answers"),
        ("a and c -> b", "answers"),
        ("a <-> b", "answers"),
        ("b -> a", "wants"),  # it would hold back its own for it
        ("a -> c", "fears"),  # nothing of its own answers
        ("c -> a", "wants"),
        ("a <-> c", "hangs"),
        ("a or not a", "hangs"),
    ],
)
def test_how_a_wish_of_b_stands_to_an_option_of_a(wish: str, how: str) -> None:
    assert stands(parse_condition(wish), "a", "B", OWNER) == how


CASE = """\
case: Who can press whom?
actors:
  Alpha: {}
  Beta: {}
  Gamma: {}
options:
  Beta.leave: leave
  Alpha.press: press
  Alpha.pay: pay
  Gamma.watch: watch
wants:
  Alpha:
    - leave
    - not press
  Beta:
    - not press
    - equal
    - pay -> leave
    - not watch
  Gamma: silent
"""


def test_each_wish_about_another_s_option_is_told_once_by_holder_with_its_place() -> None:
    case, found = make(CASE, {})
    assert not found.problems
    reading, _ = merge(case, "base")
    told = pressures(reading)
    assert [(p.holder, p.option, p.wisher, p.how, p.place) for p in told.pressures] == [
        ("Alpha", "Alpha.press", "Beta", "fears", 1),
        ("Alpha", "Alpha.pay", "Beta", "answers", 1),
        ("Beta", "Beta.leave", "Alpha", "wants", 1),
        ("Gamma", "Gamma.watch", "Beta", "fears", 2),
    ]
    assert told.silent == ("Gamma",)


def test_who_ranks_whole_situations_is_not_said_to_have_no_wish() -> None:
    case, findings = load_folder(shipped_cases()["kinsara-2014-cuba"])
    assert not findings.problems
    told = pressures(merge(case, "base")[0])
    assert (told.pressures, told.silent, told.ranked) == ((), (), ("US", "USSR"))
