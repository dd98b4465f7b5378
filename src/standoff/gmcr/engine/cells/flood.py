"""Which states moves part from one another, by sets of cells as bits: 64 cells to a word.

Where every move can be undone, the states fall into parts within which moves lead anywhere; most often
all that the movers cannot change apart is one part.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.engine.passes import Axis, Bits

MOST_PARTS = 8
"""So many parts of a slice are told apart."""
MOST_SLICES = 1 << 8
"""Into so many slices at most may the cells fall: what the movers' axes do not change."""
NEAR = 1 << 12
"""Words that are looked through at a time."""
IN_WORD = 6
EVEN = (
    0x5555555555555555,
    0x3333333333333333,
    0x0F0F0F0F0F0F0F0F,
    0x00FF00FF00FF00FF,
    0x0000FFFF0000FFFF,
    0x00000000FFFFFFFF,
)
"""For each of the lowest bits of a cell's number, the cells of a word where it is 0."""

Words: TypeAlias = NDArray[np.uint64]
Sweep: TypeAlias = Callable[[Words, Words, Axis], tuple[bool, bool]]
"""Adds, in place, the states that differ from a member along an axis; says whether any came in, and whether
now all are in."""


def parts(
    states: Bits, axes: Sequence[Axis], sweep: Sweep, tick: Callable[[], None]
) -> tuple[Bits, ...] | None:
    """The states in sets; states of a set that differ along the axes only lead to one another, others not.

    The first has a part of each slice (what the axes do not change), the second another where there is one,
    and so on. All axes must be free; `sweep` adds what one leads to. None where the slices or the parts are
    too many.
    """
    left = states.view(np.uint64).copy()
    bits = (64 * len(left)).bit_length() - 1
    inside = {at for axis in axes for at in range(axis.low, axis.low + axis.bits)}
    others = [at for at in range(bits) if at not in inside]
    if 1 << len(others) > MOST_SLICES:
        return None
    found: list[Bits] = []
    while left.any() or not found:
        if len(found) == MOST_PARTS:
            return None
        part = _one_each(left, others)
        found.append(part.view(np.uint8))
        if _flooded(part, left, axes, sweep, tick):
            break
        left &= ~part
    return tuple(found)


def _one_each(states: Words, others: Sequence[int]) -> Words:
    """One state of each slice that has any; others  the bits of a cell's number that tell the slices."""
    chosen = np.zeros_like(states)
    patterns = [(1 << 64) - 1]
    for at in others:
        if at < IN_WORD:
            patterns = [p & each for p in patterns for each in (EVEN[at], ~EVEN[at])]
    high = [at for at in reversed(others) if at >= IN_WORD]
    top = (64 * len(states)).bit_length() - 1
    shape: list[int] = []
    for above, at in itertools.pairwise([top, *high]):
        shape += [1 << (above - at - 1), 2]
    shape.append(1 << (min([top, *high]) - IN_WORD))
    whole = slice(None)
    for settings in itertools.product((0, 1), repeat=len(high)):
        index = (*(each for setting in settings for each in (whole, setting)), whole)
        view, goal = states.reshape(shape)[index], chosen.reshape(shape)[index]
        waiting, first = patterns, 0
        while waiting and first < view.size:  # the first few words are most often enough
            near = view.flat[first : first + NEAR]
            hits = near & np.uint64(sum(waiting))
            if not hits.any():
                first += NEAR
                continue
            at = int(np.argmax(hits != 0))
            word = int(hits[at])
            for each in (word & pattern for pattern in waiting):
                goal[np.unravel_index(first + at, view.shape)] |= np.uint64(each & -each)
            waiting = [pattern for pattern in waiting if not word & pattern]
    return chosen


def _flooded(
    found: Words, states: Words, axes: Sequence[Axis], sweep: Sweep, tick: Callable[[], None]
) -> bool:
    """Add, in place, what moves along the axes make of some states; whether that is all states."""
    quiet = 0
    while quiet < len(axes):
        for axis in axes:
            tick()
            changed, all_ = sweep(found, states, axis)
            if all_:
                return True
            quiet = 1 if changed else quiet + 1
            if quiet >= len(axes):
                break
    return False
