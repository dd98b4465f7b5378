"""What is looked for in one world of a reading: situations stable for everyone, and what can be reached.

Both are asked about a condition, or about any situation at all. Counts are exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import ClassVar

from standoff.analysis import ask
from standoff.analysis.judge.explain import Step, step
from standoff.case.build import Facts, World, settle
from standoff.case.entry import Reading
from standoff.condition import Condition, Const
from standoff.gmcr.budget import Budget
from standoff.gmcr.concept import law, table
from standoff.gmcr.evolve import evolution

Situation = tuple[str, ...]
"""A situation as the options taken."""


@dataclass(frozen=True, eq=False)
class _Asked:
    """One world of a reading, and the condition asked about: as typed (`where`), and in its names."""

    HIDDEN: ClassVar[tuple[str, ...]] = ("reading", "world", "condition")
    ALSO: ClassVar[tuple[str, ...]] = ("model", "facts")

    reading: Reading
    world: World
    where: str | None
    condition: Condition | None

    @property
    def model(self) -> str:
        """The model's name."""
        return self.world.model.name

    @property
    def facts(self) -> Facts:
        """What is taken for the facts on which the reading is silent."""
        return self.world.open


@dataclass(frozen=True, eq=False)
class Search(_Asked):
    """Situations that are stable for everyone under a concept.

    whole   these are all there are; otherwise there are more, or they were drawn
    count   how many there are, where they were counted: then those are drawn evenly, with repetition
    """

    NAMED = MappingProxyType({"situations": "found"})
    SPARSE = True  # no `count` where nothing was counted

    concept: str
    situations: tuple[Situation, ...]
    whole: bool
    engine: str
    why: str
    count: int | None = None


@dataclass(frozen=True, eq=False)
class Reached(_Asked):
    """How many situations the moves of anybody can make of today's.

    improving   only moves by which their makers gain
    states      how many situations there are; `reached`: how many of them can come out of today
    """

    HIDDEN: ClassVar[tuple[str, ...]] = ("where",)

    improving: bool
    states: int
    reached: int
    engine: str
    why: str


@dataclass(frozen=True, eq=False)
class ReachedWhere(Reached):
    """The same, with a way to a situation where a condition holds.

    holds_in    in how many of the situations reached the condition holds
    way         a shortest way there, with the lines that decide its moves where they are improvements;
                None where there is none, or none was met among `looked` situations
    """

    HIDDEN: ClassVar[tuple[str, ...]] = ("looked",)
    ALSO: ClassVar[tuple[str, ...]] = ("where",)

    holds_in: int
    way: tuple[Step, ...] | None
    looked: int = evolution.MAX_NODES


def find(
    reading: Reading,
    world: World,
    where: str | None = None,
    concept: str = "NASH",
    *,
    most: int = 10,
    sample: int | None = None,
    seed: int = 0,
    engine: str | None = None,
    budget: Budget | None = None,
) -> Search:
    """Is there a situation that is stable for everyone where a condition holds, and which.

    where    a condition as a person types it; any situation without one
    most     how many are listed at most
    sample   count them all, and draw so many evenly instead
    raises   whatever `standoff.gmcr.concept.law.find` and `solve` raise; UnknownName, ConditionError
    """
    condition, goal = _goal(reading, world, where)
    if sample is None:
        stable = law.find(world.model, concept, goal, most=most, engine=engine, budget=budget)
        states, count = stable.states, None
        name, whole, engine, why = stable.concept, stable.whole, stable.engine, stable.why
    else:
        name, whole = table.concept(concept).id, False
        solution = law.solve(world.model, [name], engine=engine, budget=budget).where(goal)
        states, count = solution.sample(name, sample, seed), solution.count(name)
        engine, why = solution.engine, solution.why
    situations = tuple(map(world.model.space.taken, states))
    return Search(reading, world, where, condition, name, situations, whole, engine, why, count)


def reach(
    reading: Reading,
    world: World,
    where: str | None = None,
    improving: bool = False,
    *,
    engine: str | None = None,
    budget: Budget | None = None,
) -> Reached:
    """Which situations can come out of today at all, by anybody's moves; and a way to one asked about.

    where       a condition as a person types it
    improving   only moves by which their makers gain
    raises      BudgetSpent, and whatever the choice of an engine raises; UnknownName, ConditionError
    """
    condition, goal = _goal(reading, world, where)
    reached = evolution.reach(world.model, improving, engine=engine, budget=budget)
    whole = Reached(
        reading,
        world,
        where,
        condition,
        improving,
        reached.size,
        reached.count,
        reached.game.name,
        reached.why,
    )
    if condition is None:
        return whole
    holds_in, way = reached.where(goal), None
    if holds_in:
        moves = evolution.way(world.model, goal, improving, budget=budget)
        way = None if moves is None else tuple(_steps(reading, world, moves, improving))
    return ReachedWhere(**vars(whole), holds_in=holds_in, way=way)


def _goal(reading: Reading, world: World, where: str | None) -> tuple[Condition | None, Condition]:
    """The condition in the names of the reading, and as it stands in the world."""
    if where is None:
        return None, Const(True)
    condition = ask.condition(reading, where)
    return condition, settle(world.facts)(condition)


def _steps(
    reading: Reading, world: World, moves: tuple[tuple[int, int, int], ...], improving: bool
) -> Iterator[Step]:
    """The moves with the lines that decide them; a move nobody gains by is decided by none."""
    for state, maker, target in moves:
        made = step(reading, world, maker, state, target)
        yield made if improving else replace(made, lines=())
