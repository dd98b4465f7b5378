"""What a person asks, in the names of a reading, and whether it can be answered at all.

A condition is typed as in a case file, `not leave given press` and `Iran loses given pull` included;
an act is typed `pull=yes,no`. Names may be short or full. A reading that cannot answer says why: `Cannot`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from standoff.case.build import World, settle
from standoff.case.entry import Conclusion, Marks, Reading
from standoff.case.format.line import read_line
from standoff.condition import Condition, Var, names, rename, truth
from standoff.problem import (
    ConditionError,
    Infeasible,
    NotComputed,
    Place,
    StandoffError,
    UnknownName,
)
from standoff.record import plain
from standoff.spoken import typed_condition

Answer = TypeVar("Answer")
Value = TypeVar("Value")
_VALUES = {"yes": True, "no": False}


@dataclass(frozen=True)
class Asked(Conclusion):
    """A condition asked about, as it was typed."""

    typed: str = ""


def as_asked(conclusion: Conclusion) -> str:
    """What was asked, in the words of whoever asked."""
    return conclusion.typed if isinstance(conclusion, Asked) else conclusion.text


def question(reading: Reading, text: str, flag: str = "--ask") -> Asked:
    """The condition asked about; UnknownName for an option, a fact or an actor the reading has not."""
    parsed, effect, given = read_line("conclusion", text).parts
    if effect is not None:
        actors = {actor.name: actor.name for actor in reading.actors}
        effect = (_known("actor", effect[0], actors), effect[1])
    return Asked(
        None if parsed is None else _named(reading, parsed),
        effect,
        tuple(_named(reading, condition) for condition in given),
        (),
        Marks(),
        Place(flag, 1),
        text,
    )


def condition(reading: Reading, text: str) -> Condition:
    """A condition typed by a person; ConditionError, or UnknownName for what the reading has not."""
    return _named(reading, typed_condition(text))


def _named(reading: Reading, typed: Condition) -> Condition:
    known = {**reading.typed, **{fact.id: fact.id for fact in reading.facts}}
    return rename(typed, lambda name: Var(_known("option", name, known)))


def acts(reading: Reading, texts: Iterable[str]) -> dict[str, tuple[bool, ...]]:
    """`pull=yes,no` as {"Russia.pull": (True, False)}, in the order typed, each value once."""
    values: dict[str, tuple[bool, ...]] = {}
    for text in texts:
        name, equals, words = text.partition("=")
        chosen = dict.fromkeys(word.strip() for word in words.split(","))
        if not equals or not set(chosen) <= set(_VALUES):
            raise ConditionError(f"{text!r} is no act: write it as pull=yes,no or pull=yes")
        option = _known("option", name.strip(), reading.typed)
        if option in values:
            raise ConditionError(f"{option} is set twice: give all its values at once")
        values[option] = tuple(_VALUES[word] for word in chosen)
    return values


def by_option(reading: Reading, values: Mapping[str, Value]) -> dict[str, Value]:
    """The same by the reading's own names of options; UnknownName for one it has not."""
    return {_known("option", name, reading.typed): value for name, value in values.items()}


def _known(kind: str, name: str, known: Mapping[str, str]) -> str:
    if name not in known:
        raise UnknownName(kind, str(name), known)
    return known[name]


# --- what cannot be answered ----------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Cannot:
    """A reading that cannot answer, and why. `asked` is what it was asked, by the keys of the answer."""

    reading: Reading
    why: str
    asked: Mapping[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """What was asked, and why there is no answer."""
        return {**plain(self.asked), "cannot": self.why}


def each_answer(
    readings: Iterable[Reading],
    answer: Callable[[Reading], Answer],
    key: str = "reading",
    **asked: Any,
) -> tuple[Answer | Cannot, ...]:
    """Each reading's answer, or why it has none; raised where no reading has one.

    key, asked   under what an answer names its reading, and what else it says it was asked
    """
    answers: list[Answer | Cannot] = []
    refused: StandoffError | None = None
    for reading in readings:
        try:
            answers.append(answer(reading))
        except (UnknownName, Infeasible, NotComputed) as error:
            answers.append(Cannot(reading, str(error), {key: reading.name, **asked}))
            refused = refused or error
    if refused is not None and all(isinstance(one, Cannot) for one in answers):
        raise refused
    return tuple(answers)


def require_wishes(reading: Reading) -> None:
    """NotComputed where nobody wishes anything: then everything stays, and that shows nothing."""
    if reading.model is not None:
        return
    if not reading.options:
        raise NotComputed(
            "cannot be answered: no option is written down, so nobody can do anything"
        )
    if any(wants.lines or wants.ranking or wants.weights for wants in reading.wants.values()):
        return
    actors = ", ".join(actor.name for actor in reading.actors) or "no actor is written down"
    raise NotComputed(
        f"cannot be answered: it lacks a wish of anybody ({actors}); write some under `wants`"
    )


def require_possible(worlds: Iterable[World], conclusion: Conclusion) -> None:
    """Infeasible where no situation of any world has the condition asked about."""
    if conclusion.condition is None:
        return
    for world in worlds:
        if world.model.space.possible(settle(world.facts)(conclusion.condition)):
            return
    raise Infeasible(f"no situation has {conclusion.condition}: what is impossible rules it out")


MAX_NAMES = 16
"""Conditions over more names are not looked through for being at odds with themselves."""


def require_consistent(conclusion: Conclusion) -> None:
    """Infeasible where no combination of options and facts at all has the condition asked about."""
    asked = conclusion.condition
    every = sorted(set(names(asked))) if asked is not None else []
    if asked is None or len(every) > MAX_NAMES:
        return
    values = itertools.product((False, True), repeat=len(every))
    if not any(truth(asked, dict(zip(every, v, strict=True)).__getitem__) for v in values):
        raise Infeasible(f"no situation can have {asked}: it is at odds with itself")
