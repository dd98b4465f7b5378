"""The verdicts over all combinations of lists, with something settled in each of its ways.

A wish is settled in every list that speaks of it, wherever it stands there, and a silent actor's in every
list that is silent; a combination with another list stays as it is. A fact, or something of today, is settled
for everybody.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from standoff.analysis.contest.contested import same_topic
from standoff.analysis.judge.ensemble import Box, Ensemble, Leaf
from standoff.analysis.judge.verdict import Verdict, scenes
from standoff.analysis.judge.version import Chooser, Family, Tiers, Version
from standoff.analysis.sure.unsettled import Unsettled, Way
from standoff.analysis.vary.edit import edited
from standoff.analysis.vary.lists import MAX_LEAVES, Lists, lists_of
from standoff.analysis.vary.outlook import Player, could_hold
from standoff.analysis.vary.parted import Parted, differing
from standoff.case.build import build
from standoff.case.entry import Conclusion, Reading, Section, Stance
from standoff.condition import Not, names
from standoff.problem import Infeasible, TooLarge


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
        self._forms: dict[int, dict[int, tuple[tuple[int, ...], int]]] = {}
        for item in items:
            if item.actor is not None:
                maker = self._maker[item.actor]
                self._forms[id(item)] = grown[maker].forms(item, maker, self._lists, every)
        self._families = tuple(one.family for one in grown)
        self._known: dict[Hashable, Chooser] = {}
        self._having: dict[tuple[int, int], tuple[Leaf, ...]] = {}
        self._compared: dict[tuple[int, int, int, int], bool] = {}
        self._played: dict[tuple[int, int], Parted] = {}
        self._grown: dict[int, tuple[Leaf, ...]] = {}
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

    def _play(self, ensemble: Ensemble, box: Box) -> Iterator[Leaf]:
        for leaf in ensemble.leaves(box):
            self._left -= 1
            if self._left < 0:
                raise TooLarge(f"more than {MAX_LEAVES:,} courses")
            yield leaf

    @cached_property
    def _leaves(self) -> tuple[Leaf, ...]:
        return tuple(self._play(self._as_written, self._everything))

    # --- what is asked of it

    def bound(self, item: Unsettled) -> int:
        """No more combinations than that change with it."""
        if item.actor is None:
            most = self._reading_it(item)
            return most if most and len(self._worlds(item)) > 1 else 0
        maker, forms = self._maker[item.actor], self._forms[id(item)]
        if not forms or self._fixed_with(maker, tuple(range(len(self._families[maker].versions)))):
            return 0
        versions = sorted({form for own, _ in forms.values() for form in own})
        if self._fixed_with(maker, tuple(versions)):
            return 0
        return sum(
            times * (leaf.count // leaf.bits[maker].bit_count())
            for at, (own, times) in forms.items()
            for leaf in self._with_list(maker, at)
            if not all(self._alike(leaf, maker, at, form) for form in own)
        )

    def count(self, item: Unsettled) -> int:
        """In how many combinations settling it changes the verdict."""
        if not self.bound(item):
            return 0
        if item.actor is None:
            parts = [self._parted(one) for one in self._worlds(item)]
            return differing(parts, self.of)
        maker = self._maker[item.actor]
        others = self.of // self._sizes[maker]
        return sum(
            times * differing([self._with(maker, form) for form in forms], others)
            for forms, times in self._forms[id(item)].values()
        )

    def _with_list(self, maker: int, at: int) -> tuple[Leaf, ...]:
        """The leaves that have one of a decision maker's lists."""
        if (maker, at) not in self._having:
            found = (leaf for leaf in self._leaves if leaf.bits[maker] >> at & 1)
            self._having[maker, at] = tuple(found)
        return self._having[maker, at]

    def _alike(self, leaf: Leaf, maker: int, at: int, form: int) -> bool:
        key = id(leaf), maker, at, form
        if key not in self._compared:
            alike = at == form or self._as_written.alike(leaf, maker, at, form)
            self._compared[key] = alike
        return self._compared[key]

    def _with(self, maker: int, form: int) -> Parted:
        """The others' lists parted, with a decision maker's list settled so."""
        if (maker, form) not in self._played:
            leaves = [leaf for leaf in self._leaves_of(maker) if leaf.bits[maker] >> form & 1]
            others = {other: size for other, size in self._sizes.items() if other != maker}
            self._played[maker, form] = Parted.of(leaves, others, _codes(leaves))
        return self._played[maker, form]

    def _leaves_of(self, maker: int) -> tuple[Leaf, ...]:
        """The others' lists with each of a decision maker's, as they are and however they are settled."""
        if maker not in self._grown:
            every = (1 << len(self._families[maker].versions)) - 1
            box = self._everything
            box = (*box[:maker], every, *box[maker + 1 :])
            self._grown[maker] = tuple(self._play(self._as_written, box))
        return self._grown[maker]

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
            leaves = list(self._play(ensemble, self._everything))
        return Parted.of(leaves, self._sizes, _codes(leaves))

    # --- the look ahead

    def _fixed(self, ensemble: Ensemble) -> Verdict | None:
        """The verdict that every combination of lists has, where the look ahead shows it."""
        lists = [tuple(range(size)) for size in self._sizes.values()]
        verdicts = (Verdict.FAILS, Verdict.FOLLOWS)
        return next((one for one in verdicts if _always(ensemble, one, lists)), None)

    @cached_property
    def _fixed_as_written(self) -> Verdict | None:
        return self._fixed(self._as_written)

    def _fixed_with(self, maker: int, forms: tuple[int, ...]) -> bool:
        """Whether that verdict stays with some other lists of one decision maker among them."""
        verdict = self._fixed_as_written
        if verdict is None:
            return False
        key = maker, forms
        if key not in self._stays:
            lists = [tuple(range(size)) for size in self._sizes.values()]
            lists[maker] = tuple(sorted({*lists[maker], *forms}))
            self._stays[key] = _always(self._as_written, verdict, lists)
        return self._stays[key]

    @cached_property
    def _stays(self) -> dict[tuple[int, tuple[int, ...]], bool]:
        return {}


def _always(ensemble: Ensemble, verdict: Verdict, lists: Sequence[tuple[int, ...]]) -> bool:
    """Whether the look ahead shows that every combination of these lists has the verdict."""
    asked = []
    for scene in ensemble.scenes:
        if scene.condition is None:
            return False
        wanted = Not(scene.condition) if verdict is Verdict.FOLLOWS else scene.condition
        asked.append(replace(scene, condition=wanted))
    pairs = zip(ensemble.players(), lists, strict=True)
    return not could_hold(asked, [Player(choosers, versions=own) for choosers, own in pairs])


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
    ) -> dict[int, tuple[tuple[int, ...], int]]:
        """For each list in which it is settled, the list under each way of settling it; equal lists once.

        With how many readings have it.
        """
        found: dict[int, tuple[tuple[int, ...], int]] = {}
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
