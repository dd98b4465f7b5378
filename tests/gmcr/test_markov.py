"""Shares of the chain of improvements: by hand, against plain elimination, exact and not."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from tests.gmcr import mixed, randoms
from tests.gmcr.test_foresight import GAMES, STATES
from tests.gmcr.variants_oracle import solve as eliminated

from standoff.gmcr.concept.law import solve
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Ranking
from standoff.gmcr.conflict.space import Option
from standoff.gmcr.evolve import markov
from standoff.gmcr.evolve.components import strong_components
from standoff.gmcr.evolve.linear import solve_exactly
from standoff.gmcr.evolve.markov import chain
from standoff.problem import NotComputed, TooLarge, UnknownName


def at(state: str) -> int:
    return STATES.index(state)


def test_chicken_by_hand() -> None:
    """From CC either may defect, evenly: each of the two equilibria has half, after one move."""
    found = chain(GAMES["chicken"]).start(at("CC"))
    assert found.ends == (Fraction(1, 2), Fraction(1, 2))
    assert found.moves == 1 and found.exact
    twice = chain(GAMES["chicken"], "weighted", {0: Fraction(2)}).start(at("CC"))
    assert twice.share == {at("CD"): Fraction(1, 3), at("DC"): Fraction(2, 3)}


def test_pennies_never_rest() -> None:
    """One class of four states, entered at once, each visited a quarter of the time."""
    found = chain(GAMES["pennies"])
    assert found.classes == ((0, 1, 2, 3),)
    outcome = found.start(0)
    assert outcome.moves == 0
    assert outcome.share == dict.fromkeys(range(4), Fraction(1, 4))


def test_single_closed_states_are_the_nash_equilibria() -> None:
    for seed in range(40):
        model = mixed.conflict(seed).model
        if not 1 < model.space.count <= 40:
            continue
        nash = solve(model, ["NASH"], engine="explicit").equilibria("NASH")
        for rule in ("uniform", "best"):
            alone = {states[0] for states in chain(model, rule).classes if len(states) == 1}
            assert alone == set(np.flatnonzero(nash).tolist())


def test_shares_sum_to_one_and_floats_agree_with_fractions(monkeypatch: pytest.MonkeyPatch) -> None:
    models = [mixed.conflict(seed).model for seed in range(60)]
    models = [model for model in models if 1 < model.space.count <= 30]
    exact = [[chain(m).start(s) for s in range(m.space.count)] for m in models]
    monkeypatch.setattr(markov, "EXACT", 1)
    floating = 0
    for model, outcomes in zip(models, exact, strict=True):
        other = chain(model)
        for s, outcome in enumerate(outcomes):
            assert outcome.exact and sum(outcome.ends) == sum(outcome.share.values()) == 1
            rough = other.start(s)
            floating += not rough.exact
            assert np.allclose([float(x) for x in outcome.ends], [float(x) for x in rough.ends])
            assert outcome.share.keys() == rough.share.keys()
            assert np.isclose(float(outcome.moves), float(rough.moves))
    assert floating > 20


def ring(size: int) -> Model:
    """States in a ring: one decision maker moves on from even ones, the other from odd ones, forever."""
    states = tuple(range(size))
    options = tuple(Option(f"bit{b}", None) for b in range(size.bit_length()))
    targets = {(s % 2, s): ((s + 1) % size,) for s in states}
    odd, even = states[1::2], states[::2]
    preferences = (Ranking((odd, even)), Ranking((even, odd)))
    return Model("ring", ("A", "B"), Graph(options, listed=states, targets=targets), preferences)


@pytest.mark.parametrize(("size", "exact"), [(200, True), (202, False)])
def test_exact_up_to_200_states_that_lead_to_one_another(size: int, exact: bool) -> None:
    """Each state of a ring is visited evenly, in fractions or nearly."""
    outcome = chain(ring(size)).start(0)
    assert outcome.exact is exact
    assert all(np.isclose(float(part), 1 / size) for part in outcome.share.values())
    if exact:
        assert set(outcome.share.values()) == {Fraction(1, size)}


def test_a_large_component_with_a_way_out_is_exact_too() -> None:
    """Improvements drawn at random, 150 states in one component: checked by its own equations."""
    rng = random.Random(4)
    steps = []
    for s in range(150):
        parts = [rng.randint(1, 9) for _ in range(4)]
        drawn: dict[int, Fraction] = {}
        for t, part in zip([(s + 1) % 150, *rng.sample(range(151), 3)], parts, strict=True):
            drawn[t] = drawn.get(t, Fraction(0)) + Fraction(part, sum(parts))
        steps.append(drawn)
    steps.append({})
    model = GAMES["pennies"]
    found = markov.Chain(model, "uniform", tuple(steps))
    outcome = found.start(0)
    assert outcome.exact and outcome.ends == (1,)
    after = [found.start(t).moves for t in steps[0]]
    assert outcome.moves == 1 + sum(
        part * Fraction(moves) for part, moves in zip(steps[0].values(), after, strict=True)
    )


def test_two_thousand_states() -> None:
    """Statements and rankings: shares from one start sum to 1, exact or not, in seconds."""
    model = randoms.structured(random.Random(5), [4, 3, 2, 2], patterns=0)
    assert model.space.count == 2048
    for rule in ("uniform", "best"):
        outcome = chain(model, rule).start(0)
        assert np.isclose(float(sum(outcome.ends)), 1)
        assert outcome.exact is isinstance(outcome.moves, Fraction)


def test_whole_systems_are_solved_exactly() -> None:
    rng = random.Random(2)
    for size in (1, 2, 5, 12):
        matrix = [[rng.randint(-3, 3) + 9 * (r == c) for c in range(size)] for r in range(size)]
        right = [rng.randint(-(10**30), 10**30) for _ in range(size)]
        rows = [dict(enumerate(row)) for row in matrix]
        exact = [[Fraction(entry) for entry in row] for row in matrix]
        assert solve_exactly(rows, right) == eliminated(exact, list(map(Fraction, right)))
    with pytest.raises(ArithmeticError):
        solve_exactly([{0: 1, 1: 1}, {0: 1, 1: 1}], [1, 2])


def test_components_come_after_what_they_lead_to() -> None:
    rng = random.Random(7)
    for size in (1, 5, 30, 200):
        after = [tuple(rng.sample(range(size), min(size, rng.randint(0, 2)))) for _ in range(size)]
        reach = [{s} for s in range(size)]
        for _ in range(size.bit_length() + 1):
            reach = [
                set().union(*(reach[t] for t in r)) | {u for t in r for u in after[t]}
                for r in reach
            ]
        parts = strong_components(after)
        place = {s: k for k, part in enumerate(parts) for s in part}
        assert sorted(place) == list(range(size))
        for s in range(size):
            for t in reach[s]:
                assert place[t] <= place[s]
                assert (place[t] == place[s]) == (s in reach[t])


def test_what_cannot_be_drawn_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnknownName, match="uniform"):
        chain(GAMES["pennies"], "unifrom")
    with pytest.raises(NotComputed, match="more than 0"):
        chain(GAMES["pennies"], "weighted", {0: Fraction(0)})
    with pytest.raises(TooLarge, match="up to 65,536"):
        chain(randoms.structured(random.Random(1), [9, 8], patterns=0))
    monkeypatch.setattr(markov, "EXACT", 1)
    monkeypatch.setattr(markov, "MOST", 3)
    with pytest.raises(TooLarge, match="lead to one another"):
        chain(GAMES["pennies"]).start(0)
