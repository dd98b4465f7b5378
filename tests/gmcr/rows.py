"""What the rows of the table of concepts say, as the tests read it: definitions and implications."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from tests.gmcr import oracle
from tests.gmcr.oracle import State, Tables

from standoff.gmcr.concept.table import CONCEPTS, PLAIN, Concept
from standoff.plugin import loaded

LAW = tuple(id for id in PLAIN if not CONCEPTS[id].over_lists)
"""The concepts that every engine computes."""


def implied(among: Iterable[str]) -> list[tuple[str, str]]:
    """(A concept, one under which whatever is stable under the first is stable too), of those given."""
    known = set(among)
    return [(id, weaker) for id in known for weaker in CONCEPTS[id].implies if weaker in known]


def definition_of(row: Concept) -> Callable[[Tables, Any, State], bool]:
    """The function that a row names as its definition, of the oracle or of the package that adds it."""
    known = loaded(row.oracle) if ":" in row.oracle else getattr(oracle, row.oracle)
    assert callable(known)
    return known


def expected(tables: Tables, concept: str, mover: object) -> set[State]:
    """The states stable for a mover by the definition that the concept's row names."""
    definition = definition_of(CONCEPTS[concept])
    return {s for s in tables.states if definition(tables, mover, s)}
