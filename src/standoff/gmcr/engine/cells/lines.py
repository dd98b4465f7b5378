"""Passes over lines of neighbouring cells, compiled: the least in parts of the states."""

from __future__ import annotations

import numpy as np
from numba import njit, uint64

from standoff.gmcr.engine.passes import LANE_BITS

LANES = 1 << LANE_BITS
OCTETS = LANES // 8


@njit(cache=True, nogil=True)
def least(cells, part, masks, places, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """The least of a part's cells, for each setting of the places and each lane.

    masks  for each byte of a set its cells' masks, all ones where not in it
    """
    table = np.zeros((1 << len(places), LANES), cells.dtype)
    table[:] = masks[0, 0]
    for line in range(first, last):
        row = table[_setting(line, places)]
        _lowered(row, cells, line * LANES, part, masks)
    return table


@njit(cache=True, nogil=True)
def filled(cells, parts, tables, masks, places, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Write into each cell what the table of its part holds; all ones where it is in none."""
    for line in range(first, last):
        setting = _setting(line, places)
        _written(cells, line * LANES, tables[0, setting], parts[0], masks)
        for at in range(1, len(parts)):
            _added(cells, line * LANES, tables[at, setting], parts[at], masks)
    return True


@njit(nogil=True)
def _setting(line, places):  # type: ignore[no-untyped-def]
    setting = 0
    for k in range(len(places)):
        setting |= (line >> (places[k] - LANE_BITS) & 1) << k
    return setting


@njit(nogil=True)
def _masked(value, mask):  # type: ignore[no-untyped-def]
    """The value where the mask is 0, else the mask: `|`, which would widen narrow numbers."""
    return value if value > mask else mask


@njit(nogil=True)
def _lowered(row, cells, start, part, masks):  # type: ignore[no-untyped-def]
    for octet in range(OCTETS):
        mask = masks[part[start // 8 + octet]]
        for x in range(8):
            i = uint64(8 * octet + x)
            value = _masked(cells[uint64(start) + i], mask[uint64(x)])
            row[i] = value if value < row[i] else row[i]


@njit(nogil=True)
def _written(cells, start, row, part, masks):  # type: ignore[no-untyped-def]
    for octet in range(OCTETS):
        mask = masks[part[start // 8 + octet]]
        for x in range(8):
            i = uint64(8 * octet + x)
            cells[uint64(start) + i] = _masked(row[i], mask[uint64(x)])


@njit(nogil=True)
def _added(cells, start, row, part, masks):  # type: ignore[no-untyped-def]
    for octet in range(OCTETS):
        mask = masks[part[start // 8 + octet]]
        for x in range(8):
            i = uint64(8 * octet + x)
            value = _masked(row[i], mask[uint64(x)])
            here = cells[uint64(start) + i]
            cells[uint64(start) + i] = value if value < here else here
