"""The one JSON line a document that `standoff read --json` prints; its field names are fixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standoff.text.annotation import (
    Annotation,
    Attribution,
    Cannot,
    Conclusion,
    Event,
    Flag,
    Mark,
    Mention,
    Name,
    Offer,
    Option,
    Record,
    When,
    Wish,
)


def as_line(read: Annotation) -> Mapping[str, Any]:
    """A reading as plain values. What a person rejected is left out; places stand beside actors."""
    roles = {f.start: f.role for f in read.standing(Flag)}
    named = list(read.standing(Mention))
    said = list(read.standing(Attribution))
    events = sorted(
        read.standing(Event), key=lambda e: (read.sentence_at(e.trigger[0]).number, e.rank)
    )
    return {
        "id": read.source,
        "sha256": read.sha256,
        "language": read.language,
        "sentences": [
            {"id": s.id, "start": s.start, "end": s.end, "role": roles.get(s.start, "text")}
            for s in read.sentences
        ],
        "mentions": [_mention(m) for m in named if m.via != "place"],
        "attributions": [_attribution(a) for a in said if a.status == "said"],
        "not_said": [
            _fields(a, "holder", "cue", "content", "status") for a in said if a.status != "said"
        ],
        "events": [
            _fields(e, "source", "target", "category", "status", "start", "end") for e in events
        ],
        "offers": [_offer(o) for o in read.standing(Offer)],
        "dates": [_date(w) for w in read.standing(When)],
        "marks": [_fields(m, "start", "end", "kind") for m in read.standing(Mark)],
        "options": [_fields(o, "start", "end", "actor") for o in read.standing(Option)],
        "wishes": [_fields(w, "start", "end", "actor", "direction") for w in read.standing(Wish)],
        "cannot": [_fields(c, "start", "end", "actor") for c in read.standing(Cannot)],
        "conclusions": [_fields(c, "start", "end") for c in read.standing(Conclusion)],
        "places": [_mention(m) for m in named if m.via == "place"],
        "names": [_fields(n, "start", "end", "slug") for n in read.standing(Name)],
        "thrown_away": read.thrown_away,
    }


def _fields(record: Record, *names: str) -> dict[str, Any]:
    """Some fields of a record, lists for tuples."""
    values = ((name, getattr(record, name)) for name in names)
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values}


def _filled(record: Record, *names: str) -> dict[str, Any]:
    """Those of some fields that say something."""
    return {name: value for name, value in _fields(record, *names).items() if value}


def _attribution(said: Attribution) -> dict[str, Any]:
    fields = _fields(said, "holder", "cue", "content", "kind", "depth")
    return {**fields, **_filled(said, "via", "sure")}


def _mention(mention: Mention) -> dict[str, Any]:
    return {**_fields(mention, "start", "end", "actor", "via"), **_filled(mention, "organ")}


def _date(when: When) -> dict[str, Any]:
    days = {"from": when.earliest or None, "to": when.latest or None}
    return {**_fields(when, "start", "end"), **days, "granularity": when.granularity}


def _offer(offer: Offer) -> dict[str, Any]:
    sides = {"from": offer.giver, "to": offer.taker}
    rest = {**_fields(offer, "gives", "wants", "answer"), **_filled(offer, "voice")}
    return {**_fields(offer, "start", "end"), **sides, **rest}
