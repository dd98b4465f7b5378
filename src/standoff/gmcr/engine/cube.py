"""The engine for models that rule out little: every combination has a cell, moves are slices.

Numbers are arrays over all 2^n combinations of n options, laid out so that each decision maker's options
are neighbouring bits (see `passes`). Sets are bits, eight cells to a byte. States are never listed. The
cells that are no state have rank 0; whatever else a number holds there is of no account.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.condition import Condition, Not, Var, names, truth
from standoff.extra import installed
from standoff.gmcr.budget import Budget
from standoff.gmcr.conflict.model import Model, Mover, only
from standoff.gmcr.conflict.preference import Preference, Statements, Weights
from standoff.gmcr.conflict.space import describe
from standoff.gmcr.engine import passes
from standoff.gmcr.engine.cells import flood
from standoff.gmcr.engine.cells.number import Best, Lesser, Number, Rank, Worst
from standoff.gmcr.engine.cells.order import Orders, orders
from standoff.gmcr.engine.explicit import Flags, reached
from standoff.gmcr.engine.passes import Axis, Bits, Cells
from standoff.problem import Infeasible

MOST_OWN = 6
"""Options of one decision maker: improvements compare each pair of its settings."""
HOARD = 1 << 28
"""Bytes that the ranks of all decision makers may take to be kept, rather than worked out for each concept."""
SPARSE, SPARSER = 3, 8
"""At least one in so many combinations must be feasible, or listing them alone is faster; in so many
where there are `WORTH_LOADING` cells, as lists take more memory."""
LOW = 10
"""Statements are added up for rows of so many lower options: a row stays near the processor."""
TABLED = 6
"""Statements that name at most so many options above those, together, are added up beforehand."""
DENSE = 22
"""Numbers of up to so many bits are made dense by a table."""
WORD = 3
"""Cells of one setting come at least so many bits of a number side by side, or all settings' do."""
COMPILED = 1 << 13
"""From so many cells on, compiled passes are faster, once they are loaded."""
WORTH_LOADING = 1 << 22
"""From so many cells on they are loaded, which takes a second or two; the first time ever, ten."""


@dataclass(frozen=True, eq=False)
class Cube:
    """A model's numbers over all combinations: what the law of `stability` needs, and sets read out."""

    model: Model
    budget: Budget = field(default_factory=Budget)

    id = "cube"
    name = "cube"

    @staticmethod
    def memory(model: Model, states: int) -> int:
        """Bytes that the usual concepts of a model take, however many states it has; an estimate."""
        makers = len(model.makers)
        wide = max(map(_width, model.preferences), default=2)
        cells = 1 << len(model.space.options)
        cube = Cube(model)
        kept = makers
        if cube._pays(WORTH_LOADING) and cube._orders is not None and makers * wide * cells > HOARD:
            kept = 0
        # Ranks that are kept, four numbers while a concept is found, marks; and the sets found.
        return int(((kept + 4) * wide + 2 + 5 * makers / 8) * cells)

    @staticmethod
    def suits(model: Model, states: int) -> bool:
        """Whether few combinations are ruled out and nobody has too many options."""
        widest = max((mask.bit_count() for mask in model.space.masks.values()), default=0)
        cells = 1 << len(model.space.options)
        ratio = SPARSER if cells >= WORTH_LOADING else SPARSE
        return widest <= MOST_OWN and cells <= ratio * max(1, states)

    # --- the layout

    @cached_property
    def _order(self) -> list[int]:
        """The options by owner, those that go one way last: the bits of a cell's number, lowest first."""
        options = self.model.space.options
        one_way = sum(self.model.space.one_way)
        return sorted(
            range(len(options)),
            key=lambda b: (options[b].owner is None, options[b].owner, one_way >> b & 1),
        )

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """Each decision maker's."""
        return tuple(self._axis(maker) for maker in range(len(self.model.makers)))

    def _axis(self, maker: int) -> Axis:
        space = self.model.space
        places = [at for at, b in enumerate(self._order) if space.options[b].owner == maker]
        ways = (
            sum(1 << k for k, at in enumerate(places) if way >> self._order[at] & 1)
            for way in space.one_way
        )
        return Axis(min(places, default=0), len(places), *ways)

    def _place(self, name: str) -> int:
        """The bit of a cell's number that an option has; UnknownName if nobody declared it."""
        return self._order.index(self.model.space.require(name))

    def _cell(self, code: int) -> int:
        """The cell of a state."""
        return sum(1 << at for at, bit in enumerate(self._order) if code >> bit & 1)

    def _pays(self, enough: int) -> bool:
        """Whether the passes pay compiled, where they do from so many cells on."""
        cells = 1 << len(self._order)
        widest = max((axis.bits for axis in self.axes), default=0)
        return cells >= enough and cells >> widest >= passes.LINE

    @property
    def slowed(self) -> bool:
        """Whether the extra [fast] would pay for this model, and is not installed."""
        return self._pays(WORTH_LOADING) and not installed("fast")

    @cached_property
    def _passes(self) -> Any:
        """`passes`, or where they pay and numba is installed, `compiled`: the same names."""
        compiled = "standoff.gmcr.engine.compiled"
        if not self._pays(COMPILED if compiled in sys.modules else WORTH_LOADING):
            return passes
        try:
            return import_module(compiled)
        except (ImportError, RuntimeError):  # no numba, or nowhere to keep what it compiles
            return passes

    # --- numbers

    @cached_property
    def ranks(self) -> tuple[Cells, ...]:
        """Each decision maker's rank in each cell: larger is preferred, 0 = no state; all of one type."""
        held = [self._rank(maker) for maker in range(len(self.model.makers))]
        kind = max((rank.dtype for rank in held), key=lambda kind: kind.itemsize, default=None)
        return tuple(rank.astype(kind, copy=False) for rank in held)

    @cached_property
    def _held(self) -> dict[int, Cells]:
        """The ranks worked out so far; only the last where all would take too much."""
        return {}

    @cached_property
    def _spare(self) -> list[Cells]:
        """Room that numbers stood in: taken anew, it would first have to be cleared by the system."""
        return []

    def _room(self, kind: np.dtype[Any] | type) -> Cells:
        """Room for a number."""
        for at, spare in enumerate(self._spare):
            if spare.dtype == kind:
                return self._spare.pop(at)
        self._spare.clear()
        return np.empty(1 << len(self._order), kind)

    def _done(self, *numbers: Cells | None) -> None:
        """Their room may be taken by others."""
        self._spare.extend(number for number in numbers if number is not None)

    @cached_property
    def _hoards(self) -> bool:
        """Whether the ranks of all decision makers are kept."""
        size = sum(map(_width, self.model.preferences)) << len(self._order)
        return self._orders is None or size <= min(HOARD, self.budget.memory // 8)

    def _rank(self, maker: int) -> Cells:
        """A decision maker's rank in each cell; not to be changed."""
        if maker not in self._held:
            if not self._hoards:
                self._done(*self._held.values())
                self._held.clear()
            self._held[maker] = self._ranked(self.model.preferences[maker])
        return self._held[maker]

    def _ranked(self, preference: Preference) -> Cells:
        self.budget.tick()
        terms = _terms(preference)
        if terms is None or (top := _top(terms)).bit_length() > 63:
            return self._placed(preference)
        kind = _kind(top)
        rows, pick = self._tables(terms, kind)
        states = None if self._whole else self.states
        return _narrowed(self._passes.score(rows, pick, states, self._room(kind)), top)

    def _tables(
        self, terms: Iterable[tuple[Condition, int]], kind: type[np.unsignedinteger[Any]]
    ) -> tuple[Cells, NDArray[np.intp]]:
        """The sum of the terms that hold, and 1, as tables and the rows to take (see `passes.score`).

        The options are parted into low and high ones. Terms that name the same high options make one
        table, with a row for each setting of these over all settings of the low ones.
        """
        low = min(LOW, len(self._order))
        tables: dict[frozenset[int], list[tuple[Condition, int]]] = {}
        for condition, weight in terms:
            high = frozenset(at - low for n in names(condition) if (at := self._place(n)) >= low)
            room = [key for key in tables if len(key | high) <= max(TABLED, len(high))]
            joined = min(room, key=lambda key: len(key | high), default=frozenset())
            old = tables.pop(joined, [])
            tables.setdefault(joined | high, []).extend([*old, (condition, weight)])
        numbers = np.arange(1 << low)
        rows: list[Cells] = []
        picks, first = [], 0
        settings = np.arange(1 << (len(self._order) - low))
        for high, members in (tables or {frozenset[int](): []}).items():
            own = sorted(high)
            row = np.arange(1 << len(own))[:, np.newaxis]

            def column(name: str, own: list[int] = own, row: NDArray[Any] = row) -> NDArray[Any]:
                at = self._place(name)
                value = numbers >> at if at < low else row >> own.index(at - low)
                return (value & 1).astype(bool)

            table = np.full((1 << len(own), 1 << low), 0 if rows else 1, kind)
            for condition, weight in members:
                table += np.asarray(truth(condition, column, np.True_)) * kind(weight)
            rows.append(table)
            picks.append(first + sum((settings >> at & 1) << k for k, at in enumerate(own)))
            first += len(table)
        return np.concatenate(rows), np.stack(np.broadcast_arrays(*picks, settings)[:-1], axis=1)

    def _placed(self, preference: Preference) -> Cells:
        """The ranks by a form of preference that knows listed states only."""
        ranks = preference.ranks(self.model.space)
        top = int(ranks.max(initial=0))
        if self._whole and self._in_order:  # the cells are the listed states
            return ranks.astype(_kind(top), copy=False)
        cells = np.zeros(1 << len(self._order), _kind(top))
        cells[self._listed(self.model.space.codes)] = ranks
        return cells

    def _listed(self, codes: NDArray[np.uint64]) -> NDArray[np.intp]:
        """The cells of states."""
        cell = np.zeros(len(codes), np.intp)
        for at, bit in enumerate(self._order):
            cell |= (codes >> np.uint64(bit) & np.uint64(1)).astype(np.intp) << at
        return cell

    def prefer(self, maker: int, preference: Preference) -> Cube:
        """The same game with one decision maker's preference replaced; states and moves are shared."""
        other = Cube(self.model.prefer(maker, preference), self.budget)
        shared = {name: getattr(self, name) for name in ("_order", "axes", "states", "_whole")}
        held = {who: rank for who, rank in self._held.items() if who != maker}
        vars(other).update(shared, _held=held)
        return other

    def rank(self, mover: Mover, ties: bool = False) -> Number:
        """The mover's rank."""
        return Rank(only(mover))

    def lesser(self, left: Number, right: Number) -> Number:
        """The smaller of two numbers in each state."""
        return Lesser(left, right)

    def best(self, mover: Mover, values: Number) -> Number:
        """The largest value among the state itself and those that legal sequences of the mover lead to."""
        return Best(mover, values)

    def worst_by_moves(self, mover: Mover, values: Number) -> Number:
        """The least of `values` that those outside the mover can reach from each state by any moves."""
        return Worst(mover, values, improving=False)

    def worst_by_improvements(self, mover: Mover, values: Number) -> Number:
        """The least of `values` that they can reach, each step an improvement for its mover."""
        return Worst(mover, values, improving=True)

    def at_most(self, left: Number, right: Number) -> Bits:
        """The states in which `left` is not larger."""
        self.budget.tick()
        match left, right:
            case Best(mover, reward), Rank(maker) if mover == {maker} and (
                reward == right or isinstance(reward, Lesser) and reward.left == right
            ):
                found = self._stays(maker, reward.right if isinstance(reward, Lesser) else None)
            case _:
                one, other = self._value(left), self._value(right)
                found = self._passes.at_most(one, other)
                self._done(one, other)
        found &= self.states
        return found

    def _stays(self, maker: int, worst: Number | None) -> Bits:
        """Where nothing that the decision maker can do pays, given the worst that others make of it."""
        rank, axis = self._rank(maker), self.axes[maker]
        if worst is None:
            found: Bits = self._passes.stays(rank, None, axis)
            return found
        by = self._orders if isinstance(worst, Worst) and worst.improving else None
        if by is None or not isinstance(worst, Worst):
            least = self._value(worst)
            found = self._passes.stays(rank, least, axis)
        else:
            # What any moves can do at the worst decides much beforehand, and asks little of the rest.
            values = rank if isinstance(worst.of, Rank) else self._value(worst.of)
            movers = [i for i in range(len(self.axes)) if i != maker and self.axes[i].bits]
            least = self._least(worst.of, values, [self.axes[i] for i in movers])
            floors = self._passes.floors(rank, least, axis)
            self._passes.above(rank, values, floors, axis, least)
            wishing = [by[i] for i in movers if i in by]
            self._passes.lower_by_orders(least, self.states, wishing, axis, self.budget.tick)
            found = self._passes.stays(rank, least, axis, floors)
            self._done(None if values is rank else values)
        self._done(least)
        return found

    def _value(self, number: Number) -> Cells:
        """A number in each cell, in room of its own."""
        self.budget.tick()
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
        axes = [self.axes[i] for i in mover if self.axes[i].bits or len(mover) == 1]
        if len(axes) == 1:
            found: Cells = self._passes.best(values, axes[0], self._room(values.dtype))
        else:
            found = self._least(None, np.invert(values), axes)
            np.invert(found, out=found)
        if not isinstance(of, Rank):
            self._done(values)
        return found

    def _worst(self, mover: Mover, of: Number, improving: bool) -> Cells:
        values = self._rank(of.maker) if isinstance(of, Rank) else self._value(of)
        others = [i for i in range(len(self.axes)) if i not in mover and self.axes[i].bits]
        if improving:
            found = self._started(values)
            ranks = ((i, self.ranks[i]) for i in others if not self.model.preferences[i].empty)
            movers = [(self.axes[i], rank) for i, rank in ranks]
            self._passes.lower_by_improvements(found, movers, self.budget.tick)
        else:
            found = self._least(of, values, [self.axes[i] for i in others])
        if not isinstance(of, Rank):
            self._done(values)
        return found

    def _least(self, number: Number | None, values: Cells, axes: Sequence[Axis]) -> Cells:
        """The least that moves along the axes lead to, in any order; `number`: what the values are of."""
        if axes and all(axis.free for axis in axes):
            if self._whole:
                return _least_over(values, axes)
            if (parts := self._parted(tuple(axes))) is not None:
                key = (number, tuple(axes))
                tables = self._by_part.get(key) if number else None
                if tables is None:
                    tables = self._by_part[key] = self._passes.least_by_part(values, parts, axes)
                room = self._room(values.dtype)
                found: Cells = self._passes.filled(tables, parts, axes, room)
                return found
        found = self._started(values)
        barred = None if self._passes is not passes or self._whole else self._barred
        self._passes.lower_by_moves(found, barred, axes, self.budget.tick)
        return found

    @cached_property
    def _by_part(self) -> dict[tuple[Number | None, tuple[Axis, ...]], Cells]:
        """What parts of the states come to at the least: small, and asked for by several concepts."""
        return {}

    def _parted(self, axes: tuple[Axis, ...]) -> tuple[Bits, ...] | None:
        """The states in parts that these axes connect; None where that does not pay."""
        if self._passes is passes:
            return None
        if axes not in self._parts:
            self._parts[axes] = flood.parts(self.states, axes, self.budget.tick)
        return self._parts[axes]

    @cached_property
    def _parts(self) -> dict[tuple[Axis, ...], tuple[Bits, ...] | None]:
        return {}

    @cached_property
    def _orders(self) -> dict[int, Orders] | None:
        """The orders of all who can improve on anything; None where some cannot be written out."""
        found: dict[int, Orders] = {}
        for maker, preference in enumerate(self.model.preferences):
            axis, terms = self.axes[maker], _terms(preference)
            if preference.empty or not axis.bits:
                continue
            if self._passes is passes or terms is None or _top(terms).bit_length() > 63:
                return None
            if not WORD <= (axis.low or axis.bits):
                return None
            programs = orders(axis, terms, self._place)
            if programs is None:
                return None
            found[maker] = programs
        return found

    def _started(self, values: Cells) -> Cells:
        """The values, and where no state is a number larger than all."""
        room = self._room(values.dtype)
        if self._whole:
            np.copyto(room, values)
        elif self._passes is passes:
            np.bitwise_or(values, self._barred, out=room)
        else:
            self._passes.started(values, self.states, room)
        return room

    # --- sets

    @cached_property
    def states(self) -> Bits:
        """All states."""
        return self._where(Not(c) for c in self.model.space.impossible)

    @cached_property
    def _in_order(self) -> bool:
        """Whether the number of a cell is the code of its state."""
        return self._order == sorted(self._order)

    @cached_property
    def _whole(self) -> bool:
        """Whether every cell is a state."""
        return self.count(self.states) == 1 << len(self._order)

    @cached_property
    def _barred(self) -> Cells:
        """All ones in the cells that are no state, else 0."""
        barred: Cells = self._unpacked(~self.states).astype(self.ranks[0].dtype)
        np.negative(barred, out=barred)
        return barred

    def _where(self, conditions: Iterable[Condition]) -> Bits:
        """The cells in which all the conditions hold, whether they are states or not."""
        size = 1 << len(self._order)

        def column(name: str) -> Bits:
            at = self._place(name)
            if at < 3:  # within a byte
                return np.array([(0xAA, 0xCC, 0xF0)[at]], np.uint8)
            halves = np.array([[0], [0xFF]], np.uint8)
            shape = (size >> (at + 1), 2, 1 << (at - 3))
            return np.broadcast_to(halves, shape).reshape(-1)

        found = np.full(-(-size // 8), (1 << min(size, 8)) - 1, np.uint8)
        for condition in conditions:
            found &= truth(condition, column, np.uint8(0xFF))
        return found

    def _unpacked(self, states: Bits) -> Flags:
        """For each cell whether it is in the set."""
        return np.unpackbits(states, count=1 << len(self._order), bitorder="little").view(bool)

    def _by_code(self, states: Bits) -> Flags:
        """For each combination, in the order of codes, whether it is in the set."""
        cells = self._unpacked(states)
        n = len(self._order)
        if self._in_order:
            return cells
        axes = [n - 1 - self._order.index(bit) for bit in reversed(range(n))]
        return cells.reshape((2,) * n).transpose(axes).reshape(-1)

    def where(self, condition: Condition) -> Bits:
        """The states in which the condition holds."""
        return self._where([condition]) & self.states

    def common(self, sets: Iterable[Bits]) -> Bits:
        """The states in all of the sets."""
        together: Bits = np.bitwise_and.reduce([self.states, *sets])
        return together

    def number(self, sets: Iterable[Bits]) -> int:
        """How many states are in all of the sets."""
        return self.count(self.common(sets))

    def count(self, states: Bits) -> int:
        """How many states."""
        return int(np.bitwise_count(states).sum(dtype=np.int64))

    def contains(self, states: Bits, code: int) -> bool:
        """Whether the state is in the set."""
        if not self.model.space.feasible(code):
            raise Infeasible(f"the situation {describe(self.model.space, code)} cannot be")
        cell = self._cell(code)
        return bool(states[cell >> 3] >> (cell & 7) & 1)

    def flags(self, states: Any) -> Flags:
        """The set as flags over `space.codes`."""
        flags = self._by_code(states)
        return flags if self._whole else flags[self._by_code(self.states)]

    def walk(self, states: Bits) -> Iterator[int]:
        """The states one by one, ascending."""
        flags = self._by_code(states)
        for at in range(0, len(flags), passes.BLOCK):
            yield from (at + np.flatnonzero(flags[at : at + passes.BLOCK])).tolist()

    def sample(self, states: Bits, size: int, seed: int) -> tuple[int, ...]:
        """States drawn evenly, with repetition; the same for the same seed."""
        codes = np.flatnonzero(self._by_code(states))
        if not len(codes):
            return ()
        return tuple(codes[np.random.default_rng(seed).integers(len(codes), size=size)].tolist())

    def reachable(self, improving: bool = False) -> Bits:
        """What anybody's moves, or improvements, can make of the status quo, itself included."""
        found = np.zeros_like(self.states)
        for code in reached(self.model, improving, self.budget):
            cell = self._cell(code)
            found[cell >> 3] |= 1 << (cell & 7)
        return found


def _least_over(values: Cells, axes: Iterable[Axis]) -> Cells:
    """The least over all settings of some axes, where nothing bars a move: all there hold the same."""
    # From the highest axis down, so that rows are long, what is left shrinks, and places keep their bits.
    upward = sorted(axes, key=lambda axis: axis.low)
    for axis in reversed(upward):
        values = np.minimum.reduce(axis.view(values), axis=1).reshape(-1)
    for axis in upward:
        once = values.reshape(-1, 1, 1 << axis.low)
        shape = (len(once), 1 << axis.bits, 1 << axis.low)
        values = np.broadcast_to(once, shape).reshape(-1)
    return values


def _kind(top: int) -> type[np.unsignedinteger[Any]]:
    """The type of numbers up to `top`; half of what it holds, so that differences have a sign."""
    return next(k for k in (np.uint16, np.uint32, np.uint64) if top <= np.iinfo(k).max >> 1)


def _narrowed(score: Cells, top: int) -> Cells:
    """The same order in numbers of two bytes, where they are few and easily told apart; 0 stays 0."""
    if score.itemsize == 2 or top.bit_length() > DENSE:
        return score
    seen = np.zeros(top + 1, bool)
    seen[score] = True
    seen[0] = False
    rank = np.cumsum(seen)
    return rank.astype(_kind(int(rank[-1])))[score]


def _width(preference: Preference) -> int:
    """Bytes that its rank takes in each cell."""
    top = _top(_terms(preference) or [])
    return np.dtype(_kind(top)).itemsize if top.bit_length() < 64 else 8


def _top(terms: Iterable[tuple[Condition, int]]) -> int:
    """The largest score: a state has 1 more than what holds in it adds up to."""
    return 1 + sum(weight for _, weight in terms)


def _terms(preference: Preference) -> list[tuple[Condition, int]] | None:
    """Conditions and what each adds to a number that orders as the preference does; None if none do."""
    match preference:
        case Statements():
            return list(preference.terms)
        case Weights(weights):
            # Whole numbers over one denominator; an option that weighs less than nothing counts untaken.
            scale = math.lcm(*(weight.denominator for weight in weights.values()))
            signed = [(Var(name), int(weight * scale)) for name, weight in weights.items()]
            return [(var if w > 0 else Not(var), abs(w)) for var, w in signed if w]
    return None
