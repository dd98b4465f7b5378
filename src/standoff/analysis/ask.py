"""What a person asks, in the names of a reading, and whether it can be answered at all.

A condition is typed as in a case file, `not leave given press` and `Iran loses given pull` included;
an act is typed `pull=yes,no`. Names may be short or full.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping

from standoff.case.build import World, settle
from standoff.case.entry import Conclusion, Marks, Reading
from standoff.case.format.line import read_line
from standoff.condition import Condition, Var, names, rename, truth
from standoff.problem import ConditionError, Infeasible, NotComputed, Place, UnknownName

_VALUES = {"yes": True, "no": False}


def question(reading: Reading, text: str, flag: str = "--ask") -> Conclusion:
    """The condition asked about; UnknownName for an option, a fact or an actor the reading has not."""
    condition, effect, given = read_line("conclusion", text).parts
    known = {**_options(reading), **{fact.id: fact.id for fact in reading.facts}}

    def named(found: Condition) -> Condition:
        return rename(found, lambda name: Var(_known("option", name, known)))

    if effect is not None:
        actors = {actor.name: actor.name for actor in reading.actors}
        effect = (_known("actor", effect[0], actors), effect[1])
    condition = None if condition is None else named(condition)
    return Conclusion(condition, effect, tuple(map(named, given)), (), Marks(), Place(flag, 1))


def acts(reading: Reading, texts: Iterable[str]) -> dict[str, tuple[bool, ...]]:
    """`pull=yes,no` as {"pull": (True, False)}, in the order typed, each value once."""
    found: dict[str, tuple[bool, ...]] = {}
    for text in texts:
        name, equals, values = text.partition("=")
        chosen = dict.fromkeys(word.strip() for word in values.split(","))
        if not equals or not set(chosen) <= set(_VALUES):
            raise ConditionError(f"{text!r} is no act: write it as pull=yes,no or pull=yes")
        option = _known("option", name.strip(), _options(reading))
        if option in found:
            raise ConditionError(f"{option} is set twice: give all its values at once")
        found[option] = tuple(_VALUES[word] for word in chosen)
    return found


def _options(reading: Reading) -> dict[str, str]:
    """Every name of an option that can be typed -> the name the reading uses."""
    return {**{name: name for name in reading.short.values()}, **reading.short}


def _known(kind: str, name: str, known: Mapping[str, str]) -> str:
    if name not in known:
        raise UnknownName(kind, str(name), known)
    return known[name]


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
        space = world.model.space
        if space.truth(settle(world.facts)(conclusion.condition), space.codes).any():
            return
    raise Infeasible(f"no situation has {conclusion.condition}: what is impossible rules it out")


MAX_NAMES = 16
"""Conditions over more names are not looked through for being at odds with themselves."""


def require_consistent(conclusion: Conclusion) -> None:
    """Infeasible where no combination of options and facts at all has the condition asked about."""
    condition = conclusion.condition
    every = sorted(set(names(condition))) if condition is not None else []
    if condition is None or len(every) > MAX_NAMES:
        return
    values = itertools.product((False, True), repeat=len(every))
    if not any(truth(condition, dict(zip(every, v, strict=True)).__getitem__) for v in values):
        raise Infeasible(f"no situation can have {condition}: it is at odds with itself")
