"""Sets of states, and numbers that depend on the state, as decision diagrams.

A set of states is one Boolean function of the options; a number is a tuple of such functions, its bits,
heaviest first. Nothing here grows with the number of states, only with how entangled the options are.
Each option has a second variable, right below the first, for its value before a move. Below them all
are variables for the level that a number is compared with.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from oxidd.bcdd import BCDDFunction, BCDDManager
from oxidd.util import BooleanOperator

from standoff.gmcr.budget import Budget
from standoff.gmcr.conflict.preference import Preference, Ranking
from standoff.gmcr.conflict.space import Space, describe
from standoff.gmcr.engine.bits import Algebra
from standoff.problem import NotAnOrder

Set: TypeAlias = BCDDFunction
Bits: TypeAlias = tuple[Set, ...]

NODE_BYTES, RESULT_BYTES = 34, 40
"""A node and a result that is remembered, as measured on full tables."""
OWN, OTHER = 0.25, 0.6
"""Shares of the memory: what a game keeps is small, what is made for one question can be large. What is
left is for counting, which remembers a number for each node."""
LARGE = 1 << 17
"""So many nodes take a moment to meet."""
HALVINGS = 10
"""What is large is met in at most this power of two of pieces, so that time is heard of in between; and
what does not fit the memory is counted in as many."""


class Diagrams:
    """The diagrams of one space: variables in a good order, conditions, numbers, and sets read out."""

    def __init__(
        self,
        space: Space,
        order: Sequence[int],
        budget: Budget,
        share: float = OWN,
        remembered: float = 1 / 8,
    ) -> None:
        """`share` of the memory is theirs; `remembered`: results that are kept for each node."""
        self.space = space
        self.budget = budget
        self.order = order
        # A small space cannot fill a large table, and making one takes time.
        most = int(share * budget.memory / (NODE_BYTES + remembered * RESULT_BYTES))
        nodes = min(most, 1 << (12 + len(self.order)))
        self.manager = BCDDManager(nodes, max(1 << 16, int(remembered * nodes)), 1)
        self.manager.add_vars(2 * len(self.order))
        place = {option: at for at, option in enumerate(self.order)}
        self.now = tuple(self.manager.var(2 * place[b]) for b in range(len(place)))
        self.earlier = tuple(self.manager.var(2 * place[b] + 1) for b in range(len(place)))
        self._level: list[Set] = []
        self.true, self.false = self.manager.true(), self.manager.false()
        now = self.now  # a reference to `self` would keep all diagrams until garbage is collected
        self.algebra = Algebra(self.true, self.false, lambda name: now[space.require(name)])

    def level(self, width: int) -> Bits:
        """The variables of a level of that many bits, heaviest first."""
        missing = width - len(self._level)
        if missing > 0:
            self._level += map(self.manager.var, self.manager.add_vars(missing))
        return tuple(self._level[:width])

    def cube(self, variables: Iterable[Set]) -> Set:
        """The conjunction, which stands for the set of variables where one is quantified away."""
        return reduce(lambda a, b: a & b, variables, self.true)

    def both(self, left: Set, right: Set, gone: Set | None = None) -> Set:
        """What is in both, with the variables of the cube `gone` quantified away.

        Large sets are met piece by piece: BudgetSpent is raised soon after the time is over.
        """
        large = left.node_count() + right.node_count() > LARGE
        gone = self.true if gone is None else gone
        return self._both(left, right, gone, self.reads(gone), HALVINGS if large else 0)

    def _both(self, left: Set, right: Set, gone: Set, levels: int, halvings: int) -> Set:
        self.budget.tick()
        tops = [level for f in (left, right) if (level := f.node_level()) is not None]
        if not halvings or not tops:
            return self.freed(
                lambda: (
                    left.apply_exists(BooleanOperator.AND, right, gone) if levels else left & right
                )
            )
        top = min(tops)
        halves = zip(self._split(left, top), self._split(right, top), strict=True)
        no, yes = (self._both(*half, gone, levels, halvings - 1) for half in halves)
        return no | yes if levels >> top & 1 else self.manager.var(top).ite(yes, no)

    def freed(self, work: Callable[[], Set]) -> Set:
        """What the work gives; where memory is full, after what nobody holds has been given back."""
        with suppress(MemoryError):
            return work()
        self.manager.gc()
        return work()

    def widened(self, states: Set, step: Callable[[Set], Set]) -> Set:
        """The states with what a step adds."""
        return self.freed(lambda: states | step(states))

    def state(self, code: int) -> Set:
        """The set of that state alone."""
        return self.cube(x if code >> b & 1 else ~x for b, x in enumerate(self.now))

    def number(self, preference: Preference) -> Bits:
        """What a decision maker's preference makes of each state; larger is preferred."""
        if isinstance(preference, Ranking):
            return self.algebra.ranked(preference, self.state)
        return self.algebra.number(preference)

    def copied(self, states: Set, source: Diagrams) -> Set:
        """A set of other diagrams of the same space, in these."""
        if source is self:
            return states
        options = len(self.order)

        def variable(number: int) -> Set:
            if number >= 2 * options:
                return self.level(number - 2 * options + 1)[-1]
            return (self.earlier if number % 2 else self.now)[source.order[number // 2]]

        return _copy(states, variable, {False: self.false, True: self.true})

    # --- sets read out; they must be free of the variables for values before a move, and of levels

    def count(self, states: Set) -> int:
        """The exact number of states."""
        return states.sat_count(len(self.order))

    def walk(self, states: Set) -> Iterator[int]:
        """The codes of the states one by one, in the order of the diagram."""
        stack = [(states, 0, 0)]
        while stack:
            rest, at, code = stack.pop()
            if not rest.satisfiable():
                continue
            if at == len(self.order):
                yield code
                continue
            no, yes = self._split(rest, 2 * at)
            stack.append((yes, at + 1, code | 1 << self.order[at]))
            stack.append((no, at + 1, code))

    def sample(self, states: Set, size: int, seed: int) -> tuple[int, ...]:
        """`size` draws, each state equally likely, with repetition; none from an empty set."""
        rng = random.Random(seed)
        counts: dict[Set, int] = {}

        def weight(part: Set) -> int:
            if part not in counts:
                counts[part] = self.count(part)
            return counts[part]

        def draw() -> int:
            rest, code = states, 0
            for at, option in enumerate(self.order):
                no, yes = self._split(rest, 2 * at)
                taken = rng.randrange(weight(no) + weight(yes)) < weight(yes)
                rest, code = (yes, code | 1 << option) if taken else (no, code)
            return code

        return tuple(draw() for _ in range(size)) if states.satisfiable() else ()

    def reads(self, states: Set) -> int:
        """A bit for each variable, by its number, that membership depends on."""
        found = 0
        seen: set[Set] = set()
        waiting = [states]
        while waiting:
            part = waiting.pop()
            parts = part.cofactors()
            if parts is None or part in seen:
                continue
            seen.add(part)
            found |= 1 << (part.node_var() or 0)
            waiting += parts
        return found

    def _split(self, states: Set, level: int) -> tuple[Set, Set]:
        """The set with the variable at this level, its uppermost or above it, false and true."""
        if states.node_level() != level:
            return states, states
        parts = states.cofactors()
        assert parts is not None, "a node with a variable has two cofactors"
        return parts[1], parts[0]


def _copy(part: Set, variable: Callable[[int], Set], known: dict[Set | bool, Set]) -> Set:
    """The function with other variables for its own, by number; `known` has the constants and grows."""
    parts = part.cofactors()
    if parts is None:
        return known[part.valid()]
    if part not in known:
        yes, no = (_copy(each, variable, known) for each in parts)
        known[part] = variable(part.node_var() or 0).ite(yes, no)
    return known[part]


def check_ranking(preference: Preference, feasible: Set, diagrams: Diagrams) -> None:
    """NotAnOrder when a direct ranking has no place for some feasible state, naming it."""
    if isinstance(preference, Ranking):
        placed = reduce(lambda a, b: a | b, map(diagrams.state, preference.place), diagrams.false)
        for code in diagrams.walk(feasible & ~placed):
            raise NotAnOrder(
                f"the ranking has no place for the situation {describe(diagrams.space, code)}"
            )


# --- the order of the variables -------------------------------------------------------------------


def arrange(
    size: int,
    edges: Sequence[frozenset[int]],
    ends: Sequence[frozenset[int]] = (),
    starts: int = 12,
) -> list[int]:
    """The numbers below `size` in an order that keeps the members of each edge close together.

    The members of `ends` are also kept close to the end of the order. FORCE (Aloul, Markov and
    Sakallah 2003): every number moves to the mean of the centres of its edges, again and again; the
    best of several starts, the given order among them.
    """
    rng = random.Random(0)
    close = [tuple(edge) for edge in (*edges, *(end | {size} for end in ends)) if edge]
    if not close:
        return list(range(size))
    together = _Together.of(size + 1, close)
    best = list(range(size))
    least = together.span([*best, size])
    for start in range(starts):
        order = list(range(size))
        if start:
            rng.shuffle(order)
        span = together.span([*order, size])
        while True:
            order = [member for member in together.pulled([*order, size]) if member != size]
            shorter = together.span([*order, size])
            if shorter >= span:
                break
            span = shorter
            if span < least:
                best, least = order, span
    return best


@dataclass(frozen=True, eq=False)
class _Together:
    """Edges over numbers, none of them empty: `members` of each in turn, where each begins, their sizes."""

    members: NDArray[np.intp]
    begins: NDArray[np.intp]
    sizes: NDArray[np.intp]
    degrees: NDArray[np.intp]  # of each number, in how many edges it is

    @classmethod
    def of(cls, count: int, edges: Sequence[Collection[int]]) -> _Together:
        members = np.array([member for edge in edges for member in edge], dtype=np.intp)
        sizes = np.array([len(edge) for edge in edges], dtype=np.intp)
        return cls(members, np.cumsum(sizes) - sizes, sizes, np.bincount(members, minlength=count))

    def span(self, order: Sequence[int]) -> int:
        """How far the members of each edge are apart in an order, summed."""
        places = _places(order)[self.members]
        far = np.maximum.reduceat(places, self.begins) - np.minimum.reduceat(places, self.begins)
        return int(far.sum())

    def pulled(self, order: Sequence[int]) -> list[int]:
        """The numbers by the mean of the centres of their edges; those in none stay at their place."""
        places = _places(order)
        centres = np.add.reduceat(places[self.members], self.begins) / self.sizes
        pull = np.bincount(self.members, np.repeat(centres, self.sizes), minlength=len(order))
        goals = np.where(self.degrees > 0, pull / np.maximum(self.degrees, 1), places)
        sorted_: list[int] = np.array(order)[np.argsort(goals[order], kind="stable")].tolist()
        return sorted_


def _places(order: Sequence[int]) -> NDArray[np.intp]:
    """Number -> its place in an order of all numbers."""
    places = np.empty(len(order), dtype=np.intp)
    places[order] = np.arange(len(order))
    return places
