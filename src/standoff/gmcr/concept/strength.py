"""Strength of preference: some states are not only better than others, but much better.

A mover is deterred strongly where the answer leads to a state than which s is much better; a state is
strongly stable under GMR, SMR or SEQ where it is stable for that reason alone, weakly where it is stable
otherwise (Hamouda, Kilgour and Hipel 2004). A move for the better is tempting however much it gains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from standoff.gmcr.budget import Budget, current
from standoff.gmcr.concept import comparison
from standoff.gmcr.concept.comparison import Played, Relation, Sight
from standoff.gmcr.concept.law import solve, spent
from standoff.gmcr.concept.table import CONCEPTS, Need, concept, needing
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Line, Preference, Statements
from standoff.gmcr.conflict.space import Space
from standoff.gmcr.engine.choose import listed
from standoff.gmcr.engine.explicit import Explicit, Flags
from standoff.gmcr.engine.joint import Places
from standoff.problem import BudgetSpent, NotAnOrder, NotComputed

Pairs = frozenset[tuple[int, int]]
"""Pairs of states by code: the first is much better than the second."""


def from_lines(statements: Statements, lines: Iterable[Line], space: Space) -> Relation:
    """s is much better than t where the first tier on which they differ has more marked lines true at s.

    Of a tier of one line: where that line is marked.
    """
    marked: dict[int, list[int]] = {}
    for tier, place in sorted({each for line in lines for each in statements.places(line)}):
        marked.setdefault(tier, []).append(place)
    steps: list[tuple[Places, Places, Places]] = []
    for tier, places in marked.items():
        before, after = (
            Statements(statements.tiers[:end]).ranks(space).astype(np.int64)
            for end in (tier, tier + 1)
        )
        strongly = Statements((tuple(statements.tiers[tier][at] for at in places),))
        steps.append((before, after, strongly.ranks(space).astype(np.int64)))

    def much(columns: Places) -> Flags:
        flags = np.zeros((space.count, len(columns)), dtype=bool)
        for before, after, strongly in steps:
            same = before[:, np.newaxis] == before[columns]
            flags |= (
                same
                & (after[:, np.newaxis] < after[columns])
                & (strongly[:, np.newaxis] < strongly[columns])
            )
        return flags

    return much


def from_pairs(pairs: Pairs, preference: Preference, space: Space) -> Relation:
    """s is much better than t where the pair is given; NotAnOrder for a pair that is not better at all."""
    ranks = preference.ranks(space)
    best, least = (
        np.array([space.index(pair[side]) for pair in sorted(pairs)], dtype=np.intp)
        for side in (0, 1)
    )
    if (ranks[best] <= ranks[least]).any():
        raise NotAnOrder("a state cannot be much better than another without being better")

    def much(columns: Places) -> Flags:
        flags = np.zeros((space.count, len(columns)), dtype=bool)
        inside = (best >= columns[0]) & (best <= columns[-1]) if len(columns) else best < 0
        flags[least[inside], best[inside] - columns[0]] = True
        return flags

    return much


@dataclass(frozen=True, eq=False)
class Strong:
    """For each concept and decision maker three disjoint sets of states, flagged over `space.codes`.

    `nash`: nothing is better; `strong` and `weak`: stable by strong deterrence, or by weak only.
    """

    model: Model
    nash: tuple[Flags, ...]
    strong: Mapping[str, tuple[Flags, ...]]
    weak: Mapping[str, tuple[Flags, ...]]
    budget: Budget = field(repr=False, default_factory=Budget)

    def equilibria(self, name: str) -> Flags:
        """The states that are nash or strong for everybody, under a strong concept of that id."""
        stable = np.ones(self.model.space.count, dtype=bool)
        for nash, strong in zip(self.nash, self.strong[name], strict=True):
            stable &= nash | strong
        return stable


def strength(
    model: Model,
    much: Mapping[int, Relation],
    concepts: Iterable[str] | None = None,
    *,
    budget: Budget | None = None,
) -> Strong:
    """Strong and weak stability; `much[i]` says what is much better for decision maker i (`from_lines`,
    `from_pairs`).

    Who is not in it prefers nothing much. Raises TooLarge where states or moves one by one do not fit the
    memory given, BudgetSpent when time runs out.
    """
    rows = [concept(name) for name in (needing(Need.STRENGTH) if concepts is None else concepts)]
    if any(row.needs != {Need.STRENGTH} for row in rows):
        raise NotComputed("this is for the concepts that need to be told what is much better")
    budget = budget or current()
    budget.doing = "the listing of states"
    done: dict[str, tuple[Flags, ...]] = {}  # by decision maker, in the order of the rows
    try:
        game = listed(model, budget, by_arcs=True)
        general = solve(
            model, ["NASH", *(row.implies[0] for row in rows)], engine=Explicit.id, budget=budget
        )
        played = Played(game.by_arcs_moves, game.arcs)
        for maker, name in enumerate(model.makers):
            budget.doing = f"strength for {name}"
            sight = _sight(game, maker, much.get(maker))
            questions = [(row, sight) for row in rows]
            done[name] = comparison.stable(questions, maker, played, budget)
    except (BudgetSpent, MemoryError) as error:
        raise BudgetSpent(spent(error, done, budget, "ask for fewer concepts")) from None
    budget.pause()
    nash = general.stable["NASH"]
    strong = {
        row.id: tuple(sets[at] & ~n for sets, n in zip(done.values(), nash, strict=True))
        for at, row in enumerate(rows)
    }
    weak = {
        id: tuple(
            g & ~n & ~s
            for g, n, s in zip(general.stable[CONCEPTS[id].implies[0]], nash, sets, strict=True)
        )
        for id, sets in strong.items()
    }
    return Strong(model, nash, MappingProxyType(strong), MappingProxyType(weak), budget)


def _sight(game: Explicit, maker: int, much: Relation | None) -> Sight:
    """What is better tempts, and only what is much worse deters."""
    ranks = game.ranks[maker]

    def tempts(columns: Places) -> Flags:
        return ranks[:, np.newaxis] > ranks[columns]

    def spares(columns: Places) -> Flags:
        if much is None:
            return np.ones((game.model.space.count, len(columns)), dtype=bool)
        return ~much(columns)

    return Sight(tempts, spares)
