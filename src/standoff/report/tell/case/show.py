"""A reading read aloud, section by section: each entry in a plain sentence, with what it cites.

The chapters are the sections of a case file in their order, under the headings of their rows; a section
that another package adds is read like any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from standoff.case.entry import (
    BELIEVES,
    Actor,
    Assumption,
    Believer,
    Dated,
    Evidence,
    Motive,
    Offer,
    Option,
    Question,
    Reading,
    Wants,
)
from standoff.case.syntax import SECTIONS, SectionRow
from standoff.case.walk import walk_citations
from standoff.citation import Citation
from standoff.problem import Place, Placed
from standoff.record import plain
from standoff.report.document import Block, Clause, Document, Item, Items, Line, Part, note
from standoff.report.english import ANSWERS, GLOSSARY, English, about, heading
from standoff.report.wording import agreed, capital, join, when

DENIED = "What the text denies (kept, and never used)"
_NOTES: Mapping[str, str] = MappingProxyType(
    {
        "inferred": "the modeller's step from the sentence",
        "denied": "the text denies it",
        "carried_over": "from an older text, held to be so still",
    }
)
_STRENGTHS: Mapping[str | None, str] = MappingProxyType({"!!": "strongly", "?": "perhaps"})


@dataclass(frozen=True)
class Cited:
    """A citation, and the sentence in our words; empty where nobody has written them."""

    citation: str
    gloss: str


@dataclass(frozen=True)
class Sentence(Placed):
    """One sentence, and those that belong below it.

    said   as a line of a document
    cites  what its entry cites
    """

    ALSO = ("text", "cites", "file", "line")
    HIDDEN = ("said", "place", "below")

    said: Line
    cites: tuple[Cited, ...] = ()
    place: Place | None = None
    below: tuple[Sentence, ...] = ()

    @property
    def text(self) -> str:
        """The words alone, with a full stop."""
        words = self.said.between.join(map(_words, self.said.clauses))
        return words if words.endswith((":", ".", "?", "?)")) else f"{words}."


def _words(clause: Clause) -> str:
    stated = ("stated",) if clause.grounding == "stated" else ()
    marks = "; ".join((*stated, *clause.marks))
    return f"{clause.text} ({marks})" if marks else clause.text


@dataclass(frozen=True)
class Chapter:
    """Sentences under a heading."""

    ALSO = ("sentences",)
    HIDDEN = ("top",)

    heading: str
    top: tuple[Sentence, ...]

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All of them, each before those below it."""
        return tuple(part for sentence in self.top for part in (sentence, *sentence.below))


@dataclass(frozen=True)
class Aloud:
    """A reading in chapters; those with nothing to say are left out."""

    reading: str
    chapters: tuple[Chapter, ...]


def tell(reading: Reading) -> Document:
    """The reading, read aloud."""
    (_, opening), *chapters = (
        (chapter.heading, chapter.top) for chapter in aloud(reading).chapters
    )
    parts = (Part(note(head), (_items(top),), role="section") for head, top in chapters)
    head, *sources = (sentence.said for sentence in opening)
    first = Part(head.clauses[0], tuple(sources), role="section")
    return Document(reading.title or reading.case, (first, *parts), glossary=GLOSSARY)


def data(reading: Reading) -> Any:
    """What `standoff show --json` prints: the reading read aloud, as data."""
    return plain(aloud(reading))


def _items(sentences: Iterable[Sentence]) -> Items:
    return Items(
        tuple(Item(sentence.said, tuple(_below(sentence))) for sentence in sentences), role="lines"
    )


def _below(sentence: Sentence) -> Iterator[Block]:
    for cited in sentence.cites:
        words = cited.gloss or "no gloss yet"
        yield Line((Clause(words, (cited.citation,), computed=not cited.gloss),), role="note")
    if sentence.below:
        yield _items(sentence.below)


def aloud(reading: Reading) -> Aloud:
    """The whole reading, by the sections of a case file."""
    voice = _Aloud(English(reading))
    chapters = [Chapter("", tuple(voice.opening()))]
    for row in SECTIONS.values():
        if row.heading:
            chapters.append(Chapter(row.heading, tuple(voice.section(row))))
    denied = (line for line in reading.denied if line.condition is not None)
    chapters.append(Chapter(DENIED, tuple(map(voice.denied, denied))))
    return Aloud(reading.full, tuple(chapter for chapter in chapters if chapter.top))


@dataclass(frozen=True, eq=False)
class _Aloud:
    """What is said of each section, and of each kind of entry."""

    english: English

    @property
    def reading(self) -> Reading:
        return self.english.reading

    def section(self, row: SectionRow) -> Iterator[Sentence]:
        """A section: as `_SECTIONS` has it, or each entry by itself."""
        if row.key in _SECTIONS:
            yield from _SECTIONS[row.key](self)
            return
        for slot in (row.key,) if row.further else row.merge:
            entries = (
                self.reading.more.get(slot, ()) if row.further else getattr(self.reading, slot)
            )
            yield from map(
                self.entry, entries.values() if isinstance(entries, Mapping) else entries
            )

    def entry(self, entry: Any) -> Sentence:
        """An entry: as `_ENTRIES` has it, or by the grammar alone."""
        own = _ENTRIES.get(type(entry))
        return own(self, entry) if own else self.say(entry)

    def say(
        self, entry: Any, text: str = "", notes: Iterable[str] = (), below: Iterable[Sentence] = ()
    ) -> Sentence:
        """A sentence about an entry, with its marks, its citations and its place."""
        marks = getattr(entry, "marks", None)
        if marks is None:
            clause = note(text or self.english.entry(entry)[1])
        else:
            clause = self.english.told(entry, text)
        extra = (words for field, words in _NOTES.items() if getattr(marks, field, False))
        return Sentence(
            Line((replace(clause, text=capital(clause.text)), *map(note, (*extra, *notes)))),
            tuple(map(self._cited, getattr(entry, "citations", ()))),
            entry.place,
            tuple(below),
        )

    def _cited(self, citation: Citation) -> Cited:
        source = self.reading.sources.get(citation.source)
        records = (source.records.get(number) for number in citation.sentences) if source else ()
        return Cited(str(citation), " … ".join(r.gloss for r in records if r and r.gloss))

    # --- the whole sections

    def opening(self) -> Iterator[Sentence]:
        reading = self.reading
        at = f", {when(reading.at)}" if reading.at else ""
        yield Sentence(Line((note(f"{reading.title}  {heading(reading)}{at}".strip()),)))
        used = {citation.source for citation, _ in walk_citations((reading, reading.denied))}
        for source in reading.sources.values():
            if source.id in used:
                known = about(source) if about(source) != source.id else "nothing is recorded of it"
                title = f"“{source.title}”, " if source.title and known != source.title else ""
                inferred = (
                    " (date inferred)" if source.date and source.date_is == "inferred" else ""
                )
                yield Sentence(Line((note(f"Source {source.id}: {title}{known}{inferred}"),)))

    def facts(self) -> Iterator[Sentence]:
        set_to = {line.fact: line for line in self.reading.settings}
        for fact in self.reading.facts:
            line = set_to.get(fact.id)
            named = f"named {fact.id} in the case"
            both = (named, "both answers are tried")
            if line is None:
                yield self.say(fact, f"On “{fact.gloss}” this reading says nothing", both)
            elif line.condition is None:
                yield replace(self.say(line, notes=both), place=fact.place)
            else:
                yield self.say(line, notes=(named,))

    def now(self) -> Iterator[Sentence]:
        yield from map(self.say, self.reading.now)
        model = self.reading.model
        if model is not None:
            states = "; or ".join(
                self.english.situation(model.space.taken(state)) for state in model.today
            )
            text = f"Today {states}" if states else "The model names no situation as today's"
            yield Sentence(Line((note(text),)))
        elif self.reading.options:
            text = "Every other option is not taken" if self.reading.now else "No option is taken"
            yield Sentence(Line((note(text),)))

    def beliefs(self) -> Iterator[Sentence]:
        """Who believes something, and since when; below it the pieces."""
        held: dict[Believer, list[Any]] = {}
        for piece in self.reading.more.get(BELIEVES, ()):
            held.setdefault(piece.believer, []).append(piece)
        for believer, own in held.items():
            at = f" ({when(believer.at)})" if believer.at else ""
            head = note(f"{believer.actor} {agreed(believer.actor, '{believes}')}{at}:")
            below = tuple(map(self.belief, own))
            yield Sentence(Line((head,)), place=believer.head, below=below)

    def belief(self, piece: Any) -> Sentence:
        """A piece of belief, under whose it is."""
        if not isinstance(piece, Wants):
            return self.say(replace(piece, believer=None))
        if not piece.lines:
            return self.say(piece, self.english.taken_to_want(piece))
        plain = replace(
            piece, believer=None, lines=tuple(replace(x, believer=None) for x in piece.lines)
        )
        return self.wants(plain)

    def forecasts(self) -> Iterator[Sentence]:
        for entry in self.reading.forecasts:
            yield self.say(entry, self.english.timed(entry, by=True))

    def denied(self, line: Assumption) -> Sentence:
        bare = replace(line, marks=replace(line.marks, denied=False))
        return self.say(bare)

    # --- the entries

    def actor(self, actor: Actor) -> Sentence:
        own = [option for option in self.reading.options if option.actor == actor.name]
        also = f" (in the texts also {', '.join(actor.also)})" if actor.also else ""
        within = f", part of {actor.within}" if actor.within else ""
        could = " could:" if own else " can do nothing here"
        return self.say(actor, f"{actor.name}{also}{within}{could}", below=map(self.option, own))

    def option(self, option: Option) -> Sentence:
        sentence = self.say(option)
        clause = self.english.told(option, f"{option.name}: {option.gloss}".removesuffix(": "))
        return replace(sentence, said=Line((clause, *sentence.said.clauses[1:])))

    def wants(self, wants: Wants) -> Sentence:
        if wants.lines:
            below = self._wishes(wants.actor, wants.lines)
            head = agreed(wants.actor, f"{wants.actor} {{wants}}:")
            return replace(self.say(wants, below=below), said=Line((note(head),)))
        ranked = (
            Sentence(
                Line((Clause(f"{state.tier + 1}. {self.english.situation(state.taken)}"),)),
                place=state.place,
            )
            for state in wants.ranking
        )
        return self.say(wants, below=(*ranked, *map(self.entry, wants.weights)))

    def _wishes(self, actor: str, lines: Iterable[Assumption]) -> Iterator[Sentence]:
        rank = 0
        for line in lines:
            rank += not line.tied
            wish = self.english.wish(actor, line.condition) if line.condition is not None else ""
            strength = _STRENGTHS.get(line.strength)
            tied = "as much as that, " if line.tied else ""
            yield self.say(line, f"{rank}. {tied}{wish}", (strength,) if strength else ())

    def offer(self, offer: Offer) -> Sentence:
        return self.say(offer, f"{self.english.offer(offer)}; {ANSWERS[offer.answer]}")

    def dated(self, entry: Dated) -> Sentence:
        return self.say(entry, self.english.timed(entry), below=map(self.say, entry.remarks))

    def motive(self, motive: Motive) -> Sentence:
        act = self.english.clause(motive.act)
        then = agreed(motive.actor, f"then {motive.actor} {{wants}}, most important first:")
        below = self._wishes(motive.actor, motive.wants)
        return self.say(motive, f"{act}: {motive.why} ({motive.id})", (then,), below)

    def evidence(self, item: Evidence) -> Sentence:
        raters = sorted({rating.rater for rating in item.ratings})
        return self.say(item, notes=(f"rated by {join(raters)}" if raters else "not rated",))

    def question(self, question: Question) -> Sentence:
        sentence = self.say(question, notes=(f"(standoff ask … {question.id})",))
        return replace(sentence, said=replace(sentence.said, between=" "))


_SECTIONS: Mapping[str, Callable[[_Aloud], Iterator[Sentence]]] = MappingProxyType(
    {
        "facts": _Aloud.facts,
        "now": _Aloud.now,
        BELIEVES: _Aloud.beliefs,
        "forecasts": _Aloud.forecasts,
    }
)
"""Sections in which entries are told together."""
_ENTRIES: Mapping[type, Callable[[_Aloud, Any], Sentence]] = MappingProxyType(
    {
        Actor: _Aloud.actor,
        Wants: _Aloud.wants,
        Offer: _Aloud.offer,
        Dated: _Aloud.dated,
        Motive: _Aloud.motive,
        Evidence: _Aloud.evidence,
        Question: _Aloud.question,
    }
)
"""Kinds of entry of which more is said than their sentence."""
