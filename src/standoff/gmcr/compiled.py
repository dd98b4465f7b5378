"""The one pass of `cube` that array operations are slow at, compiled by numba: the extra `[fast]`.

Compiled on first use for many cells and kept on disk; one thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

LINE = 64
"""Cells that share a mark of when one of them last changed."""


def lower(cells: NDArray[Any], movers: Sequence[tuple[Any, NDArray[Any]]], tick: Any) -> None:
    """Lower each cell to the least that is reached by sequences of improvements, in place.

    cells   shape (cells,)
    movers  for each the axis of its options (see `cube.Axis`) and its rank of each cell
    tick    called between passes
    """
    changed = np.zeros(len(cells) // LINE + 1, dtype=np.int32)  # at which pass each line last was
    visited = [-1] * len(movers)
    now = quiet = 0
    while quiet < len(movers):
        for at, (axis, rank) in enumerate(movers):
            tick()
            now += 1
            some = _answered(
                axis.view(cells), axis.view(rank), axis.table, changed, visited[at], now
            )
            visited[at] = now
            quiet = 1 if some else quiet + 1
            if quiet >= len(movers):
                break


@njit(cache=True)
def _answered(cells, rank, reach, changed, since, now):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """One pass of one mover; says if any cell changed.

    cells, rank  shape (higher, settings, lower); the mover's settings are the middle axis
    reach        bool, [b, a]: whether the mover can go from setting a to setting b
    changed      int, (lines,): the pass at which a line last changed; only those after `since` count
    """
    # A group is copied to where it is contiguous, so that all its settings are compared with one of
    # them by the same instructions. Values are compared by `if`, which keeps them narrow.
    high, settings, low = cells.shape
    before = np.empty(settings, cells.dtype)
    least = np.empty(settings, cells.dtype)
    mine = np.empty(settings, rank.dtype)
    some = False
    for h in range(high):
        for start in range(0, low, LINE):
            first = h * settings * low + start
            stale = True
            for a in range(settings):
                stale &= changed[(first + a * low) // LINE] <= since
                stale &= changed[(first + a * low + min(low, LINE) - 1) // LINE] <= since
            if stale:
                continue
            for x in range(start, min(low, start + LINE)):
                for a in range(settings):
                    before[a] = cells[h, a, x]
                    least[a] = before[a]
                    mine[a] = rank[h, a, x]
                for b in range(settings):
                    value, better, allowed = before[b], mine[b], reach[b]
                    for a in range(settings):
                        found = value if better > mine[a] else least[a]
                        found = found if allowed[a] else least[a]
                        least[a] = found if found < least[a] else least[a]
                for a in range(settings):
                    if least[a] != before[a]:
                        some = True
                        cells[h, a, x] = least[a]
                        changed[(first + a * low + x - start) // LINE] = now
    return some
