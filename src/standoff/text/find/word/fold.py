"""A text as the rules read it: without what nobody sees, ligatures as letters, letters composed.

The text itself never changes. Rules read the folded text, and every span they give is brought back
to the text as it stands, so that its quote is what the file holds.
"""

from __future__ import annotations

import bisect
import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standoff.text.annotation import Record, Span
from standoff.text.sentence import Sentence

_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u180e"
_LIGATURE = "\ufb00-\ufb06"
_MARK = "\u0300-\u036f"
_FOLDED = re.compile(f"[{_UNSEEN}]|[{_LIGATURE}]|[^\\W\\d_][{_MARK}]+")
_NEVER = frozenset(("other_span",))  # spans of another source


@dataclass(frozen=True)
class Folded:
    """The folded text with the place in the original of each of its characters.

    begins, ends  per character of `text` the stretch of the original it stands for
    """

    text: str
    begins: Sequence[int]
    ends: Sequence[int]

    def place(self, offset: int) -> int:
        """The offset in the folded text of an offset of the original."""
        return bisect.bisect_left(self.begins, offset)

    def original(self, span: Span) -> Span:
        """The stretch of the original that a span of the folded text stands for."""
        start, end = span
        if start >= len(self.begins):
            last = self.ends[-1] if self.ends else 0
            return last, last
        begin = self.begins[start]
        return begin, max(begin, self.ends[end - 1]) if end > start else begin

    def sentences(self, parts: Iterable[Sentence]) -> tuple[Sentence, ...]:
        return tuple(
            dataclasses.replace(p, start=self.place(p.start), end=self.place(p.end)) for p in parts
        )

    def record(self, record: Record, text: str) -> Record:
        """A record of the folded text as one of the original `text`."""
        start, end = self.original((record.start, record.end))
        changes: dict[str, Any] = {"start": start, "end": end, "quote": text[start:end]}
        for field in dataclasses.fields(record):
            value = getattr(record, field.name)
            if field.name not in _NEVER and is_span(value):
                changes[field.name] = self.original(value)
        return dataclasses.replace(record, **changes)

    def offsets(self, keyed: Mapping[int, str]) -> Mapping[int, str]:
        return {self.place(offset): value for offset, value in keyed.items()}


def is_span(value: object) -> bool:
    """Whether a field's value is a span: two whole numbers."""
    return isinstance(value, tuple) and len(value) == 2 and all(type(v) is int for v in value)


def fold(text: str) -> Folded | None:
    r"""The folded text; None where there is nothing to fold.

    >>> fold("Su\u00addan o\ufb00ered").text
    'Sudan offered'
    """
    if text.isascii() or _FOLDED.search(text) is None:
        return None
    pieces: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    last = 0
    for start, end in (*(m.span() for m in _FOLDED.finditer(text)), (len(text), len(text))):
        words = _letters(text[start:end])
        pieces += [text[last:start], words]
        begins += [*range(last, start), *[start] * len(words)]
        ends += [*range(last + 1, start + 1), *[end] * len(words)]
        last = end
    return Folded("".join(pieces), begins, ends)


def _letters(found: str) -> str:
    if len(found) != 1:
        return unicodedata.normalize("NFC", found)
    return unicodedata.normalize("NFKC", found) if "\ufb00" <= found <= "\ufb06" else ""
