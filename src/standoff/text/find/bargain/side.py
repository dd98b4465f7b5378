"""Who gives and who takes, of those named in the sentence of an offer."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.text.annotation import Mention, Span
from standoff.text.find.bargain.promise import PROMISE
from standoff.text.find.bargain.told import Frame, Told


def sides(told: Told, frame: Frame) -> tuple[str, str]:
    """Who gives, and who would take: rather an actor that is not named within the things themselves."""
    inside = told.inside
    if not inside:
        return "", ""
    if frame.tied and frame.gives:
        giver = _promiser(told, frame.gives)
        if not giver:
            return "", inside[0].actor
    else:
        edge = frame.gives[0] if frame.gives else frame.cue[0]
        earlier = [m.actor for m in inside if m.end <= edge]
        giver = earlier[-1] if earlier else inside[0].actor
    others = [m for m in inside if m.actor != giver]
    things = [s for s in (frame.gives, frame.wants) if s]
    outside = [m for m in others if not any(_within(m, s) for s in things)]
    wanted = [m for m in others if frame.tied and frame.wants and _within(m, frame.wants)]
    return giver, next((m.actor for m in (*wanted, *outside, *others)), "")


def _promiser(told: Told, main: Span) -> str:
    """Who promises in a main clause: the last named before the word of promise, or the first in it."""
    promise = PROMISE.search(told.view, *main)
    named: Sequence[Mention] = [m for m in told.inside if _within(m, main)]
    before = [m for m in named if promise is None or m.end <= promise.start()]
    return before[-1].actor if before else named[0].actor if named else ""


def _within(mention: Mention, span: Span) -> bool:
    return span[0] <= mention.start < span[1]
