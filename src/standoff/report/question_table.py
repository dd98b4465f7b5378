"""Answers to questions as lines and tables for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from standoff.analysis.whatif import Difference, Played, WhatIf
from standoff.case.entry import Case
from standoff.report import words
from standoff.report.question_data import Cannot, reading_id

NO_PREDICTION = "This is what follows from whose assumptions; nothing here is a prediction."


def _closing(*more: str) -> Text:
    return Text("\n".join((*more, NO_PREDICTION)), style="dim")


def _heading(case: Case) -> Text:
    title = Text(f"Reading {reading_id(case)}", style="bold")
    if case.title:
        title.append(f"  {case.title}", style="italic")
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


def what_if(answers: Sequence[tuple[Case, WhatIf | Cannot]]) -> RenderableType:
    """Each reading's worlds, and what the act makes of everything but itself."""
    parts: list[RenderableType] = []
    for case, found in answers:
        parts.append(_heading(case))
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
