"""When: dates as intervals with their granularity, counted from the right anchor or left open.

A day is given only where the text gives one. A date without a year takes the year the text was
written in (its date of publication, else the latest year it states); a relative one counts from the
date before it in the text or from publication; what has no anchor stays open at that end.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import TypeAlias

from standoff.citation import Period
from standoff.text.annotation import When
from standoff.text.find.lexicon import look
from standoff.text.sentence import Sentence

_MONTHS: Mapping[str, int] = MappingProxyType(
    {name[:3].lower(): n for n, name in enumerate(calendar.month_name) if name}
)
_FULL = "|".join(name for name in calendar.month_name if name)
_MONTH = rf"(?P<month>{_FULL}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_PART = r"(?P<part>[Ee]arly|[Mm]id|[Ll]ate)"
_SEASON = r"(?P<season>[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter)"
_NUMBER = (
    r"(?P<number>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|"
    r"[Ss]everal|some|a few|a couple of|many)"
)
_UNIT = r"(?P<unit>day|week|month|year|decade)s?"
_COUNT: Mapping[str, int] = MappingProxyType(
    {
        w: n
        for n, words in enumerate(
            "a an one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve".split("|"), 1
        )
        for w in words.split()
    }
)

Interval: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True)
class _Context:
    """What a date may lean on: publication, the year of writing, the date before it."""

    published: Period | None
    year: int | None
    last: tuple[date, date, str] | None
    near: tuple[date, date, str] | None


Resolver: TypeAlias = Callable[[re.Match[str], _Context], Interval | None]


def dates(
    text: str,
    parts: Sequence[Sentence],
    published: Period | None = None,
    silent: Sequence[Sentence] = (),
) -> list[When]:
    """The times a text speaks of, in order.

    published  when the text was published, if that is known
    silent     sentences (captions and such) whose dates anchor nothing that follows
    """
    view = look(text)
    found = _matches(view, parts)
    year = published.latest.year if published else _year_of_writing(found)
    quiet = {s.number for s in silent}
    times: list[When] = []
    last: tuple[date, date, str] | None = None
    in_sentence = 0
    for part, rule, match in found:
        near = last if part.number == in_sentence else None
        interval = rule.resolve(match, _Context(published, year, last, near))
        if interval is None:
            continue
        earliest, latest, granularity = interval
        start, end = match.span()
        times.append(
            When(
                start=start,
                end=end,
                quote=text[start:end],
                earliest=earliest,
                latest=latest,
                granularity=granularity,
                rule=rule.name,
            )
        )
        if earliest and latest and granularity != "relative" and part.number not in quiet:
            last = (date.fromisoformat(earliest), date.fromisoformat(latest), granularity)
            in_sentence = part.number
    return times


# --- intervals -------------------------------------------------------------------------------


def _month_of(match: re.Match[str]) -> int:
    return _MONTHS[match["month"][:3].lower()]


def _iso(first: date, last: date, granularity: str) -> Interval:
    return first.isoformat(), last.isoformat(), granularity


def _whole_month(year: int, month: int, part: str = "") -> Interval:
    end = calendar.monthrange(year, month)[1]
    first, last = {"early": (1, 10), "mid": (10, 20), "late": (20, end)}.get(part, (1, end))
    return _iso(date(year, month, first), date(year, month, last), "month")


def _open(granularity: str = "relative") -> Interval:
    return "", "", granularity


def _given_year(match: re.Match[str]) -> int | None:
    year = match.groupdict().get("year")
    return int(year) if year else None


def _calendar_day(match: re.Match[str], context: _Context) -> Interval | None:
    month, day, year = _month_of(match), int(match["day"]), _given_year(match)
    if year is None:
        year = _year_for(month, context)
    if year is None:
        return _open("day")
    try:
        found = date(year, month, day)
    except ValueError:
        return None  # 31 April is nobody's day
    return _iso(found, found, "day")


def _year_for(month: int, context: _Context) -> int | None:
    """The year of a month named without one: that of writing, or the one before if it lies ahead."""
    if context.year is None:
        return None
    if context.published and month > context.published.latest.month + 2:
        return context.published.latest.year - 1
    return context.year


def _iso_day(match: re.Match[str], context: _Context) -> Interval | None:
    try:
        found = date.fromisoformat(match[0])
    except ValueError:
        return None
    return _iso(found, found, "day")


def _calendar_month(match: re.Match[str], context: _Context) -> Interval | None:
    month, year = _month_of(match), _given_year(match)
    year = _year_for(month, context) if year is None else year
    part = (match.groupdict().get("part") or "").lower()
    return _open("month") if year is None else _whole_month(year, month, part)


def _season(match: re.Match[str], context: _Context) -> Interval | None:
    year = _given_year(match)
    if year is None:
        return _open("month")
    first = {"sp": 3, "su": 6, "au": 9, "fa": 9, "wi": 12}[match["season"][:2].lower()]
    last_year, last = (year, first + 2) if first < 12 else (year + 1, 2)
    return _iso(
        date(year, first, 1),
        date(last_year, last, calendar.monthrange(last_year, last)[1]),
        "month",
    )


def _year(match: re.Match[str], context: _Context) -> Interval | None:
    year = int(match["year"])
    part = (match.groupdict().get("part") or "").lower()
    first, last = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}.get(part, (1, 12))
    return _iso(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]), "year")


def _decade(match: re.Match[str], context: _Context) -> Interval | None:
    year = int(match["decade"])
    return _iso(date(year, 1, 1), date(year + 9, 12, 31), "year")


def _deadline(match: re.Match[str], context: _Context) -> Interval | None:
    earliest = context.near[0].isoformat() if context.near else ""
    return earliest, date(int(match["year"]), 12, 31).isoformat(), "year"


def _since(match: re.Match[str], context: _Context) -> Interval | None:
    inner = _year(match, context)
    latest = context.published.latest.isoformat() if context.published else ""
    return (inner[0], latest, "year") if inner else None


def _following(match: re.Match[str], context: _Context) -> Interval | None:
    """One unit after the date before: a day only after a day, a year after any year."""
    return _shift(match["unit"], 1, context)


def _later(match: re.Match[str], context: _Context) -> Interval | None:
    count = _COUNT.get(match["number"].lower()) or (
        int(match["number"]) if match["number"].isdigit() else None
    )
    if count is None:
        return _open()
    sign = 1 if match["way"] in ("later", "after") else -1
    return _shift(match["unit"], sign * count, context)


def _shift(unit: str, count: int, context: _Context) -> Interval:
    """Move the anchor; the answer is never finer than the anchor or than the unit."""
    if context.last is None:
        return _open()
    first, _, granularity = context.last
    if unit == "year":
        year = first.year + count
        return _iso(date(year, 1, 1), date(year, 12, 31), "year")
    if unit == "month" and granularity in ("day", "month"):
        total = first.year * 12 + first.month - 1 + count
        return _whole_month(total // 12, total % 12 + 1)
    if unit == "day" and granularity == "day":
        moved = first + timedelta(days=count)
        return _iso(moved, moved, "day")
    return _open()


def _ago(match: re.Match[str], context: _Context) -> Interval | None:
    if (
        context.published is None
        or match["unit"] != "year"
        or match["number"].lower() not in _COUNT
    ):
        return _open()
    year = context.published.latest.year - _COUNT[match["number"].lower()]
    return _iso(date(year, 1, 1), date(year, 12, 31), "relative")


def _this(match: re.Match[str], context: _Context) -> Interval | None:
    """This, last or next month or year, seen from publication; open without one."""
    if context.published is None:
        return _open()
    latest = context.published.latest
    step = {"this": 0, "last": -1, "next": 1}[match["which"].lower()]
    earlier = match.groupdict().get("earlier")
    if match["unit"] == "year":
        first, last = date(latest.year + step, 1, 1), date(latest.year + step, 12, 31)
        unit = "year"
    elif match["unit"] == "month":
        total = latest.year * 12 + latest.month - 1 + step
        span = _whole_month(total // 12, total % 12 + 1)
        first, last, unit = date.fromisoformat(span[0]), date.fromisoformat(span[1]), "month"
    else:
        return _open()
    if earlier and earlier.lower() == "earlier" and step == 0:
        last = latest
    return _iso(first, last, unit)


def _today(match: re.Match[str], context: _Context) -> Interval | None:
    published = context.published
    if published is None or published.earliest != published.latest:
        return _open()
    step = {"today": 0, "yesterday": -1, "tomorrow": 1}[match[0].lower()]
    day = published.latest + timedelta(days=step)
    return _iso(day, day, "relative")


def _vague_past(match: re.Match[str], context: _Context) -> Interval | None:
    return "", context.published.latest.isoformat() if context.published else "", "relative"


def _vague_future(match: re.Match[str], context: _Context) -> Interval | None:
    return context.published.earliest.isoformat() if context.published else "", "", "relative"


def _vague_now(match: re.Match[str], context: _Context) -> Interval | None:
    if context.published is None:
        return _open()
    return _iso(context.published.earliest, context.published.latest, "relative")


def _then(match: re.Match[str], context: _Context) -> Interval | None:
    if context.last is None:
        return _open()
    return _iso(context.last[0], context.last[1], "relative")


def _unanchored(match: re.Match[str], context: _Context) -> Interval | None:
    return _open()


# --- the grammar: tried in this order, the longest match at a place wins -----------------------


@dataclass(frozen=True)
class _Rule:
    name: str
    pattern: re.Pattern[str]
    resolve: Resolver


def _rule(name: str, pattern: str, resolve: Resolver) -> _Rule:
    return _Rule(name, re.compile(rf"(?<![\w$€£])(?:{pattern})(?!\w)"), resolve)


_RULES: tuple[_Rule, ...] = (
    _rule("day, month and year", rf"(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?:,? {_YEAR})", _calendar_day),
    _rule("day, month and year", rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of)? {_MONTH},? "
                                 rf"{_YEAR}", _calendar_day),
    _rule("ISO day", r"(?:19|20)\d\d-[01]\d-[0-3]\d", _iso_day),
    _rule("day and month", rf"(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?! (?:percent|per cent|"
                           rf"million|billion|troops|people))", _calendar_day),
    _rule("day and month", rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of)? {_MONTH}", _calendar_day),
    _rule("month and year", rf"(?:{_PART}[- ])?{_MONTH},?(?: of)? {_YEAR}", _calendar_month),
    _rule("part of a month", rf"{_PART}[- ](?P<month>{_FULL})", _calendar_month),
    _rule(
        "month",
        rf"(?:[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|[Bb]y|[Ff]rom|[Ll]ast|[Nn]ext|[Tt]his|the end of|"
        rf"the beginning of|[Bb]ack in|of) (?P<month>{_FULL})(?! \d)",
        _calendar_month,
    ),
    _rule("season and year", rf"(?:the )?{_SEASON}(?: of)?,? {_YEAR}", _season),
    _rule("deadline", rf"(?:by|before|until) the end of {_YEAR}", _deadline),
    _rule("since a year", rf"[Ss]ince (?:{_PART}[- ])?{_YEAR}", _since),
    _rule(
        "year",
        rf"(?:(?:[Ii]n|[Dd]uring|[Uu]ntil|[Bb]y|[Ff]rom|[Bb]efore|[Aa]fter|of|the year|for|"
        rf"between|to|and|the|[Bb]ack in|[Aa]s of|late|early|mid) |(?<=\()(?=\d{{4}}\)))"
        rf"(?:{_PART}[- ])?{_YEAR}(?!-\w|[,.]\d| (?:people|troops|soldiers|men|fighters|"
        rf"civilians|percent|km|miles|tons))",
        _year,
    ),
    _rule("decade", r"(?:[Ii]n )?the (?:early |mid-|late )?(?P<decade>(?:19|20)\d0)s", _decade),
    _rule("the one after", r"[Tt]he (?:following|next) (?P<unit>day|month|year)", _following),
    _rule("counted from the date before", rf"{_NUMBER} {_UNIT} (?P<way>later|earlier|after|before)", _later),
    _rule("counted from publication", rf"{_NUMBER} {_UNIT} ago", _ago),
    _rule(
        "seen from publication",
        r"(?:(?P<earlier>[Ee]arlier|[Ll]ater) )?(?P<which>[Tt]his|[Ll]ast|[Nn]ext) (?P<unit>week|month|year)",
        _this,
    ),
    _rule("seen from publication", r"[Tt]oday|[Yy]esterday|[Tt]omorrow", _today),
    _rule("weekday", rf"(?:[Oo]n |[Ll]ast |[Nn]ext )?{_WEEKDAY}", _unanchored),
    _rule("vague, before now", r"[Rr]ecent(?:ly)?|[Ll]ately|(?:for|in|over) (?:the )?(?:a "
                               r"few|past few|last few|past|last) (?:\w+ )?(?:days|weeks|"
                               r"months|years|decades)(?: now)?", _vague_past),
    _rule("vague, now", r"[Cc]urrent(?:ly)?|[Pp]resently|[Aa]t (?:the moment|present)|these "
                        r"days|nowadays", _vague_now),
    _rule("vague, to come", rf"any ?time soon|in the (?:near |coming |foreseeable "
                            rf")?(?:future|weeks|months|days|years)|[Ww]ithin (?:the "
                            rf")?(?:(?:next |coming )?{_NUMBER} )?(?P<unit2>days|weeks|"
                            rf"months|years)", _vague_future),
    _rule("length of time", r"(?:\d{1,3}|[a-z]+)[- ](?:year|month|week|day)-?(?:long|"
                            r"old)?(?= [a-z])|\d{1,3} (?:months|years|weeks|days)", _unanchored),
    _rule("back then", r"[Bb]ack then|[Aa]t (?:that|the) time", _then),
)  # fmt: skip


def _matches(view: str, parts: Sequence[Sentence]) -> list[tuple[Sentence, _Rule, re.Match[str]]]:
    """The longest match at each place, in the order of the text; none crosses a sentence."""
    found: list[tuple[Sentence, _Rule, re.Match[str]]] = []
    for part in parts:
        free = part.start
        inside = [(m, r) for r in _RULES for m in r.pattern.finditer(view, part.start, part.end)]
        for match, rule in sorted(inside, key=lambda x: (x[0].start(), -x[0].end())):
            if match.start() >= free:
                free = match.end()
                found.append((part, rule, match))
    return found


def _year_of_writing(found: Sequence[tuple[Sentence, _Rule, re.Match[str]]]) -> int | None:
    """The latest year that a day or month of the text states, else the latest year at all."""
    fine: list[int] = []
    coarse: list[int] = []
    for _, rule, match in found:
        year = _given_year(match)
        if year is None or rule.name == "deadline":
            continue
        (coarse if rule.name in ("year", "since a year") else fine).append(year)
    return max(fine or coarse, default=None)
