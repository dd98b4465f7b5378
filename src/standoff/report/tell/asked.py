"""What the answers to a question share: a part for each reading, why one cannot answer, the closing lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from standoff.analysis.ask import Cannot
from standoff.analysis.judge.compare import End
from standoff.analysis.search import Reached, Search
from standoff.case.build import Facts
from standoff.case.entry import Reading
from standoff.report.document import Block, Clause, Document, Line, Part, note
from standoff.report.english import GLOSSARY, English, heading
from standoff.report.tell.verdict import CAUTION
from standoff.report.wording import capital


def document(reading: Reading, title: str, parts: Iterable[Part], *notes: str) -> Document:
    """An answer, with what has to be said of any such answer, and of this kind, at its end."""
    return Document(
        title or reading.title or reading.case, (*parts, *closing(*notes)), glossary=GLOSSARY
    )


def reading_part(reading: Reading, blocks: Iterable[Block]) -> Part:
    """What one reading answers, under its name and its question."""
    name = heading(reading)
    title, kicker = (reading.title, name) if reading.title else (name, "")
    return Part(note(title), tuple(blocks), role="reading", kicker=kicker)


def world_part(record: Search | Reached, blocks: Iterable[Block]) -> Part:
    """What one world of a reading answers, under its name and the facts taken for it."""
    english = English(record.reading)
    where = f"where {english.world(record.facts)}" if record.facts else ""
    return replace(reading_part(record.reading, blocks), intro=capital(where))


def refusal(cannot: Cannot) -> Part:
    """Why a reading cannot answer."""
    return reading_part(cannot.reading, [line(note(capital(cannot.why), tone="warning"))])


def closing(*notes: str) -> tuple[Line, ...]:
    """How it was computed, and that nothing here is a forecast."""
    caution = Line((note(CAUTION),), role="caution")
    return (*(Line((note(text),), role="note") for text in notes), caution)


def line(*clauses: Clause, between: str = "; ") -> Line:
    """Clauses on a line of their own."""
    return Line(clauses, between=between)


def term(text: str) -> Line:
    """What the lines below it are."""
    return Line((note(text),), role="term")


def ends(english: English, all_ends: Iterable[End]) -> Iterable[Line]:
    """Where it comes to rest: each end once, with the worlds of silent facts in which it does."""
    worlds: dict[tuple[tuple[str, ...], ...], list[Facts]] = {}
    for end in all_ends:
        worlds.setdefault(end.taken, []).append(end.facts)
    for situations, facts in worlds.items():
        rest = english.rest(situations)
        where = list(dict.fromkeys(filter(None, map(english.world, facts))))
        if len(worlds) > 1 and where:
            rest = f"where {'; or where '.join(where)}, {rest}"
        yield line(note(f"{capital(rest)}."))
