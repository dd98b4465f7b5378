"""Quotation marks paired, paragraph by paragraph: every kind of marks, and speech over several paragraphs.

A speech that goes on opens each paragraph with its mark and closes only the last one; that is one
speech. A quotation that never closes otherwise is kept as undecided.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from standoff.text.sentence import Sentence

# Opening mark -> what may close it; a straight mark is taken for a curly one where they are mixed.
_PAIRS: Mapping[str, str] = MappingProxyType(
    {
        "“": '”"',
        "«": "»",
        "„": '“”"',
        "‹": "›",
        '"': '"”',
        "”": "”",
        "「": "」",
        "『": "』",
        "‟": '”"',
    }
)
_MARK = re.compile(r"[“«„‹\"”「『‟‘'‚`,]")  # what one of them or of the next can begin with
_DOUBLED = re.compile(r"``|''|,,")
_SINGLE_OPEN = re.compile(r"(?:(?<=[\s(\[—–:“\"-])|\A)[‘'‚](?=[^\W\d_]|\d[^\d]*[’']|…|\.\.\.)")
_SINGLE_CLOSE = re.compile(r"(?<=[^\s])[’'](?![\w])")
_STOPPED = re.compile(r"[,.!?…]\Z")
_CLITIC = re.compile(r"[‘'’](?:em|tis|twas|til|cause|n|round|bout)\b|[‘'’]\d0s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words with their marks: `text[start:end]` begins with the opening mark.

    closed     whether it ends with its mark, or goes on in the next paragraph
    continues  whether it goes on from the quotation before, which its paragraph left open
    """

    start: int
    end: int
    closed: bool
    continues: bool = False


def quotations(text: str, parts: Sequence[Sentence]) -> list[Quotation]:
    """The quotations of a text, in order. One that does not close in its paragraph ends with it,
    and goes on in the next if that opens with a mark as well."""
    bounds: dict[int, tuple[int, int]] = {}
    for part in parts:
        first = bounds.get(part.paragraph, (part.start, part.end))[0]
        bounds[part.paragraph] = (first, part.end)
    found: list[Quotation] = []
    for start, end in bounds.values():
        here = list(_paired(text, start, end))
        left_open = found and not found[-1].closed and here and here[0].start == start
        if left_open and text[found[-1].start] == text[start]:
            found[-1] = replace(found[-1], closed=True)
            here[0] = replace(here[0], continues=True)
        found.extend(here)
    return found


def _paired(text: str, start: int, end: int) -> Iterator[Quotation]:
    """Yield the quotations of one paragraph, outermost only."""
    at = start
    while found := _MARK.search(text, at, end):
        at = found.start()
        mark = found[0]
        doubled = _DOUBLED.match(text, at, end)
        if doubled and doubled[0] != "''":
            close = text.find("''", at + 2, end)
            yield Quotation(at, close + 2 if close >= 0 else end, close >= 0)
            at = close + 2 if close >= 0 else end
        elif mark in _PAIRS and not (
            mark in '"”' and (_inches(text, at) or _closing(text, at, start))
        ):
            close = _close(text, at + 1, end, _PAIRS[mark])
            yield Quotation(at, close + 1 if close >= 0 else end, close >= 0)
            at = close + 1 if close >= 0 else end
        elif (
            mark in "‘'‚" and _SINGLE_OPEN.match(text, at, end) and not _CLITIC.match(text, at, end)
        ):
            close = _single_close(text, at + 1, end)
            if close >= 0:
                yield Quotation(at, close + 1, True)
                at = close + 1
            elif mark == "‘" and at == start:
                yield Quotation(at, end, False)
                at = end
            else:
                at += 1
        else:
            at += 1


def _close(text: str, at: int, end: int, closing: str) -> int:
    while at < end:
        if text[at] in closing:
            return at
        at += 1
    return -1


def _closing(text: str, at: int, start: int) -> bool:
    """Whether a mark that is the same at both ends can only close: nothing opened before it."""
    return text[at] == "”" and at > start and not text[at - 1].isspace()


def _single_close(text: str, at: int, end: int) -> int:
    """Where a single mark closes: after a stop if one closes so before the next opens, else the
    first that is no apostrophe."""
    opens = next((m.start() for m in _SINGLE_OPEN.finditer(text, at, end)), end)
    places = [m.start() for m in _SINGLE_CLOSE.finditer(text, at, min(end, opens + 1))]
    stopped = [p for p in places if _STOPPED.match(text, p - 1, p)]
    if stopped:
        return stopped[0]
    sure = [
        p for p in places if not (text[p - 1] == "s" and re.match(r" [a-z]", text[p + 1 : p + 3]))
    ]
    return (sure or places or [-1])[0]


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
