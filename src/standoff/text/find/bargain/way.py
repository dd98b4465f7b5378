"""A table of ways to say one thing: what grows is a row, and the pattern of a table is made of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Way:
    """One way to say it: what it is, its words, and a sentence in which the desk finds it.

    unlike  a sentence much like it that must not be taken for one, where the words are risky
    """

    says: str
    words: str
    example: str
    unlike: str = ""


@dataclass(frozen=True)
class Ways:
    """All ways to say one thing, whole words only.

    small  whether the text it is looked for in is of small letters, which goes much faster
    """

    rows: tuple[Way, ...]
    small: bool = False

    @cached_property
    def any_row(self) -> re.Pattern[str]:
        """A pattern for any of its rows."""
        return self.pattern(*self.rows)

    def pattern(self, *rows: Way) -> re.Pattern[str]:
        """A pattern for any of some rows."""
        words = "|".join(row.words for row in rows)
        return re.compile(rf"\b(?:{words})\b", re.NOFLAG if self.small else re.IGNORECASE)

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first place in a part of a text where one of them stands."""
        return self.any_row.search(text, start, len(text) if end is None else end)

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """All places in a part of a text where one of them stands, in order."""
        return self.any_row.finditer(text, start, end)
