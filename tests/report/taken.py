"""What a report that is taken along as text says, for the tests of its printers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tests.report.test_from import BOUND, data, inside, paths
from tests.report.test_printers import read_in_order

from standoff.report.document import NO_SOURCE, Document, Shelf, walk
from standoff.report.html.page import Report, from_data
from standoff.report.html.page import read as read_report


def unsaid(document: Document, said: str) -> str:
    """The first words of a document that are not said in their place; empty where all are.

    The words of the sentences are left out: they stand in notes.
    """
    shelves = [block for block in walk(document.blocks) if isinstance(block, Shelf)]
    noted = {sentence.text for shelf in shelves for sentence in shelf.sentences}
    at = 0
    for told in read_in_order(document.blocks, whole=True):
        if isinstance(told, str):
            parts = [] if told in noted else [told]
        else:
            none = [told.cites] if told.cites == f"[{NO_SOURCE}]" else []
            stated = ["stated"] if told.grounding == "stated" else []
            parts = [told.text, *none, *stated, *told.marks]
        for part in parts:
            part = " ".join(part.split())
            place = said.find(part, at)
            if place < 0:
                return f"{part!r} is not said after {said[max(0, at - 80) : at]!r}"
            at = place + len(part)
    return ""


def attacked(attack: str) -> Report:
    """A small report in which every text that may be any text is an attack."""
    changed = data()
    for path in paths(data()):
        if path and isinstance(inside(changed, path), str) and BOUND.isdisjoint(path):
            inside(changed, path[:-1])[path[-1]] = attack
    return from_data(changed)


def with_blocks(*blocks: Mapping[str, Any]) -> Report:
    """A small report of these blocks alone."""
    changed = data()
    changed["document"]["blocks"] = list(blocks)
    return read_report(json.dumps(changed))


def cited_sentences(document: Document) -> Iterator[tuple[str, int, str]]:
    """(source, number, words or gloss) of each cited sentence."""
    for shelf in walk(document.blocks):
        if isinstance(shelf, Shelf):
            for sentence in shelf.sentences:
                if sentence.uses:
                    yield shelf.source, sentence.number, sentence.text
