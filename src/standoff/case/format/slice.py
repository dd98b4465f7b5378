"""Edits by slice: one line of a person's file changes, and not a character beside it.

Each function takes a file's text and gives the new text. Comments, order, spacing and newlines stay.
What an edit does to the meaning is for `check` to say: these functions know lines, not cases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from standoff.case.format.node import Node, Scalar, Sequence, Table
from standoff.case.format.yaml import compose
from standoff.problem import Place, StandoffError


class CannotEdit(StandoffError):
    """The place is not one line of its own, or holds no entry: a person has to make this edit."""


@dataclass(frozen=True)
class Slice:
    """An entry on its line: `text[start:end]`, without the comment behind it."""

    start: int
    end: int
    alone: bool  # nothing else stands on the line, save `- ` and a comment

    def of(self, text: str) -> str:
        """The entry as written."""
        return text[self.start : self.end]


def find(text: str, place: Place) -> Slice:
    """The entry that stands at a place: a line of a list, or a key with its value on one line.

    Raises CannotEdit where none does, or where it goes on below.
    """
    table, _ = compose(text.removeprefix("\ufeff"), place.file)
    return find_in(text, table, place)


def find_in(text: str, table: Table | None, place: Place) -> Slice:
    """As `find`, in a text whose tree is known."""
    body = text.removeprefix("\ufeff")
    extent = None if table is None else _extent(table, place)
    if extent is None:
        raise CannotEdit(f"{place}: no entry of one line stands here")
    starts = line_starts(body)
    shift = len(text) - len(body)
    line_start = starts[place.line - 1]
    start, end = line_start + place.column - 1, line_start + extent
    before = body[line_start:start]
    after = body[end : line_end(body, line_start)]
    alone = not before.strip(" -") and not re.sub(r"\s#.*", "", f" {after}").strip()
    return Slice(start + shift, end + shift, alone)


def _extent(node: Node, place: Place) -> int | None:
    """The column (from 0) at which the entry ends whose first column is the place's."""
    match node:
        case Scalar():
            if (node.place.line, node.place.column) != (place.line, place.column):
                return None
            return None if node.style else place.column - 1 + len(node.text)
        case Sequence():
            found = (_extent(item, place) for item in node.items)
        case Table():
            for key, value in node.pairs:
                if (key.place.line, key.place.column) == (place.line, place.column):
                    return _value_end(value, place)
            found = (_extent(value, place) for _, value in node.pairs)
    return next((end for end in found if end is not None), None)


def _value_end(value: Node, place: Place) -> int | None:
    if not isinstance(value, Scalar) or value.style or value.place.line != place.line:
        return None
    return value.place.column - 1 + len(value.text)


def replace_entry(text: str, place: Place, new: str) -> str:
    """The entry at the place, written anew; the comment behind it stays."""
    where = find(text, place)
    return text[: where.start] + one_line(new) + text[where.end :]


def insert_after(text: str, place: Place, new: str) -> str:
    """A new entry on a line of its own below the entry at the place, indented as that one."""
    where = find(text, place)
    if not where.alone:
        raise CannotEdit(f"{place}: several entries stand on this line; give each its own first")
    line_start = text.rfind("\n", 0, where.start) + 1
    head = text[line_start : where.start].removeprefix("\ufeff")
    end = line_end(text, where.start)
    newline = newline_of(text)
    if end == len(text):
        return text + newline + head + one_line(new)
    after = end + len(_ending(text, end))
    return text[:after] + head + one_line(new) + newline + text[after:]


def delete_entry(text: str, place: Place) -> str:
    """The entry's whole line goes, its comment too."""
    where = find(text, place)
    if not where.alone:
        raise CannotEdit(f"{place}: several entries stand on this line; give each its own first")
    line_start = text.rfind("\n", 0, where.start) + 1
    end = line_end(text, where.start)
    return text[:line_start] + text[end + len(_ending(text, end)) :]


def add_variant(text: str, name: str, sections: str) -> str:
    """A variant appended to a reading's file: one block more, nothing else touched.

    `sections` is the variant's content as it would stand at the left margin.
    """
    body = text.removeprefix("\ufeff")
    table, found = compose(body, "")
    if table is None or found.problems:
        raise CannotEdit("the file cannot be read: mend it first")
    newline = newline_of(text)
    block = [f"  {name}:", *(f"    {line}" for line in sections.strip("\n").split("\n"))]
    at, node = _variants_end(body, table)
    if node is None:
        block = ["", "variants:", *block]
    elif isinstance(node, Table) and name in {key.text for key, _ in node.pairs}:
        raise CannotEdit(f"there is a variant `{name}` already")
    head, tail = body[:at], body[at:]
    if head and not head.endswith(("\n", "\r")):
        head += newline
    added = newline.join(line.rstrip() for line in block) + newline
    return text[: len(text) - len(body)] + head + added + tail


def _variants_end(body: str, table: Table) -> tuple[int, Node | None]:
    """Where the block of `variants:` ends (the file, if it has none), and what it holds."""
    for key, node in table.pairs:
        if key.text != "variants":
            continue
        if not isinstance(node, Table) or node.place.line == key.place.line:
            raise CannotEdit(f"line {key.place.line}: write each variant on lines of its own first")
        if node.place.column != 3:
            raise CannotEdit(f"line {node.place.line}: indent the variants by two spaces first")
        starts = line_starts(body)
        last = max(last_line(node), key.place.line)
        return (starts[last] if last < len(starts) else len(body)), node
    return len(body), None


def last_line(node: Node) -> int:
    """The line on which a node ends."""
    match node:
        case Scalar():
            return node.place.line
        case Sequence():
            return max((node.place.line, *map(last_line, node.items)))
        case Table():
            ends = (last_line(value) for _, value in node.pairs)
            return max((node.place.line, *ends))


def one_line(new: str) -> str:
    """The entry, if it is one line of text. Raises CannotEdit."""
    if re.search(r"[\r\n]", new) or not new.strip():
        raise CannotEdit("an entry is one line of text")
    return new


def line_starts(text: str) -> list[int]:
    """The offsets at which the lines of a text begin."""
    return [0, *(each.end() for each in re.finditer(r"\r\n|\r|\n", text))]


def line_end(text: str, start: int) -> int:
    """Where the line that holds `start` ends, its newline not included."""
    ending = re.compile(r"\r\n|\r|\n").search(text, start)
    return ending.start() if ending else len(text)


def _ending(text: str, end: int) -> str:
    return "\r\n" if text[end : end + 2] == "\r\n" else text[end : end + 1]


def newline_of(text: str) -> str:
    """The newline that a text uses."""
    return "\r\n" if "\r\n" in text else "\n"
