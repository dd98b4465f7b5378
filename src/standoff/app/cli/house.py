"""Commands about standoff itself: what it remembers of a case, what is installed, where things are kept."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.app.cli.common import CASE, Json, show_json
from standoff.later import later
from standoff.version import VERSION

if TYPE_CHECKING:
    import dataclasses
    import platform
    from importlib import metadata

    from standoff import extra as extras
    from standoff.store.settings import Remembered
else:  # what doctor alone needs
    dataclasses, platform = later("dataclasses"), later("platform")
    metadata, extras = later("importlib.metadata"), later("standoff.extra")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="group")(doctor)


def forget(
    path: Annotated[Path | None, CASE] = None,
    every: Annotated[bool, typer.Option("--all", help="Every case that is remembered.")] = False,
    as_json: Json = False,
) -> None:
    """Forget the texts and the desk that go with a case. No text, desk or case is touched.

    Example: standoff case forget cases/syria
    """
    from standoff.store.folder import load_folder
    from standoff.store.settings import forget as forget_it
    from standoff.store.shipped import case_folder

    if (path is None) == (not every):
        raise typer.BadParameter("name a case, or say --all")
    gone = forget_it(None if path is None else load_folder(case_folder(path))[0])
    if as_json:
        show_json({"forgotten": [dataclasses.asdict(each) for each in gone]})
        return
    for each in gone:
        typer.echo(f"forgotten: {_told(each)}")
    if not gone:
        typer.echo("nothing was remembered")


def doctor(as_json: Json = False) -> None:
    """Print versions, what is installed, the folders in use and what is remembered of which case.

    Example: standoff doctor
    """
    from standoff.store import kept
    from standoff.store.settings import FILE, directory, lately
    from standoff.store.shipped import shipped_cases

    shipped = next(iter(shipped_cases().values()), None)
    folders = {
        "settings": str(directory() / FILE),
        "kept answers": str(kept.directory() or "none"),
        "shipped cases": "none" if shipped is None else str(shipped.parent),
        "program": str(Path(__file__).resolve().parents[2]),
    }
    known = lately()
    if as_json:
        record = {"versions": _versions(), "extras": _extras(), "folders": folders}
        show_json({**record, "remembered": [dataclasses.asdict(each) for each in known]})
        return
    for title, table in (("versions", _versions()), ("extras", _extras()), ("folders", folders)):
        typer.echo(title)
        width = max(map(len, table))
        for name, value in table.items():
            typer.echo(f"  {name:<{width}}  {value}")
    typer.echo("remembered" if known else "nothing is remembered of any case")
    for each in known:
        typer.echo(f"  {_told(each)}")


def _versions() -> Mapping[str, str]:
    return {
        "standoff": VERSION,
        "Python": f"{platform.python_version()} ({sys.executable})",
        "system": platform.platform(),
    }


def _extras() -> Mapping[str, str]:
    """Extra -> what of it is installed, and what is missing with the command that installs it."""
    parts: dict[str, list[str]] = {}
    missing: set[str] = set()
    for line in _requirements():
        name, _, condition = line.partition(";")
        extra = condition.partition("extra ==")[2].strip(" '\"")
        if not extra:
            continue
        package = name.split("[")[0].strip()
        for sign in "<>=!~ (":
            package = package.split(sign)[0]
        try:
            parts.setdefault(extra, []).append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            parts.setdefault(extra, []).append(f"{package} is missing")
            missing.add(extra)
    return {
        extra: ", ".join(parts[extra]) + (f": {extras.command(extra)}" if extra in missing else "")
        for extra in extras.EXTRAS
        if extra in parts
    }


def _requirements() -> list[str]:
    try:
        return metadata.requires("standoff") or []
    except metadata.PackageNotFoundError:
        return []


def _told(each: Remembered) -> str:
    parts: dict[str, Any] = {"texts": each.texts, "desk": each.desk, "opened": each.opened}
    told = ", ".join(f"{name} {value}" for name, value in parts.items() if value)
    return f"{each.place}: {told}"
