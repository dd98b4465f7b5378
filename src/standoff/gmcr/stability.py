"""Stability: one law for Nash, GMR, SMR, SEQ and SSEQ; equilibria.

Write r for the focal decision maker's rank and, for each state t, W(t) for the worst that the opponents
can make of it (see `CONCEPTS`). Then

    s is unstable  <=>  max over t reachable from s, s included, of min(r(t), W(t))  >  r(s)

because the test needs a t with r(t) > r(s) and W(t) > r(s). One pass for the maximum, one comparison;
no state-by-state loop and nothing of size states x states. Sanctions follow legal sequences of the
opponents; an equally preferred outcome sanctions; only strict improvements tempt (Fang, Hipel and
Kilgour 1993; choices in `docs/explanation/choices.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.model import Model
from standoff.gmcr.moves import Improving, Moves
from standoff.problem import UnknownName
from standoff.statement import Condition

Values: TypeAlias = NDArray[np.uint32]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Game:
    """A model's states, moves and ranks as arrays, shared by all concepts."""

    model: Model

    @cached_property
    def ranks(self) -> tuple[Values, ...]:
        """Each decision maker's rank of each listed state, 1 = least preferred."""
        return tuple(p.ranks(self.model.space) for p in self.model.preferences)

    @cached_property
    def moves(self) -> tuple[Moves, ...]:
        """Each decision maker's unilateral moves."""
        return tuple(Moves(self.model.space, i) for i in range(len(self.model.makers)))

    @cached_property
    def improving(self) -> tuple[Improving, ...]:
        """Each decision maker's unilateral improvements."""
        return tuple(m.improving(r) for m, r in zip(self.moves, self.ranks, strict=True))

    def best(self, maker: int) -> Values:
        """The rank of the best state the decision maker can reach from each state by itself."""
        return self.moves[maker].best(self.ranks[maker])

    def worst_by_moves(self, maker: int, values: Values) -> Values:
        """The least of `values` that the opponents can reach from each state by any moves."""
        return self._worst([m.least for j, m in enumerate(self.moves) if j != maker], values)

    def worst_by_improvements(self, maker: int, values: Values) -> Values:
        """The least of `values` that the opponents can reach, each step an improvement for its mover."""
        return self._worst([m.least for j, m in enumerate(self.improving) if j != maker], values)

    @staticmethod
    def _worst(sweeps: list[Callable[[Values], Values]], values: Values) -> Values:
        # Sweeps only lower values: the fixpoint is the minimum over all sequences. That nobody moves
        # twice in a row forbids nothing here, since two moves of one decision maker make one.
        waiting = list(sweeps)
        quiet = 0
        while waiting and quiet < len(waiting):
            for sweep in waiting:
                lower = sweep(values)
                quiet = quiet + 1 if (lower == values).all() else 1
                values = lower
                if quiet >= len(waiting):
                    break
        return values


Worst: TypeAlias = "Callable[[Game, int], Values] | None"


@dataclass(frozen=True)
class Concept:
    """A solution concept: its W of the law (None: nobody answers), its foresight and its source."""

    id: str
    name: str
    words: str  # how a stable state is said in plain words
    worst: Worst
    foresight: int
    knows_opponents: bool
    source: str


CONCEPTS: Mapping[str, Concept] = MappingProxyType(
    {
        concept.id: concept
        for concept in (
            Concept(
                "NASH",
                "Nash stability",
                "has no better move",
                None,
                1,
                False,
                "Nash 1950; Fang, Hipel and Kilgour 1993",
            ),
            Concept(
                "GMR",
                "general metarationality",
                "others could answer every better move so that it does not pay",
                lambda game, i: game.worst_by_moves(i, game.ranks[i]),
                2,
                False,
                "Howard 1971; Fang, Hipel and Kilgour 1993",
            ),
            Concept(
                "SMR",
                "symmetric metarationality",
                "others could answer every better move, and it could not escape the answer",
                lambda game, i: game.worst_by_moves(i, game.best(i)),
                3,
                False,
                "Howard 1971; Fang, Hipel and Kilgour 1993",
            ),
            Concept(
                "SEQ",
                "sequential stability",
                "others would gain by answering every better move so that it does not pay",
                lambda game, i: game.worst_by_improvements(i, game.ranks[i]),
                2,
                True,
                "Fraser and Hipel 1979; Fang, Hipel and Kilgour 1993",
            ),
            Concept(
                "SSEQ",
                "symmetric sequential stability",
                "others would gain by answering every better move, and it could not escape the answer",
                lambda game, i: game.worst_by_improvements(i, game.best(i)),
                3,
                True,
                "Rêgo and Vieira 2017",
            ),
        )
    }
)
USUAL = ("NASH", "GMR", "SMR", "SEQ")


def stable(game: Game, concept: Concept, maker: int) -> Flags:
    """The states the decision maker has no incentive to leave under the concept; shape (states,)."""
    model = game.model
    if model.preferences[maker].empty or maker not in model.space.masks:
        return np.ones(model.space.count, dtype=bool)  # nothing to gain, or no move to make
    rank = game.ranks[maker]
    reward = rank if concept.worst is None else np.minimum(rank, concept.worst(game, maker))
    flags: Flags = game.moves[maker].best(reward) <= rank
    return flags


@dataclass(frozen=True, eq=False)
class Solution:
    """What each concept says of a model's states.

    `stable[concept][i]` are the states stable for decision maker i, as flags over `model.space.codes`.
    """

    model: Model
    stable: Mapping[str, tuple[Flags, ...]]
    engine: str = "explicit"

    def equilibria(self, concept: str) -> Flags:
        """The states stable for every decision maker."""
        flags = self.stable[concept]
        everywhere = np.ones(self.model.space.count, dtype=bool)
        together: Flags = np.logical_and.reduce([everywhere, *flags])
        return together

    def where(self, condition: Condition) -> Solution:
        """The same, of the states where the condition holds only."""
        holds = self.model.space.truth(condition, self.model.space.codes)
        stable = {c: tuple(f & holds for f in flags) for c, flags in self.stable.items()}
        return replace(self, stable=MappingProxyType(stable))


def concept(name: str) -> Concept:
    """The concept of that id, in any case of letters; UnknownName otherwise."""
    if name.upper() not in CONCEPTS:
        raise UnknownName("concept", name.upper(), CONCEPTS)
    return CONCEPTS[name.upper()]


def solve(model: Model, concepts: Iterable[str] = USUAL) -> Solution:
    """Every state's stability for every decision maker under each concept asked for."""
    game = Game(model)
    makers = range(len(model.makers))
    table = {c.id: tuple(stable(game, c, i) for i in makers) for c in map(concept, concepts)}
    return Solution(model, MappingProxyType(table))
