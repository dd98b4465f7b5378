"""Whether the others' improvements deter, in all cases of a decision maker at once: a bit for each case.

A case is an alternative of the decision maker and a class of each opponent. What the opponents can make of a
state lies among those with the same setting of the decision maker's options: a *slice*. A state that others
can keep from being left, but that is not best for the decision maker (see `law`), asks of each better one
whether improvements lead from it to a state of its slice that is no better than the asker. Alternatives that
ask for the same states are answered together; and whether an opponent improves by a move, in which classes,
is a word of bits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.budget import Budget
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.engine.cube import Cube
from standoff.gmcr.engine.passes import Axis
from standoff.gmcr.engine.pick import starting

MOST = 1 << 26
"""Bytes that the answers to what is asked may take, or how a decision maker improves in eight classes."""
NEAR = 1 << 15
"""Words of sets that are worked on at a time: they stay near the processor."""
ROOM = 1 << 19
"""Words of room for what is worked on, and for from where one improves there."""
SAID = 3
"""To say from where one improves in a slice is as much work as so many of its sets are."""
FLAGS = 1 << 22
"""Flags of gains that are held at once."""
DENSE = 32
"""One possible key in so many asked for: then a table of them is sooner looked up than they are sorted."""

Cells = NDArray[
    Any
]  # numbers or flags; shape (..., settings of the own options, settings of all others)
Words = NDArray[np.uint64]


class Room:
    """Room for words that is taken again and again: taken anew, the system would first have to clear it."""

    def __init__(self) -> None:
        self._words = np.empty(ROOM, np.uint64)
        self.clear()

    def clear(self) -> None:
        """All of it may be taken."""
        self._left = self._words

    def empty(self, *shape: int) -> Words:
        """An array of some words; of its own where too little is left."""
        size = math.prod(shape)
        if size > len(self._left):
            return np.empty(shape, np.uint64)
        taken, self._left = self._left[:size], self._left[size:]
        return taken.reshape(shape)

    def zeros(self, *shape: int) -> Words:
        """An array of words that are 0."""
        words = self.empty(*shape)
        words[:] = 0
        return words


@dataclass(frozen=True, eq=False)
class Slices:
    """The cells of a cube by the setting of one decision maker's options."""

    cube: Cube
    maker: int
    room: Room

    @staticmethod
    def suit(model: Model) -> bool:
        """Whether a model's states are most of the combinations of its options, and not too many."""
        space = model.space
        if isinstance(space, Graph) or not space.count or not Cube.suits(model, space.count):
            return False
        widest = max((mask.bit_count() for mask in space.masks.values()), default=0)
        return 1 << len(space.options) + widest <= MOST

    @property
    def own(self) -> Axis:
        return self.cube.axes[self.maker]

    @cached_property
    def places(self) -> NDArray[np.intp]:
        """For each listed state its place among the cells of all slices, one after the other."""
        at = np.arange(1 << len(self.cube._order))
        by_setting = self.own.view(at).swapaxes(0, 1).reshape(-1)
        place = np.empty_like(by_setting)
        place[by_setting] = at
        return place[self.cube.listed]

    @cached_property
    def states(self) -> NDArray[np.intp]:
        """For each cell of all slices the number of its state; of no account where it is none."""
        states = np.zeros(1 << len(self.cube._order), np.intp)
        states[self.places] = np.arange(len(self.places))
        return states

    @property
    def _ahead(self) -> NDArray[np.bool_]:
        """For each setting those it can be moved to, itself included, as flags."""
        here = np.arange(1 << self.own.bits)[:, np.newaxis]
        there = here.T
        shut = here & ~there & self.own.forward | there & ~here & self.own.back
        ahead: NDArray[np.bool_] = shut == 0
        return ahead

    @property
    def _widths(self) -> list[int]:
        return [axis.bits for axis in self.cube.axes]

    def spread(self, values: Cells) -> Cells:
        """Numbers or flags of the listed states as cells, 0 where no state is."""
        cells = np.zeros((len(values), 1 << len(self.cube._order)), values.dtype)
        cells[:, self.places] = values
        return cells.reshape(len(values), 1 << self.own.bits, -1)

    def listed(self, cells: Cells) -> NDArray[Any]:
        """What the cells hold of each listed state."""
        return cells.reshape(-1)[self.places]

    def axis(self, axis: Axis) -> Axis:
        """Where an opponent's options lie within a slice."""
        own = self.own
        low = axis.low if axis.low < own.low else axis.low - own.bits
        return Axis(low, axis.bits, axis.forward, axis.back)

    def deterred(self, rank: Cells, *, escapes: bool) -> Cells | None:
        """Where any moves of the others keep the decision maker from leaving; None where it takes more.

        Where all combinations can be and every move be undone, the decision maker is sure of the best that
        its settings bring at the worst (maximin), or where it can escape, of the worst that the others' leave
        it (minimax): below that it leaves. What nobody owns stays as it is.
        """
        if not self.cube._whole or not all(axis.free for axis in self.cube.axes):
            return None
        owned = sum(axis.bits for axis in self.cube.axes)
        apart = rank.reshape(*rank.shape[:2], -1, 1 << owned - self.own.bits)
        if escapes:
            sure = apart.max(axis=1, keepdims=True).min(axis=3, keepdims=True)
        else:
            sure = apart.min(axis=3, keepdims=True).max(axis=1, keepdims=True)
        found: Cells = (apart >= sure).reshape(rank.shape)
        return found

    def stable(
        self,
        rank: Cells,
        opponents: Sequence[Improving],
        deterred: Cells,
        asked: Cells,
        *,
        escapes: bool,
        budget: Budget,
    ) -> Words | None:
        """The listed states that are stable, `packed`; shape (alternatives, classes of all opponents, words).

        rank       the alternatives' ranks
        opponents  how they improve, and in which classes
        deterred   where any moves of the others would keep the decision maker from leaving
        asked      where it matters; elsewhere the answer is no; for one alternative
        escapes    whether an answer deters only if what it leads to cannot be left for something better

        None where it would take more than `MOST` bytes.
        """
        settings = 1 << self.own.bits
        if self.own.free:
            values = np.broadcast_to(rank.max(axis=1, keepdims=True), rank.shape)
        else:
            ahead = self._ahead
            values = np.stack([rank[:, to].max(axis=1) for to in ahead], axis=1)
        best = values <= rank
        inside = deterred & asked
        inside &= ~best
        # Sizes are powers of two: places are told apart by their bits.
        size, lanes = rank[0].size, rank.shape[2]
        places = np.flatnonzero(inside)
        p, cell = places // size, places & size - 1
        at = rank.reshape(-1)[places]
        cases = math.prod(each.kinds for each in opponents)
        words = -(-cases // 64)
        held = np.zeros((len(p), words), np.uint64)
        if len(p):
            beside = np.ascontiguousarray(rank.swapaxes(1, 2)).reshape(-1, settings)
            lane = cell & lanes - 1
            better = np.take(beside, p * lanes + lane, axis=0) > at[:, np.newaxis]
            if not self.own.free:
                better &= ahead[cell // lanes]
            pairs = np.flatnonzero(better)
            asker, goal = pairs // settings, pairs & settings - 1
            given = values if escapes else rank, rank, p, at, asker, goal
            sets, slices, which = self._sets(*given)
            if sets.size * 8 * words * (1 << max(1, *self._widths)) > MOST:
                return None
            reached = self._reached(sets, slices, self._movers(opponents), words, budget)
            found = reached.reshape(-1, words)[which * lanes + lane[asker]]
            starts = starting(asker)
            held = np.bitwise_and.reduceat(found, starts, axis=0)
        return self._by_case(best.reshape(len(rank), -1), (p, cell), held)[:, :cases]

    def _by_case(
        self, best: NDArray[np.bool_], places: tuple[NDArray[np.intp], ...], held: Words
    ) -> Words:
        """What is best in all cases, and what is held in some, `packed` for each case."""
        count, words = len(self.places), held.shape[1]
        octets = -(-count // 8)
        flags = np.zeros((len(best), 8 * octets), np.uint64)
        flags[:, :count] = best[:, self.places]
        # The first of eight states is the highest bit. Eighths of all lie far apart, so that rows are long.
        rows = np.negative(flags).reshape(len(best), octets, 8).transpose(2, 0, 1)[::-1]
        rows = np.repeat(rows[..., np.newaxis], words, axis=3)
        p, cell = places
        state = self.states[cell]
        rows[(state & 7) ^ 7, p, state >> 3] = held
        for by, mask in _SWAPS:
            halves = rows.reshape(-1, 2, int(by), len(best) * octets * words)
            one, other = halves[:, 0], halves[:, 1]
            swapped = one >> by
            swapped ^= other
            swapped &= mask
            other ^= swapped
            swapped <<= by
            one ^= swapped
        stable = np.zeros((len(best), 64 * words, -(-count // 64)), np.uint64)
        by_case = stable.view(np.uint8)[:, :, :octets].reshape(len(best), words, 8, 8, octets)
        eighths = rows.view(np.uint8).reshape(8, len(best), octets, words, 8)
        by_case[:] = eighths.transpose(1, 3, 4, 0, 2)
        return stable

    def _sets(  # noqa: PLR0917
        self,
        values: Cells,
        rank: Cells,
        p: NDArray[np.intp],
        at: NDArray[Any],
        asker: NDArray[np.intp],
        goal: NDArray[np.intp],
    ) -> tuple[NDArray[np.bool_], NDArray[np.intp], NDArray[np.intp]]:
        """(The sets asked for, as flags over cells of a slice; the slice of each; which each asker asks for).

        An asker asks for the states of a slice that are no better than a rank, by an alternative.
        """
        top, settings = int(at.max()) + 1, rank.shape[1]
        alike, kind = _distinct(p * top + at, len(rank) * top)
        key, which = _distinct(kind[asker] * settings + goal, len(alike) * settings)
        kind, goal = key // settings, key & settings - 1
        p, at = np.divmod(alike[kind], top)
        within = values[p, goal] <= at[:, np.newaxis].astype(values.dtype)
        if not self.cube._whole:
            within &= rank[p, goal] > 0
        columns = [goal.view(np.uint64), *_words(within).T]
        mixed = np.zeros(len(key), np.uint64)
        for column in columns:
            mixed = (mixed ^ column) * _ODD
            mixed ^= mixed >> np.uint64(29)
        _, first, number = np.unique(mixed, return_index=True, return_inverse=True)
        if not all(np.array_equal(column[first][number], column) for column in columns):
            rows = np.stack(columns, axis=1)  # two sets in one place: seldom, if ever
            _, first, number = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        return within[first], goal[first], number.reshape(-1)[which]

    def _reached(
        self,
        sets: NDArray[np.bool_],
        slices: NDArray[np.intp],
        movers: Sequence[tuple[Axis, Words]],
        words: int,
        budget: Budget,
    ) -> Words:
        """From where the opponents' improvements lead to sets, a bit for each case of all their classes.

        Shape (sets, cells of a slice, words).
        """
        number = _within_groups(slices)
        depths = np.arange(1, int(number.max()) + 2)
        deeper = -(-np.bincount(slices)[:, np.newaxis] // depths)
        deep = int(depths[np.argmin(deeper.sum(axis=0) * (depths + SAID))])
        # A column has some sets of one slice, so that few of its places stay empty.
        column = slices * len(sets) + number // deep
        columns, place = _distinct(column, (1 << self.own.bits) * len(sets))
        row, of_slice = number % deep, columns // len(sets)
        reached = np.empty((*sets.shape, words), np.uint64)
        step = max(1, NEAR // (deep * sets.shape[1] * words))
        start = np.where(sets, ~np.uint64(0), np.uint64(0))[:, :, np.newaxis]
        for at in range(0, len(columns), step):
            self.room.clear()
            some = of_slice[at : at + step]
            chosen = np.flatnonzero((place >= at) & (place < at + step))
            led = self.room.zeros(deep, sets.shape[1], len(some), words)
            rows = row[chosen], slice(None), place[chosen] - at
            led[rows] = start[chosen]
            given = []
            for axis, steps in movers:
                room = self.room.empty(*steps.shape[:-2], len(some), words)
                given.append((axis, np.take(steps, some, axis=-2, out=room, mode="clip")))
            self._spread(led.reshape(*led.shape[:2], -1), given, budget)
            reached[chosen] = led[rows]
        return reached

    def _spread(self, reached: Words, movers: Sequence[tuple[Axis, Words]], budget: Budget) -> None:
        """Add, in place, from where the improvements lead to what is reached."""
        # For each mover what was reached at its last turn; what differs in its setting alone lies far apart
        # there, so that rows are long.
        known, led = self.room.zeros(len(movers), reached.size), self.room.empty(reached.size)
        new = np.empty(reached.size, bool)
        quiet = 0
        while quiet < len(movers):
            for mine, (axis, improving) in zip(known, movers, strict=True):
                budget.tick()
                shape = (len(reached), -1, 1 << axis.bits, reached.shape[2] << axis.low)
                view = reached.reshape(shape).swapaxes(1, 2)
                apart, far = mine.reshape(view.shape), mine.reshape(*view.shape[:2], -1)
                # It improves in one step to wherever it does in several: only what is new leads further.
                np.not_equal(view, apart, out=new.reshape(view.shape))
                settings = np.flatnonzero(new.reshape(far.shape).any(axis=2).any(axis=0))
                if not len(settings):
                    quiet += 1
                    if quiet >= len(movers):
                        break
                    continue
                quiet = 1
                apart[:] = view
                room = led.reshape(far.shape)
                for b in settings:
                    into = improving[b].reshape(far.shape[1], -1)
                    np.bitwise_and(far[:, b : b + 1], into, out=room)
                    np.bitwise_or(far, room, out=far)
                view[:] = apart

    def _movers(self, opponents: Sequence[Improving]) -> list[tuple[Axis, Words]]:
        """Each opponent's axis, and for each of its settings from where it improves to it, in which cases.

        Shape (settings, settings, higher, lower, slices, words).
        """
        sizes = [each.kinds for each in opponents]
        case = np.unravel_index(np.arange(math.prod(sizes)), sizes)
        movers = []
        for mine, each in zip(case, opponents, strict=True):
            if not each.axis.bits:
                continue
            steps: Words | None = None
            for first, code in zip(range(0, each.kinds, 8), each.codes, strict=True):
                # Eight classes at a time: a byte that tells in which it improves is looked up.
                inside = _words(mine == np.arange(first, first + 8)[:, np.newaxis])
                table = np.zeros((256, inside.shape[1]), np.uint64)
                for bit, cases in enumerate(inside):
                    np.bitwise_or(table[: 1 << bit], cases, out=table[1 << bit : 2 << bit])
                found = np.take(table, self._sliced(each.axis, code), axis=0)
                steps = found if steps is None else np.bitwise_or(steps, found, out=steps)
            if steps is not None:
                movers.append((self.axis(each.axis), steps))
        return movers

    def _sliced(self, axis: Axis, code: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """(settings, settings, cells of all others) as (settings, settings, higher, lower, slices)."""
        own, settings = self.own, 1 << axis.bits
        count = 1 << own.bits
        lower = 1 << self.axis(axis).low
        if axis.low < own.low:
            by = code.reshape(
                settings, settings, -1, count, 1 << own.low - axis.bits - axis.low, lower
            )
            by = by.transpose(0, 1, 2, 4, 5, 3)
        else:
            by = code.reshape(settings, settings, -1, lower >> own.low, count, 1 << own.low)
            by = by.transpose(0, 1, 2, 3, 5, 4)
        return np.ascontiguousarray(by).reshape(settings, settings, -1, lower, count)


@dataclass(frozen=True, eq=False)
class Improving:
    """From which settings to which a decision maker improves, and which alternatives agree in that.

    classes  the number of each alternative's class
    codes    eight classes at a time, the lowest bit first: whether they improve to a setting (first axis)
             from another (second), for each setting of everybody else's options
    """

    axis: Axis
    classes: NDArray[np.intp]
    codes: tuple[NDArray[np.uint8], ...]

    @property
    def kinds(self) -> int:
        """How many classes."""
        return int(self.classes.max()) + 1

    @classmethod
    def of(cls, cube: Cube, maker: int, ranks: Cells) -> Improving:
        """From a decision maker's alternatives' ranks of the listed states; shape (alternatives, states)."""
        axis = cube.axes[maker]
        settings, size = 1 << axis.bits, 1 << len(cube._order)
        known: dict[bytes, int] = {}
        classes: list[int] = []
        codes: list[NDArray[np.uint8]] = []
        step = max(1, FLAGS // (settings * size))
        for start in range(0, len(ranks), step):
            part = ranks[start : start + step]
            cells = np.zeros((len(part), size), ranks.dtype)
            cells[:, cube.listed] = part
            apart = cells.reshape(len(part), -1, settings, 1 << axis.low).transpose(2, 0, 1, 3)
            rank = np.ascontiguousarray(apart).reshape(settings, len(part), -1)
            gains = rank[:, np.newaxis] > rank
            if not cube._whole:
                gains &= rank > 0
            if not axis.free:
                for b, sources in enumerate(axis.sources):
                    gains[b, np.setdiff1d(range(settings), sources)] = False
            told = np.packbits(gains, axis=-1)
            for at in range(len(part)):
                number = known.setdefault(told[:, :, at].tobytes(), len(known))
                classes.append(number)
                if number > max(classes[:-1], default=-1):  # a new one
                    if not number & 7:
                        codes.append(np.zeros((settings, settings, rank.shape[2]), np.uint8))
                    codes[-1] |= gains[:, :, at].view(np.uint8) << np.uint8(number & 7)
        return cls(axis, np.array(classes, np.intp), tuple(codes))


_SWAPS = tuple(
    (np.uint64(by), np.uint64(int(f"0x{mask * 8}", 16)))
    for by, mask in ((4, "0f"), (2, "33"), (1, "55"))
)
"""What turns eight rows of eight bits about: by how many rows and bits, and which bits change places."""
_ODD = np.uint64(0x9E3779B97F4A7C15)


def _distinct(keys: NDArray[np.intp], size: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """(The distinct keys, ascending; the number of each among them) of keys below a size."""
    if size > DENSE * len(keys):
        found, which = np.unique(keys, return_inverse=True)
        return found, which
    there = np.zeros(size, bool)
    there[keys] = True
    found = np.flatnonzero(there)
    number = np.empty(size, np.intp)
    number[found] = np.arange(len(found))
    return found, number[keys]


def _within_groups(groups: NDArray[np.intp]) -> NDArray[np.intp]:
    """The number of each item among those of its group."""
    turn = np.argsort(groups, kind="stable")
    ordered = groups[turn]
    starts = starting(ordered)
    number = np.empty(len(groups), np.intp)
    number[turn] = np.arange(len(groups)) - np.repeat(starts, np.diff([*starts, len(groups)]))
    return number


def packed(flags: NDArray[np.bool_]) -> Words:
    """Rows of flags as rows of words; shape (rows, words)."""
    octets = np.packbits(flags, axis=1)
    rows = np.zeros((len(octets), -(-octets.shape[1] // 8)), np.uint64)
    rows.view(np.uint8)[:, : octets.shape[1]] = octets
    return rows


def _words(flags: NDArray[np.bool_]) -> Words:
    """Rows of flags as rows of words, the lowest bit first."""
    octets = np.packbits(flags, axis=1, bitorder="little")
    return np.pad(octets, ((0, 0), (0, -octets.shape[1] % 8))).view(np.uint64)
