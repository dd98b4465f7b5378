"""What the commands share: their arguments, opening a case, printing an answer."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from standoff.app.cli import complete
from standoff.app.cli.shell import raw
from standoff.gmcr.budget import GIGABYTES, SECONDS, Budget

if TYPE_CHECKING:
    from rich.console import Console

    from standoff.case.entry import Case, Reading
    from standoff.case.format.source import Text
    from standoff.report.document import Document

CASE = typer.Argument(
    help="The folder of a case, or the name of one that ships.",
    metavar="CASE",
    show_default=False,
    autocompletion=complete.cases,
)
CasePath: TypeAlias = Annotated[Path, CASE]
ReadingName: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--reading",
        "-r",
        help="One reading, or one of its variants: 003 or 003:VARIANT.",
        autocompletion=complete.readings,
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
Where: TypeAlias = Annotated[
    str | None, typer.Option("--where", "-w", help="Only situations where this holds.")
]
Concepts: TypeAlias = Annotated[
    str, typer.Option("--concept", "-c", help="Concepts, by comma: NASH,SEQ.")
]
Sanctions: TypeAlias = Annotated[
    str, typer.Option(help="How others may answer: sequences, once (each), single (moves).")
]
Seed: TypeAlias = Annotated[int, typer.Option("--seed", help="The draws' seed.", min=0)]
_PAINTED = frozenset(("FORCE_COLOR", "TTY_COMPATIBLE"))
"""By these a user says that what is no terminal takes colours."""
Tell: TypeAlias = Callable[[float, str], None]


@dataclass(frozen=True)
class Limits:
    """How much each answer may take: seconds, and GB of memory."""

    seconds: float = SECONDS
    memory: float = GIGABYTES

    def budget(self, tell: Tell) -> Budget:
        """The budget of one answer, which begins now."""
        return Budget.given(self.seconds, self.memory, tell)

    @contextmanager
    def spent(self, what: str) -> Iterator[Budget]:
        """The budget of one answer, while its progress is shown; Ctrl-C says at what it stopped."""
        with progress(what) as tell:
            budget = self.budget(tell)
            try:
                yield budget
            except KeyboardInterrupt:
                at = budget.doing or "the choice of the engine"
                raise KeyboardInterrupt(f"at {at}") from None


# --- opening --------------------------------------------------------------------------------------


def open_case(path: Path) -> Case:
    """The case at a path, or that ships under the name; NoCase, or CaseError when a file has problems."""
    from standoff.store.folder import open_case as opened

    return opened(path)


def texts_of(case: Case, directory: Path | None) -> Mapping[str, Text] | None:
    """The texts of a case, from the folder given or the one remembered; which one it is is said."""
    from standoff.case.reading import sources_of
    from standoff.store.texts import find_texts, texts_folder

    place = texts_folder(case, directory)
    if place is not None and directory is None:
        missing = "" if place.is_dir() else ", which is not there any more"
        typer.echo(f"texts: {place}{missing} (remembered for this case)", err=True)
    if place is None or not place.is_dir():
        return None
    return find_texts(place, sources_of(case).values())


class _Merged:
    """The readings of the case that was asked last: a command comes back to each of them many times."""

    def __init__(self) -> None:
        self._case: Case | None = None
        self._known: dict[tuple[str, str | None], Reading] = {}

    def __call__(self, case: Case, reading: str, variant: str | None = None) -> Reading:
        """One reading; CaseError with everything that is wrong with it."""
        from standoff.case.check.folder import sound

        if case is not self._case:
            self._case, self._known = case, {}
        key = reading, variant
        if key not in self._known:
            self._known[key] = sound(case, reading, variant)
        return self._known[key]


merged = _Merged()


def readings_asked(case: Case, asked: str | None) -> Iterator[Reading]:
    """The reading asked for (`003`, `003:VARIANT`), or every reading."""
    from standoff.case.reading import named, readings

    for name in readings(case) if asked is None else (asked,):
        yield merged(case, *named(name))


def every_reading(case: Case) -> tuple[Reading, ...]:
    """All readings."""
    return tuple(readings_asked(case, None))


def variants_of(case: Case, reading: Reading) -> Mapping[str, Reading]:
    """The variants of a reading by name; none of a variant."""
    from standoff.case.reading import variants

    names = variants(case, reading.id) if reading.variant is None else ()
    return {name: merged(case, reading.id, name) for name in names}


def listed(text: str) -> list[str]:
    """Names with commas between them."""
    return [name.strip() for name in text.split(",") if name.strip()]


# --- printing -------------------------------------------------------------------------------------


def console(stderr: bool = False) -> Console:
    """A console that wraps on a terminal and leaves lines whole elsewhere; it sets data as data."""
    from standoff.app.cli.type import CleanConsole

    stream = sys.stderr if stderr else sys.stdout
    return CleanConsole(
        file=raw(stream),
        stderr=stderr,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=not stream.isatty(),
    )


def _is_terminal(stderr: bool) -> bool:
    return (sys.stderr if stderr else sys.stdout).isatty()


def emit(
    record: Any, tell: Callable[[Any], Document], as_json: bool, as_line: bool = False
) -> None:
    """Print an answer: the record as data, or what is told of it."""
    if as_json:
        from standoff.record import plain

        show_json(plain(record), as_line)
    else:
        show(tell(record))


def emit_each(records: Iterable[Any], tell: Callable[[Any], Document], as_json: bool) -> None:
    """Print each of some answers as soon as it is there; as data, one line each."""
    for record in records:
        emit(record, tell, as_json, as_line=True)


_printed: ContextVar[list[tuple[str, Any]] | None] = ContextVar("what is printed", default=None)


@contextmanager
def printed() -> Iterator[list[tuple[str, Any]]]:
    """What is shown in here, as it comes: `document` or `text`, and what it is."""
    told: list[tuple[str, Any]] = []
    before = _printed.set(told)
    try:
        yield told
    finally:
        _printed.reset(before)


def _told(kind: str, what: Any) -> None:
    told = _printed.get()
    if told is not None:
        told.append((kind, what))


def show(document: Document) -> None:
    """Print for a person: on a terminal wrapped and in colours, elsewhere as plain lines."""
    from standoff.report.lines import plain

    _told("document", document)
    if not sys.stdout.isatty() and _PAINTED.isdisjoint(os.environ):
        text = plain(document)
        if text is not None:  # then what lays out tables need not be loaded
            sys.stdout.write(text)
            return
    from standoff.report.terminal import render

    console().print(render(document))


def show_json(record: Any, as_line: bool = False) -> None:
    """Print for a program: indented, or one record a line."""
    show_text(json_text(record, None if as_line else 1))


def show_text(text: str) -> None:
    """Print a text that is set already."""
    _told("text", text)
    typer.echo(text)


def json_text(record: Any, indent: int | None = None) -> str:
    """JSON in ASCII alone: the same bytes on every machine, and no sign in it that a terminal obeys."""
    return json.dumps(record, indent=indent).replace("\x7f", "\\u007f")


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
