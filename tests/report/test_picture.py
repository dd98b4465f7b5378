"""Layout, boxes, arrows and stories: readable, complete, the same with and without graphlay."""

import sys
from itertools import combinations

import pytest
from tests.report.written import answered

from standoff.analysis.judge.chart import MOST, charts
from standoff.analysis.survey import survey
from standoff.gmcr.evolve.evolution import evolve
from standoff.report.document import Document, Items, Line, Part, walk
from standoff.report.html.axis import dated
from standoff.report.html.figure import BOX, Picture, drawn
from standoff.report.html.layout import Drawing, layout
from standoff.report.html.letters import text_width, wrap
from standoff.report.picture import Arrow, Moves, Node, Timeline
from standoff.report.tell.model.moves import MOST_REFUSED
from standoff.report.tell.report import tell

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
    nodes = (
        Node("1 · today", (), ("Alpha keeps its bases",), ("today",), "s-1"),
        Node("2", ("Beta leaves the valley, and everything that is in it",), (), (), "s-2"),
        Node("3 · ● nobody gains by moving", ("x" * 90,), ("nothing",), ("rest",), "s-3"),
    )
    arrows = (Arrow(0, 1, "Beta", 1), Arrow(1, 2, "Alpha", 0), Arrow(2, 1, "Beta", 1))
    return drawn(Moves("A sketch", nodes, arrows))


def test_text_stays_in_its_box(engine: str) -> None:
    for box in sketch().boxes:
        for label in box.labels:
            assert label.x > 0 and 0 < label.y < box.height
            assert label.x + text_width(label.text, strong=bool(label.kind)) <= box.width


def test_boxes_and_arrows_are_the_same_with_and_without_graphlay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def structure(picture: Picture) -> object:
        boxes = [(b.part, b.name, b.kinds, b.width, b.height) for b in picture.boxes]
        return boxes, [(a.colour, a.dash, a.name, a.label.text) for a in picture.arrows]

    laid = sketch()
    monkeypatch.setitem(sys.modules, "graphlay", None)
    assert structure(sketch()) == structure(laid)


def test_wrapping_loses_no_letter() -> None:
    text = "Alpha " + "y" * 200 + " leaves 交渉 the valley"
    lines = wrap(text, BOX)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line) <= BOX for line in lines)
    assert wrap("", BOX) == [""]


def test_actors_are_told_apart_by_colour_and_dash() -> None:
    nodes = (Node("1"), Node("2"))
    arrows = tuple(Arrow(0, 1, f"A{mark}", mark) for mark in range(64))
    picture = drawn(Moves("many", nodes, arrows))
    assert len({(arrow.colour, arrow.dash) for arrow in picture.arrows}) == 64


def test_nothing_dated_has_no_timeline() -> None:
    case, answers = answered(SILENT, {})
    document = tell(survey(case, answers))
    assert not [block for block in walk(document.blocks) if isinstance(block, Timeline)]


def test_a_timeline_without_spans_is_an_empty_axis() -> None:
    """Whoever writes the data by hand may leave them out."""
    assert dated(Timeline("none", ("a",), ())).bars == ()


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


def told(text: str) -> Document:
    """The report on a case of one reading."""
    case, answers = answered(text, {})
    return tell(survey(case, answers))


def pictures(document: Document) -> list[Moves]:
    return [block for block in walk(document.blocks) if isinstance(block, Moves)]


def test_a_long_story_shows_its_start_its_end_and_counts_the_rest() -> None:
    _, (answer,) = answered(climbing(12), {})
    (chart,) = charts(answer)
    reached = len(evolve(answer.courses[0].world.model).states)
    assert chart.reached == reached
    assert len(chart.situations) == min(MOST, reached)
    assert chart.situations[0].kinds == ("today",)
    assert any("rest" in situation.kinds for situation in chart.situations)
    assert chart.hidden == max(0, reached - MOST)


@pytest.mark.parametrize("steps", [3, 12])
def test_a_story_is_drawn_box_by_box_and_move_by_move(steps: int) -> None:
    _, (answer,) = answered(climbing(steps), {})
    (chart,) = charts(answer)
    (picture,) = pictures(told(climbing(steps)))
    boxes = [node for node in picture.nodes if node.kinds != ("refused",)]
    assert [node.kinds for node in boxes] == [s.kinds for s in chart.situations]
    made = [arrow for arrow in picture.arrows if not arrow.refused]
    assert [(arrow.start + 1, arrow.end + 1, arrow.actor) for arrow in made] == [
        (move.start, move.end, move.step.actor) for move in chart.moves
    ]
    ids = {block.id for block in walk(told(climbing(steps)).blocks) if isinstance(block, Part)}
    assert {node.part for node in picture.nodes} <= ids


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
    _, (answer,) = answered(ROUND, {})
    document = told(ROUND)
    (picture,) = pictures(document)
    assert [node.kinds[-1] for node in picture.nodes] == ["round"] * 4
    assert answer.ends[0].cycle
    lead = next(
        block for block in walk(document.blocks) if isinstance(block, Line) and block.role == "lead"
    )
    assert "never comes to rest but goes round" in lead.text


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
    document = told(SILENT)
    (moves,) = (part for part in document.parts if part.id == "moves")
    where = [
        block.text
        for block in walk(moves.blocks)
        if isinstance(block, Line) and block.text.startswith("Where the answer")
    ]
    assert where == [
        "Where the answer to “is it cold?” is yes:",
        "Where the answer to “is it cold?” is no:",
    ]
    made = [[a for a in picture.arrows if not a.refused] for picture in pictures(document)]
    assert [len(arrows) for arrows in made] == [1, 0]


# --- what is not done -----------------------------------------------------------------------------

STAYING = """\
case: Why does nobody move?
actors:
  A: {}
  B: {}
  C: {}
options:
  A.go: go home
  A.sing: sing
  B.pay: pay
  C.idle: do nothing much
wants:
  A:
    - not go
  B:
    - not pay
    - sing
  C: indifferent
"""


def test_where_nobody_moves_each_actor_shows_what_it_refuses_and_the_loss() -> None:
    (picture,) = pictures(told(STAYING))
    (resting,) = (at for at, node in enumerate(picture.nodes) if "rest" in node.kinds)
    held = {arrow.actor: picture.nodes[arrow.end] for arrow in picture.arrows}
    assert all(arrow.refused and arrow.start == resting for arrow in picture.arrows)
    assert {who: (node.head, node.new, node.kept) for who, node in held.items()} == {
        "A": ("not done by A", ("A goes home",), ("loses, because A wants not to go home",)),
        "B": ("not done by B", ("B pays",), ("loses, because B wants not to pay",)),
    }


def test_moves_that_make_no_difference_are_counted_and_not_drawn() -> None:
    """A's singing changes nothing for it, alone; going and singing is worse, and not the plainest."""
    document = told(STAYING)
    (words,) = (
        block.text
        for block in walk(document.blocks)
        if isinstance(block, Line) and "refused moves are drawn" in block.text
    )
    assert "2 refused moves are drawn, one an actor; 2 more are open, worse or no better." in words


def test_the_box_of_a_refused_move_leads_to_where_it_is_said_in_words() -> None:
    document = told(STAYING)
    (picture,) = pictures(document)
    parts = {block.id: block for block in walk(document.blocks) if isinstance(block, Part)}
    for node in picture.nodes:
        if node.kinds == ("refused",):
            said = [
                line.clauses[0].text
                for block in walk(parts[node.part].blocks)
                if isinstance(block, Items)
                for line in (item.line for item in block.items)
                if line.lead == "Loses if"
            ]
            assert node.new[0] in said


def test_no_more_than_a_dozen_refused_moves_are_drawn() -> None:
    actors = [f"P{n:02}" for n in range(15)]
    text = "case: Who moves?\nactors:\n" + "".join(f"  {a}: {{}}\n" for a in actors)
    text += "options:\n" + "".join(f"  {a}.o{a.lower()}: act as {a}\n" for a in actors)
    text += "wants:\n" + "".join(f"  {a}:\n    - not o{a.lower()}\n" for a in actors)
    (picture,) = pictures(told(text))
    assert len(picture.arrows) == MOST_REFUSED == 12
