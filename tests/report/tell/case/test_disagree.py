"""Where the texts disagree: a row for each thing the answer turns on, a column for each reading."""

from __future__ import annotations

import re

import pytest
from tests.report.test_printers import shipped
from tests.report.written import answered

from standoff.analysis.survey import survey
from standoff.report.document import Item, Items, Line, Part, Row, Table, walk
from standoff.report.english import English
from standoff.report.tell.case import disagree
from standoff.report.tell.case.disagree import tell


def lines_below(item: Item) -> list[Line]:
    """What stands below an item, all of it lines."""
    lines = [block for block in item.below if isinstance(block, Line)]
    assert len(lines) == len(item.below)
    return lines


def matrix() -> tuple[Part, Table]:
    part = tell(survey(*answered()), {"Alpha": 0, "Beta": 1})
    table = next(block for block in part.blocks if isinstance(block, Table))
    return part, table


def rows_of(table: Table) -> list[Row]:
    return [row for row in table.rows if not row.group]


def test_a_column_for_each_reading_and_a_cell_for_each_column() -> None:
    _, table = matrix()
    assert len(table.columns) == 3
    assert all(len(row.cells) == 2 for row in rows_of(table))


def test_a_fact_that_one_takes_and_the_other_denies_is_contested_and_both_cite() -> None:
    _, table = matrix()
    (row,) = (row for row in rows_of(table) if "tired" in row.head)
    assert row.mark == "contested"
    words = [cell.clauses[0] for cell in row.cells]
    assert [word.text for word in words] == ["yes", "no"]
    assert all(word.citations for word in words)


def test_silence_is_said_and_never_contests() -> None:
    part, _ = matrix()
    tables = [block for block in part.blocks if isinstance(block, Table)]
    tables += [
        b
        for each in part.blocks
        if isinstance(each, Part)
        for b in each.blocks
        if isinstance(b, Table)
    ]
    cells = [(row, cell) for table in tables for row in rows_of(table) for cell in row.cells]
    silent = [(row, cell) for row, cell in cells if cell.clauses[0].text == "text is silent"]
    assert silent
    spoken = [row for row, _ in silent if len({c.clauses[0].text for c in row.cells}) == 2]
    assert all(row.mark == "" for row in spoken)


def test_a_contested_cell_says_what_becomes_of_its_reading_on_the_other_side() -> None:
    _, table = matrix()
    (row,) = (row for row in rows_of(table) if "tired" in row.head)
    assert row.cells[0].note.endswith(
        "the other way: 1 of 3 conclusions turns, and it comes to rest elsewhere"
    )
    assert row.cells[1].note == "the other way: nothing changes"
    assert not [r for r in rows_of(table) if not r.mark and "the other way" in r.cells[0].note]


def test_an_author_s_conclusions_are_in_the_answer_and_not_said_again_here() -> None:
    _, table = matrix()
    _, answers = answered()
    concluded = [
        English(one.reading).conclusion(judged.conclusion)
        for one in answers
        for judged in one.judged
    ]
    said = [clause.text for row in table.rows for cell in row.cells for clause in cell.clauses]
    assert concluded
    assert not set(concluded) & set(said)


def test_contested_rows_stand_in_order_of_what_they_change() -> None:
    """In the worked case, group by group, by how many conclusions turn on them."""
    blocks = walk(shipped("syria")[1].document.blocks)
    matrix = next(b for b in blocks if isinstance(b, Table) and b.role == "matrix")
    turned: list[list[int]] = []
    for row in matrix.rows:
        if row.group:
            turned.append([])
        elif row.mark:
            notes = " ".join(cell.note for cell in row.cells)
            turned[-1].append(sum(map(int, re.findall(r"(\d+) of \d+ conclusions? turn", notes))))
    assert max(map(len, turned)) > 2 and len({count for each in turned for count in each}) > 2
    assert turned == [sorted(each, reverse=True) for each in turned]


def test_more_readings_than_stand_side_by_side_are_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    _, table = matrix()
    monkeypatch.setattr(disagree, "WIDE", 1)
    part = tell(survey(*answered()), {"Alpha": 0, "Beta": 1})
    assert not [b for b in walk(part.blocks) if isinstance(b, Table) and b.role == "matrix"]
    lists = [b for b in walk(part.blocks) if isinstance(b, Items) and b.role == "sides"]
    items = {item.line.text: item for each in lists for item in each.items}
    (row,) = (row for row in rows_of(table) if "tired" in row.head)
    said = [line.text for line in lines_below(items[f"{row.head} (contested)"])]
    assert said == [
        f"yes in The Gazette ({row.cells[0].note})", f"no in The Courier ({row.cells[1].note})"
    ]  # fmt: skip
    for each in rows_of(table):
        cited = [
            c for cell in each.cells if cell.tone != "silent" for c in cell.clauses[0].citations
        ]
        head = f"{each.head} ({each.mark})" if each.mark else each.head
        below = lines_below(items[head])
        assert [c for line in below for clause in line.clauses for c in clause.citations] == cited
        silent = sum(cell.tone in ("silent", "absent") for cell in each.cells)
        assert bool(silent) is any("silent" in line.text for line in below)
