"""The engine for models whose states can be listed: numbers and sets as arrays over the states.

A number is an array of ranks, a set is an array of flags, both over `space.codes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.budget import Budget
from standoff.gmcr.model import Model
from standoff.gmcr.moves import Improving, Moves
from standoff.gmcr.preference import Preference
from standoff.statement import Condition

Values: TypeAlias = NDArray[Any]  # unsigned
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Explicit:
    """A model's states, moves and ranks as arrays: what the law of `stability` needs, and sets read out."""

    model: Model
    budget: Budget = field(default_factory=Budget)
    name = "explicit"

    @staticmethod
    def memory(model: Model, states: int) -> int:
        """Bytes that listing this many states takes, all concepts and decision makers; an estimate."""
        return states * (40 + 90 * len(model.makers))

    @cached_property
    def ranks(self) -> tuple[Values, ...]:
        """Each decision maker's rank of each listed state, 1 = least preferred."""
        return tuple(p.ranks(self.model.space) for p in self.model.preferences)

    @cached_property
    def moves(self) -> tuple[Moves, ...]:
        """Each decision maker's unilateral moves."""
        return tuple(Moves(self.model.space, i) for i in range(len(self.model.makers)))

    @cached_property
    def improving(self) -> tuple[Improving, ...]:
        """Each decision maker's unilateral improvements."""
        return tuple(m.improving(r) for m, r in zip(self.moves, self.ranks, strict=True))

    def prefer(self, maker: int, preference: Preference) -> Explicit:
        """The same game with one decision maker's preference replaced; states and moves are shared."""
        other = Explicit(self.model.prefer(maker, preference), self.budget)
        ranks = list(self.ranks)
        ranks[maker] = preference.ranks(self.model.space)
        vars(other).update(moves=self.moves, ranks=tuple(ranks))
        return other

    # --- numbers

    def lesser(self, left: Values, right: Values) -> Values:
        """The smaller of two numbers in each state."""
        return np.minimum(left, right)

    def at_most(self, left: Values, right: Values) -> Flags:
        """The states in which `left` is not larger."""
        return left <= right

    def best(self, maker: int, values: Values) -> Values:
        """The largest value among the state itself and those the decision maker can move to."""
        return self.moves[maker].best(values)

    def worst_by_moves(self, maker: int, values: Values) -> Values:
        """The least of `values` that the opponents can reach from each state by any moves."""
        return self._worst([m.least for j, m in enumerate(self.moves) if j != maker], values)

    def worst_by_improvements(self, maker: int, values: Values) -> Values:
        """The least of `values` that the opponents can reach, each step an improvement for its mover."""
        return self._worst([m.least for j, m in enumerate(self.improving) if j != maker], values)

    def _worst(self, sweeps: list[Callable[[Values], Values]], values: Values) -> Values:
        # Sweeps only lower values: the fixpoint is the minimum over all sequences. That nobody moves
        # twice in a row forbids nothing here, since two moves of one decision maker make one.
        quiet = 0
        while quiet < len(sweeps):
            for sweep in sweeps:
                self.budget.tick()
                lower = sweep(values)
                quiet = quiet + 1 if (lower == values).all() else 1
                values = lower
                if quiet >= len(sweeps):
                    break
        return values

    # --- sets

    def where(self, condition: Condition) -> Flags:
        """The states in which the condition holds."""
        return self.model.space.truth(condition, self.model.space.codes)

    def common(self, sets: Iterable[Flags]) -> Flags:
        """The states in all of the sets."""
        everywhere = np.ones(self.model.space.count, dtype=bool)
        together: Flags = np.logical_and.reduce([everywhere, *sets])
        return together

    def count(self, states: Flags) -> int:
        """How many states."""
        return int(states.sum())

    def contains(self, states: Flags, code: int) -> bool:
        """Whether the state is in the set."""
        return bool(states[self.model.space.index(code)])

    def walk(self, states: Flags) -> Iterator[int]:
        """The states one by one, ascending."""
        return map(int, self.model.space.codes[states])

    def sample(self, states: Flags, size: int, seed: int) -> tuple[int, ...]:
        """States drawn evenly, with repetition; the same for the same seed."""
        codes = self.model.space.codes[states]
        if not len(codes):
            return ()
        return tuple(map(int, codes[np.random.default_rng(seed).integers(len(codes), size=size)]))

    def reachable(self, improving: bool = False) -> Flags:
        """What anybody's moves, or improvements, can make of the status quo, itself included."""
        model, makers = self.model, range(len(self.model.makers))
        targets = model.improvements if improving else model.space.moves
        found = set(model.today)
        waiting = list(found)
        while waiting:
            self.budget.tick()
            state = waiting.pop()
            new = {t for i in makers for t in targets(i, state)} - found
            found |= new
            waiting.extend(new)
        return np.isin(model.space.codes, np.fromiter(found, np.uint64, len(found)))
