"""What is said of records added for cited sentences."""

from __future__ import annotations

from tests.report.tell.well import text

from standoff.case.make.cite import Missing
from standoff.citation import SentenceRecord
from standoff.problem import Findings, Place
from standoff.report.tell.case.cite import tell


def _record(number: int) -> SentenceRecord:
    return SentenceRecord(number, 0, 4, "0" * 64, "", Place("sources/a.yaml", 1))


def test_records_are_counted_for_each_source() -> None:
    told = text(tell(Missing({"a": (_record(1),), "b": (_record(1), _record(2))}, Findings())))
    assert "sources/a.yaml: 1 record added, its gloss to be written" in told
    assert "sources/b.yaml: 2 records added, their glosses to be written" in told


def test_nothing_missing_is_said() -> None:
    assert "every cited sentence has its record" in text(tell(Missing({}, Findings())))


def test_with_a_problem_nothing_is_written_and_the_place_is_told() -> None:
    findings = Findings()
    findings.problem(Place("case.yaml", 7, 3), "the sentence is not there")
    told = text(tell(Missing({"a": (_record(1),)}, findings)))
    assert "case.yaml:7:3: problem: the sentence is not there" in told
    assert "nothing was written" in told
    assert "added" not in told
