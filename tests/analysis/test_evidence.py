"""Weighing evidence. Every rating here is made up for the test: no rater, no conflict."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from typing import Any

import pytest

from standoff.analysis.bargain.evidence import Range, coherent, weigh
from standoff.case.entry import Evidence, Marks, Rating
from standoff.condition import Var
from standoff.problem import NotComputed, Place, UnknownName

PLACE = Place("synthetic", 1)


def item(id: str, origin: str = "", **raters: Any) -> Evidence:
    ratings = tuple(
        Rating(rater, motive, low, high, PLACE)
        for rater, row in raters.items()
        for motive, (low, high) in row.items()
    )
    return Evidence(id, Var("act"), id, origin or id, ratings, (), Marks(), PLACE)


def test_two_motives_and_one_item_by_hand() -> None:
    """b is 2 to 4 times as likely to bring the item as a: 2/3 to 4/5, in the middle sqrt(8)/(1+sqrt(8))."""
    table = weigh(["a", "b"], [item("x", r={"a": (1, 1), "b": (2, 4)})])
    a, b = table.chances["a"], table.chances["b"]
    assert (b.low, b.high) == pytest.approx((2 / 3, 4 / 5))
    assert b.middle == pytest.approx(8**0.5 / (1 + 8**0.5))
    assert (a.low, a.high) == pytest.approx((1 / 5, 1 / 3))
    assert table.ranked == ("b", "a")


def test_two_items_multiply_and_two_raters_are_averaged() -> None:
    """Ratios 2 and 3 make 6 to 1; raters who say 2 and 8 come to 4."""
    both = weigh(
        ["a", "b"],
        [item("x", r={"a": (1, 1), "b": (2, 2)}), item("y", r={"a": (1, 1), "b": (3, 3)})],
    )
    assert both.chances["b"].middle == pytest.approx(6 / 7)
    mean = weigh(
        ["a", "b"], [item("x", r={"a": (1, 1), "b": (2, 2)}, s={"a": (1, 1), "b": (8, 8)})]
    )
    assert mean.chances["b"].middle == pytest.approx(4 / 5)


def _raters(rng: random.Random, row: Any) -> dict[str, Any]:
    return {f"r{j}": row() for j in range(rng.randint(1, 3))}


def synthetic(rng: random.Random) -> tuple[list[str], list[Evidence]]:
    motives = [f"m{k}" for k in range(rng.randint(2, 4))]

    def row() -> dict[str, tuple[float, float]]:
        lows = {m: rng.uniform(0.1, 5) for m in motives}
        return {m: (low, low * rng.uniform(1, 3)) for m, low in lows.items()}

    items = [item(f"e{k}", **_raters(rng, row)) for k in range(rng.randint(1, 4))]
    return motives, items


@pytest.mark.parametrize("seed", range(30))
def test_middles_sum_to_one_and_bounds_are_those_of_every_choice(seed: int) -> None:
    """Against brute force: every corner of the ranges, made to sum to one."""
    motives, items = synthetic(random.Random(seed))
    table = weigh(motives, items)
    assert sum(chance.middle for chance in table.chances.values()) == pytest.approx(1)
    weights = dict.fromkeys(motives, Range(1, 1))
    for column in table.columns:
        weights = {m: weights[m] * column.ranges[m] for m in motives}
    corners = []
    for ends in itertools.product((0, 1), repeat=len(motives)):
        chosen = [
            (weights[m].low, weights[m].high)[end] for m, end in zip(motives, ends, strict=True)
        ]
        corners.append([each / sum(chosen) for each in chosen])
    for k, motive in enumerate(motives):
        chance = table.chances[motive]
        assert chance.low == pytest.approx(min(corner[k] for corner in corners))
        assert chance.high == pytest.approx(max(corner[k] for corner in corners))
        assert chance.low <= chance.middle <= chance.high


@pytest.mark.parametrize("seed", range(10))
def test_copies_scale_and_order_change_nothing(seed: int) -> None:
    rng = random.Random(seed)
    motives, items = synthetic(rng)
    plain = weigh(motives, items).chances
    copies = [replace(each, id=f"{each.id}, copied") for each in items]
    assert weigh(motives, [*items, *copies, *copies]).chances == plain
    scaled = [
        replace(
            each, ratings=tuple(replace(r, low=r.low * 7, high=r.high * 7) for r in each.ratings)
        )
        for each in items
    ]
    turned = weigh(motives[::-1], items[::-1]).chances
    for motive in motives:
        for other in (weigh(motives, scaled).chances[motive], turned[motive]):
            assert (other.low, other.middle, other.high) == pytest.approx(
                (plain[motive].low, plain[motive].middle, plain[motive].high)
            )


def test_copies_that_a_rater_rated_differently_count_once_at_their_widest() -> None:
    one = item("x", origin="o", r={"a": (1, 1), "b": (2, 2)})
    other = item("y", origin="o", r={"a": (1, 1), "b": (8, 8)})
    (column,) = weigh(["a", "b"], [one, other]).columns
    ratio = (
        column.ranges["b"].low / column.ranges["a"].high,
        column.ranges["b"].high / column.ranges["a"].low,
    )
    assert ratio == pytest.approx((2, 8))
    assert weigh(["a", "b"], [one, other]).chances == weigh(["a", "b"], [one, other, other]).chances


def test_what_separates_nothing_what_separates_the_first_two_and_what_turns_the_order() -> None:
    flat = item("flat", r={"a": (1, 3), "b": (2, 4), "c": (2.5, 5)})
    weak = item("weak", r={"a": (2, 2), "b": (1, 1), "c": (0.1, 0.1)})
    strong = item("strong", r={"a": (1, 1), "b": (9, 9), "c": (0.1, 0.1)})
    table = weigh(["a", "b", "c"], [flat, weak, strong])
    assert [column.separates for column in table.columns] == [False, True, True]
    assert table.ranked[:2] == ("b", "a")
    assert [column.origin for column in table.separating] == ["strong", "weak"]
    assert [column.origin for column in table.turning] == ["strong"]


def test_what_nobody_rated_is_not_weighed() -> None:
    table = weigh(["a", "b"], [item("x"), item("y")])
    assert (table.chances, table.rated, table.separating, table.turning) == ({}, (), (), ())
    assert table.ranked == ("a", "b")
    assert not table.columns[0].separates


def test_faulty_ratings_are_refused() -> None:
    with pytest.raises(UnknownName, match="did you mean cost"):
        weigh(["cost"], [item("x", r={"cots": (1, 1)})])
    with pytest.raises(NotComputed, match="synthetic:1:1: r rated `x` for some motives only"):
        weigh(["a", "b"], [item("x", r={"a": (1, 1)})])


def test_one_motive_is_certain_whatever_it_is_rated() -> None:
    assert coherent({"only": Range(0.2, 5)})["only"].low == 1
