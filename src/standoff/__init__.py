"""Conflict analysis over plain-text cases, every assumption cited.

    import standoff as so
    case = so.read("cases/syria")
    print(case["003"].compare())

The public names stand here and nothing else does; each is fetched from its module on first use, so
that `import standoff` loads no heavy library. Everything else is reached by its path.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from standoff.version import VERSION

__version__ = VERSION

# The names of _HOME once more, for type checkers: from standoff.MODULE import NAME as NAME
if TYPE_CHECKING:
    from standoff.face.case import Case as Case
    from standoff.face.case import read as read
    from standoff.face.model import Model as Model
    from standoff.face.model import catalog as catalog
    from standoff.face.model import concepts as concepts
    from standoff.face.model import read_model as read_model
    from standoff.face.reading import Reading as Reading
    from standoff.face.shown import Answer as Answer
    from standoff.face.shown import Solution as Solution

# public name -> the module it lives in
_HOME: Mapping[str, str] = MappingProxyType(
    {
        "Answer": "standoff.face.shown",
        "Case": "standoff.face.case",
        "Model": "standoff.face.model",
        "Reading": "standoff.face.reading",
        "Solution": "standoff.face.shown",
        "catalog": "standoff.face.model",
        "concepts": "standoff.face.model",
        "read": "standoff.face.case",
        "read_model": "standoff.face.model",
    }
)

# public names of before -> where what they named is now; `AttributeError` says so
_BEFORE: Mapping[str, str] = MappingProxyType(
    {
        "answer": "standoff.analysis.judge.compare.answer, or Case.compare",
        "build": "standoff.case.build.build, or Reading.worlds",
        "evolve": "standoff.gmcr.evolve.evolution.evolve, or Reading.evolve and Model.evolve",
        "explain": "standoff.analysis.judge.explain.explain, or Reading.explain",
        "load_folder": "standoff.store.folder.load_folder, or read",
        "render": "standoff.report.html.page.render, or Case.report",
        "solve": "standoff.gmcr.concept.law.solve, or Reading.solve and Model.solve",
        "sound": "standoff.case.check.folder.sound, or Case[READING]",
    }
)

__all__ = sorted(("__version__", *_HOME))  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        now = f": it is {_BEFORE[name]} now" if name in _BEFORE else ""
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}{now}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return list(__all__)
