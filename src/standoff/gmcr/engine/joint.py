"""Coalitions over listed states: what several can make of a state together, and numbers of theirs.

A coalition's number is above another where it is so for every member: an order in part only. What is
known of such a number in a state is which ranks it is above:

Vector   a number for each member; the least of several vectors, member by member, is one again
Lesser   what is above a rank where both of two are
Best     ... where that of some state is that the coalition can reach
Worst    ... where those of all states are that the others' answers lead to

Whether a state is above a rank of its own is found among the states that the coalition can reach, kept
as rows of bits (`Reach.leads`). Only where a `Worst` is made of a `Best`, which no vector tells, are
ranks asked for one by one, and only of states that vectors below and above it leave undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.budget import Budget
from standoff.gmcr.conflict.model import Mover
from standoff.gmcr.conflict.space import Space
from standoff.gmcr.engine.arcs import Arcs
from standoff.gmcr.engine.pick import Pick, Values, starting
from standoff.gmcr.engine.sanction import Step, by_sequences
from standoff.problem import TooLarge

Flags: TypeAlias = NDArray[np.bool_]
Places: TypeAlias = NDArray[np.intp]
Rows: TypeAlias = NDArray[np.uint64]
"""Sets as rows of bits, 64 to a word, lowest first; shape (rows, words)."""
Numbers: TypeAlias = tuple[Values, ...]
"""A number for each member in each state; each of shape (states,)."""

WORDS = 256
"""Words in a row at most: what is wider is worked on part by part."""
ARRAYS = 12
"""Arrays of rows that are held at once, about."""
_HEIGHT = np.int64(33)
PIECE = 1 << 22
"""Bits that are read out at once: what is made of them stays near the processor."""
NONE = np.zeros(0, dtype=np.intp)
_TOP = np.int64(1 << _HEIGHT) - 1


def bits_at(places: Places, words: int) -> Rows:
    """Rows with one bit each, at these places; a place below 0 has none."""
    rows = np.zeros((len(places), words), dtype=np.uint64)
    some = np.flatnonzero(places >= 0)
    at = places[some]
    rows[some, at >> 6] = np.uint64(1) << (at & 63).astype(np.uint64)
    return rows


def bit_of(rows: Rows, row: Places, place: Places) -> Flags:
    """Whether a row has the bit at a place."""
    words = rows[row, place >> 6] >> (place & 63).astype(np.uint64)
    flags: Flags = (words & np.uint64(1)).astype(bool)
    return flags


def words_within(states: int, budget: Budget, steps: Iterable[Step] = ()) -> int:
    """So many words may a row have, where these moves are followed."""
    arcs = max((len(step.source) for step in steps if isinstance(step, Arcs)), default=0)
    fits = budget.memory // 4 // (8 * max(1, ARRAYS * states + 2 * arcs))
    return int(max(1, min(WORDS, fits)))


@dataclass(frozen=True, eq=False)
class Reach:
    """What decision maker or coalition can make of each listed state by legal sequences of its moves.

    Staying is included. `own` are the bits of the members' options, None where moves are listed.
    States of different groups never lead to one another; a state has a place in its group.
    """

    space: Space
    steps: tuple[Step, ...]
    own: int | None
    budget: Budget

    @staticmethod
    def memory(states: int) -> int:
        """Bytes that it keeps, once it is used."""
        return 40 * states

    @cached_property
    def mutual(self) -> bool:
        """Whether all states of a group lead to one another."""
        forward, back = self.space.one_way
        return self.own is not None and not self.own & (forward | back)

    @cached_property
    def _groups(self) -> tuple[Places, Places, Places]:
        """(group of each state, the states by group, first of each group among them)."""
        keys: Values
        if self.own is None:
            keys = np.zeros(self.space.count, dtype=np.uint32)
        elif self.mutual:  # what is impossible can part states that differ in own options only
            keys = by_sequences(
                self.steps, np.arange(self.space.count, dtype=np.uint32), np.minimum
            )
        else:
            keys = self.space.codes & ~np.uint64(self.own)
        group = np.unique(keys, return_inverse=True)[1].astype(np.int64)
        order = np.argsort(group, kind="stable")
        starts = starting(group[order])
        return group, order, starts

    @property
    def group(self) -> Places:
        """The group of each state; shape (states,)."""
        return self._groups[0]

    @cached_property
    def place(self) -> Places:
        """The place of each state in its group; shape (states,)."""
        group, order, starts = self._groups
        place = np.empty(len(order), dtype=np.int64)
        place[order] = np.arange(len(order)) - starts[group[order]]
        return place

    @cached_property
    def width(self) -> int:
        """How many states the largest group has."""
        return int(self.place.max(initial=-1)) + 1

    def parts(self) -> Iterator[tuple[int, int, int]]:
        """(First place, one past the last, words in a row) of each part worked on at once."""
        step = 64 * words_within(self.space.count, self.budget, self.steps)
        for first in range(0, self.width, step):
            last = min(self.width, first + step)
            self.budget.tick()
            yield first, last, -(-(last - first) // 64)

    def marks(self, first: int, last: int, words: int) -> Rows:
        """For each state its own bit, if its place is in that part."""
        inside = (self.place >= first) & (self.place < last)
        return bits_at(np.where(inside, self.place - first, -1), words)

    def pick(self, values: Values, pick: Pick) -> Values:
        """What is picked among all that can be reached, in each state."""
        self.budget.tick()
        if not self.mutual:
            return by_sequences(self.steps, values, pick)
        group, order, starts = self._groups
        picked: Values = (
            pick.reduceat(values[order], starts, axis=0)[group] if len(order) else values
        )
        return picked

    def above(self, values: Values, asked: Values, part: tuple[int, int, int]) -> Rows:
        """For each state the members of its group whose value is above what the state asks."""
        first, last, words = part
        inside = np.flatnonzero((self.place >= first) & (self.place < last))
        keys = (self.group[inside] << _HEIGHT) | (_TOP - values[inside].astype(np.int64))
        order = np.argsort(keys)
        keys = keys[order]
        # Each bit stands once in a group: what two running sums differ in is what came between.
        running = np.zeros((len(inside) + 1, words), dtype=np.uint64)
        running[1:] = bits_at(self.place[inside[order]] - first, words)
        np.bitwise_xor.accumulate(running, axis=0, out=running)
        own = self.group << _HEIGHT
        ends = np.searchsorted(keys, own | (_TOP - asked.astype(np.int64)))
        rows: Rows = running[ends]
        rows ^= running[np.searchsorted(keys, own)]
        return rows

    def arcs(self, rows: Rows, part: tuple[int, int, int]) -> tuple[Places, Places]:
        """(States, the members of their groups that their rows have), both as places in `space.codes`."""
        _, order, starts = self._groups
        step = max(1, PIECE // (64 * part[2]))
        ends: list[tuple[Places, Places]] = []
        for at in range(0, len(rows), step):
            octets = rows[at : at + step].view(np.uint8)
            ones = np.flatnonzero(np.unpackbits(octets, bitorder="little"))
            state, bit = np.divmod(ones, 64 * part[2])
            base = starts[self.group[at : at + step]] + part[0]
            ends.append((state + at, order[base[state] + bit]))
        sources, targets = zip(*ends, strict=True) if ends else ((), ())
        return np.concatenate([*sources, NONE]), np.concatenate([*targets, NONE])

    def leads(self, values: Numbers, asked: Numbers) -> Flags:
        """The states from which one is reached whose numbers are above what the state asks, each."""
        leading = np.zeros(self.space.count, dtype=bool)
        for part in self.parts():
            rows = self.above(values[0], asked[0], part)
            for value, ask in zip(values[1:], asked[1:], strict=True):
                rows &= self.above(value, ask, part)
            if not self.mutual:
                rows &= self.pick(self.marks(*part), np.bitwise_or)
            leading |= rows.any(axis=1)
        return leading


# --- numbers of a coalition -------------------------------------------------------------------------


class Joint(Protocol):
    """A coalition's number in each state: which ranks it is above."""

    @property
    def lower(self) -> Numbers:
        """It is above every rank that these are above."""

    @property
    def upper(self) -> Numbers:
        """It is above no rank that these are not above."""

    def above(self, ranks: Numbers) -> Rows:
        """For each state the ranks, one for each member of shape (ranks,), that it is above."""


@dataclass(frozen=True, eq=False)
class Vector:
    """A number for each member. `asked`: what another must be above, each, to be above this one."""

    values: Numbers
    asked: Numbers = ()

    @property
    def lower(self) -> Numbers:
        return self.values

    @property
    def upper(self) -> Numbers:
        return self.values

    def above(self, ranks: Numbers) -> Rows:
        words = -(-len(ranks[0]) // 64)
        rows = np.full((len(self.values[0]), words), np.iinfo(np.uint64).max, dtype=np.uint64)
        for value, asked in zip(self.values, ranks, strict=True):
            order = np.argsort(asked)
            running = np.zeros((len(asked) + 1, words), dtype=np.uint64)
            running[1:] = bits_at(order.astype(np.int64), words)
            np.bitwise_or.accumulate(running, axis=0, out=running)
            rows &= running[np.searchsorted(asked[order], value)]
        return rows


@dataclass(frozen=True, eq=False)
class Lesser:
    """The smaller of two numbers."""

    left: Joint
    right: Joint

    @cached_property
    def lower(self) -> Numbers:
        return tuple(map(np.minimum, self.left.lower, self.right.lower))

    @cached_property
    def upper(self) -> Numbers:
        return tuple(map(np.minimum, self.left.upper, self.right.upper))

    def above(self, ranks: Numbers) -> Rows:
        return self.left.above(ranks) & self.right.above(ranks)


@dataclass(frozen=True, eq=False)
class Best:
    """The largest number among the states that the coalition can reach."""

    reach: Reach
    inner: Joint

    @property
    def lower(self) -> Numbers:
        return self.inner.lower  # it can stay

    @cached_property
    def upper(self) -> Numbers:
        return tuple(self.reach.pick(values, np.maximum) for values in self.inner.upper)

    def above(self, ranks: Numbers) -> Rows:
        return self.reach.pick(self.inner.above(ranks), np.bitwise_or)


@dataclass(frozen=True, eq=False)
class Worst:
    """The least number among the states that answers lead to; `led` picks among these."""

    led: Callable[[Values, Pick], Values]
    inner: Joint

    @cached_property
    def lower(self) -> Numbers:
        return tuple(self.led(values, np.minimum) for values in self.inner.lower)

    @cached_property
    def upper(self) -> Numbers:
        return tuple(self.led(values, np.minimum) for values in self.inner.upper)

    def above(self, ranks: Numbers) -> Rows:
        return self.led(self.inner.above(ranks), np.bitwise_and)


def rank_of(ranks: Sequence[Values], ties: bool = False) -> Vector:
    """The coalition's rank; with `ties` it is above another where no member's is less and some one's more."""
    if not ties:
        return Vector(tuple(ranks), tuple(ranks))
    total = np.add.reduce([rank.astype(np.uint64) for rank in ranks])
    doubled = [
        2 * rank.astype(np.uint64) for rank in ranks
    ]  # 2a + 1 > 2b where a is not less than b
    return Vector((*(double + 1 for double in doubled), total), (*doubled, total))


def lesser(left: Joint, right: Joint) -> Joint:
    """The smaller of two numbers in each state."""
    both = Lesser(left, right)
    vectors = isinstance(left, Vector) and isinstance(right, Vector)
    return Vector(both.lower) if vectors else both


def worst(led: Callable[[Values, Pick], Values], values: Joint) -> Joint:
    """The least number among the states that answers lead to."""
    number = Worst(led, values)
    return Vector(number.lower) if isinstance(values, Vector) else number


def at_most(left: Best, rank: Vector, budget: Budget) -> Flags:
    """The states in which the best that can be reached is not above the rank."""
    above = left.reach.leads(left.inner.lower, rank.asked)
    if not isinstance(left.inner, Vector):
        bound = left.reach.leads(left.inner.upper, rank.asked)
        undecided = np.flatnonzero(bound & ~above)
        above[undecided] = _asked(left, [ask[undecided] for ask in rank.asked], undecided, budget)
    return ~above


def _asked(left: Joint, ranks: Sequence[Values], states: Places, budget: Budget) -> Flags:
    """Whether the number of each of these states is above the rank given beside it."""
    above = np.zeros(len(states), dtype=bool)
    if not len(states):
        return above
    table = np.stack(ranks, axis=1)
    distinct, which = np.unique(table, axis=0, return_inverse=True)
    which = which.reshape(-1)
    step = 64 * words_within(len(left.lower[0]), budget)
    for first in range(0, len(distinct), step):
        budget.tick()
        part = distinct[first : first + step]
        rows = left.above(tuple(np.ascontiguousarray(column) for column in part.T))
        here = np.flatnonzero((which >= first) & (which < first + len(part)))
        above[here] = bit_of(rows, states[here], which[here] - first)
    return above


# --- what coalitions improve ------------------------------------------------------------------------


def improvements(
    reaches: Mapping[Mover, Reach], ranks: Sequence[Values], together: bool, budget: Budget
) -> tuple[Arcs, ...]:
    """The coalition improvements of each mover: what it can reach that every member prefers.

    With `together` all in one, each once. TooLarge where they are more than memory has room for.
    """
    movers = list(reaches)
    whole: Mover = frozenset().union(*movers)
    widest = reaches[whole]
    keys = movers[:1] if together else movers
    ends: dict[Mover, list[tuple[Places, Places]]] = {mover: [] for mover in keys}
    room = budget.memory // 2
    for part in widest.parts():
        marks = widest.marks(*part)
        better = {i: widest.above(ranks[i], ranks[i], part) for i in whole}
        rows_of: dict[Mover, Rows] = {}
        for mover, reach in reaches.items():
            rows = reach.pick(marks, np.bitwise_or)
            for i in mover:
                rows &= better[i]
            key = keys[0] if together else mover
            rows_of[key] = rows_of[key] | rows if key in rows_of else rows
        for mover, rows in rows_of.items():
            room -= 40 * int(np.bitwise_count(rows).sum(dtype=np.int64))
            if room < 0:
                raise TooLarge(
                    "more improvements of coalitions than memory has room for "
                    f"({budget.memory / 1e9:.3g} GB are given): ask for answers by improvements of "
                    "one decision maker at a time, for larger coalitions, or give more memory"
                )
            ends[mover].append(widest.arcs(rows, part))
    return tuple(_joined(parts, widest.space.count) for parts in ends.values())


def _joined(ends: Sequence[tuple[Places, Places]], states: int) -> Arcs:
    source = np.concatenate([NONE, *(s for s, _ in ends)])
    target = np.concatenate([NONE, *(t for _, t in ends)])
    if len(ends) > 1:
        order = np.argsort(source, kind="stable")
        source, target = source[order], target[order]
    return Arcs(source, target, states)
