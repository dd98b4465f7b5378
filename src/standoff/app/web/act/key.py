"""Keys and stances of a case file, changed as text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from standoff.app.web.state import Refused
from standoff.case.change import (
    add_key,
    remove_entry,
)
from standoff.case.format.node import Scalar, Table
from standoff.case.format.node import Sequence as Items
from standoff.case.format.slice import CannotEdit, last_line, line_starts, replace_entry
from standoff.case.format.yaml import compose
from standoff.problem import Place


def set_key(text: str, path: tuple[str, ...], key: str, value: str) -> str:
    """A key with a value of one line, in place of the one it has or new."""
    place = key_place(text, (*path, key))
    if place is None:
        return add_key(text, path, key, value)
    old = _quoted(text, (*path, key))
    if old is not None:
        start, end = old
        return text[:start] + value + text[end:]
    return replace_entry(text, place, f"{key}: {value}")


def _quoted(text: str, path: tuple[str, ...]) -> tuple[int, int] | None:
    """Where the value of a key stands, if it is one in quotes on one line."""
    _, node = _node(text, path)
    if not isinstance(node, Scalar) or not node.style:
        return None
    mark = len(text) - len(text.removeprefix("\ufeff"))
    start = line_starts(text[mark:])[node.place.line - 1] + node.place.column - 1 + mark
    found = re.compile(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'""").match(text, start)
    return (start, found.end()) if found else None


def _node(text: str, path: tuple[str, ...]) -> tuple[Scalar | None, Any]:
    table, _ = compose(text.removeprefix("\ufeff"), "")
    key: Scalar | None = None
    node: Any = table
    for each in path:
        pairs = node.pairs if isinstance(node, Table) else ()
        found = next((pair for pair in pairs if pair[0].text == each), None)
        if found is None:
            return None, None
        key, node = found
    return key, node


def key_place(text: str, path: tuple[str, ...]) -> Place | None:
    """Where a key stands; None where it does not."""
    key, _ = _node(text, path)
    return key.place if key is not None else None


def place_of(value: Any, file: str) -> Place | None:
    """A place as a page names it."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise Refused("a place is a line and a column")
    line_, column = value.get("line"), value.get("column", 1)
    if type(line_) is not int or type(column) is not int or line_ < 1 or column < 1:
        raise Refused("a place is a line and a column")
    return Place(file, line_, column)


def set_stance(text: str, actor: str, stance: str) -> str:
    """The text with a stance in place of an actor's list."""
    path = ("wants", actor)
    key, node = _node(text, path)
    if key is None:
        return add_key(text, ("wants",), actor, stance)
    while isinstance(node, Items) and node.items:
        item = next(each for each in node.items if not _is_equal(each))
        text = remove_entry(text, item.place, instead=stance.split("[", maxsplit=1)[0].strip())
        key, node = _node(text, path)
        assert key is not None
    return replace_entry(text, key.place, f"{actor}: {stance}")


def _is_equal(node: Any) -> bool:
    return isinstance(node, Scalar) and node.text == "equal"


def without_key(text: str, path: tuple[str, ...]) -> str:
    """The text without a key and all that stands below it; a map that loses its last key goes with it.

    raises  CannotEdit  the key does not stand on lines of its own
    """
    key, node = _node(text, path)
    assert key is not None
    above, holder = _node(text, path[:-1])
    if above is not None and isinstance(holder, Table) and len(holder.pairs) == 1:
        return without_key(text, path[:-1])
    lines = text.splitlines(keepends=True)
    first, last = key.place.line - 1, max(key.place.line, last_line(node))
    if lines[first][: key.place.column - 1].strip("\ufeff \t"):
        raise CannotEdit(f"{key.place}: this entry does not stand on lines of its own")
    return "".join([*lines[:first], *lines[last:]])
