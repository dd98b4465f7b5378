"""`standoff app`: the same work in a browser, on this machine alone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from standoff.app.cli.common import CASE
from standoff.app.cli.desk.common import By


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("app", rich_help_panel="start")(run)


def run(
    case: Annotated[Path | None, CASE] = None,
    *,
    desk: Annotated[
        Path | None,
        typer.Option("--desk", help="The desk with the case's texts.", file_okay=False),
    ] = None,
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts", help="The folder of the source texts.", exists=True, file_okay=False
        ),
    ] = None,
    port: Annotated[int, typer.Option("--port", help="0: any that is free.", min=0, max=65535)] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the browser.")
    ] = True,
    by: By = "",
) -> None:
    """Open the app in the browser: read texts, write the case, watch the answer. Ctrl-C stops it.

    It listens on this machine alone, and everything it writes is in the case's own files.

    Example: standoff app cases/syria
    """
    from standoff.app.web.server import serve
    from standoff.app.web.state import Refused, State
    from standoff.store.shipped import NoCase, case_folder

    state = State(coder=by)
    if case is not None:
        try:
            state.open(case_folder(case), desk, texts)
        except (Refused, NoCase) as error:
            raise typer.BadParameter(str(error)) from None
    elif desk is not None:
        state.desk = desk

    def opened(link: str) -> None:
        typer.echo(f"standoff app: {link}\nCtrl-C stops it; what was saved stays saved.")
        if browser:
            import webbrowser

            webbrowser.open(link)

    try:
        serve(state, port, opened)
    except OSError as error:
        raise typer.BadParameter(f"port {port}: {error.strerror or error}") from None
    typer.echo("stopped; nothing was lost: every change was written when it was made")
