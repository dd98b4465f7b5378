"""When a text says it was published: a date that stands alone on top, a dateline, a `published` line.

Only such lines count. Years in the body tell when things happened, not when somebody wrote of them.
"""

from __future__ import annotations

import re
from datetime import date

from standoff.citation import Period
from standoff.text.find.when.calendar import FIGURES, PHRASE, figures, items
from standoff.text.find.word.lexicon import look

_HEAD, _LINE = 8, 200  # lines on top that may hold it; characters of a line that is no running text
_PUBLISHED = re.compile(
    r"\W*(?:(?:first |originally )?published|posted|issued|released|publication date|date)\b"
    r"(?: (?:on|at|in|by))?\b[^.!?]{0,60}?\Z",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:updated|modified|revised|accessed|retrieved)\b", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:[A-Z][\w.'-]*(?:[ /][A-Z][\w.'-]*){0,3}(?: \([A-Z]\w*\))?,? )?(?:[Oo]n )?\Z"
)
_LOUD_PLACE = re.compile(r"[A-Z][A-Z.'/ -]{2,40}(?: \([A-Z]\w*\))?,? \Z")
_REST = re.compile(r"(?:,? (?:at )?\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: ?[A-Z]{2,4})?)?[ .|)]*\Z")
_FIGURE = re.compile(r"\d")
_OPENS = re.compile(r"(?: ?\([A-Z][^)]{1,40}\))? ?[-–—:]+ ")


def stated_publication(text: str) -> Period | None:
    r"""The one day that the lines around a text state as its publication; None if none or several.

    >>> str(stated_publication("A dam\n\nPublished: 3 May 2019\n\nIt broke in 2015."))
    '2019-05-03'
    """
    lines = [line.strip() for line in look(text).split("\n") if line.strip()]
    days = {day for at, line in enumerate(lines) if (day := _stated(line, at, len(lines)))}
    if len(days) != 1:
        return None
    (day,) = days
    return Period.parse(day.isoformat())


def states(view: str, day: date | None) -> bool:
    """Whether the lines around a text name a day, whole or, in a dateline, without its year."""
    if day is None:
        return False
    lines = [line.strip() for line in view.split("\n") if line.strip()]
    edges = (*lines[:_HEAD], *lines[max(_HEAD, len(lines) - 3) :])
    return any(one == day for line in edges for _, _, one in _days(line[:_LINE])) or any(
        (one.month, one.day) == (day.month, day.day)
        for line in edges
        for match in PHRASE.finditer(line[:_LINE])
        for one in items(line, *match.span())
        if _LOUD_PLACE.fullmatch(line[: match.start()]) and _OPENS.match(line[match.end() :])
    )


def _stated(line: str, at: int, count: int) -> date | None:
    near_edge = at < _HEAD or at >= count - 3
    if not near_edge or _UPDATED.search(line[:_LINE]):
        return None
    for start, end, day in _days(line[: 2 * _LINE]):
        before, after = line[:start], line[end:]
        if len(line) <= _LINE and _PUBLISHED.match(before):
            return day
        if at >= _HEAD:
            continue
        if len(line) <= _LINE and _PLACE.fullmatch(before) and _REST.match(after):
            return day
        if _LOUD_PLACE.fullmatch(before) and _OPENS.match(after):
            return day
    return None


def _days(line: str) -> list[tuple[int, int, date]]:
    """The whole days a line states, where it has but one reading."""
    found: list[tuple[int, int, date]] = []
    if not _FIGURE.search(line):
        return found  # a whole day has one: most lines have none
    for match in PHRASE.finditer(line):
        for item in items(line, *match.span()):
            day = item.first()
            if day is not None and item.grain == "day":
                found.append((match.start(), match.end(), day))
    for match in FIGURES.finditer(line):
        readings = figures(match)
        if len(readings) == 1 and isinstance(readings[0], date):
            found.append((*match.span(), readings[0]))
    return found
