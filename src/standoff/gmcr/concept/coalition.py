"""Coalitions: what several can do together, and which states they have no incentive to leave.

A coalition improves on s where legal sequences of its members' moves lead to a state that every member
strictly prefers to s; single steps on the way may hurt. Stability is the law of `law`, asked of the
coalition (Kilgour, Hipel, Fang and Peng 2001; Inohara and Hipel 2008).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np

from standoff.gmcr.budget import Budget, current
from standoff.gmcr.concept.law import spent, stable
from standoff.gmcr.concept.table import COALITION, Movers, concept
from standoff.gmcr.conflict.model import Model, Mover
from standoff.gmcr.engine import joint
from standoff.gmcr.engine.arcs import Arcs
from standoff.gmcr.engine.choose import listed
from standoff.gmcr.engine.explicit import Explicit, Flags
from standoff.problem import BudgetSpent, Infeasible, NotComputed

SIZES = (2, 3)
"""Members of the coalitions looked at where none is named."""


def of_sizes(model: Model, sizes: Iterable[int] = SIZES) -> tuple[Mover, ...]:
    """Every coalition of so many decision makers, in their order."""
    makers = range(len(model.makers))
    return tuple(
        frozenset(members) for size in sizes for members in itertools.combinations(makers, size)
    )


def every(model: Model) -> tuple[Mover, ...]:
    """Every coalition, single decision makers and all together included."""
    return of_sizes(model, range(1, len(model.makers) + 1))


@dataclass(frozen=True)
class Jump:
    """A coalition's improvement from one equilibrium to another; states by code."""

    mover: Mover
    state: int
    target: int


@dataclass(frozen=True, eq=False)
class Coalitions:
    """`stable[mover][concept]` flags the states, in the order of `space.codes`, that a coalition stays in."""

    model: Model
    stable: Mapping[Mover, Mapping[str, Flags]]
    game: Explicit = field(repr=False)

    @cached_property
    def complete(self) -> bool:
        """Whether every coalition was asked."""
        return set(every(self.model)) <= set(self.stable)

    def universal(self, name: str) -> Flags:
        """The states stable for every coalition; NotComputed unless all were asked, single ones included."""
        if not self.complete:
            raise NotComputed(
                f"not every coalition was asked about {name}: ask all, the single ones included"
            )
        return self.shared(name)

    def shared(self, name: str) -> Flags:
        """The states stable for all coalitions that were asked."""
        return self.game.common(sets[name] for sets in self.stable.values())

    def improvements(self, mover: Mover) -> Arcs:
        """The coalition's improvements as arcs between places in `space.codes`; TooLarge if too many."""
        reaches = {mover: self.game.reach(mover)}
        return joint.improvements(reaches, self.game.ranks, True, self.game.budget)[0]

    def jumps(self, equilibria: Flags) -> Iterator[Jump]:
        """Improvements of the coalitions asked, of two or more, from one of these states to another."""
        places = np.flatnonzero(equilibria)
        codes = self.model.space.codes[places].tolist()
        for mover in self.stable:
            for at, to in self._among(mover, places) if len(mover) > 1 else ():
                yield Jump(mover, codes[at], codes[to])

    def _among(self, mover: Mover, places: joint.Places) -> Iterator[tuple[int, int]]:
        count, reach = self.model.space.count, self.game.reach(mover)
        step = 64 * joint.words_within(count, self.game.budget)
        for first in range(0, len(places), step):
            part = places[first : first + step]
            number = np.full(count, -1, dtype=np.int64)
            number[part] = np.arange(len(part))
            rows = reach.pick(joint.bits_at(number, -(-len(part) // 64)), np.bitwise_or)[places]
            led = np.unpackbits(rows.view(np.uint8), axis=1, bitorder="little").astype(bool)
            led = led[:, : len(part)]
            for i in mover:
                rank = self.game.ranks[i]
                led &= rank[part] > rank[places][:, np.newaxis]
            for at, to in np.argwhere(led).tolist():
                yield at, first + to


def coalitions(
    model: Model,
    concepts: Iterable[str] = COALITION,
    movers: Iterable[Mover] | None = None,
    *,
    budget: Budget | None = None,
) -> Coalitions:
    """Which states each coalition has no incentive to leave, under each concept asked for.

    Without `movers` all pairs and triples are asked. Raises TooLarge where the states, or for CSEQ the
    improvements of coalitions, do not fit the memory given; BudgetSpent when time runs out; NotComputed
    for a concept that asks single decision makers.
    """
    asked = [concept(name) for name in concepts]
    for row in asked:
        if row.movers is not Movers.COALITION:
            raise NotComputed(f"{row.id} asks one decision maker at a time: use `solve`")
    budget = budget or current()
    budget.doing = "the listing of states"
    done: dict[Mover, Mapping[str, Flags]] = {}
    chosen = of_sizes(model) if movers is None else tuple(movers)
    for mover in chosen:
        if not mover or not mover <= set(range(len(model.makers))):
            raise Infeasible(
                f"{sorted(mover)} is no coalition of {len(model.makers)} decision makers"
            )
    try:
        game = listed(model, budget)
        for mover in chosen:
            sets: dict[str, Flags] = {}
            for row in asked:
                budget.doing = f"{row.id} for {model.called(mover)}"
                budget.tick()
                sets[row.id] = stable(game, row, mover)
            done[mover] = MappingProxyType(sets)
    except (BudgetSpent, MemoryError) as error:
        finished = [model.called(mover) for mover in done]
        raise BudgetSpent(spent(error, finished, budget, "ask for fewer coalitions")) from None
    budget.pause()
    return Coalitions(model, MappingProxyType(done), game)
