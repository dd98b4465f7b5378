"""What can be brought down to a floor by improvements, compiled: sets as bits, then the rest cell by cell.

Most cells come down to the floor; whether one does is one bit, and a word of bits is moved through a
program (`order`) at once. The few that do not are settled from the lowest up, each once.
"""

from __future__ import annotations

import numpy as np
from numba import njit, uint64

LOWERED, FOUND, ANEW = 1, 2, 4
WORD_BITS = 6
WORD = 1 << WORD_BITS
BESIDE = 8
"""Neighbouring words that are taken together: what the processor loads at a time."""


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
        left = _open(reached, states, begin, across, settings, when, since)
        if not left:
            continue
        context = _context(begin * width, places)
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
def by_lanes(  # type: ignore[no-untyped-def]  # noqa: PLR0917
    reached, states, worse, places, told, low, bits, when, since, now, first, last
):
    """The same, where few cells of a word have a context in common.

    told  for each of the word's cells what its context adds to that of the first
    """
    width = 8 * reached.itemsize
    across, settings = (1 << low) // width, 1 << bits
    some = False
    inside = np.zeros(settings, np.uint64)
    could = np.zeros(settings, np.uint64)
    for column in range(first, last):
        begin = column // across * across * settings + column % across
        left = _open(reached, states, begin, across, settings, when, since)
        if not left:
            continue
        context = _context(begin * width, places)
        for a in range(settings):
            inside[a] = reached[begin + a * across]
            could[a] = uint64(states[begin + a * across]) & ~inside[a]
        for x in range(width):
            lane = uint64(x)
            if not left >> lane & uint64(1):
                continue
            row = context + told[x]
            below = uint64(0)
            for b in range(settings):
                below |= worse[row, uint64(b)] & -(inside[uint64(b)] >> lane & uint64(1))
            for a in range(settings):
                inside[uint64(a)] |= (
                    (below >> uint64(a) << lane) & (uint64(1) << lane) & could[uint64(a)]
                )
        for a in range(settings):
            at = begin + a * across
            if inside[a] != uint64(reached[at]):
                reached[at] = inside[a]
                when[at * width // 64] = now
                some = True
    return some


@njit(cache=True, nogil=True)
def by_lines(reached, states, worse, places, bits, when, since, now, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """The same, where a word holds all settings, the lowest bits of a cell's number."""
    width = 8 * reached.itemsize
    some = False
    for line in range(first, last):
        here, all_ = uint64(reached[line]), uint64(states[line])
        if not here or here == all_ or when[line * width // 64] <= since:
            continue
        context = _context(line * width, places)
        below = uint64(0)
        for b in range(1 << bits):
            below |= worse[context, uint64(b)] & -(here >> uint64(b) & uint64(1))
        more = here | below & all_
        if more != here:
            reached[line] = more
            when[line * width // 64] = now
            some = True
    return some


@njit(nogil=True)
def _context(cell, places):  # type: ignore[no-untyped-def]
    """What the places say in a cell."""
    found = 0
    for k in range(len(places)):
        found |= (cell >> places[k] & 1) << k
    return found


@njit(nogil=True)
def _open(reached, states, begin, across, settings, when, since):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """The cells of a column's words in which some setting is reached and some state is not; none where none
    was added after `since`."""
    latest, left, any_ = -1, uint64(0), uint64(0)
    for a in range(settings):
        latest = max(latest, when[(begin + a * across) * reached.itemsize // 8])
    if latest > since:
        for a in range(settings):
            at = begin + a * across
            left |= uint64(states[at]) & ~uint64(reached[at])
            any_ |= uint64(reached[at])
    return left & any_


@njit(cache=True, nogil=True)
def swept(found, states, even, low, across, settings, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0917
    """Add the states that differ from one found along an axis; whether there were any, and are any left.

    even  for each of the axis's options that has its place within a word, the cells where it is 0
    """
    ahead = np.zeros(BESIDE, np.uint64)
    more, left = uint64(0), uint64(0)
    beside = min(across, BESIDE)
    for column in range(beside * first, beside * last, beside):
        begin = column // across * across * settings + column % across
        ahead[:] = uint64(0)
        # Loops of so many steps each become a single one; there are seldom fewer.
        if beside == BESIDE:
            for a in range(settings):
                for x in range(BESIDE):
                    ahead[uint64(x)] |= found[uint64(begin + a * across + x)]
        else:
            for x in range(settings * across):
                ahead[uint64(x & (across - 1))] |= found[uint64(begin + x)]
        for k in range(len(even)):
            by, mask = uint64(1 << (low + k)), even[k]
            for x in range(BESIDE):
                here = ahead[uint64(x)]
                ahead[uint64(x)] |= here >> by & mask | (here & mask) << by
        if beside == BESIDE:
            for a in range(settings):
                for x in range(BESIDE):
                    at = uint64(begin + a * across + x)
                    before, could = found[at], states[at]
                    here = before | ahead[uint64(x)] & could
                    more |= here ^ before
                    left |= here ^ could
                    found[at] = here
        else:
            for x in range(settings * across):
                at = uint64(begin + x)
                before, could = found[at], states[at]
                here = before | ahead[uint64(x & (across - 1))] & could
                more |= here ^ before
                left |= here ^ could
                found[at] = here
    return more != 0, left != 0


@njit(cache=True, nogil=True)
def listed(left, number, low, bits, setting):  # type: ignore[no-untyped-def]
    """The cells of a set, so many, that have one setting of some bits above a byte's."""
    found = np.empty(number, np.int64)
    at, size = 0, 1 << (low - 3)
    for first in range(setting * size, len(left), size << bits):
        for byte in range(first, first + size):
            here = left[byte]
            if here:
                for x in range(8):
                    if here >> x & 1:
                        found[at] = 8 * byte + x
                        at += 1
    return found


@njit(cache=True, nogil=True)
def settled(  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0917
    cells, start, values, turn, low, bits, lows, sizes, near, places, counts, worse, offsets
):
    """Write into some cells the least that improvements lead to among them.

    start      the cells, ascending; all have one setting of `bits` from `low` on
    values     theirs; by `turn` they ascend
    near       for each mover its lowest option, without those bits
    places     for each mover the bits of a cell's number that tell its contexts, and in `counts` how many
    worse      what each of its settings improves on in each context, from `offsets` on
    """
    movers = len(lows)
    # For each mover the cells left as bits, those that differ by its options side by side.
    words = (len(cells) >> bits) // WORD + 1
    left = np.zeros(movers * words, np.uint64)
    for at in range(len(start)):
        here = _without(start[at], low, bits)
        for j in range(movers):
            place = _beside(here, near[j], sizes[j])
            left[j * words + (place >> WORD_BITS)] |= uint64(1) << uint64(place & (WORD - 1))
    stack = np.empty(1024, np.int64)
    for at in turn:
        first = start[at]
        here = _without(first, low, bits)
        if movers:
            place = _beside(here, near[0], sizes[0])
            if not left[place >> WORD_BITS] >> uint64(place & (WORD - 1)) & uint64(1):
                continue
        _taken(left, words, here, near, sizes)
        value = cells[first] = values[at]
        stack[0] = first
        depth = 1
        while depth:
            depth -= 1
            cell = stack[depth]
            here = _without(cell, low, bits)
            for j in range(movers):
                settings = 1 << sizes[j]
                b = cell >> lows[j] & (settings - 1)
                place = _beside(here, near[j], sizes[j]) - b
                group = left[j * words + (place >> WORD_BITS)] >> uint64(place & (WORD - 1))
                if sizes[j] < WORD_BITS:
                    group &= (uint64(1) << uint64(settings)) - uint64(1)
                if not group:
                    continue
                context = 0
                for k in range(counts[j]):
                    context |= (cell >> places[j, k] & 1) << k
                group &= worse[offsets[j] + context * settings + b]
                other = cell - (b << lows[j])
                while group:
                    if group & uint64(1):
                        _taken(left, words, _without(other, low, bits), near, sizes)
                        cells[other] = value
                        if depth == len(stack):
                            stack = np.concatenate((stack, np.empty(depth, np.int64)))
                        stack[depth] = other
                        depth += 1
                    group >>= uint64(1)
                    other += 1 << lows[j]
    return True


@njit(nogil=True)
def _taken(left, words, here, near, sizes):  # type: ignore[no-untyped-def]
    for j in range(len(near)):
        place = _beside(here, near[j], sizes[j])
        left[j * words + (place >> WORD_BITS)] &= ~(uint64(1) << uint64(place & (WORD - 1)))


@njit(nogil=True)
def _without(cell, low, bits):  # type: ignore[no-untyped-def]
    """A cell's number with some bits left out."""
    return cell & ((1 << low) - 1) | cell >> (low + bits) << low


@njit(nogil=True)
def _beside(here, low, bits):  # type: ignore[no-untyped-def]
    """A number with some of its bits made the lowest."""
    below = here & ((1 << low) - 1)
    return (here >> (low + bits) << low | below) << bits | here >> low & ((1 << bits) - 1)
