"""A case read aloud: one reading in plain sentences, each with what it cites.

A condition is spoken through the glosses of its options, which are written as what an actor could do
("press Iran to leave"): `press` is then "Russia should press Iran to leave", or "will", or "does".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from standoff.case.entry import (
    Assumption,
    Conclusion,
    Dated,
    Marks,
    Offer,
    Reading,
    Stance,
    Wants,
)
from standoff.citation import Citation
from standoff.condition import And, Condition, Const, Iff, Implies, Not, Or, Var, as_literal
from standoff.problem import Place


@dataclass(frozen=True)
class Said:
    """One sentence, what it cites with the glosses (empty: nobody wrote one), and its line."""

    text: str
    cites: tuple[tuple[str, str], ...] = ()
    place: Place | None = None
    below: bool = False  # belongs to the sentence above it


@dataclass(frozen=True)
class Chapter:
    """Sentences under a heading."""

    heading: str
    said: tuple[Said, ...]

    def as_json(self) -> dict[str, Any]:
        """The chapter as data."""
        return {
            "heading": self.heading,
            "sentences": [
                {
                    "text": each.text,
                    "cites": [{"citation": cited, "gloss": gloss} for cited, gloss in each.cites],
                    "file": each.place.file if each.place else None,
                    "line": each.place.line if each.place else None,
                }
                for each in self.said
            ],
        }


def aloud(reading: Reading) -> tuple[Chapter, ...]:
    """The whole reading; chapters with nothing to say are left out."""
    speaker = _Speaker(reading)
    chapters = (
        ("", speaker.opening()),
        ("Who could do what", speaker.actors()),
        ("What is contested", speaker.facts()),
        ("Today", speaker.today()),
        ("What cannot be", speaker.impossible()),
        ("What cannot be undone", speaker.one_way()),
        ("What each wants, most important first", speaker.wants()),
        ("What was offered", speaker.offers()),
        ("What the author concludes", speaker.conclusions()),
        ("What the text says will be", speaker.dated(reading.forecasts)),
        ("What the text says has been", speaker.dated(reading.precedents)),
        ("Why an act may have been done", speaker.motives()),
        ("What may tell the motives apart", speaker.evidence()),
        ("What is asked", speaker.questions()),
        ("What the text denies (kept, and never used)", speaker.denied()),
    )
    said = (Chapter(heading, tuple(sentences)) for heading, sentences in chapters)
    return tuple(chapter for chapter in said if chapter.said)


def spoken(reading: Reading, condition: Condition, verb: str) -> str:
    """A condition in words, through the glosses of its options; `verb` is should, will or would."""
    return _Speaker(reading).says(condition, verb)


class _Speaker:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        short = reading.short
        self.options = {short[option.full]: option for option in reading.options}
        self.facts_ = {fact.id: fact.gloss for fact in reading.facts}

    # --- conditions

    def says(self, condition: Condition, verb: str, inside: bool = False) -> str:
        """The condition in words; `verb` is should, will or would. Brackets where it stands `inside`."""
        literal = as_literal(condition)
        if literal is not None:
            return self._literal(*literal, verb)
        match condition:
            case Const(value):
                return "always" if value else "never"
            case Not(body):
                return f"it {verb} not be that {self.says(body, verb, inside=True)}"
            case And(left, right):
                text = f"{self.says(left, verb, True)}, and {self.says(right, verb, True)}"
            case Or(left, right):
                text = f"{self.says(left, verb, True)}, or {self.says(right, verb, True)}"
            case Implies(left, right):
                first = self.says(left, "would", True)
                text = f"if {first}, then {self.says(right, verb, True)}"
            case Iff(left, right):
                text = f"{self.says(left, verb, True)} exactly if {self.says(right, 'would', True)}"
            case Var():  # a literal, said above
                text = str(condition)
        return f"({text})" if inside and not self._runs_on(condition) else text

    def _runs_on(self, condition: Condition) -> bool:
        """`a and b and c` needs no brackets."""
        return isinstance(condition, And) and all(
            as_literal(part) is not None or self._runs_on(part)
            for part in (condition.left, condition.right)
        )

    def _literal(self, name: str, value: bool, verb: str) -> str:
        if name in self.facts_:
            question = self.facts_[name].rstrip("?")
            return f"“{question}?” is answered {'yes' if value else 'no'}"
        option = self.options.get(name)
        if option is None:
            return name if value else f"not {name}"
        return f"{option.actor} {verb}{'' if value else ' not'} {option.gloss}"

    def _line(self, text: str, line: Any, below: bool = False, said_by: Iterable[str] = ()) -> Said:
        """A sentence about a line, with its marks in words and its citations."""
        extra = [*said_by, *_marks(line.marks)]
        tail = f" ({'; '.join(extra)})" if extra else ""
        text = text[:1].upper() + text[1:] if not below else text
        return Said(f"{text}{tail}.", self._cites(line.citations), line.place, below)

    def _cites(self, citations: Iterable[Citation]) -> tuple[tuple[str, str], ...]:
        return tuple((str(citation), self._gloss(citation)) for citation in citations)

    def _gloss(self, citation: Citation) -> str:
        source = self.reading.sources.get(citation.source)
        records = [source.records.get(n) for n in citation.sentences] if source else []
        return " … ".join(record.gloss for record in records if record is not None and record.gloss)

    # --- chapters

    def opening(self) -> Iterator[Said]:
        reading = self.reading
        variant = f", variant “{reading.variant}”" if reading.variant else ""
        at = f", {reading.at}" if reading.at else ""
        yield Said(f"{reading.title} Reading {reading.id}{variant}{at}.")
        for source in reading.sources.values():
            about = ", ".join(filter(None, (source.author, source.title, source.outlet)))
            date = f"{source.date}" if source.date else ""
            date += " (inferred)" if date and source.date_is == "inferred" else ""
            known = ", ".join(filter(None, (about, date)))
            if any(True for _ in self._cited(source.id)):
                yield Said(f"Source {source.id}: {known or 'nothing is recorded of it'}.")

    def _cited(self, source: str) -> Iterator[Citation]:
        """What this reading cites of a source."""
        entries: tuple[Any, ...] = (
            *self.reading.options,
            *self.reading.assumptions,
            *self.reading.offers,
            *self.reading.conclusions,
            *self.reading.forecasts,
            *self.reading.precedents,
            *(remark for precedent in self.reading.precedents for remark in precedent.remarks),
            *self.reading.motives,
            *(line for motive in self.reading.motives for line in motive.wants),
            *self.reading.evidence,
            *self.reading.questions,
        )
        return (c for each in entries for c in each.citations if c.source == source)

    def actors(self) -> Iterator[Said]:
        for actor in self.reading.actors:
            also = f" (in the texts also {', '.join(actor.also)})" if actor.also else ""
            within = f", part of {actor.within}" if actor.within else ""
            options = [option for option in self.reading.options if option.actor == actor.name]
            could = "could:" if options else "can do nothing here."
            yield Said(f"{actor.name}{also}{within} {could}", place=actor.place)
            for option in options:
                name = self.reading.short[option.full]
                yield self._line(f"{name}: {option.gloss}", option, below=True)

    def facts(self) -> Iterator[Said]:
        set_to = {line.fact: line for line in self.reading.settings}
        for fact in self.reading.facts:
            line = set_to.get(fact.id)
            question = fact.gloss.rstrip("?")
            if line is None or line.condition is None:
                both = "This reading is silent: both answers are tried."
                asked = question[:1].upper() + question[1:]
                yield Said(f"{asked}? ({fact.id}) {both}", place=fact.place)
                continue
            literal = as_literal(line.condition)
            answer = "yes" if literal is not None and literal[1] else "no"
            yield self._line(f"{question}? ({fact.id}) This reading answers {answer}", line)

    def today(self) -> Iterator[Said]:
        for line in self.reading.now:
            yield self._line(self._condition(line, "does"), line)
        if self.reading.options:
            yield Said(
                "Every other option is not taken." if self.reading.now else "No option is taken."
            )

    def _condition(self, line: Assumption, verb: str) -> str:
        return self.says(line.condition, verb) if line.condition is not None else ""

    def impossible(self) -> Iterator[Said]:
        for line in self.reading.impossible:
            yield self._line(f"It cannot be that {self._condition(line, 'should')}", line)

    def one_way(self) -> Iterator[Said]:
        for line in self.reading.no_way_back:
            done = self._condition(line, "should")
            yield self._line(f"If ever {done}, that is for good", line)

    def wants(self) -> Iterator[Said]:
        for wants in self.reading.wants.values():
            yield from self._wishes(wants)

    def _wishes(self, wants: Wants) -> Iterator[Said]:
        match wants.stance:
            case Stance.SILENT:
                yield self._line(f"What {wants.actor} wants, the text does not say", wants)
            case Stance.UNDECIDED:
                yield self._line(f"What {wants.actor} wants is not decided yet", wants)
            case Stance.INDIFFERENT:
                yield self._line(f"{wants.actor} does not care, the text says", wants)
            case Stance.RANKING:
                yield Said(f"{wants.actor} ranks the situations, best first:", place=wants.place)
                for state in wants.ranking:
                    taken = ", ".join(state.taken) or "nothing is done"
                    yield Said(f"{state.tier + 1}. {taken}.", place=state.place, below=True)
            case Stance.WEIGHTS:
                yield Said(f"{wants.actor} weighs what is done:", place=wants.place)
                for weight in wants.weights:
                    yield self._line(f"{weight.name} counts {weight.value:g}", weight, below=True)
            case Stance.STATEMENTS:
                yield Said(f"{wants.actor} wants that", place=wants.place)
                rank = 0
                for line in wants.lines:
                    rank += not line.tied
                    tie = "as much: " if line.tied else ""
                    words = self._condition(line, "should")
                    strength = {"!!": ("strongly",), "?": ("perhaps",)}.get(line.strength or "", ())
                    yield self._line(f"{rank}. {tie}{words}", line, True, strength)

    def offers(self) -> Iterator[Said]:
        for offer in self.reading.offers:
            yield self._line(self._offer(offer), offer)

    def _offer(self, offer: Offer) -> str:
        gives, takes = (
            " and ".join(self.says(each, "would") for each in side)
            for side in (offer.gives, offer.takes)
        )
        answer = {
            "accepted": "It was accepted",
            "refused": "It was refused",
            "open": "It stands open",
            "unknown": "The answer is not known",
        }[offer.answer]
        return f"{offer.actor} offers: {gives}, if {takes}. {answer}"

    def conclusions(self) -> Iterator[Said]:
        for entry in self.reading.conclusions:
            yield self._line(self._conclusion(entry), entry)

    def _conclusion(self, entry: Conclusion) -> str:
        given = " and ".join(self.says(each, "does") for each in entry.given)
        if entry.effect is not None:
            actor, effect = entry.effect
            words = {"gains": "is better off", "loses": "is worse off", "same": "fares the same"}
            main = f"{actor} {words[effect]}"
        else:
            assert entry.condition is not None  # a conclusion is a condition or an effect
            main = self.says(entry.condition, "will")
        return f"Given that {given}, {main}" if given else main

    def dated(self, entries: Iterable[Dated]) -> Iterator[Said]:
        for entry in entries:
            when = f"by {entry.by}" if entry.by else "at no named time"
            what = entry.gloss or ""
            if entry.condition is not None:
                what = self.says(entry.condition, "will")
            yield self._line(f"{what} ({when})", entry)
            for remark in entry.remarks:
                yield self._line(f"{remark.about}: {remark.text}", remark, below=True)

    def motives(self) -> Iterator[Said]:
        for motive in self.reading.motives:
            done = self.says(motive.act, "would")
            yield self._line(
                f"{done}: {motive.why} ({motive.id}), for then {motive.actor} wants that", motive
            )
            for rank, line in enumerate(motive.wants, start=1):
                yield self._line(f"{rank}. {self._condition(line, 'should')}", line, below=True)

    def evidence(self) -> Iterator[Said]:
        for item in self.reading.evidence:
            rated = f"rated by {', '.join(sorted({r.rater for r in item.ratings}))}"
            yield self._line(item.gloss, item, said_by=(rated if item.ratings else "not rated",))

    def questions(self) -> Iterator[Said]:
        for question in self.reading.questions:
            head = f"{question.text.rstrip('?')}? (standoff ask … {question.id})"
            yield Said(head, self._cites(question.citations), question.place)

    def denied(self) -> Iterator[Said]:
        for line in self.reading.denied:
            who = f"{line.actor} wants that " if line.actor else ""
            if line.condition is not None:
                yield self._line(who + self._condition(line, "should"), line)


_MARKS: Mapping[str, str] = {
    "says": "the sentence says just this",
    "inferred": "the modeller's step from the sentence",
    "denied": "the sentence denies it",
    "carried_over": "from an older text, held to be so still",
}


def _marks(marks: Marks) -> Iterator[str]:
    for field, words in _MARKS.items():
        if getattr(marks, field):
            yield words
    if marks.attributed_to is not None:
        yield f"as {marks.attributed_to} has it"
    if marks.hedged is not None:
        yield f"hedged: {marks.hedged}"
