"""One model in many copies that differ in wishes, side by side, solved as one larger model.

The number of a copy is a setting of further options that nobody owns. No move leads from one copy to
another, so a state of a copy is stable just where it is in the model with that copy's wishes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.law import stable
from standoff.gmcr.concept.table import Concept
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference, Statements
from standoff.gmcr.conflict.space import Option, Space
from standoff.gmcr.engine.cube import Cube
from standoff.gmcr.engine.explicit import Explicit, Flags

CELLS = 1 << 17
"""So many states of all copies together: a few arrays of them stay near the processor."""
WIDEST = 31
"""Bits of a list whose score is summed up from weights; a longer list is ranked on its own."""

Ranks: TypeAlias = NDArray[Any]  # unsigned; shape (alternatives, states)
Numbers: TypeAlias = NDArray[np.intp]


class Wishes:
    """The alternatives of one decision maker as numbers over the listed states of a space.

    A list's score is the sum of what its statements weigh where they are true. So an alternative is a
    row of weights, 0 for a statement that it leaves out, and each statement is evaluated once.
    """

    def __init__(self, space: Space, alternatives: Sequence[Preference]) -> None:
        values: list[NDArray[Any]] = [np.ones(space.count, dtype=bool)]  # all score 1 at least
        column: dict[int, int] = {}  # by identity: alternatives share their statements
        rows: list[list[tuple[int, int]]] = []
        truth = space.reader(space.codes)
        for preference in alternatives:
            rows.append([(0, 1)])
            if not isinstance(preference, Statements) or sum(preference.widths) > WIDEST:
                if id(preference) not in column:
                    column[id(preference)] = len(values)
                    values.append(preference.ranks(space))
                rows[-1].append((column[id(preference)], 1))
                continue
            for statement, weight in preference.terms:
                if id(statement) not in column:
                    column[id(statement)] = len(values)
                    values.append(truth(statement))
                rows[-1].append((column[id(statement)], weight))
        given = [[0] * len(values) for _ in rows]
        for sums, terms in zip(given, rows, strict=True):
            for at, weight in terms:
                sums[at] += weight
        weights = np.array(given, dtype=np.int64)
        most = (weights @ [int(each.max(initial=0)) for each in values]).max()
        kind = np.uint16 if most < np.iinfo(np.uint16).max else np.uint32
        self._weights: Ranks = weights.astype(kind)
        self._values: Ranks = np.array(values, dtype=kind)

    def ranks(self, alternatives: Numbers) -> Ranks:
        """Larger is preferred, 1 is the least there may be; shape (alternatives, states)."""
        # As fast as copying, where a product of matrices of integers is not.
        ranks: Ranks = np.einsum("as,sn->an", self._weights[alternatives], self._values)
        return ranks


@dataclass(frozen=True, eq=False)
class Ranked:
    """A preference by a number for every listed state, 1 or more; larger is preferred."""

    numbers: Ranks

    empty = False
    names = None

    def score(self, space: Space, state: int) -> int:
        return int(self.numbers[space.index(state)])

    def ranks(self, space: Space) -> Ranks:
        return self.numbers

    def deciding(self, space: Space, one: int, other: int) -> None:
        return None


class Copies:
    """A model of which copies are solved together."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._blank: dict[int, Explicit | Cube] = {}

    @cached_property
    def most(self) -> int:
        """How many copies are solved at once: a power of two; listed moves are solved one by one."""
        space = self.model.space
        if isinstance(space, Graph):
            return 1
        bits = (CELLS // max(1, space.count)).bit_length() - 1
        return 1 << max(0, min(bits, 63 - len(space.options)))

    def blank(self, copies: int) -> Explicit | Cube:
        """So many copies, in which nobody wishes anything; a power of two."""
        if copies not in self._blank:
            space = self.model.space
            cube = not isinstance(space, Graph) and Cube.suits(self.model, space.count)
            if copies > 1:
                more = (Option(f"copy {bit}", None) for bit in range(copies.bit_length() - 1))
                space = Space((*space.options, *more), space.impossible)
            model = replace(self.model.without_wishes(), space=space)
            # The time is kept by who asks: these games live as long as the ensemble.
            self._blank[copies] = (Cube if cube else Explicit)(model, Budget(seconds=math.inf))
        return self._blank[copies]

    def stable(
        self,
        concept: Concept,
        maker: int,
        wishes: Mapping[int, tuple[Wishes, Numbers]],
        budget: Budget,
    ) -> Iterator[Flags]:
        """The states stable for a decision maker, in parts; each of shape (copies, states).

        `wishes[j]` are decision maker j's alternatives, and which of them it has in each copy; who is
        not in it wishes nothing.
        """
        at, count = 0, len(wishes[maker][1])
        while at < count:
            budget.tick()
            copies = min(self.most, 1 << (count - at).bit_length() - 1)
            game = self.blank(copies)
            for who, (alternatives, numbers) in wishes.items():
                ranks = alternatives.ranks(numbers[at : at + copies])
                game = game.prefer(who, Ranked(ranks.reshape(-1)))
            flags = game.flags(stable(game, concept, frozenset({maker})))
            yield flags.reshape(copies, self.model.space.count)
            at += copies
