"""What a contested thing decides: each reading that speaks to it takes the other side and is judged anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from standoff.analysis.contest.contested import opposite
from standoff.analysis.contest.disagree import NO, YES, Topic
from standoff.analysis.judge.compare import Answer, Course, ended
from standoff.analysis.judge.fidelity import Bench
from standoff.analysis.judge.verdict import Verdict
from standoff.analysis.vary.edit import Edit, edited
from standoff.case.entry import Assumption, Conclusion, Marks, Reading
from standoff.problem import Infeasible, NotComputed


@dataclass(frozen=True)
class Turned:
    """A conclusion whose verdict becomes another."""

    conclusion: Conclusion
    before: Verdict
    after: Verdict


@dataclass(frozen=True, eq=False)
class Stake:
    """What becomes of one reading once it takes the other side.

    of     how many conclusions its author draws
    moved  whether it comes to rest elsewhere
    cannot why it cannot take the other side; empty where it can
    """

    HIDDEN = ("reading",)
    ALSO = ("id",)

    reading: Reading
    turned: tuple[Turned, ...]
    of: int
    moved: bool
    cannot: str = ""

    @property
    def id(self) -> str:
        """The reading's name."""
        return self.reading.name


@dataclass(frozen=True, eq=False)
class Weighed:
    """A topic, and what it decides in each reading that speaks to it."""

    topic: Topic
    stakes: tuple[Stake, ...] = ()

    @property
    def weight(self) -> tuple[int, int]:
        """How many conclusions turn, and how many readings come to rest elsewhere."""
        return sum(len(one.turned) for one in self.stakes), sum(one.moved for one in self.stakes)


def weighed(topics: Sequence[Topic], answers: Sequence[Answer]) -> tuple[Weighed, ...]:
    """The topics with what the contested ones decide, in each section those first that decide most."""
    found = [Weighed(topic, tuple(_stakes(topic, answers))) for topic in topics]
    order = list(dict.fromkeys(topic.section for topic in topics))

    def place(one: Weighed) -> tuple[int, bool, int, int]:
        turned, moved = one.weight
        return order.index(one.topic.section), not one.topic.contested, -turned, -moved

    return tuple(sorted(found, key=place))


def _stakes(topic: Topic, answers: Sequence[Answer]) -> Iterator[Stake]:
    if not topic.contested:
        return
    for answer, word in zip(answers, topic.words, strict=True):
        lines = [line for line in word.lines if isinstance(line, Assumption)]
        if word.value in (YES, NO) and lines:
            yield _stake(answer, lines[0])


def _stake(answer: Answer, line: Assumption) -> Stake:
    assert line.condition is not None
    condition = opposite(line.condition)
    new = replace(line, condition=condition, citations=(), marks=Marks())
    turned_round = edited(answer.reading, [Edit("opposite", line, new, line.place)])
    count = len(answer.judged)
    bench = Bench(turned_round)
    try:
        ends = _ends(ended(turned_round, world, answer.rule) for world in bench.worlds)
        verdicts = [bench.verdict(one) for one in turned_round.conclusions]
    except (Infeasible, NotComputed) as error:
        return Stake(answer.reading, (), count, False, str(error))
    turned = (
        Turned(one.conclusion, one.verdict, verdict)
        for one, verdict in zip(answer.judged, verdicts, strict=True)
        if one.verdict is not verdict
    )
    return Stake(answer.reading, tuple(turned), count, _ends(answer.courses) != ends)


def _ends(courses: Iterable[Course]) -> set[tuple[tuple[str, ...], ...]]:
    return {end.taken for course in courses for end in course.ends}
