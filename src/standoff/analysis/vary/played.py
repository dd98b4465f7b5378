"""One world of an intervention: options set and frozen, and how the rest plays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias

from standoff.analysis.judge.compare import Course, End, course
from standoff.analysis.judge.pivot import less
from standoff.analysis.judge.verdict import Forced
from standoff.case.build import World, preference, settle
from standoff.case.entry import Assumption, Reading
from standoff.condition import Condition, Var, as_literal, literal, names
from standoff.problem import Infeasible, NotComputed

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
    ALSO = ("ends", "with_it", "forced", "wishes")

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
    def forced(self) -> tuple[Forced, ...]:
        """What owners other than those of the acts have to do: nobody can make this move alone."""
        own = {self.reading.owner[name] for name in self.values}
        known = [value for change in self.with_it if (value := as_literal(change)) is not None]
        return tuple(
            Forced(name, self.reading.owner[name], value)
            for name, value in known
            if self.reading.owner[name] not in own
        )

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
            space = course_.world.model.space
            if isinstance(condition, Var) and condition.name in space.bit:  # most are: read at once
                bit = space.bit[condition.name]
                values |= {bool(state >> bit & 1) for end in course_.ends for state in end.states}
                continue
            test = space.test(settle(course_.world.facts)(condition))
            values |= {test(state) for end in course_.ends for state in end.states}
        return "some" if len(values) > 1 else "all" if values == {True} else "none"

    def scores(self, actor: str, left_out: frozenset[Assumption]) -> list[Scores]:
        """For each world of facts, how good the ends are for the actor by its list, some lines apart."""
        wants = self.reading.wants.get(actor)
        lines = () if wants is None else less(wants.lines, left_out)
        scores = []
        for course_ in self.courses:
            model = course_.world.model
            prefers = model.preferences[model.maker(actor)]
            if wants is not None and lines is not wants.lines:
                left = replace(wants, lines=lines)
                prefers = preference(left, model.space, settle(course_.world.facts))
            scores.append(
                {prefers.score(model.space, s) for end in course_.ends for s in end.states}
            )
        return scores


def play(reading: Reading, worlds: Iterable[World], values: Values) -> Played:
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
