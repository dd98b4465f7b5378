"""The engine against the definitions, on thousands of random conflicts."""

import random

import pytest
from tests.gmcr import randoms
from tests.gmcr.oracle import Tables

from standoff.gmcr.stability import CONCEPTS, solve

IMPLIED = (("NASH", "SSEQ"), ("SSEQ", "SEQ"), ("SSEQ", "SMR"), ("SMR", "GMR"), ("SEQ", "GMR"))


@pytest.mark.parametrize("block", range(10))
def test_every_concept_agrees_with_its_definition(block: int) -> None:
    """Up to 6 options and 4 decision makers; ties, one-way and unowned options, empty spaces."""
    for seed in range(block * 200, block * 200 + 200):
        conflict = randoms.conflict(random.Random(seed), most_options=5)
        model = randoms.model(conflict)
        tables = Tables(conflict)
        solution = solve(model, CONCEPTS)
        space = model.space
        assert {frozenset(space.taken(int(c))) for c in space.codes} == set(tables.states)
        for concept in CONCEPTS:
            for i in tables.makers:
                stable = {
                    frozenset(space.taken(int(code)))
                    for code, flag in zip(space.codes, solution.stable[concept][i], strict=True)
                    if flag
                }
                expected = {s for s in tables.states if tables.stable(concept, i, s)}
                assert stable == expected, (seed, concept, i)
        for stronger, weaker in IMPLIED:
            for i in tables.makers:
                assert (~solution.stable[stronger][i] | solution.stable[weaker][i]).all(), seed


def test_single_states_agree_with_the_arrays() -> None:
    """Lazy moves and scores, which evolutions read, against ranks and groups, which concepts read."""
    for seed in range(300):
        model = randoms.model(randoms.conflict(random.Random(seed)))
        codes = [int(c) for c in model.space.codes]
        for i, preference in enumerate(model.preferences):
            ranks = preference.ranks(model.space)
            scores = [preference.score(model.space, c) for c in codes]
            for a in range(len(codes)):
                for b in range(len(codes)):
                    assert (ranks[a] > ranks[b]) == (scores[a] > scores[b]), seed
            nash = solve(model, ["NASH"]).stable["NASH"][i]
            assert [not model.improvements(i, c) for c in codes] == list(nash), seed


def test_idle_options_only_multiply() -> None:
    """Options that nothing reads: every concept's counts are those of the reduced model, times 2^idle."""
    seen = 0
    for seed in range(400):
        model = randoms.model(randoms.conflict(random.Random(seed)))
        reduced, times = model.reduced()
        seen += times > 1
        assert model.space.count == times * reduced.space.count
        full, small = solve(model, CONCEPTS), solve(reduced, CONCEPTS)
        for concept in CONCEPTS:
            assert full.equilibria(concept).sum() == times * small.equilibria(concept).sum(), seed
            for i in range(len(model.makers)):
                assert full.stable[concept][i].sum() == times * small.stable[concept][i].sum(), seed
    assert seen > 30
