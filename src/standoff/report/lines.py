"""A document as lines of words with their styles: what a terminal sets, and what a pipe gets.

Tables are left to whoever sets the lines, and pictures out: the table of a picture stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from standoff.problem import clean
from standoff.report.document import (
    Badge,
    Block,
    Clause,
    Document,
    Items,
    Line,
    Part,
    Shelf,
    Table,
)

STYLES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("follows", "yes", "gains"), "green"),
        **dict.fromkeys(("against", "no", "loses"), "red"),
        **dict.fromkeys(("idle", "gap", "open", "either", "warning"), "yellow"),
        **dict.fromkeys(("silent", "absent", "dim"), "dim"),
        "new": "bold",
        "strong": "bold",
        "italic": "italic",
    }
)
_ROLES: Mapping[str, str] = MappingProxyType(
    {
        "intro": "dim",
        "note": "dim",
        "caution": "dim",
        "term": "italic",
        "count": "dim",
        "kicker": "bold",
    }
)
_BULLETS: Mapping[str, str] = MappingProxyType({"finding": "• ", "gap": "• "})


@dataclass
class Words:
    """Words in a style, and words behind them in styles of their own."""

    text: str = ""
    style: str = ""
    behind: list[Words] = field(default_factory=list)

    def add(self, more: str | Words, style: str = "") -> Words:
        """Itself, with more behind it."""
        self.behind.append(Words(more, style) if isinstance(more, str) else more)
        return self

    @property
    def plain(self) -> str:
        """The words without their styles."""
        return self.text + "".join(each.plain for each in self.behind)


@dataclass(frozen=True)
class Indented:
    """Words with an indentation."""

    indent: int
    words: Words


@dataclass(frozen=True)
class Tabled:
    """A table with an indentation."""

    indent: int
    table: Table


Piece: TypeAlias = Indented | Tabled | Words
"""A line, a table, or words that nothing moves: an empty line."""


def lines(document: Document) -> Iterator[Piece]:
    """The lines of a document, and its tables where they stand among them."""
    return _blocks(document.blocks, 0)


def plain(document: Document) -> str | None:
    """The lines as they stand in a file; None where there is a table, or a mark that moves what follows."""
    found = []
    for line in lines(document):
        if isinstance(line, Tabled):
            return None
        indent, words = (0, line) if isinstance(line, Words) else (line.indent, line.words)
        text = words.plain
        if "\t" in text or "\n" in text:
            return None
        found.append(f"{' ' * indent}{text}\n")
    return "".join(found)


def _blocks(blocks: Iterable[Block], indent: int) -> Iterator[Piece]:
    for block in blocks:
        match block:
            case Line():
                yield Indented(indent, _line(block))
            case Items():
                yield from _items(block, indent)
            case Table():
                yield Tabled(indent, block)
                yield from (Indented(indent, Words(clean(t), "dim")) for t in block.caption)
            case Part():
                yield from _part(block, indent)
            case Shelf():
                yield from _shelf(block, indent)
            case _:
                pass  # a picture: its table stands beside it


def _line(line: Line) -> Words:
    style = _ROLES.get(line.role, "")
    words = Words(clean(f"{line.lead} ") if line.lead else "", style or "italic")
    for at, clause in enumerate(line.clauses):
        words.add(clean(line.between) if at else "", style)
        words.add(clause_words(clause, style))
    if line.badge:
        words.add("  ").add(_badge(line.badge))
    return words


def clause_words(clause: Clause, style: str = "") -> Words:
    """A clause with what weakens it and what it cites."""
    words = Words(clean(clause.text), STYLES.get(clause.tone, style))
    marks = [*clause.marks]
    if clause.grounding == "stated":
        marks.insert(0, "stated")
    if clause.tone == "new":
        marks.append("new")
    if marks:
        words.add(clean(f" ({'; '.join(marks)})"), "dim")
    if clause.cites:
        words.add(clean(f"  {clause.cites}"), "dim")
    return words


def _badge(badge: Badge) -> Words:
    return Words(clean(badge.word), STYLES.get(badge.tone, "bold"))


def _items(items: Items, indent: int) -> Iterator[Piece]:
    for at, item in enumerate(items.first, 1):
        head = Words(f"{at}. " if items.ordered else "")
        yield Indented(indent, head.add(_line(item.line)))
        yield from _blocks(item.below, indent + 4)
    if items.rest:
        more = f" {items.more}" if items.more else ""
        yield Indented(indent, Words(f"… and {len(items.rest):,} more{more}, see --json", "dim"))


def _part(part: Part, indent: int) -> Iterator[Piece]:
    if part.kicker:
        yield Indented(indent, Words(clean(part.kicker), "bold"))
    title = Words(_BULLETS.get(part.role, ""))
    title.add(clause_words(part.title, "italic" if part.role in ("column", "reading") else "bold"))
    if part.badge:
        title.add("  ").add(_badge(part.badge))
    if part.note:
        title.add(clean(f"  {part.note}"), "dim")
    if title.plain.strip():
        yield Indented(indent, title)
    if part.intro:
        yield Indented(indent, Words(clean(part.intro), "dim"))
    yield from _blocks(part.blocks, indent + (4 if part.role in ("finding", "gap") else 2))
    if part.role in ("reading", "sheet", "section"):
        yield Words()


def _shelf(shelf: Shelf, indent: int) -> Iterator[Indented]:
    yield Indented(indent, Words(clean(f"{shelf.source}  {shelf.label}"), "bold"))
    for sentence in shelf.sentences:
        yield Indented(indent + 2, Words(clean(f"s{sentence.number}  {sentence.text}")))
