"""The one pass of `cube` that array operations are slow at, compiled by numba: the extra `[fast]`.

Compiled on first use for many cells and kept on disk; one thread.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


def answered(cells: NDArray[Any], rank: NDArray[Any], reach: NDArray[np.bool_]) -> bool:
    """Lower each cell to the least of itself and those that improve on it; say if any cell changed.

    cells, rank  shape (higher, settings, lower), one type; the mover's settings are the middle axis
    reach        bool, [b, a]: whether the mover can go from setting a to setting b
    """
    changed: bool = _answered(cells, rank, reach)
    return changed


@njit(cache=True)
def _answered(cells, rank, reach):  # type: ignore[no-untyped-def]
    # A group is copied to where it is contiguous, so that all its settings are compared with one of
    # them by the same instructions. Values are compared by `if`, which keeps them narrow.
    high, settings, low = cells.shape
    before = np.empty(settings, cells.dtype)
    least = np.empty(settings, cells.dtype)
    mine = np.empty(settings, rank.dtype)
    changed = False
    for h in range(high):
        for x in range(low):
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
                changed |= least[a] != before[a]
                cells[h, a, x] = least[a]
    return changed
