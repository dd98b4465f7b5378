"""`standoff`: one command for each verb.

Heavy libraries are loaded inside the commands, so that help costs nothing. Exit codes: 0 done,
1 findings in a case or a model, 2 usage or what cannot be read or written, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import gc
import os
import signal

import typer

from standoff.app.cli import (
    answer,
    case,
    forecast,
    house,
    mcp,
    model,
    picture,
    question,
    report,
    shell,
)
from standoff.app.cli import app as browser
from standoff.app.cli.desk import group as desk
from standoff.app.cli.group import Group
from standoff.version import VERSION

app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"max_content_width": 100},
    help="From texts that contradict each other to a model of the conflict that runs.",
)


@app.callback(invoke_without_command=True)
def _version(version: bool = typer.Option(False, "--version", help="Print the version.")) -> None:
    if version:
        typer.echo(f"standoff {VERSION}")
        raise typer.Exit


for commands in (
    report,
    answer,
    browser,
    question,
    picture,
    case,
    model,
    forecast,
    desk,
    mcp,
    house,
):
    commands.register(app)


def main() -> None:
    """The console script; `standoff.__main__.main` is quiet also while this module is loaded."""
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # starting NumPy's takes longer than they save
    gc.set_threshold(
        100_000
    )  # what is dropped here is freed by counting references, nearly all of it
    signal.signal(signal.SIGINT, shell.stop_at_once)
    try:
        app()
    finally:
        shell.flush()
