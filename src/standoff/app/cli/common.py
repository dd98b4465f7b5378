"""What the commands share: their arguments, opening a case, printing."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from standoff.gmcr.budget import MEMORY, SECONDS, Budget

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from standoff.case.entry import Case, Reading
    from standoff.condition import Condition

CasePath: TypeAlias = Annotated[
    Path, typer.Argument(help="The folder of a case.", metavar="CASE", exists=True)
]
ReadingName: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--reading", "-r", help="One reading, or one of its variants: 003 or 003:VARIANT."
    ),
]
Json: TypeAlias = Annotated[bool, typer.Option("--json", help="Plain data on standard output.")]
Texts: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--texts",
        help="The folder of the source texts; remembered for next time.",
        exists=True,
        file_okay=False,
        show_default=False,
    ),
]
Seconds: TypeAlias = Annotated[
    float, typer.Option("--seconds", help="How long each answer may take.", min=0)
]
Memory: TypeAlias = Annotated[
    float, typer.Option("--memory", help="How many GB each answer may take.", min=0)
]
Engine: TypeAlias = Annotated[
    str | None, typer.Option("--engine", help="explicit, cube or symbolic; by size without it.")
]
Tell: TypeAlias = Callable[[float, str], None]


@dataclass(frozen=True)
class Limits:
    """How much each answer may take: seconds, and GB of memory."""

    seconds: float = SECONDS
    memory: float = MEMORY / 1e9

    def budget(self, tell: Tell) -> Budget:
        """The budget of one answer, which begins now."""
        return Budget(self.seconds, round(self.memory * 1e9), tell)


@contextmanager
def stopped_at(budget: Budget) -> Iterator[None]:
    """Ctrl-C says at what it stopped."""
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(f"at {budget.doing or 'the choice of the engine'}") from None


def open_folder(path: Path) -> Case:
    """The case at a path, or that ships under the name; CaseError when a file of it has problems."""
    from standoff.problem import CaseError
    from standoff.store.folder import load_folder
    from standoff.store.shipped import shipped_cases

    known = {} if path.exists() else shipped_cases()
    case, found = load_folder(known.get(str(path), path))
    if found.problems:
        raise CaseError(found)
    return case


def merged(case: Case, reading: str, variant: str | None = None) -> Reading:
    """One reading; CaseError with everything that is wrong with it."""
    from standoff.case.check.folder import sound

    return sound(case, reading, variant)


def readings_asked(case: Case, asked: str | None) -> Iterator[Reading]:
    """The reading asked for (`003`, `003:VARIANT`), or every reading."""
    from standoff.case.reading import readings

    for each in readings(case) if asked is None else (asked,):
        reading, _, variant = each.partition(":")
        yield merged(case, reading, variant or None)


def condition(text: str, reading: Reading, facts: Mapping[str, bool]) -> Condition:
    """A condition typed by the user, in the case's own names; ConditionError or UnknownName otherwise."""
    from standoff.case.build import settle
    from standoff.condition import Var, parse_condition, rename

    short = reading.short
    typed = rename(parse_condition(text), lambda name: Var(short.get(name, name)))
    return settle(facts)(typed)


def console(stderr: bool = False) -> Console:
    """A console that wraps on a terminal and leaves lines whole elsewhere."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=not _is_terminal(stderr))


def _is_terminal(stderr: bool) -> bool:
    return (sys.stderr if stderr else sys.stdout).isatty()


def show(what: RenderableType) -> None:
    """Print for a person."""
    console().print(what)


def show_json(record: Mapping[str, Any], as_line: bool = False) -> None:
    """Print for a program: indented, or one record a line."""
    typer.echo(json.dumps(record, ensure_ascii=False, indent=None if as_line else 1))


@contextmanager
def progress(what: str) -> Iterator[Tell]:
    """A spinner on standard error while something takes its time; nothing where that is no terminal.

    Gives what can be told the seconds gone and what is being done; from a second on it is shown.
    """
    if not _is_terminal(stderr=True):
        yield lambda seconds, doing: None
        return
    with console(stderr=True).status(what) as status:

        def tell(seconds: float, doing: str) -> None:
            if seconds > 1:
                status.update(f"{what}: {doing}, {seconds:.0f} s; Ctrl-C stops")

        yield tell
