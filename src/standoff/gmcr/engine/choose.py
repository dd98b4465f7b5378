"""The engines behind one face, and the choice between them.

explicit   lists the states; every form of preference; one answer a state
cube       a cell for every combination, where few are ruled out; the fastest from some thousands on
symbolic   decision diagrams; far beyond listing where statements bind few options each
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType
from typing import Any, Protocol

from standoff.condition import Condition
from standoff.extra import command
from standoff.gmcr.budget import Budget
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model, Mover
from standoff.gmcr.conflict.space import MAX_LISTED, Space
from standoff.gmcr.engine.cube import Cube
from standoff.gmcr.engine.explicit import Explicit
from standoff.problem import NotComputed, TooLarge, UnknownName

SOON_LISTED = 1 << 22
"""So many combinations are listed, to count the states, in less time than diagrams take."""
LISTING = 24
"""Bytes that each combination takes while states are listed: itself, as it was before, and what is ruled."""
SOON_COUNTED = 1 << 28
"""So many combinations are marked, a bit each, to count the states, in less time than diagrams take."""
FEW = 1 << 12
"""Below so many states the engines that list take a few milliseconds, whichever."""
MOST_LISTED = 1 << 24
"""Beyond this many feasible states diagrams are tried first."""


class Game(Protocol):
    """What an engine knows of a model: numbers that depend on the state, and sets of states.

    How an engine holds a number or a set is its own affair.
    """

    @property
    def name(self) -> str:
        """The name of the engine."""

    @property
    def model(self) -> Model:
        """The model it knows."""

    @property
    def ranks(self) -> Sequence[Any]:
        """For each decision maker a number that orders the states as it prefers them."""

    def lesser(self, left: Any, right: Any) -> Any:
        """The smaller of two numbers in each state."""

    def at_most(self, left: Any, right: Any) -> Any:
        """The set of states in which `left` is not larger."""

    def rank(self, mover: Mover, ties: bool = False) -> Any:
        """A number that orders the states as the mover prefers; a coalition's is above another where every
        member's is, or with `ties` where one's is and no other's is less."""

    def best(self, mover: Mover, values: Any) -> Any:
        """The largest value among the state itself and those that legal sequences of the mover lead to."""

    def worst_by_moves(self, mover: Mover, values: Any) -> Any:
        """The least value that those outside the mover can reach from each state by any moves."""

    def worst_by_improvements(self, mover: Mover, values: Any) -> Any:
        """The least value that they can reach, each step an improvement for its mover."""

    def where(self, condition: Condition) -> Any:
        """The set of states in which the condition holds."""

    def common(self, sets: Iterable[Any]) -> Any:
        """The states in all of the sets; every state if there are none."""

    def number(self, sets: Iterable[Any]) -> int:
        """How many states are in all of the sets, exactly; it may need less memory than the set."""

    def count(self, states: Any) -> int:
        """How many states, exactly."""

    def contains(self, states: Any, code: int) -> bool:
        """Whether the state is in the set."""

    def walk(self, states: Any) -> Iterator[int]:
        """The states one by one, in an order of the engine's own."""

    def sample(self, states: Any, size: int, seed: int) -> tuple[int, ...]:
        """States drawn evenly, with repetition; the same for the same seed."""

    def reachable(self, improving: bool = False) -> Any:
        """What anybody's moves, or improvements, can make of the status quo, itself included."""


SYMBOLIC = "symbolic"


def _symbolic(model: Model, budget: Budget) -> Game:
    """Diagrams; their library is loaded when they are first needed."""
    game: Game = import_module("standoff.gmcr.engine.symbolic").Symbolic(model, budget)
    return game


ENGINES: Mapping[str, Callable[[Model, Budget], Game]] = MappingProxyType(
    {Explicit.id: Explicit, Cube.id: Cube, SYMBOLIC: _symbolic}
)


def choose(model: Model, engine: str | None, budget: Budget) -> tuple[Game, str]:
    """The engine for a model, and why it: the one named, or the one that suits its size.

    Raises UnknownName for an engine that is none, TooLarge when the states would have to be listed
    and do not fit the memory given; the message says how many they are and what to do.
    """
    if engine is not None and engine not in ENGINES:
        raise UnknownName("engine", engine, ENGINES)
    if isinstance(model.space, Graph):
        if engine not in (None, Explicit.id):
            raise NotComputed(
                f"the {engine} engine needs options, not listed moves: use {Explicit.id}"
            )
        return listed(model, budget), "moves are listed"
    if engine == SYMBOLIC:
        return _symbolic(model, budget), "asked for"
    states, diagrams = _counted(model, model.space, budget)
    cells = engine == Cube.id or (not engine and states >= FEW and Cube.suits(model, states))
    listing: type[Cube | Explicit] = Cube if cells else Explicit
    listable = engine or states <= MOST_LISTED  # if not, what it would take is not worked out
    needed = listing.memory(model, states) if listable else 0
    if listable and needed <= budget.memory:
        why = "asked for" if engine else f"{states:,} states are few enough to list them"
        game = listing(model, budget)
        if isinstance(game, Cube) and game.slowed:
            why += f"; several times faster with numba: {command('fast')}"
        return game, why
    if not engine:
        diagrams = diagrams or _symbolic(model, budget)
        return diagrams, f"{states:,} states are too many to list them"
    raise TooLarge(
        f"{states:,} states would take about {needed / 1e9:.3g} GB listed, and "
        f"{budget.memory / 1e9:.3g} GB are given: use the symbolic engine, or give more memory"
    )


def listed(
    model: Model, budget: Budget, sanctions: str = "sequences", by_arcs: bool = False
) -> Explicit:
    """The engine that lists the states; TooLarge, before it does, where they do not fit the memory given.

    Needs no diagrams to count them: as many combinations are tried as would fit.
    """
    given = f"{budget.memory / 1e9:.3g} GB"
    try:
        states = len(model.space.codes_within(min(MAX_LISTED, budget.memory // LISTING)))
    except TooLarge as reason:
        raise TooLarge(f"{reason}; {given} are given") from None
    if Explicit.memory(model, states) > budget.memory:
        raise TooLarge(
            f"{states:,} states would take about {Explicit.memory(model, states) / 1e9:.3g} GB listed, "
            f"and {given} are given: give more memory, or say more of what is impossible"
        )
    return Explicit(model, budget, sanctions, by_arcs)


def _counted(model: Model, space: Space, budget: Budget) -> tuple[int, Game | None]:
    """How many states there are, and the diagrams made if listing them would take too long."""
    if FEW < 1 << len(space.options) <= SOON_COUNTED:
        cube = Cube(model, budget)
        return cube.count(cube.states), None
    try:
        return len(space.codes_within(SOON_LISTED)), None
    except TooLarge:
        diagrams = _symbolic(model, budget)
        return diagrams.count(diagrams.common(())), diagrams
