"""The functions of `passes`, by the same names, compiled by numba: the extra `[fast]`; and two more.

Compiled on first use and kept on disk. Large numbers of cells are shared among threads, as many as numba
is told to use (NUMBA_NUM_THREADS); they do not spin while they wait.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np
from numba import config
from numpy.typing import NDArray

from standoff.gmcr.engine import passes
from standoff.gmcr.engine.cells import lines, reach, tiles
from standoff.gmcr.engine.cells.order import Orders
from standoff.gmcr.engine.passes import LANE_BITS, Axis, Bits, Cells, at_most, started

__all__ = [
    "above",
    "at_most",
    "best",
    "filled",
    "floors",
    "least_by_part",
    "lower_by_improvements",
    "lower_by_moves",
    "lower_by_orders",
    "score",
    "started",
    "stays",
]
# Two of them wait for memory, not for instructions: they are those of `passes`.

SHARED = 1 << 20
"""From so many cells on, threads are worth waking."""
WHOLE = 1 << LANE_BITS
AXIS = ("low", "bits", "forward", "back")


def best(cells: Cells, axis: Axis, out: Cells | None = None) -> Cells:
    """See `passes.best`."""
    found = np.empty_like(cells) if out is None else out
    _shared(tiles.best, _tiles(cells, axis), cells.size, cells, found, *_place(axis))
    return found


def stays(rank: Cells, worst: Cells | None, axis: Axis, floors: NDArray[Any] | None = None) -> Bits:
    """See `passes.stays`; worst may count from a floor in each setting of the axis."""
    found = np.empty(len(rank) // 8, np.uint8)
    floors = np.zeros(1 << axis.bits, rank.dtype) if floors is None else floors
    given = (rank, rank if worst is None else worst, floors, found.view(np.uint64), *_place(axis))
    _shared(tiles.stays, _tiles(rank, axis), rank.size, *given)
    return found


def floors(rank: Cells, worst: Cells, axis: Axis) -> NDArray[Any]:
    """In each setting of the axis the least that it matters whether a cell's worst is lower, or the largest
    number; where `worst`, and all that it becomes, is no less than this one.

    A cell that stays, but only for what others can do, asks of each better one whether its worst is no
    more than the cell's own rank; no other cell asks.
    """
    found = _shared(tiles.floors, _tiles(rank, axis), rank.size, rank, worst, *_place(axis))
    least: NDArray[Any] = np.minimum.reduce(found).min(axis=1)
    return least


def above(rank: Cells, values: Cells, floors: NDArray[Any], axis: Axis, out: Cells) -> Cells:
    """How far the values are above the floor in each setting of the axis; the largest number if no state."""
    given = (rank, values, floors, out, *_place(axis))
    _shared(tiles.above, _tiles(rank, axis), rank.size, *given)
    return out


def lower_by_moves(
    cells: Cells, barred: Cells | None, axes: Sequence[Axis], tick: Callable[[], None]
) -> None:
    """See `passes.lower_by_moves`; barred cells are known by what they hold."""
    _until_still(cells, axes, [(tiles.moved, *_place(axis)) for axis in axes], tick)


def lower_by_improvements(
    cells: Cells, movers: Sequence[tuple[Axis, Cells]], tick: Callable[[], None]
) -> None:
    """See `passes.lower_by_improvements`."""
    sweeps = [(tiles.improved, rank, *_place(axis)) for axis, rank in movers]
    _until_still(cells, [axis for axis, _ in movers], sweeps, tick)


def lower_by_orders(
    cells: Cells, states: Bits, movers: Sequence[Orders], apart: Axis, tick: Callable[[], None]
) -> None:
    """What `lower_by_improvements` does, by the movers' orders; 0 must be the least there is.

    What cells hold that are no states is of no account.  apart  an axis of none of the movers
    """
    reached = at_most(cells, np.broadcast_to(cells.dtype.type(0), cells.shape))
    reached &= states
    when = np.zeros(-(-len(cells) // 64), np.int32)
    seen, now, quiet = [-1] * len(movers), 0, 0
    given = [_by_words(mover, reached, states) for mover in movers]
    while quiet < len(movers):
        for at, (sweep, size, *of) in enumerate(given):
            tick()
            now += 1
            changed = any(_shared(sweep, size, cells.size, *of, when, seen[at], now))
            seen[at] = now
            quiet = 1 if changed else quiet + 1
            if quiet >= len(movers):
                break
    tick()
    _settled(cells, states & ~reached, movers, apart)


def _by_words(mover: Orders, reached: Bits, states: Bits) -> tuple[Any, ...]:
    """The sweep along a mover's axis, the number of its columns or lines, and what it takes."""
    axis = mover.axis
    by_rows = axis.low >= 3
    bits = min(axis.low, 6) if by_rows else axis.bits
    word = f"u{1 << (bits - 3)}"
    size = (8 * len(reached) >> bits) >> (axis.bits if by_rows else 0)
    ahead, masks = mover.lanes(bits) if by_rows else (np.zeros(1, np.int64), np.zeros(1, np.uint64))
    given = (mover.rows, mover.steps, mover.places, ahead, masks, axis.low, axis.bits)
    sweep = reach.by_rows if by_rows else reach.by_lines
    return sweep, size, reached.view(word), states.view(word), *given


def _settled(cells: Cells, left: Bits, movers: Sequence[Orders], apart: Axis) -> None:
    """Give every cell left the least of those left that it leads to, and 0 to all others."""
    axes = [mover.axis for mover in movers]
    places = np.zeros(
        (len(movers), max((len(mover.places) for mover in movers), default=0)), np.int64
    )
    for row, mover in zip(places, movers, strict=True):
        row[: len(mover.places)] = mover.places
    ranks = [np.zeros(0, np.uint8), *(mover.ranks.reshape(-1) for mover in movers)]
    about = (
        *(np.array([getattr(axis, name) for axis in axes], np.int64) for name in AXIS),
        places,
        np.array([len(mover.places) for mover in movers], np.int64),
        np.concatenate(ranks),
        np.cumsum([len(each) for each in ranks], dtype=np.int64),
    )
    # Settings of the axis apart do not meet; told by bits above a byte's, they do not share one of the set.
    low = max(apart.low, 3)
    settings = 1 << max(0, apart.low + apart.bits - low)
    slices = left.reshape(-1, settings, 1 << (low - 3))

    def settle(setting: int) -> bool:
        flags = np.unpackbits(slices[:, setting].reshape(-1), bitorder="little")
        at = np.flatnonzero(flags)
        start = (at >> low << low) * settings + (setting << low) + (at & (1 << low) - 1)
        values = cells[start]
        cells.reshape(-1, settings, 1 << low)[:, setting] = 0
        cells[start] = values
        start = start[np.argsort(values, kind="stable")]
        return bool(reach.settled(cells, start, left, *about))

    if config.NUMBA_NUM_THREADS == 1 or cells.size < SHARED:
        list(map(settle, range(settings)))
    else:
        list(_pool(config.NUMBA_NUM_THREADS).map(settle, range(settings)))


def least_by_part(cells: Cells, parts: Sequence[Bits], axes: Sequence[Axis]) -> Cells:
    """For each part, setting of what the axes leave (the lowest bits apart) and lane: the least in there."""
    places, masks = _beside(len(cells), axes), _masks(cells.dtype)
    tables = np.empty((len(parts), 1 << len(places), WHOLE), cells.dtype)
    for part, table in zip(parts, tables, strict=True):
        found = _shared(lines.least, len(cells) // WHOLE, cells.size, cells, part, masks, places)
        table[:] = np.minimum.reduce(found)
        for axis in axes:
            for at in range(axis.low, min(axis.low + axis.bits, LANE_BITS)):
                pairs = table.reshape(-1, 2, 1 << at)
                pairs[:] = pairs.min(axis=1, keepdims=True)
    return tables


def filled(tables: Cells, parts: Sequence[Bits], axes: Sequence[Axis], out: Cells) -> Cells:
    """What `least_by_part` has for each cell; the largest number in cells that are in no part."""
    given = (out, np.stack(parts), tables, _masks(out.dtype), _beside(len(out), axes))
    _shared(lines.filled, len(out) // WHOLE, out.size, *given)
    return out


def _beside(cells: int, axes: Sequence[Axis]) -> NDArray[np.int64]:
    """The bits of a cell's number above the lanes that belong to none of the axes."""
    inside = {at for axis in axes for at in range(axis.low, axis.low + axis.bits)}
    high = range(LANE_BITS, cells.bit_length() - 1)
    return np.array([at for at in high if at not in inside], np.int64)


def score(rows: Cells, pick: NDArray[np.intp], states: Bits | None, out: Cells) -> Cells:
    """See `passes.score`."""
    size = rows.shape[1]

    def part(first: int, last: int) -> None:
        inside = None if states is None else states[first * size >> 3 : last * size >> 3]
        passes.score(rows, pick[first:last], inside, out[first * size : last * size])

    _shared(part, len(pick), out.size)
    return out


def _masks(kind: np.dtype[Any]) -> Cells:
    """For each byte of a set, of each of its cells, all ones where it is not in the set."""
    bits = np.unpackbits(np.arange(256, dtype=np.uint8)[:, np.newaxis], axis=1, bitorder="little")
    masks: Cells = (bits.astype(kind) - kind.type(1)).astype(kind)
    return masks


def _until_still(
    cells: Cells, axes: Sequence[Axis], sweeps: Sequence[tuple[Any, ...]], tick: Callable[[], None]
) -> None:
    """Sweeps along the axes in turn until none changes a cell; what nothing changed is left out."""
    lowered = np.zeros(len(cells) // tiles.LANES, np.int32)  # at which sweep each line last was
    seen = [-1] * len(axes)
    now = quiet = 0
    while quiet < len(axes):
        for at, axis in enumerate(axes):
            tick()
            now += 1
            sweep, *given = sweeps[at]
            about = (cells, *given, lowered, seen[at], now)
            changed = any(_shared(sweep, _tiles(cells, axis), cells.size, *about))
            seen[at] = now
            quiet = 1 if changed else quiet + 1
            if quiet >= len(axes):
                break


def _place(axis: Axis) -> tuple[int, int, int, int]:
    low, bits, forward, back = (getattr(axis, name) for name in AXIS)
    return low, bits, forward, back


def _tiles(cells: Cells, axis: Axis) -> int:
    """How many tiles there are."""
    return len(cells) // (tiles.LANES << axis.bits)


def _shared(work: Any, size: int, cells: int, *given: Any) -> list[Any]:
    """What the work says of parts of 0 ... size - 1, which threads share when there are many cells."""
    threads = config.NUMBA_NUM_THREADS if cells >= SHARED else 1
    if threads == 1:
        return [work(*given, 0, size)]
    ends = [size * part // (4 * threads) for part in range(4 * threads + 1)]
    return list(_pool(threads).map(lambda a, b: work(*given, a, b), ends, ends[1:]))


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="standoff")


if hasattr(os, "register_at_fork"):  # a forked process has none of the threads
    os.register_at_fork(after_in_child=_pool.cache_clear)
