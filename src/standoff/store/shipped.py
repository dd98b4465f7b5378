"""The cases that come with standoff: beside the package once installed, in the checkout otherwise."""

from __future__ import annotations

from pathlib import Path

from standoff.problem import UnknownName

_PACKAGE = Path(__file__).resolve().parents[1]
_HOMES = (_PACKAGE / "cases", _PACKAGE.parents[1] / "cases")


def shipped_cases() -> dict[str, Path]:
    """Name -> folder of every case that ships."""
    home = next((path for path in _HOMES if path.is_dir()), None)
    folders = sorted(home.iterdir()) if home is not None else []
    return {path.name: path for path in folders if (path / "case.yaml").is_file()}


def shipped(name: str) -> Path:
    """The folder of a case that ships; UnknownName if there is none of that name."""
    cases = shipped_cases()
    if name not in cases:
        raise UnknownName("case", name, cases)
    return cases[name]


def case_folder(path: Path) -> Path:
    """The folder at a path, or of the case that ships under the name; UnknownName where neither is there."""
    return path if path.exists() else shipped(str(path))
