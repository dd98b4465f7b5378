"""All sets of edits up to a size, and what the answer to a question becomes under each.

Edits of one actor's list, and of which way its options go, change that actor's choices only: they make
its versions (see `standoff.analysis.vary.ensemble`). Edits of what is impossible, of facts and of today
change the case for everybody: each set of these is built anew. So every set of edits is a set of the
second kind with one version of each actor, its size the sum of theirs, and the sets of a leaf are
counted and listed without being played.

Nothing is left out but what this argument covers: the search is an enumeration.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.judge.verdict import Scene, scenes
from standoff.analysis.vary.edit import Edit, edited
from standoff.analysis.vary.ensemble import Chooser, Ensemble, Family, Leaf, Tiers, Version, Ways
from standoff.case.build import build, preference, settle
from standoff.case.entry import Assumption, Conclusion, Reading, Section, Stance
from standoff.case.ranks import ranks_of
from standoff.condition import Condition, as_literal
from standoff.problem import Infeasible, TooLarge

MOST_OF_ONE = 3
"""At most this many edits of one actor's list and directions: the versions of a longer set are too many."""

MAX_VERSIONS = 3_000_000

EditSet = tuple[Edit, ...]


@dataclass(frozen=True, eq=False)
class EditLeaf:
    """A leaf of the search: the edits it shares, and the edits that each version stands for."""

    shared: EditSet
    leaf: Leaf
    families: tuple[Family, ...]
    edits: tuple[tuple[EditSet, ...], ...]

    def sizes(self, most: int) -> list[int]:
        """How many sets of edits of each size from 0 to `most` are in it."""
        total = np.zeros(most + 1, dtype=object)
        total[0] = 1
        for family, chosen in zip(self.families, self.leaf.box, strict=True):
            total = _product(total, _histogram(family.costs[chosen], most))
        shift = len(self.shared)
        return [0] * shift + list(total[: most + 1 - shift])

    def sets(self, size: int) -> Iterator[EditSet]:
        """Its sets of edits of one size."""
        for chosen in self._versions(0, size - len(self.shared)):
            yield self.shared + tuple(e for v in chosen for e in v)

    def _versions(self, maker: int, left: int) -> Iterator[tuple[EditSet, ...]]:
        if maker == len(self.families):
            if left == 0:
                yield ()
            return
        costs = self.families[maker].costs
        for version in self.leaf.box[maker]:
            cost = int(costs[version])
            if cost > left:
                break  # cheapest first
            for rest in self._versions(maker + 1, left - cost):
                yield (self.edits[maker][int(version)], *rest)


def _histogram(costs: NDArray[np.int64], most: int) -> NDArray[np.object_]:
    return np.bincount(costs[costs <= most], minlength=most + 1).astype(object)


def _product(one: NDArray[np.object_], other: NDArray[np.object_]) -> NDArray[np.object_]:
    product: NDArray[np.object_] = np.convolve(one, other)[: len(one)]
    return product


@dataclass(frozen=True, eq=False)
class Search:
    """A question put to a reading under every set of some edits."""

    reading: Reading
    conclusion: Conclusion
    edits: EditSet

    @cached_property
    def _shared(self) -> EditSet:
        return tuple(edit for edit in self.edits if self._owner(edit) is None)

    @cached_property
    def _own(self) -> tuple[EditSet, ...]:
        """Each actor's edits."""
        return tuple(
            tuple(edit for edit in self.edits if self._owner(edit) == actor.name)
            for actor in self.reading.actors
        )

    @cached_property
    def _owners(self) -> dict[str, str]:
        return dict(self.reading.owner)

    def _owner(self, edit: Edit) -> str | None:
        """Whose choices the edit changes; None where it changes the case for everybody."""
        if edit.section is Section.WANTS:
            return edit.actor
        if edit.section is Section.NO_WAY_BACK:
            return self._owners[_literal(edit.line)[0]]
        return None

    def leaves(self, most: int) -> Iterator[EditLeaf]:
        """Every set of at most `most` edits, by leaves; sets under which nothing can be built are missing."""
        self._require_few(most)
        edits = tuple(tuple(_sets(own, min(most, MOST_OF_ONE))) for own in self._own)
        families = tuple(map(self._family, range(len(edits)), edits))
        known: dict[Hashable, Chooser] = {}
        for shared in _sets(self._shared, most):
            scenes_ = self.scenes(shared)
            if scenes_ is None:
                continue
            ensemble = Ensemble(scenes_, families, known=known)
            for leaf in ensemble.leaves(most=most - len(shared)):
                yield EditLeaf(shared, leaf, families, edits)

    def _require_few(self, most: int) -> None:
        """TooLarge where an actor would have too many versions, before they are made."""
        count = sum(
            math.comb(len(own), k) for own in self._own for k in range(min(most, MOST_OF_ONE) + 1)
        )
        count += sum(math.comb(len(self._shared), k) for k in range(most + 1))
        if count > MAX_VERSIONS:
            raise TooLarge(
                f"about {count:,} versions of the actors' lists with sets of up to {most} edits, more "
                f"than {MAX_VERSIONS:,}: look for smaller sets"
            )

    def total(self, most: int) -> list[int]:
        """How many sets of edits there are of each size from 0 to `most`, buildable or not."""
        total = np.array(_sizes(_sets(self._shared, most), most), dtype=object)
        for own in self._own:
            sizes = _sizes(_sets(own, min(most, MOST_OF_ONE)), most)
            total = _product(total, np.array(sizes, dtype=object))
        return list(total)

    def scenes(self, shared: EditSet) -> tuple[Scene, ...] | None:
        """The question's scenes with edits that everybody shares; None where they cannot be built.

        Every option goes both ways in them: which way it goes is a matter of its owner's versions.
        """
        open_case = edited(self.reading, shared)
        try:
            worlds = build(_without_ways(open_case))
            return scenes(worlds, self.conclusion)
        except Infeasible:
            if not shared:
                raise
            return None

    def _family(self, maker: int, sets: Sequence[EditSet]) -> Family:
        actor = self.reading.actors[maker].name
        first = version(self.reading, actor)
        costs = np.array([len(chosen) for chosen in sets], dtype=np.int64)
        if not isinstance(first.wants, tuple):  # weights or a ranking: no edit of it is possible
            return Family(tuple(replace(first, ways=self._ways(actor, s)) for s in sets), costs)
        lists = _Lists(ranks_of(self.reading, actor), self._own[maker])
        versions = []
        for chosen in sets:
            ways = tuple(edit for edit in chosen if edit.section is Section.NO_WAY_BACK)
            versions.append(Version(lists.under(chosen), self._ways(actor, ways)))
        return Family(tuple(versions), costs)

    def _ways(self, actor: str, chosen: EditSet) -> Ways:
        if (actor, chosen) not in self._ways_known:
            self._ways_known[actor, chosen] = ways_of(edited(self.reading, chosen), actor)
        return self._ways_known[actor, chosen]

    @cached_property
    def _ways_known(self) -> dict[tuple[str, EditSet], Ways]:
        return {}


class _Lists:
    """An actor's list under sets of its edits (`edit.reranked`, for very many sets).

    Ranks that stay as they are stay the same objects, which is what makes a family cheap to read.
    """

    def __init__(self, ranks: Sequence[Sequence[Assumption]], edits: EditSet) -> None:
        self.ranks = _conditions(ranks)
        at = {line: (r, k) for r, rank in enumerate(ranks) for k, line in enumerate(rank)}
        self._changes: dict[int, list[tuple[int, int, Condition | None]]] = {}
        self._added: dict[int, tuple[int, tuple[Condition, ...]]] = {}
        for edit in edits:
            if edit.section is not Section.WANTS:
                continue
            if edit.old is None:
                assert edit.rank is not None and edit.new is not None
                self._added[id(edit)] = edit.rank, (_condition(edit.new),)
                continue
            new = None if edit.new is None else _condition(edit.new)
            self._changes[id(edit)] = [(*at[edit.old], new)]
            if edit.other is not None:
                self._changes[id(edit)].append((*at[edit.other], _condition(edit.old)))

    def under(self, chosen: EditSet) -> Tiers:
        """The list with the edits made."""
        ranks: list[tuple[Condition | None, ...]] = list(self.ranks)
        for edit in chosen:
            for rank, place, new in self._changes.get(id(edit), ()):
                ranks[rank] = (*ranks[rank][:place], new, *ranks[rank][place + 1 :])
        added = [self._added[id(edit)] for edit in chosen if id(edit) in self._added]
        made: list[tuple[Condition, ...]] = []
        for at, written in enumerate((*self.ranks, ())):
            made += [wish for gap, wish in added if gap == at]
            if at < len(ranks) and ranks[at] is not written:
                written = tuple(wish for wish in ranks[at] if wish is not None)
            made += [written] if written else []
        return tuple(made)


def version(reading: Reading, actor: str) -> Version:
    """An actor as the case has it."""
    ways, wants = ways_of(reading, actor), reading.wants.get(actor)
    if wants is not None and wants.stance in (Stance.RANKING, Stance.WEIGHTS):
        world = build(reading)[0]  # weights and rankings read no facts
        return Version(preference(wants, world.model.space, settle(world.facts)), ways)
    return Version(_conditions(ranks_of(reading, actor)), ways)


def _conditions(ranks: Iterable[Iterable[Assumption]]) -> Tiers:
    return tuple(tuple(map(_condition, rank)) for rank in ranks)


def ways_of(reading: Reading, actor: str) -> Ways:
    """Which of an actor's options go one way, by the lines of `no_way_back`."""
    bit = {option.name: 1 << at for at, option in enumerate(reading.options)}
    own = {option.name for option in reading.options if option.actor == actor}
    written = {known for line in reading.no_way_back if (known := _literal(line))[0] in own}
    forward = sum(bit[name] for name, value in written if value)
    return Ways(forward, sum(bit[name] for name, value in written if not value))


def _without_ways(reading: Reading) -> Reading:
    return replace(reading, no_way_back=())


def _literal(line: Assumption) -> tuple[str, bool]:
    known = as_literal(_condition(line))
    assert known is not None
    return known


def _condition(line: Assumption) -> Condition:
    assert line.condition is not None
    return line.condition


def _sets(chosen: Sequence[Edit], most: int) -> Iterator[EditSet]:
    """Every set of at most `most` of the edits that can be made together, small ones first."""
    taken = [edit.takes for edit in chosen]
    apart = [sum(1 << j for j, b in enumerate(taken) if not a & b) for a in taken]
    level: list[tuple[tuple[int, ...], int]] = [((), (1 << len(chosen)) - 1)]
    for size in range(most + 1):
        yield from (tuple(chosen[i] for i in numbers) for numbers, _ in level)
        if size < most:
            level = [
                ((*numbers, i), free & apart[i])
                for numbers, free in level
                for i in range(numbers[-1] + 1 if numbers else 0, len(chosen))
                if free >> i & 1
            ]


def _sizes(sets: Iterable[EditSet], most: int) -> list[int]:
    sizes = [0] * (most + 1)
    for chosen in sets:
        sizes[len(chosen)] += 1
    return sizes
