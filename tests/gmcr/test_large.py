"""Laws that need no oracle, on models of 2^16 states and more."""

import random
from dataclasses import replace

import numpy as np
import pytest
from tests.gmcr.randoms import condition, structured
from tests.gmcr.test_oracle import IMPLIED, LAW

from standoff.condition import Condition, Not, Var, rename
from standoff.gmcr.concept.law import solve
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import NO_WISHES, Statements
from standoff.gmcr.conflict.space import Option, Space
from standoff.gmcr.engine.cube import Cube
from standoff.gmcr.engine.explicit import Explicit

LISTING = ("explicit", "cube")


@pytest.mark.parametrize("engine", LISTING)
@pytest.mark.parametrize(("seed", "sizes"), [(1, [5, 5, 4, 4]), (2, [6, 3, 5, 2, 2])])
def test_closed_forms_at_eighteen_options(engine: str, seed: int, sizes: list[int]) -> None:
    """Where all can be and be undone, GMR is what beats the maximin and SMR the minimax (Howard 1971)."""
    model = structured(random.Random(seed), sizes, patterns=0)
    solution = solve(model, ["GMR", "SMR"], engine=engine)
    assert isinstance(solution.game, Cube | Explicit)
    flags = solution.game.flags
    low = 0
    for i, size in enumerate(sizes):
        rank = model.preferences[i].ranks(model.space).reshape(-1, 1 << size, 1 << low)
        maximin = rank.min(axis=(0, 2)).max()
        minimax = rank.max(axis=1).min()
        assert (flags(solution.stable["GMR"][i]) == (rank >= maximin).ravel()).all()
        assert (flags(solution.stable["SMR"][i]) == (rank >= minimax).ravel()).all()
        low += size


@pytest.mark.parametrize("engine", LISTING)
def test_implications_at_eighteen_options(engine: str) -> None:
    model = structured(random.Random(3), [5, 5, 4, 4], one_way=0.2)
    solution = solve(model, LAW, engine=engine)
    for stronger, weaker in IMPLIED:
        for held, wide in zip(solution.stable[stronger], solution.stable[weaker], strict=True):
            assert not (held & ~wide).any(), (stronger, weaker)


def test_symbolic_implications_at_sixty_options() -> None:
    model = structured(random.Random(3), [6] * 10, near=True)
    solution = solve(model, ["NASH", "SMR", "GMR"], engine="symbolic")
    for stronger, weaker in (("NASH", "SMR"), ("SMR", "GMR")):
        for held, wide in zip(solution.stable[stronger], solution.stable[weaker], strict=True):
            assert not (held & ~wide).satisfiable()
    assert 0 < solution.count("NASH") < solution.count("GMR") < 2**60


# --- what must change nothing ----------------------------------------------------------------------

LARGE = structured(random.Random(5), [5, 4, 4, 3], one_way=0.1)


def counts(model: Model, engine: str) -> dict[str, list[int]]:
    solution = solve(model, LAW, engine=engine)
    return {c: [solution.game.count(each) for each in solution.stable[c]] for c in LAW}


@pytest.fixture(scope="module")
def plain() -> dict[str, list[int]]:
    return counts(LARGE, "explicit")


def reordered(model: Model, order: list[int]) -> Model:
    """The same options declared in another order."""
    options = tuple(model.space.options[b] for b in order)
    return replace(model, space=Space(options, model.space.impossible))


@pytest.mark.parametrize("engine", LISTING)
def test_the_order_of_options_changes_nothing(engine: str, plain: dict[str, list[int]]) -> None:
    order = list(range(16))
    random.Random(1).shuffle(order)
    assert counts(reordered(LARGE, order), engine) == plain


@pytest.mark.parametrize("engine", LISTING)
def test_the_order_of_decision_makers_changes_nothing(
    engine: str, plain: dict[str, list[int]]
) -> None:
    turn = {0: 2, 1: 0, 2: 3, 3: 1}
    options = tuple(
        replace(o, owner=turn[o.owner]) for o in LARGE.space.options if o.owner is not None
    )
    back = sorted(turn, key=turn.__getitem__)
    model = replace(
        LARGE,
        makers=tuple(LARGE.makers[i] for i in back),
        preferences=tuple(LARGE.preferences[i] for i in back),
        space=Space(options, LARGE.space.impossible),
    )
    found = counts(model, engine)
    assert {c: [found[c][turn[i]] for i in range(4)] for c in LAW} == plain


@pytest.mark.parametrize("engine", LISTING)
def test_saying_no_for_yes_changes_nothing(engine: str, plain: dict[str, list[int]]) -> None:
    """Every two-way option is replaced by its negation, wherever it stands."""
    turned = {o.name for o in LARGE.space.options if o.direction is o.direction.BOTH}

    def other(condition: Condition) -> Condition:
        return rename(condition, lambda name: Not(Var(name)) if name in turned else Var(name))

    wishes = tuple(
        Statements(tuple(tuple(map(other, tier)) for tier in preference.tiers))
        for preference in LARGE.preferences
        if isinstance(preference, Statements)
    )
    space = Space(LARGE.space.options, tuple(map(other, LARGE.space.impossible)))
    assert counts(replace(LARGE, space=space, preferences=wishes), engine) == plain


@pytest.mark.parametrize("engine", LISTING)
def test_an_option_that_nobody_has_and_nothing_names_doubles_all(
    engine: str, plain: dict[str, list[int]]
) -> None:
    space = Space((Option("idle", None), *LARGE.space.options), LARGE.space.impossible)
    found = counts(replace(LARGE, space=space), engine)
    assert found == {c: [2 * n for n in each] for c, each in plain.items()}


@pytest.mark.parametrize("engine", LISTING)
def test_an_indifferent_decision_maker_without_options_changes_nothing(
    engine: str, plain: dict[str, list[int]]
) -> None:
    model = replace(
        LARGE, makers=(*LARGE.makers, "nobody"), preferences=(*LARGE.preferences, NO_WISHES)
    )
    found = counts(model, engine)
    assert {c: each[:-1] for c, each in found.items()} == plain
    assert {each[-1] for each in found.values()} == {LARGE.space.count}


def test_compiled_passes_agree_with_arrays(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    for threshold in ("COMPILED", "WORTH_LOADING"):
        monkeypatch.setattr(f"standoff.gmcr.engine.cube.{threshold}", 0)
    for seed, one_way in ((1, 0.0), (2, 0.3)):
        model = structured(random.Random(seed), [5, 4, 3], one_way=one_way)
        found = solve(model, LAW, engine="cube")
        expected = solve(model, LAW, engine="explicit")
        assert isinstance(found.game, Cube)
        assert found.game._passes.__name__.endswith("compiled")
        for concept in LAW:
            sets = [found.game.flags(each) for each in found.stable[concept]]
            assert np.array_equal(sets, expected.stable[concept])


@pytest.mark.parametrize("statements", [15, 20, 26, 40, 70])
def test_numbers_of_every_width(statements: int) -> None:
    """Two bytes hold fifteen statements, told apart by a table up to 22; then four, eight, and a list."""
    agree_with_many_wishes(statements, "passes")


@pytest.mark.thorough
@pytest.mark.parametrize("statements", [26, 40])
def test_compiled_numbers_of_every_width(statements: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    for threshold in ("COMPILED", "WORTH_LOADING"):
        monkeypatch.setattr(f"standoff.gmcr.engine.cube.{threshold}", 0)
    agree_with_many_wishes(statements, "compiled")


def agree_with_many_wishes(statements: int, passes: str) -> None:
    rng = random.Random(statements)
    model = structured(rng, [3, 4, 4], one_way=0.1, patterns=2)
    names = [option.name for option in model.space.options]
    for maker in (0, 2):
        many = Statements.of(*(condition(rng, names) for _ in range(statements)))
        model = model.prefer(maker, many)
    found, expected = (solve(model, LAW, engine=engine) for engine in ("cube", "explicit"))
    assert isinstance(found.game, Cube)
    assert found.game._passes.__name__ == f"standoff.gmcr.engine.{passes}"
    for concept in LAW:
        sets = [found.game.flags(each) for each in found.stable[concept]]
        assert np.array_equal(sets, expected.stable[concept])
