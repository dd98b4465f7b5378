"""What is measured in a process of its own: python -m benchmarks.alone NAME ARGUMENT ...

For what a process keeps (its peak of memory, compiled passes, threads) and what cannot be stopped from
within. Prints its figures as they come, so that one who ends it has those that came.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from tests.gmcr.randoms import structured

from benchmarks.measure import peak_memory
from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.law import USUAL, solve
from standoff.gmcr.engine import cube
from standoff.problem import BudgetSpent

Figures = Iterator[dict[str, float]]


def started(
    measure: Callable[..., Figures],
    *arguments: Any,
    seconds: float | None = None,
    **environment: str,
) -> dict[str, float]:
    """The figures of one of the functions below, with these arguments, in a process that ends in time."""
    command = [sys.executable, "-m", "benchmarks.alone", measure.__name__]
    command += map(json.dumps, arguments)
    try:
        printed = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            check=True,
            timeout=seconds,
            env=os.environ | environment,
        ).stdout
    except subprocess.TimeoutExpired as late:
        printed = late.stdout or b""
    figures: dict[str, float] = {}
    for line in printed.splitlines():
        figures |= json.loads(line)
    return figures


def growth(seed: int, sizes: list[int], engine: str, compiled: bool) -> Figures:
    """Four concepts of a random model, after a smaller one."""
    cube.COMPILED = cube.WORTH_LOADING = 0 if compiled else 1 << 60
    began = time.perf_counter()
    solve(structured(random.Random(0), [5, 5, 4]), USUAL, engine=engine)
    yield {"first s": time.perf_counter() - began}
    model = structured(random.Random(seed), sizes, patterns=5)
    began, busy, before = time.perf_counter(), time.process_time(), peak_memory()
    solution = solve(model, USUAL, engine=engine, budget=Budget(memory=1 << 34))
    wall, states = time.perf_counter() - began, solution.size
    yield {
        "states": states,
        "ms": 1e3 * wall,
        "cpu ms": 1e3 * (time.process_time() - busy),
        "ns a state": 1e9 * wall / states,
        "MB": peak_memory() - before,
        "peak MB": peak_memory(),
        "bytes": 5 * states * len(model.makers),
    }


def diagrams(seed: int, sizes: list[int], near: bool, concepts: list[str]) -> Figures:
    """Exact sets, then counts of equilibria, concept by concept."""
    import standoff.gmcr.engine.symbolic  # noqa: F401  so that loading it is not measured

    model = structured(random.Random(seed), sizes, near=near)
    try:
        began = time.perf_counter()
        solution = solve(model, concepts, engine="symbolic")
        yield {"s": time.perf_counter() - began}
        for concept in concepts:
            began = time.perf_counter()
            solution.count(concept)
            yield {f"count {concept} s": time.perf_counter() - began}
    except BudgetSpent as reason:
        print(reason, file=sys.stderr)


def cost(name: str, seeds: int, sizes: list[int]) -> Figures:
    """What a question costs at these sizes of cases of some seeds; one beforehand, to load everything."""
    from benchmarks.costs import GROWING

    (row,) = [each for each in GROWING if each.name == name]
    row.measured(0, row.sizes[0])
    for seed, size in itertools.product(range(1, seeds + 1), sizes):
        figures = row.measured(seed, size)
        yield {f"{figure} {size} {seed}": value for figure, value in figures.items()}


if __name__ == "__main__":
    measures: dict[str, Callable[..., Figures]] = {
        measure.__name__: measure for measure in (growth, diagrams, cost)
    }
    for figures in measures[sys.argv[1]](*map(json.loads, sys.argv[2:])):
        print(json.dumps(figures), flush=True)
