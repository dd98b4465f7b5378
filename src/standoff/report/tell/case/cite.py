"""Records added for cited sentences, told."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.case.make.cite import Missing
from standoff.report.document import Document, Line, note
from standoff.report.tell.case.check import findings
from standoff.report.wording import many


def tell(missing: Missing) -> Document:
    """What is wrong or doubtful, and which records were added."""
    lines = (Line((note(text),)) for text in _added(missing))
    return Document("Cite", (*findings(missing.problems, missing.warnings), *lines))


def _added(missing: Missing) -> Iterator[str]:
    if missing.problems:
        yield "nothing was written"
        return
    for id, records in missing.added.items():
        gloss = "its gloss" if len(records) == 1 else "their glosses"
        yield f"sources/{id}.yaml: {many(len(records), 'record')} added, {gloss} to be written"
    if not missing.added:
        yield "every cited sentence has its record"
