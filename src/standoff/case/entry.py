"""The entries of a case: what a person wrote, immutable, each with its place and its citations.

`Overlay` is what one file (or one variant in it) says; `Case` is all files of a case as written;
`Reading` is one reading: base, reading and variant laid over each other (see `standoff.case.reading`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias

from standoff.citation import Citation, Period, Source
from standoff.condition import Condition
from standoff.problem import Place


class Grounding(StrEnum):
    """What stands behind an assumption."""

    STATED = "stated"  # cited and marked `says`: the sentence says just this
    INFERRED = "inferred"  # cited: the modeller's step from the sentence
    UNSOURCED = "unsourced"  # no citation


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
    """What an actor could do. `id` is unique in the case, or shared and then written `Actor.id`."""

    id: str
    actor: str
    gloss: str
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place

    @property
    def full(self) -> str:
        """`Actor.id`, unique in every case."""
        return f"{self.actor}.{self.id}"


@dataclass(frozen=True)
class Fact:
    """A contested fact by name: stands in conditions, belongs to nobody, never moves."""

    id: str
    gloss: str
    place: Place


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
    where the line ends so. Conditions name options by the shortest unique id once a case is merged; as
    parsed from a file they hold the names as written.
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

    @property
    def grounding(self) -> Grounding:
        """Stated, inferred or unsourced, by the rule of the design: cited and `says`; cited; neither."""
        if not self.citations:
            return Grounding.UNSOURCED
        return Grounding.STATED if self.marks.says else Grounding.INFERRED


class Stance(StrEnum):
    """How an actor's wishes are given."""

    STATEMENTS = "statements"
    RANKING = "ranking"
    WEIGHTS = "weights"
    SILENT = "silent"  # the source says nothing
    INDIFFERENT = "indifferent"  # the source says it does not care
    UNDECIDED = "undecided"  # nobody has decided yet what the source says


# Stances by which an actor never moves, for it has no wish.
WISHLESS = (Stance.SILENT, Stance.INDIFFERENT, Stance.UNDECIDED)


@dataclass(frozen=True)
class RankedState:
    """A state in a `ranking:`, as the options taken; `tier` counts from 0, best first."""

    taken: tuple[str, ...]
    tier: int
    place: Place


@dataclass(frozen=True)
class Weight:
    """An option's weight when taken; weights of the options taken add up."""

    name: str
    value: float
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place


@dataclass(frozen=True)
class Wants:
    """One actor's whole list, most important first."""

    actor: str
    stance: Stance
    place: Place
    lines: tuple[Assumption, ...] = ()
    ranking: tuple[RankedState, ...] = ()
    weights: tuple[Weight, ...] = ()
    citations: tuple[Citation, ...] = ()  # of `silent` and `indifferent`, where the source says so
    marks: Marks = Marks()


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

    `computation` is one of `COMPUTATIONS`. `conclusion` is what `compare`, `robust` and `inverse` ask
    about (None: every conclusion of the author's); `acts` are the options that `whatif` sets, with their
    values, or the one act that `why` asks about.
    """

    id: str
    text: str
    computation: str
    conclusion: Conclusion | None
    acts: Mapping[str, tuple[bool, ...]]
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place


COMPUTATIONS = ("compare", "whatif", "why", "robust", "inverse", "offers")


@dataclass(frozen=True)
class Overlay:
    """What one file, or one variant in it, says. Absent sections are empty."""

    place: Place
    title: str = ""
    at: Period | None = None
    own: bool = False
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    options: tuple[Option, ...] = ()
    facts: tuple[Fact, ...] = ()
    settings: tuple[Assumption, ...] = ()  # facts set to yes, no or silent
    now: tuple[Assumption, ...] = ()
    impossible: tuple[Assumption, ...] = ()
    no_way_back: tuple[Assumption, ...] = ()
    drops: tuple[Drop, ...] = ()
    wants: Mapping[str, Wants] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    forecasts: tuple[Dated, ...] = ()
    precedents: tuple[Dated, ...] = ()
    motives: tuple[Motive, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    questions: tuple[Question, ...] = ()
    variants: Mapping[str, Overlay] = field(default_factory=dict)
    expected: Mapping[str, Any] = field(
        default_factory=dict
    )  # published and computed sets, as written


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


@dataclass(frozen=True)
class Reading:
    """One reading of a case, ready to build: base, reading and variant laid over each other.

    Denied lines are kept apart in `denied`: shown, never used. Names in conditions are the shortest
    unique option ids, or fact ids. Options stand in declaration order; so do actors.
    """

    case: str  # the case's name
    id: str  # `003`; `base` where there is only one
    variant: str | None
    title: str
    at: Period | None
    sources: Mapping[str, Source]
    actors: tuple[Actor, ...]
    options: tuple[Option, ...]
    facts: tuple[Fact, ...]
    settings: tuple[Assumption, ...]
    now: tuple[Assumption, ...]
    impossible: tuple[Assumption, ...]
    no_way_back: tuple[Assumption, ...]
    wants: Mapping[str, Wants]
    offers: tuple[Offer, ...]
    conclusions: tuple[Conclusion, ...]
    forecasts: tuple[Dated, ...]
    precedents: tuple[Dated, ...]
    motives: tuple[Motive, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    questions: tuple[Question, ...] = ()
    denied: tuple[Assumption, ...] = ()
    variants: tuple[str, ...] = ()
    expected: Mapping[str, Any] = field(default_factory=dict)
    model: Any = None

    @property
    def name(self) -> str:
        """`003`, or `003:VARIANT`: how a person asks for it."""
        return self.id if self.variant is None else f"{self.id}:{self.variant}"

    @property
    def full(self) -> str:
        """`case/003`, or `case/003:VARIANT`."""
        return f"{self.case}/{self.name}"

    @cached_property
    def short(self) -> Mapping[str, str]:
        """Full option name -> shortest unique id."""
        count: dict[str, int] = {}
        for option in self.options:
            count[option.id] = count.get(option.id, 0) + 1
        return {o.full: o.id if count[o.id] == 1 else o.full for o in self.options}

    @property
    def assumptions(self) -> tuple[Assumption, ...]:
        """Every written line that an answer may rest on, in the order of the sections.

        A fact set `silent` assumes nothing and is not among them.
        """
        wishes = tuple(line for wants in self.wants.values() for line in wants.lines)
        settings = tuple(line for line in self.settings if line.condition is not None)
        return settings + self.now + self.impossible + self.no_way_back + wishes


Line: TypeAlias = Assumption
