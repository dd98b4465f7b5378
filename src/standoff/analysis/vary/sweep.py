"""Very many combinations of assumptions, in portions that anybody may work on.

A draw chooses, for every varied item, one of its choices: with `lists`, for each actor one reading's
whole list; with `contested`, for each thing the readings contest one of the values they give it. What is
counted are whole numbers only, so portions add up to the same whatever their size and order.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.ask import require_possible, require_wishes
from standoff.analysis.judge.verdict import scenes
from standoff.analysis.vary.contested import Contest, contested, opposite
from standoff.analysis.vary.draw import draws
from standoff.analysis.vary.edit import (
    NO_MARKS,
    Edit,
    declared,
    edited,
    equivalent,
    full_names,
    short_names,
)
from standoff.analysis.vary.ensemble import Ensemble, Family
from standoff.analysis.vary.robust import OUTCOMES, Lists, Outcomes, lists_of, support_reads
from standoff.analysis.vary.search import version
from standoff.case.build import build
from standoff.case.entry import Assumption, Conclusion, Reading, Section
from standoff.condition import as_literal
from standoff.problem import Infeasible, NotComputed, UnknownName

OVER = ("contested", "lists")
CANNOT = "cannot be"
"""The outcome of a combination from which no case can be built."""
COUNTED = (*OUTCOMES, CANNOT)


@dataclass(frozen=True)
class Item:
    """Something that a draw chooses: its choices by name."""

    name: str
    choices: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Setup:
    """A question, a reading, and what is varied: all that a worker needs.

    `case_hash` is that of the case's files; two set-ups with one `key` count the same.
    """

    reading: Reading
    conclusion: Conclusion
    readings: tuple[Reading, ...]
    over: str
    case_hash: str

    def __reduce__(self) -> tuple[object, ...]:
        # What has been worked out stays here: a worker works out its own.
        return Setup, (self.reading, self.conclusion, self.readings, self.over, self.case_hash)

    @cached_property
    def varied(self) -> Varied:
        return _VARIED[self.over](self)

    @cached_property
    def key(self) -> str:
        """The hash of the case and of the set of assumptions that is varied."""
        items = [[item.name, *item.choices] for item in self.varied.items]
        record = [self.case_hash, self.reading.full, self.over, self.conclusion.text, items]
        return digest(record)


def digest(record: object) -> str:
    """A hash of plain data."""
    text = json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


class Varied:
    """What is varied, and the outcome of every combination of it."""

    items: tuple[Item, ...]
    left_out: tuple[str, ...] = ()

    def split(self, drawn: NDArray[np.int64]) -> Iterator[tuple[str, NDArray[np.intp]]]:
        """(outcome, rows that have it) of combinations, one a row; each row is in one of them."""
        raise NotImplementedError


class OverLists(Varied):
    """Each actor's whole list from each reading."""

    def __init__(self, setup: Setup) -> None:
        lists: Lists = lists_of(setup.reading, setup.readings)
        names = [actor.name for actor in setup.reading.actors]
        self.items = tuple(itertools.starmap(Item, zip(names, lists.readings, strict=True)))
        self.left_out = tuple(
            f"{out.reading} {out.actor}: {out.why}" for out in lists.left_out if out.line is None
        ) + tuple(
            f"{out.reading} {out.actor} {out.line.condition}: {out.why}"
            for out in lists.left_out
            if out.line is not None
        )
        found = scenes(build(setup.reading), setup.conclusion)
        self._outcomes = Outcomes(setup.reading, Ensemble(found, lists.families, support_reads))

    def split(self, drawn: NDArray[np.int64]) -> Iterator[tuple[str, NDArray[np.intp]]]:
        return self._outcomes.split(drawn)


class OverContested(Varied):
    """Everything that readings contest and this reading can be asked under either way."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        every = [(contest, _edits(setup.reading, contest)) for contest in contested(setup.readings)]
        known = [(contest, pair) for contest, pair in every if pair is not None]
        if not known:
            raise NotComputed(
                f"nothing that the readings contest can be varied in {setup.reading.id}: try --over lists"
            )
        self._edits = tuple(pair for _, pair in known)
        self.items = tuple(Item(contest.text, ("yes", "no")) for contest, _ in known)
        self.left_out = tuple(
            f"{contest.text}: {setup.reading.id} has no line on it"
            for contest, pair in every
            if pair is None
        )

    @cached_property
    def _known(self) -> dict[tuple[int, ...], str]:
        return {}

    def split(self, drawn: NDArray[np.int64]) -> Iterator[tuple[str, NDArray[np.intp]]]:
        rows, which = np.unique(drawn, axis=0, return_inverse=True)
        for number, row in enumerate(rows):
            yield self._outcome(tuple(map(int, row))), np.flatnonzero(which.reshape(-1) == number)

    def _outcome(self, chosen: tuple[int, ...]) -> str:
        if chosen not in self._known:
            if len(self._known) >= Outcomes.MOST:
                self._known.clear()  # memory stays flat
            self._known[chosen] = self._judge(chosen)
        return self._known[chosen]

    def _judge(self, chosen: tuple[int, ...]) -> str:
        made = [edit for pair, k in zip(self._edits, chosen, strict=True) if (edit := pair[k])]
        reading = edited(self._setup.reading, made)
        try:
            found = scenes(build(reading), self._setup.conclusion)
        except Infeasible:
            return CANNOT
        families = tuple(Family.of((version(reading, actor.name),)) for actor in reading.actors)
        return Outcomes(reading, Ensemble(found, families)).of((0,) * len(families))


_VARIED = {"contested": OverContested, "lists": OverLists}

Pair = tuple[Edit | None, Edit | None]
"""The edits that make a contested thing so, and not so; None where it is as the reading has it."""


def _edits(reading: Reading, contest: Contest) -> Pair | None:
    """None where the reading says nothing that could be said the other way round."""
    if not declared(reading, contest.condition):
        return None
    lines = [line for line in reading.assumptions if _is_on(reading, line, contest)]
    if lines:
        line = lines[0]
        assert line.condition is not None
        new = Assumption(
            line.section,
            opposite(line.condition),
            (),
            NO_MARKS,
            line.place,
            line.actor,
            line.tied,
            fact=line.fact,
        )
        edit = Edit(_KIND[line.section], line, new, line.place)
        so = equivalent(full_names(reading, line.condition), contest.condition)
        return (None, edit) if so else (edit, None)
    condition = short_names(reading, contest.condition)
    if contest.section is Section.NOW:  # what `now` does not say is "no"
        new = Assumption(Section.NOW, condition, (), NO_MARKS, reading.options[0].place)
        return Edit("untold", None, new, new.place), None
    if contest.section is Section.FACTS:
        known = as_literal(condition)
        assert known is not None
        old = next((line for line in reading.settings if line.fact == known[0]), None)
        place = next(fact.place for fact in reading.facts if fact.id == known[0])
        both = (
            Assumption(Section.FACTS, wanted, (), NO_MARKS, place, fact=known[0])
            for wanted in (condition, opposite(condition))
        )
        yes, no = (Edit("settle", old, new, place) for new in both)
        return yes, no
    return None


_KIND = {Section.WANTS: "opposite", Section.FACTS: "fact", Section.NOW: "today"}


def _is_on(reading: Reading, line: Assumption, contest: Contest) -> bool:
    if line.section is not contest.section or line.actor != contest.actor or line.condition is None:
        return False
    condition = full_names(reading, line.condition)
    return any(
        equivalent(condition, wanted) for wanted in (contest.condition, opposite(contest.condition))
    )


# --- counting -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tally:
    """Counts of outcomes, in all and by choice: `by[item][choice][outcome]`, items and choices by number."""

    counts: tuple[int, ...]
    by: tuple[tuple[tuple[int, ...], ...], ...]

    @property
    def draws(self) -> int:
        return sum(self.counts)

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            _added(self.counts, other.counts),
            tuple(
                tuple(map(_added, mine, its)) for mine, its in zip(self.by, other.by, strict=True)
            ),
        )

    def error(self, outcome: str) -> float:
        """The standard error of the outcome's share of the draws."""
        share = self.counts[COUNTED.index(outcome)] / self.draws
        return math.sqrt(share * (1 - share) / self.draws)


def _added(one: Iterable[int], other: Iterable[int]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


@dataclass(frozen=True)
class Shard:
    """A portion of a sweep: which draws of which seed, of which set-up (by its key)."""

    key: str
    seed: int
    first: int
    count: int

    @cached_property
    def name(self) -> str:
        """Its hash: the name of its file."""
        return digest([self.key, self.seed, self.first, self.count])


def shards(setup: Setup, seed: int, draws_: int, size: int) -> Iterator[Shard]:
    """The portions of a sweep of so many draws."""
    for first in range(0, draws_, size):
        yield Shard(setup.key, seed, first, min(size, draws_ - first))


def tally(setup: Setup, shard: Shard) -> Tally:
    """Draw and count one portion; the same whoever does it."""
    varied = setup.varied
    sizes = [len(item.choices) for item in varied.items]
    drawn = draws(shard.seed, shard.first, shard.count, sizes)
    counts = np.zeros(len(COUNTED), dtype=np.int64)
    by = [np.zeros((size, len(COUNTED)), dtype=np.int64) for size in sizes]
    for found, rows in varied.split(drawn):
        number = COUNTED.index(found)
        counts[number] += len(rows)
        for table, column, size in zip(by, drawn[rows].T, sizes, strict=True):
            table[:, number] += np.bincount(column, minlength=size)
    return Tally(
        tuple(map(int, counts)), tuple(tuple(tuple(map(int, row)) for row in t) for t in by)
    )


@dataclass(frozen=True, eq=False)
class Swept:
    """A whole sweep: its set-up, what was drawn, and the counts."""

    setup: Setup
    seed: int
    tally: Tally
    shards: int

    @cached_property
    def result(self) -> str:
        """One hash for every backend and every size of portions."""
        return digest(
            [self.setup.key, self.seed, self.tally.draws, self.tally.counts, self.tally.by]
        )

    @property
    def combinations(self) -> int:
        """How many combinations there are to draw from."""
        return math.prod(len(item.choices) for item in self.setup.varied.items)


def set_up(
    reading: Reading, conclusion: Conclusion, readings: Sequence[Reading], over: str, case_hash: str
) -> Setup:
    """A sweep's set-up; UnknownName, NotComputed or Infeasible where it cannot be answered."""
    if over not in OVER:
        raise UnknownName("way to vary", over, OVER)
    require_wishes(reading)
    if reading.model is not None:
        raise NotComputed("cannot be answered: a published model has no lines to vary")
    require_possible(build(reading), conclusion)
    setup = Setup(reading, conclusion, tuple(readings), over, case_hash)
    assert setup.varied.items
    return setup


def total(tallies: Iterable[Tally]) -> Tally:
    """All portions together."""
    found: Tally | None = None
    for each in tallies:
        found = each if found is None else found + each
    if found is None:
        raise NotComputed("a sweep of no draws says nothing: --draws 1 or more")
    return found


def as_record(found: Tally) -> Mapping[str, object]:
    """A tally as plain data, and back with `from_record`."""
    return {"counts": list(found.counts), "by": [[list(c) for c in item] for item in found.by]}


def from_record(record: Mapping[str, object]) -> Tally:
    """A tally from plain data; ValueError or KeyError if it is none."""
    counts, by = record["counts"], record["by"]
    if not isinstance(counts, list) or not isinstance(by, list):
        raise ValueError("not a tally")
    return Tally(
        tuple(int(n) for n in counts),
        tuple(tuple(tuple(int(n) for n in choice) for choice in item) for item in by),
    )
