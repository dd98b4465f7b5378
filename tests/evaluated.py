"""Conditions as Python has them: `and`, `or` and `not` mean the same there, and nothing of ours is used."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import CodeType


def holds(condition: str, values: Mapping[str, bool]) -> bool:
    """Whether a condition holds, given the truth of each name in it."""
    return bool(eval(_read(condition), {}, values))


@functools.cache
def _read(condition: str) -> CodeType:
    return compile(condition, "condition", "eval")
