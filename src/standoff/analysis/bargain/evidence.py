"""Evidence for rival motives: motives in rows, items in columns, ranges of likelihood from named raters.

A rating says how likely a rater finds the item if a motive was at work; only ratios within one item
count, so each rater is free in the scale of each item. Then, in this order:

1. items of one origin are one column: of a rater's ratings of copies the widest range is kept;
2. raters are averaged: the geometric mean of their lower ends, and of their upper ends;
3. a motive's ranges are multiplied over the columns, all motives being as likely at the start;
4. they are made coherent: they sum to one, and each bound is the tightest that the ranges allow.

Geometric, because then it does not matter whether raters are averaged before or after the evidence is
taken in, nor which motive the ratios are taken against (Genest 1984). Hypotheses stand in rows because
that layout lessened confirmation bias, and coherence and averaging are kept because they cut error,
where the classic matrix did not (Karvetski and Mandel 2020; Dhami et al. 2024).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from standoff.case.entry import Evidence, Rating
from standoff.problem import NotComputed, UnknownName
from standoff.record import plain


@dataclass(frozen=True)
class Range:
    """Two numbers above 0, the smaller first."""

    low: float
    high: float

    @property
    def middle(self) -> float:
        """The geometric middle, which is the same whichever way round the ratio is taken."""
        return math.sqrt(self.low * self.high)

    def plain(self) -> list[Any]:
        """Both ends; null for one that has no bound."""
        return [plain(self.low), plain(self.high)]

    def __mul__(self, other: Range) -> Range:
        return Range(self.low * other.low, self.high * other.high)


@dataclass(frozen=True)
class Chance:
    """A coherent probability: the middles of all motives sum to one, the bounds are the tightest."""

    low: float
    middle: float
    high: float

    def plain(self) -> list[Any]:
        """The lower bound, the middle and the upper bound."""
        return [self.low, self.middle, self.high]


@dataclass(frozen=True, eq=False)
class Column:
    """What counts as one item: the items of one origin, with the raters' average, by motive.

    `ranges` is empty where nobody has rated it.
    """

    ALSO = MappingProxyType({"averages": "ranges", "separates": "separates"})
    HIDDEN = ("ranges",)

    origin: str
    items: tuple[Evidence, ...]
    raters: tuple[str, ...]
    ranges: Mapping[str, Range]

    @property
    def rated(self) -> bool:
        return bool(self.ranges)

    @property
    def averages(self) -> Mapping[str, Range] | None:
        """Motive -> the raters' average; None where nobody has rated it."""
        return self.ranges or None

    @property
    def separates(self) -> bool | None:
        """Whether it tells some motive from another: no one likelihood fits them all."""
        ranges = self.ranges.values()
        return max(r.low for r in ranges) > min(r.high for r in ranges) if self.rated else None


@dataclass(frozen=True, eq=False)
class Table:
    """The motives against the evidence; `chances` is empty where nobody has rated any of it."""

    ALSO = MappingProxyType(
        {
            "is_rated": "rated",
            "probabilities": "chances",
            "separating_origins": "separating",
            "turning_origins": "turning",
        }
    )

    motives: tuple[str, ...]
    columns: tuple[Column, ...]

    @cached_property
    def rated(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.rated)

    @property
    def is_rated(self) -> bool:
        """Whether somebody has rated some of it."""
        return bool(self.rated)

    @cached_property
    def chances(self) -> Mapping[str, Chance]:
        """Motive -> its coherent probability."""
        return coherent(_weights(self.motives, self.rated)) if self.rated else {}

    @property
    def probabilities(self) -> Mapping[str, Chance] | None:
        """The same; None where nobody has rated anything."""
        return self.chances or None

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """The motives, likeliest first; as declared where nothing is rated."""
        chances = self.chances
        return tuple(sorted(self.motives, key=lambda m: -chances[m].middle if chances else 0))

    @property
    def separating(self) -> tuple[Column, ...]:
        """The columns that tell the two likeliest motives apart, the strongest first."""
        if len(self.motives) < 2:
            return ()
        first, second = self.ranked[:2]
        apart = [c for c in self.rated if _apart(c.ranges[first], c.ranges[second])]
        return tuple(sorted(apart, key=lambda c: -_force(c.ranges[first], c.ranges[second])))

    @property
    def turning(self) -> tuple[Column, ...]:
        """The columns without which another motive would lead."""
        if len(self.rated) < 2:
            return ()
        return tuple(
            column
            for column in self.rated
            if Table(self.motives, tuple(c for c in self.rated if c is not column)).ranked[0]
            != self.ranked[0]
        )

    @property
    def separating_origins(self) -> tuple[str, ...]:
        """The origins of the columns that tell the two likeliest motives apart."""
        return tuple(column.origin for column in self.separating)

    @property
    def turning_origins(self) -> tuple[str, ...]:
        """The origins of the columns without which another motive would lead."""
        return tuple(column.origin for column in self.turning)


def weigh(motives: Sequence[str], items: Iterable[Evidence]) -> Table:
    """The table of some motives and items.

    raises  UnknownName  a rating of a motive that is not there
            NotComputed  a rater who rated an item for some of the motives only
    """
    by_origin: dict[str, list[Evidence]] = {}
    for item in items:
        by_origin.setdefault(item.origin, []).append(item)
    columns = (
        _column(tuple(motives), origin, tuple(copies)) for origin, copies in by_origin.items()
    )
    return Table(tuple(motives), tuple(columns))


def _column(motives: tuple[str, ...], origin: str, items: tuple[Evidence, ...]) -> Column:
    by_rater: dict[str, dict[str, Range]] = {}
    for item in items:
        for rater in dict.fromkeys(rating.rater for rating in item.ratings):
            rated = _complete(motives, item, [r for r in item.ratings if r.rater == rater])
            known = by_rater.setdefault(rater, rated)
            by_rater[rater] = {m: _widest(known[m], rated[m]) for m in motives}
    raters = tuple(by_rater)
    ranges = {m: _average([by_rater[rater][m] for rater in raters]) for m in motives if raters}
    return Column(origin, items, raters, ranges)


def _complete(
    motives: tuple[str, ...], item: Evidence, ratings: Sequence[Rating]
) -> dict[str, Range]:
    """One rater's ranges for one item, on a scale of its own: its middles multiply to one."""
    for rating in ratings:
        if rating.motive not in motives:
            raise UnknownName("motive", rating.motive, motives)
    ranges = {rating.motive: Range(rating.low, rating.high) for rating in ratings}
    if missing := [motive for motive in motives if motive not in ranges]:
        first = ratings[0]
        raise NotComputed(
            f"{first.place}: {first.rater} rated `{item.id}` for some motives only; "
            f"only ratios count, so rate {', '.join(missing)} too"
        )
    scale = math.exp(sum(math.log(r.middle) for r in ranges.values()) / len(ranges))
    return {motive: Range(r.low / scale, r.high / scale) for motive, r in ranges.items()}


def _widest(one: Range, other: Range) -> Range:
    return Range(min(one.low, other.low), max(one.high, other.high))


def _average(ranges: Sequence[Range]) -> Range:
    low = math.exp(sum(math.log(r.low) for r in ranges) / len(ranges))
    high = math.exp(sum(math.log(r.high) for r in ranges) / len(ranges))
    return Range(low, high)


def _weights(motives: tuple[str, ...], columns: Iterable[Column]) -> dict[str, Range]:
    weights = dict.fromkeys(motives, Range(1.0, 1.0))
    for column in columns:
        weights = {motive: weights[motive] * column.ranges[motive] for motive in motives}
    return weights


def coherent(weights: Mapping[str, Range]) -> Mapping[str, Chance]:
    """Probabilities that sum to one, from weights known as ranges.

    A motive is least likely where its own weight is least and all others are greatest, and the other
    way round: both are reached, so the bounds are tight.

    >>> chance = coherent({"a": Range(1, 1), "b": Range(2, 4)})["b"]
    >>> round(chance.low, 3), round(chance.high, 3)
    (0.667, 0.8)
    """
    total = sum(weight.middle for weight in weights.values())
    chances = {}
    for motive, weight in weights.items():
        rest = [other for name, other in weights.items() if name != motive]
        chances[motive] = Chance(
            weight.low / (weight.low + sum(other.high for other in rest)),
            weight.middle / total,
            weight.high / (weight.high + sum(other.low for other in rest)),
        )
    return chances


def _apart(one: Range, other: Range) -> bool:
    return one.low > other.high or other.low > one.high


def _force(one: Range, other: Range) -> float:
    return abs(math.log(one.middle / other.middle))
