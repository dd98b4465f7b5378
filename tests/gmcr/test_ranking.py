"""Inverse on rankings: known counts, what must hold of any count, and what is refused."""

from __future__ import annotations

import random

import pytest
from tests.gmcr import randoms
from tests.gmcr.test_foresight import GAMES, STATES, two_by_two

from standoff.gmcr.concept.law import solve
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Ranking
from standoff.gmcr.conflict.space import Direction, Option, Space
from standoff.gmcr.ranking import CONCEPTS, all_rankings, conditions, fubini, inverse
from standoff.problem import TooLarge, UnknownName


def by_state(model: Model, who: list[int], concept: str) -> dict[str, int]:
    counts = inverse(model, who).counts(concept).tolist()
    return dict(zip(STATES, counts, strict=True))


def test_prisoners_dilemma_by_hand() -> None:
    """B rests at DD and CD: there A must rank the one above the other, as half of its rankings do.

    At CC B has reason to leave, so no ranking of A's makes it Nash; under GMR B is deterred by DD, and A
    where it ranks CC above DC or above DD: all but the third of the rankings that put CC below both.
    """
    model = GAMES["prisoners"]
    assert by_state(model, [0], "NASH") == {"DD": 12, "CD": 12, "DC": 0, "CC": 0}
    assert by_state(model, [0], "GMR")["CC"] == 16


def syria_iraq() -> Model:
    """Options release, escalate (Syria; not both), attack (Iraq), as the published example has them."""
    options = (Option("release", 0), Option("escalate", 0), Option("attack", 1))
    codes = {1: 0, 2: 1, 3: 2, 4: 4, 5: 5, 6: 6}
    graph = Graph(
        options,
        listed=tuple(sorted(codes.values())),
        targets={
            (i, s): tuple(t for t in sorted(codes.values()) if s != t and (s ^ t) & own == s ^ t)
            for i, own in ((0, 3), (1, 4))
            for s in codes.values()
        },
    )
    rankings = [
        Ranking(tuple((codes[s],) for s in order))
        for order in ((1, 3, 6, 2, 4, 5), (2, 4, 6, 1, 5, 3))
    ]
    return Model("Syria-Iraq 1975", ("Syria", "Iraq"), graph, tuple(rankings))


def test_syria_iraq_counts_are_those_of_the_definitions() -> None:
    """State 2 desired, all 720 rankings of Syria: 240 Nash; a printed 420 under SEQ is 384 by definition."""
    found = inverse(syria_iraq(), [0])
    at = syria_iraq().space.codes.tolist().index(1)
    counts = {concept: int(found.counts(concept)[at]) for concept in CONCEPTS}
    assert found.tried == 720
    assert counts == {"NASH": 240, "GMR": 384, "SMR": 300, "SEQ": 384}


def test_the_rankings_counted_are_the_ones_that_work() -> None:
    """Each combination given makes the state an equilibrium when the model is solved with it."""
    model = two_by_two("DC CC DD CD", "CD CC DD DC")
    found = inverse(model, [0, 1])
    for concept in CONCEPTS:
        profiles = list(found.which(concept, 3))
        assert len(profiles) == found.counts(concept)[3]
        for profile in profiles[:: max(1, len(profiles) // 12)]:
            changed = model
            for maker, ranks in enumerate(profile):
                order = [s for _, s in sorted(zip(ranks, range(4), strict=True), reverse=True)]
                changed = changed.prefer(maker, Ranking(tuple((s,) for s in order)))
            assert 3 in solve(changed, [concept]).states(concept)


def test_implications_between_concepts_hold_for_every_ranking() -> None:
    found = inverse(syria_iraq(), [1])
    flags = found.equilibria
    assert not (flags["NASH"] & ~flags["SMR"]).any()
    assert not (flags["SMR"] & ~flags["GMR"]).any()
    assert not (flags["SEQ"] & ~flags["GMR"]).any()


def test_rankings_with_ties_are_counted_by_fubini() -> None:
    for states in range(1, 6):
        rows = {tuple(row) for row in all_rankings(states, ties=True).tolist()}
        assert len(rows) == fubini(states)
        assert all(set(row) == set(range(1, max(row) + 1)) for row in rows)


def test_a_decision_maker_without_a_move_has_no_conditions() -> None:
    space = Space((Option("a", 0, Direction.FORWARD), Option("b", 1)))
    model = Model("one way", ("A", "B"), space, GAMES["pennies"].preferences)
    assert set(conditions(model, 0)) == {0, 2}  # where a is not taken yet
    wanted = conditions(model, 0)[0]
    assert wanted.nash == (1,)
    assert [set(one.any_of) for one in wanted.gmr] == [{frozenset({1}), frozenset({3})}]


def test_too_many_rankings_are_refused_with_their_number() -> None:
    large = Model("large", ("A", "B"), Space(tuple(Option(f"o{k}", k % 2) for k in range(4))), ())
    with pytest.raises(TooLarge, match="conditions on pairs"):
        inverse(large, [0])
    wide = randoms.structured(random.Random(1), [5, 5], patterns=0)
    with pytest.raises(TooLarge, match="would name"):
        conditions(wide, 0)
    with pytest.raises(TooLarge, match="written for up to"):
        conditions(randoms.structured(random.Random(1), [5, 5, 4], patterns=0), 0)
    with pytest.raises(UnknownName):
        inverse(GAMES["pennies"], [5])
