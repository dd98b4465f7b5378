"""Whose list decides: each actor's whole list taken from each reading, and all combinations of lists.

Every combination has one of the `OUTCOMES`. They are enumerated, leaf by leaf
(`standoff.analysis.judge.ensemble`), and sampled beyond a bound.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.judge.ensemble import Chosen, Ensemble, Leaf, Stage
from standoff.analysis.judge.verdict import Scene, Verdict, scenes, supports
from standoff.analysis.judge.version import Family, Ids, Version, as_written
from standoff.analysis.vary.draw import draws
from standoff.analysis.vary.edit import declared
from standoff.case.build import build
from standoff.case.entry import Assumption, Conclusion, Reading, Stance, Wants
from standoff.condition import conjuncts

MAX_LEAVES = 20_000
"""Beyond this many leaves the combinations are sampled."""
DRAWS = 20_000
SUPPORTED, INERT, NO = OUTCOMES = ("supported", "inert", "no")


@dataclass(frozen=True, eq=False)
class LeftOut:
    """A line of another reading's list that could not be taken over (None: the whole list), and why."""

    HIDDEN = ("reading",)
    ALSO = MappingProxyType({"id": "reading"})

    reading: Reading
    actor: str
    line: Assumption | None
    why: str

    @property
    def id(self) -> str:
        """The reading's."""
        return self.reading.id

    @property
    def text(self) -> str:
        """In one clause, in the names of its reading."""
        line = f" {self.line.condition}" if self.line is not None else ""
        return f"{self.id} {self.actor}{line}: {self.why}"


@dataclass(frozen=True, eq=False)
class Lists:
    """Each actor's lists by reading, as versions of it in the reading asked about."""

    reading: Reading
    readings: tuple[tuple[str, ...], ...]  # for each actor, the readings that have a list for it
    families: tuple[Family, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def count(self) -> int:
        """How many combinations there are."""
        return math.prod(map(len, self.readings))

    @cached_property
    def first(self) -> tuple[NDArray[np.bool_], ...]:
        """For each actor, whether a list is the first of those that are the same."""
        return tuple(
            np.array([v not in family.versions[:k] for k, v in enumerate(family.versions)])
            for family in self.families
        )

    @property
    def own(self) -> tuple[int, ...]:
        """The combination that is the reading itself."""
        return tuple(names.index(self.reading.id) for names in self.readings)


def lists_of(reading: Reading, readings: Sequence[Reading]) -> Lists:
    """Every actor's list from every reading that has one or is silent, in the options of this reading."""
    every = [reading, *(other for other in readings if other.id != reading.id)]
    every.sort(key=lambda one: one.id)
    left_out: list[LeftOut] = []
    names, families = [], []
    for actor in reading.actors:
        versions: dict[str, Version] = {}
        for other in every:
            taken = _taken_over(reading, other, actor.name, left_out)
            if taken is not None:
                versions[other.id] = taken
        names.append(tuple(versions))
        families.append(Family.of(tuple(versions.values())))
    return Lists(reading, tuple(names), tuple(families), tuple(left_out))


def _taken_over(
    reading: Reading, other: Reading, actor: str, left_out: list[LeftOut]
) -> Version | None:
    if other is reading:
        return as_written(reading, actor)
    wants = other.wants.get(actor)
    if wants is None:
        return None  # the other does not have the actor, or nobody looked
    if wants.stance in (Stance.RANKING, Stance.WEIGHTS):
        why = "weights and rankings speak of that reading's situations"
        left_out.append(LeftOut(other, actor, None, why))
        return None
    lines = []
    for line in wants.lines:
        if line.condition is None:
            continue
        if declared(reading, line.condition):
            lines.append(replace(line, condition=reading.printed(line.condition)))
        else:
            why = f"it names what {reading.id} does not declare"
            left_out.append(LeftOut(other, actor, line, why))
    if wants.lines and not lines:
        return None
    taken = Wants(actor, Stance.STATEMENTS, wants.place, tuple(lines))
    return as_written(replace(reading, wants={**reading.wants, actor: taken}), actor)


@dataclass(frozen=True, eq=False)
class Decides:
    """Whose list decides: the answer under each list alone, and counts over all combinations.

    `alone[actor][reading]` and the keys of `counts` are supported, inert or no. `distinct` counts
    combinations that differ in a list, and not only in whose it is (None where they were sampled).
    `drawn`: how many combinations were drawn where they could not be enumerated, else None.
    """

    lists: Lists
    alone: Mapping[str, Mapping[str, str]]
    counts: Mapping[str, int]
    distinct: Mapping[str, int] | None
    leaves: int
    drawn: int | None = None
    seed: int = 0

    @property
    def of(self) -> int:
        """How many combinations were looked at."""
        return self.drawn or self.lists.count

    @property
    def method(self) -> str:
        """How the combinations were gone through."""
        if self.drawn is None:
            return "enumerated"
        return f"sampled: {self.drawn} draws of {self.lists.count} combinations, seed {self.seed}"

    def error(self, outcome: str) -> float:
        """The standard error of a sampled share; 0 where all combinations were enumerated."""
        if not self.drawn:
            return 0.0
        share = self.counts[outcome] / self.drawn
        return math.sqrt(share * (1 - share) / self.drawn)

    @property
    def combinations(self) -> Mapping[str, Any]:
        """The counts, of how many, and how they were made."""
        return {
            **self.counts,
            "of": self.of,
            "method": self.method,
            "leaves": self.leaves,
            "standard_error": {outcome: self.error(outcome) for outcome in self.counts},
        }


def outcome(reading: Reading, leaf: Leaf) -> str:
    """Supported, inert (it follows, but nothing moves, holds or bars a part of it) or no."""
    if leaf.verdict is not Verdict.FOLLOWS:
        return NO
    found = supports(reading, leaf.scenes, decided=False)
    inert = any(not support.by.shows for support in found)
    return INERT if inert else SUPPORTED


def support_reads(scene: Scene, stage: Stage) -> Iterator[tuple[int, Ids]]:
    """What `outcome` reads beside the evolution: who would be worse off undoing what follows."""
    if scene.condition is None or scene.verdict is not Verdict.FOLLOWS:
        return
    space = scene.model.space
    for conjunct in conjuncts(scene.condition):
        test = space.test(conjunct)
        if not all(map(test, scene.model.today)):
            continue
        for state in {s for end in scene.evolution.ends for s in end}:
            for maker, chooser in enumerate(stage):
                undoing = tuple(t for t in space.moves(maker, state) if not test(t))
                if undoing:
                    yield maker, chooser.defends(state, undoing)


def whose_list(
    reading: Reading,
    conclusion: Conclusion,
    readings: Sequence[Reading],
    most: int = MAX_LEAVES,
    seed: int = 0,
) -> Decides:
    """The answer under every list alone, and over all combinations of lists."""
    lists = lists_of(reading, readings)
    ensemble = Ensemble(scenes(build(reading), conclusion), lists.families, support_reads)
    known = Outcomes(reading, ensemble)
    alone = {
        actor.name: {
            name: known.of((*lists.own[:i], k, *lists.own[i + 1 :]))
            for k, name in enumerate(lists.readings[i])
        }
        for i, actor in enumerate(reading.actors)
    }
    counts, distinct = dict.fromkeys(OUTCOMES, 0), dict.fromkeys(OUTCOMES, 0)
    leaves = 0
    for leaf in ensemble.leaves():
        leaves += 1
        if leaves > most:
            return _sampled(lists, known, alone, seed)
        result = outcome(reading, leaf)
        counts[result] += leaf.count
        pairs = zip(lists.first, leaf.box, strict=True)
        distinct[result] += math.prod(int(first[chosen].sum()) for first, chosen in pairs)
    return Decides(lists, alone, counts, distinct, leaves)


def _sampled(
    lists: Lists, known: Outcomes, alone: Mapping[str, Mapping[str, str]], seed: int
) -> Decides:
    drawn = draws(seed, 0, DRAWS, list(map(len, lists.readings)))
    counts = known.count(drawn)
    return Decides(lists, alone, counts, None, known.leaves, DRAWS, seed)


class Outcomes:
    """The outcomes of combinations, each leaf played once."""

    MOST = 4096  # leaves that are kept, so that memory stays flat

    def __init__(self, reading: Reading, ensemble: Ensemble) -> None:
        self.reading = reading
        self.ensemble = ensemble
        self._known: list[tuple[tuple[NDArray[np.bool_], ...], str]] = []
        self.leaves = 0

    def of(self, versions: Sequence[int]) -> str:
        """The outcome of one combination."""
        return next(o for o, n in self.count(np.array([versions])).items() if n)

    def count(self, combinations: NDArray[np.int64]) -> dict[str, int]:
        """How many of the combinations have each outcome; combinations: int, (n, actors)."""
        counts = dict.fromkeys(OUTCOMES, 0)
        for result, rows in self.split(combinations):
            counts[result] += len(rows)
        return counts

    def split(self, combinations: NDArray[np.int64]) -> Iterator[tuple[str, NDArray[np.intp]]]:
        """(outcome, rows of the combinations that have it); each row is in one of them."""
        left = np.arange(len(combinations))
        for box, result in self._known:
            inside = _inside(box, combinations[left])
            if inside.any():
                yield result, left[inside]
                left = left[~inside]
            if not len(left):
                return
        while len(left):
            box, result = self._play([int(v) for v in combinations[left[0]]])
            inside = _inside(box, combinations[left])
            yield result, left[inside]
            left = left[~inside]

    def _play(self, versions: Sequence[int]) -> tuple[tuple[NDArray[np.bool_], ...], str]:
        leaf = self.ensemble.leaf(versions)
        self.leaves += 1
        sizes = (len(family.versions) for family in self.ensemble.families)
        box = tuple(_flags(chosen, size) for chosen, size in zip(leaf.box, sizes, strict=True))
        result = outcome(self.reading, leaf)
        if len(self._known) < self.MOST:
            self._known.append((box, result))
        return box, result


def _flags(chosen: Chosen, size: int) -> NDArray[np.bool_]:
    flags = np.zeros(size, dtype=bool)
    flags[chosen] = True
    return flags


def _inside(
    box: tuple[NDArray[np.bool_], ...], combinations: NDArray[np.int64]
) -> NDArray[np.bool_]:
    inside = np.ones(len(combinations), dtype=bool)
    for maker, flags in enumerate(box):
        if not flags.all():
            inside &= flags[combinations[:, maker]]
    return inside
