"""What was looked for: situations stable for everyone, and situations that can come out of today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from rich.console import Group, RenderableType

from standoff.gmcr.concept.law import CONCEPTS, Found
from standoff.gmcr.evolve.evolution import MAX_NODES, Reach
from standoff.report import data, words
from standoff.report.outline import line

if TYPE_CHECKING:
    from standoff.case.build import World

Way: TypeAlias = tuple[tuple[int, int, int], ...] | None


def found_data(
    found: Found, where: str | None, facts: Mapping[str, bool], count: int | None
) -> dict[str, Any]:
    """One line of `standoff find`; with `count`, the situations are drawn, not all."""
    taken = found.model.space.taken
    record: dict[str, Any] = {
        "model": found.model.name,
        "facts": data.facts(facts),
        "concept": found.concept,
        "where": where,
        "found": [list(taken(state)) for state in found.states],
        "whole": found.whole,
        "engine": found.engine,
        "why": found.why,
    }
    return record if count is None else {**record, "count": count}


def found_table(
    found: Found, where: str | None, facts: Mapping[str, bool], count: int | None
) -> RenderableType:
    """The same in words, a situation on each line."""
    number = len(found.states)
    if count is not None:
        said = _counted(count) + (f", of which {number:,} drawn evenly" if count else "")
    elif found.whole:
        said = _counted(number)
    else:
        said = f"more than {_counted(number)}, among them"
    name = CONCEPTS[found.concept].name
    parts = [line(0, f"{_head(found.model.name, facts)}, {name}{_where(where)}: {said}", "bold")]
    parts += [line(2, words.short(found.model.space.taken(state))) for state in found.states]
    return Group(*parts, _engine(found.engine, found.why))


def reach_data(
    found: Reach, where: str | None, holds: int, way: Way, facts: Mapping[str, bool]
) -> dict[str, Any]:
    """One line of `standoff reach`."""
    taken, makers = found.model.space.taken, found.model.makers
    record: dict[str, Any] = {
        "model": found.model.name,
        "facts": data.facts(facts),
        "improving": found.improving,
        "states": found.size,
        "reached": found.count,
        "engine": found.game.name,
        "why": found.why,
    }
    if where is None:
        return record
    steps = [
        {"actor": makers[maker], "from": list(taken(state)), "to": list(taken(target))}
        for state, maker, target in way or ()
    ]
    return {**record, "where": where, "holds_in": holds, "way": steps if way is not None else None}


def reach_table(
    found: Reach, where: str | None, holds: int, way: Way, world: World
) -> RenderableType:
    """The same in words, a move on each line."""
    moves = "moves that their makers gain by" if found.improving else "moves, wanted or not"
    head = _head(found.model.name, world.open)
    said = f"{found.count:,} of {found.size:,} situations can come out of today by {moves}"
    parts = [line(0, f"{head}: {said}", "bold")]
    if where is not None:
        parts.append(
            line(2, f"where {where}: {holds:,} of them" if holds else f"where {where}: none")
        )
    if way is not None:
        parts.append(line(2, "by these moves:" if way else "as today"))
        for state, maker, target in way:
            change = words.change(world, state, target)
            parts.append(line(4, f"{found.model.makers[maker]}: {change}"))
    elif holds and where is not None:
        parts.append(line(2, f"the way there is longer than {MAX_NODES:,} situations show"))
    return Group(*parts, _engine(found.game.name, found.why))


def _head(name: str, facts: Mapping[str, bool]) -> str:
    return " ".join(filter(None, (name, words.in_world(facts))))


def _where(where: str | None) -> str:
    return f", where {where}" if where else ""


def _counted(count: int) -> str:
    if not count:
        return "no situation is stable for everyone"
    return f"{count:,} situation{'s are' if count > 1 else ' is'} stable for everyone"


def _engine(name: str, why: str) -> RenderableType:
    return line(0, f"engine {name}: {why}", "dim")
