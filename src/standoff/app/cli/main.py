"""`standoff`: one command for each verb.

Heavy libraries are loaded inside the commands, so that help costs nothing; of the modules of commands the one
that is asked for. Exit codes: 0 done, 1 findings in a case or a model, 2 usage or what cannot be read or
written, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any

import typer
from typer.main import get_group

from standoff.app.cli import shell
from standoff.app.cli.group import Group
from standoff.version import VERSION

_MODULES = (
    *("report", "answer", "app", "question", "picture", "case", "model", "forecast"),
    *("desk.group", "mcp", "house"),
)
"""The modules of commands, in the order of the help."""
_HOME: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("demo", "report"), "report"),
        **dict.fromkeys(
            ("ask", "compare", "solve", "evolve", "explain", "find", "reach"), "answer"
        ),
        **dict.fromkeys(("new", "check", "show", "cite", "case"), "case"),
        **{name: name for name in ("app", "picture", "model", "forecast", "mcp")},
        "desk": "desk.group",
        "doctor": "house",
    }
)
"""The module of a command; any other name is a question's, or is looked for in all modules."""


class _Commands(Mapping[str, Any]):
    """Every command by its name, its module loaded when it is asked for."""

    def __getitem__(self, name: str) -> Any:
        for module in (_HOME.get(name, "question"), *_MODULES):
            if name in _of(module):
                return _of(module)[name]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        every = [pair for module in _MODULES for pair in _of(module).items()]
        for groups in (False, True):  # groups of commands stand behind the single ones
            yield from (name for name, one in every if isinstance(one, Group) is groups)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Whole(Group):
    """The group of all commands."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands: Any = _Commands()


def _typer(cls: type[Group] = Group) -> typer.Typer:
    return typer.Typer(
        cls=cls,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"max_content_width": 100},
        help="From texts that contradict each other to a model of the conflict that runs.",
    )


@cache
def _of(module: str) -> Mapping[str, Any]:
    """The commands of a module, made once."""
    commands = _typer()
    import_module(f"standoff.app.cli.{module}").register(commands)
    known: Mapping[str, Any] = get_group(commands).commands
    return known


app = _typer(_Whole)


@app.callback(invoke_without_command=True)
def _version(version: bool = typer.Option(False, "--version", help="Print the version.")) -> None:
    if version:
        typer.echo(f"standoff {VERSION}")
        raise typer.Exit


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
