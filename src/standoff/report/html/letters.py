"""How wide a text is drawn, about, and how it is broken into lines: nothing here measures fonts."""

from __future__ import annotations

import functools
import unicodedata

SIZE = 13.0  # of the letters, in px
LEAD = 18.0  # from one line of text to the next
MAX_TEXT = 2_000
"""Longer texts from a case or a source are cut, and the page says so."""

_NARROW, _WIDE = frozenset("ijlftrI.,;:'’|!()[] "), frozenset("mwMW—@%")


def text_width(text: str, size: float = SIZE, strong: bool = False) -> float:
    """About how wide a text is drawn, rather too much than too little."""
    ems = sum(map(_ems, text))
    return ems * size * (1.12 if strong else 1.0)


@functools.lru_cache(4096)
def _ems(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WF":
        return 1.0
    if letter in _NARROW:
        return 0.37
    if letter in _WIDE:
        return 0.96
    return 0.72 if letter.isupper() else 0.62


def wrap(text: str, width: float, strong: bool = False) -> list[str]:
    """The text in lines no wider than `width`; a word too long for one is broken."""
    lines = [""]
    for word in text.split():
        while text_width(word, strong=strong) > width:
            fits = max(1, int(len(word) * width / text_width(word, strong=strong)))
            lines.append(word[:fits])
            word = word[fits:]
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, strong=strong) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line for line in lines if line] or [""]


def cut(text: str) -> str:
    """A text of an endless case, cut."""
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} …"
