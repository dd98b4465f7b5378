"""The cases that come with standoff: beside the package once installed, in the checkout otherwise."""

from __future__ import annotations

from pathlib import Path

from standoff.problem import UnknownName

CASE, READINGS, SOURCES, MODEL = "case.yaml", "readings", "sources", "model.json"
"""What stands in the folder of a case."""

_PACKAGE = Path(__file__).resolve().parents[1]
_HOMES = (_PACKAGE / "cases", _PACKAGE.parents[1] / "cases")


class NoCase(UnknownName):
    """A path where no case is, and no case that ships under the name."""

    def __str__(self) -> str:
        near = f"; did you mean {self.nearest}?" if self.nearest else ""
        what = "a case is a folder with a case.yaml in it, or ships with standoff"
        return f"{self.name} is no case: {what}{near}"


def shipped_cases() -> dict[str, Path]:
    """Name -> folder of every case that ships."""
    home = next((path for path in _HOMES if path.is_dir()), None)
    folders = sorted(home.iterdir()) if home is not None else []
    return {path.name: path for path in folders if (path / CASE).is_file()}


def shipped(name: str) -> Path:
    """The folder of a case that ships; UnknownName if there is none of that name."""
    cases = shipped_cases()
    if name not in cases:
        raise UnknownName("case", name, cases)
    return cases[name]


def case_folder(path: Path) -> Path:
    """The folder at a path, or of the case that ships under the name; NoCase where neither is there."""
    known = {} if path.exists() else shipped_cases()
    if known and str(path) not in known:
        raise NoCase("case", str(path), known)
    return known.get(str(path), path)
