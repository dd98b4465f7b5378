"""A line of time as plain numbers: rows of spans over one axis. The template draws it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from standoff.report.html.letters import text_width
from standoff.report.picture import Timeline


@dataclass(frozen=True)
class Bar:
    """A span as drawn."""

    role: str
    name: str
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Axis:
    """Rows of spans over one axis, with a mark for each year (or month, where it is short)."""

    width: float
    height: float
    left: float
    ticks: tuple[tuple[float, str], ...]
    rows: tuple[tuple[float, str], ...]
    bars: tuple[Bar, ...]


ROW = 34.0
_WIDTH = 560.0


def dated(timeline: Timeline) -> Axis:
    """All spans on one axis."""
    rows = timeline.rows
    spans = [
        (span, date.fromisoformat(span.earliest), date.fromisoformat(span.latest))
        for span in timeline.spans
    ]
    first = min((earliest for _, earliest, _ in spans), default=date(2000, 1, 1))
    last = max((latest for _, _, latest in spans), default=date(2000, 12, 31))
    short = (last - first).days < 500
    start, end = _round_down(first, short), _round_up(last, short)
    left = max(map(text_width, rows), default=0.0) + 16
    scale = _WIDTH / ((end - start).days or 1)

    def at(day: date) -> float:
        return round(left + (day - start).days * scale, 1)

    bars = (
        Bar(
            span.role,
            span.name,
            at(earliest),
            span.row * ROW + 26,
            max(9.0, round(((latest - earliest).days + 1) * scale, 1)),
        )
        for span, earliest, latest in spans
    )
    ticks = tuple((at(day), text) for day, text in _ticks(start, end, short))
    names = tuple((at_row * ROW + 36, name) for at_row, name in enumerate(rows))
    return Axis(left + _WIDTH + 24, len(rows) * ROW + 30, left, ticks, names, tuple(bars))


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
