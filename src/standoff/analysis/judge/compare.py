"""All readings of a case side by side: where each comes to rest, and whether its author was right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from standoff.analysis.judge.explain import Step, step
from standoff.analysis.judge.fidelity import Bench, Judgement
from standoff.analysis.judge.premise import Missing, missing
from standoff.analysis.judge.verdict import Verdict
from standoff.case.build import World
from standoff.case.entry import Assumption, Grounding, Reading
from standoff.gmcr.concept.law import USUAL, Solution, solve
from standoff.gmcr.evolve.evolution import Evolution, evolve

NOTHING_MISSING = Missing((), 0)


@dataclass(frozen=True)
class End:
    """Where a reading comes to rest: one situation, or several that it goes round in."""

    states: tuple[int, ...]
    taken: tuple[tuple[str, ...], ...]
    facts: Mapping[str, bool]

    @property
    def cycle(self) -> bool:
        return len(self.states) > 1


@dataclass(frozen=True, eq=False)
class Course:
    """The evolution of one world of a reading, each step with the lines that decide it."""

    world: World
    evolution: Evolution
    steps: tuple[Step, ...]

    @cached_property
    def ends(self) -> tuple[End, ...]:
        taken = self.world.model.space.taken
        return tuple(
            End(states, tuple(taken(s) for s in states), self.world.open)
            for states in self.evolution.ends
        )


@dataclass(frozen=True, eq=False)
class Judged:
    """A conclusion judged, with the premises that would close the gap where it does not follow."""

    judgement: Judgement
    missing: Missing


@dataclass(frozen=True, eq=False)
class Answer:
    """One reading's answer, with the choices that it depends on.

    `solutions` are those of the worlds without their idle options; `times` says how many situations
    each of their situations stands for.
    """

    reading: Reading
    rule: str
    courses: tuple[Course, ...]
    solutions: tuple[Solution, ...]
    times: int
    judged: tuple[Judged, ...]

    @property
    def ends(self) -> tuple[End, ...]:
        """The ends of every world."""
        return tuple(end for course in self.courses for end in course.ends)

    @property
    def states(self) -> int:
        """How many situations are possible (in the largest world)."""
        return self.times * max(solution.size for solution in self.solutions)

    @cached_property
    def equilibria(self) -> Mapping[str, int]:
        """Concept -> how many situations are stable for everyone, in every world."""
        return {
            concept: self.times * len(self._stable(concept)) for concept in self.solutions[0].stable
        }

    def _stable(self, concept: str) -> set[int]:
        return set[int].intersection(*(set(found.states(concept)) for found in self.solutions))

    @property
    def unsupported(self) -> tuple[str, ...]:
        """Actors without wishes: where they rest nothing is shown."""
        return self.courses[0].world.model.unsupported

    @cached_property
    def grounding(self) -> Mapping[str, int]:
        """What the reading rests on: lines stated, inferred, unsourced, and what no line says."""
        return grounding(self.reading)


def grounding(reading: Reading, lines: Iterable[Assumption] | None = None) -> dict[str, int]:
    """Counts of stated, inferred and unsourced lines; with all lines, also of what is implied."""
    every = reading.assumptions if lines is None else tuple(lines)
    count = Counter(line.grounding for line in every)
    found = {str(kind): count[kind] for kind in Grounding}
    if lines is None:
        found["implied"] = len(reading.options) - len(reading.now)
    return found


def course(reading: Reading, world: World, rule: str = "best") -> Course:
    """What happens from today in one world, each step with the lines that decide it."""
    evolution = evolve(world.model, rule)
    steps = (step(reading, world, maker, state, target) for state, maker, target in evolution.steps)
    return Course(world, evolution, tuple(steps))


def answer(
    reading: Reading,
    variants: Mapping[str, Reading] | None = None,
    rule: str = "best",
    deep: bool = False,
    concepts: Iterable[str] = USUAL,
) -> Answer:
    """Where a reading comes to rest and what becomes of its author's conclusions.

    `variants` are the reading's variants by name: each is tried as a missing premise.
    """
    bench = Bench(reading)
    judged = []
    for conclusion in reading.conclusions:
        judgement = bench.judge(conclusion)
        gap = NOTHING_MISSING
        if judgement.verdict is not Verdict.FOLLOWS:
            gap = missing(bench, conclusion, variants or {}, deep)
        judged.append(Judged(judgement, gap))
    # An option idle in one world may be read in another: keep what any of them reads.
    read = {name for world in bench.worlds for name in _read(world)}
    reduced = [world.model.reduced(read) for world in bench.worlds]
    return Answer(
        reading,
        rule,
        tuple(course(reading, world, rule) for world in bench.worlds),
        tuple(solve(model, tuple(concepts)) for model, _ in reduced),
        reduced[0][1],
        tuple(judged),
    )


def _read(world: World) -> set[str]:
    idle = world.model.idle()
    return {option.name for option in world.model.space.options if option.name not in idle}
