"""What the theory says of a model file beyond its plain solution: the data in words, key by key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from standoff.report.document import Block, Document, Item, Items, Line, Part, note
from standoff.report.tell.model.variants import TELLERS
from standoff.report.wording import capital

SHOWN = 12
"""Entries of one list shown at once; --json has all."""


def tell(data: Mapping[str, Any], words: Mapping[str, str]) -> Document:
    """A part for each key, and why the others were refused.

    data    what `standoff.store.model.theory.keys.theory` gives; words: key -> what it is
    """
    parts = tuple(
        Part(note(f"{key}: {words[key]}"), tuple(TELLERS.get(key, _blocks)(value)))
        for key, value in data["theory"].items()
    )
    refused = tuple(
        Line((note(f"{key} was not computed: {reason}", tone="warning"),))
        for key, reason in data.get("refused", {}).items()
    )
    return Document(data["model"], (Part(note(data["model"]), (*parts, *refused), role="reading"),))


def _blocks(value: Any) -> Iterator[Block]:
    if isinstance(value, Mapping):
        items = tuple(_item(str(key), part) for key, part in value.items())
    elif isinstance(value, Sequence) and not isinstance(value, str) and not _flat(value):
        items = tuple(_item(str(at), part) for at, part in enumerate(value, start=1))
    else:
        yield Line((note(_short(value)),))
        return
    yield Items(items, role="lines", shown=SHOWN, more="entries")


def _item(key: str, value: Any) -> Item:
    if isinstance(value, Mapping) or (_listed(value) and not _flat(value)):
        return Item(Line((note(f"{capital(key)}:"),)), tuple(_blocks(value)))
    return Item(Line((note(f"{key}: {_short(value)}"),)))


def _listed(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _flat(value: Sequence[Any]) -> bool:
    return not any(isinstance(part, Mapping) or _listed(part) for part in value)


def _short(value: Any) -> str:
    """A value, a list of values with commas."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if _listed(value):
        return ", ".join(map(_short, value)) or "none"
    return str(value)
