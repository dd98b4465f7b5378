"""Plain data in few letters, for a page that holds what it was made of.

Every text is kept once, and every record as its values: the names of its fields are kept once for all
records that have the same. A JSON of three parts is compressed and written as letters that are no marks:

    [[names of fields, ...], [texts], tree]

In the tree a number is a text, `[-2, n]` the number n, `[-1, ...]` a list, and `[k, ...]` the values of a
record with the k-th names. `true`, `false` and `null` are themselves. The page's script unpacks it too.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

_LIST, _NUMBER = -1, -2


class TooLarge(ValueError):
    """What unpacks to more than was allowed."""


def pack(data: Any) -> str:
    """Plain data as letters, digits, `+`, `/` and `=`: the same for the same data."""
    names: dict[tuple[str, ...], int] = {}
    texts: dict[str, int] = {}

    def put(value: Any) -> Any:
        if isinstance(value, str):
            return texts.setdefault(value, len(texts))
        if isinstance(value, dict):
            return [names.setdefault(tuple(value), len(names)), *map(put, value.values())]
        if isinstance(value, list):
            return [_LIST, *map(put, value)]
        return value if value is None or isinstance(value, bool) else [_NUMBER, value]

    tree = put(data)
    text = json.dumps([list(names), list(texts), tree], separators=(",", ":"), ensure_ascii=False)
    # A surrogate that stands alone is no letter of UTF-8; it is none of JSON's either, once written out.
    return base64.b64encode(zlib.compress(text.encode("utf-8", "backslashreplace"), 9)).decode()


def unpack(letters: str, most: int) -> Any:
    """The plain data again; ValueError where it is damaged, `TooLarge` beyond `most` bytes or letters."""
    try:
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(base64.b64decode(letters, validate=True), most)
        if unpacking.unconsumed_tail:
            raise TooLarge
        names, texts, tree = json.loads(text.decode())
        return _taken(names, texts, tree, most)
    except (zlib.error, IndexError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("damaged") from error


def _taken(names: Any, texts: Any, tree: Any, most: int) -> Any:
    """What the tree stands for. A text counts wherever it is used: no small page becomes a huge one."""
    room = most

    def take(node: Any) -> Any:
        nonlocal room
        if node is None or isinstance(node, bool):
            return node
        if isinstance(node, int):
            room -= len(texts[node])
            if room < 0:
                raise TooLarge
            return texts[node]
        kind, *rest = node
        if kind == _NUMBER:
            (number,) = rest
            return number
        values = [take(each) for each in rest]
        return values if kind == _LIST else dict(zip(names[kind], values, strict=True))

    return take(tree)
