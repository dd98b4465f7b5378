"""Equilibria of very large models, asked for one by one: is there one where X, and which.

Under Nash no set of states is needed. For each decision maker and each setting of its own options, the
state after that move is written with these options as constants; it must not be reachable, feasible and
better at once. What is the same is built once, so the formula grows with the settings that a decision
maker's statements can tell apart. Under other concepts the formula says the sets, held as diagrams, of
what is stable for each decision maker; together they may be too large for a diagram. A solver then
answers in no time, and counts nothing: for counts see `symbolic`.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pysat.solvers import Solver

from standoff.condition import Condition
from standoff.gmcr.budget import Budget, current
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference
from standoff.gmcr.engine.bits import Algebra
from standoff.problem import BudgetSpent, TooLarge

if TYPE_CHECKING:
    from standoff.gmcr.engine.diagram import Set
    from standoff.gmcr.engine.symbolic import Symbolic

MOST_OWN = 16
"""Options of one decision maker: each doubles the moves that are written out."""


@dataclass(frozen=True)
class Gate:
    """A truth value that a solver finds: a variable's number, negative for its negation."""

    circuit: Circuit
    literal: int

    def __invert__(self) -> Gate:
        return Gate(self.circuit, -self.literal)

    def __and__(self, other: Gate) -> Gate:
        return Gate(self.circuit, self.circuit.both(self.literal, other.literal))

    def __or__(self, other: Gate) -> Gate:
        return Gate(self.circuit, -self.circuit.both(-self.literal, -other.literal))

    def __xor__(self, other: Gate) -> Gate:
        return Gate(self.circuit, self.circuit.differ(self.literal, other.literal))


class Circuit:
    """Gates in a solver, each built once; literal 1 is true."""

    def __init__(self, options: int) -> None:
        # Glucose can be stopped on the way, which CaDiCaL cannot here.
        self.solver = Solver(name="glucose42", bootstrap_with=[[1]])
        self.last = options + 1
        self._known: dict[tuple[str, int, int], int] = {}

    def new(self) -> int:
        self.last += 1
        return self.last

    def both(self, a: int, b: int) -> int:
        """The literal of a conjunction."""
        a, b = min(a, b), max(a, b)
        if a == -b or -1 in (a, b):
            return -1
        if b in (a, 1):
            return a
        if a == 1:
            return b
        if ("and", a, b) not in self._known:
            gate = self._known["and", a, b] = self.new()
            for clause in ([-gate, a], [-gate, b], [gate, -a, -b]):
                self.solver.add_clause(clause)
        return self._known["and", a, b]

    def choose(self, a: int, yes: int, no: int) -> int:
        """The literal of the one where a holds, and of the other where not."""
        return -self.both(-self.both(a, yes), -self.both(-a, no))

    def differ(self, a: int, b: int) -> int:
        """The literal of an exclusive disjunction."""
        sign = (1 if a > 0 else -1) * (1 if b > 0 else -1)
        a, b = min(abs(a), abs(b)), max(abs(a), abs(b))
        if a == b:
            return -sign
        if a == 1:
            return -sign * b
        if ("xor", a, b) not in self._known:
            gate = self._known["xor", a, b] = self.new()
            for clause in ([-gate, a, b], [-gate, -a, -b], [gate, -a, b], [gate, a, -b]):
                self.solver.add_clause(clause)
        return sign * self._known["xor", a, b]


class Query:
    """States of a model as a formula, all that are possible at first, kept for any number of questions."""

    name = "sat"

    def __init__(self, model: Model, budget: Budget | None = None) -> None:
        self.model = model
        self.budget = budget or current()
        self.circuit = Circuit(len(model.space.options))
        for condition in model.space.impossible:
            self.demand(~self.algebra.where(condition))

    def demand(self, gate: Gate) -> None:
        """Leave only the states where the gate is true."""
        self.circuit.solver.add_clause([gate.literal])

    @cached_property
    def algebra(self) -> Algebra[Gate]:
        """Conditions in terms of the state itself."""
        return self._algebra({})

    def _algebra(self, setting: dict[str, bool]) -> Algebra[Gate]:
        space = self.model.space

        def option(name: str) -> Gate:
            if name in setting:
                return Gate(self.circuit, 1 if setting[name] else -1)
            return Gate(self.circuit, space.require(name) + 2)

        return Algebra(Gate(self.circuit, 1), Gate(self.circuit, -1), option)

    def walk(self, where: Condition | None = None) -> Iterator[int]:
        """Equilibria where the condition holds, one by one, in an order of the solver's own."""
        solver, options = self.circuit.solver, len(self.model.space.options)
        asked = self.circuit.new()  # what one question rules out must not bind the next
        if where is not None:
            solver.add_clause([-asked, self.algebra.where(where).literal])
        try:
            while self._satisfiable(asked):
                model = solver.get_model()[1 : options + 1]
                yield sum(1 << b for b, literal in enumerate(model) if literal > 0)
                solver.add_clause([-asked, *(-literal for literal in model)])
        finally:
            solver.add_clause([-asked])

    def _satisfiable(self, asked: int) -> bool:
        solver = self.circuit.solver
        left = self.budget.seconds - self.budget.elapsed
        clock = threading.Timer(max(left, 0.0), solver.interrupt)
        clock.start()
        try:
            found = solver.solve_limited(assumptions=[asked], expect_interrupt=True)
        finally:
            clock.cancel()
            solver.clear_interrupt()
        if found is None:
            raise BudgetSpent(f"the {self.budget.seconds:g} s given are over")
        return bool(found)

    def states(self, where: Condition | None = None, most: int | None = 1) -> tuple[int, ...]:
        """All equilibria where the condition holds, ascending; if more than `most`, some of them."""
        return tuple(sorted(itertools.islice(self.walk(where), most)))


class SetQuery(Query):
    """The states that are in all of some sets, held as diagrams."""

    def __init__(self, game: Symbolic, sets: Iterable[Set], budget: Budget | None = None) -> None:
        super().__init__(game.model, budget)
        self._order = game.diagrams.order
        known: dict[Set, int] = {}
        for states in game.apart(sets):
            self.budget.tick()
            self.demand(Gate(self.circuit, self._literal(states, known)))

    def _literal(self, part: Set, known: dict[Set, int]) -> int:
        parts = part.cofactors()
        if parts is None:
            return 1 if part.valid() else -1
        if ~part in known:
            return -known[~part]
        if part not in known:
            yes, no = (self._literal(each, known) for each in parts)
            option = self._order[(part.node_var() or 0) // 2]
            known[part] = self.circuit.choose(option + 2, yes, no)
        return known[part]


class NashQuery(Query):
    """A model's Nash equilibria.

    Raises NotComputed for preferences that are not made of conditions, TooLarge for a decision maker
    with more than MOST_OWN options.
    """

    def __init__(self, model: Model, budget: Budget | None = None) -> None:
        super().__init__(model, budget)
        for maker, preference in enumerate(model.preferences):
            self.budget.doing = f"the formula for {model.makers[maker]}"
            self._stay(maker, preference)

    def _stay(self, maker: int, preference: Preference) -> None:
        """No move of the decision maker is to a better state."""
        space = self.model.space
        own = [o for o in space.options if o.owner == maker]
        if len(own) > MOST_OWN:
            raise TooLarge(
                f"{self.model.makers[maker]} has {len(own)} options, {2 ** len(own):,} moves to write "
                f"out, and at most {MOST_OWN} options are: use the symbolic engine"
            )
        here = self.algebra.number(preference)
        told: set[int] = set()
        for values in itertools.product((False, True), repeat=len(own)):
            self.budget.tick()
            setting = {o.name: value for o, value in zip(own, values, strict=True)}
            there = self._algebra(setting)
            move = there.true
            for option in own:
                if option.direction is not option.direction.BOTH:
                    forward = option.direction is option.direction.FORWARD
                    if setting[option.name] != forward:  # then it must stand so already
                        now = self.algebra.option(option.name)
                        move &= ~now if forward else now
            for condition in space.impossible:
                move &= ~there.where(condition)
            worse = ~(move & there.above(there.number(preference), here))
            if worse.literal not in told:
                told.add(worse.literal)
                self.demand(worse)
