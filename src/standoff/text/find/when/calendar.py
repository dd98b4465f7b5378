"""Calendar phrases as the text writes them: days, months and years, alone, in lists and in ranges.

A phrase is read as a whole, so that what stands once counts for all of it: `28 August to
2 September 2016` gives its year to both ends, `3, 5 and 7 May` its month to every day. Nothing here
knows a publication day; what a phrase does not state stays None.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from standoff.text.find.when.number import ORDINALS

MONTHS: Mapping[str, int] = MappingProxyType(
    {name[:3].lower(): n for n, name in enumerate(calendar.month_name) if name}
)
WEEKDAYS: Mapping[str, int] = MappingProxyType(
    {name.lower(): n for n, name in enumerate(calendar.day_name)}
)
FULL_MONTH = "|".join(name for name in calendar.month_name if name)
_MONTH = rf"(?:{FULL_MONTH}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_WEEKDAY = rf"(?:{'|'.join(calendar.day_name)})"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d:]|[.,]\d| ?%)"
# A day in words is one only before its month.
_SPELLED = rf"(?i:{'|'.join(sorted(ORDINALS, key=len, reverse=True))})(?= of {_MONTH}(?!['’]s))"
YEAR = r"(?:1[0-9]|20)\d\d"
_ITEM = (
    rf"(?:{_WEEKDAY},? (?:the )?)?(?:(?:the )?(?:{_DAY}|{_SPELLED})(?: of)? {_MONTH}(?:,? {YEAR})?(?!\d)|"
    rf"{_MONTH} {_DAY}(?:,? {YEAR}(?!\d))?|{_MONTH}(?:,?(?: of)? {YEAR}(?!\d))?)"
)
_TO = r"(?: ?[-–—/] ?| to | through | until | till )"
_JOIN = rf"(?:{_TO}|,? and |,? or |, )"
_NO_COUNT = r"(?! (?:[a-z]+s|people|men|women|children|million|billion|percent|per cent|of)\b)"
_COUNTED = r"(?! (?:people|men|women|children|troops|soldiers|million|billion|percent|per cent)\b)"
_MORE_DAYS = (
    rf"(?:, {_DAY}){{0,6}}(?:{_TO}|,? and |,? or )(?:the )?{_DAY}(?:,? {YEAR}(?!\d))?{_NO_COUNT}"
)
PHRASE = re.compile(
    rf"(?<![\w$€£.,/-])(?:(?:the )?{_DAY}{_JOIN}){{0,6}}{_ITEM}{_COUNTED}"
    rf"(?:{_JOIN}{_ITEM}{_COUNTED}|{_MORE_DAYS}){{0,8}}(?!\w)"
)
_TOKEN = re.compile(
    rf"(?P<weekday>{_WEEKDAY})|(?P<month>{_MONTH})|(?P<year>(?<!\d){YEAR}(?!\d))|"
    rf"(?P<day>(?<!\d)\d{{1,2}}(?:st|nd|rd|th)?|\b{_SPELLED})|"
    r"(?P<range>[-–—/]| (?:to|through|until|till) )|(?P<list> ?,? ?\b(?:and|or)\b )|(?P<comma>, )"
)
_RANGES = frozenset(("-", "–", "—", "/", "to", "through", "until", "till"))


@dataclass(frozen=True, slots=True)
class Item:
    """One date of a phrase, with what it states or shares; `joined` is how it hangs on the one before.

    joined  "" for the first, `range` or `list`
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    joined: str = ""

    def first(self) -> date | None:
        """The first day it covers; None without a year, or where the calendar has no such day."""
        return self._edge(first=True)

    def last(self) -> date | None:
        """The last day it covers."""
        return self._edge(first=False)

    def _edge(self, *, first: bool) -> date | None:
        if self.year is None:
            return None
        month = self.month or (1 if first else 12)
        day = self.day or (1 if first else calendar.monthrange(self.year, month)[1])
        try:
            return date(self.year, month, day)
        except ValueError:
            return None

    @property
    def grain(self) -> str:
        return "day" if self.day else "month" if self.month else "year"


def items(view: str, start: int, end: int) -> list[Item]:
    """The dates of a phrase `view[start:end]`, in order, each with what it shares with its neighbours.

    >>> [(i.year, i.month, i.day) for i in items("3, 5 and 7 May 2019", 0, 19)]
    [(2019, 5, 3), (2019, 5, 5), (2019, 5, 7)]
    """
    return _shared(list(_pieces(view, start, end)))


def _pieces(view: str, start: int, end: int) -> Iterator[Item]:
    """Yield the items as written: a piece ends where a second day, month or year would begin."""
    current: dict[str, Any] = {}
    joined = between = ""
    for token in _TOKEN.finditer(view, start, end):
        kind = str(token.lastgroup)
        if kind in ("range", "list", "comma"):
            between = "range" if kind == "range" else "list"
            if current and (kind != "comma" or (current.get("month") and current.get("year"))):
                yield Item(**current, joined=joined)
                current, joined, between = {}, between, ""
            continue
        if kind == "weekday" and current:
            yield Item(**current, joined=joined)
            current, joined = {}, between or "list"
        value = _value(kind, token[0])
        if kind in current:
            yield Item(**current, joined=joined)
            current, joined = {}, between or "list"
        current.setdefault("start", token.start())
        current |= {"end": token.end(), kind: value}
        between = ""
    if current:
        yield Item(**current, joined=joined)


def _value(kind: str, words: str) -> int:
    if kind == "weekday":
        return WEEKDAYS[words.lower()]
    if kind == "month":
        return MONTHS[words[:3].lower()]
    return ORDINALS.get(words.lower()) or int(re.sub(r"\D", "", words))


def _shared(found: Sequence[Item]) -> list[Item]:
    """Fill in what stands once: a day takes its month from the right, else from the left; a year
    is taken from the right, and where that would turn a range round, it is the year before."""
    filled = list(found)
    for at in range(len(filled) - 2, -1, -1):
        one, after = filled[at], filled[at + 1]
        month = one.month or (after.month if one.day and not one.year else None)
        year = one.year
        if year is None and (one.day or one.month) and after.year is not None:
            year = after.year
            if month and after.month and (month, one.day or 1) > (after.month, after.day or 31):
                year = year - 1 if after.joined == "range" else None
        filled[at] = replace(one, month=month, year=year)
    for at in range(1, len(filled)):
        one, before = filled[at], filled[at - 1]
        if one.day and one.month is None:
            filled[at] = replace(one, month=before.month, year=one.year or before.year)
    return filled


# --- figures -------------------------------------------------------------------------------------

_D, _M = r"(?:[12]\d|3[01]|0?[1-9])", r"(?:1[0-2]|0?[1-9])"
FIGURES = re.compile(
    rf"(?<![\w$€£./-])(?:(?P<y1>{YEAR})(?P<s1>[-/. ])(?P<m1>1[0-2]|0[1-9])(?P=s1)(?P<d1>[0-3]\d)|"
    rf"(?P<a>{_D})(?P<s2>[./-])(?P<b>{_D})(?P=s2)(?P<y2>{YEAR})|"
    rf"(?P<a3>{_D})/(?P<b3>{_D})/(?P<y3>\d\d)|"
    rf"(?P<y4>(?:19|20)\d\d)-(?P<m4>1[0-2]|0[1-9]))(?![\w/]|[-.:]\d| \d)"
)


def figures(match: re.Match[str]) -> list[date | tuple[date, date]]:
    """The readings of a date in figures: one or two days (day or month first), or a whole month.

    >>> figures(FIGURES.search("on 28/08/2018"))
    [datetime.date(2018, 8, 28)]
    >>> len(figures(FIGURES.search("on 03/04/2017")))
    2
    """
    if match["y1"]:
        orders = [(int(match["y1"]), int(match["m1"]), int(match["d1"]))]
    elif match["y4"]:
        year, month = int(match["y4"]), int(match["m4"])
        return [(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))]
    elif match["y2"]:
        a, b, year = int(match["a"]), int(match["b"]), int(match["y2"])
        orders = [(year, b, a), (year, a, b)]
    else:
        return []
    found: dict[date, None] = {}
    for year, month, day in orders:
        try:
            found[date(year, month, day)] = None
        except ValueError:
            continue
    return sorted(found)
