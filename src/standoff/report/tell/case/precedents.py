"""Precedents told: what was, what was alike, what differed, what happened, who kept his side."""

from __future__ import annotations

from standoff.analysis.bargain.precedent import History, Precedents
from standoff.case.entry import REMARKS, Dated
from standoff.report.document import Cell, Document, Row, Table, note
from standoff.report.english import GLOSSARY, English, heading
from standoff.report.wording import when


def tell(precedents: Precedents) -> Document:
    """A table for each reading."""
    return Document("Precedents", tuple(map(table, precedents.histories)), glossary=GLOSSARY)


def table(history: History) -> Table:
    """A precedent in each row, a column for each thing the text may say of it."""
    english = English(history.reading)
    return Table(
        f"precedents-{history.id}",
        ("when", "what was", *REMARKS),
        tuple(_row(english, entry.entry) for entry in history.precedents),
        role="matrix",
        title=f"{heading(history.reading)}: precedents that the text names",
    )


def _row(english: English, entry: Dated) -> Row:
    remarks = {remark.about: Cell((english.told(remark, remark.text),)) for remark in entry.remarks}
    silent = Cell((note("not said"),), tone="silent")
    cells = (remarks.get(about, silent) for about in REMARKS)
    was = Cell((english.told(entry),))
    return Row(when(entry.by) if entry.by else "not said", (was, *cells))
