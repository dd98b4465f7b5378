"""Models written as files of other programs: a row for each form, named by the suffix of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from standoff.case.modelfile import ModelFile
from standoff.gmcr.concept.law import solve
from standoff.gmcr.evolve.markov import chain
from standoff.problem import NotComputed, nearest
from standoff.store.model.gambit.nfg import write_nfg
from standoff.store.model.gambit.playout import write_efg
from standoff.store.model.gmcrplus import write_gmcrplus
from standoff.store.model.graphml import dot, dot_of_shares, graphml

HORIZON = 4
"""Turns of a game tree unless more are asked for."""


@dataclass(frozen=True)
class WrittenModel:
    """The text of a file, and what of the model is not in it."""

    text: str
    lost: tuple[str, ...] = ()


Write = Callable[[ModelFile, int], Any]


def _graph(draw: Callable[..., str]) -> Write:
    def write(file: ModelFile, horizon: int) -> WrittenModel:
        solution = solve(file.model, engine="explicit")
        equilibria = {concept: set(solution.states(concept)) for concept in solution.stable}
        return WrittenModel(draw(file, equilibria))

    return write


FORMS: Mapping[str, tuple[str, Write]] = MappingProxyType(
    {
        ".gmcr": ("GMCR+", lambda file, horizon: write_gmcrplus(file.model, file.labels)),
        ".nfg": ("Gambit, a strategic game", lambda file, horizon: write_nfg(file)),
        ".efg": ("Gambit, a game tree of some turns", write_efg),
        ".graphml": ("the state graph as GraphML, with its equilibria", _graph(graphml)),
        ".dot": ("the state graph for Graphviz, with its equilibria", _graph(dot)),
    }
)
"""Suffix -> what the form is, and who writes it."""


def written(file: ModelFile, path: Path, horizon: int = HORIZON, shares: str = "") -> WrittenModel:
    """The model in the form that the suffix of a path names (none: `.gmcr`); NotComputed for another.

    shares  of `.dot`: the rule by which improvements are drawn, to draw where they lead from the status quo
    """
    suffix = path.suffix or ".gmcr"
    if shares and suffix != ".dot":
        raise NotComputed(f"shares are drawn in .dot, not in {suffix}")
    if shares:
        if not file.model.today:
            raise NotComputed("shares are drawn from the status quo, and none is given")
        start = file.model.space.index(file.model.today[0])
        return WrittenModel(dot_of_shares(file, chain(file.model, shares), start))
    if suffix not in FORMS:
        near = nearest(suffix, FORMS)
        hint = f"; did you mean {near}?" if near else ""
        raise NotComputed(f"{suffix} is no form that can be written: {', '.join(FORMS)}{hint}")
    text = FORMS[suffix][1](file, horizon)
    return WrittenModel(text.text, tuple(text.lost))
