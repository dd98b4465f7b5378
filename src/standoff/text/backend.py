"""The ways to read a text, in one table; each takes a text and gives records."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from standoff.citation import Period
from standoff.problem import UnknownName
from standoff.text.annotation import (
    Annotation,
    Attribution,
    Flag,
    Mark,
    Mention,
    Record,
    When,
    misquotes,
    numbered,
)
from standoff.text.desk.decision import reread
from standoff.text.endpoint import Answers, Endpoint, Spent, read_with_model
from standoff.text.find import event, furniture, hedge, offer, option, stance
from standoff.text.find.said import attribution, pattern
from standoff.text.find.when import date
from standoff.text.find.when.dateline import stated_publication
from standoff.text.find.who import actor, entity
from standoff.text.find.who.again import NEW
from standoff.text.find.who.phrase import Memory, scenes
from standoff.text.find.word.fold import fold
from standoff.text.find.word.language import ENGLISH, language
from standoff.text.find.word.lexicon import Lexicon, lexicon, look
from standoff.text.find.word.parse import Parse
from standoff.text.find.word.quotation import Quotation, quotations
from standoff.text.find.word.spacy_parser import DEFAULT_PIPELINE, parse
from standoff.text.sentence import Sentence, sentences


@dataclass(frozen=True)
class Settings:
    """How to read.

    published  when the text was published, for dates without a year
    names      the lexicon, with the user's own names if there are any
    pipeline   a spaCy pipeline, for the `rules` backend
    endpoint   where the language model answers, for the `model` backend
    spent      what its answers cost so far; it grows while reading
    answers    where its answers are kept, so that nothing is asked twice
    refuter    whom to ask to refute what it proposes
    roles      offset of a line -> its role, where the markup of the source gave it
    """

    published: Period | None = None
    names: Lexicon = field(default_factory=lexicon)
    pipeline: str = DEFAULT_PIPELINE
    endpoint: Endpoint | None = None
    spent: Spent = field(default_factory=Spent)
    answers: Answers | None = None
    refuter: Endpoint | None = None
    roles: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposals:
    """What a backend gives back: records, and how many it threw away."""

    records: tuple[Record, ...]
    thrown_away: int = 0


Reader: TypeAlias = Callable[[str, tuple[Sentence, ...], Settings], Proposals]


@dataclass(frozen=True)
class Backend:
    """A way to read: its function, what it needs, and what can be expected of it.

    any_language  whether it reads texts that are not in English
    """

    read: Reader
    needs: str
    says: str
    any_language: bool = False


def annotate(
    text: str, source: str, backend: str = "rules", settings: Settings | None = None
) -> Annotation:
    """Read a text: numbered sentences, and records that are all proposals.

    raises  UnknownName    no such backend
            MissingExtra   the `rules` backend without the extra [read]
            ModelError     the `model` backend without an endpoint, or one that does not answer
    """
    chosen = BACKENDS.get(backend)
    if chosen is None:
        raise UnknownName("backend", backend, BACKENDS)
    parts = sentences(text)
    spoken = language(text)
    reader = chosen.read if spoken == ENGLISH or chosen.any_language else _only_flags
    reading = _unfolded(reader, text, parts, settings or Settings())
    wrong = misquotes(text, reading.records)
    records = [r for r in reading.records if r not in wrong] if wrong else reading.records
    return Annotation(
        source=source,
        sha256=hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        sentences=parts,
        records=numbered(records),
        backend=backend,
        thrown_away=reading.thrown_away + len(wrong),
        language=spoken,
    )


def _unfolded(
    read: Reader, text: str, parts: tuple[Sentence, ...], settings: Settings
) -> Proposals:
    """Let a text be read in its folded form, and bring what was found back to the text itself."""
    folded = fold(text)
    if folded is None:
        return read(text, parts, settings)
    own = dataclasses.replace(settings, roles=folded.offsets(settings.roles))
    reading = read(folded.text, folded.sentences(parts), own)
    records = tuple(folded.record(r, text) for r in reading.records)
    return dataclasses.replace(reading, records=tuple(r for r in records if r.start < r.end))


def _only_flags(text: str, parts: tuple[Sentence, ...], settings: Settings) -> Proposals:
    """What can be said of a text in another language: what is not the article."""
    return Proposals(tuple(_loud(text, parts, settings)[0]))


def _only_times(text: str, parts: tuple[Sentence, ...], settings: Settings) -> Proposals:
    published = settings.published or stated_publication(text)
    return Proposals(
        tuple(_times(text, _loud(text, parts, settings), published, quotations(text, parts)))
    )


def redated(text: str, old: Annotation, settings: Settings) -> Annotation:
    """An annotation with its proposed dates read again, as after its publication became known.

    What was decided stays; other records stay as they are.
    """
    parts = sentences(text)
    times = _unfolded(_only_times, text, parts, settings).records
    others = [r for r in old.records if not isinstance(r, When)]
    return reread(old, dataclasses.replace(old, records=numbered([*others, *times])))


def _loud(
    text: str, parts: Sequence[Sentence], settings: Settings
) -> tuple[list[Flag], list[Sentence]]:
    """The flags of a text, and the sentences that are read."""
    flags = furniture.flags(text, parts, settings.roles)
    silent = {f.start for f in flags if f.role in furniture.SILENT}
    return flags, [p for p in parts if p.start not in silent]


def _times(
    text: str,
    loud: tuple[Sequence[Flag], Sequence[Sentence]],
    published: Period | None,
    quotes: Sequence[Quotation],
) -> list[When]:
    aside = {f.start for f in loud[0] if f.role == "caption"}
    spoken = [(q.start, q.end) for q in quotes]
    return date.dates(text, loud[1], published, [p for p in loud[1] if p.start in aside], spoken)


@dataclass(frozen=True)
class _Ground:
    """What every backend begins with."""

    loud: Sequence[Sentence]
    records: list[Record]
    mentions: list[Mention]
    quotes: Sequence[Quotation]


def _ground(
    text: str, parts: tuple[Sentence, ...], settings: Settings, *, parsed: bool = False
) -> tuple[_Ground, Sequence[Parse]]:
    """Flags, names, dates and marks; with a parser's names united with those of the tables."""
    flags, loud = _loud(text, parts, settings)
    published = settings.published or stated_publication(text)
    year = published.latest.year if published else None
    named = actor.mentions(text, loud, settings.names, year)
    parses = parse(text, loud, settings.pipeline) if parsed else []
    if parsed:
        named = entity.united(text, look(text), parses, named)
    quotes = quotations(text, parts)
    times = _times(text, (flags, loud), published, quotes)
    marks = hedge.marks(text, loud, times, quotes)
    mentions = [m for m in named if isinstance(m, Mention)]
    return _Ground(loud, [*flags, *named, *times, *marks], mentions, quotes), parses


def _plain(text: str, parts: tuple[Sentence, ...], settings: Settings) -> Proposals:
    ground, _ = _ground(text, parts, settings)
    said = pattern.by_pattern(text, ground.loud, ground.mentions, ground.quotes)
    deals = offer.voiced(offer.offers(text, ground.loud, ground.mentions), ())
    return Proposals((*ground.records, *said, *deals))


def _rules(text: str, parts: tuple[Sentence, ...], settings: Settings) -> Proposals:
    ground, parses = _ground(text, parts, settings, parsed=True)
    quotes, memory = ground.quotes, Memory()
    seen = scenes(parses, ground.mentions, memory, quotes)
    said, own = attribution.by_parse(text, seen, quotes, memory)
    tabled = [m for m in ground.mentions if m.via != NEW]
    done = event.events(text, scenes(parses, tabled, memory, quotes))
    could = option.options(text, seen)
    deals = offer.voiced(offer.offers(text, ground.loud, ground.mentions), said)
    meant = _meant(text, ground, said, own)
    return Proposals((*ground.records, *said, *done, *could, *deals, *meant))


def _meant(
    text: str, ground: _Ground, said: Sequence[Attribution], own: Sequence[Attribution]
) -> list[Record]:
    """Sentences that may become lines of a case: wishes, what cannot be, conclusions."""
    marks = [r for r in ground.records if isinstance(r, Mark)]
    return [
        *stance.wishes(text, sorted((*said, *own), key=lambda a: (a.start, a.end))),
        *stance.limits(text, ground.loud, ground.mentions),
        *stance.conclusions(text, ground.loud, marks, said),
    ]


def _model(text: str, parts: tuple[Sentence, ...], settings: Settings) -> Proposals:
    ground, _ = _ground(text, parts, settings)
    records, thrown_away = read_with_model(
        text, ground.loud, settings.endpoint, settings.spent,
        answers=settings.answers, refuter=settings.refuter,
    )  # fmt: skip
    told = [r for r in records if isinstance(r, Attribution)]
    deals = offer.voiced(offer.offers(text, ground.loud, ground.mentions), told)
    return Proposals((*ground.records, *deals, *records), thrown_away)


BACKENDS: Mapping[str, Backend] = MappingProxyType(
    {
        "rules": Backend(
            _rules, "the extra [read]: spaCy", "actors, speech, events, options, offers, dates"
        ),
        "plain": Backend(_plain, "nothing", "actors, simple speech, offers, dates, marks"),
        "model": Backend(
            _model,
            "an OpenAI-compatible endpoint",
            "as plain, and what a language model adds",
            True,
        ),
    }
)
