"""Does a conclusion follow from a reading, and what makes it so.

A conclusion is judged in *scenes*: one for each way the silent facts may turn out, with the options of
its `given` set and frozen. It *follows* when true in every state of every end of the evolution,
*does not follow* when false in all of them, and is *undetermined* otherwise.

Without more, "nothing will change" would follow from a blank page. So each conjunct of a conclusion
that follows says by what:

    moved    it is not so where nobody wishes anything
    held     somebody could undo it by one move, and everyone who could would be strictly worse off
    barred   nobody could, and somebody could without some `impossible` or `no_way_back` lines
    tied     nobody could, but only because the given cannot be without it: it was not so before, and
             does not come about while the given waits
    inert    nothing moves it

These words are constructions of this project, not of the literature (`docs/explanation/fidelity.md`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from standoff.analysis.judge.explain import deciding
from standoff.case.build import World, bars, settle
from standoff.case.entry import Assumption, Conclusion, Reading
from standoff.condition import Condition, as_literal, conjunction, conjuncts, literal, names
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference
from standoff.gmcr.conflict.space import subsets
from standoff.gmcr.evolve.evolution import Evolution, evolve
from standoff.problem import Infeasible


class Verdict(StrEnum):
    """What becomes of a conclusion."""

    FOLLOWS = "follows"
    FAILS = "does-not-follow"
    UNDETERMINED = "undetermined"


class By(StrEnum):
    """What makes a conjunct so, strongest first."""

    MOVED = "moved"
    HELD = "held"
    BARRED = "barred"
    TIED = "tied"
    INERT = "inert"

    @property
    def shows(self) -> bool:
        """Whether it speaks for the author: something moves, holds or bars what is concluded."""
        return self not in (By.TIED, By.INERT)


@dataclass(frozen=True)
class Forced:
    """An option that has to change for the given to be possible, to what, and whose option it is."""

    option: str
    owner: str
    value: bool

    @property
    def literal(self) -> Condition:
        """What it has to be."""
        return literal(self.option, self.value)


@dataclass(frozen=True)
class Support:
    """What makes one conjunct of a conclusion so.

    `lines`: for *moved*, the lines that decide the moves which bring it about; for *held*, those by
    which undoing it is worse, each as one set; for *barred* and *tied*, the smallest sets that bar undoing
    it. `forced`: for *tied*, the options that the given cannot be without.
    """

    SPARSE: ClassVar[bool] = True
    KEEP: ClassVar[tuple[str, ...]] = ("lines",)

    conjunct: Condition | str  # in words where it is a gain or a loss
    by: By
    lines: tuple[tuple[Assumption, ...], ...] = ()
    forced: tuple[Forced, ...] = ()


@dataclass(frozen=True, eq=False)
class Effect:
    """That a decision maker gains, loses or stays the same, against the world with the act flipped."""

    maker: int
    claim: str
    contrast: Model


@dataclass(frozen=True, eq=False)
class Scene:
    """One world of a conclusion: its model with the given options frozen, and what is claimed of it."""

    world: World
    model: Model
    given: Mapping[str, bool]
    condition: Condition | None = None
    effect: Effect | None = None

    @cached_property
    def evolution(self) -> Evolution:
        return evolve(self.model)

    @cached_property
    def contrast(self) -> Evolution:
        """The evolution of the world with the act flipped (for a claim of gain or loss)."""
        assert self.effect is not None
        return evolve(self.effect.contrast)

    @cached_property
    def courses(self) -> tuple[Evolution, ...]:
        """The evolutions that the verdict reads."""
        return (self.evolution,) if self.effect is None else (self.evolution, self.contrast)

    @property
    def models(self) -> tuple[Model, ...]:
        """The models of `courses`."""
        return (self.model,) if self.effect is None else (self.model, self.effect.contrast)

    @cached_property
    def given_alone(self) -> tuple[int, ...]:
        """Today with the given set and nothing else, whether that can be or not."""
        bit = self.world.model.space.bit
        fixed = sum(1 << bit[name] for name in self.given)
        wanted = sum(1 << bit[name] for name, value in self.given.items() if value)
        return tuple(today & ~fixed | wanted for today in self.world.model.today)

    def prefer(self, maker: int, preference: Preference) -> Scene:
        """The scene with one decision maker's wishes replaced."""
        effect = self.effect
        if effect is not None:
            effect = replace(effect, contrast=effect.contrast.prefer(maker, preference))
        return replace(self, model=self.model.prefer(maker, preference), effect=effect)

    @cached_property
    def verdict(self) -> Verdict:
        if not self.evolution.complete:
            return Verdict.UNDETERMINED
        if self.effect is not None:
            return self._effect_verdict(self.effect)
        assert self.condition is not None
        return self.of(self.condition)

    def of(self, condition: Condition) -> Verdict:
        """The verdict on any condition in this scene."""
        test = self.model.space.test(condition)
        return _verdict({test(state) for end in self.evolution.ends for state in end})

    def _effect_verdict(self, effect: Effect) -> Verdict:
        found = self.outcome
        if found == effect.claim:
            return Verdict.FOLLOWS
        return Verdict.UNDETERMINED if found == "mixed" else Verdict.FAILS

    @cached_property
    def outcome(self) -> str:
        """`gains`, `loses`, `same` or `mixed`: each end here against each end of the flipped world."""
        assert self.effect is not None
        if not self.contrast.complete:
            return "mixed"
        prefers = self.model.preferences[self.effect.maker]
        here = {prefers.score(self.model.space, s) for end in self.evolution.ends for s in end}
        there = {prefers.score(self.model.space, s) for end in self.contrast.ends for s in end}
        if min(here) > max(there):
            return "gains"
        if max(here) < min(there):
            return "loses"
        return "same" if len(here | there) == 1 else "mixed"


def _verdict(values: set[bool]) -> Verdict:
    if len(values) != 1:
        return Verdict.UNDETERMINED
    return Verdict.FOLLOWS if values.pop() else Verdict.FAILS


def scenes(worlds: Iterable[World], conclusion: Conclusion) -> tuple[Scene, ...]:
    """The scenes in which a conclusion is judged; Infeasible if its given options cannot be so."""
    given = given_values(conclusion)
    found = []
    for world in worlds:
        settled = settle(world.facts)
        model = _held(world.model, given, conclusion)
        if conclusion.effect is None:
            assert conclusion.condition is not None
            found.append(Scene(world, model, given, settled(conclusion.condition)))
            continue
        actor, claim = conclusion.effect
        # The act is the first option given; the others are the circumstances, the same in both worlds.
        act = next(iter(given))
        contrast = _held(world.model, {**given, act: not given[act]}, conclusion)
        effect = Effect(model.maker(actor), claim, contrast)
        found.append(Scene(world, model, given, None, effect))
    return tuple(found)


def given_values(conclusion: Conclusion) -> dict[str, bool]:
    """The options a conclusion takes as given, with their values."""
    values: dict[str, bool] = {}
    for condition in conclusion.given:
        given = as_literal(condition)
        assert given is not None  # the grammar admits literals only
        values[given[0]] = given[1]
    return values


def _held(model: Model, given: Mapping[str, bool], conclusion: Conclusion) -> Model:
    try:
        return model.held(given) if given else model
    except Infeasible:
        what = " and ".join(name if value else f"not {name}" for name, value in given.items())
        raise Infeasible(f"{conclusion.place}: no situation has {what}") from None


def judge(found: Iterable[Scene]) -> Verdict:
    """The verdict on which all scenes agree, else undetermined."""
    verdicts = {scene.verdict for scene in found}
    return verdicts.pop() if len(verdicts) == 1 else Verdict.UNDETERMINED


def supports(
    reading: Reading, found: tuple[Scene, ...], decided: bool = True
) -> tuple[Support, ...]:
    """What makes each conjunct of a conclusion that follows so (nothing for one that does not).

    Without `decided` no lines are named, which takes most of the time.
    """
    if judge(found) is not Verdict.FOLLOWS:
        return ()
    first = found[0]
    if first.effect is not None:
        by = By.MOVED if all(_effect_moved(scene) for scene in found) else By.INERT
        return (Support(f"{first.model.makers[first.effect.maker]} {first.effect.claim}", by),)
    parts = [conjuncts(scene.condition) for scene in found if scene.condition is not None]
    return tuple(
        _weakest([_support(reading, s, part, decided) for s, part in zip(found, same, strict=True)])
        for same in _aligned(parts)
    )


def _aligned(parts: list[tuple[Condition, ...]]) -> Iterable[tuple[Condition, ...]]:
    # Facts settle differently from world to world and may remove a conjunct: then take each whole.
    if len({len(part) for part in parts}) == 1:
        return zip(*parts, strict=True)
    return [tuple(conjunction(part) for part in parts)]


def _weakest(found: list[Support]) -> Support:
    order = list(By)
    return max(found, key=lambda support: order.index(support.by))


def _effect_moved(scene: Scene) -> bool:
    """Whether wishes make the verdict: to those who wish nothing all ends are level."""
    assert scene.effect is not None
    silent = Verdict.FOLLOWS if scene.effect.claim == "same" else Verdict.FAILS
    return silent is not scene.verdict


def _support(reading: Reading, scene: Scene, conjunct: Condition, decided: bool) -> Support:
    space, name = scene.model.space, conjunct

    def deciders(
        scene: Scene, moves: list[tuple[int, int, int]]
    ) -> tuple[tuple[Assumption, ...], ...]:
        return _decided(reading, scene, moves) if decided else ()

    test = space.test(conjunct)
    # Where nobody wishes anything nobody moves: the ends are where it starts.
    if not all(test(state) for state in scene.model.today):
        bringing = [s for s in scene.evolution.steps if not test(s[0]) and test(s[2])]
        return Support(name, By.MOVED, deciders(scene, bringing))
    states = sorted({state for end in scene.evolution.ends for state in end})
    undoing = [
        (state, maker, target)
        for state in states
        for maker in range(len(scene.model.makers))
        for target in space.moves(maker, state)
        if not test(target)
    ]
    if undoing:
        if not all(_worse(scene.model, *move) for move in undoing):
            return Support(name, By.INERT)
        return Support(name, By.HELD, deciders(scene, undoing))
    barring = (_bars if decided else _barred)(reading, scene, states, conjunct)
    tied = tuple(one for one in forced(reading, scene) if one.option in names(conjunct))
    if tied and not any(map(test, scene.given_alone)):
        waits = waiting(scene, conjunct)
        if waits is None or waits.verdict is not Verdict.FOLLOWS:
            return Support(name, By.TIED, barring, tied)
        bringing = [s for s in waits.evolution.steps if not test(s[0]) and test(s[2])]
        return Support(name, By.MOVED, deciders(waits, bringing))
    return Support(name, By.BARRED if barring else By.INERT, barring)


def waiting(scene: Scene, condition: Condition) -> Scene | None:
    """The world in which the given is not done yet, asked about a condition; None where today is open."""
    model, today = scene.world.model, scene.world.model.today
    values = {
        name: {bool(state >> model.space.bit[name] & 1) for state in today} for name in scene.given
    }
    if any(len(found) != 1 for found in values.values()):
        return None
    still = {name: found.pop() for name, found in values.items()}
    return Scene(scene.world, model.held(still), still, condition)


def forced(reading: Reading, scene: Scene) -> tuple[Forced, ...]:
    """What has to change besides the given for it to be possible, from whatever it may start."""
    space = scene.model.space
    if scene.given_alone == scene.model.today:
        return ()
    return tuple(
        Forced(option.name, reading.owner[option.name], value)
        for bit, option in enumerate(space.options)
        for value in (True, False)
        if option.name not in scene.given
        and {bool(alone >> bit & 1) for alone in scene.given_alone} == {not value}
        and {bool(start >> bit & 1) for start in scene.model.today} == {value}
    )


def others(reading: Reading, found: Iterable[Scene]) -> tuple[Forced, ...]:
    """What owners other than those of the given have to do, in some scene, for it to be possible."""
    return tuple(
        dict.fromkeys(
            one
            for scene in found
            for one in forced(reading, scene)
            if one.owner not in {reading.owner[name] for name in scene.given}
        )
    )


def _worse(model: Model, state: int, maker: int, target: int) -> bool:
    score = model.preferences[maker].score
    return score(model.space, target) < score(model.space, state)


def _decided(
    reading: Reading, scene: Scene, moves: Iterable[tuple[int, int, int]]
) -> tuple[tuple[Assumption, ...], ...]:
    """The lines that decide these moves, as one set in the order of the case."""
    makers = scene.model.makers
    found = {
        line
        for state, maker, target in moves
        for line in deciding(reading, scene.world, makers[maker], state, target)
    }
    return (tuple(line for line in reading.assumptions if line in found),) if found else ()


def _bars(
    reading: Reading, scene: Scene, states: Iterable[int], conjunct: Condition
) -> tuple[tuple[Assumption, ...], ...]:
    """The smallest sets of `impossible` and `no_way_back` lines without which a move would undo it."""
    blocks = bars(reading, scene.world, scene.model.space)
    found = {
        frozenset(line for line, blocked in blocks if blocked(state, target))
        for state, target in _undone(reading, scene, states, conjunct)
    }
    least = min(map(len, found), default=0)
    order = {line: at for at, line in enumerate(reading.assumptions)}
    smallest = (sorted(s, key=order.__getitem__) for s in found if len(s) == least)
    return tuple(sorted(map(tuple, smallest), key=lambda lines: [order[line] for line in lines]))


def _barred(
    reading: Reading, scene: Scene, states: Iterable[int], conjunct: Condition
) -> tuple[tuple[Assumption, ...], ...]:
    """Whether there are such sets, without their lines."""
    return ((),) if any(_undone(reading, scene, states, conjunct)) else ()


def _undone(
    reading: Reading, scene: Scene, states: Iterable[int], conjunct: Condition
) -> Iterator[tuple[int, int]]:
    """(state, where one owner's options would undo the conjunct), whatever bars it."""
    space, test = scene.model.space, scene.model.space.test(conjunct)
    own: dict[str, int] = {}
    for option in reading.options:
        name = option.name
        if name not in scene.given:
            own[option.actor] = own.get(option.actor, 0) | 1 << space.bit[name]
    for state in states:
        for mask in own.values():
            for change in subsets(mask):
                if not test(state ^ change):
                    yield state, state ^ change
