"""What happens in one world: the situations reached, who moves, and why each actor would or would not.

At most `MAX_BOXES` situations are told, where it starts and where it ends always among them; the rest
is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from standoff.analysis.judge.compare import Course
from standoff.analysis.judge.explain import Deterrent, Refused, Stand, Step, Temptation, explain
from standoff.case.entry import Assumption, Reading
from standoff.condition import literal
from standoff.gmcr.concept.law import Solution
from standoff.report.evidence import Evidence, Said
from standoff.report.phrase import Phrases

MAX_BOXES = 30
MAX_ARCS = 200  # moves listed in the table
_SHOWN = 3  # moves of a kind shown for an actor in a situation


@dataclass(frozen=True)
class Reply:
    """How others could answer a better move, and the lines by which it would not pay then."""

    text: str
    why: tuple[Said, ...]


@dataclass(frozen=True)
class Move:
    """A move an actor could make: whether it `gains` or `loses` by it, and why."""

    verdict: str
    text: str
    why: tuple[Said, ...]
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True)
class Position:
    """One actor in one situation; `more` counts its other moves: more of the same, or no difference."""

    actor: str
    verdict: str  # moves, waits (others could answer), stays, unknown (no wishes)
    moves: tuple[Move, ...]
    more: int


@dataclass(frozen=True)
class Situation:
    """A situation that is reached: what is done in it, what of that is new since today."""

    number: int
    kinds: tuple[str, ...]  # today, start (of a world where something is given), rest, round
    changed: tuple[str, ...]
    kept: tuple[str, ...]
    positions: tuple[Position, ...]


@dataclass(frozen=True)
class Arc:
    """A move that is made: from and to as numbers of situations."""

    start: int
    end: int
    actor: str
    text: str
    why: tuple[Said, ...]


@dataclass(frozen=True)
class Story:
    """What happens. `moves` counts all moves made, `arcs` holds those listed; `possible` all situations."""

    situations: tuple[Situation, ...]
    arcs: tuple[Arc, ...]
    reached: int
    possible: int
    moves: int
    complete: bool

    @property
    def hidden(self) -> int:
        """Situations reached and not told."""
        return self.reached - len(self.situations)


def tell(
    reading: Reading,
    course: Course,
    evidence: Evidence,
    *,
    today: Sequence[int],
    solution: Solution | None,
    possible: int,
) -> Story:
    """The story of one world.

    today     where things really stand, which is not where a world starts in which something is given
    solution  stability in that world, maybe without its idle options; None leaves the actors unasked
    possible  how many situations the world has
    """
    teller = _Teller(reading, course, evidence, tuple(today), solution)
    numbers = teller.numbers
    arcs = sorted(teller.arcs(), key=lambda arc: (arc.start, arc.end))
    return Story(
        tuple(teller.situation(state, number) for state, number in numbers.items()),
        tuple(arcs[:MAX_ARCS]),
        len(course.evolution.states),
        possible,
        len(course.steps),
        course.evolution.complete,
    )


@dataclass(frozen=True, eq=False)
class _Teller:
    reading: Reading
    course: Course
    evidence: Evidence
    today: tuple[int, ...]
    solution: Solution | None

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self.reading)

    @cached_property
    def numbers(self) -> Mapping[int, int]:
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
        told = set(sorted(order, key=lambda state: state not in first)[:MAX_BOXES])
        return {state: at for at, state in enumerate((s for s in order if s in told), 1)}

    def arcs(self) -> Iterator[Arc]:
        """The moves between situations that are told."""
        for step in self.course.steps:
            if step.state in self.numbers and step.target in self.numbers:
                start, end = self.numbers[step.state], self.numbers[step.target]
                yield Arc(start, end, step.actor, self._change(step), self._said(step.lines))

    # --- situations

    def situation(self, state: int, number: int) -> Situation:
        """One situation against today's."""
        changed, kept = [], []
        start = state if state in self.today else self.today[0]
        for bit, option in enumerate(self.course.world.model.space.options):
            now, before = bool(state >> bit & 1), bool(start >> bit & 1)
            if now != before:
                changed.append(self._phrases.literal(option.name, now))
            elif now:
                kept.append(self._phrases.literal(option.name, True))
        kinds, positions = tuple(self._kinds(state)), tuple(self._positions(state))
        return Situation(number, kinds, tuple(changed), tuple(kept), positions)

    def _kinds(self, state: int) -> Iterator[str]:
        if state in self.course.world.model.today:
            yield "today" if self.course.world.model.today == self.today else "start"
        for end in self.course.ends:
            if state in end.states and self.course.evolution.complete:
                yield "round" if end.cycle else "rest"

    # --- actors

    def _positions(self, state: int) -> Iterator[Position]:
        if self.solution is None:
            return
        world = replace(self.course.world, model=self.solution.model)
        at = state & ~self._idle
        yield from map(
            self._position, explain(self.reading, world, at, solution=self.solution).stands
        )

    @cached_property
    def _idle(self) -> int:
        """The options that the solution holds at no, because nothing reads them."""
        assert self.solution is not None
        pairs = zip(
            self.course.world.model.space.options, self.solution.model.space.options, strict=True
        )
        return sum(
            1 << bit
            for bit, (whole, held) in enumerate(pairs)
            if whole.owner is not None and held.owner is None
        )

    def _position(self, stand: Stand) -> Position:
        if not stand.supported:
            return Position(stand.actor, "unknown", (), 0)
        tempting = _plainest(stand.temptations)
        refused = sorted(stand.refused, key=lambda r: (r.step.state ^ r.step.target).bit_count())
        worse = _plainest([r for r in refused if r.worse])
        moves = [self._tempting(found) for found in tempting]
        moves += [Move("loses", self._change(r.step), self._said(r.step.lines)) for r in worse]
        verdict = "moves" if tempting else "stays"
        if tempting and all(found.deterrents for found in stand.temptations):
            verdict = "waits"
        more = len(stand.temptations) + len(stand.refused) - len(moves)
        return Position(stand.actor, verdict, tuple(moves), more)

    def _tempting(self, found: Temptation) -> Move:
        replies = dict.fromkeys(self._reply(deterrent) for deterrent in found.deterrents)
        step = found.step
        return Move("gains", self._change(step), self._said(step.lines), tuple(replies))

    def _reply(self, found: Deterrent) -> Reply:
        text = ", then ".join(self._change(step) for step in found.moves)
        return Reply(text, self._said(found.lines))

    # --- words

    def _change(self, step: Step) -> str:
        options = self.course.world.model.space.options
        return self._phrases.together(
            literal(option.name, bool(step.target >> bit & 1))
            for bit, option in enumerate(options)
            if (step.state ^ step.target) >> bit & 1
        )

    def _said(self, lines: Iterable[Assumption]) -> tuple[Said, ...]:
        return tuple(self.evidence.said(line, self._phrases.line(line)) for line in lines)


Found = TypeVar("Found", Temptation, Refused)


def _plainest(found: Sequence[Found]) -> list[Found]:
    """The first, and a few others of which none only adds to another's changes."""
    changes = {item.step.state ^ item.step.target for item in found}

    def plain(step: Step) -> bool:
        change = step.state ^ step.target
        return not any(part != change and part & ~change == 0 for part in changes)

    kept = [item for at, item in enumerate(found) if at == 0 or plain(item.step)]
    return kept[:_SHOWN]
