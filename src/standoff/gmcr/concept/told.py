"""Solving with what is told beside the rankings: attitudes, degrees, unknown and strong preferences.

The concepts that need none of it are solved as ever; the others are put beside them, in one solution, over
the same listed states.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType
from typing import Any, TypeAlias

from standoff.gmcr.budget import Budget, current
from standoff.gmcr.concept.attitude import relational
from standoff.gmcr.concept.comparison import Relation
from standoff.gmcr.concept.fuzzy import Degrees, fuzzy
from standoff.gmcr.concept.law import Solution, solve
from standoff.gmcr.concept.relation import Verdicts
from standoff.gmcr.concept.strength import strength
from standoff.gmcr.concept.table import USUAL, Concept, Need, concept, needing
from standoff.gmcr.concept.unknown import Outlook, unknown
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.engine.explicit import Explicit
from standoff.problem import NotComputed, TooLarge

Sets: TypeAlias = Mapping[str, tuple[Any, ...]]
"""Concept -> the stable states of each decision maker."""
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
    known = {
        Need.ATTITUDE: bool(model.attitudes),
        Need.FUZZY: certainty is not None,
        Need.UNKNOWN: bool(outlooks),
        Need.STRENGTH: bool(much),
    }
    asked = [concept(name) for name in concepts]
    chosen = bool(asked)
    if not chosen:
        told = [id for need, given in known.items() if given for id in needing(need)]
        asked = [concept(name) for name in (*USUAL, *told)]
    plain = [row.id for row in asked if not row.needs & known.keys()]
    related = [row for row in asked if row.needs & known.keys()]
    if not related:
        return solve(model, plain, sanctions, engine=engine, budget=budget)
    budget = budget or current()
    refused: dict[str, str] = {}
    verdicts: dict[Need, Sets] = {}
    try:
        _refuse_unless_usual(sanctions, engine)
        for need, given in known.items():
            ids = [row.id for row in related if need in row.needs]
            if not ids:
                continue
            if not given:
                raise NotComputed(_ADVICE[need])
            if need is Need.UNKNOWN:
                verdicts[need] = unknown(model, outlooks, ids, budget=budget).stable
            elif need is Need.STRENGTH:
                found = strength(model, much, ids, budget=budget)
                verdicts[need] = {
                    id: tuple(n | s for n, s in zip(found.nash, found.strong[id], strict=True))
                    for id in ids
                }
            else:
                verdicts[need] = _verdicts(model, need, certainty, budget).stable
    except (TooLarge, NotComputed) as reason:
        if chosen:
            raise
        refused = {row.id: str(reason) for row in related}
        return replace(
            solve(model, plain, sanctions, engine=engine, budget=budget),
            refused=MappingProxyType(refused),
        )
    solution = solve(model, plain, sanctions, engine=Explicit.id, budget=budget)
    sets = {row.id: _sets(solution, row, verdicts) for row in asked}
    why = "relations are computed over listed states only"
    return replace(solution, stable=MappingProxyType(sets), why=why)


def _refuse_unless_usual(sanctions: str, engine: str | None) -> None:
    if sanctions != "sequences":
        raise NotComputed(f"relations are computed with answers by sequences, not by {sanctions}")
    if engine not in (None, Explicit.id):
        raise NotComputed("relations are computed over listed states: use the explicit engine")


def _verdicts(model: Model, need: Need, certainty: Certainty | None, budget: Budget) -> Verdicts:
    if need is Need.FUZZY and certainty is not None:
        return fuzzy(model, certainty.degrees, certainty.gamma, budget)
    return relational(model, model.attitudes, budget)


def _sets(solution: Solution, row: Concept, verdicts: Mapping[Need, Sets]) -> tuple[Any, ...]:
    for need, stable in verdicts.items():
        if need in row.needs:
            return stable[row.id]
    return solution.stable[row.id]
