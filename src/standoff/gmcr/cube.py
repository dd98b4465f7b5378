"""The explicit engine for models that rule out little: every combination has a cell, moves are slices.

Numbers are arrays over all 2^n combinations of n options, laid out so that each decision maker's options
are neighbouring bits: what it can move between is then one axis of a reshaped array, and no pass needs
an index. Cells that cannot be hold 0 where the largest is sought and the ceiling where the least is.
Sets are flags over `space.codes`, as in `explicit`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.arcs import Arcs
from standoff.gmcr.explicit import Explicit, Flags
from standoff.gmcr.model import Model
from standoff.gmcr.moves import Improving
from standoff.gmcr.preference import Preference

Cells: TypeAlias = NDArray[Any]  # uint16, or uint32 where there are more ranks
MOST_OWN = 6
"""Options of one decision maker: compiled passes compare each pair of its settings."""
SPARSEST = 8
"""At least one in so many combinations must be feasible, or listing them alone is cheaper."""
SHORT = 7
"""Below so many lower bits a run of neighbouring cells is short for an array operation."""
COMPILED = 1 << 20
"""From this many cells on, compiled passes are used where they are installed: compiling takes seconds."""


@dataclass(frozen=True)
class Axis:
    """Where one decision maker's options lie: `bits` of them above the lowest `low` bits.

    `reach[a]` are the settings that can be moved to from setting `a`, itself included.
    """

    low: int
    bits: int
    reach: tuple[tuple[int, ...], ...]
    free: bool

    @cached_property
    def table(self) -> NDArray[np.bool_]:
        """Whether setting b can be moved to from setting a, as [b, a]."""
        table = np.zeros((1 << self.bits, 1 << self.bits), dtype=bool)
        for setting, targets in enumerate(self.reach):
            table[list(targets), setting] = True
        return table

    def view(self, cells: Cells) -> Cells:
        """Shape (higher, settings, lower)."""
        return cells.reshape(-1, 1 << self.bits, 1 << self.low)


class Cube(Explicit):
    """A model's numbers over all combinations: what the law of `stability` needs."""

    id = "cube"

    @staticmethod
    def memory(model: Model, states: int) -> int:
        """Bytes that the cells of a model with this many states take; an estimate."""
        makers = len(model.makers)
        return (8 + 5 * makers) * (1 << len(model.space.options)) + (40 + 4 * makers) * states

    @staticmethod
    def suits(model: Model, states: int) -> bool:
        """Whether few combinations are ruled out and nobody has too many options."""
        widest = max((mask.bit_count() for mask in model.space.masks.values()), default=0)
        return widest <= MOST_OWN and 1 << len(model.space.options) <= SPARSEST * max(1, states)

    @cached_property
    def _order(self) -> list[int]:
        """The options by owner: the bits of a cell's number, lowest first."""
        options = self.model.space.options
        return sorted(
            range(len(options)), key=lambda b: (options[b].owner is None, options[b].owner)
        )

    @cached_property
    def _cell(self) -> NDArray[np.intp] | slice:
        """The cell of each listed state."""
        space = self.model.space
        if self._order == sorted(self._order):
            if space.count == 1 << len(space.options):
                return slice(None)
            return space.codes.astype(np.intp)
        cell = np.zeros(space.count, np.intp)
        for at, bit in enumerate(self._order):
            cell |= (space.codes >> np.uint64(bit) & np.uint64(1)).astype(np.intp) << at
        return cell

    @cached_property
    def _impossible(self) -> NDArray[np.bool_] | None:
        """The cells that are no state; None if all are."""
        if isinstance(self._cell, slice) or len(self._cell) == 1 << len(self._order):
            return None
        outside = np.ones(1 << len(self._order), dtype=bool)
        outside[self._cell] = False
        return outside

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """Each decision maker's."""
        return tuple(self._axis(maker) for maker in range(len(self.model.makers)))

    def _axis(self, maker: int) -> Axis:
        options = self.model.space.options
        places = [at for at, b in enumerate(self._order) if options[b].owner == maker]
        low = places[0] if places else 0
        forward, back = self.model.space.one_way
        on = sum(1 << k for k, at in enumerate(places) if forward >> self._order[at] & 1)
        off = sum(1 << k for k, at in enumerate(places) if back >> self._order[at] & 1)
        settings = range(1 << len(places))
        reach = tuple(
            tuple(b for b in settings if not (a & ~b & on or b & ~a & off)) for a in settings
        )
        return Axis(low, len(places), reach, not on and not off)

    @cached_property
    def _compiled(self) -> ModuleType | None:
        """The module `compiled`, where there are many cells and numba is installed."""
        if 1 << len(self._order) < COMPILED or find_spec("numba") is None:
            return None
        return import_module("standoff.gmcr.compiled")

    # --- numbers

    @cached_property
    def ranks(self) -> tuple[Cells, ...]:
        """Each decision maker's rank in each cell: 1 = least preferred state, 0 = no state."""
        return tuple(map(self._spread, self.model.preferences))

    def _spread(self, preference: Preference) -> Cells:
        listed = preference.ranks(self.model.space)
        top = int(listed.max(initial=0))
        kind = np.uint16 if top < np.iinfo(np.uint16).max else np.uint32
        cells: Cells = np.zeros(1 << len(self._order), kind)
        cells[self._cell] = listed
        return cells

    def prefer(self, maker: int, preference: Preference) -> Cube:
        """The same game with one decision maker's preference replaced; states and moves are shared."""
        other = Cube(self.model.prefer(maker, preference), self.budget)
        ranks = list(self.ranks)
        ranks[maker] = self._spread(preference)
        shared = {name: getattr(self, name) for name in ("_order", "_cell", "_impossible", "axes")}
        vars(other).update(shared, ranks=tuple(ranks))
        return other

    def at_most(self, left: Cells, right: Cells) -> Flags:
        """The states in which `left` is not larger."""
        flags: Flags = (left <= right)[self._cell]
        return flags

    def best(self, maker: int, values: Cells) -> Cells:
        """The largest value among the state itself and those the decision maker can move to."""
        return self._outside(extreme(values, self.axes[maker], np.maximum), 0)

    def worst_by_moves(self, maker: int, values: Cells) -> Cells:
        """The least of `values` that the opponents can reach from each state by any moves."""
        opponents = [axis for i, axis in enumerate(self.axes) if i != maker and axis.bits]
        ceiling = np.iinfo(values.dtype).max
        # Where everything can be, and be undone, moves in any order come to the same: one round does.
        once = self._impossible is None and all(axis.free for axis in opponents)

        def lower(cells: Cells, axis: Axis) -> bool:
            least = self._outside(extreme(cells, axis, np.minimum), ceiling)
            changed = not once and not np.array_equal(least, cells)
            cells[:] = least
            return changed

        return self._lowest(values, [partial(lower, axis=axis) for axis in opponents])

    def worst_by_improvements(self, maker: int, values: Cells) -> Cells:
        """The least of `values` that the opponents can reach, each step an improvement for its mover."""
        if self._compiled is None:
            cells = np.zeros_like(values)
            cells[self._cell] = super().worst_by_improvements(maker, values[self._cell])
            return cells
        cells = self._outside(values.copy(), np.iinfo(values.dtype).max)
        movers = [(a, self.ranks[i]) for i, a in enumerate(self.axes) if i != maker and a.bits]
        self._compiled.lower(cells, movers, self.budget.tick)
        return self._outside(cells, 0)

    def _lowest(self, values: Cells, sweeps: list[Callable[[Cells], bool]]) -> Cells:
        """The values after sweeps in turn until none changes any; a sweep says whether it did."""
        values = self._outside(values.copy(), np.iinfo(values.dtype).max)
        quiet = 0
        while quiet < len(sweeps):
            for sweep in sweeps:
                self.budget.tick()
                quiet = 1 if sweep(values) else quiet + 1
                if quiet >= len(sweeps):
                    break
        return self._outside(values, 0)

    @cached_property
    def improving(self) -> tuple[Improving | Arcs, ...]:
        """Each decision maker's unilateral improvements, over the listed states."""
        pairs = zip(self.moves, self.ranks, strict=True)
        return tuple(moves.improving(rank[self._cell]) for moves, rank in pairs)

    def _outside(self, cells: Cells, value: int) -> Cells:
        """The cells that are no state set to a value that does not count."""
        if self._impossible is not None:
            np.putmask(cells, self._impossible, value)
        return cells


def extreme(cells: Cells, axis: Axis, pick: np.ufunc) -> Cells:
    """The largest (`maximum`) or least (`minimum`) of each cell and those it can be moved to."""
    view = axis.view(cells)
    result = np.empty_like(view)
    if axis.free:
        result[:] = over_settings(cells, axis, pick)
    else:
        for setting, targets in enumerate(axis.reach):
            result[:, setting] = pick.reduce(view[:, targets], axis=1)
    return result.reshape(-1)


def over_settings(cells: Cells, axis: Axis, pick: np.ufunc) -> Cells:
    """The largest or least over all settings of the axis; shape (higher, 1, lower)."""
    view = axis.view(cells)
    if axis.low < SHORT:  # each setting's cells lie scattered: gather them, then take whole rows
        found: Cells = pick.reduce(np.ascontiguousarray(view.swapaxes(0, 1)), axis=0)
        return found[:, np.newaxis]
    found = pick.reduce(view, axis=1, keepdims=True)
    return found
