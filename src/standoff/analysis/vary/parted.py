"""Combinations of lists parted by a verdict, and where the partings differ.

Of a leaf (`standoff.analysis.judge.ensemble`) there is kept which lists of each decision maker are in it, and
one number for the verdict. Where two partings of the same combinations differ is read off the boxes that
they have in common, so that no combination is looked at by itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.judge.ensemble import Leaf

Alike: TypeAlias = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.bool_]]
"""Whether verdicts stand so to one another, as arrays that are broadcast."""


@dataclass(frozen=True, eq=False)
class Parted:
    """Combinations of some decision makers' lists, parted into boxes of one verdict each.

    boxes     for each decision maker, which of its lists are in each box; float32 0 or 1, (boxes, lists)
    verdicts  of the boxes, as numbers; (boxes,)
    """

    boxes: tuple[NDArray[np.float32], ...]
    verdicts: NDArray[np.int64]

    @classmethod
    def of(cls, leaves: Sequence[Leaf], sizes: Mapping[int, int], codes: Sequence[int]) -> Parted:
        """The parts that leaves make of the combinations of these decision makers' first lists.

        sizes  decision maker -> how many lists it has
        codes  the verdict on each leaf
        """
        boxes = []
        for maker, size in sizes.items():
            first, width = (1 << size) - 1, -(-size // 8)
            packed = b"".join(
                (leaf.bits[maker] & first).to_bytes(width, "little") for leaf in leaves
            )
            rows = np.frombuffer(packed, dtype=np.uint8).reshape(len(leaves), width)
            flags = np.unpackbits(rows, axis=1, count=size, bitorder="little")
            boxes.append(flags.astype(np.float32))
        return cls(tuple(boxes), np.array(codes, dtype=np.int64))

    def meet(self, other: Parted, alike: Alike) -> Parted:
        """What both part, as far as their verdicts stand so to one another; with this one's verdicts."""
        rows, columns = [_NONE], [_NONE]
        for first in range(0, len(self.verdicts), _ROWS):
            own = slice(first, first + _ROWS)
            hit = alike(self.verdicts[own, None], other.verdicts[None, :])
            for mine, theirs in zip(self.boxes, other.boxes, strict=True):
                hit &= (mine[own] @ theirs.T) > 0
            found = np.nonzero(hit)
            rows.append(found[0] + first)
            columns.append(found[1])
        at, to = np.concatenate(rows), np.concatenate(columns)
        boxes = (
            mine[at] * theirs[to] for mine, theirs in zip(self.boxes, other.boxes, strict=True)
        )
        return Parted(tuple(boxes), self.verdicts[at])

    @property
    def count(self) -> int:
        """How many combinations are in it."""
        sizes = [box.sum(axis=1).astype(np.int64).tolist() for box in self.boxes]
        return (
            sum(math.prod(row) for row in zip(*sizes, strict=True)) if sizes else len(self.verdicts)
        )


_NONE = np.zeros(0, dtype=np.intp)
_ROWS = 1024
"""Boxes that are met with others at once, so that memory stays flat."""


def differing(parts: Sequence[Parted], of: int) -> int:
    """In how many of the combinations, of so many, the parted verdicts are not all the same."""
    same, *others = parts
    for other in others:
        same = same.meet(other, np.equal)
    return of - same.count
