"""Solving with what is told beside the rankings: attitudes, degrees, unknown and strong preferences.

The concepts that need none of it are solved as ever; the others are put beside them, in one solution, over
the same listed states.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias

from standoff.gmcr.budget import Budget, current
from standoff.gmcr.concept.attitude import relational
from standoff.gmcr.concept.comparison import Relation
from standoff.gmcr.concept.fuzzy import Degrees, fuzzy
from standoff.gmcr.concept.law import Solution, solve
from standoff.gmcr.concept.strength import strength
from standoff.gmcr.concept.table import USUAL, Concept, Need, concept, needing
from standoff.gmcr.concept.unknown import Outlook, unknown
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.engine.explicit import Explicit
from standoff.problem import NotComputed, TooLarge

Sets: TypeAlias = Mapping[str, tuple[Any, ...]]
"""Concept -> the stable states of each decision maker."""
Way: TypeAlias = Callable[[Sequence[str]], Sets]
"""Solves some concepts that need the same to be told."""
_ADVICE = {
    Need.ATTITUDE: "the case says nothing of attitudes: write them under `attitudes`",
    Need.FUZZY: "no degrees of preference are given: say from which certainty on one leaves, with "
    "--threshold",
    Need.UNKNOWN: "no wish is unknown: mark one `?`, or take who is silent as unknown, with --silent unknown",
    Need.STRENGTH: "no wish is held strongly: mark one `!!`",
}


@dataclass(frozen=True, eq=False)
class Certainty:
    """Fuzzy preference of everybody: degrees and thresholds, by decision maker."""

    degrees: Sequence[Degrees]
    gamma: Sequence[Fraction]


def solve_told(
    model: Model,
    concepts: Iterable[str] = (),
    sanctions: str = "sequences",
    *,
    certainty: Certainty | None = None,
    outlooks: Mapping[int, Outlook] = MappingProxyType({}),
    much: Mapping[int, Relation] = MappingProxyType({}),
    engine: str | None = None,
    budget: Budget | None = None,
) -> Solution:
    """Stability under the concepts asked for; by default the usual four, and those that what is told is for.

    Relational concepts read `model.attitudes`, fuzzy ones `certainty`, those of unknown preferences
    `outlooks` and those of strength `much`, both by decision maker. A state is strongly stable for whom
    nothing is better there, too. Raises NotComputed for a concept of
    which nothing is told, or with an engine or a rule of answers that these concepts do not have, and what
    `solve` raises. By default they are left out, with the reason in `refused`, where the model is too large.
    """
    budget = budget or current()
    ways = _ways(model, certainty, outlooks, much, budget)
    chosen = [concept(name) for name in concepts]
    told = (id for need, way in ways.items() if way for id in needing(need))
    asked = chosen or [concept(name) for name in (*USUAL, *told)]
    plain = [row.id for row in asked if not row.needs & ways.keys()]
    related = [row for row in asked if row.needs & ways.keys()]
    if not related:
        return solve(model, plain, sanctions, engine=engine, budget=budget)
    try:
        _refuse_unless_usual(sanctions, engine)
        found = _by_need(related, ways)
    except (TooLarge, NotComputed) as reason:
        if chosen:
            raise
        solution = solve(model, plain, sanctions, engine=engine, budget=budget)
        refused = {row.id: str(reason) for row in related}
        return replace(solution, refused=MappingProxyType(refused))
    solution = solve(model, plain, sanctions, engine=Explicit.id, budget=budget)
    every = {**solution.stable, **found}
    stable = {row.id: every[row.id] for row in asked}
    why = "relations are computed over listed states only"
    return replace(solution, stable=MappingProxyType(stable), why=why)


def _refuse_unless_usual(sanctions: str, engine: str | None) -> None:
    if sanctions != "sequences":
        raise NotComputed(f"relations are computed with answers by sequences, not by {sanctions}")
    if engine not in (None, Explicit.id):
        raise NotComputed("relations are computed over listed states: use the explicit engine")


def _ways(
    model: Model,
    certainty: Certainty | None,
    outlooks: Mapping[int, Outlook],
    much: Mapping[int, Relation],
    budget: Budget,
) -> Mapping[Need, Way | None]:
    """How the concepts of each need are solved with what is told for it; None where nothing is."""

    def strongly(ids: Sequence[str]) -> Sets:
        found = strength(model, much, ids, budget=budget)
        both = {id: zip(found.nash, found.strong[id], strict=True) for id in ids}
        return {id: tuple(n | s for n, s in pairs) for id, pairs in both.items()}

    ways: dict[Need, Way | None] = dict.fromkeys(_ADVICE)
    if model.attitudes:
        ways[Need.ATTITUDE] = lambda ids: relational(model, model.attitudes, budget).stable
    if certainty is not None:
        degrees, gamma = certainty.degrees, certainty.gamma
        ways[Need.FUZZY] = lambda ids: fuzzy(model, degrees, gamma, budget).stable
    if outlooks:
        ways[Need.UNKNOWN] = lambda ids: unknown(model, outlooks, ids, budget=budget).stable
    if much:
        ways[Need.STRENGTH] = strongly
    return ways


def _by_need(related: Sequence[Concept], ways: Mapping[Need, Way | None]) -> Sets:
    """The stable states by concept; NotComputed where nothing is told of what one needs."""
    found: dict[str, tuple[Any, ...]] = {}
    for need, way in ways.items():
        ids = [row.id for row in related if need in row.needs]
        if ids and way is None:
            raise NotComputed(_ADVICE[need])
        if ids and way is not None:
            sets = way(ids)
            found |= {id: sets[id] for id in ids}
    return found
