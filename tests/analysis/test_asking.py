"""Questions of readings: another reading's is said to be that one's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.analysis.written import written

from standoff.analysis.asking import questions_asked
from standoff.case.entry import Reading
from standoff.problem import NotComputed, UnknownName

CASE = """
case: A gate
actors: {Ada: {}, Ben: {}}
options:
  Ada.lift: lift the gate
  Ben.go: go through
wants:
  Ada: [lift]
  Ben: [go]
"""


def reading(id: str, *questions: str) -> Reading:
    lines = "".join(f"  {name}: {{asks: What then?, compare: lift}}\n" for name in questions)
    return replace(written(CASE + ("questions:\n" + lines if lines else "")), id=id)


def test_a_question_of_another_reading_says_whose_it_is() -> None:
    one, two, three = reading("one", "gate"), reading("two", "road"), reading("three", "road")
    every = (one, two, three)
    with pytest.raises(UnknownName, match="'road' is not known here: it is a question of "):
        questions_asked([one], "road", every)
    with pytest.raises(UnknownName, match=r"mean road\? \(.*reading two and reading three\)"):
        questions_asked([one], "raod", every)
    with pytest.raises(UnknownName, match=r"mean gate\?$"):
        questions_asked([one], "gats", every)
    with pytest.raises(UnknownName, match=r"is not known$"):
        questions_asked(every, "harvest", every)


def test_the_questions_of_the_readings_asked() -> None:
    one, two = reading("one", "gate"), reading("two", "gate", "road")
    found = questions_asked([one, two], None, (one, two))
    assert [(each.id, question.id) for each, question in found] == [
        ("one", "gate"),
        ("two", "gate"),
        ("two", "road"),
    ]
    assert [each.id for each, _ in questions_asked([one, two], "gate", (one, two))] == [
        "one",
        "two",
    ]


def test_a_case_that_asks_nothing_says_so() -> None:
    none, one = reading("none"), reading("one", "gate")
    with pytest.raises(NotComputed, match="lacks a question"):
        questions_asked([none], "gate", [none])
    with pytest.raises(UnknownName, match="it is a question of reading one"):
        questions_asked([none], "gate", [none, one])
