"""The four basic concepts where what is preferred is a relation and no order.

Each decision maker has moves it would make, and for each state s the states that deter it from leaving
s. Fuzzy preference and attitudes say in their own way which those are; the rest is the same:

    NASH  no move it would make
    GMR   from every move it would make the others reach a state that deters it
    SMR   and from there it has no move to a state that does not deter it
    SEQ   as GMR, the others reaching it by moves that they would make

The others answer by legal sequences: nobody moves twice in a row (Fang, Hipel and Kilgour 1993).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from standoff.gmcr.concept.setrow import (
    Flags,
    SetRows,
    by_sequences,
    meet,
    over_moves,
    transposed,
)
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.engine.arcs import Arcs, arcs
from standoff.problem import TooLarge

BASIC = ("NASH", "GMR", "SMR", "SEQ")
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
    moves: Sequence[Arcs],
    leaving: Sequence[Arcs],
    deterring: Sequence[SetRows],
    prefix: str = "",
) -> Verdicts:
    """What is stable under the four concepts, called `prefix` and the name of each.

    moves      each decision maker's unilateral moves
    leaving    those of them that it would make
    deterring  row s: the states that deter it from leaving s; shape (states, words)
    """
    states = model.space.count
    stable: dict[str, list[Flags]] = {prefix + concept: [] for concept in BASIC}
    for i, own in enumerate(moves):
        by_moves = by_sequences([step for j, step in enumerate(moves) if j != i], states)
        by_wishes = by_sequences([step for j, step in enumerate(leaving) if j != i], states)
        for_good = deterring[i] & ~escaped(own, deterring[i], states)
        answered = {
            "NASH": np.zeros(len(leaving[i].source), dtype=bool),
            "GMR": meet(by_moves, deterring[i], leaving[i]),
            "SMR": meet(by_moves, for_good, leaving[i]),
            "SEQ": meet(by_wishes, deterring[i], leaving[i]),
        }
        for concept in BASIC:
            stays = np.ones(states, dtype=bool)
            stays[leaving[i].source[~answered[concept]]] = False
            stable[prefix + concept].append(stays)
    flags = {concept: tuple(by_maker) for concept, by_maker in stable.items()}
    return Verdicts(model, MappingProxyType(flags))


def escaped(moves: Arcs, deterring: SetRows, states: int) -> SetRows:
    """Row s holds the states from which there is a move to a state that does not deter from leaving s."""
    harmless = transposed(~deterring, states)
    return transposed(over_moves(harmless, moves), states)
