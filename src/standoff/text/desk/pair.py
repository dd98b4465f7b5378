"""Sentences of two texts about the same thing. Likeness says nothing about agreement: a person does."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from standoff.text.annotation import Annotation, Flag, Mention, Pair, When
from standoff.text.find.word.lexicon import look

_WORD = re.compile(r"[^\W\d_]{3,}")
_STOP = frozenset(
    "the and that for with from this have has had was were are been its their his her they not "
    "but which who will would could should may might can than then there these those about into "
    "over also such any all more most some out said".split()
)
_LEAST_WORDS, _PER_SENTENCE = 4, 3


@dataclass(frozen=True)
class _Line:
    source: str
    start: int
    end: int
    weights: Mapping[str, float]
    actors: frozenset[str]
    when: str


def pairs(
    read: Sequence[tuple[str, Annotation]], least: float = 0.3, most: int = 200
) -> list[tuple[str, Pair]]:
    """The likeliest same-topic pairs across texts, best first, each with its source's id.

    read   (text, annotation) of each source
    least  lowest score kept: cosine of weighted words, raised where the actors are the same
    """
    lines = _lines(read)
    texts = {annotation.source: text for text, annotation in read}
    scored = sorted(_scored(lines, least), key=lambda s: -s[0])
    found: list[tuple[str, Pair]] = []
    seen: Counter[tuple[str, int]] = Counter()
    for score, one, two in scored:
        if max(seen[one.source, one.start], seen[two.source, two.start]) >= _PER_SENTENCE:
            continue
        seen.update(((one.source, one.start), (two.source, two.start)))
        quote = texts[one.source][one.start : one.end]
        pair = Pair(
            start=one.start,
            end=one.end,
            quote=quote,
            other=two.source,
            other_span=(two.start, two.end),
            score=round(score, 3),
            when=one.when,
            other_when=two.when,
            rule="shared words, weighted by rarity, and shared actors",
        )
        found.append((one.source, pair))
        if len(found) == most:
            break
    return found


def _stem(word: str) -> str:
    word = word.lower()
    for ending in ("ing", "ed", "es", "s", "al", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _lines(read: Sequence[tuple[str, Annotation]]) -> list[_Line]:
    """The running sentences of all sources with their word weights (tf-idf, unit length)."""
    raw: list[tuple[Annotation, int, int, Counter[str]]] = []
    spread: Counter[str] = Counter()
    for text, annotation in read:
        view = look(text)
        skipped = {f.start for f in annotation.of(Flag)}
        for part in annotation.sentences:
            words = Counter(
                _stem(w)
                for w in _WORD.findall(view[part.start : part.end])
                if w.lower() not in _STOP
            )
            if part.start in skipped or len(words) < _LEAST_WORDS:
                continue
            raw.append((annotation, part.start, part.end, words))
            spread.update(words.keys())
    lines: list[_Line] = []
    for annotation, start, end, words in raw:
        weights = {w: n * math.log(1 + len(raw) / spread[w]) for w, n in words.items()}
        length = math.sqrt(sum(x * x for x in weights.values())) or 1.0
        inside = [m for m in annotation.of(Mention) if start <= m.start < end and m.via != "place"]
        times = [w for w in annotation.of(When) if start <= w.start < end]
        lines.append(
            _Line(
                annotation.source,
                start,
                end,
                {w: x / length for w, x in weights.items()},
                frozenset(m.actor for m in inside),
                times[0].quote if times else "",
            )
        )
    return lines


def _scored(lines: Sequence[_Line], least: float) -> Iterator[tuple[float, _Line, _Line]]:
    for i, one in enumerate(lines):
        for two in lines[i + 1 :]:
            if one.source == two.source:
                continue
            words = sum(x * two.weights.get(w, 0.0) for w, x in one.weights.items())
            both, either = one.actors & two.actors, one.actors | two.actors
            score = words + 0.1 * (len(both) / len(either) if either else 0.0)
            if score >= least:
                yield score, one, two
