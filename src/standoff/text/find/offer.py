"""Who would give what for what: exchanges said in words, and promises tied to what another does.

Two frames carry an offer. A word of exchange: *in return for*, *on condition that*, *as long as*. A
promise with a condition that somebody else must meet: *will ... if*, *would ... but only under*,
*not ... until*. A harm tied to a condition is a threat and no offer. Recall first; a reader sorts.
The words and the frames stand in `bargain`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

from standoff.text.annotation import Attribution, Mention, Offer, Span, by_sentence
from standoff.text.find.bargain.answer import answer
from standoff.text.find.bargain.frame import frame
from standoff.text.find.bargain.side import sides
from standoff.text.find.bargain.told import Told, nameless
from standoff.text.find.word.lexicon import look
from standoff.text.sentence import Sentence


def offers(text: str, parts: Sequence[Sentence], mentions: Sequence[Mention]) -> list[Offer]:
    """One proposal for each sentence that speaks of an exchange.

    The giver is the actor named in what is given, or last before it; the taker another one; the
    answer is looked for in the sentence and in the two after it.
    """
    view = look(text)
    low = view.lower()
    if len(low) != len(view):
        low = "".join(c.lower() if c.isascii() else c for c in view)
    found: list[Offer] = []
    named = list(by_sentence((m for m in mentions if m.via != "place"), parts))
    for at, (part, inside) in enumerate(named):
        told = Told(view, low, part, inside)
        carrier = frame(told)
        if carrier is None:
            continue
        giver, taker = sides(told, carrier)
        before = (m.actor for _, ms in reversed(named[max(0, at - 2) : at]) for m in ms[:1])
        found.append(
            Offer(
                start=part.start,
                end=part.end,
                quote=text[part.start : part.end],
                giver=giver or next(before, ""),
                taker=taker,
                gives=_tidy(view, carrier.gives),
                wants=_tidy(view, carrier.wants),
                answer=answer(view, carrier.cue, [p for p, _ in named[at : at + 3]]),
                rule=carrier.rule,
            )
        )
    return found


def voiced(found: Iterable[Offer], said: Sequence[Attribution]) -> list[Offer]:
    """The offers with the voice whose words hold them: the innermost; nobody's are the author's."""
    told = [a for a in said if a.status == "said"]
    voices: list[Offer] = []
    for one in found:
        place = one.wants or one.gives or (one.start, one.end)
        middle = (place[0] + place[1]) // 2
        holding = [a for a in told if a.content[0] <= middle < a.content[1] and a.start <= one.end]
        inner = min(holding, key=lambda a: a.content[1] - a.content[0], default=None)
        voice = inner.holder if inner else ""
        giver = one.giver or voice or nameless(one.quote)
        if giver:
            voices.append(dataclasses.replace(one, giver=giver, voice=voice))
    return voices


def _tidy(view: str, span: Span | None) -> Span | None:
    """A span without spaces and stops at its ends; None if nothing is left."""
    if span is None:
        return None
    start, end = span
    while start < end and view[start] in " ,;:":
        start += 1
    while end > start and view[end - 1] in " ,;:.":
        end -= 1
    return (start, end) if start < end else None
