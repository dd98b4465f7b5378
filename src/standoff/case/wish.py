"""Wishes that may be held or not, wishes held strongly, and actors of whose wishes nothing is known.

What the engine is told of them beside the rankings: what is unknown of a decision maker's comparisons, and
what is much better for it than what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from standoff.case.build import STRONG, UNSURE, World
from standoff.case.entry import Reading, Stance
from standoff.case.ranks import ranks_of
from standoff.condition import names
from standoff.gmcr.concept.comparison import Relation
from standoff.gmcr.concept.strength import from_lines
from standoff.gmcr.concept.unknown import Lists, Outlook, Silent
from standoff.gmcr.conflict.preference import Statements


def on_the_table(reading: Reading) -> frozenset[str]:
    """The options that some wish, rule or conclusion speaks of."""
    conditions = [line.condition for line in reading.assumptions if line not in reading.now]
    conditions += [entry.condition for entry in reading.conclusions]
    conditions += [given for entry in reading.conclusions for given in entry.given]
    spoken = {
        name for condition in conditions if condition is not None for name in names(condition)
    }
    return frozenset(spoken & reading.option.keys())


def unknown_actors(reading: Reading, silent: bool = False) -> tuple[str, ...]:
    """Actors of whose wishes nothing is known; `silent`: also who is silent and owns what is at stake."""
    owners = {reading.owner[name] for name in on_the_table(reading)} if silent else set()
    return tuple(
        wants.actor
        for wants in reading.wants.values()
        if wants.stance is Stance.UNKNOWN
        or (wants.stance is Stance.SILENT and wants.actor in owners)
    )


def outlooks(reading: Reading, world: World, silent: bool = False) -> Mapping[int, Outlook]:
    """What is known of those of whom not all is: by wishes that may be held or not, or nothing at all.

    world   of the reading, its wishes marked `?` not set apart
    raises  TooLarge for too many such wishes of one actor
    """
    model = world.model
    found: dict[int, Outlook] = {}
    for actor in unknown_actors(reading, silent):
        found[model.maker(actor)] = Silent(model.space.count)
    for actor in reading.wants:
        lines = list(_marked(reading, actor, UNSURE))
        if lines:
            maker = model.maker(actor)
            prefers = model.preferences[maker]
            assert isinstance(prefers, Statements)  # only lines of a list are marked
            found[maker] = Lists.switched(prefers, lines, model.space)
    return found


def much_better(reading: Reading, world: World) -> Mapping[int, Relation]:
    """What is much better for those who hold a wish strongly."""
    model = world.model
    found = {}
    for actor in reading.wants:
        lines = list(_marked(reading, actor, STRONG))
        if lines:
            maker = model.maker(actor)
            prefers = model.preferences[maker]
            assert isinstance(prefers, Statements)  # only lines of a list are marked
            found[maker] = from_lines(prefers, lines, model.space)
    return found


def _marked(reading: Reading, actor: str, mark: str) -> Iterator[tuple[int, int]]:
    """(Rank, place in it) of the lines of an actor that have a mark."""
    for at, rank in enumerate(ranks_of(reading, actor)):
        yield from ((at, place) for place, line in enumerate(rank) if line.strength == mark)
