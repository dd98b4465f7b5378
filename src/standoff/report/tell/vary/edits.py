"""Changes of lines: each in words, with the line that it changes, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from standoff.analysis.vary.edit import Edit
from standoff.analysis.vary.inverse import Change
from standoff.report.document import Clause, Item, Items, Line, note
from standoff.report.english import GROUNDINGS, English
from standoff.report.tell.asked import line
from standoff.report.tell.compare import rank, voices
from standoff.report.wording import capital

SHOWN = 8
"""Sets of changes shown at once."""


def edit_clauses(english: English, edit: Edit, where: str | None = None) -> tuple[Clause, ...]:
    """One change, with the sentences behind the line as written, or that there is no such line.

    where   the places in the actor's list where the change does
    """
    text = capital(english.edit(edit)) + rank(english, edit.actor, where)
    if edit.old is None:
        return (note(text), note("no line of the reading says it"))
    lines = [edited for edited in (edit.old, edit.other) if edited is not None]
    clause = replace(english.computed(text, lines), grounding=GROUNDINGS[edit.old.grounding])
    if clause.citations:
        return (clause,)
    return (clause, note("the line as written has no source"))


def edit_sets(english: English, chosen: Iterable[Sequence[Edit]]) -> Items:
    """Sets of changes, those of one set together."""
    items = (_item(tuple(line(*edit_clauses(english, edit)) for edit in edits)) for edits in chosen)
    return Items(tuple(items), role="lines", shown=SHOWN, more="sets of changes")


def changes(english: English, smallest: Iterable[Change]) -> Items:
    """Changes that do, each with the places where and who says so."""
    items = (_item(tuple(_change_lines(english, change))) for change in smallest)
    return Items(tuple(items), ordered=True, role="premises", shown=SHOWN, more="changes")


def _change_lines(english: English, change: Change) -> Iterable[Line]:
    for edit, where, says in zip(change.edits, change.positions, change.says, strict=True):
        clause, *_ = edit_clauses(english, edit, where)
        yield line(clause, *voices(says))


def _item(lines: tuple[Line, ...]) -> Item:
    """The first line of a set, the others below it."""
    first, *others = lines
    return Item(first, tuple(replace(other, lead="together with:") for other in others))
