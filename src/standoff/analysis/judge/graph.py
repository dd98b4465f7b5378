"""The state graph around a situation, to a depth: every move that is open, or those that somebody gains by.

At most `MOST` situations are in it. Nearer ones come first, of one depth those that change least; how many
are left out is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from standoff.analysis.judge.chart import Situation
from standoff.analysis.judge.explain import Step, step
from standoff.case.build import Facts, World
from standoff.case.entry import Reading
from standoff.gmcr.budget import step as doing

MOST = 30


@dataclass(frozen=True)
class Arc:
    """A move between situations by their numbers, and whether the mover gains."""

    start: int
    end: int
    step: Step
    gains: bool


@dataclass(frozen=True, eq=False)
class Graph:
    """What can be reached from some situations in so many moves.

    gains     only moves that somebody gains by
    left_out  situations that can be reached so and are not in it
    """

    HIDDEN = ("reading",)
    ALSO = ("model",)

    reading: Reading
    facts: Facts
    depth: int
    gains: bool
    situations: tuple[Situation, ...]
    arcs: tuple[Arc, ...]
    left_out: int

    @property
    def model(self) -> str:
        """The reading's full name."""
        return self.reading.full


def graph(
    reading: Reading,
    world: World,
    starts: Sequence[int],
    depth: int = 1,
    *,
    gains: bool = False,
    most: int = MOST,
) -> Graph:
    """The state graph of one world around some situations."""
    growing = _Growing(reading, world, tuple(starts), gains)
    kept = dict.fromkeys(starts)
    reached = set(starts)
    edge = list(starts)
    for _ in range(depth):
        doing("the state graph")
        ahead: dict[int, int] = {}
        for source in edge:
            for _, target, _ in growing.moves(source):
                if target not in reached:
                    ahead.setdefault(target, source)
        reached |= ahead.keys()
        space = world.model.space
        order = sorted(ahead, key=lambda target: space.distance(ahead[target], target))
        edge = order[: max(0, most - len(kept))]
        kept |= dict.fromkeys(edge)
    numbers = {state: number for number, state in enumerate(kept, 1)}
    return Graph(
        reading,
        world.open,
        depth,
        gains,
        tuple(growing.situation(state, number) for state, number in numbers.items()),
        tuple(growing.arcs(numbers, set(edge))),
        len(reached) - len(kept),
    )


@dataclass(frozen=True, eq=False)
class _Growing:
    reading: Reading
    world: World
    starts: tuple[int, ...]
    gains: bool

    def moves(self, state: int) -> Iterator[tuple[int, int, bool]]:
        """(maker, target, whether it gains) of each move that is looked at."""
        space = self.world.model.space
        for maker, preference in enumerate(self.world.model.preferences):
            here = preference.score(space, state)
            for target in space.moves(maker, state):
                better = bool(preference.score(space, target) > here)
                if better or not self.gains:
                    yield maker, target, better

    def arcs(self, numbers: Mapping[int, int], edge: set[int]) -> Iterator[Arc]:
        """The moves between the situations drawn; what moves there are at the edge is not looked at."""
        for state, number in numbers.items():
            for maker, target, better in () if state in edge else self.moves(state):
                if target in numbers:
                    made = step(self.reading, self.world, maker, state, target)
                    yield Arc(number, numbers[target], made, better)

    def situation(self, state: int, number: int) -> Situation:
        """As a chart has it: what differs from where one starts."""
        start = state if state in self.starts else self.starts[0]
        options = list(enumerate(self.world.model.space.options))
        changed = tuple(
            (option.name, bool(state >> bit & 1))
            for bit, option in options
            if (state ^ start) >> bit & 1
        )
        kept = tuple(option.name for bit, option in options if (state & start) >> bit & 1)
        return Situation(number, tuple(self._kinds(state)), changed, kept, ())

    def _kinds(self, state: int) -> Iterator[str]:
        if state in self.world.model.today:
            yield "today"
        elif state in self.starts:
            yield "start"
        if not any(better for _, _, better in self.moves(state)):
            yield "rest"
