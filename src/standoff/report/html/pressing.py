"""Who can press whom, as plain numbers: holders and what they could do, arrows, who wishes what about it.

What is held stands on the left, the wishes on the right; an arrow ends at the line that says the wish, so
that no word stands on an arrow. Right boxes are ordered by the height of what they wish about. A wish that
names several options is said once, with an arrow from each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from standoff.report.html.figure import (
    DROP,
    MARGIN,
    PAD,
    Box,
    Label,
    colour_and_dash,
    head,
    pairs,
    px,
)
from standoff.report.html.layout import Point
from standoff.report.html.letters import LEAD, cut, wrap
from standoff.report.picture import Press, Tie, Wisher

LEFT, BETWEEN, RIGHT = (
    230.0,
    110.0,
    290.0,
)  # the widths of what is held, of the arrows, of the wishes
_APART = 14.0
_SIGNS: Mapping[str, str] = {"+": "+", "-": "−", "=": "↩", "?": "±"}


@dataclass(frozen=True)
class Thread:
    """An arrow as drawn; `width`: 1 for the first wish of a list, 2 for the second, 3 for a later one."""

    colour: int
    dash: int
    width: int
    name: str
    line: str
    head: str
    citations: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Pressing:
    """A whole drawing, in px."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    ties: tuple[Thread, ...]


def pressed(press: Press) -> Pressing:
    """Lay out and measure."""
    left, starts = _held(press)
    right, ends = _wishers(press, starts)
    boxes = (*left, *right)
    floor = max((box.y + box.height for box in boxes), default=0.0)
    ties = (_thread(press, tie, starts[tie.held], ends[at]) for at, tie in enumerate(press.ties))
    width = 2 * MARGIN + LEFT + BETWEEN + RIGHT
    return Pressing(width, floor + MARGIN, boxes, tuple(ties))


def _held(press: Press) -> tuple[list[Box], dict[int, float]]:
    """Boxes of the holders, and at which height an arrow leaves what they hold."""
    boxes: list[Box] = []
    heights: dict[int, float] = {}
    y = MARGIN
    for (actor, mark), several in groupby(enumerate(press.held), lambda h: (h[1].actor, h[1].mark)):
        lines, labels = 1, [Label(cut(actor), "head", PAD, DROP)]
        of = list(several)
        for at, one in of:
            text = wrap(cut(f"· {one.text}" if len(of) > 1 else one.text), LEFT - 2 * PAD)
            heights[at] = y + DROP - 4 + (lines + (len(text) - 1) / 2) * LEAD
            labels += [Label(t, "", PAD, DROP + (lines + n) * LEAD) for n, t in enumerate(text)]
            lines += len(text)
        boxes.append(_box(Wisher(actor, mark), (MARGIN, y), LEFT, labels))
        y += boxes[-1].height + _APART
    return boxes, heights


def _wishers(press: Press, starts: dict[int, float]) -> tuple[list[Box], dict[int, float]]:
    """Boxes of those who wish, and at which height each arrow ends."""
    of: dict[int, list[int]] = {at: [] for at in range(len(press.wishers))}
    for at, tie in enumerate(press.ties):
        of[tie.wisher].append(at)

    def mean(wisher: int) -> float:
        met = [starts[press.ties[at].held] for at in of[wisher]]
        return sum(met) / len(met) if met else float("inf")

    boxes: list[Box] = []
    heights: dict[int, float] = {}
    x, y = MARGIN + LEFT + BETWEEN, MARGIN
    for wisher in sorted(of, key=mean):
        who = press.wishers[wisher]
        lines, labels = 1, [Label(cut(who.actor), "head", PAD, DROP)]
        wishes: dict[tuple[str, int, str], list[int]] = {}
        for at in sorted(of[wisher], key=lambda at: starts[press.ties[at].held]):
            tie = press.ties[at]
            wishes.setdefault((tie.text, tie.place, tie.wish), []).append(at)
        said: list[tuple[str, str, list[int]]] = [
            (min((press.ties[at].sign for at in several), key="=?+-".index), text, several)
            for (text, _, _), several in wishes.items()
        ]
        said += [("", "no wish is known", [])] if who.silent else []
        for sign, words, several in said:
            text = wrap(cut(f"{_SIGNS.get(sign, '')} {words}"), RIGHT - 2 * PAD)
            heights |= dict.fromkeys(several, y + DROP - 4 + lines * LEAD)
            labels += [Label(t, "", PAD, DROP + (lines + n) * LEAD) for n, t in enumerate(text)]
            lines += len(text)
        boxes.append(_box(who, (x, y), RIGHT, labels))
        y += boxes[-1].height + _APART
    return boxes, heights


def _box(who: Wisher, corner: Point, width: float, labels: list[Label]) -> Box:
    colour, _ = colour_and_dash(who.mark)
    kinds = ("who", "hollow") if who.silent else ("who", f"c{colour}")
    height = len(labels) * LEAD + 2 * PAD - 4
    return Box("", who.actor, kinds, *corner, width, height, tuple(labels))


def _thread(press: Press, tie: Tie, y1: float, y2: float) -> Thread:
    held, wisher = press.held[tie.held], press.wishers[tie.wisher]
    x1, x2 = MARGIN + LEFT, MARGIN + LEFT + BETWEEN
    (neck, _), tip = head((x1, y2), (x2, y2))
    bend = BETWEEN / 2
    line = (
        f"M{px(x1)} {px(y1)}C{px(x1 + bend)} {px(y1)} {px(x2 - bend)} {px(y2)} {px(neck)} {px(y2)}"
    )
    name = f"{held.actor} to {wisher.actor}, wish {tie.place}"
    colour, dash = colour_and_dash(held.mark)
    width = min(3, max(1, tie.place))
    return Thread(colour, dash, width, name, line, pairs(tip), tie.citations, tie.lines)
