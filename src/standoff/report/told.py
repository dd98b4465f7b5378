"""What every part of a told answer has in common."""

from __future__ import annotations

from typing import ClassVar


class Told:
    """What is part of a tree: written without what is empty."""

    SPARSE: ClassVar[bool] = True
