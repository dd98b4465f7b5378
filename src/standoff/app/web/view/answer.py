"""The answer in its stages, and a what-if beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from standoff.app.web.view.line import AnswerChange
from standoff.app.web.view.word import Choice, Trouble
from standoff.report.document import Document


@dataclass(frozen=True)
class StageView:
    """A part of the answer with when it was there: 1 at once, 2 and 3 later, 4 on demand."""

    stage: int
    name: str
    document: Document | None = None
    state: str = "ready"  # ready, coming, failed, none
    words: str = ""
    ticket: str = ""


@dataclass(frozen=True)
class SheetChoice:
    """A question that can be asked on demand (stage 4)."""

    computation: str
    name: str
    words: str
    about: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Pinned:
    """A question that the report answers: in words, how it is answered, where it stands."""

    id: str
    words: str
    name: str
    file: str
    line: int


@dataclass(frozen=True)
class AnswerView:
    """The answer of a reading, or of all, in stages; `record` is what `compare --json` prints."""

    KIND: ClassVar[str] = "answer"

    reading: str
    stages: tuple[StageView, ...]
    record: Mapping[str, Any]
    sheets: tuple[SheetChoice, ...] = ()
    cannot: tuple[tuple[str, str], ...] = ()  # (reading, why): it cannot run, the others do
    ticket: str = ""
    report: Document | None = None
    whatif: WhatIfView | None = None
    pinned: tuple[Pinned, ...] = ()


@dataclass(frozen=True)
class WhatIfView:
    """A what-if beside the answer as it stands. Nothing is written."""

    KIND: ClassVar[str] = "whatif"

    reading: str
    changes: tuple[str, ...]  # in words, in the order given
    answer: AnswerChange
    before: Mapping[str, Any] = field(default_factory=dict)
    now: Mapping[str, Any] = field(default_factory=dict)
    verdicts: tuple[tuple[str, str, str], ...] = ()  # (conclusion, before, now)
    document: Document | None = None
    ticket: str = ""
    problems: tuple[Trouble, ...] = ()
    options: tuple[Choice, ...] = ()  # what can be set
