"""Who would give what for what: sentences that speak of an exchange. Recall first; a reader sorts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest

from standoff.text.annotation import Mention, Offer, Span, by_sentence
from standoff.text.find.lexicon import look
from standoff.text.sentence import Sentence

_FOR = re.compile(
    r"\b(?:in (?:exchange|return) for|in return,? for|as the price (?:of|for)|on condition "
    r"(?:that|of)|provided that)\b",
    re.I,
)
_STRONG = re.compile(
    r"\b(?:in (?:exchange|return)|offer(?:s|ed|ing)?|conce(?:ssions?|ded?)|bargain(?:ing)?|"
    r"quid pro quo|trade-?offs?|gives? up|swap|compensat\w+|reward(?:s|ed)?|guarantees?|"
    r"assurances?|incentives?|on condition|conditional on|agreed on|convinc(?:es?|ed|ing)|"
    r"persuad\w+|price for)\b",
    re.I,
)
_DEAL = re.compile(
    r"\b(?:sign(?:s|ed|ing)?|reach(?:ed)?|announc\w+|creat\w+|propos\w+|gives?|given|gave|make|made|agreed?|refus\w+|insist\w+|"
    r"demand\w+|suggest\w+|accept\w*|strike|struck|conclud\w+|require[sd]?)\b.{0,90}\b(?:agreement|deal|pact|alliance|accord|"
    r"timeframe|time frame|roadmap|settlement|statement|proposal|compromise|understanding|"
    r"truce|guarantee\w*|recognition)\b",
    re.I,
)
_REFUSED = re.compile(
    r"\b(?:reject\w*|refus\w+|declin\w+|turn(?:s|ed)? down|rebuff\w*|den(?:y|ies|ied)|fail(?:s|ed)? to)\b",
    re.I,
)
_ACCEPTED = re.compile(
    r"\b(?:accept\w*|agreed|signed|welcomed|approved|complied|hold(?:s|ing)? up)\b", re.I
)
_STOP = re.compile(r"[;.!?]|, (?:and|but|which|while|though|although|so|yet)\b")
_OFFERS = re.compile(
    r"\b(?:offer(?:s|ed)?|propos\w+|promis\w+|pledg\w+|giv(?:e|es|en|ing)|gave)\b", re.I
)


def offers(text: str, parts: Sequence[Sentence], mentions: Sequence[Mention]) -> list[Offer]:
    """One proposal for each sentence that speaks of an exchange between two actors.

    The giver is the actor named last before the word of offering, the taker another one;
    the answer is looked for in the sentence and in the one after it.
    """
    view = look(text)
    found: list[Offer] = []
    named = by_sentence((m for m in mentions if m.via != "place"), parts)
    for (part, inside), following in zip_longest(named, parts[1:]):
        actors = list(dict.fromkeys(m.actor for m in inside))
        cue = _FOR.search(view, part.start, part.end) or _STRONG.search(view, part.start, part.end)
        rule = "words of exchange"
        if cue is None:
            cue, rule = _DEAL.search(view, part.start, part.end), "words of agreement"
            if cue is None or len(actors) < 2:
                continue
        if not actors:
            continue
        gives, wants = _exchanged(view, part)
        giver, taker = _sides(view, part, inside, cue, [s for s in (gives, wants) if s])
        found.append(
            Offer(
                start=part.start,
                end=part.end,
                quote=text[part.start : part.end],
                giver=giver,
                taker=taker,
                gives=gives,
                wants=wants,
                answer=_answer(view, part, following),
                rule=f"{rule}: {cue[0][:40]}",
            )
        )
    return found


def _sides(
    view: str,
    part: Sentence,
    inside: Sequence[Mention],
    cue: re.Match[str],
    things: Sequence[Span],
) -> tuple[str, str]:
    """Who gives, and who would take: rather an actor that is not named within the things themselves."""
    word = _OFFERS.search(view, part.start, part.end) or cue
    before = [m.actor for m in inside if m.end <= word.start()]
    giver = before[-1] if before else inside[0].actor
    others = [m for m in inside if m.actor != giver]
    outside = [m for m in others if not any(a <= m.start < b for a, b in things)]
    return giver, next((m.actor for m in (*outside, *others)), "")


def _exchanged(view: str, part: Sentence) -> tuple[Span | None, Span | None]:
    """The words before and after "in exchange for", as far as the clause goes."""
    split = _FOR.search(view, part.start, part.end)
    if split is None:
        return None, None
    offered = _OFFERS.search(view, part.start, split.start())
    start = offered.end() + 1 if offered else part.start
    stop = _STOP.search(view, split.end(), part.end)
    end = stop.start() if stop else part.end
    gives = (start, split.start() - 1) if start < split.start() - 1 else None
    return gives, (split.end() + 1, end) if split.end() + 1 < end else None


def _answer(view: str, part: Sentence, following: Sentence | None) -> str:
    for where in (part, following):
        if where is None:
            continue
        refused = _REFUSED.search(view, where.start, where.end)
        accepted = _ACCEPTED.search(view, where.start, where.end)
        if refused:
            return "refused"
        if accepted:
            return "accepted"
    return "unknown"
