"""What an answer is told as: a tree of parts, clauses with citations, tables and pictures.

One function a kind of answer makes such a tree (`report.tell`); printers set it on a terminal, on a page,
in a notebook. By the time a tree reaches a printer nothing is decided any more. A tree is plain data: it
is written and read back by its fields (`standoff.record`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias

from standoff.report.picture import Picture
from standoff.report.told import Told
from standoff.report.wording import speak

NO_SOURCE = "no source"
MAX_DEPTH = 20
"""Blocks inside one another: what a printer can be sure to set."""
_ID = re.compile(r"[A-Za-z0-9_.:/ ()'’,-]*")

Tone: TypeAlias = Literal[
    "", "follows", "idle", "gap", "against", "open", "yes", "no", "either", "silent", "absent",
    "gains", "loses", "new", "strong", "italic", "dim", "warning",
]  # fmt: skip
"""What a colour follows; whatever has one says it in words too."""


@dataclass(frozen=True)
class Clause(Told):
    """One thing said, with the sentences behind it.

    citations  as they stand on a line: `003#s20-22`
    lines      for each citation the line that cites it, as `readings/003.yaml:12`
    computed   the engine found it, and the citations are of the lines it rests on; whatever is not computed
               is a fact about the texts or the world: it carries its citations, or says that it has none
    grounding  `stated`, `inferred` or `no source`; empty where the question does not arise
    speaker    who is reported to say it, where that is not the author
    term       the field's word for it
    link       the part that it leads to
    """

    text: str
    citations: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    computed: bool = False
    grounding: Literal["", "stated", "inferred", "no source"] = ""
    speaker: str = ""
    hedge: str = ""
    term: str = ""
    tone: Tone = ""
    link: str = ""

    KEEP: ClassVar[tuple[str, ...]] = ("citations", "computed")

    @property
    def cites(self) -> str:
        """`[003#s12 003#s20]`; that there is no source; nothing for what is computed from no line."""
        cited = " ".join(dict.fromkeys(self.citations))
        if cited:
            return f"[{cited}]"
        return "" if self.computed else f"[{NO_SOURCE}]"

    @property
    def ground(self) -> str:
        """Its grounding in words; that there is no source, too, where nothing else says so."""
        return self.grounding or ("" if self.computed or self.citations else NO_SOURCE)

    @property
    def marks(self) -> tuple[str, ...]:
        """What weakens it, in words: who is reported to say it, and how it is hedged."""
        return tuple(
            filter(
                None,
                (
                    f"as {self.speaker} {speak(self.speaker)} reported to say"
                    if self.speaker
                    else "",
                    f"hedged: “{self.hedge}”" if self.hedge else "",
                ),
            )
        )

    def __str__(self) -> str:
        marks = f" ({'; '.join(self.marks)})" if self.marks else ""
        return f"{self.text}{marks}  {self.cites}".rstrip()


def note(text: str, tone: Tone = "") -> Clause:
    """Something said about the answer itself, which needs no source."""
    return Clause(text, computed=True, tone=tone)


@dataclass(frozen=True)
class Badge(Told):
    """A verdict in a few words."""

    word: str
    tone: Tone = ""


@dataclass(frozen=True)
class Line(Told):
    """Clauses on a line of their own, one after the other.

    lead      what stands before them, as a term (`Gains if`)
    between   what stands between two of them
    role      how a printer sets it
    link      the part that it leads to
    """

    KIND: ClassVar[str] = "line"

    clauses: tuple[Clause, ...]
    lead: str = ""
    between: str = "; "
    badge: Badge | None = None
    role: Literal["", "lead", "intro", "note", "caution", "term", "kicker", "count"] = ""
    link: str = ""

    @property
    def text(self) -> str:
        """The words alone."""
        said = self.between.join(clause.text for clause in self.clauses)
        return f"{self.lead} {said}".strip()


@dataclass(frozen=True)
class Items(Told):
    """Lines that belong together, in order or not, each with what stands below it.

    shown     how many are shown at once; the rest is folded away or counted
    more      what the others are called: `sets of lines`
    """

    KIND: ClassVar[str] = "items"

    items: tuple[Item, ...]
    ordered: bool = False
    role: Literal["", "deeds", "lines", "premises", "options", "sides", "terms"] = ""
    shown: int = 0
    more: str = ""

    @property
    def first(self) -> tuple[Item, ...]:
        """The items shown at once."""
        return self.items[: self.shown] if self.shown else self.items

    @property
    def rest(self) -> tuple[Item, ...]:
        """The others."""
        return self.items[len(self.first) :]


@dataclass(frozen=True)
class Item(Told):
    """One of some lines, and what stands below it."""

    line: Line
    below: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Cell(Told):
    """What stands in one place of a table. `links` are more sentences behind it."""

    clauses: tuple[Clause, ...]
    tone: Tone = ""
    number: bool = False
    note: str = ""


def number(text: str) -> Cell:
    """A number in a table."""
    return Cell((note(text),), number=True)


@dataclass(frozen=True)
class Row(Told):
    """One row: its head, its cells, and what is special about it (`contested`). `group` rows head others."""

    head: str
    cells: tuple[Cell, ...] = ()
    mark: str = ""
    note: str = ""
    group: bool = False


@dataclass(frozen=True)
class Table(Told):
    """Rows under named columns; `columns` holds the head of the first column too.

    keys     in which columns a head leads to which part
    numbers  columns of numbers are set to the right
    """

    KIND: ClassVar[str] = "table"

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    role: Literal["", "matrix", "counts"] = ""
    title: str = ""
    caption: tuple[str, ...] = ()

    def check(self) -> str:
        """What is wrong with it; empty where nothing is."""
        good = all(len(row.cells) < len(self.columns) for row in self.rows)
        return "" if good and self.columns else "a row is longer than its columns"


@dataclass(frozen=True)
class Use(Told):
    """What one line takes from a sentence.

    readings  those that have the line, where its file does not tell
    clause    the words cited, where a part of the sentence is
    """

    line: str
    what: str
    said: Clause
    readings: tuple[str, ...] = ()
    clause: str = ""


@dataclass(frozen=True)
class Sentence(Told):
    """A cited sentence: its words, or our gloss of it, and its uses; one without uses is context."""

    number: int
    text: str
    verbatim: bool
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True)
class Shelf(Told):
    """A source with its cited sentences, in the order of the text."""

    KIND: ClassVar[str] = "shelf"

    source: str
    label: str
    sentences: tuple[Sentence, ...]
    title: str = ""
    author: str = ""
    url: str = ""
    note: str = ""
    sha256: str = ""
    language: str = ""

    @property
    def cited(self) -> int:
        """How many of the sentences are cited."""
        return sum(bool(sentence.uses) for sentence in self.sentences)

    def check(self) -> str:
        """What is wrong with it; empty where nothing is."""
        return "" if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]*", self.source) else "its id is none"


@dataclass(frozen=True)
class Part(Told):
    """Blocks under a heading.

    id       what a link leads to
    intro    what it is, in a sentence or two
    role     how a printer sets it
    folded   shown when it is asked for
    note     a few words beside the heading
    mark     the number of the actor it is about
    """

    KIND: ClassVar[str] = "part"

    title: Clause
    blocks: tuple[Block, ...] = ()
    id: str = ""
    intro: str = ""
    role: Literal[
        "", "section", "reading", "column", "finding", "situation", "position", "player", "gap",
        "choice", "pane", "sheet",
    ] = ""  # fmt: skip
    folded: bool = False
    badge: Badge | None = None
    note: str = ""
    kicker: str = ""
    mark: int | None = None

    def check(self) -> str:
        """What is wrong with it; empty where nothing is."""
        return "" if _ID.fullmatch(self.id) else "its id is none"


Block: TypeAlias = Line | Items | Table | Picture | Shelf | Part


@dataclass(frozen=True)
class Document(Told):
    """An answer, told.

    glossary  our words and the field's, where a printer can show them beside the words
    names     what a source is called, by its id, where a printer does not need the id
    """

    title: str
    blocks: tuple[Block, ...]
    kicker: str = ""
    glossary: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the first level."""
        return tuple(block for block in self.blocks if isinstance(block, Part))

    def check(self) -> str:
        """What is wrong with it; empty where nothing is."""
        return "" if _within(self.blocks, MAX_DEPTH) else "it is nested too deep"


def _within(blocks: Iterable[Block], depth: int) -> bool:
    """Whether no block stands deeper than so many others."""
    for block in blocks:
        inner: Iterable[Block] = ()
        if isinstance(block, Part):
            inner = block.blocks
        elif isinstance(block, Items):
            inner = (below for item in block.items for below in item.below)
        if depth == 0 or not _within(inner, depth - 1):
            return False
    return True


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, each before those inside it."""
    for block in blocks:
        yield block
        if isinstance(block, Part):
            yield from walk(block.blocks)
        elif isinstance(block, Items):
            for item in block.items:
                yield from walk(item.below)


def clauses(blocks: Iterable[Block]) -> Iterator[Clause]:
    """Every clause, in the order it is read."""
    for block in walk(blocks):
        match block:
            case Line():
                yield from block.clauses
            case Items():
                for item in block.items:
                    yield from item.line.clauses
            case Part():
                yield block.title
            case Table():
                for row in block.rows:
                    for cell in row.cells:
                        yield from cell.clauses
