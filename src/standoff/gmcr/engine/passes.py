"""The passes of `cube` over numbers with a cell for each combination of options, by array operations.

A cell's number has one bit for each option, those of a decision maker side by side: what it can move
between is then one axis of the array, reshaped, and no pass needs an index. `compiled` has the same
functions by the same names; both change nothing but what they return, unless they say so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Cells: TypeAlias = NDArray[Any]  # unsigned, shape (cells,)
Bits: TypeAlias = NDArray[np.uint8]  # a set of cells, eight to a byte, lowest first

SHORT = 7
"""Below so many lower bits a run of neighbouring cells is short for an array operation."""
LANE_BITS = 7
LINE = 1 << LANE_BITS
"""Neighbouring cells that share a mark of when one of them was last lowered."""
BLOCK = 1 << 16
"""Cells worked on at a time where much is done to each: they stay near the processor."""


@dataclass(frozen=True)
class Axis:
    """Where one decision maker's options lie: `bits` of them above the lowest `low` bits.

    `forward` and `back` are those among them that go one way, the lowest of its options counted 1.
    """

    low: int
    bits: int
    forward: int = 0
    back: int = 0

    @property
    def free(self) -> bool:
        """Whether all of them go both ways."""
        return not self.forward and not self.back

    @cached_property
    def sources(self) -> tuple[Any, ...]:
        """For each setting the settings from which it can be moved to, itself included; an index."""
        settings = range(1 << self.bits)
        if self.free:
            return (slice(None),) * len(settings)
        return tuple(
            [a for a in settings if not (a & ~b & self.forward or b & ~a & self.back)]
            for b in settings
        )

    def view(self, cells: Cells) -> Cells:
        """Shape (higher, settings, lower)."""
        return cells.reshape(-1, 1 << self.bits, 1 << self.low)

    def tiles(self, cells: Cells) -> Cells:
        """Shape (higher, lower, settings, runs, run): as many settings of the others as a line has cells."""
        low, settings = 1 << self.low, 1 << self.bits
        if low >= LINE:
            return cells.reshape(-1, settings, low // LINE, 1, LINE).transpose(0, 2, 1, 3, 4)
        runs = min(LINE, len(cells) >> self.bits) >> self.low
        return cells.reshape(-1, 1, runs, settings, low).transpose(0, 1, 3, 2, 4)

    def lines(self, marks: NDArray[np.int32]) -> NDArray[np.int32]:
        """A mark for each line as shape (higher, lower, lines of the tile)."""
        low, settings = 1 << self.low, 1 << self.bits
        if low >= LINE:
            return marks.reshape(-1, settings, low // LINE).transpose(0, 2, 1)
        return marks.reshape(-1, 1, min(settings, len(marks)))


def score(
    rows: Cells, pick: NDArray[np.intp], states: Bits | None, out: Cells | None = None
) -> Cells:
    """Each cell's sum of one entry from each of several tables, 0 where the cell cannot be.

    rows  shape (rows, low cells)    pick  shape (cells / low cells, tables): which rows add up
    """
    shape = (len(pick), rows.shape[1])
    cells = np.empty(shape, rows.dtype) if out is None else out.reshape(shape)
    step = max(1, BLOCK // rows.shape[1])
    for at in range(0, len(pick), step):
        part, chosen = cells[at : at + step], pick[at : at + step]
        np.take(rows, chosen[:, 0], axis=0, out=part, mode="clip")
        for table in range(1, pick.shape[1]):
            part += rows[chosen[:, table]]
        if states is not None:
            part *= _unpacked(states, at * shape[1], part.size).reshape(part.shape)
    return cells.reshape(-1)


def started(cells: Cells, states: Bits, out: Cells) -> Cells:
    """The cells, and the largest number where no state is."""
    for at in range(0, len(cells), BLOCK):
        part = cells[at : at + BLOCK]
        no = np.negative(_unpacked(states, at, len(part)) ^ 1, dtype=np.int8)
        np.bitwise_or(
            part, no.astype(f"i{part.itemsize}").view(part.dtype), out=out[at : at + BLOCK]
        )
    return out


def _unpacked(states: Bits, start: int, count: int) -> NDArray[np.uint8]:
    """1 for each of some neighbouring cells that is in the set, else 0."""
    part = states[start >> 3 : -(-(start + count) >> 3)]
    return np.unpackbits(part, count=count, bitorder="little")


def stays(rank: Cells, worst: Cells | None, axis: Axis) -> Bits:
    """The cells from which no move along the axis pays: to one that is better and stays so at the worst.

    worst  what others make of each cell at the worst; it is overwritten. None: nobody does anything
    """
    reward = rank if worst is None else np.minimum(rank, worst, out=worst)
    return at_most(best(reward, axis), rank)


def best(cells: Cells, axis: Axis, out: Cells | None = None) -> Cells:
    """The largest of each cell and those it can be moved to."""
    if axis.free and out is not None:
        axis.view(out)[:] = over_settings(cells, axis, np.maximum)
        return out
    if axis.free:
        found = over_settings(cells, axis, np.maximum)
        return np.broadcast_to(found, axis.view(cells).shape).reshape(-1)
    return _swept(cells, axis, np.maximum)


def lower_by_moves(
    cells: Cells, barred: Cells | None, axes: Sequence[Axis], tick: Callable[[], None]
) -> None:
    """Lower each cell, in place, to the least that moves along these axes lead to, in any order.

    barred  all ones where no state is, else 0; None: all are. There `cells` hold all ones, and keep them
    tick    called between sweeps
    """
    before: dict[Axis, Cells] = {}
    quiet = 0
    while quiet < len(axes):
        for axis in axes:
            tick()
            # After a sweep all that can be moved between is alike, until another sweep lowers the least.
            least = over_settings(cells, axis, np.minimum) if axis.free else _swept(cells, axis)
            changed = axis not in before or not np.array_equal(least, before[axis])
            before[axis] = least
            if changed:
                axis.view(cells)[:] = least if axis.free else axis.view(least)
                if barred is not None:
                    cells |= barred
            quiet = 1 if changed else quiet + 1
            if quiet >= len(axes):
                break


def lower_by_improvements(
    cells: Cells, movers: Sequence[tuple[Axis, Cells]], tick: Callable[[], None]
) -> None:
    """Lower each cell, in place, to the least that the movers' improvements lead to, in any order.

    movers  for each its axis and its rank of each cell, of the same type as the cells and below half
            of what it holds; 0 improves on nothing, so that no cell that cannot be is passed through
    """
    lowered = np.zeros(-(-len(cells) // LINE), np.int32)  # at which sweep each line last was
    seen = [-1] * len(movers)
    now = quiet = 0
    while quiet < len(movers):
        for mover, (axis, rank) in enumerate(movers):
            tick()
            now += 1
            changed = _improved(cells, axis, rank, lowered, seen[mover], now)
            seen[mover] = now
            quiet = 1 if changed else quiet + 1
            if quiet >= len(movers):
                break


def _improved(  # noqa: PLR0917
    cells: Cells, axis: Axis, rank: Cells, lowered: NDArray[np.int32], since: int, now: int
) -> bool:
    """One mover's sweep over the tiles with a line lowered after `since`; whether any cell changed."""
    tiles, ranks, lines = axis.tiles(cells), axis.tiles(rank), axis.lines(lowered)
    high, low = np.nonzero(lines.max(axis=2) > since)
    step = max(1, BLOCK // (LINE << axis.bits))
    some = False
    for at in range(0, len(high), step):
        part = high[at : at + step], low[at : at + step]
        before = tiles[part].swapaxes(0, 1)
        after = _answered(before, ranks[part].swapaxes(0, 1), axis)
        changed = (after != before).any(axis=(2, 3))
        if changed.any():
            some = True
            tiles[part] = after.swapaxes(0, 1)
            if axis.low < LANE_BITS:  # a tile's lines run across its settings
                changed[:] = changed.any(axis=0)
            lines[part] = np.where(changed.T[:, : lines.shape[2]], now, lines[part])
    return some


def _answered(cells: Cells, rank: Cells, axis: Axis) -> Cells:
    """The least of each cell and of those that improve on it; shape (settings, ...)."""
    values = np.ascontiguousarray(cells)
    ranks = np.ascontiguousarray(rank).view(f"i{rank.itemsize}")
    sign = 8 * rank.itemsize - 1
    least = values.copy()
    for setting, sources in enumerate(axis.sources):
        if not ranks[setting].any():
            continue
        # All ones where this setting is no improvement: the largest number, which lowers nothing.
        found = ranks[setting] - 1 - ranks[sources]
        found >>= sign
        found |= values[setting].view(found.dtype)
        least[sources] = np.minimum(least[sources], found.view(cells.dtype))
    return least


def at_most(left: Cells, right: Cells) -> Bits:
    """The cells in which `left` is not larger."""
    if len(left) <= BLOCK:
        return np.packbits(left <= right, bitorder="little")
    found = np.empty(len(left) >> 3, np.uint8)
    for at in range(0, len(left), BLOCK):
        part = left[at : at + BLOCK] <= right[at : at + BLOCK]
        found[at >> 3 : (at + BLOCK) >> 3] = np.packbits(part, bitorder="little")
    return found


def over_settings(cells: Cells, axis: Axis, pick: np.ufunc) -> Cells:
    """The largest or least over all settings of the axis; shape (higher, 1, lower)."""
    view = axis.view(cells)
    high, settings, low = view.shape
    if axis.low >= SHORT:
        found: Cells = pick.reduce(view, axis=1, keepdims=True)
        return found
    # Each setting's cells lie scattered: gather them, then take whole rows.
    found = np.empty((high, 1, low), cells.dtype)
    step = max(1, BLOCK // (settings * low))
    for at in range(0, high, step):
        rows = np.ascontiguousarray(view[at : at + step].swapaxes(0, 1))
        pick.reduce(rows, axis=0, out=found[at : at + step, 0])
    return found


def _swept(cells: Cells, axis: Axis, pick: np.ufunc = np.minimum) -> Cells:
    """The largest or least of each cell and those it can be moved to, option by option."""
    rows = axis.view(cells).swapaxes(0, 1).copy()
    for at in range(axis.bits):
        pairs = rows.reshape(-1, 2, 1 << at, *rows.shape[1:])
        off, on = pairs[:, 0], pairs[:, 1]
        both = pick(off, on)
        if not axis.back >> at & 1:
            off[:] = both
        if not axis.forward >> at & 1:
            on[:] = both
    return rows.swapaxes(0, 1).reshape(-1)
