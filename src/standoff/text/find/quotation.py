"""Quotation marks paired, paragraph by paragraph; one that never closes is kept as undecided."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from standoff.text.sentence import Sentence

_PAIRS = {"“": "”", "«": "»", "„": "“"}
_STRAIGHT = '"'


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words with their marks: `text[start:end]` begins with the opening mark."""

    start: int
    end: int
    closed: bool


def quotations(text: str, parts: Sequence[Sentence]) -> list[Quotation]:
    """The quotations of a text, in order. One that does not close in its paragraph ends with it."""
    bounds: dict[int, tuple[int, int]] = {}
    for part in parts:
        first = bounds.get(part.paragraph, (part.start, part.end))[0]
        bounds[part.paragraph] = (first, part.end)
    return [q for start, end in bounds.values() for q in _paired(text, start, end)]


def _paired(text: str, start: int, end: int) -> list[Quotation]:
    found: list[Quotation] = []
    opened: int | None = None
    closing = ""
    for at in range(start, end):
        mark = text[at]
        if opened is None:
            if mark in _PAIRS:
                opened, closing = at, _PAIRS[mark]
            elif mark == _STRAIGHT and not _inches(text, at):
                opened, closing = at, _STRAIGHT
        elif (
            mark == closing
            or (mark == "”" and closing == _STRAIGHT)
            or (mark == _STRAIGHT and closing == "”")
        ):
            found.append(Quotation(opened, at + 1, True))
            opened = None
    if opened is not None:
        found.append(Quotation(opened, end, False))
    return found


def _inches(text: str, at: int) -> bool:
    return at > 0 and text[at - 1].isdigit()


def touching(quotes: Sequence[Quotation], start: int, end: int) -> list[Quotation]:
    """The quotations that share a character with a stretch; `quotes` in the order of the text."""
    first = bisect.bisect_right(quotes, start, key=lambda q: q.end)
    last = bisect.bisect_left(quotes, end, key=lambda q: q.start)
    return list(quotes[first:last])


def words(text: str, quotation: Quotation) -> int:
    """How many words are quoted: fewer than four are a fragment, not speech of its own."""
    return len(text[quotation.start : quotation.end].split())
