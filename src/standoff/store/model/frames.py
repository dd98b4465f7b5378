"""States, moves and stability as tables of pandas or polars, whichever is installed.

Neither is needed for anything else: they come with the extra `frames` and are loaded when a table is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.case.modelfile import ModelFile
from standoff.extra import missing
from standoff.problem import UnknownName
from standoff.store.model.gambit.game import ranks_of
from standoff.store.model.graphml import moves

LIBRARIES = ("pandas", "polars")
EVERYBODY = "everybody"
"""Stands for the decision makers together: what is stable for all of them is an equilibrium."""

Column: TypeAlias = list[Any]
Stable: TypeAlias = Mapping[str, Sequence[NDArray[np.bool_]]]
"""Concept -> for each decision maker flags over `space.codes`."""


class Frames(NamedTuple):
    """Three tables of one model; of which library they are, the caller said."""

    states: Any
    moves: Any
    stability: Any


def frames(file: ModelFile, stable: Stable | None = None, library: str | None = None) -> Frames:
    """A row a state; a row a move; a row a concept, decision maker and state.

    states     state, code, options, status_quo, a column `option: ` and one `rank: ` for each
    moves      mover, source, target, improves
    stability  concept, decision_maker (or `everybody`), state, stable
    library    `pandas` or `polars`; the first that is installed where none is named
    raises     UnknownName for another library, MissingExtra where it is not installed
    """
    make = library_of_frames(library)
    tables = (state_columns(file), move_columns(file), stability_columns(file, stable or {}))
    return Frames(*map(make, tables))


def state_columns(file: ModelFile) -> dict[str, Column]:
    """The columns of `states`."""
    space = file.model.space
    codes: list[int] = space.codes.tolist()
    patterns = [file.pattern(code) for code in codes]
    columns: dict[str, Column] = {
        "state": [str(file.name(code)) for code in codes],
        "code": codes,
        "options": patterns,
        "status_quo": [code in file.model.today for code in codes],
    }
    for b, option in enumerate(space.options):  # a merged state says neither yes nor no
        taken = {"Y": True, "N": False, "-": None}
        columns[f"option: {option.name}"] = [taken[pattern[b]] for pattern in patterns]
    for name, ranks in zip(file.model.makers, ranks_of(file.model), strict=True):
        columns[f"rank: {name}"] = [ranks[code] for code in codes]
    return columns


def move_columns(file: ModelFile) -> dict[str, Column]:
    """The columns of `moves`."""
    listed = list(moves(file))
    return {
        "mover": [file.model.makers[move.maker] for move in listed],
        "source": [str(file.name(move.source)) for move in listed],
        "target": [str(file.name(move.target)) for move in listed],
        "improves": [move.improves for move in listed],
    }


def stability_columns(file: ModelFile, stable: Stable) -> dict[str, Column]:
    """The columns of `stability`."""
    names = [str(file.name(code)) for code in file.model.space.codes.tolist()]
    columns: dict[str, Column] = {"concept": [], "decision_maker": [], "state": [], "stable": []}
    for concept, by_maker in stable.items():
        together = np.logical_and.reduce([np.ones(len(names), dtype=bool), *by_maker])
        named = zip((*file.model.makers, EVERYBODY), (*by_maker, together), strict=True)
        for maker, flags in named:
            columns["concept"] += [concept] * len(names)
            columns["decision_maker"] += [maker] * len(names)
            columns["state"] += names
            columns["stable"] += flags.tolist()
    return columns


def library_of_frames(library: str | None = None) -> Any:
    """The function of the library that makes a table of columns; of the first that is installed.

    raises  UnknownName   for another library
            MissingExtra  it is not installed
    """
    if library is not None and library not in LIBRARIES:
        raise UnknownName("library", library, LIBRARIES)
    for name in LIBRARIES if library is None else (library,):
        try:
            return import_module(name).DataFrame
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
    instead = "" if library == LIBRARIES[0] else "or pip install polars"
    raise missing("frames", f"tables need {library or ' or '.join(LIBRARIES)}", instead)
