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
from collections.abc import Mapping, Sequence
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

MOST = 1 << 26
"""Bytes that the answers to what is asked may take."""

Cells = NDArray[
    Any
]  # numbers or flags; shape (..., settings of the own options, settings of all others)
Words = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Slices:
    """The cells of a cube by the setting of one decision maker's options."""

    cube: Cube
    maker: int

    @staticmethod
    def suit(model: Model) -> bool:
        """Whether a model's states are most of the combinations of its options."""
        space = model.space
        return not isinstance(space, Graph) and bool(space.count) and Cube.suits(model, space.count)

    @property
    def own(self) -> Axis:
        return self.cube.axes[self.maker]

    @cached_property
    def places(self) -> NDArray[np.intp]:
        """For each listed state its place among the cells of all slices, one after the other."""
        cells = self.cube._listed(self.cube.model.space.codes)
        at = np.arange(1 << len(self.cube._order))
        by_setting = self.own.view(at).swapaxes(0, 1).reshape(-1)
        place = np.empty_like(by_setting)
        place[by_setting] = at
        return place[cells]

    @cached_property
    def states(self) -> NDArray[np.intp]:
        """For each cell of all slices the number of its state; of no account where it is none."""
        states = np.zeros(1 << len(self.cube._order), np.intp)
        states[self.places] = np.arange(len(self.places))
        return states

    @property
    def _widths(self) -> list[int]:
        return [axis.bits for axis in self.cube.axes]

    def spread(self, values: Cells) -> Cells:
        """Numbers or flags of the listed states as cells, 0 where no state is."""
        cells = np.zeros((len(values), 1 << len(self.cube._order)), values.dtype)
        cells[:, self.places] = values
        return cells.reshape(len(values), 1 << self.own.bits, -1)

    def axis(self, opponent: int) -> Axis:
        """Where an opponent's options lie within a slice."""
        axis, own = self.cube.axes[opponent], self.own
        low = axis.low if axis.low < own.low else axis.low - own.bits
        return Axis(low, axis.bits, axis.forward, axis.back)

    def stable(
        self,
        ranks: Cells,
        opponents: Mapping[int, Cells],
        deterred: Cells,
        asked: Cells,
        *,
        escapes: bool,
        budget: Budget,
    ) -> Words | None:
        """The listed states that are stable, `packed`; shape (alternatives, classes of all opponents, words).

        ranks      the alternatives' ranks of the listed states; shape (alternatives, states)
        opponents  for each a rank of the listed states of each class
        deterred   where any moves of the others would keep the decision maker from leaving
        asked      where it matters; elsewhere the answer is no
        escapes    whether an answer deters only if what it leads to cannot be left for something better

        None where it would take more than `MOST` bytes.
        """
        rank, may = self.spread(ranks), _ahead(self.own)
        if self.own.free:
            values = np.broadcast_to(rank.max(axis=1, keepdims=True), rank.shape)
        else:
            values = np.stack([rank[:, to].max(axis=1) for to in may], axis=1)
        best = values <= rank
        inside = self.spread((deterred & asked).astype(np.uint8)).astype(bool) & ~best
        p, a, rest = np.nonzero(inside)
        at = rank[p, a, rest]
        reachable = np.zeros((len(may), len(may)), bool)
        for setting, ahead in enumerate(may):
            reachable[setting, ahead] = True
        asker, goal = np.nonzero((rank[p, :, rest] > at[:, np.newaxis]) & reachable[a])
        cases = math.prod(map(len, opponents.values()))
        held = np.zeros((len(p), cases), bool)
        if len(p):
            given = values if escapes else rank, rank > 0, p[asker], goal, at[asker]
            sets, slices, which = self._sets(*given)
            movers = self._movers(opponents)
            if sets.size * 8 * -(-cases // 64) * (1 << max(1, *self._widths)) > MOST:
                return None
            reached = self._reached(sets, slices, movers, -(-cases // 64), budget)
            found = np.take(reached, rest[asker] * len(slices) + which, axis=0)
            starts = np.flatnonzero(np.diff(asker, prepend=-1))
            both = np.bitwise_and.reduceat(found, starts, axis=0)
            held = np.unpackbits(both.view(np.uint8), axis=1, count=cases, bitorder="little").view(
                bool
            )
        return self._by_case(best.reshape(len(rank), -1), (p, a * rank.shape[2] + rest), held)

    def _by_case(
        self, best: NDArray[np.bool_], places: tuple[NDArray[np.intp], ...], held: NDArray[np.bool_]
    ) -> Words:
        """What is best in all cases, and what is held in some, `packed` for each case."""
        states, cases = len(self.places), held.shape[1]
        stable = np.zeros((len(best), cases, -(-states // 64)), np.uint64)
        octets = -(-states // 8)
        p, cell = places
        starts = np.searchsorted(p, np.arange(len(best) + 1))
        for at, row in enumerate(best):
            flags = np.zeros(
                (8 * octets, cases), np.uint8
            )  # rows of cases are what is worked on at a time
            flags[np.flatnonzero(row[self.places])] = 1
            part = slice(starts[at], starts[at + 1])
            flags[self.states[cell[part]]] = held[part]
            eighth = flags.reshape(octets, 8, cases)
            found = eighth[:, 0] << 7
            for k in range(1, 8):
                found |= eighth[:, k] << (7 - k)
            stable[at].view(np.uint8)[:, :octets] = found.T
        return stable

    def _sets(
        self, values: Cells, states: Cells, p: NDArray[Any], goal: NDArray[Any], at: NDArray[Any]
    ) -> tuple[NDArray[np.bool_], NDArray[np.intp], NDArray[np.intp]]:
        """(The sets asked for, as flags over cells of a slice; the slice of each; which each asker asks for).

        An asker asks for the states of a slice that are no better than a rank, by an alternative.
        """
        key = (p * values.shape[1] + goal) * (int(at.max()) + 1) + at
        _, first, which = np.unique(key, return_index=True, return_inverse=True)
        p, goal, at = p[first], goal[first], at[first]
        within = (values[p, goal] <= at[:, np.newaxis]) & states[p, goal]
        columns = [goal, *_words(within).T]
        turn = np.lexsort(columns)
        new = np.zeros(len(turn), bool)
        new[0] = True
        for column in columns:
            told = column[turn]
            new[1:] |= told[1:] != told[:-1]
        number = np.empty(len(turn), np.intp)
        number[turn] = np.cumsum(new) - 1
        one = turn[new]
        return within[one], goal[one], number[which]

    def _reached(
        self,
        sets: NDArray[np.bool_],
        slices: NDArray[np.intp],
        movers: Sequence[tuple[Axis, Words]],
        words: int,
        budget: Budget,
    ) -> Words:
        """From where the opponents' improvements lead to sets, a bit for each case of all their classes.

        Shape (cells of the slice times sets, words).
        """
        # Rows of sets are what is worked on at a time.
        reached = np.where(sets.T[:, np.newaxis], ~np.uint64(0), np.uint64(0))
        reached = np.repeat(reached, words, axis=1)
        each = [(axis, np.take(steps, slices, axis=-1)) for axis, steps in movers]
        still = not movers
        while not still:
            before = reached.copy()
            for axis, improving in each:
                budget.tick()
                view = reached.reshape(-1, 1 << axis.bits, 1 << axis.low, *reached.shape[1:])
                for b, steps in enumerate(improving):
                    view |= view[:, b : b + 1] & steps
            still = np.array_equal(before, reached)
        return np.ascontiguousarray(reached.swapaxes(1, 2)).reshape(-1, words)

    def _movers(self, opponents: Mapping[int, Cells]) -> list[tuple[Axis, Words]]:
        """Each opponent's axis, and for each of its settings from where it improves to it, in which cases.

        Shape (settings, higher, settings, lower, words, slices).
        """
        sizes = list(map(len, opponents.values()))
        case = np.unravel_index(np.arange(math.prod(sizes)), sizes)
        movers = []
        for mine, (opponent, ranks) in zip(case, opponents.items(), strict=True):
            axis = self.axis(opponent)
            if not axis.bits:
                continue
            rank = np.ascontiguousarray(self.spread(ranks).swapaxes(1, 2))
            here = rank.reshape(len(rank), 1, -1, 1 << axis.bits, 1 << axis.low, 1, rank.shape[2])
            there = here.swapaxes(1, 3)
            gains = (there > here) & (here > 0)
            for b, sources in enumerate(axis.sources):
                if not axis.free:
                    gains[:, b, :, np.setdiff1d(range(1 << axis.bits), sources)] = False
            # Eight classes at a time: a byte that tells in which it improves is looked up.
            codes = np.packbits(gains[..., 0, :], axis=0, bitorder="little").astype(np.intp)
            chosen = np.unpackbits(
                np.arange(256, dtype=np.uint8)[:, np.newaxis], axis=1, bitorder="little"
            )
            steps = np.zeros((*codes.shape[1:5], -(-len(mine) // 64), codes.shape[5]), np.uint64)
            for at, code in enumerate(codes):
                inside = (mine >> 3 == at) & (np.take(chosen, mine & 7, axis=1) == 1)
                for word, looked_up in enumerate(_words(inside).T):
                    steps[..., word, :] |= looked_up[code]
            movers.append((axis, steps))
        return movers


def _ahead(axis: Axis) -> Sequence[list[int]]:
    """For each setting those it can be moved to, itself included."""
    settings = range(1 << axis.bits)
    return [
        [b for b in settings if not (a & ~b & axis.forward or b & ~a & axis.back)] for a in settings
    ]


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
