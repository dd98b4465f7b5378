"""What differs between two versions of a reading, as the sections of a variant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from standoff.case.entry import Assumption, Marks, Reading, Wants
from standoff.case.format.line import print_line
from standoff.condition import as_literal, literal


def sections(before: Reading, after: Reading) -> str:
    """The sections that make the one of the other; empty where nothing differs."""
    known = {line.fact: line for line in before.settings}
    kept = {_option(line) for line in after.now}
    undone = [opposite(line) for line in before.now if _option(line) not in kept]
    lists = [wants for actor, wants in after.wants.items() if before.wants.get(actor) != wants]
    rows = [
        *_section("facts", (print_line(e) for e in after.settings if known.get(e.fact) != e)),
        *_section("now", map(_item, (*_added(before.now, after.now), *undone))),
    ]
    for key in ("impossible", "no_way_back"):
        old, new = getattr(before, key), getattr(after, key)
        rows += _section(f"{key}_drop", (f"- {line.condition}" for line in _added(new, old)))
        rows += _section(key, map(_item, _added(old, new)))
    rows += _section("wants", (row for wants in lists for row in _list(wants)))
    return "\n".join(rows)


def opposite(line: Assumption) -> Assumption:
    """Of a line of `now` that goes: that it is not so (what no line says is a no)."""
    return Assumption(line.section, literal(_option(line), False), (), Marks(), line.place)


def _option(line: Assumption) -> str:
    known = None if line.condition is None else as_literal(line.condition)
    assert known is not None  # the syntax lets nothing else stand in `now`
    return known[0]


def _added(old: Iterable[Assumption], new: Iterable[Assumption]) -> list[Assumption]:
    before = list(old)
    return [line for line in new if line not in before]


def _section(key: str, rows: Iterable[str]) -> list[str]:
    """A section of the rows; nothing where there are none."""
    inside = [f"  {row}" for row in rows]
    return [f"{key}:", *inside] if inside else []


def _item(line: Assumption) -> str:
    return f"- {print_line(line)}"


def _list(wants: Wants) -> Iterator[str]:
    """An actor's whole list."""
    yield f"{wants.actor}:{'' if wants.lines else ' silent'}"
    for line in wants.lines:
        yield from ["  - equal"] if line.tied else []
        yield f"  {_item(line)}"
