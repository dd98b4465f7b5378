"""Pictures as plain numbers: boxes and arrows, a line of time. The templates draw them as SVG.

Widths come from an estimate of the text's width, since nothing here measures fonts; arrowheads are
polygons of their own, so that no id is shared between two pictures of a page.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from standoff.report.html.layout import Point, Route, layout

SIZE = 13.0  # of the letters, in px
LEAD = 18.0  # from one line of text to the next
PAD = 11.0
BOX = 250.0  # about the widest a box gets: its head is not wrapped
MARGIN = 10.0
COLOURS = 8  # actors beyond this many share colours; dash and label still part them
_HEAD = 9.0

_NARROW, _WIDE = frozenset("ijlftrI.,;:'’|!()[] "), frozenset("mwMW—@%")


def text_width(text: str, size: float = SIZE, strong: bool = False) -> float:
    """About how wide a text is drawn, rather too much than too little."""
    ems = sum(map(_ems, text))
    return ems * size * (1.12 if strong else 1.0)


def _ems(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in _NARROW:
        return 0.37
    if letter in _WIDE:
        return 0.96
    return 0.72 if letter.isupper() else 0.62


def wrap(text: str, width: float, strong: bool = False) -> list[str]:
    """The text in lines no wider than `width`; a word too long for one is broken."""
    lines = [""]
    for word in text.split():
        while text_width(word, strong=strong) > width:
            fits = max(1, int(len(word) * width / text_width(word, strong=strong)))
            lines.append(word[:fits])
            word = word[fits:]
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, strong=strong) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line for line in lines if line] or [""]


# --- boxes and arrows ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Node:
    """What a box says: a head, what is new in it (strong), and the rest."""

    anchor: str
    head: str
    strong: tuple[str, ...]
    plain: tuple[str, ...]
    kinds: tuple[str, ...] = ()  # today, rest, round


@dataclass(frozen=True)
class Link:
    """An arrow: from which box to which, by whom."""

    start: int
    end: int
    actor: str
    colour: int


@dataclass(frozen=True)
class Label:
    """A line of text; `kind` is head, strong or plain."""

    text: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """A box as drawn, with the place it leads to."""

    anchor: str
    name: str
    kinds: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Arrow:
    """An arrow as drawn: its line, its head and its label with the room behind it."""

    colour: int
    name: str
    line: str
    head: str
    label: Label
    room: float


@dataclass(frozen=True)
class Picture:
    """A whole drawing, in px."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def picture(nodes: Sequence[Node], links: Sequence[Link]) -> Picture:
    """Lay out and measure: the same picture for the same input, whatever the machine."""
    texts = [_lines(node) for node in nodes]
    sizes = [_size(lines) for lines in texts]
    gap = max((text_width(link.actor) for link in links), default=0.0) + 48
    drawn = layout(sizes, [(link.start, link.end) for link in links], gap)
    boxes = (
        _box(node, lines, centre, size)
        for node, lines, centre, size in zip(nodes, texts, drawn.centres, sizes, strict=True)
    )
    arrows = (_arrow(link, route, nodes) for link, route in zip(links, drawn.routes, strict=True))
    return Picture(
        drawn.width + 2 * MARGIN,
        drawn.height + 2 * MARGIN + LEAD,  # a label above the topmost arrow
        tuple(boxes),
        tuple(arrows),
    )


def _lines(node: Node) -> list[tuple[str, str]]:
    room = BOX - 2 * PAD
    lines = [(node.head, "head")]
    lines += [(text, "strong") for each in node.strong for text in wrap(each, room, strong=True)]
    lines += [(text, "plain") for each in node.plain for text in wrap(each, room)]
    return lines


def _size(lines: Iterable[tuple[str, str]]) -> tuple[float, float]:
    lines = tuple(lines)
    widest = max(text_width(text, strong=kind != "plain") for text, kind in lines)
    return round(max(120.0, widest + 2 * PAD), 1), len(lines) * LEAD + 2 * PAD - 4


def _box(
    node: Node, lines: Sequence[tuple[str, str]], centre: Point, size: tuple[float, float]
) -> Box:
    x = round(centre[0] - size[0] / 2 + MARGIN, 1)
    y = round(centre[1] - size[1] / 2 + MARGIN + LEAD, 1)
    labels = (
        Label(text, kind, round(x + PAD, 1), round(y + PAD + 10 + at * LEAD, 1))
        for at, (text, kind) in enumerate(lines)
    )
    name = " ".join(text for text, _ in lines)
    return Box(node.anchor, name, node.kinds, x, y, size[0], size[1], tuple(labels))


def _arrow(link: Link, route: Route, nodes: Sequence[Node]) -> Arrow:
    points = [(x + MARGIN, y + MARGIN + LEAD) for x, y in route.points]
    neck, head = _head(points[-2], points[-1])
    line = " ".join(map(_pair, [*points[:-1], neck]))
    x, y = route.label[0] + MARGIN, route.label[1] + MARGIN + LEAD
    label = Label(link.actor, "plain", round(x, 1), round(y - 7, 1))
    name = f"{link.actor}, from {nodes[link.start].head} to {nodes[link.end].head}"
    room = round(text_width(link.actor, 12), 1)
    return Arrow(link.colour, name, line, " ".join(map(_pair, head)), label, room)


def _head(start: Point, end: Point) -> tuple[Point, tuple[Point, Point, Point]]:
    """Where the line stops, and the triangle that ends it."""
    length = math.dist(start, end) or 1.0
    dx, dy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    neck = (end[0] - dx * _HEAD, end[1] - dy * _HEAD)
    half = _HEAD * 0.55
    left = (neck[0] - dy * half, neck[1] + dx * half)
    right = (neck[0] + dy * half, neck[1] - dx * half)
    return neck, (end, left, right)


def _pair(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"


# --- time ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A stretch of days on a row of the timeline."""

    row: int
    kind: str  # published, speaks
    name: str
    earliest: date
    latest: date


@dataclass(frozen=True)
class Bar:
    """A span as drawn."""

    kind: str
    name: str
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Timeline:
    """Rows of spans over one axis, with a mark for each year (or month, where it is short)."""

    width: float
    height: float
    left: float
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]


ROW = 34.0
_WIDTH = 560.0


def timeline(rows: Sequence[str], spans: Sequence[Span]) -> Timeline | None:
    """All spans on one axis; None where nothing has a date."""
    if not spans:
        return None
    first, last = min(s.earliest for s in spans), max(s.latest for s in spans)
    short = (last - first).days < 500
    start, end = _round_down(first, short), _round_up(last, short)
    left = max(map(text_width, rows)) + 16
    scale = _WIDTH / ((end - start).days or 1)

    def at(day: date) -> float:
        return round(left + (day - start).days * scale, 1)

    bars = (
        Bar(
            span.kind,
            span.name,
            at(span.earliest),
            span.row * ROW + 26,
            max(9.0, round(((span.latest - span.earliest).days + 1) * scale, 1)),
        )
        for span in spans
    )
    ticks = tuple((at(day), text) for day, text in _ticks(start, end, short))
    names = tuple((at_row * ROW + 36, name) for at_row, name in enumerate(rows))
    return Timeline(left + _WIDTH + 24, len(rows) * ROW + 30, left, ticks, names, tuple(bars))


def _round_down(day: date, short: bool) -> date:
    return date(day.year, day.month if short else 1, 1)


def _round_up(day: date, short: bool) -> date:
    if not short or day.month == 12:
        return date(min(day.year + 1, date.max.year), 1, 1)
    return date(day.year, day.month + 1, 1)


def _ticks(start: date, end: date, short: bool) -> Iterable[tuple[date, str]]:
    if not short:
        step = max(1, (end.year - start.year) // 8)
        return [(date(y, 1, 1), str(y)) for y in range(start.year, end.year + 1, step)]
    months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    step = max(1, len(months) // 6)
    return [(date(m // 12, m % 12 + 1, 1), f"{m // 12}-{m % 12 + 1:02}") for m in months[::step]]
