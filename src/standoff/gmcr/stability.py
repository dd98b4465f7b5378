"""Stability: one law for Nash, GMR, SMR, SEQ and SSEQ; SIM beside it; equilibria.

Write r for the focal decision maker's rank and, for each state t, W(t) for the worst that the opponents
can make of it (see `CONCEPTS`). Then

    s is unstable  <=>  max over t reachable from s, s included, of min(r(t), W(t))  >  r(s)

because the test needs a t with r(t) > r(s) and W(t) > r(s). One pass for the maximum, one comparison;
no state-by-state loop and nothing of size states x states. Sanctions follow legal sequences of the
opponents; an equally preferred outcome sanctions; only strict improvements tempt (Fang, Hipel and
Kilgour 1993; choices in `docs/explanation/choices.md`). Simultaneous sanctions start from s, not from
t: they are not of this form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.arcs import Arcs, arcs, estimate
from standoff.gmcr.graph import Graph
from standoff.gmcr.model import Model
from standoff.gmcr.moves import Improving, Moves
from standoff.gmcr.sanction import SANCTIONS
from standoff.gmcr.simultaneous import check, sanctioned
from standoff.problem import NotComputed, TooLarge, UnknownName
from standoff.statement import Condition

Values: TypeAlias = NDArray[np.uint32]
Flags: TypeAlias = NDArray[np.bool_]

MAX_ARCS = 1 << 25
"""More moves than this are not written out one by one: half a gigabyte, and as much to sort them."""


@dataclass(frozen=True, eq=False)
class Game:
    """A model's states, moves and ranks as arrays, shared by all concepts.

    Option form has passes over groups of states; listed moves have passes over arcs. `by_arcs` asks
    for the second where the first would do: slower, and the same.
    """

    model: Model
    sanctions: str = "sequences"
    by_arcs: bool = False

    @property
    def engine(self) -> str:
        """The passes used: `explicit` over groups, `graph` over arcs."""
        return "graph" if self.by_arcs or isinstance(self.model.space, Graph) else "explicit"

    @cached_property
    def ranks(self) -> tuple[Values, ...]:
        """Each decision maker's rank of each listed state, 1 = least preferred."""
        return tuple(p.ranks(self.model.space) for p in self.model.preferences)

    @cached_property
    def moves(self) -> tuple[Moves | Arcs, ...]:
        """Each decision maker's unilateral moves."""
        makers = range(len(self.model.makers))
        if self.engine == "graph":
            return tuple(arcs(self.model.space, i) for i in makers)
        return tuple(Moves(self.model.space, i) for i in makers)

    @cached_property
    def improving(self) -> tuple[Improving | Arcs, ...]:
        """Each decision maker's unilateral improvements."""
        return tuple(m.improving(r) for m, r in zip(self.moves, self.ranks, strict=True))

    @cached_property
    def gains(self) -> tuple[Arcs, ...]:
        """Each decision maker's unilateral improvements one by one; TooLarge when they are too many."""
        space = self.model.space
        makers = range(len(self.model.makers))
        work = 0 if isinstance(space, Graph) else sum(estimate(space, i) for i in makers)
        if work > MAX_ARCS:
            raise TooLarge(f"about {work:,} moves to combine, more than {MAX_ARCS:,}")
        found = tuple(arcs(space, i).improving(self.ranks[i]) for i in makers)
        check(space, found)
        return found

    def best(self, maker: int) -> Values:
        """The rank of the best state the decision maker can reach from each state by itself."""
        return self.moves[maker].best(self.ranks[maker])

    def worst_by_moves(self, maker: int, values: Values) -> Values:
        """The least of `values` that the opponents can reach from each state by any moves."""
        steps = [m for j, m in enumerate(self.moves) if j != maker]
        return SANCTIONS[self.sanctions].worst(steps, values)

    def worst_by_improvements(self, maker: int, values: Values) -> Values:
        """The least of `values` that the opponents can reach, each step an improvement for its mover."""
        steps = [m for j, m in enumerate(self.improving) if j != maker]
        return SANCTIONS[self.sanctions].worst(steps, values)

    @cached_property
    def not_sequential(self) -> tuple[Flags, ...]:
        """The states that each decision maker leaves under SEQ."""
        makers = range(len(self.model.makers))
        return tuple(~stable(self, CONCEPTS["SEQ"], i) for i in makers)


def simultaneous(game: Game, maker: int) -> Flags:
    """The states from which improvements of others, made at the same time, deter every improvement."""
    return sanctioned(game.model.space, game.gains, game.ranks[maker], maker)


def sequential_then_simultaneous(game: Game, maker: int) -> Flags:
    """SEQ, and at states that two or more leave under it, whether those leaving at once deters."""
    leaving = game.not_sequential
    gains = [g.where(flags[g.source]) for g, flags in zip(game.gains, leaving, strict=True)]
    rank = game.ranks[maker]
    flags: Flags = ~leaving[maker] | sanctioned(game.model.space, gains, rank, maker)
    return flags


Worst: TypeAlias = "Callable[[Game, int], Values] | None"


@dataclass(frozen=True)
class Concept:
    """A solution concept: its W of the law (None: nobody answers), its foresight and its source.

    `definition` says when s is stable for i, apart from when i has no improvement from s; `read` says
    how far it was compared with what somebody wrote. `flags` finds the stable states of a concept that
    the law does not cover; `worst` is then unused.
    """

    id: str
    name: str
    words: str  # how a stable state is said in plain words
    worst: Worst
    foresight: int
    knows_opponents: bool
    source: str
    definition: str
    read: str
    flags: Callable[[Game, int], Flags] | None = None


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
                "i has no improvement from s",
                "the formulas of an independent program were read and are these; the works "
                "are cited from memory",
            ),
            Concept(
                "GMR",
                "general metarationality",
                "others could answer every better move so that it does not pay",
                lambda game, i: game.worst_by_moves(i, game.ranks[i]),
                2,
                False,
                "Howard 1971; Fang, Hipel and Kilgour 1993",
                "from every improvement of i the others reach, by any moves, a state that i "
                "does not prefer to s",
                "the formulas of an independent program were read and are these; the works "
                "are cited from memory",
            ),
            Concept(
                "SMR",
                "symmetric metarationality",
                "others could answer every better move, and it could not escape the answer",
                lambda game, i: game.worst_by_moves(i, game.best(i)),
                3,
                False,
                "Howard 1971; Fang, Hipel and Kilgour 1993",
                "from every improvement of i the others reach, by any moves, a state that i "
                "does not prefer to s, nor any state that i can move to from there",
                "the formulas of an independent program were read and are these; the works "
                "are cited from memory",
            ),
            Concept(
                "SEQ",
                "sequential stability",
                "others would gain by answering every better move so that it does not pay",
                lambda game, i: game.worst_by_improvements(i, game.ranks[i]),
                2,
                True,
                "Fraser and Hipel 1979; Fang, Hipel and Kilgour 1993",
                "from every improvement of i the others reach, each step an improvement for "
                "its mover, a state that i does not prefer to s",
                "the formulas of an independent program were read and are these; the works "
                "are cited from memory",
            ),
            Concept(
                "SSEQ",
                "symmetric sequential stability",
                "others would gain by answering every better move, and it could not escape the answer",
                lambda game, i: game.worst_by_improvements(i, game.best(i)),
                3,
                True,
                "Rêgo and Vieira 2017",
                "from every improvement of i the others reach, each step an improvement for "
                "its mover, a state that i does not prefer to s, nor any state that i can "
                "move to from there",
                "from memory; of the work, abstract and introduction were read",
            ),
            Concept(
                "SIM",
                "simultaneous stability",
                "others gaining at the same time would keep every better move from paying",
                None,
                2,
                True,
                "Fraser and Hipel 1984",
                "for every improvement of i some of the others have improvements from s that, "
                "all made at the same time, lead to a feasible state that i does not prefer "
                "to s",
                "from memory; an independent program was read that computes it so, but for a slip",
                simultaneous,
            ),
            Concept(
                "SEQ+SIMULTANEITY",
                "sequential stability with a last check of simultaneity",
                "others would gain by answering every better move, or by moving at the same time, so "
                "that it does not pay",
                None,
                2,
                True,
                "Fraser and Hipel 1984",
                "s is stable for i under SEQ; or two or more leave s under SEQ, i among them, "
                "and for every improvement of i some of those others have improvements from s "
                "as under SIM",
                "from memory; one published table that uses it was read",
                sequential_then_simultaneous,
            ),
        )
    }
)
USUAL = ("NASH", "GMR", "SMR", "SEQ")


def stable(game: Game, concept: Concept, maker: int) -> Flags:
    """The states the decision maker has no incentive to leave under the concept; shape (states,)."""
    model = game.model
    if model.preferences[maker].empty or model.space.idle(maker):
        return np.ones(model.space.count, dtype=bool)  # nothing to gain, or no move to make
    if concept.flags is not None:
        return concept.flags(game, maker)
    rank = game.ranks[maker]
    reward = rank if concept.worst is None else np.minimum(rank, concept.worst(game, maker))
    flags: Flags = game.moves[maker].best(reward) <= rank
    return flags


@dataclass(frozen=True, eq=False)
class Solution:
    """What each concept says of a model's states.

    `stable[concept][i]` are the states stable for decision maker i, as flags over `model.space.codes`.
    `refused` says why a concept asked for was not computed.
    """

    model: Model
    stable: Mapping[str, tuple[Flags, ...]]
    engine: str = "explicit"
    sanctions: str = "sequences"
    refused: Mapping[str, str] = field(default_factory=dict)

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


def solve(
    model: Model,
    concepts: Iterable[str] = USUAL,
    sanctions: str = "sequences",
    partial: bool = False,
    by_arcs: bool = False,
) -> Solution:
    """Every state's stability for every decision maker under each concept asked for.

    A concept that is too much work, or not defined for the model's form, raises TooLarge or NotComputed;
    with `partial` it is left out and its reason kept in `refused`.
    """
    if sanctions not in SANCTIONS:
        raise UnknownName("sanctions", sanctions, SANCTIONS)
    game = Game(model, sanctions, by_arcs)
    found: dict[str, tuple[Flags, ...]] = {}
    refused: dict[str, str] = {}
    for each in map(concept, concepts):
        try:
            found[each.id] = tuple(stable(game, each, i) for i in range(len(model.makers)))
        except (NotComputed, TooLarge) as reason:
            if not partial:
                raise
            refused[each.id] = str(reason)
    return Solution(
        model, MappingProxyType(found), game.engine, sanctions, MappingProxyType(refused)
    )
