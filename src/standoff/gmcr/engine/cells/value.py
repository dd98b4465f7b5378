"""What the numbers of a cube come to in every cell, in room that is used again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Protocol
from weakref import proxy

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.budget import Budget
from standoff.gmcr.conflict.model import Model, Mover
from standoff.gmcr.conflict.preference import Preference
from standoff.gmcr.engine import passes
from standoff.gmcr.engine.cells import flood
from standoff.gmcr.engine.cells.number import Best, Lesser, Number, Rank, Worst
from standoff.gmcr.engine.cells.order import Orders
from standoff.gmcr.engine.cells.order import orders as orders_of
from standoff.gmcr.engine.cells.score import kind_of, largest, narrowed, tables, terms_of, width
from standoff.gmcr.engine.passes import Axis, Bits, Cells

HOARD = 1 << 28
"""Bytes that the ranks of all decision makers may take to be kept, not worked out for each concept."""
MOST_SPARE = 2
"""Numbers for which room is kept."""
WORD = 3
"""Cells of one setting come at least so many bits of a number side by side, or all settings' do."""


class Layout(Protocol):
    """What a cube knows of its model, its cells and their states."""

    @property
    def model(self) -> Model: ...
    @property
    def budget(self) -> Budget: ...
    @property
    def axes(self) -> tuple[Axis, ...]: ...
    @property
    def states(self) -> Bits: ...
    @property
    def _order(self) -> list[int]: ...
    @property
    def _in_order(self) -> bool: ...
    @property
    def _whole(self) -> bool: ...
    @property
    def _passes(self) -> Any: ...
    def _place(self, name: str) -> int: ...
    def _listed(self, codes: NDArray[np.uint64]) -> NDArray[np.intp]: ...
    def _unpacked(self, states: Bits) -> NDArray[np.bool_]: ...


class Values:
    """Numbers of a cube in every cell: larger is preferred; a cell that is no state has rank 0."""

    def __init__(self, cube: Layout, held: dict[int, Cells]) -> None:
        self.cube: Layout = proxy(cube)  # whose part this is: room is given back when it goes
        self.bits = len(cube._order)
        self.passes = cube._passes
        self.held = held
        """Ranks worked out so far; not many where all would take too much."""
        self._spare: list[Cells] = []
        """Room that numbers stood in: taken anew, the system would first have to clear it."""
        self._parts: dict[tuple[Axis, ...], tuple[Bits, ...] | None] = {}
        self._by_part: dict[tuple[Number, tuple[Axis, ...]], Any] = {}
        """What parts of the states come to at the least: small, and asked for by several concepts."""

    @cached_property
    def ranks(self) -> tuple[Cells, ...]:
        """Each decision maker's rank in each cell: larger is preferred, 0 = no state; all of one type."""
        every = range(len(self.cube.model.makers))
        preferences = self.cube.model.preferences
        held = [self._own(i) if self.hoards else self._ranked(preferences[i]) for i in every]
        kind = max((rank.dtype for rank in held), key=lambda kind: kind.itemsize, default=None)
        return tuple(rank.astype(kind, copy=False) for rank in held)

    def _room(self, kind: np.dtype[Any] | type) -> Cells:
        """Room for a number."""
        for at, spare in enumerate(self._spare):
            if spare.dtype == kind:
                return self._spare.pop(at)
        self._spare.clear()
        return np.empty(1 << self.bits, kind)

    def _done(self, *numbers: Cells | None) -> None:
        """Their room may be taken by others."""
        self._spare.extend(number for number in numbers if number is not None)
        del self._spare[MOST_SPARE:]

    @cached_property
    def hoards(self) -> bool:
        """Whether the ranks of all decision makers are kept."""
        size = sum(map(width, self.cube.model.preferences)) << self.bits
        return self.orders is None or size <= min(HOARD, self.cube.budget.memory // 8)

    def _rank(self, maker: int) -> Cells:
        """A decision maker's rank in each cell, of one type where pairs are compared; not to be changed."""
        return self.ranks[maker] if self.orders is None else self._own(maker)

    def _own(self, maker: int) -> Cells:
        if maker not in self.held:
            self.held[maker] = self._ranked(self.cube.model.preferences[maker])
        return self.held[maker]

    def _ranked(self, preference: Preference) -> Cells:
        self.cube.budget.tick()
        terms = terms_of(preference)
        if terms is None or (top := largest(terms)).bit_length() > 63:
            return self._placed(preference)
        kind = kind_of(top)
        rows, pick = tables(terms, kind, self.bits, self.cube._place)
        states = None if self.cube._whole else self.cube.states
        return narrowed(self.passes.score(rows, pick, states, self._room(kind)), top)

    def _placed(self, preference: Preference) -> Cells:
        """The ranks by a form of preference that knows listed states only."""
        ranks = preference.ranks(self.cube.model.space)
        top = int(ranks.max(initial=0))
        if self.cube._whole and self.cube._in_order:  # the cells are the listed states
            return ranks.astype(kind_of(top), copy=False)
        cells = np.zeros(1 << self.bits, kind_of(top))
        cells[self.cube._listed(self.cube.model.space.codes)] = ranks
        return cells

    def at_most(self, left: Number, right: Number) -> Bits:
        """The cells in which `left` is not larger; of cells that are no state some."""
        self.cube.budget.tick()
        if not self.hoards:  # nothing but what is asked for now is in use
            for maker in [i for i in self.held if right != Rank(i)]:
                self._done(self.held.pop(maker))
        match left, right:
            case Best(mover, reward), Rank(maker) if mover == {maker} and (
                reward == right or (isinstance(reward, Lesser) and reward.left == right)
            ):
                return self._stays(maker, reward.right if isinstance(reward, Lesser) else None)
            case _:
                one, other = self._value(left), self._value(right)
                found: Bits = self.passes.at_most(one, other)
                self._done(one, other)
                return found

    def _stays(self, maker: int, worst: Number | None) -> Bits:
        """Where nothing that the decision maker can do pays, given the worst that others make of it."""
        rank, axis = self._rank(maker), self.cube.axes[maker]
        if worst is None:
            found: Bits = self.passes.stays(rank, None, axis)
            return found
        if not isinstance(worst, Worst):
            least = self._value(worst)
            found = self.passes.stays(rank, least, axis)
            self._done(least)
            return found
        others = self._others(frozenset({maker}))
        by_part = self._by_parts(worst.of, [self.cube.axes[i] for i in others])
        by = self.orders if worst.improving else None
        if by is None:
            at_worst = self._value(worst) if worst.improving or by_part is None else by_part
            found = self.passes.stays(rank, at_worst, axis)
        else:
            # What any moves can do at the worst decides much beforehand, and asks little of the rest.
            at_worst = self._value(replace(worst, improving=False)) if by_part is None else by_part
            floors = self.passes.floors(rank, at_worst, axis)
            values = rank if isinstance(worst.of, Rank) else self._value(worst.of)
            room = at_worst if by_part is None else self._room(rank.dtype)
            least = self.passes.lower_by_orders(
                values,
                self.cube.states,
                [by[i] for i in others if i in by],
                axis,
                floors,
                room,
                self.cube.budget.tick,
            )
            found = self.passes.stays(rank, least, axis, floors)
            self._done(room, None if values is rank else values)
            return found
        self._done(None if at_worst is by_part else at_worst)
        return found

    def _value(self, number: Number) -> Cells:
        """A number in each cell, in room of its own."""
        self.cube.budget.tick()
        match number:
            case Rank(maker):
                rank = self._rank(maker)
                room = self._room(rank.dtype)
                np.copyto(room, rank)
                return room
            case Lesser(left, right):
                one, other = self._value(left), self._value(right)
                found = np.minimum(one, other, out=one)
                self._done(other)
                return found
            case Best(mover, of):
                return self._best(mover, of)
            case Worst(mover, of, improving):
                return self._worst(mover, of, improving)

    def _best(self, mover: Mover, of: Number) -> Cells:
        values = self._rank(of.maker) if isinstance(of, Rank) else self._value(of)
        axes = [self.cube.axes[i] for i in mover if self.cube.axes[i].bits or len(mover) == 1]
        if len(axes) == 1:
            found: Cells = self.passes.best(values, axes[0], self._room(values.dtype))
        else:
            found = self._least(np.invert(values), axes)
            np.invert(found, out=found)
        if not isinstance(of, Rank):
            self._done(values)
        return found

    def _others(self, mover: Mover) -> list[int]:
        """Those outside the mover who can move."""
        return [i for i in range(len(self.cube.axes)) if i not in mover and self.cube.axes[i].bits]

    def _worst(self, mover: Mover, of: Number, improving: bool) -> Cells:
        others = self._others(mover)
        axes = [self.cube.axes[i] for i in others]
        if not improving and (by_part := self._by_parts(of, axes)) is not None:
            found: Cells = self.passes.filled(by_part, self._room(by_part.tables.dtype))
            return found
        values = self._rank(of.maker) if isinstance(of, Rank) else self._value(of)
        if improving:
            found = self._started(values)
            ranks = ((i, self.ranks[i]) for i in others if not self.cube.model.preferences[i].empty)
            movers = [(self.cube.axes[i], rank) for i, rank in ranks]
            self.passes.lower_by_improvements(found, movers, self.cube.budget.tick)
        else:
            found = self._least(values, axes)
        if not isinstance(of, Rank):
            self._done(values)
        return found

    def _least(self, values: Cells, axes: Sequence[Axis]) -> Cells:
        """The least that moves along the axes lead to, in any order."""
        if axes and all(axis.free for axis in axes):
            if self.cube._whole:
                return _least_over(values, axes, self._room(values.dtype))
            if (parts := self._parted(tuple(axes))) is not None:
                by_part = self.passes.least_by_part(values, parts, axes)
                found: Cells = self.passes.filled(by_part, self._room(values.dtype))
                return found
        found = self._started(values)
        barred = None if self.passes is not passes or self.cube._whole else self._barred
        self.passes.lower_by_moves(found, barred, axes, self.cube.budget.tick)
        return found

    def _by_parts(self, number: Number, axes: Sequence[Axis]) -> Any | None:
        """What `_least` has of a number, by parts of the states; None where it is not had so."""
        if self.cube._whole or not axes or not all(axis.free for axis in axes):
            return None
        parts = self._parted(tuple(axes))
        if parts is None:
            return None
        key = (number, tuple(axes))
        if key not in self._by_part:
            match number:
                case Rank(maker):
                    found = self.passes.least_by_part(self._rank(maker), parts, axes)
                case Best(mover, Rank(maker)) if len(mover) == 1:
                    along, rank = self.cube.axes[min(mover)], self._rank(maker)
                    found = self.passes.least_by_part(rank, parts, axes, along)
                case _:
                    values = self._value(number)
                    found = self.passes.least_by_part(values, parts, axes)
                    self._done(values)
            self._by_part[key] = found
        return self._by_part[key]

    def _parted(self, axes: tuple[Axis, ...]) -> tuple[Bits, ...] | None:
        """The states in parts that these axes connect; None where that does not pay."""
        if self.passes is passes:
            return None
        if axes not in self._parts:
            given = self.cube.states, axes, self.passes.swept, self.cube.budget.tick
            self._parts[axes] = flood.parts(*given)
        return self._parts[axes]

    @cached_property
    def orders(self) -> dict[int, Orders] | None:
        """The orders of all who can improve on anything; None where some cannot be written out."""
        found: dict[int, Orders] = {}
        for maker, preference in enumerate(self.cube.model.preferences):
            axis, terms = self.cube.axes[maker], terms_of(preference)
            if preference.empty or not axis.bits:
                continue
            if self.passes is passes or terms is None or largest(terms).bit_length() > 63:
                return None
            if (axis.low or axis.bits) < WORD:
                return None
            programs = orders_of(axis, terms, self.cube._place)
            if programs is None:
                return None
            found[maker] = programs
        return found

    def _started(self, values: Cells) -> Cells:
        """The values, and where no state is a number larger than all."""
        room = self._room(values.dtype)
        if self.cube._whole:
            np.copyto(room, values)
        elif self.passes is passes:
            np.bitwise_or(values, self._barred, out=room)
        else:
            self.passes.started(values, self.cube.states, room)
        return room

    @cached_property
    def _barred(self) -> Cells:
        """All ones in the cells that are no state, else 0."""
        barred: Cells = self.cube._unpacked(~self.cube.states).astype(self.ranks[0].dtype)
        np.negative(barred, out=barred)
        return barred


def _least_over(values: Cells, axes: Iterable[Axis], out: Cells) -> Cells:
    """The least over all settings of some axes, where nothing bars a move: all there hold the same."""
    # From the highest axis down, so that rows are long, what is left shrinks, and places keep their bits.
    upward = sorted(axes, key=lambda axis: axis.low)
    for axis in reversed(upward):
        values = np.minimum.reduce(axis.view(values), axis=1).reshape(-1)
    for axis in upward:
        once = values.reshape(-1, 1, 1 << axis.low)
        shape = (len(once), 1 << axis.bits, 1 << axis.low)
        if axis is upward[-1]:
            out.reshape(shape)[:] = once
        else:
            values = np.broadcast_to(once, shape).reshape(-1)
    return out
