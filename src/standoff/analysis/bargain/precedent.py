"""Precedents: what a text says has been, and who kept a bargain then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from standoff.case.entry import Dated, Offer, Reading, Remark
from standoff.condition import names
from standoff.problem import NotComputed

_BARGAINS = ("kept", "broke")
"""What a remark is about that names who kept a bargain, or who did not."""


@dataclass(frozen=True)
class Bearing:
    """A precedent in which somebody at this table kept or broke a bargain."""

    ALSO = MappingProxyType({"gloss": "precedent"})
    HIDDEN = ("precedent",)

    precedent: Dated
    actor: str
    kept: bool

    @property
    def gloss(self) -> str | None:
        """The precedent in words."""
        return self.precedent.gloss


@dataclass(frozen=True)
class Past:
    """How often an actor kept its side in the precedents that the text gives."""

    actor: str
    kept: int
    of: int
    remarks: tuple[Remark, ...]


def bearings(reading: Reading, offer: Offer) -> Iterator[Bearing]:
    """Precedents in which a party to the offer, or what is part of it, kept or broke a bargain."""
    owner = reading.owner
    at_table = {offer.actor}
    at_table |= {owner[name] for delivery in offer.takes for name in names(delivery)}
    for precedent in reading.precedents:
        for remark in precedent.remarks:
            if remark.about in _BARGAINS and remark.text in at_table:
                yield Bearing(precedent, remark.text, remark.about == "kept")


def past(precedents: Sequence[Bearing]) -> tuple[Past, ...]:
    """How often each actor kept its side in some precedents."""
    actors = dict.fromkeys(bearing.actor for bearing in precedents)
    return tuple(_past(actor, [b for b in precedents if b.actor == actor]) for actor in actors)


def _past(actor: str, own: Sequence[Bearing]) -> Past:
    remarks = (
        remark
        for bearing in own
        for remark in bearing.precedent.remarks
        if remark.about in _BARGAINS and remark.text == actor
    )
    return Past(actor, sum(bearing.kept for bearing in own), len(own), tuple(remarks))


@dataclass(frozen=True)
class Precedent:
    """What happened before, with what the text says of it."""

    entry: Dated

    def plain(self) -> dict[str, Any]:
        """What was, when, and each remark under what it is about."""
        remarks = {
            remark.about: {"text": remark.text, "citations": list(map(str, remark.citations))}
            for remark in self.entry.remarks
        }
        return {
            "was": self.entry.gloss or str(self.entry.condition),
            "when": str(self.entry.by) if self.entry.by else None,
            "citations": list(map(str, self.entry.citations)),
            **remarks,
        }


@dataclass(frozen=True, eq=False)
class History:
    """The precedents of one reading."""

    ALSO = ("id", "precedents")
    HIDDEN = ("reading",)

    reading: Reading

    @property
    def id(self) -> str:
        return self.reading.id

    @property
    def precedents(self) -> tuple[Precedent, ...]:
        return tuple(map(Precedent, self.reading.precedents))


@dataclass(frozen=True, eq=False)
class Precedents:
    """The precedents of several readings."""

    NAMED = MappingProxyType({"histories": "readings"})

    histories: tuple[History, ...]


def precedents(readings: Iterable[Reading]) -> Precedents:
    """The precedents of those readings that name some; NotComputed where none does."""
    histories = tuple(History(reading) for reading in readings if reading.precedents)
    if not histories:
        raise NotComputed("cannot be shown: it lacks a precedent; write some under `precedents`")
    return Precedents(histories)
