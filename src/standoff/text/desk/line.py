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
    When,
    Wish,
)


def as_line(read: Annotation) -> Mapping[str, Any]:
    """A reading as plain values. What a person rejected is left out; places stand beside actors."""
    roles = {f.start: f.role for f in read.of(Flag) if f.state != "rejected"}
    named = [m for m in read.of(Mention) if m.state != "rejected"]
    events = sorted(
        (e for e in read.of(Event) if e.state != "rejected"),
        key=lambda e: (read.sentence_at(e.trigger[0]).number, e.rank),
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
        "attributions": [
            {
                "holder": a.holder,
                "cue": list(a.cue),
                "content": list(a.content),
                "kind": a.kind,
                "depth": a.depth,
                **_more(a),
            }
            for a in read.of(Attribution)
            if a.state != "rejected" and a.status == "said"
        ],
        "not_said": [
            {"holder": a.holder, "cue": list(a.cue), "content": list(a.content), "status": a.status}
            for a in read.of(Attribution)
            if a.state != "rejected" and a.status != "said"
        ],
        "events": [
            {
                "source": list(e.source),
                "target": list(e.target),
                "category": e.category,
                "status": e.status,
                "start": e.start,
                "end": e.end,
            }
            for e in events
        ],
        "offers": [_offer(o) for o in read.of(Offer) if o.state != "rejected"],
        "dates": [
            {
                "start": w.start,
                "end": w.end,
                "from": w.earliest or None,
                "to": w.latest or None,
                "granularity": w.granularity,
            }
            for w in read.of(When)
            if w.state != "rejected"
        ],
        "marks": [
            {"start": m.start, "end": m.end, "kind": m.kind}
            for m in read.of(Mark)
            if m.state != "rejected"
        ],
        "options": [
            {"start": o.start, "end": o.end, "actor": o.actor}
            for o in read.of(Option)
            if o.state != "rejected"
        ],
        "wishes": [
            {"start": w.start, "end": w.end, "actor": w.actor, "direction": w.direction}
            for w in read.of(Wish)
            if w.state != "rejected"
        ],
        "cannot": [
            {"start": c.start, "end": c.end, "actor": c.actor}
            for c in read.of(Cannot)
            if c.state != "rejected"
        ],
        "conclusions": [
            {"start": c.start, "end": c.end} for c in read.of(Conclusion) if c.state != "rejected"
        ],
        "places": [_mention(m) for m in named if m.via == "place"],
        "names": [{"start": n.start, "end": n.end, "slug": n.slug} for n in read.of(Name)],
        "thrown_away": read.thrown_away,
    }


def _more(said: Attribution) -> dict[str, Any]:
    """What only some attributions have: whom they came through, and the mark of a guess."""
    via = {"via": list(said.via)} if said.via else {}
    return {**via, "sure": said.sure} if said.sure else via


def _mention(mention: Mention) -> dict[str, Any]:
    values = {
        "start": mention.start,
        "end": mention.end,
        "actor": mention.actor,
        "via": mention.via,
    }
    return {**values, "organ": mention.organ} if mention.organ else values


def _offer(offer: Offer) -> dict[str, Any]:
    return {
        "start": offer.start,
        "end": offer.end,
        "from": offer.giver,
        "to": offer.taker,
        "gives": list(offer.gives) if offer.gives else None,
        "wants": list(offer.wants) if offer.wants else None,
        "answer": offer.answer,
        **({"voice": offer.voice} if offer.voice else {}),
    }
