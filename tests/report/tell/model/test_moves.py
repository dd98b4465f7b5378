"""How a reading can move: the picture, its table, and what each actor would gain or lose by."""

from __future__ import annotations

from tests.report.tell.well import well
from tests.report.written import answered

from standoff.analysis.judge.chart import charts
from standoff.analysis.judge.compare import answer
from standoff.analysis.survey import survey
from standoff.report.document import Part, Table
from standoff.report.english import English
from standoff.report.picture import Moves
from standoff.report.tell.model.moves import head, picture, position, tell


def parts(part: Part, kind: type) -> list:
    found = [block for block in part.blocks if isinstance(block, kind)]
    return found + [
        each for block in part.blocks if isinstance(block, Part) for each in parts(block, kind)
    ]


def test_every_reading_has_a_pane_with_a_picture_and_its_table() -> None:
    case, answers = answered()
    part = tell(survey(case, answers), {"Alpha": 0, "Beta": 1})
    (choice,) = part.blocks
    assert isinstance(choice, Part)
    assert len(choice.blocks) == len(answers)
    for pane, one in zip(choice.blocks, answers, strict=True):
        assert isinstance(pane, Part)
        moves = [step for course in one.courses for step in course.steps]
        assert bool(parts(pane, Moves)), "today is drawn even where nobody moves"
        rows = [row for table in parts(pane, Table) for row in table.rows]
        assert len(rows) >= len(moves)


def test_a_picture_shows_today_where_it_rests_and_who_moves() -> None:
    reading = well()
    found = answer(reading)
    chart = next(chart for chart in charts(found) if not chart.given)
    drawn = picture(English(reading), chart, {"Ada": 0, "Ben": 1})
    assert drawn.nodes[0].head.startswith("1 · today")
    assert any("nobody gains by moving" in node.head for node in drawn.nodes)
    assert {(arrow.actor, arrow.mark) for arrow in drawn.arrows} <= {("Ada", 0), ("Ben", 1)}
    assert len([arrow for arrow in drawn.arrows if not arrow.refused]) == len(chart.moves)
    boxes = [node.head for node in drawn.nodes if node.kinds != ("refused",)]
    assert [head(each) for each in chart.situations] == boxes


def test_an_actor_in_a_situation_has_what_it_would_gain_and_lose_by() -> None:
    reading = well()
    chart = next(chart for chart in charts(answer(reading)) if not chart.given)
    english = English(reading)
    today = next(each for each in chart.situations if "today" in each.kinds)
    told = {one.actor: position(english, one) for one in today.positions}
    assert told["Ada"].note == "gains by moving"
    lines = [
        item.line for block in told["Ada"].blocks if hasattr(block, "items") for item in block.items
    ]
    gains = [line for line in lines if line.lead == "Gains if"]
    assert gains
    assert gains[0].clauses[0].text == "Ada draws water at night"
    assert gains[0].clauses[1].citations, "the line that decides it cites its sentence"
