"""Who can press whom: whoever holds an option that another has a wish about.

Read from the lists alone, without the engine. How a wish stands to the option is read from its truth: it is
better served with the option than without (`wants`), or without (`fears`); it is served without all the same
if the wisher does something itself (`answers`), or it hangs on more than that (`hangs`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from standoff.analysis.voice import MAX_COMPARED
from standoff.case.entry import WISHLESS, Assumption, Reading, Stance
from standoff.case.ranks import tiers
from standoff.condition import Condition, names, truth

How: TypeAlias = Literal["wants", "fears", "answers", "hangs"]


@dataclass(frozen=True)
class Pressure:
    """An option of one actor in a wish of another.

    place  the rank of the wish in its list, from 1
    """

    holder: str
    option: str
    wisher: str
    how: How
    place: int
    line: Assumption


@dataclass(frozen=True, eq=False)
class Pressures:
    """All of a reading, by holder, option and list.

    silent  actors of whom no wish is known
    ranked  those who rank whole situations, so that no wish names a single option
    """

    HIDDEN = ("reading",)
    ALSO = ("model",)

    reading: Reading
    pressures: tuple[Pressure, ...]
    silent: tuple[str, ...]
    ranked: tuple[str, ...] = ()

    @property
    def model(self) -> str:
        """The reading's full name."""
        return self.reading.full


def pressures(reading: Reading) -> Pressures:
    """Who can press whom in a reading."""
    actors, options = [actor.name for actor in reading.actors], list(reading.owner)
    found = sorted(
        _every(reading), key=lambda one: (actors.index(one.holder), options.index(one.option))
    )
    ranked = tuple(name for name in actors if _ranks(reading, name))
    silent = (
        name
        for name in actors
        if name not in ranked
        and (name not in reading.wants or reading.wants[name].stance in WISHLESS)
    )
    return Pressures(reading, tuple(found), tuple(silent), ranked)


def _ranks(reading: Reading, actor: str) -> bool:
    """Whether an actor's wishes are given over whole situations, as in published models."""
    wants = reading.wants.get(actor)
    if wants is None:
        return reading.model is not None
    return wants.stance in (Stance.RANKING, Stance.WEIGHTS)


def _every(reading: Reading) -> Iterator[Pressure]:
    for wants in reading.wants.values():
        for place, tier in enumerate(tiers(wants.lines), 1):
            for line in tier:
                if line.condition is None:
                    continue
                for name in dict.fromkeys(names(line.condition)):
                    holder = reading.owner.get(name)
                    if holder is not None and holder != wants.actor:
                        how = stands(line.condition, name, wants.actor, reading.owner)
                        yield Pressure(holder, name, wants.actor, how, place, line)


def stands(wish: Condition, option: str, wisher: str, owner: Mapping[str, str]) -> How:
    """How a wish stands to an option that another holds."""
    every = list(dict.fromkeys(names(wish)))
    if len(every) > MAX_COMPARED:
        return "hangs"
    own = [name for name in every if owner.get(name) == wisher]
    rest = [name for name in every if name != option and name not in own]
    better = worse = answered = False
    for others in itertools.product((False, True), repeat=len(rest)):
        served = {True: set[bool](), False: set[bool]()}
        for acts in itertools.product((False, True), repeat=len(own)):
            world = dict(zip((*rest, *own), (*others, *acts), strict=True))
            done, undone = (_serves(wish, world | {option: taken}) for taken in (True, False))
            better |= done and not undone
            worse |= undone and not done
            served[True].add(done)
            served[False].add(undone)
        # Once it is done the wisher's own act matters, which it did not before.
        answered |= len(served[True]) == 2 and served[False] == {True}
    if better and worse:
        return "answers" if own else "hangs"
    if worse:
        return "answers" if answered else "fears"
    return "wants" if better else "hangs"


def _serves(wish: Condition, world: Mapping[str, bool]) -> bool:
    return bool(truth(wish, world.__getitem__))
