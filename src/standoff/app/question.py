"""Commands that answer what people ask: whatif, robust, inverse, sweep."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from standoff.app.common import (
    CasePath,
    Json,
    Reading,
    merged,
    open_folder,
    progress,
    readings_asked,
    show,
    show_json,
)
from standoff.problem import Infeasible, NotComputed, StandoffError, UnknownName

if TYPE_CHECKING:
    from standoff.analysis.whatif import WhatIf
    from standoff.case.entry import Case, Folder

T = TypeVar("T")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (whatif,):
        app.command()(command)


def whatif(
    case: CasePath,
    acts: Annotated[
        list[str],
        typer.Option("--set", help="An option and its values: pull=yes,no. Several make a grid."),
    ],
    reading: Reading = None,
    save: Annotated[
        str | None,
        typer.Option("--save", help="Keep the first world as a variant of the reading asked for."),
    ] = None,
    as_json: Json = False,
) -> None:
    """What if somebody acted: the option is set and frozen, the rest plays.

    Example: standoff whatif cases/syria --set pull=yes,no --reading 000
    """
    from standoff.analysis.ask import acts as read_acts
    from standoff.analysis.whatif import what_if
    from standoff.report import question_data, question_table

    if save is not None and reading is None:
        raise typer.BadParameter("say in which reading to keep it: --reading R")
    folder = open_folder(case)
    answers = _each(folder, reading, lambda one: what_if(one, read_acts(one, acts)))
    if save is not None:
        _save(folder, save, answers)
    if as_json:
        first = next(found for _, found in answers if not isinstance(found, str))
        show_json(question_data.what_if(first.acts, answers))
    else:
        show(question_table.what_if(answers))


def _save(folder: Folder, name: str, answers: list[tuple[Case, WhatIf | str]]) -> None:
    from standoff.analysis.whatif import as_variant
    from standoff.case.edit import add_variant
    from standoff.case.reading import BASE
    from standoff.store.folder import CASE, READINGS, Change, file_text, write_all

    ((case, found),) = answers
    assert not isinstance(found, str)
    if case.variant is not None:
        raise typer.BadParameter("a variant has no variants: name the reading alone")
    root = Path(folder.path)
    path = root / CASE if case.reading == BASE else root / READINGS / f"{case.reading}.yaml"
    before = file_text(path)
    assert before is not None  # it has just been read
    after = add_variant(before, name, as_variant(found.worlds[0]))
    write_all([Change(path, before, after)])
    merged(open_folder(root), case.reading, name)
    typer.echo(f"kept in {path} as {case.reading}:{name} ({found.worlds[0].name})", err=True)


def _each(
    folder: Folder, asked: str | None, answer: Callable[[Case], T]
) -> list[tuple[Case, T | str]]:
    """Each reading's answer, or why it has none; raised where no reading has one."""
    found: list[tuple[Case, T | str]] = []
    refused: StandoffError | None = None
    for case in readings_asked(folder, asked):
        try:
            with progress(f"asking {case.id}"):
                found.append((case, answer(case)))
        except (UnknownName, Infeasible, NotComputed) as error:
            found.append((case, str(error)))
            refused = refused or error
    if refused is not None and all(isinstance(each, str) for _, each in found):
        raise refused
    return found
