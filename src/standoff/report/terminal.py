"""A document on a terminal: lines wrapped within their indentation, whole lines where nobody wraps them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from standoff.problem import clean
from standoff.report.document import (
    Badge,
    Block,
    Cell,
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


@dataclass(frozen=True)
class Indented:
    """Text with an indentation: wrapped within it on a terminal, one whole line elsewhere."""

    indent: int
    text: Text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if console.is_terminal:
            yield Padding(self.text, (0, 0, 0, self.indent))
        else:
            yield Text.assemble(" " * self.indent, self.text)


def render(document: Document) -> RenderableType:
    """What a console prints of a document."""
    return Group(*_blocks(document.blocks, 0))


def _blocks(blocks: Iterable[Block], indent: int) -> Iterator[RenderableType]:
    for block in blocks:
        match block:
            case Line():
                yield Indented(indent, _line(block))
            case Items():
                yield from _items(block, indent)
            case Table():
                yield Padding(_table(block), (0, 0, 0, indent))
                yield from (Indented(indent, Text(clean(t), "dim")) for t in block.caption)
            case Part():
                yield from _part(block, indent)
            case Shelf():
                yield from _shelf(block, indent)
            case _:
                pass  # a picture: its table stands beside it


def _line(line: Line) -> Text:
    style = _ROLES.get(line.role, "")
    text = Text(clean(f"{line.lead} ") if line.lead else "", style=style or "italic")
    for at, clause in enumerate(line.clauses):
        text.append(clean(line.between) if at else "", style=style)
        text.append_text(_clause(clause, style))
    if line.badge:
        text.append("  ").append_text(_badge(line.badge))
    return text


def _clause(clause: Clause, style: str = "") -> Text:
    text = Text(clean(clause.text), style=STYLES.get(clause.tone, style))
    marks = [*clause.marks]
    if clause.grounding == "stated":
        marks.insert(0, "stated")
    if clause.tone == "new":
        marks.append("new")
    if marks:
        text.append(clean(f" ({'; '.join(marks)})"), style="dim")
    if clause.cites:
        text.append(clean(f"  {clause.cites}"), style="dim")
    return text


def _badge(badge: Badge) -> Text:
    return Text(clean(badge.word), style=STYLES.get(badge.tone, "bold"))


def _items(items: Items, indent: int) -> Iterator[RenderableType]:
    for at, item in enumerate(items.first, 1):
        head = Text(f"{at}. " if items.ordered else "")
        yield Indented(indent, head.append_text(_line(item.line)))
        yield from _blocks(item.below, indent + 4)
    if items.rest:
        more = f" {items.more}" if items.more else ""
        yield Indented(indent, Text(f"… and {len(items.rest):,} more{more}, see --json", "dim"))


def _part(part: Part, indent: int) -> Iterator[RenderableType]:
    if part.kicker:
        yield Indented(indent, Text(clean(part.kicker), style="bold"))
    title = Text(_BULLETS.get(part.role, ""))
    title.append_text(
        _clause(part.title, "italic" if part.role in ("column", "reading") else "bold")
    )
    if part.badge:
        title.append("  ").append_text(_badge(part.badge))
    if part.note:
        title.append(clean(f"  {part.note}"), style="dim")
    if title.plain.strip():
        yield Indented(indent, title)
    if part.intro:
        yield Indented(indent, Text(clean(part.intro), style="dim"))
    yield from _blocks(part.blocks, indent + (4 if part.role in ("finding", "gap") else 2))
    if part.role in ("reading", "sheet", "section"):
        yield Text()


def _table(table: Table) -> Grid:
    plain = not table.title
    grid = Grid(
        title=clean(table.title) or None,
        title_justify="left",
        box=None if plain else Grid().box,
        pad_edge=not plain,
        show_lines=table.role == "matrix",
    )
    numbers = [any(c.number for c in cells) for cells in _columns(table)]
    for column, number in zip(table.columns, (False, *numbers), strict=True):
        grid.add_column(Text(clean(column)), justify="right" if number else "left", overflow="fold")
    for row in table.rows:
        if row.group:
            grid.add_section()
        head = Text(clean(row.head), style="bold" if row.group else "")
        if row.mark:
            head.append(clean(f"  {row.mark}"), style="yellow")
        grid.add_row(head, *map(_cell, row.cells), style="bold" if row.mark == "all" else None)
    return grid


def _columns(table: Table) -> Iterator[list[Cell]]:
    for at in range(len(table.columns) - 1):
        yield [row.cells[at] for row in table.rows if len(row.cells) > at]


def _cell(cell: Cell) -> Text:
    text = Text("; ").join(_clause(clause) for clause in cell.clauses)
    if cell.tone:
        text.stylize(STYLES.get(cell.tone, ""))
    if cell.note:
        text.append(clean(f" ({cell.note})"), style="dim")
    return text


def _shelf(shelf: Shelf, indent: int) -> Iterator[RenderableType]:
    yield Indented(indent, Text(clean(f"{shelf.source}  {shelf.label}"), style="bold"))
    for sentence in shelf.sentences:
        yield Indented(indent + 2, Text(clean(f"s{sentence.number}  {sentence.text}")))
