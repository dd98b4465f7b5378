"""Which language a text is in, by its letters and its commonest words: English rules read English only."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
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
    letters = Counter(_script(w[0]) for w in words)
    foreign = {s: n for s, n in letters.items() if s in _SCRIPTS}
    if sum(foreign.values()) > 0.5 * max(1, len(words)):
        return _SCRIPTS[max(foreign, key=lambda s: foreign[s])]
    if len(words) < _ENOUGH:
        return ENGLISH
    counts = Counter(words)
    shares = {
        name: sum(counts[w] for w in common) / len(words) for name, common in _common().items()
    }
    best = max(shares, key=lambda name: shares[name])
    clear = shares[best] > 0.15 and shares[best] > 1.6 * shares[ENGLISH]
    return best if clear else ENGLISH


@functools.cache
def _common() -> Mapping[str, frozenset[str]]:
    """Language -> its commonest function words."""
    return {name: frozenset(words.split()) for name, words in rows("languages")}


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ", 1)[0] if not letter.isascii() else "LATIN"
