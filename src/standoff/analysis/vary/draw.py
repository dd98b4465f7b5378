"""Draws that depend on nothing but a seed and their own number.

Draw n reads a block of words of its own from the stream of a counter-based generator (Philox 4x64,
Salmon et al. 2011) keyed by the seed. So a draw is the same whoever makes it, in whatever portions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_WORDS = 4
"""Words of 64 bits that one step of the counter gives."""


def draws(seed: int, first: int, count: int, sizes: Sequence[int]) -> NDArray[np.int64]:
    """Draws `first` to `first + count - 1`: for each item a choice from 0 to its size - 1.

    Choices are independent and, but for less than size / 2^32, equally frequent.

    sizes    how many choices each item has
    returns  int, (count, items)

    >>> whole = draws(7, 0, 5, [2, 3, 5])
    >>> bool((whole[3:] == draws(7, 3, 2, [2, 3, 5])).all())
    True
    """
    blocks = max(1, -(-len(sizes) // _WORDS))
    stream = np.random.Philox(key=seed)
    stream.advance(first * blocks)
    words = stream.random_raw(count * blocks * _WORDS).reshape(count, -1)[:, : len(sizes)]
    high = words >> np.uint64(32)
    return ((high * np.array(sizes, dtype=np.uint64)) >> np.uint64(32)).astype(np.int64)
