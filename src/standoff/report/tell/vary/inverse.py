"""What would have to change: all smallest sets of changes, apart those in which an owner simply wants it."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.analysis.ask import Cannot
from standoff.analysis.question import Sheet
from standoff.analysis.vary.inverse import Change, Inverse
from standoff.report.document import Block, Clause, Document, Part, note
from standoff.report.english import English
from standoff.report.tell.asked import document, line, reading_part, refusal, term
from standoff.report.tell.compare import rank, voices
from standoff.report.tell.sheet import Parts, path
from standoff.report.tell.vary.edits import changes
from standoff.report.wording import capital, counted, many

AIMS = {"every": "follow", "some": "hold in some end"}


def tell(record: Inverse | Cannot, root: str = "") -> Document:
    """One reading's answer."""
    if isinstance(record, Cannot):
        return document(record.reading, "", [refusal(record)])
    title = f"What would have to change: {_wanted(record)}"
    return document(record.reading, title, [reading(record, root)], searched(record))


def _wanted(record: Inverse) -> str:
    return English(record.reading).conclusion(record.conclusion)


def searched(record: Inverse) -> str:
    """What was looked through, and what was not."""
    return (
        f"{capital(many(record.tried, 'set'))} of {many(record.edits, 'change')} looked through"
        f"{_no_smaller(record)}. Changes tried: {'; '.join(record.space)}. Today's situation is left "
        f"alone; at most {counted(record.of_one)} changes of one actor's list."
    )


def _no_smaller(record: Inverse) -> str:
    if record.size == 0:
        return ""
    apart = record.restating and len(record.restating[0].edits) != record.size
    but = " but those where an owner simply wants it" if apart else ""
    return f"; none {'does' if record.size is None else 'smaller does'}{but}"


def reading(record: Inverse | Cannot, root: str = "") -> Part:
    """One reading."""
    if isinstance(record, Cannot):
        return refusal(record)
    return reading_part(record.reading, _blocks(English(record.reading, root), record))


def _blocks(english: English, record: Inverse) -> Iterator[Block]:
    aim = f"for this to {AIMS[record.at]}"
    yield line(note(f"{capital(_wanted(record))}.", tone="strong"))
    if record.size == 0:
        yield line(note(f"Nothing has to change {aim}.", tone="yes"))
    elif record.size is None:
        most = many(record.bound, "change")
        yield line(note(f"No set of up to {most} is enough {aim}."))
    else:
        yield line(note(f"{_count(len(record.changes), record.size)} {aim}:"))
        yield changes(english, record.changes)
    if record.restating:
        size = len(record.restating[0].edits)
        yield term(f"Apart, where an owner simply wants it ({many(size, 'change')}):")
        yield changes(english, record.restating)


def _count(count: int, size: int) -> str:
    together = "one change" if size == 1 else f"{counted(size)} changes together"
    if count == 1:
        return f"The smallest way, {together},"
    return f"{capital(counted(count))} smallest ways, {'each ' + together},"


# --- on a sheet -----------------------------------------------------------------------------------


def sheet(asked: Sheet) -> Parts:
    """How many changes it takes, and which."""
    answer: Inverse = asked.answer
    english = English(answer.reading)
    clauses = [note(f"{capital(_wanted(answer))}: {_takes(answer)}")]
    if answer.restating:
        size = len(answer.restating[0].edits)
        ways = many(len(answer.restating), "way")
        takes = f"it takes {many(size, 'change')}, no fewer: {ways}"
        clauses.append(note(f"Where an owner simply wants it, {takes}"))
    changes_ = (_change(english, change) for change in (*answer.changes, *answer.restating))
    return Parts(clauses, path=path(english, asked.courses), changes=changes_)


def _takes(answer: Inverse) -> str:
    tried = f"{many(answer.tried, 'set')} of up to {many(answer.bound, 'change')} tried"
    if answer.size == 0:
        return "it follows already, nothing has to change"
    if answer.size is None:
        unless = ", unless an owner simply wants it" if answer.restating else ""
        return f"no such change was found{unless} ({tried})"
    return f"it takes {many(answer.size, 'change')}, no fewer ({tried})"


def _change(english: English, change: Change) -> Clause:
    """One set of edits, with who says so."""
    parts = (
        f"{english.edit(edit)}{rank(english, edit.actor, where)}: "
        + ", ".join(voice.text for voice in voices(says))
        for edit, where, says in zip(change.edits, change.positions, change.says, strict=True)
    )
    return english.computed(capital("; and ".join(parts)), [edit.line for edit in change.edits])
