"""The group `desk`: texts in, what is found in them decided on, records out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from standoff.app.cli.common import Json
from standoff.app.cli.desk import desk
from standoff.app.cli.desk.common import Published, Source, State
from standoff.app.cli.group import Group


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        cls=Group,
        no_args_is_help=True,
        help="The reading desk: texts in, what is found in them decided on, records out.",
    )
    group.command("import")(import_)
    group.command("export")(export)
    desk.register(group)
    app.add_typer(group, name="desk", rich_help_panel="group")


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
    desk.import_texts(files, to, id, published=published, private=private, as_json=as_json)


def export(
    folder: Annotated[Path, typer.Argument(help="A desk.", metavar="DESK")],
    form: Annotated[str, typer.Argument(help="web (W3C Web Annotation), brat, or csl.")] = "web",
    *,
    source: Source = None,
    state: State = None,
) -> None:
    """Print records of a desk for another program.

    Records quote the text: share them as you would share the text.

    Example: standoff desk export desk web --source 003 --state accepted
    """
    desk.export_records(folder, form, source, state)
