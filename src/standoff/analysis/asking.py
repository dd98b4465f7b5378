"""How a question is put: to which readings, about what, and what its answer may look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from standoff.case.entry import Question, Reading
from standoff.problem import NotComputed, UnknownName

BOUND = 3
"""The largest sets of changes that are looked at unless more are asked for."""
REPORTED = 2
"""The same in a report, which answers every question at once."""


@dataclass(frozen=True, eq=False)
class Around:
    """What an answer may look at besides the reading: all readings, the reading's variants."""

    readings: Sequence[Reading] = ()
    variants: Mapping[str, Reading] = field(default_factory=dict)
    bound: int = BOUND  # the largest sets of changes that `inverse` looks at


@dataclass(frozen=True, eq=False)
class Command:
    """A question put on the command line, or from a program.

    every     all readings of the case; asked: those it is put to; variants: of a reading, by name
    about     what is asked about, as typed: a condition, an act, several acts
    within    whether a reading was named
    progress  what surrounds the work on a reading, named in words
    """

    every_reading: Callable[[], tuple[Reading, ...]]
    asked_readings: Callable[[], tuple[Reading, ...]]
    variants: Callable[[Reading], Mapping[str, Reading]]
    about: Any = None
    within: bool = False
    parameters: Mapping[str, Any] = field(default_factory=dict)
    progress: Callable[[str], AbstractContextManager[Any]] = nullcontext

    @cached_property
    def every(self) -> tuple[Reading, ...]:
        return self.every_reading()

    @cached_property
    def asked(self) -> tuple[Reading, ...]:
        return self.asked_readings()


def questions_asked(
    readings: Iterable[Reading], question: str | None, every: Iterable[Reading]
) -> tuple[tuple[Reading, Question], ...]:
    """The questions of some readings, or the one of that name, each with its reading.

    every   all readings of the case: a question of another one is said to be that one's
    raises  UnknownName  for a question that these readings do not ask
            NotComputed  where they ask none
    """
    every = tuple(every)
    asked = [(reading, each) for reading in readings for each in reading.questions]
    if not asked and (question is None or not any(one.questions for one in every)):
        raise NotComputed("cannot be answered: it lacks a question; write some under `questions`")
    if question is None:
        return tuple(asked)
    found = tuple(pair for pair in asked if pair[1].id == question)
    if found:
        return found
    ids = {each.id for _, each in asked}
    others: dict[str, list[str]] = {}
    for reading in every:
        for each in reading.questions:
            if each.id not in ids:
                others.setdefault(each.id, []).append(reading.name)
    near = UnknownName("question", question, {*ids, *others}).nearest or question
    whose = others.get(near, [])
    elsewhere = (
        f"it is a question of {' and '.join(f'reading {name}' for name in whose)}" if whose else ""
    )
    raise UnknownName("question", question, {*ids, *others}, elsewhere)
