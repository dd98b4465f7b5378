"""A line of the case: as it stands, as it is made, what it would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from standoff.app.web.view.frame import AnswerLine
from standoff.app.web.view.word import Choice, Trouble


@dataclass(frozen=True)
class LineView:
    """One line of the case. `speaker`, `hedge` weaken it; `inherited`: the file it comes from otherwise."""

    words: str
    raw: str
    file: str
    line: int
    column: int
    cites: tuple[str, ...] = ()
    grounding: str = ""  # stated, inferred, no source
    speaker: str = ""
    hedge: str = ""
    rank: int = 0
    tied: bool = False
    denied: bool = False
    inherited: str = ""
    name: str = ""  # of an option, a fact, an actor: its id


@dataclass(frozen=True)
class LineUse:
    """A line of the case that rests on a sentence."""

    words: str
    raw: str
    file: str
    line: int
    column: int
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class LineKind:
    """One of the ten kinds of line, by the digit that chooses it."""

    digit: str
    section: str
    name: str
    shape: str  # actor, condition, literal, offer, fact, dated, option, stance: what is asked
    example: str = ""


@dataclass(frozen=True)
class LineMaker:
    """What the pickers of `make a line` know, in the reading that is chosen."""

    reading: str
    kinds: tuple[LineKind, ...]
    actors: tuple[Choice, ...]  # value: the name; title: its aliases
    options: tuple[Choice, ...]  # value: as written in a line; name: the gloss; title: who decides
    facts: tuple[Choice, ...]
    wishes: Mapping[str, tuple[LineView, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class AnswerChange:
    """The answer before and after. `before` is None where there was none."""

    before: AnswerLine | None
    after: AnswerLine | None
    changes: tuple[str, ...] = ()  # in words: `sluices shut -> sluices open`
    same: bool = False


@dataclass(frozen=True)
class Preview:
    """What an edit would write (`dry`), or wrote.

    words    the line in words; ties: whom it ties; forbids: what it rules out, in words
    diff     a unified diff of each file
    undo     the name of this write, for `undo`
    files    file -> sha256 after it
    """

    words: str = ""
    ties: tuple[str, ...] = ()
    forbids: str = ""
    diff: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    line: int = 0
    problems: tuple[Trouble, ...] = ()
    warnings: tuple[Trouble, ...] = ()
    answer: AnswerChange | None = None
    saved: bool = False
    said: str = ""  # e.g. `the file was changed outside: the same edit was made on the new text`
    files: Mapping[str, str] = field(default_factory=dict)
    location: str = ""


@dataclass(frozen=True)
class Conflict:
    """409: a file is not what the edit was based on. All three texts; the person chooses."""

    file: str
    base: str
    disk: str
    mine: str
    sha256: str  # of what is on disk: what a merged text is based on
    words: str = ""
