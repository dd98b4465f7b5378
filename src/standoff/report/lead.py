"""The first lines of the page: what becomes of the readings together, in a few plain sentences.

Computed from the records, never from the texts: a conclusion that nothing moves is not counted as the
author being right, and what rests on no sentence is counted aloud.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from standoff.analysis.judge.compare import Answer
from standoff.condition import as_literal, names
from standoff.report.answer import badge
from standoff.report.phrase import Phrases, counted, join

_STEM, _SHORT = 6, 3  # letters by which words are alike; words this short say nothing
_NAMED = 6  # choices named


@dataclass(frozen=True)
class Point:
    """A choice and the readings at whose end it is made, is not made, or of which the text is silent."""

    text: str
    yes: tuple[str, ...]
    no: tuple[str, ...]
    silent: tuple[str, ...]


def lead(answers: Sequence[Answer]) -> tuple[str, ...]:
    """The answer in a few plain sentences: the ends, the conclusions, what it rests on."""
    return _ends(answers), _conclusions(answers), _ground(answers)


def _ends(answers: Sequence[Answer]) -> str:
    def kind(answer: Answer) -> str:
        if not all(course.evolution.complete for course in answer.courses):
            return "could not be followed to the end"
        if all(end.cycle for end in answer.ends):
            return "never comes to rest but goes round"
        if any(end.cycle for end in answer.ends):
            return "may come to rest, or go round for ever"
        if len({end.states for end in answer.ends}) > 1:
            return "may come to rest in more than one situation"
        return "comes to rest in one situation"

    count = Counter(map(kind, answers))
    still = sum(_unmoved(answer) for answer in answers)
    if len(answers) == 1:
        text = f"The one reading {next(iter(count))}"
        return f"{text}, which is today's." if still else f"{text}."
    if len(count) == 1:
        text = f"Each of the {counted(len(answers))} readings {next(iter(count))}"
    else:
        parts = [f"{counted(n)} {what}" for what, n in count.items()]
        text = f"Of {counted(len(answers))} readings, {join(parts)}"
    if still:
        text += f"; in {counted(still)} of them nobody moves at all"
    return f"{text}."


def _unmoved(answer: Answer) -> bool:
    return all(not course.steps for course in answer.courses)


def points(answers: Sequence[Answer], question: str) -> tuple[Point, ...]:
    """What is so where each reading ends, for the choices that the question or the most texts speak of."""
    phrases: dict[str, str] = {}
    ends: dict[str, dict[str, bool]] = {}
    for answer in answers:
        known = Phrases(answer.reading)
        for name in sorted(_spoken_of(answer) & known.options.keys()):
            values = {name in taken for end in answer.ends for taken in end.taken}
            if len(values) == 1:
                phrases.setdefault(name, known.literal(name, True))
                ends.setdefault(name, {})[answer.reading.id] = values.pop()
    readings = [answer.reading.id for answer in answers]
    found = [
        Point(
            text,
            tuple(r for r in readings if ends[name].get(r) is True),
            tuple(r for r in readings if ends[name].get(r) is False),
            tuple(r for r in readings if r not in ends[name]),
        )
        for name, text in phrases.items()
    ]
    found.sort(key=lambda p: (-min(2, _shared(question, p.text)), len(p.silent)))
    return tuple(found[:_NAMED])


def _spoken_of(answer: Answer) -> set[str]:
    """The choices that a text settles for today, wishes plainly, or draws a conclusion about."""
    reading = answer.reading
    conditions = [line.condition for line in reading.now]
    wishes = (line.condition for wants in reading.wants.values() for line in wants.lines)
    conditions += [wish for wish in wishes if wish is not None and as_literal(wish)]
    conditions += [conclusion.condition for conclusion in reading.conclusions]
    return {name for condition in conditions if condition is not None for name in names(condition)}


def _shared(question: str, text: str) -> int:
    """How many of the question's longer words a text has, by their first letters: an order, no more."""

    def stems(words: str) -> set[str]:
        return {word[:_STEM] for word in re.findall(r"\w+", words.lower()) if len(word) > _SHORT}

    return len(stems(question) & stems(text))


def _conclusions(answers: Sequence[Answer]) -> str:
    count = Counter(badge(j.judgement).kind for answer in answers for j in answer.judged)
    total = sum(count.values())
    if not total:
        return "No author's conclusion has been entered."
    head = (
        f"Of {_one(total, 'conclusion', 'conclusions')} that the "
        f"{'author draws' if len(answers) == 1 else 'authors draw'}, "
        f"{_one(count['follows'], 'follows', 'follow')} from what the reading assumes."
    )
    rest = {
        "gap": ("lacks", "lack", "a premise that the text does not give"),
        "against": ("stands", "stand", "against other lines of the same reading"),
        "open": ("cannot", "cannot", "be decided"),
        "idle": ("is", "are", "so from the start, with nothing that brings it about or defends it"),
    }
    parts = [f"{_one(count[k], *verbs)} {tail}" for k, (*verbs, tail) in rest.items() if count[k]]
    return f"{head} {_capital('; '.join(parts))}." if parts else head


def _ground(answers: Sequence[Answer]) -> str:
    lines = {line.place: line for answer in answers for line in answer.reading.assumptions}
    if not lines:
        return "It rests on a model taken as published: no line of it cites a sentence."
    count = Counter(str(line.grounding) for line in lines.values())
    text = (
        f"All this rests on {_one(len(lines), 'assumption', 'assumptions')}: "
        f"{_one(count['stated'], 'is', 'are')} just what a sentence says, "
        f"{_one(count['inferred'], 'is', 'are')} the analyst's step from a cited sentence, "
        f"{_one(count['unsourced'], 'has', 'have')} no source."
    )
    unknown = sum(bool(answer.unsupported) for answer in answers)
    if unknown:
        where = f"In {_one(unknown, 'reading', 'readings')} the" if len(answers) > 1 else "The"
        text += (
            f" {where} text is silent on what some actors want: that they stay where they are shows "
            "nothing."
        )
    return text


def _one(count: int, singular: str, plural: str) -> str:
    """`none is`, `one is`, `two are`."""
    number = counted(count) if count else "none"
    return f"{number} {singular if count < 2 else plural}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
