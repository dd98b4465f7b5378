"""How sure an answer is: the record as data, and what is told of it."""

from __future__ import annotations

from dataclasses import replace

from tests.report.tell.well import WELL, text, well

from standoff.analysis.ask import Cannot, each_answer, question
from standoff.analysis.sure.robust import robust
from standoff.record import plain
from standoff.report.document import Table, walk
from standoff.report.tell.vary.robust import tell

OTHER = WELL.replace(
    "- draw                    [a#s4]", "- not draw\n    - humming -> sing"
).replace("  Ada.sing: sing", "  Ada.sing: sing\n  Ben.humming: hum along")


def test_the_record_as_data() -> None:
    """Ada draws because she wants to: that wish dropped or turned round, and nothing else, turns it."""
    reading = well()
    data = plain(robust(reading, question(reading, " draw"), [reading]))
    assert (data["ask"], data["reading"], data["verdict"]) == (" draw", "base", "follows")
    assert data["changes"]["1"] == {"flips": 2, "of": 10, "hinges": 2}
    assert data["changes"]["2"]["hinges"] == 0
    ((dropped,), (turned,)) = data["smallest"]
    assert (dropped["edit"], dropped["kind"], dropped["becomes"]) == (
        "Ada no longer wants draw",
        "off",
        None,
    )
    assert (turned["edit"], turned["becomes"]) == ("Ada wants not draw instead of draw", "not draw")
    assert (dropped["file"], dropped["line"], dropped["was"]["condition"]) == (
        "case.yaml",
        21,
        "draw",
    )
    assert data["lists"] == {"Ada": {"base": "supported"}, "Ben": {"base": "supported"}}
    counts = data["combinations"]
    assert (counts["supported"], counts["of"], counts["method"]) == (1, 1, "enumerated")
    assert counts["standard_error"] == {"supported": 0, "inert": 0, "no": 0}
    assert data["distinct"] == {"supported": 1, "inert": 0, "no": 0}
    (share,) = data["equilibria"]
    assert share == {
        "concept": "NASH",
        "state": ["draw", "open"],
        "facts": {},
        "in": 1,
        "of": 1,
        "exact": True,
    }


def test_what_turns_it_is_told_with_the_lines_it_changes() -> None:
    reading = well()
    told = text(tell(robust(reading, question(reading, "draw"), [reading])))
    assert "Ada draws water at night  follows\n" in told
    assert "Of 10 single changes, 2 turn the answer." in told
    assert "Of 42 pairs of changes, 16 turn the answer, each with a smaller one inside." in told
    assert "Ada no longer wants to draw water at night  [a#s4]" in told
    assert "of 1 combination " in told
    assert "at rest under Nash stability in 1 of 1 combinations, exactly." in told
    assert "It is no probability." in told


def test_one_change_turns_and_none_turns() -> None:
    reading = well()
    told = text(tell(robust(reading, question(reading, "lock"), [reading])))
    assert "Ben puts a lock on the well  does not follow" in told
    assert "There is a way back once Ben leaves the well open  [a#s3]" in told
    assert "It can be that Ben puts a lock on the well and leaves the well open  [a#s2]" in told
    told = text(tell(robust(reading, question(reading, "sing -> sing"), [reading])))
    assert "Of 10 single changes, none turns the answer." in told
    assert "The smallest" not in told


def test_whose_list_decides_and_what_could_not_be_taken_over() -> None:
    reading, other = well(), replace(well(OTHER), id="other")
    record = robust(reading, question(reading, "draw"), [reading, other])
    document = tell(record)
    (table,) = (b for b in walk(document.blocks) if isinstance(b, Table) and b.name == "lists")
    assert table.columns == ("actor", "base", "other")
    cells = [[cell.clauses[0].text for cell in row.cells] for row in table.rows]
    assert cells == [["follows", "does not follow"], ["follows", "follows"]]
    told = text(document)
    assert "Left out of other readings' lists (it names what base does not declare):" in told
    assert "Ada wants to sing if Ben hums along  [no source]" in told
    (out,) = plain(record)["left_out"]
    assert (out["reading"], out["actor"], out["line"]["condition"]) == (
        "other",
        "Ada",
        "humming -> sing",
    )


def test_who_cannot_answer_says_why() -> None:
    reading = well()
    asked = [reading, replace(reading, id="blank", wants={})]
    _, cannot = each_answer(
        asked, lambda one: robust(one, question(one, "draw"), asked), ask="draw"
    )
    assert isinstance(cannot, Cannot)
    assert plain(cannot) == {"reading": "blank", "ask": "draw", "cannot": cannot.why}
    assert "Cannot be answered: it lacks a wish of anybody (Ada, Ben)" in text(tell(cannot))
