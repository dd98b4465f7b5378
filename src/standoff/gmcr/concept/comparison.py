"""The law where what is better, or deters, is a relation between two states and no ranking.

    s is unstable for i  <=>  some t that i can move to tempts i at s, and nothing deters i at s of what
                              the others can answer at t (and i cannot escape, where the concept looks)

For rankings this is the law of `law`. Here both relations are looked up for pairs of states, so time and
rows of bits grow with the square of the number of states. Answers are legal sequences of one move or
more: a state that tempts may itself be one that deters, where comparisons are unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.table import Answers, Concept
from standoff.gmcr.engine.arcs import Arcs
from standoff.gmcr.engine.joint import Flags, Places, Rows, bit_of, words_within
from standoff.gmcr.engine.sanction import after_sequences
from standoff.problem import NotComputed

Relation: TypeAlias = Callable[[Places], Flags]
"""For some states s, by place: whether each listed state stands in it to s; shape (states, asked)."""


@dataclass(frozen=True)
class Sight:
    """How one decision maker looks at a state from another: whether it tempts, whether it spares.

    A state that does not spare deters the decision maker, if the others answer with it.
    """

    tempts: Relation
    spares: Relation


@dataclass(frozen=True)
class Played:
    """The moves of everybody, and those of them that are answers where answers must be wanted."""

    moves: Sequence[Arcs]
    wanted: Sequence[Arcs]

    def answers(self, how: Answers, maker: int) -> list[Arcs]:
        """What the others answer the decision maker with."""
        if how not in (Answers.MOVES, Answers.IMPROVEMENTS):
            raise NotComputed(f"answers {how.words} are not computed by relations")
        steps = self.moves if how is Answers.MOVES else self.wanted
        return [step for j, step in enumerate(steps) if j != maker]


def wanted(moves: Arcs, tempts: Relation, budget: Budget) -> Arcs:
    """The moves to states that tempt."""
    kept = np.zeros(len(moves.source), dtype=bool)
    step = 64 * words_within(moves.states, budget)
    for first in range(0, moves.states, step):
        columns = np.arange(first, min(first + step, moves.states))
        a, b = np.searchsorted(moves.source, (first, first + len(columns)))
        kept[a:b] = tempts(columns)[moves.target[a:b], moves.source[a:b] - first]
    return moves.where(kept)


def stable(concept: Concept, maker: int, sight: Sight, played: Played, budget: Budget) -> Flags:
    """The states that the decision maker has no incentive to leave; shape (states,)."""
    own = played.moves[maker]
    result = np.ones(own.states, dtype=bool)
    step = 64 * words_within(own.states, budget, played.moves)
    for first in range(0, own.states, step):
        budget.tick()
        columns = np.arange(first, min(first + step, own.states))
        rows = _packed(sight.tempts(columns))
        if concept.answers is not Answers.NONE:
            spares = _packed(sight.spares(columns))
            if concept.escapes:
                spares = own.sweep(spares, np.bitwise_or)
            answers = played.answers(concept.answers, maker)
            rows &= after_sequences(answers, spares, np.bitwise_and)
        led = own.onward(rows, np.bitwise_or)
        result[columns] = ~bit_of(led, columns, columns - first)
    return result


def _packed(flags: Flags) -> Rows:
    octets = np.packbits(flags, axis=1, bitorder="little")
    wide = np.zeros((len(octets), 8 * -(-flags.shape[1] // 64)), dtype=np.uint8)
    wide[:, : octets.shape[1]] = octets
    return wide.view(np.uint64)
