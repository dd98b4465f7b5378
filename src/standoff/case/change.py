"""Edits that need the shape of a file: entries moved, added first or removed last, keys added.

As in `standoff.case.format.slice`, each function takes a file's text and gives the new text; comments,
order, spacing and newlines of all that is not changed stay. A place in a file is named by the keys that
lead to it, as ("wants", "Upland") or ("variants", "a plan", "now"), an entry by where it stands.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from standoff.case.format.node import Node, Scalar, Sequence, Table
from standoff.case.format.slice import (
    CannotEdit,
    find_in,
    last_line,
    line_end,
    line_starts,
    newline_of,
    one_line,
)
from standoff.case.format.yaml import compose
from standoff.case.syntax import SECTIONS
from standoff.problem import Findings, Place

Path: TypeAlias = tuple[str, ...]
EQUAL = "equal"
_UNWRITTEN = (
    "silent",
    "indifferent",
    "undecided",
    "unknown",
)  # what may stand in place of an actor's list
_STEP = 2  # columns that a new block is indented by


@dataclass(frozen=True)
class Written:
    """A file's text with its tree. Offsets are of the text without its byte order mark."""

    body: str
    top: Table
    mark: str

    @classmethod
    def of(cls, text: str) -> Written:
        body = text.removeprefix("\ufeff")
        if all(not line.strip() or line.lstrip().startswith("#") for line in body.splitlines()):
            return cls(body, Table((), Place("", 1)), text[: len(text) - len(body)])
        top, found = compose(body, "")
        if top is None or found.problems:
            raise CannotEdit("the file cannot be read: mend it first")
        return cls(body, top, text[: len(text) - len(body)])

    def offset(self, place: Place) -> int:
        return line_starts(self.body)[place.line - 1] + place.column - 1

    def line_after(self, line: int) -> int:
        """Where the line below a line begins; the end of the text below the last."""
        starts = line_starts(self.body)
        return starts[line] if line < len(starts) else len(self.body)

    def is_flow(self, node: Node) -> bool:
        return not isinstance(node, Scalar) and self.body[self.offset(node.place)] in "[{"

    def at(self, path: Path) -> tuple[Scalar | None, Node]:
        """The key that a path leads to with its value; no key for the empty path."""
        key: Scalar | None = None
        node: Node = self.top
        for step in path:
            pairs = node.pairs if isinstance(node, Table) else ()
            pair = next((pair for pair in pairs if pair[0].text == step), None)
            if pair is None:
                raise KeyError(step)
            key, node = pair
        return key, node

    def has(self, path: Path) -> bool:
        try:
            self.at(path)
        except KeyError:
            return False
        return True

    def with_lines(self, at: int, lines: Iterable[str]) -> str:
        """The text with lines put in at an offset that begins a line, or ends the text."""
        newline = newline_of(self.body)
        head = self.body[:at]
        if head and not head.endswith(("\n", "\r")):
            head += newline
        return self.mark + head + "".join(line + newline for line in lines) + self.body[at:]


def is_empty(node: Node) -> bool:
    """Whether a value holds nothing: no text, `[]` or `{}`."""
    if isinstance(node, Scalar):
        return not node.text and not node.style
    return not (node.items if isinstance(node, Sequence) else node.pairs)


# --- entries of a list ----------------------------------------------------------------------------


def add_entry(text: str, path: Path, new: str, before: Place | None = None) -> str:
    """A list with one entry more: the last, or the one before an entry.

    The list may be missing, empty, or have `silent` or `indifferent` in its place; one in `[]` is
    written as lines first.
    raises  CannotEdit  something else than a list stands there, or `before` is no entry of it
    """
    one_line(new)
    file = Written.of(text)
    if not file.has(path):
        return add_key(text, path[:-1], path[-1], [f"- {new}"])
    key, node = file.at(path)
    assert key is not None
    if isinstance(node, Scalar) and (is_empty(node) or _is_unwritten(path, node)):
        return _begin_block(file, key, node, [f"- {new}"])
    if not isinstance(node, Sequence):
        raise CannotEdit(f"line {key.place.line}: `{key.text}` holds something else than a list")
    if is_empty(node):
        return _begin_block(file, key, node, [f"- {new}"])
    if file.is_flow(node):
        return add_entry(_as_lines(file, key, node), path, new)
    head = " " * (node.place.column - 1)
    if before is None:
        return file.with_lines(file.line_after(last_line(node)), [f"{head}- {new}"])
    if before.line not in {item.place.line for item in node.items}:
        raise CannotEdit(f"{before}: no entry of this list stands here")
    return file.with_lines(file.line_after(before.line - 1), [f"{head}- {new}"])


def _is_unwritten(path: Path, node: Scalar) -> bool:
    return path[-2:-1] == ("wants",) and node.text.split("[")[0].strip() in _UNWRITTEN


def move_entry(text: str, place: Place, before: Place | None) -> str:
    """An entry moved with its comment: to stand before another entry of its list, or last (None).

    A tie goes with the wishes that stay: the entry leaves the ones it was tied to, and does not come
    between two others.
    raises  CannotEdit  no entry of one line of its own stands there
    """
    file = Written.of(text)
    items = _list_with(file, place).items
    at = _index(items, place)
    lines = _lines_of(file, items)
    group = {at}
    to = len(items) if before is None else _index(items, before)
    while 0 < to < len(items) and _is_equal(items[to - 1]):
        to -= 2  # above all that the other is tied to
    order = [number for number in range(len(items)) if number not in group | _bond(items, at)]
    position = sum(number < to for number in order)
    order.insert(position, at)
    if order == list(range(len(items))):
        return text
    return _rewritten(file, items, [lines[number] for number in order])


def remove_entry(text: str, place: Place, instead: str = "") -> str:
    """A list without an entry, its line and its comment; a tie that joins nothing any more goes too.

    instead  what stands in place of a list that lost its last entry: `silent` or `indifferent` for an
             actor's wishes. Without it the actor's key goes (it is still to be decided), and any other
             section is left as `[]`.
    raises   CannotEdit  no entry of one line of its own stands there
    """
    file = Written.of(text)
    node = _list_with(file, place)
    at = _index(node.items, place)
    lines = _lines_of(file, node.items)
    order = [n for n in range(len(lines)) if n not in {at} | _bond(node.items, at)]
    if order:
        return _rewritten(file, node.items, [lines[number] for number in order])
    path, key = _key_of(file, node)
    bare = Written.of(_rewritten(file, node.items, []))
    if path[-2:-1] == ("wants",) and not instead:
        start = bare.offset(Place("", key.place.line))
        return bare.mark + bare.body[:start] + bare.body[bare.line_after(key.place.line) :]
    colon = _after_colon(bare, key)
    return bare.mark + bare.body[:colon] + f" {instead or '[]'}" + bare.body[colon:]


def tie(text: str, place: Place) -> str:
    """A wish tied to the one above it.

    raises  CannotEdit  none stands above, or they are tied
    """
    file = Written.of(text)
    node = _list_with(file, place)
    at = _index(node.items, place)
    if at == 0 or _is_equal(node.items[at - 1]):
        raise CannotEdit(f"{place}: there is no wish above that it could be tied to")
    head = " " * (node.place.column - 1)
    _lines_of(file, node.items)
    return file.with_lines(file.line_after(place.line - 1), [f"{head}- {EQUAL}"])


def untie(text: str, place: Place) -> str:
    """A wish no longer tied to the one above it. Raises CannotEdit where it is not."""
    file = Written.of(text)
    items = _list_with(file, place).items
    at = _index(items, place)
    if at == 0 or not _is_equal(items[at - 1]):
        raise CannotEdit(f"{place}: it is not tied to the wish above")
    lines = _lines_of(file, items)
    return _rewritten(file, items, [line for n, line in enumerate(lines) if n != at - 1])


def _is_equal(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text == EQUAL


def _bond(items: tuple[Node, ...], at: int) -> set[int]:
    """The `equal` that goes with an entry: the one above it, else the one below."""
    near = [n for n in (at - 1, at + 1) if 0 <= n < len(items) and _is_equal(items[n])]
    return set(near[:1])


def _index(items: tuple[Node, ...], place: Place) -> int:
    for number, item in enumerate(items):
        if item.place.line == place.line and not _is_equal(item):
            return number
    raise CannotEdit(f"{place}: no entry of this list stands here")


def _list_with(file: Written, place: Place) -> Sequence:
    for _, node in _values(file.top):
        if isinstance(node, Sequence) and any(_stands(item, place) for item in node.items):
            if file.is_flow(node):
                raise CannotEdit(
                    f"{place}: several entries stand on this line; give each its own first"
                )
            return node
    raise CannotEdit(f"{place}: no entry of a list stands here")


def _stands(item: Node, place: Place) -> bool:
    return (item.place.line, item.place.column) == (place.line, place.column)


def _values(node: Node, path: Path = ()) -> Iterator[tuple[Path, Node]]:
    """Every value below a node, with the keys that lead to it."""
    if isinstance(node, Table):
        for key, value in node.pairs:
            yield (*path, key.text), value
            yield from _values(value, (*path, key.text))
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _values(item, path)


def _key_of(file: Written, node: Node) -> tuple[Path, Scalar]:
    path = next(path for path, value in _values(file.top) if value is node)
    key, _ = file.at(path)
    assert key is not None
    return path, key


def _lines_of(file: Written, items: tuple[Node, ...]) -> list[str]:
    """The line of each entry, with its comment and its end; refused where an entry has no line of its own."""
    lines = []
    for item in items:
        where = find_in(file.body, file.top, item.place) if isinstance(item, Scalar) else None
        if where is None or not where.alone:
            raise CannotEdit(f"{item.place}: this entry does not stand on one line of its own")
        lines.append(_line(file, item.place.line))
    return lines


def _line(file: Written, number: int) -> str:
    return file.body[file.line_after(number - 1) if number > 1 else 0 : file.line_after(number)]


def _rewritten(file: Written, items: tuple[Node, ...], lines: list[str]) -> str:
    """The text with the entries' lines exchanged for others, in place; what stands between them stays."""
    spans = [(file.offset(Place("", i.place.line)), file.line_after(i.place.line)) for i in items]
    newline = newline_of(file.body)
    lines = [line if line.endswith(("\n", "\r")) else line + newline for line in lines]
    parts: list[str] = []
    at = 0
    for number, (start, end) in enumerate(spans):
        parts.append(file.body[at:start])
        last = number == len(spans) - 1
        parts += lines[number:] if last else lines[number : number + 1]
        at = end
    edited = "".join(parts) + file.body[at:]
    if not file.body.endswith(("\n", "\r")):
        edited = edited.removesuffix(newline)
    return file.mark + edited


# --- keys -----------------------------------------------------------------------------------------


def add_key(text: str, path: Path, key: str, value: str | list[str]) -> str:
    """A map with one key more, its last: an actor, an option, a fact, a variant, an actor's list.

    A missing or empty map is begun; one in `{}` is written as lines first; a section of the file (the
    empty path) stands at its place in the order of the reference.
    value   what stands behind the key, or the lines below it
    raises  CannotEdit  the key is there already, or something else than a map stands there
    """
    file = Written.of(text)
    if file.has((*path, key)):
        raise CannotEdit(f"there is a `{key}` already")
    lines = _key_lines(key, value)
    if not path:
        return _add_section(file, key, lines)
    if not file.has(path):
        return add_key(text, path[:-1], path[-1], lines)
    holder, node = file.at(path)
    assert holder is not None
    if is_empty(node):
        return _begin_block(file, holder, node, lines)
    if not isinstance(node, Table):
        raise CannotEdit(
            f"line {holder.place.line}: `{holder.text}` holds something else than keys"
        )
    if file.is_flow(node):
        return add_key(_as_lines(file, holder, node), path, key, value)
    head = " " * (node.place.column - 1)
    return file.with_lines(file.line_after(last_line(node)), [head + line for line in lines])


def _key_lines(key: str, value: str | list[str]) -> list[str]:
    if isinstance(value, str):
        return [one_line(f"{key}: {value}".rstrip())]
    return [f"{one_line(key)}:", *(" " * _STEP + one_line(line) for line in value)]


def _add_section(file: Written, key: str, lines: list[str]) -> str:
    order = list(SECTIONS)
    if key not in order:
        raise CannotEdit(f"there is no section `{key}`")
    above = [node for name, node in file.top.pairs if name.text in order[: order.index(key)]]
    keys = [name for name, _ in file.top.pairs if name.text in order[: order.index(key)]]
    lines_above = [*(last_line(node) for node in above), *(name.place.line for name in keys)]
    if lines_above:
        spaced = bool(re.search(r"\n[ \t]*\r?\n\S", file.body))
        return file.with_lines(
            file.line_after(max(lines_above)), [*([""] if spaced else []), *lines]
        )
    first = min((name.place.line for name, _ in file.top.pairs), default=None)
    return file.with_lines(len(file.body) if first is None else file.line_after(first - 1), lines)


def _begin_block(file: Written, key: Scalar, node: Node, lines: list[str]) -> str:
    """The lines below a key, in place of a value of one line; a comment behind that one stays."""
    start = file.offset(key.place)
    end = line_end(file.body, start)
    colon = _after_colon(file, key)
    if not isinstance(node, Scalar) or node.text:
        last = _closing(file, node) if not isinstance(node, Scalar) else None
        if last is None:
            last = file.offset(node.place) + len(node.text if isinstance(node, Scalar) else "")
        rest = file.body[last:end]
    else:
        rest = file.body[colon:end]
    if rest.strip() and not rest.lstrip().startswith("#"):
        raise CannotEdit(
            f"line {key.place.line}: other keys stand on this line; give each its own first"
        )
    head = " " * (key.place.column - 1 + _STEP)
    bare = Written(file.body[:colon] + rest.rstrip() + file.body[end:], file.top, file.mark)
    return bare.with_lines(bare.line_after(key.place.line), [head + line for line in lines])


def _after_colon(file: Written, key: Scalar) -> int:
    at = file.offset(key.place) + len(key.text) + 2 * bool(key.style)
    return file.body.index(":", at) + 1


def _closing(file: Written, node: Node) -> int:
    """The offset behind the bracket that closes a list in `[]` or a map in `{}`."""
    return _parts(file, node)[1]


def _parts(file: Written, node: Node) -> tuple[list[str], int]:
    """The entries of a list in `[]` or a map in `{}` as written, and the offset behind its end."""
    start = file.offset(node.place)
    depth, at, quote = 0, start, ""
    parts, begun = [], start + 1
    while at < len(file.body):
        sign = file.body[at]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "\"'":
            quote = sign
        elif sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        if not quote and (depth == 0 or (depth == 1 and sign == ",")):
            parts.append(file.body[begun:at].strip())
            begun = at + 1
        if depth == 0:
            break
        if sign in "\r\n":
            raise CannotEdit(f"line {node.place.line}: the bracket here closes further down")
        at += 1
    return [part for part in parts if part], at + 1


def _as_lines(file: Written, key: Scalar, node: Sequence | Table) -> str:
    """A list in `[]`, or a map in `{}`, as lines."""
    parts, _ = _parts(file, node)
    lead = "- " if isinstance(node, Sequence) else ""
    return _begin_block(file, key, node, [lead + part for part in parts])


# --- no edit makes it worse -----------------------------------------------------------------------


def no_worse(before: Findings, after: Findings) -> None:
    """Pass where an edit brings no problem that the file did not have before, wherever it stands now.

    raises  CannotEdit  with the new problems
    """
    new = after.beyond(before)
    if new:
        raise CannotEdit("\n".join(map(str, itertools.islice(new, 5))))
