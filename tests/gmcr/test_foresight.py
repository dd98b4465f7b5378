"""Limited moves and non-myopic stability: the 2x2 classics, and what must hold of any model."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest
from tests.gmcr import mixed, randoms

from standoff.condition import Condition, parse_condition
from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.foresight import in_words, levels, limited, non_myopic
from standoff.gmcr.concept.law import solve
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Ranking
from standoff.gmcr.conflict.space import Option, Space
from standoff.problem import BudgetSpent, TooLarge

STATES = ("DD", "CD", "DC", "CC")
"""By code: the first letter is the first player's, C is its option taken."""


def two_by_two(first: str, second: str) -> Model:
    """A 2x2 game by each player's ranking, best first."""
    space = Space((Option("a", 0), Option("b", 1)))
    rankings = [Ranking(tuple((STATES.index(s),) for s in r.split())) for r in (first, second)]
    return Model("2x2", ("A", "B"), space, tuple(rankings))


GAMES = {
    "prisoners": two_by_two("DC CC DD CD", "CD CC DD DC"),
    "chicken": two_by_two("DC CC CD DD", "CD CC DC DD"),
    "stag hunt": two_by_two("CC DC DD CD", "CC CD DD DC"),
    "sexes": two_by_two("CC DD DC CD", "DD CC DC CD"),
    "pennies": Model(
        "pennies",
        ("A", "B"),
        Space((Option("a", 0), Option("b", 1))),
        (Ranking(((0, 3), (1, 2))), Ranking(((1, 2), (0, 3)))),
    ),
}


def parsed(*texts: str) -> tuple[Condition, ...]:
    return tuple(map(parse_condition, texts))


def names(flags: np.ndarray) -> set[str]:
    return {STATES[at] for at in np.flatnonzero(flags)}


@pytest.mark.parametrize(
    ("game", "by_level", "for_good"),
    [
        ("prisoners", ["DD", "CC DD", "CC DD", "CC DD", "CC DD", "CC DD"], "CC DD"),
        ("chicken", ["CD DC", "", "CC", "CC", "CC", "CC"], "CC"),
        ("stag hunt", ["CC DD", "CC", "CC", "CC", "CC", "CC"], "CC"),
        ("sexes", ["CC DD", "", "", "", "", ""], ""),
        ("pennies", ["", " ".join(STATES)] * 3, ""),
    ],
)
def test_classics(game: str, by_level: list[str], for_good: str) -> None:
    """L_1 to L_6 and the non-myopic equilibria of the games everybody knows."""
    found = [names(limited(GAMES[game], h).equilibria) for h in range(1, 7)]
    assert found == [set(each.split()) for each in by_level]
    assert names(non_myopic(GAMES[game]).equilibria) == set(for_good.split())


def test_prisoners_by_hand() -> None:
    """At CC, looking two moves ahead: D brings DC, from where B moves to DD, worse than CC; A stays."""
    level = limited(GAMES["prisoners"], 2)
    assert level.anticipated(0, STATES.index("CC")) == (STATES.index("CC"),)
    assert level.anticipated(0, STATES.index("CD")) == (STATES.index("DD"),)
    assert names(level.stable(0)) == {"CC", "DD", "DC"}


def test_one_move_ahead_is_nash_and_no_move_is_everything() -> None:
    for seed in range(30):
        model = mixed.conflict(seed).model
        if not model.space.count:
            continue
        nash = solve(model, ["NASH"], engine="explicit").stable["NASH"]
        for maker, flags in enumerate(nash):
            assert (limited(model, 1).stable(maker) == flags).all(), seed
            assert limited(model, 0).stable(maker).all()


def test_the_order_of_decision_makers_does_not_matter() -> None:
    for seed in range(10):
        model = randoms.model(randoms.conflict(random.Random(seed), 5, most_makers=3))
        last = len(model.makers) - 1
        options = tuple(
            Option(o.name, None if o.owner is None else last - o.owner, o.direction)
            for o in model.space.options
        )
        turned = Model(
            "turned",
            model.makers[::-1],
            Space(options, model.space.impossible),
            model.preferences[::-1],
        )
        for h in (2, 3):
            one, other = limited(model, h), limited(turned, h)
            for maker in range(last + 1):
                assert (one.sets[maker] == other.sets[last - maker]).all()


def test_the_cycle_is_one_and_is_looked_through() -> None:
    """The table of level `starts` comes back `cycle` levels on, not sooner; stable is stable in all of it."""
    for seed in range(40):
        model = mixed.conflict(seed).model
        if not 1 < model.space.count <= 24:
            continue
        settled = non_myopic(model)
        last = settled.starts + 2 * settled.cycle
        tables = [level for level, _ in zip(levels(model), range(last + 1), strict=False)]
        keys = [b"".join(sets.tobytes() for sets in level.sets) for level in tables]
        assert len(set(keys)) == settled.starts + settled.cycle
        assert keys[settled.starts] == keys[settled.starts + settled.cycle] == keys[last]
        for maker, flags in enumerate(settled.stable):
            through = [level.stable(maker) for level in tables[settled.starts :]]
            assert (np.logical_and.reduce(through) == flags).all()


def test_words_say_why_a_column_is_empty() -> None:
    assert in_words(limited(GAMES["prisoners"], 3)) == ""
    assert in_words(limited(GAMES["sexes"], 2)) == (
        "Looking 2 moves ahead, everybody rests in no situation."
    )
    assert "comes back every 2 levels" in in_words(non_myopic(GAMES["pennies"]))


def test_what_hangs_on_ties_is_said() -> None:
    """A may take a; B answers with b or c, alike for B: the first pays for A, the second does not."""
    space = Space((Option("a", 0), Option("b", 1), Option("c", 1)), parsed("b and c"))
    first = Ranking(((3,), (0, 5), (1, 2, 4)))
    second = Ranking(((0, 3, 5), (1, 2, 4)))
    level = limited(Model("ties", ("A", "B"), space, (first, second)), 2)
    at = [0, 1, 2, 3, 4, 5]
    assert space.codes.tolist() == at
    assert level.anticipated(0, 0) == (0, 3)  # B answers a with b (gain) or with c (no gain)
    assert level.ambiguous(0)[0] and not level.stable(0)[0]
    assert "hangs on how ties are broken" in in_words(level)


def test_six_moves_ahead_at_4096_states_and_four_decision_makers() -> None:
    model = randoms.structured(random.Random(3), [3, 3, 3, 3], patterns=0)
    began = time.process_time()
    level = limited(model, 6)
    assert time.process_time() - began < 20  # about one second alone on a machine
    assert len(level.sets[0]) == 4096


def test_what_does_not_fit_is_refused_and_what_takes_long_stops() -> None:
    large = randoms.structured(random.Random(3), [4, 4, 4, 4], patterns=0)
    with pytest.raises(TooLarge, match="leave out options"):
        limited(large, 2, budget=Budget(memory=10_000_000))
    with pytest.raises(BudgetSpent):
        non_myopic(GAMES["pennies"], most=1)
    with pytest.raises(ValueError, match="counts moves"):
        limited(GAMES["pennies"], -1)
