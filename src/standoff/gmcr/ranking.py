"""Inverse analysis on rankings: which rankings would make a state an equilibrium, and conditions on pairs.

The moves stay, and so do the preferences of those who are not asked about. Every ranking of those who are
is tried, strict ones or with ties too, in every combination; what is counted is exact. Beside it stand
the conditions on pairs of states that are necessary and sufficient for the concepts that read the focal
decision maker's preference only.

Sources: Kinsara, Kilgour and Hipel 2015, IEEE Trans. SMC: Systems 45(5):734-742 (enumeration); Wang, Hipel,
Fang and Dang 2018, EJOR 270:282-293 (conditions on pairs); from memory.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.budget import Budget, current
from standoff.gmcr.concept.setrow import by_sequences, unpack
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.engine.arcs import Arcs, arcs
from standoff.problem import TooLarge, UnknownName

CONCEPTS = ("NASH", "GMR", "SMR", "SEQ")
MOST_PROFILES = 500_000
"""More combinations of rankings are not tried."""
MOST_MAKERS = 30
"""With more decision makers rankings are not tried: each has an axis of its own."""
MOST_STATES = 16
"""Sets of states are held in the bits of one number here."""
MOST_LISTED = 1 << 12
"""Of models with more states no conditions are written."""
MOST_NAMED = 5_000_000
"""Conditions of one decision maker that name more states are not written."""

Ranks: TypeAlias = NDArray[np.uint8]  # (rankings, states), larger is preferred
Masks: TypeAlias = NDArray[np.uint32]  # sets of states, bit k for position k


# --- every ranking ------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Inverse:
    """Which rankings of `who` make a state an equilibrium.

    `rankings[k]` are the rankings of decision maker `who[k]` that were tried, shape (rankings, states);
    `equilibria[concept]` has an axis for each of `who` and one for the states.
    """

    model: Model
    who: tuple[int, ...]
    ties: bool
    rankings: tuple[Ranks, ...]
    equilibria: Mapping[str, NDArray[np.bool_]]

    @property
    def tried(self) -> int:
        """How many combinations of rankings."""
        return math.prod(map(len, self.rankings))

    def counts(self, concept: str) -> NDArray[np.int64]:
        """How many combinations make each state an equilibrium; shape (states,)."""
        flags = self.equilibria[concept]
        return np.asarray(flags.sum(axis=tuple(range(flags.ndim - 1))))

    def which(self, concept: str, position: int) -> Iterator[tuple[tuple[int, ...], ...]]:
        """Each combination that makes the state an equilibrium: a rank for every state, by `who`."""
        for at in np.argwhere(self.equilibria[concept][..., position]):
            yield tuple(
                tuple(ranks[k].tolist()) for ranks, k in zip(self.rankings, at, strict=True)
            )


def inverse(
    model: Model, who: Sequence[int], ties: bool = False, *, budget: Budget | None = None
) -> Inverse:
    """Every ranking of the decision makers in `who`, all their combinations, against the four concepts.

    ties    whether rankings with ties are tried too
    raises  TooLarge for more than `MOST_PROFILES` combinations or `MOST_STATES` states
    """
    for maker in who:
        if maker not in range(len(model.makers)):
            raise UnknownName("actor", str(maker), model.makers)
    states = model.space.count
    rankings_of_one = fubini(states) if ties else math.factorial(states)
    if len(model.makers) > MOST_MAKERS:
        raise TooLarge(f"rankings are tried in models of up to {MOST_MAKERS} decision makers")
    if states > MOST_STATES or rankings_of_one ** len(who) > MOST_PROFILES:
        size = f"{float(rankings_of_one):.3g}" + (
            f" to the power of {len(who)}" if len(who) > 1 else ""
        )
        raise TooLarge(
            f"{states} states have {size} rankings to try, more than {MOST_PROFILES:,}: "
            "conditions on pairs of states need no list of rankings"
        )
    budget = budget or current()
    asked = tuple(sorted(set(who)))
    rankings = tuple(all_rankings(states, ties) for _ in asked)
    trial = _Trial(model, asked, rankings, budget)
    equilibria = {concept: trial.equilibria(concept) for concept in CONCEPTS}
    return Inverse(model, asked, ties, rankings, MappingProxyType(equilibria))


def all_rankings(states: int, ties: bool) -> Ranks:
    """Every ranking, a row each: the rank of each state, 1 = least preferred, no rank left out.

    >>> len(all_rankings(3, ties=False)), len(all_rankings(3, ties=True))
    (6, 13)
    """
    if not ties:
        rows: Any = list(itertools.permutations(range(1, states + 1)))
        return np.array(rows, dtype=np.uint8).reshape(len(rows), states)
    rows = [()]
    for _ in range(states):  # one more state: at a rank there is, or at one of its own in between
        longer = []
        for row in rows:
            top = max(row, default=0)
            longer += [(*row, rank) for rank in range(1, top + 1)]
            longer += [(*(rank + (rank >= new) for rank in row), new) for new in range(1, top + 2)]
        rows = longer
    return np.array(rows, dtype=np.uint8).reshape(len(rows), states)


def fubini(states: int) -> int:
    """How many rankings with ties there are of so many states.

    >>> [fubini(n) for n in range(5)]
    [1, 1, 3, 13, 75]
    """
    counts = [1]
    for n in range(1, states + 1):
        counts.append(sum(math.comb(n, k) * counts[n - k] for k in range(1, n + 1)))
    return counts[states]


@dataclass(frozen=True, eq=False)
class _Trial:
    """A model whose decision makers each have several rankings: one, where it is not asked about."""

    model: Model
    who: tuple[int, ...]
    rankings: tuple[Ranks, ...]
    budget: Budget

    @cached_property
    def moves(self) -> tuple[Arcs, ...]:
        return tuple(arcs(self.model.space, i) for i in range(len(self.model.makers)))

    @cached_property
    def targets(self) -> tuple[list[int], ...]:
        return tuple(map(_target_masks, self.moves))

    @cached_property
    def ranks(self) -> tuple[NDArray[Any], ...]:
        """The rankings of every decision maker; shape (rankings, states)."""
        tried = dict(zip(self.who, self.rankings, strict=True))
        space = self.model.space
        preferences = enumerate(self.model.preferences)
        return tuple(tried[i] if i in tried else p.ranks(space)[np.newaxis] for i, p in preferences)

    def equilibria(self, concept: str) -> NDArray[np.bool_]:
        """Flags with an axis for each of `who` and one for the states."""
        makers = range(len(self.ranks))
        states = self.model.space.count
        shape = tuple(map(len, self.rankings))
        together = np.ones((*shape, states), dtype=bool)
        for i in makers:
            self.budget.doing = f"{concept} under every ranking"
            self.budget.tick()
            axes = [i, *(j for j in makers if j != i)]  # as `_stable` has them, the states last
            full = self._stable(concept, i).transpose(*map(axes.index, makers), len(axes))
            # Who is not asked about has one ranking: that axis falls away.
            together &= full.reshape(*(full.shape[j] for j in self.who), states)
        return together

    def _stable(self, concept: str, i: int) -> NDArray[np.bool_]:
        """Axes: rankings of i, of each other (length 1 where the concept does not read them), states."""
        states = self.model.space.count
        others = [j for j in range(len(self.ranks)) if j != i]
        ranks = self.ranks[i]
        alike = (1,) * len(others)
        no_better = _no_better(ranks)  # (rankings, states): the states no better than each
        deterring = no_better
        if concept == "SMR":
            escapes = np.array(self.targets[i], dtype=np.uint32)
            deterring = np.zeros_like(no_better)
            for s2 in range(states):
                safe = (escapes[s2] & ~no_better) == 0
                deterring |= (no_better & np.uint32(1 << s2)) * safe.astype(np.uint32)
        if concept == "SEQ":
            answers = self._credible(others)
            alike = tuple(len(self.ranks[j]) for j in others)
        elif concept == "NASH":
            answers = np.zeros((1, states), dtype=np.uint32)
        else:
            sets = by_sequences([self.moves[j] for j in others], states)
            answers = _as_masks(unpack(sets, states))[np.newaxis]
        stable = np.ones((len(ranks), len(answers), states), dtype=bool)
        for s, s1 in zip(self.moves[i].source.tolist(), self.moves[i].target.tolist(), strict=True):
            stays = (no_better[:, s] >> np.uint32(s1) & np.uint32(1)).astype(bool)
            answered = (answers[np.newaxis, :, s1] & deterring[:, np.newaxis, s]) != 0
            stable[:, :, s] &= stays[:, np.newaxis] | answered
        return stable.reshape(len(ranks), *alike, states)

    def _credible(self, others: Sequence[int]) -> Masks:
        """What the others reach by improvements, under each combination of theirs; (combinations, states)."""
        states = self.model.space.count
        counts = [len(self.ranks[j]) for j in others]
        total = math.prod(counts)
        steps = []
        for at, j in enumerate(others):  # j's improvements, stretched over all combinations
            gains = ~_no_better(self.ranks[j]) & np.array(self.targets[j], dtype=np.uint32)
            shape = [1] * len(others) + [states]
            shape[at] = counts[at]
            steps.append(
                np.broadcast_to(gains.reshape(shape), (*counts, states)).reshape(total, states)
            )
        # By first mover, as in `setrow.by_sequences`, a combination of rankings to each row.
        first = [np.zeros((total, states), dtype=np.uint32) for _ in others]
        changed = True
        while changed:
            changed = False
            for j, step in enumerate(steps):
                after = np.broadcast_to(
                    np.uint32(1) << np.arange(states, dtype=np.uint32), (total, states)
                ).copy()
                for k, sets in enumerate(first):
                    if k != j:
                        after |= sets
                longer = np.zeros((total, states), dtype=np.uint32)
                for t in range(states):
                    leads = (step >> np.uint32(t) & np.uint32(1)).astype(np.uint32)
                    longer |= leads * after[:, t, np.newaxis]
                if not np.array_equal(longer, first[j]):
                    first[j], changed = longer, True
        return np.bitwise_or.reduce(first) if first else np.zeros((1, states), dtype=np.uint32)


def _no_better(ranks: NDArray[Any]) -> Masks:
    """For each ranking and state the set of states that are no better; (rankings, states)."""
    states = ranks.shape[1]
    no_better = np.zeros(ranks.shape, dtype=np.uint32)
    for t in range(states):
        no_better |= (ranks[:, t, np.newaxis] <= ranks).astype(np.uint32) << np.uint32(t)
    return no_better


def _as_masks(flags: NDArray[np.bool_]) -> Masks:
    bits = np.uint32(1) << np.arange(flags.shape[1], dtype=np.uint32)
    return np.asarray((flags * bits).sum(axis=1, dtype=np.uint32))


def _target_masks(moves: Arcs) -> list[int]:
    masks = [0] * moves.states
    for s, t in zip(moves.source.tolist(), moves.target.tolist(), strict=True):
        masks[s] |= 1 << t
    return masks


# --- conditions on pairs ------------------------------------------------------------------------


@dataclass(frozen=True)
class Against:
    """One improvement to be answered: a list in `any_of` whose states are all no better is enough."""

    target: int
    any_of: tuple[frozenset[int], ...]


@dataclass(frozen=True)
class Conditions:
    """What a decision maker's preference must say for a state to be stable; states are positions.

    nash  the states that must be no better
    gmr   for every move what deters from it; smr the same, without a way out
    """

    nash: tuple[int, ...]
    gmr: tuple[Against, ...]
    smr: tuple[Against, ...]

    def holds(self, concept: str, no_better: frozenset[int]) -> bool:
        """Whether they are met where exactly the states given are no better than the one asked about."""
        if concept == "NASH":
            return no_better.issuperset(self.nash)
        answers = {"GMR": self.gmr, "SMR": self.smr}[concept]
        return all(any(states <= no_better for states in answer.any_of) for answer in answers)


def conditions(
    model: Model, maker: int, *, budget: Budget | None = None
) -> Mapping[int, Conditions]:
    """Necessary and sufficient conditions at each position where the decision maker has a move.

    They name pairs of the focal state with another. SEQ has none such: it reads others' preferences too.
    Raises TooLarge where they would name more than `MOST_NAMED` states.
    """
    space = model.space
    states = len(space.codes_within(MOST_LISTED << 10))
    if states > MOST_LISTED:
        raise TooLarge(
            f"{states:,} states: conditions on pairs of them are written for up to {MOST_LISTED:,}"
        )
    moves = [arcs(space, i) for i in range(len(model.makers))]
    answers = unpack(by_sequences([m for j, m in enumerate(moves) if j != maker], states), states)
    targets, escapes = moves[maker].target, moves[maker].counts
    named = answers.astype(np.int64) @ (2 + escapes)
    if int(named[targets].sum()) > MOST_NAMED:
        raise TooLarge(
            f"the conditions of {model.makers[maker]} would name {int(named[targets].sum()):,} states, "
            f"more than {MOST_NAMED:,}"
        )
    own: dict[int, list[int]] = {}
    for s, t in zip(moves[maker].source.tolist(), moves[maker].target.tolist(), strict=True):
        own.setdefault(s, []).append(t)
    budget = budget or current()
    budget.doing = f"the conditions of {model.makers[maker]}"
    by_state = {}
    for s, reached in own.items():
        budget.tick()
        gmr, smr = [], []
        for t in reached:
            replies = np.flatnonzero(answers[t]).tolist()
            gmr.append(Against(t, _least([{t}, *({r} for r in replies)], s)))
            smr.append(Against(t, _least([{t}, *({r, *own.get(r, ())} for r in replies)], s)))
        by_state[s] = Conditions(tuple(reached), tuple(gmr), tuple(smr))
    return MappingProxyType(by_state)


def _least(sets: Sequence[set[int]], focal: int) -> tuple[frozenset[int], ...]:
    """The sets, once each; that the focal state is no better than itself need not be said."""
    return tuple(dict.fromkeys(frozenset(states - {focal}) for states in sets))
