"""What a decision maker prefers: prioritised statements, option weights, rankings.

Each form gives one number a state, larger is preferred, equal is indifferent; only their order is ever
used. `score` answers for one state, `ranks` for all listed states at once.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeAlias

from standoff.condition import Condition, Var, names
from standoff.gmcr.conflict.space import Space, describe
from standoff.later import later
from standoff.problem import NotAnOrder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:
    np = later("numpy")

_TABLE_BITS = 22
Line: TypeAlias = int | tuple[int, int]
"""A line of a list: a whole tier, or (tier, place in it) of one statement."""


class Preference(Protocol):
    """One decision maker's order over the states of a space."""

    @property
    def empty(self) -> bool:
        """Whether nothing is wished, so that all states tie."""

    @property
    def names(self) -> frozenset[str] | None:
        """The options it reads; None where it reads states whole."""

    def score(self, space: Space, state: int) -> int | Fraction:
        """A number for one state; larger is preferred."""

    def ranks(self, space: Space) -> NDArray[np.uint32]:
        """Dense ranks of all listed states, 1 = least preferred; shape (states,)."""

    def deciding(self, space: Space, one: int, other: int) -> int | None:
        """The number of the most important tier on which two states differ, from 0; None where none is."""


@dataclass(frozen=True, eq=False)
class Statements:
    """Prioritised statements, most important first (Fang, Hipel, Kilgour and Peng 2003).

    `tiers`: the statements of one tier weigh the same; a state is better at a tier where more of them
    are true, and a tier decides only where all tiers before it tie. One statement a tier gives the
    lexicographic order on truth values that the literature calls option prioritising.
    """

    tiers: tuple[tuple[Condition, ...], ...]
    _grown: tuple[Statements, int] | None = field(default=None, repr=False)
    _scorers: dict[Space, Callable[[int], int]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, *conditions: Condition) -> Statements:
        """One statement a tier, most important first."""
        return cls(tuple((condition,) for condition in conditions))

    @classmethod
    @functools.lru_cache(1024)
    def tiered(cls, tiers: tuple[tuple[Condition, ...], ...]) -> Statements:
        """The list with these tiers; the same one where it was asked for of late, and what is known of it."""
        return cls(tiers)

    @property
    def empty(self) -> bool:
        return not self.tiers

    @cached_property
    def names(self) -> frozenset[str]:
        return frozenset(name for tier in self.tiers for c in tier for name in names(c))

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """Bits that the count of each tier takes."""
        return tuple(len(tier).bit_length() for tier in self.tiers)

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """What a true statement of each tier adds to the score: more than all below it together.

        >>> from standoff.condition import Var
        >>> Statements(((Var("a"),), (Var("b"), Var("c")), (Var("d"),))).weights
        (8, 2, 1)
        """
        *upward, _ = itertools.accumulate(reversed(self.widths), initial=0)
        return tuple(1 << below for below in reversed(upward))

    def places(self, line: Line) -> tuple[tuple[int, int], ...]:
        """(Tier, place in it) of the statements of a line; NotAnOrder where it is none."""
        tier, place = line if isinstance(line, tuple) else (line, None)
        if not 0 <= tier < len(self.tiers) or not 0 <= (place or 0) < len(self.tiers[tier]):
            raise NotAnOrder(f"no tier {tier + 1} can be marked: there are {len(self.tiers)}")
        every = range(len(self.tiers[tier])) if place is None else (place,)
        return tuple((tier, at) for at in every)

    @property
    def terms(self) -> Iterator[tuple[Condition, int]]:
        """Each statement and its weight; a state scores what its true statements weigh together."""
        for tier, weight in zip(self.tiers, self.weights, strict=True):
            for statement in tier:
                yield statement, weight

    def deciding(self, space: Space, one: int, other: int) -> int | None:
        """The tier that the highest bit in which the scores differ belongs to."""
        differing = self.score(space, one) ^ self.score(space, other)
        return next((at for at, w in enumerate(self.weights) if differing >= w), None)

    def inserted(self, at: int, condition: Condition) -> Statements:
        """The list with one more tier, of one statement, before tier `at`."""
        tiers = (*self.tiers[:at], (condition,), *self.tiers[at:])
        return Statements(tiers, (self, at))

    def score(self, space: Space, state: int) -> int:
        if space not in self._scorers:
            self._scorers[space] = functools.cache(self._scorer(space))
        return self._scorers[space](state)

    def _scorer(self, space: Space) -> Callable[[int], int]:
        if self._grown is not None:  # the shorter list's score with one bit put in
            shorter, at = self._grown
            test = space.test(self.tiers[at][0])
            tail = sum(shorter.widths[at:])
            below = (1 << tail) - 1

            def longer(state: int) -> int:
                score = shorter.score(space, state)
                return ((score >> tail) << 1 | test(state)) << tail | score & below

            return longer

        weighed = [(weight, space.test(statement)) for statement, weight in self.terms]

        def score(state: int) -> int:
            return sum([weight for weight, test in weighed if test(state)])

        return score

    def ranks(self, space: Space) -> NDArray[np.uint32]:
        codes = space.codes
        score = np.zeros(len(codes), dtype=np.uint64)
        used = 0
        for width, tier in zip(self.widths, self.tiers, strict=True):
            if used + width > 63:  # keep the order, forget the numbers
                score = dense(score, used).astype(np.uint64)
                used = len(codes).bit_length()
            score <<= np.uint64(width)
            for statement in tier:
                score += space.truth(statement, codes)
            used += width
        return dense(score, used)


@dataclass(frozen=True)
class Weights:
    """Each option's weight when taken; a state's score is the sum (option weighting)."""

    weights: Mapping[str, Fraction]

    @property
    def empty(self) -> bool:
        return not any(self.weights.values())

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name, weight in self.weights.items() if weight)

    def score(self, space: Space, state: int) -> Fraction:
        taken = space.taken(state)
        return sum((self.weights.get(name, Fraction(0)) for name in taken), Fraction(0))

    def ranks(self, space: Space) -> NDArray[np.uint32]:
        # Whole numbers over one denominator: sums are exact, so ties are ties.
        scale = np.lcm.reduce([w.denominator for w in self.weights.values()] or [1])
        total = np.zeros(space.count, dtype=np.int64)
        for name, weight in self.weights.items():
            total += space.truth(Var(name), space.codes) * int(weight * int(scale))
        return dense(total)

    def deciding(self, space: Space, one: int, other: int) -> None:
        return None


@dataclass(frozen=True)
class Ranking:
    """Direct ranking: the tier of every feasible state, best first, states of a tier tie.

    Raises NotAnOrder when a state stands in it twice, or when a state of the space has no place.
    """

    tiers: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        if len(self.place) < sum(map(len, self.tiers)):
            raise NotAnOrder(
                "a situation stands twice in the ranking: it would be better than itself"
            )

    @classmethod
    def by_value(cls, values: Mapping[int, Fraction]) -> Ranking:
        """The order that payoffs give, larger first; equal payoffs tie."""
        tiers: dict[Fraction, list[int]] = {}
        for state, value in values.items():
            tiers.setdefault(value, []).append(state)
        return cls(tuple(tuple(tiers[value]) for value in sorted(tiers, reverse=True)))

    @property
    def empty(self) -> bool:
        return len(self.tiers) < 2

    @property
    def names(self) -> None:
        return None

    @cached_property
    def place(self) -> Mapping[int, int]:
        """State -> its tier counted from the worst, 1 up."""
        height = len(self.tiers)
        return {state: height - at for at, tier in enumerate(self.tiers) for state in tier}

    def score(self, space: Space, state: int) -> int:
        found = self.place.get(space.origin(state))
        if found is None:
            raise NotAnOrder(f"the ranking has no place for the situation {describe(space, state)}")
        return found

    def ranks(self, space: Space) -> NDArray[np.uint32]:
        scores = (self.score(space, int(code)) for code in space.codes)
        return dense(np.fromiter(scores, dtype=np.int64, count=space.count))

    def deciding(self, space: Space, one: int, other: int) -> None:
        return None


def exact(number: float | str) -> Fraction:
    """A weight as written, without the error of binary fractions."""
    return Fraction(str(number))


NO_WISHES = Statements(())
"""Nothing is wished: all states tie."""


def dense(score: NDArray[np.integer], bits: int | None = None) -> NDArray[np.uint32]:
    """Scores as dense ranks, 1 = least; `bits` bounds non-negative scores and spares the sort."""
    if bits is not None and bits <= min(_TABLE_BITS, len(score).bit_length() + 4):
        seen = np.zeros(1 << bits, dtype=bool)
        seen[score] = True
        rank: NDArray[np.uint32] = np.cumsum(seen, dtype=np.uint32)[score]
        return rank
    _, inverse = np.unique(score, return_inverse=True)
    ranks: NDArray[np.uint32] = (inverse + 1).astype(np.uint32)
    return ranks
