"""The law where what is better, or deters, is a relation between two states and no ranking.

    s is unstable for i  <=>  some t that i can move to tempts i at s, and nothing deters i at s of what
                              the others can answer at t (and i cannot escape, where the concept looks)

For rankings this is the law of `law`. Here both relations are looked up for pairs of states, so time and
rows of bits grow with the square of the number of states. Answers are legal sequences of one move or
more: a state that tempts may itself be one that deters, where comparisons are unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
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


NARROW = 16
"""Words of a row worked on at once: rows are gathered along arcs, and short ones stay near."""


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
    for columns, arcs in _parts(moves, budget, ()):
        state, target = moves.source[arcs], moves.target[arcs]
        kept[arcs] = tempts(columns)[target, state - columns[0]]
    return moves.where(kept)


def stable(
    questions: Sequence[tuple[Concept, Sight]], maker: int, played: Played, budget: Budget
) -> tuple[Flags, ...]:
    """For each question the states that the decision maker has no incentive to leave; shape (states,).

    What several questions ask of the same relation is looked up once: give them the same functions.
    """
    own = played.moves[maker]
    results = tuple(np.ones(own.states, dtype=bool) for _ in questions)
    for columns, arcs in _parts(own, budget, played.moves):
        look = cache(lambda relation, columns=columns: _packed(relation(columns)))
        answered = cache(partial(_answered, own, maker, played, look))
        state, target = own.source[arcs], own.target[arcs]
        for (concept, sight), result in zip(questions, results, strict=True):
            budget.tick()
            leaving = bit_of(look(sight.tempts), target, state - columns[0])
            if concept.answers is not Answers.NONE:
                spared = answered(sight.spares, concept.answers, concept.escapes)
                leaving &= bit_of(spared, target, state - columns[0])
            result[state[leaving]] = False
    return results


def _answered(  # noqa: PLR0917
    own: Arcs,
    maker: int,
    played: Played,
    look: Callable[[Relation], Rows],
    spares: Relation,
    how: Answers,
    escapes: bool,
) -> Rows:
    """For each state those asked about which the decision maker is spared, whatever the others answer."""
    rows = look(spares)
    if escapes:
        rows = own.sweep(rows, np.bitwise_or)
    return after_sequences(played.answers(how, maker), rows, np.bitwise_and)


def _parts(own: Arcs, budget: Budget, moves: Sequence[Arcs]) -> Iterator[tuple[Places, slice]]:
    """(States asked about at once, their moves among the arcs)."""
    step = 64 * min(NARROW, words_within(own.states, budget, moves))
    for first in range(0, own.states, step):
        budget.tick()
        columns = np.arange(first, min(first + step, own.states))
        start, end = np.searchsorted(own.source, (first, first + len(columns)))
        yield columns, slice(int(start), int(end))


def _packed(flags: Flags) -> Rows:
    octets = np.packbits(flags, axis=1, bitorder="little")
    wide = np.zeros((len(octets), 8 * -(-flags.shape[1] // 64)), dtype=np.uint8)
    wide[:, : octets.shape[1]] = octets
    return wide.view(np.uint64)
