"""Which lines an answer reads: without all the others at once it is the same answer, move by move.

A wish is read where it tells targets apart that no wish before it told apart; a rule where it stands
against a move, or moves the start. What is read is looked for where the evolution passes and where it ends,
since nothing else is asked of a scene (`standoff.analysis.judge.verdict`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from standoff.analysis.judge.verdict import Scene, forced
from standoff.case.build import settle, wished
from standoff.case.entry import Assumption, Reading, Section
from standoff.case.ranks import tiers
from standoff.condition import as_literal, conjuncts, names
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.space import subsets

Test: TypeAlias = Callable[[int], bool]
Ranks: TypeAlias = Sequence[Sequence[tuple[Assumption, Test]]]
"""A list as ranks of wishes, each with its test of a state."""


@dataclass(frozen=True, eq=False)
class Pivots:
    """The lines that answers to a reading hang on."""

    reading: Reading
    _tests: dict[tuple[frozenset[tuple[str, bool]], Assumption], Test] = field(default_factory=dict)

    def of(
        self, scenes: Iterable[Scene], lists: Callable[[str], Iterable[Assumption]]
    ) -> frozenset[Assumption]:
        """The lines that the verdict on these scenes, or what makes each conjunct so, may hang on.

        lists  the wishes of an actor in these scenes, which may be fewer than the reading has

        Taking away any of the other lines, or all of them, changes neither a move nor an end nor a
        comparison.
        """
        found: set[Assumption] = set()
        for scene in scenes:
            if not all(course.complete for course in scene.courses) or forced(self.reading, scene):
                return frozenset(self.reading.assumptions)
            found.update(_rules(self.reading, scene))
            undoing = _undoing(scene)
            for maker, actor in enumerate(scene.model.makers):
                ranks = self._ranks(scene, tiers(lists(actor)))
                if ranks:
                    found.update(_wishes(scene, maker, ranks, undoing))
        return frozenset(found)

    def _ranks(self, scene: Scene, ranks: Iterable[Iterable[Assumption]]) -> Ranks:
        facts = frozenset(scene.world.facts.items())
        return [[(line, self._test(scene, facts, line)) for line in rank] for rank in ranks]

    def _test(self, scene: Scene, facts: frozenset[tuple[str, bool]], line: Assumption) -> Test:
        """A wish as a test of a state; the bits of the options are those of the reading in every space."""
        key = facts, line
        if key not in self._tests:
            asked = settle(scene.world.facts)(wished(line))
            self._tests[key] = scene.model.space.test(asked)
        return self._tests[key]


# --- wishes ---------------------------------------------------------------------------------------


def _undoing(scene: Scene) -> Test:
    """Whether a conjunct of what is concluded does not hold in a state."""
    parts = () if scene.condition is None else conjuncts(scene.condition)
    tests = [scene.model.space.test(part) for part in parts]
    return lambda state: not all(test(state) for test in tests)


def _wishes(scene: Scene, maker: int, ranks: Ranks, undoing: Test) -> Iterator[Assumption]:
    """The wishes by which a decision maker chooses on the way, stays at an end, or gains and loses."""
    for course, model in zip(scene.courses, scene.models, strict=True):
        for state in course.states:
            yield from _narrowing(ranks, (state, *model.space.moves(maker, state)))
    for state in {state for end in scene.evolution.ends for state in end}:
        for target in filter(undoing, scene.model.space.moves(maker, state)):
            yield from _parting(ranks, (state, target))
    if scene.effect is not None and scene.effect.maker == maker:
        ends = (end for course in scene.courses for end in course.ends)
        yield from _parting(ranks, {state for end in ends for state in end})


def _narrowing(ranks: Ranks, left: Collection[int]) -> Iterator[Assumption]:
    """The wishes that tell the best of some states apart from the others."""
    for rank in ranks:
        if len(left) == 1:
            return
        fulfilled = dict.fromkeys(left, 0)
        for line, test in rank:
            held = [state for state in left if test(state)]
            if held and len(held) < len(left):
                yield line
                for state in held:
                    fulfilled[state] += 1
        most = max(fulfilled.values())
        left = [state for state, count in fulfilled.items() if count == most]


def _parting(ranks: Ranks, states: Collection[int]) -> Iterator[Assumption]:
    """The wishes that tell any two of some states apart."""
    groups = [list(states)]
    for rank in ranks:
        parts: list[list[int]] = []
        for group in groups:
            fulfilled = dict.fromkeys(group, 0)
            for line, test in rank:
                held = [state for state in group if test(state)]
                if held and len(held) < len(group):
                    yield line
                    for state in held:
                        fulfilled[state] += 1
            by: dict[int, list[int]] = {}
            for state, count in fulfilled.items():
                by.setdefault(count, []).append(state)
            parts += by.values()
        groups = [part for part in parts if len(part) > 1]
        if not groups:
            return


# --- rules ----------------------------------------------------------------------------------------


def _rules(reading: Reading, scene: Scene) -> Iterator[Assumption]:
    """The lines of facts and of today, and the rules that stand against a move or move the start."""
    space = scene.world.model.space
    settled = settle(scene.world.facts)
    moved = not all(_starts(scene, model) for model in scene.models)
    oneway = [as_literal(line.condition) for line in reading.no_way_back if line.condition]
    for line in reading.assumptions:
        condition = line.condition
        if line.section is Section.WANTS:
            continue
        always = line.section in (Section.FACTS, Section.NOW)
        if always or condition is None or moved or not set(names(condition)) <= set(space.bit):
            yield line  # a rule that reads a fact, too: without it there may be fewer worlds
        elif line.section is Section.IMPOSSIBLE:
            if _bars(scene, space.test(settled(condition)), names(condition)):
                yield line
        else:
            known = as_literal(condition)
            if known is None or (known[0], not known[1]) in oneway or _holds(scene, known):
                yield line


def _starts(scene: Scene, model: Model) -> bool:
    """Whether a scene starts from today with the given set, and nothing else."""
    fixed = sum(1 << model.space.bit[name] for name in scene.given)
    today = {state & ~fixed for state in scene.world.model.today}
    return {state & ~fixed for state in model.today} == today


def _bars(scene: Scene, rule: Callable[[int], bool], read: Iterable[str]) -> bool:
    """Whether a rule is broken where somebody could go by its own options, from where a course passes."""
    bits = 0
    for name in read:
        bits |= 1 << scene.model.space.bit[name]
    return any(
        rule(state ^ change)
        for course, model in zip(scene.courses, scene.models, strict=True)
        for mask in model.space.masks.values()
        for change in subsets(mask & bits)
        for state in course.states
    )


def _holds(scene: Scene, literal: tuple[str, bool]) -> bool:
    """Whether an option is so somewhere on the way."""
    bit = scene.model.space.bit[literal[0]]
    return any(
        bool(state >> bit & 1) == literal[1] for course in scene.courses for state in course.states
    )
