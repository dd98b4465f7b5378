"""How a reading can move: the situations reached from today, who moves, why each would or would not.

A chart is of one world, from today as it stands or from there once something is given, as the author of a
conclusion gives it. Worlds of silent facts that give the same chart are told once. At most `MOST`
situations are in a chart, where it starts and where it ends always among them; the rest is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from standoff.analysis.judge.compare import Answer, Course, course, idle_bits
from standoff.analysis.judge.explain import Explainer, Refused, Step, Temptation
from standoff.analysis.judge.verdict import given_values, scenes
from standoff.case.build import Facts, World
from standoff.case.entry import Reading
from standoff.condition import Condition
from standoff.gmcr.concept.settled import Settled

MOST = 30
MOST_MOVES = 200
SHOWN = 3
"""Moves of a kind that are kept for an actor in a situation."""


@dataclass(frozen=True)
class Position:
    """One actor in one situation.

    stance  moves, waits (others could answer), stays, unknown (no wishes)
    more    its other moves: more of the same, or no difference
    """

    actor: str
    stance: str
    gains: tuple[Temptation, ...]
    loses: tuple[Refused, ...]
    more: int


@dataclass(frozen=True)
class Situation:
    """A situation that is reached.

    kinds    today, start (of a world where something is given), rest, round
    changed  what is otherwise than today: (option, whether it is taken); kept: what is taken as today
    """

    number: int
    kinds: tuple[str, ...]
    changed: tuple[tuple[str, bool], ...]
    kept: tuple[str, ...]
    positions: tuple[Position, ...]


@dataclass(frozen=True)
class Move:
    """A move that is made, from and to as numbers of situations."""

    start: int
    end: int
    step: Step


@dataclass(frozen=True)
class Chart:
    """What happens in some worlds that give the same.

    given   what is set and held so; empty: from today as it stands
    worlds  the worlds it is told of; empty where it is all of them
    made    how many moves are made; `moves` are the first of them
    """

    given: tuple[Condition, ...]
    worlds: tuple[Facts, ...]
    situations: tuple[Situation, ...]
    moves: tuple[Move, ...]
    reached: int
    possible: int
    made: int
    complete: bool

    @property
    def hidden(self) -> int:
        """Situations reached and not told."""
        return self.reached - len(self.situations)


def charts(answer: Answer) -> tuple[Chart, ...]:
    """The charts of a reading: from today, then once something is given."""
    return tuple(
        chart
        for given, courses in (((), answer.courses), *_given(answer))
        for chart in _told_once(answer, given, courses)
    )


def _given(answer: Answer) -> Iterator[tuple[tuple[Condition, ...], tuple[Course, ...]]]:
    """What the author's conclusions take as given, each once, with what then happens in each world."""
    seen = set()
    for conclusion in answer.reading.conclusions:
        given = frozenset(given_values(conclusion).items())
        if not given or given in seen:
            continue
        seen.add(given)
        worlds = [course_.world for course_ in answer.courses]
        held = [
            World(scene.world.facts, scene.model, scene.world.silent)
            for scene in scenes(worlds, conclusion)
        ]
        courses = tuple(course(answer.reading, world, answer.rule) for world in held)
        yield conclusion.given, courses


def _told_once(
    answer: Answer, given: tuple[Condition, ...], courses: Sequence[Course]
) -> Iterator[Chart]:
    known: dict[Chart, list[Facts]] = {}
    for course_, real, solution in zip(courses, answer.courses, answer.solutions, strict=True):
        charting = _Charting(
            answer.reading,
            course_,
            real.world.model.today,
            None if given else solution,  # what is given is frozen: nobody is asked
        )
        chart = charting.chart(given, answer.times * solution.size)
        known.setdefault(chart, []).append(course_.world.open)
    for chart, worlds in known.items():
        alike = len(worlds) == len(answer.courses)
        yield replace(chart, worlds=() if alike else tuple(worlds))


@dataclass(frozen=True, eq=False)
class _Charting:
    """One world being charted.

    today     where things really stand, which is not where a world starts in which something is given
    solution  stability in that world, maybe without its idle options; None leaves the actors unasked
    """

    reading: Reading
    course: Course
    today: tuple[int, ...]
    solution: Settled | None

    def chart(self, given: tuple[Condition, ...], possible: int) -> Chart:
        moves = sorted(self._moves(), key=lambda move: (move.start, move.end))
        return Chart(
            given,
            (),
            tuple(self._situation(state, number) for state, number in self._numbers.items()),
            tuple(moves[:MOST_MOVES]),
            len(self.course.evolution.states),
            possible,
            len(self.course.steps) + self.course.unlisted,
            self.course.complete,
        )

    @cached_property
    def _numbers(self) -> Mapping[int, int]:
        """States told -> their numbers, in the order they are reached."""
        ahead: dict[int, list[int]] = {}
        for step in self.course.steps:
            ahead.setdefault(step.state, []).append(step.target)
        order = list(self.course.world.model.today)
        met = set(order)
        for state in order:  # grows while it is walked
            order += [t for t in dict.fromkeys(ahead.get(state, ())) if t not in met]
            met.update(ahead.get(state, ()))
        first = {*self.course.world.model.today, *(s for e in self.course.ends for s in e.states)}
        told = set(sorted(order, key=lambda state: state not in first)[:MOST])
        return {state: at for at, state in enumerate((s for s in order if s in told), 1)}

    def _moves(self) -> Iterator[Move]:
        for step in self.course.steps:
            if step.state in self._numbers and step.target in self._numbers:
                yield Move(self._numbers[step.state], self._numbers[step.target], step)

    def _situation(self, state: int, number: int) -> Situation:
        changed, kept = [], []
        start = state if state in self.today else self.today[0]
        for bit, option in enumerate(self.course.world.model.space.options):
            now, before = bool(state >> bit & 1), bool(start >> bit & 1)
            if now != before:
                changed.append((option.name, now))
            elif now:
                kept.append(option.name)
        kinds, positions = tuple(self._kinds(state)), tuple(self._positions(state))
        return Situation(number, kinds, tuple(changed), tuple(kept), positions)

    def _kinds(self, state: int) -> Iterator[str]:
        if state in self.course.world.model.today:
            yield "today" if self.course.world.model.today == self.today else "start"
        for end in self.course.ends:
            if state in end.states and self.course.complete:
                yield "round" if end.cycle else "rest"

    def _positions(self, state: int) -> Iterator[Position]:
        if self.solution is None:
            return
        world = replace(self.course.world, model=self.solution.model)
        teller = Explainer(self.reading, world, self.solution)
        at = state & ~self._idle
        for maker in range(len(world.model.makers)):
            yield _position(teller, maker, at)

    @cached_property
    def _idle(self) -> int:
        """The options that the solution holds at no, because nothing reads them."""
        assert self.solution is not None
        return idle_bits(self.course.world.model.space, self.solution.model.space)


def _position(teller: Explainer, maker: int, state: int) -> Position:
    model = teller.world.model
    actor = model.makers[maker]
    if model.preferences[maker].empty:
        return Position(actor, "unknown", (), (), 0)
    better, other = teller.moves(maker, state)
    worse = [target for target in other if teller.worse(maker, state, target)]
    worse.sort(key=lambda target: (state ^ target).bit_count())
    gains = teller.temptations(maker, state, _plainest(state, better)) if better else ()
    loses = tuple(teller.refused(maker, state, target) for target in _plainest(state, worse))
    stance = "moves" if gains else "stays"
    if (
        gains and gains[0].deterrents
    ):  # whoever stays by a concept is deterred from every better move
        stance = "waits"
    more = len(better) + len(other) - len(gains) - len(loses)
    return Position(actor, stance, gains, loses, more)


def _plainest(state: int, targets: Sequence[int]) -> list[int]:
    """Of the situations that moves lead to the first, and a few whose changes only add to no other's."""
    changes = {state ^ target for target in targets}

    def simple(change: int) -> bool:
        return not any(part != change and part & ~change == 0 for part in changes)

    kept = [target for at, target in enumerate(targets) if at == 0 or simple(state ^ target)]
    return kept[:SHOWN]
