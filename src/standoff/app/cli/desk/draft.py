"""From what was accepted to a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from standoff.app.cli.common import Json, show_json
from standoff.app.cli.desk.common import Desk, loaded_from


def draft(
    desk: Desk,
    reading: Annotated[
        Path,
        typer.Argument(help="The folder of the case; what is new is added to one that is there."),
    ],
    title: Annotated[str, typer.Option("--title", help="The question of the case.")] = "",
    as_json: Json = False,
) -> None:
    """Make a case from what was accepted, or add to one; what is still to be decided is said.

    Example: standoff desk draft desk my-case --title "Will the dam be shared?"
    """
    from standoff.case.make.draft import draft as make
    from standoff.store.folder import load_folder
    from standoff.store.settings import remember
    from standoff.store.sources import imported
    from standoff.store.write import Change, write_all, write_folder

    every = list(loaded_from(desk, None))
    there = _case_files(reading)
    found = make(
        [(imported(desk, one.annotation.source).source, one.text, one.annotation) for one in every],
        title,
        there,
    )
    if there:
        write_all(
            Change(reading / name, there.get(name), text) for name, text in found.files.items()
        )
    else:
        write_folder(reading, found.files)
    remember(load_folder(reading)[0], desk=desk)
    if as_json:
        show_json(
            {"files": [str(reading / n) for n in found.files], "to_decide": list(found.to_decide)},
            as_line=True,
        )
        return
    for name in found.files:
        typer.echo(f"wrote {reading / name}")
    for line in found.to_decide:
        typer.echo(f"to decide: {line}")


def _case_files(folder: Path) -> dict[str, str]:
    """The files of a case by their paths in its folder; none where there is no folder yet."""
    from standoff.store.write import file_text

    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return {}
    if not (folder / "case.yaml").is_file():
        raise typer.BadParameter(f"{folder} is there already and is no case: nothing was written")
    paths = [folder / "case.yaml", *folder.glob("readings/*.yaml"), *folder.glob("sources/*.yaml")]
    return {p.relative_to(folder).as_posix(): file_text(p) or "" for p in sorted(paths)}
