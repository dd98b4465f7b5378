"""The engine for models whose states can be listed: numbers and sets as arrays over the states.

A number is an array of ranks, a set is an array of flags, both over `space.codes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.condition import Condition
from standoff.gmcr.budget import Budget
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference
from standoff.gmcr.engine.arcs import Arcs, arcs, memory
from standoff.gmcr.engine.moves import Improving, Moves
from standoff.gmcr.engine.sanction import SANCTIONS
from standoff.gmcr.engine.simultaneous import COMBINING, check
from standoff.problem import TooLarge

Values: TypeAlias = NDArray[Any]  # unsigned
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Explicit:
    """A model's states, moves and ranks as arrays: what the law of `stability` needs, and sets read out.

    Option form has passes over groups of states; listed moves have passes over arcs. `by_arcs` asks
    for the second where the first would do: slower, and the same. TooLarge where moves would have to be
    written out one by one and do not fit the budget's memory; for states, see `engine`.
    """

    model: Model
    budget: Budget = field(default_factory=Budget)
    sanctions: str = "sequences"
    by_arcs: bool = False
    kept: dict[str, Any] = field(
        default_factory=dict, repr=False
    )  # what concepts share among makers

    id = "explicit"

    def _must_fit(self, what: str, needed: int, way_out: str) -> None:
        if needed > self.budget.memory:
            raise TooLarge(
                f"{what} would take about {needed / 1e9:.3g} GB, and {self.budget.memory / 1e9:.3g} GB "
                f"are given: {way_out}, or give more memory"
            )

    @property
    def name(self) -> str:
        """The passes used: `explicit` over groups, `graph` over arcs."""
        return "graph" if self.by_arcs or isinstance(self.model.space, Graph) else self.id

    @staticmethod
    def memory(model: Model, states: int) -> int:
        """Bytes that listing this many states takes, all concepts and decision makers; an estimate."""
        return states * (40 + 90 * len(model.makers))

    @cached_property
    def ranks(self) -> tuple[Values, ...]:
        """Each decision maker's rank of each listed state, 1 = least preferred."""
        return tuple(p.ranks(self.model.space) for p in self.model.preferences)

    @cached_property
    def moves(self) -> tuple[Moves | Arcs, ...]:
        """Each decision maker's unilateral moves."""
        makers = range(len(self.model.makers))
        if self.name == "graph":
            needed = memory(self.model.space, len(makers))
            self._must_fit("the moves one by one", needed, "leave out options or states")
            return tuple(arcs(self.model.space, i) for i in makers)
        return tuple(Moves(self.model.space, i) for i in makers)

    @cached_property
    def improving(self) -> tuple[Improving | Arcs, ...]:
        """Each decision maker's unilateral improvements."""
        return tuple(m.improving(r) for m, r in zip(self.moves, self.ranks, strict=True))

    @cached_property
    def gains(self) -> tuple[Arcs, ...]:
        """Each decision maker's unilateral improvements one by one; TooLarge when they are too many."""
        space = self.model.space
        makers = range(len(self.model.makers))
        needed = memory(space, len(makers)) + COMBINING
        self._must_fit("simultaneous sanctions", needed, "leave them out")
        found = tuple(arcs(space, i).improving(self.ranks[i]) for i in makers)
        check(space, found)
        return found

    def prefer(self, maker: int, preference: Preference) -> Explicit:
        """The same game with one decision maker's preference replaced; states and moves are shared."""
        model = self.model.prefer(maker, preference)
        other = Explicit(model, self.budget, self.sanctions, self.by_arcs)
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
        return self._worst([m for j, m in enumerate(self.moves) if j != maker], values)

    def worst_by_improvements(self, maker: int, values: Values) -> Values:
        """The least of `values` that the opponents can reach, each step an improvement for its mover."""
        wishing = [
            j for j, each in enumerate(self.model.preferences) if j != maker and not each.empty
        ]
        return self._worst([self.improving[j] for j in wishing], values)

    def _worst(self, steps: Sequence[Moves | Arcs | Improving], values: Values) -> Values:
        self.budget.tick()
        return SANCTIONS[self.sanctions].worst(steps, values)

    # --- sets

    def where(self, condition: Condition) -> Flags:
        """The states in which the condition holds."""
        return self.model.space.truth(condition, self.model.space.codes)

    def common(self, sets: Iterable[Flags]) -> Flags:
        """The states in all of the sets."""
        everywhere = np.ones(self.model.space.count, dtype=bool)
        together: Flags = np.logical_and.reduce([everywhere, *sets])
        return together

    def number(self, sets: Iterable[Flags]) -> int:
        """How many states are in all of the sets."""
        return self.count(self.common(sets))

    def count(self, states: Flags) -> int:
        """How many states."""
        return int(states.sum())

    def contains(self, states: Flags, code: int) -> bool:
        """Whether the state is in the set."""
        return bool(states[self.model.space.index(code)])

    def flags(self, states: Any) -> Flags:
        """The set as flags over `space.codes`: as it is."""
        flags: Flags = states
        return flags

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
        found = reached(self.model, improving, self.budget)
        return np.isin(self.model.space.codes, np.fromiter(found, np.uint64, len(found)))


def reached(model: Model, improving: bool, budget: Budget) -> set[int]:
    """What anybody's moves, or improvements, can make of the status quo, itself included."""
    targets = model.improvements if improving else model.space.moves
    found = set(model.today)
    waiting = list(found)
    while waiting:
        budget.tick()
        state = waiting.pop()
        new = {t for i in range(len(model.makers)) for t in targets(i, state)} - found
        found |= new
        waiting.extend(new)
    return found
