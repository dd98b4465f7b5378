"""A parsed sentence as plain values, so that no rule depends on the parser that made it.

Tags and relations are those of the ClearNLP scheme that spaCy's English pipelines use. A token's
`head` is an index into the same sentence; the root is its own head.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from standoff.text.sentence import Sentence


@dataclass(frozen=True, slots=True)
class Token:
    """One token, with offsets into the text of the document.

    pos, dep  coarse part of speech and relation to the head, e.g. VERB, nsubj
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A named entity as the parser sees it; labels are those of OntoNotes: PERSON, ORG, NORP, GPE ..."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Parse:
    """The tokens of one sentence as a tree, with its named entities."""

    sentence: Sentence
    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...] = ()

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """Per token the indices of those that depend on it, in order."""
        below: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.i:
                below[token.head].append(token.i)
        return tuple(tuple(b) for b in below)

    def child(self, i: int, *deps: str) -> Token | None:
        """The first dependent of `i` with one of these relations."""
        return next(self.all(i, *deps), None)

    def all(self, i: int, *deps: str) -> Iterator[Token]:
        """Yield the dependents of `i` with one of these relations (any, if none is given)."""
        for c in self.children[i]:
            if not deps or self.tokens[c].dep in deps:
                yield self.tokens[c]

    def subtree(self, i: int) -> list[int]:
        """The indices of a token and all below it, in order."""
        found, waiting = [], [i]
        while waiting:
            at = waiting.pop()
            found.append(at)
            waiting.extend(self.children[at])
        return sorted(found)

    def span(self, i: int) -> tuple[int, int]:
        """The offsets a token's subtree covers, without punctuation at its edges."""
        below = [self.tokens[k] for k in self.subtree(i)]
        while len(below) > 1 and below[0].pos in ("PUNCT", "SPACE"):
            below.pop(0)
        while len(below) > 1 and below[-1].pos in ("PUNCT", "SPACE"):
            below.pop()
        return below[0].start, below[-1].end

    def is_wanted(self, token: Token) -> bool:
        """Whether a noun is the subject of an infinitive alone: Chile in *Peru wanted Chile to pay*."""
        verb = self.tokens[token.head]
        helper = self.child(verb.i, "aux")
        infinitive = helper is not None and helper.text.lower() == "to"
        return token.dep == "nsubj" and infinitive and verb.dep in ("ccomp", "xcomp")

    def told_before(self, token: Token) -> frozenset[int]:
        """The indices of the clause that stands before a subject and its verb as what it says.

        Nobody named in it is who *he* is behind it: in *Peru's envoy lies, he said* he is somebody else.
        """
        verb = self.tokens[token.head]
        if token.dep not in ("nsubj", "nsubjpass") or verb.i < token.i:
            return frozenset()
        clauses = [c.i for c in self.all(verb.i, "ccomp") if c.i < token.i]
        leading = (
            c for c in self.all(verb.i, "advcl") if c.i < token.i and c.tag in ("VBN", "VBD", "VBG")
        )
        asked = (c for c in leading if self.child(c.i, "nsubj", "nsubjpass") is None)
        clauses += [
            c.i for c in asked if self.child(c.i, "ccomp") is not None
        ]  # *Asked whether ..., he said*
        if clauses:
            return frozenset(i for c in clauses for i in self.subtree(c))
        if verb.dep in ("parataxis", "ccomp") and verb.head < verb.i:
            own = set(self.subtree(verb.i))
            return frozenset(i for i in self.subtree(verb.head) if i not in own)
        return frozenset()

    def ancestors(self, i: int) -> Iterator[Token]:
        """Yield the heads above a token, nearest first."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield self.tokens[i]

    def conjoined(self, token: Token) -> list[Token]:
        """A token and what is coordinated with it, in order."""
        found = [token]
        for one in found:
            found.extend(self.all(one.i, "conj"))
        return found
