"""Where boxes stand: apart from one another, arrows from left to right where there is no circle."""

from __future__ import annotations

import random

import pytest

from standoff.report.html import layout as module
from standoff.report.html.layout import Drawing, layout


@pytest.fixture(params=["graphlay", "fallback"])
def place(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of drawing."""
    if request.param == "fallback":

        def missing(name: str) -> None:
            raise ImportError(name)

        monkeypatch.setattr(module, "import_module", missing)
    else:
        pytest.importorskip("graphlay")
    return str(request.param)


def _apart(drawing: Drawing, sizes: list[tuple[float, float]]) -> bool:
    boxes = list(zip(drawing.centres, sizes, strict=True))
    for at, ((x, y), (w, h)) in enumerate(boxes):
        for (u, v), (a, b) in boxes[:at]:
            if abs(x - u) < (w + a) / 2 - 0.5 and abs(y - v) < (h + b) / 2 - 0.5:
                return False
    return True


def test_nothing_is_an_empty_drawing() -> None:
    assert layout([], []) == Drawing(0, 0, (), ())


def test_a_chain_runs_from_left_to_right(place: str) -> None:
    drawing = layout([(100.0, 40.0)] * 3, [(0, 1), (1, 2)])
    across = [x for x, _ in drawing.centres]
    assert across == sorted(across)
    assert across[1] - across[0] >= 100


@pytest.mark.parametrize("seed", range(12))
def test_boxes_never_cover_one_another_and_stay_in_the_drawing(place: str, seed: int) -> None:
    chance = random.Random(seed)
    count = chance.randint(1, 12)
    sizes = [(chance.uniform(60, 260), chance.uniform(30, 120)) for _ in range(count)]
    edges = [
        (a, b) for a in range(count) for b in range(count) if a != b and chance.random() < 0.15
    ]
    drawing = layout(sizes, edges)
    assert len(drawing.centres) == count
    assert len(drawing.routes) == len(edges)
    assert _apart(drawing, sizes)
    for (x, y), (width, height) in zip(drawing.centres, sizes, strict=True):
        assert x - width / 2 >= -0.5
        assert y - height / 2 >= -0.5
        assert x + width / 2 <= drawing.width + 0.5
        assert y + height / 2 <= drawing.height + 0.5


def test_the_same_boxes_are_drawn_the_same(place: str) -> None:
    sizes, edges = [(80.0, 30.0)] * 5, [(0, 1), (1, 2), (2, 0), (3, 4), (4, 3)]
    assert layout(sizes, edges) == layout(sizes, edges)
