"""Solutions of worlds and of model files: the records as data, and what is told of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.report.tell.well import text, well

from standoff.analysis import ask, solved
from standoff.analysis.solved import SolvedWorld, solved_file
from standoff.case.build import build, settle
from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.law import Solution, solve
from standoff.record import plain
from standoff.report.tell.model.solve import tell, tell_file
from standoff.store.model.read import read_model

PRISONERS = Path(__file__).parents[4] / "cases" / "kinsara-2014-prisoners" / "model.json"


def world(concepts: tuple[str, ...] = ("NASH", "SEQ"), where: str | None = None) -> SolvedWorld:
    reading = well()
    (one,) = build(reading)
    solution: Solution = solve(one.model, concepts)
    if where is not None:
        solution = solution.where(settle(one.facts)(ask.condition(reading, where)))
    return solved.solved(reading, one, solution.settle(), where)


def test_a_world_as_data() -> None:
    """Ada stays where she draws; Ben where the well is open, or where Ada draws and he locks, or neither."""
    data = plain(world(("NASH",)))
    assert (data["model"], data["states"], data["unsupported"]) == ("test/base", 12, [])
    nash = data["concepts"]["NASH"]
    assert nash["per_dm"]["Ada"] == [
        *(["draw"], ["draw", "sing"], ["draw", "lock"], ["draw", "sing", "lock"]),
        *(["draw", "open"], ["draw", "sing", "open"]),
    ]
    assert nash["equilibria"] == [
        *(["draw", "lock"], ["draw", "sing", "lock"], ["draw", "open"], ["draw", "sing", "open"]),
    ]
    assert data.keys().isdisjoint({"facts", "counted", "uncounted", "where"})


def test_a_world_is_told() -> None:
    told = text(tell(world(where="draw and not sing")))
    assert "12 situations, 2 decision makers; counted are those where Ada draws water at" in told
    assert "everyone       2    2\n" in told
    assert "Nash stability\n    Ada draws water at night and Ben puts a lock on the well.\n" in told


def test_many_situations_are_counted_and_that_is_said(monkeypatch) -> None:
    monkeypatch.setattr(solved, "MAX_LISTED", 10)
    data = plain(world(("NASH",)))
    assert data["counted"] == "more than 10 states: counts instead of lists"
    assert data["concepts"]["NASH"] == {"per_dm": {"Ada": 6, "Ben": 8}, "equilibria": 4}
    monkeypatch.setattr(solved, "MAX_SHOWN", 3)
    assert "Nash stability" not in text(tell(world(("NASH",))))


def test_what_could_not_be_counted_is_said() -> None:
    reading = well()
    (one,) = build(reading)
    solution = solve(one.model, ("NASH",), budget=Budget(60))
    solution.uncounted["NASH"] = "time is over"
    record = solved.solved(reading, one, solution)
    data = plain(record)
    assert (data["concepts"]["NASH"]["equilibria"], data["uncounted"]) == (
        None,
        {"NASH": "time is over"},
    )
    told = text(tell(record))
    assert "not counted\n" in told
    assert "NASH was not counted: time is over" in told


def test_silence_shows_nothing() -> None:
    reading = well(
        "case: Silence\nactors:\n  Ada: {}\n  Ben: {}\noptions:\n  Ada.draw: draw water\n"
        "wants:\n  Ada:\n    - draw\n  Ben: silent\n"
    )
    (one,) = build(reading)
    record = solved.solved(reading, one, solve(one.model, ("NASH",)).settle())
    assert plain(record)["unsupported"] == ["Ben"]
    told = text(tell(record))
    assert "Ben  no wishes" in told
    assert "The text is silent on what Ben wants: that they stay shows nothing." in told


def test_silent_facts_are_data() -> None:
    reading = well(
        "case: Dry\nactors:\n  Ada: {}\noptions:\n  Ada.draw: draw water\n"
        "facts:\n  dry: is it dry?\nwants:\n  Ada:\n    - dry -> draw\n"
    )
    yes, no = (
        solved.solved(reading, one, solve(one.model, ("NASH",)).settle()) for one in build(reading)
    )
    assert (plain(yes)["facts"], plain(no)["facts"]) == ({"dry": "yes"}, {"dry": "no"})
    assert "Where the answer to “is it dry?” is no: 2 situations, 1 decision maker." in text(
        tell(no)
    )


def test_a_model_file_as_data_and_told() -> None:
    """Of the prisoners, each is better off by not cooperating whatever the other does: state 1 alone."""
    file = read_model(PRISONERS)
    record = solved_file(file, solve(file.model, ("NASH",), "once").settle())
    data = plain(record)
    assert data["concepts"]["NASH"] == {
        "per_dm": {"Prisoner 1": [1, 3], "Prisoner 2": [1, 2]},
        "equilibria": [1],
    }
    assert (data["model"], data["states"], data["sanctions"]) == ("prisoners-dilemma", 4, "once")
    assert (data["refused"], data["warnings"], data["unsupported"]) == ({}, [], [])
    told = text(tell_file(record))
    assert "prisoners-dilemma: Prisoners' dilemma in option form\n" in told
    assert "4 situations, 2 decision makers; " in told  # and how the others answer
    assert "Nash stability\n    1  NN  nothing\n" in told


def test_a_concept_that_is_not_computed_is_said() -> None:
    file = read_model(PRISONERS)
    solution = replace(solve(file.model, ("NASH",)), refused={"SIM": "too many moves"})
    record = solved_file(file, solution.settle())
    assert plain(record)["refused"] == {"SIM": "too many moves"}
    assert "SIM was not computed: too many moves" in text(tell_file(record))
