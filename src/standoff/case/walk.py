"""Every entry of a case, and every name in one: nothing else goes through entries by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from standoff.case.entry import ENTRIES, Sections
from standoff.citation import Citation
from standoff.condition import And, Const, Iff, Implies, Not, Or, Var, rename

Value = TypeVar("Value")


def walk(entries: Any) -> Iterator[Any]:
    """Every entry with a place, each before those inside it, in the order of the sections.

    entries  sections, an entry, or a tuple or a mapping of entries
    """
    if isinstance(entries, Sections):
        for name in ENTRIES:
            yield from walk(getattr(entries, name))
    elif isinstance(entries, tuple):
        for entry in entries:
            yield from walk(entry)
    elif parts := _parts(entries):
        yield entries
        for name in parts:
            part = getattr(entries, name)
            if not isinstance(part, str):
                yield from walk(part)
    elif isinstance(entries, Mapping):
        yield from walk(tuple(entries.values()))


def _parts(entry: Any) -> Mapping[str, bool]:
    kind: Any = type(entry)
    return _parts_of(kind)


@cache
def _parts_of(kind: Any) -> Mapping[str, bool]:
    """The fields of an entry's class, and whether each holds names outside of conditions; none of another."""
    if not is_dataclass(kind):
        return {}
    parts = {part.name: bool(part.metadata.get("names")) for part in fields(kind)}
    return parts if "place" in parts or hasattr(kind, "place") else {}


def walk_citations(entries: Any) -> Iterator[tuple[Citation, Any]]:
    """Every citation in some entries, with the entry that cites it, in the order of `walk`."""
    for entry in walk(entries):
        for citation in getattr(entry, "citations", ()):
            yield citation, entry


def renamed(value: Value, name: Callable[[str], str]) -> Value:
    """An entry with every name of an option or a fact in it replaced, in the entries inside it too.

    Names stand in conditions and in the fields that say so.
    """
    found: Any = value
    match value:
        case Var() | Const() | Not() | And() | Or() | Implies() | Iff():
            found = rename(value, lambda old: Var(name(old)))
        case tuple():
            found = tuple(renamed(part, name) for part in value)
        case _ if parts := _parts(value):
            changes = {}
            for part, holds_names in parts.items():
                old = getattr(value, part)
                new = _names(old, name) if holds_names else renamed(old, name)
                if new is not old:
                    changes[part] = new
            found = replace(value, **changes) if changes else value  # type: ignore[type-var]
    same_kind: Value = found
    return same_kind


def _names(value: Any, name: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return name(value)
    if isinstance(value, Mapping):
        return {name(key): kept for key, kept in value.items()}
    return tuple(map(name, value))


def names_in(entry: Any) -> Iterator[str]:
    """Every name of an option or a fact in an entry, as it stands there."""
    met: list[str] = []

    def meet(name: str) -> str:
        met.append(name)
        return name

    renamed(entry, meet)
    return iter(met)
