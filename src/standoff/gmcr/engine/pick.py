"""What is kept of several values: the least, the largest; of rows of bits what all have, or any."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Values: TypeAlias = NDArray[Any]
"""Unsigned; shape (states,), or (states, words) for a row of bits to each state."""
Pick: TypeAlias = np.ufunc
"""`minimum` or `maximum` of numbers, `bitwise_and` or `bitwise_or` of rows of bits."""


def begins(keys: NDArray[Any]) -> NDArray[np.bool_]:
    """Where a run of equal keys begins; shape (keys,)."""
    found = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:], keys[:-1], out=found[1:])
    return found


def starting(keys: NDArray[Any]) -> NDArray[np.intp]:
    """The positions at which runs of equal keys begin."""
    return begins(keys).nonzero()[0]


@cache
def neutral(pick: Pick, kind: np.dtype[Any]) -> int:
    """The value that changes nothing when it is among those picked from."""
    return 0 if pick in (np.maximum, np.bitwise_or) else int(np.iinfo(kind).max)
