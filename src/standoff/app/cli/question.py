"""The questions people ask, a command for each row of `QUESTIONS`; and sweep, which asks very many."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.app.cli.common import (
    CasePath,
    Json,
    ReadingName,
    Seed,
    emit,
    emit_each,
    every_reading,
    open_case,
    progress,
    readings_asked,
    variants_of,
)
from standoff.app.cli.kept import kept
from standoff.case.question import QUESTIONS, QuestionKind

if TYPE_CHECKING:
    from standoff.analysis.sure.sweep import Setup, Shard, Swept, Tally
    from standoff.app.pool import Open
    from standoff.case.entry import Case


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for kind in QUESTIONS.values():
        if kind.id != "compare":  # which stands among the answers
            app.command(kind.id, rich_help_panel="question")(kept(command(kind)))
    app.command(rich_help_panel="question")(sweep)


# --- a command from a row -------------------------------------------------------------------------

_TYPES: dict[str, Any] = {"flag": bool, "choice": str, "number": int, "text": str | None}


def command(kind: QuestionKind) -> Callable[..., None]:
    """The command of a kind of question: its parameters are typed by the row."""

    def run(**values: Any) -> None:
        _ask(kind, values)

    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [_parameter("path", CasePath)]
    if kind.asks != "nothing":
        help = typer.Option(kind.flag, help=kind.flag_words)
        about: Any = list[str] if kind.asks == "acts" else str | None if kind.all else str
        default = None if kind.all else inspect.Parameter.empty
        parameters.append(_parameter("about", Annotated[about, help], default, keyword))
    parameters.append(_parameter("reading", ReadingName, None, keyword))
    for each in kind.parameters:
        kind_of: Any = _TYPES[each.kind]
        typed = Annotated[kind_of, typer.Option(f"--{each.name}", help=each.words)]
        parameters.append(_parameter(each.name, typed, each.default, keyword))
    parameters.append(_parameter("as_json", Json, False, keyword))
    run.__qualname__ = kind.id
    signature: Any = run
    signature.__signature__ = inspect.Signature(parameters)
    run.__annotations__ = {each.name: each.annotation for each in parameters}
    run.__doc__ = f"{kind.words}\n\nExample: {kind.example}\n"
    return run


def _parameter(
    name: str,
    annotation: Any,
    default: Any = inspect.Parameter.empty,
    kind: Any = inspect.Parameter.POSITIONAL_OR_KEYWORD,
) -> inspect.Parameter:
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


def _ask(kind: QuestionKind, values: dict[str, Any]) -> None:
    from standoff.analysis.asking import Command

    chosen = {each.name: values[each.name] for each in kind.parameters}
    for each in kind.parameters:
        if each.choices and chosen[each.name] not in each.choices:
            raise typer.BadParameter(f"--{each.name} is {' or '.join(each.choices)}")
    save = chosen.pop("save", None)
    name = values["reading"]
    if save is not None and name is None:
        raise typer.BadParameter("say in which reading to keep it: --reading R")
    case = open_case(values["path"])
    asked = Command(
        lambda: every_reading(case),
        lambda: tuple(readings_asked(case, name)),
        lambda reading: variants_of(case, reading),
        about=values.get("about"),
        within=name is not None,
        parameters=chosen,
        progress=progress,
    )
    records = kind.answers("command")(asked)
    if save is not None:
        records = list(records)
        _save(case, save, kind, records)
    tell = kind.tells("tell")
    if kind.lines:
        emit_each(records, tell, values["as_json"])
    else:
        for record in records:
            emit(record, tell, values["as_json"])


def _save(case: Case, name: str, kind: QuestionKind, records: Sequence[Any]) -> None:
    """Keep what an answer supposes as a variant of its reading."""
    from standoff.plugin import loaded
    from standoff.store.folder import keep_variant

    reading, sections = loaded(f"{kind.analysis}:keep")(records)
    if reading.variant is not None:
        raise typer.BadParameter("a variant has no variants: name the reading alone")
    path = keep_variant(case, reading.id, name, sections)
    typer.echo(f"kept in {path} as {reading.id}:{name}", err=True)


# --- very many combinations -----------------------------------------------------------------------


def sweep(
    path: CasePath,
    ask: Annotated[str, typer.Option("--ask", help="A condition: not leave given press.")],
    out: Annotated[Path, typer.Option("--out", help="The folder for the finished portions.")],
    *,
    over: Annotated[str, typer.Option("--over", help="contested, or lists.")] = "contested",
    draws: Annotated[int, typer.Option("--draws", help="How many combinations.", min=1)] = 10_000,
    seed: Seed = 0,
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
    from standoff.analysis.ask import Cannot, each_answer, question
    from standoff.analysis.sure.sweep import set_up, shards
    from standoff.app.pool import backend
    from standoff.report.tell.vary.sweep import tell
    from standoff.store.shards import case_hash

    open_backend = backend(on)
    case = open_case(path)
    every = every_reading(case)
    known = case_hash(path)
    setups = each_answer(
        readings_asked(case, reading),
        lambda one: set_up(one, question(one, ask), every, over, known),
        ask=ask,
    )
    for setup in setups:
        record: Swept | Cannot
        if isinstance(setup, Cannot):
            record = setup
        else:
            record = _sweep(setup, list(shards(setup, seed, draws, shard)), open_backend, out)
        emit(record, tell, as_json, as_line=True)


def _sweep(setup: Setup, every: Sequence[Shard], open_backend: Open, out: Path) -> Swept:
    from standoff.analysis.sure.sweep import Swept, total
    from standoff.app.pool import run
    from standoff.store.shards import read_shard, write_manifest, write_shard

    seed = every[0].seed
    done = {each: tally for each in every if (tally := read_shard(out, each)) is not None}
    record = {"set": setup.key, "reading": setup.reading.full, "ask": setup.conclusion.text}
    record |= {"over": setup.over, "seed": str(seed)}
    write_manifest(out, record, every)
    say = Progress(f"sweeping {setup.reading.full}", len(every), len(done))

    def keep(portion: Shard, tally: Tally) -> None:
        write_shard(out, portion, tally)
        done[portion] = tally
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
