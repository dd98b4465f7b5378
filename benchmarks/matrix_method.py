"""The engine beside the textbook matrix method: times, peak memory, and the same answers.

    python benchmarks/matrix_method.py                 sizes where the matrices still fit
    python benchmarks/matrix_method.py --options 13    one larger size
    python benchmarks/matrix_method.py --trade         the trade round: 20 options, 138,240 states

The matrix method (Xu, Hipel and Kilgour 2009; Xu et al. 2018) writes moves and preferences as matrices of
states by states and multiplies them. It is our own, by NumPy's float32 products. Peak memory is what NumPy
and Python allocate for the answer, by tracemalloc, in a run apart from the timed one.
"""

from __future__ import annotations

import argparse
import functools
import os
import random
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.condition import And, Condition, Not, Or, Var
from standoff.gmcr.concept.law import solve
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Statements
from standoff.gmcr.conflict.space import Option, Space
from standoff.gmcr.engine.arcs import arcs
from standoff.gmcr.engine.explicit import Explicit
from standoff.store.model.read import read_model

Flags: TypeAlias = NDArray[np.bool_]
Table: TypeAlias = Mapping[str, tuple[Flags, ...]]
FOUR = ("NASH", "GMR", "SMR", "SEQ")
TRADE = Path(__file__).resolve().parents[1] / "cases/gmcrplus-2014-trade/model.json"


def times(left: Flags, right: Flags) -> Flags:
    """The boolean product of two matrices."""
    return (left.astype(np.float32) @ right.astype(np.float32)) > 0


def none(table: Flags) -> Flags:
    """The rows without a true entry."""
    rows: Flags = ~np.any(table, axis=1)
    return rows


def closure(steps: Flags) -> Flags:
    """What is reached by one step or more, by squaring; moves in option form compose."""
    while True:
        more = steps | times(steps, steps)
        if (more == steps).all():
            return steps
        steps = more


def by_matrices(model: Model) -> Table:
    """The states stable for each decision maker under each concept, as in the matrix representation."""
    game = Explicit(model)
    count, makers = model.space.count, range(len(model.makers))
    can: list[Flags] = []
    better: list[Flags] = []
    for i in makers:
        moves = arcs(model.space, i)
        matrix = np.zeros((count, count), dtype=bool)
        matrix[moves.source, moves.target] = True
        can.append(matrix)
        better.append(np.greater.outer(game.ranks[i], game.ranks[i]).T)
    found: dict[str, list[Flags]] = {concept: [] for concept in FOUR}
    for i in makers:
        others = [j for j in makers if j != i]
        nobody = np.zeros((count, count), dtype=bool)
        reach = closure(np.logical_or.reduce([nobody, *(can[j] for j in others)]))
        gaining = closure(np.logical_or.reduce([nobody, *(can[j] & better[j] for j in others)]))
        gain, deters = can[i] & better[i], ~better[i].T
        no_escape = deters & ~times(can[i], better[i].T)
        found["NASH"].append(none(gain))
        for concept, answers, end in (
            ("GMR", reach, deters),
            ("SMR", reach, no_escape),
            ("SEQ", gaining, deters),
        ):
            found[concept].append(none(gain & ~times(answers, end).T))
    return {concept: tuple(flags) for concept, flags in found.items()}


def by_engine(model: Model, concepts: Sequence[str] = FOUR) -> Table:
    """The same by the engine, on a model that has computed nothing yet."""
    return solve(fresh(model), concepts).stable


def fresh(model: Model) -> Model:
    space = Space(model.space.options, model.space.impossible)
    return Model(model.name, model.makers, space, model.preferences)


def drawn(options: int, seed: int) -> Model:
    """A random conflict: three decision makers, eight statements each, five patterns."""
    rng = random.Random(seed)
    names = [f"o{k}" for k in range(options)]

    def literal() -> Condition:
        var = Var(rng.choice(names))
        return Not(var) if rng.random() < 0.5 else var

    space = Space(
        tuple(Option(name, k % 3) for k, name in enumerate(names)),
        tuple(And(literal(), And(literal(), literal())) for _ in range(5)),
    )
    wants = tuple(
        Statements.of(*(rng.choice((And, Or))(literal(), literal()) for _ in range(8)))
        for _ in range(3)
    )
    return Model(f"{options} options", ("A", "B", "C"), space, wants)


def measured(work: Callable[[], Table], runs: int = 3) -> tuple[Table, float, float]:
    """(the answer, best of some runs in seconds, peak memory in megabytes)."""
    tracemalloc.start()
    answer = work()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    best = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
        if best > 5:
            break
    return answer, best, peak


def compare(options: int, seed: int = 1) -> None:
    """One size, both ways; AssertionError where they differ."""
    model = drawn(options, seed)
    ours, seconds, memory = measured(lambda: by_engine(model))
    theirs, matrix_seconds, matrix_memory = measured(lambda: by_matrices(fresh(model)))
    for concept in FOUR:
        for a, b in zip(ours[concept], theirs[concept], strict=True):
            assert np.array_equal(a, b), concept
    print(
        f"{options:>7} {model.space.count:>7,} {seconds:>9.4f} {matrix_seconds:>9.4f} "
        f"{matrix_seconds / seconds:>7.0f} {memory:>9.1f} {matrix_memory:>9.1f} "
        f"{matrix_memory / memory:>7.0f}",
        flush=True,
    )


def trade() -> None:
    """The trade round, concept by concept; its matrices would not fit."""
    model = read_model(TRADE).model
    count = model.space.count
    print(
        f"\ntrade round: {count:,} states; one matrix of float32 would take {4e-9 * count**2:.0f} GB"
    )
    for concept in (*FOUR, "SSEQ", "SIM"):
        asked = functools.partial(by_engine, model, (concept,))
        table, seconds, memory = measured(asked, runs=1)
        stable = np.logical_and.reduce(table[concept]).sum()
        print(
            f"{concept:>7} {stable:>7,} equilibria {seconds:>7.2f} s {memory:>7.0f} MB", flush=True
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--options", type=int, nargs="*", default=[6, 8, 10])
    parser.add_argument("--trade", action="store_true")
    asked = parser.parse_args()
    threads = os.environ.get("OPENBLAS_NUM_THREADS") or f"{os.cpu_count()} (all)"
    print(f"NumPy {np.__version__}, BLAS threads: {threads}; four concepts, three decision makers")
    print("options  states  engine s  matrix s   ratio engine MB matrix MB   ratio")
    for options in asked.options:
        compare(options)
    if asked.trade:
        trade()


if __name__ == "__main__":
    main()
