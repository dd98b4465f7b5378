"""The reference pages that are made from the code: `python -m standoff.app.reference` writes them.

A test fails when a page is stale; `python3 dev.py docs` makes them anew.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from typer.main import get_command

from standoff.app.cli.main import app
from standoff.report.tell.concepts import page
from standoff.store.folder import load_folder
from standoff.store.shipped import shipped_cases


def commands() -> str:
    """Every command with its help, as `standoff COMMAND --help` prints it."""
    group = get_command(app)
    parts = [
        "# Commands",
        "Made from the commands themselves. Exit codes: 0 done, 1 findings in a case or a model, 2 usage. "
        "Tables go to standard output, progress to standard error; `--json` prints plain data.",
    ]
    for name, command in _commands(group):
        context = command.context_class(command, info_name=f"standoff {name}", terminal_width=100)
        parts += [f"## {name}", f"```text\n{command.get_help(context)}\n```"]
    return "\n\n".join(parts) + "\n"


def _commands(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its words, those of a group after the group."""
    for name, command in group.commands.items():
        yield before + name, command
        if hasattr(command, "commands"):
            yield from _commands(command, f"{before}{name} ")


def concepts() -> str:
    """The solution concepts, each with what it was checked against."""
    expected = {n: load_folder(path)[0].base.expected for n, path in shipped_cases().items()}
    return page({name: found for name, found in expected.items() if found})


PAGES: Mapping[str, Callable[[], str]] = MappingProxyType(
    {"commands.md": commands, "concepts.md": concepts}
)


def main() -> None:
    """Write every page into the folder given."""
    case = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference")
    for name, make in PAGES.items():
        (case / name).write_text(make(), "utf-8")


if __name__ == "__main__":
    main()
