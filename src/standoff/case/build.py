"""Case -> models: one for each way the silent facts may turn out.

A world fixes every fact to yes or no. A silent fact gives two worlds, and an answer stands only where
all worlds agree. The model's decision makers are the case's actors, its options the case's options, in
declaration order; it knows neither lines nor sentences.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from standoff.case.entry import ATTITUDES, WISHLESS, Assumption, Reading, Section, Stance, Wants
from standoff.case.ranks import tiers
from standoff.condition import Condition, Const, Implies, Var, as_literal, names, rename, simplify
from standoff.gmcr.conflict.model import Attitude, Attitudes, Model
from standoff.gmcr.conflict.preference import (
    NO_WISHES,
    Preference,
    Ranking,
    Statements,
    Weights,
    exact,
)
from standoff.gmcr.conflict.space import Direction, Option, Space, describe
from standoff.problem import Infeasible, NotComputed, TooLarge

MAX_SILENT_FACTS = 6
MAX_OPEN = 6
"""Silent facts and wishes that may be held or not, together."""
UNSURE = "?"
STRONG = "!!"
"""The marks of a wish that may be held or not, and of one that is held strongly."""


class Facts(dict[str, bool]):
    """Values taken for facts; as data `yes` and `no`."""

    def plain(self) -> dict[str, str]:
        """As it is written in a case."""
        return {str(name): "yes" if value else "no" for name, value in self.items()}


class Unsure(str):
    """The name under which a world says whether a wish marked `?` is held."""

    line: Assumption

    @classmethod
    def of(cls, line: Assumption) -> Unsure:
        """The name of a line; the same for the same wish of the same actor."""
        name = cls(f"{line.actor}: {line.condition}")
        name.line = line
        return name


def unsure(reading: Reading) -> tuple[Unsure, ...]:
    """The wishes of a reading that may be held or not, each once, in the order of the lists."""
    lines = (line for wants in reading.wants.values() for line in wants.lines)
    return tuple(dict.fromkeys(Unsure.of(line) for line in lines if line.strength == UNSURE))


def wished(line: Assumption) -> Condition:
    """What a wish asks for; of one that may be held or not: that, if it is held."""
    asked = _condition(line)
    return Implies(Var(Unsure.of(line)), asked) if line.strength == UNSURE else asked


@dataclass(frozen=True, eq=False)
class World:
    """A model of the case under one truth value for each fact, and for each wish that may be held or not."""

    facts: Mapping[str, bool]
    model: Model
    silent: tuple[str, ...] = ()  # the silent facts that some line reads, and the wishes

    @cached_property
    def open(self) -> Facts:
        """The values taken for the facts on which the reading is silent; which wishes are held."""
        return Facts({name: self.facts[name] for name in self.silent})


def build(reading: Reading, also: Collection[str] = (), apart: bool = True) -> tuple[World, ...]:
    """One model a world.

    also   facts that matter though no line reads them: two worlds of each on which the reading is silent
    apart  whether a wish marked `?` has two worlds, with it and without; else it is held in all

    Raises NotComputed for too many worlds, Infeasible when no state is left or today's cannot be, in any
    of the worlds.
    """
    if reading.model is not None:
        model = replace(reading.model, attitudes=attitudes(reading, reading.model.makers))
        return (World(MappingProxyType({}), model),)
    known: dict[str, bool] = {}
    for line in reading.settings:
        if line.condition is not None and (value := as_literal(line.condition)):
            known[value[0]] = value[1]
    silent = tuple(fact.id for fact in reading.facts if fact.id not in known)
    if len(silent) > MAX_SILENT_FACTS:
        raise NotComputed(
            f"{len(silent)} facts are silent, at most {MAX_SILENT_FACTS} can be: each doubles the worlds; "
            f"set some of {', '.join(silent)}"
        )
    # A fact that no line reads makes no difference: its two worlds would be the same one twice.
    spoken = _names_read(reading) if silent else frozenset()
    read: tuple[str, ...] = tuple(name for name in silent if name in spoken or name in also)
    rest = dict.fromkeys(set(silent) - set(read), True)
    if apart and (doubtful := unsure(reading)):
        read += doubtful
        if len(read) > MAX_OPEN:
            raise NotComputed(
                f"{len(read)} wishes that may be held or not and silent facts, at most {MAX_OPEN} can be: "
                "each doubles the worlds; settle some, as by taking away the "
                f"`{UNSURE}` in {doubtful[-1].line.place}"
            )
    worlds = []
    for values in itertools.product((True, False), repeat=len(read)):
        facts = MappingProxyType({**known, **rest, **dict(zip(read, values, strict=True))})
        worlds.append(World(facts, model_of(reading, facts), read))
    return tuple(worlds)


def _names_read(reading: Reading) -> frozenset[str]:
    conditions = [
        line.condition for line in reading.assumptions if line.section is not Section.FACTS
    ]
    conditions += [conclusion.condition for conclusion in reading.conclusions]
    return frozenset().union(*(c.spoken for c in conditions if c is not None))


def model_of(reading: Reading, facts: Mapping[str, bool]) -> Model:
    """The model of a reading under these values of its facts. Raises as `build` does."""
    settled = settle(facts)
    actors = tuple(actor.name for actor in reading.actors)
    space = Space.of(_options(reading, actors), tuple(_conditions(reading.impossible, settled)))
    today = space.code(
        literal[0] for line in reading.now if (literal := _literal(line)) is not None and literal[1]
    )
    if not space.feasible(today):
        broken = next(
            line for line in reading.impossible if space.test(settled(_condition(line)))(today)
        )
        space.nearest(today)  # says so when nothing at all is left
        raise Infeasible(
            f"today's situation ({describe(space, today)}) cannot be: "
            f"{broken.place} rules it out ({broken.condition})"
        )
    preferences = tuple(preference(reading.wants.get(name), space, settled) for name in actors)
    return Model(reading.full, actors, space, preferences, (today,), attitudes(reading, actors))


def attitudes(reading: Reading, makers: Sequence[str]) -> Attitudes:
    """What the lines under `attitudes` say, by decision maker."""
    return MappingProxyType(
        {
            (makers.index(line.actor), makers.index(line.toward)): Attitude[line.sign.upper()]
            for line in reading.more.get(ATTITUDES, ())
        }
    )


def settle(facts: Mapping[str, bool]) -> Callable[[Condition], Condition]:
    """Replaces facts in a condition by their truth values; a wish of which nothing is taken is held."""

    def value(name: str) -> Condition:
        known = facts.get(name, True if isinstance(name, Unsure) else None)
        return Var(name) if known is None else Const(known)

    def settled(condition: Condition) -> Condition:
        for name in names(condition):
            if name in facts or isinstance(name, Unsure):
                return simplify(rename(condition, value))
        return simplify(condition)

    return settled


def bars(
    reading: Reading, world: World, space: Space
) -> tuple[tuple[Assumption, Callable[[int, int], bool]], ...]:
    """Each `impossible` and `no_way_back` line with the test whether it forbids a change of state."""
    settled = settle(world.facts)
    found: list[tuple[Assumption, Callable[[int, int], bool]]] = []
    for line in reading.impossible:
        found.append((line, _ends_in(space.test(settled(_condition(line))))))
    for line in reading.no_way_back:
        found.append((line, _leaves(space.test(_condition(line)))))
    return tuple(found)


def _ends_in(holds: Callable[[int], bool]) -> Callable[[int, int], bool]:
    return lambda state, target: holds(target)


def _leaves(holds: Callable[[int], bool]) -> Callable[[int, int], bool]:
    return lambda state, target: holds(state) and not holds(target)


def _options(reading: Reading, actors: tuple[str, ...]) -> tuple[Option, ...]:
    ways: dict[str, set[bool]] = {}
    for line in reading.no_way_back:
        if (literal := _literal(line)) is not None:
            ways.setdefault(literal[0], set()).add(literal[1])
    number = {actor: at for at, actor in enumerate(actors)}
    options = []
    for entry in reading.options:
        owner: int | None = number[entry.actor]
        direction = Direction.BOTH
        if way := ways.get(entry.name):
            if len(way) == 2:  # neither way: nobody moves it
                owner = None
            else:
                direction = Direction.FORWARD if way == {True} else Direction.BACK
        options.append(Option.of(entry.name, owner, direction))
    return tuple(options)


def preference(
    wants: Wants | None, space: Space, settled: Callable[[Condition], Condition]
) -> Preference:
    """An actor's list as a preference over a space; silence and indifference tie all states."""
    if wants is None or wants.stance in WISHLESS:
        return NO_WISHES
    if wants.stance is Stance.WEIGHTS:
        return Weights(MappingProxyType({w.name: exact(w.value) for w in wants.weights}))
    if wants.stance is Stance.RANKING:
        ranking = Ranking(
            tuple(
                tuple(space.code(state.taken) for state in tier)
                for _, tier in itertools.groupby(wants.ranking, key=lambda state: state.tier)
            )
        )
        _require_whole(ranking, wants, space)
        return ranking
    ranks = tiers(wants.lines)
    return Statements.tiered(tuple(tuple(settled(wished(line)) for line in tier) for tier in ranks))


def _require_whole(ranking: Ranking, wants: Wants, space: Space) -> None:
    """Infeasible where a situation that can be has no place in a ranking."""
    try:
        missing = next((int(code) for code in space.codes if int(code) not in ranking.place), None)
    except TooLarge as error:
        raise Infeasible(
            f"{wants.place}: {wants.actor}'s situations cannot be ranked: {error}"
        ) from None
    if missing is not None:
        raise Infeasible(
            f"{wants.place}: the ranking of {wants.actor} has no place for the situation "
            f"{describe(space, missing)}: rank it, or say by `impossible` that it cannot be"
        )


def _conditions(
    lines: Iterable[Assumption], settled: Callable[[Condition], Condition]
) -> Iterable[Condition]:
    return (settled(_condition(line)) for line in lines)


def _condition(line: Assumption) -> Condition:
    assert line.condition is not None  # only a fact set `silent` has none
    return line.condition


def _literal(line: Assumption) -> tuple[str, bool] | None:
    return as_literal(line.condition) if line.condition is not None else None
