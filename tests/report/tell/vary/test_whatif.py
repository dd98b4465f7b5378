"""What if somebody acted: the record as data, and what is told of it."""

from __future__ import annotations

from tests.report.tell.well import text, well

from standoff.analysis.ask import Cannot, each_answer
from standoff.analysis.vary.whatif import Interventions, what_if
from standoff.record import plain
from standoff.report.document import clauses
from standoff.report.tell.vary.whatif import tell


def test_the_record_as_data() -> None:
    """Ben's lock: today's open well has to go with it."""
    record = Interventions((what_if(well(), {"lock": (True, False)}),))
    data = plain(record)
    assert data["set"] == {"lock": ["yes", "no"]}
    (reading,) = data["readings"]
    assert (reading["id"], list(reading["worlds"])) == ("base", ["yes", "no"])
    yes = reading["worlds"]["yes"]
    assert yes["ends"] == [{"states": [["draw", "lock"]], "facts": {}}]
    assert (yes["with_it"], yes["starts"]) == (["not open"], [["not open"]])
    assert [(wish["condition"], wish["holds"]) for wish in yes["wishes"]] == [
        ("draw", "all"),
        ("not lock", "none"),
        ("draw -> lock", "all"),
        ("not lock", "none"),
    ]
    assert reading["free"]["by_itself"] == {"lock": "none"}
    option, wish, actor = reading["difference"]
    between = ["yes", "no"]
    assert option == {"what": "option", "option": "open", "between": between, "in": ["none", "all"]}
    assert (wish["what"], wish["condition"], wish["in"]) == (
        "wish",
        "draw -> lock",
        ["all", "none"],
    )
    assert actor == {"what": "actor", "actor": "Ben", "fate": "gains", "between": between}
    (compared,) = reading["compared"]
    assert (compared["between"], compared["none"]) == (between, False)
    assert compared["fates"] == {"Ada": "same", "Ben": "gains"}
    assert [line["condition"] for line in compared["left_out"]] == ["not lock", "not lock"]


def test_the_worlds_and_what_differs() -> None:
    told = text(tell(Interventions((what_if(well(), {"lock": (True, False)}),))))
    assert "If Ben puts a lock on the well\n    It comes to rest where Ada draws water" in told
    assert "What has to change with it: Ben does not leave the well open." in told
    assert "Ben puts a lock on the well in no end, by itself." in told
    assert "Ben leaves the well open: in no end, against every end." in told
    assert (
        "Ben wants to put a lock on the well if Ada draws water at night (stated)  [a#s5]: "
        "fulfilled in every end, against no end." in told
    )
    assert "Better off: Ben.\n    As well off: Ada." in told
    assert "Ada wants Ben not to put a lock on the well  [no source]" in told
    assert "What is set is frozen; the rest plays." in told
    assert "It is not a forecast" in told


def test_an_act_that_touches_nothing_makes_no_difference() -> None:
    told = text(tell(Interventions((what_if(well(), {"sing": (True,)}),))))
    assert "against where nothing is set\n    It makes no difference.\n" in told


def test_silent_facts_give_worlds_that_are_told_apart() -> None:
    case = """
    case: A well in a dry year
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.draw: draw water
      Ben.lock: lock the well
    facts:
      dry: is the year dry?
    wants:
      Ada:
        - dry -> draw
        - not dry -> not draw
      Ben:
        - not lock
    """
    told = text(tell(Interventions((what_if(well(case), {"lock": (True,)}),))))
    assert "Where the answer to “is the year dry?” is yes, it comes to rest where Ada draws" in told
    assert "Where the answer to “is the year dry?” is no, it comes to rest where Ben locks" in told


def test_who_cannot_answer_says_why_beside_those_who_can() -> None:
    blank = well("case: Blank\nactors:\n  Ada: {}\noptions:\n  Ada.lock: lock it\n")
    answers = each_answer((well(), blank), lambda one: what_if(one, {"lock": (True,)}), "id")
    _, second = answers
    assert isinstance(second, Cannot)
    record = Interventions(answers)
    assert plain(record)["readings"][1] == {"id": "base", "cannot": second.why}
    assert "it lacks a wish of anybody (Ada)" in second.why
    assert "Cannot be answered: it lacks a wish" in text(tell(record))


def test_the_lines_told_cite_where_they_stand() -> None:
    document = tell(Interventions((what_if(well(), {"lock": (True, False)}),)))
    (cited,) = {
        (clause.citations, clause.lines) for clause in clauses(document.blocks) if clause.citations
    }
    assert cited == (("a#s5",), ("case.yaml:24",))
