"""A choice of a menu, and what is wrong: the words that every screen shares."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One of a menu: what is sent, and how it is called."""

    value: str
    name: str
    title: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Trouble:
    """A problem or a warning of the case, with where it stands and the nearest name."""

    words: str
    file: str = ""
    line: int = 0
    column: int = 0
    nearest: str = ""
    weight: str = "problem"  # problem, warning

    @property
    def where(self) -> str:
        """`readings/herald.yaml:12`"""
        return f"{self.file}:{self.line}" if self.line else self.file
