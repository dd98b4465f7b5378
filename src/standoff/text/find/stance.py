"""What may be a line of a case: sentences that speak of a wish, of what cannot be, of what is concluded.

They are proposals without an order: what an actor wants most is for a person to say. A wish comes from
a verb that somebody holds (*wants*, *demands*, *refuses*), with the direction the verb gives it; what
cannot be from words of inability; a conclusion from the author's own forecasts near the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from standoff.text.annotation import (
    Attribution,
    Cannot,
    Conclusion,
    Mark,
    Mention,
    Wish,
    by_sentence,
    sentence_at,
)
from standoff.text.find.word.lexicon import look
from standoff.text.find.word.saying import lemma_of
from standoff.text.sentence import Sentence

# Verbs by the direction of the wish that they show; classes of WordNet's verbs of communication.
_FOR = frozenset(
    "want wish hope desire prefer seek demand urge ask request call appeal insist propose suggest recommend "
    "advocate welcome praise support endorse back favor favour agree accept promise pledge vow offer press "
    "plead beg order command instruct approve hail applaud commend advise intend need expect".split()
)
_AGAINST = frozenset(
    "refuse reject oppose condemn criticize criticise denounce dismiss deplore decry fear protest object "
    "veto warn deny resist rebuff decline resent regret lament worry accuse blame".split()
)
_CANNOT = re.compile(
    r"\b(?:cannot|can't|can not|could not|couldn't|unable to|incapable of|powerless to|in no position to|"
    r"(?:has|have|had|lacks?) (?:no|neither|little) (?:power|means|way|right|authority|"
    r"influence|leverage|control|ability)|"
    r"lacks? the (?:power|means|right|authority|ability|leverage|capacity)|"
    r"(?:is|are|be|was|were) impossible|"
    r"(?:beyond|outside|not (?:entirely |fully )?(?:in|within)) (?:\w+(?:'s)? ){1,3}"
    r"(?:power|control|reach|means)|"
    r"no longer able to|not able to|has no choice|have no choice|prerogative of|out of the question)",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    r"\b(?:therefore|thus|hence|in conclusion|to conclude|in the end|ultimately|all in all|in sum|in short|"
    r"it follows|this means|consequently|as a result|overall|the upshot|it is (?:clear|unlikely|likely|"
    r"probable|improbable))\b",
    re.IGNORECASE,
)
_TAIL, _LEAST = 4, 4  # the last quarter of the running sentences, or at least the last four


def wishes(text: str, said: Sequence[Attribution]) -> list[Wish]:
    """A wish for each statement whose verb shows one, of whoever holds it."""
    found: list[Wish] = []
    for one in said:
        if one.status == "imagined" or one.holder == "unnamed":
            continue
        direction = _direction(text[one.cue[0] : one.cue[1]])
        if direction and one.status == "negated":
            direction = "against" if direction == "for" else "for"
        if direction:
            found.append(
                Wish(
                    start=one.start,
                    end=one.end,
                    quote=one.quote,
                    actor=one.holder,
                    direction=direction,
                    rule=f"wish? {text[one.cue[0] : one.cue[1]]}",
                )
            )
    return _once(found)


def _direction(cue: str) -> str:
    for word in re.findall(r"[A-Za-z]+", cue):
        lemma = lemma_of(word) or word.lower()
        if lemma in _FOR:
            return "for"
        if lemma in _AGAINST:
            return "against"
    return ""


def _once(found: Sequence[Wish]) -> list[Wish]:
    seen: dict[tuple[int, int, str], Wish] = {}
    for wish in found:
        seen.setdefault((wish.start, wish.end, wish.actor), wish)
    return list(seen.values())


def limits(text: str, parts: Sequence[Sentence], mentions: Sequence[Mention]) -> list[Cannot]:
    """What the text says cannot be: the sentence, and the actor named last before the words."""
    view = look(text)
    found: list[Cannot] = []
    for part, inside in by_sentence((m for m in mentions if m.via != "place"), parts):
        word = _CANNOT.search(view, part.start, part.end)
        if word is None:
            continue
        before = [m.actor for m in inside if m.end <= word.start()]
        after = [m.actor for m in inside if m.start >= word.end()]
        found.append(
            Cannot(
                start=part.start,
                end=part.end,
                quote=text[part.start : part.end],
                actor=(before[-1:] or after[:1] or [""])[0],
                rule=f"cannot? {word[0].lower()}",
            )
        )
    return found


def conclusions(
    text: str, parts: Sequence[Sentence], marks: Sequence[Mark], said: Sequence[Attribution]
) -> list[Conclusion]:
    """The author's own forecasts near the end, and sentences that say that they conclude."""
    view = look(text)
    ordered = tuple(parts)
    tail = {p.number for p in ordered[-max(_LEAST, len(ordered) // _TAIL) :]}
    told = [a for a in said if a.status == "said" and a.depth == 1]
    found: list[Conclusion] = []
    for part in _ahead(ordered, marks, view):
        word = _CONCLUDES.search(view, part.start, part.end)
        reported = any(
            a.content[0] <= part.start + 1 and part.end - 1 <= a.content[1] for a in told
        )
        own = any(part.start <= a.cue[0] < part.end and a.kind != "noun" for a in told)
        if reported or own or not (part.number in tail or word):
            continue
        horizon = next(
            (m.horizon for m in marks if part.start <= m.start < part.end and m.horizon), ""
        )
        found.append(
            Conclusion(
                start=part.start,
                end=part.end,
                quote=text[part.start : part.end],
                horizon=horizon,
                rule=f"concludes? {word[0].lower() if word else 'a forecast near the end'}",
            )
        )
    return found


def _ahead(parts: tuple[Sentence, ...], marks: Sequence[Mark], view: str) -> Iterator[Sentence]:
    """Yield the sentences that speak of what is to come, or that say that they conclude."""
    numbers = {
        sentence_at(parts, m.start).number for m in marks if m.kind in ("forecast", "likelihood")
    }
    for part in parts:
        if part.number in numbers or _CONCLUDES.search(view, part.start, part.end):
            yield part
