"""Many variants of one model at once: each decision maker's wishes in several alternatives.

A variant picks one alternative for every decision maker. All variants share states and moves. Whether a
state is stable depends on the decision maker's own wishes and, under some concepts, on little of the
others': what is told apart is solved once (`copies`), kept as bits, and combined for every variant.
Evolutions, and single states, read the wishes only where they pass: variants that agree there are one
box (`boxes`).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from standoff.condition import Condition, Const
from standoff.gmcr.budget import Budget, current
from standoff.gmcr.concept.table import CONCEPTS, Concept
from standoff.gmcr.concept.table import concept as known_concept
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference, Statements, dense
from standoff.gmcr.conflict.space import Space, describe
from standoff.gmcr.engine.cube import Cube
from standoff.gmcr.evolve.evolution import RULES
from standoff.gmcr.many.boxes import Answers, Ask, Box, ends, parted, stable_at, variants
from standoff.gmcr.many.copies import Copies, Ranks, Wishes
from standoff.gmcr.many.sanctioned import Improving, Room, Slices, packed
from standoff.problem import Infeasible, NotComputed, TooLarge, UnknownName

ALIKE = 64
"""Where fewer variants than that are alike in all classes, they are combined one by one."""
CHUNK = 1 << 15
"""Words that a step of combining holds: a quarter of a megabyte, which stays near the processor."""

T = TypeVar("T")


def switched(wishes: Statements, contested: Sequence[int]) -> tuple[Statements, ...]:
    """Every way to keep or drop the contested tiers; all kept comes first."""
    return tuple(map(Statements, _less(wishes.tiers, contested)))


def switched_rules(space: Space, contested: Sequence[int]) -> tuple[Space, ...]:
    """Every way to keep or drop the contested `impossible` conditions; all kept comes first."""
    return tuple(Space(space.options, left) for left in _less(space.impossible, contested))


def _less(items: tuple[T, ...], contested: Sequence[int]) -> Iterator[tuple[T, ...]]:
    for kept in itertools.product((True, False), repeat=len(contested)):
        out = {at for at, keep in zip(contested, kept, strict=True) if not keep}
        yield tuple(item for at, item in enumerate(items) if at not in out)


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

    def shares(self, concept: str, budget: Budget | None = None) -> NDArray[np.object_]:
        """In how many of all variants each listed state is an equilibrium; exact; shape (states,).

        Raises what `counts` raises.
        """
        count = self.model.space.count
        kind = np.int64 if self.size < 1 << 63 else object
        total = np.zeros(count, dtype=kind)
        for _, rows in self._cases(concept, budget or current()).blocks():
            alike = (np.sum(_unpacked(each, count), axis=0).astype(kind) for each in rows)
            total += math.prod(alike)
        return total.astype(object)

    def counts(
        self,
        concept: str,
        picks: NDArray[np.intp] | None = None,
        where: Condition | None = None,
        budget: Budget | None = None,
    ) -> NDArray[np.int64]:
        """How many equilibria each variant has (where the condition holds); shape (variants,).

        Raises NotComputed for a concept that the law of `stability` does not cover, TooLarge where
        it tells too many cases apart or the variants are too many, BudgetSpent when time runs out.
        """
        budget = budget or current()
        if picks is None and 8 * self.size > budget.memory:
            raise TooLarge(f"{self.size:,} variants are too many to count one by one: name picks")
        cases = self._cases(concept, budget)
        space = self.model.space
        holds = space.truth(Const(True) if where is None else where, space.codes)
        inside = packed(holds[np.newaxis])
        if picks is None and math.prod(cases.kinds) * ALIKE > self.size:
            picks = np.stack(
                np.unravel_index(np.arange(self.size), [*map(len, self.alternatives)]), axis=1
            )
        if picks is not None:
            return cases.counted(picks, inside)
        counts = np.empty(tuple(map(len, self.alternatives)), dtype=np.int64)
        for members, (first, *others) in cases.blocks():
            found = _counted_product([first & inside, *others])
            counts[np.ix_(*members)] = found.reshape([*map(len, members)])
        return counts.reshape(-1)

    def _cases(self, concept: str, budget: Budget) -> _Cases:
        return _Cases(self, _combining(concept), budget)

    @cached_property
    def copies(self) -> Copies:
        """The model without wishes, to be solved with many at once."""
        return Copies(self.model)

    @cached_property
    def wishes(self) -> tuple[Wishes, ...]:
        """Each decision maker's alternatives as numbers."""
        return tuple(Wishes(self.model.space, each) for each in self.alternatives)

    @cached_property
    def classes(self) -> tuple[NDArray[np.intp], ...]:
        """The number of the class of each decision maker's alternatives: see `_Cases`."""
        if Slices.suit(self.model):
            return tuple(each.classes for each in self.improving)
        return tuple(map(self._classes, range(len(self.alternatives))))

    def ranks(self, maker: int) -> Ranks:
        """A decision maker's alternatives as ranks of the listed states."""
        return self.wishes[maker].ranks(np.arange(len(self.alternatives[maker])))

    @cached_property
    def cube(self) -> Cube:
        """The combinations of all options; nobody wishes anything."""
        return Cube(self.model.without_wishes(), Budget(seconds=math.inf))

    @cached_property
    def improving(self) -> tuple[Improving, ...]:
        """How each decision maker improves, in which of its alternatives."""
        makers = range(len(self.alternatives))
        return tuple(Improving.of(self.cube, maker, self.ranks(maker)) for maker in makers)

    def _classes(self, maker: int) -> NDArray[np.intp]:
        space = self.model.space
        group = np.zeros(space.count, dtype=np.int64)
        if not isinstance(space, Graph):
            own = np.uint64(space.masks.get(maker, 0))
            group = np.unique(space.codes & ~own, return_inverse=True)[1] << 32
        known: dict[bytes, int] = {}
        found = np.empty(len(self.alternatives[maker]), dtype=np.intp)
        for number in range(len(found)):
            (ranks,) = self.wishes[maker].ranks(np.array([number]))
            found[number] = known.setdefault(dense(group | ranks).tobytes(), len(known))
        return found

    def share(self, concept: str, state: int, budget: Budget | None = None) -> int:
        """In how many of all variants one state is an equilibrium; exact, and no states are listed.

        Found by boxes, reading wishes about the state, what improves on it and what answers that. Raises
        Infeasible for a state that cannot be, NotComputed as `counts` does, BudgetSpent.
        """
        asked, budget = _combining(concept), budget or current()
        space = self.model.space
        if not space.feasible(state):
            raise Infeasible(f"the situation {describe(space, state)} cannot be")
        budget.doing = f"{asked.id} of one state in {self.size:,} variants"
        makers = range(len(self.alternatives))

        def stable(ask: Ask) -> bool:
            return all(stable_at(self.answers, asked, maker, state, ask) for maker in makers)

        return sum(variants(box) for box, held in parted(self.whole, stable, budget) if held)

    def evolve(self, rule: str = "best", budget: Budget | None = None) -> Evolutions:
        """The ends of all variants from the status quo.

        Raises BudgetSpent when time runs out; nothing partial comes back.
        """
        if rule not in RULES:
            raise UnknownName("rule", rule, RULES)
        budget = budget or current()
        budget.doing = f"evolutions of {self.size:,} variants"
        found = parted(self.whole, lambda ask: ends(self.answers, rule, ask), budget)
        return Evolutions(self, rule, tuple(itertools.starmap(Outcome, found)))

    @cached_property
    def answers(self) -> Answers:
        """What the alternatives say of states, for those who ask box by box."""
        return Answers(self.model, self.alternatives)

    @property
    def whole(self) -> Box:
        """The box of all variants."""
        return tuple((1 << len(each)) - 1 for each in self.alternatives)


@dataclass(frozen=True, eq=False)
class Worlds:
    """Ensembles with the same alternatives in spaces over the same options.

    So the variants also differ in what is impossible, or in which options go one way. They come world
    by world, each world's in its own order.
    """

    ensembles: tuple[Ensemble, ...]

    @classmethod
    def of(
        cls,
        model: Model,
        spaces: Iterable[Space],
        alternatives: tuple[tuple[Preference, ...], ...],
    ) -> Worlds:
        """A model in each of the spaces; where today cannot be, the situations nearest to it are."""
        worlds = []
        for space in spaces:
            starts = {near for state in model.today for near in space.nearest(state)}
            world = replace(model, space=space, today=tuple(sorted(starts)))
            worlds.append(Ensemble(world, alternatives))
        return cls(tuple(worlds))

    @property
    def size(self) -> int:
        """The number of variants."""
        return sum(each.size for each in self.ensembles)

    def shares(self, concept: str, budget: Budget | None = None) -> Mapping[int, tuple[int, int]]:
        """(In how many variants it is an equilibrium, in how many it can be) of each state."""
        found: dict[int, tuple[int, int]] = {}
        for each in self.ensembles:
            states = map(int, each.model.space.codes)
            for state, share in zip(states, each.shares(concept, budget), strict=True):
                held, of = found.get(state, (0, 0))
                found[state] = (held + int(share), of + each.size)
        return MappingProxyType(found)

    def counts(
        self, concept: str, where: Condition | None = None, budget: Budget | None = None
    ) -> NDArray[np.int64]:
        """How many equilibria each variant has (where the condition holds); shape (variants,)."""
        each = (e.counts(concept, where=where, budget=budget) for e in self.ensembles)
        return np.concatenate([np.zeros(0, dtype=np.int64), *each])

    def evolve(self, rule: str = "best", budget: Budget | None = None) -> tuple[Evolutions, ...]:
        """The ends of every variant, world by world."""
        return tuple(each.evolve(rule, budget) for each in self.ensembles)


@dataclass(frozen=True)
class Outcome:
    """Variants that evolve alike: a box of them, and the ends they share (see `evolution`)."""

    box: Box
    ends: tuple[tuple[int, ...], ...]

    @property
    def variants(self) -> int:
        """How many variants the box holds."""
        return variants(self.box)


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


def _combining(name: str) -> Concept:
    """A concept that the law of `stability` covers; NotComputed otherwise."""
    concept = known_concept(name)
    if not concept.plain or concept.over_lists:
        raise NotComputed(f"{concept.id} does not combine: solve the variants one by one")
    return concept


# --- cases that a concept tells apart ---------------------------------------------------------------


class _Cases:
    """Where each state is stable for each decision maker, in every case that a concept tells apart.

    Stability reads a decision maker's own wishes. Concepts that know the opponents read theirs as well,
    but of each only the order among states that its moves can lead between: alternatives that agree in
    it are of one class. So a decision maker's cases are its alternatives times the opponents' classes;
    `rows[i]` has them as an axis for each decision maker, and at the end the flags as words.
    """

    def __init__(self, ensemble: Ensemble, concept: Concept, budget: Budget) -> None:
        self.budget = budget
        sizes = tuple(map(len, ensemble.alternatives))
        self.classes = tuple(np.zeros(size, dtype=np.intp) for size in sizes)
        if concept.knows_opponents:
            self.classes = ensemble.classes
        self.kinds = tuple(int(each.max()) + 1 for each in self.classes)
        shapes = [(*self.kinds[:i], size, *self.kinds[i + 1 :]) for i, size in enumerate(sizes)]
        cases, states = sum(map(math.prod, shapes)), ensemble.model.space.count
        needed = 8 * cases * (-(-states // 64) + len(sizes))
        if needed > budget.memory:
            raise TooLarge(
                f"{concept.id} tells {cases:,} cases apart, which would take about "
                f"{needed / 1e9:.3g} GB, and {budget.memory / 1e9:.3g} GB are given: "
                "take fewer alternatives, or give more memory"
            )
        budget.doing = f"{concept.id} in {cases:,} cases"
        first = [np.unique(each, return_index=True)[1] for each in self.classes]
        self.rows = self._by_slices(ensemble, concept) or []
        for maker, shape in enumerate(shapes[len(self.rows) :], len(self.rows)):
            numbers = np.unravel_index(np.arange(math.prod(shape)), shape)
            wishes = {
                who: (alternatives, numbers[who] if who == maker else first[who][numbers[who]])
                for who, alternatives in enumerate(ensemble.wishes)
                if who == maker or concept.knows_opponents
            }
            found = ensemble.copies.stable(concept, maker, wishes, budget)
            rows = np.concatenate([packed(flags) for flags in found])
            self.rows.append(rows.reshape(*shape, rows.shape[1]))

    def _by_slices(self, ensemble: Ensemble, concept: Concept) -> list[NDArray[np.uint64]] | None:
        """`rows` where opponents answer by improvements, asked for only where it matters for equilibria.

        That is where everybody, in some alternative, could be kept from leaving by any moves. None where
        the concept or the model is another, or it would take too much memory.
        """
        if not concept.knows_opponents or not Slices.suit(ensemble.model):
            return None
        weaker = next(
            each
            for each in CONCEPTS.values()
            if each.plain and each.answers.after and not each.knows_opponents
            if each.escapes == concept.escapes
        )
        makers = range(len(ensemble.wishes))
        every = [np.arange(len(each)) for each in ensemble.alternatives]
        room = Room()
        slices = [Slices(ensemble.cube, i, room) for i in makers]
        ranks = [slices[i].spread(ensemble.ranks(i)) for i in makers]
        deterred = []
        for i in makers:
            found = slices[i].deterred(ranks[i], escapes=concept.escapes)
            if found is None:
                wishes = {i: (ensemble.wishes[i], every[i])}
                flags = ensemble.copies.stable(weaker, i, wishes, self.budget)
                found = slices[i].spread(np.concatenate(list(flags)))
            deterred.append(found)
        often = [own.listed(each.sum(axis=0)) for own, each in zip(slices, deterred, strict=True)]
        asked = np.logical_and.reduce([each > 0 for each in often])
        rows: dict[int, NDArray[np.uint64]] = {}
        # Where one decision maker never stays the others need not be asked: the least work first.
        work = [int(each[asked].sum()) for each in often]
        for i in sorted(makers, key=work.__getitem__):
            opponents = [each for j, each in enumerate(ensemble.improving) if j != i]
            given = (ranks[i], opponents, deterred[i], slices[i].spread(asked[np.newaxis]))
            stable = slices[i].stable(*given, escapes=concept.escapes, budget=self.budget)
            if stable is None:
                return None
            somewhere = np.bitwise_or.reduce(stable, axis=(0, 1))
            asked = asked & _unpacked(somewhere[np.newaxis], len(asked))[0].view(bool)
            kinds = (each.kinds for each in opponents)
            by_class = stable.reshape(len(stable), *kinds, stable.shape[2])
            rows[i] = np.moveaxis(by_class, 0, i)
        return [rows[i] for i in makers]

    def blocks(self) -> Iterator[tuple[list[NDArray[np.intp]], list[NDArray[np.uint64]]]]:
        """For each choice of classes the alternatives in them, and of each decision maker their rows."""
        within = [
            [np.flatnonzero(each == kind) for kind in range(kinds)]
            for each, kinds in zip(self.classes, self.kinds, strict=True)
        ]
        for chosen in itertools.product(*map(range, self.kinds)):
            self.budget.tick()
            members = [own[kind] for own, kind in zip(within, chosen, strict=True)]
            yield (
                members,
                [
                    rows[(*chosen[:maker], members[maker], *chosen[maker + 1 :])]
                    for maker, rows in enumerate(self.rows)
                ],
            )

    def counted(self, picks: NDArray[np.intp], inside: NDArray[np.uint64]) -> NDArray[np.int64]:
        """How many states inside are stable for everybody, for each row of picks."""
        step = max(1, CHUNK // max(1, inside.shape[1]))
        counts = [np.zeros(0, dtype=np.int64)]
        for at in range(0, len(picks), step):
            columns = list(picks[at : at + step].T)
            classes = [each[column] for each, column in zip(self.classes, columns, strict=True)]
            together = inside
            for maker, rows in enumerate(self.rows):
                case = (*classes[:maker], columns[maker], *classes[maker + 1 :])
                together = together & rows[case]
            counts.append(_counted(together))
        return np.concatenate(counts)


# --- flags, 64 to a word ---------------------------------------------------------------------------


def _unpacked(rows: NDArray[np.uint64], count: int) -> NDArray[np.uint8]:
    return np.unpackbits(rows.view(np.uint8), axis=1, count=count)


def _counted(words: NDArray[np.uint64]) -> NDArray[np.int64]:
    # 32 bits count as many states as can be listed, and are summed up faster.
    counts: NDArray[np.int64] = (
        np.bitwise_count(words).sum(axis=-1, dtype=np.uint32).astype(np.int64)
    )
    return counts


def _counted_product(packed: Sequence[NDArray[np.uint64]]) -> NDArray[np.int64]:
    """Counts of the conjunctions of every choice of rows, the last decision maker's varying fastest."""
    rows, *others = packed
    if not others:
        return _counted(rows)
    near, *far = others
    step = max(1, CHUNK // max(1, near.size))
    parts = (rows[at : at + step, np.newaxis] & near for at in range(0, len(rows), step))
    counts = [_counted_product([part.reshape(-1, near.shape[1]), *far]) for part in parts]
    return np.concatenate(counts)
