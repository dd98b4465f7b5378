"""Documents and tables as Markdown, for the pages of docs/ that are made from the code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from standoff.report.document import Block, Items, Line, Part, Table


def markdown(blocks: Iterable[Block], level: int) -> Iterator[str]:
    """Parts, lines, lists and tables of a document."""
    for block in blocks:
        match block:
            case Part():
                yield f"{'#' * level} {block.title.text}"
                yield from markdown(block.blocks, level + 1)
            case Line():
                yield " ".join(clause.text for clause in block.clauses)
            case Items():
                yield "\n".join(
                    f"- {' '.join(clause.text for clause in item.line.clauses)}"
                    for item in block.items
                )
            case Table():
                cells = (
                    (row.head, *(" ".join(c.text for c in cell.clauses) for cell in row.cells))
                    for row in block.rows
                )
                yield table(block.columns, cells).rstrip("\n")


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    columns = tuple(head)
    lines = (columns, ("---",) * len(columns), *rows)
    return (
        "\n".join(
            f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |" for line in lines
        )
        + "\n"
    )
