"""What dates lean on while a text is read: publication, the time stated last, and their bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from standoff.citation import Period
from standoff.text.annotation import Span
from standoff.text.sentence import Sentence

Interval: TypeAlias = tuple[str, str, str]
OPEN: Interval = ("", "", "relative")


@dataclass(frozen=True)
class Anchor:
    """A day, month or year that the text has just stated, for what counts from it."""

    first: date
    last: date
    grain: str


@dataclass
class Context:
    """What a date may lean on while reading on.

    quoted  spans of quotations: `yesterday` said there counts from the day of the speech
    """

    view: str
    published: Period | None
    quoted: Sequence[Span]
    part: Sentence
    anchors: list[tuple[int, int, Anchor | None]] = field(default_factory=list)
    stated_year: tuple[int, int, str] | None = None

    def anchor(self) -> Anchor | None:
        """The one time stated in this sentence before, or in the one before it; None if several."""
        for back in (0, 1):
            near = [
                a for number, paragraph, a in self.anchors
                if number == self.part.number - back and paragraph == self.part.paragraph
            ]  # fmt: skip
            if near:
                return near[0] if all(a == near[0] for a in near) else None
        return None

    def day(self) -> date | None:
        """The day of publication, if it is known to the day."""
        known = self.published
        return known.latest if known and known.earliest == known.latest else None

    def year(self) -> int | None:
        """The year of publication, unless the paragraph is about another one."""
        known = self.published
        if known is None or known.earliest.year != known.latest.year:
            return None
        if self.stated_year is not None:
            paragraph, year, grain = self.stated_year
            reach = 0 if grain == "year" else 1
            if self.part.paragraph - paragraph <= reach and year != known.latest.year:
                return None
        return known.latest.year

    def in_quotation(self, at: int) -> bool:
        return any(start < at < end for start, end in self.quoted)


Found: TypeAlias = tuple[Span, Interval, str]
Resolver: TypeAlias = Callable[[re.Match[str], Context], Iterator[Found]]
_BOUND = re.compile(
    r"\b(?P<word>since|until|till|by|before|after|from|no later than|not later than|as of|not before|"
    r"through|"
    r"prior to|ahead of|up to|(?:start|beginn)ing(?: on| from)?|effective(?: on| from)?|as from)"
    r"(?: (?:midnight|noon|dawn|dusk|\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?)(?: local time| GMT)?(?: on)?)?"
    r"(?P<edge> (?:the )?(?:very )?(?:end|close|beginning|start|middle)(?: of)?)?(?: the)? \Z",
    re.IGNORECASE,
)
_EDGE = re.compile(
    r"\b(?:(?:early|mid|late|(?:the )?(?:weeks?|weekend|days?|eve) (?:of|before|after|following|preceding)|"
    r"(?:the )?(?:(?:very )?(?:end|beginning|start|middle|close|turn|course|rest|remainder|bulk|height)|"
    r"(?:first|second|third|fourth|fifth|last|final|opening|closing|early|earlier|late|later|latter|"
    r"better) "
    r"(?:half|third|quarter|part|days?|weeks?|months?)) of|(?:part|most|much|parts) of|"
    r"around|about|circa|roughly|approximately|near|towards?|between)"
    r"(?: in| the| this| last| next)?|mid-?|in the (?:early|late) (?:days|weeks|months|part) of)[- ]?\Z",
    re.IGNORECASE,
)
_FROM = re.compile(r"since|after|from|as (?:of|from)|not before|start|beginn|effective")
_OPEN_TO = frozenset(("before", "prior to", "ahead of", "up to"))  # to that, or to the day before
BACK = 48


def iso(first: date, last: date, grain: str) -> Interval:
    return first.isoformat(), last.isoformat(), grain


def bounded(view: str, start: int, interval: Interval) -> tuple[int, Interval]:
    """A time with what bounds it: `by May` knows only an end, `since May` only a beginning."""
    earliest, latest, grain = interval
    before = view[max(0, start - BACK) : start]
    bound = _BOUND.search(before)
    if bound is not None:
        begin = start - (len(before) - bound.start())
        word = bound["word"].lower()
        if _FROM.match(word):
            return begin, ("" if bound["edge"] or word == "after" else earliest, "", grain)
        ends = bound["edge"] is not None and re.search("end|close", bound["edge"]) is not None
        untold = word in _OPEN_TO if not bound["edge"] else not ends
        return begin, ("", "" if untold else latest, grain)
    edge = _EDGE.search(before)
    if edge is not None and earliest == latest and re.match("early|late", edge[0], re.IGNORECASE):
        return start - (len(before) - edge.start()), interval  # early on a day is that day
    if edge is not None:
        return start - (len(before) - edge.start()), ("", "", grain)
    return start, interval
