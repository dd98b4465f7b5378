"""What stands around each screen, and Home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from standoff.app.web.view.word import Choice


@dataclass(frozen=True)
class Tab:
    """One of the five screens; `note` is what waits there, in a few words."""

    key: str  # texts, case, answer, readings, check
    digit: str  # the key that leads there
    name: str
    href: str
    note: str = ""
    here: bool = False


@dataclass(frozen=True)
class AnswerLine:
    """The third line of every screen. `cannot`: why there is no answer, in place of the rest."""

    answer: str = ""
    follow: int = 0
    conclusions: int = 0
    stated: int = 0
    inferred: int = 0
    unsourced: int = 0
    cannot: str = ""

    @property
    def lines(self) -> int:
        """All lines written."""
        return self.stated + self.inferred + self.unsourced


@dataclass(frozen=True)
class Frame:
    """What stands around each screen.

    readonly   why nothing can be written here; empty where it can
    published  the case holds a `model.json`: states, rankings and what-ifs, read only
    token      for the header of every POST
    files      file -> sha256, as this page was made from
    undo       what `undo` would take back, in words
    """

    title: str
    case: str = ""
    place: str = ""
    screen: str = ""
    readings: tuple[Choice, ...] = ()
    reading: str = ""
    variants: tuple[Choice, ...] = ()
    variant: str = ""
    tabs: tuple[Tab, ...] = ()
    answer: AnswerLine | None = None
    readonly: str = ""
    published: bool = False
    token: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    undo: str = ""
    version: str = ""


@dataclass(frozen=True)
class Recent:
    """A case opened before: `at` is sent to `/api/open` as `lately`."""

    at: int
    name: str
    place: str
    note: str = ""
    gone: bool = False


@dataclass(frozen=True)
class HomeView:
    """Where one begins."""

    KIND: ClassVar[str] = "home"

    examples: tuple[Choice, ...]
    lately: tuple[Recent, ...]
    beside: str  # the folder that new cases are put in unless told
    reads: str = ""  # what is missing to read in full, with the command that installs it
