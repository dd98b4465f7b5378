"""The questions that can be asked, and those pinned to the report, in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from standoff.app.web.state import Snapshot
from standoff.app.web.view.answer import Pinned, SheetChoice
from standoff.app.web.view.word import Choice
from standoff.case.entry import Question, Reading
from standoff.case.question import QUESTIONS, QuestionKind
from standoff.report.english import English
from standoff.report.wording import join


def heading(row: QuestionKind) -> str:
    """What a kind of question asks, in a few words: those that its meaning begins with."""
    return re.split(r"[:,;.]", row.words)[0]


def note(row: QuestionKind) -> str:
    """The rest of its meaning; sentences about the command line are not for a page."""
    rest = row.words[len(heading(row)) :].lstrip(":,;. ")
    told = [each for each in re.split(r"(?<=\.) ", rest) if "--" not in each]
    return " ".join(told)


def choices(snapshot: Snapshot, reading: str, variant: str = "") -> tuple[SheetChoice, ...]:
    """What can be asked on demand in a reading."""
    merged = snapshot.merged(reading, variant)[0]
    english = English(merged)
    conditions = tuple(Choice(c.text, english.conclusion(c)) for c in merged.conclusions)
    acts = tuple(
        Choice(f"{option.name}=yes,no", f"{option.actor}: {option.gloss or option.id}")
        for option in merged.options
    )
    one = tuple(Choice(str(o.name), f"{o.actor}: {o.gloss or o.id}") for o in merged.options)
    about = {"condition": conditions, "acts": acts, "act": one, "nothing": ()}
    rows = [
        SheetChoice(row.id, heading(row), note(row), about[row.asks])
        for row in QUESTIONS.values()
        if row.id != "compare"
    ]
    if merged.questions:
        words = "The questions written in the case, answered."
        rows.insert(0, SheetChoice("asked", "What the case asks", words))
    return tuple(rows)


def pinned(snapshot: Snapshot, merged: Reading) -> Iterator[Pinned]:
    """The questions of a reading, which its report answers."""
    for each in merged.questions:
        file = snapshot.name_of(each.place.file)
        yield Pinned(
            each.id, each.text, heading(QUESTIONS[each.computation]), file, each.place.line
        )


def asks_of(merged: Reading, computation: str, about: str) -> str:
    """A question in words, where nobody worded it."""
    row = QUESTIONS[computation]
    english = English(merged)
    if row.asks == "acts":
        told = [
            english.literal(merged.typed.get(name, name), "yes" in values.split(","))
            + (", or not" if "," in values else "")
            for name, _, values in (word.partition("=") for word in about.split())
        ]
        return f"What if {join(told)}?"
    if about == "all":
        return (
            "Does what the author concludes follow?" if row.id == "compare" else f"{heading(row)}?"
        )
    known = next((each for each in merged.conclusions if each.text == about), None)
    if known is not None:
        said = english.conclusion(known)
    else:
        said = english.literal(merged.typed[about], True) if about in merged.typed else about
    return f"Does it follow that {said}?" if row.id == "compare" else f"{heading(row)} – {said}?"


def same_question(merged: Reading, computation: str, about: str) -> Question | None:
    """The question of the reading that asks just this, if there is one."""
    wanted = _spelt(merged, about)
    return next(
        (
            each
            for each in merged.questions
            if each.computation == computation and _spelt(merged, _about(each)) == wanted
        ),
        None,
    )


def _spelt(merged: Reading, about: str) -> tuple[str, ...]:
    """What a question is about, word by word, options by their full names."""
    words = re.findall(r"[^\s=]+|=\S+", about)
    return tuple(str.__str__(merged.typed.get(word, word)) for word in words)


def _about(question: Question) -> str:
    """What a question is about, as its line has it."""
    if question.computation == "why":
        return " ".join(f"{'' if v[0] else 'not '}{o}" for o, v in question.acts.items())
    if question.acts:
        return " ".join(
            f"{option}={','.join('yes' if value else 'no' for value in values)}"
            for option, values in question.acts.items()
        )
    return question.conclusion.text if question.conclusion else "all"
