"""Where the readings disagree: one row for each thing the model turns on, one word from each reading.

A word says yes or no, that it hangs on something, that the text is silent, or that the reading does not
have the thing; silence never contests. What is contested is found by `standoff.analysis.contest.contested`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from standoff.analysis.contest.contested import contested, is_about, same_topic
from standoff.analysis.judge.compare import Answer
from standoff.analysis.judge.explain import Step
from standoff.analysis.voice import equivalent
from standoff.case.entry import Assumption, Reading, Stance, Wants
from standoff.condition import Condition, Not, Var, as_literal, names

YES, NO, EITHER, SILENT, ABSENT = "yes", "no", "either", "silent", "absent"


@dataclass(frozen=True)
class Word:
    """One reading's word on one thing.

    value  yes, no, either, silent, absent (the reading does not have it)
    lines  what it rests on
    how    indifferent, on a condition; of an end: moved, as today, unfollowed
    """

    value: str
    lines: tuple[Assumption | Wants, ...] = ()
    how: str = ""


@dataclass(frozen=True)
class Topic:
    """One thing, with a word from each reading. `at` is a reading in whose words it can be said."""

    section: str  # facts, wants, now, ends
    actor: str | None
    condition: Condition
    words: tuple[Word, ...]
    at: int
    contested: bool = False

    @property
    def speaking(self) -> int:
        """How many readings speak to it."""
        return sum(word.value not in (SILENT, ABSENT) for word in self.words)

    @property
    def differs(self) -> bool:
        """Whether two readings that speak to it give different words."""
        return len({word.value for word in self.words} - {SILENT, ABSENT}) > 1

    @property
    def matters(self) -> bool:
        """Whether it says something about how the readings stand to each other."""
        if self.section == "facts":
            return self.speaking > 0
        if self.contested or self.speaking > 1:
            return True
        # At an end a silent text has a value too: what nobody speaks of stays as it is.
        values = {_end_value(word) for word in self.words if word.value != ABSENT}
        return self.section == "ends" and len(values) > 1


def _end_value(word: Word) -> str:
    return NO if word.value == SILENT else word.value


def topics(answers: Sequence[Answer]) -> tuple[Topic, ...]:
    """Facts, wishes, today and ends, each with what the readings say of it; contested ones first."""
    readings = [answer.reading for answer in answers]
    contests = contested(readings)
    found = (*_facts(readings), *_wishes(readings), *_today(readings))
    marked = [
        replace(t, contested=any(is_about(c, t.section, t.actor, t.condition) for c in contests))
        for t in found
    ]
    every = [*marked, *_ends(answers)]
    order = list(dict.fromkeys(topic.section for topic in every))
    return tuple(
        sorted(
            every,
            key=lambda t: (order.index(t.section), not t.contested, not t.differs, -t.speaking),
        )
    )


def _value(line: Assumption, condition: Condition) -> str:
    assert line.condition is not None
    return YES if equivalent(line.condition, condition) else NO


def _facts(readings: Sequence[Reading]) -> Iterator[Topic]:
    for id in dict.fromkeys(fact.id for reading in readings for fact in reading.facts):
        words = tuple(_fact(reading, id) for reading in readings)
        at = next(i for i, word in enumerate(words) if word.value != ABSENT)
        yield Topic("facts", None, Var(id), words, at)


def _fact(reading: Reading, id: str) -> Word:
    if all(fact.id != id for fact in reading.facts):
        return Word(ABSENT)
    line = next((setting for setting in reading.settings if setting.fact == id), None)
    if line is None or line.condition is None:
        return Word(SILENT, () if line is None else (line,))
    return Word(_value(line, Var(id)), (line,))


def _wishes(readings: Sequence[Reading]) -> Iterator[Topic]:
    """Each wish once, with its opposite."""
    keys: list[tuple[str, Condition]] = []
    alike: dict[tuple[str, frozenset[str]], list[Condition]] = {}
    for reading in readings:
        for wants in reading.wants.values():
            for line in wants.lines:
                wish = line.condition.body if isinstance(line.condition, Not) else line.condition
                if wish is None:
                    continue
                known = alike.setdefault((wants.actor, wish.spoken), [])
                if not any(same_topic(wish, one) for one in known):
                    known.append(wish)
                    keys.append((wants.actor, wish))
    for actor, wish in keys:
        words = tuple(_wish(reading, actor, wish) for reading in readings)
        at = next(i for i, word in enumerate(words) if word.value in (YES, NO))
        yield Topic("wants", actor, wish, words, at)


def _wish(reading: Reading, actor: str, wish: Condition) -> Word:
    wants = reading.wants.get(actor)
    if wants is None:
        return Word(SILENT if any(each.name == actor for each in reading.actors) else ABSENT)
    for line in wants.lines:
        if line.condition is not None and same_topic(line.condition, wish):
            return Word(_value(line, wish), (line,))
    if wants.stance is Stance.UNDECIDED:
        return Word(SILENT, (wants,), "undecided")
    if wants.stance is Stance.INDIFFERENT:
        return Word(EITHER, (wants,), "indifferent")
    known = as_literal(wish)
    for line in wants.lines:  # the same option in a larger condition
        if known and line.condition is not None and known[0] in names(line.condition):
            return Word(EITHER, (line,), "on a condition")
    return Word(SILENT, (wants,))


def _today(readings: Sequence[Reading]) -> Iterator[Topic]:
    options = dict.fromkeys(
        known[0]
        for reading in readings
        for line in reading.now
        if line.condition is not None and (known := as_literal(line.condition))
    )
    for name in options:
        words = tuple(_now(reading, name) for reading in readings)
        yield Topic("now", None, Var(name), words, _declared(readings, name))


def _now(reading: Reading, name: str) -> Word:
    if name not in reading.option:
        return Word(ABSENT)
    line = _named(reading.now, name)
    return Word(SILENT) if line is None else Word(_value(line, Var(name)), (line,))


def _ends(answers: Sequence[Answer]) -> Iterator[Topic]:
    """What is done, or not, where each reading comes to rest."""
    readings = [answer.reading for answer in answers]
    changes = [_changes(answer) for answer in answers]
    for name in dict.fromkeys(name for reading in readings for name in reading.option):
        words = tuple(
            _end(answer, name, steps.get(name, ()))
            for answer, steps in zip(answers, changes, strict=True)
        )
        yield Topic("ends", None, Var(name), words, _declared(readings, name))


def _declared(readings: Sequence[Reading], name: str) -> int:
    return next(i for i, reading in enumerate(readings) if name in reading.option)


def _changes(answer: Answer) -> Mapping[str, Sequence[Step]]:
    """Option -> the moves that change it."""
    found: dict[str, list[Step]] = {}
    for course in answer.courses:
        for step in course.steps:
            for name in {*step.before} ^ {*step.after}:
                found.setdefault(name, []).append(step)
    return found


def _end(answer: Answer, name: str, moving: Sequence[Step]) -> Word:
    if name not in answer.reading.option:
        return Word(ABSENT)
    if not all(course.complete for course in answer.courses):
        return Word(EITHER, (), "unfollowed")
    values = {name in taken for end in answer.ends for taken in end.taken}
    deciding = tuple(dict.fromkeys(line for step in moving for line in step.lines))
    if len(values) > 1:
        return Word(EITHER, deciding)
    value = YES if values == {True} else NO
    if moving:
        return Word(value, deciding, "moved")
    line = _named(answer.reading.now, name)
    return Word(SILENT, (), "as today") if line is None else Word(value, (line,), "as today")


def _named(lines: Iterable[Assumption], name: str) -> Assumption | None:
    for line in lines:
        known = as_literal(line.condition) if line.condition is not None else None
        if known and known[0] == name:
            return line
    return None
