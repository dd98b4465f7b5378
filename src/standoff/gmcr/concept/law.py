"""Stability: one law for Nash, GMR, SMR, SEQ and SSEQ; SIM beside it; equilibria.

Write r for the focal decision maker's rank and, for each state t, W(t) for the worst that the opponents
can make of it (see `CONCEPTS`). Then

    s is unstable  <=>  max over t reachable from s, s included, of min(r(t), W(t))  >  r(s)

because the test needs a t with r(t) > r(s) and W(t) > r(s). One pass for the maximum, one comparison;
no state-by-state loop and nothing of size states x states. For a coalition r and W are a number for each
member, one above another where each is (`engine.joint`); the law is the same.

Sanctions follow legal sequences of the opponents; an equally preferred outcome sanctions; only strict
improvements tempt (Fang, Hipel and Kilgour 1993; choices in `docs/explanation/choices.md`).
Simultaneous sanctions start from s, not from t: they are not of this form.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from types import MappingProxyType
from typing import Any, TypeVar

from standoff.condition import Condition
from standoff.gmcr.budget import Budget, current
from standoff.gmcr.concept.table import CONCEPTS as CONCEPTS  # noqa: PLC0414  # read here by others
from standoff.gmcr.concept.table import USUAL as USUAL  # noqa: PLC0414
from standoff.gmcr.concept.table import Answers, Concept, Movers
from standoff.gmcr.concept.table import concept as named
from standoff.gmcr.conflict.model import Model, Mover, only
from standoff.gmcr.engine.choose import SYMBOLIC, Game, choose, listed
from standoff.gmcr.engine.cube import Cube
from standoff.gmcr.engine.explicit import Explicit, Flags
from standoff.gmcr.engine.sanction import SANCTIONS
from standoff.gmcr.engine.simultaneous import sanctioned
from standoff.problem import BudgetSpent, NotComputed, TooLarge, UnknownName


def simultaneous(game: Explicit, mover: Mover) -> Flags:
    """The states from which improvements of others, made at the same time, deter every improvement."""
    return sanctioned(game.model.space, game.gains, game.rank(mover), only(mover))


def sequential_then_simultaneous(game: Explicit, mover: Mover) -> Flags:
    """SEQ, and at states that two or more leave under it, whether those leaving at once deters."""
    if "leaving" not in game.kept:
        game.kept["leaving"] = [
            ~stable(game, CONCEPTS["SEQ"], one) for one in game.model.single_movers
        ]
    leaving = game.kept["leaving"]
    gains = [g.where(flags[g.source]) for g, flags in zip(game.gains, leaving, strict=True)]
    maker = only(mover)
    flags: Flags = ~leaving[maker] | sanctioned(game.model.space, gains, game.rank(mover), maker)
    return flags


BY_FLAGS: Mapping[Answers, Callable[[Explicit, Mover], Flags]] = MappingProxyType(
    {
        Answers.SIMULTANEOUS: simultaneous,
        Answers.LAST_CHECK: sequential_then_simultaneous,
    }
)
"""Answers that start from s: the stable states, found over the listed states."""
T = TypeVar("T")
SAT = "sat"
SMALL = 16
"""Up to this many options all states are solved sooner than a solver is asked for one."""
ONE_BY_ONE = 1000
"""Up to this many equilibria a solver finds them sooner than their sets are put together."""


def stable(game: Game, concept: Concept, mover: Mover) -> Any:
    """The set of states the mover has no incentive to leave under the concept."""
    model = game.model
    nothing = [model.preferences[i].empty for i in mover]
    if (all if concept.ties else any)(nothing) or all(map(model.space.idle, mover)):
        return game.common(())  # nothing to gain together, or no move to make
    if concept.answers in BY_FLAGS:
        if not isinstance(game, Explicit):
            raise NotComputed(
                f"{concept.id} is computed over listed states: use the explicit engine"
            )
        return BY_FLAGS[concept.answers](game, mover)
    rank = game.rank(mover, concept.ties)
    reward = rank
    if concept.answers is not Answers.NONE:
        values = game.best(mover, rank) if concept.escapes else rank
        reward = game.lesser(rank, _worst(game, concept.answers, mover, values))
    return game.at_most(game.best(mover, reward), rank)


def _worst(game: Game, answers: Answers, mover: Mover, values: Any) -> Any:
    """The least of some values that the others' answers lead to from each state."""
    if answers is Answers.MOVES:
        return game.worst_by_moves(mover, values)
    if answers is Answers.IMPROVEMENTS:
        return game.worst_by_improvements(mover, values)
    if not isinstance(game, Explicit):
        raise NotComputed("coalitions answer over listed states only: use the explicit engine")
    return game.worst_by_joint_improvements(mover, values)


@dataclass(frozen=True, eq=False)
class Solution:
    """What each concept says of a model's states.

    `stable[concept][i]` is the set of states stable for decision maker i, as the engine holds sets
    (the explicit one: flags over `model.space.codes`). The methods hold for every engine. `why` says
    how the engine came to be chosen, `refused` why a concept asked for was not computed, `uncounted`
    why `settle` could not count the equilibria of a concept. What is asked of a solution later counts
    on the same `budget`, whose clock stands still meanwhile.
    """

    model: Model
    stable: Mapping[str, tuple[Any, ...]]
    game: Game
    why: str
    sanctions: str = "sequences"
    refused: Mapping[str, str] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget, repr=False)
    uncounted: dict[str, str] = field(default_factory=dict, init=False)
    _together: dict[str, Any] = field(default_factory=dict, init=False, repr=False)
    _counts: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    @property
    def engine(self) -> str:
        """The name of the engine."""
        return self.game.name

    @cached_property
    def size(self) -> int:
        """How many states there are, exactly."""
        return self.game.count(self.game.common(()))

    def where(self, condition: Condition) -> Solution:
        """The same, of the states where the condition holds only."""
        holds = self.game.where(condition)

        def among(sets: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(self.game.common((each, holds)) for each in sets)

        stable = {concept: self.limited(concept, among) for concept in self.stable}
        return replace(self, stable=MappingProxyType(stable))

    def settle(self) -> Solution:
        """The same, with the equilibria of every concept counted, or in `uncounted` why they are not."""
        for concept in self.stable:
            try:
                self.count(concept)
            except BudgetSpent as reason:
                self.uncounted[concept] = str(reason)
        return self

    def equilibria(self, concept: str) -> Any:
        """The set of states stable for every decision maker; BudgetSpent when time or memory runs out."""
        if concept not in self._together:
            self._together[concept] = self.limited(concept, self.game.common)
        return self._together[concept]

    def count(self, concept: str) -> int:
        """How many equilibria, exactly, however many; BudgetSpent when time or memory runs out."""
        if concept not in self._counts:
            self._counts[concept] = self.limited(concept, self.game.number)
        return self._counts[concept]

    def limited(self, concept: str, work: Callable[[tuple[Any, ...]], T]) -> T:
        """What the work makes of the concept's stable sets; BudgetSpent when time or memory runs out."""
        self.budget.doing = f"the equilibria under {concept}"
        try:
            return work(self.stable[concept])
        except (BudgetSpent, MemoryError) as error:
            done = "what is stable for each decision maker"
            raise BudgetSpent(spent(error, [done], self.budget, "look for fewer of them")) from None
        finally:
            self.budget.pause()

    def states(self, concept: str, most: int | None = None) -> tuple[int, ...]:
        """The equilibria, ascending; if they are more than `most`, some of them."""
        walk = self.game.walk(self.equilibria(concept))
        return tuple(sorted(itertools.islice(walk, most)))

    def sample(self, concept: str, size: int, seed: int) -> tuple[int, ...]:
        """Equilibria drawn evenly, with repetition; the same for the same seed."""
        return self.game.sample(self.equilibria(concept), size, seed)

    def holds(self, concept: str, state: int, maker: int | None = None) -> bool:
        """Whether the state is stable for the decision maker; without one, for all of them."""
        found = self.equilibria(concept) if maker is None else self.stable[concept][maker]
        return self.game.contains(found, state)


def solve(
    model: Model,
    concepts: Iterable[str] = USUAL,
    sanctions: str = "sequences",
    partial: bool = False,
    by_arcs: bool = False,
    *,
    engine: str | None = None,
    budget: Budget | None = None,
) -> Solution:
    """Every state's stability for every decision maker under each concept asked for.

    `engine` names one of `ENGINES`; without it the size of the model decides. Raises BudgetSpent when
    time or memory runs out, saying what was finished: there is no partial solution then. A concept
    that is too much work, or not defined for the model's form, raises TooLarge or NotComputed; with
    `partial` it is left out and its reason kept in `refused`.
    """
    if sanctions not in SANCTIONS:
        raise UnknownName("sanctions", sanctions, SANCTIONS)
    budget = budget or current()
    asked = list(dict.fromkeys(_plain(named(name)) for name in concepts))
    one_by_one = by_arcs or sanctions != "sequences" or any(c.over_lists for c in asked)
    found: dict[str, tuple[Any, ...]] = {each.id: () for each in asked}
    refused: dict[str, str] = {}
    try:
        if one_by_one and engine in (None, Explicit.id):
            budget.doing = "the listing of states"
            try:
                game: Game = listed(model, budget, sanctions, by_arcs)
                why = "this is computed over listed states only"
            except TooLarge:
                if not partial or by_arcs or sanctions != "sequences":
                    raise
                game, why = choose(model, engine, budget)  # the other concepts may be had without
        else:
            game, why = choose(model, engine, budget)
        for each, mover in _turns(game, asked):
            if each.id in refused:
                continue
            budget.doing = f"{each.id} for {model.called(mover)}"
            try:
                found[each.id] += (_each(game, each, sanctions, mover),)
            except (NotComputed, TooLarge) as reason:
                if not partial:
                    raise
                refused[each.id] = str(reason)
                del found[each.id]
    except (BudgetSpent, MemoryError) as error:
        done = (name for name, sets in found.items() if len(sets) == len(model.makers))
        raise BudgetSpent(spent(error, done, budget, "ask for fewer concepts")) from None
    budget.pause()
    return Solution(
        model, MappingProxyType(found), game, why, sanctions, MappingProxyType(refused), budget
    )


def _plain(row: Concept) -> Concept:
    if row.plain:
        return row
    if row.movers is Movers.COALITION:
        raise NotComputed(f"{row.id} is asked of coalitions: see standoff.gmcr.concept.coalition")
    needs = " and ".join(sorted(row.needs))
    raise NotComputed(
        f"{row.id} needs to be told more than a model says: see standoff.gmcr.concept.{needs}"
    )


def _turns(game: Game, concepts: Iterable[Concept]) -> Iterable[tuple[Concept, Mover]]:
    """The concepts and decision makers in the order in which they are asked: concept by concept, so that
    some are finished when time runs out, but where ranks are not kept all that one's ranks are asked for."""
    turns = itertools.product(concepts, game.model.single_movers)
    if isinstance(game, Cube) and not game.hoards:
        return sorted(turns, key=lambda turn: only(turn[1]))
    return turns


def _each(game: Game, concept: Concept, sanctions: str, mover: Mover) -> Any:
    if concept.answers is Answers.JOINT and sanctions != "sequences":
        raise NotComputed(f"{concept.id}: coalitions answer by sequences only, not by {sanctions}")
    return stable(game, concept, mover)


@dataclass(frozen=True, eq=False)
class Found:
    """Equilibria under a concept where a condition holds, looked for up to a number.

    `whole`: these are all there are. Otherwise there are more than were asked for.
    """

    model: Model
    concept: str
    where: Condition
    states: tuple[int, ...]
    whole: bool
    engine: str
    why: str


def find(
    model: Model,
    name: str,
    where: Condition,
    *,
    most: int = 1,
    engine: str | None = None,
    budget: Budget | None = None,
) -> Found:
    """Is there an equilibrium where the condition holds, and which: up to `most` of them.

    Nash equilibria of models beyond listing are asked of a solver (`sat`), everything else is solved;
    few of what diagrams hold are then asked of the solver too, which need not put their sets together.
    Raises NotComputed when `sat` is named for another concept, and whatever `solve` raises.
    """
    asked = _plain(named(name))
    unanswered = asked.answers is Answers.NONE
    if engine == SAT and not unanswered:
        raise NotComputed(f"the sat engine answers for NASH only, not for {asked.id}")
    large = len(model.space.options) > SMALL
    if engine == SAT or (engine is None and unanswered and large):
        why = "asked for" if engine else "one equilibrium needs no list of states"
        solver = import_module("standoff.gmcr.engine.sat")  # loaded when it is first needed
        states = solver.NashQuery(model, budget).states(where, most + 1)
        engine = SAT
    else:
        budget = budget or current()
        solution = solve(model, [asked.id], engine=engine, budget=budget)
        engine, why = solution.engine, solution.why
        if engine == SYMBOLIC and most <= ONE_BY_ONE:
            solver = import_module("standoff.gmcr.engine.sat")

            def look(sets: tuple[Any, ...]) -> tuple[int, ...]:
                query = solver.SetQuery(solution.game, sets, budget)
                found: tuple[int, ...] = query.states(where, most + 1)
                return found

            states = solution.limited(asked.id, look)
        else:
            states = solution.where(where).states(asked.id, most + 1)
    return Found(model, asked.id, where, states[:most], len(states) <= most, engine, why)


def spent(error: Exception, done: Iterable[str], budget: Budget, advice: str) -> str:
    """What ran out where, what was finished before, and the ways out."""
    cause = error if isinstance(error, BudgetSpent) else f"{budget.memory / 1e9:.3g} GB are full"
    return (
        f"{cause} at {budget.doing or 'the choice of the engine'}; "
        f"finished: {', '.join(done) or 'nothing'}. Give more time or memory, or {advice}"
    )
