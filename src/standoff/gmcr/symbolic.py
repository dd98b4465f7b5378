"""The engine for models beyond listing: sets of states as decision diagrams.

No relation between states and answers to answers is ever built. A number is found bit by bit, heaviest
first: its next bit says whether what is still in question can be reached with that bit set; what falls
behind is dropped (candidates). Moves that go both ways need no second copy of the state: what a decision
maker can reach from s is s with its own options quantified away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

from oxidd.bcdd import BCDDSubstitution
from oxidd.util import BooleanOperator

from standoff.gmcr.budget import Budget
from standoff.gmcr.diagram import Diagrams, Number, Set, check_ranking
from standoff.gmcr.model import Model
from standoff.gmcr.preference import Statements
from standoff.statement import Condition, names


class Symbolic:
    """A model as diagrams: what the law of `stability` needs, and sets of states read out."""

    name = "symbolic"

    def __init__(self, model: Model, budget: Budget | None = None) -> None:
        self.model = model
        self.diagrams = Diagrams(model.space, _edges(model), budget or Budget())
        d = self.diagrams
        self.everywhere: Set = d.true
        for condition in model.space.impossible:
            self.everywhere &= ~d.algebra.where(condition)
        self.steps = tuple(_Mover(d, i, self.everywhere) for i in range(len(model.makers)))

    # --- numbers

    @cached_property
    def ranks(self) -> tuple[Number, ...]:
        """A number for each decision maker that orders the states as its preference does."""
        for preference in self.model.preferences:
            check_ranking(preference, self.everywhere, self.diagrams)
        return tuple(self._telling(self.diagrams.number(p)) for p in self.model.preferences)

    def _telling(self, bits: Number) -> Number:
        # A bit that is the same in all feasible states, or repeats an earlier one, decides nothing.
        kept: list[Set] = []
        for bit in bits:
            here = bit & self.everywhere
            repeated = any(here in (old, self.everywhere & ~old) for old in kept)
            if here.satisfiable() and here != self.everywhere and not repeated:
                kept.append(here)
        return tuple(kept)

    def lesser(self, left: Number, right: Number) -> Number:
        """The smaller of two numbers in each state."""
        swap = self.diagrams.algebra.above(left, right)
        return tuple(swap.ite(b, a) for a, b in zip(left, right, strict=True))

    def at_most(self, left: Number, right: Number) -> Set:
        """The states in which `left` is not larger."""
        return self.everywhere & ~self.diagrams.algebra.above(left, right)

    def best(self, maker: int, values: Number) -> Number:
        """The largest value among the state itself and those the decision maker can move to."""
        return self.steps[maker].largest(values)

    def worst_by_moves(self, maker: int, values: Number) -> Number:
        """The least value that the opponents can reach from each state by any moves."""
        return self._least([m for i, m in enumerate(self.steps) if i != maker], values)

    def worst_by_improvements(self, maker: int, values: Number) -> Number:
        """The least value that the opponents can reach, each step an improvement for its mover."""
        opponents = (m for i, m in enumerate(self.steps) if i != maker)
        return self._least([self.improving[m.maker] for m in opponents], values)

    @cached_property
    def improving(self) -> tuple[_Arcs, ...]:
        """Each decision maker's unilateral improvements."""
        pairs = zip(self.steps, self.ranks, strict=True)
        return tuple(_Arcs(mover, mover.improving(rank)) for mover, rank in pairs)

    def _least(self, movers: Sequence[_Mover | _Arcs], values: Number) -> Number:
        """The least value over all sequences of the movers, bit by bit.

        Along a sequence the least never falls, so a sequence that ends at it stays, at each bit found,
        among states that have the same bit: the movers are held to that as bits are found.
        """
        found: list[Set] = []
        candidates = self.everywhere
        for value in values:
            low = self._reaching(movers, candidates & ~value)
            bit = self.everywhere & ~low
            candidates &= ~(value ^ bit)
            movers = [mover.keeping(bit) for mover in movers]
            found.append(bit)
        return tuple(found)

    def _reaching(self, movers: Sequence[_Mover | _Arcs], goal: Set) -> Set:
        """The states from which some sequence of the movers ends in the goal."""
        return self._grown(goal, [mover.before for mover in movers])

    def _grown(self, states: Set, steps: Sequence[Callable[[Set], Set]]) -> Set:
        """The states with all that the steps add, until none adds any."""
        quiet = 0
        while quiet < len(steps):
            for step in steps:
                self.diagrams.budget.tick()
                wider = states | step(states)
                quiet = quiet + 1 if wider == states else 1
                states = wider
                if quiet >= len(steps):
                    break
        return states

    # --- sets

    def where(self, condition: Condition) -> Set:
        """The feasible states in which the condition holds."""
        return self.everywhere & self.diagrams.algebra.where(condition)

    def common(self, sets: Iterable[Set]) -> Set:
        """The states in all of the sets."""
        result = self.everywhere
        for each in sets:
            result &= each
        return result

    def count(self, states: Set) -> int:
        """How many states, exactly."""
        return self.diagrams.count(states)

    def contains(self, states: Set, code: int) -> bool:
        """Whether the state is in the set."""
        return (states & self.diagrams.state(code)).satisfiable()

    def walk(self, states: Set) -> Iterator[int]:
        """The states one by one, in an order of the engine's own."""
        return self.diagrams.walk(states)

    def sample(self, states: Set, size: int, seed: int) -> tuple[int, ...]:
        """States drawn evenly, with repetition; the same for the same seed."""
        return self.diagrams.sample(states, size, seed)

    def reachable(self, improving: bool = False) -> Set:
        """What anybody's moves, or improvements, can make of the status quo, itself included."""
        movers = self.improving if improving else self.steps
        found = self.diagrams.false
        for state in self.model.today:
            found |= self.diagrams.state(state)
        return self._grown(found, [mover.after for mover in movers])


class _Mover:
    """One decision maker's moves, staying included."""

    def __init__(self, diagrams: Diagrams, maker: int, feasible: Set) -> None:
        self.maker = maker
        self.diagrams = diagrams
        self.feasible = feasible
        space = diagrams.space
        own = space.masks.get(maker, 0)
        forward, back = space.one_way
        bits = [b for b in range(len(space.options)) if own >> b & 1]
        self.free = diagrams.cube(diagrams.now[b] for b in bits if not (forward | back) >> b & 1)
        self.forward = [diagrams.now[b] for b in bits if forward >> b & 1]
        self.back = [diagrams.now[b] for b in bits if back >> b & 1]
        self.bits = bits

    @property
    def both_ways(self) -> bool:
        return not self.forward and not self.back

    def before(self, goal: Set) -> Set:
        """The states from which one move, or none, leads into the goal."""
        goal = goal.exists(self.free)
        for x in self.forward:
            goal |= ~x & goal.exists(x)
        for x in self.back:
            goal |= x & goal.exists(x)
        return self.feasible & goal

    def after(self, states: Set) -> Set:
        """The states to which one move, or none, leads."""
        states = states.exists(self.free)
        for x in self.forward:
            states |= x & states.exists(x)
        for x in self.back:
            states |= ~x & states.exists(x)
        return self.feasible & states

    def keeping(self, bit: Set) -> _Mover | _Arcs:
        """The moves between states that agree on a bit of a least value already found."""
        # Where one can return, the least is the same on both sides: nothing to hold.
        return self if self.both_ways else self.arcs.keeping(bit)

    def largest(self, values: Number) -> Number:
        """The largest value that one move, or none, reaches; bit by bit."""
        found: list[Set] = []
        if self.both_ways:
            candidates = self.feasible
            for value in values:
                self.diagrams.budget.tick()
                bit = self.before(candidates & value)
                candidates &= ~(value ^ bit)
                found.append(bit)
            return tuple(found)
        choice = self.arcs.relation
        for value in values:
            self.diagrams.budget.tick()
            later = self.arcs.later(value)
            bit = _both_exist(choice, later, self.arcs.own_then)
            choice &= ~(later ^ bit)
            found.append(bit)
        return tuple(found)

    @cached_property
    def arcs(self) -> _Arcs:
        """The same moves as a relation between now and then."""
        return _Arcs(self, self.relation)

    @cached_property
    def relation(self) -> Set:
        d = self.diagrams
        forward, back = d.space.one_way
        allowed = d.true
        for b in self.bits:
            if forward >> b & 1:
                allowed &= ~d.now[b] | d.then[b]
            if back >> b & 1:
                allowed &= d.now[b] | ~d.then[b]
        return self.feasible & allowed & _later(self, self.feasible)

    def improving(self, rank: Number) -> Set:
        """The moves to states of higher rank, as a relation between now and then."""
        later = tuple(_later(self, bit) for bit in rank)
        return self.relation & self.diagrams.algebra.above(later, rank)


class _Arcs:
    """Some of one decision maker's moves, as a relation between the state now and its options then."""

    def __init__(self, mover: _Mover, relation: Set) -> None:
        self.mover = mover
        self.relation = relation
        d = mover.diagrams
        self.own_then = d.cube(d.then[b] for b in mover.bits)
        self.own_now = d.cube(d.now[b] for b in mover.bits)

    def later(self, states: Set) -> Set:
        """The set, asked of the state after the move."""
        return _later(self.mover, states)

    def before(self, goal: Set) -> Set:
        """The states from which one move, or none, leads into the goal."""
        return goal | _both_exist(self.relation, self.later(goal), self.own_then)

    def after(self, states: Set) -> Set:
        """The states to which one move, or none, leads."""
        d = self.mover.diagrams
        reached = _both_exist(self.relation, states, self.own_now)
        pairs = [(d.then[b], d.now[b]) for b in self.mover.bits]
        return states | _renamed(reached, pairs)

    def keeping(self, bit: Set) -> _Arcs:
        """The moves between states that agree on the bit."""
        return _Arcs(self.mover, self.relation & ~(bit ^ self.later(bit)))


def _later(mover: _Mover, states: Set) -> Set:
    d = mover.diagrams
    return _renamed(states, [(d.now[b], d.then[b]) for b in mover.bits])


def _renamed(states: Set, pairs: Iterable[tuple[Set, Set]]) -> Set:
    numbered = [(old.node_var() or 0, new) for old, new in pairs]
    return states.substitute(BCDDSubstitution(numbered)) if numbered else states


def _both_exist(left: Set, right: Set, variables: Set) -> Set:
    return left.apply_exists(BooleanOperator.AND, right, variables)


def _edges(model: Model) -> Iterator[frozenset[int]]:
    """Options that should stand close together: of one statement, one ban, one decision maker."""
    space = model.space

    def bits(condition: Condition) -> frozenset[int]:
        return frozenset(space.require(name) for name in names(condition))

    yield from map(bits, space.impossible)
    for preference in model.preferences:
        if isinstance(preference, Statements):
            yield from (bits(statement) for tier in preference.tiers for statement in tier)
    for mask in space.masks.values():
        yield frozenset(b for b in range(len(space.options)) if mask >> b & 1)
