"""When: each text, the time it speaks of, what it says of before and after; what it could not know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from standoff.case.entry import Offer, Reading
from standoff.citation import Period
from standoff.report.document import Block, Cell, Clause, Part, Row, Table, note
from standoff.report.english import English, published
from standoff.report.named import called
from standoff.report.picture import Sign, Span, Timeline, When
from standoff.report.wording import when

What: TypeAlias = Literal["precedent", "offer", "forecast"]

KEY: Mapping[When, str] = {
    "published": "a text is published",
    "speaks": "the time its reading speaks of",
    "precedent": "what happened before",
    "offer": "an offer, at the day of the text that tells of it",
    "forecast": "a forecast, to the day by which it should be so",
    "unknown": "what the text could not know",
}
"""Role of a span -> what it shows."""
INTRO = (
    "When each text was published, and the time it speaks of; the numbers are those of the table. A text "
    "cannot know what came after it; two texts of different times may both be right."
)


@dataclass(frozen=True)
class _Event:
    """Something a reading enters with its time, if it has one."""

    row: int
    reading: Reading
    what: What
    by: Period | None
    said: Clause


def blocks(readings: Sequence[Reading], root: str = "") -> Iterator[Block]:
    """The picture, the dates of the texts, and all that is dated or should be."""
    events = [event for at, one in enumerate(readings) for event in _events(at, one, root)]
    numbers = {id(e): n for n, e in enumerate((e for e in events if e.by is not None), 1)}
    spans = [span for at, one in enumerate(readings) for span in _of_text(at, one)]
    spans += [_span(event, numbers[id(event)]) for event in events if event.by is not None]
    if spans:
        spans += _unknown(readings, spans)
        key = tuple(
            Sign(role, text) for role, text in KEY.items() if any(s.role == role for s in spans)
        )
        yield Timeline("Timeline", tuple(map(called, readings)), tuple(spans), key)
    yield _dates(readings)
    if events:
        rows = tuple(_row(event, numbers.get(id(event))) for event in events)
        columns = ("No.", "Reading", "What", "When", "What it says")
        undated = len(events) - len(numbers)
        title = f"What the texts say of before and after: {len(events)}, {undated} without a time"
        yield Part(note(title), (Table("What is dated", columns, rows),), folded=True)


def _events(at: int, reading: Reading, root: str) -> Iterator[_Event]:
    english = English(reading, root)
    for entry in reading.precedents:
        said = english.told(entry, english.dated(entry))
        yield _Event(at, reading, "precedent", entry.by, said)
    for offer in reading.offers:
        said = english.told(offer, f"{english.offer(offer)}: {offer.answer}")
        yield _Event(at, reading, "offer", _told_of(reading, offer), said)
    for entry in reading.forecasts:
        said = english.told(entry, english.dated(entry))
        yield _Event(at, reading, "forecast", entry.by, said)


def _told_of(reading: Reading, offer: Offer) -> Period | None:
    """The day of the first text that tells of an offer."""
    sources = (reading.sources.get(citation.source) for citation in offer.citations)
    return next((source.date for source in sources if source and source.date), None)


def _of_text(at: int, reading: Reading) -> Iterator[Span]:
    if reading.at is not None:
        yield _period(at, f"speaks of {when(reading.at)}", "speaks", reading.at)
    source = reading.sources.get(reading.id)
    if source is not None and source.date is not None:
        yield _period(at, f"published {when(source.date)}", "published", source.date)


def _period(
    row: int, name: str, role: Literal["published", "speaks", What], by: Period, mark: str = ""
) -> Span:
    return Span(row, name, role, str(by.earliest), str(by.latest), mark)


def _span(event: _Event, number: int) -> Span:
    assert event.by is not None
    name = f"{event.what}, {when(event.by)}: {event.said.text}"
    return _period(event.row, name, event.what, event.by, str(number))


def _unknown(readings: Sequence[Reading], spans: Iterable[Span]) -> Iterator[Span]:
    """From the day after a text was published to the last day of all."""
    last = max(span.latest for span in spans)
    for at, reading in enumerate(readings):
        source = reading.sources.get(reading.id)
        if source is not None and source.date is not None and source.date.latest < date.max:
            first = str(source.date.latest + timedelta(days=1))
            name = f"after it: {called(reading)} could not know"
            yield Span(at, name, "unknown", first, max(first, last))


def _dates(readings: Sequence[Reading]) -> Table:
    rows = []
    for reading in readings:
        out = published(reading.sources.get(reading.id)) or "not known"
        speaks = when(reading.at) if reading.at else "not given"
        rows.append(Row(called(reading), (Cell((note(out),)), Cell((note(speaks),)))))
    return Table("Dates", ("Reading", "Published", "Speaks of"), tuple(rows))


def _row(event: _Event, number: int | None) -> Row:
    time = when(event.by) if event.by else "at no named time"
    words = (called(event.reading), event.what, time)
    return Row(str(number or "–"), (*(Cell((note(text),)) for text in words), Cell((event.said,))))
