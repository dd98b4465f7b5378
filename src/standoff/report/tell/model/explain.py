"""One situation explained: each actor stays or would move, against which answers, through which lines."""

from __future__ import annotations

from standoff.analysis.judge.explain import (
    Deterrent,
    Explanation,
    Relations,
    Stand,
    Step,
    Temptation,
)
from standoff.gmcr.concept.table import CONCEPTS
from standoff.report.document import Block, Clause, Document, Item, Items, Line, Part, note
from standoff.report.english import GLOSSARY, English, heading
from standoff.report.tell.model.moves import deed, loses
from standoff.report.wording import counted, join, many

MOST_REPLIES = 3
"""So many of an actor's moves by its attitudes are told one by one."""


def tell(explanation: Explanation) -> Document:
    """Each actor in a situation."""
    english = English(explanation.reading)
    where = english.world(explanation.facts)
    head = f"{heading(explanation.reading)}: {english.situation(explanation.taken)}"
    title = f"{head}, where {where}" if where else head
    blocks: list[Block] = [Line((note(title, "strong"),))]
    blocks += [_stand(english, stand) for stand in explanation.stands]
    return Document("", tuple(blocks), glossary=GLOSSARY)


def _stand(english: English, stand: Stand) -> Part:
    items = [_gains(english, move) for move in stand.temptations]
    single = [move for move in stand.refused if _changes(move) == 1]
    items += [loses(english, move) for move in single]
    blocks: list[Block] = [Items(tuple(items), role="options")] if items else []
    if others := len(stand.refused) - len(single):
        verb = "changes" if others == 1 else "change"
        text = f"{many(others, 'move')} that {verb} several things at once: none better"
        blocks.append(Line((note(text),), role="note"))
    if stand.relations is not None:
        blocks.append(Line((note(_relations(english, stand.relations)),), role="note"))
    return Part(note(f"{stand.actor} {stance(stand)}"), tuple(blocks), role="position")


def _relations(english: English, relations: Relations) -> str:
    """What an actor would do by its attitudes alone, and by which concepts it would stay."""
    own = "; ".join(relations.attitudes) or "its own good alone"
    if not relations.replies:
        return f"By its attitudes ({own}) no move suits it: it stays."
    most = "; or to where ".join(map(english.situation, relations.replies[:MOST_REPLIES]))
    more = len(relations.replies) - MOST_REPLIES
    text = f"By its attitudes ({own}) it would move to where {most}"
    text += f"; or in {counted(more)} more ways" if more > 0 else ""
    if not relations.stable:
        return f"{text}. Whether it would stay is not computed for so many situations."
    staying = [CONCEPTS[concept].name for concept, stays in relations.stable.items() if stays]
    return f"{text}; it would stay by {join(staying)}." if staying else f"{text}."


def _changes(step: Step) -> int:
    return len(set(step.before) ^ set(step.after))


def stance(stand: Stand) -> str:
    """Whether an actor stays, and by which concept, in one sentence after its name."""
    if not stand.supported:
        return "has no wishes in this reading: it stays, and that shows nothing"
    if stand.stays:
        return "stays: none of its moves is better for it"
    staying = [CONCEPTS[concept].name for concept, stays in stand.stable.items() if stays]
    if not staying:
        return "gains by moving; nothing the others could do would make it regret that"
    return f"gains by moving; it would stay if it looked ahead by {join(staying)}"


def _gains(english: English, move: Temptation) -> Item:
    """A better move with its reasons, and the answers that deter from it, by concept."""
    why = english.lines(move.lines)
    line = Line((note(deed(english, move), "gains"), *why), lead="Gains if", between=", because ")
    return Item(line, tuple(_deterrent(english, deterrent) for deterrent in move.deterrents))


def _deterrent(english: English, deterrent: Deterrent) -> Line:
    """How the others would answer, and why it would not pay then."""
    knows = CONCEPTS[deterrent.concept].knows_opponents
    lead = f"By {CONCEPTS[deterrent.concept].name} it stays, since then"
    moves = tuple(_move(english, step, knows) for step in deterrent.moves)
    reason = english.lines(deterrent.lines) or (note("it is no better off than before"),)
    return Line((*moves, *reason), lead=lead, role="note")


def _move(english: English, step: Step, knows: bool) -> Clause:
    """One move of an answer, with its own reasons where the concept knows what the others want."""
    return english.computed(deed(english, step), step.lines if knows else ())
