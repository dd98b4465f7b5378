"""The lines of PDF pages put together to paragraphs: running heads, page numbers and notes set aside.

What repeats at one height on several pages, and a lone number at the edge of a page, is no part of
the text that runs past it; a note at the foot is a paragraph of its own. Both are kept, after the
paragraph that they stood in.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

_EDGE = 3  # lines at the top and at the foot of a page that may be furniture
_NUMBER = re.compile(
    r"[\W_]*(?:page |p\. ?)?(?:\d{1,4}|[ivxlc]{1,7})(?: ?(?:/|of) ?\d{1,4})?[\W_]*\Z", re.IGNORECASE
)
_NOTE = re.compile(r"(?:\[?\d{1,3}\]?|[*†‡§])[.)]? ?(?=\S)\D")
_STOPS = re.compile(r"[.!?…:][)\]\"'”’»]*$")
_LIGATURES = str.maketrans(
    dict(
        zip(
            "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06",
            "ff fi fl ffi ffl st st".split(),
            strict=True,
        )
    )
)
_HYPHENS = ("-", "\u2010", "\u00ad")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: where its left end stands, in points from the lower left corner."""

    words: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its role: empty for running text, `page` for furniture, `note` at the foot."""

    words: str
    role: str = ""


def plain(words: str) -> str:
    r"""Words with ligatures as letters; a glyph that stands for no character as U+FFFD.

    >>> plain("re\ufb02ect")
    'reflect'
    """
    return re.sub("[\x00-\x08\x0b-\x1f]", "\ufffd", words.translate(_LIGATURES)).strip()


def paragraphs(pages: Iterable[Sequence[Line]]) -> Iterator[Paragraph]:
    """Yield the paragraphs of pages in order; one that runs over a page is one."""
    every = [[line for line in page if line.words.strip()] for page in pages]
    repeated = _repeated(every)
    stream: list[tuple[str, str]] = []
    for page in every:
        stream.extend(_marked(page, repeated))
    yield from _joined(stream)


def _key(line: Line) -> tuple[int, str]:
    return round(line.y / 6), re.sub(r"\d+|\b[ivxl]+\b", "#", line.words.strip().lower())


def _edges(page: Sequence[Line]) -> list[Line]:
    by_height = sorted(page, key=lambda line: -line.y)
    return [*by_height[:_EDGE], *by_height[_EDGE:][-_EDGE:]]


def _repeated(pages: Sequence[Sequence[Line]]) -> frozenset[tuple[int, str]]:
    counts = Counter(key for page in pages for key in {_key(line) for line in _edges(page)})
    return frozenset(key for key, count in counts.items() if count > 1 and len(pages) > 1)


def _marked(
    page: Sequence[Line], repeated: frozenset[tuple[int, str]]
) -> Iterator[tuple[str, str]]:
    """Yield the lines of a page with their roles; an empty line where the page leaves a gap."""
    edges = {id(line) for line in _edges(page)}
    body = [
        line for line in page
        if id(line) not in edges or not (_key(line) in repeated or _NUMBER.match(line.words.strip()))
    ]  # fmt: skip
    kept = {id(line) for line in body}
    steps = [a.y - b.y for a, b in itertools.pairwise(body) if a.y > b.y]
    usual = median(steps) if steps else 0.0
    size = median(line.size for line in body) if body else 0.0
    last: Line | None = None
    in_note = False
    for line in page:
        if id(line) not in kept:
            yield line.words, "page"
            continue
        gap = last is not None and usual > 0 and last.y - line.y > 1.6 * usual
        low = line.y <= min(other.y for other in body) + 8 * (usual or 12)
        small = line.size < 0.92 * size
        if _NOTE.match(line.words.strip()) and low and (gap or small or in_note):
            in_note = True
        elif in_note and not small and line.y > (last.y if last else 0):
            in_note = False
        if gap and not in_note:
            yield "", ""
        yield line.words, "note" if in_note else ""
        last = line


def _joined(stream: Sequence[tuple[str, str]]) -> Iterator[Paragraph]:
    """Yield paragraphs: one ends at a blank line, or after a full stop in a short line."""
    lines = [(plain(words), role) for words, role in stream]
    usual = sorted(len(words) for words, role in lines if words and not role)
    width = usual[len(usual) * 3 // 4] if usual else 0
    known = Counter(re.findall(r"[\w-]+", " ".join(words for words, _ in lines)))
    current = ""
    aside: list[Paragraph] = []
    for words, role in lines:
        if role:
            new_note = role == "page" or not aside or aside[-1].role != role or _NOTE.match(words)
            if new_note:
                aside.append(Paragraph(words, role))
            else:
                aside[-1] = Paragraph(joined(aside[-1].words, words, known), role)
            continue
        if words:
            current = joined(current, words, known)
        ends = not words or (_STOPS.search(words) and len(words) < 0.75 * width)
        if ends and current:
            yield Paragraph(current)
            yield from aside
            current, aside = "", []
    if current:
        yield Paragraph(current)
    yield from aside


def joined(one: str, two: str, known: Counter[str] | None = None) -> str:
    """Two lines as one: a hyphen at the line's end goes where it only parts a word.

    Before a capital or a figure it stays; so does that of a word written with it elsewhere.

    >>> joined("an inter-", "national dam"), joined("the Egypt-", "Sudan line")
    ('an international dam', 'the Egypt-Sudan line')
    """
    if not one or not two:
        return one or two
    if not one.endswith(_HYPHENS) or len(one) < 2 or not one[-2].isalnum():
        return f"{one} {two}"
    if one.endswith("\u00ad") or two[0].islower():
        left, right = re.search(r"[\w-]*\Z", one[:-1]), re.match(r"[\w-]*", two)
        with_hyphen = f"{left[0] if left else ''}-{right[0] if right else ''}"
        if known and known[with_hyphen] > known[with_hyphen.replace("-", "")]:
            return f"{one[:-1]}-{two}"
        return one[:-1] + two
    return f"{one[:-1]}-{two}" if two[0].isalnum() else f"{one} {two}"
