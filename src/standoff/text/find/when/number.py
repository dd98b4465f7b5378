"""Numbers as times count with them: figures, number words to ninety-nine, and words for some or about."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES: Mapping[str, int] = MappingProxyType(
    {"a": 1, "an": 1, "a dozen": 12}
    | {word: n for n, word in enumerate((*_ONES, *_TEENS), 1)}
    | {ten: 10 * n for n, ten in enumerate(_TENS, 2)}
    | {f"{t}-{o}": 10 * n + m for n, t in enumerate(_TENS, 2) for m, o in enumerate(_ONES, 1)}
)
_WORDS = (
    rf"(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_ONES)}))?|{'|'.join((*_TEENS, *_ONES))}|"
    r"several|some|many|a few|a couple of|(?:half )?a (?:dozen|hundred)|a good many|an?"
)
NUMBER = rf"(?P<number>\d{{1,3}}|(?i:{_WORDS}))"
# A number that what stands before it makes another one, or one of two: *two or three*, *a hundred and five*.
_MORE = re.compile(
    rf"(?:(?:\d|\b(?i:{_WORDS}))(?:,| or| to| and| ?[-–—]) ?|\d[.,]|\bhundred and |\b(?:thousand|"
    rf"dozen),? |-)\Z"
)
_ABOUT = re.compile(
    r"\b(?:about|around|some|nearly|almost|roughly|approximately|close to|up to|at most|at least|"
    r"perhaps|maybe|"
    r"not quite|well over|more than|less than|fewer than|over|under|within|below|above|"
    r"an estimated|little over|a bit over|another|or so|now|every) \Z",
    re.IGNORECASE,
)


_FIRST = "first second third fourth fifth sixth seventh eighth ninth".split()
_TENTH = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth "
    "twentieth"
).split()
ORDINALS: Mapping[str, int] = MappingProxyType(
    {word: n for n, word in enumerate((*_FIRST, *_TENTH), 1)}
    | {f"twenty-{word}": 20 + n for n, word in enumerate(_FIRST, 1)}
    | {"thirtieth": 30, "thirty-first": 31}
)
"""The days of a month in words: *the fourth of July*."""


def value(words: str) -> int | None:
    """The number that words or figures say; None where they say none.

    >>> value("Twenty five"), value("12"), value("several")
    (25, 12, None)
    """
    folded = words.lower()
    return (
        int(words)
        if words.isdigit()
        else _VALUES.get(folded, _VALUES.get(folded.replace(" ", "-")))
    )


def exact(view: str, at: int) -> bool:
    """Whether the number at a place stands for itself, and not for about so many or as part of another."""
    before = view[max(0, at - 24) : at]
    return _MORE.search(before) is None and _ABOUT.search(before) is None
