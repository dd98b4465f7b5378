"""Bars of counts as plain numbers: how many of how many, each bar as long as its whole."""

from __future__ import annotations

from dataclasses import dataclass

from standoff.report.html.letters import cut, text_width
from standoff.report.picture import Bar, Bars

ROW = 28.0
_WIDTH = 300.0
_APART = 12.0


@dataclass(frozen=True)
class Piece:
    """A part of a bar; `part` counts from 0."""

    part: int
    x: float
    width: float
    name: str


@dataclass(frozen=True)
class Row:
    """A bar with its name on the left and its counts on the right."""

    name: str
    y: float
    pieces: tuple[Piece, ...]
    words: str


@dataclass(frozen=True)
class Chart:
    """A whole drawing, in px; the bars stand between `left` and `right`."""

    width: float
    height: float
    left: float
    right: float
    rows: tuple[Row, ...]


def barred(bars: Bars) -> Chart:
    """Lay out and measure."""
    left = max((text_width(cut(row.name)) for row in bars.rows), default=0.0) + _APART
    right = left + _WIDTH
    rows = tuple(_row(bars, bar, left, 4 + at * ROW) for at, bar in enumerate(bars.rows))
    width = right + _APART + max((text_width(row.words) for row in rows), default=0.0)
    return Chart(width, len(rows) * ROW + 4, left, right, rows)


def _row(bars: Bars, bar: Bar, left: float, y: float) -> Row:
    pieces, before = [], 0
    for part, count in enumerate(bar.counts):
        if count:
            x = left + before / bar.of * _WIDTH
            name = f"{count:,} {bars.parts[part]}"
            pieces.append(Piece(part, x, max(1.0, count / bar.of * _WIDTH), name))
        before += count
    words = ", ".join(f"{count:,}" for count in bar.counts)
    return Row(cut(bar.name), y, tuple(pieces), f"{words} of {bar.of:,}")
