"""A reading as a role-play: what everybody may know, and what each actor alone is told of its wishes.

Role-playing forecast what people did in conflicts better than unaided judgement or game theorists did
(Green 2002, 2005). It needs briefs that keep each role's wishes private: so a sentence is shown to an
actor in our words only where it tells nothing of what the others want, and of what the author concludes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from standoff.case.entry import Actor, Assumption, Offer, Option, Reading, Wants
from standoff.case.walk import walk_citations
from standoff.citation import Citation
from standoff.condition import Condition, names
from standoff.problem import NotComputed

Sentence = tuple[str, int]


@dataclass(frozen=True, eq=False)
class Brief:
    """What one player gets: the actor, what it can do, what it wants, what it takes as fact, its offers.

    shown  the cited sentences whose gloss gives nothing away, as (source, number)
    """

    actor: Actor
    options: tuple[Option, ...]
    wants: Wants | None
    facts: tuple[Assumption, ...]
    offers: tuple[Offer, ...]
    shown: frozenset[Sentence]


@dataclass(frozen=True, eq=False)
class Pack:
    """A reading as a role-play."""

    reading: Reading
    briefs: tuple[Brief, ...]


def pack(reading: Reading) -> Pack:
    """One brief for each actor. Raises NotComputed where nobody can do anything."""
    if not reading.options:
        raise NotComputed("cannot be played: no option is written down, so nobody can do anything")
    return Pack(reading, tuple(_brief(reading, actor) for actor in reading.actors))


def _brief(reading: Reading, actor: Actor) -> Brief:
    wants = reading.wants.get(actor.name)
    own = wants.lines if wants is not None else ()
    read = {name for line in (*own, *reading.impossible) for name in _names(line.condition)}
    return Brief(
        actor,
        tuple(option for option in reading.options if option.actor == actor.name),
        wants,
        tuple(
            line for line in reading.settings if line.condition is not None and line.fact in read
        ),
        tuple(offer for offer in reading.offers if actor.name in parties(reading, offer)),
        _sentences(own) - _secret(reading, actor.name),
    )


def parties(reading: Reading, offer: Offer) -> frozenset[str]:
    """Who is at the table: who offers, and who would have to deliver."""
    owner = reading.owner
    delivered = {name for part in (*offer.gives, *offer.takes) for name in names(part)}
    return frozenset({offer.actor, *(owner[name] for name in delivered)})


def _secret(reading: Reading, actor: str) -> frozenset[Sentence]:
    """Sentences that tell what others want, or what the author concludes."""
    others = tuple(wants for name, wants in reading.wants.items() if name != actor)
    cited = (citation for citation, _ in walk_citations((others, reading.conclusions)))
    return frozenset(_covered(cited)) | frozenset(_telling(reading, actor))


def _telling(reading: Reading, actor: str) -> Iterator[Sentence]:
    """Sentences whose gloss says outright that somebody else wants something."""
    others = [other for other in reading.actors if other.name != actor]
    phrases = [f"{name} wants" for other in others for name in (other.name, *other.also)]
    for source in reading.sources.values():
        for number, record in source.records.items():
            if any(phrase in record.gloss for phrase in phrases):
                yield source.id, number


def _sentences(lines: Iterable[Assumption]) -> frozenset[Sentence]:
    return frozenset(_covered(citation for line in lines for citation in line.citations))


def _covered(citations: Iterable[Citation]) -> Iterator[Sentence]:
    return ((citation.source, number) for citation in citations for number in citation.sentences)


def _names(condition: Condition | None) -> Iterator[str]:
    return iter(()) if condition is None else names(condition)
