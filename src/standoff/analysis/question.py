"""The answer to a question of a case: what the computation found, which lines decide it, what is lacking.

A question is of one kind of `QUESTIONS`. Whatever its answer is, it is reduced to a *mark*: a value that two
answers share exactly when they say the same. A line decides if the answer without it has another mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from standoff.analysis.ask import require_wishes
from standoff.analysis.asking import Around
from standoff.analysis.judge.compare import SPENT, Course, cause, course, grounding
from standoff.analysis.judge.fidelity import with_echoes, without
from standoff.analysis.judge.verdict import Support, scenes, supports
from standoff.case.build import build
from standoff.case.entry import Assumption, Conclusion, Grounding, Question, Reading, Stance
from standoff.case.question import QUESTIONS
from standoff.condition import Not, names
from standoff.gmcr.budget import Budget, current, step
from standoff.problem import Infeasible, NotComputed, UnknownName

CANNOT = (Infeasible, NotComputed, UnknownName)
"""What keeps a question from being answered, and is said instead."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """One question answered, or why it cannot be.

    `deciding`: the written lines without which, one at a time, the answer is another one, of `lines`
    tried. `turning`: the reading's variants under which it is. `courses`: what happens from today.
    `contrary`: where the condition asked about does not follow, what keeps it from being so.
    `unfinished`: why not all of that was tried; `lines` is then how many were.
    """

    question: Question
    reading: Reading
    answer: Any
    cannot: str = ""
    deciding: tuple[Assumption, ...] = ()
    lines: int = 0
    turning: tuple[str, ...] = ()
    courses: tuple[Course, ...] = ()
    contrary: tuple[Support, ...] = ()
    unfinished: str = ""

    @property
    def silent(self) -> tuple[str, ...]:
        """Actors of whose wishes the text says nothing: they never move here, and that shows nothing."""
        wants = self.reading.wants.values()
        return tuple(each.actor for each in wants if each.stance is Stance.SILENT)

    @property
    def unsourced(self) -> tuple[Assumption, ...]:
        """Lines that cite nothing."""
        lines = self.reading.assumptions
        return tuple(line for line in lines if line.grounding is Grounding.UNSOURCED)

    @cached_property
    def grounding(self) -> Mapping[str, int]:
        """Counts of what the reading rests on."""
        return grounding(self.reading)

    @property
    def open_facts(self) -> tuple[str, ...]:
        """Facts that some line reads and the text is silent on: both ways are tried."""
        lines = [line for line in self.reading.assumptions if line.condition is not None]
        known = {line.fact for line in lines}
        read = {name for line in lines if line.condition for name in names(line.condition)}
        return tuple(f.id for f in self.reading.facts if f.id in read and f.id not in known)


def sheet(
    reading: Reading,
    question: Question,
    around: Around | None = None,
    budget: Budget | None = None,
) -> Sheet:
    """Answer a question in one reading; what keeps it from being answered is said, not raised.

    With a budget the sheet holds what is finished when that is spent, and says so.
    """
    budget = budget or current()
    part: list[Sheet] = []
    try:
        with budget.held():
            for found in _stages(reading, question, around):
                part.append(found)
    except SPENT as error:
        why = f"not finished: {cause(error, budget)}"
        if not part:
            return Sheet(question, reading, None, cannot=why, unfinished=why)
        return replace(part[-1], unfinished=why)
    return part[-1]


def _stages(reading: Reading, question: Question, around: Around | None) -> Iterator[Sheet]:
    """The sheet as it becomes known: the answer, what happens, then line by line what decides."""
    around = around or Around((reading,))
    kind = QUESTIONS[question.computation]
    mark_of = kind.answers("mark")
    try:
        step("the answer")
        require_wishes(reading)
        answer = kind.answers("asked")(reading, question, around)
        mark = mark_of(reading, question)
    except CANNOT as error:
        yield Sheet(question, reading, None, cannot=str(error))
        return

    def differs(other: Reading) -> bool:
        try:
            return bool(mark_of(other, question) != mark)
        except CANNOT:
            return False  # without it nothing can be built: it is needed for there to be an answer

    found = Sheet(question, reading, answer)
    yield found
    step("what happens from today")
    courses = tuple(course(reading, world) for world in build(reading))
    found = replace(found, courses=courses, contrary=_contrary(reading, question.conclusion))
    yield found
    for line in reading.assumptions:
        step(f"which lines decide, {found.lines} of {len(reading.assumptions)} tried")
        decides = (line,) if differs(without(reading, with_echoes(reading, (line,)))) else ()
        found = replace(found, deciding=found.deciding + decides, lines=found.lines + 1)
        yield found
    for name, other in around.variants.items():
        step(f"the variant {name}")
        if differs(other):
            found = replace(found, turning=(*found.turning, name))
    yield found


def _contrary(reading: Reading, conclusion: Conclusion | None) -> tuple[Support, ...]:
    """What makes the opposite of a condition so; nothing where that does not follow."""
    if conclusion is None or conclusion.condition is None:
        return ()
    asked = conclusion.condition
    opposite = asked.body if isinstance(asked, Not) else Not(asked)
    worlds = build(reading)
    return supports(reading, scenes(worlds, replace(conclusion, condition=opposite)))
