"""Preferences as numbers: what holds is weighed, and the weights add up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.condition import Condition, Not, Var, names, truth
from standoff.gmcr.conflict.preference import Preference, Statements, Weights
from standoff.gmcr.engine.passes import Cells

LOW = 10
"""Statements are added up for rows of so many lower options: a row stays near the processor."""
TABLED = 6
"""Statements that name at most so many options above those, together, are added up beforehand."""
DENSE = 22
"""Numbers of up to so many bits are made dense by a table."""


def tables(
    terms: Iterable[tuple[Condition, int]],
    kind: type[np.unsignedinteger[Any]],
    options: int,
    place: Callable[[str], int],
) -> tuple[Cells, NDArray[np.intp]]:
    """The sum of the terms that hold, and 1, as tables and the rows to take (see `passes.score`).

    place  the bit of a cell's number that an option has

    The options are parted into low and high ones. Terms that name the same high options make one
    table, with a row for each setting of these over all settings of the low ones.
    """
    low = min(LOW, options)
    tables: dict[frozenset[int], list[tuple[Condition, int]]] = {}
    for condition, weight in terms:
        high = frozenset(at - low for n in names(condition) if (at := place(n)) >= low)
        room = [key for key in tables if len(key | high) <= max(TABLED, len(high))]
        joined = min(room, key=lambda key: len(key | high), default=frozenset())
        old = tables.pop(joined, [])
        tables.setdefault(joined | high, []).extend([*old, (condition, weight)])
    numbers = np.arange(1 << low)
    rows: list[Cells] = []
    picks, first = [], 0
    settings = np.arange(1 << (options - low))
    for high, members in (tables or {frozenset[int](): []}).items():
        own = sorted(high)
        row = np.arange(1 << len(own))[:, np.newaxis]

        def column(name: str, own: list[int] = own, row: NDArray[Any] = row) -> NDArray[Any]:
            at = place(name)
            value = numbers >> at if at < low else row >> own.index(at - low)
            return (value & 1).astype(bool)

        table = np.full((1 << len(own), 1 << low), 0 if rows else 1, kind)
        for condition, weight in members:
            table += np.asarray(truth(condition, column, np.True_)) * kind(weight)
        rows.append(table)
        picks.append(first + sum((settings >> at & 1) << k for k, at in enumerate(own)))
        first += len(table)
    return np.concatenate(rows), np.stack(np.broadcast_arrays(*picks, settings)[:-1], axis=1)


def kind_of(top: int) -> type[np.unsignedinteger[Any]]:
    """The type of numbers up to `top`; half of what it holds, so that differences have a sign."""
    return next(k for k in (np.uint16, np.uint32, np.uint64) if top <= np.iinfo(k).max >> 1)


def narrowed(score: Cells, top: int) -> Cells:
    """The same order in numbers of two bytes, where they are few and easily told apart; 0 stays 0."""
    if score.itemsize == 2 or top.bit_length() > DENSE:
        return score
    seen = np.zeros(top + 1, bool)
    seen[score] = True
    seen[0] = False
    rank = np.cumsum(seen)
    return rank.astype(kind_of(int(rank[-1])))[score]


def width(preference: Preference) -> int:
    """Bytes that its rank takes in each cell."""
    top = largest(terms_of(preference) or [])
    return np.dtype(kind_of(top)).itemsize if top.bit_length() < 64 else 8


def largest(terms: Iterable[tuple[Condition, int]]) -> int:
    """The largest score: a state has 1 more than what holds in it adds up to."""
    return 1 + sum(weight for _, weight in terms)


def terms_of(preference: Preference) -> list[tuple[Condition, int]] | None:
    """Conditions and what each adds to a number that orders as the preference does; None if none do."""
    match preference:
        case Statements():
            return list(preference.terms)
        case Weights(weights):
            # Whole numbers over one denominator; an option that weighs less than nothing counts untaken.
            scale = math.lcm(*(weight.denominator for weight in weights.values()))
            signed = [(Var(name), int(weight * scale)) for name, weight in weights.items()]
            return [(var if w > 0 else Not(var), abs(w)) for var, w in signed if w]
    return None
