"""Layout, boxes, arrows and stories: readable, complete, the same with and without graphlay."""

import sys
from itertools import combinations

import pytest
from standoff.report.story import MAX_BOXES
from standoff.report.view import page
from tests.report.written import answered

from standoff.gmcr.evolve.evolution import evolve
from standoff.report.html.figure import (
    BOX,
    Link,
    Node,
    Picture,
    picture,
    text_width,
    timeline,
    wrap,
)
from standoff.report.html.layout import Drawing, layout

SHAPES = {
    "one box": (1, []),
    "a chain": (3, [(0, 1), (1, 2)]),
    "a diamond": (4, [(0, 1), (0, 2), (1, 3), (2, 3), (0, 3)]),
    "a cycle": (4, [(0, 1), (1, 2), (2, 3), (3, 1)]),
    "to and fro": (2, [(0, 1), (1, 0)]),
    "two starts": (4, [(0, 2), (1, 2), (2, 3)]),
    "many": (30, [(a, b) for a in range(30) for b in (a + 1, 2 * a + 1) if b < 30]),
}


@pytest.fixture(params=["graphlay", "own"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "own":
        monkeypatch.setitem(sys.modules, "graphlay", None)
    return str(request.param)


@pytest.mark.parametrize("shape", SHAPES)
class TestLayout:
    def drawn(self, shape: str) -> tuple[Drawing, list[tuple[float, float]]]:
        count, edges = SHAPES[shape]
        sizes = [(120.0 + 10 * (n % 3), 40.0 + 8 * (n % 4)) for n in range(count)]
        return layout(sizes, edges), sizes

    def test_no_two_boxes_overlap_and_all_are_on_the_sheet(self, engine: str, shape: str) -> None:
        drawn, sizes = self.drawn(shape)
        boxes = [(*c, *s) for c, s in zip(drawn.centres, sizes, strict=True)]
        for (x, y, w, h), (x2, y2, w2, h2) in combinations(boxes, 2):
            assert abs(x - x2) >= (w + w2) / 2 - 0.2 or abs(y - y2) >= (h + h2) / 2 - 0.2
        for x, y, w, h in boxes:
            assert x - w / 2 >= -0.1 and x + w / 2 <= drawn.width + 0.1
            assert y - h / 2 >= -0.1 and y + h / 2 <= drawn.height + 0.1

    def test_every_arrow_runs_from_border_to_border(self, engine: str, shape: str) -> None:
        drawn, sizes = self.drawn(shape)
        assert len(drawn.routes) == len(SHAPES[shape][1])
        for (start, end), route in zip(SHAPES[shape][1], drawn.routes, strict=True):
            for node, (x, y) in ((start, route.points[0]), (end, route.points[-1])):
                (cx, cy), (w, h) = drawn.centres[node], sizes[node]
                gap = max(abs(x - cx) - w / 2, abs(y - cy) - h / 2)
                assert abs(gap) < 0.6

    def test_it_runs_from_left_to_right(self, engine: str, shape: str) -> None:
        if shape in ("a cycle", "to and fro"):
            return
        drawn, _ = self.drawn(shape)
        for start, end in SHAPES[shape][1]:
            assert drawn.centres[start][0] < drawn.centres[end][0]


def test_nothing_to_draw() -> None:
    assert layout([], []) == Drawing(0, 0, (), ())


def sketch() -> Picture:
    nodes = [
        Node("s-1", "1 · today", (), ("Alpha keeps its bases",), ("today",)),
        Node("s-2", "2", ("Beta leaves the valley, and everything that is in it",), ()),
        Node("s-3", "3 · ● nobody gains by moving", ("x" * 90,), ("nothing",), ("rest",)),
    ]
    links = [Link(0, 1, "Beta", 1), Link(1, 2, "Alpha", 0), Link(2, 1, "Beta", 1)]
    return picture(nodes, links)


def test_text_stays_in_its_box(engine: str) -> None:
    for box in sketch().boxes:
        for label in box.labels:
            assert box.x < label.x and box.y < label.y < box.y + box.height
            width = text_width(label.text, strong=label.kind != "plain")
            assert label.x + width <= box.x + box.width


def test_boxes_and_arrows_are_the_same_with_and_without_graphlay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def structure(found: Picture) -> object:
        boxes = [(b.anchor, b.name, b.kinds, b.width, b.height) for b in found.boxes]
        return boxes, [(a.colour, a.name, a.label.text) for a in found.arrows]

    drawn = sketch()
    monkeypatch.setitem(sys.modules, "graphlay", None)
    assert structure(sketch()) == structure(drawn)


def test_wrapping_loses_no_letter() -> None:
    text = "Alpha " + "y" * 200 + " leaves 交渉 the valley"
    lines = wrap(text, BOX)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line) <= BOX for line in lines)
    assert wrap("", BOX) == [""]


def test_nothing_dated_has_no_timeline() -> None:
    assert timeline(["a"], []) is None


# --- stories --------------------------------------------------------------------------------------

CLIMB = """\
case: How far does it climb?
actors:
  A: {}
  B: {}
options:
%s
wants:
  A:
%s
  B:
%s
"""


def climbing(steps: int) -> str:
    """A and B in turn take one option each, every one a reason for the next."""
    options = [f"  {'AB'[n % 2]}.o{n}: take step {n}" for n in range(steps)]
    wishes = {
        who: [f"    - o{n - 1} -> o{n}" if n else "    - o0" for n in range(at, steps, 2)]
        + [f"    - not o{n}" for n in range(at, steps, 2)]
        for at, who in enumerate("AB")
    }
    return CLIMB % ("\n".join(options), "\n".join(wishes["A"]), "\n".join(wishes["B"]))


def test_a_long_story_shows_its_start_its_end_and_counts_the_rest() -> None:
    case, answers = answered(climbing(12), {})
    story = page(case, answers, None, "").panes[0].scenes[0].story
    reached = len(evolve(answers[0].courses[0].world.model).states)
    assert story.reached == reached
    assert len(story.situations) == min(MAX_BOXES, reached)
    assert story.situations[0].kinds == ("today",)
    assert any("rest" in situation.kinds for situation in story.situations)
    assert story.hidden == max(0, reached - MAX_BOXES)


ROUND = """\
case: Does it ever end?
actors:
  Cat: {}
  Mouse: {}
options:
  Cat.left: look on the left
  Mouse.left: hide on the left
wants:
  Cat:
    - Cat.left <-> Mouse.left
  Mouse:
    - not (Cat.left <-> Mouse.left)
"""


def test_a_cycle_is_shown_as_one() -> None:
    case, answers = answered(ROUND, {})
    shown = page(case, answers, None, "")
    story = shown.panes[0].scenes[0].story
    assert [s.kinds[-1] for s in story.situations] == ["round"] * 4
    assert shown.readings[0].rests[0].cycle
    assert "never comes to rest but goes round" in shown.lead[0]


SILENT = """\
case: Does it depend?
actors:
  A: {}
options:
  A.go: go home
facts:
  cold: is it cold?
wants:
  A:
    - cold -> go
    - not go
"""


def test_worlds_that_differ_are_told_apart() -> None:
    case, answers = answered(SILENT, {})
    scenes = page(case, answers, None, "").panes[0].scenes
    assert [scene.worlds for scene in scenes] == [
        "the answer to “is it cold?” is yes",
        "the answer to “is it cold?” is no",
    ]
    assert [len(scene.story.arcs) for scene in scenes] == [1, 0]
