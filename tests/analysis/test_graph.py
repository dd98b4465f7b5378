"""The state graph around a situation: what is reached, what is left out, who gains."""

from __future__ import annotations

import pytest
from tests.case.written import make

from standoff.analysis.judge.graph import Graph, graph
from standoff.case.build import build
from standoff.case.reading import merge

CASE = """\
case: Where can it go?
actors:
  A: {}
  B: {}
options:
  A.a1: do one
  A.a2: do two
  B.b1: do three
wants:
  A:
    - a1
  B:
    - a1 -> b1
    - not b1
"""


def drawn(depth: int, **options: object) -> Graph:
    case, found = make(CASE, {})
    assert not found.problems
    reading, _ = merge(case, "base")
    (world,) = build(reading)
    return graph(reading, world, world.model.today, depth, **options)  # type: ignore[arg-type]


def changed(found: Graph) -> list[tuple[str, ...]]:
    return [tuple(str(name) for name, _ in one.changed) for one in found.situations]


def test_every_move_that_is_open_to_a_depth() -> None:
    found = drawn(1)
    assert changed(found) == [(), ("a1",), ("a2",), ("b1",), ("a1", "a2")]
    gains = {(arc.step.actor, arc.end): arc.gains for arc in found.arcs}
    assert gains == {("A", 2): True, ("A", 3): False, ("A", 5): True, ("B", 4): False}
    assert found.left_out == 0


def test_only_moves_that_somebody_gains_by() -> None:
    found = drawn(2, gains=True)
    assert changed(found) == [(), ("a1",), ("a1", "a2"), ("a1", "b1"), ("a1", "a2", "b1")]
    assert all(arc.gains for arc in found.arcs)
    assert [one.kinds for one in found.situations] == [("today",), (), (), ("rest",), ("rest",)]


@pytest.mark.parametrize("most", [1, 2, 4])
def test_what_is_left_out_is_counted(most: int) -> None:
    whole = {one.changed for one in drawn(2).situations}
    found = drawn(2, most=most)
    assert len(found.situations) == most
    assert {one.changed for one in found.situations} <= whole
    ends = {end for arc in found.arcs for end in (arc.start, arc.end)}
    assert ends <= set(range(1, most + 1))
    assert found.left_out >= drawn(1).situations.__len__() - most


def test_from_a_situation_that_is_not_today_changes_are_counted_from_there() -> None:
    case, _ = make(CASE, {})
    reading, _ = merge(case, "base")
    (world,) = build(reading)
    start = world.model.space.code([name for name in reading.option if name.endswith("a1")])
    found = graph(reading, world, (start,), 1, gains=True)
    assert found.situations[0].kinds == ("start",)
    assert changed(found) == [(), ("b1",)]
