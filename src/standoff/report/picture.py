"""Pictures as data: what is drawn, in words and numbers. Printers lay them out.

Each is a block of a document and has its table beside it, for a terminal and for whoever cannot see it.
Nothing here knows a size, a colour or a font: `mark` is the number of an actor, the same in every picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal, TypeAlias

from standoff.report.told import Told


@dataclass(frozen=True)
class Node(Told):
    """A box of a picture: its head, what is new in it, the rest; `part` is what it leads to."""

    head: str
    new: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    kinds: tuple[Literal["today", "start", "rest", "round", "refused"], ...] = ()
    part: str = ""


@dataclass(frozen=True)
class Arrow(Told):
    """A move of a picture, from box to box (by their places), by whom; `mark` numbers the actor."""

    start: int
    end: int
    actor: str
    mark: int
    refused: bool = False
    label: str = ""


@dataclass(frozen=True)
class Moves(Told):
    """Boxes and arrows, laid out by the printer. Its table stands beside it."""

    KIND: ClassVar[str] = "moves"

    name: str
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]

    def check(self) -> str:
        """What is wrong with it; empty where nothing is."""
        ends = {end for arrow in self.arrows for end in (arrow.start, arrow.end)}
        if not self.nodes:
            return "it has no box"
        if not ends <= set(range(len(self.nodes))):
            return "an arrow leads to no box"
        return "too many boxes" if len(self.nodes) > 1000 or len(self.arrows) > 5000 else ""


@dataclass(frozen=True)
class Span(Told):
    """A stretch of days on a row of a timeline, as `2018-08-28`."""

    row: int
    name: str
    role: Literal["published", "speaks"]
    earliest: str
    latest: str

    def check(self) -> str:
        """What is wrong with it; empty where nothing is."""
        try:
            earliest, latest = map(date.fromisoformat, (self.earliest, self.latest))
        except ValueError:
            return "its days are none"
        return "" if earliest <= latest else "its days are none"


@dataclass(frozen=True)
class Timeline(Told):
    """Rows of spans over one axis. Its table stands beside it."""

    KIND: ClassVar[str] = "timeline"

    name: str
    rows: tuple[str, ...]
    spans: tuple[Span, ...]
    key: tuple[tuple[str, str], ...] = ()

    def check(self) -> str:
        """What is wrong with it; empty where nothing is."""
        inside = all(0 <= span.row < len(self.rows) for span in self.spans)
        return "" if inside else "a span stands in no row"


Picture: TypeAlias = Moves | Timeline
