"""One decision maker's moves as lists of arcs: what array passes read where moves are not groups.

Nothing is assumed of the moves: two of them in a row need not make one. Every pass is linear in the
number of arcs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.space import Space
from standoff.gmcr.engine.pick import Pick, Values, neutral, starting

Places: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Arcs:
    """Arcs from `source[k]` to `target[k]`, positions in `space.codes`, ascending by source."""

    source: Places
    target: Places
    states: int

    composes = False  # whether two moves in a row make one

    @cached_property
    def _runs(self) -> tuple[Places, Places]:
        """(first arc of each state that has one, those states)."""
        starts = starting(self.source)
        return starts, self.source[starts]

    @cached_property
    def counts(self) -> Places:
        """How many arcs leave each state; shape (states,)."""
        return np.bincount(self.source, minlength=self.states)

    def sweep(self, values: Values, pick: Pick) -> Values:
        """What is picked among the state itself and those the decision maker can move to."""
        return pick(values, self.onward(values, pick))  # type: ignore[no-any-return]

    def onward(self, values: Values, pick: Pick) -> Values:
        """What is picked among those the decision maker can move to; no move, what no pick prefers."""
        result = np.full_like(values, neutral(pick, values.dtype))
        starts, movers = self._runs
        if len(starts):
            result[movers] = pick.reduceat(values[self.target], starts, axis=0)
        return result

    def improving(self, rank: Values) -> Arcs:
        """The arcs that improve, by these ranks."""
        return self.where(rank[self.target] > rank[self.source])

    def where(self, kept: NDArray[np.bool_]) -> Arcs:
        """Some of the arcs; `kept` has the shape of `source`."""
        return Arcs(self.source[kept], self.target[kept], self.states)


def arcs(space: Space, maker: int) -> Arcs:
    """A decision maker's moves between all listed states, whatever the form."""
    source, target = _listed(space, maker) if isinstance(space, Graph) else _grouped(space, maker)
    order = np.lexsort((target, source))
    return Arcs(source[order], target[order], space.count)


def estimate(space: Space, maker: int) -> int:
    """At most so many arcs has the decision maker: pairs of states that differ in its options only."""
    own = np.uint64(space.masks.get(maker, 0))
    sizes = np.unique(space.codes & ~own, return_counts=True)[1]
    return int((sizes * (sizes - 1)).sum())


def memory(space: Space, makers: int) -> int:
    """Bytes that listing all moves takes at most, about; measured on models of 3,000 to 500,000 states.

    Those of every decision maker are kept; while one's are made, as much again and more is in use.
    """
    if isinstance(space, Graph):
        counts = [0] * makers
        for (maker, _), found in space.targets.items():
            counts[maker] += len(found)
        making = 72
    else:
        counts = [estimate(space, maker) for maker in range(makers)]
        making = 32
    return 24 * sum(counts) + making * max(counts, default=0)


def pairs(rows: Places, counts: Places) -> tuple[Places, Places]:
    """Every (position in `rows`, member of the group that stands there).

    Members of group g are numbered from `counts[:g].sum()`.
    """
    sizes = counts[rows]
    row = np.repeat(np.arange(len(rows)), sizes)
    within = np.arange(len(row)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return row, np.repeat((np.cumsum(counts) - counts)[rows], sizes) + within


def _listed(graph: Graph, maker: int) -> tuple[Places, Places]:
    ends = [(s, t) for s in graph.listed for t in graph.moves(maker, s)]
    found = np.searchsorted(graph.codes, np.array(ends, dtype=np.uint64).reshape(-1, 2))
    return found[:, 0], found[:, 1]


def _grouped(space: Space, maker: int) -> tuple[Places, Places]:
    """Pairs of states that differ in own options only, each changed in a direction it allows."""
    codes = space.codes
    own = np.uint64(space.masks.get(maker, 0))
    forward, back = (np.uint64(bits) for bits in space.one_way)
    _, group, counts = np.unique(codes & ~own, return_inverse=True, return_counts=True)
    source, member = pairs(group, counts)
    target = np.argsort(group, kind="stable")[member]
    s, t = codes[source], codes[target]
    kept = (s != t) & ((s & ~t & forward | ~s & t & back) == 0)
    return source[kept], target[kept]
