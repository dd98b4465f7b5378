"""Lines of a case as a page shows them, and what the pickers know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from standoff.app.web.state import Snapshot
from standoff.app.web.view.line import LineKind, LineMaker, LineUse, LineView
from standoff.app.web.view.word import Choice
from standoff.case.entry import Grounding, Reading, Wants, grounding
from standoff.case.format.line import print_line
from standoff.report.english import STANCES, English
from standoff.report.tell.report import further

KINDS: tuple[LineKind, ...] = (
    LineKind("1", "options", "it can do this", "option", "open the sluices"),
    LineKind("2", "now", "this is so today", "literal", "not open"),
    LineKind("3", "impossible", "cannot happen (together)", "condition", "open and not pay"),
    LineKind("4", "no_way_back", "no way back", "literal", "open"),
    LineKind("5", "wants", "it wants", "condition", "open -> pay"),
    LineKind("6", "offers", "it offers", "offer", "Upland gives open for pay"),
    LineKind("7", "author_concludes", "the author concludes", "condition", "not open"),
    LineKind("8", "facts", "this is a fact", "fact", "broken: yes"),
    LineKind("9", "forecasts", "a forecast or a precedent", "dated", "open by 2025"),
    LineKind("0", "silent", "silent, or does not care", "stance", "silent"),
)
"""The ten kinds of line that can be made of a sentence."""

_GROUNDS = {
    Grounding.STATED: "stated",
    Grounding.INFERRED: "inferred",
    Grounding.UNSOURCED: "no source",
}


def line_view(
    snapshot: Snapshot,
    english: English,
    entry: Any,
    own: str = "",
    *,
    rank: int = 0,
    words: str = "",
) -> LineView:
    """One entry of a case. `own`: the file that it is expected in; another one is `inherited`."""
    file = snapshot.name_of(entry.place.file)
    marks = getattr(entry, "marks", None)
    said = words or in_sentence(english, entry)
    return LineView(
        words=said,
        raw=raw(entry),
        file=file,
        line=entry.place.line,
        column=entry.place.column,
        cites=tuple(map(str, getattr(entry, "citations", ()))),
        grounding=_GROUNDS[grounding(entry)] if hasattr(entry, "citations") else "",
        speaker=(marks.attributed_to or "") if marks else "",
        hedge=(marks.hedged or "") if marks else "",
        rank=rank,
        tied=getattr(entry, "tied", False),
        denied=marks.denied if marks else False,
        inherited=file if own and file != own else "",
        name=str(getattr(entry, "id", getattr(entry, "name", "")) or ""),
    )


def in_sentence(english: English, entry: Any) -> str:
    """An entry in words; as written where there are none for it."""
    with suppress(KeyError, AttributeError):
        return english.entry(entry)[1]
    return raw(entry)


def raw(entry: Any) -> str:
    """An entry as it is written."""
    try:
        return print_line(entry) or ""
    except (AttributeError, TypeError, KeyError):
        return str(getattr(entry, "text", getattr(entry, "gloss", "")))


def wishes(
    snapshot: Snapshot, english: English, wants: Wants, own: str = ""
) -> tuple[LineView, ...]:
    """A list with its ranks: tied wishes share one."""
    rank, views = 0, []
    for line in wants.lines:
        rank += not line.tied
        views.append(line_view(snapshot, english, line, own, rank=rank))
    return tuple(views)


def maker(snapshot: Snapshot, reading: str, variant: str = "") -> LineMaker:
    """What the pickers know in a reading."""
    merged = snapshot.merged(reading, variant)[0]
    english = English(merged)
    return LineMaker(
        reading,
        KINDS,
        tuple(Choice(a.name, a.name, ", ".join(a.also)) for a in merged.actors),
        tuple(Choice(str(o.name), o.gloss or o.id, o.actor) for o in merged.options),
        tuple(Choice(fact.id, fact.gloss) for fact in merged.facts),
        {
            actor: wishes(snapshot, english, wants, snapshot.file_of(reading))
            for actor, wants in merged.wants.items()
        },
    )


def stance(wants: Wants | None) -> str:
    if wants is None:
        return "nobody says what it wants: list it, or choose silent"
    if str(wants.stance) == "undecided":
        return "not decided yet"
    return STANCES.get(wants.stance, "") or ""


def entries(reading: Reading) -> Iterator[Any]:
    """Every entry of a reading that stands on a line and may cite."""
    yield from reading.options
    yield from reading.assumptions
    yield from reading.denied
    yield from reading.wants.values()
    for slot in ("offers", "conclusions", "forecasts", "precedents", "motives", "evidence"):
        yield from getattr(reading, slot)
    yield from reading.questions
    for _, further_entries in further(reading):
        yield from further_entries


def uses(snapshot: Snapshot, source: str, numbers: set[int]) -> Iterator[LineUse]:
    """The lines that rest on a sentence, each once, with the readings that have it."""
    known: dict[tuple[str, int, int], list[Any]] = {}
    for id in snapshot.readings:
        merged = snapshot.merged(id)[0]
        english = English(merged)
        for entry in entries(merged):
            cited = getattr(entry, "citations", ())
            if any(c.source == source and numbers & set(c.sentences) for c in cited):
                place = entry.place
                key = snapshot.name_of(place.file), place.line, place.column
                row = known.setdefault(key, [in_sentence(english, entry), raw(entry), []])
                row[2].append(id)
    for (file, line, column), (words, text, readings) in known.items():
        yield LineUse(words, text, file, line, column, tuple(dict.fromkeys(readings)))
