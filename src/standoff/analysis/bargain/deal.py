"""What becomes of an offer: the records. They are made in `offer`, which says what their words mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from standoff.analysis.bargain.precedent import Bearing, Past, past
from standoff.analysis.judge.explain import Step
from standoff.case.build import Facts, World
from standoff.case.entry import Assumption, Marks, Offer, Option, Reading
from standoff.case.format.line import print_line
from standoff.condition import Condition
from standoff.problem import Place, Placed


class Fate(StrEnum):
    """How an actor fares in some situations against others, by its own list."""

    GAINS = "gains"
    SAME = "same"
    LOSES = "loses"
    MIXED = "mixed"
    SILENT = "silent"  # the text gives it no wish


@dataclass(frozen=True)
class Mend(Placed):
    """One edit that would make an actor keep its part: a wish added, a line taken off, or a variant.

    `condition` is a variant's name for one. `position` is where in the list the wish still works:
    `anywhere`, or above the line it must outrank.
    """

    ALSO = ("file", "line")
    HIDDEN = ("place",)

    kind: str  # wish, off, variant
    condition: Condition | str
    place: Place | None
    position: str | None = None


@dataclass(frozen=True)
class Part:
    """What one actor would have to deliver.

    last   how it fares by delivering once everybody else has; first: by delivering before anybody
    lines  on which delivering last is decided
    owned  the options that it would have to deliver, as the case declares them
    mends  empty where it keeps its part
    """

    ALSO = ("veto", "kept")
    HIDDEN = ("owned",)
    NAMED = MappingProxyType({"literals": "delivers"})

    actor: str
    party: str  # who speaks for it at the table
    literals: tuple[Condition, ...]
    last: Fate
    first: Fate
    lines: tuple[Assumption, ...]
    owned: tuple[Option, ...]
    mends: tuple[Mend, ...]

    @property
    def kept(self) -> bool:
        """Whether it would deliver once the others have."""
        return self.last is Fate.GAINS

    @property
    def veto(self) -> bool:
        """Whether it was never its party's to deliver."""
        return self.actor != self.party


@dataclass(frozen=True)
class Stake:
    """How an actor fares with the whole exchange against none of it."""

    actor: str
    fate: Fate
    lines: tuple[Assumption, ...]


@dataclass(frozen=True, eq=False)
class Deal:
    """An offer in one world of a reading.

    path     single moves to it, each an improvement for its mover and each by one who has to deliver:
             empty where it is so today, None where there are none
    reached  in all, some or none of the ends
    undone   better moves out of it
    barring  the rules that rule the exchange out; then nothing else is said
    """

    ALSO = ("facts", "barred", "holds", "both_gain")
    HIDDEN = ("world", "barring")

    world: World
    parts: tuple[Part, ...] = ()
    stakes: tuple[Stake, ...] = ()
    path: tuple[Step, ...] | None = None
    reached: str = "none"
    undone: tuple[Step, ...] = ()
    came_with: tuple[Condition, ...] = ()
    barring: tuple[Assumption, ...] = ()

    @property
    def facts(self) -> Facts:
        """What is taken for the facts on which the reading is silent."""
        return self.world.open

    @property
    def barred(self) -> str | None:
        """The rules that rule the exchange out, with their places; None where it can be."""
        return "; ".join(f"{rule.condition} ({rule.place})" for rule in self.barring) or None

    @property
    def holds(self) -> bool:
        """Whether everybody would keep its part."""
        return bool(self.parts) and all(part.kept for part in self.parts)

    @property
    def both_gain(self) -> bool:
        """Whether each party and each owner is better off with the exchange than without."""
        return bool(self.stakes) and not self.without_gain

    @property
    def without_gain(self) -> tuple[str, ...]:
        """Whoever is not better off with the exchange than without."""
        return tuple(stake.actor for stake in self.stakes if stake.fate is not Fate.GAINS)

    @property
    def lacking(self) -> tuple[Part, ...]:
        """The parts that would not be kept: the fewest wishes that mend the offer are one for each."""
        return tuple(part for part in self.parts if not part.kept)

    @property
    def mended(self) -> bool:
        """Whether some edit that was tried makes each of these kept."""
        return all(part.mends for part in self.lacking)

    @property
    def wishes(self) -> bool:
        """Whether one wish more does, for each of them."""
        return all(any(mend.kind == "wish" for mend in part.mends) for part in self.lacking)


@dataclass(frozen=True, eq=False)
class Offered:
    """One offer with its fate, as each world of the reading has it, and the precedents that bear on it."""

    ALSO = MappingProxyType(
        {"written": "offer", **{n: n for n in ("attributed_to", "hedged", "answer", "place")}}
    )
    HIDDEN = ("reading", "offer")
    NAMED = MappingProxyType({"deals": "worlds"})

    reading: Reading
    offer: Offer
    deals: tuple[Deal, ...]
    precedents: tuple[Bearing, ...]

    @property
    def written(self) -> Mapping[str, Any]:
        """The offer as the case has it, with what it cites."""
        bare = replace(self.offer, citations=(), marks=Marks())
        return {"text": print_line(bare), "citations": self.offer.citations, "computed": False}

    @property
    def attributed_to(self) -> str | None:
        """Who is reported to say that it was made."""
        return self.offer.marks.attributed_to

    @property
    def hedged(self) -> str | None:
        """The words that weaken it."""
        return self.offer.marks.hedged

    @property
    def answer(self) -> str:
        """Accepted, refused, open, or unknown."""
        return self.offer.answer

    @property
    def place(self) -> Place:
        return self.offer.place

    @property
    def holds(self) -> bool:
        """Whether everybody would keep its part, in every world."""
        return all(deal.holds for deal in self.deals)

    @property
    def past(self) -> tuple[Past, ...]:
        """How often each at this table kept or broke a bargain before."""
        return past(self.precedents)


@dataclass(frozen=True, eq=False)
class Table:
    """The offers of one reading."""

    ALSO = ("id",)
    HIDDEN = ("reading",)

    reading: Reading
    offers: tuple[Offered, ...]

    @property
    def id(self) -> str:
        return self.reading.id


@dataclass(frozen=True, eq=False)
class Bargains:
    """The offers of several readings."""

    NAMED = MappingProxyType({"tables": "readings"})

    tables: tuple[Table, ...]
