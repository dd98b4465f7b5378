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
from standoff.text.find.when.dateline import stated_publication
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
    if context is not None and published is not None:
        context.dated = stated_publication(text) == published
    for part in parts:
        assert context is not None
        within = part.start, part.end
        if not (_TIMED.search(view, *within) or FIGURES.search(view, *within)):
            continue
        context.part = part
        for when, anchor in _sentence(text, view, part, context):
            times.append(when)
            if part.number in quiet or when.granularity not in ("day", "month", "year"):
                continue
            context.anchors = [*context.anchors[-7:], (part.number, part.paragraph, anchor)]
            if anchor is not None and re.search(YEAR, when.quote):
                context.stated_year = (part.paragraph, anchor.first.year, anchor.grain)
    return times


def _sentence(
    text: str, view: str, part: Sentence, context: Context
) -> Iterator[tuple[When, Anchor | None]]:
    """Yield the dates of a sentence, the longest match at each place, with what they anchor."""
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
            anchor = None
            if earliest and latest and grain in ("day", "month", "year"):
                anchor = Anchor(date.fromisoformat(earliest), date.fromisoformat(latest), grain)
            yield when, anchor


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
            # The month is the noun's: its verb does not tell of which year.
            yield (start, end), ("", "", "month"), ""
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
            if not ranged:
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
    r"(?: (?:before|earlier|later))?"
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


def _year_told(told: re.Match[str], context: Context) -> int | None:
    """The year of `3 May last year`, as seen from publication."""
    step = {"last": -1, "this": 0, "next": 1}.get(told["which"])
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
    tense = tense_around(
        context.view, (context.part.start, context.part.end), (item.start, item.end)
    )
    if item.day and relative.of_what_was_said(context.view, item.end):
        tense = "past"  # an order of 3 May was given, whatever the clause around it tells
    if first <= context.published.latest:
        return year if tense in ("past", "") else None
    by_then = _BY_THEN.search(context.view[max(0, item.start - 12) : item.start])
    near = (first - context.published.latest).days <= _SOON
    planned = near and _PLANNED.search(context.view[max(0, item.start - 24) : item.start])
    if tense == "future" or planned or (by_then and tense != "past"):
        return year
    later = (item.month - context.published.latest.month) > 1
    told_of = _WHEN.search(context.view[max(0, item.start - 12) : item.start])
    return year - 1 if tense == "past" and later and told_of else None


_WAR_OF = re.compile(r"\b(?:war|revolution|uprising|crisis)s? of \Z", re.IGNORECASE)
# What was planned for a day, with no word that it has passed: *the vote planned for 3 May*.
_PLANNED = re.compile(
    r"(?<!was )(?<!were )(?<!been )\b(?:planned|scheduled|slated|set|expected|due) (?:for|on)(?: the)? \Z"
)
_SOON = 120  # days: of what was planned for a later one the year is not sure
_BY_THEN = re.compile(r"\b(?:by|until|till)(?: the)? \Z", re.IGNORECASE)
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
    yield match.span(), ("", "", "year") if part else whole, ""


# --- the grammar: the longest match at a place wins, then the one that stands first here ---------


@dataclass(frozen=True)
class _Rule:
    name: str
    pattern: re.Pattern[str]
    resolve: Resolver


def _rule(name: str, pattern: str, resolve: Resolver) -> _Rule:
    return _Rule(name, re.compile(rf"{_BEFORE}(?:{pattern})(?!\w)"), resolve)


_BEFORE = r"(?<![\w$€£])"


_NUMBER = (
    r"(?P<number>\d{1,3}|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|"
    r"[Ee]leven|[Tt]welve|[Ss]everal|[Ss]ome|[Aa] few|[Aa] couple of|[Mm]any)"
)
_UNIT = r"(?P<unit>day|week|month|year|decade|hour|minute)s?"
# A word between a number and its unit: *17 long months*; none that makes a time of the unit alone.
_HOW = r"(?!(?:last|next|this|that|each|every|per|an?|the|of|in|on|by|to|or|and|times|past|coming|previous) )"
_YEARS_BEFORE = (
    r"(?:[Ii]n|[Ss]ince|[Dd]uring|[Uu]ntil|[Tt]ill|[Bb]y|[Ff]rom|[Bb]efore|[Aa]fter|[Tt]he year|"
    r"[Bb]etween|[Bb]ack in|[Aa]s (?:late|early|recently|far back) as|[Aa]s of|[Tt]hrough(?:out)?|of|the)"
)
_NO_YEAR = (
    r"(?!-\w|[,.]\d|:\d| ?%| (?!was\b|has\b|his\b|its\b|this\b|is\b|as\b)[a-z]+s\b|"
    r" (?:people|men|women|children|feet|percent|per|million|billion|troop|more|or|kg|km)\b)"
)
_RULES: tuple[_Rule, ...] = (
    _Rule("date in figures", FIGURES, _figures),
    _Rule("calendar", PHRASE, _phrase),
    _rule("end of a unit",
          r"(?:(?P<bound>[Bb]y|[Bb]efore|[Uu]ntil|[Tt]ill) )?the end of (?P<which>the|this|next) "
          r"(?P<unit>week|month|year)(?! of\b)", relative.end_of),
    _rule("part of a month",
          rf"(?:[Ee]arly|[Mm]id|[Ll]ate)[- ](?:{FULL_MONTH})(?:,? (?:of )?{YEAR})?", relative.open_),
    _rule("years", rf"{_YEARS_BEFORE} (?:(?:the )?(?:end|beginning|start|middle) of |early |late |mid-?)?"
                   rf"(?P<years>{YEAR}(?:(?:[-–—/]| to | through | until | till )(?:{YEAR}|\d\d)|"
                   rf"(?:, {YEAR}){{0,6}},? (?:and|or) {YEAR})?){_NO_YEAR}", _years),
    _rule("years", rf"(?<=\()(?P<years>{YEAR}(?:[-–—/](?:{YEAR}|\d\d))?)(?=\))", _years),
    _rule("years", r"(?<![-–—/.,])(?P<years>(?:19|20)\d\d[-–—/](?:19|20)\d\d)(?![-–—/]|[.,]\d)", _years),
    _rule("season", rf"(?:[Tt]he |[Tt]his |[Ll]ast |[Nn]ext )?(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter)"
                    rf"(?: of)?,? {YEAR}", relative.open_),
    _rule("season", r"(?:[Tt]his|[Ll]ast|[Nn]ext) (?:spring|summer|autumn|fall|winter)", relative.open_),
    _rule("decade", r"(?:[Ii]n )?the (?:early |mid-?|late )?(?P<decade>1[0-9]\d0|20\d0)s", _decade),
    _rule("counted from the date before",
          r"[Tt]he (?:(?P<way>previous|preceding)|(?P<same>same)|following|next|very next) "
          r"(?P<unit>day|month|year)", relative.following),
    _rule("counted from the date before",
          r"(?:on |in )?[Tt]hat (?P<same>)(?P<unit>day|month|year)", relative.open_),
    _rule("counted from the date before",
          rf"{_NUMBER} {_UNIT} (?P<way>later|earlier|after|before)", relative.following),
    _rule("counted from the date before", r"[Tt]he (?P<unit>day) (?P<way>before|after)", relative.open_),
    _rule("counted from publication",
          rf"{_NUMBER} {_UNIT} ago (?:today|yesterday|tomorrow|this (?:week|month|year))", relative.open_),
    _rule("counted from publication",
          rf"(?:(?:(?P<over>[Mm]ore than|[Oo]ver|[Aa]t least)|"
          rf"(?P<under>[Ll]ess than|[Ff]ewer than|[Uu]nder)) )?"
          rf"{_NUMBER} {_UNIT} ago", relative.ago),
    _rule("seen from publication",
          r"(?:(?P<cut>[Ee]arlier|[Ll]ater) )?(?P<which>[Tt]his|(?<![Tt]he )[Ll]ast|(?<![Tt]he )[Nn]ext) "
          r"(?P<unit>week|month|year)(?! of\b)",
          relative.unit_from_publication),
    _rule("seen from publication",
          r"(?P<day>[Tt]oday|[Yy]esterday|[Tt]omorrow)(?: (?:morning|afternoon|evening|night))?",
          relative.today),
    _rule("weekend",
          r"(?:(?P<which>[Tt]his|[Ll]ast|[Nn]ext)|[Tt]he)(?: past| coming)? weekend",
          relative.weekend),
    _rule("weekday",
          rf"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Tt]he following|[Tt]he next|[Ee]very|[Ee]ach) )?"
          rf"(?P<weekday>{'|'.join(month_days.day_name)})(?: (?:morning|afternoon|evening|night))?",
          relative.weekday),
    _rule("vague, before now", r"[Rr]ecent(?:ly)?|[Ll]ately|(?:for|in|over) (?:the )?(?:a "
                               r"few|past few|last few|past|last) (?:\w+ )?(?:days|weeks|"
                               r"months|years|decades)(?: now)?", relative.vague_past),
    _rule("vague, now", r"[Cc]urrent(?:ly)?|[Pp]resently|[Aa]t (?:the moment|present)|these "
                        r"days|nowadays", relative.open_),
    _rule("vague, to come", rf"any ?time soon|in the (?:near |coming |foreseeable "
                            rf")?(?:future|weeks|months|days|years)|[Ww]ithin (?:the "
                            rf")?(?:(?:next |coming )?{_NUMBER} )?(?P<unit2>days|weeks|"
                            rf"months|years)", relative.vague_future),
    _rule("length of time",
          r"(?:[Ff]or|[Oo]ver|[Ii]n|[Dd]uring) the (?:last|past) (?:day|week|month|year|decade|century)",
          relative.open_),
    _rule("part of a unit", r"(?:[Ee]arlier|[Ll]ater) in the (?:day|week|month|year)", relative.open_),
    _rule("length of time", rf"(?:[Ff]or |[Ww]ithin |[Aa]fter |[Ii]n |[Oo]ver )?"
                            rf"(?:over |about |nearly |almost )?{_NUMBER}[- ](?:{_HOW}[a-z]+ )?"
                            r"(?:[Yy]ear|[Mm]onth|[Ww]eek|[Dd]ay|[Hh]our|[Mm]inute)s?(?:-?(?:long|old))?",
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
