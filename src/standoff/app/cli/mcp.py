"""`standoff mcp`: the door for an assistant, on standard input and output."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from standoff.extra import load


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("mcp", rich_help_panel="group")(run)


def run(
    folder: Annotated[
        Path,
        typer.Argument(help="A case, or a folder of cases; nothing outside it is read."),
    ] = Path(),
    *,
    texts: Annotated[
        Path | None,
        typer.Option(
            "--texts",
            help="A desk, or a folder of texts: these may be handed over, but for private ones.",
            exists=True,
            file_okay=False,
            show_default=False,
        ),
    ] = None,
    desk: Annotated[
        Path | None,
        typer.Option(
            "--desk",
            help="The desk that proposals wait in; without it the only one in the folder.",
            exists=True,
            file_okay=False,
            show_default=False,
        ),
    ] = None,
    seconds: Annotated[
        float, typer.Option("--seconds", help="How long an answer may take.", min=1)
    ] = 60,
) -> None:
    """Let an assistant read and ask, and propose what a person then decides (Model Context Protocol).

    An assistant's program starts this itself and speaks with it over standard input and output. It can read
    the cases of the folder, ask about them, and propose records and lines; it can accept nothing, write no
    case, and reach nothing outside the folder. A text is handed over only if --texts names its folder and it
    is not marked private: it may then leave this machine. Needs the extra [mcp].

    Example: standoff mcp cases/syria --texts my-texts
    """
    from standoff.app.mcp.work import Work
    from standoff.report.wording import many
    from standoff.store.shipped import case_folder

    door = load(
        "mcp", "standoff.app.mcp.server", "a door for an assistant needs the SDK of its protocol"
    )
    root = case_folder(folder).resolve()
    if not root.is_dir():
        raise typer.BadParameter(f"{folder} is no folder")
    desk = desk or _only_desk(root)
    work = Work(root, desk and desk.resolve(), texts and texts.resolve(), seconds)
    known = work.known()
    handed = sum(one.text is not None for one in known)
    typer.echo(
        f"standoff mcp: {many(len(work.cases()), 'case')}; {handed} of {many(len(known), 'text')} may "
        f"be handed over; proposals wait in {_called(desk, root)}. An assistant's program speaks with "
        "it here",
        err=True,
    )
    door.serve(work)


def _only_desk(root: Path) -> Path | None:
    """The desk in a folder; BadParameter where there are several."""
    from standoff.app.mcp.work import desks

    found = desks(root)
    if len(found) > 1:
        names = ", ".join(str(each.relative_to(root)) for each in found)
        raise typer.BadParameter(f"say which desk proposals go to: --desk ({names})")
    return found[0] if found else None


def _called(desk: Path | None, root: Path) -> str:
    """The desk from the folder on, where it lies in it."""
    if desk is None:
        return "no desk"
    whole = desk.resolve()
    return str(whole.relative_to(root) if whole.is_relative_to(root) else desk)
