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

from collections import OrderedDict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from threading import Lock
from types import MappingProxyType
from typing import Any, Protocol

from standoff.condition import Condition
from standoff.gmcr.budget import Budget, current, step
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.space import Space
from standoff.gmcr.engine.choose import FEW, SYMBOLIC, Game, choose
from standoff.gmcr.engine.moves import Node
from standoff.gmcr.evolve.choice import Choices, best_targets, choices, moves_in
from standoff.gmcr.evolve.components import closed
from standoff.problem import BudgetSpent, NotComputed, UnknownName

MAX_NODES = 100_000
MAX_ALIKE = 8
"""Traces remembered of evolutions that begin alike: a question is mostly one model, changed a little."""
MAX_KEPT = 300_000
"""Nodes in all the traces that are remembered."""


def best(model: Model, maker: int, state: int, real: Space | None = None) -> tuple[int, ...]:
    """The highest-ranked improvements, of these those that change fewest options."""
    return best_targets(model.space, maker, model.preferences[maker], state, real)


def minimal(model: Model, maker: int, state: int, real: Space | None = None) -> tuple[int, ...]:
    """The improvements of which no proper part, itself a move, reaches a state at least as good.

    A part that is as good is an improvement, and the least such part is one of these: so each is compared
    only with those of fewer changes that are found already.
    """
    space, score = model.space, model.preferences[maker].score
    moves = moves_in(model.space, maker, state, real)
    here = score(space, state)
    gains = [(t, goal) for t in moves if (goal := score(space, t)) > here]
    found: dict[int, int | Fraction] = {}
    for target, goal in sorted(gains, key=lambda gain: space.distance(state, gain[0])):
        step()
        if not any(own >= goal and space.between(state, t, target) for t, own in found.items()):
            found[target] = goal
    return tuple(target for target in moves if target in found)


def any_improvement(
    model: Model, maker: int, state: int, real: Space | None = None
) -> tuple[int, ...]:
    """Every improvement."""
    score = model.preferences[maker].score
    here = score(model.space, state)
    return tuple(
        t for t in moves_in(model.space, maker, state, real) if score(model.space, t) > here
    )


class Rule(Protocol):
    """(model, decision maker, state, where moves are real if not in the model) -> the moves it takes."""

    def __call__(
        self, model: Model, maker: int, state: int, real: Space | None = None, /
    ) -> tuple[int, ...]: ...


RULES: Mapping[str, Rule] = MappingProxyType(
    {"best": best, "minimal": minimal, "any": any_improvement}
)


@dataclass(frozen=True, eq=False)
class Trace:
    """Where moves led: `arcs[node]` are (decision maker, node moved to). `complete`: nothing was left out."""

    arcs: Mapping[Node, tuple[tuple[int, Node], ...]]
    complete: bool = True
    _alike: dict[int, tuple[int, ...]] = field(default_factory=dict, repr=False)

    @cached_property
    def ends(self) -> tuple[tuple[int, ...], ...]:
        """The ends; NotComputed where it is not complete: what is not known is not nothing."""
        if not self.complete:
            raise NotComputed(
                f"it goes on beyond {len(self.arcs):,} situations: where it ends is not known"
            )
        found = {tuple(sorted({state for state, _ in part})) for part in terminal(self.arcs)}
        return tuple(sorted(found))

    @cached_property
    def states(self) -> tuple[int, ...]:
        return tuple(sorted({state for state, _ in self.arcs}))

    @cached_property
    def steps(self) -> tuple[tuple[int, int, int], ...]:
        pairs = {
            (node[0], maker, target[0]) for node, out in self.arcs.items() for maker, target in out
        }
        return tuple(sorted(pairs))

    def first_steps(self, most: int) -> tuple[tuple[int, int, int], ...]:
        """At most so many moves taken, those that are reached first from where it began; in their order."""
        if len(self.steps) <= most:
            return self.steps
        found: dict[tuple[int, int, int], None] = {}
        waiting = deque(node for node in self.arcs if node[1] is None)
        met = set(waiting)
        while waiting and len(found) < most:
            node = waiting.popleft()
            for maker, target in self.arcs.get(node, ()):
                found[node[0], maker, target[0]] = None
                if target not in met:
                    met.add(target)
                    waiting.append(target)
        return tuple(sorted(list(found)[:most]))

    def unlike(self, mask: int) -> tuple[int, ...]:
        """Of the states reached one each of those that agree in the bits of a mask."""
        if mask not in self._alike:
            self._alike[mask] = tuple({state & mask: state for state in self.states}.values())
        return self._alike[mask]

    def taken_by(self, made: Choices, other: Choices) -> bool:
        """Whether others who choose take the same course as those who `made` it."""
        return all(
            old is new
            or all(old.changes(s) == new.changes(s) for s in self.unlike(old.mask | new.mask))
            for old, new in zip(made, other, strict=True)
        )


@dataclass(frozen=True, eq=False)
class Evolution:
    """What was reached from the status quo, by whose moves, and where it ends."""

    model: Model
    rule: str
    trace: Trace

    @property
    def arcs(self) -> Mapping[Node, tuple[tuple[int, Node], ...]]:
        """Node -> (decision maker, node moved to) each."""
        return self.trace.arcs

    @property
    def complete(self) -> bool:
        """Not so when the budget of nodes was spent: then there are no `ends`, and no verdict rests on it."""
        return self.trace.complete

    @property
    def ends(self) -> tuple[tuple[int, ...], ...]:
        """The ends, each as its states in ascending order; one state is a rest, more are a cycle.

        Raises NotComputed where it is not complete.
        """
        return self.trace.ends

    @property
    def states(self) -> tuple[int, ...]:
        """Every state reached, ascending."""
        return self.trace.states

    @property
    def steps(self) -> tuple[tuple[int, int, int], ...]:
        """The moves taken, once each: (from state, decision maker, to state)."""
        return self.trace.steps

    def way_to(self, goals: Iterable[int]) -> tuple[tuple[int, int, int], ...] | None:
        """A shortest sequence of the moves taken, from the status quo to one of some states.

        Of ways as short the first, by state and decision maker. Empty where one of them is the status
        quo; None where none is reached.
        """
        wanted = frozenset(goals)
        before: dict[Node, tuple[Node, int] | None] = {
            (state, None): None for state in sorted(self.model.today)
        }
        waiting = deque(before)
        while waiting:
            node = waiting.popleft()
            if node[0] in wanted:
                return tuple(_taken(before, node))
            for maker, target in sorted(self.arcs.get(node, ()), key=lambda arc: arc[0]):
                if target not in before:
                    before[target] = node, maker
                    waiting.append(target)
        return None


def _taken(
    before: Mapping[Node, tuple[Node, int] | None], node: Node
) -> Iterator[tuple[int, int, int]]:
    """The moves by which a node was come to."""
    steps = []
    while (found := before[node]) is not None:
        steps.append((found[0][0], found[1], node[0]))
        node = found[0]
    return reversed(steps)


def evolve(model: Model, rule: str = "best", budget: int = MAX_NODES) -> Evolution:
    """Follow the moves their makers want from the status quo until nothing new is reached."""
    if rule not in RULES:
        raise UnknownName("rule", rule, RULES)
    made = choices(model) if rule == "best" else None
    if made is None or not all(map(model.space.feasible, model.today)):
        choose = RULES[rule]
        return follow(model, lambda maker, state: choose(model, maker, state), rule, budget)
    names = tuple(option.name for option in model.space.options)
    key = (names, len(model.makers), model.today, budget)
    for known, trace in _RECENT.of(key):
        if trace.taken_by(known, made):
            step()  # the time is looked at whether it was walked or is known
            return Evolution(model, rule, trace)

    def chosen(maker: int, state: int) -> tuple[int, ...]:
        return tuple(state ^ change for change in made[maker].changes(state))

    found = follow(model, chosen, rule, budget)
    _RECENT.add(key, made, found.trace)
    return found


def follow(
    model: Model,
    choose: Callable[[int, int], tuple[int, ...]],
    rule: str = "best",
    budget: int = MAX_NODES,
) -> Evolution:
    """The evolution in which a decision maker takes the moves that `choose(maker, state)` gives."""
    makers = range(len(model.makers))
    return follow_all(
        model, lambda state: [(j, (t, j)) for j in makers for t in choose(j, state)], rule, budget
    )


def follow_all(
    model: Model,
    open_moves: Callable[[int], list[tuple[int, Node]]],
    rule: str = "best",
    budget: int = MAX_NODES,
) -> Evolution:
    """The same by what all take at a state: (decision maker, node it moves to) each, in their order."""
    walk = Walk(model.today)
    while (state := walk.onward(budget)) is not None:
        walk.moves[state] = open_moves(state)
    return Evolution(model, rule, walk.trace())


class Walk:
    """A course on its way, which asks what is taken at a state when it comes there.

    Until the answer for that state stands in `moves`, it does not go on. Who answers in several ways goes on
    with a copy for each of them, and what they have in common is walked once.
    """

    __slots__ = ("arcs", "complete", "moves", "waiting")

    def __init__(self, today: Iterable[int]) -> None:
        self.arcs: dict[Node, tuple[tuple[int, Node], ...]] = {}
        self.moves: dict[int, list[tuple[int, Node]]] = {}  # everybody's, whoever moved last
        self.waiting: list[Node] = [(state, None) for state in today]
        self.complete = True

    def copy(self) -> Walk:
        """The same walk, to go on apart."""
        other = Walk(())
        other.arcs, other.moves = self.arcs.copy(), self.moves.copy()
        other.waiting = self.waiting.copy()
        return other

    def onward(self, budget: int = MAX_NODES) -> int | None:
        """Follow moves to the first state of which `moves` says nothing; None at the end of it all."""
        arcs, moves, waiting = self.arcs, self.moves, self.waiting
        while waiting:
            node = waiting[-1]
            if node in arcs:
                waiting.pop()
                continue
            state, last = node
            if len(arcs) >= budget:
                self.complete = False
                return None
            everybody = moves.get(state)
            if everybody is None:
                return state
            step()
            waiting.pop()
            # Anyone but the last mover; where none of them moves, the last mover.
            if last is None:
                out = everybody
            else:
                out = [move for move in everybody if move[0] != last] or everybody
            arcs[node] = tuple(out)
            waiting.extend([target for _, target in out])
        return None

    def trace(self) -> Trace:
        """What it has followed."""
        return Trace(MappingProxyType(self.arcs), self.complete)


@dataclass(eq=False)
class _Recent:
    """The traces of late, by where they began and over which options; the oldest go first."""

    kept: OrderedDict[Hashable, list[tuple[Choices, Trace]]] = field(default_factory=OrderedDict)
    nodes: int = 0
    lock: Lock = field(default_factory=Lock)

    def of(self, key: Hashable) -> Iterable[tuple[Choices, Trace]]:
        with self.lock:
            return tuple(reversed(self.kept.get(key, ())))

    def add(self, key: Hashable, made: Choices, trace: Trace) -> None:
        with self.lock:
            traces = self.kept.setdefault(key, [])
            traces.append((made, trace))
            self.kept.move_to_end(key)
            self.nodes += len(trace.arcs)
            if len(traces) > MAX_ALIKE:
                self.nodes -= len(traces.pop(0)[1].arcs)
            while self.nodes > MAX_KEPT and self.kept:
                _, old = self.kept.popitem(last=False)
                self.nodes -= sum(len(trace.arcs) for _, trace in old)


_RECENT = _Recent()


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
