"""When: dates as intervals with their granularity; a day only where the text gives one.

The year of writing is that of publication, which a person or a line of the text states; it is never
taken from the body. What has no anchor stays open, and so does what two anchors would put on
different days: an open end is no error, an invented day is.
"""

from __future__ import annotations

import calendar as month_days
import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from standoff.citation import Period
from standoff.text.annotation import Span, When
from standoff.text.find.when import relative
from standoff.text.find.when.calendar import (
    FIGURES,
    FULL_MONTH,
    PHRASE,
    YEAR,
    Item,
    figures,
    items,
)
from standoff.text.find.when.number import NUMBER, exact, value
from standoff.text.find.when.tense import tense_around
from standoff.text.find.when.timeframe import (
    BACK,
    Anchor,
    Context,
    Found,
    Interval,
    Resolver,
    bounded,
    iso,
)
from standoff.text.find.word.lexicon import look
from standoff.text.sentence import Sentence


def dates(
    text: str,
    parts: Sequence[Sentence],
    published: Period | None = None,
    silent: Sequence[Sentence] = (),
    quoted: Sequence[Span] = (),
) -> list[When]:
    """The times a text speaks of, in order.

    published  when the text was published, if that is known
    silent     sentences (captions and such) whose dates anchor nothing that follows
    quoted     the spans of quotations
    """
    view = look(text)
    quiet = {s.number for s in silent}
    times: list[When] = []
    context = Context(view, published, quoted, parts[0]) if parts else None
    for part in parts:
        assert context is not None
        within = part.start, part.end
        if not (_TIMED.search(view, *within) or FIGURES.search(view, *within)):
            continue
        context.part = part
        for when, anchor in _sentence(text, view, part, context):
            times.append(when)
            if part.number in quiet or anchor is _NONE:
                continue
            context.anchors = [*context.anchors[-7:], (part.number, part.paragraph, anchor)]
            if anchor is not None and re.search(YEAR, when.quote):
                context.stated_year = (part.paragraph, anchor.first.year, anchor.grain)
    return times


def _sentence(
    text: str, view: str, part: Sentence, context: Context
) -> Iterator[tuple[When, Anchor | None]]:
    """Yield the dates of a sentence, the longest match at each place, with what they anchor: a time that
    is not told closes the way to one told before it, and a length of time does not (`_NONE`)."""
    matches = [
        (m, rule) for rule in _RULES for m in rule.pattern.finditer(view, part.start, part.end)
    ]
    free = part.start
    for match, rule in sorted(matches, key=lambda x: (x[0].start(), -x[0].end())):
        if match.start() < free:
            continue
        found = list(rule.resolve(match, context))
        if not found:
            continue
        free = max(match.end(), *(end for (_, end), _, _ in found))
        for (start, end), (earliest, latest, grain), name in found:
            when = When(
                start=start, end=end, quote=text[start:end],
                earliest=earliest, latest=latest, granularity=grain, rule=name or rule.name,
            )  # fmt: skip
            told = grain in ("day", "month", "year") or rule.name in _TOLD
            anchor = None if told else _NONE
            if earliest and latest and told:
                one, two = date.fromisoformat(earliest), date.fromisoformat(latest)
                anchor = Anchor(one, two, "day" if one == two else grain)
            yield when, anchor


_NONE = Anchor(date.min, date.min, "")
_TOLD = frozenset(("weekday", "seen from publication", "counted from publication"))


# --- days, months and years ----------------------------------------------------------------------


def _phrase(match: re.Match[str], context: Context) -> Iterator[Found]:
    """Days, months and years as a phrase writes them; a range is one interval."""
    start, end = match.span()
    found = items(context.view, start, end)
    before = context.view[max(0, start - 12) : start]
    if len(found) == 2 and re.search(r"\bbetween \Z", before, re.IGNORECASE):
        found[1] = dataclasses.replace(found[1], joined="range")
    bare = len(found) == 1 and found[0].grain == "month" and found[0].year is None
    if bare and not _MONTH_BEFORE.search(context.view[max(0, start - BACK) : start]):
        if relative.is_attribute(before, context.view[end : end + BACK]):
            yield (start, end), _month_of_noun(found[0], context), ""
        return
    if found[-1].year is None and _YEARS_AGO.search(context.view[max(0, start - BACK) : start]):
        yield (start, end), ("", "", found[-1].grain), ""
        return
    odd = _ODD_MONTH.match(context.view, end) if found[-1].grain == "month" else None
    if odd:
        open_month: Found = (start, end), ("", "", "month"), ""
        yield from (open_month,) if odd["quarter"] else ()
        return
    told = _THAT_YEAR.match(context.view, end)
    if told is not None and found[-1].year is None:
        year, end = _year_told(told, context), told.end()
        if year is None or len(found) > 1:
            yield (start, end), ("", "", found[-1].grain), ""
            return
        found = [dataclasses.replace(found[0], year=year, end=end)]
    elif len(found) == 1 and (which := _WHICH.search(before)) and found[0].year is None:
        start -= len(before) - which.start("which")
        year = _year_of_month(which["which"].lower(), found[0], context)
        if year is None:
            yield (start, end), ("", "", found[0].grain), ""
            return
        found = [dataclasses.replace(found[0], year=year, start=start)]
    at = 0
    while at < len(found):
        one = found[at]
        ranged = at + 1 < len(found) and found[at + 1].joined == "range"
        last = found[at + 1] if ranged else one
        interval = _range(one, last, context) if ranged else _dated(one, context)
        if interval is not None:
            left = one.start
            if not ranged and not relative.is_source(context.view, one.start, one.end):
                left, interval = bounded(context.view, one.start, interval)
            yield (left, last.end), interval, ""
        at += 2 if ranged else 1


_MONTH_BEFORE = re.compile(
    r"\b(?:in|since|during|until|till|by|from|last|next|this|before|after|of|for|early|mid|late|through"
    r"|throughout|between|back in|end|beginning|start)(?: the)?[- ]\Z",
    re.IGNORECASE,
)


_THAT_YEAR = re.compile(
    r"(?:,| of)? (?P<which>last|this|next|that|the (?:same|following|previous|next)|a|the) year\b"
    rf"(?: (?:before|earlier|later))?|,? (?:nearly |some |about )?{NUMBER} (?:years|decades) "
    rf"(?P<ago>ago|\w+)"
)
# A quarter is three months, of which one names it; *Mar-a-Lago* names none.
_ODD_MONTH = re.compile(
    r"(?P<quarter> (?:quarter|half)\b)|-(?!to-|long\b|old\b|based\b|end\b)[a-z]"
)
_YEARS_AGO = re.compile(
    r"\byears? (?:ago|earlier|later|before),?(?: on| in| this| last)? \Z", re.IGNORECASE
)
_WHICH = re.compile(r"\b(?P<which>last|next) \Z", re.IGNORECASE)


def _year_of_month(which: str, item: Item, context: Context) -> int | None:
    """The year of *last November*, where only one month may be meant: said in May it is the year before."""
    known = context.published
    if (
        known is None
        or item.grain != "month"
        or item.month is None
        or context.in_quotation(item.start)
    ):
        return None
    one, two = known.earliest, known.latest
    if (one.year, one.month) != (two.year, two.month) or item.month == one.month:
        return None
    if which == "last":
        return one.year - 1 if item.month > one.month else None
    return one.year + 1 if item.month < one.month else None


def _month_of_noun(item: Item, context: Context) -> Interval:
    """*A February agreement*: the month is the noun's, and its verb does not tell of which year. It is of the
    year of publication where it lies before that, and not after."""
    year, known = context.year(), context.published
    if year is None or known is None or context.in_quotation(item.start):
        return "", "", "month"
    past = item.month is not None and item.month < known.earliest.month
    told = dataclasses.replace(item, year=year) if past else item
    first, last = told.first(), told.last()
    return iso(first, last, "month") if first and last else ("", "", "month")


def _day_of_noun(item: Item, context: Context, year: int) -> int | None:
    """The year of a day between an article and its noun: *the 14 April deadline* is near publication, while
    *the 26 July rising* has its name from a day of any year."""
    known, day = context.published, dataclasses.replace(item, year=year).first()
    if day is None or known is None:
        return None
    away = (day - known.latest).days
    set_for = relative.is_set(context.view[item.end : item.end + BACK])
    return year if -_NEAR <= away <= (_NEAR if set_for else 0) else None


def _year_told(told: re.Match[str], context: Context) -> int | None:
    """The year of `3 May last year`, or of `3 May two years ago`, as seen from publication."""
    step = {"last": -1, "this": 0, "next": 1}.get(told["which"] or "")
    if told["ago"] == "ago" and exact(context.view, told.start("number")):
        step = -count if (count := value(told["number"])) else None
    known = context.published
    if step is None or known is None or known.earliest.year != known.latest.year:
        return None
    return known.latest.year + step


def _dated(item: Item, context: Context) -> Interval | None:
    """The interval of one item; without a year of its own only if the year is sure."""
    if item.year is None and item.month is not None:
        year = _year_for(item, context)
        if year is None:
            return None if item.day and item.day > _longest(item.month) else ("", "", item.grain)
        item = dataclasses.replace(item, year=year)
        day = item.first()
        if day is None or (item.weekday is not None and day.weekday() != item.weekday):
            return "", "", item.grain
    first, last = item.first(), item.last()
    if first is None or last is None:
        return None  # 31 April is nobody's day
    return iso(first, last, item.grain)


def _longest(month: int) -> int:
    return month_days.monthrange(2000, month)[1]


def _range(one: Item, two: Item, context: Context) -> Interval | None:
    if two.year is None and (year := _year_for(two, context)) is not None:
        two = dataclasses.replace(two, year=year)
        turned = (one.month or 0, one.day or 1) > (two.month or 12, two.day or 31)
        if one.year is None and one.month is not None and not turned:
            one = dataclasses.replace(one, year=year)
    first, last = one.first(), two.last()
    if first is None or last is None or first > last:
        return "", "", two.grain
    return iso(first, last, two.grain)


def _year_for(item: Item, context: Context) -> int | None:
    """The year of a day or month written without one: of publication, where tense agrees with it.

    What is told as past lies before publication, what is told as to come after it; a date on the
    other side is of the year beside, and one whose tense is not told on that side has no year.
    """
    year = context.year()
    if year is None or context.published is None or item.month is None:
        return None
    try:
        first = date(year, item.month, item.day or 1)
    except ValueError:
        return None
    if item.weekday is not None and item.day and _only_in(year, item):
        return year
    if (item.month, item.day) in _NAMED:
        return None
    tense = tense_around(
        context.view, (context.part.start, context.part.end), (item.start, item.end)
    )
    before, after = (
        context.view[max(0, item.start - BACK) : item.start],
        context.view[item.end : item.end + BACK],
    )
    if item.day and relative.of_what_was_said(context.view, item.end):
        tense = "past"  # an order of 3 May was given, whatever the clause around it tells
    elif item.day and relative.in_name(before, after):
        return None
    elif item.day and relative.is_attribute(before, after):
        return _day_of_noun(item, context, year)
    if first <= context.published.latest:
        # *ends in January* tells of what is to come, *has been shut since January* of what was
        known = tense in ("past", "") or (tense == "present" and _SINCE.search(before))
        return year if known else None
    by_then = _BY_THEN.search(context.view[max(0, item.start - 12) : item.start])
    near = (first - context.published.latest).days <= _SOON
    planned = near and _PLANNED.search(context.view[max(0, item.start - 24) : item.start])
    told_then = _HAD.search(before) is not None  # *had promised to leave by 31 May*: of which year
    if tense == "future" or planned or (by_then and tense != "past" and not told_then):
        return year
    if near and tense == "modal" and _WOULD.search(before):
        return year
    later = (item.month - context.published.latest.month) > 1
    told_of = _WHEN.search(context.view[max(0, item.start - 12) : item.start])
    return year - 1 if tense == "past" and later and told_of else None


def _only_in(year: int, item: Item) -> bool:
    """Whether a day has its weekday in a year, and neither in the year before nor in the one after."""
    days = [dataclasses.replace(item, year=year + n).first() for n in (0, -1, 1)]
    return [day is not None and day.weekday() == item.weekday for day in days] == [
        True,
        False,
        False,
    ]


_NAMED = frozenset(((9, 11),))  # days that stand for what happened on them once
_NEAR = 31  # days: how far from publication the day of a noun is sure
_WOULD = re.compile(r"\b(?:would|could|may|might|must|should|can)\b(?! have\b)(?:\W+\w+){1,6}\W*\Z")
_WAR_OF = re.compile(r"\b(?:war|revolution|uprising|crisis)s? of \Z", re.IGNORECASE)
# What was planned for a day, with no word that it has passed: *the vote planned for 3 May*.
_PLANNED = re.compile(
    r"(?<!was )(?<!were )(?<!been )\b(?:planned|scheduled|slated|set|expected|due) (?:for|on)(?: the)? \Z"
)
_SOON = 120  # days: of what was planned for a later one the year is not sure
_HAD = re.compile(r"\bhad (?:\w+ )?\w+(?:ed|en|t|ught|id)\b")
_BY_THEN = re.compile(r"\b(?:by|until|till)(?: the)? \Z", re.IGNORECASE)
_SINCE = re.compile(r"\b(?:since|from|after)(?: the)? \Z", re.IGNORECASE)
_WHEN = re.compile(r"\b(?:on|in|since|until|by|from|during)(?: the)? \Z", re.IGNORECASE)


def _figures(match: re.Match[str], context: Context) -> Iterator[Found]:
    readings = figures(match)
    span = match.span()
    if match["y3"]:
        yield span, ("", "", "undecided"), "a date in figures whose year has two of them"
    elif len(readings) == 2:
        one, two = readings
        yield span, ("", "", "undecided"), f"day or month first is not said: {one} or {two}"
    elif readings:
        value = readings[0]
        first, last = value if isinstance(value, tuple) else (value, value)
        grain = "month" if isinstance(value, tuple) else "day"
        start, interval = bounded(context.view, span[0], iso(first, last, grain))
        yield (start, span[1]), interval, ""


def _years(match: re.Match[str], context: Context) -> Iterator[Found]:
    """A year; a range of years; years in a list."""
    start, end = match.span("years")
    numbers = [(m.start(), m.end(), m[0]) for m in re.finditer(r"\d{2,4}", match["years"])]
    joined = re.search(r"[-–—/]| (?:to|through|until|till) ", match["years"])
    between = re.search(r"\bbetween \Z", context.view[max(0, start - 12) : start], re.IGNORECASE)
    if len(numbers) == 2 and (joined or between):
        one = int(numbers[0][2])
        two = (
            int(numbers[1][2]) if len(numbers[1][2]) == 4 else one // 100 * 100 + int(numbers[1][2])
        )
        if one < two <= one + 100:
            yield (start, end), iso(date(one, 1, 1), date(two, 12, 31), "year"), "range of years"
        return
    war = _WAR_OF.search(context.view[max(0, start - 16) : start])
    for a, b, digits in numbers:
        if len(digits) == 4 and not war:
            year = int(digits)
            whole = iso(date(year, 1, 1), date(year, 12, 31), "year")
            left, interval = bounded(context.view, start + a, whole)
            yield (left, start + b), interval, ""


def _decade(match: re.Match[str], context: Context) -> Iterator[Found]:
    year = int(match["decade"])
    whole = iso(date(year, 1, 1), date(year + 9, 12, 31), "year")
    part = re.search("early|mid|late", match[0])
    left, interval = bounded(context.view, match.start("decade") - len("the "), whole)
    yield (min(left, match.start()), match.end()), ("", "", "year") if part else interval, ""


# --- the grammar: the longest match at a place wins, then the one that stands first here ---------


@dataclass(frozen=True)
class _Rule:
    """How a kind of time is written, and what it says."""

    name: str
    pattern: re.Pattern[str]
    resolve: Resolver


def _rule(name: str, pattern: str, resolve: Resolver) -> _Rule:
    return _Rule(name, re.compile(rf"{_BEFORE}(?:{pattern})(?!\w)"), resolve)


_BEFORE = r"(?<![\w$€£])"


_UNIT = r"(?P<unit>day|week|month|year|decade|century|hour|minute)s?"
_WEEKDAY = "|".join(month_days.day_name)
_OF_DAY = r"(?: (?:morning|afternoon|evening|night))?"
# A word between a number and its unit: *17 long months*; none that makes a time of the unit alone.
_HOW = (
    r"(?!(?:last|next|this|that|each|every|per|an?|the|of|in|on|by|to|or|and|times|past|coming|"
    r"previous) )"
)
_YEARS_BEFORE = (
    r"(?:[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|[Tt]ill|[Bb]y|[Ff]rom|[Bb]efore|[Aa]fter|[Tt]he year|"
    r"[Bb]etween|[Bb]ack in|[Aa]s (?:late|early|recently|far back) as|[Aa]s of|[Tt]hrough(?:out)?|of|the)"
)
_NO_YEAR = (
    r"(?!-\w|[,.]\d|:\d| ?%| (?!was\b|has\b|his\b|its\b|this\b|is\b|as\b)[a-z]+s\b|"
    r" (?:people|men|women|children|feet|percent|per|million|billion|troop|more|or|kg|km)\b)"
)
# What has a year as its name: *a 1991 ceasefire*.
_DATED = (
    r"(?:accords?|agreement|treaty|deal|pact|cease-?fire|truce|armistice|war|elections?|vote|referendum|coup|"
    r"invasion|uprising|revolution|resolution|constitution|law|ruling|conference|summit|report|convention|"
    r"protocol|massacre|attacks?|bombings?|raid|offensive|census|plan)"
)
_RULES: tuple[_Rule, ...] = (
    _Rule("date in figures", FIGURES, _figures),
    _Rule("calendar", PHRASE, _phrase),
    _rule("end of a unit",
          r"(?:(?P<bound>[Bb]y|[Bb]efore|[Uu]ntil|[Tt]ill) )?(?:the (?:very )?end of (?P<which>the|this|"
          r"next|last) "
          r"(?P<unit>week|month|year)(?! of\b)|(?:the )?(?P<unit2>week|month|year)(?:['’]s|-) ?end)",
          relative.end_of),
    _rule("part of a unit", r"the (?:start|beginning|middle|turn|close|rest) of (?:the|this|next|last) "
                            r"(?:week|month|year|decade|century)", relative.open_),
    _rule("part of a month", rf"(?P<cut>[Ee]arlier|[Ll]ater)(?: on)? in (?P<month>{FULL_MONTH})(?! \d)",
          relative.in_month),
    _rule("part of a month",
          rf"(?:[Ee]arly|[Mm]id|[Ll]ate)[- ](?:{FULL_MONTH})(?:,? (?:of )?{YEAR})?",
          relative.open_),
    _rule("years", rf"{_YEARS_BEFORE} (?:(?:the )?(?:end|beginning|start|middle) of |early |late |mid-?)?"
                   rf"(?P<years>{YEAR}(?:(?:[-–—/]| to | through | until | till )(?:{YEAR}|\d\d)|"
                   rf"(?:, {YEAR}){{0,6}},? (?:and|or) {YEAR})?){_NO_YEAR}", _years),
    _rule("years", rf"(?<=\()(?P<years>{YEAR}(?:[-–—/](?:{YEAR}|\d\d))?)(?=\))", _years),
    _rule("years", r"(?<![-–—/.,])(?P<years>(?:19|20)\d\d[-–—/](?:19|20)\d\d)(?![-–—/]|[.,]\d)", _years),
    _rule("years", rf"(?:[Aa]|[Ii]ts|[Hh]is|[Tt]heir|[A-Z]\w+['’]s) (?P<years>{YEAR})"
                   rf"(?=[ -](?:[a-z-]+ )?{_DATED}\b)", _years),
    _rule("season", rf"(?:[Tt]he |[Tt]his |[Ll]ast |[Nn]ext )?(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)"
                    rf"(?: of)?,? {YEAR}", relative.open_),
    _rule("season", r"(?:[Tt]his|[Ll]ast|[Nn]ext)(?: past| coming)? (?:spring|summer|autumn|fall|winter)",
          relative.open_),
    _rule("decade", r"(?:[Ii]n )?the (?:early |mid-? ?|late )?(?P<decade>1[0-9]\d0|20\d0)s", _decade),
    _rule("counted from the date before",
          r"[Tt]he (?:(?P<way>previous|preceding)|(?P<same>same)|following|next|very next) "
          r"(?P<unit>day|week|month|year)(?! of\b)", relative.following),
    _rule("counted from the date before",
          r"(?:(?:[Ee]arlier|[Ll]ater)(?: on)? (?:in the|that(?: same)?)|(?:[Oo]n )?[Tt]hat(?: very| "
          r"same)?) "
          r"(?P<same>)(?P<unit>day)(?! of\b)", relative.following),
    _rule("counted from the date before", r"(?:in )?[Tt]hat (?:week|month|year)", relative.open_),
    _rule("counted from the date before",
          rf"{NUMBER} {_UNIT} (?P<way>later|earlier|after|before)", relative.following),
    _rule("counted from the date before", r"[Tt]he (?P<unit>day) (?P<way>before|after)",
          relative.following),
    _rule("counted from publication",
          rf"{NUMBER} {_UNIT} ago,? (?:today|yesterday|tomorrow|(?:this|last|next) \w+|"
          rf"(?:on |in |last |next |this )?(?:early |mid-?|late )?(?:{_WEEKDAY}|{FULL_MONTH}|\d))",
          relative.open_),
    _rule("counted from publication",
          rf"(?:(?:(?P<over>[Mm]ore than|[Oo]ver|[Aa]t least)|"
          rf"(?P<under>[Ll]ess than|[Ff]ewer than|[Uu]nder)) )?"
          rf"{NUMBER} {_UNIT} ago", relative.ago),
    _rule("counted from publication", rf"{NUMBER} {_UNIT} (?:from now|hence)",
          relative.from_now),
    _rule("counted from publication", r"(?:and a half|(?<!\w )(?:[Dd]ays|[Ww]eeks|[Mm]onths|[Yy]ears|"
                                      r"[Hh]ours)|"
                                      r"(?:days|weeks|months|years|hours|decades|centuries)) ago",
          relative.open_),
    _rule("seen from publication",
          r"(?:[Tt]he )?(?P<number>[12]\d|3[01]|[1-9])(?:st|nd|rd|th) (?:day )?of (?P<which>this|last|"
          r"next) month",
          relative.day_of_month),
    _rule("seen from publication",
          rf"(?P<weekday>{_WEEKDAY}){_OF_DAY},? (?:of |in )?(?P<which>this|last|next) week|"
          rf"(?P<which2>[Tt]his|[Ll]ast|[Nn]ext) week on (?P<weekday2>{_WEEKDAY}){_OF_DAY}",
          relative.day_of_week),
    _rule("seen from publication",
          rf"(?P<week>(?P<which>)(?P<weekday>)(?P<which2>[Tt]his|[Ll]ast|[Nn]ext) week), on "
          rf"(?P<weekday2>{_WEEKDAY})",
          relative.week_and_day),
    _rule("seen from publication",
          r"(?:(?P<cut>[Ee]arlier|[Ll]ater) )?(?P<which>[Tt]his|(?<![Tt]he )[Ll]ast|(?<![Tt]he )[Nn]ext) "
          r"(?P<unit>week|month|year)(?! of\b)",
          relative.unit_from_publication),
    _rule("seen from publication",
          r"(?P<day>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Tt]he day before yesterday|[Tt]he day after "
          r"tomorrow|"
          rf"[Tt]onight|[Ll]ast night|[Tt]his (?:morning|afternoon|evening)){_OF_DAY}",
          relative.today),
    _rule("seen from publication", r"[Oo]vernight|the (?:week|month|year)s? (?:before last|after next)|"
                                   r"(?:[Tt]he|[Tt]his) (?:past|coming) (?:week|month|year)|"
                                   r"(?:[Tt]his|[Ll]ast|[Nn]ext) (?:decade|century)", relative.open_),
    _rule("weekend",
          r"(?:(?P<which>[Tt]his|[Ll]ast|[Nn]ext)|[Tt]he)(?: (?P<side>past|coming))? weekend",
          relative.weekend),
    _rule("weekday",
          r"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his(?: past| coming)?|[Tt]he (?:following|next|past|coming)|"
          rf"[Cc]oming|[Ee]very|[Ee]ach) )?(?P<weekday>{_WEEKDAY}){_OF_DAY}", relative.weekday),
    _rule("vague, before now", r"[Rr]ecent(?:ly)?|[Ll]ately|(?:for|in|over) (?:the )?(?:past|last) "
                               r"(?!(?:few|several|couple) )(?:\w+ )?(?:days|weeks|months|years|decades)"
                               r"(?: now)?", relative.vague_past),
    _rule("length of time", r"(?:(?:[Ii]n|[Oo]ver|[Ff]or|[Dd]uring|[Ww]ithin) )?(?:the )?"
                            r"(?:[Rr]ecent|(?:last|past) (?:few|several|couple of)|few (?:last|past)|"
                            r"coming|next few) "
                            r"(?:hours|days|weeks|months|years|decades)", relative.open_),
    _rule("length of time", r"(?:[Hh]ours|[Dd]ays|[Ww]eeks|[Mm]onths|[Yy]ears|[Dd]ecades)(?= of [a-z])",
          relative.open_),
    _rule("vague, now", r"[Cc]urrent(?:ly)?|[Pp]resently|[Aa]t (?:the moment|present)|these "
                        r"days|nowadays", relative.open_),
    _rule("vague, to come", rf"any ?time soon|in the (?:near |coming |foreseeable "
                            rf")?(?:future|weeks|months|days|years)|[Ww]ithin the "
                            rf"(?:next |coming )(?:{NUMBER} )?(?P<unit2>days|weeks|"
                            rf"months|years)", relative.vague_future),
    _rule("length of time", r"[Ww]ithin (?:days|weeks|months|years|hours|minutes)", relative.open_),
    _rule("length of time",
          r"(?:[Ff]or|[Oo]ver|[Ii]n|[Dd]uring) the (?:last|past) (?:day|week|month|year|decade|century)",
          relative.open_),
    _rule("part of a unit", r"(?:[Ee]arlier|[Ll]ater) in the (?:week|month|year)",
          relative.open_),
    _rule("part of a unit", r"(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|(?:the )?"
                            r"final|next few|"
                            r"last few|past few|half-) ?(?:days?|weeks?|months?|years?|century)",
          relative.open_),
    _rule("length of time", rf"(?:[Ff]or |[Ww]ithin |[Aa]fter |[Ii]n |[Oo]ver )?"
                            rf"(?:over |about |nearly |almost )?{NUMBER}[- ](?:{_HOW}[a-z]+ )?"
                            r"(?:[Yy]ear|[Mm]onth|[Ww]eek|[Dd]ay|[Dd]ecade|[Hh]our|[Mm]inute)s?(?:-?(?:long|old))?",
          relative.open_),
    _rule("back then", r"[Bb]ack then|[Aa]t (?:that|the) time", relative.open_),
)  # fmt: skip
# Fits where one of the rules does, but for figures: most sentences are done with in one search, not in each.
_TIMED = re.compile(
    f"{PHRASE.pattern}|{_BEFORE}(?:"
    + "|".join(
        re.sub(r"\(\?P<\w+>", "(?:", rule.pattern.pattern.removeprefix(_BEFORE))
        for rule in _RULES
        if rule.pattern not in (PHRASE, FIGURES)
    )
    + ")"
)
