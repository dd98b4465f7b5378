"""The versions of a decision maker, and what all of them choose at a situation, found at once.

A list narrows the targets of a move wish by wish, keeping those that fulfil the wish where any does (a
rank of several wishes: those that fulfil most), and what is left at the end is best.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.case.build import build, preference, settle, wished
from standoff.case.entry import Assumption, Reading, Stance
from standoff.case.ranks import ranks_of
from standoff.condition import Condition, as_literal, names
from standoff.gmcr.conflict.preference import Preference, Statements
from standoff.gmcr.conflict.space import Space

Ids: TypeAlias = NDArray[np.int32]
Tiers: TypeAlias = tuple[tuple[Condition, ...], ...]


@dataclass(frozen=True)
class Ways:
    """Which options go one way, as bits: only from no to yes, only from yes to no."""

    forward: int = 0
    back: int = 0


@dataclass(frozen=True)
class Version:
    """One version of a decision maker.

    wants   its list as ranks of conditions (facts not settled yet), or weights or a ranking
    ways    which of its options go one way
    """

    wants: Tiers | Preference
    ways: Ways = Ways()


Step: TypeAlias = tuple[tuple[Condition, ...], int] | Ways
"""What a version narrows by: the wishes of one rank and how many of them, or the ways options go."""


@dataclass(frozen=True, eq=False)
class Family:
    """The versions of one decision maker, cheapest first. `costs`: int, (versions,)."""

    versions: tuple[Version, ...]
    costs: NDArray[np.int64]

    @classmethod
    def of(cls, versions: Sequence[Version]) -> Family:
        """Versions that cost nothing."""
        return cls(tuple(versions), np.zeros(len(versions), dtype=np.int64))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Every step that some version narrows by."""
        return tuple(self._table[0])

    def within(self, cost: int) -> int:
        """The versions that cost no more than that, as bits."""
        if cost not in self._within:
            self._within[cost] = (1 << int(np.searchsorted(self.costs, cost, side="right"))) - 1
        return self._within[cost]

    @cached_property
    def _within(self) -> dict[int, int]:
        return {}

    def as_dear(self, upto: int) -> int:
        """How many versions cost no more than the dearest of the first `upto`."""
        if upto == len(self.costs):
            return upto
        return int(np.searchsorted(self.costs, self.costs[upto - 1], side="right"))

    @cached_property
    def listed(self) -> bool:
        """Whether every version is a list of wishes."""
        return all(isinstance(version.wants, tuple) for version in self.versions)

    @cached_property
    def spoken(self) -> frozenset[str]:
        """The options and facts that some version's list speaks of."""
        if self.listed:
            tiers = [step[0] for step in self.steps if not isinstance(step, Ways)]
        else:  # some weigh or rank, and those read no facts
            lists = (version.wants for version in self.versions)
            tiers = [tier for wants in lists if isinstance(wants, tuple) for tier in wants]
        return frozenset(name for tier in tiers for wish in tier for name in names(wish))

    @cached_property
    def order(self) -> NDArray[np.int32]:
        """The steps of each version in order, -1 behind its last; shape (versions, longest)."""
        rows = self.rows
        width = max(map(len, rows), default=0)
        order = np.full((len(rows), width), -1, dtype=np.int32)
        for row, steps in zip(order, rows, strict=True):
            row[: len(steps)] = steps
        return order

    @property
    def rows(self) -> Sequence[Sequence[int]]:
        """The steps of each version in order."""
        return self._table[1]

    @cached_property
    def _table(self) -> tuple[dict[Step, int], list[list[int]]]:
        number: dict[Step, int] = {}
        known: dict[int, list[int]] = {}  # by identity: versions share most of their ranks
        rows = []
        for version in self.versions:
            assert isinstance(version.wants, tuple)
            row: list[int] = []
            parts: tuple[Ways | tuple[Condition, ...], ...] = (version.ways, *version.wants)
            for part in parts:
                if id(part) not in known:
                    known[id(part)] = [number.setdefault(s, len(number)) for s in _steps(part)]
                row += known[id(part)]
            rows.append(row)
        return number, rows


def _steps(part: Ways | tuple[Condition, ...]) -> list[Step]:
    """Of wishes that share a rank those targets are best that fulfil all, else all but one, and so on."""
    if isinstance(part, Ways):
        return [part]
    return [(part, least) for least in range(len(part), 0, -1)]


Parts: TypeAlias = tuple[tuple[int, tuple[int, ...]], ...]
"""(versions as bits, what the moves that they choose change, as bits), parting the versions."""


def bits_of(ids: Ids, count: int) -> list[int]:
    """For each of the numbers from 0 to `count` the versions that have it, as bits."""
    if count == 1:
        return [(1 << len(ids)) - 1]
    rows = (np.packbits(ids == number, bitorder="little") for number in range(count))
    return [int.from_bytes(row.tobytes(), "little") for row in rows]


@dataclass(frozen=True, eq=False)
class Chooser:
    """What all versions of one decision maker choose, wherever they are asked.

    `space` has the options that move both ways (which way one goes is a matter of the version) and the
    rules that speak of the decision maker's own options; of `facts` there are those its lists read.
    Every situation that agrees in the bits of `mask` is the same to it. `parted` has, by these bits, of how
    many versions `parts` has been found, and what was.
    """

    maker: int
    family: Family
    space: Space
    facts: Mapping[str, bool]
    _choices: dict[int, tuple[Ids, list[tuple[int, ...]]]] = field(default_factory=dict)
    parted: dict[int, tuple[int, Parts]] = field(default_factory=dict)
    _preferences: dict[int, Preference] = field(default_factory=dict)
    _some: dict[Hashable, dict[int, tuple[int, ...]]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        known: dict[Hashable, Chooser],
        maker: int,
        family: Family,
        space: Space,
        facts: Mapping[str, bool],
    ) -> Chooser:
        """The decision maker in a space under facts; where both are the same to it, the one `known`."""
        read = {name: facts[name] for name in sorted(facts) if name in family.spoken}
        said = tuple(read.items())
        quick = maker, family, space, said  # spaces are mostly the very same ones
        found = known.get(quick)
        if found is None:
            options, rules = space.both_ways, space.rules.get(maker, ())
            key = maker, family, options, rules, said
            found = known.get(key)
            if found is None:
                found = known[key] = cls(maker, family, Space(options, rules), read)
            known[quick] = found
        return found

    @cached_property
    def mask(self) -> int:
        """The bits that its choices read: its options, and those its rules and its telling steps speak of."""
        if not self.family.listed:
            return (1 << len(self.space.options)) - 1
        said = {name for rule in self.space.impossible for name in names(rule)}
        for at in self._telling:
            step = self.family.steps[at]
            if not isinstance(step, Ways):
                said.update(name for wish in step[0] for name in names(wish))
        bits = (1 << bit for name, bit in self.space.bit.items() if name in said)
        return sum(bits) | self.space.masks.get(self.maker, 0)

    @cached_property
    def _telling(self) -> tuple[int, ...]:
        """The family's steps that can tell two targets of a move apart, as numbers.

        A wish that speaks of none of its own options holds in all of them or in none, and narrows nothing.
        """
        own = self.space.masks.get(self.maker, 0)
        names_ = {name for name, bit in self.space.bit.items() if own >> bit & 1}
        return tuple(
            at
            for at, step in enumerate(self.family.steps)
            if isinstance(step, Ways) or any(not names_.isdisjoint(names(wish)) for wish in step[0])
        )

    @cached_property
    def _narrowing(self) -> tuple[Ids, Ids]:
        """(for each of the family's steps its number among those that tell, -1 for the others and behind
        the last; the columns of the family's order in which some version has one that tells)."""
        numbers = np.full(len(self.family.steps) + 1, -1, dtype=np.int32)
        numbers[list(self._telling)] = np.arange(len(self._telling), dtype=np.int32)
        told = (numbers[self.family.order] >= 0).any(axis=0)
        return numbers, np.flatnonzero(told).astype(np.int32)

    @cached_property
    def settled(self) -> Callable[[Condition], Condition]:
        """Replaces facts in a condition by their truth values."""
        return settle(self.facts)

    def choices(self, state: int, upto: int) -> tuple[Ids, list[tuple[int, ...]]]:
        """(number of the choice of each version, for each choice what its moves change, as bits).

        Of the first `upto` versions at least: the many dear ones are seldom asked for.
        """
        here = state & self.mask
        if here not in self._choices or len(self._choices[here][0]) < upto:
            self._choices[here] = self._find(here, upto)
        return self._choices[here]

    def parts(self, state: int, upto: int) -> Parts:
        """The same for each choice: the versions that make it, as bits, and what its moves change."""
        here = state & self.mask
        covered, known = self.parted.get(here, (0, ()))
        if covered < upto:
            ids, choices = self.choices(state, upto)
            known = tuple(zip(bits_of(ids, len(choices)), choices, strict=True))
            self.parted[here] = len(ids), known
        return known

    @cached_property
    def moves(self) -> bool:
        """Whether it has any option."""
        return not self.space.idle(self.maker)

    def _find(self, state: int, upto: int) -> tuple[Ids, list[tuple[int, ...]]]:
        targets = (state, *self.space.moves(self.maker, state))
        count = self.family.as_dear(upto)
        if self.family.listed and count <= _HANDFUL:
            kept, ids = self._best_of_few(targets, count)
        else:
            rows, ids = _distinct(self._best(targets, count))
            kept = [int.from_bytes(row.tobytes(), "little") for row in rows]
        return ids, [_nearest(state, targets, one) for one in kept]

    def _best_of_few(self, targets: tuple[int, ...], count: int) -> tuple[list[int], Ids]:
        """As `_best`, version by version: (the distinct findings as bits, the number of each version's)."""
        holds = [_as_bits(_holds(self._steps[at], targets, True)) for at in self._telling]
        everything = (1 << len(targets)) - 1
        number: dict[int, int] = {}
        ids = []
        for steps in self._first_orders[:count]:
            left = everything
            for at in steps:
                if kept := left & holds[at]:
                    left = kept
                    if not left & (left - 1):
                        break
            ids.append(number.setdefault(left, len(number)))
        return list(number), np.array(ids, dtype=np.int32)

    @cached_property
    def _first_orders(self) -> list[list[int]]:
        """For each of the first versions the numbers of its steps that tell, among those, in their order."""
        numbers = {step: at for at, step in enumerate(self._telling)}
        rows = self.family.rows[:_HANDFUL]
        return [[numbers[step] for step in row if step in numbers] for row in rows]

    def some(
        self, state: int, whatever: bool = False, versions: tuple[int, ...] | None = None
    ) -> tuple[int, ...]:
        """What some version changes at a situation, as bits each; with `whatever`, what any could.

        versions  only of these; of all unless told
        """
        known, here = self.seen(whatever, versions), state & self.mask
        if here not in known:
            if whatever:
                found = {state ^ target for target in self.space.moves(self.maker, state)}
            else:
                found = {change for choice in self.each(state, versions) for change in choice}
            known[here] = tuple(found)
        return known[here]

    def each(
        self, state: int, versions: tuple[int, ...] | None = None
    ) -> Sequence[tuple[int, ...]]:
        """What the versions change at a situation, as bits; for each choice that one of them makes."""
        ids, choices = self.choices(state, len(self.family.versions))
        if versions is None:
            return choices
        return [choices[at] for at in {int(ids[one]) for one in versions}]

    def seen(
        self, whatever: bool = False, versions: tuple[int, ...] | None = None
    ) -> dict[int, tuple[int, ...]]:
        """What `some` has found, by the bits of a situation that are in `mask`."""
        return self._some.setdefault((whatever, versions), {})

    def defends(self, state: int, others: tuple[int, ...]) -> Ids:
        """For each version, 1 where every one of the others is worse than the situation."""
        best = self._best((state, *others), len(self.family.versions), ways=False)
        alone: NDArray[np.bool_] = (best == _bits([[True] + [False] * len(others)])).all(axis=1)
        return alone.astype(np.int32)

    def sides(self, state: int, others: Iterable[int]) -> Ids:
        """For each version, a number for whether it ranks the situation above each of the others,
        below or level: what gains, losses and worse moves are read from."""
        count = len(self.family.versions)
        rows = [self._best((state, other), count, ways=False)[:, 0] for other in others]
        return _distinct(np.stack(rows, axis=1))[1]

    def _best(self, targets: tuple[int, ...], count: int, ways: bool = True) -> NDArray[np.uint64]:
        """Which targets are best for the first versions, as bits; shape (count, words of 64 targets).

        The first target is where the decision maker is; with `ways`, targets it cannot go to are out.
        """
        family = self.family
        if not family.listed:
            return self._best_by_score(targets, count, ways)
        if ways:  # targets of a move: steps that tell none of them apart are passed over
            numbers, columns = self._narrowing
            steps = [self._steps[at] for at in self._telling]
            order = [numbers[family.order[:count, at]] for at in columns]
        else:
            steps, order = list(self._steps), list(family.order[:count].T)
        holds = _bits([_holds(step, targets, ways) for step in steps])
        left = np.broadcast_to(_bits([[True] * len(targets)]), (count, holds.shape[1]))
        for column in order:
            kept = left & holds[column]
            # Behind the end of a list `holds[-1]` is read, and what it keeps is put aside.
            use = kept.any(axis=1) & (column >= 0)
            left = np.where(use[:, None], kept, left)
        return left

    @cached_property
    def _steps(self) -> tuple[Ways | tuple[tuple[Callable[[int], bool], ...], int], ...]:
        """The family's steps, their wishes as tests of a situation."""
        return tuple(
            step
            if isinstance(step, Ways)
            else (tuple(self.space.test(self.settled(wish)) for wish in step[0]), step[1])
            for step in self.family.steps
        )

    def _best_by_score(
        self, targets: tuple[int, ...], count: int, ways: bool
    ) -> NDArray[np.uint64]:
        rows = []
        for number, version in enumerate(self.family.versions[:count]):
            prefers, open_ = self.preference(number), _open(version.ways, targets, ways)
            scores = [prefers.score(self.space, t) for t in targets]
            top = max(score for score, free in zip(scores, open_, strict=True) if free)
            rows.append([s == top and free for s, free in zip(scores, open_, strict=True)])
        return _bits(rows)

    def preference(self, version: int) -> Preference:
        """A version's wishes as a preference, facts settled."""
        if version not in self._preferences:
            wants = self.family.versions[version].wants
            if isinstance(wants, tuple):
                wants = Statements(tuple(tuple(map(self.settled, tier)) for tier in wants))
            self._preferences[version] = wants
        return self._preferences[version]


def _holds(
    step: Ways | tuple[tuple[Callable[[int], bool], ...], int],
    targets: tuple[int, ...],
    ways: bool,
) -> list[bool]:
    """Whether each target passes a step."""
    if isinstance(step, Ways):
        return _open(step, targets, ways)
    tests, least = step
    if len(tests) == 1:
        return list(map(tests[0], targets))
    return [sum(test(t) for test in tests) >= least for t in targets]


def _bits(rows: Sequence[Sequence[bool]]) -> NDArray[np.uint64]:
    """Rows of flags as words of 64 bits; shape (rows, words)."""
    packed = np.packbits(np.array(rows, dtype=bool), axis=1, bitorder="little")
    words = np.zeros((len(rows), -(-packed.shape[1] // 8) * 8), dtype=np.uint8)
    words[:, : packed.shape[1]] = packed
    return words.view(np.uint64)


def _open(ways: Ways, targets: tuple[int, ...], asked: bool) -> list[bool]:
    """Whether each target can be gone to from the first; all of them where nobody asks."""
    here = targets[0]
    shut = ((here & ~t & ways.forward) | (~here & t & ways.back) for t in targets)
    return [not asked or not bits for bits in shut]


def _as_bits(flags: Sequence[bool]) -> int:
    bits, one = 0, 1
    for flag in flags:
        if flag:
            bits |= one
        one <<= 1
    return bits


def _nearest(state: int, targets: tuple[int, ...], kept: int) -> tuple[int, ...]:
    """Of the targets that are best what those change that are nearest; nothing where it is best to stay."""
    if kept & 1:
        return ()
    best = [state ^ target for at, target in enumerate(targets) if kept >> at & 1]
    if len(best) == 1:
        return tuple(best)
    near = min(change.bit_count() for change in best)
    return tuple([change for change in best if change.bit_count() == near])


_HANDFUL = 64
"""Versions: so many are sooner asked one by one."""
_FEW = 32


def _distinct(rows: NDArray[np.uint64]) -> tuple[NDArray[np.uint64], Ids]:
    """(the distinct rows, the number of each row among them)."""
    ids = np.full(len(rows), -1, dtype=np.int32)
    kinds: list[NDArray[np.uint64]] = []
    while len(kinds) < _FEW:  # nearly always: one pass for each beats sorting them all
        left = np.flatnonzero(ids < 0)
        if not len(left):
            return np.stack(kinds), ids
        kinds.append(rows[left[0]])
        ids[left[(rows[left] == kinds[-1]).all(axis=1)]] = len(kinds) - 1
    if rows.shape[1] == 1:  # again much faster than by rows
        single, order = np.unique(rows[:, 0], return_inverse=True)
        return single[:, None], order.astype(np.int32)
    table, order = np.unique(rows, axis=0, return_inverse=True)
    return table, order.reshape(-1).astype(np.int32)


# --- a decision maker as a case has it --------------------------------------------------------------


def as_written(reading: Reading, actor: str) -> Version:
    """An actor as the case has it."""
    ways, wants = ways_of(reading, actor), reading.wants.get(actor)
    if wants is not None and wants.stance in (Stance.RANKING, Stance.WEIGHTS):
        world = build(reading)[0]  # weights and rankings read no facts
        return Version(preference(wants, world.model.space, settle(world.facts)), ways)
    return Version(conditions_of(ranks_of(reading, actor)), ways)


def conditions_of(ranks: Iterable[Iterable[Assumption]]) -> Tiers:
    """The conditions of lines by ranks."""
    return tuple(tuple(map(wished, rank)) for rank in ranks)


def ways_of(reading: Reading, actor: str) -> Ways:
    """Which of an actor's options go one way, by the lines of `no_way_back`."""
    bit = {option.name: 1 << at for at, option in enumerate(reading.options)}
    own = {option.name for option in reading.options if option.actor == actor}
    written = {known for line in reading.no_way_back if (known := literal_of(line))[0] in own}
    forward = sum(bit[name] for name, value in written if value)
    return Ways(forward, sum(bit[name] for name, value in written if not value))


def literal_of(line: Assumption) -> tuple[str, bool]:
    """The option that a line is about, and what it says of it."""
    known = as_literal(wished(line))
    assert known is not None
    return known
