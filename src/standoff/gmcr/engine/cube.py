"""The engine for models that rule out little: every combination has a cell, moves are slices.

Numbers are arrays over all 2^n combinations of n options, laid out so that each decision maker's options
are neighbouring bits (see `passes`). Sets are bits, eight cells to a byte. States are never listed. The
cells that are no state have rank 0; whatever else a number holds there is of no account.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.condition import Condition, Not, truth
from standoff.extra import installed
from standoff.gmcr.budget import Budget
from standoff.gmcr.conflict.model import Model, Mover, only
from standoff.gmcr.conflict.preference import Preference
from standoff.gmcr.conflict.space import describe
from standoff.gmcr.engine import passes
from standoff.gmcr.engine.cells.number import Best, Lesser, Number, Rank, Worst
from standoff.gmcr.engine.cells.score import width
from standoff.gmcr.engine.cells.value import HOARD, Values
from standoff.gmcr.engine.explicit import Flags, reached
from standoff.gmcr.engine.passes import Axis, Bits, Cells
from standoff.problem import Infeasible

MOST_OWN = 6
"""Options of one decision maker: improvements compare each pair of its settings."""
SPARSE, SPARSER = 3, 8
"""At least one in so many combinations must be feasible, or listing them alone is faster; in so many
where there are `WORTH_LOADING` cells, as lists take more memory."""
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
        wide = max(map(width, model.preferences), default=2)
        cells = 1 << len(model.space.options)
        cube = Cube(model)
        kept = makers
        if (
            cube._pays(WORTH_LOADING)
            and cube._values.orders is not None
            and makers * wide * cells > HOARD
        ):
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
    def _values(self) -> Values:
        """The numbers worked out."""
        return Values(self, {})

    @property
    def hoards(self) -> bool:
        """Whether the ranks of all decision makers are kept, once they are worked out."""
        return self._values.hoards

    @property
    def ranks(self) -> tuple[Cells, ...]:
        """Each decision maker's rank in each cell: larger is preferred, 0 = no state; all of one type."""
        return self._values.ranks

    @cached_property
    def listed(self) -> NDArray[np.intp]:
        """The cells of the listed states."""
        return self._listed(self.model.space.codes)

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
        vars(other).update(shared)
        held = {who: rank for who, rank in self._values.held.items() if who != maker}
        vars(other).update(_values=Values(other, held))
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
        found = self._values.at_most(left, right)
        found &= self.states
        return found

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
