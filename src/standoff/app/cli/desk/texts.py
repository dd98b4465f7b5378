"""Texts into a desk, frozen as they are, with what is stated about them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from standoff.app.cli.common import Json, show_json
from standoff.app.cli.desk.common import Published, period, publish

if TYPE_CHECKING:
    from standoff.store.sources import Imported


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(help="Texts (.txt, .md, .html, .pdf) or folders of them.", exists=True),
    ],
    to: Annotated[
        Path, typer.Option("--to", help="The folder of the desk; made if it is not there.")
    ],
    id: Annotated[
        str, typer.Option("--id", help="A text's source id; else the file's name gives it.")
    ] = "",
    *,
    published: Published = None,
    private: Annotated[
        bool,
        typer.Option("--private", help="Mark them: no assistant and no model is handed them."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Freeze the texts of files in a desk. Nothing is deleted: furniture of the page is flagged later.

    Importing a text again with --private marks it.

    Example: standoff desk import letters/*.txt --to desk
    """
    from standoff.problem import StandoffError
    from standoff.store import sources
    from standoff.store.write import CannotWrite

    failed = 0
    if id and len(files) != 1:
        raise typer.BadParameter("--id is for one file")
    date = period(published)
    for path in sources.files(files):
        try:
            found = sources.import_file(to, path, id)
            if date is not None and date != found.source.date:
                publish(to, found.source.id, date)
            if private:
                sources.state_facts(to, found.source.id, {"private": "yes"})
        except CannotWrite:
            raise  # the next file would fare no better
        except StandoffError as error:
            failed += 1
            typer.echo(str(error), err=True)
            continue
        _tell(found, as_json)
    if failed:
        raise typer.Exit(1)


def _tell(found: Imported, as_json: bool) -> None:
    id, sha256, doubts = found.source.id, found.source.sha256, list(found.doubts)
    if as_json:
        data = {"id": id, "sha256": sha256, "media": found.media, "doubts": doubts}
        show_json(data, as_line=True)
    else:
        typer.echo("\n  ".join([f"{id}: {len(found.text)} characters", *doubts]))
