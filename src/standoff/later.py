"""Libraries that take long to load, loaded when something of theirs is first used.

To check a case nothing is counted, and a check should not wait for a library that counts.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module, which is loaded when an attribute of it is first asked for.

    Until then Python does not know the module: a Ctrl-C while it loads leaves no half of it behind.
    """

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __getattr__(self, attribute: str) -> Any:
        found = getattr(import_module(self.__name__), attribute)
        setattr(self, attribute, found)
        return found


def later(name: str) -> Any:
    """The module of that name, to be loaded later."""
    return Later(name)
