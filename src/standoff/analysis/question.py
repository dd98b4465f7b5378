"""The answer to a question of a case: what the computation found, which lines decide it, what is lacking.

A question names one computation. Whatever that finds is reduced to a *mark*: a value that two answers
share exactly when they say the same. A line decides if the answer without it has another mark.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeAlias

from standoff.analysis.ask import require_wishes
from standoff.analysis.bargain.motive import Episode, why
from standoff.analysis.bargain.offer import Offered, offers
from standoff.analysis.judge.compare import Answer, Course, answer, course
from standoff.analysis.judge.fidelity import Bench, without
from standoff.analysis.judge.verdict import Support, judge, scenes, supports
from standoff.analysis.vary.inverse import BOUND, Inverse, inverse
from standoff.analysis.vary.robust import Robust, robust
from standoff.analysis.vary.whatif import WhatIf, what_if
from standoff.case.build import build
from standoff.case.entry import Assumption, Conclusion, Grounding, Question, Reading, Stance
from standoff.condition import Not, names
from standoff.problem import Infeasible, NotComputed, UnknownName

Found: TypeAlias = Answer | WhatIf | Robust | Inverse | tuple[Episode, ...] | tuple[Offered, ...]


@dataclass(frozen=True, eq=False)
class Around:
    """What a computation may look at besides the reading: all readings, the reading's variants."""

    readings: Sequence[Reading] = ()
    variants: Mapping[str, Reading] = field(default_factory=dict)
    bound: int = BOUND  # the largest sets of changes that `inverse` looks at


@dataclass(frozen=True, eq=False)
class Sheet:
    """One question answered, or why it cannot be.

    `deciding`: the written lines without which, one at a time, the answer is another one, of `lines`
    tried. `turning`: the reading's variants under which it is. `courses`: what happens from today.
    `contrary`: where the condition asked about does not follow, what keeps it from being so.
    """

    question: Question
    reading: Reading
    found: Found | None
    cannot: str = ""
    deciding: tuple[Assumption, ...] = ()
    lines: int = 0
    turning: tuple[str, ...] = ()
    courses: tuple[Course, ...] = ()
    contrary: tuple[Support, ...] = ()

    @property
    def silent(self) -> tuple[str, ...]:
        """Actors of whose wishes the text says nothing: they never move here, and that shows nothing."""
        return tuple(w.actor for w in self.reading.wants.values() if w.stance is Stance.SILENT)

    @property
    def unsourced(self) -> tuple[Assumption, ...]:
        """Lines that cite nothing."""
        return tuple(x for x in self.reading.assumptions if x.grounding is Grounding.UNSOURCED)

    @property
    def open_facts(self) -> tuple[str, ...]:
        """Facts that some line reads and the text is silent on: both ways are tried."""
        lines = [line for line in self.reading.assumptions if line.condition is not None]
        known = {line.fact for line in lines}
        read = {name for line in lines if line.condition for name in names(line.condition)}
        return tuple(f.id for f in self.reading.facts if f.id in read and f.id not in known)


@dataclass(frozen=True)
class Computation:
    """How a question is answered, and what an answer comes down to."""

    answer: Callable[[Reading, Question, Around], Found]
    mark: Callable[[Reading, Question], Hashable]


def sheet(reading: Reading, question: Question, around: Around | None = None) -> Sheet:
    """Answer a question in one reading; what keeps it from being answered is said, not raised."""
    around = around or Around((reading,))
    computation = COMPUTED[question.computation]
    try:
        require_wishes(reading)
        found = computation.answer(reading, question, around)
        mark = computation.mark(reading, question)
    except (Infeasible, NotComputed, UnknownName) as error:
        return Sheet(question, reading, None, cannot=str(error))

    def differs(other: Reading) -> bool:
        try:
            return computation.mark(other, question) != mark
        except (Infeasible, NotComputed, UnknownName):
            return False  # without it nothing can be built: it is needed for there to be an answer

    lines = reading.assumptions
    deciding = tuple(x for x in lines if differs(without(reading, frozenset({x}))))
    turning = tuple(name for name, other in around.variants.items() if differs(other))
    courses = tuple(course(reading, world) for world in build(reading))
    contrary = _contrary(reading, question.conclusion)
    return Sheet(question, reading, found, "", deciding, len(lines), turning, courses, contrary)


def _contrary(reading: Reading, conclusion: Conclusion | None) -> tuple[Support, ...]:
    """What makes the opposite of a condition so; nothing where that does not follow."""
    if conclusion is None or conclusion.condition is None:
        return ()
    asked = conclusion.condition
    opposite = asked.body if isinstance(asked, Not) else Not(asked)
    return supports(reading, scenes(build(reading), replace(conclusion, condition=opposite)))


# --- the computations -----------------------------------------------------------------------------


def _compare(reading: Reading, question: Question, around: Around) -> Answer:
    return answer(_asking(reading, question), around.variants)


def _asking(reading: Reading, question: Question) -> Reading:
    """The reading, with what is asked as its one conclusion (with all of its author's, if all are asked).

    What the author concludes in the same words keeps the author's citations.
    """
    asked = question.conclusion
    if asked is None:
        return reading
    same = [entry for entry in reading.conclusions if entry.text == asked.text]
    return replace(reading, conclusions=tuple(same[:1]) or (asked,))


def _compare_mark(reading: Reading, question: Question) -> Hashable:
    bench = Bench(reading)
    return tuple(_verdict(bench, entry) for entry in _asking(reading, question).conclusions)


def _verdict(bench: Bench, conclusion: Conclusion) -> Hashable:
    found = bench.scenes(conclusion)
    assert found is not None
    return judge(found), tuple(support.by for support in supports(bench.reading, found))


def _what_if(reading: Reading, question: Question, around: Around) -> WhatIf:
    return what_if(reading, question.acts)


def _what_if_mark(reading: Reading, question: Question) -> Hashable:
    found = what_if(reading, question.acts)
    return tuple(
        (
            tuple((change.option, change.here, change.there) for change in each.options),
            tuple(sorted(each.fates.items())),
        )
        for each in found.differences
    )


def _why(reading: Reading, question: Question, around: Around) -> tuple[Episode, ...]:
    found = why(around.readings, *_act(question))
    return tuple(each for each in found if any(t.source.id == reading.id for t in each.tested))


def _act(question: Question) -> tuple[str, bool]:
    ((name, (value,)),) = question.acts.items()
    return name, value


def _why_mark(reading: Reading, question: Question) -> Hashable:
    return tuple(
        (tested.label, tested.outcome)
        for each in why([reading], *_act(question))
        for tested in each.tested
    )


def _robust(reading: Reading, question: Question, around: Around) -> Robust:
    assert question.conclusion is not None  # the syntax asks for one
    return robust(reading, question.conclusion, around.readings)


def _inverse(reading: Reading, question: Question, around: Around) -> Inverse:
    assert question.conclusion is not None  # the syntax asks for one
    return inverse(reading, question.conclusion, around.readings, bound=around.bound)


def _follows(reading: Reading, question: Question) -> Hashable:
    assert question.conclusion is not None
    return _verdict(Bench(reading), question.conclusion)


def _offers(reading: Reading, question: Question, around: Around) -> tuple[Offered, ...]:
    found = offers(reading, around.variants)
    if not found:
        raise NotComputed("cannot be answered: it lacks an offer; write some under `offers`")
    return found


def _offers_mark(reading: Reading, question: Question) -> Hashable:
    return tuple(
        frozenset(tuple((part.actor, part.last) for part in deal.parts) for deal in each.deals)
        for each in offers(reading)
    )


COMPUTED: Mapping[str, Computation] = MappingProxyType(
    {
        "compare": Computation(_compare, _compare_mark),
        "whatif": Computation(_what_if, _what_if_mark),
        "why": Computation(_why, _why_mark),
        "robust": Computation(_robust, _follows),
        "inverse": Computation(_inverse, _follows),
        "offers": Computation(_offers, _offers_mark),
    }
)
"""Computation, as a question names it -> how it is answered."""
