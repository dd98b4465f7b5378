"""The line of time: texts, what they say of before and after, and what they could not know."""

from __future__ import annotations

from tests.case.written import make

from standoff.case.reading import merge
from standoff.report.document import Table, walk
from standoff.report.html.axis import dated
from standoff.report.picture import Span, Timeline
from standoff.report.tell.case.timeline import blocks

CASE = """\
case: Who knew what?
sources:
  early: {outlet: The Gazette, date: 2017-05-02}
  late: {outlet: The Courier, date: 2018-11-20}
actors:
  A: {}
  B: {}
options:
  A.go: go home    [early#s1]
  B.pay: pay       [early#s1]
"""
EARLY = """\
at: 2017-04
offers:
  - A gives go for pay  [early#s2]; refused
forecasts:
  - go by 2017-12                  [early#s3]
  - pay by open                    [early#s3]
precedents:
  - was: A went before             [early#s4]
    when: 2015
"""
RECORDS = "sentences: |\n" + "".join(
    f"  s{n} {n}0-{n}9 0123456789abcdef  what is said in {n}\n" for n in range(1, 5)
)


def drawn() -> Timeline:
    case, found = make(CASE, {"early": RECORDS}, early=EARLY, late="at: 2018\n")
    assert not found.problems, found.problems
    readings = [merge(case, name)[0] for name in ("early", "late")]
    (line,) = (block for block in walk(blocks(readings)) if isinstance(block, Timeline))
    return line


def test_what_is_dated_stands_in_the_row_of_its_reading_with_the_number_of_the_table() -> None:
    line = drawn()
    assert line.rows == ("The Gazette", "The Courier")
    events = [(s.row, s.role, s.earliest, s.mark) for s in line.spans if s.mark]
    assert events == [
        (0, "precedent", "2015-01-01", "1"),
        (0, "offer", "2017-05-02", "2"),  # of the day on which a text tells of it
        (0, "forecast", "2017-12-01", "3"),
    ]


def test_a_text_could_not_know_what_came_after_it() -> None:
    unknown = [(s.row, s.earliest, s.latest) for s in drawn().spans if s.role == "unknown"]
    assert unknown == [(0, "2017-05-03", "2018-12-31"), (1, "2018-11-21", "2018-12-31")]
    axis = dated(drawn())
    bars = [bar for bar in axis.bars if bar.role == "unknown"]
    assert len({round(bar.x + bar.width, 3) for bar in bars}) == 1  # to the end of the axis
    assert axis.bars[0].role == "unknown"  # below all that is drawn


def test_what_has_no_time_is_in_the_table_and_not_in_the_picture() -> None:
    case, _ = make(CASE, {"early": RECORDS}, early=EARLY, late="at: 2018\n")
    reading, _ = merge(case, "early")
    (table,) = (
        b for b in walk(blocks([reading])) if isinstance(b, Table) and b.name == "What is dated"
    )
    said = [
        (row.head, row.cells[1].clauses[0].text, row.cells[2].clauses[0].text) for row in table.rows
    ]
    assert said[-1] == ("–", "forecast", "at no named time")
    assert [head for head, _, _ in said] == ["1", "2", "3", "–"]
    assert all(row.cells[3].clauses[0].citations for row in table.rows)


def test_what_is_of_one_time_stands_in_lanes_of_its_own() -> None:
    day = ("2018-01-01", "2018-01-05")
    spans = tuple(Span(0, f"e{n}", "offer", *day, str(n)) for n in range(4))
    bars = dated(Timeline("t", ("a",), spans)).bars
    assert len({bar.y for bar in bars}) == 4
