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
    from standoff.analysis.judge.compare import answer as answer
    from standoff.analysis.judge.explain import explain as explain
    from standoff.case.build import build as build
    from standoff.case.check.folder import sound as sound
    from standoff.case.reading import readings as readings
    from standoff.gmcr.concept.law import solve as solve
    from standoff.gmcr.evolve.evolution import evolve as evolve
    from standoff.report.html.page import render as render
    from standoff.store.folder import load_folder as load_folder

__version__ = "0.1.0"

# public name -> the module it lives in
_HOME: Mapping[str, str] = MappingProxyType(
    {
        "answer": "standoff.analysis.judge.compare",
        "build": "standoff.case.build",
        "evolve": "standoff.gmcr.evolve.evolution",
        "explain": "standoff.analysis.judge.explain",
        "load_folder": "standoff.store.folder",
        "readings": "standoff.case.reading",
        "render": "standoff.report.html.page",
        "solve": "standoff.gmcr.concept.law",
        "sound": "standoff.case.check.folder",
    }
)

__all__ = sorted(("__version__", *_HOME))  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
