"""What is stable in a reading: one of its runs solved, with all that the concepts have to be told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from standoff.analysis import ask
from standoff.analysis.solved import Run, SolvedWorld, solved
from standoff.analysis.sure.certainty import certainty
from standoff.case.build import settle
from standoff.case.entry import Reading
from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.told import solve_told


def stable(
    reading: Reading,
    run: Run,
    variants: Mapping[str, Reading] = MappingProxyType({}),
    threshold: str = "",
    sanctions: str = "sequences",
    *,
    where: str | None = None,
    engine: str | None = None,
    budget: Budget | None = None,
) -> SolvedWorld:
    """The solution of one run of a reading.

    variants, threshold  where a threshold is told, the fuzzy concepts too: preferences are as certain as the
                         share of the variants that hold them, and one leaves from that certainty on
    where                a condition as typed: only of the situations where it holds
    """
    world = run.world
    versions = certainty(reading, world, variants, threshold) if threshold else None
    solution = solve_told(
        world.model,
        run.concepts,
        sanctions,
        **run.told,
        certainty=versions.certainty if versions else None,
        engine=engine,
        budget=budget,
    )
    if where is not None:
        solution = solution.where(settle(world.facts)(ask.condition(reading, where)))
    counted = versions.counted if versions else {}
    return solved(reading, world, solution.settle(), where, run=run, **counted)
