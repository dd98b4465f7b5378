"""Conflict analysis over plain-text cases, every assumption cited.

The public names stand here and nothing else does; each is fetched from its module on first use, so
that `import standoff` loads no heavy library. Everything else is reached by its path.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

# The names of _HOME once more, for type checkers: from standoff.MODULE import NAME as NAME
if TYPE_CHECKING:
    pass

__version__ = "0.1.0"

# public name -> the module it lives in
_HOME: Mapping[str, str] = MappingProxyType({})

__all__ = sorted(("__version__", *_HOME))  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
