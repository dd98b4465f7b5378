"""A model as read from a file: the engine's model, and the names the file gives to what is in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.case.entry import Reading
from standoff.gmcr.conflict.graph import Graph, listing
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.space import Space
from standoff.problem import Findings

Name: TypeAlias = int | str
"""A state's name in the file it comes from: a number, or strategies joined."""


@dataclass(frozen=True)
class Variation:
    """What a published table needs that the file's own model does not say; nothing by default.

    `reversible`  options (ids) that may change both ways whatever the file says; `all` for all
    `blocked`     the name of a list among the file's `blocked_moves` to take out
    `perceived`   no decision maker moves from or to a state that the file says it does not perceive
    """

    reversible: Collection[str] = ()
    blocked: str | None = None
    perceived: bool = False


MOST_NAMED = 1 << 12
"""States of larger models of a case are called by their codes."""
AS_WRITTEN = Variation()


@dataclass(frozen=True, eq=False)
class ModelFile:
    """A model read from a file; `labels` are the options' names in words, by id.

    `states` are the file's names of states by code, in the file's order; where it lists none, a state
    is named by its code, in which the first option counts 1, the next 2, and so on.
    """

    id: str
    title: str
    model: Model
    labels: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[int, Name] | None = None
    document: Mapping[str, Any] = field(default_factory=dict)
    found: Findings = field(default_factory=Findings)

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """Positions in `space.codes` in the order of the file."""
        codes = self.model.space.codes
        if self.states is None:
            return np.arange(len(codes))
        listed = np.array(list(self.states), dtype=np.uint64)
        return np.searchsorted(codes, listed)

    def named(self, flags: NDArray[np.bool_]) -> list[Name]:
        """The states flagged, as the file names them and in its order."""
        chosen = self.order[flags[self.order]]
        codes: list[int] = self.model.space.codes[chosen].tolist()
        return [self.name(code) for code in codes]

    def name(self, code: int) -> Name:
        """A state's name in the file."""
        return code if self.states is None else self.states[code]

    def told(self, given: Mapping[str, Any]) -> ModelFile:
        """The same with more under `theory_input`, which `--theory` reads."""
        said = self.document.get("theory_input", {})
        if not isinstance(said, Mapping):
            return self  # what reads it says so
        return replace(self, document={**self.document, "theory_input": {**said, **given}})

    def pattern(self, code: int) -> str:
        """A state as `YN-` over the options in order; `-` where it merges both."""
        return marks(self.model.space, code)


def of_reading(reading: Reading, model: Model) -> ModelFile:
    """A model of a reading as a file would have it; up to `MOST_NAMED` states are called by what is done.

    Its attitudes, if it has some, stand where a model file has them: under `theory_input`.
    """
    labels = {option.full: option.gloss or option.id for option in reading.options}
    codes = model.space.codes_within(1 << 22).tolist()
    names: dict[int, Name] | None = None
    if len(codes) <= MOST_NAMED:
        taken = {code: model.space.taken(code) for code in codes}
        names = {code: ", ".join(map(str, done)) or "nothing" for code, done in taken.items()}
    signs: dict[str, dict[str, str]] = {}
    for (i, j), sign in model.attitudes.items():
        signs.setdefault(model.makers[i], {})[model.makers[j]] = str(sign)
    given = {"theory_input": {"attitudes": signs}} if signs else {}
    return ModelFile(reading.full, reading.title, model, labels, names, given)


def marks(space: Space, code: int) -> str:
    """A state as `YN-` over the options in order."""
    loose = space.loose.get(code, 0) if isinstance(space, Graph) else 0
    return "".join(
        "-" if loose >> b & 1 else "NY"[code >> b & 1] for b in range(len(space.options))
    )


def without(space: Space, arcs: Collection[tuple[int, int, int]], makers: range) -> Space:
    """The space less some moves; a graph if there are any to take out."""
    if not arcs:
        return space
    graph = space if isinstance(space, Graph) else listing(space, makers)
    return graph.without(frozenset(arcs))


def some(names: Iterable[Any], most: int = 5) -> str:
    """The first few of many, for a message."""
    names = [str(name) for name in names]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
