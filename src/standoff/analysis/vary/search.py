"""All sets of edits up to a size, and what the answer to a question becomes under each.

Edits of one actor's list, and of which way its options go, change that actor's choices only: they make
its versions (see `standoff.analysis.judge.ensemble`). Edits of what is impossible, of facts and of today
change the case for everybody: each set of these is built anew. So every set of edits is a set of the
second kind with one version of each actor, its size the sum of theirs, and the sets of a leaf are
counted and listed without being played.

Nothing is left out but what this argument covers: the search is an enumeration.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.judge.ensemble import Ensemble, Leaf, Player, could_hold
from standoff.analysis.judge.verdict import Scene, scenes
from standoff.analysis.judge.version import (
    Chooser,
    Family,
    Tiers,
    Version,
    Ways,
    as_written,
    conditions_of,
    literal_of,
    ways_of,
)
from standoff.analysis.vary.edit import Edit, edited
from standoff.case.build import build, wished
from standoff.case.entry import Assumption, Conclusion, Reading, Section
from standoff.case.ranks import ranks_of
from standoff.condition import Condition
from standoff.problem import Infeasible, TooLarge

MOST_OF_ONE = 3
"""At most this many edits of one actor's list and directions: the versions of a longer set are too many."""

MAX_VERSIONS = 3_000_000

MOST_LOOKED_AT = 100
"""The look ahead does not ask what more versions of a decision maker choose: they may do anything."""

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


_Place: TypeAlias = tuple[tuple[int, ...], int]
"""A scene: the numbers of the edits that everybody shares, and of its world of facts."""
_Places: TypeAlias = tuple[_Place, ...]


@dataclass(frozen=True, eq=False)
class _Pool:
    """A decision maker's versions, and the sets of edits that they stand for."""

    sets: tuple[EditSet, ...]
    family: Family


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
            return self._owners[literal_of(edit.line)[0]]
        return None

    def makers_of(self, chosen: EditSet) -> tuple[int, ...]:
        """The decision makers whose choices a set of edits changes, ascending."""
        actors = {self._owner(edit) for edit in chosen}
        every = enumerate(self.reading.actors)
        return tuple(maker for maker, actor in every if actor.name in actors)

    def leaves(self, most: int) -> Iterator[EditLeaf]:
        """Every set of at most `most` edits, by leaves; sets under which nothing can be built are missing."""
        makers = range(len(self._own))
        count = sum(self._count_of(maker, min(most, MOST_OF_ONE)) for maker in makers)
        count += sum(math.comb(len(self._shared), k) for k in range(most + 1))
        self._require_few(count, most)
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

    def hopeful(self, size: int) -> Iterator[EditLeaf]:
        """The sets of exactly `size` edits, by leaves, without those that cannot make the condition hold.

        They are ruled out by the look ahead (`standoff.analysis.judge.ensemble`): first for all sets that
        edit the same actors' choices at once, then for each set of shared edits, then for each number of
        edits an actor. Where a gain or a loss is claimed nothing is ruled out.
        """
        editable = [maker for maker, own in enumerate(self._own) if own]
        for count in range(min(size, len(editable)) + 1):
            for makers in itertools.combinations(editable, count):
                yield from self.hopeful_of(makers, size)

    def hopeful_of(self, makers: tuple[int, ...], size: int) -> Iterator[EditLeaf]:
        """Those of them under which exactly these decision makers' choices are edited."""
        rest = size - len(makers)
        fewest = max(0, size - MOST_OF_ONE * len(makers))
        every, all_of_them = self._sets_shared(fewest, rest)
        if len(every) > 1 and not self._could(all_of_them, self._costs(makers, rest + 1)):
            return
        for shared, places in every:
            left = size - len(shared)
            most = self._costs(makers, left - len(makers) + 1)
            if not self._could_everywhere(places, most):
                continue
            for shares in _shares(left, len(makers)):
                costs = self._costs(makers, *shares)
                if costs == most or self._could_everywhere(places, costs):
                    yield from self._leaves_of(shared, costs)

    def _sets_shared(
        self, fewest: int, most: int
    ) -> tuple[Sequence[tuple[EditSet, _Places]], _Places]:
        """The sets of so many shared edits under which something can be built, each with its scenes.

        And the scenes of all of them.
        """
        if (fewest, most) not in self._shared_known:
            every = [
                (shared, places)
                for shared in _sets(self._shared, most)
                if len(shared) >= fewest and (places := self._places(shared))
            ]
            all_of_them = tuple(place for _, places in every for place in places)
            self._shared_known[fewest, most] = every, all_of_them
        return self._shared_known[fewest, most]

    @cached_property
    def _shared_known(
        self,
    ) -> dict[tuple[int, int], tuple[Sequence[tuple[EditSet, _Places]], _Places]]:
        return {}

    def _costs(self, makers: tuple[int, ...], *costs: int) -> tuple[int, ...]:
        """How many edits of each decision maker's choices: so many of these ones'."""
        each = dict(zip(makers, itertools.cycle(costs), strict=False))
        return tuple(each.get(maker, 0) for maker in range(len(self._own)))

    def _leaves_of(self, shared: EditSet, costs: tuple[int, ...]) -> Iterator[EditLeaf]:
        """The leaves of the sets with exactly so many edits of each decision maker's choices."""
        scenes_ = self.scenes(shared)
        assert scenes_ is not None
        pools = [self._pool(maker, cost) for maker, cost in enumerate(costs)]
        families = tuple(pool.family for pool in pools)
        box = tuple(
            family.within(cost) ^ family.within(cost - 1)
            for family, cost in zip(families, costs, strict=True)
        )
        if all(box):
            sets = tuple(pool.sets for pool in pools)
            for leaf in Ensemble(scenes_, families, known=self._known).leaves(box):
                yield EditLeaf(shared, leaf, families, sets)

    def _could_everywhere(self, places: _Places, costs: tuple[int, ...]) -> bool:
        return all(self._could((place,), costs) for place in places)

    def _could(self, places: _Places, costs: tuple[int, ...]) -> bool:
        """Whether the condition could hold in some of these scenes with at most so many edits of each."""
        if self.conclusion.effect is not None:
            return True
        players = [self._player(places, maker, cost) for maker, cost in enumerate(costs)]
        return could_hold([self._scene(place) for place in places], players)

    def _places(self, shared: EditSet) -> _Places:
        numbers = self.places(shared)
        return tuple((numbers, world) for world in range(len(self.scenes(shared) or ())))

    def _scene(self, place: _Place) -> Scene:
        shared, world = place
        scenes_ = self._scenes[shared]
        assert scenes_ is not None
        return scenes_[world]

    def _player(self, places: _Places, maker: int, cost: int) -> Player:
        """A decision maker as any of its versions with so many edits; if they are too many, as whoever."""
        key = places, maker, cost
        if key not in self._players:
            whatever = self._count_of(maker, cost) > MOST_LOOKED_AT
            level = 0 if whatever else cost
            found = dict.fromkeys(self._chooser(place, maker, level) for place in places)
            self._players[key] = Player(tuple(found), whatever)
        return self._players[key]

    @cached_property
    def _players(self) -> dict[tuple[_Places, int, int], Player]:
        return {}

    def _chooser(self, place: _Place, maker: int, cost: int) -> Chooser:
        scene, family = self._scene(place), self._pool(maker, cost).family
        return Chooser.of(self._known, maker, family, scene.model.space, scene.world.facts)

    @cached_property
    def _known(self) -> dict[Hashable, Chooser]:
        return {}

    def _pool(self, maker: int, most: int) -> _Pool:
        """A decision maker's versions with at most so many edits."""
        if (maker, most) not in self._pools:
            self._require_few(self._count_of(maker, most), most)
            sets = tuple(_sets(self._own[maker], most))
            self._pools[maker, most] = _Pool(sets, self._family(maker, sets))
        return self._pools[maker, most]

    @cached_property
    def _pools(self) -> dict[tuple[int, int], _Pool]:
        return {}

    def _count_of(self, maker: int, most: int) -> int:
        """At least as many as there are sets of at most so many edits of a decision maker's choices."""
        return sum(math.comb(len(self._own[maker]), k) for k in range(most + 1))

    def _require_few(self, count: int, most: int) -> None:
        """TooLarge where there would be too many versions, before they are made."""
        if count > MAX_VERSIONS:
            raise TooLarge(
                f"about {count:,} versions of the actors' lists with sets of up to {most} edits, more "
                f"than {MAX_VERSIONS:,}: look for smaller sets"
            )

    def total(self, most: int) -> list[int]:
        """How many sets of edits there are of each size from 0 to `most`, buildable or not."""
        total = np.array(_sizes(self._shared, most, most), dtype=object)
        for own in self._own:
            sizes = _sizes(own, min(most, MOST_OF_ONE), most)
            total = _product(total, np.array(sizes, dtype=object))
        return list(total)

    def scenes(self, shared: EditSet) -> tuple[Scene, ...] | None:
        """The question's scenes with edits that everybody shares; None where they cannot be built.

        Every option goes both ways in them: which way it goes is a matter of its owner's versions.
        """
        key = self.places(shared)
        if key not in self._scenes:
            try:
                worlds = build(edited(self._open_case, shared))
                self._scenes[key] = scenes(worlds, self.conclusion)
            except Infeasible:
                if not shared:
                    raise
                self._scenes[key] = None
        return self._scenes[key]

    @cached_property
    def _open_case(self) -> Reading:
        return replace(self.reading, no_way_back=())

    @cached_property
    def _scenes(self) -> dict[tuple[int, ...], tuple[Scene, ...] | None]:
        return {}

    def places(self, chosen: EditSet) -> tuple[int, ...]:
        """The number of each edit of a set among all edits."""
        return tuple(self._place[id(edit)] for edit in chosen)

    @cached_property
    def _place(self) -> dict[int, int]:
        return {id(edit): at for at, edit in enumerate(self.edits)}

    def _family(self, maker: int, sets: Sequence[EditSet]) -> Family:
        actor = self.reading.actors[maker].name
        first = as_written(self.reading, actor)
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
        self.ranks = conditions_of(ranks)
        at = {line: (r, k) for r, rank in enumerate(ranks) for k, line in enumerate(rank)}
        self._changes: dict[int, list[tuple[int, int, Condition | None]]] = {}
        self._added: dict[int, tuple[int, tuple[Condition, ...]]] = {}
        for edit in edits:
            if edit.section is not Section.WANTS:
                continue
            if edit.old is None:
                assert edit.rank is not None and edit.new is not None
                self._added[id(edit)] = edit.rank, (wished(edit.new),)
                continue
            new = None if edit.new is None else wished(edit.new)
            self._changes[id(edit)] = [(*at[edit.old], new)]
            if edit.other is not None:
                self._changes[id(edit)].append((*at[edit.other], wished(edit.old)))

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


def _shares(total: int, count: int) -> Iterator[tuple[int, ...]]:
    """The ways to part a number of edits among so many actors, each with 1 to MOST_OF_ONE."""
    return (
        shares
        for shares in itertools.product(range(1, MOST_OF_ONE + 1), repeat=count)
        if sum(shares) == total
    )


def _apart(chosen: Sequence[Edit]) -> list[int]:
    """For each edit, as bits, those that it can be made together with."""
    taken = [edit.takes for edit in chosen]
    return [sum(1 << j for j, b in enumerate(taken) if not a & b) for a in taken]


def _sets(chosen: Sequence[Edit], most: int) -> Iterator[EditSet]:
    """Every set of at most `most` of the edits that can be made together, small ones first."""
    apart = _apart(chosen)
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


def _sizes(chosen: Sequence[Edit], most: int, upto: int) -> list[int]:
    """How many of these sets there are of each size from 0 to `upto`; none are larger than `most`."""
    apart = _apart(chosen)

    def count(free: int, size: int) -> int:
        if size <= 1:
            return free.bit_count() if size else 1
        total = 0
        while free:
            last = free.bit_length() - 1
            free ^= 1 << last
            total += count(free & apart[last], size - 1)
        return total

    return [count((1 << len(chosen)) - 1, k) if k <= most else 0 for k in range(upto + 1)]
