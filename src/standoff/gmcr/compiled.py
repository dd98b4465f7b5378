"""The passes of `cube` compiled by numba: the extra `[fast]`, under the same names.

Compiled on first use for many cells, and kept on disk. One thread: a machine that is busy with other
work loses more to threads that wait than it wins.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

LANES = 64


def extreme(cells: NDArray[Any], axis: Any, largest: bool) -> None:
    """Each cell becomes the largest, or the least, of itself and those it can be moved to."""
    view = axis.view(cells)
    (_largest if largest else _least)(
        view, view if axis.free else view.copy(), _reach(axis), axis.free
    )


def answered(cells: NDArray[Any], axis: Any, rank: NDArray[Any]) -> None:
    """Each cell becomes the least of itself and those that improve on it for the mover."""
    if axis.low:
        _answered_apart(axis.view(cells), axis.view(rank), _reach(axis))
    else:
        shape = (-1, 1 << axis.bits)
        _answered_together(cells.reshape(shape), rank.reshape(shape), _reach(axis))


def _reach(axis: Any) -> NDArray[np.bool_]:
    """Whether setting b can be moved to from setting a, as [b, a]."""
    table = np.zeros((1 << axis.bits, 1 << axis.bits), dtype=np.bool_)
    for setting, targets in enumerate(axis.reach):
        table[list(targets), setting] = True
    return table


@njit(cache=True)
def _largest(view, before, reach, free):  # type: ignore[no-untyped-def]
    high, settings, low = view.shape
    for h in range(high):
        if free:
            for b in range(1, settings):
                for x in range(low):
                    view[h, 0, x] = max(view[h, 0, x], view[h, b, x])
            for b in range(1, settings):
                for x in range(low):
                    view[h, b, x] = view[h, 0, x]
        else:
            for b in range(settings):
                for a in range(settings):
                    if reach[b, a]:
                        for x in range(low):
                            view[h, a, x] = max(view[h, a, x], before[h, b, x])


@njit(cache=True)
def _least(view, before, reach, free):  # type: ignore[no-untyped-def]
    high, settings, low = view.shape
    for h in range(high):
        if free:
            for b in range(1, settings):
                for x in range(low):
                    view[h, 0, x] = min(view[h, 0, x], view[h, b, x])
            for b in range(1, settings):
                for x in range(low):
                    view[h, b, x] = view[h, 0, x]
        else:
            for b in range(settings):
                for a in range(settings):
                    if reach[b, a]:
                        for x in range(low):
                            view[h, a, x] = min(view[h, a, x], before[h, b, x])


@njit(cache=True)
def _answered_apart(view, rank, reach):  # type: ignore[no-untyped-def]
    # Settings lie apart: neighbouring cells are handled side by side, a few cache lines at a time.
    high, settings, low = view.shape
    lanes = min(low, LANES)
    before = np.empty((settings, lanes), view.dtype)
    for h in range(high):
        for start in range(0, low, lanes):
            for b in range(settings):
                for x in range(lanes):
                    before[b, x] = view[h, b, start + x]
            for a in range(settings):
                here, mine = view[h, a, start : start + lanes], rank[h, a, start : start + lanes]
                for b in range(settings):
                    if reach[b, a] and a != b:
                        other = rank[h, b, start : start + lanes]
                        for x in range(lanes):
                            found = before[b, x] if other[x] > mine[x] else here[x]
                            here[x] = found if found < here[x] else here[x]


@njit(cache=True)
def _answered_together(rows, rank, reach):  # type: ignore[no-untyped-def]
    # Settings are neighbours: all of a group are compared with one of it at a time.
    groups, settings = rows.shape
    before = np.empty(settings, rows.dtype)
    for g in range(groups):
        here, mine = rows[g], rank[g]
        before[:] = here
        for b in range(settings):
            value, better, allowed = before[b], mine[b], reach[b]
            for a in range(settings):
                found = value if (better > mine[a]) & allowed[a] else here[a]
                here[a] = found if found < here[a] else here[a]
