"""Every engine against the definitions, on thousands of random conflicts."""

import functools
import random
from dataclasses import replace

import numpy as np
import pytest
from tests.gmcr import randoms
from tests.gmcr.oracle import Conflict, State, Tables
from tests.gmcr.rows import LAW, expected, implied

from standoff.gmcr.concept.law import solve
from standoff.gmcr.concept.table import PLAIN
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import NO_WISHES
from standoff.gmcr.conflict.space import Option, Space
from standoff.gmcr.engine.cube import Cube


@functools.lru_cache(maxsize=200)
def defined(seed: int) -> tuple[Conflict, Tables, dict[tuple[str, int], set[State]]]:
    """A random conflict, and what is stable in it by the definitions; found once for all engines.

    Up to 5 options and 4 decision makers; ties, one-way and unowned options, empty spaces.
    """
    conflict = randoms.conflict(random.Random(seed), most_options=5)
    tables = Tables(conflict)
    right = {(id, i): expected(tables, id, i) for id in LAW for i in tables.makers}
    return conflict, tables, right


# One block after the other, so that each engine meets what is found already.
@pytest.mark.parametrize("engine", ["explicit", "cube", "symbolic"])
@pytest.mark.parametrize("block", range(10))
def test_every_concept_agrees_with_its_definition(block: int, engine: str) -> None:
    for seed in range(block * 200, block * 200 + 200):
        check(seed, engine)


def check(seed: int, engine: str) -> None:
    conflict, tables, right = defined(seed)
    model = randoms.model(conflict)
    solution = solve(model, LAW, engine=engine)
    game, space = solution.game, model.space
    state = functools.cache(lambda code: frozenset(space.taken(code)))

    def states(found: object) -> set[State]:
        return set(map(state, game.walk(found)))

    assert states(game.common([])) == set(tables.states), seed
    held = {key: states(solution.stable[key[0]][key[1]]) for key in right}
    for (concept, i), wanted in right.items():
        assert held[concept, i] == wanted, (seed, concept, i)
        assert game.count(solution.stable[concept][i]) == len(wanted), (seed, concept, i)
    for concept in LAW:
        both = set.intersection(*(right[concept, i] for i in tables.makers))
        assert states(solution.equilibria(concept)) == both
        assert solution.count(concept) == len(both)
    for stronger, weaker in implied(LAW):
        for i in tables.makers:
            assert held[stronger, i] <= held[weaker, i], seed


@pytest.mark.parametrize("passes", ["passes", "compiled"])
def test_passes_agree_with_the_definitions(passes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both tables of passes, tiles and lines included: small conflicts among options that change nothing."""
    if passes == "compiled":
        pytest.importorskip("numba")
        monkeypatch.setattr("standoff.gmcr.engine.compiled.SHARED", 1 << 14)  # threads take part
    for threshold in ("COMPILED", "WORTH_LOADING"):
        monkeypatch.setattr(
            f"standoff.gmcr.engine.cube.{threshold}", 0 if passes == "compiled" else 1 << 60
        )
    monkeypatch.setattr("standoff.gmcr.engine.passes.BLOCK", 1 << 11)
    for seed in range(150):
        conflict, tables, right = defined(seed)
        small = randoms.model(conflict)
        model, kept = among_idle(small, random.Random(seed + 1000))
        solution = solve(model, LAW, engine="cube")
        game = solution.game
        assert isinstance(game, Cube)
        assert game._passes.__name__ == f"standoff.gmcr.engine.{passes}"
        state = np.zeros_like(model.space.codes)
        for at, bit in enumerate(kept):
            state |= (model.space.codes >> np.uint64(bit) & np.uint64(1)) << np.uint64(at)
        of = np.searchsorted(small.space.codes, state)
        states = [frozenset(small.space.taken(int(code))) for code in small.space.codes]
        for concept in LAW:
            for i in tables.makers:
                flags = np.array([s in right[concept, i] for s in states], bool)
                found = game.flags(solution.stable[concept][i + 2])
                assert np.array_equal(found, flags[of]), (seed, concept, i)


def among_idle(model: Model, rng: random.Random) -> tuple[Model, list[int]]:
    """The same conflict with eleven options that nothing reads, and the bits of its own options in it.

    Some of the eleven are of two decision makers without wishes, who come first: the others' lie high.
    """
    options = [
        replace(o, owner=None if o.owner is None else o.owner + 2) for o in model.space.options
    ]
    owned = rng.choice((0, 2, 7))
    options += [Option(f"i{k}", k // 4 if k < owned else None) for k in range(11)]
    rng.shuffle(options)
    larger = replace(
        model,
        makers=("idle", "still", *model.makers),
        preferences=(NO_WISHES, NO_WISHES, *model.preferences),
        space=Space(tuple(options), model.space.impossible),
    )
    return larger, [larger.space.bit[option.name] for option in model.space.options]


def test_single_states_agree_with_the_arrays() -> None:
    """Lazy moves and scores, which evolutions read, against ranks and groups, which concepts read."""
    for seed in range(300):
        model = randoms.model(randoms.conflict(random.Random(seed)))
        codes = [int(c) for c in model.space.codes]
        for i, preference in enumerate(model.preferences):
            ranks = preference.ranks(model.space).tolist()
            scores = [preference.score(model.space, c) for c in codes]
            for a in range(len(codes)):
                for b in range(len(codes)):
                    assert (ranks[a] > ranks[b]) == (scores[a] > scores[b]), seed
            nash = solve(model, ["NASH"]).stable["NASH"][i]
            assert [not model.improvements(i, c) for c in codes] == list(nash), seed


@pytest.mark.thorough
def test_idle_options_only_multiply() -> None:
    """Options that nothing reads: every concept's counts are those of the reduced model, times 2^idle."""
    seen = 0
    for seed in range(400):
        model = randoms.model(randoms.conflict(random.Random(seed)))
        reduced, times = model.reduced()
        seen += times > 1
        assert model.space.count == times * reduced.space.count
        full, small = solve(model, PLAIN), solve(reduced, PLAIN)
        for concept in PLAIN:
            assert full.equilibria(concept).sum() == times * small.equilibria(concept).sum(), seed
            for i in range(len(model.makers)):
                assert full.stable[concept][i].sum() == times * small.stable[concept][i].sum(), seed
    assert seen > 30
