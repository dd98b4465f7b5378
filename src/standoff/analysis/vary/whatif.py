"""What if somebody acted: the option is set and frozen, the rest plays.

Several acts make a grid of worlds. Two worlds that differ in one act are compared with that act, and
wishes about nothing but acts, left out: what an act brings by definition is no consequence of it.
Beside them stands the free world, where nothing is set: does the act come by itself?
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias

from standoff.analysis.ask import Cannot, acts, by_option, each_answer, require_wishes
from standoff.analysis.asking import Around, Command
from standoff.analysis.judge.compare import Course, End, course
from standoff.analysis.judge.fidelity import without
from standoff.case.build import World, build, preference, settle
from standoff.case.entry import Assumption, Question, Reading
from standoff.condition import Condition, Var, literal, names
from standoff.problem import Infeasible, NotComputed
from standoff.record import plain

Values: TypeAlias = Mapping[str, bool]
Scores: TypeAlias = set[int | Fraction]


@dataclass(frozen=True, eq=False)
class WishShare:
    """Whether a wish holds in `all`, `some` or `none` of the end situations of a world."""

    line: Assumption
    holds: str

    def plain(self) -> dict[str, Any]:
        """The line as data, and where it holds."""
        return {**self.line.plain(), "holds": self.holds}


@dataclass(frozen=True, eq=False)
class Played:
    """One world: the acts set (none in the free world), and how the rest played.

    `came_with` are, for each situation it may start from, the literals that had to change besides for
    the acts to be possible at all.
    """

    HIDDEN = ("reading", "values", "courses")
    NAMED = MappingProxyType({"came_with": "starts"})
    ALSO = ("ends", "with_it", "wishes")

    reading: Reading
    values: Values
    courses: tuple[Course, ...]
    came_with: tuple[tuple[Condition, ...], ...] = ()

    @property
    def name(self) -> str:
        """`yes` for one act, `plan=yes pull=no` for several, `free` for none."""
        words = {name: "yes" if value else "no" for name, value in self.values.items()}
        if len(words) == 1:
            return next(iter(words.values()))
        return " ".join(f"{name}={word}" for name, word in words.items()) or "free"

    @property
    def acts(self) -> tuple[Condition, ...]:
        """What is set."""
        return tuple(literal(name, value) for name, value in self.values.items())

    @cached_property
    def ends(self) -> tuple[End, ...]:
        """The ends of every world of facts."""
        return tuple(end for course_ in self.courses for end in course_.ends)

    @cached_property
    def with_it(self) -> tuple[Condition, ...]:
        """What came with the acts from any start, each literal once."""
        return tuple(dict.fromkeys(change for start in self.came_with for change in start))

    @cached_property
    def wishes(self) -> tuple[WishShare, ...]:
        """Every wish of the reading, and whether it holds in the ends."""
        return tuple(
            WishShare(line, self.share(line.condition))
            for wants in self.reading.wants.values()
            for line in wants.lines
            if line.condition is not None
        )

    def share(self, condition: Condition) -> str:
        """Whether the condition holds in `all`, `some` or `none` of the end situations."""
        values = set()
        for course_ in self.courses:
            test = course_.world.model.space.test(settle(course_.world.facts)(condition))
            values |= {test(state) for end in course_.ends for state in end.states}
        return "some" if len(values) > 1 else "all" if values == {True} else "none"

    def scores(self, actor: str, left_out: frozenset[Assumption]) -> list[Scores]:
        """For each world of facts, how good the ends are for the actor by its list, some lines apart."""
        wants = without(self.reading, left_out).wants.get(actor)
        scores = []
        for course_ in self.courses:
            space = course_.world.model.space
            if self.reading.model is not None:  # a published model: no lines, so none is left out
                prefers = self.reading.model.preferences[self.reading.model.maker(actor)]
            else:
                prefers = preference(wants, space, settle(course_.world.facts))
            scores.append({prefers.score(space, s) for end in course_.ends for s in end.states})
        return scores


Between: TypeAlias = tuple[str, str]
"""The names of the two worlds compared."""


@dataclass(frozen=True)
class OptionChange:
    """An option that is taken in all, some or none of the ends here, and in others there."""

    HIDDEN = ("here", "there")
    ALSO = MappingProxyType({"what": "what", "shares": "in"})

    option: str
    here: str
    there: str
    between: Between

    what = "option"

    @property
    def shares(self) -> tuple[str, str]:
        """Here and there."""
        return self.here, self.there


@dataclass(frozen=True)
class WishChange:
    """A wish that holds in all, some or none of the ends here, and in others there."""

    line: Assumption
    here: str
    there: str
    between: Between

    def plain(self) -> dict[str, Any]:
        """The line as data, with what becomes of it."""
        shares = [self.here, self.there]
        return {
            "what": "wish",
            **self.line.plain(),
            "between": plain(self.between),
            "in": shares,
        }


@dataclass(frozen=True)
class ActorChange:
    """An actor whose ends here are better, worse or mixed, by what it wants."""

    ALSO = ("what",)

    actor: str
    fate: str
    between: Between

    what = "actor"


Change: TypeAlias = OptionChange | WishChange | ActorChange


@dataclass(frozen=True)
class Difference:
    """What one act makes of everything but itself: this world (`here`) against the other (`there`).

    `fates`: for each actor with wishes, whether it gains here, loses, stays the same, or mixed.
    `left_out`: wishes about nothing but acts, which no fate counts.
    """

    HIDDEN = ("here", "there", "options", "wishes")
    ALSO = ("between", "none")

    here: Played
    there: Played
    options: tuple[OptionChange, ...]
    wishes: tuple[WishChange, ...]
    fates: Mapping[str, str]
    left_out: tuple[Assumption, ...]

    @property
    def between(self) -> Between:
        """The names of the two worlds."""
        return self.here.name, self.there.name

    @property
    def none(self) -> bool:
        """Whether the act touches nothing."""
        return not self.options and not self.wishes and set(self.fates.values()) <= {"same"}

    @property
    def changes(self) -> tuple[Change, ...]:
        """Everything that differs: options, wishes, then actors."""
        actors = (
            ActorChange(actor, fate, self.between)
            for actor, fate in self.fates.items()
            if fate != "same"
        )
        return (*self.options, *self.wishes, *actors)


@dataclass(frozen=True, eq=False)
class WhatIf:
    """One reading: the worlds of the acts, the free world, and what each act makes of them."""

    HIDDEN = ("reading", "acts", "worlds", "free")
    NAMED = MappingProxyType({"differences": "compared"})
    ALSO = MappingProxyType(
        {"id": "id", "by_name": "worlds", "unset": "free", "changes": "difference"}
    )

    reading: Reading
    acts: Mapping[str, tuple[bool, ...]]
    worlds: tuple[Played, ...]
    free: Played
    differences: tuple[Difference, ...]

    @property
    def id(self) -> str:
        """`003`, or `003:VARIANT`."""
        return self.reading.name

    @property
    def by_name(self) -> Mapping[str, Played]:
        """The worlds of the acts by name."""
        return {world.name: world for world in self.worlds}

    @property
    def unset(self) -> Mapping[str, Any]:
        """The world in which nothing is set, and whether the acts come by themselves there."""
        return {**plain(self.free), "by_itself": self.by_itself}

    @property
    def changes(self) -> tuple[Change, ...]:
        """Everything that differs between any two worlds compared."""
        return tuple(change for difference in self.differences for change in difference.changes)

    @cached_property
    def by_itself(self) -> Mapping[str, str]:
        """Act -> whether it is taken in all, some or none of the ends where nothing is set."""
        return {name: self.free.share(Var(name)) for name in self.acts}


@dataclass(frozen=True, eq=False)
class Interventions:
    """The same acts set in several readings; a reading that cannot answer says why."""

    NAMED = MappingProxyType({"answers": "readings"})
    ALSO = MappingProxyType({"values": "set"})

    answers: tuple[WhatIf | Cannot, ...]

    @property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """Option -> the values it is set to, `yes` and `no`, by the first reading that answers."""
        acts = next((one.acts for one in self.answers if isinstance(one, WhatIf)), {})
        return {
            name: tuple("yes" if value else "no" for value in values)
            for name, values in acts.items()
        }


def what_if(reading: Reading, acts: Mapping[str, Sequence[bool]]) -> WhatIf:
    """Play the worlds in which the acts are set so.

    acts    option, by any name that may be typed -> the values to set it to; two values of one option are
            compared with each other, a world in which every act has one value with the free world
    raises  UnknownName   for an option that the reading has not
            Infeasible    where no situation has the acts so
            NotComputed   where nobody wishes anything
    """
    require_wishes(reading)
    chosen = {name: tuple(values) for name, values in by_option(reading, acts).items()}
    worlds = build(reading)
    if len(worlds[0].model.today) != 1:
        raise NotComputed("cannot be answered: it lacks today's situation, from which to act")
    grid = [
        dict(zip(chosen, values, strict=True)) for values in itertools.product(*chosen.values())
    ]
    played = tuple(_play(reading, worlds, values) for values in grid)
    free = _play(reading, worlds, {})
    pairs = list(_pairs(played, chosen)) or [(world, free) for world in played]
    differences = tuple(difference(here, there, chosen) for here, there in pairs)
    return WhatIf(reading, chosen, played, free, differences)


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
    came: dict[tuple[Condition, ...], None] = {}
    for world in worlds:
        try:
            model = world.model.held(values) if values else world.model
        except Infeasible:
            raise Infeasible(
                f"no situation has {_said(values)}: {_rule(reading, values)}"
            ) from None
        played = course(reading, replace(world, model=model))
        if not played.complete:
            raise NotComputed(
                f"cannot be answered: with {_said(values)} it goes on beyond the budget"
            )
        courses.append(played)
        for start in model.today:
            came[_changes(world, start, values)] = None
    return Played(reading, values, tuple(courses), tuple(came) if values else ())


def _changes(world: World, start: int, values: Values) -> tuple[Condition, ...]:
    """What differs from today besides the acts, as literals."""
    (today,) = world.model.today
    space = world.model.space
    return tuple(
        literal(option.name, bool(start >> bit & 1))
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
    reading, acts, between = here.reading, frozenset(acts), (here.name, there.name)
    apart = acts | {fact.id for fact in reading.facts}
    lines = [line for wants in reading.wants.values() for line in wants.lines if line.condition]
    left_out = frozenset(line for line in lines if _only(line, acts, apart))
    options = (
        OptionChange(name, here.share(Var(name)), there.share(Var(name)), between)
        for name in (option.name for option in reading.options)
        if name not in acts
    )
    wishes = (
        WishChange(line, here.share(line.condition), there.share(line.condition), between)
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
    spoken = set(names(line.condition))
    return bool(spoken & acts) and spoken <= apart


def _fates(
    here: Played, there: Played, left_out: frozenset[Assumption]
) -> Iterator[tuple[str, str]]:
    model = here.courses[0].world.model
    for actor in model.makers:
        if actor in model.unsupported:
            continue
        pairs = zip(here.scores(actor, left_out), there.scores(actor, left_out), strict=True)
        fates = {_fate(*pair) for pair in pairs}
        yield actor, fates.pop() if len(fates) == 1 else "mixed"


def _fate(here: Scores, there: Scores) -> str:
    if here == there:
        return "same"
    if min(here) > max(there):
        return "gains"
    return "loses" if max(here) < min(there) else "mixed"


def as_variant(world: Played) -> str:
    """The world as the sections of a variant: set today, frozen from then on.

    Raises NotComputed where it may start from several situations, of which a file can name one.
    """
    if len(world.came_with) > 1:
        starts = "; ".join(", ".join(map(str, came)) or "nothing" for came in world.came_with)
        raise NotComputed(
            f"it may start from several situations ({starts} would change too): "
            "set these as well, then it can be kept"
        )
    now = ["now:", *(f"  - {change}" for change in (*world.acts, *world.with_it))]
    return "\n".join([*now, "no_way_back:", *(f"  - {act}" for act in world.acts)])


# --- as a question ---------------------------------------------------------------------------------


def command(asked: Command) -> tuple[Interventions]:
    """The acts set in every reading asked."""

    def answer(reading: Reading) -> WhatIf:
        with asked.progress(f"asking {reading.full}"):
            return what_if(reading, acts(reading, asked.about))

    return (Interventions(each_answer(asked.asked, answer, "id")),)


def keep(records: Sequence[Interventions]) -> tuple[Reading, str]:
    """The reading that was asked, and its first world as the sections of a variant of it."""
    (answer,) = records[0].answers
    assert isinstance(answer, WhatIf)  # one reading was asked: what it refuses is raised
    return answer.reading, as_variant(answer.worlds[0])


def asked(reading: Reading, question: Question, around: Around) -> WhatIf:
    """The answer to a question about acts."""
    return what_if(reading, question.acts)


def mark(reading: Reading, question: Question) -> Hashable:
    """What the acts change, and who fares how by it."""
    return tuple(
        (
            tuple((change.option, change.here, change.there) for change in one.options),
            tuple(sorted(one.fates.items())),
        )
        for one in what_if(reading, question.acts).differences
    )
