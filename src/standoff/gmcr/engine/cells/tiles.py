"""Tiles of cells, compiled: what the passes of `compiled` are made of.

The passes stand first, the steps they are made of below, in this one file: what was compiled before is
thrown away where the file of a pass has changed, and nothing else is looked at.

A tile is a matrix with a row for each setting of one decision maker and, for all other options, `LANES`
neighbouring settings: a row of lanes is what the processor's vector instructions take, whatever the decision
maker. Indices within a tile are unsigned and values are compared by `if`: that is what keeps the
instructions as wide as the numbers are narrow.
"""

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import njit, types, uint64
from numba.extending import intrinsic
from numba.np.arrayobj import make_array

from standoff.gmcr.engine.passes import LANE_BITS

LANES = 1 << LANE_BITS
"""Cells in a row of a tile, and in a line, which has one mark of when a cell of it was last lowered."""
OCTETS = LANES // 8
WORDS = LANES // 64
TOGETHER = 8
"""Settings compared in one go: fewer have the lanes loaded and stored more often."""
ALL = (1 << TOGETHER) - 1


@njit(cache=True, nogil=True)
def best(cells, found, low, bits, forward, back, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    tile = np.zeros(LANES << bits, cells.dtype)
    image = np.zeros(LANES << bits, cells.dtype)
    for number in range(first, last):
        start, step = corner(number, low, bits)
        load(cells, start, low, bits, tile)
        spread_most(tile, bits, forward, back)
        store(found, lines_of(tile, image, low, bits), start, step, bits)
    return True


@njit(cache=True, nogil=True)
def moved(cells, low, bits, forward, back, lowered, since, now, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    tile = np.zeros(LANES << bits, cells.dtype)
    least = np.zeros(LANES << bits, cells.dtype)
    image = np.zeros(LANES << bits, cells.dtype)
    most = largest(cells)
    some = False
    for number in range(first, last):
        start, step = corner(number, low, bits)
        if stale(lowered, start, step, bits, since):
            continue
        load(cells, start, low, bits, tile)
        copy(tile.view(np.uint64), 0, least.view(np.uint64), 0, len(tile) * tile.itemsize // 8)
        spread(least, bits, forward, back)
        bar(least, tile, most)
        some |= lower(cells, lines_of(least, image, low, bits), start, step, bits, lowered, now)
    return some


@njit(cache=True, nogil=True)
def improved(cells, rank, low, bits, forward, back, lowered, since, now, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
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
        start, step = corner(number, low, bits)
        if stale(lowered, start, step, bits, since):
            continue
        load(cells, start, low, bits, tile)
        load(rank, start, low, bits, mine)
        copy(tile.view(np.uint64), 0, least.view(np.uint64), 0, len(tile) * tile.itemsize // 8)
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
        some |= lower(cells, lines_of(least, image, low, bits), start, step, bits, lowered, now)
    return some


@njit(cache=True, nogil=True)
def stays(rank, worst, floors, found, low, bits, forward, back, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0912, PLR0917
    """Write which cells stay as bits, or where there is no room for them say what floors are asked for: both
    in one piece, as they are made of the same and each piece takes long to compile.

    worst  what others make of the cells: a number in each; with a part, 0 in lines that have none of its
           cells; with a table, a line for each setting of the places; where it is empty, nothing
    """
    cells, part, table, _ = worst
    tile = np.zeros(LANES << bits, rank.dtype)
    reward = np.zeros(LANES << bits, rank.dtype)
    other = np.zeros(LANES << bits, rank.dtype)
    image = np.zeros(LANES << bits, rank.dtype)
    most = largest(rank)
    least = np.zeros(LANES, rank.dtype)
    asked = np.zeros((1 << bits, LANES), rank.dtype)
    asked[:] = most
    asking = not len(found)
    words = len(tile) * tile.itemsize // 8
    # What can be moved to anywhere comes to the same in each row: one tells it.
    free = not forward | back
    promised = np.zeros(LANES, rank.dtype) if free else reward
    highest = np.zeros(LANES, rank.dtype) if free else other
    for number in range(first, last):
        start, step = corner(number, low, bits)
        load(rank, start, low, bits, tile)
        if len(part) or len(table):
            lines = reward if low >= LANE_BITS else other
            _brought(worst, start, step, lines)
            if low < LANE_BITS:
                load(other, 0, low, bits, reward)
        elif len(cells):
            load(cells, start, low, bits, reward)
        if free and len(cells):
            _best_reward(tile, reward, floors, promised)
        elif free:
            _best_row(tile, promised)
        else:
            if len(cells):
                _rewarded(tile, reward, floors)
            else:
                copy(tile.view(np.uint64), 0, reward.view(np.uint64), 0, words)
            spread_most(reward, bits, forward, back)
        if not asking:
            lines = promised
            if low < LANE_BITS:
                lines = image
                if free:
                    _repeated(promised, low, bits, image)
                else:
                    lines_of(reward, image, low, bits)
            _flagged(rank, lines, start, step, found, bits)
            continue
        if free:
            _best_row(tile, highest)
        else:
            copy(tile.view(np.uint64), 0, other.view(np.uint64), 0, words)
            spread_most(other, bits, forward, back)
        _asked(tile, promised, highest, asked, least)
    return asked


@njit(cache=True, nogil=True)
def least(cells, part, masks, places, low, bits, forward, back, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """The least, of a part's cells, of the largest that moves along an axis lead to; for each setting of the
    places and each lane.

    masks  for each byte of a set its cells' masks, all ones where not in it
    """
    tile = np.zeros(LANES << bits, cells.dtype)
    image = np.zeros(LANES << bits, cells.dtype)
    mask = np.zeros(LANES, cells.dtype)
    table = np.zeros((1 << len(places), LANES), cells.dtype)
    table[:] = masks[0]
    words = part.view(np.uint64)
    free = not forward | back
    best = np.zeros(LANES, cells.dtype)
    for number in range(first, last):
        start, step = corner(number, low, bits)
        some = uint64(0)
        for line in range(1 << bits):
            at = (start + line * step) // 64
            for half in range(WORDS):
                some |= words[uint64(at + half)]
        if not some:
            continue
        load(cells, start, low, bits, tile)
        lines, beyond = image, LANES
        if not free:
            spread_most(tile, bits, forward, back)
            lines = lines_of(tile, image, low, bits)
        elif low < LANE_BITS:
            _best_row(tile, best)
            _repeated(best, low, bits, image)
        else:
            _best_row(tile, best)
            lines, beyond = best, 0
        for line in range(1 << bits):
            at, i = (start + line * step) // LANES, line * beyond
            one, other = words[uint64(at * WORDS)], words[uint64(at * WORDS + 1)]
            if not one | other:
                continue
            whole = not ~(one & other)
            if not whole:
                _unfold(part, at * OCTETS, masks, mask)
            row = table[_setting(at, places)]
            for x in range(LANES):
                value, no = lines[uint64(i + x)], mask[uint64(x)]
                value = value if whole or value > no else no  # `|` would widen narrow numbers
                row[uint64(x)] = value if value < row[uint64(x)] else row[uint64(x)]
    return table


@njit(cache=True, nogil=True)
def filled(cells, parts, tables, masks, places, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Write into each cell what the table of its part holds; all ones where it is in none."""
    mask = np.zeros(LANES, cells.dtype)
    for line in range(first, last):
        here = _setting(line, places)
        start = line * LANES
        for x in range(LANES):
            cells[uint64(start + x)] = masks[0]
        for at in range(len(parts)):
            _unfold(parts[at], line * OCTETS, masks, mask)
            for x in range(LANES):
                value, no = tables[at, here, uint64(x)], mask[uint64(x)]
                value = value if value > no else no
                before = cells[uint64(start + x)]
                cells[uint64(start + x)] = value if value < before else before
    return True


@njit(cache=True, nogil=True)
def cleared(cells, part, first, last):  # type: ignore[no-untyped-def]
    """Write 0 into every line that has a cell of a part, given as words."""
    for line in range(first, last):
        if part[line * WORDS] | part[line * WORDS + 1]:
            for x in range(LANES):
                cells[uint64(line * LANES + x)] = 0
    return True


@njit(cache=True, nogil=True)
def lowest(cells, floors, shift, found, first, last):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """The cells that are no higher than the floor of their line: one line of floors after another, each
    for 2^shift lines."""
    rows = len(floors) // LANES
    for line in range(first, last):
        i, j = line * LANES, (line >> shift & (rows - 1)) * LANES
        for half in range(0, LANES, 64):
            found[uint64((i + half) // 64)] = _no_more(cells, i + half, floors, j + half)
    return True


@njit(nogil=True)
def _setting(line, places):  # type: ignore[no-untyped-def]
    """What the places say in a line."""
    found = 0
    for k in range(len(places)):
        found |= (line >> (places[k] - LANE_BITS) & 1) << k
    return found


@njit(nogil=True)
def _unfold(part, at, masks, mask):  # type: ignore[no-untyped-def]
    """The masks of a line of cells, from byte `at` of a set on."""
    words, goal = masks.view(np.uint64), mask.view(np.uint64)
    size = mask.itemsize
    for octet in range(OCTETS):
        byte = uint64(part[uint64(at + octet)])
        for x in range(size):
            goal[uint64(octet * size + x)] = words[byte * uint64(size) + uint64(x)]


@njit(nogil=True)
def _lower(here, worst, floor):  # type: ignore[no-untyped-def]
    """The smaller of two, of which the second counts from a floor."""
    height = here - floor if here > floor else floor - floor
    return here if worst >= height else worst + floor


@njit(nogil=True)
def _rewarded(tile, reward, floors):  # type: ignore[no-untyped-def]
    """The smaller of two, in every row."""
    for a in range(len(floors)):
        row, floor = uint64(a * LANES), floors[a]
        for x in range(LANES):
            at = row + uint64(x)
            reward[at] = _lower(tile[at], reward[at], floor)


@njit(nogil=True)
def _brought(worst, start, step, lines):  # type: ignore[no-untyped-def]
    """Lines of what others make of the cells, where a part or a table tells it."""
    cells, part, table, places = worst
    for line in range(len(lines) // LANES):
        at, to = (start + line * step) // LANES, line * LANES
        row, i = cells, at * LANES
        if len(table):
            row, i = table, _setting(at, places) * LANES
        elif not part[at * WORDS] | part[at * WORDS + 1]:
            lines[to : to + LANES] = 0
            continue
        for x in range(LANES):
            lines[uint64(to + x)] = row[uint64(i + x)]


@njit(nogil=True)
def _flagged(rank, promised, start, step, found, bits):  # type: ignore[no-untyped-def]  # noqa: PLR0917
    """Write as bits which cells of some lines hold no less than is promised, in a line for each or one for
    all."""
    for line in range(1 << bits):
        at, i = start + line * step, line * LANES % len(promised)
        for half in range(0, LANES, 64):
            word = _no_more(promised, i + half, rank, at + half)
            found[uint64((at + half) // 64)] = word


@njit(nogil=True)
def _asked(tile, promised, highest, asked, least):  # type: ignore[no-untyped-def]
    """Lower to the ranks that a tile's cells ask about what is asked of its rows; the rows that are promised,
    and the highest that can be had, are one for each or one for all."""
    most = largest(tile)
    least[:] = most
    for a in range(len(asked)):
        i = uint64(a * LANES)
        j = i if len(promised) == len(tile) else uint64(0)
        for x in range(LANES):
            here = tile[i + uint64(x)]
            value = here if here < highest[j + uint64(x)] else most
            value = value if promised[j + uint64(x)] <= here else most
            least[uint64(x)] = value if value < least[uint64(x)] else least[uint64(x)]
    for a in range(len(asked)):
        i = uint64(a * LANES)
        for x in range(LANES):
            value = least[uint64(x)] if tile[i + uint64(x)] > least[uint64(x)] else most
            asked[a, uint64(x)] = value if value < asked[a, uint64(x)] else asked[a, uint64(x)]


@njit(nogil=True)
def _best_reward(tile, reward, floors, best):  # type: ignore[no-untyped-def]
    """The largest over all rows of what `_rewarded` makes of them."""
    best[:] = 0
    for a in range(len(floors)):
        row, floor = uint64(a * LANES), floors[a]
        for x in range(LANES):
            at = row + uint64(x)
            value = _lower(tile[at], reward[at], floor)
            best[uint64(x)] = value if value > best[uint64(x)] else best[uint64(x)]


@njit(nogil=True)
def _best_row(tile, best):  # type: ignore[no-untyped-def]
    """The largest over all rows."""
    best[:] = 0
    for row in range(0, len(tile), LANES):
        for x in range(LANES):
            value = tile[uint64(row + x)]
            best[uint64(x)] = value if value > best[uint64(x)] else best[uint64(x)]


@intrinsic
def _no_more(typing, left, i, right, j):  # type: ignore[no-untyped-def]
    """A word of bits: in which of 64 cells the left, from i on, is not above the right, from j on."""

    def generate(context, builder, signature, given):  # type: ignore[no-untyped-def]
        number = ir.IntType(signature.args[0].dtype.bitwidth)
        lanes = ir.VectorType(number, 64)
        sides = []
        for side in (0, 2):
            cells = make_array(signature.args[side])(context, builder, given[side])
            first = builder.gep(cells.data, [given[side + 1]])
            loaded = builder.load(builder.bitcast(first, lanes.as_pointer()))
            loaded.align = number.width // 8
            sides.append(loaded)
        told = builder.icmp_unsigned("<=", *sides)
        return builder.bitcast(told, ir.IntType(64))

    return types.uint64(left, i, right, j), generate


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
    """Row a of the least, lowered to what `TOGETHER` rows from b on hold where they improve on it."""
    row, other = uint64(a * LANES), uint64(b * LANES)
    for x in range(LANES):
        i, j = row + uint64(x), other + uint64(x)
        here, low = mine[i], least[i]
        for c in range(TOGETHER):
            k = j + uint64(c * LANES)
            value = tile[k] if tile[k] < low else low
            low = value if mine[k] > here else low
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
def spread(tile, bits, forward, back):  # type: ignore[no-untyped-def]
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
def spread_most(tile, bits, forward, back):  # type: ignore[no-untyped-def]
    """Each row raised to the largest of those it can be moved to."""
    if forward | back:
        for k in range(bits):
            for a in range(1 << bits):
                off, on = a * LANES, (a | 1 << k) * LANES
                if a >> k & 1:
                    continue
                for x in range(LANES):
                    one, other = tile[uint64(off + x)], tile[uint64(on + x)]
                    most = one if one > other else other
                    tile[uint64(off + x)] = one if back >> k & 1 else most
                    tile[uint64(on + x)] = other if forward >> k & 1 else most
        return
    for k in range(bits - 1, -1, -1):
        size = LANES << k
        for x in range(size):
            one, other = tile[uint64(x)], tile[uint64(size + x)]
            tile[uint64(x)] = one if one > other else other
    _alike(tile, bits)


@njit(nogil=True)
def _alike(tile, bits):  # type: ignore[no-untyped-def]
    """Every row as the first."""
    words = tile.view(np.uint64)
    size = LANES * tile.itemsize // 8
    for k in range(bits):
        copy(words, 0, words, size << k, size << k)


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
def bar(least, tile, largest):  # type: ignore[no-untyped-def]
    """Put back the largest number where it was: in the cells that cannot be."""
    for x in range(len(tile)):
        least[x] = tile[x] if tile[x] == largest else least[x]


@njit(nogil=True)
def largest(cells):  # type: ignore[no-untyped-def]
    """The largest number of their type."""
    number = np.zeros(8, cells.dtype)
    complement(number)
    return number[0]


@njit(nogil=True)
def complement(tile):  # type: ignore[no-untyped-def]
    words = tile.view(np.uint64)
    for x in range(len(words)):
        words[x] = ~words[x]


@njit(nogil=True)
def corner(number, low, bits):  # type: ignore[no-untyped-def]
    """(the first cell of a tile, how far its lines are apart)."""
    if low < LANE_BITS:
        return (number * LANES) << bits, LANES
    across = low - LANE_BITS
    high, along = number >> across, number & ((1 << across) - 1)
    return (high << (low + bits)) + along * LANES, 1 << low


@njit(nogil=True)
def load(cells, start, low, bits, tile):  # type: ignore[no-untyped-def]
    """Copy the cells of a tile to rows by setting."""
    words, goal = cells.view(np.uint64), tile.view(np.uint64)
    size = LANES * cells.itemsize // 8
    if low >= LANE_BITS:
        for a in range(1 << bits):
            copy(words, (start + (a << low)) // LANES * size, goal, a * size, size)
    elif cells.itemsize << low >= 8:
        _gather(words, start // LANES * size, low - LANE_BITS, bits, goal, size)
    else:
        _gather(cells, start, low - LANE_BITS, bits, tile, LANES)


@njit(nogil=True)
def copy(words, i, goal, j, size):  # type: ignore[no-untyped-def]
    for x in range(size):
        goal[uint64(j + x)] = words[uint64(i + x)]


@njit(nogil=True)
def lines_of(tile, image, low, bits):  # type: ignore[no-untyped-def]
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
def _repeated(row, low, bits, lines):  # type: ignore[no-untyped-def]
    """As lines in the order of cells a tile whose rows are all alike."""
    if low == 0:
        for x in range(LANES):
            for a in range(1 << bits):
                lines[uint64((x << bits) + a)] = row[uint64(x)]
        return
    run = 1 << low
    for first in range(0, LANES, run):
        for a in range(1 << bits):
            for x in range(run):
                lines[uint64((first << bits) + (a << low) + x)] = row[uint64(first + x)]


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
def store(cells, lines, start, step, bits):  # type: ignore[no-untyped-def]
    words, goal = lines.view(np.uint64), cells.view(np.uint64)
    size = LANES * cells.itemsize // 8
    for line in range(1 << bits):
        copy(words, line * size, goal, (start + line * step) // LANES * size, size)


@njit(nogil=True)
def lower(cells, lines, start, step, bits, lowered, now):  # type: ignore[no-untyped-def]  # noqa: PLR0917
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
            copy(words, line * size, goal, at * size, size)
    return some


@njit(nogil=True)
def stale(lowered, start, step, bits, since):  # type: ignore[no-untyped-def]
    """Whether no line of a tile was lowered after `since`."""
    latest = -1
    for line in range(1 << bits):
        at = (start + line * step) // LANES
        latest = max(latest, lowered[at])
    return latest <= since
