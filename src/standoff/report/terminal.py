"""A document on a terminal: lines wrapped within their indentation, whole lines where nobody wraps them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from standoff.problem import clean
from standoff.report.document import Cell, Document, Table
from standoff.report.lines import STYLES, Tabled, Words, clause_words, lines


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
    return Group(*_set(document))


def _set(document: Document) -> Iterator[RenderableType]:
    for line in lines(document):
        if isinstance(line, Tabled):
            yield Padding(_table(line.table), (0, 0, 0, line.indent))
        elif isinstance(line, Words):
            yield _text(line)
        else:
            yield Indented(line.indent, _text(line.words))


def _text(words: Words) -> Text:
    text = Text(words.text, style=words.style)
    for each in words.behind:
        text.append_text(_text(each))
    return text


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
    text = Text("; ").join(_text(clause_words(clause)) for clause in cell.clauses)
    if cell.tone:
        text.stylize(STYLES.get(cell.tone, ""))
    if cell.note:
        text.append(clean(f" ({cell.note})"), style="dim")
    return text
