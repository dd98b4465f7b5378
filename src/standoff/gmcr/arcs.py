"""One decision maker's moves as lists of arcs: what array passes read where moves are not groups.

Nothing is assumed of the moves: two of them in a row need not make one. Every pass is linear in the
number of arcs.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from standoff.gmcr.graph import Graph
from standoff.gmcr.space import Space

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Values: TypeAlias = NDArray[np.uint32]
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
        import numpy as np

        starts = np.flatnonzero(np.diff(self.source, prepend=-1))
        return starts, self.source[starts]

    @cached_property
    def counts(self) -> Places:
        """How many arcs leave each state; shape (states,)."""
        import numpy as np

        return np.bincount(self.source, minlength=self.states)

    def best(self, values: Values) -> Values:
        """The largest value among the state itself and those the decision maker can move to."""
        import numpy as np

        result = values.copy()
        starts, movers = self._runs
        if len(starts):
            found = np.maximum.reduceat(values[self.target], starts)
            result[movers] = np.maximum(result[movers], found)
        return result

    def least(self, values: Values) -> Values:
        """The smallest value among the state itself and those the decision maker can move to."""
        import numpy as np

        return np.minimum(values, self.onward(values))

    def onward(self, values: Values) -> Values:
        """The smallest value among those the decision maker can move to; no move, the largest number."""
        import numpy as np

        result = np.full_like(values, np.iinfo(values.dtype).max)
        starts, movers = self._runs
        if len(starts):
            result[movers] = np.minimum.reduceat(values[self.target], starts)
        return result

    def improving(self, rank: Values) -> Arcs:
        """The arcs that improve, by these ranks."""
        return self.where(rank[self.target] > rank[self.source])

    def where(self, kept: NDArray[np.bool_]) -> Arcs:
        """Some of the arcs; `kept` has the shape of `source`."""
        return Arcs(self.source[kept], self.target[kept], self.states)


def arcs(space: Space, maker: int) -> Arcs:
    """A decision maker's moves between all listed states, whatever the form."""
    import numpy as np

    source, target = _listed(space, maker) if isinstance(space, Graph) else _flips(space, maker)
    order = np.lexsort((target, source))
    return Arcs(source[order], target[order], space.count)


def _listed(graph: Graph, maker: int) -> tuple[Places, Places]:
    import numpy as np

    pairs = [(s, t) for s in graph.listed for t in graph.moves(maker, s)]
    ends = np.array(pairs, dtype=np.uint64).reshape(-1, 2)
    found = np.searchsorted(graph.codes, ends)
    return found[:, 0], found[:, 1]


def _flips(space: Space, maker: int) -> tuple[Places, Places]:
    """Each non-empty change of own options tried on all states at once."""
    import numpy as np

    codes = space.codes
    own = space.masks.get(maker, 0)
    forward, back = (np.uint64(bits) for bits in space.one_way)
    sources, targets = [np.empty(0, np.intp)], [np.empty(0, np.intp)]
    change = own
    while change:
        target = codes ^ np.uint64(change)
        at = np.minimum(np.searchsorted(codes, target), len(codes) - 1)
        blocked = codes & ~target & forward | ~codes & target & back
        source = np.flatnonzero((codes[at] == target) & (blocked == 0)) if len(codes) else at
        sources.append(source)
        targets.append(at[source])
        change = (change - 1) & own
    return np.concatenate(sources), np.concatenate(targets)
