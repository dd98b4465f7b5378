"""Two lists side by side as plain numbers, with lines between the wishes that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from standoff.report.html.figure import DROP, MARGIN, PAD, Box, Label, colour_and_dash, px
from standoff.report.html.letters import LEAD, cut, wrap
from standoff.report.picture import Beside, Lists

COLUMN, BETWEEN = 300.0, 80.0
_APART = 14.0


@dataclass(frozen=True)
class Link:
    """A line between two wishes: they say the same, or one is the negation of the other."""

    against: bool
    line: str
    name: str


@dataclass(frozen=True)
class Ladder:
    """A whole drawing, in px."""

    width: float
    height: float
    heads: tuple[Label, ...]  # the names of the readings, each over its column
    boxes: tuple[Box, ...]
    links: tuple[Link, ...]


def laddered(lists: Lists) -> Ladder:
    """Lay out and measure."""
    right = MARGIN + COLUMN + BETWEEN
    boxes: list[Box] = []
    links: list[Link] = []
    over = [wrap(cut(name), COLUMN, strong=True) for name in (lists.left, lists.right)]
    heads = tuple(
        Label(text, "strong", x, MARGIN + 12 + at * LEAD)
        for x, lines in zip((MARGIN, right), over, strict=True)
        for at, text in enumerate(lines)
    )
    y = MARGIN + max(map(len, over)) * LEAD + 6
    for actor in lists.actors:
        sides = [
            _side(actor, actor.left, actor.left_note, 0),
            _side(actor, actor.right, actor.right_note, 1),
        ]
        height = max(len(labels) for labels, _ in sides) * LEAD + 2 * PAD - 4
        kinds = ("who", f"c{colour_and_dash(actor.mark)[0]}")
        for x, (labels, _) in zip((MARGIN, right), sides, strict=True):
            boxes.append(Box("", actor.actor, kinds, x, y, COLUMN, height, tuple(labels)))
        (_, starts), (_, ends) = sides
        for join in actor.joins:
            start, end = px(y + starts[join.left]), px(y + ends[join.right])
            line = f"M{px(MARGIN + COLUMN)} {start}L{px(right)} {end}"
            links.append(
                Link(join.against, line, _name(actor, join.left, join.right, join.against))
            )
        y += height + _APART
    width = right + COLUMN + MARGIN
    return Ladder(width, y - _APART + MARGIN, heads, tuple(boxes), tuple(links))


def _name(actor: Beside, left: int, right: int, against: bool) -> str:
    how = "is the opposite of" if against else "is the same as"
    return f"{actor.actor}: wish {left + 1} on the left {how} wish {right + 1} on the right"


def _side(
    actor: Beside, wishes: Sequence[str], note: str, side: int
) -> tuple[list[Label], dict[int, float]]:
    """The lines of one box, and at which height in it a line to the other side is tied."""
    joined = {(join.right if side else join.left) for join in actor.joins if not join.against}
    labels = [Label(cut(actor.actor), "head", PAD, DROP)]
    heights: dict[int, float] = {}
    for at, wish in enumerate(wishes):
        kind = "" if at in joined else "strong"
        text = wrap(cut(f"{at + 1}  {wish}"), COLUMN - 2 * PAD, strong=bool(kind))
        heights[at] = DROP - 4 + (len(labels) + (len(text) - 1) / 2) * LEAD
        labels += [Label(t, kind, PAD, DROP + (len(labels) + n) * LEAD) for n, t in enumerate(text)]
    if note:
        labels += [
            Label(t, "soft", PAD, DROP + (len(labels) + n) * LEAD)
            for n, t in enumerate(wrap(cut(note), COLUMN - 2 * PAD))
        ]
    return labels, heights
