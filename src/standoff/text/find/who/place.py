"""Whether a name no table knows is a place: by the words beside it, and by all that a text says of the name.

What a text once calls a valley, or says to be so far from somewhere, is a place wherever it is named,
unless it does or says something.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import replace

from standoff.text.annotation import Mention, Span
from standoff.text.find.who.again import NEW, UNKNOWN_PLACE
from standoff.text.find.who.noname import GROUND, NO_ACTOR, meeting_behind, thing_behind
from standoff.text.find.who.office import is_sent
from standoff.text.find.word.lexicon import (
    may_be_group,
    names_group,
    names_person,
    names_place,
    slug,
)
from standoff.text.find.word.parse import Parse, Token
from standoff.text.find.word.saying import nouns, verb

_IN = re.compile(
    r"\b(?:[Ii]n|[Ii]nto|[Nn]ear|[Oo]utside|[Aa]t|[Aa]round|[Aa]cross|[Oo]ff) "
    r"(?:(?:the |nearby |downtown |central |neighbou?ring |(?:north|south|east|west)[a-z-]* )*)\Z"
)
_FAR_FROM = re.compile(
    r"\b(?:kilomet(?:er|re)s?|km|miles?|(?:north|south|east|west)[a-z]*|outskirts|suburbs?) "
    r"(?:of|from) (?:the )?\Z"
)
_AS_PLACE = re.compile(
    r",? (?:the|an?|its|their) (?:[a-z'-]+ ){0,4}?([a-z]+)(?= (?:of|in|on|near)\b|[,.;])"
)


def located(view: str, parse: Parse, span: Span, label: str) -> bool:
    """Whether a name that is no group's stands as only a place does: right behind *in*, so far from
    something, before *, the capital of*, or as what is shelled or reached."""
    start, end = span
    group = may_be_group(view[start:end].rsplit(" ", 1)[-1].lower()) or view[start:end].isupper()
    after = view[end : end + 2] in ("'s", "’s") or view[end : end + 1] == "'"
    if group or after:
        return False
    before = view[max(0, start - 40) : start]
    inside = _IN.search(before)
    if label == "ORG" and (
        " " in view[start:end] or (inside and inside[0].lower().startswith("in "))
    ):
        return False  # one may be *in Congress*
    if inside or _FAR_FROM.search(before):
        return True
    if " " in view[start:end] or acts(parse, span):
        return False
    as_what = _AS_PLACE.match(view, end) if view[end : end + 1] == "," else None
    if as_what and names_place(as_what[1]) and not names_group(as_what[1]):
        return True
    heads = [
        parse.tokens[t.head] for t in parse.tokens if start <= t.start < end and t.dep == "dobj"
    ]
    return any(h.pos == "VERB" and h.lemma in _TAKING for h in heads)


_TAKING = frozenset("shell bomb capture seize occupy besiege overrun bombard reach".split())


def listed(parses: Sequence[Parse], found: Sequence[Mention]) -> list[Mention]:
    """The mentions, new names as places where a list joins them to one: *in Zenda, Orlo and Strelsau*."""
    kept = sorted(found, key=lambda m: m.start)
    begins = [m.start for m in kept]
    starts = [p.sentence.start for p in parses]
    for at, mention in enumerate(kept):
        if mention.via != NEW or " " in mention.quote or not parses:
            continue
        parse = parses[max(0, bisect.bisect_right(starts, mention.start) - 1)]
        span = mention.start, mention.end
        inside = (t for t in parse.tokens if span[0] <= t.start < span[1])
        joined = [offset for t in inside for offset in _joined(parse, t)]
        near = [kept[max(0, bisect.bisect_right(begins, offset) - 1)] for offset in joined]
        place = any(
            m.via == "place" and m.start <= o < m.end for m, o in zip(near, joined, strict=True)
        )
        if place and not acts(parse, span):
            kept[at] = replace(mention, via="place", rule=UNKNOWN_PLACE)
    return kept


def _joined(parse: Parse, token: Token) -> list[int]:
    """Where the names stand that a list joins to a name."""
    first = token
    while first.dep == "conj" and first.head != first.i:
        first = parse.tokens[first.head]
    every, waiting = [], [first]
    while waiting:
        one = waiting.pop()
        every.append(one)
        waiting.extend(t for t in parse.all(one.i, "conj") if t.pos == "PROPN")
    return [t.start for t in every if t.i != token.i]


def acts(parse: Parse, span: Span) -> bool:
    """Whether a place's name stands where somebody acts: subject, agent, owner of what people do."""
    for token in parse.tokens:
        head = parse.tokens[token.head]
        inside = span[0] <= head.start < span[1] and head.i != token.i
        if not span[0] <= token.start < span[1] or (token.dep == "compound" and inside):
            continue
        if token.dep == "nsubj" and head.pos == "VERB":
            return True
        if _just_said(parse, token):
            return True
        if token.dep in ("nsubjpass", "dobj", "dative", "iobj") and head.pos == "VERB":
            return head.lemma not in _GOING
        if token.dep == "pobj" and (
            head.dep == "agent" or head.lemma in ("with", "between", "against")
        ):
            return True
        if token.dep == "pobj" and head.lemma in ("to", "for"):
            return parse.tokens[head.head].lemma in nouns()
        if token.dep in ("poss", "amod", "nmod", "compound"):
            return head.lemma not in NO_ACTOR and (_of_people(head, token) or head.lemma in nouns())
        if token.dep == "conj":
            return acts(parse, (head.start, head.end))
    return False


def _of_people(head: Token, token: Token) -> bool:
    """Whether a noun is of people who are a name's own; *the Zenda envoy* may be sent there."""
    people = names_person(head.lemma) or may_be_group(head.lemma)
    sent = token.dep != "poss" and is_sent(head.lemma, "to")
    return people and head.lemma not in NO_ACTOR and not sent


def _just_said(parse: Parse, token: Token) -> bool:
    """Whether a verb of saying stands right before a name, taken by the parser for a kind of it."""
    before = parse.tokens[token.i - 1] if token.i else None
    return (
        before is not None
        and before.head == token.i
        and before.dep == "amod"
        and before.tag == "VBD"
        and verb(before.lemma) is not None
    )


_GOING = frozenset(
    "visit reach leave enter cross take capture attack bomb shell hit strike seize tour surround see destroy "
    "occupy control flee hold pass".split()
)


# --- what the whole text says of a name -----------------------------------------------------------

# A place's noun right before its name: *our biggest island Crete*, *the town of Zenda*.
_PLACE_NOUN = re.compile(r"\b([a-z]+)(?: of)? \Z")


def over_text(view: str, parses: Sequence[Parse], known: Sequence[Mention]) -> list[Mention]:
    """The mentions, a new name as a place everywhere where the text shows it to be one and nowhere has it
    act; and without those that name something built or agreed: *the Orlo gas pipeline*."""
    named: dict[str, dict[Span, Mention]] = {}
    families = {m.quote for m in known if "(person)" in m.rule and m.actor != slug(m.quote)}
    for m in known:
        if m.via == NEW or m.rule == UNKNOWN_PLACE:
            spans = named.setdefault(m.quote, {})
            spans[m.start, m.end] = m if m.via == "place" else spans.get((m.start, m.end), m)
    starts = [p.sentence.start for p in parses]
    places: set[str] = set()
    acting: set[str] = set()
    for name, spans in named.items():
        if name in families:
            continue
        at = {s: parses[max(0, bisect.bisect_right(starts, s[0]) - 1)] for s in spans}
        shown = any(_shown(view, span) for span in spans)
        stands = sum(m.via == "place" for m in spans.values())
        if any(does(parse, span) for span, parse in at.items()):
            acting.add(name)
        elif shown:
            places.add(name)
        elif stands and not may_be_group(name.rsplit(" ", 1)[-1].lower()):
            unlike = any("(person)" in m.rule or "(org)" in m.rule for m in spans.values())
            often = stands >= (max(2, len(spans) / 2) if unlike or name.isupper() else 1)
            if often and not any(acts(parse, span) for span, parse in at.items()):
                places.add(name)
    kept = (
        m for m in known
        if m.via != NEW
        or not (
            thing_behind(view, (m.start, m.end))
            or (m.quote not in acting and meeting_behind(view, (m.start, m.end)))
        )
    )  # fmt: skip
    return [
        replace(m, via="place", rule=UNKNOWN_PLACE) if m.via == NEW and m.quote in places else m
        for m in kept
    ]


def _shown(view: str, span: Span) -> bool:
    """Whether the words beside a name say that it is a place's: *X valley*, *the island X*, *X, a town*."""
    start, end = span
    behind = _KIND_BEHIND.match(view, end)
    if behind is not None and behind[1].lower() in _KINDS:
        return True
    before = view[max(0, start - 40) : start]
    noun = _PLACE_NOUN.search(before)
    if (noun and noun[1] in _KINDS) or _SO_FAR_FROM.search(before):
        return True
    as_what = _AS_WHAT.match(view, end)
    words = [w.strip(" ,.;") for w in as_what[1].split()] if as_what else []
    told = (w for w in words if w in _KINDS or names_group(w) or names_person(w))
    return next(told, "") in _KINDS


_AS_WHAT = re.compile(r", (?:the|an?) ((?:[a-z'-]+[ ,.;]){1,4})")
_KIND_BEHIND = re.compile(
    r" (?:(?:national|nature|game|wildlife|forest|mountain|border|refugee) )?([A-Za-z][a-z]+)\b"
)
_SO_FAR_FROM = re.compile(
    r"\b\d[\d.,]* (?:kilomet(?:er|re)s?|km|miles?)(?: (?:north|south|east|west)[a-z-]*)? (?:of|from) \Z"
)
# What is no state's, as a territory or a coast is: a name of one of these is a place's.
_KINDS = GROUND - {"territory", "coast", "sea"} | frozenset("city town village port suburb".split())


def does(parse: Parse, span: Span) -> bool:
    """Whether a name is whoever does what a verb says, as its subject or behind its *by*."""
    for token in parse.tokens:
        if not span[0] <= token.start < span[1]:
            continue
        head = parse.tokens[token.head]
        if token.dep == "nsubj" and head.pos == "VERB":
            return head.lemma not in NO_DEEDS
        if token.dep in ("amod", "nmod", "compound") and _of_people(head, token):
            return True  # not as a town's mayor is its own
        if (token.dep == "pobj" and head.dep == "agent") or _just_said(parse, token):
            return True
    return False


# What a ground does in words alone: *the country saw new clashes*.
NO_DEEDS = frozenset(
    "see witness experience suffer lie remain become border have stretch face fall sit stand".split()
)
