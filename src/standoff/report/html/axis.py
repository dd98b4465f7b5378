"""A line of time as plain numbers: rows of spans over one axis. The template draws it.

In a row the text stands first, then what it says of before and after, each in the first lane in which
there is room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from standoff.report.html.letters import cut, text_width
from standoff.report.picture import Span, Timeline

LANE = 22.0
_WIDTH = 640.0
_TEXTS = ("published", "speaks")
_LEAST = 9.0  # the narrowest span that is seen


@dataclass(frozen=True)
class Bar:
    """A span as drawn; `mark` is the number beside it."""

    role: str
    name: str
    x: float
    y: float
    width: float
    mark: str


@dataclass(frozen=True)
class Row:
    """A row: its name, and from where to where it reaches."""

    name: str
    y: float
    height: float


@dataclass(frozen=True)
class Axis:
    """Rows of spans over one axis, with a mark for each year (or month, where it is short)."""

    width: float
    height: float
    left: float
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[Row, ...]
    bars: tuple[Bar, ...]


def dated(timeline: Timeline) -> Axis:
    """All spans on one axis."""
    days = [_days(span) for span in timeline.spans]
    first = min((earliest for earliest, _ in days), default=date(2000, 1, 1))
    last = max((latest for _, latest in days), default=date(2000, 12, 31))
    short = (last - first).days < 500
    start, end = _round_down(first, short), _round_up(last, short)
    left = max((text_width(cut(name)) for name in timeline.rows), default=0.0) + 16
    scale = _WIDTH / ((end - start).days or 1)

    def at(day: date) -> float:
        return left + (day - start).days * scale

    rows: list[Row] = []
    bars: list[Bar] = []
    y = 24.0
    for number, name in enumerate(timeline.rows):
        own = [span for span in timeline.spans if span.row == number]
        lanes = _lanes(own, at, scale)
        height = (max(lanes, default=0) + 1) * LANE
        for span, lane in zip(own, lanes, strict=True):
            earliest, latest = _days(span)
            x, width = at(earliest), max(_LEAST, ((latest - earliest).days + 1) * scale)
            if span.role == "unknown":  # it has no end
                lane, width = 0, left + _WIDTH - x
            bars.append(Bar(span.role, span.name, x, y + lane * LANE, width, span.mark))
        rows.append(Row(cut(name), y, height))
        y += height + 10
    bars.sort(key=lambda bar: bar.role != "unknown")  # it lies below
    ticks = tuple((at(day), text) for day, text in _ticks(start, end, short))
    return Axis(left + _WIDTH + 24, y, left, ticks, tuple(rows), tuple(bars))


def _days(span: Span) -> tuple[date, date]:
    return date.fromisoformat(span.earliest), date.fromisoformat(span.latest)


def _lanes(spans: Sequence[Span], at: Callable[[date], float], scale: float) -> list[int]:
    """In which lane each span stands: texts in the first, others in the first below with room."""
    ends: list[float] = []
    found = []
    for span in spans:
        if span.role in (*_TEXTS, "unknown"):
            found.append(0)
            continue
        earliest, latest = _days(span)
        x = at(earliest)
        free = next((n for n, end in enumerate(ends) if end < x), len(ends))
        room = max(_LEAST, ((latest - earliest).days + 1) * scale) + 12 + text_width(span.mark)
        ends[free : free + 1] = [x + room]
        found.append(free + 1)
    return found


def _round_down(day: date, short: bool) -> date:
    return date(day.year, day.month if short else 1, 1)


def _round_up(day: date, short: bool) -> date:
    if not short or day.month == 12:
        return date(min(day.year + 1, date.max.year), 1, 1)
    return date(day.year, day.month + 1, 1)


def _ticks(start: date, end: date, short: bool) -> Iterable[tuple[date, str]]:
    if not short:
        step = max(1, (end.year - start.year) // 8)
        return [(date(y, 1, 1), str(y)) for y in range(start.year, end.year + 1, step)]
    months = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    step = max(1, len(months) // 6)
    return [(date(m // 12, m % 12 + 1, 1), f"{m // 12}-{m % 12 + 1:02}") for m in months[::step]]
