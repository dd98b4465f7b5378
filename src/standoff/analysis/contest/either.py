"""A contested thing either way: the edits of one reading that make it so, and not so."""

from __future__ import annotations

from typing import TypeAlias

from standoff.analysis.contest.contested import Contest, opposite
from standoff.analysis.vary.edit import NO_MARKS, Edit, declared
from standoff.analysis.voice import equivalent
from standoff.case.entry import Assumption, Reading, Section
from standoff.condition import as_literal

Pair: TypeAlias = tuple[Edit | None, Edit | None]
"""The edits that make a contested thing so, and not so; None where it is as the reading has it."""


def either_way(reading: Reading, contest: Contest) -> Pair | None:
    """How a contested thing is made so, and not so; None where the reading has nothing to turn round."""
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
        so = equivalent(line.condition, contest.condition)
        return (None, edit) if so else (edit, None)
    condition = reading.printed(contest.condition)
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
    condition = line.condition
    return any(
        equivalent(condition, wanted) for wanted in (contest.condition, opposite(contest.condition))
    )
