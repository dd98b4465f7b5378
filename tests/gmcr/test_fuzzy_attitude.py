"""Fuzzy preference and attitudes: the plain concepts where nothing is fuzzy, and the published properties."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from tests.gmcr import mixed, randoms
from tests.gmcr.rows import expected, implied
from tests.gmcr.test_foresight import GAMES, names

from standoff.gmcr.concept.attitude import Attitude, relational
from standoff.gmcr.concept.fuzzy import RankedDegrees, from_variants, fuzzy
from standoff.gmcr.concept.law import solve
from standoff.gmcr.concept.table import CONCEPTS, Need, needing
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Ranking
from standoff.problem import NotComputed, TooLarge

PLAIN = ("NASH", "GMR", "SMR", "SEQ")
SEEDS = [seed for seed in range(40) if 1 < mixed.conflict(seed).model.space.count <= 40]


def states_of(model: Model, flags: np.ndarray) -> set[frozenset[str]]:
    return {frozenset(model.space.taken(int(code))) for code in model.space.codes[flags]}


@pytest.mark.parametrize("need", [Need.FUZZY, Need.ATTITUDE])
def test_rows_agree_with_their_definitions(need: Need) -> None:
    """Degrees, thresholds and attitudes drawn at random; what a row implies holds."""
    ids, told = needing(need), 0
    assert len(ids) == 4
    for seed in range(120):
        drawn, rng = mixed.conflict(seed), random.Random(seed)
        model, tables = drawn.model, drawn.tables()
        if model.space.count > 40:
            continue
        makers = range(len(model.makers))
        place = {
            frozenset(model.space.taken(c)): at for at, c in enumerate(model.space.codes.tolist())
        }
        if need is Need.FUZZY:
            eighths = {
                (i, s, x): rng.randint(0, 8) / 8 for i in makers for s in place for x in place
            }
            tables.degree = {
                (i, s, x): each
                for (i, s, x), each in eighths.items()
                if place[s] < place[x] and rng.random() < 0.6
            }
            tables.gamma = {i: rng.choice([0.25, 0.5, 0.75, 1.0]) for i in makers}
            degrees = [
                RankedDegrees(
                    model.preferences[i].ranks(model.space),
                    {
                        (place[s], place[x]): Fraction(each)
                        for (j, s, x), each in tables.degree.items()
                        if j == i
                    },
                )
                for i in makers
            ]
            found = fuzzy(model, degrees, [Fraction(tables.gamma[i]) for i in makers]).stable
        else:
            signs = {(i, j): rng.choice(list(Attitude)) for i in makers for j in makers}
            values = {Attitude.POSITIVE: 1, Attitude.NEUTRAL: 0, Attitude.NEGATIVE: -1}
            tables.attitude = {pair: values[sign] for pair, sign in signs.items()}
            found = relational(model, signs).stable
        for id in ids:
            for i in makers:
                assert states_of(model, found[id][i]) == expected(tables, id, i), (seed, id, i)
        for id, weaker in implied(ids):
            assert all((found[weaker][i] >= found[id][i]).all() for i in makers), (seed, id, weaker)
        told += 1
    assert told > 60
    assert all(not CONCEPTS[id].plain for id in ids)


def crisp(model: Model) -> list[RankedDegrees]:
    return [RankedDegrees(preference.ranks(model.space)) for preference in model.preferences]


@pytest.mark.parametrize("gamma", [Fraction(1, 100), Fraction(1, 2), Fraction(1)])
def test_crisp_preference_gives_the_plain_concepts_at_any_threshold(gamma: Fraction) -> None:
    for seed in SEEDS:
        model = mixed.conflict(seed).model
        plain = solve(model, PLAIN, engine="explicit").stable
        found = fuzzy(model, crisp(model), [gamma] * len(model.makers)).stable
        for concept in PLAIN:
            for one, other in zip(plain[concept], found["F" + concept], strict=True):
                assert (one == other).all(), (seed, concept)


def test_one_variant_is_crisp_and_shares_are_counted() -> None:
    """r(s, t) by counting; the shares of one variant give the plain concepts."""
    rng = np.random.default_rng(1)
    ranks = rng.integers(1, 5, size=(7, 6))
    shares = from_variants(ranks)
    for s in range(6):
        for t in range(6):
            votes = [
                Fraction(1 if a > b else 0) if a != b else Fraction(1, 2)
                for a, b in ranks[:, [s, t]]
            ]
            assert shares.degree(s, t) == sum(votes, Fraction(0)) / 7
            for gamma in (Fraction(1, 7), Fraction(3, 7), Fraction(1, 2)):
                alpha = shares.degree(t, s) - shares.degree(s, t)
                assert shares.preferred(gamma)[s, t] == (alpha >= gamma)
    for seed in SEEDS[:10]:
        model = mixed.conflict(seed).model
        alone = [from_variants(p.ranks(model.space)[np.newaxis]) for p in model.preferences]
        ones = [Fraction(1)] * len(alone)
        one, other = fuzzy(model, alone, ones), fuzzy(model, crisp(model), ones)
        for concept in one.stable:
            assert (one.equilibria(concept) == other.equilibria(concept)).all()


def test_a_threshold_by_hand() -> None:
    """A would defect from CC with certainty 3/4, so alpha is 1/2: at gamma 1/2 it leaves, above it stays."""
    model = GAMES["prisoners"]
    cc, dc = 3, 2
    half_sure = RankedDegrees(model.preferences[0].ranks(model.space), {(dc, cc): Fraction(3, 4)})
    sure = RankedDegrees(model.preferences[1].ranks(model.space))
    leaves = fuzzy(model, [half_sure, sure], [Fraction(1, 2), Fraction(1)])
    stays = fuzzy(model, [half_sure, sure], [Fraction(51, 100), Fraction(1)])
    assert "CC" not in names(leaves.stable["FNASH"][0])
    assert "CC" in names(stays.stable["FNASH"][0])


def test_what_cannot_be_is_refused() -> None:
    model = GAMES["prisoners"]
    for gamma in (Fraction(0), Fraction(2)):
        with pytest.raises(NotComputed, match="must be in"):
            fuzzy(model, crisp(model), [gamma, Fraction(1)])
    with pytest.raises(NotComputed, match="there is none"):
        from_variants(np.zeros((0, 4)))
    large = randoms.structured(random.Random(1), [5, 5, 4], patterns=0)
    with pytest.raises(TooLarge, match="every two of them"):
        relational(large, {})


def strict(model: Model, rng: random.Random) -> Model:
    """The same moves under rankings without ties."""
    for maker in range(len(model.makers)):
        codes = model.space.codes.tolist()
        rng.shuffle(codes)
        model = model.prefer(maker, Ranking(tuple((code,) for code in codes)))
    return model


def test_discrete_attitudes_and_strict_preference_give_the_plain_concepts() -> None:
    """The property that the source names: own +, others 0, and no ties."""
    for seed in SEEDS:
        model = strict(mixed.conflict(seed).model, random.Random(seed))
        plain = solve(model, PLAIN, engine="explicit").stable
        found = relational(model, {}).stable
        for concept in PLAIN:
            for one, other in zip(plain[concept], found["R" + concept], strict=True):
                assert (one == other).all(), (seed, concept)


def test_totally_neutral_attitudes_make_two_pairs_of_concepts_equal() -> None:
    for seed in SEEDS:
        model = mixed.conflict(seed).model
        makers = range(len(model.makers))
        neutral = {(i, j): Attitude.NEUTRAL for i in makers for j in makers}
        found = relational(model, neutral)
        for i in makers:
            assert (found.stable["RNASH"][i] == found.stable["RSMR"][i]).all()
            assert (found.stable["RGMR"][i] == found.stable["RSEQ"][i]).all()


def test_devoted_prisoners_cooperate() -> None:
    """Each minds only the other: from DD a move to C lets the other gain, from CC nobody moves."""
    devoted = {
        (0, 0): Attitude.NEUTRAL,
        (0, 1): Attitude.POSITIVE,
        (1, 1): Attitude.NEUTRAL,
        (1, 0): Attitude.POSITIVE,
    }
    assert names(relational(GAMES["prisoners"], devoted).equilibria("RNASH")) == {"CC"}
