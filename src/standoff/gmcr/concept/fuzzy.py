"""Fuzzy preference: how certain it is that one state is preferred to another, and what is certain enough.

r(s, t) in [0, 1] is the degree to which s is preferred to t; r(t, s) = 1 - r(s, t) and r(s, s) = 1/2. The
relative certainty of t over s is alpha(t, s) = r(t, s) - r(s, t). A decision maker with threshold gamma in
(0, 1] leaves s for t where alpha(t, s) >= gamma, and is deterred by what is not so preferred to s. Where
every degree is 1, 0 or 1/2 this is the plain concept, whatever the threshold.

Source: Bashar, Kilgour and Hipel 2012, IEEE Trans. Fuzzy Syst. 20(4):760-770; of it the abstract was read,
the formulas are from memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.relation import Verdicts, judge, moves_of
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.engine.joint import Flags
from standoff.problem import NotComputed

HALF = Fraction(1, 2)


class Degrees(Protocol):
    """How certain one decision maker's preference is between any two states, by their positions."""

    def degree(self, s: int, t: int) -> Fraction:
        """r(s, t)."""

    def preferred(self, gamma: Fraction) -> Flags:
        """Whether alpha(t, s) >= gamma, at [s, t]; shape (states, states)."""


@dataclass(frozen=True, eq=False)
class RankedDegrees:
    """Degrees given for some pairs; every other is 1, 0 or 1/2 by the ranks (larger is preferred)."""

    ranks: NDArray[Any]
    given: Mapping[tuple[int, int], Fraction] = field(default_factory=dict)

    def degree(self, s: int, t: int) -> Fraction:
        """r(s, t)."""
        if (s, t) in self.given:
            return self.given[s, t]
        if (t, s) in self.given:
            return 1 - self.given[t, s]
        above = int(self.ranks[s] > self.ranks[t])
        return HALF if self.ranks[s] == self.ranks[t] else Fraction(above)

    def preferred(self, gamma: Fraction) -> Flags:
        """Whether alpha(t, s) >= gamma, at [s, t]; shape (states, states)."""
        better: Flags = self.ranks[np.newaxis, :] > self.ranks[:, np.newaxis]
        for s, t in self.given:
            margin = 2 * self.degree(t, s) - 1
            better[s, t] = margin >= gamma
            better[t, s] = -margin >= gamma
        return better


@dataclass(frozen=True, eq=False)
class SharedDegrees:
    """Degrees as shares: `margin[s, t]` = in how many of the variants s is above t, less t above s."""

    margin: NDArray[np.int64]
    variants: int

    def degree(self, s: int, t: int) -> Fraction:
        """r(s, t)."""
        return HALF + Fraction(int(self.margin[s, t]), 2 * self.variants)

    def preferred(self, gamma: Fraction) -> Flags:
        """Whether alpha(t, s) >= gamma, at [s, t]; shape (states, states)."""
        least = gamma * self.variants
        # margin >= p/q, in whole numbers
        return np.asarray(self.margin.T * least.denominator >= least.numerator)


def from_variants(ranks: NDArray[Any]) -> SharedDegrees:
    """r(s, t) = the share of variants in which s stands above t, ties half.

    ranks    larger is preferred; shape (variants, states)
    raises   NotComputed where there is no variant

    >>> shares = from_variants(np.array([[2, 1], [2, 1], [1, 1], [1, 2]]))
    >>> shares.degree(0, 1), shares.degree(1, 0)  # twice above, once level, once below
    (Fraction(5, 8), Fraction(3, 8))
    """
    variants, states = ranks.shape
    if not variants:
        raise NotComputed("a share is of some number of variants: there is none")
    margin = np.zeros((states, states), dtype=np.int64)
    for row in ranks:
        margin += row[:, np.newaxis] > row[np.newaxis, :]
        margin -= row[:, np.newaxis] < row[np.newaxis, :]
    return SharedDegrees(margin, variants)


def fuzzy(
    model: Model,
    degrees: Sequence[Degrees],
    gamma: Sequence[Fraction],
    budget: Budget | None = None,
) -> Verdicts:
    """States stable under FNASH, FGMR, FSMR and FSEQ.

    degrees   of each decision maker, over the positions of `model.space.codes`
    gamma     each one's threshold, in (0, 1]
    raises    NotComputed for a threshold outside (0, 1], TooLarge for too many states
    """
    for name, threshold in zip(model.makers, gamma, strict=True):
        if not 0 < threshold <= 1:
            raise NotComputed(f"the threshold of {name} is {threshold}: it must be in (0, 1]")
    moves_of(model)  # refuses too many states before their pairs are written out
    preferred = [each.preferred(least) for each, least in zip(degrees, gamma, strict=True)]
    return judge(model, preferred, [~table for table in preferred], "F", budget)
