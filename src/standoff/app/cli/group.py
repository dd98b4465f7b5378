"""The group of commands: panels in its help, the nearest name for a mistyped one, names of before.

Every exception that standoff raises on purpose becomes a message and an exit code, never a traceback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from standoff.app.cli import shell
from standoff.problem import StandoffError, nearest

PANELS: Mapping[str, str] = MappingProxyType(
    {
        "start": "Start",
        "case": "Write a case",
        "answer": "Answers",
        "question": "Questions",
        "group": "More",
    }
)
"""The panels of `standoff --help`, in order."""

_DESK = (
    *("read", "records", "accept", "edit", "reject", "undo", "walk", "pairs", "agree"),
    *("reanchor", "score", "draft", "take-in"),
)


def _desk(name: str, args: Sequence[str]) -> str:
    return f"desk {name}"


def _has(args: Sequence[str], short: str, long: str) -> bool:
    return any(arg.startswith((short, long)) for arg in args)


def _names_models(args: Sequence[str]) -> bool:
    """Whether what is named are model files, or a folder of them."""
    from standoff.store.folder import CASE
    from standoff.store.model.read import SUFFIXES

    paths = (Path(arg) for arg in args if not arg.startswith("-"))
    return any(
        path.suffix in SUFFIXES or (path.is_dir() and not (path / CASE).exists()) for path in paths
    )


BEFORE: Mapping[str, Callable[[Sequence[str]], str]] = MappingProxyType(
    {
        **{name: partial(_desk, name) for name in _DESK},
        "import": lambda args: "case adopt" if _has(args, "-o", "--output") else "desk import",
        "export": lambda args: "model convert" if _has(args, "-o", "--output") else "desk export",
        "solve": lambda args: "model solve" if _names_models(args) else "",
        "cases": lambda args: "case list",
        "schema": lambda args: "case schema",
        "roleplay": lambda args: "case roleplay",
        "precedents": lambda args: "case precedents",
    }
)
"""Commands as they were called before -> as they are called now, by what follows; they still work."""


def listing(title: str, rows: Callable[[], Iterable[tuple[str, str]]]) -> type[TyperCommand]:
    """The class of a command whose help lists the rows of a table, read when the help is asked for."""

    class Listing(TyperCommand):
        def format_epilog(self, ctx: Any, formatter: Any) -> None:
            super().format_epilog(ctx, formatter)
            with formatter.section(title):
                formatter.write_dl(list(rows()))

    return Listing


def concepts() -> Iterable[tuple[str, str]]:
    """Each concept that needs nothing but a model, with its name."""
    from standoff.gmcr.concept.table import CONCEPTS, PLAIN

    return ((id, CONCEPTS[id].name) for id in PLAIN)


def of_cases() -> Iterable[tuple[str, str]]:
    """The same, and those that need attitudes or degrees, which a case can tell."""
    from standoff.gmcr.concept.table import CONCEPTS, Need, needing

    yield from concepts()
    told = {
        Need.ATTITUDE: "of `attitudes`",
        Need.FUZZY: "with --threshold",
        Need.STRENGTH: "of wishes marked `!!`",
        Need.UNKNOWN: "of wishes marked `?`, or --silent unknown",
    }
    for need, how in told.items():
        yield from ((id, f"{CONCEPTS[id].name}, {how}") for id in needing(need))


def theories() -> Iterable[tuple[str, str]]:
    """Each name that --theory takes, with what it is and what of `theory_input` it needs."""
    from standoff.store.model.theory.keys import theories as rows

    for id, row in rows().items():
        yield id, row.words


class Group(TyperGroup):
    """Commands in panels."""

    def main(self, *args: Any, **extra: Any) -> Any:
        with shell.clean_output():
            return super().main(*args, **extra)

    def invoke(self, ctx: Any) -> Any:
        try:
            with shell.interruptible():
                return super().invoke(ctx)
        except StandoffError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(shell.exit_code(error)) from None
        except OSError as error:
            if shell.is_closed_pipe(error):
                raise
            typer.echo(shell.failure(error), err=True)
            shell.flushed()
            raise typer.Exit(shell.FAILED) from None
        except KeyboardInterrupt as at:
            stopped = f"stopped {at}".rstrip()
            typer.echo(f"{stopped}; nothing is printed of what was not finished", err=True)
            raise typer.Exit(shell.STOPPED) from None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0] if args else ""
        if ctx.parent is None and name in BEFORE and (now := BEFORE[name](args[1:])):
            typer.echo(f"`standoff {name}` is called `standoff {now}` now", err=True)
            args = [*now.split(), *args[1:]]
        elif name and not name.startswith("-") and self.get_command(ctx, name) is None:
            near = nearest(
                name, [*self.list_commands(ctx), *(BEFORE if ctx.parent is None else ())]
            )
            hint = f" Did you mean `{near}`?" if near else ""
            ctx.fail(f"There is no command `{name}`.{hint}")
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        if ctx.parent is not None:
            super().format_options(ctx, formatter)
            return
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(
                "--version prints the version; --help after any command tells more; "
                "--install-completion makes Tab complete commands, cases and readings."
            )
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        panels: dict[str, list[tuple[str, str]]] = {name: [] for name in PANELS}
        plain: list[tuple[str, str]] = []
        width = max((len(name) for name in self.list_commands(ctx)), default=0)
        for name in self.list_commands(ctx):
            command = self.get_command(ctx, name)
            if command is None or command.hidden:
                continue
            row = (name.ljust(width), command.get_short_help_str(formatter.width - width - 6))
            panels.get(getattr(command, "rich_help_panel", "") or "", plain).append(row)
        for panel, rows in (*panels.items(), ("", plain)):
            if rows:
                with formatter.section(PANELS.get(panel, "Commands")):
                    formatter.write_dl(rows)
