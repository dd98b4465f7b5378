"""What many variants of a model do alike, found by reading their wishes only where that matters.

A variant picks one alternative for every decision maker. A box is a set of alternatives for each, and
stands for all their combinations. A piece of work that knows a variant only by what it asks comes to
the same for all variants that give the same answers: `parted` lets it ask, keeps the alternatives that
answer as the first one does, and does the work again for those that were put aside.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any, TypeAlias, TypeVar, cast

from standoff.condition import Condition
from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.law import Concept
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference, Statements
from standoff.gmcr.conflict.space import Space
from standoff.gmcr.engine.moves import Node
from standoff.gmcr.evolve.evolution import RULES, follow

T = TypeVar("T")
Box: TypeAlias = tuple[int, ...]
"""For each decision maker the set of its alternatives that is meant, as bits."""
Ways: TypeAlias = tuple[tuple[int, Any], ...]
"""(Alternatives of one decision maker as bits, what they answer), for each different answer."""
Ask: TypeAlias = Callable[[int, Ways], Any]


def variants(box: Box) -> int:
    """How many variants the box holds."""
    return math.prod(choices.bit_count() for choices in box)


def parted(whole: Box, work: Callable[[Ask], T], budget: Budget) -> Iterator[tuple[Box, T]]:
    """Boxes that part the whole, and what the work comes to in every variant of each."""
    waiting = [whole]
    while waiting:
        visit = _Visit(waiting.pop(), waiting, budget)
        found = work(visit.ask)
        yield visit.box, found


class _Visit:
    """A box under work, and where to put what does not answer as its first alternatives do."""

    def __init__(self, box: Box, aside: list[Box], budget: Budget) -> None:
        self.box = box
        self.aside = aside
        self.budget = budget

    def ask(self, maker: int, ways: Ways) -> Any:
        self.budget.tick()
        mine = self.box[maker]
        bits, answer = next(way for way in ways if way[0] & mine)
        if rest := mine & ~bits:
            before, after = self.box[:maker], self.box[maker + 1 :]
            self.aside.append((*before, rest, *after))
            self.box = (*before, mine & bits, *after)
        return answer


class Answers:
    """What the alternatives of each decision maker say of a few states, worked out once."""

    def __init__(self, model: Model, alternatives: Sequence[Sequence[Preference]]) -> None:
        self.model = model
        self.alternatives = alternatives
        # Tiers are told apart by identity, since alternatives share them.
        self._tests: dict[int, list[Callable[[int], bool]]] = {}
        self._known: dict[Hashable, Ways] = {}

    def moves(self, rule: str, maker: int, state: int) -> Ways:
        """The moves that the rule takes from a state."""
        key = rule, maker, state
        if key not in self._known:
            choose = RULES[rule]
            states = (state, *self.model.space.moves(maker, state))
            self._known[key] = self._ways(
                maker,
                states,
                lambda prefers: choose(self.model.prefer(maker, prefers), maker, state),
            )
        return self._known[key]

    def better(self, maker: int, state: int, than: int) -> Ways:
        """Whether one state is preferred to another."""
        key = maker, state, than
        if key not in self._known:
            space = self.model.space
            self._known[key] = self._ways(
                maker, (state, than), lambda p: p.score(space, state) > p.score(space, than)
            )
        return self._known[key]

    def _ways(
        self, maker: int, states: tuple[int, ...], answer: Callable[[Preference], Hashable]
    ) -> Ways:
        columns: dict[int, tuple[int, ...] | None] = {}
        answers: dict[object, Hashable] = {}
        ways: dict[Hashable, int] = {}
        for at, preference in enumerate(self.alternatives[maker]):
            seen = self._seen(preference, states, columns)
            if seen not in answers:
                known = _Seen(states, seen) if isinstance(seen, tuple) else preference
                answers[seen] = answer(cast(Preference, known))
            ways[answers[seen]] = ways.get(answers[seen], 0) | 1 << at
        return tuple((bits, found) for found, bits in ways.items())

    def _seen(
        self,
        preference: Preference,
        states: tuple[int, ...],
        columns: dict[int, tuple[int, ...] | None],
    ) -> object:
        """What a list says of the states: the tiers that tell them apart, in order. Alternatives that
        say the same answer alike; of other forms each says something else."""
        if not isinstance(preference, Statements):
            return id(preference)
        for tier in preference.tiers:
            if id(tier) not in columns:
                column = self._column(tier, states)
                columns[id(tier)] = column if len(set(column)) > 1 else None
        return tuple([c for tier in preference.tiers if (c := columns[id(tier)]) is not None])

    def _column(self, tier: tuple[Condition, ...], states: tuple[int, ...]) -> tuple[int, ...]:
        """In each of the states, how many statements of the tier are true."""
        if id(tier) not in self._tests:
            self._tests[id(tier)] = list(map(self.model.space.test, tier))
        rows = [tuple(map(test, states)) for test in self._tests[id(tier)]]
        return rows[0] if len(rows) == 1 else tuple(map(sum, zip(*rows, strict=True)))


class _Seen:
    """What the tiers that tell a few states apart say of each: all that an answer asks of a list."""

    def __init__(self, states: tuple[int, ...], columns: tuple[tuple[int, ...], ...]) -> None:
        self.empty = not columns
        self.scores = dict(zip(states, zip(*columns, strict=True), strict=not self.empty))

    def score(self, space: Space, state: int) -> tuple[int, ...]:
        return self.scores.get(state, ())


# --- work for a variant that is known by asking -----------------------------------------------------


def ends(answers: Answers, rule: str, ask: Ask) -> tuple[tuple[int, ...], ...]:
    """The ends from the status quo (see `evolution`)."""
    found = follow(
        answers.model,
        lambda maker, state: ask(maker, answers.moves(rule, maker, state)),
        rule,
        sys.maxsize,
    )
    return found.ends


def stable_at(answers: Answers, concept: Concept, maker: int, state: int, ask: Ask) -> bool:
    """Whether a state is stable for a decision maker: `Concept.definition`, word by word.

    Foresight 1 looks for improvements, 2 for an answer to each as well, 3 for escapes from the answer.
    """
    space, makers = answers.model.space, range(len(answers.alternatives))

    def deters(outcome: int) -> bool:
        then = (outcome, *(space.moves(maker, outcome) if concept.foresight > 2 else ()))
        return not any(ask(maker, answers.better(maker, each, state)) for each in then)

    def answered(target: int) -> bool:
        seen: set[Node] = {(target, maker)}
        waiting = list(seen)
        while waiting:
            outcome, last = waiting.pop()
            if deters(outcome):
                return True
            for mover in makers:
                if mover in (maker, last):
                    continue
                if concept.knows_opponents:
                    replies = ask(mover, answers.moves("any", mover, outcome))
                else:
                    replies = space.moves(mover, outcome)
                nodes = {(reply, mover) for reply in replies} - seen
                seen |= nodes
                waiting.extend(nodes)
        return False

    improvements = ask(maker, answers.moves("any", maker, state))
    return all(concept.foresight > 1 and answered(target) for target in improvements)
