"""How a reading can move: the picture, its table, and what each actor would gain or lose by."""

from __future__ import annotations

from dataclasses import replace

from tests.report.tell.well import well
from tests.report.written import answered

from standoff.analysis.judge.chart import Position, Situation, charts
from standoff.analysis.judge.compare import answer
from standoff.analysis.survey import survey
from standoff.report.document import Line, Part, Table
from standoff.report.english import English
from standoff.report.picture import Moves
from standoff.report.tell.model.moves import head, picture, position, situation, tell, within


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


def test_where_there_is_little_room_what_is_special_is_told_and_the_rest_counted() -> None:
    (found, *_) = charts(answer(well()))
    kinds = (("today",), (), (), ("rest",))
    situations = tuple(Situation(at, each, (), (), ()) for at, each in enumerate(kinds, 1))
    moves = tuple(
        replace(found.moves[0], start=start, end=end)
        for start, end in ((1, 2), (2, 3), (3, 4), (1, 4))
    )
    chart = replace(found, situations=situations, moves=moves, reached=4, made=4)
    assert within(chart, 4) is chart
    few = within(chart, 3)
    assert [(each.number, each.kinds) for each in few.situations] == [
        (1, ("today",)), (2, ()), (3, ("rest",))
    ]  # fmt: skip
    assert [(move.start, move.end) for move in few.moves] == [(1, 2), (1, 3)]
    assert (few.hidden, few.made) == (1, 4)


def test_actors_of_whom_no_more_is_to_say_than_that_they_stay_share_a_line() -> None:
    still = [Position(name, "stays", (), (), more) for name, more in (("A", 2), ("B", 0))]
    found = Situation(1, ("today",), (), (), tuple(still))
    part = situation(English(well()), found)
    said = [block.text for block in part.blocks if isinstance(block, Line)]
    assert (
        "A and B stay: they have no better move, and 2 other moves that make no difference." in said
    )
    assert not [block for block in part.blocks if isinstance(block, Part)]
