"""Foresight and shares at the sizes they are meant for, each answer checked where that is cheap."""

from __future__ import annotations

import itertools
import random
import time

import numpy as np

from standoff.gmcr.concept.foresight import levels
from standoff.gmcr.concept.law import solve
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.evolve.markov import chain


def foresight(model: Model, h: int, seed: int) -> dict[str, float]:
    """L_h for every decision maker at every state. Bytes: a bit for each pair of states, twice a level.

    Checked: L_1 against Nash stability, and what is anticipated two moves ahead at some states by walking
    the moves.
    """
    states = model.space.count
    began = time.process_time()
    tables = list(itertools.islice(levels(model), h + 1))
    seconds = time.process_time() - began
    nash = solve(model, ["NASH"], engine="explicit").stable["NASH"]
    for maker in range(len(model.makers)):
        assert (tables[1].stable(maker) == nash[maker]).all(), seed
        for at in random.Random(seed).sample(range(states), 5):
            outcomes = two_ahead(model, maker, int(model.space.codes[at]))
            positions = {model.space.index(code) for code in outcomes}
            assert positions == set(tables[2].anticipated(maker, at)), (seed, maker, at)
    largest = max(int(np.bitwise_count(sets).sum(axis=1).max()) for sets in tables[h].sets)
    return {
        "states": states,
        "cpu s": seconds,
        "ms": 1e3 * seconds,
        "largest set": largest,
        "bytes": 2 * h * len(model.makers) * states * states / 8,
    }


def two_ahead(model: Model, maker: int, state: int) -> set[int]:
    """G_2(maker, state): every choice among ties is tried."""
    score = model.preferences[maker].score
    after: list[set[int]] = []
    for x in model.space.moves(maker, state):
        others = [one_ahead(model, j, x) for j in range(len(model.makers)) if j != maker]
        outcomes: set[int] = set()
        for choice in itertools.product(*others):
            leaving = [t for t in choice if t != x]
            worst = min((score(model.space, t) for t in leaving), default=None)
            outcomes |= {t for t in leaving if score(model.space, t) == worst} or {x}
        after.append(outcomes)
    here = score(model.space, state)
    # The best move brings no less than the best of what each surely brings.
    sure = max((min(score(model.space, t) for t in each) for each in after), default=here)
    better = {t for each in after for t in each if score(model.space, t) >= max(sure, here)}
    better = {t for t in better if score(model.space, t) > here}
    return better | ({state} if sure <= here else set())


def one_ahead(model: Model, maker: int, state: int) -> set[int]:
    """G_1(maker, state): its best improvements, or the state itself."""
    score = model.preferences[maker].score
    gains = model.improvements(maker, state)
    top = max((score(model.space, t) for t in gains), default=None)
    return {t for t in gains if score(model.space, t) == top} or {state}


def shares(model: Model, rule: str, seed: int) -> dict[str, float]:
    """Shares and expected moves from one state. Bytes: a fraction, as two words, for each step there is.

    Checked: shares sum to 1, and the expected moves against the mean of the starts one step on.
    """
    began = time.process_time()
    steps = chain(model, rule)
    outcome = steps.start(0)
    seconds = time.process_time() - began
    assert np.isclose(float(sum(outcome.ends)), 1), seed
    assert np.isclose(float(sum(outcome.share.values())), 1), seed
    if outcome.moves:
        onward = sum(float(p) * float(steps.start(t).moves) for t, p in steps.steps[0].items())
        assert np.isclose(float(outcome.moves), 1 + onward), seed
    return {
        "states": model.space.count,
        "cpu s": seconds,
        "ms": 1e3 * seconds,
        "largest component": max(map(len, steps.components)),
        "exact": float(outcome.exact),
        "bytes": 16 * sum(map(len, steps.steps)),
    }
