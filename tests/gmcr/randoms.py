"""Random conflicts, as the oracle and as the engine see them."""

from __future__ import annotations

import random

from tests.gmcr.oracle import Conflict

from standoff.gmcr.model import Model
from standoff.gmcr.preference import Statements
from standoff.gmcr.space import Direction, Option, Space
from standoff.statement import And, Condition, Iff, Implies, Not, Or, Var


def condition(rng: random.Random, names: list[str], depth: int = 2) -> Condition:
    if depth == 0 or rng.random() < 0.35:
        var = Var(rng.choice(names))
        return Not(var) if rng.random() < 0.4 else var
    left = condition(rng, names, depth - 1)
    if rng.random() < 0.2:
        return Not(left)
    return rng.choice((And, Or, Implies, Iff))(left, condition(rng, names, depth - 1))


def conflict(rng: random.Random, most_options: int = 6, most_makers: int = 4) -> Conflict:
    """2-4 decision makers, up to 6 options; unowned options, one-way options, ties, no wishes at all."""
    makers = rng.randint(2, most_makers)
    names = [f"o{k}" for k in range(rng.randint(1, most_options))]
    directed = rng.random() < 0.5
    options = tuple(
        (
            name,
            None if rng.random() < 0.1 else rng.randrange(makers),
            rng.choice(("both", "both", "forward", "back")) if directed else "both",
        )
        for name in names
    )
    impossible = tuple(condition(rng, names) for _ in range(rng.choice((0, 0, 1, 2))))
    wishes = tuple(
        tuple(
            tuple(condition(rng, names) for _ in range(rng.choice((1, 1, 1, 2))))
            for _ in range(rng.choice((0, 1, 2, 3, 4)))
        )
        for _ in range(makers)
    )
    return Conflict(options, impossible, wishes)


def model(conflict: Conflict, today: int | None = None) -> Model:
    """The same conflict for the engine."""
    options = tuple(Option(n, who, Direction(way)) for n, who, way in conflict.options)
    return Model(
        "random",
        tuple(f"dm{i}" for i in range(len(conflict.wishes))),
        Space(options, conflict.impossible),
        tuple(Statements(tiers) for tiers in conflict.wishes),
        () if today is None else (today,),
    )
