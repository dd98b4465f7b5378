"""The functions of `passes`, by the same names, compiled by numba: the extra `[fast]`; and some more.

Compiled on first use and kept on disk. Large numbers of cells are shared among threads, as many as numba
is told to use (NUMBA_NUM_THREADS); they do not spin while they wait.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numba import config
from numpy.typing import NDArray

from standoff.gmcr.engine import passes
from standoff.gmcr.engine.cells import flood, reach, tiles
from standoff.gmcr.engine.cells.order import Orders
from standoff.gmcr.engine.passes import LANE_BITS, Axis, Bits, Cells, at_most, started

__all__ = [
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
    "swept",
]
# Two of them wait for memory, not for instructions: they are those of `passes`.

SHARED = 1 << 20
"""From so many cells on, threads are worth waking."""
FEW_ALIKE = 4
"""Where up to so many cells of a word have a context in common, on average, they are taken one by one."""
WHOLE = 1 << LANE_BITS
AXIS = ("low", "bits", "forward", "back")
STILL = Axis(LANE_BITS, 0)
"""Nobody's: what moves along it lead to is the cell itself."""


def best(cells: Cells, axis: Axis, out: Cells | None = None) -> Cells:
    """See `passes.best`."""
    found = np.empty_like(cells) if out is None else out
    _shared(tiles.best, _tiles(cells, axis), cells.size, cells, found, *_place(axis))
    return found


@dataclass(frozen=True, eq=False)
class ByPart:
    """A number that is alike in each part of the states for each setting of what some axes leave and each
    lane: what `least_by_part` has, not written out. The parts hold all states."""

    tables: Cells
    parts: Sequence[Bits]
    axes: Sequence[Axis]


@dataclass(frozen=True, eq=False)
class Some:
    """Numbers in the cells of a set, and 0 in all others; in lines that have none, whatever stands there."""

    cells: Cells
    among: Bits


NO_WORDS = np.zeros(0, np.uint64)
NO_PLACES = np.zeros(0, np.int64)


def _given(rank: Cells, worst: Cells | ByPart | Some | None) -> tuple[Any, ...]:
    """The worst as `tiles` takes it."""
    none = rank[:0]
    match worst:
        case None:
            return none, NO_WORDS, none, NO_PLACES
        case Some(cells, among):
            return cells, among.view(np.uint64), none, NO_PLACES
        case ByPart(
            tables, [_], axes
        ):  # what it holds for cells that are no states is of no account
            return rank, NO_WORDS, tables.reshape(-1), _beside(len(rank), axes)
        case ByPart():
            return filled(worst, np.empty_like(rank)), NO_WORDS, none, NO_PLACES
    return worst, NO_WORDS, none, NO_PLACES


def stays(
    rank: Cells, worst: Cells | ByPart | Some | None, axis: Axis, floors: NDArray[Any] | None = None
) -> Bits:
    """See `passes.stays`; worst may count from a floor in each setting of the axis."""
    found = np.empty(len(rank) // 8, np.uint8)
    floors = np.zeros(1 << axis.bits, rank.dtype) if floors is None else floors
    given = _given(rank, worst)
    place = _place(axis)
    _shared(
        tiles.stays, _tiles(rank, axis), rank.size, rank, given, floors, found.view("u8"), *place
    )
    return found


def floors(rank: Cells, worst: Cells | ByPart, axis: Axis) -> NDArray[Any]:
    """In each setting of the axis the least that it matters whether a cell's worst is lower, or the largest
    number; where `worst`, and all that it becomes, is no less than this one.

    A cell that stays, but only for what others can do, asks of each better one whether its worst is no
    more than the cell's own rank; no other cell asks.
    """
    given = (_given(rank, worst), np.zeros(1 << axis.bits, rank.dtype), NO_WORDS, *_place(axis))
    found = _shared(tiles.stays, _tiles(rank, axis), rank.size, rank, *given)
    least: NDArray[Any] = np.minimum.reduce(found).min(axis=1)
    return least


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


def lower_by_orders(  # noqa: PLR0917
    cells: Cells,
    states: Bits,
    movers: Sequence[Orders],
    apart: Axis,
    floors: NDArray[Any],
    out: Cells,
    tick: Callable[[], None],
) -> Some:
    """How far above the floor in each setting of an axis is what `lower_by_improvements` makes of the cells,
    by the movers' orders.

    apart  the axis: of none of the movers
    """
    reached = _lowest(cells, floors, apart)
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
    left = states & ~reached
    _shared(tiles.cleared, len(cells) // WHOLE, cells.size, out, left.view(np.uint64))
    _settled(cells, floors, left, movers, apart, out)
    return Some(out, left)


def _lowest(cells: Cells, floors: NDArray[Any], axis: Axis) -> Bits:
    """The cells that are no higher than the floor in their setting of the axis."""
    line = np.repeat(floors, min(1 << axis.low, WHOLE))
    line = np.tile(line, -(-WHOLE // len(line)))
    found = np.empty(len(cells) // 8, np.uint8)
    given = (cells, line, max(0, axis.low - LANE_BITS), found.view(np.uint64))
    _shared(tiles.lowest, len(cells) // WHOLE, cells.size, *given)
    return found


def _by_words(mover: Orders, reached: Bits, states: Bits) -> tuple[Any, ...]:
    """The sweep along a mover's axis, the number of its columns or lines, and what it takes."""
    axis = mover.axis
    if axis.low < 3:
        word = f"u{1 << (axis.bits - 3)}"
        given = (reached.view(word), states.view(word), mover.worse, mover.places, axis.bits)
        return reach.by_lines, 8 * len(reached) >> axis.bits, *given
    bits = min(axis.low, 6)
    word = f"u{1 << (bits - 3)}"
    told = mover.lanes(bits)
    ahead, lanes = np.unique(told, return_inverse=True)
    size = (8 * len(reached) >> bits) >> axis.bits
    of = size, reached.view(word), states.view(word)
    if len(ahead) * FEW_ALIKE >= len(told):
        return reach.by_lanes, *of, mover.worse, mover.places, told, axis.low, axis.bits
    alike = (lanes == np.arange(len(ahead))[:, np.newaxis]) << np.arange(len(told), dtype=np.uint64)
    masks = alike.sum(axis=1, dtype=np.uint64)
    programs = mover.rows, mover.steps, mover.places
    return reach.by_rows, *of, *programs, ahead, masks, axis.low, axis.bits


def _settled(  # noqa: PLR0917
    cells: Cells,
    floors: NDArray[Any],
    left: Bits,
    movers: Sequence[Orders],
    apart: Axis,
    out: Cells,
) -> None:
    """Write how far the least of those left that each cell left leads to is above the floor."""
    axes = [mover.axis for mover in movers]
    # Settings of the axis apart do not meet; told by bits above a byte's, they do not share one of the set.
    low = max(apart.low, 3)
    bits = max(0, apart.low + apart.bits - low)
    settings = 1 << bits
    slices = left.reshape(-1, settings, 1 << (low - 3))
    places = np.zeros(
        (len(movers), max((len(mover.places) for mover in movers), default=0)), np.int64
    )
    for row, mover in zip(places, movers, strict=True):
        row[: len(mover.places)] = mover.places
    worse = [np.zeros(0, np.uint64), *(mover.worse.reshape(-1) for mover in movers)]
    about = (
        *(np.array([getattr(axis, name) for axis in axes], np.int64) for name in AXIS[:2]),
        np.array([axis.low - (bits if axis.low > low else 0) for axis in axes], np.int64),
        places,
        np.array([len(mover.places) for mover in movers], np.int64),
        np.concatenate(worse),
        np.cumsum([len(each) for each in worse], dtype=np.int64),
    )

    def settle(setting: int) -> bool:
        number = int(np.bitwise_count(slices[:, setting]).sum())
        start = reach.listed(left, number, low, bits, setting)
        values = cells[start] - floors[start >> apart.low & (len(floors) - 1)]
        turn = np.argsort(values, kind="stable")
        return bool(reach.settled(out, start, values, turn, low, bits, *about))

    if config.NUMBA_NUM_THREADS == 1 or cells.size < SHARED:
        list(map(settle, range(settings)))
    else:
        list(_pool(config.NUMBA_NUM_THREADS).map(settle, range(settings)))


def swept(found: flood.Words, states: flood.Words, axis: Axis) -> tuple[bool, bool]:
    """See `flood.Sweep`."""
    top, inside = axis.low + axis.bits, flood.IN_WORD
    settings = 1 << max(0, top - max(axis.low, inside))
    across = 1 << max(0, axis.low - inside) if settings > 1 else len(found)
    even = np.array(flood.EVEN[axis.low : top], np.uint64)
    size = len(found) // (settings * min(across, reach.BESIDE))
    given = (found, states, even, axis.low, across, settings)
    told = _shared(reach.swept, size, 64 * len(found), *given)
    return any(some for some, _ in told), not any(left for _, left in told)


def least_by_part(
    cells: Cells, parts: Sequence[Bits], axes: Sequence[Axis], along: Axis = STILL
) -> ByPart:
    """For each part, setting of what the axes leave (the lowest bits apart) and lane: the least in there of
    what `best` has along an axis."""
    places, masks = _beside(len(cells), axes), _masks(cells.dtype)
    tables = np.empty((len(parts), 1 << len(places), WHOLE), cells.dtype)
    for part, table in zip(parts, tables, strict=True):
        given = (cells, part, masks, places, *_place(along))
        table[:] = np.minimum.reduce(_shared(tiles.least, _tiles(cells, along), cells.size, *given))
        for axis in axes:
            for at in range(axis.low, min(axis.low + axis.bits, LANE_BITS)):
                pairs = table.reshape(-1, 2, 1 << at)
                pairs[:] = pairs.min(axis=1, keepdims=True)
    return ByPart(tables, parts, axes)


def filled(worst: ByPart, out: Cells) -> Cells:
    """The number in each cell; the largest in cells that are in no part."""
    parts, masks = np.stack(worst.parts), _masks(out.dtype)
    given = (out, parts, worst.tables, masks, _beside(len(out), worst.axes))
    _shared(tiles.filled, len(out) // WHOLE, out.size, *given)
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
    masks: Cells = (bits.astype(kind) - kind.type(1)).astype(kind).reshape(-1)
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
