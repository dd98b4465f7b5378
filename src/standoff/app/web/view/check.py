"""All that is wrong, by weight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Fix:
    """A one-key fix: what is sent to which route."""

    name: str
    route: str
    body: Mapping[str, Any]


@dataclass(frozen=True)
class CheckRow:
    """One thing to look at; `href` goes there."""

    kind: str
    words: str
    file: str = ""
    line: int = 0
    href: str = ""
    fix: Fix | None = None


@dataclass(frozen=True)
class CheckGroup:
    """What is wrong of one kind, the weightiest kinds first."""

    kind: str
    name: str
    rows: tuple[CheckRow, ...]
    problem: bool = False


@dataclass(frozen=True)
class CheckView:
    """All that is wrong, by weight."""

    KIND: ClassVar[str] = "check"

    groups: tuple[CheckGroup, ...]
    problems: int = 0
    warnings: int = 0
