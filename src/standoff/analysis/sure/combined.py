"""The verdicts over all combinations of lists, with something settled in each of its ways.

A wish is settled in every list that speaks of it, wherever it stands there, and a silent actor's in every
list that is silent; a combination with another list stays as it is. A fact, or something of today, is settled
for everybody.

Most combinations need not be played: with the list of whoever decides the choice asked about given, the
look ahead (`standoff.analysis.judge.ensemble`) mostly shows one verdict, whatever the others' lists are and
however the thing is settled. Only where it does not are the courses followed.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

import numpy as np

from standoff.analysis.contest.contested import same_topic
from standoff.analysis.judge.ensemble import (
    Box,
    Ensemble,
    Leaf,
    Player,
    could_hold,
    numbers,
)
from standoff.analysis.judge.verdict import Verdict, scenes
from standoff.analysis.judge.version import Chooser, Family, Tiers, Version
from standoff.analysis.sure.unsettled import Unsettled, Way
from standoff.analysis.vary.edit import edited
from standoff.analysis.vary.lists import MAX_LEAVES, Lists, lists_of
from standoff.analysis.vary.parted import Parted, differing
from standoff.case.build import build
from standoff.case.entry import Conclusion, Reading, Section, Stance
from standoff.condition import Not, names
from standoff.problem import Infeasible, TooLarge

_Forms: TypeAlias = dict[int, tuple[tuple[int, ...], int]]
"""For a list that is settled, the list under each way of settling it, and how many readings have it."""


class Combined:
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
        self._forms: dict[int, _Forms] = {}
        for item in items:
            if item.actor is not None:
                maker = self._maker[item.actor]
                self._forms[id(item)] = grown[maker].forms(item, maker, self._lists, every)
        self._families = tuple(one.family for one in grown)
        self._known: dict[Hashable, Chooser] = {}
        self._played: dict[tuple[int, Box], tuple[Leaf, ...]] = {}
        self._compared: dict[tuple[int, int, int, int], bool] = {}
        self._seen: dict[tuple[int, Box], Verdict | None] = {}
        self._plans: dict[int, _Plan] = {}
        self._as_written = self._ensemble(reading)

    def _ensemble(self, reading: Reading) -> Ensemble:
        asked = scenes(build(reading), self._conclusion)
        return Ensemble(asked, self._families, known=self._known)

    @cached_property
    def _sizes(self) -> Mapping[int, int]:
        return {maker: len(names) for maker, names in enumerate(self._lists.readings)}

    @cached_property
    def _everything(self) -> Box:
        """All combinations of lists as they are."""
        return tuple((1 << size) - 1 for size in self._sizes.values())

    def _leaves(self, ensemble: Ensemble, box: Box) -> tuple[Leaf, ...]:
        """The courses of a box of lists."""
        key = id(ensemble), box
        if key not in self._played:
            self._played[key] = tuple(self._play(ensemble, box))
        return self._played[key]

    def _play(self, ensemble: Ensemble, box: Box) -> Iterator[Leaf]:
        for leaf in ensemble.leaves(box):
            self._left -= 1
            if self._left < 0:
                raise TooLarge(f"more than {MAX_LEAVES:,} courses")
            yield leaf

    # --- what is asked of it

    def bound(self, item: Unsettled) -> int:
        """No more combinations than that change with it."""
        plan = self._plan(item)
        if plan.box is None:
            return 0
        if item.actor is None:
            return min(self._reading_it(item), _size(plan.box))
        maker = self._maker[item.actor]
        as_they_are = _but(plan.box, maker, self._everything[maker])
        return sum(
            times * (leaf.count // leaf.bits[maker].bit_count())
            for leaf in self._leaves(self._as_written, as_they_are)
            for at, (own, times) in plan.forms.items()
            if leaf.bits[maker] >> at & 1
            and not all(self._alike(leaf, maker, at, form) for form in own)
        )

    def count(self, item: Unsettled) -> int:
        """In how many combinations settling it changes the verdict."""
        plan = self._plan(item)
        if plan.box is None or not self.bound(item):
            return 0
        if item.actor is None:
            leaves = (self._leaves(one, plan.box) for one in plan.worlds)
            return differing([_parted(own, self._sizes) for own in leaves], _size(plan.box))
        maker, found = self._maker[item.actor], self._leaves(self._as_written, plan.box)
        others = {other: size for other, size in self._sizes.items() if other != maker}
        parted = {
            form: _parted([leaf for leaf in found if leaf.bits[maker] >> form & 1], others)
            for form in _listed(plan.box[maker])
        }
        return sum(
            times * differing([parted[form] for form in own], _size(_but(plan.box, maker, 1)))
            for own, times in plan.forms.values()
        )

    def _alike(self, leaf: Leaf, maker: int, at: int, form: int) -> bool:
        key = id(leaf), maker, at, form
        if key not in self._compared:
            alike = at == form or self._as_written.alike(leaf, maker, at, form)
            self._compared[key] = alike
        return self._compared[key]

    # --- a fact, or something of today: the same for everybody

    def _reading_it(self, item: Unsettled) -> int:
        """In how many combinations something turns on it: a rule, the question, or somebody's list."""
        fact = {name for way in item.ways if way.value is not None for name in names(way.value)}
        rules = [line.condition for line in self._reading.impossible]
        read = {n for one in (*rules, self._conclusion.condition) if one for n in names(one)}
        if item.section is not Section.FACTS or fact & read:
            return self.of
        blind = 1
        for maker, size in self._sizes.items():
            lists = self._lists.families[maker].versions
            reading = sum(
                isinstance(one.wants, tuple)
                and any(fact & set(names(wish)) for tier in one.wants for wish in tier)
                for one in lists
            )
            blind *= size - reading
        return self.of - blind

    def _worlds(self, item: Unsettled) -> tuple[Ensemble, ...]:
        """The question under each way of settling it, those that are the same for everybody once."""
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
        return tuple(found)

    # --- the look ahead

    def _verdict(self, ensemble: Ensemble, box: Box) -> Verdict | None:
        """The verdict that every combination of a box has, where the look ahead shows it."""
        key = id(ensemble), box
        if key not in self._seen:
            verdicts = (Verdict.FAILS, Verdict.FOLLOWS)
            found = (one for one in verdicts if _always(ensemble, one, box))
            self._seen[key] = next(found, None)
        return self._seen[key]

    def _same_in(self, ensembles: Sequence[Ensemble], box: Box) -> bool:
        """Whether it shows one verdict for all of a box, whichever of these questions is asked."""
        first, *others = ensembles
        verdict = self._verdict(first, box)
        return verdict is not None and all(self._verdict(o, box) is verdict for o in others)

    @cached_property
    def _decider(self) -> int | None:
        """Whose the first option is that is asked about: most turns on that list."""
        asked = self._conclusion.condition
        owners = (self._reading.owner.get(name) for name in names(asked)) if asked else ()
        return next((self._maker[owner] for owner in owners if owner is not None), None)

    def _open(self, ensembles: Sequence[Ensemble], box: Box, settled: int | None) -> Box | None:
        """What is left of a box without the lists of whoever decides beside which one verdict is shown.

        settled  the decision maker whose lists in the box are to be compared with one another
        """
        if self._same_in(ensembles, box):
            return None
        at = self._decider
        if at is None or at == settled:
            return box
        each = (1 << version for version in _listed(box[at]))
        left = sum(one for one in each if not self._same_in(ensembles, _but(box, at, one)))
        return _but(box, at, left) if left else None

    def _plan(self, item: Unsettled) -> _Plan:
        """Where settling something may change the verdict."""
        if id(item) not in self._plans:
            found = self._of_all(item) if item.actor is None else self._of_one(item, item.actor)
            self._plans[id(item)] = found
        return self._plans[id(item)]

    def _of_all(self, item: Unsettled) -> _Plan:
        if not self._reading_it(item):
            return _Plan()
        worlds = self._worlds(item)
        box = self._open(worlds, self._everything, None) if len(worlds) > 1 else None
        return _Plan(worlds, box=box)

    def _of_one(self, item: Unsettled, actor: str) -> _Plan:
        worlds, maker, every = (self._as_written,), self._maker[actor], self._everything
        grown = (1 << len(self._families[maker].versions)) - 1
        if self._same_in(worlds, _but(every, maker, grown)):
            return _Plan()
        forms = {
            at: (own, times)
            for at, (own, times) in self._forms[id(item)].items()
            if not self._same_in(worlds, _but(every, maker, _bits(own)))
        }
        if not forms:
            return _Plan()
        box = _but(every, maker, _bits(form for own, _ in forms.values() for form in own))
        return _Plan(worlds, forms, self._open(worlds, box, maker))


@dataclass(frozen=True, eq=False)
class _Plan:
    """Where settling something may change the verdict.

    worlds  the question under each way of settling it, those that are the same once
    forms   of a wish, the lists that are settled
    box     of which combinations; None where the look ahead shows that none of them does
    """

    worlds: tuple[Ensemble, ...] = ()
    forms: _Forms = field(default_factory=dict)
    box: Box | None = None


_ORDER = list(Verdict)


def _bits(versions: Iterable[int]) -> int:
    return sum(1 << version for version in set(versions))


def _listed(versions: int) -> tuple[int, ...]:
    return tuple(numbers(versions).tolist())


def _but(box: Box, maker: int, versions: int) -> Box:
    """A box with these versions of a decision maker."""
    return (*box[:maker], versions, *box[maker + 1 :])


def _size(box: Box) -> int:
    return math.prod(versions.bit_count() for versions in box)


def _always(ensemble: Ensemble, verdict: Verdict, box: Box) -> bool:
    """Whether the look ahead shows that every combination of a box has the verdict."""
    asked = []
    for scene in ensemble.scenes:
        if scene.condition is None:
            return False
        wanted = Not(scene.condition) if verdict is Verdict.FOLLOWS else scene.condition
        asked.append(replace(scene, condition=wanted))
    pairs = zip(ensemble.players(), map(_listed, box), strict=True)
    return not could_hold(asked, [Player(choosers, versions=own) for choosers, own in pairs])


def _parted(leaves: Sequence[Leaf], sizes: Mapping[int, int]) -> Parted:
    return Parted.of(leaves, sizes, [_ORDER.index(leaf.verdict) for leaf in leaves])


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
        listed = [at for at, one in enumerate(self._versions) if isinstance(one.wants, tuple)]
        self._number = {self._versions[at]: at for at in reversed(listed)}

    @property
    def family(self) -> Family:
        """All of them, the lists as they are first."""
        costs = np.zeros(len(self._versions), dtype=np.int64)
        costs[self._lists :] = 1
        return Family(tuple(self._versions), costs)

    def forms(
        self, item: Unsettled, maker: int, lists: Lists, readings: dict[str, Reading]
    ) -> _Forms:
        """For each list in which it is settled, the list under each way of settling it; equal lists once.

        With how many readings have it.
        """
        found: _Forms = {}
        for at, name in enumerate(lists.readings[maker]):
            wants = self._versions[at].wants
            if not isinstance(wants, tuple):
                continue
            if item.silent:
                own = readings[name].wants.get(str(item.actor))
                if wants or (
                    own is not None and own.stance not in (Stance.SILENT, Stance.UNDECIDED)
                ):
                    continue
            elif not any(same_topic(wish, item.condition) for tier in wants for wish in tier):
                continue
            first = self._number[self._versions[at]]
            if first in found:
                found[first] = found[first][0], found[first][1] + 1
            else:
                found[first] = tuple(self._form(at, wants, item, way) for way in item.ways), 1
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
            kept for wish in tier for kept in (own if same_topic(wish, item.condition) else (wish,))
        )
        for tier in wants
    )
    return tuple(tier for tier in tiers if tier)
