"""What the opponents can make of a state: the least of some values that their moves lead to.

The literature lets them follow legal sequences, in which nobody moves twice in a row. Two programs and
some published tables stop earlier; their rules are kept under names of their own, never the default.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Values: TypeAlias = NDArray[np.uint32]


class Step(Protocol):
    """One opponent's moves, all of them or only those that improve."""

    @property
    def composes(self) -> bool:
        """Whether two of its moves in a row make one."""

    def least(self, values: Values) -> Values:
        """The smallest value among the state itself and those it can move to; shape (states,)."""


def by_sequences(steps: Sequence[Step], values: Values) -> Values:
    """The least of `values` at the end of any legal sequence, the empty one included."""
    if all(step.composes for step in steps):
        return _fixpoint(steps, values)
    return _by_last_mover(steps, values)


def _fixpoint(steps: Sequence[Step], values: Values) -> Values:
    # Sweeps only lower values: the fixpoint is the minimum over all sequences. That nobody moves
    # twice in a row forbids nothing here, since two moves of one decision maker make one.
    quiet = 0
    while steps and quiet < len(steps):
        for step in steps:
            lower = step.least(values)
            quiet = quiet + 1 if (lower == values).all() else 1
            values = lower
            if quiet >= len(steps):
                break
    return values


def _by_last_mover(steps: Sequence[Any], values: Values) -> Values:
    """The closure over (state, last mover): `after[k]` is the least that can follow a move of k."""
    after = [values] * len(steps)
    while True:
        by = [step.onward(least) for step, least in zip(steps, after, strict=True)]
        lower = [
            _least([values, *(by[j] for j in range(len(steps)) if j != k)])
            for k in range(len(steps))
        ]
        if all((new == old).all() for new, old in zip(lower, after, strict=True)):
            return _least([values, *by])
        after = lower


def by_single_moves(steps: Sequence[Step], values: Values) -> Values:
    """The least of `values` after one move of one opponent, or none."""
    return _least([values, *(step.least(values) for step in steps)])


def by_each_once(steps: Sequence[Step], values: Values) -> Values:
    """The least of `values` at the end of a sequence in which each opponent moves at most once."""
    least = {frozenset[int](): values}
    for size in range(1, len(steps) + 1):
        for movers in map(frozenset, itertools.combinations(range(len(steps)), size)):
            least[movers] = _least([steps[j].least(least[movers - {j}]) for j in movers])
    return least[frozenset(range(len(steps)))]


def _least(arrays: list[Values]) -> Values:
    least: Values = np.minimum.reduce(arrays)
    return least


@dataclass(frozen=True)
class Sanctions:
    """A rule for how opponents may answer, and where it is met."""

    id: str
    words: str
    worst: Callable[[Sequence[Step], Values], Values]
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
