"""The ledger: what the sources forecast, what became of it, and how well each did.

A forecast is scored by the likelihood that its source gave it, and by no other: a word of likelihood is
read by one published table, a percentage as it stands, and any other word, or none, stays unmapped and
is only counted as come true or not. Decisions are chained: each carries the hash of the one before, so
that one edited by hand is noticed. (That the last ones were cut off is not: note the head elsewhere.)
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any

from standoff.analysis.bargain.evidence import Range
from standoff.case.entry import Dated, Reading
from standoff.case.format.line import print_line
from standoff.citation import Citation, Period
from standoff.condition import Implies
from standoff.problem import CaseError, Findings, Place, StandoffError, UnknownName
from standoff.record import plain

TABLE = (
    "Office of the Director of National Intelligence, Intelligence Community Directive 203, "
    "Analytic Standards, 2 January 2015, section D.6.e(2)(a)"
)
"""Where the words of likelihood are defined."""

_ROWS = (
    (0.01, 0.05, "almost no chance", "remote"),
    (0.05, 0.20, "very unlikely", "highly improbable"),
    (0.20, 0.45, "unlikely", "improbable", "improbably"),
    (0.45, 0.55, "roughly even chance", "roughly even odds"),
    (0.55, 0.80, "likely", "probable", "probably"),
    (0.80, 0.95, "very likely", "highly probable"),
    (0.95, 0.99, "almost certain", "almost certainly", "nearly certain"),
)
WORDS: Mapping[str, Range] = MappingProxyType(
    {word: Range(low, high) for low, high, *words in _ROWS for word in words}
)
"""Word of likelihood -> its range, as the table has it. Other words, however near, are not in it."""
_PERCENT = re.compile(
    r"(\d{1,2}(?:\.\d+)?)\s*(?:(?:-|–|to)\s*(\d{1,2}(?:\.\d+)?)\s*)?(?:%|per ?cent)"
)
OUTCOMES = ("yes", "no", "void")
FIRST = "0" * 64


class CannotResolve(StandoffError):
    """A decision that lacks its source, or comes before the forecast's time is over."""


@dataclass(frozen=True)
class Forecast:
    """One forecast of a source. `voice` is who makes it: the source, or whom the source reports."""

    ALSO = MappingProxyType(
        {
            "named_in": "reading",
            **{name: name for name in ("says", "citations", "by", "conditional", "hedged")},
            "place": "place",
        }
    )
    HIDDEN = ("reading", "entry")
    NAMED = MappingProxyType({"chance": "likelihood"})

    id: str
    reading: Reading = field(repr=False, compare=False)
    voice: str
    entry: Dated
    chance: Range | None

    @property
    def named_in(self) -> str:
        """The reading that names it."""
        return self.reading.id

    @property
    def citations(self) -> tuple[Citation, ...]:
        return self.entry.citations

    @property
    def by(self) -> str | None:
        """The time that it names, as written."""
        return str(self.entry.by) if self.entry.by else None

    @property
    def hedged(self) -> str | None:
        """The source's words of likelihood."""
        return self.entry.marks.hedged

    @property
    def place(self) -> Place:
        return self.entry.place

    @property
    def says(self) -> str:
        """What is forecast, and by when, without its citations."""
        return print_line(replace(self.entry, citations=(), marks=type(self.entry.marks)()))

    @property
    def conditional(self) -> bool:
        """Whether it speaks only of what follows if something else happens."""
        return isinstance(self.entry.condition, Implies)


@dataclass(frozen=True)
class Decision:
    """What became of a forecast, as decided on a day by a named source.

    `horizon`: by when it was judged, where the forecast names no time. `base_low`, `base_high`: how
    often such things happen, where a named source says so. `previous` and `hash` chain the decisions.
    """

    number: int
    forecast: str
    says: str
    outcome: str
    on: str
    source: str
    horizon: str = ""
    base_low: float | None = None
    base_high: float | None = None
    base_source: str = ""
    previous: str = FIRST
    hash: str = ""

    @property
    def base(self) -> Range | None:
        if self.base_low is None or self.base_high is None:
            return None
        return Range(self.base_low, self.base_high)


@dataclass(frozen=True)
class Standing:
    """A forecast, and the decision on it that counts; None while it is open."""

    forecast: Forecast
    decision: Decision | None

    def plain(self) -> dict[str, Any]:
        """The forecast as data, with the decision."""
        return {**plain(self.forecast), "decision": plain(self.decision)}


@dataclass(frozen=True)
class Book:
    """The forecasts of a case with what became of them.

    decisions  how many were entered; head: the hash of the last
    table      where the words of likelihood are defined
    """

    ALSO = ("mapped",)

    forecasts: tuple[Standing, ...]
    decisions: int
    head: str | None
    table: str = TABLE

    @property
    def mapped(self) -> int:
        """How many give a likelihood that the table has."""
        return sum(standing.forecast.chance is not None for standing in self.forecasts)


@dataclass(frozen=True)
class Score:
    """How one voice did: counts, and mean scores as ranges where a likelihood was given.

    Brier: 0 is perfect, 1 the worst. Log: 0 is perfect, no bound above. `base` is the Brier score of
    the base rates alone, over the forecasts that have one; beside it `against` is the voice's own there.
    """

    voice: str
    forecasts: int
    resolved: int
    came_true: int
    void: int
    scored: int
    brier: Range | None
    log: Range | None
    base: Range | None
    against: Range | None


@dataclass(frozen=True)
class Scores:
    """How each voice did."""

    scores: tuple[Score, ...]


def chance(hedge: str | None) -> Range | None:
    """The range of a word of likelihood, or of a percentage; None for any other word and for none.

    >>> chance("Very likely")
    Range(low=0.8, high=0.95)
    >>> chance("70 per cent"), chance("the more likely possibility")
    (Range(low=0.7, high=0.7), None)
    """
    text = " ".join((hedge or "").lower().split())
    if percent := _PERCENT.fullmatch(text):
        low, high = float(percent[1]) / 100, float(percent[2] or percent[1]) / 100
        return Range(low, high) if 0 < low <= high else None
    return WORDS.get(text)


def forecasts(cases: Iterable[Reading]) -> tuple[Forecast, ...]:
    """The forecasts declared in some readings, each with an id made of what it says and cites."""
    forecasts: dict[str, Forecast] = {}
    for reading in cases:
        for entry in reading.forecasts:
            cited = " ".join(map(str, entry.citations))
            line = print_line(replace(entry, citations=(), marks=type(entry.marks)()))
            digest = hashlib.sha256(f"{line} [{cited}]".encode()).hexdigest()
            id = f"{reading.id}-{digest[:6]}"
            source = entry.citations[0].source if entry.citations else reading.id
            by = entry.marks.attributed_to
            voice = f"{by} (in {source})" if by else source
            forecast = Forecast(id, reading, voice, entry, chance(entry.marks.hedged))
            forecasts.setdefault(id, forecast)
    return tuple(forecasts.values())


def forecast_list(known: Sequence[Forecast], decisions: Sequence[Decision]) -> Book:
    """Every forecast, with what became of it."""
    decided = latest(decisions)
    standings = tuple(Standing(forecast, decided.get(forecast.id)) for forecast in known)
    return Book(standings, len(decisions), decisions[-1].hash if decisions else None)


# --- decisions ------------------------------------------------------------------------------------


def resolve(
    known: Sequence[Forecast],
    decisions: Sequence[Decision],
    id: str,
    *,
    outcome: str,
    on: str,
    source: str,
    horizon: str = "",
    base: Range | None = None,
    base_source: str = "",
) -> Decision:
    """The next decision of the chain.

    on       the day it is decided, as 2024-12-31; source: the public source that says so, by name
    raises   UnknownName    no such forecast
             CannotResolve  no source, a base rate without one, or a `no` before its time is over
    """
    forecast = next((forecast for forecast in known if forecast.id == id), None)
    if forecast is None:
        raise UnknownName("forecast", id, [forecast.id for forecast in known])
    day = _day(on)
    if outcome not in OUTCOMES:
        raise CannotResolve(f"an outcome is one of {', '.join(OUTCOMES)}, not {outcome!r}")
    if not source.strip():
        raise CannotResolve("name the public source that says what happened")
    if base is not None and not base_source.strip():
        raise CannotResolve("a base rate needs the name of the source that gives it")
    end = forecast.entry.by or (_day(horizon) if horizon else None)
    if outcome == "no" and end is None:
        raise CannotResolve("the forecast names no time: say by when it is judged, as its horizon")
    if outcome == "no" and end is not None and day.latest < end.latest:
        raise CannotResolve(f"its time is not over: it ends {end.latest}")
    last = decisions[-1] if decisions else None
    decision = Decision(
        number=len(decisions) + 1,
        forecast=id,
        says=forecast.says,
        outcome=outcome,
        on=str(day),
        source=source.strip(),
        horizon=horizon,
        base_low=base.low if base else None,
        base_high=base.high if base else None,
        base_source=base_source.strip(),
        previous=last.hash if last else FIRST,
    )
    return replace(decision, hash=digest(decision))


def _day(text: str) -> Period:
    try:
        return Period.parse(text)
    except ValueError as error:
        raise CannotResolve(str(error)) from None


def digest(decision: Decision) -> str:
    """The sha256 of everything in a decision but its own hash."""
    hashed = {name: value for name, value in asdict(decision).items() if name != "hash"}
    text = json.dumps(hashed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def verify(decisions: Sequence[Decision], file: str) -> None:
    """Raises CaseError, with the line, where a decision is not the one that was entered."""
    before = FIRST
    for number, decision in enumerate(decisions, start=1):
        faults = Findings()
        if decision.hash != digest(decision):
            faults.problem(
                Place(file, number),
                "this entry was changed after it was entered: its hash does not fit. "
                "Get the line back; a correction is a new decision on the same forecast",
            )
        elif decision.previous != before or decision.number != number:
            message = "an entry before this one was taken out, put in or moved: get the lines back"
            faults.problem(Place(file, number), message)
        if faults.problems:
            raise CaseError(faults)
        before = decision.hash


def latest(decisions: Iterable[Decision]) -> Mapping[str, Decision]:
    """Forecast -> the decision that counts, which is the last on it."""
    return {decision.forecast: decision for decision in decisions}


# --- scores ---------------------------------------------------------------------------------------


def scores(known: Sequence[Forecast], decisions: Iterable[Decision]) -> tuple[Score, ...]:
    """How each voice did, in the order in which the voices first speak."""
    decided = latest(decisions)
    by_voice: dict[str, list[Forecast]] = {}
    for forecast in known:
        by_voice.setdefault(forecast.voice, []).append(forecast)
    return tuple(_score(voice, own, decided) for voice, own in by_voice.items())


def score_list(known: Sequence[Forecast], decisions: Iterable[Decision]) -> Scores:
    """The same, as an answer."""
    return Scores(scores(known, decisions))


def _score(voice: str, known: Sequence[Forecast], decided: Mapping[str, Decision]) -> Score:
    pairs = [(f, decided[f.id]) for f in known if f.id in decided]
    resolved = [(f, d) for f, d in pairs if d.outcome != "void"]
    scored = [(f.chance, d.outcome == "yes") for f, d in resolved if f.chance is not None]
    based = [
        (f.chance, d.base, d.outcome == "yes")
        for f, d in resolved
        if f.chance is not None and d.base is not None
    ]
    return Score(
        voice,
        len(known),
        len(resolved),
        sum(d.outcome == "yes" for _, d in resolved),
        len(pairs) - len(resolved),
        len(scored),
        _mean([brier(p, happened) for p, happened in scored]),
        _mean([log_score(p, happened) for p, happened in scored]),
        _mean([brier(rate, happened) for _, rate, happened in based]),
        _mean([brier(p, happened) for p, _, happened in based]),
    )


def brier(chance: Range, happened: bool) -> Range:
    """The squared distance of the likelihood from what happened, over the range (Brier 1950, halved)."""
    ends = [(p - happened) ** 2 for p in (chance.low, chance.high)]
    return Range(min(ends), max(ends))


def log_score(chance: Range, happened: bool) -> Range:
    """Minus the natural logarithm of the likelihood given to what happened (Good 1952)."""
    given = [p if happened else 1 - p for p in (chance.low, chance.high)]
    ends = [-math.log(p) if p > 0 else math.inf for p in given]
    return Range(min(ends), max(ends))


def _mean(ranges: Sequence[Range]) -> Range | None:
    if not ranges:
        return None
    count = len(ranges)
    return Range(sum(r.low for r in ranges) / count, sum(r.high for r in ranges) / count)
