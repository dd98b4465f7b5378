"""What the sheets of a case's questions say of acts, of how sure an answer is, of what has to change."""

from __future__ import annotations

from tests.report.tell.well import WELL, text, well

from standoff.analysis.asking import Around
from standoff.analysis.question import sheet
from standoff.report.tell.sheet import tell, told

QUESTIONS = """
questions:
  act:
    asks: what if Ben locks the well?      [a#s1]
    whatif: lock=yes,no
  acts:
    asks: and if Ada sings besides?
    whatif: lock=yes,no sing=yes,no
  sure:
    asks: will Ada draw?
    robust: draw
  change:
    asks: what would make Ben lock it?
    inverse: lock
"""


def sheets() -> dict[str, str]:
    """Question -> its sheet as a console prints it."""
    reading = well(WELL + QUESTIONS)
    around = Around((reading,))
    return {one.id: text(tell(sheet(reading, one, around))) for one in reading.questions}


def test_a_question_about_acts() -> None:
    said = sheets()
    assert (
        "If Ben puts a lock on the well, this is different: Ben does not leave the well open; "
        "better off: Ben  [a#s5]\n" in said["act"]
    )
    assert "Where nothing is set, in no end Ben puts a lock on the well\n" in said["act"]
    assert "Of four comparisons, two show that the act makes a difference\n" in said["acts"]
    assert "Where Ben puts a lock on the well, if Ada sings, nothing else changes\n" in said["acts"]


def test_a_question_about_how_sure() -> None:
    said = sheets()["sure"]
    assert "Ada draws water at night: follows" in said
    assert "it follows and is carried in 1 of 1 (enumerated)" in said
    assert "Of 10 single changes, 2 turn the answer\n" in said
    assert "Nobody's list alone decides" in said
    assert "Ada no longer wants to draw water at night  [a#s4]\n" in said


def test_a_question_about_what_has_to_change() -> None:
    reading = well(WELL + QUESTIONS)
    (question,) = (one for one in reading.questions if one.id == "change")
    parts = told(sheet(reading, question, Around((reading,), bound=1)))
    assert [clause.text for clause in parts.answer] == [
        "Ben puts a lock on the well: it takes 1 change, no fewer (43 sets of up to 1 change tried)"
    ]
    assert [str(clause) for clause in parts.changes[:2]] == [
        "It can be that Ben puts a lock on the well and leaves the well open: denied by base  [a#s2]",
        "There is a way back once Ben leaves the well open: denied by base  [a#s3]",
    ]
