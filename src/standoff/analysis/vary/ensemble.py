"""Many versions of a reading at once: every evolution they have together is worked out once.

Each decision maker comes in several versions (its list edited, or taken from another reading; some of
its options going one way). A *box* is a set of versions for each decision maker, and stands for all
combinations of them. What a combination does is read off the choices its decision makers make where
its evolution passes, and nowhere else. So the evolution of one combination is that of every other
which chooses alike in the situations it reaches: `leaves` plays one combination of a box, carves off
the versions that choose otherwise there, and goes on with what was carved off. The leaves part the
box; every combination in a leaf has the same evolution and the same verdict.

`standoff.gmcr.many.boxes` does the same for a model whose wishes alone vary, by any rule. Here there are many
thousands of versions that cost something, cheapest first, ways that options go, worlds of facts and
claims of gain besides: put into one, each would carry the other's.

The choice at a situation is found for all versions at once: a list narrows the targets of a move wish
by wish, keeping those that fulfil the wish where any does (a rank of several wishes: those that fulfil
most), and what is left at the end is best.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.judge.verdict import Scene, Verdict, judge
from standoff.case.build import settle
from standoff.condition import Condition, names
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference, Statements
from standoff.gmcr.conflict.space import Direction, Space
from standoff.gmcr.evolve.evolution import Evolution, follow

Ids: TypeAlias = NDArray[np.int32]
Chosen: TypeAlias = NDArray[np.intp]
Tiers: TypeAlias = tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True)
class Ways:
    """Which options go one way, as bits: only from no to yes, only from yes to no."""

    forward: int = 0
    back: int = 0


@dataclass(frozen=True)
class Version:
    """One version of a decision maker.

    wants   its list as ranks of conditions (facts not settled yet), or weights or a ranking
    ways    which of its options go one way
    """

    wants: Tiers | Preference
    ways: Ways = Ways()


Step: TypeAlias = tuple[tuple[Condition, ...], int] | Ways
"""What a version narrows by: the wishes of one rank and how many of them, or the ways options go."""


@dataclass(frozen=True, eq=False)
class Family:
    """The versions of one decision maker, cheapest first. `costs`: int, (versions,)."""

    versions: tuple[Version, ...]
    costs: NDArray[np.int64]

    @classmethod
    def of(cls, versions: Sequence[Version]) -> Family:
        """Versions that cost nothing."""
        return cls(tuple(versions), np.zeros(len(versions), dtype=np.int64))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step that some version narrows by."""
        return tuple(self._table[0])

    def as_dear(self, upto: int) -> int:
        """How many versions cost no more than the dearest of the first `upto`."""
        return int(np.searchsorted(self.costs, self.costs[upto - 1], side="right"))

    @cached_property
    def listed(self) -> bool:
        """Whether every version is a list of wishes."""
        return all(isinstance(version.wants, tuple) for version in self.versions)

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The options and facts that some version's list speaks of."""
        tiers = (tier for step in self.steps if not isinstance(step, Ways) for tier in (step[0],))
        return frozenset(name for tier in tiers for wish in tier for name in names(wish))

    @cached_property
    def order(self) -> NDArray[np.int32]:
        """The steps of each version in order, -1 behind its last; shape (versions, longest)."""
        rows = self._table[1]
        width = max(map(len, rows), default=0)
        order = np.full((len(rows), width), -1, dtype=np.int32)
        for row, steps in zip(order, rows, strict=True):
            row[: len(steps)] = steps
        return order

    @cached_property
    def _table(self) -> tuple[dict[Step, int], list[list[int]]]:
        number: dict[Step, int] = {}
        known: dict[int, list[int]] = {}  # by identity: versions share most of their ranks
        rows = []
        for version in self.versions:
            assert isinstance(version.wants, tuple)
            row: list[int] = []
            parts: tuple[Ways | tuple[Condition, ...], ...] = (version.ways, *version.wants)
            for part in parts:
                if id(part) not in known:
                    known[id(part)] = [number.setdefault(s, len(number)) for s in _steps(part)]
                row += known[id(part)]
            rows.append(row)
        return number, rows


def _steps(part: Ways | tuple[Condition, ...]) -> list[Step]:
    """Of wishes that share a rank those targets are best that fulfil all, else all but one, and so on."""
    if isinstance(part, Ways):
        return [part]
    return [(part, least) for least in range(len(part), 0, -1)]


@dataclass(frozen=True, eq=False)
class Chooser:
    """What all versions of one decision maker choose, wherever they are asked.

    `space` has the options that move both ways (which way one goes is a matter of the version) and the
    rules that speak of the decision maker's own options; of `facts` there are those its lists read.
    Every situation that agrees in the bits of `mask` is the same to it.
    """

    maker: int
    family: Family
    space: Space
    facts: Mapping[str, bool]
    _choices: dict[int, tuple[Ids, list[tuple[int, ...]]]] = field(default_factory=dict)
    _preferences: dict[int, Preference] = field(default_factory=dict)

    @cached_property
    def mask(self) -> int:
        """The bits of the options that its moves, its rules or its lists speak of."""
        if not self.family.listed:
            return (1 << len(self.space.options)) - 1
        said = {name for rule in self.space.impossible for name in names(rule)}
        said |= self.family.spoken
        bits = (1 << bit for name, bit in self.space.bit.items() if name in said)
        return sum(bits) | self.space.masks.get(self.maker, 0)

    @cached_property
    def settled(self) -> Callable[[Condition], Condition]:
        """Replaces facts in a condition by their truth values."""
        return settle(self.facts)

    def choices(self, state: int, upto: int) -> tuple[Ids, list[tuple[int, ...]]]:
        """(number of the choice of each version, for each choice what its moves change, as bits).

        Of the first `upto` versions at least: the many dear ones are seldom asked for.
        """
        here = state & self.mask
        if here not in self._choices or len(self._choices[here][0]) < upto:
            self._choices[here] = self._find(here, upto)
        return self._choices[here]

    def _find(self, state: int, upto: int) -> tuple[Ids, list[tuple[int, ...]]]:
        targets = (state, *self.space.moves(self.maker, state))
        rows, ids = _distinct(self._best(targets, self.family.as_dear(upto)))
        changes = []
        for row in rows:
            kept = _flags(row, len(targets))
            best = [state ^ t for t, top in zip(targets, kept, strict=True) if top]
            near = min(change.bit_count() for change in best)
            changes.append(tuple(c for c in best if near and c.bit_count() == near))
        return ids, changes

    def defends(self, state: int, others: tuple[int, ...]) -> Ids:
        """For each version, 1 where every one of the others is worse than the situation."""
        best = self._best((state, *others), len(self.family.versions), ways=False)
        alone: NDArray[np.bool_] = (best == _bits([[True] + [False] * len(others)])).all(axis=1)
        return alone.astype(np.int32)

    def sides(self, state: int, others: Iterable[int]) -> Ids:
        """For each version, a number for whether it ranks the situation above each of the others,
        below or level: what gains, losses and worse moves are read from."""
        count = len(self.family.versions)
        rows = [self._best((state, other), count, ways=False)[:, 0] for other in others]
        return _distinct(np.stack(rows, axis=1))[1]

    def _best(self, targets: tuple[int, ...], count: int, ways: bool = True) -> NDArray[np.uint64]:
        """Which targets are best for the first versions, as bits; shape (count, words of 64 targets).

        The first target is where the decision maker is; with `ways`, targets it cannot go to are out.
        """
        family = self.family
        if not family.listed:
            return self._best_by_score(targets, count, ways)
        holds = _bits([self._holds(step, targets, ways) for step in family.steps])
        left = np.broadcast_to(_bits([[True] * len(targets)]), (count, holds.shape[1]))
        for column in family.order[:count].T:
            kept = left & holds[column]
            # Behind the end of a list `holds[-1]` is read, and what it keeps is put aside.
            use = kept.any(axis=1) & (column >= 0)
            left = np.where(use[:, None], kept, left)
        return left

    def _holds(self, step: Step, targets: tuple[int, ...], ways: bool) -> list[bool]:
        if isinstance(step, Ways):
            return _open(step, targets, ways)
        tier, least = step
        tests = [self.space.test(self.settled(wish)) for wish in tier]
        if len(tests) == 1:
            return list(map(tests[0], targets))
        return [sum(test(t) for test in tests) >= least for t in targets]

    def _best_by_score(
        self, targets: tuple[int, ...], count: int, ways: bool
    ) -> NDArray[np.uint64]:
        rows = []
        for number, version in enumerate(self.family.versions[:count]):
            prefers, open_ = self.preference(number), _open(version.ways, targets, ways)
            scores = [prefers.score(self.space, t) for t in targets]
            top = max(score for score, free in zip(scores, open_, strict=True) if free)
            rows.append([s == top and free for s, free in zip(scores, open_, strict=True)])
        return _bits(rows)

    def preference(self, version: int) -> Preference:
        """A version's wishes as a preference, facts settled."""
        if version not in self._preferences:
            wants = self.family.versions[version].wants
            if isinstance(wants, tuple):
                wants = Statements(tuple(tuple(map(self.settled, tier)) for tier in wants))
            self._preferences[version] = wants
        return self._preferences[version]


Stage: TypeAlias = tuple[Chooser, ...]
"""The decision makers of one course of one scene."""


def play(model: Model, stage: Stage, versions: Sequence[int]) -> Evolution:
    """The evolution of a model whose decision makers are these versions."""

    def choose(maker: int, state: int) -> tuple[int, ...]:
        version = versions[maker]
        ids, changes = stage[maker].choices(state, version + 1)
        return tuple(state ^ change for change in changes[int(ids[version])])

    return follow(model, choose)


def _bits(rows: Sequence[Sequence[bool]]) -> NDArray[np.uint64]:
    """Rows of flags as words of 64 bits; shape (rows, words)."""
    packed = np.packbits(np.array(rows, dtype=bool), axis=1, bitorder="little")
    words = np.zeros((len(rows), -(-packed.shape[1] // 8) * 8), dtype=np.uint8)
    words[:, : packed.shape[1]] = packed
    return words.view(np.uint64)


def _open(ways: Ways, targets: tuple[int, ...], asked: bool) -> list[bool]:
    """Whether each target can be gone to from the first; all of them where nobody asks."""
    here = targets[0]
    shut = ((here & ~t & ways.forward) | (~here & t & ways.back) for t in targets)
    return [not asked or not bits for bits in shut]


_FEW = 32


def _distinct(rows: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], Ids]:
    """(the distinct rows, the number of each row among them)."""
    ids = np.full(len(rows), -1, dtype=np.int32)
    kinds: list[NDArray[np.uint64]] = []
    while len(kinds) < _FEW:  # nearly always: one pass for each beats sorting them all
        left = np.flatnonzero(ids < 0)
        if not len(left):
            return np.stack(kinds), ids
        kinds.append(rows[left[0]])
        ids[left[(rows[left] == kinds[-1]).all(axis=1)]] = len(kinds) - 1
    if rows.shape[1] == 1:  # again much faster than by rows
        single, order = np.unique(rows[:, 0], return_inverse=True)
        return single[:, None], order.astype(np.int32)
    table, order = np.unique(rows, axis=0, return_inverse=True)
    return table, order.reshape(-1).astype(np.int32)


def _flags(words: NDArray[np.uint64], count: int) -> NDArray[np.bool_]:
    bytes_ = np.ascontiguousarray(words).view(np.uint8)
    return np.unpackbits(bytes_, count=count, bitorder="little").astype(bool)


@dataclass(frozen=True, eq=False)
class Leaf:
    """Combinations with one evolution: the versions of each decision maker, and one of them played."""

    box: tuple[Chosen, ...]
    versions: tuple[int, ...]
    scenes: tuple[Scene, ...]
    verdict: Verdict

    @property
    def count(self) -> int:
        """How many combinations."""
        total = 1
        for chosen in self.box:
            total *= len(chosen)
        return total


Reads: TypeAlias = Callable[[Scene, Stage], Iterator[tuple[int, Ids]]]
"""What else an answer reads of a played scene: (decision maker, a number for each version)."""


def reads_nothing(scene: Scene, stage: Stage) -> Iterator[tuple[int, Ids]]:
    """A verdict on a condition reads the evolution only."""
    return iter(())


@dataclass(frozen=True, eq=False)
class Ensemble:
    """The scenes of a question in which each decision maker comes in several versions.

    `scenes` as written; `families[i]` are decision maker i's versions; `reads` says what the answer
    reads besides the evolution and, for a claim of gain or loss, the order of the ends. Ensembles of the
    same families may share what is `known`.
    """

    scenes: tuple[Scene, ...]
    families: tuple[Family, ...]
    reads: Reads = reads_nothing
    known: dict[Hashable, Chooser] = field(default_factory=dict)

    @cached_property
    def _stages(self) -> tuple[tuple[Stage, ...], ...]:
        """For each scene, the stage of each of its courses."""
        return tuple(
            tuple(self._stage(model.space, scene.world.facts) for model in scene.models)
            for scene in self.scenes
        )

    def _stage(self, space: Space, facts: Mapping[str, bool]) -> Stage:
        return tuple(self._chooser(maker, space, facts) for maker in range(len(self.families)))

    def _chooser(self, maker: int, space: Space, facts: Mapping[str, bool]) -> Chooser:
        """The decision maker in a space under facts; what is the same to it is one and the same."""
        family = self.families[maker]
        options = tuple(replace(o, direction=Direction.BOTH) for o in space.options)
        own = {option.name for option in options if option.owner == maker}
        rules = tuple(rule for rule in space.impossible if own & set(names(rule)))
        read = {name: facts[name] for name in sorted(facts) if name in family.spoken}
        key = (maker, options, rules, tuple(read.items()))
        if key not in self.known:
            self.known[key] = Chooser(maker, family, Space(options, rules), read)
        return self.known[key]

    def preferences(self) -> tuple[tuple[Preference, ...], ...]:
        """Every version of each decision maker as a preference, in the first scene."""
        stage = self._stages[0][0]
        return tuple(
            tuple(chooser.preference(v) for v in range(len(chooser.family.versions)))
            for chooser in stage
        )

    @property
    def everything(self) -> tuple[Chosen, ...]:
        """The box of all combinations."""
        return tuple(np.arange(len(family.versions)) for family in self.families)

    def leaf(self, versions: Sequence[int]) -> Leaf:
        """All combinations that play as this one does."""
        scenes = self._played(versions)
        kept = list(self.everything)
        for _ in self._carve(scenes, versions, kept):
            pass
        return _leaf(scenes, versions, kept)

    def leaves(
        self, box: tuple[Chosen, ...] | None = None, most: int | None = None
    ) -> Iterator[Leaf]:
        """Leaves that part the box. With `most`, only combinations that cost no more than that.

        The played combination of a leaf is its cheapest.
        """
        waiting = [self.everything if box is None else box]
        while waiting:
            trimmed = self._affordable(waiting.pop(), most)
            if trimmed is None:
                continue
            kept = list(trimmed)
            versions = [int(chosen[0]) for chosen in kept]
            scenes = self._played(versions)
            waiting.extend(self._carve(scenes, versions, kept))
            yield _leaf(scenes, versions, kept)

    def _affordable(self, box: tuple[Chosen, ...], most: int | None) -> tuple[Chosen, ...] | None:
        if most is None:
            return box
        costs = [family.costs[chosen] for family, chosen in zip(self.families, box, strict=True)]
        least = [int(cost[0]) for cost in costs]
        slack = most - sum(least)
        if slack < 0:
            return None
        return tuple(
            chosen[: np.searchsorted(cost, low + slack, side="right")]
            for chosen, cost, low in zip(box, costs, least, strict=True)
        )

    def _carve(
        self, scenes: tuple[Scene, ...], versions: Sequence[int], box: list[Chosen]
    ) -> Iterator[tuple[Chosen, ...]]:
        """Narrow the box to what plays as `versions` do; yields what was carved off."""
        for maker, ids in self._read(scenes, box):
            chosen = box[maker]
            same = ids[chosen] == ids[versions[maker]]
            if not same.all():
                yield (*box[:maker], chosen[~same], *box[maker + 1 :])
                box[maker] = chosen[same]

    def _read(self, scenes: tuple[Scene, ...], box: Sequence[Chosen]) -> Iterator[tuple[int, Ids]]:
        """Every choice and every comparison that the answer of a combination reads, of the box's versions."""
        for scene, stages in zip(scenes, self._stages, strict=True):
            for course, stage in zip(scene.courses, stages, strict=True):
                for state in course.states:
                    for maker, chosen in enumerate(box):
                        if len(chosen) > 1:
                            yield maker, stage[maker].choices(state, int(chosen[-1]) + 1)[0]
            if scene.effect is not None:
                ends = tuple(sorted({s for end in scene.contrast.ends for s in end}))
                for state in {s for end in scene.evolution.ends for s in end}:
                    yield scene.effect.maker, stages[0][scene.effect.maker].sides(state, ends)
            yield from self.reads(scene, stages[0])

    def _played(self, versions: Sequence[int]) -> tuple[Scene, ...]:
        """The scenes as this combination plays them."""
        played = []
        for scene, stages in zip(self.scenes, self._stages, strict=True):
            prefers = tuple(stages[0][i].preference(v) for i, v in enumerate(versions))
            effect = scene.effect
            if effect is not None:
                contrast = replace(effect.contrast, preferences=prefers)
                effect = replace(effect, contrast=contrast)
            played.append(
                _Played(
                    scene.world,
                    replace(scene.model, preferences=prefers),
                    scene.given,
                    scene.condition,
                    effect,
                    tuple(
                        play(m, stage, versions)
                        for m, stage in zip(scene.models, stages, strict=True)
                    ),
                )
            )
        return tuple(played)


@dataclass(frozen=True, eq=False)
class _Played(Scene):
    """A scene whose courses have been worked out already."""

    worked_out: tuple[Evolution, ...] = ()

    @cached_property
    def evolution(self) -> Evolution:
        return self.worked_out[0]

    @cached_property
    def contrast(self) -> Evolution:
        return self.worked_out[1]


def _leaf(scenes: tuple[Scene, ...], versions: Sequence[int], box: Sequence[Chosen]) -> Leaf:
    return Leaf(tuple(box), tuple(versions), scenes, judge(scenes))
