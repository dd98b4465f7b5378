"""Many variants of one model at once: each decision maker's wishes in several alternatives.

A variant picks one alternative for every decision maker. All variants share states and moves. What
does not couple the decision makers is computed once for each alternative and combined: whether a state
is stable by Nash, GMR or SMR depends on the decision maker's own wishes only. Evolutions couple them,
but read the wishes only where they pass: variants that agree there share one evolution.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.budget import Budget
from standoff.gmcr.cube import Cube
from standoff.gmcr.evolution import RULES, terminal
from standoff.gmcr.explicit import Explicit
from standoff.gmcr.model import Model
from standoff.gmcr.moves import Node
from standoff.gmcr.preference import Preference, Statements
from standoff.gmcr.space import Space
from standoff.gmcr.stability import concept as known_concept
from standoff.gmcr.stability import stable
from standoff.problem import NotComputed, UnknownName
from standoff.statement import Condition

CHUNK = 1 << 17
"""Words that a step of combining holds: 1 MB, which stays near the processor."""

Box = tuple[int, ...]
"""For each decision maker the set of its alternatives that is meant, as bits."""


def switched(wishes: Statements, contested: Sequence[int]) -> tuple[Statements, ...]:
    """Every way to keep or drop the contested tiers; all kept comes first."""
    kept = itertools.product((True, False), repeat=len(contested))
    drops = (
        {tier for tier, keep in zip(contested, each, strict=True) if not keep} for each in kept
    )
    return tuple(
        Statements(tuple(t for at, t in enumerate(wishes.tiers) if at not in drop))
        for drop in drops
    )


@dataclass(frozen=True, eq=False)
class Ensemble:
    """A model whose decision maker `i` has the preferences `alternatives[i]`, at least one each.

    The model's own preferences count only where they are among them. A variant is a row of picks: the
    number of the alternative of each decision maker. Without picks all `size` variants are meant, in
    the order of `itertools.product`.
    """

    model: Model
    alternatives: tuple[tuple[Preference, ...], ...]

    @property
    def size(self) -> int:
        """The number of variants."""
        return math.prod(map(len, self.alternatives))

    def variant(self, picks: Sequence[int]) -> Model:
        """One variant as a model of its own."""
        model = self.model
        for maker, pick in enumerate(picks):
            model = model.prefer(maker, self.alternatives[maker][pick])
        return model

    @cached_property
    def _game(self) -> Explicit | Cube:
        cube = Cube.suits(self.model, self.model.space.count)
        return Cube(self.model) if cube else Explicit(self.model)

    @cached_property
    def _games(self) -> tuple[tuple[Explicit | Cube, ...], ...]:
        return tuple(
            tuple(self._game.prefer(maker, preference) for preference in choices)
            for maker, choices in enumerate(self.alternatives)
        )

    def _stable(self, name: str) -> Iterator[list[NDArray[np.bool_]]]:
        """For each decision maker the states stable for it under each of its alternatives."""
        concept = known_concept(name)
        if concept.knows_opponents:
            raise NotComputed(
                f"{concept.id} depends on the opponents' wishes as well, so that alternatives do not "
                "combine: solve the variants one by one"
            )
        for maker, games in enumerate(self._games):
            yield [game.flags(stable(game, concept, maker)) for game in games]

    def shares(self, concept: str) -> NDArray[np.object_]:
        """In how many of all variants each listed state is an equilibrium; exact; shape (states,)."""
        total = np.ones(self.model.space.count, dtype=object)
        for flags in self._stable(concept):
            total *= np.sum(flags, axis=0).astype(object)
        return total

    def counts(
        self,
        concept: str,
        picks: NDArray[np.intp] | None = None,
        where: Condition | None = None,
    ) -> NDArray[np.int64]:
        """How many equilibria each variant has (where the condition holds); shape (variants,)."""
        packed = [_packed(np.array(flags)) for flags in self._stable(concept)]
        if where is not None:
            packed[0] &= _packed(self._game.flags(self._game.where(where))[np.newaxis])
        if picks is None:
            return _counted_product(packed)
        step = max(1, CHUNK // max(1, packed[0].shape[1]))
        parts = (picks[at : at + step] for at in range(0, len(picks), step))
        counted = [
            _counted(np.bitwise_and.reduce([p[rows[:, i]] for i, p in enumerate(packed)]))
            for rows in parts
        ]
        return np.concatenate(counted) if counted else np.zeros(0, np.int64)

    def evolve(self, rule: str = "best", budget: Budget | None = None) -> Evolutions:
        """The ends of all variants from the status quo.

        A walk over boxes of variants: where the alternatives in a box lead a decision maker to
        different moves, the box is parted, and each part goes on from there. Raises BudgetSpent
        when time runs out; nothing partial comes back.
        """
        if rule not in RULES:
            raise UnknownName("rule", rule, RULES)
        budget = budget or Budget()
        budget.doing = f"evolutions of {self.size:,} variants"
        choices = _Choices(self, RULES[rule])
        whole = tuple((1 << len(each)) - 1 for each in self.alternatives)
        paths = [_Path(whole, {}, [(state, None) for state in self.model.today])]
        outcomes = []
        while paths:
            budget.tick()
            path = paths.pop()
            while path.waiting:
                node = path.waiting.pop()
                if node not in path.arcs:
                    paths.extend(path.pass_through(node, choices))
            ends = {tuple(sorted({s for s, _ in part})) for part in terminal(path.arcs)}
            outcomes.append(Outcome(path.box, tuple(sorted(ends))))
        return Evolutions(self, rule, tuple(outcomes))


@dataclass(frozen=True)
class Outcome:
    """Variants that evolve alike: a box of them, and the ends they share (see `evolution`)."""

    box: Box
    ends: tuple[tuple[int, ...], ...]

    @property
    def variants(self) -> int:
        """How many variants the box holds."""
        return math.prod(choices.bit_count() for choices in self.box)


@dataclass(frozen=True, eq=False)
class Evolutions:
    """The ends of every variant of an ensemble; the boxes of the outcomes part it."""

    ensemble: Ensemble
    rule: str
    outcomes: tuple[Outcome, ...]

    @cached_property
    def shares(self) -> Mapping[tuple[tuple[int, ...], ...], int]:
        """In how many variants just these are the ends."""
        found: dict[tuple[tuple[int, ...], ...], int] = {}
        for outcome in self.outcomes:
            found[outcome.ends] = found.get(outcome.ends, 0) + outcome.variants
        return MappingProxyType(found)

    def follows(self, condition: Condition) -> int:
        """In how many variants the condition holds in every state of every end."""
        holds = self.ensemble.model.space.test(condition)
        return sum(
            number
            for ends, number in self.shares.items()
            if all(holds(state) for end in ends for state in end)
        )

    def of(self, picks: Sequence[int]) -> Outcome:
        """The outcome of one variant."""
        return next(
            outcome
            for outcome in self.outcomes
            if all(box >> pick & 1 for box, pick in zip(outcome.box, picks, strict=True))
        )


class _Choices:
    """What each alternative of a decision maker makes it do in a state, asked once."""

    def __init__(self, ensemble: Ensemble, choose: Callable[[Model, int, int], tuple[int, ...]]):
        self.choose = choose
        self.space = ensemble.model.space
        self.models = tuple(
            tuple(ensemble.model.prefer(maker, each) for each in choices)
            for maker, choices in enumerate(ensemble.alternatives)
        )
        self.known: dict[tuple[int, int], tuple[tuple[int, tuple[int, ...]], ...]] = {}

    def of(self, maker: int, state: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """(alternatives as bits, where they lead), for each different way to choose."""
        key = maker, state
        if key not in self.known:
            views = _Views(self.space, (state, *self.space.moves(maker, state)))
            led: dict[object, tuple[int, ...]] = {}
            ways: dict[tuple[int, ...], int] = {}
            for at, model in enumerate(self.models[maker]):
                view = views.of(model.preferences[maker])
                if view not in led:
                    led[view] = self.choose(model, maker, state)
                ways[led[view]] = ways.get(led[view], 0) | 1 << at
            self.known[key] = tuple((bits, targets) for targets, bits in ways.items())
        return self.known[key]


class _Views:
    """What preferences say of a few states: alternatives with the same view choose alike among them."""

    def __init__(self, space: Space, states: tuple[int, ...]):
        self.space = space
        self.states = states
        self.columns: dict[
            int, tuple[int, ...] | None
        ] = {}  # tiers by identity: alternatives share them

    def of(self, preference: Preference) -> object:
        """The tiers that tell the states apart, in order; other forms are their own view."""
        if not isinstance(preference, Statements):
            return id(preference)
        for tier in preference.tiers:
            if id(tier) not in self.columns:
                tests = [self.space.test(statement) for statement in tier]
                column = tuple(sum(test(state) for test in tests) for state in self.states)
                self.columns[id(tier)] = column if len(set(column)) > 1 else None
        columns = self.columns
        return tuple([c for tier in preference.tiers if (c := columns[id(tier)]) is not None])


@dataclass
class _Path:
    """The evolution of a box of variants so far."""

    box: Box
    arcs: dict[Node, tuple[tuple[int, Node], ...]]
    waiting: list[Node]

    def pass_through(self, node: Node, choices: _Choices) -> list[_Path]:
        """Add what is done at the node; return the parts of the box that do otherwise."""
        last = node[1]
        parted: list[_Path] = []
        out: list[tuple[int, Node]] = []
        for maker in range(len(self.box)):
            if maker != last:
                out += self._ask(maker, node, choices, parted)
        if not out and last is not None:
            out = self._ask(last, node, choices, parted)
        self.arcs[node] = tuple(out)
        self.waiting.extend(target for _, target in out if target not in self.arcs)
        return parted

    def _ask(
        self, maker: int, node: Node, choices: _Choices, parted: list[_Path]
    ) -> list[tuple[int, Node]]:
        ways = choices.of(maker, node[0])
        mine = [
            (bits & self.box[maker], targets) for bits, targets in ways if bits & self.box[maker]
        ]
        before, after = self.box[:maker], self.box[maker + 1 :]
        for bits, _ in mine[1:]:
            box = (*before, bits, *after)
            parted.append(_Path(box, dict(self.arcs), [*self.waiting, node]))
        bits, targets = mine[0]
        self.box = (*before, bits, *after)
        return [(maker, (target, maker)) for target in targets]


# --- flags, 64 to a word ---------------------------------------------------------------------------


def _packed(flags: NDArray[np.bool_]) -> NDArray[np.uint64]:
    """Rows of flags as rows of words; shape (rows, words)."""
    octets = np.packbits(flags, axis=1)
    padding = -octets.shape[1] % 8
    return np.pad(octets, ((0, 0), (0, padding))).view(np.uint64)


def _counted(words: NDArray[np.uint64]) -> NDArray[np.int64]:
    counts: NDArray[np.int64] = np.bitwise_count(words).sum(axis=-1, dtype=np.int64)
    return counts


def _counted_product(packed: Sequence[NDArray[np.uint64]]) -> NDArray[np.int64]:
    """Counts of the conjunctions of every choice of rows, the last decision maker's varying fastest."""
    rows, *others = packed
    if not others:
        return _counted(rows)
    for each in others[:-1]:
        rows = (rows[:, np.newaxis] & each).reshape(-1, rows.shape[1])
    last = others[-1]
    step = max(1, CHUNK // max(1, last.size))
    blocks = (rows[at : at + step, np.newaxis] & last for at in range(0, len(rows), step))
    return np.concatenate([_counted(block).ravel() for block in blocks])
