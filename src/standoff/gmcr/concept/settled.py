"""What is kept of a solution when its sets are let go: numbers, and what is stable where it will be asked.

The sets of a large model take many megabytes, and a comparison holds the solutions of all its readings.
Of a model with very many states no sets are made at all: what is stable is asked of single states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from standoff.gmcr.budget import step
from standoff.gmcr.concept.law import Solution, solve
from standoff.gmcr.concept.table import Answers, Concept
from standoff.gmcr.concept.table import concept as named
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.engine.local import Local
from standoff.problem import TooLarge

MOST_COUNTED = 48
"""Options that somebody has: with more of them states are asked one by one, and not counted."""


@dataclass(frozen=True, eq=False)
class Settled:
    """A solution in numbers.

    stable   concept -> how many situations are stable for every decision maker; None: not counted
    size     how many situations there are
    """

    model: Model
    engine: str
    size: int
    stable: Mapping[str, int | None]
    _known: Mapping[tuple[str, int], tuple[bool, ...]]

    @classmethod
    def of(cls, solution: Solution, states: Iterable[int] = ()) -> Settled:
        """What is kept, with what is stable for whom in these states."""
        makers = range(len(solution.model.makers))
        known = {
            (concept, state): tuple(solution.holds(concept, state, maker) for maker in makers)
            for state in dict.fromkeys(states)
            for concept in solution.stable
        }
        counts = {concept: solution.count(concept) for concept in solution.stable}
        return cls(solution.model, solution.engine, solution.size, counts, known)

    def holds(self, concept: str, state: int, maker: int) -> bool:
        """Whether the state is stable for the decision maker; solved again where it is not known."""
        found = self._known.get((concept, state))
        if found is not None:
            return found[maker]
        if self.stable[concept] is None:
            return stable_at(self._local, named(concept), maker, state)
        return self._again.holds(concept, state, maker)

    @cached_property
    def _again(self) -> Solution:
        return solve(self.model, tuple(self.stable))

    @cached_property
    def _local(self) -> Local:
        return Local(self.model)

    @classmethod
    def here(cls, model: Model, concepts: Iterable[str], states: Iterable[int]) -> Settled:
        """What is stable in these states, of a model that has too many to be counted.

        Concepts that do not ask one decision maker after the other are left out, and what takes too much.
        """
        local, makers, places = Local(model), range(len(model.makers)), tuple(dict.fromkeys(states))
        known: dict[tuple[str, int], tuple[bool, ...]] = {}
        told: dict[str, None] = {}
        for row in filter(_asked_locally, map(named, concepts)):
            try:
                for state in places:
                    found = tuple(stable_at(local, row, maker, state) for maker in makers)
                    known[row.id, state] = found
            except (TooLarge, MemoryError):
                continue
            told[row.id] = None
        size = local.game.count(local.game.everywhere)
        return cls(model, local.game.name, size, told, known)


def _asked_locally(concept: Concept) -> bool:
    return concept.plain and concept.answers in _LOCAL


def stable_at(local: Local, concept: Concept, maker: int, state: int) -> bool:
    """Whether one state is stable for one decision maker under a concept of the usual kind."""
    return _LOCAL[concept.answers](local, maker, state, concept.escapes)


_LOCAL: Mapping[Answers, Callable[[Local, int, int, bool], bool]] = MappingProxyType(
    {
        Answers.NONE: lambda local, maker, state, _: not local.improvements(maker, state),
        Answers.MOVES: Local.deterred_by_moves,
        Answers.IMPROVEMENTS: Local.deterred_by_improvements,
    }
)
"""How a state is asked of, by what the others answer with."""


def countable(model: Model) -> bool:
    """Whether the states are few enough that what is stable is counted over all of them."""
    return sum(option.owner is not None for option in model.space.options) <= MOST_COUNTED


def in_all(solutions: Sequence[Solution]) -> dict[str, int]:
    """Concept -> how many situations are stable for everyone in every one of these models.

    The models have the same options. One model's equilibria are counted, those of several walked.
    """
    first, *others = solutions
    if not others:
        return {concept: first.count(concept) for concept in first.stable}
    return {concept: sum(1 for _ in _walk(solutions, concept)) for concept in first.stable}


def _walk(solutions: Sequence[Solution], concept: str) -> Iterator[int]:
    fewest, *others = sorted(solutions, key=lambda solution: solution.count(concept))
    for state in fewest.game.walk(fewest.equilibria(concept)):
        step()
        if all(_holds(other, concept, int(state)) for other in others):
            yield int(state)


def _holds(solution: Solution, concept: str, state: int) -> bool:
    return solution.model.space.feasible(state) and solution.holds(concept, state)
