"""The four basic concepts where what is preferred is a relation and no order: tables of pairs of states.

For each state s a table says which states a decision maker would leave it for, another which deter it from
leaving. Fuzzy preference and attitudes say in their own way which those are; the law is that of `comparison`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from standoff.gmcr.budget import Budget, current
from standoff.gmcr.concept.comparison import Played, Relation, Sight, stable
from standoff.gmcr.concept.table import CONCEPTS, USUAL
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.engine.arcs import Arcs, arcs
from standoff.gmcr.engine.joint import Flags, Places
from standoff.problem import TooLarge

MOST_STATES = 1 << 13
"""A relation over more states is refused: it has a truth value for each pair of them."""


@dataclass(frozen=True, eq=False)
class Verdicts:
    """Stable states by concept and decision maker, as flags over `model.space.codes`."""

    model: Model
    stable: Mapping[str, tuple[Flags, ...]]

    def equilibria(self, concept: str) -> Flags:
        """The states stable for every decision maker; shape (states,)."""
        everywhere = np.ones(self.model.space.count, dtype=bool)
        return np.asarray(np.logical_and.reduce([everywhere, *self.stable[concept]]))


def moves_of(model: Model) -> tuple[Arcs, ...]:
    """Each decision maker's unilateral moves; TooLarge where there are too many states for relations."""
    states = len(model.space.codes_within(MOST_STATES << 10))
    if states > MOST_STATES:
        raise TooLarge(
            f"{states:,} states: a preference that compares every two of them is computed for up to "
            f"{MOST_STATES:,}"
        )
    return tuple(arcs(model.space, i) for i in range(len(model.makers)))


def judge(
    model: Model,
    preferred: Sequence[Flags],
    deterring: Sequence[Flags],
    prefix: str = "",
    budget: Budget | None = None,
) -> Verdicts:
    """What is stable under the four concepts, called `prefix` and the name of each.

    preferred  for each decision maker whether it would leave s for t, at [s, t]; shape (states, states)
    deterring  ... whether t, if the others answer with it, deters it from leaving s, at [s, t]
    """
    budget, moves = budget or current(), moves_of(model)
    wishes = zip(moves, preferred, strict=True)
    played = Played(moves, [own.where(table[own.source, own.target]) for own, table in wishes])
    rows = [CONCEPTS[name] for name in USUAL]
    by_maker = []
    for maker, tables in enumerate(zip(preferred, deterring, strict=True)):
        budget.doing = f"relations for {model.makers[maker]}"
        sight = Sight(_column(tables[0]), _column(~tables[1]))
        by_maker.append(stable([(row, sight) for row in rows], maker, played, budget))
    budget.pause()
    sets = {prefix + row.id: tuple(flags[at] for flags in by_maker) for at, row in enumerate(rows)}
    return Verdicts(model, MappingProxyType(sets))


def _column(table: Flags) -> Relation:
    def asked(columns: Places) -> Flags:
        return table[columns].T

    return asked
