"""What is kept of a solution when its sets are let go: numbers, and what is stable where it will be asked.

The sets of a large model take many megabytes, and a comparison holds the solutions of all its readings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from standoff.gmcr.budget import step
from standoff.gmcr.concept.law import Solution, solve
from standoff.gmcr.conflict.model import Model


@dataclass(frozen=True, eq=False)
class Settled:
    """A solution in numbers.

    stable   concept -> how many situations are stable for every decision maker
    size     how many situations there are
    """

    model: Model
    engine: str
    size: int
    stable: Mapping[str, int]
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
        return self._again.holds(concept, state, maker) if found is None else found[maker]

    @cached_property
    def _again(self) -> Solution:
        return solve(self.model, tuple(self.stable))


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
