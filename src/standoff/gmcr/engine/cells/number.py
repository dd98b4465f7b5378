"""Numbers of `cube` as what they are made of: nothing takes memory until they are compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, Union

from standoff.gmcr.conflict.model import Mover


@dataclass(frozen=True)
class Rank:
    """A decision maker's rank."""

    maker: int


@dataclass(frozen=True)
class Best:
    """The largest that legal sequences of the mover lead to."""

    mover: Mover
    of: Number


@dataclass(frozen=True)
class Worst:
    """The least that those outside the mover can reach, by any moves or by improvements only."""

    mover: Mover
    of: Number
    improving: bool


@dataclass(frozen=True)
class Lesser:
    """The smaller of two."""

    left: Number
    right: Number


Number: TypeAlias = Union[Rank, Best, Worst, Lesser]  # noqa: UP007 - they name one another
