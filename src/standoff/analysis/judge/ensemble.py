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
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.judge.verdict import Scene, Verdict, judge
from standoff.analysis.judge.version import Chooser, Family, Ids
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference
from standoff.gmcr.conflict.space import Space
from standoff.gmcr.engine.moves import Node
from standoff.gmcr.evolve.evolution import Evolution, follow_all

Chosen: TypeAlias = NDArray[np.intp]

Stage: TypeAlias = tuple[Chooser, ...]
"""The decision makers of one course of one scene."""


def play(model: Model, stage: Stage, versions: Sequence[int]) -> Evolution:
    """The evolution of a model whose decision makers are these versions."""

    players = [
        (maker, chooser, version)
        for maker, (chooser, version) in enumerate(zip(stage, versions, strict=True))
        if chooser.moves
    ]

    def taken(state: int) -> list[tuple[int, Node]]:
        found: list[tuple[int, Node]] = []
        for maker, chooser, version in players:
            for change in chooser.choice(state, version):
                found.append((maker, (state ^ change, maker)))
        return found

    return follow_all(model, taken)


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
        return tuple(
            Chooser.of(self.known, maker, family, space, facts)
            for maker, family in enumerate(self.families)
        )

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

    def leaf(self, versions: Sequence[int], choices: bool = False) -> Leaf:
        """All combinations that play as this one does; by `choices` alone, whatever else is read of it."""
        scenes = self._played(versions)
        kept = list(self.everything)
        for _ in self._carve(scenes, versions, kept, choices):
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

    def alike(self, leaf: Leaf, maker: int, one: int, other: int) -> bool:
        """Whether two versions of a decision maker choose alike wherever the leaf's evolution passes.

        Then what is said of the leaf's combinations with the one holds with the other.
        """
        upto = max(one, other) + 1
        for scene, stages in zip(leaf.scenes, self._stages, strict=True):
            if scene.effect is not None and scene.effect.maker == maker:
                return False  # who gains is asked of the whole list
            for course, stage in zip(scene.courses, stages, strict=True):
                for state in course.states:
                    ids = stage[maker].choices(state, upto)[0]
                    if ids[one] != ids[other]:
                        return False
        return True

    def same_players(self, other: Ensemble) -> bool:
        """Whether every decision maker finds the same there: the same moves, rules and facts it reads."""
        return len(self._stages) == len(other._stages) and all(
            one is its_like
            for mine, theirs in zip(self._stages, other._stages, strict=True)
            for stages in zip(mine, theirs, strict=True)
            for one, its_like in zip(*stages, strict=True)
        )

    def players(self) -> tuple[tuple[Chooser, ...], ...]:
        """Each decision maker in all scenes, as one that could choose what any of its versions does."""
        stages = [stage for own in self._stages for stage in own]
        return tuple(tuple(dict.fromkeys(choosers)) for choosers in zip(*stages, strict=True))

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
        self,
        scenes: tuple[Scene, ...],
        versions: Sequence[int],
        box: list[Chosen],
        choices: bool = False,
    ) -> Iterator[tuple[Chosen, ...]]:
        """Narrow the box to what plays as `versions` do; yields what was carved off."""
        for maker, ids in self._read(scenes, box, choices):
            chosen = box[maker]
            same = ids[chosen] == ids[versions[maker]]
            if not same.all():
                yield (*box[:maker], chosen[~same], *box[maker + 1 :])
                box[maker] = chosen[same]

    def _read(
        self, scenes: tuple[Scene, ...], box: Sequence[Chosen], choices: bool
    ) -> Iterator[tuple[int, Ids]]:
        """Every choice and every comparison that the answer of a combination reads, of the box's versions."""
        for scene, stages in zip(scenes, self._stages, strict=True):
            for course, stage in zip(scene.courses, stages, strict=True):
                met: set[tuple[int, int]] = set()
                for state in course.states:
                    for maker, chosen in enumerate(box):
                        here = maker, state & stage[maker].mask
                        if len(chosen) > 1 and here not in met:
                            met.add(here)
                            ids, choices_ = stage[maker].choices(state, int(chosen[-1]) + 1)
                            if len(choices_) > 1:
                                yield maker, ids
            if choices:
                continue
            if scene.effect is not None:
                if not all(course.complete for course in scene.courses):
                    continue  # undetermined, whatever is preferred
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
