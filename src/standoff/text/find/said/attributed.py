"""Attributions as records: made, trimmed, put into layers."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterable, Iterator

from standoff.text.annotation import Attribution, Span, sentence_at
from standoff.text.sentence import Sentence

QUOTING = "quoted by who says it"  # the rule of relays whose cue stands outside of what is relayed
_NEIGHBOURS = 400  # statements before a cue that may still hold it


def with_depths(found: Iterable[Attribution]) -> list[Attribution]:
    """Each one layer deeper than the statements whose content holds its cue, and `via` the nearest of
    them; doubles dropped. What was not said, or only imagined, carries no layer."""
    unique: dict[tuple[str, Span, Span], Attribution] = {}
    for a in found:
        unique.setdefault((a.holder, a.cue, a.content), a)
    every = sorted(unique.values(), key=lambda a: (a.start, a.end))
    layered = [_layered(a, every) for a in every]
    depth = {a.cue: a.depth for a in layered if a.rule != QUOTING}
    return [
        dataclasses.replace(a, depth=depth.get(a.via or a.cue, 1) + 1) if a.rule == QUOTING else a
        for a in layered
    ]


def _layered(one: Attribution, every: list[Attribution]) -> Attribution:
    """A statement with its depth; only those near enough to hold it are asked."""
    if one.rule == QUOTING:
        return one
    above = {
        b.cue: b.content[1] - b.content[0]
        for b in _around(one, every)
        if b.cue != one.cue
        and b.status == "said"
        and _inside(one.cue, b.content)
        and not _inside(b.cue, one.content)
    }
    via = min(above, key=lambda cue: above[cue]) if above else None
    return dataclasses.replace(one, depth=1 + len(above), via=via)


def _around(one: Attribution, every: list[Attribution]) -> Iterator[Attribution]:
    """Yield the statements that begin before a cue ends, nearest first, as far as one may reach."""
    at = bisect.bisect_right(every, one.cue[1], key=lambda a: a.start)
    for place in range(at - 1, max(-1, at - 1 - _NEIGHBOURS), -1):
        yield every[place]


def _inside(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def attributed(
    text: str,
    *,
    holder: str,
    cue: Span,
    content: Span,
    kind: str,
    holder_span: Span | None,
    rule: str,
    status: str = "said",
    sure: str = "",
) -> Attribution:
    start, end = content
    return Attribution(
        start=start,
        end=end,
        quote=text[start:end],
        holder=holder,
        cue=cue,
        content=content,
        kind=kind,
        holder_span=holder_span,
        rule=rule,
        status=status,
        sure=sure,
    )


def trimmed(text: str, span: Span) -> Span:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    return start, end


def sentences_of(attribution: Attribution, parts: tuple[Sentence, ...]) -> set[int]:
    """The numbers of the sentences an attribution touches with its cue or content."""
    first = sentence_at(parts, min(attribution.cue[0], attribution.content[0])).number
    last = sentence_at(parts, max(attribution.cue[1], attribution.content[1]) - 1).number
    return set(range(first, last + 1))
