"""A part of the theory as a row: what it is called and rests on, and what it gives for a model file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from standoff.case.modelfile import ModelFile
from standoff.gmcr.budget import Budget

TheoryInput: TypeAlias = Mapping[str, Any]
"""What a model file says under `theory_input`."""


class Compute(Protocol):
    """Gives the value of a key, or None where the file does not say what it needs.

    Raises StandoffError where what the file says cannot be used, or the model is too large for it,
    BudgetSpent when the time is over.
    """

    def __call__(
        self, file: ModelFile, given: TheoryInput, budget: Budget | None = None, /
    ) -> Any: ...


@dataclass(frozen=True)
class Theory:
    """One key of what `solve --theory` prints; the help of it and the reference page read the rest.

    words       what it is
    definition  of what it says
    source      of the definition
    choice      what was chosen where sources differ or are silent
    checked     how far it was compared with the source, and with what else
    input       the key of `theory_input` that it reads; empty where it needs none
    """

    id: str
    words: str
    compute: Compute
    definition: str
    source: str
    choice: str
    checked: str
    input: str = ""
