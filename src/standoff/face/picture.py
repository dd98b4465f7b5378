"""Pictures on demand: the report's own, each by itself, of the readings asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from standoff.analysis.contest.twolists import beside, most_different
from standoff.analysis.judge.chart import charts
from standoff.analysis.judge.compare import Answer, stages
from standoff.analysis.judge.explain import state_of
from standoff.analysis.judge.graph import graph
from standoff.analysis.judge.press import pressures
from standoff.case.build import build
from standoff.case.entry import Reading
from standoff.face.shown import Shown
from standoff.problem import UnknownName
from standoff.record import plain
from standoff.report.document import Block, Document, Line, Part, note, walk
from standoff.report.english import GLOSSARY, English
from standoff.report.html.fragment import drawing
from standoff.report.named import called, source_names
from standoff.report.picture import PICTURED
from standoff.report.tell.case import beside as telling_beside
from standoff.report.tell.case import ground, timeline
from standoff.report.tell.case import press as telling_press
from standoff.report.tell.model import graph as telling_graph
from standoff.report.tell.model import moves as telling_moves


@dataclass(frozen=True)
class Asked:
    """What is drawn of which readings.

    depth  of a state graph, in moves
    gains  only moves that somebody gains by
    start  the options taken where it starts; None: today
    """

    readings: tuple[Reading, ...]
    depth: int = 1
    gains: bool = False
    start: tuple[str, ...] | None = None

    @property
    def marks(self) -> Mapping[str, int]:
        """Actor -> its number, the same in every picture."""
        names = dict.fromkeys(actor.name for one in self.readings for actor in one.actors)
        return {name: at for at, name in enumerate(names)}


@dataclass(frozen=True)
class Kind:
    """A picture: what it shows, and what draws it."""

    words: str
    draw: Callable[[Asked], Iterator[Block]]


def pictured(what: str, asked: Asked) -> Document:
    """A picture with its table; UnknownName for one that is not known."""
    if what not in PICTURES:
        raise UnknownName("picture", what, tuple(PICTURES))
    sources = {id: source for one in asked.readings for id, source in one.sources.items()}
    blocks = tuple(PICTURES[what].draw(asked))
    return Document("", blocks, glossary=GLOSSARY, names=source_names(sources))


class Picture(Shown):
    """A picture with its table: shown in a notebook, written as SVG.

    >>> import standoff as so
    >>> so.read("cases/syria")["003"].picture("press").svg()[:4]
    '<svg'
    """

    def __init__(self, what: str, asked: Asked) -> None:
        self._document = pictured(what, asked)

    def document(self) -> Document:
        return self._document

    def to_dict(self) -> Any:
        return plain(self._document)

    def svg(self) -> str:
        """The first picture as a file of its own."""
        return drawing(next(b for b in walk(self._document.blocks) if isinstance(b, PICTURED)))


def _each(asked: Asked, blocks: Callable[[Reading], Iterable[Block]], key: str) -> Iterator[Block]:
    for reading in asked.readings:
        yield Part(note(called(reading)), tuple(blocks(reading)), intro=key)


def _second(reading: Reading) -> Answer:
    """An answer with what is stable, before the premises are looked for."""
    steps = stages(reading)
    next(steps)
    return next(steps)


def _moves(asked: Asked) -> Iterator[Block]:
    def of(reading: Reading) -> Iterator[Block]:
        english = English(reading)
        key = f"r{asked.readings.index(reading) + 1}"
        yield from telling_moves.charted(english, charts(_second(reading)), asked.marks, key)

    return _each(asked, of, telling_moves.KEY)


def _press(asked: Asked) -> Iterator[Block]:
    return _each(
        asked,
        lambda reading: telling_press.blocks(pressures(reading), asked.marks),
        telling_press.KEY,
    )


def _lists(asked: Asked) -> Iterator[Block]:
    two = beside(*asked.readings) if len(asked.readings) == 2 else most_different(asked.readings)
    if two is None:
        yield Line((note("There is one reading only: nothing stands beside it."),))
        return
    blocks = tuple(telling_beside.blocks(two, asked.marks))
    yield Part(note(telling_beside.title(two)), blocks, intro=telling_beside.KEY)


def _time(asked: Asked) -> Iterator[Block]:
    yield Part(note("When"), tuple(timeline.blocks(asked.readings)), intro=timeline.INTRO)


def _counts(asked: Asked) -> Iterator[Block]:
    answers = tuple(map(_second, asked.readings))
    yield Part(note("What it rests on"), tuple(ground.blocks(answers)), intro=ground.INTRO)


def _graph(asked: Asked) -> Iterator[Block]:
    def of(reading: Reading) -> Iterator[Block]:
        for world in build(reading):
            named = [reading.typed.get(name, name) for name in asked.start or ()]
            starts = world.model.today if asked.start is None else (state_of(world, named),)
            if not starts:
                yield Line((note("How things stand today is not given: say where to start."),))
                continue
            found = graph(reading, world, starts, asked.depth, gains=asked.gains)
            yield from telling_graph.blocks(found, asked.marks)

    return _each(asked, of, telling_graph.KEY)


PICTURES: Mapping[str, Kind] = MappingProxyType(
    {
        "moves": Kind("what can happen from today, and the moves that are refused", _moves),
        "press": Kind("who can press whom", _press),
        "lists": Kind("the lists of wishes of two readings side by side", _lists),
        "time": Kind("texts, precedents, offers and forecasts in time", _time),
        "counts": Kind("what the lines rest on, and where nobody gains by moving", _counts),
        "graph": Kind("the state graph around a situation, to a depth", _graph),
    }
)
"""Every picture, by its name."""
