"""Where boxes stand and how arrows run: a layered drawing from left to right.

One function, `layout`, is the seam. graphlay draws where it is installed; where it is not, a small
layered fallback (Sugiyama, Tagawa and Toda 1981: turn back arcs round, put each box right of all it
comes from, order the layers by barycentre) gives the same boxes and the same arrows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]
Size: TypeAlias = tuple[float, float]
Edge: TypeAlias = tuple[int, int]

ROW_GAP = 30.0
_SWEEPS = 4


@dataclass(frozen=True)
class Route:
    """How an arrow runs, from border to border, and where its label is centred."""

    points: tuple[Point, ...]
    label: Point


@dataclass(frozen=True)
class Drawing:
    """Centres of the boxes and routes of the arrows, in the order given; the corner is at (0, 0)."""

    width: float
    height: float
    centres: tuple[Point, ...]
    routes: tuple[Route, ...]


def layout(sizes: Sequence[Size], edges: Sequence[Edge], gap: float = 90.0) -> Drawing:
    """Place boxes of these sizes so that arrows run from left to right where they can.

    sizes  (width, height) of each box
    edges  (from, to) as positions in `sizes`; both directions, and several arrows, may occur
    gap    room between two layers: what the widest label needs
    """
    if not sizes:
        return Drawing(0, 0, (), ())
    try:
        drawn = _graphlay(import_module("graphlay"), sizes, edges, gap)
    except ImportError:  # a platform without a wheel
        drawn = _layered(sizes, edges, gap)
    return _to_corner(drawn, sizes)


def _graphlay(
    graphlay: ModuleType, sizes: Sequence[Size], edges: Sequence[Edge], gap: float
) -> Drawing:
    graph = graphlay.Graph()
    for at, (width, height) in enumerate(sizes):
        graph.node(at, width=width, height=height)
    for start, end in edges:
        graph.edge(start, end, label_size={"width": gap - 30, "height": 16.0})
    spacing = {"layer_gap": gap, "node_gap": ROW_GAP}
    found = graphlay.layout(graph, options={"direction": "leftright", "spacing": spacing})
    routes = [
        Route(tuple(map(_point, edge["points"])), _point(edge["label_anchor"]))
        for edge in found.edges
    ]
    return Drawing(0, 0, tuple(_point(node["center"]) for node in found.nodes), tuple(routes))


def _point(found: dict[str, float]) -> Point:
    return found["x"], found["y"]


def _to_corner(drawn: Drawing, sizes: Sequence[Size]) -> Drawing:
    """The drawing moved so that everything on it has coordinates of at least 0, rounded."""
    corners = [
        (x + side * w / 2, y + side * h / 2)
        for (x, y), (w, h) in zip(drawn.centres, sizes, strict=True)
        for side in (-1, 1)
    ]
    every = corners + [p for route in drawn.routes for p in (*route.points, route.label)]
    left, top = min(x for x, _ in every), min(y for _, y in every)
    right, bottom = max(x for x, _ in every), max(y for _, y in every)

    def moved(point: Point) -> Point:
        return round(point[0] - left, 1), round(point[1] - top, 1)

    routes = (Route(tuple(map(moved, r.points)), moved(r.label)) for r in drawn.routes)
    centres = tuple(map(moved, drawn.centres))
    return Drawing(round(right - left, 1), round(bottom - top, 1), centres, tuple(routes))


# --- the fallback -------------------------------------------------------------------------------


def _layered(sizes: Sequence[Size], edges: Sequence[Edge], gap: float) -> Drawing:
    layer = _layers(len(sizes), edges)
    columns: list[list[int]] = [[] for _ in range(max(layer) + 1)]
    for node, at in enumerate(layer):
        columns[at].append(node)
    _order(columns, edges)
    centres = _place(columns, sizes, gap)
    floor = max(y + h / 2 for (_, y), (_, h) in zip(centres, sizes, strict=True))
    routes = []
    for start, end in edges:
        if layer[end] == layer[start] + 1:
            routes.append(_across(centres, sizes, start, end))
        else:  # round below everything, each in a lane of its own
            floor += ROW_GAP
            routes.append(_below(centres, sizes, start, end, floor))
    return Drawing(0, 0, tuple(centres), tuple(routes))


def _layers(count: int, edges: Iterable[Edge]) -> list[int]:
    """Each box's layer: right of all it is reached from, arcs that lead back left aside."""
    targets: list[list[int]] = [[] for _ in range(count)]
    for start, end in edges:
        targets[start].append(end)
    finished: list[int] = []
    open_: set[int] = set()
    kept: list[Edge] = []
    for root in range(
        count
    ):  # depth first, without recursion: arcs to what is still open lead back
        path = [(root, iter(targets[root]))] if root not in finished else []
        open_ |= {node for node, _ in path}
        while path:
            node, ahead = path[-1]
            for end in ahead:
                if end in open_:
                    continue
                kept.append((node, end))
                if end not in finished:
                    open_.add(end)
                    path.append((end, iter(targets[end])))
                    break
            else:
                path.pop()
                open_.discard(node)
                finished.append(node)
    layer = [0] * count
    for node in reversed(finished):
        for end in (e for s, e in kept if s == node):
            layer[end] = max(layer[end], layer[node] + 1)
    return layer


def _order(columns: list[list[int]], edges: Sequence[Edge]) -> None:
    """Put each box near the mean height of its neighbours, some sweeps to and fro."""
    near: dict[int, list[int]] = {}
    for start, end in edges:
        near.setdefault(start, []).append(end)
        near.setdefault(end, []).append(start)
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            height = {node: at for other in columns for at, node in enumerate(other)}

            def mean(node: int, height: dict[int, int] = height) -> float:
                found = [height[n] for n in near.get(node, ())]
                return sum(found) / len(found) if found else height[node]

            column.sort(key=mean)


def _place(columns: list[list[int]], sizes: Sequence[Size], gap: float) -> list[Point]:
    """Columns side by side, each centred on the same line."""
    centres = [(0.0, 0.0)] * len(sizes)
    left = 0.0
    for column in columns:
        width = max(sizes[node][0] for node in column)
        top = -(sum(sizes[n][1] for n in column) + ROW_GAP * (len(column) - 1)) / 2
        for node in column:
            centres[node] = (left + width / 2, top + sizes[node][1] / 2)
            top += sizes[node][1] + ROW_GAP
        left += width + gap
    return centres


def _across(centres: Sequence[Point], sizes: Sequence[Size], start: int, end: int) -> Route:
    (x1, y1), (x2, y2) = centres[start], centres[end]
    x1, x2 = x1 + sizes[start][0] / 2, x2 - sizes[end][0] / 2
    middle = (x1 + x2) / 2
    points = ((x1, y1), (x2, y2)) if y1 == y2 else ((x1, y1), (middle, y1), (middle, y2), (x2, y2))
    return Route(points, (middle, y2))


def _below(
    centres: Sequence[Point], sizes: Sequence[Size], start: int, end: int, floor: float
) -> Route:
    (x1, y1), (x2, y2) = centres[start], centres[end]
    x1, x2 = x1 + sizes[start][0] / 4, x2 - sizes[end][0] / 4
    y1, y2 = y1 + sizes[start][1] / 2, y2 + sizes[end][1] / 2
    return Route(((x1, y1), (x1, floor), (x2, floor), (x2, y2)), ((x1 + x2) / 2, floor))
