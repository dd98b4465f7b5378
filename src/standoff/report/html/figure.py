"""Boxes and arrows as plain numbers. The template draws them as SVG.

Widths come from an estimate of the text's width, since nothing here measures fonts; arrowheads are
polygons of their own, so that no id is shared between two pictures of a page.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from standoff.report.html.layout import Point, Route, layout
from standoff.report.html.letters import LEAD, cut, text_width, wrap
from standoff.report.picture import Arrow, Moves, Node

PAD = 11.0
DROP = 21.0  # from the upper border of a box to its first line
BOX = 250.0  # about the widest a box gets: its head is not wrapped
MARGIN = 10.0
COLOURS = 8
DASHES = 8
"""Colours and dashes of arrows: no two of the first 64 actors share both."""
_HEAD = 9.0


@dataclass(frozen=True)
class Label:
    """A line of text; `kind` is head, strong or empty. In a box its place is counted from the corner."""

    text: str
    kind: str
    x: float
    y: float


@dataclass(frozen=True)
class Box:
    """A box as drawn, with the place it leads to."""

    part: str
    name: str
    kinds: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Stroke:
    """An arrow as drawn: its line, its head and its label."""

    colour: int
    dash: int
    thin: bool
    name: str
    line: str
    head: str
    label: Label


@dataclass(frozen=True)
class Picture:
    """A whole drawing, in px."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[Stroke, ...]


def drawn(moves: Moves) -> Picture:
    """Lay out and measure: the same picture for the same moves, whatever the machine."""
    texts = [_lines(node) for node in moves.nodes]
    sizes = [_size(lines) for lines in texts]
    labels = [_words(arrow) for arrow in moves.arrows if not arrow.refused]
    gap = max(map(text_width, labels), default=0.0) + 48
    laid = layout(sizes, [(arrow.start, arrow.end) for arrow in moves.arrows], gap)
    boxes = (
        _box(node, lines, centre, size)
        for node, lines, centre, size in zip(moves.nodes, texts, laid.centres, sizes, strict=True)
    )
    taken: list[Point] = []
    arrows = (
        _stroke(arrow, route, moves.nodes, taken)
        for arrow, route in zip(moves.arrows, laid.routes, strict=True)
    )
    return Picture(
        laid.width + 2 * MARGIN,
        laid.height + 2 * MARGIN + LEAD,  # a label above the topmost arrow
        tuple(boxes),
        tuple(arrows),
    )


def _lines(node: Node) -> list[tuple[str, str]]:
    room = BOX - 2 * PAD
    lines = [(node.head, "head")] if node.head else []
    lines += [(text, "strong") for deed in node.new for text in wrap(cut(deed), room, strong=True)]
    lines += [(text, "") for deed in node.kept for text in wrap(cut(deed), room)]
    return lines or [("", "head")]


def _size(lines: Iterable[tuple[str, str]]) -> tuple[float, float]:
    lines = tuple(lines)
    widest = max(text_width(text, strong=bool(kind)) for text, kind in lines)
    return round(max(120.0, widest + 2 * PAD)), len(lines) * LEAD + 2 * PAD - 4


def _box(
    node: Node, lines: Sequence[tuple[str, str]], centre: Point, size: tuple[float, float]
) -> Box:
    x = centre[0] - size[0] / 2 + MARGIN
    y = centre[1] - size[1] / 2 + MARGIN + LEAD
    labels = tuple(
        Label(text, kind, PAD, DROP + at * LEAD) for at, (text, kind) in enumerate(lines)
    )
    name = " ".join(text for text, _ in lines)
    return Box(node.part, name, node.kinds, x, y, *size, labels)


def _stroke(arrow: Arrow, route: Route, nodes: Sequence[Node], taken: list[Point]) -> Stroke:
    points = [(x + MARGIN, y + MARGIN + LEAD) for x, y in route.points]
    neck, tip = head(points[-2], points[-1])
    words = _words(arrow)
    x, y = (0.0, 0.0) if arrow.refused else _free(points, text_width(words), taken)
    name = f"{words}, {_called(nodes[arrow.start])} to {_called(nodes[arrow.end])}"
    return Stroke(
        *colour_and_dash(arrow.mark),
        arrow.refused or arrow.thin,
        "" if arrow.refused else name,  # its box says by whom
        pairs([*points[:-1], neck]),
        pairs(tip),
        Label("" if arrow.refused else words, "", x, y - 7),
    )


def _free(points: Sequence[Point], width: float, taken: list[Point]) -> Point:
    """Where a name stands: over a level stretch of its own arrow, the longest on which there is room.

    taken  the middles of names that stand already; as wide as this one, about
    """
    found = sorted(
        pairwise(points), key=lambda ends: (abs(ends[1][1] - ends[0][1]) > 1, -math.dist(*ends))
    )
    places = [
        (x1 + (x2 - x1) * part, y1 + (y2 - y1) * part)
        for (x1, y1), (x2, y2) in found
        for part in (0.5, 0.25, 0.75)
        if part == 0.5 or abs(x2 - x1) > 2 * width
    ]
    free = (p for p in places if all(abs(p[0] - x) > width or abs(p[1] - y) > 13 for x, y in taken))
    place = next(free, places[0])
    taken.append(place)
    return place


def _words(arrow: Arrow) -> str:
    """What stands on an arrow; a refused move has its actor's name in its box instead."""
    return arrow.label or arrow.actor


def _called(node: Node) -> str:
    """Its number, or what it says."""
    return node.head.partition(" · ")[0] or ", ".join(node.new)


def colour_and_dash(mark: int) -> tuple[int, int]:
    """How an actor is drawn, by its number."""
    return mark % COLOURS, mark // COLOURS % DASHES


def head(start: Point, end: Point) -> tuple[Point, tuple[Point, Point, Point]]:
    """Where a line stops, and the triangle that ends it."""
    length = math.dist(start, end) or 1.0
    dx, dy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    neck = (end[0] - dx * _HEAD, end[1] - dy * _HEAD)
    half = _HEAD * 0.55
    left = (neck[0] - dy * half, neck[1] + dx * half)
    right = (neck[0] + dy * half, neck[1] - dx * half)
    return neck, (end, left, right)


def pairs(points: Iterable[Point]) -> str:
    """Points as SVG has them."""
    return ",".join(f"{x:.0f},{y:.0f}" for x, y in points)


def px(value: float) -> str:
    """A length as SVG has it, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")
