"""The command that draws one of the report's pictures by itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from standoff.app.cli.common import (
    CasePath,
    Json,
    listed,
    open_case,
    progress,
    readings_asked,
    show,
    show_json,
)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="answer")(picture)


def picture(
    path: CasePath,
    what: Annotated[
        str,
        typer.Argument(help="moves, press, lists, time, counts or graph.", metavar="WHAT"),
    ],
    reading: Annotated[
        list[str] | None,
        typer.Option("--reading", "-r", help="A reading, or several: 003. All by default."),
    ] = None,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="The SVG file to write; a second picture becomes FILE-2.svg."
        ),
    ] = None,
    state: Annotated[
        str,
        typer.Option("--state", "-s", help="Where a graph starts: its options, or today."),
    ] = "today",
    depth: Annotated[
        int, typer.Option("--depth", help="How many moves a graph goes.", min=1, max=6)
    ] = 1,
    gains: Annotated[
        bool, typer.Option("--gains", help="Only moves in a graph that somebody gains by.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Draw a picture of the report by itself; on a terminal, print its table.

    moves: from today, with what is refused. press: who can press whom. lists: the wishes of two readings side
    by side. time: texts, precedents, offers, forecasts. counts: what the lines rest on. graph: what can be
    reached from a situation.

    Example: standoff picture cases/syria press --reading 003 -o press.svg
    """
    from standoff.face.picture import Asked, pictured

    case = open_case(path)
    names: list[str | None] = list(reading) if reading else [None]
    asked = [each for name in names for each in readings_asked(case, name)]
    start = None if state == "today" else () if state == "nothing" else tuple(listed(state))
    with progress(f"drawing {what}"):
        document = pictured(what, Asked(tuple(asked), depth, gains, start))
    if output is not None:
        _write(document, output)
    elif as_json:
        from standoff.record import plain

        show_json(plain(document))
    else:
        show(document)


def _write(document: Any, output: Path) -> None:
    from standoff.report.document import walk
    from standoff.report.html.fragment import drawing
    from standoff.report.picture import PICTURED
    from standoff.store.write import Change, file_text, write_all

    found = [block for block in walk(document.blocks) if isinstance(block, PICTURED)]
    for number, block in enumerate(found, 1):
        name = output if number == 1 else output.with_stem(f"{output.stem}-{number}")
        write_all([Change(name, file_text(name), drawing(block))])
        typer.echo(f"{name}  {block.name}")
    if not found:
        typer.echo("There is nothing to draw.")
