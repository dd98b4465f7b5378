"""The question of a case, answered reading by reading: by the definition of what it says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.report.written import answered

from standoff.analysis.judge.compare import Answer, stages
from standoff.analysis.judge.fidelity import without
from standoff.analysis.point import about, points, shared


@pytest.fixture(scope="module")
def answers() -> list[Answer]:
    return answered()[1]


def test_words_are_alike_by_their_first_letters() -> None:
    assert shared("Will Beta leave the valley?", "Beta leaves its valley") == 2
    assert shared("Who, me?", "me and who") == 0


def test_the_choice_is_the_one_whose_words_the_question_has(answers: Sequence[Answer]) -> None:
    assert about("Will Beta leave the valley?", answers) == ("Beta.leave",)
    assert about("Who pays?", answers) == ()
    assert about("", answers) == ()


def test_of_choices_that_share_as_much_the_one_asked_about_comes_first(
    answers: Sequence[Answer],
) -> None:
    first, second = about("Will Alpha move?", answers)
    assert {first, second} == {"Alpha.press", "Alpha.pay"}


def test_a_question_about_nothing_is_not_answered(answers: Sequence[Answer]) -> None:
    assert points("Who pays?", answers, {}) == ()


def test_what_is_said_is_what_is_so_where_the_reading_ends(answers: Sequence[Answer]) -> None:
    """Against the ends themselves, and against the reading without the lines said to decide."""
    (point,) = points("Will Beta leave the valley?", answers, {})
    assert [one.reading.id for one in point.said] == ["one", "two"]
    for one, answer in zip(point.said, answers, strict=True):
        values = {point.option in taken for end in answer.ends for taken in end.taken}
        assert values == {one.holds}
        if one.so is not None and one.so.rests_on:
            found = next(stages(without(one.reading, frozenset(one.decides))))
            after = {point.option in taken for end in found.ends for taken in end.taken}
            inert = one.so.by and all(each.lines for each in one.so.by)
            assert after != values or inert


def test_who_does_not_speak_of_it_is_named() -> None:
    options = "options:\n  Ann.go: go home\n  Ben.sing: sing\n"
    base = f"case: Will Ann go home?\nactors: {{Ann: {{}}, Ben: {{}}}}\n{options}now: []\n"
    _, found = answered(
        base,
        {},
        x="wants:\n  Ann:\n    - go\n  Ben: silent\n",
        y="wants:\n  Ben:\n    - sing\n  Ann: silent\n",
    )
    (point,) = points("Will Ann go home?", found, {})
    assert point.option == "Ann.go"
    assert [(one.reading.id, one.holds) for one in point.said] == [("x", True)]
    assert [reading.id for reading in point.silent] == ["y"]
    (line,) = point.said[0].decides
    assert line.actor == "Ann"
