"""Answer sheets: the lines they call deciding are, every clause has its ground, a blank case gets none."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.analysis.written import written

from standoff.analysis.asking import Around
from standoff.analysis.question import Sheet, sheet
from standoff.case.entry import Conclusion, Marks, Question, Reading
from standoff.case.format.line import read_line
from standoff.case.question import QUESTIONS
from standoff.case.reading import merge, readings, variants
from standoff.condition import parse_condition
from standoff.problem import Place
from standoff.record import plain
from standoff.report.tell.sheet import told
from standoff.store.folder import load_folder
from standoff.store.texts import find_texts

SYRIA = Path(__file__).resolve().parents[2] / "cases" / "syria"
ALL = (
    "leaves", "pullback", "why_2016", "force_out", "what_it_takes", "offers", "leverage", "why_2017",
    "us_follows",
)  # fmt: skip


@cache
def cases() -> dict[str, Reading]:
    case, _ = load_folder(SYRIA)
    return {reading: merge(case, reading)[0] for reading in readings(case)}


@cache
def answered(id: str) -> Sheet:
    case, _ = load_folder(SYRIA)
    reading, question = next((c, q) for c in cases().values() for q in c.questions if q.id == id)
    names = variants(case, reading.id)
    others = {name: merge(case, reading.id, name)[0] for name in names}
    return sheet(reading, question, Around(tuple(cases().values()), others, bound=2))


def test_every_computation_is_there_and_all_five_readings_ask_something() -> None:
    asked = {q.computation for reading in cases().values() for q in reading.questions}
    assert asked <= set(QUESTIONS)
    assert all(reading.questions for reading in cases().values())
    assert sorted(q.id for reading in cases().values() for q in reading.questions) == sorted(ALL)


@pytest.mark.parametrize("id", ALL)
def test_every_clause_cites_or_is_computed_and_every_citation_verifies(
    id: str, texts: Path
) -> None:
    case, _ = load_folder(SYRIA)
    found = find_texts(texts, case.sources.values())
    clauses = told(answered(id)).clauses
    assert clauses
    for clause in clauses:
        assert clause.citations or clause.computed, clause.text
        for text in clause.citations:
            (citation,) = read_line("wish", f"x [{text}]").tail.citations
            assert found[citation.source].quote(citation), (clause.text, text)


@pytest.mark.parametrize("id", ALL)
def test_a_sheet_has_all_parts(id: str) -> None:
    sheet = told(answered(id))
    assert 1 <= len(sheet.answer) <= 2
    assert sheet.firm and sheet.path and sheet.rests and sheet.lacks
    assert sheet.decides or id == "us_follows"
    record = plain(told(answered(id)))
    assert record["cannot"] is None
    assert {"answer", "firm", "path", "decides", "changes", "rests", "lacks"} <= set(record)


SMALL = """
    case: A shared well
    actors: {Ada: {}, Ben: {}}
    options:
      Ada.draw: draw water at night
      Ben.lock: put a lock on the well
    wants:
      Ada: [draw]
      Ben:
        - draw -> lock
        - not lock
    questions:
      locked:
        asks: Will it be locked?
        compare: lock
      drawn:
        asks: What if she draws?
        whatif: draw=yes,no
      offered:
        asks: What is on offer?
        offers: all
      reason:
        asks: Why does she draw?
        why: Ada.draw
"""


def asked(reading: Reading, id: str) -> Sheet:
    return sheet(reading, next(question for question in reading.questions if question.id == id))


def test_the_deciding_lines_are_those_without_which_the_answer_is_another() -> None:
    reading = written(SMALL)
    locked, drawn = asked(reading, "locked"), asked(reading, "drawn")
    assert [str(line.condition) for line in locked.deciding] == ["draw", "draw -> lock"]
    # Without `not lock` he may leave the lock on; either way it differs by the act only with the rule.
    assert "draw -> lock" in [str(line.condition) for line in drawn.deciding]
    assert locked.lines == 3


def test_what_is_lacking_is_said_instead_of_an_answer() -> None:
    reading = written(SMALL)
    assert "it lacks an offer" in asked(reading, "offered").cannot
    assert "it lacks a motive" in asked(reading, "reason").cannot
    record = plain(told(asked(reading, "offered")))
    assert record["answer"][0]["text"] == record["cannot"]
    assert record["path"] == []


@pytest.mark.parametrize("id", ["locked", "drawn"])
def test_a_blank_case_cannot_be_answered(id: str) -> None:
    text = (
        SMALL[: SMALL.index("wants:")]
        + "wants: {Ada: silent, Ben: silent}\n    "
        + SMALL[SMALL.index("questions:") :]
    )
    found = asked(written(text), id)
    assert "cannot be answered: it lacks a wish of anybody" in found.cannot
    assert found.silent == ("Ada", "Ben")
    assert "Ada and Ben" in told(found).lacks[0].text


def test_an_act_that_no_situation_has_is_refused_with_its_rule() -> None:
    reading = written(SMALL.rstrip() + "\n    impossible: [draw]\n")
    assert "no situation has draw: impossible is draw" in asked(reading, "drawn").cannot


def test_a_question_in_the_words_of_the_author_keeps_his_citations() -> None:
    reading = cases()["004"]
    entry = next(c for c in reading.conclusions if c.text == "not stay given pull")
    bare = replace(entry, citations=(), marks=Marks())
    assert isinstance(bare, Conclusion)
    found = answered("us_follows")
    assert told(found).answer[0].citations == tuple(map(str, entry.citations))


def test_a_question_typed_anew_is_answered_too() -> None:
    condition = parse_condition("Ben.lock")
    conclusion = Conclusion(condition, None, (), (), Marks(), Place("typed", 1))
    question = Question("q", "Locked?", "compare", conclusion, {}, (), Marks(), Place("typed", 1))
    assert told(sheet(written(SMALL), question)).answer[0].text.startswith("Ben puts a lock")
