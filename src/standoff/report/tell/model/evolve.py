"""What happens from today, move by move, and where it ends."""

from __future__ import annotations

from standoff.analysis.judge.compare import Course, End
from standoff.analysis.judge.explain import Step
from standoff.report.document import Block, Document, Item, Items, Line, note
from standoff.report.english import GLOSSARY, English, heading
from standoff.report.tell.model.moves import deed
from standoff.report.wording import many

SHOWN = 30


def tell(course: Course) -> Document:
    """The moves from today and where they end."""
    english = English(course.reading)
    where = english.world(course.facts)
    title = heading(course.reading) + (f", where {where}" if where else "")
    blocks: list[Block] = [Line((note(f"{title}; rule {course.rule}", "strong"),))]
    for taken in course.today:
        blocks.append(Line((note(english.situation(taken)),), lead="Today:"))
    if not course.steps:
        blocks.append(Line((note("Nobody gains by moving."),)))
    moves = tuple(_move(english, step) for step in course.steps)
    if moves:
        blocks.append(Items(moves, shown=SHOWN, more="moves"))
    if course.unlisted:
        blocks.append(Line((note(unlisted(course)),)))
    if course.final is None:
        text = "It was not followed to the end: too many situations."
        blocks.append(Line((note(text, "warning"),)))
    for end in course.final or ():
        blocks.append(Line((note(end_text(english, end)),)))
    return Document("", tuple(blocks), glossary=GLOSSARY)


def _move(english: English, step: Step) -> Item:

    start = Line((note(f"Where {english.situation(step.before)}:"),), role="note")
    why = english.lines(step.lines)
    move = Line((note(deed(english, step), "new"), *why), between=", because ")
    return Item(start, (move,))


def unlisted(course: Course) -> str:
    """That more moves were taken than are told."""
    return f"After these come {many(course.unlisted, 'move')} more, which are not listed."


def end_text(english: English, end: End) -> str:
    """Where it comes to rest, or what it goes round in."""
    if not end.cycle:
        return f"It comes to rest where {english.situation(end.taken[0])}."
    passed = "; then ".join(english.situation(taken) for taken in end.taken)
    return f"It does not come to rest but goes round: {passed}."
