"""Sources and the sentences in them: who wrote what when, and where a sentence stands.

A citation never holds words of a source. It is a source's id and a sentence number (or a range, or a
clause given as offsets inside the sentence); the sentence's own offsets, hash and gloss are in the
source's `SentenceRecord`s. Offsets count code points of the file decoded as utf-8, newlines unchanged.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from standoff.later import later
from standoff.problem import ConditionError, Place

if TYPE_CHECKING:
    import hashlib
else:
    hashlib = later("hashlib")  # with all of OpenSSL

_CITATION = re.compile(
    r"(?P<source>[A-Za-z0-9][A-Za-z0-9_.-]*)#s(?P<first>[1-9]\d*)"
    r"(?:-s?(?P<last>[1-9]\d*)|:(?P<start>\d+)-(?P<end>\d+))?"
)
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, order=True)
class Period:
    """A stretch of days, both ends included. `2018`, `2018-08` and `2018-08-28/2018-08-31` are periods."""

    earliest: date
    latest: date
    text: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read an ISO day, month, year, or two of them joined by `/`; ValueError says what is wrong."""
        head, slash, tail = text.strip().partition("/")
        first = _days(head)
        last = _days(tail) if slash else first
        if last[1] < first[0]:
            raise ValueError(f"{text!r} ends before it begins")
        return cls(first[0], last[1], text.strip())

    def __str__(self) -> str:
        return self.text or f"{self.earliest}/{self.latest}"


def _days(text: str) -> tuple[date, date]:
    found = _DAY.fullmatch(text.strip())
    if not found:
        raise ValueError(
            f"{text!r} is not a date: write 2018, 2018-08, 2018-08-28, or two joined by /"
        )
    year, month, day = (int(g) if g else None for g in found.groups())
    assert year is not None
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a date: {error}") from None


@dataclass(frozen=True)
class Citation:
    """One sentence, a range of sentences, or a clause (offsets inside the sentence) of one source."""

    source: str
    first: int
    last: int
    clause: tuple[int, int] | None = None

    @classmethod
    def parse(cls, text: str) -> Citation:
        """Read `003#s12`, `003#s20-22` or `003#s11:83-366`; ConditionError otherwise."""
        found = _CITATION.fullmatch(text)
        if not found:
            raise ConditionError(
                f"{text!r} is not a citation: write source#s12, source#s20-22 or source#s11:83-366"
            )
        first = int(found["first"])
        last = int(found["last"]) if found["last"] else first
        if last < first:
            raise ConditionError(f"{text!r}: the range ends before it begins")
        clause = (int(found["start"]), int(found["end"])) if found["start"] else None
        if clause and clause[0] >= clause[1]:
            raise ConditionError(f"{text!r}: the clause is empty")
        return cls(found["source"], first, last, clause)

    @property
    def sentences(self) -> range:
        """The sentence numbers it covers."""
        return range(self.first, self.last + 1)

    def __str__(self) -> str:
        tail = f"-{self.last}" if self.last != self.first else ""
        if self.clause:
            tail = f":{self.clause[0]}-{self.clause[1]}"
        return f"{self.source}#s{self.first}{tail}"


@dataclass(frozen=True)
class SentenceRecord:
    """A cited sentence, stand-off: offsets in the text, first 16 hex digits of its sha256, our gloss."""

    number: int
    start: int
    end: int
    hash: str
    gloss: str = ""
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Source:
    """A text's bibliographic facts and the records of its cited sentences; never the text itself.

    private  the text is not to be handed to an assistant or a language model
    """

    id: str
    title: str = ""
    author: str = ""
    outlet: str = ""
    date: Period | None = None
    date_is: str = "stated"
    url: str = ""
    language: str = ""
    note: str = ""
    private: bool = False
    file: str = ""
    sha256: str = ""
    records: Mapping[int, SentenceRecord] = field(default_factory=dict)
    place: Place | None = field(default=None, compare=False)


def sentence_hash(sentence: str) -> str:
    """First 16 hex digits of the sha256 of the sentence's utf-8."""
    return hashlib.sha256(sentence.encode("utf-8", "surrogatepass")).hexdigest()[:16]
