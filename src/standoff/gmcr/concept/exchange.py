"""Exchanges: two options of two decision makers change at once, and each weighs what comes of it.

At a state s the first gives a change of an option of its own, the other one of its own, and both together
lead to a feasible state t. It is strict where both prefer t to s, weak where neither is worse off and one is
better. Who pays first stands in the half-way state where only its part is changed; the other then delivers
if that is better for it. A construction of this project: see `docs/explanation/theory.md`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model
from standoff.problem import NotComputed


class Fare(StrEnum):
    """How one state compares with another for a decision maker."""

    BETTER = ">"
    WORSE = "<"
    SAME = "="


@dataclass(frozen=True)
class Side:
    """One party's side of an exchange; states by code, None where there is no such state.

    half    the state where only its part is changed
    gain    how it fares by the whole exchange
    wants   how it fares by the other's part, once its own is paid
    pays    how it fares by paying first
    delivers  how it fares by paying once the other has paid
    keeps   whether it would not undo its part at the end; None where it cannot
    alone   whether some move of its own is at least as good for it as the whole exchange
    """

    maker: int
    option: str
    half: int | None
    gain: Fare
    wants: Fare | None
    pays: Fare | None
    delivers: Fare | None
    keeps: bool | None
    alone: bool


@dataclass(frozen=True)
class Exchange:
    """An exchange between two decision makers at a state."""

    state: int
    target: int
    sides: tuple[Side, Side]

    @property
    def strict(self) -> bool:
        """Whether both are better off."""
        return all(side.gain is Fare.BETTER for side in self.sides)

    @property
    def weak(self) -> bool:
        """Whether nobody is worse off and one is better."""
        gains = {side.gain for side in self.sides}
        return Fare.BETTER in gains and Fare.WORSE not in gains

    @property
    def reached_by_improvements(self) -> bool:
        """Whether in some order both steps are improvements for who makes them."""
        return any(
            first.pays is Fare.BETTER and second.delivers is Fare.BETTER
            for first, second in itertools.permutations(self.sides)
        )


def fare(model: Model, maker: int, state: int, than: int) -> Fare:
    """How a decision maker fares in one state against another."""
    score = model.preferences[maker].score
    one, other = score(model.space, state), score(model.space, than)
    return Fare.BETTER if one > other else Fare.WORSE if one < other else Fare.SAME


def exchanges(model: Model, state: int) -> Iterator[Exchange]:
    """Every exchange at a state that is weak or strict, by options in their order.

    NotComputed where states are merged: an option may then stand both ways.
    """
    space = model.space
    if isinstance(space, Graph) and space.loose:
        raise NotComputed("exchanges change options one by one, and here states are merged")
    owned = [(b, o) for b, o in enumerate(space.options) if o.owner is not None]
    for (a, one), (b, other) in itertools.combinations(owned, 2):
        target = state ^ 1 << a ^ 1 << b
        if one.owner == other.owner or not space.feasible(target):
            continue
        if not space.allowed(state, target):
            continue
        exchange = _exchange(model, state, target, ((one.owner, a), (other.owner, b)))
        if exchange.weak:
            yield exchange


def _exchange(
    model: Model, state: int, target: int, parts: tuple[tuple[int | None, int], ...]
) -> Exchange:
    first, second = parts
    return Exchange(
        state,
        target,
        (_side(model, state, target, first, second), _side(model, state, target, second, first)),
    )


def _side(
    model: Model,
    state: int,
    target: int,
    own: tuple[int | None, int],
    other: tuple[int | None, int],
) -> Side:
    space = model.space
    maker, bit = own
    assert maker is not None
    half, without = (
        code if space.feasible(code) else None for code in (state ^ 1 << bit, state ^ 1 << other[1])
    )
    undone = without is not None and space.allowed(target, without)
    score = model.preferences[maker].score
    return Side(
        maker,
        space.options[bit].name,
        half,
        gain=fare(model, maker, target, state),
        wants=None if half is None else fare(model, maker, target, half),
        pays=None if half is None else fare(model, maker, half, state),
        delivers=None if without is None else fare(model, maker, target, without),
        keeps=fare(model, maker, target, without) is not Fare.WORSE
        if undone and without is not None
        else None,
        alone=any(score(space, t) >= score(space, target) for t in space.moves(maker, state)),
    )
