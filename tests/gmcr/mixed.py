"""Random conflicts of every form the engine takes, each beside the oracle's tables of it."""

from __future__ import annotations

import functools
import itertools
import random
from dataclasses import dataclass
from fractions import Fraction

from tests.gmcr import randoms
from tests.gmcr.oracle import Conflict, Listed, State, Tables

from standoff.condition import Condition
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import NO_WISHES, Preference, Ranking, Statements, Weights
from standoff.gmcr.conflict.space import Direction, Option, Space


@dataclass(frozen=True)
class Mixed:
    """A model for the engine, and the conflict it is of for the oracle."""

    model: Model
    listed: Listed

    def tables(self, answers: str = "sequences") -> Tables:
        return Tables(self.listed, answers)

    def code(self, state: State) -> int:
        return self.model.space.code(state)


@functools.lru_cache(maxsize=256)
def conflict(seed: int) -> Mixed:
    """2-5 decision makers, 1-7 options (few of them many), option form or listed moves."""
    rng = random.Random(seed)
    most = rng.choice((3, 3, 4, 4, 4, 5, 5, 6)) if rng.random() < 0.98 else 7
    return (listed if seed % 3 == 2 else by_options)(rng, most)


def by_options(rng: random.Random, most: int) -> Mixed:
    """Option form: patterns, directions, unowned options; statements, weights or rankings with ties."""
    drawn = randoms.conflict(rng, most, most_makers=5)
    states = drawn.states()
    makers = range(len(drawn.wishes))
    names = [name for name, _, _ in drawn.options]
    orders = [order(rng, names, states, drawn, i) for i in makers]
    arcs = tuple({s: drawn.moves(i, s) for s in states} for i in makers)
    options = tuple(Option(n, who, Direction(way)) for n, who, way in drawn.options)
    model = Model(
        "random",
        tuple(f"dm{i}" for i in makers),
        Space(options, drawn.impossible),
        tuple(preference for preference, _ in orders),
    )
    return Mixed(model, Listed(tuple(states), arcs, tuple(values for _, values in orders)))


def listed(rng: random.Random, most: int) -> Mixed:
    """Graph form: some of the combinations, moves listed anyhow: intransitive, shared, some states none."""
    makers = range(rng.randint(2, 5))
    names = [f"o{k}" for k in range(max(2, most))]
    every = [
        frozenset(itertools.compress(names, bits))
        for bits in itertools.product((0, 1), repeat=len(names))
    ]
    states = rng.sample(every, rng.randint(2, min(len(every), 24)))
    density = rng.choice((0.05, 0.15, 0.3))
    owner = {name: rng.choice(makers) for name in names}
    own_only = rng.random() < 0.5  # then simultaneous sanctions are defined
    arcs: list[dict[State, list[State]]] = []
    for i in makers:
        own = {name for name in names if owner[name] == i}
        arcs.append(
            {
                s: [
                    t
                    for t in states
                    if s != t
                    and (s ^ t <= own if own_only else True)
                    and rng.random() < (3 * density if own_only else density)
                ]
                for s in states
            }
        )
    space = Space(tuple(Option(name, owner[name]) for name in names))
    graph = Graph(
        space.options,
        listed=tuple(sorted(map(space.code, states))),
        targets={
            (i, space.code(s)): tuple(sorted(map(space.code, ends)))
            for i in makers
            for s, ends in arcs[i].items()
        },
    )
    blank = Conflict((), (), ((),) * len(makers))
    orders = [order(rng, names, states, blank, i) for i in makers]
    model = Model(
        "random",
        tuple(f"dm{i}" for i in makers),
        graph,
        tuple(preference for preference, _ in orders),
    )
    return Mixed(model, Listed(tuple(states), tuple(arcs), tuple(values for _, values in orders)))


def order(
    rng: random.Random, names: list[str], states: list[State], drawn: Conflict, maker: int
) -> tuple[Preference, dict[State, int]]:
    """A preference for the engine, and the same as a number for each state."""
    kind = rng.choice(("statements", "statements", "weights", "ranking", "none"))
    bits = {name: 1 << b for b, name in enumerate(names)}
    if kind == "weights":
        weights = {name: Fraction(rng.randint(-4, 4), rng.choice((1, 2, 3))) for name in names}
        values = {s: int(6 * sum(weights[name] for name in s)) for s in states}
        return Weights(weights), values
    if kind == "ranking" and states:
        levels = rng.randint(1, max(1, len(states)))
        values = {s: rng.randint(1, levels) for s in states}
        codes = {sum(bits[name] for name in s): Fraction(value) for s, value in values.items()}
        return Ranking.by_value(codes), values
    tiers: tuple[tuple[Condition, ...], ...] = ()
    if kind == "statements":
        tiers = tuple(
            tuple(randoms.condition(rng, names) for _ in range(rng.choice((1, 1, 1, 2))))
            for _ in range(rng.randint(1, 4))
        )
    truths = Conflict(drawn.options, (), (tiers,))
    values = {
        s: sum(
            sum(truths.holds(c, s) for c in tier) << 2 * (len(tiers) - at)
            for at, tier in enumerate(tiers)
        )
        for s in states
    }
    return Statements(tiers) if tiers else NO_WISHES, values
