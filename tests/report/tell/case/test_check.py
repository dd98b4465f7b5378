"""What checking a case found, and which records were added, told."""

from __future__ import annotations

from tests.case.written import BASE, checked, make
from tests.report.tell.written import printed

from standoff.case.format.source import Text
from standoff.case.make.cite import Missing, cited
from standoff.record import plain
from standoff.report.tell.case import check, cite
from standoff.text.sentence import sentences

WORDS = "One stands here. Two stands there. Three is last."
TEXT = Text("x.txt", "0" * 64, WORDS, sentences(WORDS))
CITING = BASE + "sources: {x: {}}\nnow:\n  - press  [x#s1-2]\n"


def test_problems_stand_with_their_place_and_the_counts_below() -> None:
    report = checked(BASE.replace("- leave\n", "- leve\n", 1) + "facts: {able: can it}\n")
    lines = printed(check.tell(report))
    assert lines[0] == (
        "case.yaml:11:7: problem: `leve` is not an option or a fact of this case (nearest: leave)"
    )
    assert lines[1].startswith("case.yaml:14:9: warning: `able` is not set")
    assert lines[-1] == (
        "1 problem, 1 warning. 2 assumptions: 0 stated, 0 inferred, 2 unsourced; 3 options implied "
        "(no line under `now` names them). no citations, 0 verified."
    )


def test_of_very_many_warnings_the_first_are_shown_and_the_rest_counted() -> None:
    cites = " ".join(f"x#s{number}" for number in range(1, 31))
    report = checked(BASE + f"sources: {{x: {{}}}}\nnow:\n  - press  [{cites}]\n")
    lines = printed(check.tell(report))
    assert len(report.warnings) == 31
    assert sum(": warning: " in line for line in lines) == check.SHOWN
    assert "… and 6 more warnings, see --json" in lines


def test_a_report_as_data() -> None:
    record = plain(checked(CITING))
    assert set(record) == {"problems", "warnings", "assumptions", "grounding", "citations"}
    assert record["grounding"] == {"stated": 0, "inferred": 1, "unsourced": 2, "implied": 2}
    assert (record["assumptions"], record["citations"]) == (3, {"total": 1, "verified": 0})
    assert set(record["warnings"][0]) == {"file", "line", "column", "message", "nearest"}


def records(text: str, texts: dict[str, Text]) -> Missing:
    return cited(*make(text), texts)


def test_records_that_are_added() -> None:
    missing = records(CITING, {"x": TEXT})
    assert printed(cite.tell(missing)) == [
        "sources/x.yaml: 2 records added, their glosses to be written"
    ]
    assert plain(missing) == {"added": {"x": ["s1", "s2"]}, "problems": [], "warnings": []}
    assert printed(cite.tell(records(BASE, {}))) == ["every cited sentence has its record"]


def test_nothing_is_added_where_a_citation_is_wrong() -> None:
    missing = records(CITING.replace("x#s1-2", "x#s1 x#s9"), {"x": TEXT})
    assert printed(cite.tell(missing)) == [
        "case.yaml:16:5: problem: x#s9: the text of x ends with s3",
        "nothing was written",
    ]
    assert plain(missing)["added"] == {}
