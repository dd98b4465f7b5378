"""Stability: one law for Nash, GMR, SMR, SEQ and SSEQ; equilibria.

Write r for the focal decision maker's rank and, for each state t, W(t) for the worst that the opponents
can make of it (see `CONCEPTS`). Then

    s is unstable  <=>  max over t reachable from s, s included, of min(r(t), W(t))  >  r(s)

because the test needs a t with r(t) > r(s) and W(t) > r(s). One pass for the maximum, one comparison;
no state-by-state loop and nothing of size states x states. Sanctions follow legal sequences of the
opponents; an equally preferred outcome sanctions; only strict improvements tempt (Fang, Hipel and
Kilgour 1993; choices in `docs/explanation/choices.md`).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, TypeAlias

from standoff.gmcr.budget import Budget
from standoff.gmcr.engine import ALWAYS_LISTED, Game, choose
from standoff.gmcr.model import Model
from standoff.gmcr.sat import NashQuery
from standoff.problem import BudgetSpent, NotComputed, UnknownName
from standoff.statement import Condition

Worst: TypeAlias = Callable[[Game, int], Any] | None


@dataclass(frozen=True)
class Concept:
    """A solution concept: its W of the law (None: nobody answers), its foresight and its source."""

    id: str
    name: str
    words: str  # how a stable state is said in plain words
    worst: Worst
    foresight: int
    knows_opponents: bool
    source: str


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
            ),
            Concept(
                "GMR",
                "general metarationality",
                "others could answer every better move so that it does not pay",
                lambda game, i: game.worst_by_moves(i, game.ranks[i]),
                2,
                False,
                "Howard 1971; Fang, Hipel and Kilgour 1993",
            ),
            Concept(
                "SMR",
                "symmetric metarationality",
                "others could answer every better move, and it could not escape the answer",
                lambda game, i: game.worst_by_moves(i, game.best(i, game.ranks[i])),
                3,
                False,
                "Howard 1971; Fang, Hipel and Kilgour 1993",
            ),
            Concept(
                "SEQ",
                "sequential stability",
                "others would gain by answering every better move so that it does not pay",
                lambda game, i: game.worst_by_improvements(i, game.ranks[i]),
                2,
                True,
                "Fraser and Hipel 1979; Fang, Hipel and Kilgour 1993",
            ),
            Concept(
                "SSEQ",
                "symmetric sequential stability",
                "others would gain by answering every better move, and it could not escape the answer",
                lambda game, i: game.worst_by_improvements(i, game.best(i, game.ranks[i])),
                3,
                True,
                "Rêgo and Vieira 2017",
            ),
        )
    }
)
USUAL = ("NASH", "GMR", "SMR", "SEQ")


def stable(game: Game, concept: Concept, maker: int) -> Any:
    """The set of states the decision maker has no incentive to leave under the concept."""
    model = game.model
    if model.preferences[maker].empty or maker not in model.space.masks:
        return game.common(())  # nothing to gain, or no move to make
    rank = game.ranks[maker]
    reward = rank if concept.worst is None else game.lesser(rank, concept.worst(game, maker))
    return game.at_most(game.best(maker, reward), rank)


@dataclass(frozen=True, eq=False)
class Solution:
    """What each concept says of a model's states.

    `stable[concept][i]` is the set of states stable for decision maker i, as the engine holds sets
    (the explicit one: flags over `model.space.codes`). The methods hold for every engine. `why` says
    how the engine came to be chosen.
    """

    model: Model
    stable: Mapping[str, tuple[Any, ...]]
    game: Game
    why: str

    @property
    def engine(self) -> str:
        """The name of the engine."""
        return self.game.name

    def where(self, condition: Condition) -> Solution:
        """The same, of the states where the condition holds only."""
        holds = self.game.where(condition)
        stable = {
            c: tuple(self.game.common((each, holds)) for each in sets)
            for c, sets in self.stable.items()
        }
        return replace(self, stable=MappingProxyType(stable))

    def equilibria(self, concept: str) -> Any:
        """The set of states stable for every decision maker."""
        return self.game.common(self.stable[concept])

    def count(self, concept: str) -> int:
        """How many equilibria, exactly, however many they are."""
        return self.game.count(self.equilibria(concept))

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
    engine: str | None = None,
    budget: Budget | None = None,
) -> Solution:
    """Every state's stability for every decision maker under each concept asked for.

    `engine` names one of `ENGINES`; without it the size of the model decides. Raises BudgetSpent when
    time or memory runs out, saying what was finished: there is no partial solution.
    """
    budget = budget or Budget()
    asked = [concept(name) for name in concepts]
    table: dict[str, tuple[Any, ...]] = {}
    part: list[Any] = []
    try:
        game, why = choose(model, engine, budget)
        for each in asked:
            part = []
            for maker, name in enumerate(model.makers):
                budget.doing = f"{each.id} for {name}"
                part.append(stable(game, each, maker))
            table[each.id] = tuple(part)
    except (BudgetSpent, MemoryError) as error:
        raise BudgetSpent(_spent(error, table, budget)) from None
    return Solution(model, MappingProxyType(table), game, why)


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

    Nash equilibria of models beyond listing are asked of a solver (`sat`), everything else is solved.
    Raises NotComputed when `sat` is named for another concept, and whatever `solve` raises.
    """
    asked = concept(name)
    if engine == NashQuery.name and asked.id != "NASH":
        raise NotComputed(f"the sat engine answers for NASH only, not for {asked.id}")
    large = len(model.space.options) > ALWAYS_LISTED
    if engine == NashQuery.name or (engine is None and asked.id == "NASH" and large):
        why = "asked for" if engine else "one equilibrium needs no list of states"
        states = NashQuery(model, budget).states(where, most + 1)
        engine = NashQuery.name
    else:
        solution = solve(model, [asked.id], engine, budget)
        engine, why = solution.engine, solution.why
        states = solution.where(where).states(asked.id, most + 1)
    return Found(model, asked.id, where, states[:most], len(states) <= most, engine, why)


def _spent(error: Exception, table: Mapping[str, object], budget: Budget) -> str:
    cause = error if isinstance(error, BudgetSpent) else f"{budget.memory / 1e9:.3g} GB are full"
    finished = ", ".join(table) or "nothing"
    return (
        f"{cause} at {budget.doing or 'the choice of the engine'}; finished: {finished}. "
        "Ask for fewer concepts, or give more time or memory"
    )
