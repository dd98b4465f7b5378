"""A part of the theory as a row: what it is called, and what it gives for a model file as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from standoff.case.modelfile import ModelFile

TheoryInput = Mapping[str, Any]
"""What a model file says under `theory_input`."""


class Theory(NamedTuple):
    """One key of what `solve --theory` prints.

    `compute` gives its value, or None where the file does not say what it needs. It raises
    StandoffError where what the file says cannot be used, or the model is too large for it.
    """

    id: str
    words: str
    compute: Callable[[ModelFile, TheoryInput], Any]
