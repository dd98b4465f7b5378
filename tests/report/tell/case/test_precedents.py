"""Precedents told: a row each, a column for what may be said of it, and silence shown as silence."""

from __future__ import annotations

import pytest
from tests.analysis.written import in_docstring
from tests.report.tell.well import text

from standoff.analysis.bargain.precedent import precedents
from standoff.case.entry import REMARKS, Reading
from standoff.problem import NotComputed
from standoff.report.document import Table
from standoff.report.tell.case.precedents import tell


def bridge() -> Reading:
    """One bridge was closed before.
    ---
    case: Will the bridge be closed again?
    actors: {Ada: {}}
    options:
      Ada.shut: close the bridge
    wants:
      Ada: [shut]
    sources: {x: {}}
    precedents:
      - was: the bridge was closed in the flood   [x#s1]
        when: 1999
        happened: it was opened again             [x#s2]
    """
    return in_docstring(bridge)


def test_a_row_each_and_what_is_not_said_is_shown() -> None:
    (table,) = tell(precedents([bridge()])).blocks
    assert isinstance(table, Table)
    (row,) = table.rows
    assert table.columns[2:] == REMARKS
    said = [cell for cell in row.cells if cell.tone != "silent"]
    assert [clause.citations for cell in said for clause in cell.clauses] == [("x#s1",), ("x#s2",)]
    assert len(row.cells) - len(said) == len(REMARKS) - 1
    printed = text(tell(precedents([bridge()])))
    assert "the bridge was closed in the flood" in printed
    assert "1999" in printed
    assert printed.count("not said") == len(REMARKS) - 1


def test_a_reading_without_precedents_is_refused() -> None:
    with pytest.raises(NotComputed, match="precedents"):
        precedents([])
