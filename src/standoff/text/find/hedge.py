"""Words that change how a sentence is meant: marked on the words, concluded from by nobody but a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from standoff.text.annotation import Mark, When, by_sentence
from standoff.text.find.word.lexicon import look
from standoff.text.find.word.quotation import Quotation, touching
from standoff.text.find.word.saying import lemma_of, verbs
from standoff.text.sentence import Sentence


@dataclass(frozen=True)
class _Kind:
    kind: str
    rule: str
    pattern: re.Pattern[str]


def _words(kind: str, rule: str, *words: str) -> _Kind:
    """A kind by its words, which begin with a letter: at a letter that none begins with, none is tried."""
    letters = "".join(sorted({word[0] for word in words if word[0].isalpha()}))
    plain = "|".join(word for word in words if word[0].isalpha())
    other = "".join(f"|{word}" for word in words if not word[0].isalpha())
    return _Kind(
        kind, rule, re.compile(rf"\b(?:(?=[{letters}])(?:{plain}){other})\b", re.IGNORECASE)
    )


_KINDS: tuple[_Kind, ...] = (
    _words(
        "negation",
        "word of denial",
        "not",
        "never",
        "no longer",
        "neither",
        "nor",
        "cannot",
        r"\w+n't",
        "without",
        "no",
        "nobody",
        "nothing",
        "none",
        "hardly",
        "barely",
        "fails? to",
        "failed to",
        "refus(?:e|es|ed|ing) to",
        "rul(?:e|es|ed|ing) out",
        "denied",
        "denies",
        "deny",
    ),
    _words(
        "likelihood",
        "word of likelihood",
        "likely",
        "unlikely",
        "probabl[ey]",
        "improbable",
        "possibl[ey]",
        "impossible",
        "perhaps",
        "maybe",
        "certainly",
        "certain to",
        "definitely",
        "undoubtedly",
        "no doubt",
        "surely",
        "presumably",
        "inevitabl[ey]",
        "almost certain(?:ly)?",
        "likelihood",
        "chances? (?:of|that|are)",
        "odds",
        "bound to",
        "conceivabl[ey]",
        "in all likelihood",
        "to all likelihood",
        "unattainable",
        "unrealistic",
        "realistic",
    ),
    _words(
        "hedge",
        "word that weakens a claim",
        "appears?",
        "appeared",
        "seems?",
        "seemed",
        "seemingly",
        "apparently",
        "reportedly",
        "allegedly",
        "alleged",
        "supposedly",
        "to some extent",
        "somewhat",
        "largely",
        "mostly",
        "rather",
        "relatively",
        "virtually",
        "almost",
        "arguably",
        "tend(?:s|ed)? to",
        "it is (?:said|believed|thought)",
        "so-called",
        "some estimates",
        "roughly",
        "around \\d+",
        "about \\d+",
        "in part",
        "partly",
        "suggests?",
        "suggested",
        "in my view",
        "I (?:think|believe)",
        "we (?:think|believe)",
        "essentially",
        "can hardly",
    ),
    _words(
        "modal",
        "modal verb",
        "may",
        "might",
        "could",
        "would",
        "should",
        "must",
        "can",
        "ought to",
        "have to",
        "has to",
        "need to",
        "needs to",
    ),
    _words(
        "condition",
        "opens a condition",
        "if",
        "unless",
        "provided(?: that)?",
        "as long as",
        "in case",
        "on condition(?: that)?",
        "in exchange for",
        "in return for",
        "in the event (?:of|that)",
        "otherwise",
        "only when",
        "once",
        "assuming(?: that)?",
        "even if",
        "whether",
        "depend(?:s|ing)? on",
    ),
)
_AHEAD = re.compile(
    r"\b(?:will(?: not| never)?|won't|shall|(?:is|are|am)(?: not)? (?:going|about|set|"
    r"expected|likely|due) to|"
    r"would(?: not| never)?|(?:is|are) to be)(?= \w)",
    re.IGNORECASE,
)
# A passive of saying or thinking that names nobody: *is believed to*, *was thought to*.
_HELD = re.compile(
    r"\b(?:is|are|was|were|be|been|being)(?: (?:also|now|still|not|never|\w+ly))? (?P<verb>[a-z]+)"
    r"(?= to (?:be|have)\b| to [a-z]+\b)"
)
_QUESTION = re.compile(r"\?[)\]\"'”’»]*\Z")


_WHOLE = re.compile(r"[,.!?…—–-][\"'”’»›]+\Z")


def marks(
    text: str,
    parts: Sequence[Sentence],
    times: Sequence[When] = (),
    quotes: Sequence[Quotation] = (),
) -> list[Mark]:
    """The marks of a text, in order; a forecast carries the words of its horizon, if it has one.

    times   the text's dates: the first that follows in the sentence is the horizon
    quotes  its quotations: what begins small or has no stop is a fragment of what somebody said
    """
    view = look(text)
    found: list[Mark] = []
    for part, inside in by_sentence(times, parts):
        for kind in _KINDS:
            found.extend(
                _mark(text, m, kind.kind, kind.rule)
                for m in kind.pattern.finditer(view, part.start, part.end)
                if m[0] != "May"  # the month
            )
        for ahead in _AHEAD.finditer(view, part.start, part.end):
            horizon = inside[0].quote if inside else ""
            found.append(_mark(text, ahead, "forecast", "speaks of what is to come", horizon))
        for held in _HELD.finditer(view, part.start, part.end):
            if _is_held(held["verb"]):
                found.append(_mark(text, held, "hedge", "held by nobody named"))
        asked = _QUESTION.search(view, part.start, part.end)
        if asked:
            found.append(_mark(text, asked, "question", "ends with a question mark"))
    found.extend(mark for part in parts for mark in _fragments(text, part, quotes))
    return sorted(found, key=lambda m: (m.start, m.end, m.kind))


def _fragments(text: str, part: Sentence, quotes: Sequence[Quotation]) -> Iterator[Mark]:
    """Yield the quotations within a sentence that are no sentences of their own."""
    for quote in touching(quotes, part.start, part.end):
        words = text[quote.start : quote.end].strip("\"'“”‘’«»„‹›")
        whole = _WHOLE.search(text[quote.start : quote.end]) and not words[:1].islower()
        if (
            quote.closed
            and words
            and not whole
            and part.start <= quote.start < quote.end <= part.end
        ):
            yield Mark(
                start=quote.start,
                end=quote.end,
                quote=text[quote.start : quote.end],
                kind="quoted fragment",
                rule="part of a sentence in quotation marks",
            )


def _is_held(participle: str) -> bool:
    """Whether a participle is of a verb that takes a that-clause and asks nobody to do anything."""
    saying = verbs().get(lemma_of(participle)) if participle.endswith(_PARTICIPLES) else None
    if saying is None or max(saying.said, saying.thought) < 0.5:
        return False
    return "c" in saying.frames | saying.thoughts and not (
        saying.act >= 0.3 and "o" in saying.frames and lemma_of(participle) != "say"
    )


_PARTICIPLES = ("ed", "t", "d", "n")


def _mark(text: str, match: re.Match[str], kind: str, rule: str, horizon: str = "") -> Mark:
    start, end = match.span()
    return Mark(start=start, end=end, quote=text[start:end], kind=kind, rule=rule, horizon=horizon)
