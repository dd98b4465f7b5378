"""What all answers to questions share: parts by reading, refusals, closing lines, ends told once."""

from __future__ import annotations

from dataclasses import replace

from tests.report.tell.well import text, well

from standoff.analysis.ask import Cannot
from standoff.analysis.judge.compare import answer
from standoff.report.document import Line
from standoff.report.english import English
from standoff.report.tell.asked import closing, document, ends, line, reading_part, refusal, term
from standoff.report.tell.verdict import CAUTION


def test_an_answer_stands_under_its_reading_and_ends_with_what_it_is_not() -> None:
    reading = well()
    part = reading_part(reading, [term("Asked"), line()])
    told = text(document(reading, "", [part], "One change was tried."))
    assert "A shared well" in told
    assert told.index("Asked") < told.index("One change was tried.") < told.index(CAUTION)


def test_a_reading_with_a_title_has_its_name_above_it() -> None:
    reading = replace(well(), title="Who draws at night?")
    part = reading_part(reading, [])
    assert part.title.text == "Who draws at night?"
    assert part.kicker


def test_why_a_reading_cannot_answer_is_said_as_a_warning() -> None:
    part = refusal(Cannot(well(), "it lacks a wish", {}))
    (block,) = part.blocks
    assert isinstance(block, Line)
    (clause,) = block.clauses
    assert (clause.text, clause.tone) == ("It lacks a wish", "warning")


def test_the_closing_lines_end_with_the_caution() -> None:
    *notes, last = closing("a", "b")
    assert [note.clauses[0].text for note in notes] == ["a", "b"]
    assert last.clauses[0].text == CAUTION


def test_an_end_that_comes_in_several_worlds_is_told_once_with_all_of_them() -> None:
    silent = """
case: A door
actors: {Ada: {}}
options:
  Ada.knock: knock
facts:
  home: is anybody home?
  late: is it late?
now:
  - not knock
wants:
  Ada:
    - home -> knock
    - not home and late -> not knock
"""
    reading = well(silent)
    found = answer(reading)
    told = [clause.text for each in ends(English(reading), found.ends) for clause in each.clauses]
    assert len(found.courses) == 4
    assert len(told) == 2, "two ends, though four ways the facts may be"
    assert all(one.startswith("Where ") for one in told)
    assert sum(" or where " in one for one in told) == 2
