"""Import and export: texts into a desk and records out of it, model files into a case and out of one.

What is named decides: a `.gmcr` or `.json` file is a model, everything else is texts; `-o` to export
is for a model.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from standoff.app.cli import models
from standoff.app.cli.common import Json, ReadingName
from standoff.app.cli.desk import desk
from standoff.app.cli.desk.common import Published, Source, State


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(import_)
    app.command()(export)


def import_(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Texts (.txt, .md, .html, .pdf) or folders of them; or one model (.gmcr, .json).",
            show_default=False,
        ),
    ],
    *,
    to: Annotated[
        Path | None,
        typer.Option("--to", help="Texts: the folder of the desk; made if it is not there."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A model: the folder of the case to make.")
    ] = None,
    id: Annotated[
        str, typer.Option("--id", help="A text's source id; else the file's name gives it.")
    ] = "",
    published: Published = None,
    as_json: Json = False,
) -> None:
    """Freeze the texts of files in a desk, or make a case of a model file.

    Of a text nothing is deleted: furniture of the page is flagged later. Of a model every option gets
    a name, and every line is without a source until you give one.

    Example: standoff import letters/*.txt --to desk

    Example: standoff import conflict.gmcr -o cases/conflict
    """
    if output is not None:
        if len(files) != 1 or not models.model_files(files[0]):
            raise typer.BadParameter("a case is made of one model file, .gmcr or .json")
        models.adopt(files[0], output)
    elif to is not None:
        desk.import_texts(files, to, id, published, as_json)
    else:
        raise typer.BadParameter("texts go into a desk (--to DESK), a model into a case (-o CASE)")


def export(
    what: Annotated[Path, typer.Argument(help="A desk; or a case, or a model file.")],
    form: Annotated[
        str, typer.Argument(help="Of a desk: web (W3C Web Annotation), brat, or csl.")
    ] = "web",
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Of a case: the .gmcr file to write.")
    ] = None,
    reading: ReadingName = None,
    source: Source = None,
    state: State = None,
) -> None:
    """Print records of a desk for another program, or write a case as a .gmcr file.

    Records quote the text: share them as you would share the text. What a .gmcr file cannot hold is
    listed on standard error.

    Example: standoff export desk web --source 003 --state accepted

    Example: standoff export cases/kinsara-2014-cuba -o cuba.gmcr
    """
    if output is None:
        desk.export_records(what, form, source, state)
    else:
        models.write(what, output, reading)
