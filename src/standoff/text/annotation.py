"""What the desk finds in a text: records that stand off from it, each with its span and its state.

Every record quotes its span exactly, names the rule that fired, and is only a proposal until a
person decides. A new kind of record is one class here and one line in `KINDS`; reading, writing,
deciding and exchange follow from its fields.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, TypeAlias, TypeVar

from standoff.problem import StandoffError
from standoff.text.sentence import Sentence

Span: TypeAlias = tuple[int, int]
STATES = ("proposed", "accepted", "edited", "rejected")
AUTHOR = "author"
ASSISTANT = "an assistant proposes it"
"""How the rule of a record begins that an assistant proposed (`standoff mcp`); its reason follows."""
LINE_SECTIONS = (
    *("options", "facts", "now", "impossible", "no_way_back", "wants"),
    *("offers", "author_concludes", "forecasts", "precedents"),
)
"""Where in a case a proposed line may stand."""


class RecordError(StandoffError):
    """A record that cannot be read, or that does not quote the text it stands on."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What all records share. `text[start:end] == quote`, in code points of the frozen text.

    rule   the rule that fired, for the person who decides
    state  proposed, or what a person made of it: accepted, edited, rejected
    by, at who decided and when (ISO 8601); empty while proposed
    """

    KIND: ClassVar[str] = ""

    start: int
    end: int
    quote: str
    rule: str
    state: str = "proposed"
    id: str = ""
    by: str = ""
    at: str = ""
    note: str = ""

    @property
    def decided(self) -> bool:
        return self.state != "proposed"

    @property
    def stands(self) -> bool:
        """Whether nobody rejected it."""
        return self.state != "rejected"

    @property
    def accepted(self) -> bool:
        """Whether a person accepted it, as it was or edited."""
        return self.state in ("accepted", "edited")

    @property
    def of_assistant(self) -> bool:
        """Whether an assistant proposed it: reading the text again does not bring it back."""
        return self.rule.startswith(ASSISTANT)


@dataclass(frozen=True, kw_only=True)
class Mention(Record):
    """An actor by name, demonym, seat of government, leader or organ; a place when `via` says so.

    actor  ISO 3166 alpha-3 code of a state, else a slug
    organ  the organ's own id where the actor is a state spoken of by one of its organs
    """

    KIND = "mention"

    actor: str
    via: str
    organ: str = ""


@dataclass(frozen=True, kw_only=True)
class Name(Record):
    """A proper name that no table knows: perhaps a new actor, for the person to say."""

    KIND = "name"

    slug: str


@dataclass(frozen=True, kw_only=True)
class Attribution(Record):
    """Somebody says something. The span is the content; what nobody else says, the author says.

    kind    direct, indirect, according, noun, belief or unclosed
    depth   1 for what the author reports, 2 for what is reported inside that, and so on
    via     the span of the cue through which the author knows of it; None at depth 1
    status  said; or negated, imagined: the text says that it was not said, or only might be
    sure    "?" where the holder is a guess: a pronoun without a clear owner, nobody named
    """

    KIND = "attribution"

    holder: str
    cue: Span
    content: Span
    kind: str
    depth: int = 1
    holder_span: Span | None = None
    via: Span | None = None
    status: str = "said"
    sure: str = ""


@dataclass(frozen=True, kw_only=True)
class Event(Record):
    """Who did what to whom: a candidate. Categories are those of PLOVER's 2016 records.

    status  asserted, reported, negated, intended, hypothetical or question
    rank    0 for what the sentence is mainly about, then 1, 2 ... for what it says by the way
    """

    KIND = "event"

    source: tuple[str, ...]
    target: tuple[str, ...]
    category: str
    status: str
    trigger: Span
    rank: int = 0


@dataclass(frozen=True, kw_only=True)
class Offer(Record):
    """One side would give something for something; spans and answer as far as the text shows them.

    answer  accepted, refused, open, denied (the text says it was not made) or unknown
    voice   whose words speak of it; empty for the author's own
    """

    KIND = "offer"

    giver: str
    taker: str
    gives: Span | None
    wants: Span | None
    answer: str
    voice: str = ""


@dataclass(frozen=True, kw_only=True)
class When(Record):
    """A time as an interval of days (ISO, both ends included); an end not known is empty.

    granularity  day, month, season, year or relative
    """

    KIND = "date"

    earliest: str
    latest: str
    granularity: str


@dataclass(frozen=True, kw_only=True)
class Mark(Record):
    """A word that changes how a sentence is meant: hedge, likelihood, condition, negation ..."""

    KIND = "mark"

    kind: str
    horizon: str = ""


@dataclass(frozen=True, kw_only=True)
class Option(Record):
    """Something an actor could do, as a phrase of the text; a candidate for the case."""

    KIND = "option"

    actor: str
    phrase: str


@dataclass(frozen=True, kw_only=True)
class Wish(Record):
    """Words that may speak of what an actor wants, or does not; no order is proposed.

    direction  for or against what the span says
    """

    KIND = "wish"

    actor: str
    direction: str


@dataclass(frozen=True, kw_only=True)
class Cannot(Record):
    """A sentence that may say what cannot be, or what an actor has no power to do."""

    KIND = "cannot"

    actor: str


@dataclass(frozen=True, kw_only=True)
class Conclusion(Record):
    """A sentence that may be what the author concludes, with the words of its horizon if it has one."""

    KIND = "conclusion"

    horizon: str = ""


@dataclass(frozen=True, kw_only=True)
class Flag(Record):
    """A sentence that is not the article's text: title, caption, teaser, disclaimer ..."""

    KIND = "flag"

    role: str


@dataclass(frozen=True, kw_only=True)
class Pair(Record):
    """Two sentences of two sources about the same thing; what they do to each other is decided.

    verdict  unknown until a person says agree, contradict or talk-past
    """

    KIND = "pair"

    other: str
    other_span: Span
    score: float
    when: str
    other_when: str
    verdict: str = "unknown"


@dataclass(frozen=True, kw_only=True)
class Line(Record):
    """A line that a case might have because of the span: as its file would hold it, with its citation.

    section  where it would stand, one of `LINE_SECTIONS`
    whose    for a wish, the actor that has it, by the name of the case
    """

    KIND = "line"

    section: str
    line: str
    whose: str = ""


KINDS: Mapping[str, type[Record]] = MappingProxyType(
    {
        kind.KIND: kind
        for kind in (
            Mention,
            Name,
            Attribution,
            Event,
            Offer,
            When,
            Mark,
            Option,
            Wish,
            Cannot,
            Conclusion,
            Flag,
            Pair,
            Line,
        )
    }
)

_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {name: tuple(field.name for field in dataclasses.fields(kind)) for name, kind in KINDS.items()}
)
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Annotation:
    """All that was found in one source.

    thrown_away  how many records of a model were dropped because the text does not say them
    language     the text's language; the rules read English alone
    """

    source: str
    sha256: str
    sentences: tuple[Sentence, ...]
    records: tuple[Record, ...]
    backend: str
    thrown_away: int = 0
    language: str = "English"

    def of(self, kind: type[R]) -> Iterator[R]:
        """Yield the records of one kind, in the order of the text."""
        return (record for record in self.records if isinstance(record, kind))

    def standing(self, kind: type[R]) -> Iterator[R]:
        """Yield those of one kind that nobody rejected."""
        return (record for record in self.of(kind) if record.stands)

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds an offset, or the last one before it."""
        return sentence_at(self.sentences, offset)


def sentence_at(sentences: tuple[Sentence, ...], offset: int) -> Sentence:
    """The sentence that holds an offset, or the last one that begins before it."""
    low, high = 0, len(sentences)
    while low < high:
        middle = (low + high) // 2
        if sentences[middle].start <= offset:
            low = middle + 1
        else:
            high = middle
    return sentences[max(0, low - 1)]


def by_sentence(
    records: Iterable[R], parts: Sequence[Sentence]
) -> Iterator[tuple[Sentence, list[R]]]:
    """Yield each sentence with the records that begin in it, in one pass over both."""
    waiting = sorted(records, key=lambda r: r.start)
    at = 0
    for part in parts:
        while at < len(waiting) and waiting[at].start < part.start:
            at += 1
        first = at
        while at < len(waiting) and waiting[at].start < part.end:
            at += 1
        yield part, waiting[first:at]


def numbered(records: Iterable[Record], taken: Iterable[str] = ()) -> tuple[Record, ...]:
    """Sort records by place and give an id to those without: kind and offsets, as `date:12-20`.

    Ids are made from places, so that reading the same text twice gives the same ids.
    """
    used = set(taken)
    found: list[Record] = []
    for record in sorted(records, key=lambda r: (r.start, r.end, r.KIND, r.id, r.rule)):
        if not record.id:
            base = f"{record.KIND}:{record.start}-{record.end}"
            name, count = base, 1
            while name in used:
                count += 1
                name = f"{base}.{count}"
            record = renamed(record, name)
        used.add(record.id)
        found.append(record)
    return tuple(found)


def renamed(record: R, id: str) -> R:
    """A record with another id: what `dataclasses.replace` gives, in a sixth of its time."""
    twin = object.__new__(type(record))
    twin.__dict__.update(record.__dict__, id=id)
    return twin


def misquotes(text: str, records: Iterable[Record]) -> list[Record]:
    """The records whose quote is not what the text holds at their offsets."""
    return [r for r in records if r.start < 0 or text[r.start : r.end] != r.quote]


def to_json(record: Record) -> dict[str, Any]:
    """A record as plain JSON values, its kind under `record`; what is empty is left out."""
    told: dict[str, Any] = {"record": record.KIND}
    own = record.__dict__
    for name in _FIELDS[record.KIND]:
        value = own[name]
        if value is not None and value != "":
            told[name] = value
    return told


def from_json(values: Mapping[str, Any]) -> Record:
    """The record that `to_json` wrote.

    raises  RecordError  for an unknown kind, a missing or unknown field, or offsets that are none
    """
    kind = KINDS.get(str(values.get("record")))
    if kind is None:
        raise RecordError(f"{values.get('record')!r} is not a kind of record: {', '.join(KINDS)}")
    known = {f.name: f for f in dataclasses.fields(kind)}
    given = {k: _tuple(v) for k, v in values.items() if k != "record"}
    if strange := sorted(set(given) - set(known)):
        raise RecordError(f"a {kind.KIND} has no field {strange[0]!r}")
    blank = {n: _blank(f.type) for n, f in known.items() if f.default is dataclasses.MISSING}
    try:
        record = kind(**{**blank, **given})
    except TypeError as error:
        raise RecordError(f"a {kind.KIND} cannot be read: {error}") from None
    if not all(type(given.get(name)) is int for name in ("start", "end")):
        raise RecordError(f"a {kind.KIND} needs whole numbers as start and end")
    for name, field in known.items():
        if not _fits(getattr(record, name), str(field.type)):
            raise RecordError(f"`{name}` of a {kind.KIND} is {str(getattr(record, name))[:60]!r}")
    if record.state not in STATES:
        raise RecordError(f"{record.state!r} is not a state: {', '.join(STATES)}")
    return record


def _fits(value: Any, annotation: str) -> bool:
    """Whether a value is of the type that a field is annotated with."""
    match annotation:
        case "str":
            return isinstance(value, str)
        case "int":
            return type(value) is int
        case "float":
            return type(value) in (int, float) and abs(value) < float("inf")
        case "tuple[str, ...]":
            # written as "" where it is empty
            return value == "" or (
                isinstance(value, tuple) and all(isinstance(v, str) for v in value)
            )
        case "Span":
            return (
                isinstance(value, tuple) and len(value) == 2 and all(type(v) is int for v in value)
            )
        case "Span | None":
            return value is None or _fits(value, "Span")
    raise TypeError(annotation)


def _blank(annotation: Any) -> Any:
    """What `to_json` leaves out, put back: fields without default that were empty."""
    return None if "None" in str(annotation) else ""


def _tuple(value: Any) -> Any:
    return tuple(_tuple(v) for v in value) if isinstance(value, list) else value
