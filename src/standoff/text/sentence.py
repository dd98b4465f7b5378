"""Where the sentences of a text stand: the numbering that every citation uses.

The numbering is part of the file format: ``003#s12`` must mean the same sentence on every machine
and in every later release. It therefore depends on nothing but the characters of the text, and
page furniture is numbered like everything else.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

# A run of terminators with whatever closes behind it. The run always matches, so that scanning is
# linear even on a megabyte of full stops; what may follow is looked at afterwards.
_END = re.compile(r"""(?P<stop>[.!?…]++)(?P<close>[)\]}"'”’»›]*+)""")
_SPACE = re.compile(r"\s++")
_OPENING = "\"'“‘„‚«‹…"

# The word before a full stop that does not end a sentence: initials (also U.S. and its like),
# months and titles. Looked for in a short window, so that a long line costs nothing.
_ABBREVIATION = re.compile(
    r"""(?<![^\W_])(?:
        (?:[^\W\d_]\.)*(?P<initial>[^\W\d_])
      | Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec
      | Mr|Mrs|Ms|Dr|Prof|Rev|Hon|St|Sen|Rep|Gov|Pres|Amb|Gen|Lt|Col|Maj|Capt|Cmdr|Adm|Sgt|Brig
    )\Z""",
    re.VERBOSE,
)
_WINDOW = 12


@dataclass(frozen=True, slots=True)
class Sentence:
    """One numbered sentence: ``text[start:end]``, in code points.

    number     counted from 1 through the whole text, page furniture included
    paragraph  counted from 1; the non-empty line the sentence stands in
    """

    number: int
    start: int
    end: int
    paragraph: int

    @property
    def id(self) -> str:
        """The name citations use, as in ``s12``."""
        return f"s{self.number}"


def sentences(text: str) -> tuple[Sentence, ...]:
    r"""Number the sentences of a text, in time linear in its length.

    A paragraph is a line (ended by LF; CR is white space) that is not blank, trimmed of white
    space. Inside it a sentence ends after ``.``, ``!``, ``?`` or ``…`` with any closing quotes or
    brackets, before white space and a capital, a digit, an opening quote or ``…``; not after
    initials, ``U.S.``, and the abbreviations of months and titles, not within a quoted title that
    its clause goes on after, and not after the hour that opens a sentence.

    >>> [s.id for s in sentences("Dr. A. Bell spoke.  “Go!” He left\n\nThe end")]
    ['s1', 's2', 's3', 's4']
    """
    found: list[Sentence] = []
    for paragraph, (start, end) in enumerate(_paragraphs(text), start=1):
        for left, right in _split(text, start, end):
            found.append(Sentence(len(found) + 1, left, right, paragraph))
    return tuple(found)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each line that is not blank, trimmed of white space."""
    offset = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            start = offset + len(line) - len(line.lstrip())
            yield start, start + len(bare)
        offset += len(line) + 1


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentence spans of one paragraph; together they cover all but white space."""
    left = start
    titles = _titles(text, start, end)
    for stop in _END.finditer(text, start, end):
        gap = _SPACE.match(text, stop.end(), end)
        if gap is None or not _begins(text[gap.end()]) or _abbreviates(text, stop, start):
            continue
        if stop["stop"] == "." and _HOUR.fullmatch(text, left, stop.end()):
            continue
        nearest = bisect.bisect_right(titles, (stop.start(), 0)) - 1
        if nearest >= 0 and stop.start() < titles[nearest][1]:
            continue
        yield left, stop.end()
        left = gap.end()
    yield left, end


# The time of day that opens a sentence: "At 5 p.m. Peru ..." goes on.
_HOUR = re.compile(
    r"(?:(?:On \w+|Shortly|Just|Only|Early|Late),? )?"
    r"(?:[Aa]t|[Bb]y|[Aa]bout|[Aa]round|[Bb]efore|[Aa]fter|[Ff]rom|[Uu]ntil|[Ss]ince)"
    r" \d{1,2}(?:[:.]\d\d)? ?[ap]\.m\."
)
# A title in quotation marks within a clause: a word before, a small letter after.
_TITLE = re.compile(
    r'(?<=\w )(?:"[^"\n]{1,80}?[.!?…]"|'
    r"“[^”\n]{1,80}?[.!?…]”|‘[^’\n]{1,80}?[.!?…]’)(?= [a-z])"
)


def _titles(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans in which no sentence ends: quoted titles that a clause goes on after."""
    return [m.span() for m in _TITLE.finditer(text, start, end)]


def _begins(character: str) -> bool:
    return (
        character.isupper() or character.istitle() or character.isdecimal() or character in _OPENING
    )


def _abbreviates(text: str, stop: re.Match[str], start: int) -> bool:
    """Whether a lone full stop belongs to the word before it."""
    if stop["stop"] != "." or stop["close"]:
        return False
    window = text[max(start, stop.start() - _WINDOW) : stop.start()]
    word = _ABBREVIATION.search(window)
    return word is not None and (word["initial"] is None or word["initial"].isupper())
