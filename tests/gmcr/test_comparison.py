"""Strength and unknown preferences: the definitions, what crisp input gives, and what the lists say."""

import itertools
import random

import numpy as np
import pytest
from tests.gmcr import mixed, oracle
from tests.gmcr.rows import expected, implied

from standoff.condition import parse_condition
from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.law import solve
from standoff.gmcr.concept.strength import from_lines, from_pairs, strength
from standoff.gmcr.concept.table import CONCEPTS, USUAL, Extension, Need, needing
from standoff.gmcr.concept.unknown import Lists, Pairs, Silent, unknown
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Ranking, Statements
from standoff.gmcr.conflict.space import Option, Space
from standoff.problem import BudgetSpent, NotAnOrder, NotComputed, TooLarge

STRENGTH, UNKNOWN = needing(Need.STRENGTH), needing(Need.UNKNOWN)


def states_of(model: Model, flags: np.ndarray) -> set[frozenset[str]]:
    return {frozenset(model.space.taken(int(code))) for code in model.space.codes[flags]}


@pytest.mark.parametrize("block", range(3))
def test_strong_stability_agrees_with_its_definition(block: int) -> None:
    """Random pairs of states are much better; strong and weak part what is stable and not Nash."""
    for seed in range(block, 150, 3):
        drawn, tables = mixed.conflict(seed), mixed.conflict(seed).tables()
        rng, model = random.Random(seed), mixed.conflict(seed).model
        much = {
            (i, s, x)
            for i in tables.makers
            for s, x in itertools.product(tables.states, repeat=2)
            if tables.value[i, s] > tables.value[i, x] and rng.random() < 0.5
        }
        tables.much = much
        relations = {
            i: from_pairs(
                frozenset((drawn.code(s), drawn.code(x)) for j, s, x in much if j == i),
                model.preferences[i],
                model.space,
            )
            for i in tables.makers
        }
        found = strength(model, relations)
        for concept in STRENGTH:
            general = solve(model, CONCEPTS[concept].implies).stable[CONCEPTS[concept].implies[0]]
            for i in tables.makers:
                right = expected(tables, concept, i)
                nash = {s for s in tables.states if oracle.nash(tables, i, s)}
                assert states_of(model, found.nash[i]) == nash, seed
                assert states_of(model, found.strong[concept][i]) == right - nash, (seed, concept)
                parts = (found.nash[i], found.strong[concept][i], found.weak[concept][i])
                assert np.array_equal(sum(map(np.int64, parts)), np.int64(general[i])), seed


@pytest.mark.parametrize("block", range(3))
def test_unknown_preferences_agree_with_their_definitions(block: int) -> None:
    for seed in range(block, 150, 3):
        drawn, tables = mixed.conflict(seed), mixed.conflict(seed).tables()
        rng, model = random.Random(seed), mixed.conflict(seed).model
        tables.unknown = {
            (i, frozenset(pair))
            for i in tables.makers
            for pair in itertools.combinations(tables.states, 2)
            if rng.random() < 0.2
        }
        outlooks = {
            i: Pairs.of(
                model.preferences[i],
                model.space,
                [
                    (drawn.code(s), drawn.code(x))
                    for j, pair in tables.unknown
                    for s, x in [tuple(pair)]
                    if j == i
                ],
            )
            for i in tables.makers
        }
        found = unknown(model, outlooks)
        for concept in UNKNOWN:
            extension = CONCEPTS[concept].extension
            assert extension is not None
            tables.leaves, tables.deters = extension.leaves, extension.deters
            for i in tables.makers:
                right = expected(tables, concept, i)
                assert states_of(model, found.stable[concept][i]) == right, (seed, concept, i)
        for one, other in implied(UNKNOWN):
            for strong, weak in zip(found.stable[one], found.stable[other], strict=True):
                assert (~strong | weak).all(), (seed, one, other)


def test_what_is_known_gives_the_plain_concepts_back() -> None:
    """Nothing unknown: every extension is the concept it extends. All much better: strong is general,
    but for ties, which deter weakly only."""
    for seed in range(100):
        model = mixed.conflict(seed).model
        plain = solve(model, USUAL)
        found = unknown(model, {})
        for concept in USUAL:
            for extension in Extension:
                sets = found.stable[f"{concept}_{extension.name.lower()}"]
                for one, other in zip(sets, plain.stable[concept], strict=True):
                    assert (one == other).all(), (seed, concept, extension)
        weak = strength(model, {})
        for concept in STRENGTH:
            assert not any(flags.any() for flags in weak.strong[concept]), seed


def test_unknown_lines_are_the_lists_that_they_leave_open() -> None:
    """b may be held or not: 1 (a) is better than 0 in both lists, 2 (b) in one of them only."""
    space = Space((Option("a", 0), Option("b", 0)))
    wishes = Statements.of(parse_condition("a"), parse_condition("b"))
    lists = Lists.switched(wishes, [1], space)
    columns = np.arange(4)
    assert lists.better(columns)[:, 0].tolist() == [False, True, False, True]
    assert lists.unknown(columns)[:, 0].tolist() == [False, False, True, False]
    assert not lists.unknown(columns).diagonal().any()
    with pytest.raises(TooLarge, match=r"at most 6 can be unknown"):
        Lists.switched(Statements.of(*[parse_condition("a")] * 7), range(7), space)


def test_lists_agree_with_pairs_found_one_by_one() -> None:
    for seed in range(60):
        rng = random.Random(seed)
        model = mixed.by_options(rng, 4).model
        for i, preference in enumerate(model.preferences):
            if not isinstance(preference, Statements) or not preference.tiers:
                continue
            open_ = rng.sample(range(len(preference.tiers)), rng.randint(0, len(preference.tiers)))
            lists = Lists.switched(preference, open_, model.space)
            codes = list(map(int, model.space.codes))
            columns = np.arange(len(codes))
            better, open_pairs = lists.better(columns), lists.unknown(columns)
            for a, b in itertools.product(range(len(codes)), repeat=2):
                ways = {int(np.sign(int(ranks[a]) - int(ranks[b]))) for ranks in lists.ranks}
                assert better[a, b] == (ways == {1}), (seed, i)
                assert open_pairs[a, b] == (len(ways) > 1), (seed, i)


def test_who_is_silent_has_every_pair_unknown() -> None:
    """The same as all pairs named; by extension a it stays nowhere that it can move from."""
    for seed in range(40):
        model = mixed.conflict(seed).model
        codes = [int(code) for code in model.space.codes]
        pairs = list(itertools.combinations(codes, 2))
        every = Pairs.of(model.preferences[0], model.space, pairs)
        named, silent = unknown(model, {0: every}), unknown(model, {0: Silent(len(codes))})
        for concept in UNKNOWN:
            for one, other in zip(named.stable[concept], silent.stable[concept], strict=True):
                assert (one == other).all(), (seed, concept)
        stays = silent.stable["NASH_a"][0].tolist()
        assert stays == [not model.space.moves(0, code) for code in codes], seed


def test_marked_lines_make_much_better() -> None:
    """The first line that differs decides: marked as such, the state is much better."""
    for seed in range(80):
        rng = random.Random(seed)
        model = mixed.by_options(rng, 4).model
        for preference in model.preferences:
            if not isinstance(preference, Statements):
                continue
            lines = {at for at in range(len(preference.tiers)) if rng.random() < 0.5}
            codes = list(map(int, model.space.codes))
            much = from_lines(preference, lines, model.space)(np.arange(len(codes)))
            for row, x in enumerate(codes):
                for column, s in enumerate(codes):
                    tier = preference.deciding(model.space, s, x)
                    better = preference.score(model.space, s) > preference.score(model.space, x)
                    assert much[row, column] == (better and tier in lines), seed


def test_what_cannot_be_told() -> None:
    space = Space((Option("a", 0), Option("b", 1)))
    ranking = Ranking(((0,), (1,), (2,), (3,)))
    model = Model("small", ("A", "B"), space, (ranking, ranking))
    with pytest.raises(NotAnOrder, match="without being better"):
        from_pairs(frozenset({(3, 0)}), ranking, space)
    with pytest.raises(NotAnOrder, match="no tier 3"):
        from_lines(Statements.of(parse_condition("a")), [2], space)
    with pytest.raises(NotComputed):
        strength(model, {}, ["GMR"])
    with pytest.raises(NotComputed):
        unknown(model, {}, ["GMR_STRONG"])
    with pytest.raises(NotComputed, match=r"concept\.unknown"):
        solve(model, ["GMR_a"])
    with pytest.raises(BudgetSpent, match="finished"):
        unknown(model, {}, budget=Budget(seconds=0))


def test_strong_and_weak_by_hand() -> None:
    """A gains by a (0 -> 1); B then answers with b (3), which A likes less than 0.

    Where 0 is much better than 3 for A, 0 is strongly stable under GMR, SMR and SEQ; else weakly. Under SMR
    A must not escape from 3 either: its move from there is to 2, the worst of all.
    """
    space = Space((Option("a", 0), Option("b", 1)))
    a, b = Ranking(((1,), (0,), (3,), (2,))), Ranking(((3,), (1,), (0,), (2,)))
    model = Model("answer", ("A", "B"), space, (a, b))
    everything = from_pairs(frozenset({(0, 3), (0, 2)}), a, space)
    some = from_pairs(frozenset({(0, 3)}), a, space)
    for much, strong in ((everything, STRENGTH), (some, ("GMR_STRONG", "SEQ_STRONG"))):
        found = strength(model, {0: much})
        for concept in STRENGTH:
            assert bool(found.strong[concept][0][0]) == (concept in strong)
            assert bool(found.weak[concept][0][0]) == (concept not in strong)
