"""What if somebody acted: the option is set and frozen, the rest plays.

Several acts make a grid of worlds. Two worlds that differ in one act are compared with that act, and
wishes about nothing but acts, left out: what an act brings by definition is no consequence of it.
Beside them stands the free world, where nothing is set: does the act come by itself?
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias

from standoff.analysis.ask import Cannot, by_option, each_answer, require_wishes
from standoff.analysis.ask import acts as typed_acts
from standoff.analysis.asking import Around, Command
from standoff.analysis.vary.played import Played, Scores, as_variant, play
from standoff.case.build import build
from standoff.case.entry import Assumption, Question, Reading
from standoff.condition import Var, names
from standoff.problem import NotComputed
from standoff.record import plain

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
    played = tuple(play(reading, worlds, values) for values in grid)
    free = play(reading, worlds, {})
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


# --- as a question --------------------------------------------------------------------------------


def command(asked: Command) -> tuple[Interventions]:
    """The acts, as typed, set in every reading asked."""

    def answer(reading: Reading) -> WhatIf:
        with asked.progress(f"asking {reading.full}"):
            return what_if(reading, typed_acts(reading, asked.about))

    return (Interventions(each_answer(asked.asked, answer, "id")),)


def keep(records: Sequence[Interventions]) -> tuple[Reading, str]:
    """The reading asked, and its first world as the sections of a variant."""
    ((answer,),) = (record.answers for record in records)
    if isinstance(answer, Cannot):
        raise NotComputed(answer.why)
    return answer.reading, as_variant(answer.worlds[0])


def asked(reading: Reading, question: Question, around: Around) -> WhatIf:
    """The answer to a question of the case."""
    return what_if(reading, question.acts)


def mark(reading: Reading, question: Question) -> Hashable:
    """What the acts make of the options, and of each actor."""
    return tuple(
        (
            tuple((change.option, change.here, change.there) for change in one.options),
            tuple(sorted(one.fates.items())),
        )
        for one in what_if(reading, question.acts).differences
    )
