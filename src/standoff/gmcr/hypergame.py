"""Misperception: each decision maker plays the game it believes in, and what comes of it.

A hypergame of the first level has a game for every decision maker: the conflict as it sees it, with its own
states, wishes of everybody and status quo. All games are over the same options, so a state has one code in
all of them. A state of the model that one does not see is hidden from it and not stable for it; a state that
only its game has is imagined. A hypergame equilibrium is a state of the model that is stable for each
decision maker in its own game (Wang, Hipel and Fraser 1988; Aljefri, Bashar, Fang and Hipel 2018).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Generic, TypeAlias, TypeVar

from standoff.condition import conjunction, literal
from standoff.gmcr.budget import Budget, current
from standoff.gmcr.concept.law import Solution, solve
from standoff.gmcr.concept.table import USUAL
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference
from standoff.gmcr.conflict.space import Space
from standoff.gmcr.engine.explicit import Explicit
from standoff.gmcr.engine.moves import Node
from standoff.gmcr.evolve.evolution import (
    MAX_NODES,
    RULES,
    Evolution,
    evolve,
    follow,
    terminal,
)
from standoff.problem import Infeasible, NotComputed, TooLarge

States: TypeAlias = tuple[int, ...]
"""Codes, ascending."""
T = TypeVar("T")
MOST_SETS = 1 << 16
"""Sets of pieces of belief that are left out and tried: all combinations of 16."""


def believed(
    model: Model,
    preferences: Mapping[int, Preference] | None = None,
    unseen: Collection[int] = (),
) -> Model:
    """The model as somebody sees it who takes some to prefer otherwise and does not see some states."""
    game = replace(
        model,
        space=_without(model.space, unseen),
        today=tuple(state for state in model.today if state not in unseen),
    )
    for maker, preference in (preferences or {}).items():
        game = game.prefer(maker, preference)
    return game


def _without(space: Space, unseen: Collection[int]) -> Space:
    if not unseen:
        return space
    if isinstance(space, Graph):
        return replace(
            space,
            listed=tuple(s for s in space.listed if s not in unseen),
            loose={s: bits for s, bits in space.loose.items() if s not in unseen},
            targets={
                (maker, s): tuple(t for t in targets if t not in unseen)
                for (maker, s), targets in space.targets.items()
                if s not in unseen
            },
        )
    bits = [(option.name, 1 << b) for b, option in enumerate(space.options)]
    bans = (conjunction(literal(n, code & bit != 0) for n, bit in bits) for code in unseen)
    return Space(space.options, (*space.impossible, *bans))


@dataclass(frozen=True, eq=False)
class Perceived:
    """What one concept says: `stable[i]` in the game of i, `expects[i]` its equilibria, `true` the model's.

    `equilibria` are those of the hypergame.
    """

    stable: tuple[States, ...]
    equilibria: States
    expects: tuple[States, ...]
    true: States

    def foreseen_by(self, state: int) -> tuple[int, ...]:
        """The decision makers in whose game the state is an equilibrium."""
        return tuple(i for i, states in enumerate(self._expected) if state in states)

    @cached_property
    def _expected(self) -> tuple[frozenset[int], ...]:
        return tuple(map(frozenset, self.expects))  # asked of each equilibrium, and they are many


@dataclass(frozen=True, eq=False)
class Hypergame:
    """A model and the game that each decision maker plays, with what comes of it.

    `hidden[i]` are states of the model that i does not see, `imagined[i]` states that only its game has.
    `ends` are the closed classes that are reached from the status quo where each moves by its own game;
    `expected_ends[i]` those that i expects, whose game has its own status quo.
    """

    model: Model
    games: tuple[Model, ...]
    concepts: Mapping[str, Perceived]
    hidden: tuple[States, ...]
    imagined: tuple[States, ...]
    ends: tuple[States, ...]
    expected_ends: tuple[tuple[States, ...], ...]


def hypergame(
    model: Model,
    games: Mapping[int, Model],
    concepts: Iterable[str] = USUAL,
    *,
    ends: bool = True,
    budget: Budget | None = None,
) -> Hypergame:
    """The hypergame in which decision maker i plays `games[i]`; who is not in it plays the model.

    Without `ends` none are looked for: they are followed by every improvement there is.

    Raises NotComputed for a game over other options or of other decision makers, TooLarge where states
    cannot be listed or too many are passed through, BudgetSpent when time runs out.
    """
    budget, names = budget or current(), tuple(concepts)
    played = _played(model, games)
    solved = {
        game: solve(game, names, engine=Explicit.id, budget=budget) for game in {*played, model}
    }
    codes = {game: {int(code) for code in game.space.codes} for game in solved}
    stable = {
        name: _perceived(name, model, played, solved, codes[model]) for name in solved[model].stable
    }
    return Hypergame(
        model,
        played,
        MappingProxyType(stable),
        tuple(tuple(sorted(codes[model] - codes[game])) for game in played),
        tuple(tuple(sorted(codes[game] - codes[model])) for game in played),
        *(_ends_of(model, played, budget) if ends else ((), ())),
    )


def follow_beliefs(
    model: Model, games: Mapping[int, Model], rule: str = "best"
) -> tuple[Evolution, tuple[Evolution, ...]]:
    """What happens from the status quo where each moves by its own game, and what each expects.

    Moves are taken as `evolve` does; only those of them happen that there are. Raises NotComputed for a game
    over other options or of other decision makers.
    """
    played = _played(model, games)
    found = {game: evolve(game, rule) for game in {*played, model}}
    if all(game is model for game in played):
        return found[model], tuple(found[game] for game in played)
    choose = RULES[rule]

    def moves(maker: int, state: int) -> tuple[int, ...]:
        game = played[maker]
        if game is not model and not game.space.feasible(state):
            return ()  # it does not see where it is
        return choose(game, maker, state, model.space)

    return follow(model, moves, rule), tuple(found[game] for game in played)


@dataclass(frozen=True)
class Needless(Generic[T]):
    """The smallest sets of pieces of belief without which all expect just what happens, of so many `tried`.

    Empty where no set of up to `bound` pieces does; the empty set alone where all expect it as it is.
    """

    sets: tuple[frozenset[T], ...]
    tried: int
    bound: int


def needless(
    model: Model,
    pieces: Sequence[T],
    games: Callable[[frozenset[T]], Mapping[int, Model]],
    *,
    bound: int | None = None,
    rule: str | None = None,
    budget: Budget | None = None,
) -> Needless[T]:
    """The smallest sets of pieces of belief without which all expect just what happens.

    games  (kept) -> the games of those who believe the pieces kept; Infeasible where nobody can believe just
           those, since today's situation would be impossible
    bound  the largest sets tried; all by default
    rule   what happens and what is expected as `follow_beliefs` has it; every improvement without one

    Raises TooLarge for more than MOST_SETS, BudgetSpent.
    """
    budget, whole, tried = budget or current(), frozenset(pieces), 0
    bound = len(pieces) if bound is None else min(bound, len(pieces))
    sets = sum(math.comb(len(pieces), size) for size in range(bound + 1))
    if sets > MOST_SETS:
        raise TooLarge(
            f"{len(pieces)} pieces of belief, {sets:.2g} sets to leave out: at most {MOST_SETS:,} can be "
            "tried, so ask for smaller sets"
        )
    for size in range(bound + 1):
        smallest = []
        for out in map(frozenset, itertools.combinations(pieces, size)):
            budget.doing = f"which beliefs matter, {tried} sets tried"
            budget.tick()
            tried += 1
            with suppress(Infeasible):
                if _as_expected(model, games(whole - out), rule, budget):
                    smallest.append(out)
        if smallest:
            return Needless(tuple(smallest), tried, bound)
    return Needless((), tried, bound)


def _as_expected(
    model: Model, games: Mapping[int, Model], rule: str | None, budget: Budget
) -> bool:
    """Whether all expect just what happens."""
    if rule is None:
        ends, expected = _ends_of(model, _played(model, games), budget)
        return all(each == ends for each in expected)
    happens, foreseen = follow_beliefs(model, games, rule)
    return happens.complete and all(
        each.complete and each.ends == happens.ends for each in foreseen
    )


def _played(model: Model, games: Mapping[int, Model]) -> tuple[Model, ...]:
    for game in games.values():
        if game.makers != model.makers or _names(game) != _names(model):
            raise NotComputed("a believed game has the decision makers and options of the model")
    return tuple(games.get(i, model) for i in range(len(model.makers)))


def _ends_of(
    model: Model, played: tuple[Model, ...], budget: Budget
) -> tuple[tuple[States, ...], tuple[tuple[States, ...], ...]]:
    """What happens, and what each expects."""
    makers = range(len(model.makers))
    ends = _ends(makers, model.today, _by_own_games(model, played), budget)
    expected = {game: _ends(makers, game.today, game.improvements, budget) for game in set(played)}
    return ends, tuple(expected[game] for game in played)


def _names(model: Model) -> tuple[str, ...]:
    return tuple(option.name for option in model.space.options)


def _perceived(
    name: str,
    model: Model,
    played: tuple[Model, ...],
    solved: Mapping[Model, Solution],
    states: set[int],
) -> Perceived:
    stable = []
    for maker, game in enumerate(played):
        solution = solved[game]
        stable.append(tuple(solution.game.walk(solution.stable[name][maker])))
    return Perceived(
        tuple(stable),
        tuple(sorted(states.intersection(*stable))),
        tuple(solved[game].states(name) for game in played),
        solved[model].states(name),
    )


# --- where it ends --------------------------------------------------------------------------------

Steps: TypeAlias = Callable[[int, int], Iterable[int]]
"""(Decision maker, state) -> the states it moves to."""


def _by_own_games(model: Model, played: tuple[Model, ...]) -> Steps:
    """Each improves in its own game, by moves that there are."""

    def steps(maker: int, state: int) -> Iterable[int]:
        game = played[maker]
        if game is not model and not game.space.feasible(state):
            return ()  # it does not see where it is
        real = set(model.space.moves(maker, state))
        return (t for t in game.improvements(maker, state) if t in real)

    return steps


def _ends(makers: range, today: States, steps: Steps, budget: Budget) -> tuple[States, ...]:
    """The closed classes reached; a move may be anybody's, also the last mover's again."""
    budget.doing = "the ends"
    arcs: dict[Node, tuple[tuple[int, Node], ...]] = {}
    waiting: list[Node] = [(state, None) for state in today]
    while waiting:
        node = waiting.pop()
        if node in arcs:
            continue
        budget.tick()
        if len(arcs) >= MAX_NODES:
            raise TooLarge(
                f"more than {MAX_NODES:,} situations are passed through: say more of what is impossible"
            )
        arcs[node] = tuple((i, (t, None)) for i in makers for t in steps(i, node[0]))
        waiting.extend(target for _, target in arcs[node])
    return tuple(sorted(tuple(sorted(s for s, _ in part)) for part in terminal(arcs)))
