"""What the opponents can make of a state: the least of some values that their moves lead to.

The literature lets them follow legal sequences, in which nobody moves twice in a row. Two programs and
some published tables stop earlier; their rules are kept under names of their own, never the default.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np

from standoff.gmcr.engine.pick import Pick, Values, neutral


class Step(Protocol):
    """One decision maker's moves, all of them or only those that improve."""

    @property
    def composes(self) -> bool:
        """Whether two of its moves in a row make one."""

    def sweep(self, values: Values, pick: Pick) -> Values:
        """What is picked among the state itself and those it can move to; the shape of the values."""


def by_sequences(steps: Sequence[Step], values: Values, pick: Pick = np.minimum) -> Values:
    """What is picked of `values` at the ends of all legal sequences, the empty one included."""
    if len(steps) == 1:
        return steps[0].sweep(values, pick)
    if all(step.composes for step in steps):
        return _fixpoint(steps, values, pick)
    return pick(values, after_sequences(steps, values, pick))  # type: ignore[no-any-return]


def _fixpoint(steps: Sequence[Step], values: Values, pick: Pick) -> Values:
    # Sweeps only lower values (or only raise them): the fixpoint is what all sequences give. That
    # nobody moves twice in a row forbids nothing here, since two moves of one decision maker make one.
    quiet = 0
    while steps and quiet < len(steps):
        for step in steps:
            other = step.sweep(values, pick)
            quiet = quiet + 1 if (other == values).all() else 1
            values = other
            if quiet >= len(steps):
                break
    return values


def after_sequences(steps: Sequence[Any], values: Values, pick: Pick = np.minimum) -> Values:
    """What is picked of `values` at the ends of all legal sequences of one move or more.

    The steps are arcs. The closure is over (state, last mover): `after[k]` is what can follow a move of k.
    """
    if not steps:
        return np.full_like(values, neutral(pick, values.dtype))
    after = [values] * len(steps)
    while True:
        by = [step.onward(least, pick) for step, least in zip(steps, after, strict=True)]
        new = [
            _picked([values, *(by[j] for j in range(len(steps)) if j != k)], pick)
            for k in range(len(steps))
        ]
        if all((one == old).all() for one, old in zip(new, after, strict=True)):
            return _picked(by, pick)
        after = new


def repeated(step: Step, values: Values, pick: Pick = np.minimum) -> Values:
    """What is picked of `values` after any number of these moves, whoever makes them."""
    while True:
        other = step.sweep(values, pick)
        if (other == values).all():
            return values
        values = other


def by_single_moves(steps: Sequence[Step], values: Values, pick: Pick = np.minimum) -> Values:
    """What is picked of `values` after one move of one opponent, or none."""
    return _picked([values, *(step.sweep(values, pick) for step in steps)], pick)


def by_each_once(steps: Sequence[Step], values: Values, pick: Pick = np.minimum) -> Values:
    """What is picked of `values` after a sequence in which each opponent moves at most once."""
    known = {frozenset[int](): values}
    for size in range(1, len(steps) + 1):
        for movers in map(frozenset, itertools.combinations(range(len(steps)), size)):
            known[movers] = _picked(
                [steps[j].sweep(known[movers - {j}], pick) for j in movers], pick
            )
    return known[frozenset(range(len(steps)))]


def _picked(arrays: list[Values], pick: Pick) -> Values:
    picked: Values = pick.reduce(arrays)
    return picked


@dataclass(frozen=True)
class Sanctions:
    """A rule for how opponents may answer, and where it is met."""

    id: str
    words: str
    worst: Callable[[Sequence[Step], Values, Pick], Values]
    source: str


SANCTIONS: Mapping[str, Sanctions] = MappingProxyType(
    {
        rule.id: rule
        for rule in (
            Sanctions(
                "sequences",
                "opponents answer by legal sequences: nobody moves twice in a row",
                by_sequences,
                "Fang, Hipel and Kilgour 1993",
            ),
            Sanctions(
                "single",
                "one opponent answers by one move",
                by_single_moves,
                "said of a program and of some published tables",
            ),
            Sanctions(
                "once",
                "opponents answer by a sequence in which each moves at most once",
                by_each_once,
                "said of a program",
            ),
        )
    }
)
