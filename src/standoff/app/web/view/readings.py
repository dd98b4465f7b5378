"""The readings beside each other, and what each text says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from standoff.app.web.view.frame import AnswerLine
from standoff.app.web.view.line import LineView
from standoff.app.web.view.word import Choice
from standoff.report.document import Document


@dataclass(frozen=True)
class MatrixCell:
    """What one reading has: its line in words; silent, absent, or a value as in the report's matrix."""

    words: str
    tone: str = ""
    line: LineView | None = None


@dataclass(frozen=True)
class MatrixRow:
    """One row; `does`: what taking another reading's line would change, a sentence for each reading."""

    head: str
    section: str
    actor: str
    contested: bool
    cells: tuple[MatrixCell, ...]
    does: tuple[str, ...] = ()
    changes: bool = False


@dataclass(frozen=True)
class SaidCell:
    """What a text does with a thing said: says, denies, reports (through whom), silent."""

    how: str
    through: str = ""
    quote: str = ""
    cites: tuple[str, ...] = ()
    settled: bool = True  # a person decided it; otherwise only proposed


@dataclass(frozen=True)
class SaidRow:
    """A thing said in two texts or more."""

    what: str
    cells: tuple[SaidCell, ...]  # a text each, in the order of `texts`
    contested: bool = False
    pairs: tuple[tuple[str, str, str], ...] = ()  # (source, pair record, verdict), to be decided


@dataclass(frozen=True)
class ReadingsView:
    """The readings beside each other. `texts` and `said` need no case."""

    KIND: ClassVar[str] = "readings"

    tab: str
    readings: tuple[Choice, ...]
    rows: tuple[MatrixRow, ...] = ()
    left: str = ""
    right: str = ""
    side: Document | None = None  # the lists of the two, as the report draws them
    texts: tuple[Choice, ...] = ()
    said: tuple[SaidRow, ...] = ()
    show: str = ""
    actors: tuple[Choice, ...] = ()
    sections: tuple[Choice, ...] = ()
    answers: Mapping[str, AnswerLine] = field(default_factory=dict)
