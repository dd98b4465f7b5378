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
    ├── TooLarge            more states than the budget allows; says the number and a way out
    └── BudgetSpent         time or memory ran out on the way; says what was finished
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands in a file the user wrote; line and column count from 1."""

    file: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"

    def plain(self) -> dict[str, Any]:
        """The place as data."""
        return {"file": self.file, "line": self.line, "column": self.column}


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that is wrong or doubtful in a user's file, with the way out in its message."""

    place: Place
    message: str
    nearest: str | None = None

    def __str__(self) -> str:
        hint = f" (nearest: {self.nearest})" if self.nearest else ""
        return f"{self.place}: {self.message}{hint}"

    def plain(self) -> dict[str, Any]:
        """The problem as data."""
        return {**self.place.plain(), "message": self.message, "nearest": self.nearest}


@dataclass
class Findings:
    """Everything found in one pass: problems forbid an answer, warnings go with it."""

    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def problem(self, place: Place, message: str, nearest: str | None = None) -> None:
        self.problems.append(Problem(place, message, nearest))

    def warning(self, place: Place, message: str, nearest: str | None = None) -> None:
        self.warnings.append(Problem(place, message, nearest))

    def extend(self, other: Findings) -> None:
        self.problems.extend(other.problems)
        self.warnings.extend(other.warnings)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like `name`, or None when nothing is close."""
    found = difflib.get_close_matches(name, sorted(set(known)), n=1, cutoff=0.6)
    return found[0] if found else None


class StandoffError(Exception):
    """Root of every exception that standoff raises on purpose."""


class ConditionError(StandoffError):
    """A condition that cannot be read; `column` counts from 0 within the condition's text."""

    def __init__(self, message: str, column: int = 0) -> None:
        super().__init__(message)
        self.column = column


class UnknownName(StandoffError):
    """A name that nobody declared."""

    def __init__(self, kind: str, name: str, known: Iterable[str] = ()) -> None:
        self.name = name
        self.nearest = nearest(name, known)
        hint = f"; did you mean {self.nearest}?" if self.nearest else ""
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


class TooLarge(StandoffError):
    """More states than the budget allows; the message says the estimate and what to do."""


class BudgetSpent(StandoffError):
    """Time or memory ran out before the answer was whole; the message says what was finished."""
