"""Times that count from another: from publication, or from the time that was stated last."""

from __future__ import annotations

import calendar as month_days
import re
from collections.abc import Iterator
from datetime import date, timedelta

from standoff.text.find.when import number
from standoff.text.find.when.calendar import WEEKDAYS
from standoff.text.find.when.tense import is_past, tells_no_past, tense_around
from standoff.text.find.when.timeframe import (
    BACK,
    OPEN,
    Anchor,
    Context,
    Found,
    Interval,
    bounded,
    iso,
)
from standoff.text.find.word.saying import nouns

_NAMES = "|".join(name.capitalize() for name in WEEKDAYS)
_TO_DAY = re.compile(rf"\b(?:{_NAMES})(?: ?[-–—/] ?| to | through | until | till | or )\Z")
_AND_DAY = re.compile(rf"\b(?P<weekday>{_NAMES})(?:,? and |, )\Z")
_DAY_TO = re.compile(rf"(?: ?[-–—/] ?| to | through | until | till )(?:{_NAMES})\b")


def following(match: re.Match[str], context: Context) -> Iterator[Found]:
    """So many units after or before what was stated last: never finer than that or than the unit."""
    groups = match.groupdict()
    count = number.value(groups.get("number") or "1")
    way = (groups.get("way") or "").lower()
    step = 0 if groups.get("same") is not None else -1 if way in _BACKWARDS else 1
    after = context.view[match.end() : match.end() + 8]
    # *two days after* the flood counts from that, and *earlier than planned* from the plan
    of_another = _THAN.match(after) or (
        way in ("before", "after") and not _STANDS_ALONE.match(after)
    )
    known = count is not None and not of_another and not context.in_quotation(match.start())
    if groups.get("number"):
        known = known and number.exact(context.view, match.start("number"))
    interval = _shift(match["unit"], step * (count or 0), context.anchor()) if known else OPEN
    yield match.span(), interval, ""


_BACKWARDS = frozenset(("earlier", "before", "previous", "preceding"))
_THAN = re.compile(r" (?:than|that|when)\b")
_STANDS_ALONE = re.compile(r"['’\"”]?(?:[,.;:!?]|\s*\Z)")


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
    count, day, unit = number.value(match["number"]), context.day(), match["unit"]
    if not number.exact(context.view, match.start()):
        count = None
    interval = OPEN
    about = match["number"].lower() in _A
    days = {"day": 1, "week": 7}.get(unit, 0) * (count or 0)
    told = day is not None and not context.in_quotation(match.start())
    if match["over"] or match["under"]:
        if day and told and days:
            moved = (day - timedelta(days=days)).isoformat()
            over = match["over"] is not None
            interval = ("", moved, "relative") if over else (moved, day.isoformat(), "relative")
        elif match["over"] and day and told and count and unit == "year" and not about:
            interval = "", date(day.year - count, 12, 31).isoformat(), "relative"
    elif count is not None and unit == "year" and context.published is not None:
        if context.published.earliest.year == context.published.latest.year:
            year = context.published.latest.year - count
            interval = iso(date(year, 1, 1), date(year, 12, 31), "relative")
    elif count is not None and day and told and unit == "day":
        interval = iso(day - timedelta(days=count), day - timedelta(days=count), "relative")
    elif (
        count is not None and day and told and unit == "month" and match["number"].lower() not in _A
    ):
        interval = _month(day.year, day.month - count)
    yield match.span(), interval, ""


_A = ("a", "an")  # *a month ago* is about so long


def from_now(match: re.Match[str], context: Context) -> Iterator[Found]:
    """So many days, or years, counted on from publication."""
    count, day, interval = number.value(match["number"]), context.day(), OPEN
    sure = count is not None and day is not None and number.exact(context.view, match.start())
    if sure and day and count and not context.in_quotation(match.start()):
        if match["unit"] == "day":
            interval = iso(day + timedelta(days=count), day + timedelta(days=count), "relative")
        elif match["unit"] == "year":
            year = day.year + count
            interval = iso(date(year, 1, 1), date(year, 12, 31), "relative")
    yield match.span(), interval, ""


def day_of_month(match: re.Match[str], context: Context) -> Iterator[Found]:
    """A day told by its number and the month as seen from publication: *the 3rd of this month*."""
    day, interval = context.day(), OPEN
    if day is not None and not context.in_quotation(match.start()):
        first = date.fromisoformat(_month(day.year, day.month + _STEP[match["which"].lower()])[0])
        moved = first + timedelta(days=int(match["number"]) - 1)
        if moved.month == first.month:
            interval = iso(moved, moved, "day")
    left, interval = bounded(context.view, match.start(), interval)
    yield (left, match.end()), interval, ""


_STEP = {"this": 0, "last": -1, "next": 1}


def day_of_week(match: re.Match[str], context: Context) -> Iterator[Found]:
    """A weekday of the last week, this one or the next: *Tuesday of last week*, *next week on Friday*."""
    day, interval = context.day(), OPEN
    if day is not None and not context.in_quotation(match.start()):
        monday = day - timedelta(days=day.weekday())
        which = (match["which"] or match["which2"]).lower()
        wanted = WEEKDAYS[(match["weekday"] or match["weekday2"]).lower()]
        moved = monday + timedelta(days=wanted, weeks=_STEP[which])
        interval = iso(moved, moved, "relative")
    left, interval = bounded(context.view, match.start(), interval)
    yield (left, match.end()), interval, ""


def week_and_day(match: re.Match[str], context: Context) -> Iterator[Found]:
    """A week, and behind a comma its day: *last week, on Friday*."""
    ((_, interval, _),) = day_of_week(match, context)
    week = OPEN
    if interval[0]:
        one = date.fromisoformat(interval[0])
        monday = one - timedelta(days=one.weekday())
        week = iso(monday, monday + timedelta(days=6), "week")
    yield match.span("week"), week, ""
    yield match.span("weekday2"), interval, ""


def unit_from_publication(match: re.Match[str], context: Context) -> Iterator[Found]:
    """This, last or next week, month, year, as seen from publication; `earlier`, `later` cut it there."""
    unit, known = match["unit"], context.published
    day = context.day()
    if known is None or (unit == "week" and (day is None or context.in_quotation(match.start()))):
        yield match.span(), OPEN, ""
        return
    step = _STEP[match["which"].lower()]
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
    beyond = step == 0 and _beyond(match, context, interval, cut)
    if not same or beyond or (cut and (day is None or step)):
        interval = OPEN
    elif cut == "earlier":
        interval = interval[0], latest.isoformat(), interval[2]
    elif cut == "later":
        interval = latest.isoformat(), interval[1], interval[2]
    left, interval = bounded(context.view, match.start(), interval)
    yield (left, match.end()), interval, ""


def _beyond(match: re.Match[str], context: Context, interval: Interval, cut: str) -> bool:
    """Whether what is told of *this week* has no room in it: done, on its first day; to come, on its last."""
    part = context.part.start, context.part.end
    tense = tense_around(context.view, part, match.span())
    day = context.day()
    if day is None or not interval[0]:
        return False
    done, to_come = (cut or tense) in ("earlier", "past"), (cut or tense) in ("later", "future")
    return (done and day.isoformat() == interval[0]) or (to_come and day.isoformat() == interval[1])


def in_month(match: re.Match[str], context: Context) -> Iterator[Found]:
    """What is left of the month of publication, or is over of it: *later in June*."""
    day, interval = context.day(), OPEN
    if day and match["month"] == month_days.month_name[day.month]:
        first, last, grain = _month(day.year, day.month)
        later = match["cut"].lower() == "later"
        interval = (day.isoformat(), last, grain) if later else (first, day.isoformat(), grain)
    yield match.span(), OPEN if context.in_quotation(match.start()) else interval, ""


def end_of(match: re.Match[str], context: Context) -> Iterator[Found]:
    """The last day of the week, month or year of publication, as what is still to come before it."""
    day, interval = context.day(), OPEN
    tense = tense_around(
        context.view, (context.part.start, match.end()), (match.start(), match.end())
    )
    which = match["which"] or ""
    told = tense != "past" or which == "last"
    if day and match["bound"] and told and not context.in_quotation(match.start()):
        step = _STEP.get(which, 0)
        if (match["unit"] or match["unit2"]) == "week":
            last = (day + timedelta(days=6 - day.weekday(), weeks=step)).isoformat()
        elif (match["unit"] or match["unit2"]) == "month":
            last = _month(day.year, day.month + step)[1]
        else:
            last = date(day.year + step, 12, 31).isoformat()
        interval = "", last, match["unit"] or match["unit2"]
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
    told = {"past": "past", "coming": "future"}.get(match["side"] or "", told)
    before = context.view[max(0, match.start() - BACK) : match.start()]
    if (told == "future" and _of_noun(context.view, match.end())) or _PUT_TO.search(before):
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
    """Today, the days beside it, and the parts of these days: *tonight*, *last night*, *this morning*."""
    day = context.day()
    word = match["day"].lower()
    after = context.view[match.end() : match.end() + 2]
    before = context.view[max(0, match.start() - 8) : match.start()]
    vague = word == "today" and (
        (after == "'s" and not of_what_was_said(context.view, match.end() + 2))
        or _EVEN.search(before) is not None
    )
    interval = OPEN
    # said on another day, perhaps counted from it
    of_speech = _A_DAY.search(context.view, context.part.start, context.part.end)
    if context.in_quotation(match.start()):
        day = _day_of_speech(context)
    elif of_speech:
        day = None
    if day and not vague:
        moved = day + timedelta(days=_DAYS.get(word, 0))
        interval = iso(moved, moved, "relative")
    left, interval = bounded(context.view, match.start(), interval)
    yield (left, match.end()), interval, ""


def _day_of_speech(context: Context) -> date | None:
    """The day on which a quotation of this sentence was said, where that stands beside the verb."""
    found = list(_SAID_ON.finditer(context.view, context.part.start, context.part.end))
    if len(found) != 1 or context.in_quotation(found[0].start("weekday")):
        return None
    name = _DAY_NAME.match(context.view, found[0].start("weekday"))
    assert name is not None
    ((_, (first, last, _), _),) = weekday(name, context)
    return date.fromisoformat(first) if first and first == last else None


_DAY_NAME = re.compile(rf"(?P<which>)(?P<weekday>{_NAMES})")


_SAID_ON = re.compile(
    r"(?:\b(?:said|added|wrote|tweeted|announced|warned|told (?:reporters|journalists))(?: late| "
    r"early)?(?: on)? |"
    rf"\bOn )(?P<weekday>{_NAMES})\b(?! (?:that|to|of)\b)"
)
_DAYS = {
    "yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2,
    "the day after tomorrow": 2,
}  # fmt: skip
_EVEN = re.compile(r"\b(?:even|still|until|of|as|than|like|to) \Z", re.IGNORECASE)
_A_DAY = re.compile(rf"\b(?:{_NAMES})\b")


def weekday(match: re.Match[str], context: Context) -> Iterator[Found]:
    """A weekday told as past is the last one before publication; as to come, the first one after.

    That of the day of publication is that day where it is told as past, as reports tell of their own day.
    """
    day, interval = context.day(), OPEN
    before = context.view[max(context.part.start, match.start() - 100) : match.start()]
    after = context.view[match.end() : match.end() + 24]
    wanted, which = WEEKDAYS[match["weekday"].lower()], (match["which"] or "").lower()
    ranged = _TO_DAY.search(before) or _DAY_TO.match(after)
    if (
        _ANY_DAY.search(before)
        or (_THE.search(before) and _OF_ANOTHER.match(after))
        or _WEEK.match(after)
    ):
        day = None
    if day and not ranged and not context.in_quotation(match.start()):
        tense = _tense_of_day(match, context, before, after)
        if which in _NEAREST:
            moved: date | None = _nearest(_NEAREST[which], wanted, day)
        elif which:
            moved = _as_told(which, wanted, day, tense)
        else:
            same = day.weekday() == wanted
            sure = tense == "past" if same else tense
            moved = _nearest(tense, wanted, day, same=same) if sure else None
            listed = _AND_DAY.search(before)
            if moved and listed:
                one = _nearest(tense, WEEKDAYS[listed["weekday"].lower()], day, same=True)
                moved = moved if one < moved else None  # *Monday and Friday*: of one week or not
        interval = iso(moved, moved, "relative") if moved else OPEN
    left, interval = bounded(context.view, match.start(), interval)
    yield (left, match.end()), interval, ""


# A name (*Good Friday*), one of many (*on a Friday*), or one that counts from another time.
_ANY_DAY = re.compile(
    r"\b(?:Good|Black|Bloody|Palm|Easter|Ash|Holy|Super|Maundy|Shrove|Whit|Cyber|Red|White|an?|one|some|any|recent|"
    r"(?:[Ff]ir|la)st|[Ss]econd|[Tt]hird|[Ff]ourth|alternate|"
    r"(?:days?|weeks?|fortnight|months?|years?) (?:on|from|ago|before|after)(?: on| last)?) \Z"
)
_THE = re.compile(r"\b[Tt]he \Z")
_OF_ANOTHER = re.compile(r" (?:before|after|following|preceding|when|in|of|[A-Z][a-z]+)\b")
_WEEK = re.compile(
    r" (?:week|fortnight)\b|,? (?:an?|two|three|four|\d+|some|several) (?:weeks?|months?|years?) "
    r"(?:ago|earlier|before|later|from (?:now|today))\b"
)
_NEAREST = {
    "this past": "past", "the past": "past", "this coming": "future", "the coming": "future",
    "coming": "future",
}  # fmt: skip


def _nearest(tense: str, wanted: int, day: date, *, same: bool = False) -> date:
    """The last such weekday before a day, or the first after it; that day itself where it may be."""
    if tense == "past":
        return day - timedelta(days=(day.weekday() - wanted - (not same)) % 7 + (not same))
    return day + timedelta(days=(wanted - day.weekday() - (not same)) % 7 + (not same))


def _tense_of_day(match: re.Match[str], context: Context, before: str, after: str) -> str:
    """`past` or `future` where a clause tells on which side of publication a weekday lies, else nothing."""
    sentence = context.part.start, context.part.end
    tense = tense_around(context.view, sentence, match.span())
    past = _HAPPENED.match(after) or (not tense and _WAS.match(after))
    if past or (tense != "future" and _SINCE.search(before)):
        tense = "past"  # *Monday's attack was the worst*
    if _WILL.match(after):
        return "future"
    bound = _UNTIL.search(before)
    if bound and tense != "future":
        ahead = tells_no_past(context.view, sentence, match.start() - len(bound[0]))
        return "future" if ahead and _MUST.search(before) else ""
    ahead_of_it = any(one.search(before) for one in (_PUT_TO, _ARRANGED, _EXPECTED))
    if tense == "past" and (ahead_of_it or _PLANNED.match(after)):
        return ""
    of_noun = (tense == "future" and _of_noun(context.view, match.end())) or _set(before, after)
    return "" if of_noun or tense not in ("past", "future") else tense


# What nobody sets a day for has happened: *to discuss Saturday's attack*.
_HAPPENED = re.compile(
    r"['’]s (?:[a-z-]+ ){0,2}(?:attacks?|bombings?|blasts?|explosions?|raids?|shootings?|killings?|clashe?s?|"
    r"assaults?|ambush(?:es)?|massacres?|coup|crash|incidents?|violence|shelling|air ?strikes?|"
    r"rioting|riots?|earthquake|defeat|collapse)\b"
)
_SINCE = re.compile(r"\bsince \Z", re.IGNORECASE)
_UNTIL = re.compile(
    r"\b(?:by|until|till)(?: (?:midnight|noon|dawn|dusk|the end of)(?: on)?)? \Z", re.I
)
_MUST = re.compile(r"\b(?:must|ha(?:s|ve)|needs?|can|may|shall|should|are|is|be)\b")
_WILL = re.compile(r"['’]s (?:[a-z-]+ ){1,3}(?:will|is to|are to)\b")
# What is put to a day, or arranged for it, is told as past before it comes.
_PUT_TO = re.compile(r"\b(?:for|to)(?: next| this)? \Z")
# So may be what was expected then, and what is being done.
_EXPECTED = re.compile(
    r"\b(?:expected|due|scheduled|slated|planned|anticipated)(?: to [\w ]{2,30})?(?: on| for)? \Z|"
    r"\b(?:is|are) being \w+ (?:\w+ ){0,3}\Z"
)
_PLANNED = re.compile(r"['’]s (?:planned|expected|scheduled|proposed|upcoming|coming)\b")


def _set(before: str, after: str) -> bool:
    """Whether a day is a noun's, and what the verb tells not its own: *wanted a Saturday deadline*, *spoke
    ahead of Monday's vote*."""
    if is_attribute(before, after):
        return True
    appointed = _APPOINTED.match(after) is not None and _WAS.match(after) is None
    return appointed and _BEHIND.search(before) is None


def is_set(after: str) -> bool:
    """Whether what follows is something set for a day: *deadline*, *vote*."""
    return re.match(rf" (?:[\w-]+ )?(?:{_SET_FOR})\b", after) is not None


def is_attribute(before: str, after: str) -> bool:
    """Whether a time stands between an article, or its like, and a noun: *a February agreement*."""
    noun = _NOUN.match(after)
    named = noun is not None and noun["led"] and is_past(noun["noun"])
    return _ITS.search(before) is not None and noun is not None and not named


def in_name(before: str, after: str) -> bool:
    """Whether a day is part of a name, which may come from any year: *the March 23 Movement*."""
    led = re.match(r" [A-Z][a-z]", after) is not None and _ITS.search(before) is not None
    return led and not is_attribute(before, after)


def is_source(view: str, start: int, end: int) -> bool:
    """Whether a day only says what something is from: *an excerpt from the 6 June briefing*."""
    before, after = view[max(0, start - BACK) : start], view[end : end + BACK]
    return _FROM_THE.search(before) is not None and is_attribute(before, after)


_FROM_THE = re.compile(r"\w from (?:an?|the|its|his|her|their|our) \Z")
_ITS = re.compile(r"\b(?:an?|the|its|his|her|their|our|your|my|any|no) \Z", re.IGNORECASE)
_NOUN = re.compile(
    r"(?P<led>(?: [A-Z][\w.'’-]+){0,4})"
    r" (?!(?:and|or|but|as|to|in|at|on|of|with|when|while|where|after|before|for|from|by|that|who|which|it|"
    r"he|she|they|we|is|was|are|were|has|had|will|would)\b)(?P<noun>[a-z]+)"
)
# What is set for a day, and told of before and after it; behind it is what comes after, or in, it.
_SET_FOR = (
    r"deadlines?|votes?|voting|elections?|ballot|polls?|referendum|meetings?|summit|talks|sessions?|"
    r"hearings?|"
    r"conference|ceremony|trial|inauguration|runoff"
)
_APPOINTED = re.compile(rf"['’]s (?:[\w-]+ ){{0,2}}(?:{_SET_FOR})\b")
_ARRANGED = re.compile(
    r"\b(?:schedul|plann|set|announc|call|propos|promis|pledg|vow|agree|arrang|organi[sz]|postpon|delay|"
    r"cancel|"
    r"threaten|order|demand|approv|offer|accept|expect|invit|want|sought|seek|urg|convok|reject|oppos|"
    r"back)\w*\b"
    rf"[^.;]{{0,60}}\b(?:{_SET_FOR}|truce|cease-?fire|march(?:es)?|rally|rallies|strikes?|protests?|"
    rf"negotiations|visit|"
    r"launch|release|handover|withdrawal) (?:on |for |from |starting |beginning )?(?:the )?(?:late |"
    r"early )?\Z",
    re.IGNORECASE,
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
