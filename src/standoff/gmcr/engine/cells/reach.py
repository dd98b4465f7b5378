"""What can be brought down to a floor by improvements, compiled: sets as bits, then the rest cell by cell.

Most cells come down to the floor; whether one does is one bit, and a word of bits is moved through a
program (`order`) at once. The few that do not are settled from the lowest up, each once.
"""

from __future__ import annotations

import numpy as np
from numba import njit, uint64

LOWERED, FOUND, ANEW = 1, 2, 4


@njit(cache=True, nogil=True)
def by_rows(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    reached, states, rows, steps, places, ahead, masks, low, bits, when, since, now, first, last
):
    """Add what one decision maker's improvements lead from, where a word holds cells of one setting of its.

    A column is the words of all its settings. `when` has the sweep in which any of 64 cells was last added.
    """
    width = 8 * reached.itemsize
    across, settings = (1 << low) // width, 1 << bits
    some = False
    for column in range(first, last):
        begin = column // across * across * settings + column % across
        latest, left, any_ = -1, uint64(0), uint64(0)
        for a in range(settings):
            at = begin + a * across
            latest = max(latest, when[at * width // 64])
            left |= uint64(states[at]) & ~uint64(reached[at])
            any_ |= uint64(reached[at])
        if latest <= since or not left or not any_:
            continue
        context = 0
        for k in range(len(places)):
            context |= (begin * width >> places[k] & 1) << k
        for part in range(len(ahead)):
            if not left & masks[part]:
                continue
            program = context + ahead[part]
            found = uint64(0)
            for k in range(rows.shape[1]):
                step = steps[program, k]
                if not step:
                    break
                at = begin + rows[program, k] * across
                if step & ANEW:
                    found = uint64(0)
                here = uint64(reached[at])
                if step & LOWERED:
                    more = here | (found & masks[part] & uint64(states[at]))
                    if more != here:
                        reached[at] = more
                        when[at * width // 64] = now
                        some = True
                        here = more
                if step & FOUND:
                    found |= here
    return some


@njit(cache=True, nogil=True)
def by_lines(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    reached, states, rows, steps, places, ahead, masks, low, bits, when, since, now, first, last
):
    """The same, where a word holds all settings, the lowest bits of a cell's number."""
    width = 8 * reached.itemsize
    some = False
    for line in range(first, last):
        here, all_ = uint64(reached[line]), uint64(states[line])
        if not here or here == all_ or when[line * width // 64] <= since:
            continue
        program = 0
        for k in range(len(places)):
            program |= (line * width >> places[k] & 1) << k
        more, found = here, False
        for k in range(rows.shape[1]):
            step = steps[program, k]
            if not step:
                break
            setting = uint64(1) << uint64(rows[program, k])
            if step & ANEW:
                found = False
            if step & LOWERED and found:
                more |= setting & all_
            if step & FOUND and more & setting:
                found = True
        if more != here:
            reached[line] = more
            when[line * width // 64] = now
            some = True
    return some


@njit(cache=True, nogil=True)
def settled(cells, start, left, lows, sizes, forward, back, places, counts, ranks, offsets):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Lower the cells of a set to the least that improvements lead to among them; the set is emptied.

    start    the cells of the set, by what they hold, ascending
    places   for each mover the bits of a cell's number that tell its contexts, and in `counts` how many
    ranks    the rank of each of its settings in each context, from `offsets` on
    """
    stack = np.empty(1024, np.int64)
    for at in range(len(start)):
        first = start[at]
        if not left[first >> 3] >> (first & 7) & 1:
            continue
        left[first >> 3] ^= 1 << (first & 7)
        value = cells[first]
        stack[0] = first
        depth = 1
        while depth:
            depth -= 1
            cell = stack[depth]
            for j in range(len(lows)):
                settings = 1 << sizes[j]
                b = cell >> lows[j] & (settings - 1)
                rest = cell - (b << lows[j])
                row = -1
                for a in range(settings):
                    other = rest + (a << lows[j])
                    if not left[other >> 3] >> (other & 7) & 1:
                        continue
                    if row < 0:
                        context = 0
                        for k in range(counts[j]):
                            context |= (cell >> places[j, k] & 1) << k
                        row = offsets[j] + context * settings
                    if ranks[row + a] >= ranks[row + b]:
                        continue
                    if a & ~b & forward[j] or b & ~a & back[j]:
                        continue
                    left[other >> 3] ^= 1 << (other & 7)
                    cells[other] = value
                    if depth == len(stack):
                        stack = np.concatenate((stack, np.empty(depth, np.int64)))
                    stack[depth] = other
                    depth += 1
    return True
