"""All that a report shows of a case: its readings' answers, how each can move, where they disagree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from standoff.analysis.judge.chart import Chart, charts
from standoff.analysis.judge.compare import Answer
from standoff.analysis.vary.disagree import Topic, topics
from standoff.case.entry import Case

Sentences: TypeAlias = Mapping[tuple[str, int], str]
"""(source id, sentence number) -> the sentence as it stands in the text."""


@dataclass(frozen=True, eq=False)
class Survey:
    """A case surveyed.

    charts     for each answer, from today and once something is given
    sentences  of the texts at hand; a cited one that is missing is shown by our gloss of it
    """

    case: Case
    answers: tuple[Answer, ...]
    charts: tuple[tuple[Chart, ...], ...]
    topics: tuple[Topic, ...]
    sentences: Sentences = field(default_factory=dict)


def survey(case: Case, answers: Sequence[Answer], sentences: Sentences | None = None) -> Survey:
    """What a report on these answers shows."""
    disagreement = topics(answers) if len(answers) > 1 else ()
    return Survey(case, tuple(answers), tuple(map(charts, answers)), disagreement, sentences or {})
