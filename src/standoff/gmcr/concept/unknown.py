"""Unknown preferences: of some pairs of states nobody knows which a decision maker prefers.

Four extensions of each concept say what a mover makes of what it is not known to prefer (`Extension`).
Others answer with whatever may be better for them (Li, Hipel, Kilgour and Fang 2004). Where wishes may be
held or not, two states are unknown to one another iff the lists with and without them do not agree.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.budget import Budget, current
from standoff.gmcr.concept import comparison
from standoff.gmcr.concept.comparison import Played, Relation, Sight
from standoff.gmcr.concept.law import spent
from standoff.gmcr.concept.table import Concept, Need, concept, needing
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Line, Preference, Statements
from standoff.gmcr.conflict.space import Space
from standoff.gmcr.engine.choose import listed
from standoff.gmcr.engine.explicit import Explicit, Flags
from standoff.gmcr.engine.joint import Places
from standoff.problem import BudgetSpent, NotComputed, TooLarge

MOST_LINES = 6
"""Wishes of one decision maker that may be held or not: twice the lists for each."""


class Outlook(Protocol):
    """What is known of one decision maker's comparisons; both of shape (states, asked)."""

    def better(self, columns: Places) -> Flags:
        """Whether each listed state is certainly better than those asked, by place."""

    def unknown(self, columns: Places) -> Flags:
        """Whether it is unknown how they compare."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """A ranking, of which the comparison of some pairs of states (by place) is not known."""

    ranks: NDArray[Any]
    ends: tuple[Places, Places] = (np.zeros(0, np.intp), np.zeros(0, np.intp))

    @classmethod
    def of(
        cls, preference: Preference, space: Space, pairs: Iterable[tuple[int, int]] = ()
    ) -> Pairs:
        """Pairs of states by code, in either order."""
        places = {frozenset({space.index(s), space.index(t)}) for s, t in pairs}
        both = [ends for pair in places if len(pair) == 2 for ends in itertools.permutations(pair)]
        one, other = np.array(sorted(both), dtype=np.intp).reshape(-1, 2).T
        return cls(preference.ranks(space), (one, other))

    def better(self, columns: Places) -> Flags:
        higher: Flags = self.ranks[:, np.newaxis] > self.ranks[columns]
        return higher & ~self.unknown(columns)

    def unknown(self, columns: Places) -> Flags:
        flags = np.zeros((len(self.ranks), len(columns)), dtype=bool)
        row, column = self.ends
        inside = (column >= columns[0]) & (column <= columns[-1]) if len(columns) else column < 0
        flags[row[inside], column[inside] - columns[0]] = True
        return flags


@dataclass(frozen=True, eq=False)
class Lists:
    """Several rankings, one of which is held: what they do not agree on is not known."""

    ranks: Sequence[NDArray[Any]]

    @classmethod
    def switched(cls, wishes: Statements, lines: Iterable[Line], space: Space) -> Lists:
        """The lists with and without each of some lines; TooLarge for more than MOST_LINES of them."""
        open_ = sorted({wishes.places(line) for line in lines})
        if len(open_) > MOST_LINES:
            raise TooLarge(
                f"{len(open_)} wishes may be held or not, {2 ** len(open_)} lists of one decision maker; "
                f"at most {MOST_LINES} can be unknown: settle some of them"
            )
        lists = []
        for kept in itertools.product((True, False), repeat=len(open_)):
            out = {
                place for line, keep in zip(open_, kept, strict=True) if not keep for place in line
            }
            ranks = (
                tuple(wish for k, wish in enumerate(tier) if (at, k) not in out)
                for at, tier in enumerate(wishes.tiers)
            )
            lists.append(Statements(tuple(filter(None, ranks))).ranks(space))
        return cls(lists)

    def better(self, columns: Places) -> Flags:
        better: Flags = np.logical_and.reduce([r[:, np.newaxis] > r[columns] for r in self.ranks])
        return better

    def unknown(self, columns: Places) -> Flags:
        same = np.logical_and.reduce([r[:, np.newaxis] == r[columns] for r in self.ranks])
        worse = np.logical_and.reduce([r[:, np.newaxis] < r[columns] for r in self.ranks])
        disputed: Flags = ~(same | worse | self.better(columns))
        return disputed


@dataclass(frozen=True)
class Silent:
    """Nothing is known of a decision maker's preferences over so many states."""

    states: int

    def better(self, columns: Places) -> Flags:
        return np.zeros((self.states, len(columns)), dtype=bool)

    def unknown(self, columns: Places) -> Flags:
        flags: Flags = np.arange(self.states)[:, np.newaxis] != columns
        return flags


@dataclass(frozen=True, eq=False)
class Uncertain:
    """`stable[concept][i]` flags the states, over `space.codes`, that decision maker i stays in."""

    model: Model
    stable: Mapping[str, tuple[Flags, ...]]
    game: Explicit = field(repr=False)

    def equilibria(self, name: str) -> Flags:
        """The states stable for everybody."""
        return self.game.common(self.stable[concept(name).id])


def unknown(
    model: Model,
    outlooks: Mapping[int, Outlook],
    concepts: Iterable[str] | None = None,
    *,
    budget: Budget | None = None,
) -> Uncertain:
    """Stability where `outlooks[i]` says what is known of decision maker i; of the others all is known.

    Raises TooLarge where states or moves one by one do not fit the memory given, BudgetSpent when time
    runs out.
    """
    rows = [concept(name) for name in (needing(Need.UNKNOWN) if concepts is None else concepts)]
    if any(row.needs != {Need.UNKNOWN} or row.extension is None for row in rows):
        raise NotComputed("this is for the concepts that need to be told what is unknown")
    budget = budget or current()
    budget.doing = "the listing of states"
    done: dict[str, tuple[Flags, ...]] = {}  # by decision maker, in the order of the rows
    try:
        game = listed(model, budget, by_arcs=True)
        known = [outlooks.get(i) or Pairs(ranks) for i, ranks in enumerate(game.ranks)]
        moves = game.by_arcs_moves
        hopes = [_tempts(outlook, True) for outlook in known]
        wanted = [
            comparison.wanted(own, hope, budget) for own, hope in zip(moves, hopes, strict=True)
        ]
        for maker, name in enumerate(model.makers):
            budget.doing = f"unknown preferences for {name}"
            sight = {True: hopes[maker], False: _tempts(known[maker], False)}
            questions = [(row, _sight(row, sight)) for row in rows]
            done[name] = comparison.stable(questions, maker, Played(moves, wanted), budget)
    except (BudgetSpent, MemoryError) as error:
        raise BudgetSpent(spent(error, done, budget, "ask for fewer concepts")) from None
    budget.pause()
    stable = {row.id: tuple(sets[at] for sets in done.values()) for at, row in enumerate(rows)}
    return Uncertain(model, MappingProxyType(stable), game)


def _tempts(outlook: Outlook, hoping: bool) -> Relation:
    def tempts(columns: Places) -> Flags:
        better = outlook.better(columns)
        return better | outlook.unknown(columns) if hoping else better

    return tempts


def _sight(row: Concept, better: Mapping[bool, Relation]) -> Sight:
    """What tempts and what spares, by the row's extension; `better[True]` is what is better or may be."""
    assert row.extension is not None
    return Sight(better[row.extension.leaves], better[not row.extension.deters])
