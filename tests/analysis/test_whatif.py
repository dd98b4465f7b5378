"""Interventions: what is set is frozen, what it brings is told, and nothing else differs."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tests.analysis.randoms import random_case, random_written
from tests.analysis.written import in_docstring, written

from standoff.analysis.ask import acts, question
from standoff.analysis.vary.played import as_variant
from standoff.analysis.vary.whatif import what_if
from standoff.case.entry import Case, Reading
from standoff.case.format.slice import add_variant
from standoff.case.reading import merge
from standoff.case.syntax import read_case
from standoff.condition import Not, Var
from standoff.problem import ConditionError, Infeasible, NotComputed, UnknownName
from standoff.record import plain

WELL = """
case: A shared well
actors:
  Ada: {}
  Ben: {}
options:
  Ada.draw: draw water at night
  Ada.sing: sing
  Ben.lock: put a lock on the well
  Ben.open: leave it open
now:
  - open
impossible:
  - lock and open
no_way_back:
  - open
wants:
  Ada:
    - draw
    - not lock
  Ben:
    - draw -> lock
    - not lock
"""


def test_one_act_and_what_it_makes_of_the_rest() -> None:
    """Ben's lock: today's open well has to go with it, though nobody could close it by a move."""
    reading = written(WELL)
    found = what_if(reading, acts(reading, ["lock=yes,no"]))
    yes, no = found.worlds
    assert yes.with_it == (Not(Var("Ben.open")),)
    assert [end.taken for end in yes.ends] == [(("Ada.draw", "Ben.lock"),)]
    assert [end.taken for end in no.ends] == [(("Ada.draw", "Ben.open"),)]
    assert found.by_itself == {"Ben.lock": "none"}  # `open` is one-way: Ben cannot lock by himself
    (each,) = found.differences
    assert [(c.option, c.here, c.there) for c in each.options] == [("Ben.open", "none", "all")]
    assert [(str(c.line.condition), c.here, c.there) for c in each.wishes] == [
        ("draw -> lock", "all", "none")
    ]
    assert each.fates == {"Ada": "same", "Ben": "gains"}
    assert [str(line.condition) for line in each.left_out] == ["not lock", "not lock"]


def test_an_act_may_be_named_short() -> None:
    reading = written(WELL)
    short, full = (what_if(reading, {name: (True, False)}) for name in ("lock", "Ben.lock"))
    assert short.acts == full.acts == {"Ben.lock": (True, False)}
    assert plain(short) == plain(full)
    with pytest.raises(UnknownName, match="did you mean"):
        what_if(reading, {"locks": (True,)})


def test_an_act_that_touches_nothing_makes_exactly_no_difference() -> None:
    reading = written(WELL)
    (each,) = what_if(reading, acts(reading, ["sing=yes,no"])).differences
    assert each.none
    assert set(each.fates.values()) == {"same"}


@pytest.mark.parametrize("block", range(4))
def test_an_option_nothing_speaks_of_makes_no_difference(block: int) -> None:
    """Random cases with one more option that no line names."""
    for seed in range(block * 25, block * 25 + 25):
        reading = with_idle_option(random_case(random.Random(seed)))
        if any(wants.lines for wants in reading.wants.values()):
            (each,) = what_if(reading, acts(reading, ["idle=yes,no"])).differences
            assert each.none, seed


def with_idle_option(reading: Reading) -> Reading:
    first = reading.options[0]
    return replace(reading, options=(*reading.options, replace(first, id="idle", short="idle")))


def test_several_acts_make_a_grid_whose_neighbours_are_compared() -> None:
    reading = written(WELL)
    found = what_if(reading, acts(reading, ["lock=yes,no", "draw=yes,no"]))
    assert [world.name for world in found.worlds] == [
        "lock=yes draw=yes",
        "lock=yes draw=no",
        "lock=no draw=yes",
        "lock=no draw=no",
    ]
    pairs = [(each.here.name, each.there.name) for each in found.differences]
    assert pairs == [
        ("lock=yes draw=yes", "lock=no draw=yes"),
        ("lock=yes draw=no", "lock=no draw=no"),
        ("lock=yes draw=yes", "lock=yes draw=no"),
        ("lock=no draw=yes", "lock=no draw=no"),
    ]


def test_one_value_is_compared_with_the_free_world() -> None:
    reading = written(WELL)
    (each,) = what_if(reading, acts(reading, ["lock=yes"])).differences
    assert each.there.name == "free"


def test_what_cannot_be_asked_is_said() -> None:
    reading = written(WELL)
    with pytest.raises(Infeasible, match=r"no situation has lock and open: .*lock and open"):
        what_if(reading, acts(reading, ["lock=yes", "open=yes"]))
    with pytest.raises(UnknownName, match="did you mean lock"):
        acts(reading, ["locks=yes"])
    with pytest.raises(ConditionError, match="write it as"):
        acts(reading, ["lock=perhaps"])
    with pytest.raises(ConditionError, match="set twice"):
        acts(reading, ["lock=yes", "lock=no"])
    with pytest.raises(UnknownName, match="did you mean Ada"):
        question(reading, "Adda gains given lock")


def test_a_blank_case_cannot_be_asked() -> None:
    """Nobody's wishes are written.

    ---
    case: A blank page
    actors:
      Ada: {}
    options:
      Ada.draw: draw water
    wants:
      Ada: silent
    """
    reading = in_docstring(test_a_blank_case_cannot_be_asked)
    with pytest.raises(
        NotComputed, match=r"cannot be answered: it lacks a wish of anybody \(Ada\)"
    ):
        what_if(reading, {"draw": (True, False)})


@pytest.mark.parametrize("block", range(4))
def test_a_world_kept_as_a_variant_plays_as_it_did(block: int) -> None:
    """Random cases: the variant's own evolution ends where the world ended."""
    kept = 0
    for seed in range(block * 20, block * 20 + 20):
        text, reading = random_written(random.Random(seed))
        for act in ("o0=yes", "o1=no"):
            try:
                world = what_if(reading, acts(reading, [act])).worlds[0]
                block_text = as_variant(world)
            except (Infeasible, NotComputed):
                continue
            after = add_variant(text, "kept", block_text)
            overlay, found = read_case(after, "case.yaml")
            assert not found.problems, (seed, after)
            variant, faults = merge(Case("test", ".", overlay), "base", "kept")
            assert not faults.problems, seed
            free = what_if(variant, {}).free
            assert [e.states for e in free.ends] == [e.states for e in world.ends], (seed, after)
            kept += 1
    assert kept > 10
