"""Solutions of model files, states and decision makers called as the files call them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.case.modelfile import ModelFile
from standoff.gmcr.concept.law import Solution
from standoff.gmcr.engine.sanction import SANCTIONS

MAX_SHOWN = 30
"""More equilibria than this are counted, not listed, where a person reads."""


def record(file: ModelFile, solution: Solution) -> dict[str, Any]:
    """One line of `standoff solve --json`: every stable state by name, in the file's order."""
    return {
        "model": file.id,
        "states": solution.size,
        "engine": solution.engine,
        "concepts": {
            concept: {
                "per_dm": {
                    maker: file.named(_flags(solution, states))
                    for maker, states in zip(file.model.makers, stable, strict=True)
                },
                "equilibria": file.named(_flags(solution, solution.equilibria(concept))),
            }
            for concept, stable in solution.stable.items()
        },
        "unsupported": list(file.model.unsupported),
        "sanctions": solution.sanctions,
        "refused": dict(solution.refused),
        "warnings": [str(warning) for warning in file.found.warnings],
    }


def lines(file: ModelFile, solution: Solution) -> Iterator[str]:
    """The same for a person: who rests where, and what is stable for all, with its options."""
    makers, space, count = file.model.makers, file.model.space, solution.game.count
    yield f"{file.id}: {file.title}" if file.title else file.id
    rule = "" if solution.sanctions == "sequences" else f"; {SANCTIONS[solution.sanctions].words}"
    yield f"  {solution.size:,} states, {len(makers)} decision makers{rule}"
    for concept, stable in solution.stable.items():
        together = solution.equilibria(concept)
        counts = ", ".join(f"{m} {count(each):,}" for m, each in zip(makers, stable, strict=True))
        yield f"  {concept}: {count(together):,} stable for all ({counts})"
        if count(together) <= MAX_SHOWN:
            for code in space.codes[file.order[_flags(solution, together)[file.order]]].tolist():
                yield f"    {file.name(code)}  {file.pattern(code)}  {_taken(file, code)}"
    for concept, reason in solution.refused.items():
        yield f"  {concept}: not computed: {reason}"
    if file.model.unsupported:
        yield f"  no preference: {', '.join(file.model.unsupported)}; their rest shows nothing"


def _flags(solution: Solution, states: Any) -> NDArray[np.bool_]:
    """A set as flags over the listed states, whatever the engine holds it as."""
    return np.isin(solution.model.space.codes, list(solution.game.walk(states)))


def _taken(file: ModelFile, code: int) -> str:
    taken = file.model.space.taken(code)
    return ", ".join(file.labels.get(name, name) for name in taken) or "nothing"
