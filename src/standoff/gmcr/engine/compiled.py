"""The functions of `passes`, by the same names, compiled by numba: the extra `[fast]`.

Compiled on first use and kept on disk. Large numbers of cells are shared among threads, as many as numba
is told to use (NUMBA_NUM_THREADS); they do not spin while they wait.

Work goes tile by tile. A tile is a matrix with a row for each setting of one decision maker and, for all
other options, `LANES` neighbouring settings: a row of lanes is what the processor's vector instructions
take, whatever the decision maker. Indices within a tile are unsigned and values are compared by `if`:
that is what keeps the instructions as wide as the numbers are narrow.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np
from numba import config, njit, uint64

from standoff.gmcr.engine.passes import LANE_BITS, Axis, Cells, at_most, score

__all__ = ["at_most", "best", "lower_by_improvements", "lower_by_moves", "score"]
# Two of them wait for memory, not for instructions: they are those of `passes`.

LANES = 1 << LANE_BITS
"""Cells in a row of a tile, and in a line, which has one mark of when a cell of it was last lowered."""
TOGETHER = 8
"""Settings compared in one go: fewer have the lanes loaded and stored more often."""
ALL = (1 << TOGETHER) - 1
SHARED = 1 << 20
"""From so many cells on, threads are worth waking."""


# --- what `cube` calls ----------------------------------------------------------------------------


def best(cells: Cells, axis: Axis) -> Cells:
    """See `passes.best`."""
    found = np.empty_like(cells)
    _shared(_best, _tiles(cells, axis), cells.size, cells, found, *_place(axis))
    return found


def lower_by_moves(
    cells: Cells, barred: Cells | None, axes: Sequence[Axis], tick: Callable[[], None]
) -> None:
    """See `passes.lower_by_moves`; barred cells are known by what they hold."""
    _until_still(cells, axes, [()] * len(axes), _moved, tick)


def lower_by_improvements(
    cells: Cells, movers: Sequence[tuple[Axis, Cells]], tick: Callable[[], None]
) -> None:
    """See `passes.lower_by_improvements`."""
    axes = [axis for axis, _ in movers]
    _until_still(cells, axes, [(rank,) for _, rank in movers], _improved, tick)


def _until_still(
    cells: Cells, axes: Sequence[Axis], ranks: Sequence[Any], sweep: Any, tick: Callable[[], None]
) -> None:
    """Sweeps along the axes in turn until none changes a cell; what nothing changed is left out."""
    lowered = np.zeros(len(cells) // LANES, np.int32)  # at which sweep each line last was
    seen = [-1] * len(axes)
    now = quiet = 0
    while quiet < len(axes):
        for at, axis in enumerate(axes):
            tick()
            now += 1
            given = (cells, *ranks[at], *_place(axis), lowered, seen[at], now)
            changed = any(_shared(sweep, _tiles(cells, axis), cells.size, *given))
            seen[at] = now
            quiet = 1 if changed else quiet + 1
            if quiet >= len(axes):
                break


def _place(axis: Axis) -> tuple[int, int, int, int]:
    return axis.low, axis.bits, axis.forward, axis.back


def _tiles(cells: Cells, axis: Axis) -> int:
    """How many tiles there are."""
    return len(cells) // (LANES << axis.bits)


def _shared(work: Any, size: int, cells: int, *given: Any) -> list[bool]:
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


# --- what is compiled -----------------------------------------------------------------------------


@njit(cache=True, nogil=True)
def _best(cells, found, low, bits, forward, back, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    tile = np.zeros(LANES << bits, cells.dtype)
    image = np.zeros(LANES << bits, cells.dtype)
    for number in range(first, last):
        start, step = _corner(number, low, bits)
        _load(cells, start, low, bits, tile)
        _complement(tile)
        _spread(tile, bits, forward, back)
        _complement(tile)
        _store(found, _lines(tile, image, low, bits), start, step, bits)
    return True


@njit(cache=True, nogil=True)
def _moved(cells, low, bits, forward, back, lowered, since, now, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    tile = np.zeros(LANES << bits, cells.dtype)
    least = np.zeros(LANES << bits, cells.dtype)
    image = np.zeros(LANES << bits, cells.dtype)
    largest = _largest(cells)
    some = False
    for number in range(first, last):
        start, step = _corner(number, low, bits)
        if _stale(lowered, start, step, bits, since):
            continue
        _load(cells, start, low, bits, tile)
        _copy(tile.view(np.uint64), 0, least.view(np.uint64), 0, len(tile) * tile.itemsize // 8)
        _spread(least, bits, forward, back)
        _bar(least, tile, largest)
        some |= _lower(cells, _lines(least, image, low, bits), start, step, bits, lowered, now)
    return some


@njit(cache=True, nogil=True)
def _improved(cells, rank, low, bits, forward, back, lowered, since, now, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    # Rows beyond the settings stay 0: they improve on nothing.
    size = LANES * max(TOGETHER, 1 << bits)
    tile = np.zeros(size, cells.dtype)
    least = np.zeros(size, cells.dtype)
    image = np.zeros(size, cells.dtype)
    mine = np.zeros(size, rank.dtype)
    rows = size // LANES
    alive, fresh = np.zeros(rows, np.bool_), np.zeros(rows // TOGETHER, np.bool_)
    allowed = _allowed(bits, forward, back)
    some = False
    for number in range(first, last):
        start, step = _corner(number, low, bits)
        if _stale(lowered, start, step, bits, since):
            continue
        _load(cells, start, low, bits, tile)
        _load(rank, start, low, bits, mine)
        _copy(tile.view(np.uint64), 0, least.view(np.uint64), 0, len(tile) * tile.itemsize // 8)
        _look(mine, alive, fresh, lowered, start, step, low, bits, since)
        for a in range(1 << bits):
            for group in range(len(fresh)):
                if not alive[a] or not fresh[group]:
                    continue
                b = group * TOGETHER
                if allowed[a, group] == ALL:
                    _answered(tile, mine, least, a, b)
                elif allowed[a, group]:
                    for c in range(TOGETHER):
                        if allowed[a, group] >> c & 1:
                            _answered_by_one(tile, mine, least, a, b + c)
        some |= _lower(cells, _lines(least, image, low, bits), start, step, bits, lowered, now)
    return some


@njit(nogil=True)
def _allowed(bits, forward, back):  # type: ignore[no-untyped-def]
    """For each setting and each group of others a bit for each that it can be moved to."""
    settings = 1 << bits
    allowed = np.zeros((settings, max(TOGETHER, settings) // TOGETHER), np.int64)
    for a in range(settings):
        for b in range(max(TOGETHER, settings)):
            if not (a & ~b & forward or b & ~a & back):
                allowed[a, b // TOGETHER] |= 1 << b % TOGETHER
    return allowed


@njit(nogil=True)
def _look(mine, alive, fresh, lowered, start, step, low, bits, since):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Find the rows with states, and the groups of rows that can lower others: what stands in a line
    that was not lowered after `since` has been taken into account."""
    words = mine.view(np.uint64)
    size = LANES * mine.itemsize // 8
    fresh[:] = False
    for a in range(1 << bits):
        ranks = uint64(0)
        for x in range(size):
            ranks |= words[uint64(a * size + x)]
        alive[a] = ranks != 0
        if low < LANE_BITS or lowered[(start + a * step) // LANES] > since:
            fresh[a // TOGETHER] |= alive[a]


@njit(nogil=True)
def _answered(tile, mine, least, a, b):  # type: ignore[no-untyped-def]
    """Row a of the least, lowered to what eight rows from b on hold where they improve on it."""
    row, other = uint64(a * LANES), uint64(b * LANES)
    for x in range(LANES):
        i, j = row + uint64(x), other + uint64(x)
        here, low = mine[i], least[i]
        value = tile[j]
        value = value if value < low else low
        low = value if mine[j] > here else low
        value = tile[j + uint64(LANES)]
        value = value if value < low else low
        low = value if mine[j + uint64(LANES)] > here else low
        value = tile[j + uint64(2 * LANES)]
        value = value if value < low else low
        low = value if mine[j + uint64(2 * LANES)] > here else low
        value = tile[j + uint64(3 * LANES)]
        value = value if value < low else low
        low = value if mine[j + uint64(3 * LANES)] > here else low
        value = tile[j + uint64(4 * LANES)]
        value = value if value < low else low
        low = value if mine[j + uint64(4 * LANES)] > here else low
        value = tile[j + uint64(5 * LANES)]
        value = value if value < low else low
        low = value if mine[j + uint64(5 * LANES)] > here else low
        value = tile[j + uint64(6 * LANES)]
        value = value if value < low else low
        low = value if mine[j + uint64(6 * LANES)] > here else low
        value = tile[j + uint64(7 * LANES)]
        value = value if value < low else low
        low = value if mine[j + uint64(7 * LANES)] > here else low
        least[i] = low


@njit(nogil=True)
def _answered_by_one(tile, mine, least, a, b):  # type: ignore[no-untyped-def]
    """The same for one row b."""
    row, other = uint64(a * LANES), uint64(b * LANES)
    for x in range(LANES):
        i, j = row + uint64(x), other + uint64(x)
        low = least[i]
        value = tile[j] if tile[j] < low else low
        least[i] = value if mine[j] > mine[i] else low


@njit(nogil=True)
def _spread(tile, bits, forward, back):  # type: ignore[no-untyped-def]
    """Each row lowered to the least of those it can be moved to, option by option."""
    for k in range(bits):
        for a in range(1 << bits):
            off, on = a * LANES, (a | 1 << k) * LANES
            if a >> k & 1:
                continue
            if forward >> k & 1:
                _lesser(tile, off, on)
            elif back >> k & 1:
                _lesser(tile, on, off)
            else:
                _least(tile, off, on)


@njit(nogil=True)
def _lesser(tile, i, j):  # type: ignore[no-untyped-def]
    for x in range(LANES):
        one, other = tile[uint64(i + x)], tile[uint64(j + x)]
        tile[uint64(i + x)] = one if one < other else other


@njit(nogil=True)
def _least(tile, i, j):  # type: ignore[no-untyped-def]
    for x in range(LANES):
        one, other = tile[uint64(i + x)], tile[uint64(j + x)]
        least = one if one < other else other
        tile[uint64(i + x)] = least
        tile[uint64(j + x)] = least


@njit(nogil=True)
def _bar(least, tile, largest):  # type: ignore[no-untyped-def]
    """Put back the largest number where it was: in the cells that cannot be."""
    for x in range(len(tile)):
        least[x] = tile[x] if tile[x] == largest else least[x]


@njit(nogil=True)
def _largest(cells):  # type: ignore[no-untyped-def]
    """The largest number of their type."""
    number = np.zeros(8, cells.dtype)
    _complement(number)
    return number[0]


@njit(nogil=True)
def _complement(tile):  # type: ignore[no-untyped-def]
    words = tile.view(np.uint64)
    for x in range(len(words)):
        words[x] = ~words[x]


@njit(nogil=True)
def _corner(number, low, bits):  # type: ignore[no-untyped-def]
    """(the first cell of a tile, how far its lines are apart)."""
    if low < LANE_BITS:
        return (number * LANES) << bits, LANES
    across = low - LANE_BITS
    high, along = number >> across, number & ((1 << across) - 1)
    return (high << (low + bits)) + along * LANES, 1 << low


@njit(nogil=True)
def _load(cells, start, low, bits, tile):  # type: ignore[no-untyped-def]
    """Copy the cells of a tile to rows by setting."""
    words, goal = cells.view(np.uint64), tile.view(np.uint64)
    size = LANES * cells.itemsize // 8
    if low >= LANE_BITS:
        for a in range(1 << bits):
            _copy(words, (start + (a << low)) // LANES * size, goal, a * size, size)
    elif cells.itemsize << low >= 8:
        _gather(words, start // LANES * size, low - LANE_BITS, bits, goal, size)
    else:
        _gather(cells, start, low - LANE_BITS, bits, tile, LANES)


@njit(nogil=True)
def _copy(words, i, goal, j, size):  # type: ignore[no-untyped-def]
    for x in range(size):
        goal[uint64(j + x)] = words[uint64(i + x)]


@njit(nogil=True)
def _lines(tile, image, low, bits):  # type: ignore[no-untyped-def]
    """The rows of a tile as lines in the order of cells: the inverse of `_load`."""
    if low >= LANE_BITS:
        return tile
    if tile.itemsize << low >= 8:
        size = LANES * tile.itemsize // 8
        _scatter(tile.view(np.uint64), low - LANE_BITS, bits, image.view(np.uint64), size)
    else:
        _scatter(tile, low - LANE_BITS, bits, image, LANES)
    return image


@njit(nogil=True)
def _gather(cells, start, below, bits, tile, size):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Rows of `size` from runs of that size shifted by `below`, one for each setting in turn."""
    run = size >> -below
    for a in range(1 << bits):
        if run == 1:  # a loop of one step each costs more than the step
            for x in range(size):
                tile[uint64(a * size + x)] = cells[uint64(start + (x << bits) + a)]
            continue
        for first in range(0, size, run):
            i, j = start + (first << bits) + a * run, a * size + first
            for x in range(run):
                tile[uint64(j + x)] = cells[uint64(i + x)]


@njit(nogil=True)
def _scatter(tile, below, bits, cells, size):  # type: ignore[no-untyped-def]
    """The inverse of `_gather`."""
    run = size >> -below
    for a in range(1 << bits):
        if run == 1:
            for x in range(size):
                cells[uint64((x << bits) + a)] = tile[uint64(a * size + x)]
            continue
        for first in range(0, size, run):
            i, j = (first << bits) + a * run, a * size + first
            for x in range(run):
                cells[uint64(i + x)] = tile[uint64(j + x)]


@njit(nogil=True)
def _store(cells, lines, start, step, bits):  # type: ignore[no-untyped-def]
    words, goal = lines.view(np.uint64), cells.view(np.uint64)
    size = LANES * cells.itemsize // 8
    for line in range(1 << bits):
        _copy(words, line * size, goal, (start + line * step) // LANES * size, size)


@njit(nogil=True)
def _lower(cells, lines, start, step, bits, lowered, now):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Write the lines that changed, and mark them; whether any did."""
    words, goal = lines.view(np.uint64), cells.view(np.uint64)
    size = LANES * cells.itemsize // 8
    some = False
    for line in range(1 << bits):
        at = (start + line * step) // LANES
        differs = uint64(0)
        for x in range(size):
            differs |= goal[uint64(at * size + x)] ^ words[uint64(line * size + x)]
        if differs:
            some = True
            lowered[at] = now
            _copy(words, line * size, goal, at * size, size)
    return some


@njit(nogil=True)
def _stale(lowered, start, step, bits, since):  # type: ignore[no-untyped-def]
    """Whether no line of a tile was lowered after `since`."""
    latest = -1
    for line in range(1 << bits):
        latest = max(latest, lowered[(start + line * step) // LANES])
    return latest <= since
