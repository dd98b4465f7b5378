"""Limited moves (L_h) and non-myopic stability: decision makers who look some moves ahead.

G_h(i, s) is what i anticipates when it has the move at s and at most h moves follow. G_0(i, s) = s. Of its
moves i takes the one whose anticipated outcome is best, if that outcome is strictly preferred to s, and
stays otherwise. s is L_h-stable for i where G_h(i, s) = s, and non-myopically stable where that holds at
every h from some h on: the whole table determines the next, so it repeats in the end, and s must be
anticipated all through the cycle. L_1 is Nash stability.

Where ties leave several outcomes possible the table holds the set of them, each node's ties broken on
their own; s is stable only where the set is {s}, and `ambiguous` where it is one of several.

More than two decision makers: the literature has several versions; see `RULE` for the one used.

Sources: Zagare 1984; Kilgour 1984, 1985; Fang, Hipel and Kilgour 1993; from memory, and that the anticipated
state need not be unique is from the abstract of a work of 2024.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.budget import Budget, current
from standoff.gmcr.concept.setrow import (
    Flags,
    SetRows,
    filled,
    over_moves,
    own_bit,
    singletons,
    unpack,
    width,
)
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.engine.arcs import Arcs, arcs
from standoff.gmcr.engine.pick import starting
from standoff.problem import BudgetSpent, TooLarge

RULE = (
    "After a move to x, of those who would move on from x the mover expects the one whose anticipated "
    "outcome is worst for it; if nobody would, play ends at x."
)
"""What is expected of several others; with one other it is that one's choice."""

MOST_LEVELS = 1000
"""A table that has not repeated by then is given up."""

Ranks = NDArray[np.uint32]
Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Level:
    """What everybody anticipates with at most `h` moves; row s of `sets[i]` is the set G_h(i, s)."""

    model: Model
    h: int
    sets: tuple[SetRows, ...]

    def stable(self, maker: int) -> Flags:
        """The states that are all the decision maker anticipates at them; shape (states,)."""
        return own_bit(self.sets[maker]) & ~self._several(maker)

    def ambiguous(self, maker: int) -> Flags:
        """The states anticipated by some ways to break ties and not by others; shape (states,)."""
        return own_bit(self.sets[maker]) & self._several(maker)

    def _several(self, maker: int) -> Flags:
        return np.asarray(np.bitwise_count(self.sets[maker]).sum(axis=1) > 1)

    @property
    def equilibria(self) -> Flags:
        """The states stable for every decision maker; shape (states,)."""
        flags = [self.stable(i) for i in range(len(self.sets))]
        return np.asarray(np.logical_and.reduce(flags))

    def anticipated(self, maker: int, position: int) -> tuple[int, ...]:
        """G_h(maker, s) as positions in `space.codes`, ascending."""
        row = self.sets[maker][position : position + 1]
        return tuple(np.flatnonzero(unpack(row, self.model.space.count)[0]).tolist())


@dataclass(frozen=True, eq=False)
class NonMyopic:
    """What stays stable for good: the table of level `starts` comes back every `cycle` levels."""

    model: Model
    stable: tuple[Flags, ...]
    starts: int
    cycle: int

    @property
    def equilibria(self) -> Flags:
        """The states stable for every decision maker; shape (states,)."""
        return np.asarray(np.logical_and.reduce(self.stable))


def levels(model: Model, *, budget: Budget | None = None) -> Iterator[Level]:
    """G_0, G_1, ... without end, each from the one before.

    Raises TooLarge where the sets do not fit the memory given, BudgetSpent when its time is over.
    """
    budget = budget or current()
    states = len(model.space.codes_within(1 << 20))
    needed = 8 * width(states) * states * (3 * len(model.makers) + 4)
    if needed > budget.memory:
        raise TooLarge(
            f"what {len(model.makers)} decision makers anticipate at {states:,} states would take about "
            f"{needed / 1e9:.3g} GB, and {budget.memory / 1e9:.3g} GB are given: leave out options"
        )
    lookers = [_Looker(model, i, states) for i in range(len(model.makers))]
    sets = tuple(singletons(states) for _ in model.makers)
    h = 0
    while True:
        yield Level(model, h, sets)
        budget.doing = f"level {h + 1} of foresight"
        budget.tick()
        sets = tuple(looker.next(sets) for looker in lookers)
        h += 1


def limited(model: Model, h: int, *, budget: Budget | None = None) -> Level:
    """L_h: what is anticipated, and stable, with at most h moves."""
    if h < 0:
        raise ValueError(f"h counts moves: it cannot be {h}")
    return next(level for level in levels(model, budget=budget) if level.h == h)


def non_myopic(model: Model, *, most: int = MOST_LEVELS, budget: Budget | None = None) -> NonMyopic:
    """What is stable through the whole cycle of the table; BudgetSpent beyond `most` levels."""
    first: dict[bytes, int] = {}
    stable: list[tuple[Flags, ...]] = []
    for level in levels(model, budget=budget):
        digest = _digest(level.sets)
        if digest in first:
            starts = first[digest]
            through = [
                np.asarray(np.logical_and.reduce([flags[i] for flags in stable[starts:]]))
                for i in range(len(model.makers))
            ]
            return NonMyopic(model, tuple(through), starts, level.h - starts)
        if level.h >= most:
            break
        first[digest] = level.h
        stable.append(tuple(level.stable(i) for i in range(len(model.makers))))
    raise BudgetSpent(f"what is anticipated has not come back within {most:,} levels")


def _digest(sets: Sequence[SetRows]) -> bytes:
    digest = hashlib.sha256()
    for table in sets:
        digest.update(np.ascontiguousarray(table).data)
    return digest.digest()


@dataclass(frozen=True, eq=False)
class _Looker:
    """One decision maker's step from a level to the next, over all states at once."""

    model: Model
    maker: int
    states: int

    @cached_property
    def moves(self) -> Arcs:
        return arcs(self.model.space, self.maker)

    @cached_property
    def ranks(self) -> Places:
        """Dense ranks, 1 = least preferred."""
        return self.model.preferences[self.maker].ranks(self.model.space).astype(np.intp)

    @cached_property
    def top(self) -> int:
        return int(self.ranks.max(initial=0))

    @cached_property
    def at_most(self) -> SetRows:
        """Row r: the states of rank r or less; the last row, every state."""
        sets = np.zeros((self.top + 2, width(self.states)), dtype=np.uint64)
        alone = singletons(self.states)
        order = np.argsort(self.ranks, kind="stable")
        starts = starting(self.ranks[order])
        if len(starts):
            sets[1 : self.top + 1] = np.bitwise_or.reduceat(alone[order], starts, axis=0)
        return np.bitwise_or.accumulate(sets, axis=0)

    def next(self, sets: Sequence[SetRows]) -> SetRows:
        """G_{h+1} of this decision maker from everybody's G_h."""
        outcomes = self._after_move(sets)
        # The least that each move may bring: what the best move brings is no worse than the best of these.
        least = self._extreme(outcomes, largest=False)
        sure = np.zeros(self.states, dtype=np.intp)
        starts = starting(self.moves.source)
        if len(starts):
            movers = self.moves.source[starts]
            sure[movers] = np.maximum.reduceat(least[self.moves.target], starts)
        bound = np.maximum(sure - 1, self.ranks)
        better = over_moves(outcomes, self.moves) & ~self.at_most[bound]
        return _with_own(better, sure <= self.ranks)

    def _after_move(self, sets: Sequence[SetRows]) -> SetRows:
        """Row x: the outcomes it may expect after its own move to x."""
        others = [table for j, table in enumerate(sets) if j != self.maker]
        union = np.zeros_like(sets[self.maker])
        worst = np.full(self.states, self.top + 1, dtype=np.intp)
        rests = np.ones(self.states, dtype=bool)
        for table in others:
            union |= table
            may_rest = own_bit(table)
            rests &= may_rest
            # Who may stay at x bounds nothing; who moves on brings at most its best for this one.
            most = self._extreme(table, largest=True)
            worst = np.minimum(worst, np.where(may_rest, self.top + 1, most))
        return _with_own(union & self.at_most[worst], rests)

    def _extreme(self, sets: SetRows, largest: bool) -> Places:
        """The largest or smallest rank in each set, none of them empty; shape (states,)."""
        counts = np.bitwise_count(sets).sum(axis=1)
        word = np.argmax(sets != 0, axis=1)
        value = sets[np.arange(len(sets)), word]
        lowest = (word << 6) + np.bitwise_count(value - np.uint64(1) & ~value).astype(np.intp)
        result = self.ranks[lowest]
        several = np.flatnonzero(counts > 1)
        rows = sets[several]
        low = np.ones(len(several), dtype=np.intp)
        high = np.full(len(several), self.top, dtype=np.intp)
        while len(several) and (low < high).any():
            middle = (low + high + largest) >> 1
            if largest:  # is any of rank `middle` or more?
                hit = filled(rows & ~self.at_most[middle - 1])
                low, high = np.where(hit, middle, low), np.where(hit, high, middle - 1)
            else:  # is any of rank `middle` or less?
                hit = filled(rows & self.at_most[middle])
                low, high = np.where(hit, low, middle + 1), np.where(hit, middle, high)
        result[several] = low
        return np.asarray(result)


def _with_own(sets: SetRows, own: Flags) -> SetRows:
    """The same sets, row s holding s just where `own` says so."""
    every = np.arange(len(sets))
    bit = np.uint64(1) << (every & 63).astype(np.uint64)
    word = sets[every, every >> 6]
    sets[every, every >> 6] = np.where(own, word | bit, word & ~bit)
    return sets


def in_words(level: Level | NonMyopic) -> str:
    """Why a column is as it is: what hangs on ties, what never settles; empty where nothing is to be said."""
    if isinstance(level, Level):
        makers = range(len(level.sets))
        hanging = np.logical_or.reduce([level.ambiguous(i) for i in makers])
        hanging &= np.logical_and.reduce([level.stable(i) | level.ambiguous(i) for i in makers])
        resting = level.equilibria.any()
        text = "" if resting else f"Looking {level.h} moves ahead, everybody rests in no situation."
        if hanging.any():
            text += f" In {int(hanging.sum()):,} it hangs on how ties are broken whether everybody rests."
        return text.strip()
    if level.equilibria.any():
        return ""
    if level.cycle == 1:
        return "However far ahead all look, in every situation somebody would move."
    return (
        f"What is anticipated never settles: from level {level.starts} on it comes back every "
        f"{level.cycle} levels, and in no situation does everybody rest all the way through."
    )
