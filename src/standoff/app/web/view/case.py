"""What one reading assumes, and a file of it as text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from standoff.app.web.view.line import LineMaker, LineView
from standoff.app.web.view.word import Choice, Trouble
from standoff.report.document import Document


@dataclass(frozen=True)
class ActorView:
    """An actor with its options and its list."""

    name: str
    also: tuple[str, ...]
    options: tuple[LineView, ...]
    stance: str  # statements, ranking, weights, silent, indifferent, undecided; missing
    stance_words: str
    wishes: tuple[LineView, ...] = ()
    inherited: str = ""  # the file that the list comes from, where that is not the reading's
    file: str = ""
    line: int = 0
    mark: int = 0
    within: str = ""


@dataclass(frozen=True)
class Block:
    """A section with its lines; one that is not `writable` here is changed in its file as text."""

    section: str
    name: str
    note: str
    lines: tuple[LineView, ...]
    file: str = ""
    writable: bool = True


@dataclass(frozen=True)
class FileRow:
    """A file of the case."""

    name: str
    href: str
    lines: int
    problems: int = 0


@dataclass(frozen=True)
class CaseView:
    """What one reading assumes."""

    KIND: ClassVar[str] = "case"

    reading: str
    title: str
    at: str
    source: str
    actors: tuple[ActorView, ...]
    blocks: tuple[Block, ...]
    possible: str = ""  # `4 of 4 situations possible`
    stable: str = ""  # `2 nobody gains by leaving`
    files: tuple[FileRow, ...] = ()
    problems: tuple[Trouble, ...] = ()
    press: Document | None = None  # who can press whom
    published: bool = False
    maker: LineMaker | None = None


@dataclass(frozen=True)
class FileView:
    """A file as text, for the editor; `text` is what is on disk."""

    KIND: ClassVar[str] = "file"

    name: str
    text: str
    sha256: str
    problems: tuple[Trouble, ...] = ()
    warnings: tuple[Trouble, ...] = ()
    complete: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    """What the editor completes: keys, actors, options, facts, citations (`herald#s7`, name: the gloss)."""
    hovers: Mapping[int, str] = field(default_factory=dict)  # line -> in words, with its sentence
    readonly: str = ""
