"""The engine for models beyond listing: sets of states as decision diagrams.

No relation between states and answers to answers is ever built. A number is held in one of two ways:

bits     what is known of it bit by bit, heaviest first: its next bit says whether what is still in
         question can be reached with that bit set; what falls behind is dropped (candidates)
levels   the pairs of a state and a level that the number does not exceed, the level written on
         variables of its own: one closure finds the least over any sequence for all levels at once

Bits are smaller where one can return: the least is then the same wherever one goes. Levels need no such
thing, so moves that go one way and improvements use them. Moves that go both ways need no second copy
of the state: what a decision maker can reach from s is s with its own options quantified away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

from oxidd.bcdd import BCDDSubstitution

from standoff.condition import Condition
from standoff.gmcr.budget import Budget, current
from standoff.gmcr.conflict.model import Model, Mover, only
from standoff.gmcr.conflict.preference import Statements
from standoff.gmcr.engine.diagram import (
    HALVINGS,
    LARGE,
    OTHER,
    OWN,
    Bits,
    Diagrams,
    Set,
    arrange,
    check_ranking,
)

SMALL = 16
"""Up to so many options the order hardly matters, and other diagrams would take longer to make."""


@dataclass(frozen=True)
class Levels:
    """A number as the set of pairs (state, level) in which the number is not above the level.

    `at`: the game in whose diagrams the pairs are.
    """

    pairs: Set
    at: Symbolic


Number: TypeAlias = Bits | Levels


class Symbolic:
    """A model as diagrams: what the law of `stability` needs, and sets of states read out."""

    name = "symbolic"

    def __init__(
        self,
        model: Model,
        budget: Budget | None = None,
        order: Sequence[int] | None = None,
        share: float = OWN,
    ) -> None:
        self.model = model
        if order is None:
            order = arrange(len(model.space.options), list(_edges(model)))
        self.diagrams = Diagrams(model.space, order, budget or current(), share)
        d = self.diagrams
        self.everywhere: Set = d.true
        for condition in model.space.impossible:
            self.everywhere &= ~d.algebra.where(condition)
        self.steps = tuple(_Mover(d, i, self.everywhere) for i in range(len(model.makers)))

    # --- numbers

    @cached_property
    def ranks(self) -> tuple[Bits, ...]:
        """A number for each decision maker that orders the states as its preference does."""
        for preference in self.model.preferences:
            check_ranking(preference, self.everywhere, self.diagrams)
        return tuple(self._telling(self.diagrams.number(p)) for p in self.model.preferences)

    def _telling(self, bits: Bits) -> Bits:
        # A bit that is the same in all feasible states, or repeats an earlier one, decides nothing.
        kept: list[Set] = []
        for bit in bits:
            here = bit & self.everywhere
            repeated = any(here in (old, self.everywhere & ~old) for old in kept)
            if here.satisfiable() and here != self.everywhere and not repeated:
                kept.append(here)
        return tuple(kept)

    def levels(self, number: Number) -> Levels:
        """The number, however and wherever it is held, as levels here."""
        if isinstance(number, Levels):
            return Levels(self._copied(number.pairs, number.at), self)
        level = self.diagrams.level(len(number))
        return Levels(self.everywhere & ~self.diagrams.algebra.above(number, level), self)

    def _copied(self, states: Set, game: Symbolic) -> Set:
        return self.diagrams.copied(states, game.diagrams)

    def lesser(self, left: Number, right: Number) -> Number:
        """The smaller of two numbers in each state."""
        if isinstance(left, Levels):
            other = left.at.levels(self._sent(right, left.at))
            return Levels(left.pairs | other.pairs, left.at)
        if isinstance(right, Levels):
            return self.lesser(right, left)
        swap = self.diagrams.algebra.above(left, right)
        return tuple(swap.ite(b, a) for a, b in zip(left, right, strict=True))

    def _sent(self, number: Number, game: Symbolic) -> Number:
        """The number in the diagrams of another game, where it is held as bits here."""
        if isinstance(number, Levels):
            return number
        return tuple(game._copied(bit, self) for bit in number)

    def at_most(self, left: Number, right: Bits) -> Set:
        """The states in which `left` is not larger."""
        if isinstance(left, Levels):
            there = left.at
            bits = [there._copied(bit, self) for bit in right]
            level = there.diagrams.level(len(bits))
            found = there.everywhere & _renamed(left.pairs, zip(level, bits, strict=True))
            return self._copied(found, there)
        return self.everywhere & ~self.diagrams.algebra.above(left, right)

    def rank(self, mover: Mover, ties: bool = False) -> Bits:
        """A number that orders the states as the mover's preference does."""
        return self.ranks[only(mover)]

    def best(self, mover: Mover, values: Number) -> Number:
        """The largest value among the state itself and those that legal sequences of the mover lead to."""
        if isinstance(values, Levels) or not all(self.steps[i].both_ways for i in mover):
            held = values if isinstance(values, Levels) else self.levels(values)
            above = held.at.everywhere & ~held.pairs
            return Levels(held.at.everywhere & ~held.at._led(mover, above), held.at)
        return self._found(values, lambda goal: self._led(mover, goal))

    def _led(self, mover: Mover, goal: Set) -> Set:
        """The states from which legal sequences of the mover, or none, lead into the goal."""
        steps = [self.steps[i].before for i in sorted(mover)]
        return steps[0](goal) if len(steps) == 1 else self._grown(goal, steps)

    def worst_by_moves(self, mover: Mover, values: Number) -> Number:
        """The least value that those outside the mover can reach from each state by any moves."""
        others = [each for each in self.steps if each.maker not in mover]
        steps = [each.before for each in others]
        if isinstance(values, Levels) or not all(each.both_ways for each in others):
            return Levels(self._grown(self.levels(values).pairs, steps), self)
        below = self._found([~value for value in values], lambda goal: self._grown(goal, steps))
        return tuple(self.everywhere & ~bit for bit in below)

    def worst_by_improvements(self, mover: Mover, values: Number) -> Levels:
        """The least value that they can reach, each step an improvement for its mover.

        Exact where the law asks of one decision maker: of levels that no state undecided by cheaper
        concepts compares with, it says that the number is above them.
        """
        try:  # most questions need little, and to make a large table takes time
            return self._told_aside(mover, values, OTHER / 16)
        except MemoryError:
            return self._told_aside(mover, values, OTHER)

    def _told_aside(self, mover: Mover, values: Number, share: float) -> Levels:
        aside = self._aside(only(mover), share)
        return aside._answered(mover, self._sent(values, aside))

    def _aside(self, maker: int, share: float) -> Symbolic:
        """The game in an order made for questions about one decision maker.

        The level it is compared with stands last, so what its wishes name should stand near.
        """
        if len(self.diagrams.order) <= SMALL:
            return self
        wishes = list(_wishes(self.model, maker))
        order = arrange(len(self.diagrams.order), list(_edges(self.model)), wishes)
        return Symbolic(self.model, self.diagrams.budget, order, share)

    def _answered(self, mover: Mover, values: Number) -> Levels:
        pairs = self.levels(values).pairs & self._asked(mover, values)
        opponents = [arcs for arcs in self.improving if arcs.mover.maker not in mover]
        steps = [arcs.before for arcs in opponents if arcs.relation.satisfiable()]
        return Levels(self._grown(pairs, steps), self)

    def _asked(self, mover: Mover, values: Number) -> Set:
        """The pairs of a state and a level that can matter, as far as what opponents never change tells.

        Staying is settled where there is no improvement, and where not even answers by any moves deter.
        In between, the rank of the state is compared with what can become of each improvement. The
        opponents' sequences change neither that rank nor the options that are not theirs.
        """
        rank = self.rank(mover)
        deterred = self.best(mover, self.lesser(rank, self.worst_by_moves(mover, values)))
        undecided = self.at_most(deterred, rank) & ~self.at_most(self.best(mover, rank), rank)
        level = self.diagrams.level(len(rank))
        for here, bit in zip(level, rank, strict=True):
            undecided &= ~(here ^ bit)
        tempting = self.steps[only(mover)].after(undecided) & ~self.levels(rank).pairs
        options = enumerate(self.model.space.options)
        theirs = (b for b, o in options if o.owner is not None and o.owner not in mover)
        return tempting.exists(self.diagrams.cube(self.diagrams.now[b] for b in theirs))

    @cached_property
    def improving(self) -> tuple[_Arcs, ...]:
        """Each decision maker's unilateral improvements."""
        return tuple(_Arcs(m, r) for m, r in zip(self.steps, self.ranks, strict=True))

    def _found(self, bits: Sequence[Set], reaching: Callable[[Set], Set]) -> Bits:
        """The largest number that can be reached from each state, bit by bit."""
        found: list[Set] = []
        candidates = self.everywhere
        for bit in bits:
            self.diagrams.budget.tick()
            can = reaching(candidates & bit)
            candidates &= ~(bit ^ can)
            found.append(can)
        return tuple(found)

    def _grown(self, states: Set, steps: Sequence[Callable[[Set], Set]]) -> Set:
        """The states with all that the steps add, until none adds any."""
        quiet = 0
        while quiet < len(steps):
            for step in steps:
                self.diagrams.budget.tick()
                wider = self.diagrams.widened(states, step)
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
        """The states in all of the sets; large ones are in diagrams of their own."""
        few = list(sets)
        if not few:
            return self.everywhere
        own = all(self._holding(states) is self.diagrams for states in few)
        return self._met(self.apart(few)) if own else self._met(few)

    def number(self, sets: Iterable[Set]) -> int:
        """How many states are in all of the sets, exactly; in parts where they do not fit the memory."""
        return self._number(self.apart(sets), HALVINGS)

    def _number(self, sets: Sequence[Set], halvings: int) -> int:
        try:
            return self.count(self._met(sets))
        except MemoryError:
            if not halvings:
                raise
        self._roomy.manager.gc()
        reads = [self.diagrams.reads(f) for f in sets]
        shared = max(range(max(reads).bit_length()), key=lambda at: sum(r >> at & 1 for r in reads))
        option = self.diagrams.manager.var(shared)
        halves = ([(f & side).exists(option) for f in sets] for side in (option, ~option))
        numbers = (self._number(half, halvings - 1) for half in halves)
        return sum(numbers) // 2  # no half reads the option any more, and counts both ways

    def _met(self, sets: Sequence[Set]) -> Set:
        found = None
        if all(self._holding(states) is self.diagrams for states in sets):
            found = _meet(sets, self.diagrams, LARGE)
        if found is None:
            there = self._roomy
            found = _meet([there.copied(each, self._holding(each)) for each in sets], there)
        assert found is not None, "only what is limited stops on the way"
        return found

    def apart(self, sets: Iterable[Set]) -> list[Set]:
        """Sets, and what is impossible, that together hold the states in all of the sets: smaller ones.

        What is impossible binds many options; it need not be said again in each of the sets.
        """
        few = [self._loosened(states) for states in sets]
        return few + [~self.diagrams.algebra.where(each) for each in self.model.space.impossible]

    def _loosened(self, states: Set) -> Set:
        feasible = states & self.everywhere
        for option in self._banned:
            wider = states.exists(option)
            if wider & self.everywhere == feasible:
                states = wider
        return states

    @cached_property
    def _banned(self) -> list[Set]:
        """The options that what is impossible speaks of."""
        found = {b for each in self.model.space.impossible for b in self.model.space.bits_in(each)}
        return [self.diagrams.now[b] for b in sorted(found)]

    @cached_property
    def _roomy(self) -> Diagrams:
        """Diagrams for large sets, in the same order: more memory, and more results remembered."""
        d = self.diagrams
        return Diagrams(d.space, d.order, d.budget, OTHER, remembered=1 / 2)

    def _holding(self, states: Set) -> Diagrams:
        """The diagrams that a set is in."""
        return self.diagrams if states.manager == self.diagrams.manager else self._roomy

    def count(self, states: Set) -> int:
        """How many states, exactly."""
        return self._holding(states).count(states)

    def contains(self, states: Set, code: int) -> bool:
        """Whether the state is in the set."""
        return (states & self._holding(states).state(code)).satisfiable()

    def walk(self, states: Set) -> Iterator[int]:
        """The states one by one, in an order of the engine's own."""
        return self._holding(states).walk(states)

    def sample(self, states: Set, size: int, seed: int) -> tuple[int, ...]:
        """States drawn evenly, with repetition; the same for the same seed."""
        return self._holding(states).sample(states, size, seed)

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


class _Arcs:
    """One decision maker's improvements, as a relation between its options before and the state after."""

    def __init__(self, mover: _Mover, rank: Bits) -> None:
        self.mover = mover
        d = mover.diagrams
        self.pairs = [(d.now[b], d.earlier[b]) for b in mover.bits]
        self.now = d.cube(now for now, _ in self.pairs)
        self.earlier = d.cube(earlier for _, earlier in self.pairs)
        forward, back = d.space.one_way
        allowed = d.true
        for b in mover.bits:
            if forward >> b & 1:
                allowed &= ~d.earlier[b] | d.now[b]
            if back >> b & 1:
                allowed &= d.earlier[b] | ~d.now[b]
        better = d.algebra.above(rank, [self._left(bit) for bit in rank])
        self.relation = mover.feasible & allowed & self._left(mover.feasible) & better

    def _left(self, states: Set) -> Set:
        """The set, asked of the state before the move."""
        return _renamed(states, self.pairs)

    def before(self, goal: Set) -> Set:
        """The states from which one improvement leads into the goal."""
        found = self.mover.diagrams.both(self.relation, goal, self.now)
        return _renamed(found, [(earlier, now) for now, earlier in self.pairs])

    def after(self, states: Set) -> Set:
        """The states to which one improvement leads."""
        return self.mover.diagrams.both(self.relation, self._left(states), self.earlier)


_Part: TypeAlias = tuple[Set, int, int]
"""A set, a bit for each variable it reads, and its nodes."""


def _meet(sets: Iterable[Set], diagrams: Diagrams, most: int | None = None) -> Set | None:
    """What is in all of the sets; None where two of more than `most` nodes would have to meet."""
    parts = [(f, diagrams.reads(f), f.node_count()) for f in sets]

    def cost(pair: tuple[_Part, _Part]) -> tuple[int, int]:
        # The pair that reads the fewest options first: what lies between stays small.
        (_, reads, size), (_, others, other) = pair
        return (reads | others).bit_count(), size + other

    while len(parts) > 1:
        one, other = min(combinations(parts, 2), key=cost)
        if most is not None and one[2] + other[2] > most:
            return None
        parts = [part for part in parts if part is not one and part is not other]
        met = diagrams.both(one[0], other[0])
        parts.append((met, one[1] | other[1], met.node_count()))
    return parts[0][0] if parts else diagrams.true


def _renamed(states: Set, pairs: Iterable[tuple[Set, Set]]) -> Set:
    numbered = [(old.node_var() or 0, new) for old, new in pairs]
    return states.substitute(BCDDSubstitution(numbered)) if numbered else states


def _edges(model: Model) -> Iterator[frozenset[int]]:
    """Options that should stand close together: of one statement, one ban, one decision maker."""
    space = model.space
    yield from (space.bits_in(condition) for condition in space.impossible)
    for maker in range(len(model.makers)):
        yield from _wishes(model, maker)
    for mask in space.masks.values():
        yield frozenset(b for b in range(len(space.options)) if mask >> b & 1)


def _wishes(model: Model, maker: int) -> Iterator[frozenset[int]]:
    """The options of each statement of a decision maker."""
    preference = model.preferences[maker]
    if isinstance(preference, Statements):
        yield from (
            model.space.bits_in(statement) for tier in preference.tiers for statement in tier
        )
