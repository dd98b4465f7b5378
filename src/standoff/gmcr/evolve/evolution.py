"""What can happen from the status quo: moves that their makers want, and where they end.

A node is (state, who moved last). Anyone but the last mover may move; where none of them has an
improvement, the last mover may. The rule says which improvements a mover takes:

    best      its highest-ranked improvements, of these the ones that change fewest options
    minimal   every improvement of which no part, itself a move, does at least as well
    any       every improvement

Ties are branched. The ends are the terminal strongly connected components reached: a single state is
a rest (nobody, the last mover included, has an improvement), more than one is a cycle. Following the
status quo analysis of Li, Kilgour and Hipel (2005); the rules `best` and `minimal`, and the word
`end`, are constructions of this project.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from standoff.condition import Condition
from standoff.gmcr.budget import Budget, current, step
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.engine.choose import FEW, SYMBOLIC, Game, choose
from standoff.gmcr.engine.moves import Node
from standoff.gmcr.evolve.components import closed
from standoff.problem import BudgetSpent, UnknownName

MAX_NODES = 100_000


def best(model: Model, maker: int, state: int) -> tuple[int, ...]:
    """The highest-ranked improvements, of these those that change fewest options."""
    space, prefers = model.space, model.preferences[maker]
    moves = () if prefers.empty else space.moves(maker, state)
    if not moves:
        return ()
    scores = [prefers.score(space, t) for t in moves]
    top = max(scores)
    if top <= prefers.score(space, state):
        return ()
    found = [t for t, score in zip(moves, scores, strict=True) if score == top]
    near = min(space.distance(state, t) for t in found)
    return tuple(t for t in found if space.distance(state, t) == near)


def minimal(model: Model, maker: int, state: int) -> tuple[int, ...]:
    """The improvements of which no proper part, itself a move, reaches a state at least as good."""
    space, score = model.space, model.preferences[maker].score
    moves = space.moves(maker, state)

    def needless(target: int) -> bool:
        goal = score(space, target)
        return any(
            space.between(state, part, target) and score(space, part) >= goal for part in moves
        )

    return tuple(t for t in model.improvements(maker, state) if not needless(t))


def any_improvement(model: Model, maker: int, state: int) -> tuple[int, ...]:
    """Every improvement."""
    return model.improvements(maker, state)


RULES: Mapping[str, Callable[[Model, int, int], tuple[int, ...]]] = MappingProxyType(
    {"best": best, "minimal": minimal, "any": any_improvement}
)


@dataclass(frozen=True, eq=False)
class Evolution:
    """What was reached from the status quo, by whose moves, and where it ends.

    `arcs[node]` are (decision maker, node moved to). `complete` is False when the budget of nodes was
    spent: then `ends` says nothing about what was not looked at, and no verdict may rest on it.
    """

    model: Model
    rule: str
    arcs: Mapping[Node, tuple[tuple[int, Node], ...]]
    complete: bool = True

    @cached_property
    def ends(self) -> tuple[tuple[int, ...], ...]:
        """The ends, each as its states in ascending order; one state is a rest, more are a cycle."""
        found = {tuple(sorted({state for state, _ in part})) for part in terminal(self.arcs)}
        return tuple(sorted(found))

    @property
    def states(self) -> tuple[int, ...]:
        """Every state reached, ascending."""
        return tuple(sorted({state for state, _ in self.arcs}))

    @cached_property
    def steps(self) -> tuple[tuple[int, int, int], ...]:
        """The moves taken, once each: (from state, decision maker, to state)."""
        pairs = {
            (node[0], maker, target[0]) for node, out in self.arcs.items() for maker, target in out
        }
        return tuple(sorted(pairs))


def evolve(model: Model, rule: str = "best", budget: int = MAX_NODES) -> Evolution:
    """Follow the moves their makers want from the status quo until nothing new is reached."""
    if rule not in RULES:
        raise UnknownName("rule", rule, RULES)
    choose = RULES[rule]
    return follow(model, lambda maker, state: choose(model, maker, state), rule, budget)


def follow(
    model: Model,
    choose: Callable[[int, int], tuple[int, ...]],
    rule: str = "best",
    budget: int = MAX_NODES,
) -> Evolution:
    """The evolution in which a decision maker takes the moves that `choose(maker, state)` gives."""
    makers = range(len(model.makers))
    arcs: dict[Node, tuple[tuple[int, Node], ...]] = {}
    waiting: list[Node] = [(state, None) for state in model.today]
    while waiting:
        node = waiting.pop()
        if node in arcs:
            continue
        step()
        if len(arcs) >= budget:
            return Evolution(model, rule, MappingProxyType(arcs), complete=False)
        state, last = node
        out = [(j, (t, j)) for j in makers if j != last for t in choose(j, state)]
        if not out and last is not None:
            out = [(last, (t, last)) for t in choose(last, state)]
        arcs[node] = tuple(out)
        waiting.extend(target for _, target in out)
    return Evolution(model, rule, MappingProxyType(arcs))


@dataclass(frozen=True, eq=False)
class Reach:
    """What anybody's moves can make of the status quo, itself included; or only their improvements.

    `states` is a set as the engine holds sets. `why` says how the engine came to be chosen.
    """

    model: Model
    improving: bool
    game: Game
    states: Any
    why: str

    @cached_property
    def count(self) -> int:
        """How many states can be reached, exactly."""
        return self.game.count(self.states)

    @cached_property
    def size(self) -> int:
        """How many states there are, exactly."""
        return self.game.count(self.game.common(()))

    def where(self, condition: Condition) -> int:
        """In how many of the states that can be reached the condition holds, exactly."""
        return self.game.count(self.game.common((self.states, self.game.where(condition))))


def reach(
    model: Model,
    improving: bool = False,
    *,
    engine: str | None = None,
    budget: Budget | None = None,
) -> Reach:
    """The states that moves lead to from the status quo, whoever makes them and however often.

    `improving`: each move is an improvement for its mover. Without `engine`, diagrams find them unless
    the states are few or the moves listed. Raises BudgetSpent when time or memory runs out, and whatever
    the choice of an engine raises.
    """
    budget = budget or current()
    many = not isinstance(model.space, Graph) and 1 << len(model.space.options) > FEW
    try:
        game, why = choose(model, engine or (SYMBOLIC if many else None), budget)
        if many and engine is None:
            why = "what can be reached is found without listing it"
        budget.doing = "what can be reached"
        return Reach(model, improving, game, game.reachable(improving), why)
    except (BudgetSpent, MemoryError) as error:
        full = f"{budget.memory / 1e9:.3g} GB are full"
        cause = error if isinstance(error, BudgetSpent) else full
        raise BudgetSpent(
            f"{cause} at {budget.doing or 'the choice of the engine'}; finished: nothing. "
            "Give more time or memory"
        ) from None


def way(
    model: Model,
    goal: Condition,
    improving: bool = False,
    *,
    most: int = MAX_NODES,
    budget: Budget | None = None,
) -> tuple[tuple[int, int, int], ...] | None:
    """A shortest sequence of moves, (from state, decision maker, to state) each, to where `goal` holds.

    Empty where it holds in the status quo; None where `most` states were looked at without meeting one.
    """
    budget = budget or current()
    budget.doing = "the way there"
    test, makers = model.space.test(goal), range(len(model.makers))
    targets = model.improvements if improving else model.space.moves
    before: dict[int, tuple[int, int] | None] = dict.fromkeys(model.today)
    waiting = deque(before)
    while waiting:
        budget.tick()
        state = waiting.popleft()
        if test(state):
            return _back(before, state)
        for maker in makers if len(before) < most else ():
            for target in targets(maker, state):
                if target not in before:
                    before[target] = (state, maker)
                    waiting.append(target)
    return None


def _back(
    before: Mapping[int, tuple[int, int] | None], state: int
) -> tuple[tuple[int, int, int], ...]:
    steps = []
    while (found := before[state]) is not None:
        steps.append((found[0], found[1], state))
        state = found[0]
    return tuple(reversed(steps))


def terminal(arcs: Mapping[Node, Iterable[tuple[int, Node]]]) -> list[set[Node]]:
    """The strongly connected components that no arc leaves."""
    return closed({node: [target for _, target in out] for node, out in arcs.items()})
