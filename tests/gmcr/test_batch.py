"""Many variants at once against the same variants one by one."""

import itertools
import random

import numpy as np
import pytest
from tests.gmcr import randoms

from standoff.gmcr.batch import Ensemble, switched
from standoff.gmcr.budget import Budget
from standoff.gmcr.evolution import RULES, evolve
from standoff.gmcr.preference import Preference, Statements
from standoff.gmcr.stability import solve
from standoff.problem import BudgetSpent, NotComputed, UnknownName
from standoff.statement import Var


def ensemble(seed: int) -> Ensemble | None:
    """Up to two contested lines a decision maker, sometimes a whole list swapped for another."""
    rng = random.Random(seed)
    conflict = randoms.conflict(rng, most_options=5, most_makers=3)
    model = randoms.model(conflict)
    if not model.space.count:
        return None
    model = randoms.model(conflict, today=int(rng.choice(model.space.codes)))
    other = randoms.conflict(random.Random(seed), most_options=5, most_makers=3)
    alternatives = []
    for wishes, strange in zip(model.preferences, reversed(other.wishes), strict=True):
        assert isinstance(wishes, Statements)
        tiers = range(len(wishes.tiers))
        choices: tuple[Preference, ...] = switched(wishes, rng.sample(tiers, min(2, len(tiers))))
        alternatives.append((*choices, Statements(strange)) if rng.random() < 0.3 else choices)
    return Ensemble(model, tuple(alternatives))


ENSEMBLES = [e for seed in range(40) if (e := ensemble(seed))]


def picks(each: Ensemble) -> list[tuple[int, ...]]:
    return list(itertools.product(*(range(len(choices)) for choices in each.alternatives)))


@pytest.mark.parametrize("concept", ["NASH", "GMR", "SMR"])
def test_counts_and_shares(concept: str) -> None:
    for each in ENSEMBLES:
        chosen = picks(each)
        assert len(chosen) == each.size
        flags = [solve(each.variant(p), [concept]).equilibria(concept) for p in chosen]
        assert list(each.shares(concept)) == list(np.sum(flags, axis=0))
        assert list(each.counts(concept)) == [f.sum() for f in flags]
        rows = np.array(chosen[::-1])
        assert list(each.counts(concept, rows)) == [f.sum() for f in flags[::-1]]
        inside = each.model.space.truth(Var("o0"), each.model.space.codes)
        assert list(each.counts(concept, where=Var("o0"))) == [(f & inside).sum() for f in flags]


@pytest.mark.parametrize("rule", RULES)
def test_evolutions(rule: str) -> None:
    """The boxes part the ensemble, and every variant ends as it does alone."""
    for each in ENSEMBLES:
        found = each.evolve(rule)
        assert sum(o.variants for o in found.outcomes) == each.size == sum(found.shares.values())
        follows = 0
        for pick in picks(each):
            alone = evolve(each.variant(pick), rule).ends
            assert found.of(pick).ends == alone
            follows += all(s & 1 for end in alone for s in end)
        assert found.follows(Var("o0")) == follows


def test_concepts_that_couple_decision_makers_are_refused() -> None:
    with pytest.raises(NotComputed, match="one by one"):
        ENSEMBLES[0].counts("SEQ")


def test_budget_and_names() -> None:
    with pytest.raises(BudgetSpent):
        ENSEMBLES[0].evolve(budget=Budget(seconds=0.0))
    with pytest.raises(UnknownName, match="did you mean best"):
        ENSEMBLES[0].evolve("bset")


def test_switched_keeps_and_drops_each_line() -> None:
    three = Statements.of(Var("a"), Var("b"), Var("c"))
    texts = [[str(t[0]) for t in s.tiers] for s in switched(three, [0, 2])]
    assert texts == [["a", "b", "c"], ["a", "b"], ["b", "c"], ["b"]]
