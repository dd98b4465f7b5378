"""What a document says on a terminal, and the rule that every document keeps."""

from __future__ import annotations

import io

from rich.console import Console

from standoff.report.document import Document, clauses
from standoff.report.terminal import render


def printed(document: Document) -> list[str]:
    """The lines that are printed where nobody wraps them."""
    out = io.StringIO()
    console = Console(file=out, width=200, soft_wrap=True, highlight=False, color_system=None)
    console.print(render(document))
    return [line.rstrip() for line in out.getvalue().splitlines()]


def sourced(document: Document) -> bool:
    """Whether every clause that is not computed cites sentences or says that it has no source."""
    return all(
        (clause.computed or clause.cites != "") and len(clause.lines) in (0, len(clause.citations))
        for clause in clauses(document.blocks)
    )
