"""What readings contest: opposite values of one fact, of one option today, of one wish of one actor.

Two readings contest an option of `now` only where the times they speak of overlap (a reading without a
time speaks of any). Silence never contests.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass

from standoff.analysis.voice import equivalent, opposed
from standoff.case.entry import Assumption, Reading, Section
from standoff.condition import Condition, Not, Var, as_literal, literal


@dataclass(frozen=True)
class Contest:
    """One thing that some readings affirm and others deny, its condition in full option names."""

    section: Section
    actor: str | None
    condition: Condition
    yes: tuple[tuple[str, Assumption], ...]
    no: tuple[tuple[str, Assumption], ...]

    @property
    def text(self) -> str:
        return f"{self.actor} wants {self.condition}" if self.actor else str(self.condition)


@dataclass(frozen=True)
class _Line:
    reading: Reading
    line: Assumption
    condition: Condition

    @property
    def topic(self) -> Hashable:
        """What lines that contest each other have in common."""
        return self.line.section, self.line.actor, self.condition.spoken


def contested(readings: Sequence[Reading]) -> tuple[Contest, ...]:
    """Everything the readings contest, each once, in the order of the readings' lines."""
    held = [each for reading in readings for each in _lines(reading)]
    alike: dict[Hashable, list[tuple[int, _Line]]] = {}
    for at, each in enumerate(held):
        alike.setdefault(each.topic, []).append((at, each))
    found = sorted(
        (contest for lines in alike.values() for contest in _among(lines)),
        key=lambda placed: placed[0],
    )
    return tuple(contest for _, contest in found)


def _among(alike: Sequence[tuple[int, _Line]]) -> Iterator[tuple[int, Contest]]:
    """What is contested among lines about the same, with the place of the line that is first about it."""
    found: list[Contest] = []
    for (at, one), (_, other) in itertools.combinations(alike, 2):
        if not _opposed(one, other) or any(_about(contest, one) for contest in found):
            continue
        known = as_literal(one.condition)
        condition = one.condition if known is None else Var(known[0])
        yes = tuple(_voice(e) for _, e in alike if equivalent(e.condition, condition))
        no = tuple(_voice(e) for _, e in alike if opposed(e.condition, condition))
        found.append(Contest(one.line.section, one.line.actor, condition, yes, no))
        yield at, found[-1]


def _lines(reading: Reading) -> Iterator[_Line]:
    for line in reading.assumptions:
        if (
            line.section in (Section.FACTS, Section.NOW, Section.WANTS)
            and line.condition is not None
        ):
            yield _Line(reading, line, line.condition)


def _opposed(one: _Line, other: _Line) -> bool:
    if one.reading is other.reading:
        return False
    if one.line.section is Section.NOW and not _overlap(one.reading, other.reading):
        return False
    return opposed(one.condition, other.condition)


def _about(contest: Contest, one: _Line) -> bool:
    return is_about(contest, one.line.section, one.line.actor, one.condition)


def is_about(contest: Contest, section: str, actor: str | None, condition: Condition) -> bool:
    """Whether what is contested is this thing: said of it, or of its opposite."""
    return (
        contest.section == section
        and contest.actor == actor
        and same_topic(condition, contest.condition)
    )


def _voice(each: _Line) -> tuple[str, Assumption]:
    return each.reading.id, each.line


def _overlap(one: Reading, other: Reading) -> bool:
    if one.at is None or other.at is None:
        return True
    return one.at.earliest <= other.at.latest and other.at.earliest <= one.at.latest


def same_topic(one: Condition, other: Condition) -> bool:
    """Whether two conditions say the same thing, or the opposite of it."""
    return equivalent(one, other) or opposed(one, other)


def opposite(condition: Condition) -> Condition:
    """Its negation, a bare literal where it is one."""
    known = as_literal(condition)
    return Not(condition) if known is None else literal(known[0], not known[1])
