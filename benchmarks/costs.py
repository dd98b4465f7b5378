"""How the cost of each question grows with the sizes of a case, and beyond which number it is refused.

Every row of `QUESTIONS` is asked as the questions of a case are, of random cases (`large`) that have what
it reads; what has no row there, and is as long to wait for, stands below.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, TypeAlias

from benchmarks import alone, large
from benchmarks.measure import Row, Spread, copy_bandwidth, load
from standoff.analysis.asking import BOUND, Around
from standoff.analysis.question import sheet
from standoff.analysis.sure.findout import find_out
from standoff.analysis.sure.robust import turning
from standoff.analysis.sure.sweep import set_up, shards, tally, total
from standoff.analysis.vary.lists import whose_list
from standoff.case.build import build
from standoff.case.check.folder import check_folder
from standoff.case.entry import Reading
from standoff.case.question import QUESTIONS
from standoff.case.reading import merge, readings, variants
from standoff.gmcr.budget import Budget
from standoff.problem import BudgetSpent, StandoffError
from standoff.store.folder import load_folder

SEEDS = 3
SECONDS = 3.0
"""Of processor time that one size is given; what is not through by then takes at least as long."""
PATIENCE = 300.0
"""Seconds of the clock after which a process that does not ask for the time is ended."""

GIVEN: Mapping[str, int] = MappingProxyType(
    {
        **{"readings": 3, "options": 16, "actors": 4, "wishes": 16, "variants": 1},
        **{"motives": 2, "evidence": 2, "offers": 2, "pieces": 4, "questions": 1},
    }
)
"""The sizes of a case but for the one that grows."""
ALL: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "options": (6, 12, 24, 48),
        "actors": (2, 4, 8, 16),
        "wishes": (8, 16, 32, 64),
        "readings": (2, 4, 8, 16),
    }
)
"""The sizes that every question may grow with."""


@dataclass(frozen=True, eq=False)
class Asked:
    """A generated case, and the value of a size that is no part of it."""

    folder: Path
    value: int

    def every(self) -> tuple[Reading, ...]:
        """Its readings."""
        case, found = load_folder(self.folder)
        assert not found.problems, found.problems[0]
        return tuple(merge(case, name)[0] for name in readings(case))

    def around(self, every: tuple[Reading, ...], bound: int = BOUND) -> Around:
        """What an answer may look at, and how far."""
        case, _ = load_folder(self.folder)
        first = every[0].id
        other = {name: merge(case, first, name)[0] for name in variants(case, first)}
        return Around(every, other, bound)


Prepared: TypeAlias = Callable[[], Any]
Work: TypeAlias = Callable[[Asked], Prepared]
"""Makes all ready that is not measured."""


@dataclass(frozen=True)
class Growth:
    """How what is `asked` grows with one size; what is `given` besides what every case is given.

    `made`: the size under which the case is made with that value, and how, where it is another one.
    """

    asked: str
    size: str
    sizes: tuple[int, ...]
    work: Work
    given: Mapping[str, int] = field(default_factory=dict)
    made: Callable[[int], Mapping[str, int]] | None = None

    @property
    def name(self) -> str:
        return f"{self.asked}, {self.size}"

    def case(self, value: int) -> dict[str, int]:
        """The sizes of the case in which it has this value."""
        grown = {self.size: value} if self.made is None else self.made(value)
        return {**GIVEN, **self.given, **grown}

    def measured(self, seed: int, value: int, seconds: float = SECONDS) -> dict[str, float]:
        """Seconds of processor time, the longest wait without a word, and how often it was not through."""
        sizes = self.case(value)
        with TemporaryDirectory() as folder:
            path = Path(folder) / "case"
            large.write(path, sizes.pop("readings"), seed=seed, **sizes)
            prepared = self.work(Asked(path, value))
            watch, ended, refused = Watch(seconds), 1.0, 0.0
            try:
                with Budget(math.inf, progress=watch).held():
                    prepared()
            except BudgetSpent:
                ended = 0.0
            except StandoffError:
                refused = 1.0
            watch.heard()
            taken = {"s": watch.last - watch.began, "silence": watch.longest}
            return {**taken, "ended": ended, "refused": refused}


class Watch:
    """The longest time between two words on how far it is; says when the time is over."""

    def __init__(self, seconds: float) -> None:
        self.began = self.last = time.process_time()
        self.seconds, self.longest = seconds, 0.0

    def heard(self) -> None:
        now = time.process_time()
        self.longest, self.last = max(self.longest, now - self.last), now

    def __call__(self, gone: float, doing: str) -> None:
        self.heard()
        if self.last - self.began > self.seconds:
            raise BudgetSpent(f"the {self.seconds:g} s given are over")


# --- what is asked ----------------------------------------------------------------------------------


def asks(kind: str, asked: Asked, **changed: Any) -> Prepared:
    """The answer to a question of a kind, of the first reading of a case."""
    every = asked.every()
    (put,) = [one for one in every[0].questions if one.computation == kind]
    around = asked.around(every, changed.pop("bound", BOUND))
    answers = QUESTIONS[kind].answers("asked")
    return partial(answers, every[0], replace(put, **changed), around)


def bounded(kind: str, asked: Asked) -> Prepared:
    """The same, up to as many changes."""
    return asks(kind, asked, bound=asked.value)


def grid(kind: str, asked: Asked) -> Prepared:
    """The same, of as many worlds: options set both ways."""
    acts = [option.name for option in asked.every()[0].options][: asked.value.bit_length() - 1]
    return asks(kind, asked, acts=dict.fromkeys(acts, (True, False)))


def sheets(kind: str, asked: Asked) -> Prepared:
    """The sheet of a question: its answer, and which lines decide it."""
    every = asked.every()
    (put,) = [one for one in every[0].questions if one.computation == kind]
    around = asked.around(every)
    return lambda: whole(sheet(every[0], put, around))


def whole(found: Any) -> Any:
    """What was found; BudgetSpent where it says that it is not all."""
    if found.unfinished:
        raise BudgetSpent(found.unfinished)
    return found


def checked(asked: Asked) -> Prepared:
    return lambda: check_folder(*load_folder(asked.folder), None, model_checks=(build,))


def of_first(
    answer: Callable[[Reading, Any, tuple[Reading, ...]], object], asked: Asked
) -> Prepared:
    every = asked.every()
    return lambda: answer(every[0], every[0].conclusions[0], every)


def turns(asked: Asked) -> Prepared:
    return of_first(lambda reading, about, every: turning(reading, about, 1), asked)


def draws(asked: Asked) -> Prepared:
    every = asked.every()

    def swept() -> object:
        setup = set_up(every[0], every[0].conclusions[0], every, "lists", "")
        return total(tally(setup, one) for one in shards(setup, 0, asked.value, 1_000_000))

    return swept


# --- the rows ---------------------------------------------------------------------------------------


def worlds(value: int) -> dict[str, int]:
    """Silent facts: each doubles the worlds."""
    return {"silent": value.bit_length() - 1}


def same(value: int) -> dict[str, int]:
    """The case is the same, whatever is asked of it."""
    return {}


CHANGES = (1, 2, 3, 4)
DOUBLING = (2, 4, 8, 16)
OWN: tuple[Growth, ...] = (
    Growth("whatif", "worlds compared", DOUBLING, partial(grid, "whatif"), made=same),
    Growth("inverse", "changes", CHANGES, partial(bounded, "inverse"), made=same),
    Growth("why", "motives", DOUBLING, partial(asks, "why")),
    Growth("why", "evidence", DOUBLING, partial(asks, "why")),
    Growth("offers", "offers", DOUBLING, partial(asks, "offers")),
    Growth("offers", "variants", DOUBLING, partial(asks, "offers")),
    Growth("believes", "pieces", (4, 8, 16, 32), partial(asks, "believes")),
    Growth(
        *("believes", "left out", CHANGES, partial(bounded, "believes")),
        given={"pieces": 12},
        made=same,
    ),
    Growth("compare", "worlds", (1, 2, 4, 8), partial(asks, "compare"), made=worlds),
)
"""What only some questions grow with."""
BESIDES: tuple[Growth, ...] = (
    # A rater rates the motives of all readings: with evidence the files grow with the square.
    Growth("check", "readings", (8, 16, 32, 64), checked, given={"evidence": 0}),
    Growth("check", "wishes", (16, 32, 64, 128), checked),
    Growth("ask: sheet of compare", "wishes", ALL["wishes"], partial(sheets, "compare")),
    Growth("ask: sheet of deals", "wishes", ALL["wishes"], partial(sheets, "deals")),
    Growth("ask: sheet of believes", "wishes", ALL["wishes"], partial(sheets, "believes")),
    Growth("single changes that turn", "options", ALL["options"], turns),
    Growth("whose list decides", "readings", (2, 3, 4, 5), partial(of_first, whose_list)),
    Growth("what to find out next", "readings", ALL["readings"], partial(of_first, find_out)),
    Growth("sweep over lists", "draws", (10_000, 100_000, 1_000_000, 10_000_000), draws, made=same),
)
"""What is no row of `QUESTIONS`."""
GROWING: tuple[Growth, ...] = (
    *(
        Growth(kind, size, sizes, partial(asks, kind))
        for kind in QUESTIONS
        for size, sizes in ALL.items()
    ),
    *OWN,
    *BESIDES,
)


def costs(short: bool) -> Iterator[Row]:
    """How the cost of a question grows with one size, all else as given: seconds of processor time, and the
    exponent of a line through the medians on a doubly logarithmic scale (least and most: through those of one
    seed). `silence`: the longest wait without a word on how far it is; `ended`: the share that was through in
    time, what was not counts as the time it had; `refused`: what cannot be answered, and is told so. Each row
    in a process of its own, every case read anew."""
    copy = round(copy_bandwidth(), 1)  # nothing here is told in copies
    for row in GROWING:
        sizes, seeds = (row.sizes[:2], 1) if short else (row.sizes, SEEDS)
        yield _row(row.name, sizes, (_here if short else _alone)(row, seeds, sizes), copy)


Seen: TypeAlias = Sequence[Mapping[int, Mapping[str, float]]]
"""For each seed: size -> the figures."""


def _here(row: Growth, seeds: int, sizes: Sequence[int]) -> Seen:
    return [{size: row.measured(seed, size) for size in sizes} for seed in range(1, seeds + 1)]


def _alone(row: Growth, seeds: int, sizes: Sequence[int]) -> Seen:
    found = alone.started(alone.cost, row.name, seeds, list(sizes), seconds=PATIENCE)
    late = {
        "s": SECONDS,
        "silence": SECONDS,
        "ended": 0.0,
        "refused": 0.0,
    }  # what had to be ended from outside
    return [
        {
            size: {name: found.get(f"{name} {size} {seed}", late[name]) for name in late}
            for size in sizes
        }
        for seed in range(1, seeds + 1)
    ]


def _row(name: str, sizes: Sequence[int], seen: Seen, copy: float) -> Row:
    taken = [[one[size]["s"] for one in seen] for size in sizes]
    slopes = [slope(sizes, [one[size]["s"] for size in sizes]) for one in seen]
    middle = slope(sizes, [statistics.median(each) for each in taken])
    ended, refused = (
        [one[size][name] for one in seen for size in sizes] for name in ("ended", "refused")
    )
    figures = {
        **{f"s at size {at}": Spread.over(each) for at, each in enumerate(taken, 1)},
        "exponent": Spread(middle, min(slopes), max(slopes), len(seen)),
        "silence, s": Spread.over([max(one[size]["silence"] for size in sizes) for one in seen]),
        "ended": Spread.over([statistics.mean(ended)]),
        "refused": Spread.over([statistics.mean(refused)]),
    }
    label = f"{name}: {', '.join(f'{size:,}' for size in sizes)}"
    return Row(label, len(seen), figures, copy, load())


def slope(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The exponent: of a line through the points, both scales logarithmic."""
    x, y = [math.log(one) for one in sizes], [math.log(max(one, 1e-6)) for one in seconds]
    middle, height = statistics.mean(x), statistics.mean(y)
    over = sum((one - middle) ** 2 for one in x)
    return sum((a - middle) * (b - height) for a, b in zip(x, y, strict=True)) / over
