"""The section `believes`: an actor with what it believes, by pieces of the sections that a reading has.

US:
  at: 2018-08
  facts: {removable: yes}
  now: [not pact]
  impossible: [pull]
  wants: {Russia: [press]}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from standoff.case.entry import BELIEVES, Assumption, Believer, Section, Wants, held_by
from standoff.case.format.node import Node, Table
from standoff.case.format.section import (
    Fields,
    assumptions,
    at_time,
    facts,
    no_denied,
    pairs_of,
    wants,
)
from standoff.case.format.shape import (
    ACTOR,
    CONDITION,
    OPTION,
    SETTING,
    TEXT,
    WISHES,
    block,
    listed,
    mapped,
)
from standoff.condition import Name
from standoff.problem import Findings, nearest

_PARTS: Mapping[str, Callable[[Node, Findings], Fields]] = MappingProxyType(
    {
        "facts": facts,
        "now": assumptions(Section.NOW),
        "impossible": assumptions(Section.IMPOSSIBLE),
        "wants": wants,
    }
)
"""What a belief is about: sections of the reading, each read as there."""
KEYS = ("at", *_PARTS)
SHAPE = block(
    (),
    at=TEXT,
    facts=mapped(OPTION, SETTING),
    now=listed(CONDITION),
    impossible=listed(CONDITION),
    wants=mapped(ACTOR, WISHES),
)


def believes(node: Node, found: Findings) -> Fields:
    """What each actor believes, every piece with whose it is."""
    held: list[Assumption | Wants] = []
    for key, value in pairs_of(node, found, "an actor with what it believes"):
        at = None
        said: dict[str, Any] = {}
        for part, content in pairs_of(value, found, f"one of {', '.join(KEYS)}"):
            if part.text == "at":
                at = at_time(content, found).get("at")
            elif part.text in _PARTS:
                said |= _PARTS[part.text](content, found)
            else:
                message = f"`{part.text}` is not part of a belief: {', '.join(KEYS)}"
                found.problem(part.place, message, nearest(part.text, KEYS))
        for fact in said.get("facts", ()):
            message = f"a belief sets a fact, `{fact.id}: yes` or `no`; declare it under `facts`"
            found.problem(fact.place, message)
        believer = Believer(Name(key.text, 0), at, key.place)
        pieces = list(_pieces(said, found))
        if not pieces and isinstance(value, Table):
            found.problem(key.place, f"what does {key.text} believe? One of {', '.join(_PARTS)}")
        held += [held_by(believer, piece) for piece in pieces]
    return {"more": {BELIEVES: tuple(held)}}


def _pieces(said: Mapping[str, Any], found: Findings) -> list[Assumption | Wants]:
    """Lines, then lists; what cannot be believed is reported."""
    lines = [line for slot in ("settings", "now", "impossible") for line in said.get(slot, ())]
    for line in (*lines, *(line for each in said.get("wants", {}).values() for line in each.lines)):
        no_denied(line.marks, line.place, found, "leave out what is not believed")
    for line in (line for each in said.get("wants", {}).values() for line in each.lines):
        if line.strength == "?":
            message = (
                "a belief has a wish or has it not: `?` stands under `wants` of the reading only"
            )
            found.problem(line.place, message)
    for line in said.get("settings", ()):
        if line.condition is None:
            message = (
                "a belief sets a fact to yes or no: leave it out where nothing is believed of it"
            )
            found.problem(line.place, message)
    return [
        *(line for line in lines if line.condition is not None and not line.marks.denied),
        *said.get("wants", {}).values(),
    ]
