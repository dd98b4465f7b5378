"""Times that count from another: from publication, or from the time that was stated last."""

from __future__ import annotations

import calendar as month_days
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from standoff.text.find.when.calendar import WEEKDAYS
from standoff.text.find.when.tense import tense_around
from standoff.text.find.when.timeframe import OPEN, Anchor, Context, Found, Interval, bounded, iso
from standoff.text.find.word.saying import nouns

_COUNT: Mapping[str, int] = MappingProxyType(
    {
        w: n
        for n, words in enumerate(
            "a an one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve".split("|"), 1
        )
        for w in words.split()
    }
)


def _number(words: str) -> int | None:
    return int(words) if words.isdigit() else _COUNT.get(words.lower())


_NAMES = "|".join(name.capitalize() for name in WEEKDAYS)
_TO_DAY = re.compile(rf"\b(?:{_NAMES})(?: ?[-–—/] ?| to | through | until | till | and )\Z")
_DAY_TO = re.compile(rf"(?: ?[-–—/] ?| to | through | until | till )(?:{_NAMES})\b")


def following(match: re.Match[str], context: Context) -> Iterator[Found]:
    """So many units after or before what was stated last: never finer than that or than the unit."""
    groups = match.groupdict()
    count = _number(groups.get("number") or "1")
    back = (groups.get("way") or "").lower() in ("earlier", "before", "previous", "preceding")
    step = 0 if groups.get("same") else -1 if back else 1
    interval = OPEN if count is None else _shift(match["unit"], step * count, context.anchor())
    yield match.span(), interval, ""


def _shift(unit: str, count: int, anchor: Anchor | None) -> Interval:
    if anchor is None:
        return OPEN
    if unit == "year" and anchor.first.year == anchor.last.year:
        year = anchor.first.year + count
        return iso(date(year, 1, 1), date(year, 12, 31), "year")
    if unit == "month" and (anchor.first.year, anchor.first.month) == (
        anchor.last.year,
        anchor.last.month,
    ):
        return _month(anchor.first.year, anchor.first.month + count)
    if unit == "day" and anchor.first == anchor.last:
        moved = anchor.first + timedelta(days=count)
        return iso(moved, moved, "day")
    return OPEN


def _month(year: int, month: int) -> Interval:
    """A whole month; months count on over the end of the year."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last = month_days.monthrange(year, month)[1]
    return iso(date(year, month, 1), date(year, month, last), "month")


def ago(match: re.Match[str], context: Context) -> Iterator[Found]:
    """A day or a year counted back; *more than* and *less than* so many days or weeks leave one end open."""
    count, day, unit = _number(match["number"]), context.day(), match["unit"]
    interval = OPEN
    days = {"day": 1, "week": 7}.get(unit, 0) * (count or 0)
    told = day is not None and not context.in_quotation(match.start())
    if match["over"] or match["under"]:
        if day and told and days:
            moved = (day - timedelta(days=days)).isoformat()
            over = match["over"] is not None
            interval = ("", moved, "relative") if over else (moved, day.isoformat(), "relative")
    elif count is not None and unit == "year" and context.published is not None:
        if context.published.earliest.year == context.published.latest.year:
            year = context.published.latest.year - count
            interval = iso(date(year, 1, 1), date(year, 12, 31), "relative")
    elif count is not None and day and told and unit == "day":
        interval = iso(day - timedelta(days=count), day - timedelta(days=count), "relative")
    yield match.span(), interval, ""


def unit_from_publication(match: re.Match[str], context: Context) -> Iterator[Found]:
    """This, last or next week, month, year, as seen from publication; `earlier`, `later` cut it there."""
    unit, known = match["unit"], context.published
    day = context.day()
    if known is None or (unit == "week" and (day is None or context.in_quotation(match.start()))):
        yield match.span(), OPEN, ""
        return
    step = {"this": 0, "last": -1, "next": 1}[match["which"].lower()]
    latest = known.latest
    if unit == "year":
        one = date(latest.year + step, 1, 1)
        interval = iso(one, date(one.year, 12, 31), "year")
    elif unit == "month":
        interval = _month(latest.year, latest.month + step)
    else:
        monday = latest - timedelta(days=latest.weekday()) + timedelta(weeks=step)
        interval = iso(monday, monday + timedelta(days=6), "week")
    same = known.earliest.year == latest.year and (
        unit == "year" or known.earliest.month == latest.month
    )
    cut = (match["cut"] or "").lower()
    if not same or (cut and (day is None or step)):
        interval = OPEN
    elif cut == "earlier":
        interval = interval[0], latest.isoformat(), interval[2]
    elif cut == "later":
        interval = latest.isoformat(), interval[1], interval[2]
    left, interval = bounded(context.view, match.start(), interval)
    yield (left, match.end()), interval, ""


def end_of(match: re.Match[str], context: Context) -> Iterator[Found]:
    """The last day of the week, month or year of publication, as what is still to come before it."""
    day, interval = context.day(), OPEN
    tense = tense_around(
        context.view, (context.part.start, match.end()), (match.start(), match.end())
    )
    if day and match["bound"] and tense != "past" and not context.in_quotation(match.start()):
        step = 1 if match["which"] == "next" else 0
        if match["unit"] == "week":
            last = (day + timedelta(days=6 - day.weekday(), weeks=step)).isoformat()
        elif match["unit"] == "month":
            last = _month(day.year, day.month + step)[1]
        else:
            last = date(day.year + step, 12, 31).isoformat()
        interval = "", last, match["unit"]
    yield match.span(), interval, ""


def of_what_was_said(view: str, at: int) -> bool:
    """Whether a time stands before what was said at it: *today's announcement*, *the 3 May offer*."""
    words = re.match(r" ([a-z]+)(?: ([a-z]+))?\b", view[at : at + 40])
    return words is not None and any(
        w and nouns().get(w, _NONE)[1] >= _SAID for w in words.groups()
    )


_NONE, _SAID = ("", 0.0, 0.0), 0.3


def _of_noun(view: str, end: int) -> bool:
    """Whether a time rather belongs to a noun than to the verb before: *will answer a move this weekend by
    Peru*."""
    return re.match(r" (?:by|against|that|which|between)\b", view[end : end + 9]) is not None


def weekend(match: re.Match[str], context: Context) -> Iterator[Found]:
    """The weekend that is over where the clause tells what was, the one to come where it tells what will be.

    *Next weekend* may be either of two, and so stays open.
    """
    day, interval = context.day(), OPEN
    which = (match["which"] or "").lower()
    tense = tense_around(context.view, (context.part.start, context.part.end), match.span())
    told = {"last": "past", "next": ""}.get(which, tense)
    if told == "future" and _of_noun(context.view, match.end()):
        told = ""
    if day and told in ("past", "future") and not context.in_quotation(match.start()):
        saturday = day - timedelta(days=(day.weekday() - 5) % 7)
        if day.weekday() >= 5 and which == "last":
            saturday -= timedelta(weeks=1)
        elif day.weekday() < 5 and told == "future":
            saturday += timedelta(weeks=1)
        interval = iso(saturday, saturday + timedelta(days=1), "relative")
    left, interval = bounded(context.view, match.start(), interval)
    yield (left, match.end()), interval, ""


def today(match: re.Match[str], context: Context) -> Iterator[Found]:
    day = context.day()
    after = context.view[match.end() : match.end() + 2]
    before = context.view[max(0, match.start() - 8) : match.start()]
    vague = (after == "'s" and not of_what_was_said(context.view, match.end() + 2)) or re.search(
        r"\b(?:even|still|until|of|as|than|like|to) \Z", before, re.I
    )
    step = {"today": 0, "yesterday": -1, "tomorrow": 1}[match["day"].lower()]
    interval = OPEN
    part = context.view[context.part.start : context.part.end]
    of_speech = re.search(
        rf"\b(?:{_NAMES})\b", part
    )  # said on another day, perhaps counted from it
    quoted = context.in_quotation(match.start())
    if day and not quoted and not of_speech and not (vague and step == 0):
        moved = day + timedelta(days=step)
        interval = iso(moved, moved, "relative")
    left, interval = bounded(context.view, match.start(), interval)
    yield (left, match.end()), interval, ""


def weekday(match: re.Match[str], context: Context) -> Iterator[Found]:
    """A weekday told as past is the last one before publication; as to come, the first one after.

    That of the day of publication may be either of two, unless the text is a report that states its day.
    """
    day, interval = context.day(), OPEN
    tense = tense_around(context.view, (context.part.start, context.part.end), match.span())
    before = context.view[max(0, match.start() - 24) : match.start()]
    after = context.view[match.end() : match.end() + 24]
    ranged = _TO_DAY.search(before) or _DAY_TO.match(after)
    of_noun = (tense == "future" and _of_noun(context.view, match.end())) or _set(before, after)
    fixed = match["which"] or ranged or of_noun or context.in_quotation(match.start())
    wanted = WEEKDAYS[match["weekday"].lower()]
    same = day is not None and day.weekday() == wanted
    if not tense and _WAS.match(context.view, match.end()):
        tense = "past"  # *Monday's attack was the worst*
    if day and match["which"] and not ranged and not context.in_quotation(match.start()):
        moved = _as_told(match["which"].lower(), wanted, day, tense)
        interval = iso(moved, moved, "relative") if moved else OPEN
    sure = tense == "past" if same and context.dated else tense in ("past", "future") and not same
    if day and not fixed and sure:
        back = timedelta(days=(day.weekday() - wanted) % 7)
        ahead = timedelta(days=(wanted - day.weekday()) % 7)
        moved = day - back if tense == "past" else day + ahead
        interval = iso(moved, moved, "relative")
    left, interval = bounded(context.view, match.start(), interval)
    yield (left, match.end()), interval, ""


def _set(before: str, after: str) -> bool:
    """Whether a day is a noun's, and what the verb tells not its own: *wanted a Saturday deadline*, *spoke
    ahead of Monday's vote*."""
    if is_attribute(before, after):
        return True
    appointed = _APPOINTED.match(after) is not None and _WAS.match(after) is None
    return appointed and _BEHIND.search(before) is None


def is_attribute(before: str, after: str) -> bool:
    """Whether a time stands between an article, or its like, and a noun: *a February agreement*."""
    return _ITS.search(before) is not None and _NOUN.match(after) is not None


_ITS = re.compile(r"\b(?:an?|the|its|his|her|their|our|your|my|any|no) \Z", re.IGNORECASE)
_NOUN = re.compile(
    r" (?!(?:and|or|but|as|to|in|at|on|of|with|when|while|where|after|before|for|from|by|that|who|which|it|"
    r"he|she|they|we|is|was|are|were|has|had|will|would)\b)[a-z]"
)
# What is set for a day, and told of before and after it; behind it is what comes after, or in, it.
_APPOINTED = re.compile(
    r"['’]s (?:[\w-]+ ){0,2}(?:deadlines?|votes?|voting|elections?|ballot|polls?|referendum|meetings?|summit|"
    r"talks|sessions?|hearings?|conference|ceremony|trial|inauguration|runoff)\b"
)
_BEHIND = re.compile(r"\b(?:following|since|during|at|in) (?:the )?\Z", re.IGNORECASE)

_WAS = re.compile(
    r"['’]s (?:[a-z-]+ ){1,3}(?:was|were|had)\b"
    r"(?! (?:to|due|set|expected|scheduled|planned|supposed|going)\b)"
)


def _as_told(which: str, wanted: int, day: date, tense: str) -> date | None:
    """The day of *last*, *this*, *next* with a weekday, where the nearest one and that of the week agree.

    >>> _as_told("last", 4, date(2014, 9, 3), "past"), _as_told("next", 4, date(2014, 9, 3), "future")
    (datetime.date(2014, 8, 29), None)
    """
    own = day.weekday()
    if which == "last" and wanted >= own:
        return day - timedelta(days=own + 7 - wanted)
    if which == "next" and wanted <= own:
        return day + timedelta(days=7 - own + wanted)
    told = (tense == "future" and wanted > own) or (tense == "past" and wanted < own)
    return day + timedelta(days=wanted - own) if which == "this" and told else None


def vague_past(match: re.Match[str], context: Context) -> Iterator[Found]:
    known = context.published
    yield match.span(), ("", known.latest.isoformat() if known else "", "relative"), ""


def vague_future(match: re.Match[str], context: Context) -> Iterator[Found]:
    known = context.published
    yield match.span(), (known.earliest.isoformat() if known else "", "", "relative"), ""


def open_(match: re.Match[str], context: Context) -> Iterator[Found]:
    yield match.span(), OPEN, ""
