"""What would tell two rival motives apart: what comes out one way by the one, and otherwise by the other.

Both are tried in one reading: the actor's list is the motive's wishes alone, the others' are taken from every
text in every combination. What may be looked at is each other choice once the act is done, set and frozen;
the act itself, whether it comes about and lasts; and the same once something is otherwise than today that
one of the motives speaks of. It separates the two in a combination where it is so wherever it ends by the one
motive, and nowhere where it ends by the other. What separates them in the most combinations is what to look
for next; of several the first, in the order given, choices as declared.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.bargain.trial import known, wanting
from standoff.analysis.judge.ensemble import Ensemble, Leaf
from standoff.analysis.judge.verdict import Verdict, scenes
from standoff.analysis.judge.version import Chooser, Family, as_written
from standoff.analysis.vary.lists import MAX_LEAVES, Lists, lists_of
from standoff.analysis.vary.parted import Parted
from standoff.case.build import World, build
from standoff.case.entry import Conclusion, Marks, Motive, Reading
from standoff.condition import Condition, Var, literal, names
from standoff.gmcr.budget import step
from standoff.problem import Infeasible, TooLarge


@dataclass(frozen=True)
class Rival:
    """A motive, and the reading it is tried in."""

    label: str
    motive: Motive
    reading: Reading


@dataclass(frozen=True)
class Watched:
    """Something to look at: whether it is so where it ends, once something is given, or as it goes."""

    condition: Condition
    given: Condition | None = None


@dataclass(frozen=True, eq=False)
class Apart:
    """What to look for to tell two motives apart.

    first, second   the motives
    watch           what separates them best; None where nothing does
    only_first      in how many combinations of the others' lists it is so by the first motive only
    only_second     the same of the second
    of              how many combinations there are
    tried           how many things were tried
    why             why nothing could be tried
    """

    HIDDEN = ("reading",)
    ALSO = ("separates", "tested_in")

    reading: Reading
    first: str
    second: str
    watch: Watched | None = None
    only_first: int = 0
    only_second: int = 0
    of: int = 0
    tried: int = 0
    why: str = ""

    @property
    def separates(self) -> int:
        """In how many combinations it tells the two apart."""
        return self.only_first + self.only_second

    @property
    def tested_in(self) -> str:
        """The reading that both are tried in."""
        return self.reading.id


def tell_apart(first: Rival, second: Rival, readings: Sequence[Reading]) -> Apart:
    """What to look for to tell two motives for one act apart.

    readings  those whose lists are taken for the others
    """
    court = _court(first, second)
    found = Apart(first.reading if court is None else court, first.label, second.label)
    if court is None:
        return replace(found, why="no reading that names one of them has what the other speaks of")
    step("what tells the motives apart")
    rivals = _Rivals(court, first.motive, second.motive, lists_of(court, readings or (court,)))
    best = replace(found, of=rivals.of)
    tried = 0
    try:
        for watched in rivals.watched():
            counts = rivals.counts(watched)
            if counts is not None:
                tried += 1
                if sum(counts) > best.separates:
                    only_first, only_second = counts
                    best = replace(
                        best, watch=watched, only_first=only_first, only_second=only_second
                    )
    except TooLarge:
        return replace(found, why="there are too many courses to follow")
    return replace(best, tried=tried)


def _court(first: Rival, second: Rival) -> Reading | None:
    """The reading in which both can be tried: that of the first, if it has what the second speaks of."""
    if known(second.motive, first.reading):
        return first.reading
    return second.reading if known(first.motive, second.reading) else None


@dataclass(frozen=True, eq=False)
class _Played:
    """The leaves of the others' lists under one motive; `others`: how many lists each of them has."""

    leaves: tuple[Leaf, ...]
    others: Mapping[int, int]

    def ends(self, condition: Condition) -> Parted:
        """The others' lists parted by whether it is so where it ends: 1, 0, or -1 for neither."""
        return Parted.of(self.leaves, self.others, [_ends(leaf, condition) for leaf in self.leaves])


def _ends(leaf: Leaf, condition: Condition) -> int:
    verdicts = {
        scene.of(condition) if scene.evolution.complete else Verdict.UNDETERMINED
        for scene in leaf.scenes
    }
    found = verdicts.pop() if len(verdicts) == 1 else Verdict.UNDETERMINED
    return {Verdict.FOLLOWS: 1, Verdict.FAILS: 0}.get(found, -1)


@dataclass(frozen=True, eq=False)
class _Rivals:
    """Two motives for one act, in one reading."""

    court: Reading
    first: Motive
    second: Motive
    lists: Lists

    @property
    def act(self) -> Condition:
        return self.first.act

    @cached_property
    def worlds(self) -> tuple[World, ...]:
        return build(self.court)

    @cached_property
    def maker(self) -> int:
        return [actor.name for actor in self.court.actors].index(self.first.actor)

    @cached_property
    def others(self) -> Mapping[int, int]:
        sizes = enumerate(map(len, self.lists.readings))
        return {at: size for at, size in sizes if at != self.maker}

    @property
    def of(self) -> int:
        return math.prod(self.others.values())

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """The lists of everybody, and the actor's: by the one motive, and by the other."""
        tried = (wanting(self.court, motive, ()) for motive in (self.first, self.second))
        own = Family.of(tuple(as_written(reading, self.first.actor) for reading in tried))
        families = self.lists.families
        return (*families[: self.maker], own, *families[self.maker + 1 :])

    def watched(self) -> Iterator[Watched]:
        own = set(names(self.act))
        for option in self.court.options:
            if option.name not in own:
                yield Watched(Var(option.name), self.act)
        yield Watched(self.act)
        wishes = (line.condition for one in (self.first, self.second) for line in one.wants)
        spoken = {name for wish in wishes if wish is not None for name in names(wish)}
        for option in self.court.options:
            if option.name in spoken - own:
                yield Watched(self.act, literal(option.name, option.name not in self.today))

    @cached_property
    def today(self) -> tuple[str, ...]:
        """The options taken today; nothing where today is open."""
        model = self.worlds[0].model
        return model.space.taken(model.today[0]) if len(model.today) == 1 else ()

    def counts(self, watched: Watched) -> tuple[int, int] | None:
        """In how many combinations it is so by the first only, by the second only; None if it cannot be."""
        played = self._played(watched.given)
        if played is None:
            return None
        mine, theirs = (one.ends(watched.condition) for one in played)
        return mine.meet(theirs, _only_first).count, mine.meet(theirs, _only_second).count

    @cached_property
    def choosers(self) -> dict[Hashable, Chooser]:
        """What they choose, shared by all that is looked at."""
        return {}

    @cached_property
    def _known(self) -> dict[Condition | None, tuple[_Played, _Played] | None]:
        return {}

    def _played(self, given: Condition | None) -> tuple[_Played, _Played] | None:
        if given not in self._known:
            self._known[given] = self._play(() if given is None else (given,))
        return self._known[given]

    def _play(self, given: tuple[Condition, ...]) -> tuple[_Played, _Played] | None:
        asked = Conclusion(self.act, None, given, (), Marks(), self.first.place)
        try:
            ensemble = Ensemble(scenes(self.worlds, asked), self.families, known=self.choosers)
        except Infeasible:
            return None
        first, second = (self._leaves(ensemble, number) for number in (0, 1))
        return first, second

    def _leaves(self, ensemble: Ensemble, number: int) -> _Played:
        box = list(ensemble.everything)
        box[self.maker] = 1 << number
        leaves = tuple(itertools.islice(ensemble.leaves(tuple(box)), MAX_LEAVES + 1))
        if len(leaves) > MAX_LEAVES:
            raise TooLarge(f"more than {MAX_LEAVES:,} courses")
        return _Played(leaves, self.others)


def _only_first(mine: NDArray[np.int64], theirs: NDArray[np.int64]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (mine == 1) & (theirs == 0)
    return found


def _only_second(mine: NDArray[np.int64], theirs: NDArray[np.int64]) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = (mine == 0) & (theirs == 1)
    return found
