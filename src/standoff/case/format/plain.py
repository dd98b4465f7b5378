"""The lines that nearly every case is written in, as a tree, without all of YAML.

Read here: maps and lists by their indentation; plain one-line text; quoted text, maps in `{}` and lists in
`[]` that end on their line; blocks of text under `|`. Whatever else stands in a file, and whatever is wrong
in it, is left to `standoff.case.format.events`, which reads the file from its beginning: what is read here
is read alike there (tests/case/test_plain.py), and is a tenth of the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from standoff.case.format.node import MAX_DEPTH, Mask, Node, Scalar, Sequence, Table
from standoff.problem import Place

_LONGEST = 1_000  # characters: YAML takes no longer text for a key
_PLAIN = r"""[^\s\-?:,\[\]{}#&*!|>'"%@`]"""  # what plain text may begin with, whatever follows
_BEGINS = re.compile(rf"{_PLAIN}|-[^\s]")
_COLON = re.compile(r":(?: |$)")
_QUOTED = re.compile(r""""[^"\\]*"|'[^']*'""")
_FLOW_PLAIN = re.compile(rf"{_PLAIN}[^,\[\]{{}}:#]*|-[^\s,\[\]{{}}:#][^,\[\]{{}}:#]*")
_REST = re.compile(r" *(?: #.*)?$")
_OPENED = re.compile(r'"[^"]*"|(?P<bracket>\[)(?:[^\]]*\])?|(?P<quote>")')


def read(lines: list[str], masks: Mask, file: str) -> Table | None:
    """The tree of a file's lines; None where they need more than is read here.

    lines  without what no line may hold (`standoff.case.format.yaml.compose`)
    masks  items that YAML could not scan, see `Mask`
    """
    try:
        return _Lines(lines, masks, file).file()
    except _More:
        return None


def opened(text: str) -> Iterator[re.Match[str]]:
    """The quotations and brackets of a text that do not close in it."""
    return (m for m in _OPENED.finditer(text) if m["quote"] or m[0] == "[")


class _More(Exception):
    """More than plain lines."""


class _Lines:
    """The lines that say something, one after the other."""

    def __init__(self, lines: list[str], masks: Mask, file: str) -> None:
        self.all = lines
        self.masks = masks
        self.name = file
        self.at = -1  # the line, from 0
        self.line = ""
        self.indent = -1  # of the line; -1 behind the last
        self.next()

    def next(self) -> None:
        """Go on to the next line that is neither empty nor a comment."""
        for at in range(self.at + 1, len(self.all)):
            line = self.all[at]
            content = line.lstrip(" ")
            if content and content[0] != "#":
                self.at, self.line, self.indent = at, line, len(line) - len(content)
                if len(line) > _LONGEST or (not self.indent and line.startswith(("---", "..."))):
                    raise _More
                return
        self.at, self.line, self.indent = len(self.all), "", -1

    def place(self, column: int) -> Place:
        """A column (from 0) of the line that is read."""
        return Place(self.name, self.at + 1, column + 1)

    def file(self) -> Table:
        if self.indent != 0 or self.line.startswith("- "):
            raise _More
        table = self.table(0, 0)
        if self.indent != -1:
            raise _More
        return table

    def block(self, column: int, depth: int) -> Node:
        """What begins at this column of the line."""
        if self.line.startswith("- ", column):
            return self.sequence(column, depth)
        return self.table(column, depth)

    def table(self, column: int, depth: int) -> Table:
        """A map whose keys stand in this column; the line has the first of them."""
        if depth >= MAX_DEPTH:
            raise _More
        place, pairs, seen = self.place(column), [], set()
        at = column
        while True:
            key, behind = self.key(at)
            if key.text in seen or key.text == "<<":
                raise _More
            seen.add(key.text)
            pairs.append((key, self.value(key, behind, column, depth)))
            if self.indent != column or self.line.startswith("- ", column):
                break
            at = column
        if self.indent > column:
            raise _More
        return Table(tuple(pairs), place)

    def sequence(self, column: int, depth: int) -> Sequence:
        """A list whose dashes stand in this column; the line has the first of them."""
        if depth >= MAX_DEPTH:
            raise _More
        place, items = self.place(column), []
        while True:
            items.append(self.item(column, depth))
            if self.indent != column or not self.line.startswith("- ", column):
                break
        if self.indent > column:
            raise _More
        return Sequence(tuple(items), place)

    def item(self, dash: int, depth: int) -> Node:
        line = self.line
        at = dash + 2
        while line.startswith(" ", at):
            at += 1
        masked = self.masks.get(self.at + 1)
        if masked and masked[0] == at:
            item = Scalar(masked[1], self.place(at))
            if not _REST.match(line, at + len(masked[1])):
                raise _More
            self.next()
            return item
        if masked or not line[at:] or line[at] == "#":
            raise _More
        if line.startswith("- ", at):
            return self.sequence(at, depth + 1)
        if line[at] in "[{":
            return self.flow(at, depth + 1)
        quoted = _QUOTED.match(line, at)
        if quoted and line[quoted.end() : quoted.end() + 1] != ":":
            return self.quoted(at)
        cut = line.find(" #", at)
        if quoted or _COLON.search(line, at, len(line) if cut < 0 else cut):
            return self.table(at, depth + 1)
        return self.plain(at)

    def key(self, at: int) -> tuple[Scalar, int]:
        """The key that stands here, and where its value may begin."""
        line = self.line
        quoted = _QUOTED.match(line, at)
        if quoted:
            text, style, end = quoted[0][1:-1], line[at], quoted.end()
            if not _COLON.match(line, end):
                raise _More
        else:
            ends = _COLON.search(line, at)
            if ends is None or not _BEGINS.match(line, at):
                raise _More
            end = ends.start()
            text, style = line[at:end], ""
            if " #" in text or text[-1] == " ":
                raise _More
        masked = self.masks.get(self.at + 1)
        if masked and masked[0] >= at:
            raise _More
        return Scalar(text, self.place(at), style), end + 1

    def value(self, key: Scalar, behind: int, column: int, depth: int) -> Node:
        """The value of a key in this column; what follows the colon begins at `behind`."""
        line = self.line
        at = behind
        while line.startswith(" ", at):
            at += 1
        if not line[at:] or line[at] == "#":
            self.next()
            if self.indent > column or (
                self.indent == column and self.line.startswith("- ", column)
            ):
                return self.block(self.indent, depth + 1)
            return Scalar("", key.place)
        if line[at] in "[{":
            return self.flow(at, depth + 1)
        if line[at] in "\"'":
            return self.quoted(at)
        if line[at] == "|":
            return self.text(at, column)
        return self.plain(at)

    def plain(self, at: int) -> Scalar:
        """Plain text to the end of the line, or to a comment."""
        line = self.line
        cut = line.find(" #", at)
        text = (line[at:] if cut < 0 else line[at:cut]).rstrip(" ")
        if not _BEGINS.match(text) or _COLON.search(text):
            raise _More
        if cut >= 0 and any(opened(text)):
            raise _More  # it may be cut by what is no comment
        scalar = Scalar(text, self.place(at))
        self.next()
        return scalar

    def quoted(self, at: int) -> Scalar:
        """Quoted text that ends on the line."""
        found = _QUOTED.match(self.line, at)
        if found is None or not _REST.match(self.line, found.end()):
            raise _More
        scalar = Scalar(found[0][1:-1], self.place(at), self.line[at])
        self.next()
        return scalar

    def text(self, at: int, column: int) -> Scalar:
        """Lines that stand below a `|`, deeper than its key."""
        if self.line[at:].rstrip(" ") != "|":
            raise _More
        place, lines, deep = self.place(at), [], 0
        number = self.at + 1
        while number < len(self.all):
            line = self.all[number]
            content = line.lstrip(" ")
            indent = len(line) - len(content)
            if content:
                deep = deep or indent
                if indent < deep or indent <= column:
                    break
            if number + 1 in self.masks or (indent and not content):
                raise _More
            lines.append(line[deep:])
            number += 1
        # A last line that does not end has no newline in the text, either.
        if deep <= column or not self.all[-1] == "":
            raise _More
        self.at = number - 1
        self.next()
        return Scalar("\n".join(lines).rstrip("\n") + "\n", place, "|")

    # --- in braces and brackets -------------------------------------------------------------------

    def flow(self, at: int, depth: int) -> Node:
        """A map or a list that ends on the line."""
        node, end = self.inside(at, depth)
        if not _REST.match(self.line, end):
            raise _More
        self.next()
        return node

    def inside(self, at: int, depth: int) -> tuple[Node, int]:
        """What stands here in braces or brackets, and where it ends."""
        sign = self.line[at]
        if sign == "[":
            return self.bracketed(at, depth)
        if sign == "{":
            return self.braced(at, depth)
        return self.piece(at)

    def piece(self, at: int) -> tuple[Scalar, int]:
        quoted = _QUOTED.match(self.line, at)
        if quoted:
            if "#" in quoted[0]:
                raise _More  # a citation cannot stand there
            return Scalar(quoted[0][1:-1], self.place(at), self.line[at]), quoted.end()
        found = _FLOW_PLAIN.match(self.line, at)
        if found is None:
            raise _More
        return Scalar(found[0].rstrip(" "), self.place(at)), found.end()

    def bracketed(self, at: int, depth: int) -> tuple[Sequence, int]:
        if depth >= MAX_DEPTH:
            raise _More
        items: list[Node] = []
        end = self.skip(at + 1)
        if self.line.startswith("]", end):
            return Sequence((), self.place(at)), end + 1
        while True:
            node, end = self.inside(end, depth + 1)
            items.append(node)
            end, closed = self.joined(end, "]")
            if closed:
                return Sequence(tuple(items), self.place(at)), end

    def braced(self, at: int, depth: int) -> tuple[Table, int]:
        if depth >= MAX_DEPTH:
            raise _More
        pairs: dict[str, tuple[Scalar, Node]] = {}
        end = self.skip(at + 1)
        if self.line.startswith("}", end):
            return Table((), self.place(at)), end + 1
        while True:
            key, end = self.piece(end)
            if key.text in pairs or key.text == "<<" or not self.line.startswith(": ", end):
                raise _More
            node, end = self.inside(self.skip(end + 1), depth + 1)
            pairs[key.text] = key, node
            end, closed = self.joined(end, "}")
            if closed:
                return Table(tuple(pairs.values()), self.place(at)), end

    def skip(self, at: int) -> int:
        """Where the next character that is no space stands; there is one."""
        line = self.line
        while line.startswith(" ", at):
            at += 1
        if at >= len(line):
            raise _More
        return at

    def joined(self, at: int, closing: str) -> tuple[int, bool]:
        """Behind an entry: where the next one begins, or the end of all."""
        at = self.skip(at)
        if self.line[at] == closing:
            return at + 1, True
        if self.line[at] != ",":
            raise _More
        return self.skip(at + 1), False
