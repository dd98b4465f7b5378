"""Solving with attitudes and degrees: beside the plain concepts, one solution, refused with a way out."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from tests.gmcr import mixed, randoms

from standoff.gmcr.concept.attitude import Attitude, relational, replies, totally_preferred
from standoff.gmcr.concept.fuzzy import RankedDegrees, fuzzy
from standoff.gmcr.concept.law import solve
from standoff.gmcr.concept.table import PLAIN, USUAL, Need, needing
from standoff.gmcr.concept.told import Certainty, solve_told
from standoff.gmcr.conflict.model import Model
from standoff.problem import NotComputed, TooLarge

RELATIONAL, FUZZY = needing(Need.ATTITUDE), needing(Need.FUZZY)


def told(seed: int) -> tuple[Model, Certainty]:
    model, rng = mixed.conflict(seed).model, random.Random(seed)
    makers = range(len(model.makers))
    signs = {(i, j): rng.choice(list(Attitude)) for i in makers for j in makers}
    degrees = []
    for preference in model.preferences:
        at = range(model.space.count)
        pairs = {(s, t): Fraction(rng.randint(0, 4), 4) for s in at for t in at if s < t}
        degrees.append(RankedDegrees(preference.ranks(model.space), pairs))
    gamma = [rng.choice([Fraction(1, 4), Fraction(1, 2), Fraction(1)]) for _ in makers]
    return replace(model, attitudes=signs), Certainty(degrees, gamma)


def test_every_set_is_the_one_of_its_own_function() -> None:
    asked = 0
    for seed in range(60):
        model, certainty = told(seed)
        if not 0 < model.space.count <= 40:
            continue
        found = solve_told(model, certainty=certainty)
        assert tuple(found.stable) == (*USUAL, *RELATIONAL, *FUZZY)
        right = dict(solve(model, USUAL, engine="explicit").stable)
        right |= relational(model, model.attitudes).stable
        right |= fuzzy(model, certainty.degrees, certainty.gamma).stable
        for concept, sets in right.items():
            assert np.array_equal(np.array(found.stable[concept]), np.array(sets)), (seed, concept)
            together = np.logical_and.reduce(sets)
            assert found.count(concept) == int(together.sum())
        asked += 1
    assert asked > 30


def test_without_anything_told_it_is_the_plain_solution() -> None:
    model = mixed.conflict(3).model
    assert tuple(solve_told(model).stable) == USUAL
    assert tuple(solve_told(model, ["gmr"]).stable) == ("GMR",)
    assert not {*RELATIONAL, *FUZZY} & set(PLAIN)


def test_concepts_come_in_the_order_asked() -> None:
    model, certainty = told(3)
    found = solve_told(model, ["FSEQ", "NASH", "RNASH"], certainty=certainty)
    assert tuple(found.stable) == ("FSEQ", "NASH", "RNASH")
    assert found.engine == "explicit"


def test_replies_are_the_moves_that_are_totally_preferred() -> None:
    for seed in range(30):
        model, _ = told(seed)
        codes = model.space.codes.tolist()
        for maker in range(len(model.makers)):
            table = totally_preferred(model, model.attitudes, maker)
            for at, code in enumerate(codes):
                right = {t for t in model.space.moves(maker, code) if table[at, codes.index(t)]}
                assert set(replies(model, model.attitudes, maker, code)) == right


def test_what_is_not_told_is_refused_with_a_way_out() -> None:
    model, certainty = told(3)
    with pytest.raises(NotComputed, match="write them under `attitudes`"):
        solve_told(replace(model, attitudes={}), ["RNASH"])
    with pytest.raises(NotComputed, match="--threshold"):
        solve_told(model, ["FNASH"])
    with pytest.raises(NotComputed, match="explicit engine"):
        solve_told(model, ["RNASH"], engine="symbolic")
    with pytest.raises(NotComputed, match="not by once"):
        solve_told(model, ["FNASH"], "once", certainty=certainty)


def test_of_a_large_model_the_usual_concepts_are_told_and_the_others_refused() -> None:
    large = randoms.structured(random.Random(1), [5, 5, 4], patterns=0)
    large = replace(large, attitudes={(0, 1): Attitude.NEGATIVE})
    found = solve_told(large)
    assert tuple(found.stable) == USUAL
    assert set(found.refused) == set(RELATIONAL)
    with pytest.raises(TooLarge, match="every two of them"):
        solve_told(large, ["RSEQ"])
