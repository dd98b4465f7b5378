"""Motives: each outcome on a case small enough to see, and the two withdrawals of the worked case."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.analysis.randoms import random_case
from tests.analysis.written import written

from standoff.analysis.bargain.motive import why
from standoff.analysis.bargain.trial import Outcome, trials
from standoff.case.build import build
from standoff.case.entry import Reading
from standoff.case.reading import merge, readings
from standoff.condition import literal
from standoff.gmcr.evolve.evolution import evolve
from standoff.problem import NotComputed, UnknownName
from standoff.store.folder import load_folder

SYRIA = Path(__file__).resolve().parents[2] / "cases" / "syria"

GATE = """
    case: Why did Ada open the gate?
    actors: {{Ada: {{}}, Ben: {{}}}}
    options:
      Ada.open: open the gate
      Ada.sing: sing
      Ben.come: come in
    now: [{now}]
    wants:
      Ada: [sing]
      Ben:
        - open -> come
        - not come
    motives:
      Ada.open:
        m:
          why: the reason tried
          wants: [{wants}]
"""


def outcome(wants: str, now: str = "not sing") -> tuple[Outcome, str]:
    (episode,) = why([written(GATE.format(wants=wants, now=now))], "Ada.open")
    (tested,) = episode.tested
    return tested.outcome, tested.alone[0].later


@pytest.mark.parametrize(
    ("wants", "found"),
    [
        ("open", Outcome.RATIONAL),
        ("open <-> not come", Outcome.UNDONE),  # Ben comes in, and she shuts it again
        ("sing, sing -> open", Outcome.RATIONAL),
        ("open or sing, sing, not open", Outcome.SECOND),
        ("come", Outcome.LATER),  # opening changes nothing she wants; that Ben comes in does
        ("sing", Outcome.FAILS),
        ("not open", Outcome.FAILS),
    ],
)
def test_outcomes(wants: str, found: Outcome) -> None:
    assert outcome(wants)[0] is found


def test_an_act_that_is_done_is_tried_from_the_situation_without_it() -> None:
    (episode,) = why([written(GATE.format(wants="open", now="open"))], "open")
    (trial,) = episode.tested[0].alone
    assert trial.supposed
    assert trial.before == ()
    assert trial.outcome is Outcome.RATIONAL


def test_a_motive_that_is_the_bare_act_restates_it() -> None:
    (episode,) = why([written(GATE.format(wants="open", now="not sing"))], "open")
    assert episode.tested[0].restates
    (episode,) = why([written(GATE.format(wants="not sing -> open", now="not sing"))], "open")
    assert not episode.tested[0].restates


def test_leading_tells_whether_the_motive_or_the_rest_of_the_list_decides() -> None:
    text = GATE.format(wants="come", now="not sing").replace("Ada: [sing]", "Ada: [open]")
    (episode,) = why([written(text)], "open")
    (tested,) = episode.tested
    assert [trial.outcome for trial in tested.leading] == [Outcome.RATIONAL]
    assert not tested.decides


def test_an_act_that_may_be_left_out_as_well_is_tied() -> None:
    (episode,) = why([written(GATE.format(wants="open or sing", now="not sing"))], "open")
    (trial,) = episode.tested[0].alone
    assert (trial.outcome, trial.tied) == (Outcome.RATIONAL, True)


def test_a_motive_has_to_explain_the_act_in_every_world_of_silent_facts() -> None:
    text = GATE.format(wants="able -> open", now="not sing") + "    facts: {able: can she}\n"
    (episode,) = why([written(text)], "open")
    assert [trial.outcome for trial in episode.tested[0].alone] == [Outcome.RATIONAL, Outcome.FAILS]
    assert episode.tested[0].outcome is Outcome.FAILS


def test_without_a_motive_there_is_no_answer() -> None:
    reading = written(GATE.format(wants="open", now="not sing"))
    with pytest.raises(NotComputed, match="it lacks a motive for `sing`"):
        why([reading], "sing")
    with pytest.raises(UnknownName, match="did you mean open"):
        why([reading], "opne")


def syria() -> list[Reading]:
    case, _ = load_folder(SYRIA)
    return [merge(case, reading)[0] for reading in readings(case)]


def test_the_two_withdrawals_are_separate_acts_with_their_own_motives() -> None:
    first, second = why(syria(), "Russia.pull")
    assert (str(first.at), str(second.at)) == ("2016-03", "2017-12")
    assert {t.label: t.outcome.value for t in first.tested} == {
        "publicity": "rational",
        "talks": "fails",
        "cost": "rational",
        "cards": "fails",
        "deal": "fails",
        "defeat": "rational",
    }
    assert {t.label: t.outcome.value for t in second.tested} == {
        "quarrel": "fails",
        "truce": "fails",
        "done": "rational",
        "contrast": "rational",
        "joint_force": "rational",
        "dialogue": "fails",
        "follow": "fails",
    }
    assert [t.label for t in first.tested if t.restates] == ["publicity"]
    assert all(t.motive.citations for each in (first, second) for t in each.tested)


def test_nobody_has_rated_the_evidence_of_the_worked_case_and_copies_count_once() -> None:
    for episode in why(syria(), "pull"):
        assert episode.table.columns and not episode.table.rated and not episode.table.chances
    first, second = why(syria(), "pull")
    assert [len(c.items) for c in first.table.columns if c.origin == "the bases stay"] == [2]
    assert [len(c.items) for c in second.table.columns if c.origin == "Putin's announcement"] == [2]


def test_motives_are_tried_in_the_reading_asked_for_where_it_knows_their_names() -> None:
    cases = syria()
    within = next(reading for reading in cases if reading.id == "001")
    (first,) = why(cases, "pull", within=within)
    assert list(first.written) == ["001"]
    labels = [tested.label for tested in first.tested]
    assert "cost" in first.table.motives  # it is weighed all the same
    assert "cost" not in labels  # reading 001 has no option to fight on
    assert {"publicity", "talks", "cards", "deal"} <= set(labels)
    assert {tested.reading.id for tested in first.tested} == {"001"}


# --- an act that answers somebody


FILL = """
case: Why did the council meet?
actors: {Ada: {}, Ben: {}}
options:
  Ada.fill: fill the reservoir
  Ben.council: call the council
wants:
  Ada: [fill]
  Ben: [fill -> council, not council]
motives:
  Ben.council:
    answer: {why: to answer the filling, wants: [fill -> council, not council]}
    whim: {why: he wanted to, wants: [not council]}
"""


def test_an_answer_is_judged_from_where_it_was_done() -> None:
    """From today it would not pay; Ada fills first, and from there it does."""
    (episode,) = why([written(FILL)], "Ben.council")
    answer, whim = episode.tested
    (trial,) = answer.alone
    assert (answer.outcome, trial.on_the_way, trial.before) == (
        Outcome.RATIONAL,
        True,
        ("Ada.fill",),
    )
    assert (whim.outcome, whim.alone[0].on_the_way) == (Outcome.FAILS, False)
    assert episode.overall == {"base": Outcome.RATIONAL}


def test_what_pays_today_is_judged_from_today() -> None:
    (episode,) = why(
        [written(FILL.replace("wants: [fill -> council, not council]}", "wants: [council]}"))],
        "Ben.council",
    )
    assert not episode.tested[0].alone[0].on_the_way


@pytest.mark.parametrize("block", range(5))
def test_what_evolution_does_is_never_called_irrational(block: int) -> None:
    """Random cases: an act that its owner takes on the way, by its own list, is its best move there."""
    seen = 0
    for seed in range(block * 60, block * 60 + 60):
        reading = random_case(random.Random(seed))
        for world in build(reading):
            model = world.model
            course = evolve(model)
            if len(model.today) != 1 or not course.complete:
                continue
            for state, maker, target in course.steps:
                for option in reading.options:
                    bit = 1 << model.space.bit[option.name]
                    mine = model.makers[maker] == option.actor
                    if (
                        not mine
                        or not (state ^ target) & bit
                        or model.today[0] & bit == target & bit
                    ):
                        continue
                    act = literal(option.name, bool(target & bit))
                    (trial,) = (t for t in trials(reading, act) if t.world.open == world.open)
                    assert trial.outcome in (Outcome.RATIONAL, Outcome.UNDONE), (seed, str(act))
                    seen += 1
    assert seen > 20
