"""What actors believe, laid on the reading: the reading as somebody sees it, and the model of that.

What is not given is the reading's own, the situation of today included. A *piece* of belief is a fact set,
a line of today, a rule, or the list that somebody is taken to have. Without a piece the reading's own holds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeAlias

from standoff.case.build import World, model_of
from standoff.case.entry import BELIEVES, Assumption, Reading, Section, Wants
from standoff.condition import as_literal, names

Piece: TypeAlias = Assumption | Wants
"""A line under `believes`, or a list there."""


def pieces(reading: Reading) -> tuple[Piece, ...]:
    """Every piece of belief of a reading, as written."""
    return reading.more.get(BELIEVES, ())


def believers(reading: Reading) -> tuple[str, ...]:
    """Who believes something, in the order of the actors."""
    found = {whose(piece) for piece in pieces(reading)}
    return tuple(actor.name for actor in reading.actors if actor.name in found)


def whose(piece: Piece) -> str:
    """Who believes it."""
    assert piece.believer is not None  # of every piece
    return piece.believer.actor


def read_by(reading: Reading) -> frozenset[str]:
    """The names of options and facts that some belief reads."""
    lines = [
        line
        for piece in pieces(reading)
        for line in (piece.lines if isinstance(piece, Wants) else (piece,))
    ]
    return frozenset(
        name
        for line in lines
        if line.condition is not None and line.section is not Section.FACTS
        for name in names(line.condition)
    )


def as_believed(reading: Reading, actor: str, held: Collection[Piece] | None = None) -> Reading:
    """The reading as an actor sees it, who believes all that it is said to, or only the pieces `held`."""
    own = [
        piece
        for piece in pieces(reading)
        if whose(piece) == actor and (held is None or piece in held)
    ]
    settings = {line.fact: line for line in reading.settings}
    now = {_option(line): line for line in reading.now}
    wants, impossible = dict(reading.wants), list(reading.impossible)
    for piece in own:
        if isinstance(piece, Wants):
            wants[piece.actor] = piece
        elif piece.section is Section.FACTS:
            settings[piece.fact] = piece
        elif piece.section is Section.NOW:
            now[_option(piece)] = piece
        else:
            impossible.append(piece)
    return replace(
        reading,
        settings=tuple(settings.values()),
        now=tuple(now.values()),
        impossible=tuple(impossible),
        wants=wants,
    )


def _option(line: Assumption) -> str:
    known = None if line.condition is None else as_literal(line.condition)
    assert known is not None  # the syntax lets nothing else stand under `now`
    return known[0]


def believed(
    reading: Reading, world: World, actor: str, held: Collection[Piece] | None = None
) -> tuple[Reading, World]:
    """The reading as an actor sees it, and the world that this makes of one of the reading's.

    Facts on which the reading is silent are as they are in that world, unless the actor believes otherwise.
    Raises Infeasible where it believes today's situation to be impossible.
    """
    seen = as_believed(reading, actor, held)
    facts = {**world.facts, **_set(seen)}
    return seen, World(facts, model_of(seen, facts), world.silent)


def _set(reading: Reading) -> Mapping[str, bool]:
    known = (as_literal(line.condition) for line in reading.settings if line.condition is not None)
    return dict(each for each in known if each is not None)
