"""How each reading can move from today: the situations reached, who moves, and why each would or would not.

Worlds of silent facts that give the same story are told once; those that differ are told apart. At most
`MAX_BOXES` situations are drawn, today and the ends always among them; the rest is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from standoff.analysis.compare import Answer, Course
from standoff.analysis.explain import Deterrent, Stand, Step, Temptation, explain
from standoff.gmcr.stability import USUAL, solve
from standoff.report.evidence import Evidence, Said
from standoff.report.figure import Link, Node, Picture, picture
from standoff.report.phrase import Phrases, join
from standoff.statement import literal

MAX_BOXES = 30
MAX_ROWS = 200  # of the table of moves
_SHOWN = 3  # moves of a kind shown for an actor in a situation
_PLAIN = 3  # deeds that stay as today, shown in a box
_MARK = {"today": "today", "rest": "● nobody gains by moving", "round": "goes round"}


@dataclass(frozen=True)
class Reply:
    """How others could answer a better move, and the lines by which it would not pay then."""

    text: str
    why: tuple[Said, ...]


@dataclass(frozen=True)
class Move:
    """A move an actor could make: whether it `gains`, `loses` or is the `same`, and why."""

    verdict: str
    text: str
    why: tuple[Said, ...]
    replies: tuple[Reply, ...] = ()


@dataclass(frozen=True)
class Position:
    """One actor in one situation; `more` counts its other moves: more of the same, or no difference."""

    actor: str
    verdict: str  # moves, waits (others would answer), stays, unknown (no wishes)
    moves: tuple[Move, ...]
    more: int


@dataclass(frozen=True)
class Situation:
    """A situation that is reached: what is done in it, what of that is new since today."""

    number: int
    kinds: tuple[str, ...]  # today, rest, round
    done: tuple[str, ...]
    changed: tuple[str, ...]
    kept: tuple[str, ...]
    positions: tuple[Position, ...]

    @property
    def head(self) -> str:
        """Its number and what is special about it."""
        return " · ".join([str(self.number), *(_MARK[kind] for kind in self.kinds)])


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
    """What happens from today. `moves` counts them all, `arcs` holds those that are listed."""

    situations: tuple[Situation, ...]
    arcs: tuple[Arc, ...]
    reached: int
    possible: int
    moves: int
    complete: bool

    @property
    def hidden(self) -> int:
        """Situations reached and not drawn."""
        return self.reached - len(self.situations)


@dataclass(frozen=True)
class Scene:
    """A story with the worlds it is told of, in words, and its picture."""

    key: str
    worlds: str
    story: Story
    picture: Picture


@dataclass(frozen=True)
class Pane:
    """One reading's scenes."""

    reading: str
    label: str
    scenes: tuple[Scene, ...]


def pane(
    answer: Answer, evidence: Evidence, key: str, label: str, colours: Mapping[str, int]
) -> Pane:
    """The scenes of one reading. `colours` gives each actor a number, the same in every picture."""
    groups: dict[Story, list[Course]] = {}
    for course in answer.courses:
        story = _Teller(answer, course, evidence).story()
        groups.setdefault(story, []).append(course)
    scenes = []
    for at, (story, courses) in enumerate(groups.items(), 1):
        name = f"{key}-{at}"
        drawn = _draw(story, colours, name)
        scenes.append(Scene(name, _worlds(answer, courses), story, drawn))
    return Pane(answer.case.reading, label, tuple(scenes))


def _worlds(answer: Answer, courses: Sequence[Course]) -> str:
    """Which ways of the silent facts a story is told of; empty where no fact is silent."""
    facts = Phrases(answer.case).facts
    silent = list(courses[0].world.open)
    if not silent:
        return ""
    names = join(f"“{facts[name].gloss or name}”" for name in silent)
    if len(courses) == len(answer.courses):
        return f"The text is silent on {names}. However that turns out, the story is the same."
    ways = (
        join(f"“{facts[n].gloss or n}” is {'yes' if v else 'no'}" for n, v in c.world.open.items())
        for c in courses
    )
    return f"The text is silent on {names}. This is the story where " + "; or where ".join(ways)


def _draw(story: Story, colours: Mapping[str, int], key: str) -> Picture:
    nodes = [_node(situation, key) for situation in story.situations]
    links = [
        Link(arc.start - 1, arc.end - 1, arc.actor, colours[arc.actor])
        for arc in story.arcs
        if max(arc.start, arc.end) <= len(nodes)
    ]
    return picture(nodes, links)


def _node(situation: Situation, key: str) -> Node:
    kept = situation.kept
    plain = kept[:_PLAIN] if len(kept) > _PLAIN + 1 else kept
    more = len(kept) - len(plain)
    today = "today" in situation.kinds
    tail = (f"and {more} more{'' if today else ' as today'}",) if more else ()
    if today and not kept:
        tail = ("nothing is done",)
    anchor = f"s-{key}-{situation.number}"
    return Node(anchor, situation.head, situation.changed, plain + tail, situation.kinds)


T = TypeVar("T")


def _plainest(steps: Sequence[tuple[Step, T]]) -> list[T]:
    """The first, and a few others of which none only adds to another's changes."""
    changes = {step.state ^ step.target for step, _ in steps}

    def plain(step: Step) -> bool:
        change = step.state ^ step.target
        return not any(part != change and part & ~change == 0 for part in changes)

    kept = [item for at, (step, item) in enumerate(steps) if at == 0 or plain(step)]
    return kept[:_SHOWN]


@dataclass(frozen=True, eq=False)
class _Teller:
    answer: Answer
    course: Course
    evidence: Evidence

    @cached_property
    def _phrases(self) -> Phrases:
        return Phrases(self.answer.case)

    @cached_property
    def _numbers(self) -> Mapping[int, int]:
        """States drawn -> their numbers: in the order they are reached, the ends never cut off."""
        ahead: dict[int, list[int]] = {}
        for step in self.course.steps:
            ahead.setdefault(step.state, []).append(step.target)
        order = dict.fromkeys(self.course.world.model.today)
        for state in (queue := list(order)):
            for target in ahead.get(state, ()):
                if target not in order:
                    order[target] = None
                    queue.append(target)
        keep = set(self.course.world.model.today)
        keep |= {s for end in self.course.ends for s in end.states[:MAX_BOXES]}
        room = max(0, MAX_BOXES - len(keep & set(order)))
        others = [state for state in order if state not in keep][:room]
        drawn = keep | set(others)
        return {s: n for n, s in enumerate((s for s in order if s in drawn), 1) if n <= MAX_BOXES}

    def story(self) -> Story:
        evolution, numbers = self.course.evolution, self._numbers
        case, world = self.answer.case, self.course.world
        solution = solve(world.model, USUAL)
        situations = tuple(
            self._situation(state, number, explain(case, world, state, solution=solution).stands)
            for state, number in numbers.items()
        )
        arcs = tuple(
            Arc(
                numbers[step.state],
                numbers[step.target],
                step.actor,
                self._change(step.state, step.target),
                self._why(step),
            )
            for step in self.course.steps
            if step.state in numbers and step.target in numbers
        )
        return Story(
            situations,
            tuple(sorted(arcs, key=lambda arc: (arc.start, arc.end)))[:MAX_ROWS],
            len(evolution.states),
            self.course.world.model.space.count,
            len(self.course.steps),
            evolution.complete,
        )

    # --- situations

    def _situation(self, state: int, number: int, stands: Iterable[Stand]) -> Situation:
        space = self.course.world.model.space
        today = self.course.world.model.today
        start = state if state in today else today[0]
        phrases = self._phrases
        changed, kept = [], []
        for bit, option in enumerate(space.options):
            now, before = bool(state >> bit & 1), bool(start >> bit & 1)
            if now != before:
                changed.append(phrases.literal(option.name, now))
            elif now:
                kept.append(phrases.literal(option.name, True))
        done = [phrases.literal(name, True) for name in space.taken(state)]
        return Situation(
            number,
            tuple(self._kinds(state)),
            tuple(done),
            tuple(changed),
            tuple(kept),
            tuple(self._position(stand) for stand in stands),
        )

    def _kinds(self, state: int) -> Iterator[str]:
        if state in self.course.world.model.today:
            yield "today"
        for end in self.course.ends:
            if state in end.states and self.course.evolution.complete:
                yield "round" if end.cycle else "rest"

    def _position(self, stand: Stand) -> Position:
        if not stand.supported:
            return Position(stand.actor, "unknown", (), 0)
        tempting = _plainest([(t.step, t) for t in stand.temptations])
        refused = sorted(stand.refused, key=lambda r: (r.step.state ^ r.step.target).bit_count())
        worse = _plainest([(r.step, r) for r in refused if r.worse])
        moves = [self._tempting(found) for found in tempting]
        moves += [Move("loses", self._change_of(r.step), self._why(r.step)) for r in worse]
        verdict = "moves" if tempting else "stays"
        if tempting and all(found.deterrents for found in stand.temptations):
            verdict = "waits"
        more = len(stand.temptations) + len(stand.refused) - len(moves)
        return Position(stand.actor, verdict, tuple(moves), more)

    def _tempting(self, found: Temptation) -> Move:
        replies = dict.fromkeys(self._reply(deterrent) for deterrent in found.deterrents)
        step = found.step
        return Move("gains", self._change_of(step), self._why(step), tuple(replies))

    def _reply(self, found: Deterrent) -> Reply:
        text = ", then ".join(self._change(s.state, s.target) for s in found.moves)
        return Reply(text, self._said(found.lines))

    # --- words

    def _change_of(self, step: Step) -> str:
        return self._change(step.state, step.target)

    def _change(self, state: int, target: int) -> str:
        options = self.course.world.model.space.options
        return self._phrases.together(
            literal(option.name, bool(target >> bit & 1))
            for bit, option in enumerate(options)
            if (state ^ target) >> bit & 1
        )

    def _why(self, step: Step) -> tuple[Said, ...]:
        return self._said(step.lines)

    def _said(self, lines: Iterable[object]) -> tuple[Said, ...]:
        return tuple(self.evidence.said(line, self._phrases.line(line)) for line in lines)  # type: ignore[arg-type]
