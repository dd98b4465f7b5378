"""Random conflicts, as the oracle and as the engine see them."""

from __future__ import annotations

import random

from tests.gmcr.oracle import Conflict

from standoff.condition import And, Condition, Iff, Implies, Not, Or, Var, conjunction, literal
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Statements
from standoff.gmcr.conflict.space import Direction, Option, Space


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


def structured(
    rng: random.Random,
    sizes: list[int],
    near: bool = False,
    one_way: float = 0.0,
    patterns: int | None = None,
) -> Model:
    """Decision makers with `sizes` options and 6-12 statements over 2-4 options each, as real cases have.

    A statement binds an option of its decision maker to some of others': of the two neighbours if
    `near`, else of all. `one_way`: the share of options that cannot be undone. Impossible are, unless
    said otherwise, an eighth as many combinations of two or three options as there are options.
    """
    owners = [i for i, size in enumerate(sizes) for _ in range(size)]
    names = [f"o{b}" for b in range(len(owners))]
    options = tuple(
        Option(name, who, Direction.FORWARD if rng.random() < one_way else Direction.BOTH)
        for name, who in zip(names, owners, strict=True)
    )

    def some(choices: list[str]) -> Condition:
        return literal(rng.choice(choices), rng.random() < 0.5)

    def statement(maker: int) -> Condition:
        own = [n for n, who in zip(names, owners, strict=True) if who == maker]
        beside = {(maker - 1) % len(sizes), (maker + 1) % len(sizes)} - {maker}
        others = [
            n
            for n, who in zip(names, owners, strict=True)
            if (who in beside if near else who != maker)
        ]
        tree = some(own)
        for _ in range(rng.randint(1, 3)):
            tree = rng.choice((And, Or, Implies))(tree, some(others if rng.random() < 0.7 else own))
        return tree

    count = len(names) // 8 if patterns is None else patterns
    impossible = tuple(
        conjunction(literal(n, rng.random() < 0.5) for n in rng.sample(names, rng.randint(2, 3)))
        for _ in range(count)
    )
    wishes = tuple(
        Statements.of(*(statement(i) for _ in range(rng.randint(6, 12)))) for i in range(len(sizes))
    )
    makers = tuple(f"dm{i}" for i in range(len(sizes)))
    return Model("structured", makers, Space(options, impossible), wishes)
