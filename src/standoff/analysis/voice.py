"""Who says a line, and who says its opposite: the one finder of voices.

Conditions are compared as conditions, by their full names, never as text. A line marked `denied` denies;
silence does neither. That `not a` cannot be, or cannot be undone, does not deny that `a` cannot: only
wishes, facts and today's lines have an opposite.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from standoff.case.entry import Assumption, Reading, Section
from standoff.condition import Condition, Not, truth

MAX_COMPARED = 10
"""Conditions over more names are equivalent only where they read the same."""


@dataclass(frozen=True)
class Voice:
    """A line of a reading that speaks for or against something."""

    reading: str
    line: Assumption

    def plain(self) -> dict[str, Any]:
        """The line as data, with its reading."""
        return {"reading": self.reading, **self.line.plain()}


@dataclass(frozen=True)
class Says:
    """Who asserts something, and who denies it."""

    ALSO = ("text",)

    asserted: tuple[Voice, ...] = ()
    denied: tuple[Voice, ...] = ()

    @property
    def text(self) -> str:
        """`asserted by 000#s22; denied by 003#s47`, or that nobody says it."""
        parts = [
            f"{verb} by {', '.join(map(_source, voices))}"
            for verb, voices in (("asserted", self.asserted), ("denied", self.denied))
            if voices
        ]
        return "; ".join(parts) or "nobody says it"

    def __add__(self, other: Says) -> Says:
        return Says(
            tuple(dict.fromkeys(self.asserted + other.asserted)),
            tuple(dict.fromkeys(self.denied + other.denied)),
        )


def _source(voice: Voice) -> str:
    return " ".join(map(str, voice.line.citations)) or f"{voice.reading} (no source)"


def says(line: Assumption, readings: Iterable[Reading], gone: bool = False) -> Says:
    """Who among the readings asserts or denies what a line says.

    gone  it is about the line going: whoever writes it denies that
    """
    asserted: list[Voice] = []
    denied: list[Voice] = []
    for reading in readings:
        for other, against in _speaking(line, reading):
            (denied if against is not gone else asserted).append(Voice(reading.id, other))
    return Says(tuple(dict.fromkeys(asserted)), tuple(dict.fromkeys(denied)))


def _speaking(line: Assumption, reading: Reading) -> Iterator[tuple[Assumption, bool]]:
    """(a line of the reading about the same, whether it speaks against)."""
    for other in (*reading.assumptions, *reading.denied):
        same_list = other.section is line.section and other.actor == line.actor
        if not same_list or other.condition is None or line.condition is None:
            continue
        if equivalent(other.condition, line.condition):
            yield other, other.marks.denied
        elif (
            not other.marks.denied
            and has_opposite(line.section)
            and opposed(other.condition, line.condition)
        ):
            yield other, True


def has_opposite(section: Section) -> bool:
    """Whether a line of the section is denied by one that says its negation."""
    return section in (Section.WANTS, Section.FACTS, Section.NOW)


def opposed(one: Condition, other: Condition) -> bool:
    """Whether one is equivalent to the other's negation."""
    return one.spoken == other.spoken and equivalent(one, Not(other))


def equivalent(one: Condition, other: Condition) -> bool:
    """Whether two conditions, in full names, are true of the same states."""
    if one.spoken != other.spoken:
        return False
    if one == other:
        return True
    every = sorted(one.spoken)
    if len(every) > MAX_COMPARED:
        return False
    for values in itertools.product((False, True), repeat=len(every)):
        world = dict(zip(every, values, strict=True))
        if bool(truth(one, world.__getitem__)) != bool(truth(other, world.__getitem__)):
            return False
    return True
