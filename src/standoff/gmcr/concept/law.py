"""Stability: one law for Nash, GMR, SMR, SEQ and SSEQ; SIM beside it; equilibria.

Write r for the focal decision maker's rank and, for each state t, W(t) for the worst that the opponents
can make of it (see `CONCEPTS`). Then

    s is unstable  <=>  max over t reachable from s, s included, of min(r(t), W(t))  >  r(s)

because the test needs a t with r(t) > r(s) and W(t) > r(s). One pass for the maximum, one comparison;
no state-by-state loop and nothing of size states x states. Sanctions follow legal sequences of the
opponents; an equally preferred outcome sanctions; only strict improvements tempt (Fang, Hipel and
Kilgour 1993; choices in `docs/explanation/choices.md`). Simultaneous sanctions start from s, not from
t: they are not of this form.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import import_module
from types import MappingProxyType
from typing import Any, TypeAlias, TypeVar

from standoff.condition import Condition
from standoff.gmcr.budget import Budget
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.engine.choose import SYMBOLIC, Game, choose, listed
from standoff.gmcr.engine.explicit import Explicit, Flags
from standoff.gmcr.engine.sanction import SANCTIONS
from standoff.gmcr.engine.simultaneous import sanctioned
from standoff.problem import BudgetSpent, NotComputed, TooLarge, UnknownName


def simultaneous(game: Explicit, maker: int) -> Flags:
    """The states from which improvements of others, made at the same time, deter every improvement."""
    return sanctioned(game.model.space, game.gains, game.ranks[maker], maker)


def sequential_then_simultaneous(game: Explicit, maker: int) -> Flags:
    """SEQ, and at states that two or more leave under it, whether those leaving at once deters."""
    if "leaving" not in game.kept:
        makers = range(len(game.model.makers))
        game.kept["leaving"] = [~stable(game, CONCEPTS["SEQ"], i) for i in makers]
    leaving = game.kept["leaving"]
    gains = [g.where(flags[g.source]) for g, flags in zip(game.gains, leaving, strict=True)]
    rank = game.ranks[maker]
    flags: Flags = ~leaving[maker] | sanctioned(game.model.space, gains, rank, maker)
    return flags


T = TypeVar("T")
Worst: TypeAlias = Callable[[Game, int], Any] | None


@dataclass(frozen=True)
class Concept:
    """A solution concept: its W of the law (None: nobody answers), its foresight and its source.

    `definition` says when s is stable for i, apart from when i has no improvement from s; `read` says
    how far it was compared with what somebody wrote. `flags` finds the stable states of a concept that
    the law does not cover; `worst` is then unused.
    """

    id: str
    name: str
    words: str  # how a stable state is said in plain words
    worst: Worst
    foresight: int
    knows_opponents: bool
    source: str
    definition: str
    read: str
    flags: Callable[[Explicit, int], Flags] | None = None


CONCEPTS: Mapping[str, Concept] = MappingProxyType(
    {
        concept.id: concept
        for concept in (
            Concept(
                "NASH",
                "Nash stability",
                "has no better move",
                None,
                1,
                False,
                "Nash 1950; Fang, Hipel and Kilgour 1993",
                "i has no improvement from s",
                "the formulas of an independent program were read and are these; the works "
                "are cited from memory",
            ),
            Concept(
                "GMR",
                "general metarationality",
                "others could answer every better move so that it does not pay",
                lambda game, i: game.worst_by_moves(i, game.ranks[i]),
                2,
                False,
                "Howard 1971; Fang, Hipel and Kilgour 1993",
                "from every improvement of i the others reach, by any moves, a state that i "
                "does not prefer to s",
                "the formulas of an independent program were read and are these; the works "
                "are cited from memory",
            ),
            Concept(
                "SMR",
                "symmetric metarationality",
                "others could answer every better move, and it could not escape the answer",
                lambda game, i: game.worst_by_moves(i, game.best(i, game.ranks[i])),
                3,
                False,
                "Howard 1971; Fang, Hipel and Kilgour 1993",
                "from every improvement of i the others reach, by any moves, a state that i "
                "does not prefer to s, nor any state that i can move to from there",
                "the formulas of an independent program were read and are these; the works "
                "are cited from memory",
            ),
            Concept(
                "SEQ",
                "sequential stability",
                "others would gain by answering every better move so that it does not pay",
                lambda game, i: game.worst_by_improvements(i, game.ranks[i]),
                2,
                True,
                "Fraser and Hipel 1979; Fang, Hipel and Kilgour 1993",
                "from every improvement of i the others reach, each step an improvement for "
                "its mover, a state that i does not prefer to s",
                "the formulas of an independent program were read and are these; the works "
                "are cited from memory",
            ),
            Concept(
                "SSEQ",
                "symmetric sequential stability",
                "others would gain by answering every better move, and it could not escape the answer",
                lambda game, i: game.worst_by_improvements(i, game.best(i, game.ranks[i])),
                3,
                True,
                "Rêgo and Vieira 2017",
                "from every improvement of i the others reach, each step an improvement for "
                "its mover, a state that i does not prefer to s, nor any state that i can "
                "move to from there",
                "from memory; of the work, abstract and introduction were read",
            ),
            Concept(
                "SIM",
                "simultaneous stability",
                "others gaining at the same time would keep every better move from paying",
                None,
                2,
                True,
                "Fraser and Hipel 1984",
                "for every improvement of i some of the others have improvements from s that, "
                "all made at the same time, lead to a feasible state that i does not prefer "
                "to s",
                "from memory; an independent program was read that computes it so, but for a slip",
                simultaneous,
            ),
            Concept(
                "SEQ+SIMULTANEITY",
                "sequential stability with a last check of simultaneity",
                "others would gain by answering every better move, or by moving at the same time, so "
                "that it does not pay",
                None,
                2,
                True,
                "Fraser and Hipel 1984",
                "s is stable for i under SEQ; or two or more leave s under SEQ, i among them, "
                "and for every improvement of i some of those others have improvements from s "
                "as under SIM",
                "from memory; one published table that uses it was read",
                sequential_then_simultaneous,
            ),
        )
    }
)
USUAL = ("NASH", "GMR", "SMR", "SEQ")
SAT = "sat"
SMALL = 16
"""Up to this many options all states are solved sooner than a solver is asked for one."""
ONE_BY_ONE = 1000
"""Up to this many equilibria a solver finds them sooner than their sets are put together."""


def stable(game: Game, concept: Concept, maker: int) -> Any:
    """The set of states the decision maker has no incentive to leave under the concept."""
    model = game.model
    if model.preferences[maker].empty or model.space.idle(maker):
        return game.common(())  # nothing to gain, or no move to make
    if concept.flags is not None:
        if not isinstance(game, Explicit):
            raise NotComputed(
                f"{concept.id} is computed over listed states: use the explicit engine"
            )
        return concept.flags(game, maker)
    rank = game.ranks[maker]
    reward = rank if concept.worst is None else game.lesser(rank, concept.worst(game, maker))
    return game.at_most(game.best(maker, reward), rank)


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
            raise BudgetSpent(
                _spent(error, [done], self.budget, "look for fewer of them")
            ) from None
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


def concept(name: str) -> Concept:
    """The concept of that id, in any case of letters; UnknownName otherwise."""
    if name.upper() not in CONCEPTS:
        raise UnknownName("concept", name.upper(), CONCEPTS)
    return CONCEPTS[name.upper()]


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
    budget = budget or Budget()
    asked = [concept(name) for name in concepts]
    one_by_one = by_arcs or sanctions != "sequences" or any(c.flags is not None for c in asked)
    found: dict[str, tuple[Any, ...]] = {}
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
        for each in asked:
            try:
                found[each.id] = tuple(_each(game, each, budget))
            except (NotComputed, TooLarge) as reason:
                if not partial:
                    raise
                refused[each.id] = str(reason)
    except (BudgetSpent, MemoryError) as error:
        raise BudgetSpent(_spent(error, found, budget, "ask for fewer concepts")) from None
    budget.pause()
    return Solution(
        model, MappingProxyType(found), game, why, sanctions, MappingProxyType(refused), budget
    )


def _each(game: Game, concept: Concept, budget: Budget) -> Iterable[Any]:
    for maker, name in enumerate(game.model.makers):
        budget.doing = f"{concept.id} for {name}"
        yield stable(game, concept, maker)


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
    asked = concept(name)
    if engine == SAT and asked.id != "NASH":
        raise NotComputed(f"the sat engine answers for NASH only, not for {asked.id}")
    large = len(model.space.options) > SMALL
    if engine == SAT or (engine is None and asked.id == "NASH" and large):
        why = "asked for" if engine else "one equilibrium needs no list of states"
        solver = import_module("standoff.gmcr.engine.sat")  # loaded when it is first needed
        states = solver.NashQuery(model, budget).states(where, most + 1)
        engine = SAT
    else:
        budget = budget or Budget()
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


def _spent(error: Exception, done: Iterable[str], budget: Budget, advice: str) -> str:
    cause = error if isinstance(error, BudgetSpent) else f"{budget.memory / 1e9:.3g} GB are full"
    return (
        f"{cause} at {budget.doing or 'the choice of the engine'}; "
        f"finished: {', '.join(done) or 'nothing'}. Give more time or memory, or {advice}"
    )
