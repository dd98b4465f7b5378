"""The lists of two readings side by side: wishes that both have, that one turns round, that one has alone."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from standoff.analysis.voice import equivalent, opposed
from standoff.case.entry import Assumption, Reading
from standoff.condition import Condition


@dataclass(frozen=True)
class Lists:
    """One actor's list in both readings, as written.

    same      (place, place) of wishes that say the same, counted from 0
    opposite  of those of which one is the other's negation
    """

    actor: str
    left: tuple[Assumption, ...]
    right: tuple[Assumption, ...]
    same: tuple[tuple[int, int], ...]
    opposite: tuple[tuple[int, int], ...]

    @property
    def alone(self) -> int:
        """How many wishes only one of the two has."""
        return len(self.left) + len(self.right) - 2 * len(self.same)

    @property
    def moved(self) -> int:
        """How many pairs of shared wishes stand the other way round."""
        pairs = itertools.combinations(self.same, 2)
        return sum((a < c) != (b < d) for (a, b), (c, d) in pairs)


@dataclass(frozen=True, eq=False)
class Beside:
    """Two readings, actor by actor; actors of whom neither has a wish are left out."""

    HIDDEN = ("left", "right")
    ALSO = ("readings",)

    left: Reading
    right: Reading
    actors: tuple[Lists, ...]

    @property
    def readings(self) -> tuple[str, str]:
        """Their full names."""
        return self.left.full, self.right.full

    @property
    def difference(self) -> tuple[int, bool, int]:
        """How much they differ: over what both speak of (opposites, shared wishes in another order), whether
        there is any, and by how many wishes of actors of whom both have some.

        Two readings about different things differ in everything, which shows nothing: hence this order.
        """
        over = sum(len(one.opposite) + one.moved for one in self.actors)
        shared = any(one.same or one.opposite for one in self.actors)
        return over, shared, sum(one.alone for one in self.actors if one.left and one.right)


def beside(left: Reading, right: Reading) -> Beside:
    """The lists of two readings, those of the actors that either has."""
    names = dict.fromkeys(actor.name for one in (left, right) for actor in one.actors)
    found = (_lists(name, _wishes(left, name), _wishes(right, name)) for name in names)
    return Beside(left, right, tuple(one for one in found if one.left or one.right))


def most_different(readings: Sequence[Reading]) -> Beside | None:
    """The two readings that differ most, the first of several; None where there are no two."""
    pairs = [beside(*pair) for pair in itertools.combinations(readings, 2)]
    return max(pairs, key=lambda pair: pair.difference, default=None)


def _wishes(reading: Reading, actor: str) -> tuple[Assumption, ...]:
    wants = reading.wants.get(actor)
    return tuple(line for line in wants.lines if line.condition is not None) if wants else ()


def _lists(actor: str, left: tuple[Assumption, ...], right: tuple[Assumption, ...]) -> Lists:
    same = _matched(left, right, equivalent)
    opposite = (pair for pair in _matched(left, right, opposed) if _free(pair, same))
    return Lists(actor, left, right, same, tuple(opposite))


def _free(pair: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return all(pair[0] != a and pair[1] != b for a, b in taken)


def _matched(
    left: Sequence[Assumption],
    right: Sequence[Assumption],
    alike: Callable[[Condition, Condition], bool],
) -> tuple[tuple[int, int], ...]:
    """Which wish of one list stands where in the other, each once."""
    found: list[tuple[int, int]] = []
    for a, one in enumerate(left):
        for b, other in enumerate(right):
            assert one.condition is not None and other.condition is not None
            if _free((a, b), found) and alike(one.condition, other.condition):
                found.append((a, b))
                break
    return tuple(found)
