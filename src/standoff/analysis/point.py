"""What a case's own question comes to: a choice or two, and what each reading that speaks of it answers.

The question is a sentence, so which choices it is about is looked for: the options whose words share most
with the question, of these the ones that the questions and conclusions of the readings ask about most.
Whoever shows the answer says which choices were taken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from standoff.analysis.ask import Asked
from standoff.analysis.asking import Around
from standoff.analysis.judge.compare import Answer, Judged, asking, closed
from standoff.analysis.judge.fidelity import Bench, Judgement
from standoff.analysis.judge.premise import Premise, missing
from standoff.analysis.judge.verdict import Verdict
from standoff.analysis.question import CANNOT
from standoff.analysis.sure.findout import FindOut, find_out
from standoff.case.entry import Assumption, Marks, Option, Reading, Section
from standoff.condition import Condition, Not, Var, names
from standoff.problem import Place

_STEM, _SHORT = 6, 3  # letters by which words are alike; words this short say nothing
_ENOUGH = 2  # words shared; more say little more
MOST = 2
"""Choices that a question is taken to be about."""
_OWN = (Section.WANTS, Section.FACTS, Section.NOW)
_ASKED = Place("the question", 1)


@dataclass(frozen=True, eq=False)
class Said:
    """What one reading answers: whether the choice is made where it ends.

    holds   yes, no, or None where neither follows
    so      that answer, judged as if its author had concluded it; None where neither follows
    turns   the premises that would make the opposite follow, or, where neither follows, the choice made
    next    what to find out next: whose settling changes the most verdicts on the choice being made
    """

    reading: Reading
    holds: bool | None
    so: Judged | None
    turns: tuple[Premise, ...]
    next: FindOut

    @property
    def decides(self) -> tuple[Assumption, ...]:
        """The first smallest set of lines that it rests on; else the first that make it so."""
        if self.so is None:
            return ()
        if self.so.rests_on:
            return self.so.rests_on[0]
        return next((lines for support in self.so.by for lines in support.lines), ())


@dataclass(frozen=True, eq=False)
class Point:
    """The choice that the question is about, what the readings say of it, and which are silent on it."""

    option: str
    said: tuple[Said, ...]
    silent: tuple[Reading, ...]


def shared(question: str, text: str) -> int:
    """How many of the question's longer words a text has, by their first letters: an order, no more."""

    def stems(words: str) -> set[str]:
        return {word[:_STEM] for word in re.findall(r"\w+", words.lower()) if len(word) > _SHORT}

    return len(stems(question) & stems(text))


def about(question: str, answers: Sequence[Answer]) -> tuple[str, ...]:
    """The options that the question is about, at most `MOST`; none where none shares a word with it."""
    options: dict[str, Option] = {}
    for answer in answers:
        for option in answer.reading.options:
            options.setdefault(option.full, option)
    words = {
        name: min(_ENOUGH, shared(question, f"{option.actor} {option.id} {option.gloss}"))
        for name, option in options.items()
    }
    most = max(words.values(), default=0)
    near = [name for name in options if most and words[name] == most]
    near.sort(key=lambda name: _asked_about(name, answers), reverse=True)
    return tuple(near[:MOST])


def _asked_about(name: str, answers: Sequence[Answer]) -> tuple[int, int, int]:
    """(conditions asked about, acts asked about, conclusions) of the readings that hold an option."""
    readings = [answer.reading for answer in answers]
    questions = [question for reading in readings for question in reading.questions]
    conditions = [one.conclusion.condition for one in questions if one.conclusion is not None]
    drawn = [one.condition for reading in readings for one in reading.conclusions]

    def holding(found: Sequence[Condition | None]) -> int:
        return sum(one is not None and name in names(one) for one in found)

    return holding(conditions), sum(name in one.acts for one in questions), holding(drawn)


def points(
    question: str, answers: Sequence[Answer], variants: Mapping[str, Mapping[str, Reading]]
) -> tuple[Point, ...]:
    """What the readings answer to the question of the case, for each choice that it is about.

    variants  of each reading, by the reading's name: each is tried as what would turn its answer
    """
    found = (_point(option, answers, variants) for option in about(question, answers))
    return tuple(one for one in found if one is not None)


def _point(
    option: str, answers: Sequence[Answer], variants: Mapping[str, Mapping[str, Reading]]
) -> Point | None:
    readings = tuple(answer.reading for answer in answers)
    said, silent = [], []
    for answer in answers:
        reading = answer.reading
        found = None
        if answer.ends and _speaks(reading, option):
            found = _said(reading, option, Around(readings, variants.get(reading.name, {})))
        if found is None:
            silent.append(reading)
        else:
            said.append(found)
    return Point(option, tuple(said), tuple(silent)) if said else None


def _speaks(reading: Reading, option: str) -> bool:
    """Whether what is so today, a wish, a fact or a conclusion of the reading names the option."""
    lines = [line.condition for line in reading.assumptions if line.section in _OWN]
    lines += [one.condition for one in reading.conclusions]
    return any(condition is not None and option in names(condition) for condition in lines)


def _said(reading: Reading, option: str, around: Around) -> Said | None:
    """What becomes of the choice being made, and of its not being made; None where neither can be asked.

    Both are asked on one bench, for they speak of the same; of what is stable nothing is told.
    """
    try:
        bench, yes, no = _asked(reading, option)
        holds = next((value for value, one in ((True, yes), (False, no)) if _follows(one)), None)
        so = None if holds is None else _whole(bench, yes if holds else no, around)
        wanted = (no if holds else yes).conclusion
        gap = missing(bench, wanted, around.variants, readings=around.readings)
        learn = find_out(reading, yes.conclusion, around.readings)
    except CANNOT:
        return None
    turns = tuple(premise for premise in gap.premises if not premise.restates)
    return Said(reading, holds, so, turns, learn)


def _asked(reading: Reading, option: str) -> tuple[Bench, Judgement, Judgement]:
    """The verdicts on the choice being made, and on its not being made."""
    asked = [
        asking(reading, Asked(condition, None, (), (), Marks(), _ASKED, str(condition)))
        for condition in (Var(option), Not(Var(option)))
    ]
    bench = Bench(asked[0])
    yes, no = (bench.first(one.conclusions[0]) for one in asked)
    return bench, yes, no


def _follows(judged: Judgement) -> bool:
    return judged.verdict is Verdict.FOLLOWS


def _whole(bench: Bench, first: Judgement, around: Around) -> Judged:
    """All that is told of a verdict."""
    judged = Judged(**vars(bench.grounded(first)))
    return closed(bench, judged, around.variants, readings=around.readings)
