"""All that a report shows of a case: its readings' answers, how each can move, where they disagree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

from standoff.analysis.ask import Cannot
from standoff.analysis.bargain.belief import Minds, beliefs
from standoff.analysis.contest.disagree import topics
from standoff.analysis.contest.stakes import Weighed, weighed
from standoff.analysis.contest.twolists import Beside, most_different
from standoff.analysis.judge.chart import Chart, charts
from standoff.analysis.judge.compare import SPENT, Answer, Comparison, cause
from standoff.analysis.judge.press import Pressures, pressures
from standoff.analysis.point import Point, points
from standoff.analysis.question import Sheet
from standoff.case.belief import pieces
from standoff.case.entry import Case, Reading
from standoff.gmcr.budget import Budget, current, step
from standoff.problem import Infeasible, NotComputed

Sentences: TypeAlias = Mapping[tuple[str, int], str]
"""(source id, sentence number) -> the sentence as it stands in the text."""


@dataclass(frozen=True, eq=False)
class Survey:
    """A case surveyed.

    topics     where they disagree, and what the contested ones decide
    charts     for each answer, from today and once something is given
    unanswered readings for which time or memory ran out
    minds      what each expects by its beliefs, of the readings in which somebody believes something
    points     what the readings answer to the question of the case, for each choice it is about
    sheets     the questions that the case names, answered
    sentences  of the texts at hand; a cited one that is missing is shown by our gloss of it
    """

    case: Case
    answers: tuple[Answer, ...]
    charts: tuple[tuple[Chart, ...], ...]
    topics: tuple[Weighed, ...]
    points: tuple[Point, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    sentences: Sentences = field(default_factory=dict)
    unanswered: tuple[Cannot, ...] = ()
    minds: tuple[Minds | Cannot, ...] = ()

    @cached_property
    def beside(self) -> Beside | None:
        """The two readings whose lists differ most, side by side."""
        return most_different([answer.reading for answer in self.answers])

    @cached_property
    def pressures(self) -> tuple[Pressures, ...]:
        """For each answer, who can press whom."""
        return tuple(pressures(answer.reading) for answer in self.answers)


def survey(
    case: Case,
    found: Sequence[Answer | Cannot],
    sentences: Sentences | None = None,
    budget: Callable[[], Budget] = current,
    *,
    sheets: Sequence[Sheet] = (),
    variants: Mapping[str, Mapping[str, Reading]] | None = None,
) -> Survey:
    """What a report on these answers shows.

    budget    of each reading's charts, and of what the readings answer to the question of the case: makes it
    sheets    the answers to the questions that the case names, as `ask` computes them
    variants  of each reading, by its name: tried as what would turn the answer to the case's question
    """
    compared = Comparison.of(found)
    charted = [_charted(answer, budget()) for answer in compared.answers]
    answers = tuple(answer for answer, _ in charted)
    disagreement = _weighed(answers, budget()) if len(answers) > 1 else ()
    whole = tuple(answer for answer in answers if not answer.unfinished)
    return Survey(
        case,
        answers,
        tuple(drawn for _, drawn in charted),
        disagreement,
        _points(case, whole, variants or {}, budget()),
        tuple(sheets),
        sentences or {},
        compared.unanswered,
        tuple(_minds(answer.reading, budget()) for answer in answers if pieces(answer.reading)),
    )


def _minds(reading: Reading, budget: Budget) -> Minds | Cannot:
    """What each expects in a reading, or why that cannot be said."""
    try:
        with budget.held():
            return beliefs(reading)
    except SPENT as error:
        return Cannot(reading, f"what each expects is not finished: {cause(error, budget)}")
    except (Infeasible, NotComputed) as error:
        return Cannot(reading, str(error))


def _weighed(answers: tuple[Answer, ...], budget: Budget) -> tuple[Weighed, ...]:
    """Where they disagree, with what that decides where it is come to."""
    found = topics(answers)
    try:
        with budget.held():
            step("what the contested lines decide")
            return weighed(found, answers)
    except SPENT:
        return tuple(map(Weighed, found))


def _points(
    case: Case,
    answers: Sequence[Answer],
    variants: Mapping[str, Mapping[str, Reading]],
    budget: Budget,
) -> tuple[Point, ...]:
    """What the finished readings answer to the question of the case; nothing where that is not finished."""
    try:
        with budget.held():
            step("the question of the case")
            return points(case.base.title, answers, variants)
    except SPENT:
        return ()


def _charted(answer: Answer, budget: Budget) -> tuple[Answer, tuple[Chart, ...]]:
    """An answer with its charts; without them it is marked."""
    if answer.unfinished and not answer.solutions:
        return answer, ()
    try:
        with budget.held():
            step("the charts")
            return answer, charts(answer)
    except SPENT as error:
        why = f"not finished: {cause(error, budget)}; finished: all but how it can move"
        return replace(answer, unfinished=answer.unfinished or why), ()
