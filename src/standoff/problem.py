"""What can be wrong, and where.

Loading and checking never stop at the first fault: they return their value together with `Findings`.
Exceptions are for callers that asked for something that cannot be given:

    StandoffError
    ├── ConditionError      a condition that cannot be read; knows its column
    ├── UnknownName         a name that nobody declared; knows the nearest one
    ├── CaseError           a case that cannot be used; carries its findings
    ├── NotAnOrder          a ranking that leaves a state out, or has it twice
    ├── Infeasible          no state is left, or the state asked for cannot be
    ├── NotComputed         the case uses something the engine does not compute (yet)
    ├── MissingExtra        it needs an extra that is not installed; says the command that installs it
    ├── TooLarge            more states than the budget allows; says the number and a way out
    └── BudgetSpent         time or memory ran out on the way; says what was finished
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, ClassVar


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands in a file the user wrote; line and column count from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def plain(self) -> dict[str, Any]:
        """The place as data, its file parted by `/` on every system."""
        return {"file": PurePath(self.file).as_posix(), "line": self.line, "column": self.column}


class Placed:
    """What may have a place in a file."""

    place: Place | None

    @property
    def file(self) -> str | None:
        return self.place.file if self.place else None

    @property
    def line(self) -> int | None:
        return self.place.line if self.place else None


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong or doubtful in a user's file, with the way out in its message."""

    place: Place
    message: str
    nearest: str | None = None

    @property
    def hint(self) -> str:
        """The nearest name, and how the name in the message differs where the two look the same."""
        if not self.nearest:
            return ""
        names = re.findall(r"[`'\"]([^`'\"]+)[`'\"]", self.message)
        differ = next(filter(None, (unlike(name, self.nearest) for name in names)), "")
        return f" (nearest: {self.nearest}{'; ' if differ else ''}{differ})"

    def __str__(self) -> str:
        return f"{self.place}: {self.message}{self.hint}"

    def plain(self) -> dict[str, Any]:
        """The problem as data."""
        return {**self.place.plain(), "message": self.message, "nearest": self.nearest}


@dataclass
class Findings:
    """Everything found in one pass: problems forbid an answer, warnings go with it."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def problem(self, place: Place, message: str, nearest: str | None = None) -> None:
        self.problems.append(Problem(place, numbered(message), nearest))

    def warning(self, place: Place, message: str, nearest: str | None = None) -> None:
        self.warnings.append(Problem(place, numbered(message), nearest))

    def extend(self, other: Findings) -> None:
        self.problems.extend(other.problems)
        self.warnings.extend(other.warnings)

    def beyond(self, before: Findings) -> list[Problem]:
        """The problems that were not there before, wherever the old ones stand now."""
        old = Counter(problem.message for problem in before.problems)
        new = []
        for problem in self.problems:
            if old[problem.message]:
                old[problem.message] -= 1
            else:
                new.append(problem)
        return new


# --- names that are not what they look like --------------------------------------------------------

_LATIN = "ABEKMHOPCTYXaeopcyxisjhAEZIHKMNOPTYXoviS"
_OTHER = "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
_OTHER += "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u04bb"
_OTHER += "\u0391\u0395\u0396\u0399\u0397\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
_OTHER += "\u03bf\u03bd\u03b9\u0405"
_LOOKS_LATIN = str.maketrans(_OTHER, _LATIN)
"""Cyrillic and Greek letters that are drawn as Latin ones (a part of Unicode TS 39, confusables)."""


_UNSEEN = re.compile(
    "[\u00a0\u00ad\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202f\u2060-\u206f\ufeff]"
)


def numbered(message: str) -> str:
    """A message in which each character that nobody sees is named by its number.

    >>> numbered("`go\u200b` is not known")
    '`go<U+200B>` is not known'
    """
    return _UNSEEN.sub(lambda sign: f"<U+{ord(sign[0]):04X}>", message)


def skeleton(name: str) -> str:
    """What a name looks like: composed, without invisible characters, look-alikes as Latin letters.

    Two names that a reader cannot tell apart have one skeleton.

    >>> skeleton("Cafe\u0301") == skeleton("Caf\u00e9"), skeleton("\u0410") == skeleton("A")
    (True, True)
    """
    seen = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cf", "Cc"))
    return unicodedata.normalize("NFC", seen).translate(_LOOKS_LATIN)


def unlike(name: str, other: str) -> str:
    """How two names differ that look the same; empty where they are the same or look different.

    >>> unlike("\u0410", "A")
    'the letter U+0410 (cyrillic capital letter a) only looks like `A`'
    >>> unlike("Upland", "Lowland")
    ''
    """
    if name == other or skeleton(name) != skeleton(other):
        return ""
    if unicodedata.normalize("NFC", name) == unicodedata.normalize("NFC", other):
        return "its accents are letters of their own (decomposed): type the name anew"
    odd = [sign for sign in name if sign not in other] or [s for s in other if s not in name]
    if not odd:
        return "its letters stand in another order than they seem to"
    shown = f"U+{ord(odd[0]):04X} ({unicodedata.name(odd[0], 'no name').lower()})"
    if unicodedata.category(odd[0]) in ("Cf", "Cc"):
        return f"it holds the invisible character {shown}: delete it"
    return f"the letter {shown} only looks like `{odd[0].translate(_LOOKS_LATIN)}`"


_WORD = re.compile(r"[^\s\[\](){},;:!?&|~=<>\"'`“”]+")


def foreign(text: str, at: int) -> tuple[str, int] | None:
    """The letter of the word at this place that no option is written with, in words, and its column.

    None where all are `a` to `z` as far as options are concerned: the actor before a dot may have any
    letters, composed ones.

    >>> foreign("lift and dr\u043ep", 11)
    ('`dr\u043ep` cannot be an option: the letter U+043E (cyrillic small letter o) only looks like `o`', 11)
    """
    word = next((w for w in _WORD.finditer(text) if w.start() <= at < w.end()), None)
    if word is None:
        return None
    actor, dot, _ = word[0].rpartition(".")
    own = word.start() + len(actor) + len(dot)
    for column in range(word.start(), word.end()):
        sign = text[column]
        kind = unicodedata.category(sign)
        if sign.isascii() or kind[0] not in "LM" or (kind[0] == "L" and column < own):
            continue
        if not dot and word[0][0].isupper():
            continue  # an actor where an option should stand
        shown = f"U+{ord(sign):04X} ({unicodedata.name(sign, 'no name').lower()})"
        if kind[0] == "M":
            why = f"{shown} makes a decomposed letter of the one before it: type that letter anew"
        elif sign.translate(_LOOKS_LATIN).isascii():
            why = f"the letter {shown} only looks like `{sign.translate(_LOOKS_LATIN)}`"
        else:
            why = f"it holds the letter {shown}, and options have a to z, digits and `_`"
        what = "read" if column < own else "an option"
        return f"`{word[0]}` cannot be {what}: {why}", column
    return None


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` is near to: one that looks the same, or is at most a slip or two away.

    A slip is a letter wrong, left out, added or swapped with its neighbour: one in a short word or one that
    begins otherwise, two in one of up to eight letters, three in a longer one or where four fifths are
    the same. Case does not count.

    >>> nearest("borde", ["border", "leave"]), nearest("press", ["leave", "sign"])
    ('border', None)
    """
    # A name may be printed in a shorter form than it has: either may be meant.
    names = sorted({form for each in known for form in ("".join(each), str(each))} - {name})
    same = [each for each in names if each != name and skeleton(each) == skeleton(name)]
    if same:
        return same[0]
    folded = name.casefold()
    close = difflib.get_close_matches(folded, [each.casefold() for each in names], n=8, cutoff=0.6)
    near = [each for each in names if each.casefold() in close]
    slips = {each: _slips(folded, each.casefold(), 3) for each in near}
    fits = [each for each in near if slips[each] <= _allowed(folded, each.casefold())]
    return min(fits, key=lambda each: (slips[each], close.index(each.casefold())), default=None)


def _allowed(one: str, two: str) -> int:
    """How many slips may lie between two words that are meant to be the same."""
    length = max(len(one), len(two))
    if length > 4 and difflib.SequenceMatcher(None, one, two).ratio() >= 0.8:
        return 3
    if length < 4 or one[: 2 if length == 4 else 1] != two[: 2 if length == 4 else 1]:
        return int(length > 2 or one[:1] == two[:1])
    return 2 if length < 9 else 3


def _slips(one: str, two: str, most: int) -> int:
    """The slips from one word to another, a swap of neighbours counting once (Damerau 1964)."""
    if abs(len(one) - len(two)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(two) + 1))
    for at, letter in enumerate(one, start=1):
        oldest, before, row = before, row, [at]
        for to, other in enumerate(two, start=1):
            best = min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != other))
            if at > 1 and to > 1 and (letter, one[at - 2]) == (two[to - 2], other):
                best = min(best, oldest[to - 2] + 1)
            row.append(best)
    return row[-1]


# --- whatever a file holds is data ------------------------------------------------------------------

_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2061-\u206f\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    r"""Text as a terminal may show it: no escape sequence, no mark that turns the writing around.

    What is taken out is shown by its number. Newlines and tabs stay, and the marks and joiners that Arabic,
    Hebrew, Persian, Indic scripts and emoji need to be read.

    >>> clean("a\x1b[2Jb\u202ec")
    'a\\x1b[2Jb\\u202ec'
    """
    return _CONTROL.sub(_shown, text) if _CONTROL.search(text) else text


def _shown(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"


class StandoffError(Exception):
    """Root of every exception that standoff raises on purpose."""


class ConditionError(StandoffError):
    """A condition that cannot be read; `column` counts from 0 within the condition's text."""

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.column = column


class UnknownName(StandoffError):
    """A name that nobody declared."""

    def __init__(
        self, kind: str, name: str, known: Iterable[str] = (), elsewhere: str = ""
    ) -> None:
        """`elsewhere`: where the name, or else the nearest one, does belong, in words."""
        self.name = name
        known = list(known)
        if name in known:
            self.nearest = None
            super().__init__(f"{kind} {name!r} is not known here: {elsewhere}")
            return
        self.nearest = nearest(name, known)
        hint = f"; did you mean {self.nearest}?" if self.nearest else ""
        if self.nearest and (differ := unlike(name, self.nearest)):
            hint += f" ({differ})"
        if self.nearest and elsewhere:
            hint += f" ({elsewhere})"
        super().__init__(f"{kind} {name!r} is not known{hint}")


class CaseError(StandoffError):
    """A case with problems: nothing is computed from it."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        super().__init__("\n".join(str(p) for p in findings.problems))


class NotAnOrder(StandoffError):
    """A ranking without a place for a state of the model, or with two: it would be better than itself."""


class Infeasible(StandoffError):
    """No state satisfies what is impossible, or the state asked for is not among those that do."""


class NotComputed(StandoffError):
    """The model is legal, but the answer asked for is not defined or not built for it."""


class MissingExtra(StandoffError):
    """What is asked for needs an extra that is not installed; made by `standoff.extra`."""


class TooLarge(StandoffError):
    """More states than the budget allows; the message says the estimate and what to do."""


class BudgetSpent(StandoffError):
    """Time or memory ran out before the answer was whole; the message says what was finished."""

    count: ClassVar[int] = 0  # of them in this process: where it grew, the clock may have had a say

    def __init__(self, *said: object) -> None:
        BudgetSpent.count += 1
        super().__init__(*said)
