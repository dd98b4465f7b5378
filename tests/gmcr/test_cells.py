"""What the compiled engine of cells does otherwise than with arrays, against the arrays."""

import random

import numpy as np
import pytest
from tests.gmcr.randoms import condition, structured
from tests.gmcr.rows import LAW

from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.law import solve, stable
from standoff.gmcr.concept.table import CONCEPTS
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference, Statements
from standoff.gmcr.conflict.space import Option, Space
from standoff.gmcr.engine.cells import flood, order, value
from standoff.gmcr.engine.cells.number import Best, Lesser, Number, Rank, Worst
from standoff.gmcr.engine.cube import Cube
from standoff.gmcr.engine.passes import Cells

SIZES = ([5, 4, 4], [3, 4, 3, 3], [1, 5, 2, 5], [6, 2, 5], [2, 3, 4, 3])


def models() -> list[Model]:
    """Little and much ruled out, few and many foreign options named, some options one way."""
    found = []
    for seed, sizes in enumerate(SIZES * 2):
        rng = random.Random(seed)
        patterns, one_way = rng.choice((3, 8, 14)), rng.choice((0.0, 0.0, 0.2))
        found.append(structured(rng, sizes, near=seed % 2 == 0, one_way=one_way, patterns=patterns))
    return found


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    for threshold in ("COMPILED", "WORTH_LOADING"):
        monkeypatch.setattr(f"standoff.gmcr.engine.cube.{threshold}", 0)
    monkeypatch.setattr("standoff.gmcr.engine.compiled.SHARED", 1 << 12)  # threads take part


def agree(model: Model, found: Cube) -> None:
    expected = solve(model, LAW, engine="explicit")
    for concept in LAW:
        for i, states in enumerate(expected.stable[concept]):
            mine = solve_one(found, concept, i)
            assert np.array_equal(found.flags(mine), states), (concept, i)


def solve_one(game: Cube, concept: str, maker: int) -> np.ndarray:
    found: np.ndarray = stable(game, CONCEPTS[concept], frozenset({maker}))
    return found


@pytest.mark.usefixtures("compiled")
def test_orders_and_parts_agree_with_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    by_orders = in_parts = 0
    for at, model in enumerate(models()):
        monkeypatch.setattr(value, "HOARD", 0 if at % 2 else 1 << 28)  # ranks not kept
        few = (0, 4, 64)[at % 3]  # cells taken by context, as suits, one by one
        monkeypatch.setattr("standoff.gmcr.engine.compiled.FEW_ALIKE", few)
        game = Cube(model)
        if not game._pays(0):
            continue
        agree(model, game)
        by_orders += game._values.orders is not None
        in_parts += any(parts is not None for parts in game._values._parts.values())
    assert by_orders > 3 and in_parts > 3


@pytest.mark.usefixtures("compiled")
def test_nobody_else_improves_on_anything() -> None:
    """What others can do at the worst counts under other concepts; under SEQ nothing does."""
    model = structured(random.Random(7), [4, 5, 4], patterns=4)
    for maker in (1, 2):
        model = model.prefer(maker, Statements(()))
    agree(model, Cube(model))
    solution = solve(model, LAW, engine="explicit")
    nash, gmr, seq = (solution.stable[concept][0] for concept in ("NASH", "GMR", "SEQ"))
    assert np.array_equal(seq, nash) and not np.array_equal(gmr, nash)


@pytest.mark.usefixtures("compiled")
def test_several_parts_and_improvements() -> None:
    """Where moves do not lead from one part of a slice to another, each comes down to its own floor."""
    parts = set()
    for seed in range(6):
        rng = random.Random(seed)
        model = structured(rng, [4, 4, 4], patterns=24)
        game = Cube(model)
        agree(model, game)
        parts |= {len(each) for each in game._values._parts.values() if each is not None}
    assert max(parts) > 1


@pytest.mark.usefixtures("compiled")
def test_where_orders_or_parts_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pairs are compared, and all is swept, as where nothing else is known."""
    monkeypatch.setattr(order, "MOST_CONTEXTS", 0)
    monkeypatch.setattr(flood, "MOST_PARTS", 0)
    for model in models()[:4]:
        game = Cube(model)
        agree(model, game)
        assert game._values.orders is None
        assert set(game._values._parts.values()) <= {None}


@pytest.mark.usefixtures("compiled")
def test_ranks_that_are_not_kept_are_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """All concepts are asked of one decision maker before the next; the answers are those of lists."""
    monkeypatch.setattr(value, "HOARD", 0)
    ranked: list[object] = []
    work_out = value.Values._ranked

    def watched(values: value.Values, wishes: Preference) -> Cells:
        ranked.append(wishes)
        return work_out(values, wishes)

    monkeypatch.setattr(value.Values, "_ranked", watched)
    few = 0
    for model in models():
        expected = solve(model, LAW, engine="explicit")
        ranked.clear()
        found = solve(model, LAW, engine="cube")
        game = found.game
        assert isinstance(game, Cube)
        few += not game.hoards
        assert game.hoards or len(ranked) <= len(model.makers)
        assert list(found.stable) == list(expected.stable)
        for concept in LAW:
            for mine, states in zip(found.stable[concept], expected.stable[concept], strict=True):
                assert np.array_equal(game.flags(mine), states), concept
    assert few


def test_several_parts() -> None:
    """Two states are apart where all that lies between them cannot be, and meet by one's own options."""
    compiled = pytest.importorskip("standoff.gmcr.engine.compiled")
    options = tuple(Option(f"o{at}", at // 3) for at in range(9))
    rng = random.Random(4)
    names = [option.name for option in options]
    seen = set()
    for _ in range(30):
        space = Space(options, tuple(condition(rng, names, 3) for _ in range(3)))
        if not space.count:
            continue
        model = Model("parts", ("a", "b", "c"), space, (Statements(()),) * 3)
        cube = Cube(model)
        axes = cube.axes[1:]
        found = flood.parts(cube.states, axes, compiled.swept, cube.budget.tick)
        assert found is not None
        seen.add(len(found))
        together = np.zeros_like(cube.states)
        for part in found:
            assert not (together & part).any()
            together |= part
        assert (together == cube.states).all()
        part_of: dict[int, int] = {}
        for part_number, part in enumerate(found):
            part_of |= dict.fromkeys(cube.walk(part), part_number)
        for state in list(part_of)[::17]:
            reached, waiting = {state}, [state]
            while waiting:
                last = waiting.pop()
                new = {t for j in (1, 2) for t in space.moves(j, last)} - reached
                reached |= new
                waiting += new
            inside = {s for s, n in part_of.items() if n == part_of[state] and s & 7 == state & 7}
            assert reached == inside
    assert {1, 2} <= seen


@pytest.mark.usefixtures("compiled")
def test_any_number_can_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also those that no concept compares; ranks of several decision makers at a time."""
    model = structured(random.Random(5), [4, 4, 4], patterns=4)
    one, two = frozenset({0}), frozenset({1})
    numbers: list[tuple[Number, Number]] = [
        (Best(one, Lesser(Rank(0), Rank(1))), Rank(0)),
        (Worst(one, Rank(1), improving=True), Rank(2)),
        (Lesser(Rank(2), Worst(two, Best(two, Rank(0)), improving=False)), Best(one, Rank(1))),
        (Best(frozenset({0, 2}), Rank(1)), Rank(0)),
    ]
    monkeypatch.setattr(value, "HOARD", 0)
    found = [Cube(model).at_most(*pair) for pair in numbers]
    monkeypatch.setattr("standoff.gmcr.engine.cube.COMPILED", 1 << 60)
    monkeypatch.setattr("standoff.gmcr.engine.cube.WORTH_LOADING", 1 << 60)
    for mine, pair in zip(found, numbers, strict=True):
        assert np.array_equal(mine, Cube(model).at_most(*pair)), pair


def test_room_is_used_again() -> None:
    """Of all that the four concepts need, little is kept."""
    model = structured(random.Random(6), [4, 4, 4, 4], patterns=4)
    game = Cube(model, Budget())
    for concept in ("NASH", "GMR", "SMR", "SEQ"):
        for maker in range(4):
            solve_one(game, concept, maker)
    assert len(game._values._spare) <= value.MOST_SPARE
