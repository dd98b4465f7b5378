"""The functions of `passes`, by the same names, compiled by numba: the extra `[fast]`.

Compiled on first use and kept on disk. Large numbers of cells are shared among threads, as many as numba
is told to use (NUMBA_NUM_THREADS); they do not spin while they wait.

Work goes tile by tile. A tile is a matrix with a row for each setting of one decision maker and, for all
other options, `LANES` neighbouring settings: a row of lanes is what the processor's vector instructions
take, whatever the decision maker. Indices within a tile are unsigned and values are compared by `if`:
that is what keeps the instructions as wide as the numbers are narrow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np
from numba import config, njit, uint64
from numpy.typing import NDArray

from standoff.gmcr.passes import Axis, Bits, Cells
from standoff.gmcr.passes import at_most as short_at_most

LANES = 64
"""Cells in a row of a tile, and in a line, which has one mark of when a cell of it was last lowered."""
LANE_BITS = 6
TOGETHER = 8
"""Settings compared in one go: fewer have the lanes loaded and stored more often."""
SHARED = 1 << 17
"""From so many cells on, threads are worth waking."""


# --- what `cube` calls ----------------------------------------------------------------------------


def score(rows: Cells, pick: NDArray[np.intp], possible: NDArray[np.bool_] | None) -> Cells:
    """See `passes.score`."""
    cells = np.empty((len(pick), rows.shape[1]), rows.dtype)
    everywhere = np.zeros(0, bool) if possible is None else possible
    _shared(_score, len(pick), cells.size, rows, pick, everywhere, cells)
    return cells.reshape(-1)


def best(cells: Cells, axis: Axis) -> Cells:
    """See `passes.best`."""
    found = np.empty_like(cells)
    lanes, tiles = _tiles(cells, axis)
    _shared(_best, tiles, cells.size, cells, found, *_place(axis), lanes)
    return found


def at_most(left: Cells, right: Cells) -> Bits:
    """See `passes.at_most`."""
    if len(left) < LANES:
        return short_at_most(left, right)
    words = np.empty(len(left) // LANES, np.uint64)
    _shared(_at_most, len(words), len(left), left, right, words)
    return words.view(np.uint8)


def lower_by_moves(
    cells: Cells, possible: NDArray[np.bool_] | None, axes: Sequence[Axis], tick: Callable[[], None]
) -> None:
    """See `passes.lower_by_moves`; cells that cannot be are known by what they hold."""
    _lower(cells, axes, [()] * len(axes), _moved, tick)


def lower_by_improvements(
    cells: Cells, movers: Sequence[tuple[Axis, Cells]], tick: Callable[[], None]
) -> None:
    """See `passes.lower_by_improvements`."""
    axes = [axis for axis, _ in movers]
    _lower(cells, axes, [(rank,) for _, rank in movers], _improved, tick)


def _lower(
    cells: Cells, axes: Sequence[Axis], ranks: Sequence[Any], sweep: Any, tick: Callable[[], None]
) -> None:
    """Sweeps along the axes in turn until none changes a cell; what nothing changed is left out."""
    lowered = np.zeros(-(-len(cells) // LANES), np.int32)  # at which sweep each line last was
    seen = [-1] * len(axes)
    now = quiet = 0
    while quiet < len(axes):
        for at, axis in enumerate(axes):
            tick()
            now += 1
            lanes, tiles = _tiles(cells, axis)
            given = (*_place(axis), lanes, lowered, seen[at], now)
            changed = any(_shared(sweep, tiles, cells.size, cells, *ranks[at], *given))
            seen[at] = now
            quiet = 1 if changed else quiet + 1
            if quiet >= len(axes):
                break


def _place(axis: Axis) -> tuple[int, int, int, int]:
    return axis.low, axis.bits, axis.forward, axis.back


def _tiles(cells: Cells, axis: Axis) -> tuple[int, int]:
    """(lanes that a tile has, the number of tiles)."""
    lanes = min(LANES, len(cells) >> axis.bits)
    return lanes, len(cells) // (lanes << axis.bits)


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


# --- what is compiled -----------------------------------------------------------------------------


@njit(cache=True, nogil=True)
def _score(rows, pick, possible, cells, first, last):  # type: ignore[no-untyped-def]
    width = rows.shape[1]
    for h in range(first, last):
        row = cells[h]
        row[:] = rows[pick[h, 0]]
        for table in range(1, pick.shape[1]):
            more = rows[pick[h, table]]
            for x in range(width):
                row[x] += more[x]
        if len(possible):
            here = possible[h * width : (h + 1) * width]
            for x in range(width):
                row[x] = row[x] if here[x] else 0
    return True


@njit(cache=True, nogil=True)
def _at_most(left, right, words, first, last):  # type: ignore[no-untyped-def]
    for word in range(first, last):
        start = uint64(word * LANES)
        found = uint64(0)
        for x in range(LANES):
            at = start + uint64(x)
            found |= uint64(left[at] <= right[at]) << uint64(x)
        words[word] = found
    return True


@njit(cache=True, nogil=True)
def _best(cells, found, low, bits, forward, back, lanes, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    tile = np.zeros(LANES << bits, cells.dtype)
    image = np.zeros(LANES << bits, cells.dtype)
    for number in range(first, last):
        start, step = _corner(number, low, bits, lanes)
        _load(cells, start, low, bits, lanes, tile)
        for k in range(bits):
            up, down = not back >> k & 1, not forward >> k & 1
            for a in range(1 << bits):
                if not a >> k & 1:
                    i, j = uint64(a * LANES), uint64((a | 1 << k) * LANES)
                    for x in range(LANES):
                        off, on = tile[i + uint64(x)], tile[j + uint64(x)]
                        both = off if off > on else on
                        tile[i + uint64(x)] = both if up else off
                        tile[j + uint64(x)] = both if down else on
        lines = _lines(tile, image, low, bits, lanes)
        for a in range(1 << bits):
            i, j = uint64(start + a * step), uint64(a * lanes)
            for x in range(lanes):
                found[i + uint64(x)] = lines[j + uint64(x)]
    return True


@njit(cache=True, nogil=True)
def _moved(cells, low, bits, forward, back, lanes, lowered, since, now, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    tile = np.zeros(LANES << bits, cells.dtype)
    least = np.zeros(LANES << bits, cells.dtype)
    image = np.zeros(LANES << bits, cells.dtype)
    barred = cells.dtype.type(~cells.dtype.type(0))
    some = False
    for number in range(first, last):
        start, step = _corner(number, low, bits, lanes)
        if _stale(lowered, start, step, bits, since):
            continue
        _load(cells, start, low, bits, lanes, tile)
        least[:] = tile
        for k in range(bits):
            up, down = not back >> k & 1, not forward >> k & 1
            for a in range(1 << bits):
                if not a >> k & 1:
                    i, j = uint64(a * LANES), uint64((a | 1 << k) * LANES)
                    for x in range(LANES):
                        off, on = least[i + uint64(x)], least[j + uint64(x)]
                        both = off if off < on else on
                        least[i + uint64(x)] = both if up else off
                        least[j + uint64(x)] = both if down else on
        for x in range(LANES << bits):
            least[x] = least[x] if tile[x] != barred else barred
        lines = _lines(least, image, low, bits, lanes)
        some |= _store(cells, lines, start, step, bits, lanes, lowered, now)
    return some


@njit(cache=True, nogil=True)
def _improved(cells, rank, low, bits, forward, back, lanes, lowered, since, now, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    # Rows beyond the settings stay 0: they improve on nothing.
    size = LANES * max(TOGETHER, 1 << bits)
    tile = np.zeros(size, cells.dtype)
    least = np.zeros(size, cells.dtype)
    image = np.zeros(size, cells.dtype)
    mine = np.zeros(size, rank.dtype)
    some = False
    for number in range(first, last):
        start, step = _corner(number, low, bits, lanes)
        if _stale(lowered, start, step, bits, since):
            continue
        _load(cells, start, low, bits, lanes, tile)
        _load(rank, start, low, bits, lanes, mine)
        least[:] = tile
        for a in range(1 << bits):
            for b in range(0, 1 << bits, TOGETHER):
                allowed = 0
                for c in range(b, b + TOGETHER):
                    allowed += not (a & ~c & forward or c & ~a & back)
                if allowed == TOGETHER:
                    _answered(tile, mine, least, a, b)
                elif allowed:
                    for c in range(b, min(b + TOGETHER, 1 << bits)):
                        if not (a & ~c & forward or c & ~a & back):
                            _answered_by_one(tile, mine, least, a, c)
        lines = _lines(least, image, low, bits, lanes)
        some |= _store(cells, lines, start, step, bits, lanes, lowered, now)
    return some


@njit(cache=True, nogil=True)
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


@njit(cache=True, nogil=True)
def _answered_by_one(tile, mine, least, a, b):  # type: ignore[no-untyped-def]
    """The same for one row b."""
    row, other = uint64(a * LANES), uint64(b * LANES)
    for x in range(LANES):
        i, j = row + uint64(x), other + uint64(x)
        low = least[i]
        value = tile[j] if tile[j] < low else low
        least[i] = value if mine[j] > mine[i] else low


@njit(cache=True, nogil=True)
def _corner(number, low, bits, lanes):  # type: ignore[no-untyped-def]
    """(the first cell of a tile, how far its lines are apart)."""
    if low < LANE_BITS:
        return (number * lanes) << bits, lanes
    across = low - LANE_BITS
    high, along = number >> across, number & ((1 << across) - 1)
    return (high << (low + bits)) + along * LANES, 1 << low


@njit(cache=True, nogil=True)
def _load(cells, start, low, bits, lanes, tile):  # type: ignore[no-untyped-def]
    """Copy the cells of a tile to rows by setting."""
    if low >= LANE_BITS:
        for a in range(1 << bits):
            i, j = uint64(start + (a << low)), uint64(a * LANES)
            for x in range(LANES):
                tile[j + uint64(x)] = cells[i + uint64(x)]
    else:
        for a in range(1 << bits):
            for x in range(lanes):
                within = ((x >> low << bits | a) << low) | (x & ((1 << low) - 1))
                tile[uint64(a * LANES + x)] = cells[uint64(start + within)]


@njit(cache=True, nogil=True)
def _lines(tile, image, low, bits, lanes):  # type: ignore[no-untyped-def]
    """The rows of a tile as lines in the order of cells: the inverse of `_load`."""
    if low >= LANE_BITS:
        return tile
    for a in range(1 << bits):
        for x in range(lanes):
            within = ((x >> low << bits | a) << low) | (x & ((1 << low) - 1))
            image[uint64(within)] = tile[uint64(a * LANES + x)]
    return image


@njit(cache=True, nogil=True)
def _store(cells, lines, start, step, bits, lanes, lowered, now):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Write back the lines that changed, and mark them; whether any did."""
    some = False
    for line in range(1 << bits):
        i, j = uint64(start + line * step), uint64(line * lanes)
        changed = False
        for x in range(lanes):
            changed |= cells[i + uint64(x)] != lines[j + uint64(x)]
        if changed:
            some = True
            lowered[(start + line * step) // LANES] = now
            for x in range(lanes):
                cells[i + uint64(x)] = lines[j + uint64(x)]
    return some


@njit(cache=True, nogil=True)
def _stale(lowered, start, step, bits, since):  # type: ignore[no-untyped-def]
    """Whether no line of a tile was lowered after `since`."""
    for line in range(1 << bits):
        if lowered[(start + line * step) // LANES] > since:
            return False
    return True
