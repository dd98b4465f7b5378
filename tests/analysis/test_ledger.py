"""The ledger: words to ranges, the chain, and scores against sums by hand. The numbers are made up."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.analysis.written import written

from standoff.analysis.bargain.evidence import Range
from standoff.analysis.bargain.ledger import (
    FIRST,
    WORDS,
    CannotResolve,
    Decision,
    Forecast,
    Scores,
    chance,
    digest,
    forecasts,
    latest,
    resolve,
    scores,
    verify,
)
from standoff.case.reading import merge, readings
from standoff.problem import CaseError, UnknownName
from standoff.record import plain
from standoff.store.folder import load_folder
from standoff.store.ledger import enter, passed_over, read_ledger

SYRIA = Path(__file__).resolve().parents[2] / "cases" / "syria"

CASE = """
    case: What will they do?
    actors: {A: {}}
    options:
      A.go: go
      A.stay: stay
      A.sing: sing
    wants: {A: silent}
    forecasts:
      - go by 2020-06        [x#s1] hedged "likely"
      - stay by 2020-12      [x#s2] hedged "very unlikely"
      - sing by open         [x#s3] hedged "perhaps"
      - go -> sing by open   [x#s4] attributed to Ben, hedged "70 %"
      - not sing by 2021     [x#s5]
"""


def known() -> tuple[Forecast, ...]:
    return forecasts([written(CASE)])


def chain(*entries: tuple[int, str, str]) -> tuple[Decision, ...]:
    """Decisions on the forecasts of these numbers: outcome and day."""
    decisions: tuple[Decision, ...] = ()
    for number, outcome, on in entries:
        id = known()[number].id
        new = resolve(
            known(), decisions, id, outcome=outcome, on=on, source="made up", horizon="2021"
        )
        decisions = (*decisions, new)
    return decisions


def test_words_of_the_table_and_no_others_have_a_range() -> None:
    assert [each.chance for each in known()] == [
        Range(0.55, 0.80),
        Range(0.05, 0.20),
        None,
        Range(0.7, 0.7),
        None,
    ]
    assert chance("20-30 per cent") == Range(0.2, 0.3)
    for word in (
        "most likely",
        "the more likely possibility",
        "certainly",
        "0 %",
        "100 %",
        "",
        None,
    ):
        assert chance(word) is None, word
    ranges = sorted({(r.low, r.high) for r in WORDS.values()})
    assert len(ranges) == 7
    assert all(a[1] == b[0] for a, b in itertools.pairwise(ranges))  # no gap, no overlap


def test_an_id_is_of_what_is_said_and_cited_not_of_where_it_stands() -> None:
    moved = written(CASE.replace("    forecasts:\n", "    forecasts:\n      - go by open\n"))
    assert {each.id for each in known()} < {each.id for each in forecasts([moved])}
    assert len({each.id for each in known()}) == 5
    assert [each.voice for each in known()] == ["x", "x", "x", "Ben (in x)", "x"]
    assert [each.conditional for each in known()] == [False, False, False, True, False]


def test_brier_and_log_by_hand() -> None:
    """Likely (0.55-0.80) and it came true; very unlikely (0.05-0.20) and it did not; one uncounted."""
    decisions = chain((0, "yes", "2020-06-01"), (1, "no", "2021-01-01"), (4, "yes", "2021"))
    x, ben = scores(known(), decisions)
    assert (x.voice, x.forecasts, x.resolved, x.came_true, x.scored) == ("x", 4, 3, 2, 2)
    assert x.brier is not None and x.log is not None
    assert (x.brier.low, x.brier.high) == pytest.approx(
        ((0.2**2 + 0.05**2) / 2, (0.45**2 + 0.2**2) / 2)
    )
    assert (x.log.low, x.log.high) == pytest.approx(
        ((-math.log(0.8) - math.log(0.95)) / 2, (-math.log(0.55) - math.log(0.8)) / 2)
    )
    assert (ben.forecasts, ben.resolved, ben.brier, x.base) == (1, 0, None, None)


def test_a_base_rate_stands_beside_the_score_only_with_its_source() -> None:
    with pytest.raises(CannotResolve, match="base rate needs"):
        resolve(
            known(), (), known()[0].id, outcome="yes", on="2020", source="s", base=Range(0.1, 0.1)
        )
    decision = resolve(
        known(),
        (),
        known()[0].id,
        outcome="yes",
        on="2020",
        source="s",
        base=Range(0.1, 0.1),
        base_source="made up",
    )
    (x, _) = scores(known(), [decision])
    assert x.base is not None and x.against is not None
    assert (x.base.low, x.against.high) == pytest.approx((0.81, 0.45**2))


def test_the_last_decision_counts_and_void_is_not_scored() -> None:
    decisions = chain((0, "yes", "2020"), (0, "no", "2021"), (1, "void", "2021"))
    assert latest(decisions)[known()[0].id].outcome == "no"
    x = scores(known(), decisions)[0]
    assert (x.resolved, x.came_true, x.void, x.scored) == (1, 0, 1, 1)


@pytest.mark.parametrize(
    ("number", "changes", "said"),
    [
        (0, {"source": "  "}, "name the public source"),
        (0, {"outcome": "maybe"}, "one of yes, no, void"),
        (0, {"on": "soon"}, "is not a date"),
        (0, {"outcome": "no", "on": "2020-05-01"}, "its time is not over"),
        (2, {"outcome": "no"}, "names no time"),
        (2, {"outcome": "no", "horizon": "2030"}, "its time is not over"),
    ],
)
def test_a_decision_that_cannot_be(number: int, changes: dict[str, Any], said: str) -> None:
    words: dict[str, Any] = {"outcome": "yes", "on": "2022", "source": "made up"} | changes
    with pytest.raises(CannotResolve, match=said):
        resolve(known(), (), known()[number].id, **words)
    with pytest.raises(UnknownName, match="did you mean"):
        resolve(known(), (), known()[0].id[:-1] + "_", outcome="yes", on="2022", source="s")


def test_the_chain_holds_and_is_broken_by_any_change(tmp_path: Path) -> None:
    decisions = chain((0, "yes", "2020"), (1, "no", "2021"), (4, "yes", "2021"))
    verify(decisions, "ledger")
    assert decisions[0].previous == FIRST
    for other in (
        decisions[1:],
        (decisions[0], decisions[2]),
        (decisions[1], decisions[0], decisions[2]),
        (replace(decisions[0], outcome="no"), *decisions[1:]),
        (rehashed(replace(decisions[0], outcome="no")), *decisions[1:]),
    ):
        with pytest.raises(CaseError):
            verify(other, "ledger")


def rehashed(decision: Decision) -> Decision:
    return replace(decision, hash=digest(decision))


def test_the_file_is_only_added_to_and_an_entry_edited_by_hand_is_found(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    assert read_ledger(path) == ()
    before = b""
    decisions = chain((0, "yes", "2020"), (1, "no", "2021"))
    for decision in decisions:
        enter(path, decisions, lambda _, decision=decision: decision)
        assert path.read_bytes().startswith(before)
        before = path.read_bytes()
    assert read_ledger(path) == decisions
    text = path.read_text("utf-8")
    for edited, line, said in (
        (
            text.replace('"outcome": "no"', '"outcome": "yes"'),
            2,
            "was changed after it was entered",
        ),
        (text.splitlines(keepends=True)[1], 1, "taken out"),
        (text.replace('"horizon": "2021", ', "", 1), 1, "other fields"),
        (text.replace("{", "", 1), 1, "no entry of a ledger"),
    ):
        path.write_text(edited, "utf-8")
        with pytest.raises(CaseError, match=rf"ledger\.jsonl:{line}:1: .*{said}"):
            read_ledger(path)


def test_a_likelihood_of_nothing_has_no_bound_and_null_stands_for_it() -> None:
    (score, _) = scores(known(), chain((0, "yes", "2020")))
    record = plain(Scores((replace(score, log=Range(0.1, math.inf)),)))
    assert json.loads(json.dumps(record, allow_nan=False))["scores"][0]["log"] == [0.1, None]


def test_the_ledger_of_the_worked_case_is_whole_and_names_its_sources() -> None:
    case, _ = load_folder(SYRIA)
    known = forecasts(merge(case, reading)[0] for reading in readings(case))
    decisions = read_ledger(SYRIA / "ledger.jsonl")
    ids = {each.id for each in known}
    assert {decision.forecast for decision in decisions} <= ids
    assert all(len(decision.source) > 20 for decision in decisions)
    by_id = {each.id: each for each in known}
    assert all(
        by_id[decision.forecast].entry.by for decision in decisions
    )  # what is open stays open
    assert not any(each.chance for each in known)  # no seed speaks in words of the table


def test_a_half_line_is_passed_over_and_kept(tmp_path: Path) -> None:
    """A writer that was killed, or a full disk, leaves the beginning of a line: nothing else is lost."""
    path = tmp_path / "ledger.jsonl"
    first, second = chain((0, "yes", "2020"), (1, "no", "2022"))
    enter(path, (), lambda _: first)
    half = b'{"base_high": null, "base_lo'
    path.write_bytes(path.read_bytes() + half)
    assert read_ledger(path) == (first,)
    assert "2: the last line is cut off" in passed_over(path)
    enter(path, (first,), lambda before: second)
    assert read_ledger(path) == (first, second)
    assert half in path.read_bytes().split(b"\n")
    assert passed_over(path) == ""


def test_who_enters_meanwhile_is_chained_and_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    both = chain((0, "yes", "2020"), (0, "no", "2022"))
    enter(path, (), lambda _: both[0])
    entered = enter(path, (), lambda before: both[len(before)])
    assert entered.meanwhile == both[:1]
    assert read_ledger(path) == both
