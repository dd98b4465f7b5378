"""What a case file is once it is read: maps, lists and pieces of text, each with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from standoff.problem import Place

MAX_DEPTH = 12
BROKEN = "\ue000"  # private use: the text of a scalar that was reported and set aside

ITEM = re.compile(r"^(?P<head>\s*(?:-\s+)*)(?P<key>[^\s\"'\[{#][^:#]*:(?=\s|$)\s*)?")
"""The beginning of any line: what kind of item it is."""

Node: TypeAlias = "Scalar | Sequence | Table"


@dataclass(frozen=True)
class Scalar:
    """One piece of text. `style` is empty for plain text, else the sign that opened it."""

    text: str
    place: Place
    style: str = ""

    @property
    def broken(self) -> bool:
        """Whether it was reported already."""
        return self.text == BROKEN


@dataclass(frozen=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True)
class Table:
    """A map; keys are unique, in the order written."""

    pairs: tuple[tuple[Scalar, Node], ...]
    place: Place


# Replaces text that YAML could not scan by text that it can, before it is read: line number (from 1)
# -> (column from 0, the text there). See `quoted_items`.
Mask: TypeAlias = Mapping[int, tuple[int, str]]
