"""The readings of a case judged, here one after another or in several processes where that pays."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from standoff.app.cli.common import (
    Limits,
    every_reading,
    readings_asked,
    variants_of,
)

if TYPE_CHECKING:
    from standoff.analysis.ask import Cannot
    from standoff.analysis.judge.compare import Answer, Comparison
    from standoff.case.entry import Case, Reading
    from standoff.gmcr.budget import Budget

PAYS = 3.0
"""Seconds that must be left to do for other processes to be started: each takes half a second of them."""


def compared(
    case: Case,
    asked: str | None,
    deep: bool,
    limits: Limits,
    silent: bool = False,
    *,
    workers: int | None = None,
) -> Comparison:
    from standoff.analysis.judge.compare import Comparison

    return Comparison.of(answers(case, asked, deep, limits, silent, workers=workers))


def answers(
    case: Case,
    asked: str | None,
    deep: bool,
    limits: Limits,
    silent: bool = False,
    *,
    workers: int | None = None,
) -> Iterator[Answer | Cannot]:
    """The answer of each reading asked for, in their order; in several processes where that pays.

    workers  how many; as many as there are cores without
    """
    work = _Work(
        tuple((one, variants_of(case, one)) for one in readings_asked(case, asked)),
        every_reading(case),
        deep,
        silent,
        limits,
    )
    began, count = time.monotonic(), len(work.asked)
    for at in range(count):
        yield _answered_here(work, at)
        left, spent = count - at - 1, time.monotonic() - began
        if left > 1 and workers != 1 and spent / (at + 1) * left > PAYS:
            yield from _spread(work, range(at + 1, count), workers)
            return


@dataclass(frozen=True, eq=False)
class _Work:
    """What is judged: readings with their variants; and all readings, to be asked who says what."""

    asked: tuple[tuple[Reading, Mapping[str, Reading]], ...]
    readings: tuple[Reading, ...]
    deep: bool
    silent: bool
    limits: Limits

    def answer(self, at: int, budget: Budget) -> Answer | Cannot:
        """One reading's answer."""
        from standoff.analysis.judge.compare import answer_within

        reading, around = self.asked[at]
        return answer_within(
            budget, reading, around, self.deep, readings=self.readings, silent=self.silent
        )


def _answered_here(work: _Work, at: int) -> Answer | Cannot:
    with work.limits.spent(f"judging {work.asked[at][0].full}") as budget:
        return work.answer(at, budget)


def _answered_there(work: _Work, at: int) -> Answer | Cannot:
    return work.answer(at, work.limits.budget(lambda seconds, doing: None))


def _spread(work: _Work, numbers: range, workers: int | None) -> Iterator[Answer | Cannot]:
    from standoff.app.pool import cores, spread

    count = min(workers or cores(), len(numbers))
    if count < 2:
        yield from (_answered_here(work, at) for at in numbers)
        return
    given = spread(_answered_there, work, numbers, count)
    for at, found in zip(numbers, given, strict=True):
        yield found if found is not None else _answered_here(work, at)
