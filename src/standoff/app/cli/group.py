"""The group of commands: panels in its help, the nearest name for a mistyped one, names of before.

Every exception that standoff raises on purpose becomes a message and an exit code, never a traceback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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

BEFORE: Mapping[str, str] = MappingProxyType(
    {
        **{
            name: f"desk {name}"
            for name in (
                *("read", "records", "accept", "edit", "reject", "undo", "walk", "pairs", "agree"),
                *("reanchor", "score", "draft", "take-in"),
            )
        },
        "import": "desk import, or case adopt for a model",
        "export": "desk export, or model convert for a model",
        "cases": "case list",
        "schema": "case schema",
        "roleplay": "case roleplay",
        "precedents": "case precedents",
    }
)
"""Commands as they were called before -> as they are called now; they still work for one release."""


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
            raise typer.Exit(shell.FAILED) from None
        except KeyboardInterrupt as at:
            stopped = f"stopped {at}".rstrip()
            typer.echo(f"{stopped}; nothing is printed of what was not finished", err=True)
            raise typer.Exit(shell.STOPPED) from None

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        command = super().get_command(ctx, cmd_name)
        if command is None and ctx.parent is None and cmd_name in BEFORE:
            now = BEFORE[cmd_name]
            typer.echo(f"`standoff {cmd_name}` is called `standoff {now}` now", err=True)
            return self._renamed(ctx, cmd_name, now)
        return command

    def _renamed(self, ctx: Any, name: str, now: str) -> Any:
        group_name, _, rest = now.partition(",")[0].partition(" ")
        group = super().get_command(ctx, group_name)
        assert isinstance(group, TyperGroup)  # the table names commands of groups
        return group.get_command(ctx, f"{name} " if "," in now else rest)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0] if args else ""
        known = [*self.list_commands(ctx), *(BEFORE if ctx.parent is None else ())]
        if name and not name.startswith("-") and self.get_command(ctx, name) is None:
            near = nearest(name, known)
            hint = f" Did you mean `{near}`?" if near else ""
            ctx.fail(f"There is no command `{name}`.{hint}")
        return super().resolve_command(ctx, args)

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
