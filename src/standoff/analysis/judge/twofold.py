"""Opposite conclusions of one author, each under what it takes as given."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from standoff.analysis.judge.verdict import given_values
from standoff.analysis.voice import opposed
from standoff.case.entry import Conclusion, Reading

_AGAINST = frozenset(("gains", "loses"))


def twofold(reading: Reading) -> Iterator[tuple[Conclusion, Conclusion]]:
    """Pairs of conclusions that say the opposite of each other and take different things as given."""
    for one, other in itertools.combinations(reading.conclusions, 2):
        if _opposite(one, other) and given_values(one) != given_values(other):
            yield one, other


def _opposite(one: Conclusion, other: Conclusion) -> bool:
    if one.effect is not None and other.effect is not None:
        return one.effect[0] == other.effect[0] and {one.effect[1], other.effect[1]} == _AGAINST
    if one.condition is None or other.condition is None:
        return False
    return opposed(one.condition, other.condition)
