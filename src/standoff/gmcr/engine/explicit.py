"""The engine for models whose states can be listed: numbers and sets as arrays over the states.

A number is an array of ranks, a set is an array of flags, both over `space.codes`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.condition import Condition
from standoff.gmcr.budget import Budget
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model, Mover, only
from standoff.gmcr.conflict.preference import Preference
from standoff.gmcr.engine import joint
from standoff.gmcr.engine.arcs import Arcs, arcs, memory
from standoff.gmcr.engine.joint import Best, Reach
from standoff.gmcr.engine.moves import Improving, Moves
from standoff.gmcr.engine.pick import Pick, Values
from standoff.gmcr.engine.sanction import SANCTIONS, Step, by_sequences, repeated
from standoff.gmcr.engine.simultaneous import COMBINING, check
from standoff.problem import TooLarge

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
    reaches: dict[Mover, Reach] = field(default_factory=dict, repr=False)

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

    @property
    def by_arcs_moves(self) -> tuple[Arcs, ...]:
        """Each decision maker's unilateral moves, where they are held one by one."""
        assert self.name == "graph", "made with `by_arcs`"
        return tuple(moves for moves in self.moves if isinstance(moves, Arcs))

    @cached_property
    def arcs(self) -> tuple[Arcs, ...]:
        """Each decision maker's unilateral improvements one by one; TooLarge when they do not fit."""
        space, makers = self.model.space, range(len(self.model.makers))
        if self.name == "graph":
            moves = zip(self.by_arcs_moves, self.ranks, strict=True)
            return tuple(own.improving(rank) for own, rank in moves)
        needed = memory(space, len(makers))
        self._must_fit("the improvements one by one", needed, "leave out options or states")
        return tuple(arcs(space, i).improving(self.ranks[i]) for i in makers)

    @cached_property
    def gains(self) -> tuple[Arcs, ...]:
        """Each decision maker's unilateral improvements one by one; TooLarge when they are too many."""
        needed = memory(self.model.space, len(self.model.makers)) + COMBINING
        self._must_fit("simultaneous sanctions", needed, "leave them out")
        check(self.model.space, self.arcs)
        return self.arcs

    def prefer(self, maker: int, preference: Preference) -> Explicit:
        """The same game with one decision maker's preference replaced; states and moves are shared."""
        model = self.model.prefer(maker, preference)
        other = Explicit(model, self.budget, self.sanctions, self.by_arcs)
        ranks = list(self.ranks)
        ranks[maker] = preference.ranks(self.model.space)
        vars(other).update(moves=self.moves, ranks=tuple(ranks))
        return other

    # --- numbers

    def lesser(self, left: Any, right: Any) -> Any:
        """The smaller of two numbers in each state."""
        return (
            np.minimum(left, right) if isinstance(left, np.ndarray) else joint.lesser(left, right)
        )

    def at_most(self, left: Any, right: Any) -> Flags:
        """The states in which `left` is not larger."""
        if isinstance(left, np.ndarray):
            flags: Flags = left <= right
            return flags
        return joint.at_most(left, right, self.budget)

    def rank(self, mover: Mover, ties: bool = False) -> Any:
        """The mover's rank of each listed state, 1 = least preferred; of a coalition one for each member.

        With `ties` a coalition's is above another where one member's is, and no member's is less.
        """
        if len(mover) == 1:
            return self.ranks[only(mover)]
        return joint.rank_of([self.ranks[i] for i in sorted(mover)], ties)

    def reach(self, mover: Mover) -> Reach:
        """What the mover can make of each state."""
        if mover not in self.reaches:
            if (1 + len(self.reaches)) * Reach.memory(
                self.model.space.count
            ) > self.budget.memory // 8:
                self.reaches.clear()
            members = sorted(mover)
            own = sum(self.model.space.masks.get(i, 0) for i in members)
            self.reaches[mover] = Reach(
                self.model.space,
                tuple(self.moves[i] for i in members),
                None if self.name == "graph" else own,
                self.budget,
            )
        return self.reaches[mover]

    def best(self, mover: Mover, values: Any) -> Any:
        """The largest value among the state itself and those that legal sequences of the mover lead to."""
        if not isinstance(values, np.ndarray):
            return Best(self.reach(mover), values)
        return by_sequences([self.moves[i] for i in sorted(mover)], values, np.maximum)

    def worst_by_moves(self, mover: Mover, values: Any) -> Any:
        """The least of `values` that those outside the mover can reach from each state by any moves."""
        steps = [m for j, m in enumerate(self.moves) if j not in mover]
        return self._worst(lambda v, pick: self._rule(steps, v, pick), values)

    def worst_by_improvements(self, mover: Mover, values: Any) -> Any:
        """The least of `values` that they can reach, each step an improvement for its mover."""
        wishing = self._wishing(mover)

        def led(values: Values, pick: Pick) -> Values:
            steps = self.improving if pick is np.minimum else self.arcs
            return self._rule([steps[j] for j in wishing], values, pick)

        return self._worst(led, values)

    def worst_by_joint_improvements(self, mover: Mover, values: Any) -> Any:
        """The least of `values` that they can reach, each step a coalition improvement of some of them."""
        wishing = self._wishing(mover)
        if not wishing:
            return values
        coalitions = [
            frozenset(members)
            for size in range(1, len(wishing) + 1)
            for members in itertools.combinations(wishing, size)
        ]
        composes = self.name != "graph"
        self.budget.tick()
        reaches = {members: self.reach(members) for members in coalitions}
        steps = joint.improvements(reaches, self.ranks, composes, self.budget)
        led = partial(repeated, steps[0]) if composes else partial(by_sequences, steps)
        return self._worst(led, values)

    def _wishing(self, mover: Mover) -> list[int]:
        """Those outside the mover who wish anything."""
        wishes = enumerate(self.model.preferences)
        return [j for j, preference in wishes if j not in mover and not preference.empty]

    def _rule(self, steps: Sequence[Step], values: Values, pick: Pick) -> Values:
        return SANCTIONS[self.sanctions].worst(steps, values, pick)

    def _worst(self, led: Callable[[Values, Pick], Values], values: Any) -> Any:
        self.budget.tick()
        return (
            led(values, np.minimum) if isinstance(values, np.ndarray) else joint.worst(led, values)
        )

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
