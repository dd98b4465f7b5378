"""Rows that other installed packages add to the tables: sections, questions, concepts.

A package names its rows as entry points of the group `standoff.sections`, `standoff.questions` or
`standoff.concepts`; each is one row of the table of that name. How:
docs/how-to/add-a-section-question-or-concept.md.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any, TypeVar

from standoff.problem import StandoffError

Row = TypeVar("Row")


class PluginError(StandoffError):
    """A row of another package that cannot be loaded, or is none."""


@cache
def _points() -> Any:  # of another type before Python 3.12
    return entry_points()


def any_rows() -> bool:
    """Whether another package adds rows to some table."""
    return any(group.startswith("standoff.") for group in _points().groups)


@cache
def _rows(group: str) -> tuple[tuple[str, Any], ...]:
    rows = []
    for point in sorted(_points().select(group=f"standoff.{group}"), key=lambda point: point.name):
        try:
            rows.append((point.name, point.load()))
        except Exception as error:  # whatever a stranger's module raises
            raise PluginError(
                f"{point.name}, a row of {group} that {point.value} should give, "
                f"cannot be loaded: {error}"
            ) from error
    return tuple(rows)


def rows(group: str, kind: type[Row]) -> tuple[Row, ...]:
    """The rows that other packages add to a table, by name; PluginError where one is no such row."""
    for name, row in _rows(group):
        if not isinstance(row, kind):
            raise PluginError(f"{name} is no row of {group}: it is a {type(row).__name__}")
    return tuple(row for _, row in _rows(group))


def loaded(reference: str) -> Any:
    """What `package.module:name` stands for, loaded when it is first needed."""
    module, _, name = reference.partition(":")
    return getattr(import_module(module), name)
