"""Which language a text is in, by its letters and its commonest words: English rules read English only."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from standoff.text.find.word.lexicon import rows

ENGLISH = "English"
_SCRIPTS: Mapping[str, str] = MappingProxyType(
    {
        "CYRILLIC": "a language in Cyrillic letters", "ARABIC": "a language in Arabic letters",
        "GREEK": "Greek", "HEBREW": "Hebrew", "CJK": "Chinese or Japanese", "HIRAGANA": "Japanese",
        "KATAKANA": "Japanese", "HANGUL": "Korean", "DEVANAGARI": "a language in Devanagari letters",
        "THAI": "Thai", "GEORGIAN": "Georgian", "ARMENIAN": "Armenian",
        "ETHIOPIC": "a language in Ethiopic letters",
        "BENGALI": "Bengali",
    }
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_ENOUGH, _MUCH = 12, 200_000  # words to judge by; characters looked at


def language(text: str) -> str:
    """The language of a text in a word or two; English where there is too little to judge by.

    >>> language("La ministre a dit que la France ne va pas signer le traité dans les jours qui viennent.")
    'French'
    """
    words = [w.lower() for w in _WORD.findall(text[:_MUCH])]
    letters = Counter(_script(w[0]) for w in words if not w[0].isascii())
    foreign = {s: n for s, n in letters.items() if s in _SCRIPTS}
    if sum(foreign.values()) > 0.5 * max(1, len(words)):
        return _SCRIPTS[max(foreign, key=lambda s: foreign[s])]
    if len(words) < _ENOUGH:
        return ENGLISH
    common = _common()
    counts = Counter(name for word in words for name in common.get(word, ()))
    shares = {name: counts[name] / len(words) for name in _languages()}
    best = max(shares, key=lambda name: shares[name])
    clear = shares[best] > 0.15 and shares[best] > 1.6 * shares[ENGLISH]
    return best if clear else ENGLISH


@functools.cache
def _languages() -> tuple[str, ...]:
    """The languages that are told apart by their words."""
    return tuple(name for name, _ in rows("languages"))


@functools.cache
def _common() -> Mapping[str, Sequence[str]]:
    """Function word -> the languages it is common in: a text is gone through once, not once for each."""
    found: dict[str, list[str]] = {}
    for name, words in rows("languages"):
        for word in frozenset(words.split()):
            found.setdefault(word, []).append(name)
    return MappingProxyType(found)


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ", 1)[0]
