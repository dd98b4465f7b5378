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
    """A move of a picture, from box to box (by their places), by whom; `mark` numbers the actor.

    refused  it is open and not made: its box says by whom
    thin     it leaves its actor no better off
    """

    start: int
    end: int
    actor: str
    mark: int
    refused: bool = False
    label: str = ""
    thin: bool = False


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


When: TypeAlias = Literal["published", "speaks", "precedent", "offer", "forecast", "unknown"]


@dataclass(frozen=True)
class Sign(Told):
    """What a sign on a timeline shows."""

    role: When
    text: str


@dataclass(frozen=True)
class Span(Told):
    """A stretch of days on a row of a timeline, as `2018-08-28`; `mark` numbers it."""

    row: int
    name: str
    role: When
    earliest: str
    latest: str
    mark: str = ""

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
    key: tuple[Sign, ...] = ()

    def check(self) -> str:
        """What is wrong with it; empty where nothing is."""
        inside = all(0 <= span.row < len(self.rows) for span in self.spans)
        return "" if inside else "a span stands in no row"


@dataclass(frozen=True)
class Held(Told):
    """Something that an actor could do."""

    actor: str
    mark: int
    text: str


@dataclass(frozen=True)
class Wisher(Told):
    """Who has wishes about what others could do; `silent`: no wish of it is known."""

    actor: str
    mark: int
    silent: bool = False


@dataclass(frozen=True)
class Tie(Told):
    """A wish of one actor about what another holds.

    sign   + it wants it done, - it wants it not done, = it would answer, ? it hangs on more
    place  the rank of the wish in its list, from 1
    wish   names the wish among all: ties of one wish share it
    """

    held: int
    wisher: int
    sign: Literal["+", "-", "=", "?"]
    text: str
    place: int
    wish: str = ""
    citations: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Press(Told):
    """Who can press whom: what each holds, on the left; who wishes what about it, on the right."""

    KIND: ClassVar[str] = "press"

    name: str
    held: tuple[Held, ...]
    wishers: tuple[Wisher, ...]
    ties: tuple[Tie, ...]

    def check(self) -> str:
        """What is wrong with it; empty where nothing is."""
        good = all(
            0 <= tie.held < len(self.held) and 0 <= tie.wisher < len(self.wishers)
            for tie in self.ties
        )
        return "" if good else "a wish is nobody's, or about nothing"


@dataclass(frozen=True)
class Join(Told):
    """Two wishes that say the same, or, `against`, each the other's opposite; counted from 0."""

    left: int
    right: int
    against: bool = False


@dataclass(frozen=True)
class Beside(Told):
    """One actor's wishes in two readings, first to last; a note says why one has none."""

    actor: str
    mark: int
    left: tuple[str, ...]
    right: tuple[str, ...]
    joins: tuple[Join, ...] = ()
    left_note: str = ""
    right_note: str = ""

    def check(self) -> str:
        """What is wrong with it; empty where nothing is."""
        good = all(
            0 <= join.left < len(self.left) and 0 <= join.right < len(self.right)
            for join in self.joins
        )
        return "" if good else "a line joins a wish that is not there"


@dataclass(frozen=True)
class Lists(Told):
    """The lists of wishes of two readings side by side."""

    KIND: ClassVar[str] = "lists"

    name: str
    left: str
    right: str
    actors: tuple[Beside, ...]


@dataclass(frozen=True)
class Bar(Told):
    """Counts that are parts of one number."""

    name: str
    counts: tuple[int, ...]
    of: int

    def check(self) -> str:
        """What is wrong with it; empty where nothing is."""
        good = all(count >= 0 for count in self.counts) and 0 <= sum(self.counts) <= self.of
        return "" if good else "its counts are more than the whole"


@dataclass(frozen=True)
class Bars(Told):
    """A bar a row: how many of how many. Every bar is as long as its whole; no share is ever said."""

    KIND: ClassVar[str] = "bars"

    name: str
    parts: tuple[str, ...]
    rows: tuple[Bar, ...]

    def check(self) -> str:
        """What is wrong with it; empty where nothing is."""
        good = all(len(bar.counts) == len(self.parts) for bar in self.rows)
        return "" if good and 0 < len(self.parts) <= 4 else "a count has no name"


Picture: TypeAlias = Moves | Timeline | Press | Lists | Bars
PICTURED = (Moves, Timeline, Press, Lists, Bars)
