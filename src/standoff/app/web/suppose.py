"""What if: a reading with some things supposed, and the same kept as a variant.

Each change is one of those of `/api/whatif`. They are made one after the other on the reading in memory;
nothing is written. What is set is set today and cannot change any more, as `standoff whatif` has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, TypeAlias

from standoff.analysis.judge.fidelity import without
from standoff.case.entry import Assumption, Marks, Reading, Section, Stance, Wants
from standoff.case.format.line import read_line
from standoff.condition import (
    Condition,
    Name,
    Var,
    as_literal,
    literal,
    rename,
)
from standoff.problem import Place, StandoffError, UnknownName

Change: TypeAlias = Mapping[str, Any]
MADE = Place("what if", 1)


class CannotSuppose(StandoffError):
    """A change that names nothing, or that cannot be made in this reading."""


def apply(reading: Reading, changes: Sequence[Change]) -> Reading:
    """The reading with the changes made, in order. Raises CannotSuppose, UnknownName, ConditionError."""
    acts = [change for change in changes if change.get("kind") == "set"]
    for change in changes:
        kind = str(change.get("kind"))
        if kind in ("set", "text"):
            continue  # acts come last, all at once; an unsaved text was read in place of its file
        if kind not in _KINDS:
            raise CannotSuppose(f"{kind!r} is no change: {', '.join((*_KINDS, 'set', 'text'))}")
        reading = _KINDS[kind](reading, change)
    return _acted(reading, acts) if acts else reading


def texts_of(changes: Iterable[Change]) -> dict[str, str]:
    """The unsaved texts among the changes, by the name of their file."""
    return {
        str(change["file"]): str(change["text"])
        for change in changes
        if change.get("kind") == "text" and "file" in change and "text" in change
    }


def _acted(reading: Reading, acts: Iterable[Change]) -> Reading:
    from standoff.analysis.vary.whatif import what_if

    values = {
        _option(reading, str(act.get("option", ""))): (_truth(act.get("value")),) for act in acts
    }
    (world,) = what_if(reading, values).worlds
    if len(world.came_with) > 1:
        raise CannotSuppose("it may start from several situations: set what else is so today, too")
    fixed = [literal(option, value[0]) for option, value in values.items()]
    came = world.with_it
    names = {name for each in (*fixed, *came) if (name := _name_of(each))}
    kept = [line for line in reading.now if _name_of(line.condition) not in names]
    now = (*kept, *(_line(Section.NOW, each) for each in (*fixed, *came)))
    back = [line for line in reading.no_way_back if _name_of(line.condition) not in values]
    ways = (*back, *(_line(Section.NO_WAY_BACK, each) for each in fixed))
    return replace(reading, now=tuple(now), no_way_back=tuple(ways))


def _name_of(condition: Condition | None) -> str:
    known = as_literal(condition) if condition is not None else None
    return str.__str__(known[0]) if known else ""


def _line(section: Section, condition: Condition, **more: Any) -> Assumption:
    return Assumption(section, condition, (), Marks(), MADE, **more)


def _truth(value: Any) -> bool:
    if value in (True, "yes", "true"):
        return True
    if value in (False, "no", "false"):
        return False
    raise CannotSuppose(f"{value!r} is neither yes nor no")


def _option(reading: Reading, name: str) -> str:
    if name not in reading.typed:
        raise UnknownName("option", name, reading.typed)
    return reading.typed[name]


def line_at(reading: Reading, change: Change) -> Assumption:
    """The line that a change speaks of, by its file and place. Raises CannotSuppose."""
    file, number = str(change.get("file", "")), change.get("line")
    column = change.get("column")
    for line in reading.assumptions:
        place = line.place
        same = place.line == number and (column is None or place.column == column)
        if same and (place.file == file or place.file.endswith(f"/{file}")):
            return line
    raise CannotSuppose(f"{file}:{number}: no line of this reading stands there")


def _off(reading: Reading, change: Change) -> Reading:
    return without(reading, frozenset({line_at(reading, change)}))


def _wish(reading: Reading, change: Change) -> tuple[Wants, Assumption]:
    line = line_at(reading, change)
    if line.section is not Section.WANTS or line.actor is None:
        raise CannotSuppose("only a wish has a place in a list")
    return reading.wants[line.actor], line


def _move(reading: Reading, change: Change) -> Reading:
    wants, line = _wish(reading, change)
    lines = list(without(reading, frozenset({line})).wants[wants.actor].lines)
    at = _at(lines, reading, change.get("before"))
    lines.insert(at, replace(line, tied=False))
    return _with(reading, wants, lines)


def _at(lines: Sequence[Assumption], reading: Reading, before: Any) -> int:
    """Where a wish goes: before another one, above all that it is tied to; last where none is told."""
    if not isinstance(before, Mapping):
        return len(lines)
    other = next(
        (i for i, each in enumerate(lines) if each.place.line == before.get("line")), len(lines)
    )
    while 0 < other < len(lines) and lines[other].tied:
        other -= 1
    return other


def _with(reading: Reading, wants: Wants, lines: Iterable[Assumption]) -> Reading:
    changed = replace(wants, stance=Stance.STATEMENTS, lines=tuple(lines))
    return replace(reading, wants={**reading.wants, wants.actor: changed})


def _add(reading: Reading, change: Change) -> Reading:
    actor = str(change.get("actor", ""))
    if actor not in {each.name for each in reading.actors}:
        raise UnknownName("actor", actor, [each.name for each in reading.actors])
    facts = {fact.id: fact.id for fact in reading.facts}
    known: Mapping[str, str] = {**facts, **reading.typed}

    def named(name: str) -> Condition:
        if str.__str__(name) not in known:
            raise UnknownName("option", str(name), known)
        return Var(known[str.__str__(name)])

    parsed = read_line("wish", str(change.get("raw", "")))
    line = Assumption(
        Section.WANTS,
        rename(parsed.parts[0], named),
        parsed.tail.citations,
        parsed.tail.marks,
        MADE,
        actor=actor,
        strength=parsed.parts[1],
    )
    wants = reading.wants.get(actor) or Wants(actor, Stance.STATEMENTS, MADE)
    if wants.ranking or wants.weights:
        raise CannotSuppose(f"what {actor} wants is a ranking: a wish has no place in it")
    lines = list(wants.lines)
    lines.insert(_at(lines, reading, change.get("before")), line)
    return _with(reading, wants, lines)


def _fact(reading: Reading, change: Change) -> Reading:
    fact, value = str(change.get("fact", "")), str(change.get("value", ""))
    if fact not in {each.id for each in reading.facts}:
        raise UnknownName("fact", fact, [each.id for each in reading.facts])
    if value not in ("yes", "no", "silent"):
        raise CannotSuppose(f"{value!r} is not yes, no or silent")
    condition = None if value == "silent" else literal(Name(fact), value == "yes")
    kept = [line for line in reading.settings if line.fact != fact]
    line = Assumption(Section.FACTS, condition, (), Marks(), MADE, fact=fact)
    return replace(reading, settings=(*kept, line))


_KINDS: Mapping[str, Callable[[Reading, Change], Reading]] = MappingProxyType(
    {"off": _off, "move": _move, "add": _add, "fact": _fact}
)


# --- in words --------------------------------------------------------------------------------------


def words(reading: Reading, changes: Iterable[Change]) -> tuple[str, ...]:
    """The changes in words."""
    from standoff.report.english import English
    from standoff.report.wording import capital

    english = English(reading)
    told: list[str] = []
    for change in changes:
        match change.get("kind"):
            case "set":
                option = reading.typed.get(str(change.get("option")))
                if option is not None:
                    told.append(capital(english.literal(option, _truth(change.get("value")))))
            case "off":
                told.append(f"Left out: {english.line(line_at(reading, change))}")
            case "move":
                told.append(f"Moved: {english.line(line_at(reading, change))}")
            case "add":
                added = _add(reading, change)
                wants = added.wants[str(change.get("actor"))]
                new = next(line for line in wants.lines if line.place == MADE)
                told.append(f"Added: {english.line(new)}")
            case "fact":
                fact = english.fact(str(change.get("fact")))
                told.append(f"“{fact}”: {change.get('value')}")
            case "text":
                told.append(f"{change.get('file')} as it stands in the editor")
    return tuple(told)
