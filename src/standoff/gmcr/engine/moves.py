"""Unilateral moves: one decision maker's as array passes over all states.

`Moves` answers, for one decision maker and every listed state at once, what the best, the least, or
the least reachable by an improvement is; each pass is linear in the number of states.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.conflict.space import Space
from standoff.gmcr.engine.pick import Pick, Values, begins, neutral, starting


@dataclass(frozen=True, eq=False)
class Moves:
    """One decision maker's moves over all listed states.

    The states it can move between differ in its own options only: they form a group. Where some of
    its options go one way, a group splits into cells, one for each setting of these options, and a
    move leads from a cell to itself or to one further along.
    """

    space: Space
    maker: int

    composes = True  # two moves in a row make one

    @cached_property
    def _split(self) -> tuple[int, tuple[int, ...]]:
        """(the bits that move freely, the single bits that go one way)."""
        own = self.space.masks.get(self.maker, 0)
        forward, back = self.space.one_way
        directed = own & (forward | back)
        bits = tuple(1 << b for b in range(len(self.space.options)) if directed >> b & 1)
        return own & ~directed, bits

    @cached_property
    def _groups(self) -> tuple[NDArray[np.intp], int]:
        """(the group of each state, the number of groups)."""
        own = np.uint64(self.space.masks.get(self.maker, 0))
        keys, group = np.unique(self.space.codes & ~own, return_inverse=True)
        return group, len(keys)

    @cached_property
    def _cell(self) -> NDArray[np.intp]:
        """The cell of each state within its group: one bit for each one-way option, set = moved already."""
        forward, _ = self.space.one_way
        cell = np.zeros(self.space.count, dtype=np.intp)
        for at, bit in enumerate(self._split[1]):
            taken = (self.space.codes & np.uint64(bit)) != 0
            moved = taken if bit & forward else ~taken
            cell |= moved.astype(np.intp) << at
        return cell

    @cached_property
    def _order(self) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
        """(states sorted by cell of group, first position of each cell that has one, each state's cell)."""
        group, _ = self._groups
        width = len(self._split[1])
        slot = group << width | self._cell
        order = np.argsort(slot, kind="stable")
        starts = starting(slot[order])
        return order, starts, slot

    def sweep(self, values: Values, pick: Pick) -> Values:
        """What is picked among the state itself and those the decision maker can move to."""
        order, starts, slot = self._order
        if not len(order):
            return values
        table: Values = pick.reduceat(values[order], starts, axis=0)
        width = len(self._split[1])
        if not width:  # each group is one cell, and has states
            return table[slot]
        some = table
        shape = (self._groups[1] << width, *values.shape[1:])
        table = np.full(shape, neutral(pick, values.dtype), values.dtype)
        table[slot[order[starts]]] = some
        # A cell sees what the cells further along see: one pass for each one-way option.
        for at in range(width):
            pairs = table.reshape(-1, 2, 1 << at, *values.shape[1:])
            pick(pairs[:, 0], pairs[:, 1], out=pairs[:, 0])
        return table[slot]

    def improving(self, rank: Values) -> Improving:
        """The moves that improve, by these ranks."""
        return Improving(self, rank)


@dataclass(frozen=True, eq=False)
class Improving:
    """One decision maker's unilateral improvements over all listed states."""

    moves: Moves
    rank: Values

    composes = True  # ranks are transitive

    @cached_property
    def _layers(self) -> tuple[_Layer, ...]:
        """For each cell, what can be reached from it, sorted for prefix minima."""
        width = len(self.moves._split[1])
        cell = self.moves._cell
        group, _ = self.moves._groups
        layers = []
        for setting in range(1 << width):
            ahead = np.flatnonzero(cell & setting == setting) if width else np.arange(len(cell))
            own = cell[ahead] == setting
            if not own.any():
                continue
            # By group, then best first; one key sorts faster than two.
            key = group[ahead].astype(np.int64) << 32 | (
                2**32 - 1 - self.rank[ahead].astype(np.int64)
            )
            order = np.argsort(key)
            states, mine = ahead[order], own[order]
            layers.append(_layer(states, mine, group[states], self.rank[states]))
        return tuple(layers)

    def sweep(self, values: Values, pick: Pick) -> Values:
        """The smallest value among the state itself and those that improve on it; only that is had."""
        assert pick is np.minimum, "other picks are made of improvements one by one"
        result = values.copy()
        for layer in self._layers:
            layer.lower(values, result)
        return result


@dataclass(frozen=True, eq=False)
class _Layer:
    """States by group, best first: what improves on a state stands before it in its group."""

    states: NDArray[np.intp]
    offset: NDArray[np.int64]  # falls from group to group, so that a running minimum restarts
    asking: NDArray[np.intp]  # the states that move from here
    before: NDArray[np.intp]  # position of the last strictly better state of their group

    def lower(self, values: Values, result: Values) -> None:
        running = np.minimum.accumulate(values[self.states] + self.offset) - self.offset
        found = running[self.before].astype(values.dtype)
        result[self.asking] = np.minimum(result[self.asking], found)


def _layer(
    states: NDArray[np.intp], mine: NDArray[np.bool_], group: NDArray[np.intp], rank: Values
) -> _Layer:
    new_group = begins(group)
    new_class = new_group | begins(rank)
    at = np.arange(len(states))
    class_start = np.maximum.accumulate(np.where(new_class, at, 0))
    group_start = np.maximum.accumulate(np.where(new_group, at, 0))
    asking = mine & (class_start > group_start)
    height = np.int64(1) << 33
    offset = -np.cumsum(new_group, dtype=np.int64) * height
    # With more groups than the numbers are wide the offset would wrap: 2^30 groups are beyond listing.
    return _Layer(states, offset, states[asking], class_start[asking] - 1)


Node: TypeAlias = tuple[int, int | None]
"""A state and who moved last (None at the start)."""
