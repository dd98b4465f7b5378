"""The sentences behind the lines: every cited sentence once, with all that the case takes from it.

A link on the page leads to its sentence (`Cite.anchor`) and names the line that cites it (`Cite.use`):
the panel shows the one use that was asked about, a page without script all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from standoff.analysis.judge.compare import Answer
from standoff.case.entry import (
    Assumption,
    Conclusion,
    Dated,
    Grounding,
    Offer,
    Option,
    Reading,
    Section,
    Wants,
)
from standoff.citation import Citation, Source
from standoff.problem import Place
from standoff.report.phrase import Phrases, when

Sentences: TypeAlias = Mapping[tuple[str, int], str]
"""(source id, sentence number) -> the sentence as it stands in the text."""

Cited: TypeAlias = Assumption | Conclusion | Option | Offer | Dated | Wants

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

_SECTION: Mapping[Section, str] = {
    Section.NOW: "today's situation",
    Section.IMPOSSIBLE: "what cannot happen together",
    Section.NO_WAY_BACK: "what cannot be undone",
    Section.WANTS: "a wish",
    Section.FACTS: "a fact",
}


@dataclass(frozen=True)
class Cite:
    """A link to a cited sentence."""

    label: str
    anchor: str
    use: str


@dataclass(frozen=True)
class Said:
    """Something the case says, in words, with what stands behind it."""

    text: str
    cites: tuple[Cite, ...] = ()
    grounding: str = ""  # stated, inferred or no source; empty where the question does not arise
    speaker: str = ""  # who is reported to say it, where that is not the author
    hedge: str = ""


@dataclass(frozen=True)
class Use:
    """What one line takes from a sentence."""

    id: str
    kind: str
    said: Said
    readings: tuple[str, ...]
    where: str  # file and line, inside the folder of the case
    clause: str = ""  # the words cited, where a part of the sentence is


@dataclass(frozen=True)
class Entry:
    """A sentence: its words, or our gloss of it, and its uses; one without uses is there as context."""

    anchor: str
    number: int
    text: str
    verbatim: bool
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class Shelf:
    """A source with its cited sentences and those beside them, in the order of the text."""

    source: Source
    label: str
    entries: tuple[Entry, ...]

    @property
    def cited(self) -> int:
        """How many of the sentences are cited."""
        return sum(bool(entry.uses) for entry in self.entries)

    @property
    def verbatim(self) -> bool:
        """Whether the text itself was given."""
        return any(entry.verbatim for entry in self.entries)

    @property
    def lang(self) -> str:
        """The language as a page may name it; empty where none, or none that could be one, is given."""
        return self.source.language if _LANGUAGE.fullmatch(self.source.language) else ""


def grounding(item: Cited) -> str:
    """Stated, inferred or no source, by the rule for assumptions."""
    if not item.citations:
        return "no source"
    return str(Grounding.STATED if item.marks.says else Grounding.INFERRED)


def _anchor(source: str, number: int) -> str:
    return f"e-{source}-{number}"


@dataclass(frozen=True)
class Evidence:
    """Every cited sentence of the readings, on the shelf of its source."""

    shelves: tuple[Shelf, ...]
    ids: Mapping[Place, str]  # of the uses, by the place of their line

    def cites(self, item: Cited) -> tuple[Cite, ...]:
        """Links to the sentences behind a line."""
        use = self.ids.get(item.place, "")
        return tuple(
            Cite(f"{citation.source} s{number}", _anchor(citation.source, number), use)
            for citation in item.citations
            for number in citation.sentences
        )

    def said(self, item: Cited, text: str) -> Said:
        """A line in words with the links to its sentences."""
        marks = item.marks
        return Said(
            text, self.cites(item), grounding(item), marks.attributed_to or "", marks.hedged or ""
        )


def gather(
    answers: Iterable[Answer], sentences: Sentences | None = None, root: str = ""
) -> Evidence:
    """What the readings cite. `root` is the folder of the case, left out of the places shown."""
    sources: dict[str, Source] = {}
    lines: dict[Place, tuple[Cited, str, str]] = {}
    readings: dict[Place, list[str]] = {}
    for answer in answers:
        sources |= answer.reading.sources
        for item, kind, text in _entries(answer.reading):
            lines.setdefault(item.place, (item, kind, text))
            readings.setdefault(item.place, []).append(answer.reading.id)
    ids = {place: f"u{at}" for at, place in enumerate(lines, 1)}
    cited: dict[str, dict[int, list[Use]]] = {id: {} for id in sources}
    for place, (item, kind, text) in lines.items():
        marks = item.marks
        said = Said(text, (), grounding(item), marks.attributed_to or "", marks.hedged or "")
        for citation in item.citations:
            for number in citation.sentences:
                clause = _clause(citation, (sentences or {}).get((citation.source, number), ""))
                where = f"{place.file.removeprefix(root).lstrip('/')}, line {place.line}"
                use = Use(ids[place], kind, said, tuple(readings[place]), where, clause)
                cited.setdefault(citation.source, {}).setdefault(number, []).append(use)
    shelves = (
        _shelf(sources.get(id, Source(id)), uses, sentences or {}) for id, uses in cited.items()
    )
    return Evidence(tuple(shelves), ids)


def _entries(reading: Reading) -> Iterator[tuple[Cited, str, str]]:
    """Everything in a reading that may cite, with what it is and what it says."""
    phrases = Phrases(reading)
    for line in reading.assumptions:
        yield line, _SECTION[line.section], phrases.line(line)
    for wants in reading.wants.values():
        if wants.citations:
            yield wants, "a wish", f"What {wants.actor} wants: {wants.stance}"
    for option in reading.options:
        yield option, "a choice", f"{option.actor} could {option.gloss}"
    for line in reading.denied:
        yield line, "denied by the text, not used", phrases.line(line)
    for offer in reading.offers:
        yield offer, f"an offer, {offer.answer}", phrases.offer(offer)
    for conclusion in reading.conclusions:
        yield conclusion, "the author's conclusion", phrases.conclusion(conclusion)
    for dated in reading.forecasts:
        yield dated, "a forecast", phrases.dated(dated)
    for dated in reading.precedents:
        yield dated, "a precedent", phrases.dated(dated)


def _clause(citation: Citation, sentence: str) -> str:
    if citation.clause is None:
        return ""
    return sentence[slice(*citation.clause)]


def _shelf(source: Source, uses: Mapping[int, list[Use]], sentences: Sentences) -> Shelf:
    beside = {n + step for n in uses for step in (-1, 1) if (source.id, n + step) in sentences}
    entries = (
        _entry(source, number, uses.get(number, ()), sentences)
        for number in sorted(beside | uses.keys())
    )
    day = when(source.date) if source.date else ""
    label = ", ".join(filter(None, (source.author, source.outlet, day)))
    return Shelf(source, label or source.title, tuple(entries))


def _entry(source: Source, number: int, uses: Iterable[Use], sentences: Sentences) -> Entry:
    verbatim = sentences.get((source.id, number), "")
    record = source.records.get(number)
    gloss = record.gloss if record else ""
    return Entry(
        _anchor(source.id, number),
        number,
        verbatim or gloss,
        bool(verbatim),
        tuple(dict.fromkeys(uses)),
    )
