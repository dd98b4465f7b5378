"""The verdicts under one change of a written line, with something settled besides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from standoff.analysis.judge.verdict import Verdict, judge, scenes
from standoff.analysis.sure.unsettled import Unsettled
from standoff.analysis.vary.edit import WRITTEN, Edit, edits
from standoff.analysis.vary.search import EditLeaf, Search
from standoff.case.build import build
from standoff.case.entry import Conclusion, Reading, Section
from standoff.condition import Condition, Not


@dataclass(frozen=True)
class Count:
    """In how many combinations settling something changes the verdict, and of how many."""

    changes: int
    of: int

    def __add__(self, other: Count) -> Count:
        return Count(self.changes + other.changes, self.of + other.of)


@dataclass(frozen=True, eq=False)
class Settled:
    """A way of settling something, and the verdict then, all else being as written.

    value  what is so then, or wished; None where it is no wish of the actor's
    edit   the change of the reading; None where it stands as written
    """

    value: Condition | None
    edit: Edit | None
    verdict: Verdict


_SWAPPED = {Verdict.FOLLOWS: Verdict.FAILS, Verdict.FAILS: Verdict.FOLLOWS}


class Beside:
    """The verdicts under one change of a written line, with something settled besides."""

    def __init__(
        self, reading: Reading, conclusion: Conclusion, items: Sequence[Unsettled]
    ) -> None:
        self.lines = edits(reading, WRITTEN)
        own = (way.edit for item in items for way in item.ways if way.edit is not None)
        every = tuple(dict.fromkeys((*self.lines, *own)))
        self._number = {edit: at for at, edit in enumerate(every)}
        self._takes = [(self._number[edit], edit.takes) for edit in self.lines]
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
        self._makers = [frozenset(self._search.makers_of((edit,))) for edit in every]
        self._asked: dict[tuple[frozenset[int], int], dict[frozenset[int], Verdict]] = {}

    def _played(self, chosen: frozenset[int]) -> Verdict | None:
        """The verdict under one or two changes; None where they were not played."""
        if not self._ahead:
            return self._all_played.get(chosen)
        # Sets that change the choices of the same decision makers are played together, once asked about.
        key = frozenset().union(*(self._makers[at] for at in chosen)), len(chosen)
        if key not in self._asked:
            makers, size = key
            found = self._search.hopeful_of(tuple(sorted(makers)), size)
            self._asked[key] = dict(self._told((leaf, size) for leaf in found))
        return self._asked[key].get(chosen)

    @cached_property
    def _all_played(self) -> dict[frozenset[int], Verdict]:
        leaves = self._search.leaves(2)
        return dict(self._told((leaf, size) for leaf in leaves for size in (1, 2)))

    def _told(
        self, found: Iterable[tuple[EditLeaf, int]]
    ) -> Iterator[tuple[frozenset[int], Verdict]]:
        """The sets of so many changes of each leaf, with their verdict."""
        for leaf, size in found:
            verdict = leaf.leaf.verdict
            if self._swap:
                verdict = _SWAPPED.get(verdict, verdict)
            for chosen in leaf.sets(size):
                yield frozenset(self._search.places(chosen)), verdict

    def _verdict(self, chosen: frozenset[int]) -> Verdict | None:
        """The verdict under some changes; None where nothing can be built."""
        if not chosen:
            return self._written
        verdict = self._played(chosen)
        if verdict is not None or not self._ahead:
            return verdict
        shared = tuple(
            edit
            for at in sorted(chosen)
            if (edit := self._every[at]).section not in (Section.WANTS, Section.NO_WAY_BACK)
        )
        return None if self._search.scenes(shared) is None else self._written

    def _own(self, item: Unsettled) -> list[tuple[int, ...]]:
        """The change that each way of settling it makes, by number; none where it stands as written."""
        return [() if way.edit is None else (self._number[way.edit],) for way in item.ways]

    def apart(self, item: Unsettled) -> Sequence[int]:
        """The changes of a line that is not its own, by number."""
        taken = item.takes
        return [at for at, takes in self._takes if takes.isdisjoint(taken)]

    def count(self, item: Unsettled) -> Count:
        """Beside how many changes of a line that is not its own settling it changes the verdict."""
        apart, ways = self.apart(item), self._own(item)
        changes = 0
        for at in apart:
            sets = [frozenset((at, *own)) for own in ways]
            if len({self._played(chosen) or self._written for chosen in sets}) > 1:
                verdicts = {self._verdict(chosen) for chosen in sets} - {None}
                changes += len(verdicts) > 1
        return Count(changes, len(apart))

    def ways(self, item: Unsettled) -> tuple[Settled, ...]:
        """The verdict under each way of settling it, where anything can be built."""
        verdicts = (self._verdict(frozenset(own)) for own in self._own(item))
        return tuple(
            Settled(way.value, way.edit, verdict)
            for way, verdict in zip(item.ways, verdicts, strict=True)
            if verdict is not None
        )
