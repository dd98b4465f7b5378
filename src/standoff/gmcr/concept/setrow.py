"""Sets of states, one to a row, as bits: what concepts read whose preference is no single number.

A table of sets has shape (rows, words), 64 states to a word. A relation over n states is a table with n
rows: row s holds the states that s is related to.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.engine.arcs import Arcs
from standoff.gmcr.engine.pick import starting

SetRows: TypeAlias = NDArray[np.uint64]
Flags: TypeAlias = NDArray[np.bool_]

BLOCK = 1 << 22
"""Words that one step gathers at a time: 32 MB."""


def width(states: int) -> int:
    """Words that a set of so many states takes."""
    return max(1, -(-states // 64))


def unpack(sets: SetRows, states: int) -> Flags:
    """Sets as flags, shape (rows, states)."""
    as_bytes = sets.astype("<u8", copy=False).view(np.uint8)
    return np.asarray(np.unpackbits(as_bytes, axis=1, count=states, bitorder="little").astype(bool))


def singletons(states: int) -> SetRows:
    """Row s is the set of s alone."""
    sets = np.zeros((states, width(states)), dtype=np.uint64)
    every = np.arange(states)
    sets[every, every >> 6] = np.uint64(1) << (every & 63).astype(np.uint64)
    return sets


def own_bit(sets: SetRows) -> Flags:
    """Which rows hold their own state; shape (rows,)."""
    every = np.arange(len(sets))
    bits = sets[every, every >> 6] >> (every & 63).astype(np.uint64)
    return np.asarray((bits & np.uint64(1)).astype(bool))


def filled(sets: SetRows) -> Flags:
    """Which rows hold any state; shape (rows,)."""
    return np.asarray((sets != 0).any(axis=1))


def over_moves(sets: SetRows, moves: Arcs) -> SetRows:
    """Row s is the union of the rows of the states that s has a move to."""
    result = np.zeros_like(sets)
    for arcs in _blocks(moves, sets.shape[1]):
        source, target = moves.source[arcs], moves.target[arcs]
        starts = starting(source)
        union = np.bitwise_or.reduceat(sets[target], starts, axis=0)
        result[source[starts]] |= union
    return result


def _blocks(moves: Arcs, words: int) -> list[slice]:
    size = max(1, BLOCK // max(1, words))
    return [slice(at, at + size) for at in range(0, len(moves.source), size)]


def by_sequences(steps: Sequence[Arcs], states: int) -> SetRows:
    """Row s holds what the movers reach from s by legal sequences of one or more of their steps.

    Nobody steps twice in a row. Kept by first mover: what begins with j's step s -> t reaches t, and
    what another's sequence reaches from t (Fang, Hipel and Kilgour 1993, read from the other end).
    """
    alone = singletons(states)
    first = [np.zeros_like(alone) for _ in steps]
    changed = bool(steps)
    while changed:
        changed = False
        for j, step in enumerate(steps):
            after = alone.copy()
            for k, sets in enumerate(first):
                if k != j:
                    after |= sets
            longer = over_moves(after, step)
            if not np.array_equal(longer, first[j]):
                first[j], changed = longer, len(steps) > 1
    result = np.zeros_like(alone)
    for sets in first:
        result |= sets
    return result
