"""What if somebody acted: the option is set and frozen, the rest plays.

Several acts make a grid of worlds. Two worlds that differ in one act are compared with that act, and
wishes about nothing but acts, left out: what an act brings by definition is no consequence of it.
Beside them stands the free world, where nothing is set: does the act come by itself?
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from standoff.analysis.ask import require_wishes
from standoff.analysis.judge.compare import Course, End, course
from standoff.analysis.judge.fidelity import without
from standoff.case.build import World, build, preference, settle
from standoff.case.entry import Assumption, Reading
from standoff.condition import Condition, Var, literal, names
from standoff.problem import Infeasible, NotComputed

Values = Mapping[str, bool]


@dataclass(frozen=True, eq=False)
class Played:
    """One world: the acts set as told (none in the free world), and how the rest played.

    `came_with` are, for each situation it may start from, the literals that had to change besides for
    the acts to be possible at all.
    """

    reading: Reading
    values: Values
    courses: tuple[Course, ...]
    came_with: tuple[tuple[str, ...], ...] = ()

    @property
    def name(self) -> str:
        """`yes` for one act, `plan=yes pull=no` for several, `free` for none."""
        words = {name: "yes" if value else "no" for name, value in self.values.items()}
        if len(words) == 1:
            return next(iter(words.values()))
        return " ".join(f"{name}={word}" for name, word in words.items()) or "free"

    @cached_property
    def ends(self) -> tuple[End, ...]:
        return tuple(end for found in self.courses for end in found.ends)

    @cached_property
    def with_it(self) -> tuple[str, ...]:
        """What came with the acts from any start, each literal once."""
        return tuple(dict.fromkeys(item for start in self.came_with for item in start))

    def share(self, condition: Condition) -> str:
        """Whether the condition holds in `all`, `some` or `none` of the end situations."""
        found = set()
        for each in self.courses:
            test = each.world.model.space.test(settle(each.world.facts)(condition))
            found |= {test(state) for end in each.ends for state in end.states}
        return "some" if len(found) > 1 else "all" if found == {True} else "none"

    def scores(self, actor: str, left_out: frozenset[Assumption]) -> list[set[int | Fraction]]:
        """For each world of facts, how good the ends are for the actor by its list, some lines apart."""
        wants = without(self.reading, left_out).wants.get(actor)
        found = []
        for each in self.courses:
            space = each.world.model.space
            if self.reading.model is not None:  # a published model: no lines, so none is left out
                prefers = self.reading.model.preferences[self.reading.model.maker(actor)]
            else:
                prefers = preference(wants, space, settle(each.world.facts))
            found.append({prefers.score(space, s) for end in each.ends for s in end.states})
        return found


@dataclass(frozen=True)
class OptionChange:
    """An option that is taken in all, some or none of the ends here, and in others there."""

    option: str
    here: str
    there: str


@dataclass(frozen=True)
class WishChange:
    """A wish that holds in all, some or none of the ends here, and in others there."""

    actor: str
    line: Assumption
    here: str
    there: str


@dataclass(frozen=True)
class Difference:
    """What one act makes of everything but itself: this world (`here`) against the other (`there`).

    `fates`: for each actor with wishes, whether it gains here, loses, stays the same, or mixed.
    `left_out`: wishes about nothing but acts, which no fate counts.
    """

    here: Played
    there: Played
    options: tuple[OptionChange, ...]
    wishes: tuple[WishChange, ...]
    fates: Mapping[str, str]
    left_out: tuple[Assumption, ...]

    @property
    def none(self) -> bool:
        """Whether the act touches nothing."""
        return not self.options and not self.wishes and set(self.fates.values()) <= {"same"}


@dataclass(frozen=True, eq=False)
class WhatIf:
    """The worlds of the acts, the free world, and what each act makes of them."""

    reading: Reading
    acts: Mapping[str, tuple[bool, ...]]
    worlds: tuple[Played, ...]
    free: Played
    differences: tuple[Difference, ...]

    @cached_property
    def by_itself(self) -> Mapping[str, str]:
        """Act -> whether it is taken in all, some or none of the ends where nothing is set."""
        return {name: self.free.share(Var(name)) for name in self.acts}


def what_if(reading: Reading, acts: Mapping[str, tuple[bool, ...]]) -> WhatIf:
    """Play the worlds in which the acts are set as told.

    acts    option -> the values to set it to; two values of one option are compared with each other,
            a world in which every act has one value is compared with the free world
    raises  Infeasible    where no situation has the acts so
            NotComputed   where nobody wishes anything
    """
    require_wishes(reading)
    worlds = build(reading)
    if len(worlds[0].model.today) != 1:
        raise NotComputed("cannot be answered: it lacks today's situation, from which to act")
    grid = [dict(zip(acts, values, strict=True)) for values in itertools.product(*acts.values())]
    played = tuple(_play(reading, worlds, values) for values in grid)
    free = _play(reading, worlds, {})
    pairs = list(_pairs(played, acts)) or [(each, free) for each in played]
    differences = tuple(difference(here, there, acts) for here, there in pairs)
    return WhatIf(reading, acts, played, free, differences)


def _pairs(
    played: Iterable[Played], acts: Mapping[str, tuple[bool, ...]]
) -> Iterator[tuple[Played, Played]]:
    """Worlds that differ in one act, the value named first against the one named second."""
    at = {tuple(world.values.values()): world for world in played}
    for position, (_, values) in enumerate(acts.items()):
        for key, world in at.items():
            if len(values) == 2 and key[position] == values[0]:
                yield world, at[(*key[:position], values[1], *key[position + 1 :])]


def _play(reading: Reading, worlds: Iterable[World], values: Values) -> Played:
    courses: list[Course] = []
    came: dict[tuple[str, ...], None] = {}
    for world in worlds:
        try:
            model = world.model.held(values) if values else world.model
        except Infeasible:
            raise Infeasible(
                f"no situation has {_said(values)}: {_rule(reading, values)}"
            ) from None
        found = course(reading, replace(world, model=model))
        if not found.evolution.complete:
            raise NotComputed(
                f"cannot be answered: with {_said(values)} it goes on beyond the budget"
            )
        courses.append(found)
        for start in model.today:
            came[_changes(world, start, values)] = None
    return Played(reading, values, tuple(courses), tuple(came) if values else ())


def _changes(world: World, start: int, values: Values) -> tuple[str, ...]:
    """What differs from today besides the acts, as literals."""
    (today,) = world.model.today
    space = world.model.space
    return tuple(
        str(literal(option.name, bool(start >> bit & 1)))
        for bit, option in enumerate(space.options)
        if option.name not in values and (start ^ today) >> bit & 1
    )


def _said(values: Values) -> str:
    return " and ".join(str(literal(name, value)) for name, value in values.items())


def _rule(reading: Reading, values: Values) -> str:
    """The rules that speak of the acts, for a message."""
    spoken = [
        f"{line.condition} ({line.place})"
        for line in reading.impossible
        if line.condition is not None and set(names(line.condition)) & set(values)
    ]
    return f"impossible is {'; '.join(spoken)}"


def difference(here: Played, there: Played, acts: Iterable[str]) -> Difference:
    """What differs between two worlds, the acts and wishes about nothing but acts left out."""
    reading, acts = here.reading, frozenset(acts)
    apart = acts | {fact.id for fact in reading.facts}
    lines = [line for wants in reading.wants.values() for line in wants.lines if line.condition]
    left_out = frozenset(line for line in lines if _only(line, acts, apart))
    options = (
        OptionChange(name, here.share(Var(name)), there.share(Var(name)))
        for name in reading.short.values()
        if name not in acts
    )
    wishes = (
        WishChange(line.actor or "", line, *(w.share(line.condition) for w in (here, there)))
        for line in lines
        if line.condition is not None and line not in left_out
    )
    return Difference(
        here,
        there,
        tuple(change for change in options if change.here != change.there),
        tuple(change for change in wishes if change.here != change.there),
        dict(_fates(here, there, left_out)),
        tuple(line for line in lines if line in left_out),
    )


def _only(line: Assumption, acts: frozenset[str], apart: frozenset[str]) -> bool:
    assert line.condition is not None
    said = set(names(line.condition))
    return bool(said & acts) and said <= apart


def _fates(
    here: Played, there: Played, left_out: frozenset[Assumption]
) -> Iterator[tuple[str, str]]:
    model = here.courses[0].world.model
    for actor in model.makers:
        if actor in model.unsupported:
            continue
        pairs = zip(here.scores(actor, left_out), there.scores(actor, left_out), strict=True)
        fates = {_fate(mine, other) for mine, other in pairs}
        yield actor, fates.pop() if len(fates) == 1 else "mixed"


def _fate(here: set[int | Fraction], there: set[int | Fraction]) -> str:
    if here == there:
        return "same"
    if min(here) > max(there):
        return "gains"
    return "loses" if max(here) < min(there) else "mixed"


def as_variant(found: Played) -> str:
    """The world as the sections of a variant: set today, frozen from then on.

    Raises NotComputed where it may start from several situations, of which a file can name one.
    """
    if len(found.came_with) > 1:
        options = "; ".join(", ".join(came) or "nothing" for came in found.came_with)
        raise NotComputed(
            f"it may start from several situations ({options} would change too): "
            "set these as well, then it can be kept"
        )
    acts = [str(literal(name, value)) for name, value in found.values.items()]
    now = [*acts, *found.with_it]
    lines = ["now:", *(f"  - {item}" for item in now)]
    return "\n".join([*lines, "no_way_back:", *(f"  - {item}" for item in acts)])
