"""Commands on model files: solving many at once, and writing a case as one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from standoff.app.cli import complete
from standoff.app.cli.common import (
    Concepts,
    Engine,
    Json,
    Limits,
    Memory,
    ReadingName,
    Sanctions,
    Seconds,
    emit,
    listed,
    open_case,
    readings_asked,
    show_json,
)
from standoff.app.cli.group import Group, listing, theories

if TYPE_CHECKING:
    from standoff.case.modelfile import ModelFile
    from standoff.gmcr.budget import Budget
    from standoff.report.document import Document


Ahead: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--ahead", help="Of --theory foresight: so many moves ahead; 5 without.", min=0, max=100
    ),
]
Initiative: TypeAlias = Annotated[
    str,
    typer.Option(
        "--initiative",
        help="Of --theory markov: weights for the rule weighted, US=2,Iran=1/2; 1 where none is given.",
        show_default=False,
    ),
]


def theory_given(ahead: int | None, initiative: str) -> dict[str, Any]:
    """What was typed of `theory_input`."""
    given: dict[str, Any] = {} if ahead is None else {"ahead": ahead}
    if initiative:
        parts = [part.partition("=") for part in listed(initiative)]
        if not all(name.strip() and equals for name, equals, _ in parts):
            raise typer.BadParameter("write weights as US=2,Iran=1/2", param_hint="--initiative")
        given["initiative"] = {name.strip(): weight.strip() for name, _, weight in parts}
    return given


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        cls=Group,
        no_args_is_help=True,
        help="Model files: solve them by the hundred, convert them.",
    )
    group.command(cls=listing("Theory", theories))(solve)
    group.command()(convert)
    app.add_typer(group, name="model", rich_help_panel="group")


def model_files(path: Path) -> list[Path]:
    """The model files a path stands for: itself, or those in a folder that is no case, by name."""
    from standoff.store.folder import CASE
    from standoff.store.model.read import SUFFIXES

    if path.suffix in SUFFIXES:
        return [path]
    if not path.is_dir() or (path / CASE).exists():
        return []
    return sorted(each for each in path.iterdir() if each.suffix in SUFFIXES)


def solve(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Model files (.json, .gmcr) and folders of them.",
            metavar="FILE...",
            show_default=False,
            exists=True,
        ),
    ],
    *,
    concept: Concepts = "",
    sanctions: Sanctions = "sequences",
    reversible: Annotated[
        str, typer.Option(help="Options that may change both ways: ids, or all.")
    ] = "",
    blocked: Annotated[
        str | None, typer.Option(help="Take out the moves that a file lists by this name.")
    ] = None,
    perceived: Annotated[
        bool, typer.Option("--perceived", help="No move from or to what its maker does not see.")
    ] = False,
    theory: Annotated[
        str, typer.Option("--theory", help="What the theory says beyond: names by comma, or all.")
    ] = "",
    ahead: Ahead = None,
    initiative: Initiative = "",
    engine: Engine = None,
    seconds: Seconds = Limits.seconds,
    memory: Memory = Limits.memory,
    as_json: Json = False,
) -> None:
    """Which states are stable, for whom and by which concept; a file with faults says so, the rest go on.

    Example: standoff model solve cases/kinsara-2014-cuba/model.json --concept NASH,SEQ

    Example: standoff model solve cases/kinsara-2014-cuba/model.json --theory coalition,exchange --json
    """
    from standoff.case.modelfile import Variation
    from standoff.problem import StandoffError, UnknownName
    from standoff.store.model.read import read_model

    def answer(file: ModelFile, budget: Budget) -> tuple[Any, Callable[[Any], Document]]:
        if theory:
            return by_theory(file.told(given), theory, budget)
        return _solved(file, concept, sanctions, engine, budget)

    given, limits = theory_given(ahead, initiative), Limits(seconds, memory)
    variation = Variation(listed(reversible), blocked, perceived)
    well = True
    for path in (file for given in paths for file in model_files(given) or [given]):
        try:
            file = read_model(path, variation)
            with limits.spent(f"solving {path}") as budget:
                record, tell = answer(file, budget)
        except UnknownName:
            raise  # a concept or a switch, not the file
        except StandoffError as error:
            well = False
            if as_json:
                show_json({"model": path.stem, "error": str(error)}, as_line=True)
            else:
                typer.echo(f"{path}: {error}", err=True)
            continue
        if not as_json:
            for warning in file.found.warnings:
                typer.echo(str(warning), err=True)
        emit(record, tell, as_json, as_line=True)
    if not well:
        raise typer.Exit(1)


def _solved(
    file: ModelFile, concept: str, sanctions: str, engine: str | None, budget: Budget
) -> tuple[Any, Callable[[Any], Document]]:
    from standoff.analysis.solved import solved_file
    from standoff.gmcr.concept.law import solve as solve_model
    from standoff.gmcr.concept.table import PLAIN
    from standoff.report.tell.model.solve import tell_file

    concepts = listed(concept) or PLAIN
    solution = solve_model(file.model, concepts, sanctions, True, engine=engine, budget=budget)
    return solved_file(file, solution.settle()), tell_file


def by_theory(file: ModelFile, names: str, budget: Budget) -> tuple[Any, Callable[[Any], Document]]:
    """What the theory says of a model, under the names asked for, and what tells it."""
    from standoff.report.tell.model.theory import tell
    from standoff.store.model.theory.keys import theory

    asked = None if names == "all" else listed(names)
    words = dict(theories())
    return theory(file, asked, budget), lambda data: tell(data, words)


def convert(
    path: Annotated[
        Path,
        typer.Argument(help="A case, or a model file.", autocompletion=complete.cases),
    ],
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="The file to write; .gmcr, .nfg, .efg, .graphml or .dot says how.",
        ),
    ],
    reading: ReadingName = None,
    horizon: Annotated[
        int, typer.Option("--horizon", help="Of .efg: how many turns the tree has.", min=1)
    ] = 4,
    shares: Annotated[
        str,
        typer.Option(
            "--shares",
            help="Of .dot: where improvements lead from the status quo, by uniform or best.",
            show_default=False,
        ),
    ] = "",
) -> None:
    """Write a case, or the model of a file, for another program. What it cannot hold is listed on stderr.

    Example: standoff model convert cases/kinsara-2014-cuba -o cuba.gmcr

    Example: standoff model convert cases/kinsara-2014-cuba/model.json -o cuba.graphml
    """
    from standoff.store.model.written import written
    from standoff.store.shipped import case_folder
    from standoff.store.write import Change, file_text, write_all

    file, lost = _model(case_folder(path), reading)
    made = written(file, output, horizon, shares)
    write_all([Change(output, file_text(output), made.text)])
    for each in (*lost, *made.lost):
        typer.echo(f"lost: {each}", err=True)
    typer.echo(f"{output}: {file.model.space.count:,} states")


def _model(path: Path, reading: str | None) -> tuple[ModelFile, Sequence[str]]:
    """The model to write, its options in words, and what of the case no model file holds."""
    from standoff.case.build import build
    from standoff.case.entry import ATTITUDES
    from standoff.case.modelfile import ModelFile
    from standoff.problem import NotComputed
    from standoff.store.model.read import read_model

    if model_files(path):
        return read_model(path), []
    readings = list(readings_asked(open_case(path), reading))
    if len(readings) != 1:
        names = ", ".join(each.id for each in readings)
        raise NotComputed(f"a model file holds one reading; choose one with --reading: {names}")
    worlds = build(readings[0])
    if len(worlds) != 1:
        raise NotComputed(
            "a model file holds one world; set the facts that are silent, settle the wishes marked `?`"
        )
    cited = sum(1 for line in readings[0].assumptions if line.citations)
    lost = [f"the citations of {cited} lines"] if cited else []
    if readings[0].more.get(ATTITUDES):
        lost.append("the attitudes")
    labels = {option.full: option.gloss or option.id for option in readings[0].options}
    one = readings[0]
    return ModelFile(one.full, one.title, worlds[0].model, labels), lost
