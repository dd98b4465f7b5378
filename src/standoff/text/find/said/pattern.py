"""Who says what, by words alone: for the backend that has no parser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from standoff.text.annotation import Attribution, Mention, by_sentence
from standoff.text.find.said.attribution import ACCORDING, attributed, trimmed, with_depths
from standoff.text.find.word.lexicon import look, slug
from standoff.text.find.word.quotation import Quotation, touching, words
from standoff.text.sentence import Sentence

_LONGEST = 4000  # characters: longer "sentences" are data
_FRAGMENT = 4  # words: fewer in quotation marks are no speech of their own
_CUE_WORDS = (
    r"said|says|told|tells|announced|announces|declared|stated|claimed|claims|argued|argues|noted|notes|added|warned|"
    r"warns|stressed|insisted|insists|suggested|admitted|acknowledged|confirmed|denied|denies|explained|"
    r"promised|vowed|pledged|believes?|believed|asked|predicted|wrote|replied|refuses|refused"
)
_NAME_THEN_CUE = re.compile(rf"[^.;:!?]{{0,80}}?\b(?P<cue>{_CUE_WORDS})\b(?P<that> that| to)?")
_CUE_THEN_NAME = re.compile(rf"\W{{0,3}}(?P<cue>{_CUE_WORDS}) ")


def by_pattern(
    text: str, parts: Sequence[Sentence], mentions: Sequence[Mention], quotes: Sequence[Quotation]
) -> list[Attribution]:
    """Attributions by words alone: an actor, a verb of saying after it, and a clause or a quotation."""
    view = look(text)
    found: list[Attribution] = []
    short = [p for p in parts if p.end - p.start <= _LONGEST]
    for part, inside in by_sentence((m for m in mentions if m.via != "place"), short):
        found.extend(_pattern_according(text, view, part, inside))
        found.extend(_pattern_verbs(text, view, part, inside, quotes))
    return with_depths(found)


def _pattern_according(
    text: str, view: str, part: Sentence, inside: Sequence[Mention]
) -> Iterator[Attribution]:
    for cue in ACCORDING.finditer(view, part.start, part.end):
        comma = view.find(",", cue.end(), part.end)
        end = comma if comma >= 0 else part.end
        who = next((m for m in inside if cue.end() <= m.start < end), None)
        holder = who.actor if who else slug(view[cue.end() : min(end, cue.end() + 40)])
        before, after = (part.start, cue.start()), (end, part.end)
        content = trimmed(text, max(before, after, key=lambda s: s[1] - s[0]))
        yield attributed(
            text, holder=holder, cue=(cue.start(), cue.end() - 1), content=content, kind="according",
            holder_span=(who.start, who.end) if who else None, rule="according to",
        )  # fmt: skip


def _pattern_verbs(
    text: str,
    view: str,
    part: Sentence,
    inside: Sequence[Mention],
    quotes: Sequence[Quotation],
) -> Iterator[Attribution]:
    long_enough = [q for q in touching(quotes, part.start, part.end) if words(text, q) >= _FRAGMENT]
    nexts = [*(m.start for m in inside[1:]), part.end][: len(inside)]
    for who, stop in zip(inside, nexts, strict=True):
        match = _NAME_THEN_CUE.match(view, who.end, stop)
        if match is None:
            continue
        near = long_enough[:1]
        content = (near[0].start, near[0].end) if near else None
        if content is None and match["that"]:
            content = trimmed(text, (match.end(), part.end))
        if content is None:
            continue
        yield attributed(
            text,
            holder=who.actor,
            cue=match.span("cue"),
            content=content,
            kind="direct" if near else "indirect",
            holder_span=(who.start, who.end),
            rule=f"{who.quote} + {match['cue']}",
        )
