"""The order of one decision maker's settings, as programs for passes over rows of cells.

What a list makes of two settings of its decision maker's options depends on the few others that a
statement names beside one of them: a *context* is a setting of these. In each context the settings
stand in one order, whatever all the other options are; so the least that improvements lead to is a running
minimum over rows, best first, with no pair of settings compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.condition import Condition, names, truth
from standoff.gmcr.engine.passes import Axis

MOST_CONTEXTS = 16
"""Bits of the contexts that are written out: some megabytes."""
LOWERED, FOUND, ANEW = 1, 2, 4
"""Of a step: its row is lowered to what was found; counts as found; what was found is forgotten first."""


@dataclass(frozen=True, eq=False)
class Orders:
    """A decision maker's programs along its axis.

    rows, steps  shape (contexts, steps): the setting of each step, best first, and what is done there; 0: no
                 more. Those that tie are lowered, then found
    worse        shape (contexts, settings): a bit for each setting from which the move there improves
    places       the bits of a cell's number that tell the contexts, the lowest bit of a context first
    """

    axis: Axis
    rows: NDArray[np.uint8]
    steps: NDArray[np.uint8]
    worse: NDArray[np.uint64]
    places: NDArray[np.int64]

    def lanes(self, bits: int) -> NDArray[np.int64]:
        """What the context of each of 2^bits neighbouring cells adds to that of the first."""
        lane = np.arange(1 << bits)
        told = np.zeros(1 << bits, np.int64)
        for k, at in enumerate(self.places):
            if at < bits:
                told |= (lane >> at & 1) << k
        return told


def orders(
    axis: Axis, terms: Iterable[tuple[Condition, int]], place: Callable[[str], int]
) -> Orders | None:
    """The programs of a list of conditions and weights; None where there are too many contexts.

    place  the bit of a cell's number that an option has
    """
    own = range(axis.low, axis.low + axis.bits)
    telling = [
        (condition, weight)
        for condition, weight in terms
        if any(place(name) in own for name in names(condition))
    ]
    named = {place(name) for condition, _ in telling for name in names(condition)}
    foreign = sorted(named - set(own))
    if len(foreign) > MOST_CONTEXTS:
        return None
    contexts, settings = 1 << len(foreign), 1 << axis.bits
    numbers = {at: np.arange(contexts)[:, np.newaxis] >> k & 1 for k, at in enumerate(foreign)}
    numbers |= {at: np.arange(settings)[np.newaxis] >> k & 1 for k, at in enumerate(own)}

    def column(name: str) -> NDArray[np.bool_]:
        return numbers[place(name)].astype(bool)

    score = np.zeros((contexts, settings), np.uint64)
    for condition, weight in telling:
        score += np.asarray(truth(condition, column, np.True_)) * np.uint64(weight)
    best_first = np.argsort(~score, axis=1, kind="stable")
    scores = np.take_along_axis(score, best_first, axis=1)
    rows, steps = _programs(axis, best_first, scores)
    worse = _worse(axis, best_first, scores)
    return Orders(axis, rows, steps, worse, np.array(foreign, np.int64))


def _worse(axis: Axis, best_first: NDArray[np.intp], scores: NDArray[Any]) -> NDArray[np.uint64]:
    """For each setting a bit for each that it is better than and can be moved to from."""
    settings = best_first.shape[1]
    bits = np.uint64(1) << best_first.astype(np.uint64)
    # What comes after each place; of those that tie, after the last of them.
    after = np.zeros_like(bits)
    rest = np.zeros(len(bits), np.uint64)
    for at in range(settings - 2, -1, -1):
        rest |= bits[:, at + 1]
        after[:, at] = np.where(scores[:, at] == scores[:, at + 1], after[:, at + 1], rest)
    worse = np.empty_like(bits)
    np.put_along_axis(worse, best_first, after, axis=1)
    for b in range(settings if axis.forward | axis.back else 0):
        sources = (a for a in range(settings) if not (a & ~b & axis.forward or b & ~a & axis.back))
        worse[:, b] &= np.uint64(sum(1 << a for a in sources))
    return worse


def _programs(
    axis: Axis, best_first: NDArray[np.intp], score: NDArray[Any]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """(Rows, steps): for each setting of what goes one way, those that can be moved to from there."""
    one_way = axis.forward | axis.back
    parts = []
    for here in _subsets(one_way):
        chosen = [
            b
            for b in range(1 << axis.bits)
            if not (here & ~b & axis.forward or b & ~here & axis.back)
        ]
        at = np.nonzero(np.isin(best_first, chosen))[1].reshape(len(best_first), len(chosen))
        rows = np.take_along_axis(best_first, at, axis=1)
        scores = np.take_along_axis(score, at, axis=1)
        new = np.ones(rows.shape, bool)
        new[:, 1:] = scores[:, 1:] != scores[:, :-1]
        alone = new & np.roll(new, -1, axis=1)
        group = np.cumsum(new, axis=1)
        lowered = np.where(rows & one_way == here, LOWERED, 0)
        first = lowered | np.where(alone, FOUND, 0)
        second = np.where(alone, 0, FOUND)
        when = np.hstack([2 * group, 2 * group + 1])
        steps = np.hstack([first, second])
        when[steps == 0] = 4 * len(chosen)  # last
        turn = np.argsort(when, axis=1, kind="stable")
        steps = np.take_along_axis(steps, turn, axis=1)
        steps[:, 0] |= ANEW
        parts.append((np.take_along_axis(np.hstack([rows, rows]), turn, axis=1), steps))
    rows, steps = (np.hstack(each) for each in zip(*parts, strict=True))
    turn = np.argsort(steps == 0, axis=1, kind="stable")
    rows, steps = (np.take_along_axis(each, turn, axis=1) for each in (rows, steps))
    most = int((steps != 0).sum(axis=1).max(initial=0))
    return rows[:, :most].astype(np.uint8), steps[:, :most].astype(np.uint8)


def _subsets(bits: int) -> Iterable[int]:
    """All subsets of some bits."""
    part = bits
    while True:
        yield part
        if not part:
            return
        part = part - 1 & bits
