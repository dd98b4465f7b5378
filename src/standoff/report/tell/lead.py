"""The first lines of an answer: what becomes of the readings together, in a few plain sentences.

Computed from the records, never from the texts: a conclusion that nothing moves is not counted as the
author being right, and what rests on no sentence is counted aloud.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from standoff.analysis.judge.compare import Answer
from standoff.report.document import Clause, note
from standoff.report.tell.verdict import badge
from standoff.report.wording import capital, counted, join

_ENDINGS: Mapping[str, str] = MappingProxyType(
    {
        "does not say how things stand today, so that nothing can be followed": (
            "do not say how things stand today, so that nothing can be followed"
        ),
        "could not be followed to the end": "could not be followed to the end",
        "never comes to rest but goes round": "never come to rest but go round",
        "may come to rest, or go round for ever": "may come to rest, or go round for ever",
        "may come to rest in more than one situation": "may come to rest in more than one situation",
        "comes to rest in one situation": "come to rest in one situation",
    }
)
"""How a reading ends, and how several do."""


def lead(answers: Sequence[Answer]) -> tuple[Clause, ...]:
    """The ends, the conclusions, what it rests on; nothing where no reading is answered."""
    if not answers:
        return ()
    return tuple(map(note, (_ends(answers), _conclusions(answers), _ground(answers))))


def _ends(answers: Sequence[Answer]) -> str:
    count = Counter(map(_ending, answers))
    still = sum(
        bool(answer.ends) and all(not course.steps for course in answer.courses)
        for answer in answers
    )
    if len(answers) == 1:
        text = f"The one reading {next(iter(count))}"
        return f"{text}, which is today's." if still else f"{text}."
    if len(count) == 1:
        text = f"Each of the {counted(len(answers))} readings {next(iter(count))}"
    else:
        parts = [f"{counted(n)} {what if n == 1 else _ENDINGS[what]}" for what, n in count.items()]
        text = f"Of {counted(len(answers))} readings, {join(parts)}"
    if still == len(answers):
        text += "; nobody moves at all in any of them"
    elif still:
        text += f"; in {counted(still)} of them nobody moves at all"
    return f"{text}."


def _ending(answer: Answer) -> str:
    """How one reading ends: a key of `_ENDINGS`."""
    untold, unfinished, round_, either, several, one = _ENDINGS
    if not all(course.complete for course in answer.courses):
        return unfinished
    if not answer.ends:
        return untold
    if all(end.cycle for end in answer.ends):
        return round_
    if any(end.cycle for end in answer.ends):
        return either
    return several if len({end.states for end in answer.ends}) > 1 else one


def _conclusions(answers: Sequence[Answer]) -> str:
    count: Counter[str] = Counter(
        badge(judged).tone for answer in answers for judged in answer.judged
    )
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
        "no": (
            "does not follow,",
            "do not follow,",
            "and what stands against that was not come to",
        ),
        "open": ("cannot", "cannot", "be decided"),
        "idle": ("is", "are", "so, with nothing that brings it about or defends it"),
    }
    parts = [f"{_one(count[k], *verbs)} {tail}" for k, (*verbs, tail) in rest.items() if count[k]]
    return f"{head} {capital('; '.join(parts))}." if parts else head


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
