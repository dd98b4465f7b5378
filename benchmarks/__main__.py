"""python -m benchmarks [--short] [--json FILE] [--only TABLE ...]

Prints tables, and writes the same as JSON. Models are random and fixed by their seeds, 1 up; every
answer that two methods give is compared, and a difference stops the run. `--short` runs the small
sizes with few models, to see that all still works.

`copies` is the time taken as a multiple of the time that copying as many bytes takes as the answer must
at least read and write, by the speed of copying measured before each row. What these bytes are is said
with each table.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from tests.gmcr.randoms import structured

from benchmarks import alone, costs, peers, questions, variants
from benchmarks.measure import Row, Spread, copy_bandwidth, load, machine, process, timed
from standoff.analysis.judge.ensemble import Ensemble as Played
from standoff.analysis.judge.verdict import Scene
from standoff.analysis.vary.lists import lists_of
from standoff.analysis.vary.whatif import what_if
from standoff.case.build import build
from standoff.case.entry import Reading
from standoff.case.make.adopt import case_text
from standoff.case.reading import merge, readings
from standoff.condition import conjunction, literal
from standoff.gmcr.concept.answer import answer, improvements
from standoff.gmcr.concept.coalition import coalitions
from standoff.gmcr.concept.law import solve
from standoff.gmcr.concept.table import CONCEPTS, USUAL, Answers
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import NO_WISHES, Preference, Statements
from standoff.gmcr.conflict.space import Option, Space
from standoff.gmcr.engine.cube import Cube
from standoff.gmcr.engine.passes import Axis, over_settings
from standoff.gmcr.engine.sat import NashQuery, Query, SetQuery
from standoff.gmcr.evolve.evolution import evolve
from standoff.gmcr.many.batch import Ensemble, switched
from standoff.problem import Infeasible
from standoff.store.folder import load_folder
from standoff.store.shipped import shipped

if TYPE_CHECKING:
    from standoff.gmcr.engine.symbolic import Symbolic

MODELS = 10
FEW = 3
TRIED = 10
"""Variants that are solved one by one beside an ensemble of random models."""
Lists: TypeAlias = tuple[tuple[Preference, ...], ...]


def fresh(seed: int, sizes: list[int], patterns: int | None = None, near: bool = False) -> Model:
    return structured(random.Random(seed), sizes, near=near, patterns=patterns)


def rows_of(
    size: str, measure: Callable[[int], dict[str, float]], short: bool, models: int = MODELS
) -> Row:
    """A row over models of seeds 1 up; where the answer says its `bytes`, with its `copies`."""
    copy = copy_bandwidth()
    seen: dict[str, list[float]] = {}
    tried = FEW if short else models
    for seed in range(1, 1 + tried):
        figures = measure(seed)
        if least := figures.pop("bytes", None):
            figures["copies"] = 1e6 * figures["ms"] * copy / least
        for name, value in figures.items():
            seen.setdefault(name, []).append(value)
    figures_ = {name: Spread.over(values) for name, values in seen.items()}
    return Row(size, tried, figures_, round(copy, 1), load())


def solved_bytes(model: Model) -> float:
    """A 16-bit rank of each state written and read once for each decision maker, and its flags written."""
    return 5.0 * model.space.count * len(model.makers)


def matrix(short: bool) -> Iterator[Row]:
    """Four concepts, all decision makers, against the matrix method; bytes: 5 a state and decision maker."""
    for sizes in [[4, 3, 3], [4, 4, 3], [4, 4, 4], [5, 4, 4]][: 2 if short else 4]:

        def measure(seed: int, sizes: list[int] = sizes) -> dict[str, float]:
            ours, solution = timed(lambda: solve(fresh(seed, sizes, patterns=5), USUAL), runs=5)
            theirs, tables = timed(lambda: peers.matrix_method(fresh(seed, sizes, patterns=5)))
            for concept, flags in tables.items():
                assert np.array_equal(flags, solution.stable[concept]), (seed, concept)
            states = solution.model.space.count
            return {
                "states": states,
                "ms": 1e3 * ours,
                "matrix ms": 1e3 * theirs,
                "times": theirs / ours,
                "bytes": solved_bytes(solution.model),
            }

        yield rows_of(f"{sum(sizes)} options", measure, short)


def nash(short: bool) -> Iterator[Row]:
    """Pure Nash equilibria of given payoffs, against QuantEcon and Gambit (solving); bytes: 2 a payoff."""
    for bits in [[4, 3, 3], [4, 4, 4], [5, 5, 4], [4, 4, 4, 4]][: 2 if short else 4]:
        owners = [i for i, width in enumerate(bits) for _ in range(width)]
        space = Space(tuple(Option(f"o{b}", who) for b, who in enumerate(owners)))
        game = Cube(Model("payoffs", tuple(map(str, bits)), space, (NO_WISHES,) * len(bits)))
        axes = game.axes
        shape = [1 << width for width in reversed(bits)]  # the last player's options are highest

        def measure(seed: int, shape: list[int] = shape, axes: tuple = axes) -> dict[str, float]:  # type: ignore[type-arg]
            rng = np.random.default_rng(seed)
            payoffs = [rng.integers(1, 1000, np.prod(shape)).astype(np.uint16) for _ in axes]

            ours, found = timed(partial(pure_nash, payoffs, axes), runs=20)
            tables = [p.reshape(shape).astype(np.int64) for p in reversed(payoffs)]
            profiles = set(zip(*(map(int, x) for x in np.unravel_index(found, shape)), strict=True))
            figures = {
                "ms": 1e3 * ours,
                "equilibria": len(found),
                "bytes": 2.0 * payoffs[0].size * len(axes),
            }
            for name in ("quantecon", "gambit"):
                built = getattr(peers, f"{name}_game")(tables)
                theirs, answer = timed(partial(getattr(peers, f"{name}_nash"), built))
                assert answer == profiles, (seed, name)
                figures |= {f"{name} ms": 1e3 * theirs, f"times {name}": theirs / ours}
            return figures

        yield rows_of(f"{np.prod(shape):,} profiles", measure, short)


def pure_nash(payoffs: list[NDArray[np.uint16]], axes: Sequence[Axis]) -> NDArray[np.intp]:
    """The profiles from which no player gains alone; the highest player first, whose passes are fastest."""
    held = np.ones(len(payoffs[0]), dtype=bool)
    left: NDArray[np.intp] | None = None  # once they are few, only those still in question
    for p, axis in sorted(zip(payoffs, axes, strict=True), key=lambda each: -each[1].low):
        if left is None:
            held &= (axis.view(p) == over_settings(p, axis, np.maximum)).reshape(-1)
            if np.count_nonzero(held) < len(held) >> 6:
                left = np.flatnonzero(held)
        else:
            settings = np.arange(1 << axis.bits) << axis.low
            others = (left & ~settings[-1])[:, np.newaxis] | settings
            left = left[p[others].max(axis=1) == p[left]]
    return np.flatnonzero(held) if left is None else left


def growth(short: bool) -> Iterator[Row]:
    """Growth, in a process of its own for each model; bytes: 5 a state and decision maker.

    After a smaller model has been solved: `first s` is what that took, loading the compiled passes from
    a filled cache included. `cpu ms` adds up the threads. `MB` is what the model added, `peak MB` all.
    Three models where one takes a minute: 24 options without compiled passes, and 26 or 28.
    """
    sizes = {
        10: [4, 3, 3],
        14: [4, 4, 3, 3],
        18: [5, 5, 4, 4],
        20: [5, 5, 5, 5],
        22: [5, 5, 4, 4, 4],
        24: [5, 5, 5, 5, 4],
        26: [5, 5, 4, 4, 4, 4],
        28: [5, 5, 5, 5, 4, 4],
    }

    def solved(seed: int, options: int, engine: str, threads: int) -> dict[str, float]:
        given = (seed, sizes[options], engine, threads > 0)
        return alone.started(alone.growth, *given, NUMBA_NUM_THREADS=str(max(1, threads)))

    solved(1, 14, "cube", 1)  # fills the cache
    cores = os.cpu_count() or 1
    for options in (10, 14) if short else sizes:
        ways = [("explicit", 0)] if options <= 20 else []
        ways += [("cube", 0)] if options <= 24 else []
        ways += [("cube", threads) for threads in sorted({1, cores})] if options >= 14 else []
        for engine, threads in ways:
            few = options >= 26 or (options == 24 and not threads)
            name = f"{engine}, compiled, threads {threads}" if threads else engine
            measure = partial(solved, options=options, engine=engine, threads=threads)
            yield rows_of(f"{options} options, {name}", measure, short, FEW if few else MODELS)


ENDED = 120.0
"""Seconds after which a process that measures one model is ended: one step on diagrams hears nothing."""


def diagrams(short: bool) -> Iterator[Row]:
    """Exact sets, and counts of equilibria, by diagrams; each model in a process, ended after two minutes."""
    usual = "NASH GMR SMR"
    todo = [(40, "near", usual), (60, "near", usual), (20, "near", "SEQ")]
    if not short:
        todo += [(100, "near", usual), (60, "any", usual), (80, "any", usual)]
        todo += [(30, "any", "SEQ"), (40, "near", "SEQ")]
    for options, mix, concepts in todo:

        def measure(
            seed: int, o: int = options, mix: str = mix, cs: str = concepts
        ) -> dict[str, float]:
            given = (seed, parts(o, seed), mix == "near", cs.split())
            return alone.started(alone.diagrams, *given, seconds=ENDED)

        yield rows_of(f"{options} options, {mix}, {concepts}", measure, short)


def parts(options: int, seed: int) -> list[int]:
    """Decision makers of four to eight options."""
    rng = random.Random(seed)
    sizes: list[int] = []
    while sum(sizes) < options:
        sizes.append(min(rng.randint(4, 8), options - sum(sizes)))
    return sizes


def queries(short: bool) -> Iterator[Row]:
    """Is there an equilibrium where four options are so and so: a hundred questions a model.

    `encode s`: until the first question can be asked; under other concepts than NASH the sets that are
    stable for each decision maker included.
    """
    todo = [(40, "NASH"), (40, "GMR")]
    if not short:
        todo += [(80, "NASH"), (120, "NASH"), (200, "NASH"), (80, "GMR"), (100, "SMR")]
    for options, concept in todo:

        def measure(seed: int, o: int = options, concept: str = concept) -> dict[str, float]:
            model = fresh(seed, parts(o, seed))
            encode, (query, holds) = timed(lambda: asked_of(model, concept))
            rng = random.Random(seed)
            times, yes = [], 0
            for _ in range(100):
                names = [f"o{b}" for b in rng.sample(range(o), 4)]
                where = conjunction(literal(name, rng.random() < 0.5) for name in names)
                seconds, found = timed(partial(query.states, where))
                times.append(1e3 * seconds)
                yes += len(found)
                for state in found:
                    assert model.space.feasible(state)
                    assert model.space.test(where)(state)
                    assert all(holds(i, state) for i in range(len(model.makers)))
            spread = Spread.over(times)
            return {
                "encode s": encode,
                "query ms": spread.median,
                "worst ms": spread.most,
                "yes": yes,
            }

        yield rows_of(f"{options} options, any, {concept}", measure, short)


def asked_of(model: Model, concept: str) -> tuple[Query, Callable[[int, int], bool]]:
    """What is asked, and whether a state is stable for a decision maker, found out in another way."""
    if concept == "NASH":
        return NashQuery(model), lambda maker, state: not any(model.improvements(maker, state))
    solution = solve(model, [concept], engine="symbolic")
    query = SetQuery(cast("Symbolic", solution.game), solution.stable[concept])
    return query, lambda maker, state: solution.holds(concept, state, maker)


def contested(model: Model, number: int, rng: random.Random) -> Lists:
    """Every way to keep or drop so many lines, drawn from all decision makers' lists."""
    wishes = [each if isinstance(each, Statements) else NO_WISHES for each in model.preferences]
    lines = [(i, at) for i, each in enumerate(wishes) for at in range(len(each.tiers))]
    drawn = rng.sample(lines, min(number, len(lines)))
    return tuple(
        switched(each, [at for who, at in drawn if who == i]) for i, each in enumerate(wishes)
    )


def ensembles(short: bool) -> Iterator[Row]:
    """Counts of equilibria under all concepts named, of 2^14 variants (SEQ: 2^11), everything included;
    bytes: 1 bit a flag."""
    rows = [
        ([4, 3, 3], [5, 5, 4], ("NASH", "GMR", "SMR")),
        ([4, 3, 3], [4, 4, 3], ("SEQ",)),
        ([4, 4, 4, 4], [4, 4, 3, 3], ("NASH", "GMR", "SMR")),
    ]
    for sizes, lines, names in rows[: 2 if short else 3]:

        def measure(
            seed: int,
            sizes: list[int] = sizes,
            lines: list[int] = lines,
            names: tuple[str, ...] = names,
        ) -> dict[str, float]:
            rng = random.Random(seed)
            model = fresh(seed, sizes, patterns=0)
            alternatives = tuple(
                switched(wishes, rng.sample(range(len(wishes.tiers)), number))
                for wishes, number in zip(model.preferences, lines, strict=True)
                if isinstance(wishes, Statements)
            )
            many = Ensemble(model, alternatives)
            ours, counts = timed(lambda: [many.counts(name) for name in names])
            picks = [[rng.randrange(len(each)) for each in alternatives] for _ in range(TRIED)]
            single, solutions = timed(lambda: [solve(many.variant(p), names) for p in picks])
            for pick, solution in zip(picks, solutions, strict=True):
                at = int(np.ravel_multi_index(pick, [len(each) for each in alternatives]))
                assert [int(c[at]) for c in counts] == [solution.count(name) for name in names]
            return {
                "variants/s": many.size / ours,
                "times one by one": single / TRIED * many.size / ours,
                "ms": 1e3 * ours,
                "bytes": len(names) * many.size * model.space.count / 8,
            }

        yield rows_of(f"{2 ** sum(sizes):,} states, {' '.join(names)}", measure, short)


def together(short: bool) -> Iterator[Row]:
    """What every pair and triple of six decision makers has no incentive to leave, all states listed.

    Of ten states a coalition is also asked one at a time. `cpu s` is one process. Bytes: a flag for each
    state, coalition and concept.
    """
    todo: list[tuple[list[int], tuple[str, ...], int]] = [
        ([2, 2, 2, 2, 2, 2], ("CNASH", "CGMR", "CSMR"), MODELS),
        ([3, 3, 3, 3, 2, 2], ("CNASH", "CGMR", "CSMR"), MODELS),
        ([2, 2, 2, 2, 2, 2], ("CSEQ_IND", "CSEQ"), FEW),
        ([3, 3, 3, 3, 2, 2], ("CSEQ_IND",), FEW),
        ([3, 3, 3, 3, 2, 2], ("CSEQ",), FEW),
    ]
    for sizes, names, models in todo:
        if short and sum(sizes) > 12:
            continue

        def measure(
            seed: int, sizes: list[int] = sizes, names: tuple[str, ...] = names
        ) -> dict[str, float]:
            model = fresh(seed, sizes)
            began = time.process_time()
            ours, found = timed(lambda: coalitions(model, names))
            cpu = time.process_time() - began
            rng = random.Random(seed)
            for mover in rng.sample(list(found.stable), 5):
                for at in rng.sample(range(model.space.count), 2):
                    state = int(model.space.codes[at])
                    gains = [target for target, _ in improvements(model, mover, state)]
                    for name in names:
                        row = CONCEPTS[name]
                        if row.answers is Answers.JOINT and sum(sizes) > 12:
                            continue  # one such answer may lead nearly everywhere
                        stays = not gains
                        if row.answers.after:
                            stays = all(answer(model, row, mover, state, t) for t in gains)
                        assert stays == found.stable[mover][name][at], (seed, mover, state)
            flags = sum(map(len, found.stable.values())) * model.space.count
            return {
                "states": model.space.count,
                "s": ours,
                "cpu s": cpu,
                "ms": 1e3 * ours,
                "bytes": flags,
            }

        yield rows_of(
            f"{2 ** sum(sizes):,} combinations, {' '.join(names)}", measure, short, models
        )


def evolutions(short: bool) -> Iterator[Row]:
    """Ends from the status quo of many variants: random models of the worked case's shape, and its
    readings, with up to 14 lines on or off (drawn anew for each seed), then also with each actor's
    list from every reading. One by one: 200 variants (10 of the random models)."""

    def random_model(seed: int) -> tuple[Model, Lists]:
        model = fresh(seed, [3, 3, 2, 1, 1, 1, 1, 1, 1], patterns=1)
        model = replace(model, today=model.space.nearest(0)[:1])
        return model, contested(model, 14, random.Random(seed))

    def reading(seed: int, case: Reading, swapped: bool) -> tuple[Model, Lists]:
        (world,) = build(case)
        model = world.model
        alternatives = list(contested(model, 14, random.Random(seed)))
        if swapped:
            lists = lists_of(case, list(worked().values()))
            every = Played((Scene(world, model, {}),), lists.families).preferences()
            for i, family in enumerate(lists.families):
                own = family.versions[lists.own[i]]  # in there already, every line kept
                new = (k for k in np.flatnonzero(lists.first[i]) if family.versions[k] != own)
                alternatives[i] += tuple(every[i][k] for k in new)
        return model, tuple(alternatives)

    def measure(
        seed: int, made: Callable[[int], tuple[Model, Lists]], tried: int
    ) -> dict[str, float]:
        many = Ensemble(*made(seed))
        ours, found = timed(many.evolve)
        again = Ensemble(*made(seed))  # nothing of it worked out yet
        rng = random.Random(seed)
        picks = [[rng.randrange(len(each)) for each in again.alternatives] for _ in range(tried)]
        single, ends = timed(lambda: [evolve(again.variant(pick)).ends for pick in picks])
        assert ends == [found.of(pick).ends for pick in picks]
        return {
            "variants": many.size,
            "ms": 1e3 * ours,
            "evolutions/s": many.size / ours,
            "boxes": len(found.outcomes),
            "one by one/s": tried / single,
            "times": many.size / ours / (tried / single),
        }

    yield rows_of("random models", partial(measure, made=random_model, tried=TRIED), short)
    for id, case in worked().items():
        for swapped in (False, True):
            made = partial(reading, case=case, swapped=swapped)
            name = f"reading {id}, lines{' and lists' if swapped else ''}"
            yield rows_of(name, partial(measure, made=made, tried=200), short)


@cache
def worked() -> dict[str, Reading]:
    """The readings of the worked case."""
    case, _ = load_folder(shipped("syria"))
    return {id: merge(case, id)[0] for id in readings(case)}


def whatif(short: bool) -> Iterator[Row]:
    """What if somebody acted, in the worked case, loaded: each option set to yes and to no, both ways
    compared, and four ways of each pair of options. Each seed asks all that can be."""
    for id, reading in worked().items():
        options = [option.full for option in reading.options]
        asked: list[dict[str, tuple[bool, ...]]] = []
        for values in [(True,), (False,), (True, False)]:
            asked += [{name: values} for name in options]
        if not short:
            pairs = itertools.combinations(options, 2)
            asked += [dict.fromkeys(pair, (True, False)) for pair in pairs]

        def measure(
            seed: int,
            reading: Reading = reading,
            asked: list[dict[str, tuple[bool, ...]]] = asked,
        ) -> dict[str, float]:
            times, refused = [], 0
            for acts in asked:
                try:
                    times.append(1e3 * timed(partial(what_if, reading, acts))[0])
                except Infeasible:
                    refused += 1
            spread = Spread.over(times)
            return {
                "asked": len(times),
                "cannot be": refused,
                "ms": spread.median,
                "worst ms": spread.most,
            }

        yield rows_of(f"reading {id}", measure, short)


def foresight(short: bool) -> Iterator[Row]:
    """L_h of four decision makers at every state, from statements, ties as sets; bytes: a bit for each pair
    of states, twice a level. L_1 is compared with Nash stability, L_2 with walks along the moves."""
    for sizes in [[3, 2, 2, 1], [3, 3, 3, 3]][: 1 if short else 2]:
        for h in (2, 6):

            def measure(seed: int, sizes: list[int] = sizes, h: int = h) -> dict[str, float]:
                return variants.foresight(fresh(seed, sizes, patterns=0), h, seed)

            yield rows_of(f"{1 << sum(sizes):,} states, h = {h}", measure, short)


def shares(short: bool) -> Iterator[Row]:
    """Shares of the chain of improvements from one state, four decision makers; bytes: 16 a step. That they
    sum to 1, and that expected moves are one more than those of what follows, is checked."""
    for sizes in [[3, 2, 2, 1], [4, 3, 2, 2]][: 1 if short else 2]:
        for rule in ("uniform", "best"):

            def measure(seed: int, sizes: list[int] = sizes, rule: str = rule) -> dict[str, float]:
                return variants.shares(fresh(seed, sizes, patterns=0), rule, seed)

            yield rows_of(f"{1 << sum(sizes):,} states, {rule}", measure, short)


FIRST = """
import random
from tests.gmcr.randoms import structured
from standoff.gmcr.concept.law import solve
print(solve(structured(random.Random(1), [4, 3, 3])).count("NASH"))
"""


def first(short: bool) -> Iterator[Row]:
    """From the start of a process to its end: four concepts on 2^10 combinations, and the worked case.

    No bytecode: everything is compiled first, the standard library too.
    """
    with TemporaryDirectory() as case:
        ten, compiled = Path(case) / "ten", str(Path(case) / "bytecode")
        ten.mkdir()
        text = case_text(fresh(1, [4, 3, 3]), {}, "Ten options")
        (ten / "case.yaml").write_text(text, "utf-8")
        standoff = [sys.executable, "-m", "standoff"]
        programs = {
            "help": [*standoff, "--help"],
            "10 options, library": [sys.executable, "-c", FIRST],
            "10 options, solve": [*standoff, "solve", str(ten)],
            "10 options, solve --json": [*standoff, "solve", str(ten), "--json"],
            "worked case, compare": [*standoff, "compare", str(shipped("syria"))],
        }
        for name, command in programs.items():
            for kept in (True, False):
                kinds = {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
                if not kept:
                    kinds = {
                        "PYTHONPYCACHEPREFIX": f"{compiled}/none",
                        "PYTHONDONTWRITEBYTECODE": "1",
                    }
                environment = {**os.environ, **kinds}
                process(command, environment)  # files are read and, where kept, bytecode is written

                def measure(
                    seed: int, command: list[str] = command, env: dict[str, str] = environment
                ) -> dict[str, float]:
                    wall, busy = process(command, env)
                    return {"ms": 1e3 * wall, "processor ms": 1e3 * busy}

                yield rows_of(name if kept else f"{name}, no bytecode", measure, short)


TABLES = (
    first,
    nash,
    ensembles,
    queries,
    diagrams,
    evolutions,
    whatif,
    questions.commands,
    questions.sets,
    questions.parts,
    costs.costs,
    foresight,
    shares,
    matrix,
    growth,
    together,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--only", nargs="*", choices=[table.__name__ for table in TABLES])
    chosen = parser.parse_args()
    began = time.perf_counter()
    result: dict[str, Any] = {"machine": machine(), "copy GB/s": round(copy_bandwidth(), 1)}
    print(f"copying memory: {result['copy GB/s']} GB/s; {result['machine']}")
    result["tables"] = {}
    for table in TABLES:
        if chosen.only and table.__name__ not in chosen.only:
            continue
        print(f"\n{table.__doc__}\n", flush=True)
        rows: list[dict[str, Any]] = []
        for row in table(chosen.short):
            for line in row.lines(headed=not rows or [*rows[-1]["figures"]] != [*row.figures]):
                print(line, flush=True)
            rows.append(row.json())
        result["tables"][table.__name__] = rows
        result["seconds"] = round(time.perf_counter() - began)
        if chosen.json:  # after each table: a run that is stopped leaves whole tables
            chosen.json.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
