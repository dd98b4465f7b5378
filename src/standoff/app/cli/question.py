"""Commands that answer what people ask: whatif, robust, inverse, sweep."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from standoff.app.cli.common import (
    CasePath,
    Json,
    ReadingName,
    merged,
    open_folder,
    progress,
    readings_asked,
    show,
    show_json,
)
from standoff.problem import Infeasible, NotComputed, StandoffError, UnknownName

if TYPE_CHECKING:
    from standoff.analysis.vary.sweep import Setup, Shard, Swept, Tally
    from standoff.analysis.vary.whatif import WhatIf
    from standoff.app.pool import Open
    from standoff.case.entry import Case, Reading

T = TypeVar("T")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (whatif, robust, inverse, sweep):
        app.command()(command)


def whatif(
    case: CasePath,
    acts: Annotated[
        list[str],
        typer.Option("--set", help="An option and its values: pull=yes,no. Several make a grid."),
    ],
    reading: ReadingName = None,
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
    from standoff.analysis.vary.whatif import what_if
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


def robust(
    case: CasePath,
    ask: Annotated[str, typer.Option("--ask", help="A condition: not leave given press.")],
    reading: ReadingName = None,
    *,
    deep: Annotated[
        bool, typer.Option("--deep", help="Triples of changes and more concepts too.")
    ] = False,
    implied: Annotated[
        bool, typer.Option("--implied", help="Change what no line says, too.")
    ] = False,
    as_json: Json = False,
) -> None:
    """How sure is that: how many changes turn the answer, and whose list decides.

    Example: standoff robust cases/syria --ask "not leave" --reading 003
    """
    from standoff.analysis.ask import question
    from standoff.analysis.vary.robust import robust as how_robust
    from standoff.report import question_data, question_table

    folder = open_folder(case)
    every = tuple(readings_asked(folder, None))
    found = _each(folder, reading, lambda c: how_robust(c, question(c, ask), every, deep, implied))
    for one, answer in found:
        if as_json:
            show_json(question_data.robust(answer, one, ask), as_line=True)
        else:
            show(question_table.robust(answer, one, ask))


def inverse(
    case: CasePath,
    want: Annotated[str, typer.Option("--want", help="A condition: leave given press.")],
    reading: ReadingName = None,
    *,
    at: Annotated[
        str, typer.Option("--at", help="every: it follows; some: it holds in some end.")
    ] = "every",
    bound: Annotated[
        int, typer.Option("--bound", help="The largest sets of changes tried.", min=1)
    ] = 3,
    as_json: Json = False,
) -> None:
    """What would have to change: all smallest sets of changes that make a condition follow.

    Example: standoff inverse cases/syria --want "not expand" --reading 000
    """
    from standoff.analysis.ask import question
    from standoff.analysis.vary.inverse import inverse as smallest
    from standoff.report import question_data, question_table

    if at not in ("every", "some"):
        raise typer.BadParameter("--at is every or some")
    folder = open_folder(case)
    every = tuple(readings_asked(folder, None))
    found = _each(
        folder, reading, lambda c: smallest(c, question(c, want, "--want"), every, at, bound)
    )
    for one, answer in found:
        if as_json:
            show_json(question_data.inverse(answer, one, want, bound), as_line=True)
        else:
            show(question_table.inverse(answer, one, want))


def sweep(
    case: CasePath,
    ask: Annotated[str, typer.Option("--ask", help="A condition: not leave given press.")],
    out: Annotated[Path, typer.Option("--out", help="The folder for the finished portions.")],
    *,
    over: Annotated[str, typer.Option("--over", help="contested, or lists.")] = "contested",
    draws: Annotated[int, typer.Option("--draws", help="How many combinations.", min=1)] = 10_000,
    seed: Annotated[int, typer.Option("--seed", help="The draws' seed.", min=0)] = 0,
    on: Annotated[
        str, typer.Option("--backend", help="serial, processes:K or dask:ADDRESS.")
    ] = "serial",
    shard: Annotated[int, typer.Option("--shard", help="Draws in a portion.", min=1)] = 10_000,
    reading: ReadingName = None,
    as_json: Json = False,
) -> None:
    """Very many combinations of assumptions, portion by portion; what is done is not done again.

    Example: standoff sweep cases/syria --ask "not leave" --reading 003 --over lists --out runs
    """
    from standoff.analysis.ask import question
    from standoff.analysis.vary.sweep import set_up, shards
    from standoff.app.pool import backend
    from standoff.report import question_data, question_table
    from standoff.store.shards import case_hash

    open_backend = backend(on)
    folder = open_folder(case)
    every = tuple(readings_asked(folder, None))
    known = case_hash(case)
    for one, setup in _each(
        folder, reading, lambda c: set_up(c, question(c, ask), every, over, known)
    ):
        found: Swept | str
        if isinstance(setup, str):
            found = setup
        else:
            found = _sweep(setup, list(shards(setup, seed, draws, shard)), open_backend, out)
        if as_json:
            show_json(question_data.sweep(found, one, ask), as_line=True)
        else:
            show(question_table.sweep(found, one, ask))


def _sweep(setup: Setup, every: Sequence[Shard], open_backend: Open, out: Path) -> Swept:
    from standoff.analysis.vary.sweep import Swept, total
    from standoff.app.pool import run
    from standoff.store.shards import read_shard, write_manifest, write_shard

    seed = every[0].seed
    done = {each: found for each in every if (found := read_shard(out, each)) is not None}
    record = {"set": setup.key, "reading": setup.reading.full, "ask": setup.conclusion.text}
    record |= {"over": setup.over, "seed": str(seed)}
    write_manifest(out, record, every)
    say = Progress(f"sweeping {setup.reading.full}", len(every), len(done))

    def keep(portion: Shard, found: Tally) -> None:
        write_shard(out, portion, found)
        done[portion] = found
        say.one_more()

    run(open_backend, setup, [each for each in every if each not in done], keep)
    swept = Swept(setup, seed, total(done[each] for each in every), len(every))
    write_manifest(out, {**record, "result": swept.result}, every)
    return swept


class Progress:
    """How far it is, on standard error: ten lines at most, for a person or a log."""

    def __init__(self, what: str, of: int, done: int) -> None:
        self.what, self.of, self.done = what, of, done
        if done:
            typer.echo(f"{what}: {done} of {of} portions are there already", err=True)

    def one_more(self) -> None:
        """One more portion is done."""
        self.done += 1
        tenths = self.done * 10 // self.of
        if tenths != (self.done - 1) * 10 // self.of and self.of > 1:
            typer.echo(f"{self.what}: {self.done} of {self.of} portions", err=True)


def _save(case: Case, name: str, answers: list[tuple[Reading, WhatIf | str]]) -> None:
    from standoff.analysis.vary.whatif import as_variant
    from standoff.case.format.slice import add_variant
    from standoff.case.reading import BASE
    from standoff.store.folder import CASE, READINGS, Change, file_text, write_all

    ((reading, found),) = answers
    assert not isinstance(found, str)
    if reading.variant is not None:
        raise typer.BadParameter("a variant has no variants: name the reading alone")
    root = Path(case.path)
    path = root / CASE if reading.id == BASE else root / READINGS / f"{reading.id}.yaml"
    before = file_text(path)
    assert before is not None  # it has just been read
    after = add_variant(before, name, as_variant(found.worlds[0]))
    write_all([Change(path, before, after)])
    merged(open_folder(root), reading.id, name)
    typer.echo(f"kept in {path} as {reading.id}:{name} ({found.worlds[0].name})", err=True)


def _each(
    case: Case, asked: str | None, answer: Callable[[Reading], T]
) -> list[tuple[Reading, T | str]]:
    """Each reading's answer, or why it has none; raised where no reading has one."""
    found: list[tuple[Reading, T | str]] = []
    refused: StandoffError | None = None
    for reading in readings_asked(case, asked):
        try:
            with progress(f"asking {reading.full}"):
                found.append((reading, answer(reading)))
        except (UnknownName, Infeasible, NotComputed) as error:
            found.append((reading, str(error)))
            refused = refused or error
    if refused is not None and all(isinstance(each, str) for _, each in found):
        raise refused
    return found
