"""A small cited case, and what every document must keep."""

from __future__ import annotations

import io

from rich.console import Console
from tests.analysis.written import written

from standoff.case.entry import Reading
from standoff.record import plain, record
from standoff.report.document import NO_SOURCE, Document, clauses
from standoff.report.terminal import render

WELL = """
case: A shared well
sources:
  a: {title: The well}
actors:
  Ada: {}
  Ben: {}
options:
  Ada.draw: draw water at night
  Ada.sing: sing
  Ben.lock: put a lock on the well
  Ben.open: leave the well open
now:
  - open                      [a#s1] says
impossible:
  - lock and open             [a#s2]
no_way_back:
  - open                      [a#s3]
wants:
  Ada:
    - draw                    [a#s4]
    - not lock
  Ben:
    - draw -> lock            [a#s5] says
    - not lock
"""


def well(text: str = WELL) -> Reading:
    """The case, or another text of it."""
    return written(text)


def text(document: Document) -> str:
    """What a console prints that wraps nothing; every document that is printed here is checked too."""
    check(document)
    out = io.StringIO()
    Console(file=out, width=400, highlight=False).print(render(document))
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def check(document: Document) -> None:
    """Whatever is not computed cites, or says that it has no source; the tree comes back from its data."""
    for clause in clauses(document.blocks):
        assert clause.text
        assert len(clause.citations) == len(clause.lines) or not clause.lines
        assert clause.computed or clause.citations or clause.cites == f"[{NO_SOURCE}]"
    assert record(Document, plain(document)) == document
