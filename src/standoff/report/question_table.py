"""Answers to questions as lines and tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from standoff.analysis.judge.verdict import Verdict
from standoff.analysis.vary.edit import CHANGING, KINDS, Edit
from standoff.analysis.vary.inverse import Change, Inverse
from standoff.analysis.vary.robust import Decides, LeftOut, Robust, Share, Turning
from standoff.analysis.vary.search import MOST_OF_ONE
from standoff.analysis.vary.sweep import COUNTED, Swept
from standoff.analysis.vary.whatif import Difference, Played, WhatIf
from standoff.case.entry import Reading
from standoff.gmcr.concept.law import CONCEPTS
from standoff.report import words
from standoff.report.question_data import Cannot, reading_id

NO_PREDICTION = "This is what follows from whose assumptions; nothing here is a prediction."


def _closing(*more: str) -> Text:
    return Text("\n".join((*more, NO_PREDICTION)), style="dim")


def _heading(reading: Reading) -> Text:
    title = Text(f"Reading {reading_id(reading)}", style="bold")
    if reading.title:
        title.append(f"  {reading.title}", style="italic")
    return title


def _refusal(why: Cannot) -> Text:
    return Text(f"  {why}", style="yellow")


# --- whatif -------------------------------------------------------------------------------------

_FATES = {
    "gains": "better off",
    "loses": "worse off",
    "mixed": "better off in some ends, not in others",
    "same": "as well off",
}


def what_if(answers: Sequence[tuple[Reading, WhatIf | Cannot]]) -> RenderableType:
    """Each reading's worlds, and what the act makes of everything but itself."""
    parts: list[RenderableType] = []
    for reading, found in answers:
        parts.append(_heading(reading))
        parts += [_refusal(found)] if isinstance(found, Cannot) else _worlds(found)
        parts.append(Text())
    parts.append(_closing("What is set is frozen; the rest plays. Evolution rule: best."))
    return Group(*parts)


def _worlds(found: WhatIf) -> list[RenderableType]:
    parts: list[RenderableType] = [_world(world) for world in found.worlds]
    parts.append(_world(found.free))
    for name, share in found.by_itself.items():
        parts.append(Text(f"  by itself, {name} is taken in {_ends(share)}"))
    return parts + [line for each in found.differences for line in _difference(each)]


def _ends(share: str) -> str:
    return {"all": "every end", "some": "some of the ends", "none": "no end"}[share]


def _world(world: Played) -> Text:
    head = "nothing set" if world.name == "free" else " and ".join(_set(world))
    text = Text(f"  {head}: ", style="bold")
    ends = [f"{words.end(end)} {words.in_world(end.facts)}".rstrip() for end in world.ends]
    text.append("; or ".join(ends), style="not bold")
    if world.with_it:
        came = [", ".join(start) for start in world.came_with]
        text.append(f"\n    what has to change with it: {'; or '.join(came)}", style="not bold")
    return text


def _set(world: Played) -> list[str]:
    return [f"{name} {words.yes_no(value)}" for name, value in world.values.items()]


def _difference(found: Difference) -> list[RenderableType]:
    here, there = (
        "nothing set" if world.name == "free" else ", ".join(_set(world))
        for world in (found.here, found.there)
    )
    head = f"  {here} against {there}:"
    if found.none:
        return [Text(f"{head} no difference", style="green"), *_left_out(found)]
    parts: list[RenderableType] = [Text(head, style="bold")]
    for option in found.options:
        ends = f"in {_ends(option.here)}, not in {_ends(option.there)}"
        if option.there != "none" or option.here != "all":
            ends = f"in {_ends(option.here)} against {_ends(option.there)}"
        parts.append(Text(f"    {option.option}: taken {ends}"))
    for wish in found.wishes:
        ends = f"holds in {_ends(wish.here)} against {_ends(wish.there)}"
        parts.append(Text(f"    {words.line(wish.line)} [{words.cited(wish.line)}]: {ends}"))
    for fate, said in _FATES.items():
        if actors := [actor for actor, its in found.fates.items() if its == fate]:
            parts.append(Text(f"    {said}: {', '.join(actors)}"))
    return parts + list(_left_out(found))


def _left_out(found: Difference) -> list[RenderableType]:
    if not found.left_out:
        return []
    return [
        Text(f"    left out, as nothing but the act: {words.lines(found.left_out)}", style="dim")
    ]


# --- robust -------------------------------------------------------------------------------------

_SHOWN = 8  # sets of edits shown; --json has all
_SIZES = {1: "single change", 2: "pair of changes", 3: "triple of changes"}


def robust(found: Robust | Cannot, reading: Reading, ask: str) -> RenderableType:
    """How many changes turn the answer, whose list decides, how often its ends are equilibria."""
    head = _heading(reading)
    if isinstance(found, Cannot):
        return Group(head, _refusal(found))
    verdict = _VERDICTS[found.turning.verdict]
    parts: list[RenderableType] = [head, Text(f"  {ask}: {verdict}", style="bold")]
    parts += [Text(f"  {line}") for line in _turning(found.turning)]
    parts += [Text("  whose list decides (one actor's list at a time, the others as they are)")]
    parts += [Padding(_lists(found.decides), (0, 0, 0, 4))]
    parts += [Text(f"  {line}") for line in _combinations(found.decides)]
    parts += [Text(f"  {_share(each)}") for each in found.shares]
    if out := found.decides.lists.left_out:
        parts.append(Text(f"  left out of the lists: {'; '.join(map(_left, out))}", style="dim"))
    parts.append(
        _closing("A share is a count of combinations of what readings assume, no probability.")
    )
    return Group(*parts)


_VERDICTS = {
    Verdict.FOLLOWS: "follows",
    Verdict.FAILS: "does not follow",
    Verdict.UNDETERMINED: "undetermined",
}


def _turning(found: Turning) -> list[str]:
    lines = []
    for size, flips in found.flips.items():
        own = len(found.hinges[size])
        inside = (
            "" if size == 1 or own == flips else f", {own} of them without a smaller one inside"
        )
        lines.append(f"{_SIZES[size]}: {flips:,} of {found.of[size]:,} turn the answer{inside}")
    for chosen in found.smallest[:_SHOWN]:
        lines.append(f"  turned by: {' + '.join(map(_edit, chosen))}")
    if more := len(found.smallest) - _SHOWN:
        lines += [f"  … and {more} more, see --json"] if more > 0 else []
    return lines


def _edit(found: Edit) -> str:
    if found.old is None:
        return f"{found.text} [nobody says it]"
    place = f"line {found.place.line}"
    return f"{found.text} ({place}, {found.old.grounding}: {words.cited(found.old)})"


def _lists(found: Decides) -> Table:
    """Actors in rows, readings in columns: the answer under each list."""
    names = sorted({name for by in found.alone.values() for name in by})
    table = Table(box=None, pad_edge=False)
    for title in ("actor", *names):
        table.add_column(title)
    for actor, by in found.alone.items():
        table.add_row(actor, *(by.get(name, "–") for name in names))
    return table


_TOLD = {
    "supported": "follows and is supported",
    "inert": "follows inert",
    "no": "does not follow",
    "cannot be": "cannot be",
}


def _combinations(found: Decides) -> list[str]:
    of = found.drawn or found.lists.count
    lines = [
        f"{_TOLD[kind]} in {count:,} of {of:,} combinations of lists"
        + (f" (standard error {found.error(kind):.3f})" if found.drawn else "")
        for kind, count in found.counts.items()
    ]
    if found.distinct is not None:
        apart = ", ".join(f"{_TOLD[kind]} in {n:,}" for kind, n in found.distinct.items())
        lines.append(f"equal lists counted once, {sum(found.distinct.values()):,}: {apart}")
    return [*lines, f"{found.method}; {found.leaves:,} different courses were worked out"]


def _share(found: Share) -> str:
    where = words.in_world(found.facts)
    state = f"{words.short(found.taken)}{' ' + where if where else ''}"
    name = CONCEPTS[found.concept].name
    return f"its end ({state}) is at rest by {name} in {found.count:,} of {found.of:,} (exact)"


def _left(found: LeftOut) -> str:
    what = "the whole list" if found.line is None else str(found.line.condition)
    return f"{found.reading} {found.actor}: {what} ({found.why})"


# --- inverse ------------------------------------------------------------------------------------


def inverse(found: Inverse | Cannot, reading: Reading, want: str) -> RenderableType:
    """All smallest sets of edits, and apart those in which an owner simply wants it."""
    head = _heading(reading)
    if isinstance(found, Cannot):
        return Group(head, _refusal(found))
    parts: list[RenderableType] = [head]
    aim = "to follow" if found.at == "every" else "to hold in some end"
    if found.size == 0:
        parts.append(Text(f"  for {want} {aim}, nothing has to change", style="bold"))
    elif found.size is None:
        parts.append(
            Text(f"  no {found.bound} changes or fewer suffice for {want} {aim}", style="bold")
        )
    else:
        count = (
            f"{len(found.changes)} smallest changes"
            if len(found.changes) > 1
            else "smallest change"
        )
        parts.append(Text(f"  for {want} {aim}, {count}, of size {found.size}:", style="bold"))
        parts += _changes(found.changes)
    if found.restating:
        size = len(found.restating[0].edits)
        parts.append(Text(f"  apart, where an owner simply wants it (size {size}):"))
        parts += _changes(found.restating)
    space = "; ".join(KINDS[kind].words for kind in CHANGING)
    parts.append(
        _closing(
            f"{found.tried:,} sets of {found.edits:,} edits looked through, none smaller does. "
            f"Edits tried: {space}. Today's situation is left alone; at most {MOST_OF_ONE} edits of one "
            "actor's list."
        )
    )
    return Group(*parts)


def _changes(found: Sequence[Change]) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for number, change in enumerate(found[:_SHOWN], 1):
        for at, item in enumerate(zip(change.edits, change.positions, change.says, strict=True)):
            edit, where, said = item
            mark = f"{number}." if at == 0 else "+"
            place = where or f"line {edit.place.line}"
            parts.append(Text(f"    {mark:>3} {edit.text} ({place}): {said.text}"))
    if (more := len(found) - _SHOWN) > 0:
        parts.append(Text(f"    … and {more} more, see --json", style="dim"))
    return parts


# --- sweep --------------------------------------------------------------------------------------


def sweep(found: Swept | Cannot, reading: Reading, ask: str) -> RenderableType:
    """The counts of a sweep, in all and by choice."""
    head = _heading(reading)
    if isinstance(found, Cannot):
        return Group(head, _refusal(found))
    setup, tally = found.setup, found.tally
    parts: list[RenderableType] = [head, Text(f"  {ask}", style="bold")]
    for kind, count in zip(COUNTED, tally.counts, strict=True):
        if count or kind != COUNTED[-1]:
            error = f"(standard error of the share {tally.error(kind):.5f})"
            parts.append(Text(f"  {_TOLD[kind]} in {count:,} of {tally.draws:,} draws {error}"))
    table = Table(box=None, pad_edge=False)
    for title in ("varied", "choice", *(_TOLD[kind] for kind in COUNTED[:-1])):
        table.add_column(title, justify="left" if title in ("varied", "choice") else "right")
    for item, by in zip(setup.varied.items, tally.by, strict=True):
        for at, (choice, counts) in enumerate(zip(item.choices, by, strict=True)):
            table.add_row("" if at else item.name, choice, *(f"{n:,}" for n in counts[:-1]))
    parts.append(Padding(table, (0, 0, 0, 4)))
    if setup.varied.left_out:
        parts.append(Text(f"  left out: {'; '.join(setup.varied.left_out)}", style="dim"))
    parts.append(
        _closing(
            f"{tally.draws:,} draws from {found.combinations:,} combinations, seed {found.seed}; "
            f"result {found.result[:16]}.",
            "A share is a count of draws over what readings assume, no probability.",
        )
    )
    return Group(*parts)
