"""A sentence as it is looked at for offers, and the frame that carries one in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from standoff.text.annotation import Mention, Span
from standoff.text.find.bargain.way import Ways
from standoff.text.find.word.lexicon import names_group, names_person, slug
from standoff.text.sentence import Sentence

# Where what is given or wanted ends.
STOP = re.compile(r"[;.!?]|, (?:and|but|which|while|though|although|so|yet)\b")
# Parties told by their kind.
_KIND = re.compile(
    r"\bthe (?:[\w-]+ ){0,2}(?P<kind>powers|parties|countries|nations|governments|neighbou?rs|allies|"
    r"donors|creditors|guarantors|mediators)\b",
    re.IGNORECASE,
)
_SOMEBODY = frozenset("they he she we sides".split())
_NOUN_PHRASE = re.compile(
    r"\b(?:[Tt]he|[Tt]h(?:at|is|[eo]se)|[Ii]ts|[Hh]is|[Tt]heir|[Bb]oth|[Tt]wo|[Aa](?:ll|ny)) "
    r"(?:[\w-]+ ){0,2}?([a-z]{3,})\b"
)


@dataclass(frozen=True)
class Frame:
    """What carries an offer in a sentence: its words, and the spans of what is given and wanted.

    tied  whether the giver is to be looked for in the promise itself, and the taker in its condition
    """

    cue: Span
    rule: str
    gives: Span | None = None
    wants: Span | None = None
    tied: bool = False


@dataclass(frozen=True)
class Told:
    """A sentence in its text, as it stands and in small letters, and who is named in it."""

    view: str
    low: str
    part: Sentence
    inside: Sequence[Mention]

    @property
    def span(self) -> Span:
        """Where the sentence stands."""
        return self.part.start, self.part.end

    def find(self, ways: Ways) -> re.Match[str] | None:
        """The first place in the sentence where one of the ways stands."""
        return ways.search(self.low if ways.small else self.view, *self.span)

    @cached_property
    def people(self) -> bool:
        """Whether it speaks of somebody: by a name, a pronoun, or a noun of persons or groups."""
        words = re.findall(r"[a-z]+", self.view[slice(*self.span)].lower())
        return bool(self.inside) or any(w in _SOMEBODY or _of_people(w) for w in words)

    def actors(self, span: Span) -> set[str]:
        """Who is named in a part of it."""
        return {m.actor for m in self.inside if span[0] <= m.start < span[1]}

    def speaks_of_party(self, span: Span) -> bool:
        """Whether a noun of persons or groups stands there, as *the rebels* and *the two armies* do."""
        return any(_of_people(m[1]) for m in _NOUN_PHRASE.finditer(self.view, *span))


def nameless(words: str) -> str:
    """The first noun of persons or groups, for a giver whom nobody names: *the rebels*, *the powers*."""
    kind = _KIND.search(words)
    nouns = re.findall(r"[a-z]{3,}", words.lower())
    return slug(kind["kind"]) if kind else next((slug(w) for w in nouns if _of_people(w)), "")


def _of_people(word: str) -> bool:
    return any(names_person(w) or names_group(w) for w in (word, word.removesuffix("s")))
