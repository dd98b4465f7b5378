"""A report as Markdown (CommonMark with the tables and footnotes of GitHub's), for whoever writes on with it.

Whatever a text, a name or a gloss holds is data: every character that could be a mark is escaped. A
picture is left to the table that stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from standoff.report.document import (
    Badge,
    Block,
    Clause,
    Item,
    Items,
    Line,
    Part,
    Row,
    Shelf,
    Table,
)
from standoff.report.html.fragment import safe_text
from standoff.report.html.page import Report
from standoff.report.notes import Note, anchor, cited, described, marks, notes, told

_DEEPEST = 6
_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~&$@^]|(?<=\w):(?=//)|(?<=www)\.", re.IGNORECASE)
_BEGINS = re.compile(r"([-+=:]|\d+(?=[.)]))(.?)")


def render(report: Report) -> str:
    """The report as Markdown, the same for the same report."""
    document = report.document
    known = notes(document)
    printer = _Printer(known)
    lines = [f"# {escaped(document.title)}"]
    if document.kicker:
        lines += ["", begun(document.kicker)]
    lines += printer.blocks(document.blocks, 2)
    lines += ["", "## To cite this report", "", begun(report.citation)]
    lines += ["", *(f"[^{note.key}]: {begun(note.text)}" for note in known.values())]
    return "\n".join(lines).rstrip() + "\n"


def escaped(text: str) -> str:
    r"""A text in which nothing is a mark of Markdown's, in one line.

    >>> print(escaped("*a* | [b](javascript:c) http://d"))
    \*a\* \| \[b\](javascript:c) http\://d
    """
    return _MARKS.sub(lambda mark: f"\\{mark[0]}", " ".join(str(safe_text(text)).split()))


def begun(text: str) -> str:
    r"""The same where a line begins with it: no list, no heading, no rule.

    >>> print(begun("1. the first"), begun("- b"), begun("1993 it was"), sep=", ")
    1\. the first, \- b, 1993 it was
    """
    return _begun(escaped(text))


def _begun(line: str) -> str:
    found = _BEGINS.match(line)
    if not found:
        return line
    head = found[1]
    return f"{head}\\{line[len(head) :]}" if head.isdigit() else f"\\{line}"


def _strong(text: str) -> str:
    return f"**{escaped(text)}**" if text.strip() else ""


class _Printer:
    """Blocks as lines of text, each block after an empty one."""

    def __init__(self, known: Mapping[str, Note]) -> None:
        self._notes = known

    def blocks(self, blocks: Iterable[Block], level: int) -> list[str]:
        """The lines of some blocks; their headings are of this level."""
        lines: list[str] = []
        bullet = ""
        for block in blocks:
            sign = ""
            match block:
                case Line():
                    lines += self._paragraph(block)
                case Items():
                    sign = "*" if bullet == "-" else "-"  # two lists in a row stay two
                    lines += self._items(block, level, sign)
                case Table():
                    lines += self._table(block)
                case Part():
                    lines += self._part(block, level)
                case Shelf():
                    lines += self._shelf(block, level)
                case _:
                    pass  # a picture's table stands beside it
            bullet = sign
        return lines

    def _paragraph(self, line: Line) -> list[str]:
        said = self._line(line)
        if not said:
            return []
        return ["", f"> {said}" if line.role == "caution" else said]

    def _line(self, line: Line) -> str:
        between = _MARKS.sub(lambda mark: f"\\{mark[0]}", str(safe_text(line.between)))
        said = between.join(map(self._clause, line.clauses))
        told = filter(None, (_strong(line.lead), said, _badge(line.badge)))
        return _begun(" ".join(" ".join(told).split()))

    def _clause(self, clause: Clause) -> str:
        text = _strong(clause.text) if clause.tone in ("new", "strong") else escaped(clause.text)
        new = " (new)" if clause.tone == "new" else ""
        behind = marks(clause)
        return f"{text}{new}{self._cites(clause)}{f' {escaped(behind)}' if behind else ''}"

    def _cites(self, clause: Clause) -> str:
        found, other = cited(clause, self._notes)
        numbers = "".join(f"[^{note.key}]" for note in found)
        return numbers + (f" {escaped(other)}" if other else "")

    # --- what holds others

    def _items(self, items: Items, level: int, sign: str) -> list[str]:
        lines = [""]
        for at, item in enumerate(items.items, 1):
            head = f"{at}. " if items.ordered else f"{sign} "
            lines += self._item(item, head, level)
        return lines

    def _item(self, item: Item, head: str, level: int) -> Iterator[str]:
        yield head + self._line(item.line)
        for line in self.blocks(item.below, level):
            yield f"{' ' * len(head)}{line}".rstrip()

    def _part(self, part: Part, level: int) -> list[str]:
        title = self._clause(part.title) + (f" {escaped(part.note)}" if part.note else "")
        title = " ".join(filter(None, (title.strip(), _badge(part.badge))))
        lines = [*self._heading(title, level)]
        for text in filter(None, (part.kicker, part.intro)):
            lines += ["", begun(text)]
        return lines + self.blocks(part.blocks, level + 1 if title else level)

    def _heading(self, title: str, level: int) -> Iterator[str]:
        if title:
            yield ""
            yield f"{'#' * min(level, _DEEPEST)} {title}"

    def _table(self, table: Table) -> list[str]:
        lines = ["", _strong(table.title)] if table.title else []
        numbers = [
            any(len(row.cells) > at and row.cells[at].number for row in table.rows)
            for at in range(len(table.columns) - 1)
        ]
        rule = ["---", *("---:" if number else "---" for number in numbers)]
        lines += ["", _row(map(escaped, table.columns)), _row(rule)]
        lines += [self._row(row, len(table.columns)) for row in table.rows]
        for text in table.caption:
            lines += ["", begun(text)]
        return lines

    def _row(self, row: Row, columns: int) -> str:
        head = _strong(row.head) if row.group else escaped(row.head)
        beside = "; ".join(filter(None, (row.mark, row.note)))
        cells = [head + (f" ({escaped(beside)})" if beside else "")]
        for cell in row.cells:
            said = "; ".join(map(self._clause, cell.clauses))
            cells.append(said + (f" ({escaped(cell.note)})" if cell.note else ""))
        return _row((*cells, *("" for _ in range(columns - len(cells)))))

    def _shelf(self, shelf: Shelf, level: int) -> list[str]:
        name = shelf.label if shelf.label == shelf.source else f"{shelf.source} {shelf.label}"
        lines = [*self._heading(escaped(name), level)]
        if known := " ".join(described(shelf)):
            lines += ["", begun(known)]
        for sentence in shelf.sentences:
            note = self._notes.get(anchor(shelf, sentence))
            if note is None:
                lines += ["", f"**s{sentence.number}** {escaped(sentence.text)}"]
                continue
            lines += ["", f"**s{sentence.number}**[^{note.key}]", ""]
            for use in sentence.uses:
                said = f"{escaped(use.what)}: {self._clause(use.said)}"
                lines.append(f"- {_begun(said)} ({escaped(told(use))})")
        if not shelf.sentences:
            lines += ["", "No sentence of it is cited."]
        return lines


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _badge(badge: Badge | None) -> str:
    return _strong(badge.word) if badge else ""
