"""The group `desk`: texts in, what is found in them decided on, records out.

A desk is a folder that these commands make and fill. Exit codes: 0 done, 1 something could not be taken,
2 usage.
"""

from __future__ import annotations

import typer

from standoff.app.cli.desk import decide
from standoff.app.cli.desk.draft import draft
from standoff.app.cli.desk.exchange import export, take_in
from standoff.app.cli.desk.read import read
from standoff.app.cli.desk.score import score
from standoff.app.cli.desk.show import pairs, records
from standoff.app.cli.desk.texts import import_
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
    group.command("take-in")(take_in)
    for command in (read, records, pairs, score, draft):
        group.command()(command)
    decide.register(group)
    app.add_typer(group, name="desk", rich_help_panel="group")
