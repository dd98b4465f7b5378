"""What a command printed of a case is kept, and printed again while nothing has changed.

`kept` makes of a command one that looks first; whatever it prints goes through `show` and `show_json` of
`common`, which is all that has to be kept. An answer that is not whole, or a command that fails or writes
something, is done anew each time.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeAlias, get_type_hints

import typer

from standoff.app.cli import common
from standoff.problem import BudgetSpent, StandoffError
from standoff.record import plain, record

NoCache: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        envvar="STANDOFF_NO_CACHE",
        help="Neither take nor keep what was answered before.",
    ),
]


def kept(command: Callable[..., None]) -> Callable[..., None]:
    """The command, with `--no-cache`; what it printed of a case as it is now is not computed again."""

    @functools.wraps(command)
    def run(*, no_cache: bool = False, **values: Any) -> None:
        asked = {name: value for name, value in values.items() if name != "workers"}
        place = None if no_cache or asked.get("save") else hold(command, asked.pop("path"), asked)
        again = None if place is None else _read(place.found())
        if again is not None:
            for each in again:
                each()
            return
        with common.printed() as told:
            command(**values)
        if place is not None:
            place.keep([[kind, plain(what)] for kind, what in told])

    hints = get_type_hints(command, include_extras=True)
    parameters = [
        each.replace(annotation=hints[name])
        for name, each in inspect.signature(command).parameters.items()
    ]
    option = inspect.Parameter(
        "no_cache", inspect.Parameter.KEYWORD_ONLY, default=False, annotation=NoCache
    )
    changed: Any = run
    changed.__signature__ = inspect.Signature([*parameters, option])
    run.__annotations__ = {**hints, "no_cache": NoCache}
    return run


def _read(pieces: Any) -> list[Callable[[], None]] | None:
    """What prints the pieces that were kept; None where they are none."""
    from standoff.report.document import Document

    if not isinstance(pieces, list):
        return None
    try:
        return [
            functools.partial(common.show_text, what)
            if kind == "text" and isinstance(what, str)
            else functools.partial(common.show, record(Document, what))
            for kind, what in pieces
        ]
    except (StandoffError, TypeError, ValueError, AttributeError, RecursionError):
        return None


@dataclass(frozen=True)
class Hold:
    """Where one answer of a case is kept: under `key`, as long as `again` gives the same one."""

    key: str
    again: Callable[[], str | None]
    folder: Path
    spent: int

    def found(self) -> Any:
        """What was kept, as plain data; None where nothing is."""
        from standoff.store.kept import Kept

        return Kept(self.folder).get(self.key)

    def keep(self, data: Any) -> None:
        """Keep an answer, unless the case changed meanwhile or a clock may have had a say in it."""
        from standoff.store.kept import Kept

        if BudgetSpent.count == self.spent and self.again() == self.key:
            Kept(self.folder).put(self.key, data)


def hold(command: Callable[..., Any], path: Path, asked: Mapping[str, Any]) -> Hold | None:
    """Where the answer of a command with these options is kept; None where it is not to be kept.

    Rows that another package adds answer as that package does, and nothing tells when it has changed.
    """
    from standoff.plugin import any_rows
    from standoff.store.kept import directory, key
    from standoff.store.shipped import NoCase, case_folder

    place = directory()
    try:
        folder = case_folder(path)
    except NoCase:
        return None
    if place is None or any_rows():
        return None
    again = functools.partial(
        key, folder, command=f"{command.__module__}.{command.__qualname__}", asked=dict(asked)
    )
    found = again()
    return None if found is None else Hold(found, again, place, BudgetSpent.count)
