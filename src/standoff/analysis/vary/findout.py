"""What to find out next: of what is not settled, the one thing whose settling changes the most verdicts.

The verdicts are those of the combinations that `robust` runs: whose list is taken for each actor, and one
change of another written line. In a combination a thing is settled in each of its ways, all else staying as
it is; it changes the verdict where the ways do not all give the same one. Of things that change as many,
the one that stands first in the reading is named: facts, then today's lines, then wishes.

*Whose list.* A wish is settled in every list that speaks of it, wherever it stands there, and a silent actor's
in every list that is silent; combinations with another list stay as they are. Combinations are not played
one by one: where none of the ways is chosen differently wherever a leaf's evolution passes, all of it
keeps its verdict, and where one is, that part of the leaf is parted again (`standoff.analysis.vary.ensemble`). So
no thing can change more than the parts of leaves in which it is chosen differently; things are counted in
the order of that bound, until no other can change more.

The same counting tells rival motives apart (`standoff.analysis.bargain.apart`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.judge.verdict import Scene, Verdict, judge, scenes
from standoff.analysis.vary.contested import same_topic
from standoff.analysis.vary.edit import WRITTEN, Edit, edited, edits
from standoff.analysis.vary.ensemble import Chosen, Ensemble, Leaf
from standoff.analysis.vary.lists import MAX_LEAVES, Lists, lists_of
from standoff.analysis.vary.outlook import Player, could_hold
from standoff.analysis.vary.search import Search
from standoff.analysis.vary.unsettled import Unsettled, Way, unsettled
from standoff.analysis.vary.version import Chooser, Family, Tiers, Version
from standoff.case.build import build
from standoff.case.entry import Conclusion, Reading, Section, Stance
from standoff.condition import Condition, Not
from standoff.gmcr.budget import step
from standoff.problem import Infeasible, NotComputed, TooLarge

Box: TypeAlias = tuple[Chosen, ...]
"""Combinations of lists: the versions of each decision maker."""
_DOING = "what to find out next"


@dataclass(frozen=True)
class Count:
    """In how many combinations settling something changes the verdict, and of how many."""

    changes: int
    of: int

    def __add__(self, other: Count) -> Count:
        return Count(self.changes + other.changes, self.of + other.of)


@dataclass(frozen=True, eq=False)
class Settled:
    """A way of settling something, and the verdict then, all else being as written."""

    value: Condition | None
    edit: Edit | None
    verdict: Verdict


@dataclass(frozen=True, eq=False)
class Found:
    """What is worth finding out, and what it changes.

    lists    of combinations of whose list is taken
    changed  of changes of one other line
    ways     how it may be settled
    """

    ALSO = ("changes", "of")

    item: Unsettled
    lists: Count | None
    changed: Count
    ways: tuple[Settled, ...]

    @property
    def total(self) -> Count:
        """Both together: the reading as written is one of the combinations of lists."""
        return self.changed if self.lists is None else self.lists + self.changed

    @property
    def changes(self) -> int:
        return self.total.changes

    @property
    def of(self) -> int:
        return self.total.of


@dataclass(frozen=True, eq=False)
class FindOut:
    """What to find out next for a question.

    found         None where settling nothing changes any verdict
    tried         how many things that are not settled were looked at
    combinations  of lists, in which they were; None where there were too many courses to follow
    lines         changes of one written line, beside which they were
    """

    HIDDEN = ("reading", "conclusion", "items")
    ALSO = ("tried",)

    reading: Reading
    conclusion: Conclusion
    found: Found | None
    items: tuple[Unsettled, ...]
    combinations: int | None
    lines: int

    @property
    def tried(self) -> int:
        return len(self.items)


def find_out(
    reading: Reading, conclusion: Conclusion, readings: Sequence[Reading] = ()
) -> FindOut:
    """The one thing whose settling changes the most verdicts on a conclusion.

    readings  all readings of the case: whose lists are taken, and who contests what
    raises    NotComputed for a published model, Infeasible where nothing can be built
    """
    if reading.model is not None:
        raise NotComputed("cannot be answered: a published model has no lines to settle")
    step(_DOING)
    items = unsettled(reading, readings, conclusion)
    beside = _Beside(reading, conclusion, items)
    changed = [beside.count(item) for item in items]
    of: int | None = None
    try:
        lists = _Combined(reading, conclusion, readings, items)
        counted, of = _most(items, changed, lists), lists.of
    except TooLarge:  # too many courses: what one other change shows is all there is
        counted = [(at, None) for at in range(len(items))]
    at, count = max(
        counted,
        key=lambda one: (changed[one[0]].changes + (one[1].changes if one[1] else 0), -one[0]),
        default=(0, None),
    )
    found = Found(items[at], count, changed[at], beside.ways(items[at])) if items else None
    if found is not None and not found.changes:
        found = None
    return FindOut(reading, conclusion, found, items, of, len(beside.lines))


def _most(
    items: Sequence[Unsettled], changed: Sequence[Count], lists: _Combined
) -> list[tuple[int, Count | None]]:
    """Which items were counted over the lists, and their counts: enough of them to name the first."""
    bounds = [one.changes + lists.bound(item) for one, item in zip(changed, items, strict=True)]
    best = (-1, 0)  # verdicts changed; of as many, the first
    counted: list[tuple[int, Count | None]] = []
    for at in sorted(range(len(items)), key=lambda at: (-bounds[at], at)):
        if (bounds[at], -at) < best:
            break
        step(_DOING)
        count = Count(lists.count(items[at]), lists.of)
        counted.append((at, count))
        best = max(best, (changed[at].changes + count.changes, -at))
    return counted


# --- beside one other change --------------------------------------------------------------------------

_SWAPPED = {Verdict.FOLLOWS: Verdict.FAILS, Verdict.FAILS: Verdict.FOLLOWS}


class _Beside:
    """The verdicts under one change of a written line, with something settled besides."""

    def __init__(
        self, reading: Reading, conclusion: Conclusion, items: Sequence[Unsettled]
    ) -> None:
        self.lines = edits(reading, WRITTEN)
        own = (way.edit for item in items for way in item.ways if way.edit is not None)
        every = tuple(dict.fromkeys((*self.lines, *own)))
        self._number = {edit: at for at, edit in enumerate(every)}
        self._every = every
        self._written = judge(scenes(build(reading), conclusion))
        # Most sets of changes leave the verdict as it is. The look ahead rules out those that cannot make
        # a condition hold, so a condition that holds is asked about by its opposite.
        self._swap = conclusion.condition is not None and self._written is Verdict.FOLLOWS
        if self._swap:
            assert conclusion.condition is not None
            conclusion = replace(conclusion, condition=Not(conclusion.condition))
        self._ahead = conclusion.condition is not None and self._written in _SWAPPED
        self._search = Search(reading, conclusion, every)

    @cached_property
    def _verdicts(self) -> dict[frozenset[int], Verdict]:
        """The verdict under every set of one or two changes that was played."""
        search = self._search
        if not self._ahead:
            found = ((leaf, size) for leaf in search.leaves(2) for size in (1, 2))
        else:
            found = ((leaf, size) for size in (1, 2) for leaf in search.hopeful(size))
        verdicts = {}
        for leaf, size in found:
            verdict = leaf.leaf.verdict
            if self._swap:
                verdict = _SWAPPED.get(verdict, verdict)
            for chosen in leaf.sets(size):
                verdicts[frozenset(search.places(chosen))] = verdict
        return verdicts

    def _verdict(self, chosen: frozenset[int]) -> Verdict | None:
        """The verdict under some changes; None where nothing can be built."""
        if not chosen:
            return self._written
        if chosen in self._verdicts:
            return self._verdicts[chosen]
        if not self._ahead:
            return None
        shared = tuple(
            edit
            for at in sorted(chosen)
            if (edit := self._every[at]).section not in (Section.WANTS, Section.NO_WAY_BACK)
        )
        return None if self._search.scenes(shared) is None else self._written

    def _sets(self, item: Unsettled, *others: int) -> list[frozenset[int]]:
        numbers = (() if way.edit is None else (self._number[way.edit],) for way in item.ways)
        return [frozenset((*others, *own)) for own in numbers]

    def count(self, item: Unsettled) -> Count:
        """Beside how many changes of a line that is not its own settling it changes the verdict."""
        taken = item.takes
        apart = [edit for edit in self.lines if not edit.takes & taken]
        changes = 0
        for edit in apart:
            sets = self._sets(item, self._number[edit])
            if len({self._verdicts.get(chosen, self._written) for chosen in sets}) > 1:
                verdicts = {self._verdict(chosen) for chosen in sets} - {None}
                changes += len(verdicts) > 1
        return Count(changes, len(apart))

    def ways(self, item: Unsettled) -> tuple[Settled, ...]:
        """The verdict under each way of settling it, where anything can be built."""
        verdicts = (self._verdict(chosen) for chosen in self._sets(item))
        return tuple(
            Settled(way.value, way.edit, verdict)
            for way, verdict in zip(item.ways, verdicts, strict=True)
            if verdict is not None
        )


# --- over combinations of lists -----------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Parted:
    """Combinations of some decision makers' lists, parted into boxes of one verdict each.

    boxes     for each decision maker, which of its lists are in each box; float32 0 or 1, (boxes, lists)
    verdicts  of the boxes, as numbers; (boxes,)
    """

    boxes: tuple[NDArray[np.float32], ...]
    verdicts: NDArray[np.int64]

    @classmethod
    def of(cls, leaves: Sequence[Leaf], sizes: Mapping[int, int], codes: Sequence[int]) -> Parted:
        """The parts that leaves make of the combinations of these decision makers' first lists.

        sizes  decision maker -> how many lists it has
        codes  the verdict on each leaf
        """
        boxes = []
        for maker, size in sizes.items():
            flags = np.zeros((len(leaves), size), dtype=np.float32)
            for row, leaf in zip(flags, leaves, strict=True):
                row[leaf.box[maker]] = 1
            boxes.append(flags)
        return cls(tuple(boxes), np.array(codes, dtype=np.int64))

    def meet(self, other: Parted, alike: Callable[..., NDArray[np.bool_]]) -> Parted:
        """What both part, as far as their verdicts stand so to one another; with this one's verdicts."""
        rows, columns = [], []
        for first in range(0, len(self.verdicts), _ROWS):
            own = slice(first, first + _ROWS)
            hit = alike(self.verdicts[own, None], other.verdicts[None, :])
            for mine, theirs in zip(self.boxes, other.boxes, strict=True):
                hit &= (mine[own] @ theirs.T) > 0
            found = np.nonzero(hit)
            rows.append(found[0] + first)
            columns.append(found[1])
        at, to = np.concatenate(rows), np.concatenate(columns)
        boxes = (mine[at] * theirs[to] for mine, theirs in zip(self.boxes, other.boxes, strict=True))
        return Parted(tuple(boxes), self.verdicts[at])

    @property
    def count(self) -> int:
        """How many combinations are in it."""
        sizes = [box.sum(axis=1).astype(np.int64).tolist() for box in self.boxes]
        return sum(math.prod(row) for row in zip(*sizes, strict=True)) if sizes else len(self.verdicts)


_ROWS = 1024
"""Boxes that are met with others at once, so that memory stays flat."""


def differing(parts: Sequence[Parted], of: int) -> int:
    """In how many of the combinations, of so many, the parted verdicts are not all the same."""
    same, *others = parts
    for other in others:
        same = same.meet(other, np.equal)
    return of - same.count


class _Combined:
    """The verdicts over all combinations of lists, with something settled in each of its ways."""

    def __init__(
        self,
        reading: Reading,
        conclusion: Conclusion,
        readings: Sequence[Reading],
        items: Sequence[Unsettled],
    ) -> None:
        self._reading, self._conclusion = reading, conclusion
        self._lists = lists_of(reading, readings or (reading,))
        self.of = self._lists.count
        self._left = MAX_LEAVES
        every = {one.id: one for one in (*readings, reading)}
        self._maker = {actor.name: at for at, actor in enumerate(reading.actors)}
        grown = [_Grown(family) for family in self._lists.families]
        # For each wish: a list in which it is settled -> the lists that come of each way of settling it.
        self._forms: dict[int, dict[int, tuple[int, ...]]] = {}
        for item in items:
            if item.actor is not None:
                maker = self._maker[item.actor]
                self._forms[id(item)] = grown[maker].forms(item, maker, self._lists, every)
        self._families = tuple(one.family for one in grown)
        self._known: dict[Hashable, Chooser] = {}
        self._played: dict[tuple[int, int], Parted] = {}
        self._as_written = self._ensemble(reading)

    def _ensemble(self, reading: Reading) -> Ensemble:
        asked = scenes(build(reading), self._conclusion)
        return Ensemble(asked, self._families, known=self._known)

    @cached_property
    def _sizes(self) -> Mapping[int, int]:
        return {maker: len(names) for maker, names in enumerate(self._lists.readings)}

    def _everything(self, maker: int | None = None, form: int = 0) -> Box:
        """All combinations of lists as they are; with one decision maker's list so settled."""
        return tuple(
            np.array([form]) if at == maker else np.arange(size) for at, size in self._sizes.items()
        )

    def _play(self, ensemble: Ensemble, box: Box) -> Iterator[Leaf]:
        for leaf in ensemble.leaves(box):
            self._left -= 1
            if self._left < 0:
                raise TooLarge(f"more than {MAX_LEAVES:,} courses")
            yield leaf

    @cached_property
    def _leaves(self) -> tuple[Leaf, ...]:
        return tuple(self._play(self._as_written, self._everything()))

    # --- what is asked of it

    def bound(self, item: Unsettled) -> int:
        """No more combinations than that change with it."""
        if item.actor is None:
            return self.of if len(self._worlds(item)) > 1 else 0
        maker, forms = self._maker[item.actor], self._forms[id(item)]
        versions = {form for own in forms.values() for form in own}
        if not forms or self._fixed(self._as_written, maker, tuple(versions)) is not None:
            return 0
        return self.of // self._sizes[maker] * len(forms)

    def count(self, item: Unsettled) -> int:
        """In how many combinations settling it changes the verdict."""
        if not self.bound(item):
            return 0
        if item.actor is None:
            parts = [self._parted(one) for one in self._worlds(item)]
            return differing(parts, self.of)
        maker = self._maker[item.actor]
        return sum(
            differing([self._with(maker, form) for form in forms], self.of // self._sizes[maker])
            for forms in self._forms[id(item)].values()
        )

    def _with(self, maker: int, form: int) -> Parted:
        """The others' lists parted, with one decision maker's list."""
        if (maker, form) not in self._played:
            if form < self._sizes[maker]:
                leaves = [leaf for leaf in self._leaves if form in leaf.box[maker]]
            else:
                leaves = list(self._play(self._as_written, self._everything(maker, form)))
            others = {at: size for at, size in self._sizes.items() if at != maker}
            self._played[maker, form] = Parted.of(leaves, others, _codes(leaves))
        return self._played[maker, form]

    # --- a fact, or something of today: the same for everybody

    def _worlds(self, item: Unsettled) -> tuple[Ensemble, ...]:
        """The question under each way of settling it, those that are the same for everybody once."""
        if id(item) not in self._differing:
            self._differing[id(item)] = tuple(self._apart(item))
        return self._differing[id(item)]

    @cached_property
    def _differing(self) -> dict[int, tuple[Ensemble, ...]]:
        return {}

    def _apart(self, item: Unsettled) -> list[Ensemble]:
        found: list[Ensemble] = []
        for way in item.ways:
            one = self._as_written
            if way.edit is not None:
                try:
                    one = self._ensemble(edited(self._reading, (way.edit,)))
                except Infeasible:
                    continue
            if not any(_same(one, other) for other in found):
                found.append(one)
        fixed = {self._fixed(one) for one in found}
        return found[:1] if len(fixed) == 1 and None not in fixed else found

    def _parted(self, ensemble: Ensemble) -> Parted:
        if ensemble is self._as_written:
            leaves: Sequence[Leaf] = self._leaves
        else:
            leaves = list(self._play(ensemble, self._everything()))
        return Parted.of(leaves, self._sizes, _codes(leaves))

    # --- the look ahead

    def _fixed(
        self, ensemble: Ensemble, maker: int | None = None, forms: tuple[int, ...] = ()
    ) -> Verdict | None:
        """The verdict that every combination has, one decision maker's settled lists among them; or None."""
        if any(scene.condition is None for scene in ensemble.scenes):
            return None
        if forms and self._fixed_as_written is None:
            return None
        players = []
        for at, choosers in enumerate(ensemble.players()):
            versions = tuple(range(self._sizes[at])) + (forms if at == maker else ())
            players.append(Player(choosers, versions=versions))
        for turned, verdict in ((False, Verdict.FAILS), (True, Verdict.FOLLOWS)):
            asked = [_turned(scene) if turned else scene for scene in ensemble.scenes]
            if not could_hold(asked, players):
                return verdict
        return None

    @cached_property
    def _fixed_as_written(self) -> Verdict | None:
        return self._fixed(self._as_written)


def _turned(scene: Scene) -> Scene:
    assert scene.condition is not None
    return replace(scene, condition=Not(scene.condition))


def _codes(leaves: Sequence[Leaf]) -> list[int]:
    order = list(Verdict)
    return [order.index(leaf.verdict) for leaf in leaves]


def _same(one: Ensemble, other: Ensemble) -> bool:
    """Whether two questions play alike whatever the lists are."""
    return one.same_players(other) and all(
        mine.condition == theirs.condition
        and [model.today for model in mine.models] == [model.today for model in theirs.models]
        for mine, theirs in zip(one.scenes, other.scenes, strict=True)
    )


class _Grown:
    """A decision maker's lists, and those that come of settling something in them."""

    def __init__(self, family: Family) -> None:
        self._versions = list(family.versions)
        self._lists = len(self._versions)
        self._number = {one: at for at, one in reversed(list(enumerate(self._versions)))}

    @property
    def family(self) -> Family:
        """All of them, the lists as they are first."""
        costs = np.zeros(len(self._versions), dtype=np.int64)
        costs[self._lists :] = 1
        return Family(tuple(self._versions), costs)

    def forms(
        self, item: Unsettled, maker: int, lists: Lists, readings: dict[str, Reading]
    ) -> dict[int, tuple[int, ...]]:
        """For each list in which it is settled, the list under each way of settling it."""
        found = {}
        for at, name in enumerate(lists.readings[maker]):
            wants = self._versions[at].wants
            if not isinstance(wants, tuple):
                continue
            if item.silent:
                own = readings[name].wants.get(str(item.actor))
                if wants or (own is not None and own.stance not in (Stance.SILENT, Stance.UNDECIDED)):
                    continue
            elif not any(same_topic(wish, item.condition) for tier in wants for wish in tier):
                continue
            found[at] = tuple(self._form(at, wants, item, way) for way in item.ways)
        return found

    def _form(self, at: int, wants: Tiers, item: Unsettled, way: Way) -> int:
        if item.silent:
            settled: Tiers = () if way.value is None else ((way.value,),)
        else:
            settled = _settled(wants, item, way)
        version = Version(settled, self._versions[at].ways)
        if version not in self._number:
            self._number[version] = len(self._versions)
            self._versions.append(version)
        return self._number[version]


def _settled(wants: Tiers, item: Unsettled, way: Way) -> Tiers:
    """A list with a wish as it is settled wherever it stands there, or its opposite does."""
    own = () if way.value is None else (way.value,)
    tiers = (
        tuple(
            kept
            for wish in tier
            for kept in (own if same_topic(wish, item.condition) else (wish,))
        )
        for tier in wants
    )
    return tuple(tier for tier in tiers if tier)
