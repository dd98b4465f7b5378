"""How each reading can move: from today, and from there once something is given, as its author gives it.

Worlds of silent facts that give the same story are told once; those that differ are told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from standoff.analysis.judge.compare import Answer, Course, course
from standoff.analysis.judge.verdict import given_values, scenes
from standoff.case.build import World
from standoff.report.evidence import Evidence
from standoff.report.html.figure import Link, Node, Picture, picture
from standoff.report.phrase import Phrases
from standoff.report.story import Situation, Story, tell

_PLAIN = 3  # deeds that stay as today, shown in a box

MARKS: Mapping[str, str] = MappingProxyType(
    {
        "today": "today",
        "start": "given",
        "rest": "● nobody gains by moving",
        "round": "goes round",
    }
)
"""What is special about a situation, in words."""


@dataclass(frozen=True)
class Scene:
    """A story with its picture, what is given in it and the worlds it is told of, in words."""

    key: str
    given: str  # empty: from today as it stands
    worlds: str
    story: Story
    picture: Picture


@dataclass(frozen=True)
class Pane:
    """One reading's scenes."""

    reading: str
    label: str
    scenes: tuple[Scene, ...]

    @property
    def free(self) -> tuple[Scene, ...]:
        """From today as it stands."""
        return tuple(scene for scene in self.scenes if not scene.given)

    @property
    def given(self) -> tuple[Scene, ...]:
        """Once something is given."""
        return tuple(scene for scene in self.scenes if scene.given)


def pane(
    answer: Answer, evidence: Evidence, key: str, label: str, colours: Mapping[str, int]
) -> Pane:
    """The scenes of one reading. `colours` gives each actor a number, the same in every picture."""
    found: list[Scene] = []
    for given, courses in (("", answer.courses), *_given(answer)):
        for story, same in _stories(answer, courses, evidence, bool(given)).items():
            name = f"{key}-{len(found) + 1}"
            drawn = _draw(story, colours, "" if given else name)
            found.append(Scene(name, given, _worlds(answer, same), story, drawn))
    return Pane(answer.reading.id, label, tuple(found))


def _given(answer: Answer) -> Iterator[tuple[str, tuple[Course, ...]]]:
    """What the author's conclusions take as given, each once, with what then happens in each world."""
    phrases, seen = Phrases(answer.reading), set()
    for conclusion in answer.reading.conclusions:
        given = frozenset(given_values(conclusion).items())
        if not given or given in seen:
            continue
        seen.add(given)
        worlds = [each.world for each in answer.courses]
        held = [
            World(scene.world.facts, scene.model, scene.world.silent)
            for scene in scenes(worlds, conclusion)
        ]
        courses = tuple(course(answer.reading, world, answer.rule) for world in held)
        yield phrases.together(conclusion.given), courses


def _stories(
    answer: Answer, courses: Iterable[Course], evidence: Evidence, given: bool
) -> Mapping[Story, list[Course]]:
    """The different stories, each with the worlds it is told of."""
    found: dict[Story, list[Course]] = {}
    for each, real, solution in zip(courses, answer.courses, answer.solutions, strict=True):
        story = tell(
            answer.reading,
            each,
            evidence,
            today=real.world.model.today,
            solution=None if given else solution,  # what is given is frozen: nobody is asked
            possible=answer.times * solution.model.space.count,
        )
        found.setdefault(story, []).append(each)
    return found


def _worlds(answer: Answer, courses: Sequence[Course]) -> str:
    """Which ways of the silent facts a story is told of; empty where none is silent or all are alike."""
    if len(courses) == len(answer.courses):
        return ""
    phrases = Phrases(answer.reading)
    return "; or ".join(phrases.world(each.world.open) for each in courses)


# --- drawing ------------------------------------------------------------------------------------


def head(situation: Situation) -> str:
    """A situation's number and what is special about it."""
    return " · ".join([str(situation.number), *(MARKS[kind] for kind in situation.kinds)])


def _draw(story: Story, colours: Mapping[str, int], key: str) -> Picture:
    nodes = [_node(situation, key) for situation in story.situations]
    links = [Link(arc.start - 1, arc.end - 1, arc.actor, colours[arc.actor]) for arc in story.arcs]
    return picture(nodes, links)


def _node(situation: Situation, key: str) -> Node:
    kept = situation.kept
    plain = kept[:_PLAIN] if len(kept) > _PLAIN + 1 else kept
    more = len(kept) - len(plain)
    today = "" if "today" in situation.kinds else " as today"
    tail = (f"and {more} more{today}",) if more else ()
    if not (kept or situation.changed):
        tail = ("nothing is done",)
    anchor = f"s-{key}-{situation.number}" if key else ""
    return Node(anchor, head(situation), situation.changed, plain + tail, situation.kinds)
