"""How sure is an answer: how many changes turn it, and whose list decides.

First the changes: over the written lines, how many single edits and pairs (and triples) turn the
verdict, and the smallest sets that do. Then the lists: each actor's whole list taken from each reading,
and silence where a reading is silent. A share is a count of combinations of these, never a probability:
what no reading states is in none of them.

In how many combinations a situation is an equilibrium is counted exactly (`standoff.gmcr.many.batch`). Ends
are enumerated, leaf by leaf (`standoff.analysis.vary.ensemble`), and sampled beyond a bound.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.ask import require_possible, require_wishes
from standoff.analysis.judge.verdict import By, Scene, Verdict, scenes, supports
from standoff.analysis.vary.draw import draws
from standoff.analysis.vary.edit import (
    IMPLIED,
    WRITTEN,
    declared,
    edits,
    full_names,
    short_names,
)
from standoff.analysis.vary.ensemble import Chosen, Ensemble, Family, Ids, Leaf, Stage, Version
from standoff.analysis.vary.search import EditSet, Search, version
from standoff.case.build import World, build
from standoff.case.entry import Assumption, Conclusion, Reading, Stance, Wants
from standoff.condition import conjuncts
from standoff.gmcr.concept.law import USUAL, Concept, concept
from standoff.gmcr.many.batch import Ensemble as Batch
from standoff.problem import NotComputed

MAX_LEAVES = 20_000
"""Beyond this many leaves the combinations are sampled."""
DRAWS = 20_000
SUPPORTED, INERT, NO = OUTCOMES = ("supported", "inert", "no")


# --- how many changes it takes ------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Turning:
    """How many sets of edits of each size turn the verdict.

    `flips[k]` of `of[k]` sets of k edits do; `hinges[k]` are those of them without a smaller one
    inside. Sets under which nothing can be built turn nothing.
    """

    verdict: Verdict
    flips: Mapping[int, int]
    of: Mapping[int, int]
    hinges: Mapping[int, tuple[EditSet, ...]]

    @cached_property
    def smallest(self) -> tuple[EditSet, ...]:
        """The sets of the least size that turn it; none within the sizes looked at."""
        return next((sets for _, sets in sorted(self.hinges.items()) if sets), ())


def turning(
    reading: Reading, conclusion: Conclusion, most: int = 2, implied: bool = False
) -> Turning:
    """Every set of up to `most` edits of the written lines (with `implied`, of what no line says too)."""
    search = Search(reading, conclusion, edits(reading, (*WRITTEN, *(IMPLIED if implied else ()))))
    found = list(search.leaves(most))
    # The first leaf holds the empty set: the reading as written.
    verdict = found[0].leaf.verdict
    turned = [each for each in found if each.leaf.verdict is not verdict]
    flips = [sum(sizes) for sizes in zip(*(each.sizes(most) for each in turned), strict=True)]
    hinges: dict[int, tuple[EditSet, ...]] = {}
    small: set[frozenset[int]] = set()
    for size in range(1, most + 1):
        sets = [chosen for each in turned for chosen in each.sets(size)]
        hinges[size] = tuple(chosen for chosen in sets if not _holds_smaller(chosen, small))
        small |= {frozenset(map(id, chosen)) for chosen in hinges[size]}
    total = search.total(most)
    sizes = range(1, most + 1)
    return Turning(
        verdict,
        {size: int(flips[size]) if flips else 0 for size in sizes},
        {size: int(total[size]) for size in sizes},
        hinges,
    )


def _holds_smaller(chosen: EditSet, small: set[frozenset[int]]) -> bool:
    each = frozenset(map(id, chosen))
    return any(found < each for found in small)


# --- whose list decides -------------------------------------------------------------------------


@dataclass(frozen=True)
class LeftOut:
    """Something of a reading's list that could not be taken over, and why."""

    reading: str
    actor: str
    line: Assumption | None
    why: str


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
        return tuple(each.index(self.reading.id) for each in self.readings)


def lists_of(case: Reading, readings: Sequence[Reading]) -> Lists:
    """Every actor's list from every reading that has one or is silent, in the options of this reading."""
    every = [case, *(other for other in readings if other.id != case.id)]
    every.sort(key=lambda reading: reading.id)
    left_out: list[LeftOut] = []
    names, families = [], []
    for actor in case.actors:
        found: dict[str, Version] = {}
        for reading in every:
            taken = _taken_over(case, reading, actor.name, left_out)
            if taken is not None:
                found[reading.id] = taken
        names.append(tuple(found))
        families.append(Family.of(tuple(found.values())))
    return Lists(case, tuple(names), tuple(families), tuple(left_out))


def _taken_over(
    case: Reading, reading: Reading, actor: str, left_out: list[LeftOut]
) -> Version | None:
    if reading is case:
        return version(case, actor)
    wants = reading.wants.get(actor)
    if wants is None:
        return None  # the reading does not have the actor, or nobody looked
    if wants.stance in (Stance.RANKING, Stance.WEIGHTS):
        why = "weights and rankings speak of that reading's situations"
        left_out.append(LeftOut(reading.id, actor, None, why))
        return None
    lines = []
    for line in wants.lines:
        if line.condition is None:
            continue
        condition = full_names(reading, line.condition)
        if declared(case, condition):
            lines.append(replace(line, condition=short_names(case, condition)))
        else:
            why = f"it names what {case.id} does not declare"
            left_out.append(LeftOut(reading.id, actor, line, why))
    if wants.lines and not lines:
        return None
    taken = Wants(actor, Stance.STATEMENTS, wants.place, tuple(lines))
    return version(replace(case, wants={**case.wants, actor: taken}), actor)


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
    def method(self) -> str:
        if self.drawn is None:
            return "enumerated"
        return f"sampled: {self.drawn} draws of {self.lists.count} combinations, seed {self.seed}"

    def error(self, outcome: str) -> float:
        """The standard error of a sampled share; 0 where all combinations were enumerated."""
        if not self.drawn:
            return 0.0
        share = self.counts[outcome] / self.drawn
        return math.sqrt(share * (1 - share) / self.drawn)


def outcome(reading: Reading, leaf: Leaf) -> str:
    """Supported, inert (it follows and nothing moves, holds or bars a part of it) or no."""
    if leaf.verdict is not Verdict.FOLLOWS:
        return NO
    found = supports(reading, leaf.scenes)
    return INERT if any(support.by is By.INERT for support in found) else SUPPORTED


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
    case: Reading,
    conclusion: Conclusion,
    readings: Sequence[Reading],
    most: int = MAX_LEAVES,
    seed: int = 0,
) -> Decides:
    """The answer under every list alone, and over all combinations of lists."""
    lists = lists_of(case, readings)
    ensemble = Ensemble(scenes(build(case), conclusion), lists.families, support_reads)
    known = Outcomes(case, ensemble)
    alone = {
        actor.name: {
            reading: known.of((*lists.own[:i], k, *lists.own[i + 1 :]))
            for k, reading in enumerate(lists.readings[i])
        }
        for i, actor in enumerate(case.actors)
    }
    counts, distinct = dict.fromkeys(OUTCOMES, 0), dict.fromkeys(OUTCOMES, 0)
    leaves = 0
    for leaf in ensemble.leaves():
        leaves += 1
        if leaves > most:
            return _sampled(lists, known, alone, seed)
        found = outcome(case, leaf)
        counts[found] += leaf.count
        pairs = zip(lists.first, leaf.box, strict=True)
        distinct[found] += math.prod(int(first[chosen].sum()) for first, chosen in pairs)
    return Decides(lists, alone, counts, distinct, leaves)


def _sampled(
    lists: Lists, known: Outcomes, alone: Mapping[str, Mapping[str, str]], seed: int
) -> Decides:
    drawn = draws(seed, 0, DRAWS, [len(each) for each in lists.readings])
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
        for found, rows in self.split(combinations):
            counts[found] += len(rows)
        return counts

    def split(self, combinations: NDArray[np.int64]) -> Iterator[tuple[str, NDArray[np.intp]]]:
        """(outcome, rows of the combinations that have it); each row is in one of them."""
        left = np.arange(len(combinations))
        for box, found in self._known:
            inside = _inside(box, combinations[left])
            if inside.any():
                yield found, left[inside]
                left = left[~inside]
            if not len(left):
                return
        while len(left):
            box, found = self._play([int(v) for v in combinations[left[0]]])
            inside = _inside(box, combinations[left])
            yield found, left[inside]
            left = left[~inside]

    def _play(self, versions: Sequence[int]) -> tuple[tuple[NDArray[np.bool_], ...], str]:
        leaf = self.ensemble.leaf(versions)
        self.leaves += 1
        sizes = (len(family.versions) for family in self.ensemble.families)
        box = tuple(_flags(chosen, size) for chosen, size in zip(leaf.box, sizes, strict=True))
        found = outcome(self.reading, leaf)
        if len(self._known) < self.MOST:
            self._known.append((box, found))
        return box, found


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


# --- equilibria ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """In how many combinations of lists a situation is an equilibrium: exact."""

    concept: str
    state: int
    taken: tuple[str, ...]
    facts: Mapping[str, bool]
    count: int
    of: int


def shares(
    lists: Lists, world: World, states: Sequence[int], concepts: Sequence[str] = USUAL
) -> Iterator[Share]:
    """In how many combinations of lists each of some situations is an equilibrium."""
    ensemble = Ensemble((Scene(world, world.model, {}),), lists.families)
    batch = Batch(world.model, ensemble.preferences())
    space = world.model.space
    for name in concepts:
        for state, count in zip(states, _counts(batch, concept(name), states), strict=True):
            yield Share(name, state, space.taken(state), world.open, count, lists.count)


def _counts(batch: Batch, concept: Concept, states: Sequence[int]) -> list[int]:
    if concept.foresight > 1 and not concept.knows_opponents:
        # Any move may be the answer: that leads nearly everywhere, and all states at once are sooner.
        everywhere = batch.shares(concept.id)
        return [int(everywhere[batch.model.space.index(state)]) for state in states]
    return [batch.share(concept.id, state) for state in states]


# --- all of it ----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Robust:
    """How sure an answer is."""

    reading: Reading
    conclusion: Conclusion
    turning: Turning
    decides: Decides
    shares: tuple[Share, ...]


def robust(
    reading: Reading,
    conclusion: Conclusion,
    readings: Sequence[Reading] = (),
    deep: bool = False,
    implied: bool = False,
) -> Robust:
    """How many changes turn the answer, whose list decides, how often its ends are equilibria.

    raises  NotComputed   where nobody wishes anything, or a published model has no lines
            Infeasible    where no situation has the condition
    """
    require_wishes(reading)
    if reading.model is not None:
        raise NotComputed("cannot be answered: a published model has no lines that could change")
    worlds = build(reading)
    require_possible(worlds, conclusion)
    turned = turning(reading, conclusion, 3 if deep else 2, implied)
    decided = whose_list(reading, conclusion, readings)
    found: list[Share] = []
    for scene in scenes(worlds, conclusion):
        ends = sorted({state for end in scene.evolution.ends for state in end})
        world = replace(scene.world, model=scene.model)
        found += shares(decided.lists, world, ends, USUAL if deep else ("NASH",))
    return Robust(reading, conclusion, turned, decided, tuple(found))
