"""All readings of a case side by side: where each comes to rest, and whether its author was right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

from standoff.analysis.ask import Cannot
from standoff.analysis.asking import Around
from standoff.analysis.judge.explain import Step, step
from standoff.analysis.judge.fidelity import Bench, Judgement
from standoff.analysis.judge.hangs import Hangs, hangs
from standoff.analysis.judge.premise import Missing, Premise, missing, would_do
from standoff.analysis.judge.verdict import Verdict, judge, supports
from standoff.case.build import Facts, World
from standoff.case.entry import Assumption, Conclusion, Grounding, Question, Reading
from standoff.case.wish import unknown_actors
from standoff.gmcr.budget import Budget
from standoff.gmcr.budget import step as doing
from standoff.gmcr.concept.law import solve
from standoff.gmcr.concept.settled import Settled, countable, in_all
from standoff.gmcr.concept.table import USUAL
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.space import Space
from standoff.gmcr.evolve.evolution import Evolution, evolve
from standoff.problem import BudgetSpent, TooLarge

NOTHING_MISSING = Missing((), 0)


@dataclass(frozen=True)
class End:
    """Where a reading comes to rest: one situation, or several that it goes round in.

    taken  for each situation the options taken
    """

    HIDDEN = ("states",)
    NAMED = MappingProxyType({"taken": "states"})

    states: tuple[int, ...]
    taken: tuple[tuple[str, ...], ...]
    facts: Facts

    @property
    def cycle(self) -> bool:
        return len(self.states) > 1


@dataclass(frozen=True, eq=False)
class Course:
    """The evolution of one world of a reading, each step with the lines that decide it."""

    ALSO = MappingProxyType(
        {
            **{name: name for name in ("model", "rule", "complete", "facts", "today", "states")},
            "final": "ends",
        }
    )
    HIDDEN = ("reading", "world", "evolution")
    NAMED = MappingProxyType({"steps": "moves"})
    SPARSE: ClassVar[bool] = True

    reading: Reading
    world: World
    evolution: Evolution
    steps: tuple[Step, ...]
    unlisted: int = 0  # moves further from today than those of `steps`

    @property
    def model(self) -> str:
        """The reading's full name."""
        return self.reading.full

    @property
    def rule(self) -> str:
        return self.evolution.rule

    @property
    def complete(self) -> bool:
        """Whether it was followed to the end."""
        return self.evolution.complete

    @property
    def facts(self) -> Facts:
        """What is taken for the facts on which the reading is silent."""
        return self.world.open

    @property
    def today(self) -> tuple[tuple[str, ...], ...]:
        """The options taken in the status quo."""
        return tuple(map(self.world.model.space.taken, self.world.model.today))

    @property
    def states(self) -> tuple[tuple[str, ...], ...]:
        """Every situation reached, as the options taken."""
        return tuple(map(self.world.model.space.taken, self.evolution.states))

    @cached_property
    def ends(self) -> tuple[End, ...]:
        """The ends; none where it was not followed to the end."""
        if not self.complete:
            return ()
        taken = self.world.model.space.taken
        return tuple(
            End(states, tuple(taken(s) for s in states), self.world.open)
            for states in self.evolution.ends
        )

    @property
    def final(self) -> tuple[End, ...] | None:
        """The ends; None where it was not followed to the end."""
        return self.ends if self.complete else None


@dataclass(frozen=True)
class Judged(Judgement):
    """A conclusion judged, with the premises that would close the gap where it does not follow.

    hangs  what the verdict hangs on that is not known
    """

    ALSO = ("missing", "missing_restating", "tried")
    HIDDEN = ("gap",)  # besides those of a Judgement

    gap: Missing = NOTHING_MISSING
    hangs: tuple[Hangs, ...] = ()

    @property
    def missing(self) -> tuple[Premise, ...]:
        """The premises that are more than the conclusion itself as a wish."""
        return tuple(premise for premise in self.gap.premises if not premise.restates)

    @property
    def missing_restating(self) -> tuple[Premise, ...]:
        """The conclusion itself as a wish."""
        return tuple(premise for premise in self.gap.premises if premise.restates)

    @property
    def tried(self) -> int:
        """How many premises were tried."""
        return self.gap.tried


@dataclass(frozen=True, eq=False)
class Answer:
    """One reading's answer, with the choices that it depends on.

    `solutions` are those of the worlds without their idle options, `everywhere` how many situations are
    stable in all of them by each concept; `times` says how many situations each of theirs stands for.
    `unfinished`: why it was not computed to its end, and what was; what had not been come to is empty
    then, and shows nothing.
    """

    SPARSE = True

    ALSO = (
        *("id", "title", "at", "engine", "exact", "states", "ends", "equilibria", "grounding"),
        "unsupported",
    )
    HIDDEN = ("reading", "courses", "solutions", "times", "everywhere")
    NAMED = MappingProxyType({"judged": "conclusions"})

    reading: Reading
    rule: str
    courses: tuple[Course, ...]
    solutions: tuple[Settled, ...]
    everywhere: Mapping[str, int | None]
    times: int
    judged: tuple[Judged, ...]
    unfinished: str = ""

    @property
    def id(self) -> str:
        """`003`, or `003:VARIANT`."""
        return self.reading.name

    @property
    def title(self) -> str:
        return self.reading.title

    @property
    def at(self) -> str | None:
        """The time it speaks of, as written."""
        return str(self.reading.at) if self.reading.at else None

    @property
    def engine(self) -> str:
        return self.solutions[0].engine if self.solutions else ""

    exact = True

    @property
    def ends(self) -> tuple[End, ...]:
        """The ends of every world."""
        return tuple(end for course in self.courses for end in course.ends)

    @property
    def states(self) -> int | None:
        """How many situations are possible (in the largest world); None where that was not come to."""
        if self.unfinished and not self.solutions:
            return None
        return self.times * max((solution.size for solution in self.solutions), default=0)

    @property
    def equilibria(self) -> Mapping[str, int | None]:
        """Concept -> how many situations are stable for everyone, in every world; None: not counted."""
        return {
            concept: None if count is None else self.times * count
            for concept, count in self.everywhere.items()
        }

    @property
    def unsupported(self) -> tuple[str, ...]:
        """Actors without wishes: where they rest nothing is shown."""
        return self.courses[0].world.model.unsupported

    @cached_property
    def grounding(self) -> Mapping[str, int]:
        """What the reading rests on: lines stated, inferred, unsourced, and what no line says."""
        return grounding(self.reading)


@dataclass(frozen=True, eq=False)
class Comparison:
    """The answers of several readings of one case, and the readings for which time or memory ran out."""

    NAMED = MappingProxyType({"answers": "readings"})
    SPARSE = True

    answers: tuple[Answer, ...]
    unanswered: tuple[Cannot, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every reading was answered to the end."""
        return not self.short

    @property
    def short(self) -> tuple[str, ...]:
        """What is said of each reading that was not."""
        told = [f"{one.reading.full} is {one.unfinished}" for one in self.answers if one.unfinished]
        return (*told, *(f"{one.reading.full} is {one.why}" for one in self.unanswered))

    @classmethod
    def of(cls, found: Iterable[Answer | Cannot]) -> Comparison:
        """The answers, those that are none apart."""
        every = tuple(found)
        return cls(
            tuple(one for one in every if isinstance(one, Answer)),
            tuple(one for one in every if isinstance(one, Cannot)),
        )


SPENT = (BudgetSpent, TooLarge, MemoryError)
"""What ends a computation for which time or memory does not reach."""
MOST_STEPS = 2_000
"""Moves from today that are told with the lines that decide them, the first ones first."""
MOST_ASKED = 200
"""Situations on the way of which it is kept for whom they are stable."""
FEW_ASKED = 8
"""As many, of a model whose states are asked one by one."""
_FINISHED = ("where it comes to rest, and the verdicts", "what they rest on, and what is stable")


def answer_within(
    budget: Budget,
    reading: Reading,
    variants: Mapping[str, Reading] | None = None,
    deep: bool = False,
    *,
    readings: Sequence[Reading] = (),
    silent: bool = False,
) -> Answer | Cannot:
    """The answer as far as time and memory reach, marked where it is not whole; Cannot where nothing is."""
    found: list[Answer] = []
    try:
        with budget.held():
            doing("where it comes to rest")
            for stage in stages(reading, variants, deep=deep, readings=readings, silent=silent):
                found.append(stage)
    except SPENT as error:
        why = (
            f"not finished: {cause(error, budget)}; finished: {'; '.join(_FINISHED[: len(found)])}"
        )
        if not found:
            return Cannot(reading, f"{why}nothing", {"id": reading.name})
        return replace(found[-1], unfinished=why)
    return found[-1]


def cause(error: BaseException, budget: Budget) -> str:
    """What ran out, and at what."""
    if isinstance(error, TooLarge):
        return str(error)
    full = f"{budget.memory / 1e9:.3g} GB are full"
    said = full if isinstance(error, MemoryError) else str(error).partition(" at ")[0]
    return f"{said} at {budget.doing}"


def grounding(reading: Reading, lines: Iterable[Assumption] | None = None) -> dict[str, int]:
    """Counts of stated, inferred and unsourced lines; with all lines, also of what is implied."""
    every = reading.assumptions if lines is None else tuple(lines)
    count = Counter(line.grounding for line in every)
    counts = {str(kind): count[kind] for kind in Grounding}
    if lines is None:
        counts["implied"] = len(reading.options) - len(reading.now)
    return counts


def course(reading: Reading, world: World, rule: str = "best") -> Course:
    """What happens from today in one world, each step with the lines that decide it."""
    untold = ended(reading, world, rule)
    trace = untold.evolution.trace
    listed = trace.first_steps(MOST_STEPS)
    steps = (step(reading, world, maker, s, target) for s, maker, target in listed)
    return replace(untold, steps=tuple(steps), unlisted=len(trace.steps) - len(listed))


def ended(reading: Reading, world: World, rule: str = "best") -> Course:
    """The same without its steps, which takes most of the time: where it ends."""
    evolution = evolve(world.model, rule)
    return Course(reading, world, evolution, (), len(evolution.steps))


def answer(
    reading: Reading,
    variants: Mapping[str, Reading] | None = None,
    rule: str = "best",
    deep: bool = False,
    concepts: Iterable[str] = USUAL,
    *,
    readings: Sequence[Reading] = (),
    silent: bool = False,
) -> Answer:
    """Where a reading comes to rest and what becomes of its author's conclusions.

    variants  the reading's variants by name: each is tried as a missing premise
    readings  all readings of the case, asked who says a missing premise
    silent    whether who is silent and owns what is at stake may want anything
    """
    *_, whole = stages(reading, variants, rule, deep, concepts, readings=readings, silent=silent)
    return whole


def stages(
    reading: Reading,
    variants: Mapping[str, Reading] | None = None,
    rule: str = "best",
    deep: bool = False,
    concepts: Iterable[str] = USUAL,
    *,
    readings: Sequence[Reading] = (),
    silent: bool = False,
) -> Iterator[Answer]:
    """The answer as it becomes known: three times, each with all of the one before.

    Where it comes to rest and the verdicts; what they rest on, and what is stable; the premises that
    would close the gaps, and what hangs on what is not known. Until it is known what is stable,
    `solutions` is empty and `states` is 0.
    """
    bench = Bench(reading)
    courses = tuple(course(reading, world, rule) for world in bench.worlds)
    doing("the verdicts")
    first = [bench.first(conclusion) for conclusion in reading.conclusions]
    judged = tuple(Judged(**vars(one)) for one in first)
    yield Answer(reading, rule, courses, (), {}, 1, judged)
    doing("what the verdicts rest on")
    grounded = [bench.grounded(one) for one in first]
    # An option idle in one world may be read in another: keep what any of them reads.
    read = {name for world in bench.worlds for name in _read(world)}
    reduced = [world.model.reduced(read) for world in bench.worlds]
    doing("what is stable")
    models, times = [model for model, _ in reduced], reduced[0][1]
    solutions, stable = _stable(models, courses, tuple(concepts))
    judged = tuple(Judged(**vars(one)) for one in grounded)
    yield Answer(reading, rule, courses, solutions, stable, times, judged)
    whole = (
        closed(bench, one, variants or {}, deep=deep, readings=readings, silent=silent)
        if bench.followed(one.conclusion)
        else one
        for one in judged
    )
    yield Answer(reading, rule, courses, solutions, stable, times, tuple(whole))


def closed(
    bench: Bench,
    judged: Judged,
    variants: Mapping[str, Reading],
    *,
    deep: bool = False,
    readings: Sequence[Reading] = (),
    silent: bool = False,
) -> Judged:
    """The judgement with what would close its gap, and what it hangs on that is not known."""
    found = bench.scenes(judged.conclusion) or ()
    unknown = unknown_actors(bench.reading, silent)
    return replace(
        judged,
        gap=_gap(bench, judged, variants, deep, readings),
        hangs=tuple(hangs(bench.reading, found, unknown)),
    )


def _stable(
    models: Sequence[Model], courses: Sequence[Course], concepts: tuple[str, ...]
) -> tuple[tuple[Settled, ...], Mapping[str, int | None]]:
    """The solution of each world, and how many situations are stable for everyone in all of them.

    Sets are let go once they are counted: those of large models are not kept while others are answered.
    """
    passed = [
        [state & ~idle_bits(course.world.model.space, model.space) for state in _asked_of(course)]
        for model, course in zip(models, courses, strict=True)
    ]
    if not all(map(countable, models)):
        here = tuple(
            Settled.here(model, concepts, states)
            for model, states in zip(models, passed, strict=True)
        )
        return here, here[0].stable
    solved = [solve(model, concepts) for model in models]
    return tuple(map(Settled.of, solved, passed)), in_all(solved)


def _asked_of(course: Course) -> Sequence[int]:
    """The situations of which it is kept for whom they are stable, today and where it ends the first."""
    first = [*course.world.model.today, *(state for end in course.ends for state in end.states)]
    passed = dict.fromkeys((*first, *course.evolution.states[:MOST_ASKED]))
    if countable(course.world.model):
        return tuple(passed)[:MOST_ASKED]
    return tuple(dict.fromkeys(first))[:FEW_ASKED]


def idle_bits(whole: Space, reduced: Space) -> int:
    """The options that are held at no in the reduced world, because nothing reads them, as bits."""
    pairs = zip(whole.options, reduced.options, strict=True)
    return sum(
        1 << bit
        for bit, (one, held) in enumerate(pairs)
        if one.owner is not None and held.owner is None
    )


def _gap(
    bench: Bench,
    judged: Judged,
    variants: Mapping[str, Reading],
    deep: bool,
    readings: Sequence[Reading],
) -> Missing:
    """The premises that would make a conclusion follow, or have others do what it is tied to."""
    if judged.verdict is not Verdict.FOLLOWS:
        return missing(bench, judged.conclusion, variants, deep, readings)
    return would_do(bench, judged, readings) if judged.tied else NOTHING_MISSING


# --- as a question --------------------------------------------------------------------------------


def asked(reading: Reading, question: Question, around: Around) -> Answer:
    """The answer to a question about a conclusion, or about all of the author's."""
    only = asking(reading, question.conclusion)
    return answer(only, around.variants, readings=around.readings)


def asking(reading: Reading, conclusion: Conclusion | None) -> Reading:
    """The reading, with what is asked as its one conclusion (with all of its author's, if all are asked).

    What the author concludes in the same words keeps the author's citations.
    """
    if conclusion is None:
        return reading
    same = [entry for entry in reading.conclusions if entry.text == conclusion.text]
    return replace(reading, conclusions=tuple(same[:1]) or (conclusion,))


def mark(reading: Reading, question: Question) -> Hashable:
    """The verdict on each conclusion asked about, and what makes its parts so."""
    bench = Bench(reading)
    return tuple(
        outcome(bench, entry) for entry in asking(reading, question.conclusion).conclusions
    )


def outcome(bench: Bench, conclusion: Conclusion) -> Hashable:
    """A verdict, and by what each part of the conclusion is so."""
    staged = bench.scenes(conclusion)
    assert staged is not None
    return judge(staged), tuple(support.by for support in supports(bench.reading, staged))


def follows(reading: Reading, question: Question) -> Hashable:
    """The mark of an answer that is about whether a condition follows."""
    assert question.conclusion is not None  # the syntax asks for one
    return outcome(Bench(reading), question.conclusion)


def _read(world: World) -> set[str]:
    idle = world.model.idle()
    return {option.name for option in world.model.space.options if option.name not in idle}
