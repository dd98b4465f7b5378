"""The first lines: ends, conclusions and ground counted in plain sentences."""

from __future__ import annotations

from tests.report.tell.well import well

from standoff.analysis.judge.compare import answer
from standoff.report.tell.lead import lead

ROUND = """
case: Two neighbours
actors: {Ada: {}, Ben: {}}
options:
  Ada.light: put a light on
  Ben.curtain: draw the curtain
now: [not light, not curtain]
wants:
  Ada:
    - curtain -> not light
    - not curtain -> light
  Ben:
    - light -> curtain
    - not light -> not curtain
"""
STILL = """
case: A bench
actors: {Ada: {}, Ben: {}}
options:
  Ada.sit: sit down
  Ben.stand: stand up
now: [sit]
wants:
  Ada: [sit]
  Ben: silent
author_concludes:
  - sit
  - stand
"""


def texts(*cases: str) -> list[str]:
    return [clause.text for clause in lead([answer(well(case)) for case in cases])]


def test_nothing_is_said_of_no_reading() -> None:
    assert lead([]) == ()


def test_one_reading_that_does_not_move() -> None:
    ends, conclusions, ground = texts(STILL)
    assert ends == "The one reading comes to rest in one situation, which is today's."
    assert conclusions.startswith("Of two conclusions that the author draws, one follows from")
    assert "lacks a premise that the text does not give" in conclusions
    assert ground.startswith("All this rests on two assumptions: none is just what a sentence says")
    assert "two have no source" in ground
    assert "silent on what some actors want" in ground


def test_readings_that_end_otherwise_are_counted_apart() -> None:
    ends, conclusions, _ = texts(ROUND, STILL)
    assert ends == (
        "Of two readings, one never comes to rest but goes round and one comes to rest in one situation; "
        "in one of them nobody moves at all."
    )
    assert "two conclusions" in conclusions


def test_several_that_end_alike_among_others_are_told_in_the_plural() -> None:
    ends, *_ = texts(ROUND, STILL, ROUND)
    assert ends.startswith(
        "Of three readings, two never come to rest but go round and one comes to rest"
    )


def test_readings_that_end_alike_are_counted_together() -> None:
    ends, conclusions, _ = texts(ROUND, ROUND)
    assert ends == "Each of the two readings never comes to rest but goes round."
    assert conclusions == "No author's conclusion has been entered."
