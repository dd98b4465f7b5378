"""Rows that other installed packages add to the tables: sections, questions, concepts.

A package names its rows as entry points of the group `standoff.sections`, `standoff.questions` or
`standoff.concepts`; each is one row of the table of that name. How:
docs/how-to/add-a-section-question-or-concept.md.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module
from importlib.machinery import PathFinder
from typing import Any, TypeVar

from standoff.problem import StandoffError

Row = TypeVar("Row")


class PluginError(StandoffError):
    """A row of another package that cannot be loaded, or is none."""


_MARK = b"[standoff."
_METADATA = (".dist-info", ".egg-info")


@cache
def _any() -> bool:
    """Whether some installed package may name rows of ours.

    Seldom one does, and to look for the mark of our groups takes a tenth of the time of reading every file.
    Packages that are not found in folders are not looked at: they may.
    """
    finders = (f for f in sys.meta_path if f is not PathFinder)
    if any(hasattr(finder, "find_distributions") for finder in finders):
        return True
    for folder in sys.path:
        try:
            names = os.listdir(folder or os.curdir)
        except FileNotFoundError:
            continue
        except OSError:  # a zip file, or what else may hold packages
            return True
        if folder.endswith(".egg"):
            return True
        for name in names:
            if name.endswith(_METADATA) and _named(os.path.join(folder, name, "entry_points.txt")):
                return True
    return False


def _named(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return _MARK in file.read()
    except OSError:  # most packages have none
        return False


@cache
def _points() -> Any:  # of another type before Python 3.12
    from importlib.metadata import entry_points  # noqa: PLC0415  (loads the reader of emails)

    return entry_points()


def any_rows() -> bool:
    """Whether another package adds rows to some table."""
    return _any() and any(group.startswith("standoff.") for group in _points().groups)


@cache
def _rows(group: str) -> tuple[tuple[str, Any], ...]:
    if not _any():
        return ()
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
