"""Shares: where repeated improvements lead, and how often, when a rule draws the mover and the move.

A Markov chain over states. A step is a move: a mover is drawn among those with an improvement, then one of
its improvements; where nobody has one the chain stays. There is no memory of who moved last, unlike in
`evolution`. The rules:

    uniform   a mover drawn evenly, then one of its improvements evenly
    best      a mover drawn evenly, then one of its highest-ranked improvements evenly
    weighted  a mover drawn in proportion to a given initiative, then one of its improvements evenly

Closed classes are where it ends: a single state is one that nobody improves on, several are a cycle. From
each start: the share of each class, the long-run share of time in each state, and the moves expected
before a class is entered. They follow from the rule; nothing is said of the chances of the world.

A construction of this project on the moves of Li, Kilgour and Hipel 2005.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from standoff.gmcr.budget import Budget, current
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.evolve.components import strong_components
from standoff.gmcr.evolve.linear import solve_exactly
from standoff.problem import NotComputed, TooLarge, UnknownName

EXACT = 200
"""A component with more states is solved in floating point."""
MOST_STATES = 1 << 16
"""No chain is made of more states: it has a step for each improvement."""
MOST = 5000
"""A component with more states is not solved: its system is a table with so many rows and columns."""

Share: TypeAlias = Fraction | float
Steps: TypeAlias = Mapping[int, Fraction]
"""Position of a state -> the share of the steps that lead there; empty where the chain stays."""
Initiative: TypeAlias = Mapping[int, Fraction]


@dataclass(frozen=True, eq=False)
class Outcome:
    """What follows from one start.

    ends    share of each of the chain's classes, in their order
    share   long-run share of time at each position, where it is not 0
    moves   expected number of moves before a class is entered
    exact   whether these are fractions; floating point otherwise
    """

    ends: tuple[Share, ...]
    share: Mapping[int, Share]
    moves: Share
    exact: bool


@dataclass(frozen=True, eq=False)
class Chain:
    """The steps from each state by one rule; states are positions in `model.space.codes`."""

    model: Model
    rule: str
    steps: tuple[Steps, ...]
    budget: Budget = field(default_factory=Budget, repr=False)
    _resting: dict[int, tuple[Mapping[int, Share], bool]] = field(default_factory=dict, repr=False)

    @cached_property
    def components(self) -> tuple[tuple[int, ...], ...]:
        """Strongly connected components, each ascending; a component comes after those it leads to."""
        return strong_components([tuple(steps) for steps in self.steps])

    @cached_property
    def component(self) -> tuple[int, ...]:
        """The index in `components` of each state."""
        component = [0] * len(self.steps)
        for at, states in enumerate(self.components):
            for state in states:
                component[state] = at
        return tuple(component)

    @cached_property
    def closed(self) -> tuple[int, ...]:
        """The components that no step leaves, by their first state."""
        closed = [
            at
            for at, states in enumerate(self.components)
            if all(self.component[t] == at for s in states for t in self.steps[s])
        ]
        return tuple(sorted(closed, key=lambda at: self.components[at]))

    @property
    def classes(self) -> tuple[tuple[int, ...], ...]:
        """The closed classes, by their first state."""
        return tuple(self.components[at] for at in self.closed)

    def start(self, position: int) -> Outcome:
        """Shares and expected moves from one state; TooLarge where a component has too many states.

        Visits flow from the start along the components, each solved once.
        """
        inflow: dict[int, dict[int, Share]] = {self.component[position]: {position: Fraction(1)}}
        entered: dict[int, Share] = {}
        moves: Share = Fraction(0)
        exact = True
        for at in range(self.component[position], -1, -1):  # from the start to what it leads to
            arriving = inflow.pop(at, None)
            if arriving is None:
                continue
            if at in self._closed:
                entered[at] = sum(arriving.values(), Fraction(0))
                continue
            self.budget.doing = "the shares of a component"
            self.budget.tick()
            visits = self._visits(self.components[at], arriving)
            for s, count in visits.items():
                moves = moves + count
                for t, part in self.steps[s].items():
                    if self.component[t] != at:
                        into = inflow.setdefault(self.component[t], {})
                        into[t] = into.get(t, Fraction(0)) + count * _like(part, count)
        share: dict[int, Share] = {}
        for at, chance in entered.items():
            resting, whole = self._stationary(at)
            exact = exact and whole
            share |= {s: chance * _like(part, chance) for s, part in resting.items()}
        ends = tuple(entered.get(at, Fraction(0)) for at in self.closed)
        exact = exact and not any(isinstance(number, float) for number in (*ends, moves))
        if not exact:
            ends, moves = tuple(map(float, ends)), float(moves)
            share = {s: float(part) for s, part in share.items()}
        return Outcome(ends, MappingProxyType(dict(sorted(share.items()))), moves, exact)

    @cached_property
    def _closed(self) -> frozenset[int]:
        return frozenset(self.closed)

    def _visits(self, states: Sequence[int], arriving: Mapping[int, Share]) -> Mapping[int, Share]:
        """Expected visits to each state of a component that is left for good: v = arriving + v P."""
        if len(states) == 1:
            return arriving
        place = {s: at for at, s in enumerate(states)}
        inside = [{place[t]: p for t, p in self.steps[s].items() if t in place} for s in states]
        floating = any(isinstance(count, float) for count in arriving.values())
        if len(states) > EXACT or floating:
            table = np.eye(_fitting(len(states)))
            for s, row in enumerate(inside):
                for t, p in row.items():
                    table[t, s] -= float(p)
            right = np.array([float(arriving.get(s, 0)) for s in states])
            return dict(zip(states, np.linalg.solve(table, right).tolist(), strict=True))
        columns: list[dict[int, Fraction]] = [{at: Fraction(1)} for at in range(len(states))]
        for s, row in enumerate(inside):
            for t, p in row.items():
                columns[t][s] = columns[t].get(s, Fraction(0)) - p
        exact = [Fraction(arriving.get(s, 0)) for s in states]
        return dict(zip(states, _solve(columns, exact), strict=True))

    def _stationary(self, at: int) -> tuple[Mapping[int, Share], bool]:
        """(The share of time at each state of a closed class, whether it is exact)."""
        if at not in self._resting:
            self._resting[at] = self._balance(self.components[at])
        return self._resting[at]

    def _balance(self, states: Sequence[int]) -> tuple[Mapping[int, Share], bool]:
        """pi = pi P, the shares of a class summing to 1; one of its equations follows from the others."""
        if len(states) == 1:
            return {states[0]: Fraction(1)}, True
        place = {s: at for at, s in enumerate(states)}
        if len(states) > EXACT:
            table = np.eye(_fitting(len(states)))
            for s in states:
                for t, p in self.steps[s].items():
                    table[place[t], place[s]] -= float(p)
            table[-1] = 1.0
            right = np.zeros(len(states))
            right[-1] = 1.0
            return dict(zip(states, np.linalg.solve(table, right).tolist(), strict=True)), False
        rows: list[dict[int, Fraction]] = [{k: Fraction(1)} for k in range(len(states))]
        for s in states:
            for t, p in self.steps[s].items():
                row = rows[place[t]]
                row[place[s]] = row.get(place[s], Fraction(0)) - p
        rows[-1] = dict.fromkeys(range(len(states)), Fraction(1))
        unit = [Fraction(0)] * (len(states) - 1) + [Fraction(1)]
        return dict(zip(states, _solve(rows, unit), strict=True)), True


def _like(part: Share, other: Share) -> Share:
    """The part in the kind of number that the other is."""
    return float(part) if isinstance(other, float) else part


def _fitting(size: int) -> int:
    if size > MOST:
        raise TooLarge(
            f"{size:,} situations lead to one another: shares are computed for up to {MOST:,} that do"
        )
    return size


def _solve(rows: Sequence[Mapping[int, Fraction]], right: Sequence[Fraction]) -> list[Fraction]:
    """x with A x = b, in fractions: rows and right side are made whole first."""
    whole: list[dict[int, int]] = []
    scales: list[int] = []
    for row in rows:
        scale = math.lcm(*(entry.denominator for entry in row.values()))
        whole.append({at: int(entry * scale) for at, entry in row.items() if entry})
        scales.append(scale)
    below = math.lcm(*(entry.denominator for entry in right))
    sides = [int(entry * below) * scale for entry, scale in zip(right, scales, strict=True)]
    return [entry / below for entry in solve_exactly(whole, sides)]


# --- the rules ----------------------------------------------------------------------------------

Choice: TypeAlias = Callable[[Model, int, tuple[int, ...]], tuple[int, ...]]


def _every(model: Model, maker: int, improvements: tuple[int, ...]) -> tuple[int, ...]:
    return improvements


def _highest(model: Model, maker: int, improvements: tuple[int, ...]) -> tuple[int, ...]:
    prefers = model.preferences[maker]
    scores = [prefers.score(model.space, t) for t in improvements]
    top = max(scores)
    return tuple(t for t, score in zip(improvements, scores, strict=True) if score == top)


@dataclass(frozen=True)
class Rule:
    """How a step is drawn: which improvements a mover takes, and whether movers are weighed."""

    id: str
    words: str
    choice: Choice
    weighed: bool = False


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.id: rule
        for rule in (
            Rule(
                "uniform", "each that can improve moves equally often, to any improvement", _every
            ),
            Rule("best", "each that can improve moves equally often, to its best state", _highest),
            Rule(
                "weighted",
                "those that can improve move in proportion to their initiative, to any improvement",
                _every,
                weighed=True,
            ),
        )
    }
)


def chain(
    model: Model,
    rule: str = "uniform",
    initiative: Initiative | None = None,
    *,
    budget: Budget | None = None,
) -> Chain:
    """The chain of improvements by one of `RULES`.

    `initiative`: decision maker -> its weight, more than 0, under `weighted`; 1 where none is given.
    Raises UnknownName for another rule, NotComputed for a weight that is not more than 0, TooLarge for
    more than `MOST_STATES` states.
    """
    if rule not in RULES:
        raise UnknownName("rule", rule, RULES)
    how = RULES[rule]
    weights = [Fraction(1)] * len(model.makers)
    for maker, weight in (initiative or {}).items() if how.weighed else ():
        if weight <= 0:
            name = model.makers[maker]
            raise NotComputed(f"the initiative of {name} is {weight}: it must be more than 0")
        weights[maker] = weight
    codes = model.space.codes_within(MOST_STATES << 10).tolist()
    if len(codes) > MOST_STATES:
        raise TooLarge(f"{len(codes):,} states: shares are computed for up to {MOST_STATES:,}")
    budget = budget or current()
    budget.doing = "the steps of the chain"
    place = {code: at for at, code in enumerate(codes)}
    steps = []
    for code in codes:
        budget.tick()
        drawn: dict[int, Fraction] = {}
        improvements = [model.improvements(i, code) for i in range(len(weights))]
        movers = [(i, gains) for i, gains in enumerate(improvements) if gains]
        total = sum((weights[i] for i, _ in movers), Fraction(0))
        for i, gains in movers:
            targets = how.choice(model, i, gains)
            part = weights[i] / total / len(targets)
            for t in targets:
                drawn[place[t]] = drawn.get(place[t], Fraction(0)) + part
        steps.append(MappingProxyType(drawn))
    return Chain(model, rule, tuple(steps), budget)
