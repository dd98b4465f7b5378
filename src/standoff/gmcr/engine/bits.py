"""Numbers that depend on the state, written as bits over any Boolean algebra.

A number is a tuple of truth values, heaviest first; a truth value is anything with `&`, `|`, `^`, `~`
and equality: a decision diagram, a gate of a circuit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from standoff.condition import Condition, truth
from standoff.gmcr.conflict.preference import Preference, Ranking, Statements, Weights
from standoff.problem import NotComputed


class Truth(Protocol):
    """What the conditions on options are computed with."""

    def __and__(self, other: Any, /) -> Any: ...
    def __or__(self, other: Any, /) -> Any: ...
    def __xor__(self, other: Any, /) -> Any: ...
    def __invert__(self) -> Any: ...


T = TypeVar("T", bound=Truth)


@dataclass(frozen=True)
class Algebra(Generic[T]):
    """The two constants, and the truth of each option by name."""

    true: T
    false: T
    option: Callable[[str], T]

    def where(self, condition: Condition) -> T:
        """The truth of a condition."""
        found: T = truth(condition, self.option, self.true)
        return found

    def number(self, preference: Preference) -> tuple[T, ...]:
        """What a preference makes of the state; larger is preferred. Direct rankings have states, not
        conditions: see `ranked`. NotComputed for forms that only lists of states can have."""
        match preference:
            case Statements(tiers):
                counts = (self.count(map(self.where, tier)) for tier in tiers)
                return tuple(bit for count in counts for bit in count)
            case Weights():
                return self._weighted(preference)
        raise NotComputed(
            f"preferences of the form {type(preference).__name__} need the states listed: "
            "use the explicit engine"
        )

    def ranked(self, ranking: Ranking, state: Callable[[int], T]) -> tuple[T, ...]:
        """The place of the state in a direct ranking; `state` is true in the one state given."""
        bits = [self.false] * len(ranking.tiers).bit_length()
        for code, place in ranking.place.items():
            here = state(code)
            for at in range(len(bits)):
                if place >> (len(bits) - 1 - at) & 1:
                    bits[at] |= here
        return tuple(bits)

    def count(self, conditions: Iterable[T]) -> tuple[T, ...]:
        """How many of the conditions hold."""
        return self._sum([(condition, 1) for condition in conditions])

    def _weighted(self, preference: Weights) -> tuple[T, ...]:
        # A negative weight on an option is its positive weight on the option not taken, less a constant.
        scale = math.lcm(*(weight.denominator for weight in preference.weights.values()))
        terms = []
        for name, weight in preference.weights.items():
            taken, amount = self.option(name), int(weight * scale)
            terms.append((taken if amount > 0 else ~taken, abs(amount)))
        return self._sum(terms)

    def _sum(self, terms: Sequence[tuple[T, int]]) -> tuple[T, ...]:
        # As many bits as the largest sum takes, whatever is constant among the terms.
        total = [self.false] * sum(amount for _, amount in terms).bit_length()  # lightest first
        for condition, amount in terms:
            for start in range(amount.bit_length()):
                carry = condition if amount >> start & 1 else self.false
                for at in range(start, len(total)):
                    total[at], carry = total[at] ^ carry, total[at] & carry
        return tuple(reversed(total))

    def above(self, left: Sequence[T], right: Sequence[T]) -> T:
        """Whether `left` is larger; both of one width."""
        found = self.false
        for a, b in zip(reversed(left), reversed(right), strict=True):
            found = (a & ~b) | (~(a ^ b) & found)
        return found
