"""Many versions of a reading at once: every evolution they have together is worked out once.

Each decision maker comes in several versions (its list edited, or taken from another reading; some of
its options going one way). A *box* is a set of versions for each decision maker, and stands for all
combinations of them. What a combination does is read off the choices its decision makers make where
its evolution passes, and nowhere else. So `leaves` follows all combinations of a box at once and parts
them where they choose apart, each part going on from there: what they have in common is walked once. The
leaves part the box; every combination in a leaf has the same evolution and the same verdict.

`standoff.gmcr.many.boxes` does the same for a model whose wishes alone vary, by any rule. Here there are many
thousands of versions that cost something, cheapest first, ways that options go, worlds of facts and
claims of gain besides: put into one, each would carry the other's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.judge.verdict import Scene, Verdict, judge
from standoff.analysis.judge.version import Chooser, Family, Ids, Parts, bits_of
from standoff.gmcr.budget import step
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference
from standoff.gmcr.conflict.space import Space
from standoff.gmcr.engine.moves import Node
from standoff.gmcr.evolve.evolution import MAX_NODES, Evolution, Trace, Walk

Chosen: TypeAlias = NDArray[np.intp]
"""The versions of a decision maker by number, ascending."""

Box: TypeAlias = tuple[int, ...]
"""For each decision maker a set of versions, as bits; never an empty one."""

Stage: TypeAlias = tuple[Chooser, ...]
"""The decision makers of one course of one scene."""

_COPIED = 5_000
"""Nodes: a longer walk is not copied where it parts but walked again; what waits takes little room."""
_NOTHING: tuple[int, Parts] = (0, ())
_FEW = 8
"""So many bits are sooner taken one by one than unpacked."""


def numbers(versions: int) -> Chosen:
    """The versions of a set of them that is given as bits."""
    if versions.bit_count() <= _FEW:
        found = []
        while versions:
            low = versions & -versions
            found.append(low.bit_length() - 1)
            versions ^= low
        return np.array(found, dtype=np.intp)
    data = versions.to_bytes(-(-versions.bit_length() // 8), "little")
    return np.flatnonzero(np.unpackbits(np.frombuffer(data, dtype=np.uint8), bitorder="little"))


def _first(versions: int) -> int:
    return (versions & -versions).bit_length() - 1


@dataclass(frozen=True, eq=False)
class Leaf:
    """Combinations with one evolution, which take the same courses in every scene.

    bits    the versions of each decision maker
    traces  for each scene its courses
    """

    ensemble: Ensemble
    bits: Box
    traces: tuple[tuple[Trace, ...], ...]

    @cached_property
    def box(self) -> tuple[Chosen, ...]:
        """The versions of each decision maker by number."""
        return tuple(map(numbers, self.bits))

    @property
    def count(self) -> int:
        """How many combinations."""
        return math.prod(versions.bit_count() for versions in self.bits)

    @property
    def versions(self) -> tuple[int, ...]:
        """One of the combinations: the cheapest."""
        return tuple(map(_first, self.bits))

    @cached_property
    def scenes(self) -> tuple[Scene, ...]:
        """The scenes as this combination plays them."""
        return self.ensemble.played(self.traces, self.versions)

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict of all its combinations."""
        return judge(self.scenes if self.ensemble.weighs else self.ensemble.played(self.traces))


Reads: TypeAlias = Callable[[Scene, Stage], Iterator[tuple[int, Ids]]]
"""What else an answer reads of a scene's course: (decision maker, a number for each version)."""


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

    @cached_property
    def _courses(self) -> tuple[tuple[Model, tuple[tuple[int, Chooser], ...]], ...]:
        """The courses of all scenes one after the other: the model, and the decision makers that move."""
        return tuple(
            (model, tuple((at, chooser) for at, chooser in enumerate(stage) if chooser.moves))
            for scene, stages in zip(self.scenes, self._stages, strict=True)
            for model, stage in zip(scene.models, stages, strict=True)
        )

    @cached_property
    def weighs(self) -> bool:
        """Whether the verdict reads somebody's wishes besides the course: who gains, who loses."""
        return any(scene.effect is not None for scene in self.scenes)

    def preferences(self) -> tuple[tuple[Preference, ...], ...]:
        """Every version of each decision maker as a preference, in the first scene."""
        stage = self._stages[0][0]
        return tuple(
            tuple(chooser.preference(v) for v in range(len(chooser.family.versions)))
            for chooser in stage
        )

    @cached_property
    def everything(self) -> Box:
        """The box of all combinations."""
        return tuple((1 << len(family.versions)) - 1 for family in self.families)

    def leaf(self, versions: Sequence[int], choices: bool = False) -> Leaf:
        """All combinations that play as this one does; by `choices` alone, whatever else is read of it."""
        own = tuple(1 << version for version in versions)
        ((_, traces),) = self._followed(own, None)
        kept = list(self.everything)
        for (_, players), trace in zip(self._courses, traces, strict=True):
            for state in trace.states:
                for maker, chooser in players:
                    if kept[maker] != own[maker]:
                        parts = chooser.parts(state, kept[maker].bit_length())
                        kept[maker] &= next(part for part, _ in parts if part & own[maker])
        by_scene = self._by_scene(traces)
        for maker, ids in () if choices else self._read(by_scene):
            kept[maker] &= bits_of(ids == ids[versions[maker]], 2)[1]
        return Leaf(self, tuple(kept), by_scene)

    def leaves(self, box: Box | None = None, most: int | None = None) -> Iterator[Leaf]:
        """Leaves that part the box. With `most`, only combinations that cost no more than that."""
        everything = self._affordable(self.everything if box is None else box, most)
        if everything is None:
            return
        for parted, traces in self._followed(everything, most):
            by_scene = self._by_scene(traces)
            boxes = [parted]
            for maker, ids in self._read(by_scene):
                parts = bits_of(ids, int(ids.max()) + 1)
                boxes = [part for one in boxes for part in self._apart(one, maker, parts, most)]
            yield from (Leaf(self, part, by_scene) for part in boxes)

    def _followed(self, box: Box, most: int | None) -> Iterator[tuple[Box, tuple[Trace, ...]]]:
        """What parts the box by the courses that its combinations take, with these courses."""
        courses = self._courses
        waiting: list[tuple[Box, tuple[Trace, ...], Walk | None]] = [(box, (), None)]
        while waiting:
            here, done, walk = waiting.pop()
            while len(done) < len(courses):
                model, players = courses[len(done)]
                if walk is None:
                    walk = Walk(model.today)
                state = walk.onward()
                if state is None:
                    done, walk = (*done, walk.trace()), None
                    continue
                (here, moves), *others = self._ways(players, here, state, most)
                for other, its_moves in reversed(others):
                    apart = None
                    if len(walk.arcs) <= _COPIED:
                        apart = walk.copy()
                        apart.moves[state] = its_moves
                    waiting.append((other, done, apart))
                walk.moves[state] = moves
            yield here, done

    def _ways(
        self,
        players: tuple[tuple[int, Chooser], ...],
        box: Box,
        state: int,
        most: int | None,
    ) -> list[tuple[Box, list[tuple[int, Node]]]]:
        """A box parted by what is chosen at a situation, with these moves; what is cheapest first."""
        ways: list[tuple[Box, list[tuple[int, Node]]]] = [(box, [])]
        for maker, chooser in players:
            own = box[maker]
            covered, parts = chooser.parted.get(state & chooser.mask, _NOTHING)
            if covered < own.bit_length():
                parts = chooser.parts(state, own.bit_length())
            if len(parts) > 1:
                parts = tuple([(both, taken) for part, taken in parts if (both := part & own)])
            if len(parts) == 1:
                if parts[0][1]:
                    found = [(maker, (state ^ change, maker)) for change in parts[0][1]]
                    for _, moves in ways:
                        moves += found
                continue
            each: list[tuple[int, list[tuple[int, Node]]]] = [
                (part, [(maker, (state ^ change, maker)) for change in taken])
                for part, taken in sorted(parts, key=_first_of)
            ]
            ways = [
                (parted, moves + found)
                for one, moves in ways
                for part, found in each
                if (parted := self._with(one, maker, part, most)) is not None
            ]
        return ways

    def _apart(self, box: Box, maker: int, parts: Sequence[int], most: int | None) -> Iterator[Box]:
        """A box parted by a decision maker's versions."""
        for part in sorted((both for part in parts if (both := part & box[maker])), key=_first):
            parted = self._with(box, maker, part, most)
            if parted is not None:
                yield parted

    def _with(self, box: Box, maker: int, versions: int, most: int | None) -> Box | None:
        """A box with fewer of a decision maker's versions; None where none of it can be afforded."""
        return self._affordable((*box[:maker], versions, *box[maker + 1 :]), most)

    def _affordable(self, box: Box, most: int | None) -> Box | None:
        """The versions that can be had for so much in all, beside the cheapest of all the others."""
        if not all(box):
            return None
        if most is None:
            return box
        least = [
            int(family.costs[_first(own)]) for family, own in zip(self.families, box, strict=True)
        ]
        slack = most - sum(least)
        if slack < 0:
            return None
        return tuple(
            own & family.within(low + slack)
            for family, own, low in zip(self.families, box, least, strict=True)
        )

    def alike(self, leaf: Leaf, maker: int, one: int, other: int) -> bool:
        """Whether two versions of a decision maker choose alike wherever the leaf's evolution passes.

        Then what is said of the leaf's combinations with the one holds with the other.
        """
        both = 1 << one | 1 << other
        for scene, stages, traces in zip(self.scenes, self._stages, leaf.traces, strict=True):
            if scene.effect is not None and scene.effect.maker == maker:
                return False  # who gains is asked of the whole list
            for stage, trace in zip(stages, traces, strict=True):
                chooser = stage[maker]
                for state in trace.unlike(chooser.mask):
                    parts = chooser.parts(state, both.bit_length())
                    if not any(part & both == both for part, _ in parts):
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

    def _by_scene(self, traces: Sequence[Trace]) -> tuple[tuple[Trace, ...], ...]:
        left = iter(traces)
        return tuple(tuple(next(left) for _ in stages) for stages in self._stages)

    def _read(self, traces: tuple[tuple[Trace, ...], ...]) -> Iterator[tuple[int, Ids]]:
        """What the answer reads besides the choices: (decision maker, a number for each version)."""
        if not self.weighs and self.reads is reads_nothing:
            return
        for scene, stages in zip(self.played(traces), self._stages, strict=True):
            if scene.effect is not None:
                if not all(course.complete for course in scene.courses):
                    continue  # undetermined, whatever is preferred
                maker = scene.effect.maker
                ends = tuple(sorted({s for end in scene.contrast.ends for s in end}))
                for state in {s for end in scene.evolution.ends for s in end}:
                    yield maker, stages[0][maker].sides(state, ends)
            yield from self.reads(scene, stages[0])

    def played(
        self, traces: tuple[tuple[Trace, ...], ...], versions: Sequence[int] | None = None
    ) -> tuple[Scene, ...]:
        """The scenes as they took these courses; with the wishes of these versions, or as written."""
        played = []
        for scene, stages, own in zip(self.scenes, self._stages, traces, strict=True):
            model, effect = scene.model, scene.effect
            if versions is not None:
                prefers = tuple(stages[0][i].preference(v) for i, v in enumerate(versions))
                model = replace(model, preferences=prefers)
                if effect is not None:
                    contrast = replace(effect.contrast, preferences=prefers)
                    effect = replace(effect, contrast=contrast)
            models = (model,) if effect is None else (model, effect.contrast)
            courses = tuple(Evolution(m, "best", t) for m, t in zip(models, own, strict=True))
            condition = scene.condition
            played.append(_Played(scene.world, model, scene.given, condition, effect, courses))
        return tuple(played)


def _first_of(part: tuple[int, tuple[int, ...]]) -> int:
    return _first(part[0])


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


# --- the look ahead ---------------------------------------------------------------------------------
#
# Whether a condition could last at all; never too dark. Each decision maker may choose, at every situation
# anew, as any of its versions does there, whatever it chose before. Every combination of versions then stays
# within what is reached so. Where the condition holds nowhere in it, no combination brings it about, and none
# of them has to be played.
#
# Nor has it where the condition holds for a while only: nobody moves back into it from where it does not
# hold, and one decision maker has a move out of it, whatever its version, at every situation in which it
# holds. Had that one just moved, others do, and it may after them; or none of them does, and it may again. So
# no end has a situation in which the condition holds.

MANY = 20_000
"""Beyond so many situations the look ahead is given up, and nothing is ruled out."""


@dataclass(frozen=True)
class Player:
    """A decision maker in one or several surroundings; with `whatever`, free to make any move.

    versions  those that it may be; all unless told
    """

    choosers: tuple[Chooser, ...]
    whatever: bool = False
    versions: tuple[int, ...] | None = None

    def owns(self, bits: Iterable[int]) -> bool:
        """Whether some of these options, by number, are its own."""
        masks = [chooser.space.masks.get(chooser.maker, 0) for chooser in self.choosers]
        return any(mask >> bit & 1 for mask in masks for bit in bits)

    def leaves(self, state: int, holds: Callable[[int], bool]) -> bool:
        """Whether it moves, whichever version it is, from a situation to one where something fails."""
        return not self.whatever and all(
            any(not holds(state ^ change) for change in choice)
            for chooser in self.choosers
            for choice in chooser.each(state, self.versions)
        )


def could_hold(scenes: Sequence[Scene], players: Sequence[Player]) -> bool:
    """Whether some scene's condition holds in a situation where the players could end.

    The scenes differ in facts and rules; a player may do in one what only another would let it do.
    """
    conditions = dict.fromkeys(scene.condition for scene in scenes if scene.condition is not None)
    tests = [scenes[0].model.space.test(condition) for condition in conditions]

    def some_holds(state: int) -> bool:
        return any(test(state) for test in tests)

    holds = tests[0] if len(tests) == 1 else some_holds

    seen = {state: holds(state) for scene in scenes for state in scene.model.today}
    waiting = list(seen)
    asked = {bit for one in conditions for bit in scenes[0].model.space.bits_in(one)}
    # Those that leave the condition wherever it was met.
    leaving = [player for player in players if player.owns(asked)]
    choosers = [
        (chooser, player, chooser.mask, chooser.seen(player.whatever, player.versions))
        for player in players
        for chooser in player.choosers
    ]
    while waiting:
        step()
        state = waiting.pop()
        held = seen[state]
        if held:
            leaving = [player for player in leaving if player.leaves(state, holds)]
        if len(seen) > MANY or (held and not leaving):
            return True
        for chooser, player, mask, known in choosers:
            changes = known.get(state & mask)
            if changes is None:
                changes = chooser.some(state, player.whatever, player.versions)
            for change in changes:
                target = state ^ change
                there = seen.get(target)
                if there is None:
                    there = seen[target] = holds(target)
                    waiting.append(target)
                if there and not held:
                    return True
    # A longer course is broken off, and no verdict rests on it.
    return any(seen.values()) and len(seen) * (len(players) + 1) > MAX_NODES
