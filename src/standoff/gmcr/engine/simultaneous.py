"""Simultaneous sanctioning: improvements of several decision makers made at once.

For an improvement s -> t of the focal decision maker and a non-empty set of others, each taking one of
its own improvements from s, the combined state has all these changes at once. The improvement is
sanctioned when some combined state is feasible and not preferred to s; infeasible ones sanction
nothing (Fraser and Hipel 1984). It needs states made of options, each move changing its mover's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.space import Space
from standoff.gmcr.engine.arcs import Arcs, pairs
from standoff.problem import NotComputed, TooLarge

Values: TypeAlias = NDArray[np.uint32]
Flags: TypeAlias = NDArray[np.bool_]
Places: TypeAlias = NDArray[np.intp]

MAX_COMBINED = 1 << 29
"""More combined moves than this are refused: at some tens of nanoseconds each, half a minute."""
_CHUNK = 1 << 20
COMBINING = 80 * _CHUNK
"""Bytes that so many combined moves take while they are looked at, about; measured."""


def combined(gains: Sequence[Arcs], maker: int) -> NDArray[np.float64]:
    """How many combined moves there are from each state: the work of `sanctioned`."""
    others = [1.0 + arcs.counts for j, arcs in enumerate(gains) if j != maker]
    work: NDArray[np.float64] = np.multiply.reduce([1.0 * gains[maker].counts, *others])
    return work


def check(space: Space, gains: Sequence[Arcs]) -> None:
    """NotComputed where changes cannot be combined, TooLarge where there are too many to combine."""
    if isinstance(space, Graph):
        own = [np.uint64(space.masks.get(j, 0)) for j in range(len(gains))]
        codes = space.codes
        if space.loose or any(
            ((codes[arcs.source] ^ codes[arcs.target]) & ~mask).any()
            for arcs, mask in zip(gains, own, strict=True)
        ):
            raise NotComputed(
                "simultaneous sanctions combine changes of options, and here states are merged or a "
                "listed move changes what is not its mover's"
            )
    work = sum(float(combined(gains, maker).sum()) for maker in range(len(gains)))
    if work > MAX_COMBINED:
        raise TooLarge(
            f"about {work:.2g} combined moves, more than {MAX_COMBINED:,}: leave simultaneous "
            "sanctions out, or say more of what is impossible"
        )


def sanctioned(space: Space, gains: Sequence[Arcs], rank: Values, maker: int) -> Flags:
    """The states from which every improvement of `maker` is sanctioned simultaneously; shape (states,).

    gains  each decision maker's improvements    rank  the focal one's ranks, shape (states,)
    """
    work = np.cumsum(combined(gains, maker))
    result = np.ones(space.count, dtype=bool)
    first = 0
    while first < space.count and work[-1]:
        before = work[first - 1] if first else 0.0
        last = max(first + 1, int(np.searchsorted(work, before + _CHUNK, side="right")))
        result[_unanswered(space, gains, rank, maker, (first, last))] = False
        first = last
    return result


def _unanswered(
    space: Space, gains: Sequence[Arcs], rank: Values, maker: int, states: tuple[int, int]
) -> Places:
    """Of the states from the first to before the last, those with an improvement nobody sanctions."""
    codes = space.codes
    first, last = np.searchsorted(gains[maker].source, states)
    start, target = gains[maker].source[first:last], gains[maker].target[first:last]
    # Grown opponent by opponent: the improvement it is for, and what some of the others change.
    of, change = np.arange(len(start)), np.zeros(len(start), dtype=np.uint64)
    for j, arcs in enumerate(gains):
        if j != maker:
            row, arc = pairs(start[of], arcs.counts)
            made = codes[arcs.source[arc]] ^ codes[arcs.target[arc]]
            of = np.concatenate([of, of[row]])
            change = np.concatenate([change, change[row] | made])
    of, change = of[change != 0], change[change != 0]
    state = codes[target[of]] ^ change
    at = np.minimum(np.searchsorted(codes, state), len(codes) - 1)
    answered = np.zeros(len(start), dtype=bool)
    answered[of[(codes[at] == state) & (rank[at] <= rank[start[of]])]] = True
    return start[~answered]
