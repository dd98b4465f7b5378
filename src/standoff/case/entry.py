"""The entries of a case: what a person wrote, immutable, each with its place and its citations.

`Sections` holds the entries of every section; an `Overlay` is the sections of one file (or of one variant
in it), a `Reading` those of one source's version of the case: base, reading and variant laid over each
other (see `standoff.case.reading`). `Case` is all files of a case as written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any

from standoff.citation import Citation, Period, Source
from standoff.condition import Condition, Name, Var, rename
from standoff.problem import Place

_NAMES = MappingProxyType({"names": True})
"""Metadata of a field that holds names of options outside of conditions."""


class Grounding(StrEnum):
    """What stands behind an assumption."""

    STATED = "stated"  # cited and marked `says`: the sentence says just this
    INFERRED = "inferred"  # cited: the modeller's step from the sentence
    UNSOURCED = "unsourced"  # no citation


def grounding(entry: Any) -> Grounding:
    """Stated, inferred or unsourced, by the rule of the design: cited and `says`; cited; neither."""
    if not entry.citations:
        return Grounding.UNSOURCED
    return Grounding.STATED if entry.marks.says else Grounding.INFERRED


@dataclass(frozen=True)
class Marks:
    """What may follow a line's citations, each at most once, in this order."""

    says: bool = False
    inferred: bool = False
    attributed_to: str | None = None
    hedged: str | None = None
    denied: bool = False
    carried_over: bool = False


@dataclass(frozen=True)
class Actor:
    """Who can decide. `within` names the actor it is part of."""

    name: str
    also: tuple[str, ...]
    within: str | None
    place: Place


@dataclass(frozen=True)
class Option:
    """What an actor could do. `id` is unique in the case, or shared and then written `Actor.id`.

    `short` is the shortest name that is unique in a merged reading. `published`: an option of a model
    file, known by its id alone.
    """

    id: str
    actor: str
    gloss: str
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place
    short: str = ""
    published: bool = False

    @property
    def full(self) -> str:
        """`Actor.id`, unique in every case."""
        return self.id if self.published else f"{self.actor}.{self.id}"

    @cached_property
    def name(self) -> str:
        """What conditions call it: its full name, printed in its shortest unique form."""
        return Name(self.full, short=self.short or self.full)


@dataclass(frozen=True)
class Fact:
    """A contested fact by name: stands in conditions, belongs to nobody, never moves."""

    id: str
    gloss: str
    place: Place


@dataclass(frozen=True)
class Believer:
    """Whose belief a line is, and of when; `head` is where its beliefs begin in the file."""

    actor: str
    at: Period | None
    head: Place


class Section(StrEnum):
    """Where assumptions stand."""

    NOW = "now"
    IMPOSSIBLE = "impossible"
    NO_WAY_BACK = "no_way_back"
    WANTS = "wants"
    FACTS = "facts"


@dataclass(frozen=True)
class Assumption:
    """One line under `now`, `impossible`, `no_way_back`, `wants` or `facts`.

    `condition` of a `now` or `no_way_back` line is a bare literal; of a `facts` line it is the literal
    of the fact as set, or None where the fact is set `silent`; `fact` is that fact. `actor` is set for
    `wants` lines.
    `tied` says that `equal` stands between this wish and the one before it. `strength` is `!!` or `?`
    where the line ends so. `believer` is set where the line stands under `believes`. Conditions hold full
    names once a reading is merged; as parsed from a file they hold the names as written.
    """

    section: Section
    condition: Condition | None
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place
    actor: str | None = None
    tied: bool = False
    strength: str | None = None
    fact: str | None = None
    believer: Believer | None = None

    def __hash__(self) -> int:  # lines are looked up by the thousand, and few share a place
        return hash((self.place.line, self.place.column, self.actor))

    @property
    def grounding(self) -> Grounding:
        return grounding(self)

    def plain(self) -> dict[str, Any]:
        """The line as data: what it says, where it stands, what stands behind it."""
        believer = {} if self.believer is None else {"believer": self.believer.actor}
        return {
            **believer,
            "section": str(self.section),
            "actor": self.actor,
            "condition": None if self.condition is None else str(self.condition),
            "citations": list(map(str, self.citations)),
            "grounding": str(self.grounding),
            "attributed_to": self.marks.attributed_to,
            "hedged": self.marks.hedged,
            "file": self.place.file,
            "line": self.place.line,
        }


class Stance(StrEnum):
    """How an actor's wishes are given."""

    STATEMENTS = "statements"
    RANKING = "ranking"
    WEIGHTS = "weights"
    SILENT = "silent"  # the source says nothing
    INDIFFERENT = "indifferent"  # the source says it does not care
    UNDECIDED = "undecided"  # nobody has decided yet what the source says
    UNKNOWN = "unknown"  # it may want anything


# Stances by which an actor never moves, for it has no wish.
WISHLESS = (Stance.SILENT, Stance.INDIFFERENT, Stance.UNDECIDED, Stance.UNKNOWN)


@dataclass(frozen=True)
class RankedState:
    """A state in a `ranking:`, as the options taken; `tier` counts from 0, best first."""

    taken: tuple[str, ...] = field(metadata=_NAMES)
    tier: int
    place: Place


@dataclass(frozen=True)
class Weight:
    """An option's weight when taken; weights of the options taken add up."""

    name: str = field(metadata=_NAMES)
    value: float
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place


@dataclass(frozen=True)
class Wants:
    """One actor's whole list, most important first; under `believes`, as the `believer` takes it to be."""

    actor: str
    stance: Stance
    place: Place
    lines: tuple[Assumption, ...] = ()
    ranking: tuple[RankedState, ...] = ()
    weights: tuple[Weight, ...] = ()
    citations: tuple[Citation, ...] = ()  # of `silent` and `indifferent`, where the source says so
    marks: Marks = Marks()
    believer: Believer | None = None


def held_by(believer: Believer, piece: Assumption | Wants) -> Assumption | Wants:
    """A line, or a list with its lines, as somebody's belief."""
    if isinstance(piece, Assumption):
        return replace(piece, believer=believer)
    lines = tuple(replace(line, believer=believer) for line in piece.lines)
    return replace(piece, believer=believer, lines=lines)


@dataclass(frozen=True)
class Drop:
    """A base line that a reading takes away, by its condition."""

    section: Section  # IMPOSSIBLE or NO_WAY_BACK
    condition: Condition
    place: Place


@dataclass(frozen=True)
class Offer:
    """`A gives o for B.o; refused`: literals each side would deliver, and the answer it got."""

    actor: str
    gives: tuple[Condition, ...]
    takes: tuple[Condition, ...]
    answer: str  # accepted, refused, open, unknown
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place


@dataclass(frozen=True)
class AttitudeLine:
    """`US toward Iran: negative`: how an actor takes what happens to another, or to itself."""

    WHAT = "an attitude"

    actor: str
    toward: str
    sign: str  # positive, neutral, negative
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place

    def words(self, english: Any) -> str:
        """What the line says: a sentence without its full stop."""
        toward = "itself" if self.toward == self.actor else self.toward
        return f"The attitude of {self.actor} toward {toward} is {self.sign}"


ATTITUDES = "attitudes"
"""Under this key `Sections.more` holds the lines on attitudes."""
BELIEVES = "believes"
"""Under this key `Sections.more` holds what actors believe: facts, lines of today, rules, others' lists."""


@dataclass(frozen=True)
class Conclusion:
    """What the author concludes: a condition, or that an actor gains, loses or stays the same.

    `given` are the literals of the world it is judged in: set and frozen.
    """

    condition: Condition | None
    effect: tuple[str, str] | None  # (actor, "gains" | "loses" | "same")
    given: tuple[Condition, ...]
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place

    @property
    def text(self) -> str:
        """As a person would write it, without citations."""
        head = f"{self.effect[0]} {self.effect[1]}" if self.effect else str(self.condition)
        tail = ", ".join(map(str, self.given))
        return f"{head} given {tail}" if tail else head


@dataclass(frozen=True)
class Remark:
    """A remark on a precedent: what was alike, what differed, what happened, who kept or broke it."""

    about: str  # one of `REMARKS`
    text: str
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place


REMARKS = ("alike", "differed", "happened", "kept", "broke")


@dataclass(frozen=True)
class Dated:
    """A forecast or a precedent: a condition or a gloss, by a date (None: the source names none)."""

    condition: Condition | None
    gloss: str | None
    by: Period | None
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Motive:
    """Why an actor may have done an act: wishes to be tested as that actor's list, most important first.

    `act` is a bare literal of an option; `actor` is its owner once the reading is merged.
    """

    id: str
    act: Condition
    why: str
    wants: tuple[Assumption, ...]
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place
    actor: str = ""


@dataclass(frozen=True)
class Rating:
    """How likely a rater finds an item if a motive was at work; only ratios within one item count."""

    rater: str
    motive: str
    low: float
    high: float
    place: Place


@dataclass(frozen=True)
class Evidence:
    """An item that may tell the motives of an act apart. Items of one `origin` count once."""

    HIDDEN = ("act", "origin", "ratings", "marks", "place")
    NAMED = MappingProxyType({"gloss": "says"})

    id: str
    act: Condition
    gloss: str
    origin: str
    ratings: tuple[Rating, ...]
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place


@dataclass(frozen=True)
class Question:
    """What a person asks, and the computation that answers it.

    `computation` is the id of one of `QUESTIONS`. `conclusion` is what `compare`, `robust` and `inverse` ask
    about (None: every conclusion of the author's); `acts` are the options that `whatif` sets, with their
    values, or the one act that `why` asks about.
    """

    id: str
    text: str
    computation: str
    conclusion: Conclusion | None
    acts: Mapping[str, tuple[bool, ...]] = field(metadata=_NAMES)
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place


@dataclass(frozen=True, kw_only=True)
class Sections:
    """The entries of every section; an absent section is empty.

    `more` holds further sections, such as other packages add, by their keys.
    """

    title: str = ""
    at: Period | None = None
    actors: tuple[Actor, ...] = ()
    options: tuple[Option, ...] = ()
    facts: tuple[Fact, ...] = ()
    settings: tuple[Assumption, ...] = ()  # facts set to yes, no or silent
    now: tuple[Assumption, ...] = ()
    impossible: tuple[Assumption, ...] = ()
    no_way_back: tuple[Assumption, ...] = ()
    wants: Mapping[str, Wants] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    forecasts: tuple[Dated, ...] = ()
    precedents: tuple[Dated, ...] = ()
    motives: tuple[Motive, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    questions: tuple[Question, ...] = ()
    more: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    expected: Mapping[str, Any] = field(
        default_factory=dict
    )  # published and computed sets, as written

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Every written line that an answer may rest on, in the order of the sections.

        A fact set `silent` assumes nothing and is not among them; nor are the lines under a motive.
        """
        lists = (wants.lines for wants in self.wants.values())
        sections = (self.settings, self.now, self.impossible, self.no_way_back, *lists)
        return tuple(line for lines in sections for line in lines if line.condition is not None)


ENTRIES = tuple(f.name for f in fields(Sections) if f.name not in ("title", "at", "expected"))
"""The fields of `Sections` that hold entries, in the order of the sections."""


@dataclass(frozen=True)
class Overlay(Sections):
    """What one file, or one variant in it, says."""

    place: Place
    own: bool = False
    sources: tuple[Source, ...] = ()
    drops: tuple[Drop, ...] = ()
    variants: Mapping[str, Overlay] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """All files of a case as written. `readings` is empty for a case that is one reading (`base`)."""

    name: str
    path: str
    base: Overlay
    readings: Mapping[str, Overlay] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    model: Any = None  # a published model (`model.json`) in place of options and wants
    labels: Mapping[str, str] = field(default_factory=dict)  # its options in words

    def __repr__(self) -> str:
        readings = ", ".join(self.readings) or "one"
        return f"<Case {self.name}: {self.base.title or 'no title'}; readings: {readings}>"


@dataclass(frozen=True, repr=False)
class Reading(Sections):
    """One source's version of a case, ready to build: base, reading and variant laid over each other.

    Denied lines are kept apart in `denied`: shown, never used. Options stand in declaration order; so do
    actors.
    """

    case: str  # the case's name
    id: str  # `003`; `base` where there is only one
    variant: str | None
    sources: Mapping[str, Source]
    denied: tuple[Assumption, ...] = ()
    variants: tuple[str, ...] = ()
    model: Any = None

    def __repr__(self) -> str:
        return f"<Reading {self.full}: {len(self.options)} options, {len(self.assumptions)} lines>"

    @property
    def name(self) -> str:
        """`003`, or `003:VARIANT`: how a person asks for it."""
        return self.id if self.variant is None else f"{self.id}:{self.variant}"

    @property
    def full(self) -> str:
        """`case/003`, or `case/003:VARIANT`."""
        return f"{self.case}/{self.name}"

    @cached_property
    def option(self) -> Mapping[str, Option]:
        """Name, as it stands in conditions -> option, in declaration order."""
        return {option.full: option for option in self.options}

    @cached_property
    def owner(self) -> Mapping[str, str]:
        """Name of an option -> the actor who decides it."""
        return {option.full: option.actor for option in self.options}

    @cached_property
    def typed(self) -> Mapping[str, str]:
        """Every way in which a person may type an option -> its name."""
        typed = {f"{option.actor}.{option.id}": option.name for option in self.options}
        return typed | {str(option.name): option.name for option in self.options}

    def printed(self, condition: Condition) -> Condition:
        """The condition of any reading, its names printed as this one prints them."""
        return rename(
            condition, lambda name: Var(self.option[name].name if name in self.option else name)
        )
