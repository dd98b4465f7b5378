"""Commands that look for situations: find, reach."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from standoff.app.cli.common import (
    CasePath,
    Engine,
    Json,
    Limits,
    Memory,
    ReadingName,
    Seconds,
    condition,
    open_folder,
    progress,
    readings_asked,
    show,
    show_json,
    stopped_at,
)

if TYPE_CHECKING:
    from pathlib import Path

    from standoff.case.build import World
    from standoff.case.entry import Reading
    from standoff.condition import Condition
    from standoff.gmcr.budget import Budget
    from standoff.gmcr.concept.law import Found
    from standoff.gmcr.conflict.model import Model

Where: TypeAlias = Annotated[
    str | None, typer.Option("--where", "-w", help="Only situations where this holds.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (find, reach):
        app.command()(command)


def find(
    case: CasePath,
    where: Where = None,
    reading: ReadingName = None,
    *,
    concept: Annotated[str, typer.Option("--concept", "-c", help="One concept.")] = "NASH",
    most: Annotated[int, typer.Option("--most", help="How many are listed.", min=1)] = 10,
    sample: Annotated[
        int | None, typer.Option("--sample", help="Count them, and draw so many evenly.", min=1)
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The draws' seed.", min=0)] = 0,
    engine: Annotated[
        str | None,
        typer.Option("--engine", help="sat, explicit, cube or symbolic; by the question and size."),
    ] = None,
    seconds: Seconds = Limits.seconds,
    memory: Memory = Limits.memory,
    as_json: Json = False,
) -> None:
    """Is there a situation that is stable for everyone, and which; however many situations there are.

    Example: standoff find cases/syria --where "leave and not press" --reading 003
    """
    from standoff.gmcr.concept import law as stability
    from standoff.report import search as told

    for one, world, goal in _asked(case, reading, where):
        count = None
        with _searching(one, Limits(seconds, memory)) as budget:
            if sample is None:
                found = stability.find(
                    world.model, concept, goal, most=most, engine=engine, budget=budget
                )
            else:
                found, count = _drawn(
                    world.model,
                    concept,
                    goal,
                    sample=sample,
                    seed=seed,
                    engine=engine,
                    budget=budget,
                )
        if as_json:
            show_json(told.found_data(found, where, world.open, count), as_line=True)
        else:
            show(told.found_table(found, where, world.open, count))


def _drawn(
    model: Model,
    concept: str,
    goal: Condition,
    *,
    sample: int,
    seed: int,
    **how: Any,
) -> tuple[Found, int]:
    """So many drawn, and how many there are."""
    from standoff.gmcr.concept.law import Found, solve
    from standoff.gmcr.concept.law import concept as known

    name = known(concept).id
    solution = solve(model, [name], **how).where(goal)
    states = solution.sample(name, sample, seed)
    found = Found(model, name, goal, states, False, solution.engine, solution.why)
    return found, solution.count(name)


def reach(
    case: CasePath,
    where: Where = None,
    reading: ReadingName = None,
    *,
    improving: Annotated[
        bool, typer.Option("--improving", help="Only moves that their makers gain by.")
    ] = False,
    engine: Engine = None,
    seconds: Seconds = Limits.seconds,
    memory: Memory = Limits.memory,
    as_json: Json = False,
) -> None:
    """Which situations can come out of today at all, by anybody's moves; and a way to one asked about.

    Example: standoff reach cases/syria --where "leave and not press" --reading 003
    """
    from standoff.gmcr.evolve import evolution
    from standoff.report import search as told

    for one, world, goal in _asked(case, reading, where):
        way = None
        with _searching(one, Limits(seconds, memory)) as budget:
            found = evolution.reach(world.model, improving, engine=engine, budget=budget)
            holds = found.where(goal)
            if where is not None and holds:
                way = evolution.way(world.model, goal, improving, budget=budget)
        if as_json:
            show_json(told.reach_data(found, where, holds, way, world.open), as_line=True)
        else:
            show(told.reach_table(found, where, holds, way, world))


def _asked(
    path: Path, reading: str | None, where: str | None
) -> Iterator[tuple[Reading, World, Condition]]:
    """Each world of each reading asked for, and the condition as it stands there."""
    from standoff.case.build import build
    from standoff.condition import Const

    for one in readings_asked(open_folder(path), reading):
        for world in build(one):
            yield one, world, Const(True) if where is None else condition(where, one, world.facts)


@contextmanager
def _searching(one: Reading, limits: Limits) -> Iterator[Budget]:
    with progress(f"searching {one.full}") as tell:
        budget = limits.budget(tell)
        with stopped_at(budget):
            yield budget
