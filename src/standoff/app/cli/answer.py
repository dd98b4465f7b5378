"""Commands that answer: compare, solve, evolve, explain, report, demo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from standoff.app.cli.common import (
    CasePath,
    Engine,
    Json,
    Limits,
    Memory,
    ReadingName,
    Seconds,
    Texts,
    condition,
    merged,
    open_folder,
    progress,
    readings_asked,
    show,
    show_json,
)

if TYPE_CHECKING:
    from standoff.analysis.judge.compare import Answer
    from standoff.app.cli.models import Asked
    from standoff.case.entry import Case, Reading
    from standoff.gmcr.concept.law import Solution

Deep: TypeAlias = Annotated[
    bool, typer.Option("--deep", help="Also try any implication as a missing premise.")
]
Output: TypeAlias = Annotated[Path, typer.Option("--output", "-o", help="The file to write.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (compare, solve, evolve, explain, report, demo):
        app.command()(command)


def compare(
    case: CasePath, reading: ReadingName = None, deep: Deep = False, as_json: Json = False
) -> None:
    """Where each reading comes to rest, and whether its author's conclusions follow.

    Example: standoff compare cases/syria
    """
    from standoff.report import data, table

    answers = _answers(open_folder(case), reading, deep)
    if as_json:
        show_json(data.compare(answers))
    else:
        show(table.comparison(answers))


def solve(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Cases, or model files (.json, .gmcr) and folders of them.",
            metavar="CASE|FILE...",
            show_default=False,
        ),
    ],
    *,
    reading: ReadingName = None,
    concept: Annotated[
        str, typer.Option("--concept", "-c", help="Concepts, by comma; more of them for a file.")
    ] = "",
    where: Annotated[
        str | None, typer.Option("--where", "-w", help="Only situations where this holds.")
    ] = None,
    sanctions: Annotated[
        str, typer.Option(help="How others may answer: sequences, once (each), single (moves).")
    ] = "sequences",
    reversible: Annotated[
        str, typer.Option(help="Options of a model file that may change both ways: ids, or all.")
    ] = "",
    blocked: Annotated[
        str | None, typer.Option(help="Take out the moves that a model file lists by this name.")
    ] = None,
    perceived: Annotated[
        bool, typer.Option("--perceived", help="No move from or to what its maker does not see.")
    ] = False,
    engine: Engine = None,
    seconds: Seconds = Limits.seconds,
    memory: Memory = Limits.memory,
    as_json: Json = False,
) -> None:
    """Which situations are stable, for whom and by which concept.

    Example: standoff solve cases/syria --reading 003 --concept NASH,SEQ
    """
    from standoff.app.cli.models import CONCEPTS, Asked, model_files, solve_files
    from standoff.case.modelfile import Variation
    from standoff.gmcr.concept.law import USUAL

    concepts, limits, well, whole = _listed(concept), Limits(seconds, memory), True, True
    variation = Variation(_listed(reversible), blocked, perceived)
    for path in paths:
        files = list(model_files(path))
        if files:
            asked = Asked(concepts or CONCEPTS, sanctions, engine, limits)
            well &= solve_files(files, asked, variation, as_json)
        else:
            asked = Asked(concepts or USUAL, sanctions, engine, limits)
            solutions = _solve_case(path, reading, where, asked)
            for solution, facts in solutions:
                _show_solution(solution, facts, as_json)
                whole &= not solution.uncounted
    if not (well and whole):
        raise typer.Exit(1 if whole else 2)


def _show_solution(solution: Solution, facts: Mapping[str, bool], as_json: bool) -> None:
    if as_json:
        from standoff.report import data

        show_json(data.solution(solution, facts), as_line=True)
    else:
        from standoff.report import table, words

        show(table.solution(solution, words.in_world(facts)))


def _listed(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _solve_case(
    path: Path, reading: str | None, where: str | None, asked: Asked
) -> Iterator[tuple[Solution, Mapping[str, bool]]]:
    """The solution of each world of each reading asked for, and the facts it takes as given."""
    from standoff.case.build import build

    for one in readings_asked(open_folder(path), reading):
        for world in build(one):
            with progress(f"solving {one.full}") as tell:
                goal = None if where is None else condition(where, one, world.facts)
                solution = asked.of(world.model, tell, where=goal)
            yield solution, world.open


def evolve(
    case: CasePath,
    reading: ReadingName = None,
    rule: Annotated[
        str, typer.Option("--rule", help="Which improvements are taken: best, minimal, any.")
    ] = "best",
    as_json: Json = False,
) -> None:
    """What happens from today, move by move, and where it ends.

    Example: standoff evolve cases/syria --reading 001
    """
    from standoff.analysis.judge.compare import course
    from standoff.case.build import build
    from standoff.report import data, table

    for one in readings_asked(open_folder(case), reading):
        for world in build(one):
            with progress(f"following {one.full}"):
                found = course(one, world, rule)
            if as_json:
                show_json(data.evolution(found, one.full), as_line=True)
            else:
                show(table.evolution(found, one.full))


def explain(
    case: CasePath,
    state: Annotated[
        str,
        typer.Option(
            "--state", "-s", help='The options taken: "limit, border"; or today, nothing.'
        ),
    ] = "today",
    reading: ReadingName = None,
    actor: Annotated[
        str | None, typer.Option("--actor", "-a", help="One actor; all by default.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Why each actor stays in a situation or would move.

    Example: standoff explain cases/syria --reading 003 --state today --actor Russia
    """
    from standoff.analysis.judge.explain import explain as explain_state
    from standoff.analysis.judge.explain import state_of
    from standoff.case.build import build
    from standoff.report import data, table

    taken = [name.strip() for name in state.split(",") if name.strip()]
    for one in readings_asked(open_folder(case), reading):
        for world in build(one):
            states = (
                world.model.today
                if taken == ["today"]
                else (state_of(world, _options(taken, one)),)
            )
            for at in states:
                with progress(f"explaining {one.full}"):
                    found = explain_state(one, world, at, None if actor is None else [actor])
                if as_json:
                    show_json(data.explanation(found), as_line=True)
                else:
                    show(table.explanation(found))


def report(
    case: CasePath, output: Output = Path("report.html"), texts: Texts = None, deep: Deep = False
) -> None:
    """Write the answer as one HTML file that opens anywhere, with no network.

    Example: standoff report cases/syria -o report.html
    """
    folder = open_folder(case)
    _write_report(folder, _answers(folder, None, deep), output, texts)
    typer.echo(f"{output}  ({output.stat().st_size / 1000:.0f} kB)")


def demo(output: Output = Path("report.html"), texts: Texts = None) -> None:
    """The worked case: five texts on Syria, five readings, their answers, and a report.

    Example: standoff demo
    """
    from standoff.app.cli.inquiry import sheets
    from standoff.report import sheet, table
    from standoff.store.shipped import shipped

    case = open_folder(shipped("syria"))
    answers = _answers(case, None, deep=False)
    show(table.comparison(answers))
    typer.echo("\nWhat people ask (the whole of each: standoff ask cases/syria)\n")
    for each in sheets(case, bound=2):  # a change of three takes ten seconds to rule out
        show(sheet.table(each, sheet.IN_BRIEF))
        typer.echo()
    _write_report(case, answers, output, texts)
    typer.echo(f"Report: {output.resolve()}")


def _answers(case: Case, asked: str | None, deep: bool) -> list[Answer]:
    from standoff.analysis.judge.compare import answer
    from standoff.case.reading import variants

    found = []
    for reading in readings_asked(case, asked):
        with progress(f"judging {reading.full}"):
            names = variants(case, reading.id) if reading.variant is None else ()
            others = {name: merged(case, reading.id, name) for name in names}
            found.append(answer(reading, others, deep=deep))
    return found


def _options(names: Sequence[str], reading: Reading) -> Sequence[str]:
    return () if list(names) == ["nothing"] else [reading.short.get(name, name) for name in names]


def _write_report(case: Case, answers: Sequence[Answer], output: Path, texts: Path | None) -> None:
    from standoff.report.html.page import render
    from standoff.store.folder import write_file
    from standoff.store.texts import texts_for, verbatim

    with progress("writing the report"):
        words = verbatim(case, texts_for(case, texts) or {})
        write_file(output, render(case, answers, words))
