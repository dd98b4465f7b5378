"""The law asked of one state, where all states together are too many to be asked.

A state is stable for a decision maker if each of its improvements is deterred: by a state that the others'
answers lead to and that is no better for it than staying. What the others can make of one improvement is
small where the whole is not:

moves           the closure of one improvement under the others' moves, as a diagram
improvements    searched state by state, what is worst for the decision maker first: a deterrent is mostly
                near. Only where none is found in so many states is the closure made as a diagram

The definitions are those of `gmcr.concept.table`; `tests/gmcr/test_local.py` holds them against the sets that
are computed over all states.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING

from standoff.gmcr.budget import Budget, current
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Statements
from standoff.problem import TooLarge

if TYPE_CHECKING:
    from standoff.gmcr.engine.diagram import Set
    from standoff.gmcr.engine.symbolic import Symbolic

SEARCHED = 50_000
"""States looked at for a deterrent, one by one, before the closure is made as a diagram."""
MOST_NODES = 50_000
"""Nodes of such a closure; beyond, it is not told whether the state is stable."""


class Local:
    """A model of which single states are asked; nothing of the size of all its states is made."""

    def __init__(
        self, model: Model, budget: Budget | None = None, searched: int = SEARCHED
    ) -> None:
        self.model = model
        self.budget = budget or current()
        self.searched = searched

    @cached_property
    def game(self) -> Symbolic:
        """The model as diagrams."""
        # Most models are small, and need not load the library of diagrams.
        game: Symbolic = import_module("standoff.gmcr.engine.symbolic").Symbolic(
            self.model, self.budget
        )
        return game

    def improvements(self, maker: int, state: int) -> list[int]:
        """The states that the decision maker can move to and likes better."""
        space, score = self.model.space, self.model.preferences[maker].score
        here = score(space, state)
        return [t for t in space.moves(maker, state) if score(space, t) > here]

    def deterred_by_moves(self, maker: int, state: int, escapes: bool) -> bool:
        """Whether any moves of the others can undo each improvement (GMR; SMR where it `escapes`)."""
        tempting = self.improvements(maker, state)
        steps = [step.after for step in self.game.steps if step.maker != maker]
        return not tempting or self._closed(maker, state, tempting, steps, escapes)

    def deterred_by_improvements(self, maker: int, state: int, escapes: bool) -> bool:
        """Whether improvements of the others can undo each improvement (SEQ; SSEQ where it `escapes`).

        What not even any moves of theirs undo, which is soon known, no improvements do.
        """
        if not self.deterred_by_moves(maker, state, escapes):
            return False
        witnesses: dict[int, list[int]] = {}
        for target in self.improvements(maker, state):
            deterred = self._searched(maker, state, target, escapes, witnesses)
            if deterred is None:
                others = (arcs for arcs in self.game.improving if arcs.mover.maker != maker)
                steps = [each.after for each in others if each.relation.satisfiable()]
                deterred = self._closed(maker, state, [target], steps, escapes)
            if not deterred:
                return False
        return True

    # --- one by one

    def _searched(
        self, maker: int, state: int, target: int, escapes: bool, witnesses: dict[int, list[int]]
    ) -> bool | None:
        """Whether the others' improvements lead from the target to a deterrent; None where that stays open.

        What deterred another improvement deters this one too where the others cannot tell the two apart.
        """
        space = self.model.space
        own, score = space.masks.get(maker, 0), self.model.preferences[maker].score
        here = score(space, state)

        def deters(at: int) -> bool:
            again = space.moves(maker, at) if escapes else ()
            return score(space, at) <= here and all(score(space, t) <= here for t in again)

        known = witnesses.setdefault(target & own & self._seen[maker], [])
        if any(deters(target & own | other) for other in known):
            return True
        met, waiting = {target}, [(score(space, target), target)]
        while waiting:
            self.budget.tick()
            _, at = heapq.heappop(waiting)
            if deters(at):
                known.append(at & ~own)
                return True
            for answer in self._answers(maker, at):
                if answer not in met:
                    met.add(answer)
                    heapq.heappush(waiting, (score(space, answer), answer))
            if len(met) > self.searched:
                return None
        return False

    def _answers(self, maker: int, state: int) -> list[int]:
        """Everybody else's improvements."""
        others = (i for i in range(len(self.model.makers)) if i != maker)
        return [t for i in others for t in self.improvements(i, state)]

    @cached_property
    def _seen(self) -> tuple[int, ...]:
        """For each decision maker the options that what is impossible, or a wish of another, speaks of."""
        space = self.model.space
        banned = (space.bits_in(each) for each in space.impossible)
        ruled = sum(1 << b for b in frozenset().union(*banned))
        read = []
        for preference in self.model.preferences:
            speaks = -1
            if isinstance(preference, Statements):
                wishes = (space.bits_in(each) for tier in preference.tiers for each in tier)
                speaks = sum(1 << b for b in frozenset().union(*wishes))
            read.append(speaks)
        everybody = range(len(read))
        return tuple(_united([ruled, *(read[j] for j in everybody if j != i)]) for i in everybody)

    # --- as diagrams

    def _closed(
        self,
        maker: int,
        state: int,
        tempting: Sequence[int],
        steps: Sequence[Callable[[Set], Set]],
        escapes: bool,
    ) -> bool:
        """Whether the others' steps lead from each of these improvements to a deterrent.

        They change no option of the decision maker, so what becomes of each improvement is told apart by
        these options: one closure holds them all.
        """
        d = self.game.diagrams
        others = d.cube(
            d.now[b]
            for b in range(len(self.model.space.options))
            if not self.model.space.masks.get(maker, 0) >> b & 1
        )
        deterrents = self._no_better(maker, state)
        if escapes:
            better = self.game.everywhere & ~deterrents
            deterrents = self.game.everywhere & ~self.game.steps[maker].before(better)
        reached = d.false
        for target in tempting:
            reached |= d.state(target)
        undeterred = reached.exists(others)
        quiet, at = 0, 0
        while True:
            undeterred &= ~(reached & deterrents).exists(others)
            if not undeterred.satisfiable():
                return True
            if quiet >= len(steps):
                return False
            self.budget.tick()
            reached &= undeterred  # what is deterred already need not be followed
            wider = d.widened(reached, steps[at])
            if wider.node_count() > MOST_NODES:
                raise TooLarge(
                    f"what others can make of it takes more than {MOST_NODES:,} nodes of a diagram"
                )
            quiet = quiet + 1 if wider == reached else 0
            reached, at = wider, (at + 1) % len(steps)

    def _no_better(self, maker: int, state: int) -> Set:
        """The states that are no better for the decision maker than this one."""
        d = self.game.diagrams
        here = d.state(state)
        rank = self.game.ranks[maker]
        same = [d.true if (here & bit).satisfiable() else d.false for bit in rank]
        return self.game.everywhere & ~d.algebra.above(rank, same)


def _united(masks: Sequence[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found
