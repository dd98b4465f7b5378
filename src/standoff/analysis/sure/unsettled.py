"""What is not settled in a reading: each wish, fact and thing of today that may be otherwise than written.

A line is unsettled where another reading says the opposite (*contested*), where its author is not known to
hold it (*unknown*, marked `?`), where it cites nothing (*unsourced*) or is a step from the sentence it cites
(*inferred*); what a sentence says just so, and nobody contests, is settled. Unsettled too is a fact on which
the text is silent (*unknown*), and what an actor without a wish would want of its own options: *unknown*
where the text is silent on the actor, *undecided* where nobody has decided yet what the text says.

Each has ways in which it may be settled: a fact is so or not; a wish is held or not, and a bare or contested
one may be its opposite; who is silent may want an option, want it not, or not care.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from standoff.analysis import voice
from standoff.analysis.contest.contested import Contest, contested, is_about, opposite
from standoff.analysis.vary.edit import NO_MARKS, Edit, additions, settings
from standoff.analysis.voice import Says
from standoff.case.entry import (
    Assumption,
    Conclusion,
    Grounding,
    Reading,
    Section,
    Stance,
    Wants,
)
from standoff.condition import Condition, Var, as_literal, names

CONTESTED, UNKNOWN, UNDECIDED, UNSOURCED, INFERRED = WHY = (
    *("contested", "unknown", "undecided", "unsourced", "inferred"),
)
"""Why something is not settled."""
_GROUNDS = MappingProxyType({Grounding.UNSOURCED: UNSOURCED, Grounding.INFERRED: INFERRED})
_OPEN = MappingProxyType({Stance.SILENT: UNKNOWN, Stance.UNDECIDED: UNDECIDED})
_TURNED = MappingProxyType({Section.WANTS: "opposite", Section.FACTS: "fact", Section.NOW: "today"})
"""The kind of edit that turns a line round."""


@dataclass(frozen=True)
class Way:
    """One way of settling something: what is so then, or wished.

    value  None where it is no wish of the actor's
    edit   the change of the reading; None where it stands as written
    """

    value: Condition | None
    edit: Edit | None


@dataclass(frozen=True, eq=False)
class Unsettled:
    """Something that is not settled, and the ways in which it may be.

    why    why it is not, of `WHY`, in that order
    entry  what is written about it: its line, or that the text says nothing of it; None where nothing is
    says   who says it, and who its opposite
    """

    ALSO = ("what",)
    HIDDEN = ("section",)

    section: Section
    actor: str | None
    condition: Condition
    why: tuple[str, ...]
    entry: Assumption | Wants | None
    says: Says
    ways: tuple[Way, ...]

    @property
    def what(self) -> str:
        """A wish, a fact, or something of today."""
        return {Section.WANTS: "wish", Section.FACTS: "fact"}.get(self.section, "today")

    @property
    def silent(self) -> bool:
        """Whether it is a wish of an actor who has none."""
        return self.section is Section.WANTS and not isinstance(self.entry, Assumption)

    @property
    def takes(self) -> frozenset[Any]:
        """What no other change may take as well: the line written, or the line added."""
        taken = {item for way in self.ways if way.edit is not None for item in way.edit.takes}
        return frozenset(taken)


def unsettled(
    reading: Reading, readings: Sequence[Reading], conclusion: Conclusion | None = None
) -> tuple[Unsettled, ...]:
    """What is not settled in a reading: facts, then today's lines, then wishes, as they stand there.

    readings    all readings of the case: who contests what
    conclusion  what is asked: a fact that nobody reads is not open, unless it is asked about
    """
    every = readings or (reading,)
    contests = contested(every)
    read = _read(reading, every, conclusion)
    lines = (*_facts(reading, read), *reading.now, *_wishes(reading))
    found = [_line(reading, line, contests, every) for line in lines]
    found += _silent_facts(reading, contests, every, read)
    found += _silent_actors(reading, contests, every)
    order = [Section.FACTS, Section.NOW, Section.WANTS]
    return tuple(sorted((one for one in found if one), key=lambda one: order.index(one.section)))


def _read(
    reading: Reading, readings: Iterable[Reading], conclusion: Conclusion | None
) -> frozenset[str]:
    """The names that rules, wishes of any reading or the question speak of."""
    rules = (*reading.impossible, *reading.no_way_back)
    wishes = (line for one in readings for line in _wishes(one))
    conditions = [line.condition for line in (*rules, *_wishes(reading), *wishes)]
    conditions.append(conclusion.condition if conclusion is not None else None)
    return frozenset(name for one in conditions if one is not None for name in names(one))


def _facts(reading: Reading, read: frozenset[str]) -> Iterator[Assumption]:
    return (line for line in reading.settings if line.condition is not None and line.fact in read)


def _wishes(reading: Reading) -> Iterator[Assumption]:
    for wants in reading.wants.values():
        yield from wants.lines


def _line(
    reading: Reading, line: Assumption, contests: Sequence[Contest], readings: Sequence[Reading]
) -> Unsettled | None:
    condition = line.condition
    if condition is None:
        return None
    why = _why(line, contests)
    if not why:
        return None
    ways = [Way(condition, None)]
    if line.section is Section.WANTS:
        ways.append(Way(None, Edit("off", line, None, line.place)))
    if line.section is not Section.WANTS or as_literal(condition) or CONTESTED in why:
        turned = opposite(condition)
        new = Assumption(
            *(line.section, turned, (), NO_MARKS, line.place, line.actor, line.tied),
            fact=line.fact,
        )
        ways.append(Way(turned, Edit(_TURNED[line.section], line, new, line.place)))
    says = voice.says(line, readings)
    return Unsettled(line.section, line.actor, condition, why, line, says, tuple(ways))


def _why(line: Assumption, contests: Sequence[Contest]) -> tuple[str, ...]:
    assert line.condition is not None
    found = set()
    if any(is_about(one, line.section, line.actor, line.condition) for one in contests):
        found.add(CONTESTED)
    if line.strength == "?":
        found.add(UNKNOWN)
    if line.grounding in _GROUNDS:
        found.add(_GROUNDS[line.grounding])
    return tuple(word for word in WHY if word in found)


def _silent_facts(
    reading: Reading,
    contests: Sequence[Contest],
    readings: Sequence[Reading],
    read: frozenset[str],
) -> Iterator[Unsettled]:
    by_fact: dict[str, list[Edit]] = {}
    for edit in settings(reading):
        by_fact.setdefault(str(edit.line.fact), []).append(edit)
    for fact in reading.facts:
        if fact.id in by_fact and fact.id in read:
            edits = by_fact[fact.id]
            news = [edit.new for edit in edits if edit.new is not None]
            ways = tuple(Way(new.condition, edit) for new, edit in zip(news, edits, strict=True))
            asked = Var(fact.id)
            about = any(is_about(one, Section.FACTS, None, asked) for one in contests)
            why = (*((CONTESTED,) if about else ()), UNKNOWN)
            says = voice.says(news[0], readings)
            yield Unsettled(Section.FACTS, None, asked, why, edits[0].old, says, ways)


def _silent_actors(
    reading: Reading, contests: Sequence[Contest], readings: Sequence[Reading]
) -> Iterator[Unsettled]:
    """For each option of an actor of whom the text says no wish, or not yet: whether it wants it."""
    pairs: dict[str, list[Edit]] = {}
    for edit in additions(reading):
        wants = reading.wants.get(edit.actor or "")
        if wants is None or wants.stance in _OPEN:
            known = as_literal(edit.line.condition) if edit.line.condition is not None else None
            assert known is not None
            pairs.setdefault(known[0], []).append(edit)
    for edits in pairs.values():
        first = edits[0].line
        assert first.actor is not None and first.condition is not None
        wants = reading.wants.get(first.actor)
        about = any(is_about(one, Section.WANTS, first.actor, first.condition) for one in contests)
        why = (*((CONTESTED,) if about else ()), UNKNOWN if wants is None else _OPEN[wants.stance])
        ways = (Way(None, None), *(Way(edit.line.condition, edit) for edit in edits))
        says = voice.says(first, readings)
        yield Unsettled(Section.WANTS, first.actor, first.condition, why, wants, says, ways)
