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
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.ask import as_asked, require_possible, require_wishes
from standoff.analysis.contest.contested import Contest, contested
from standoff.analysis.contest.either import either_way
from standoff.analysis.judge.ensemble import Ensemble
from standoff.analysis.judge.verdict import scenes
from standoff.analysis.judge.version import Family, as_written
from standoff.analysis.vary.draw import draws
from standoff.analysis.vary.edit import edited
from standoff.analysis.vary.lists import (
    MAX_LEAVES,
    OUTCOMES,
    LeftOut,
    Lists,
    Outcomes,
    lists_of,
    outcome,
    support_reads,
)
from standoff.analysis.voice import Says, Voice
from standoff.case.build import build
from standoff.case.entry import Conclusion, Reading
from standoff.problem import Infeasible, NotComputed, UnknownName

OVER = ("contested", "lists")
CANNOT = "cannot be"
"""The outcome of a combination from which no case can be built."""
COUNTED = (*OUTCOMES, CANNOT)
_TABLED = 1 << 24
"""Combinations: the outcomes of so many, a byte each, are kept in a table."""
_OPEN = 255


@dataclass(frozen=True)
class Item:
    """Something that a draw chooses: its choices by name.

    contest   what the readings contest; None where an actor's list is chosen
    """

    name: str
    choices: tuple[str, ...]
    contest: Contest | None = None

    @property
    def says(self) -> Says | None:
        """Of what is contested: the lines that say so, and those that say the opposite."""
        if self.contest is None:
            return None
        yes, no = (
            tuple(Voice(reading, line) for reading, line in lines)
            for lines in (self.contest.yes, self.contest.no)
        )
        return Says(yes, no)


@dataclass(frozen=True, eq=False)
class Untried:
    """What readings contest and the reading asked says nothing about; `reading` is one that does."""

    contest: Contest
    reading: Reading
    why: str

    @property
    def text(self) -> str:
        """In one clause, in the names of its reading."""
        return f"{self.contest.text}: {self.why}"


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
    left_out: tuple[LeftOut | Untried, ...] = ()
    _fill = True

    def found(self, combinations: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The outcome of each of some combinations, all of them different; as its number in `COUNTED`."""
        raise NotImplementedError

    def outcomes(self, drawn: NDArray[np.int64]) -> NDArray[np.uint8]:
        """The outcome of each draw: what was drawn before is looked up.

        drawn    int, (draws, items)
        returns  the number of the outcome in `COUNTED`, (draws,)
        """
        if math.prod(self._sizes) > _TABLED:
            rows, which = np.unique(drawn, axis=0, return_inverse=True)
            each: NDArray[np.uint8] = self.found(rows)[which.reshape(-1)]
            return each
        numbers = np.ravel_multi_index(tuple(drawn.T), self._sizes)
        found: NDArray[np.uint8] = self._table[numbers]
        if np.count_nonzero(found == _OPEN) > MAX_LEAVES and self._fill:
            self._fill = False  # sooner than one by one
            self.fill(self._table.reshape(self._sizes))
            found = self._table[numbers]
        new = np.unique(numbers[found == _OPEN])
        if len(new):
            combinations = np.stack(np.unravel_index(new, self._sizes), axis=1)
            self._table[new] = self.found(combinations)
            found = self._table[numbers]
        return found

    @cached_property
    def _sizes(self) -> tuple[int, ...]:
        return tuple(len(item.choices) for item in self.items)

    @cached_property
    def _table(self) -> NDArray[np.uint8]:
        """The outcome of every combination, in the order of its choices; `_OPEN` where it is not known."""
        return np.full(math.prod(self._sizes), _OPEN, dtype=np.uint8)

    def fill(self, table: NDArray[np.uint8]) -> None:
        """Enter the outcomes that are known at once; table: an axis for each item."""


class OverLists(Varied):
    """Each actor's whole list from each reading."""

    def __init__(self, setup: Setup) -> None:
        lists: Lists = lists_of(setup.reading, setup.readings)
        names = [actor.name for actor in setup.reading.actors]
        self.items = tuple(itertools.starmap(Item, zip(names, lists.readings, strict=True)))
        whole = (out for out in lists.left_out if out.line is None)
        lines = (out for out in lists.left_out if out.line is not None)
        self.left_out = (*whole, *lines)
        asked = scenes(build(setup.reading), setup.conclusion)
        self._reading = setup.reading
        self._ensemble = Ensemble(asked, lists.families, support_reads)
        self._outcomes = Outcomes(setup.reading, self._ensemble)

    def fill(self, table: NDArray[np.uint8]) -> None:
        for leaf in itertools.islice(self._ensemble.leaves(), MAX_LEAVES):
            table[np.ix_(*leaf.box)] = COUNTED.index(outcome(self._reading, leaf))

    def found(self, combinations: NDArray[np.int64]) -> NDArray[np.uint8]:
        found = np.empty(len(combinations), dtype=np.uint8)
        for result, rows in self._outcomes.split(combinations):
            found[rows] = COUNTED.index(result)
        return found


class OverContested(Varied):
    """Everything that readings contest and this reading can be asked under either way."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        every = [
            (contest, either_way(setup.reading, contest)) for contest in contested(setup.readings)
        ]
        known = [(contest, pair) for contest, pair in every if pair is not None]
        if not known:
            raise NotComputed(
                f"nothing that the readings contest can be varied in {setup.reading.id}: try --over lists"
            )
        self._edits = tuple(pair for _, pair in known)
        self.items = tuple(Item(contest.text, ("yes", "no"), contest) for contest, _ in known)
        of = {reading.id: reading for reading in setup.readings}
        self.left_out = tuple(
            Untried(contest, of[contest.yes[0][0]], f"{setup.reading.id} has no line on it")
            for contest, pair in every
            if pair is None
        )

    @cached_property
    def _known(self) -> dict[tuple[int, ...], str]:
        return {}

    def found(self, combinations: NDArray[np.int64]) -> NDArray[np.uint8]:
        numbers = [COUNTED.index(self._outcome(tuple(row))) for row in combinations.tolist()]
        return np.array(numbers, dtype=np.uint8)

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
            asked = scenes(build(reading), self._setup.conclusion)
        except Infeasible:
            return CANNOT
        families = tuple(Family.of((as_written(reading, actor.name),)) for actor in reading.actors)
        return Outcomes(reading, Ensemble(asked, families)).of((0,) * len(families))


_VARIED = {"contested": OverContested, "lists": OverLists}

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
            tuple(tuple(map(_added, *pair)) for pair in zip(self.by, other.by, strict=True)),
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
    found, kinds = varied.outcomes(drawn), len(COUNTED)
    by = [
        np.bincount(column * kinds + found, minlength=size * kinds).reshape(size, kinds)
        for column, size in zip(drawn.T, sizes, strict=True)
    ]
    counts = np.bincount(found, minlength=kinds)
    return Tally(tuple(counts.tolist()), tuple(tuple(map(tuple, table.tolist())) for table in by))


@dataclass(frozen=True)
class ItemCounts:
    """The outcomes of the draws that made each choice of one item."""

    HIDDEN = ("varied",)
    ALSO = MappingProxyType({"name": "item"})

    varied: Item
    choices: Mapping[str, Mapping[str, int]]

    @property
    def name(self) -> str:
        """The item's, in the names of the reading."""
        return self.varied.name


@dataclass(frozen=True, eq=False)
class Swept:
    """A whole sweep: its set-up, what was drawn, and the counts."""

    HIDDEN = ("setup", "tally", "shards")
    ALSO = MappingProxyType(
        {
            **{name: name for name in ("ask", "over", "draws", "combinations", "counts")},
            **{name: name for name in ("standard_error", "items", "left_out", "case", "result")},
            **{"id": "reading", "key": "set"},
        }
    )

    setup: Setup
    seed: int
    tally: Tally
    shards: int

    @property
    def reading(self) -> Reading:
        """The reading asked."""
        return self.setup.reading

    @property
    def id(self) -> str:
        """`003`, or `003:VARIANT`."""
        return self.reading.name

    @property
    def ask(self) -> str:
        """What was asked."""
        return as_asked(self.setup.conclusion)

    @property
    def over(self) -> str:
        """What was varied: `contested` or `lists`."""
        return self.setup.over

    @property
    def draws(self) -> int:
        """How many combinations were drawn."""
        return self.tally.draws

    @cached_property
    def combinations(self) -> int:
        """How many combinations there are to draw from."""
        return math.prod(len(item.choices) for item in self.setup.varied.items)

    @property
    def counts(self) -> Mapping[str, int]:
        """Outcome -> how many draws have it."""
        return dict(zip(COUNTED, self.tally.counts, strict=True))

    @property
    def standard_error(self) -> Mapping[str, float]:
        """Outcome -> the standard error of its share of the draws."""
        return {outcome: self.tally.error(outcome) for outcome in COUNTED}

    @property
    def items(self) -> tuple[ItemCounts, ...]:
        """For every item and each of its choices, the outcomes of the draws that made it."""
        return tuple(
            ItemCounts(
                item,
                {
                    choice: dict(zip(COUNTED, counts, strict=True))
                    for choice, counts in zip(item.choices, by, strict=True)
                },
            )
            for item, by in zip(self.setup.varied.items, self.tally.by, strict=True)
        )

    @property
    def left_out(self) -> tuple[str, ...]:
        """What could not be varied, and why."""
        return tuple(out.text for out in self.setup.varied.left_out)

    @property
    def case(self) -> str:
        """The hash of the case."""
        return self.setup.case_hash

    @property
    def key(self) -> str:
        """The hash of the case and of what is varied."""
        return self.setup.key

    @cached_property
    def result(self) -> str:
        """One hash for every backend and every size of portions."""
        return digest(
            [self.setup.key, self.seed, self.tally.draws, self.tally.counts, self.tally.by]
        )


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
    summed: Tally | None = None
    for portion in tallies:
        summed = portion if summed is None else summed + portion
    if summed is None:
        raise NotComputed("a sweep of no draws says nothing: --draws 1 or more")
    return summed


def as_record(counted: Tally) -> Mapping[str, object]:
    """A tally as plain data, and back with `from_record`."""
    return {"counts": list(counted.counts), "by": [[list(c) for c in item] for item in counted.by]}


def from_record(record: Mapping[str, object]) -> Tally:
    """A tally from plain data; ValueError or KeyError if it is none."""
    counts, by = record["counts"], record["by"]
    if not isinstance(counts, list) or not isinstance(by, list):
        raise ValueError("not a tally")
    return Tally(
        tuple(int(n) for n in counts),
        tuple(tuple(tuple(int(n) for n in choice) for choice in item) for item in by),
    )
