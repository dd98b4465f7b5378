"""`standoff`: one command for each verb.

Heavy libraries are loaded inside the commands, so that help costs nothing. Exit codes: 0 done,
1 findings in a case or a model, 2 usage,
130 stopped by Ctrl-C.
"""

from __future__ import annotations

import gc
import os
from typing import Any

import typer
from typer.core import TyperGroup

from standoff import __version__
from standoff.app.cli import answer, exchange, inquiry, models, question, search, write
from standoff.app.cli.desk import desk
from standoff.problem import CaseError, Infeasible, NotComputed, StandoffError


class Group(TyperGroup):
    """Turns standoff's exceptions into a message and an exit code, never a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except StandoffError as error:
            typer.echo(str(error), err=True)
            found = isinstance(error, CaseError | Infeasible | NotComputed)
            raise typer.Exit(1 if found else 2) from None
        except KeyboardInterrupt as at:
            stopped = f"stopped {at}".rstrip()
            typer.echo(f"{stopped}; nothing is printed of what was not finished", err=True)
            raise typer.Exit(130) from None


app = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"max_content_width": 100},
    help="From texts that contradict each other to a model of the conflict that runs.",
)


@app.callback(invoke_without_command=True)
def _version(version: bool = typer.Option(False, "--version", help="Print the version.")) -> None:
    if version:
        typer.echo(f"standoff {__version__}")
        raise typer.Exit


for commands in (answer, search, question, inquiry, models, write, exchange, desk):
    commands.register(app)


def main() -> None:
    """The console script."""
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # starting NumPy's takes longer than they save
    gc.set_threshold(
        100_000
    )  # what is dropped here is freed by counting references, nearly all of it
    app()
