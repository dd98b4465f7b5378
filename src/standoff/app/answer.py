"""Commands that answer: solve, compare, explain, evolve, report, demo."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from standoff.analysis.compare import Answer
    from standoff.case.entry import Case, Folder

OUTPUT = typer.Option(Path("report.html"), "--output", "-o", help="The file to write.")
DEEP = typer.Option(False, "--deep", help="Also try any implication as a missing premise.")
CASE = typer.Argument(help="The folder of a case.")
READING = typer.Option(
    "--reading", "-r", help="One reading, or one of its variants: 003 or 003:pays."
)
JSON = typer.Option("--json", help="Plain data on standard output.")
TEXTS = typer.Option("--texts", help="The folder of the source texts; remembered for next time.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (compare, solve, evolve, explain, report, demo):
        app.command()(command)


def compare(
    case: Path = CASE,
    reading: str | None = READING,
    deep: bool = typer.Option(
        False, "--deep", help="Also try any implication as a missing premise."
    ),
    as_json: bool = JSON,
) -> None:
    """Where each reading comes to rest, and whether its author's conclusions follow.

    Example: standoff compare cases/syria
    """
    from standoff.report import data, table

    answers = _answers(open_folder(case), reading, deep)
    if as_json:
        _print_json(data.compare(answers))
    else:
        _print(table.comparison(answers))


def solve(
    case: Path = CASE,
    reading: str | None = READING,
    concept: str = typer.Option("NASH,GMR,SMR,SEQ", "--concept", "-c", help="Concepts, by comma."),
    where: str | None = typer.Option(
        None, "--where", "-w", help="Only situations where this holds."
    ),
    as_json: bool = JSON,
) -> None:
    """Which situations are stable, for whom and by which concept.

    Example: standoff solve cases/syria --reading 003 --concept NASH,SEQ
    """
    from standoff.case.build import build
    from standoff.gmcr.stability import solve as solve_model
    from standoff.report import data, table, words

    concepts = [name.strip() for name in concept.split(",") if name.strip()]
    for one in _readings(open_folder(case), reading):
        for world in build(one):
            with _progress(f"solving {one.id}"):
                solution = solve_model(world.model, concepts)
                if where is not None:
                    solution = solution.where(_condition(where, one, world.facts))
            if as_json:
                _print_json(data.solution(solution, world.open), lines=True)
            else:
                _print(table.solution(solution, words.in_world(world.open)))


def evolve(
    case: Path = CASE,
    reading: str | None = READING,
    rule: str = typer.Option(
        "best", "--rule", help="Which improvements are taken: best, minimal, any."
    ),
    as_json: bool = JSON,
) -> None:
    """What happens from today, move by move, and where it ends.

    Example: standoff evolve cases/syria --reading 001
    """
    from standoff.analysis.compare import course
    from standoff.case.build import build
    from standoff.report import data, table

    for one in _readings(open_folder(case), reading):
        for world in build(one):
            with _progress(f"following {one.id}"):
                found = course(one, world, rule)
            if as_json:
                _print_json(data.evolution(found, one.id), lines=True)
            else:
                _print(table.evolution(found, one.id))


def explain(
    case: Path = CASE,
    state: str = typer.Option(
        ..., "--state", "-s", help='The options taken: "limit, border", or today.'
    ),
    reading: str | None = READING,
    actor: str | None = typer.Option(None, "--actor", "-a", help="One actor; all by default."),
    as_json: bool = JSON,
) -> None:
    """Why each actor stays in a situation or would move.

    Example: standoff explain cases/syria --reading 003 --state today --actor Russia
    """
    from standoff.analysis.explain import explain as explain_state
    from standoff.analysis.explain import state_of
    from standoff.case.build import build
    from standoff.report import data, table

    for one in _readings(open_folder(case), reading):
        for world in build(one):
            taken = [name.strip() for name in state.split(",") if name.strip()]
            states = world.model.today if taken == ["today"] else (state_of(world, _taken(taken)),)
            for at in states:
                found = explain_state(one, world, at, None if actor is None else [actor])
                if as_json:
                    _print_json(data.explanation(found), lines=True)
                else:
                    _print(table.explanation(found))


def report(
    case: Path = CASE,
    output: Path = OUTPUT,
    texts: Path | None = TEXTS,
    deep: bool = typer.Option(
        False, "--deep", help="Also try any implication as a missing premise."
    ),
) -> None:
    """Write the answer as one HTML file that opens anywhere, with no network.

    Example: standoff report cases/syria -o report.html
    """
    folder = open_folder(case)
    _write_report(folder, _answers(folder, None, deep), output, texts)
    typer.echo(f"{output}  ({output.stat().st_size / 1000:.0f} kB)")


def demo(
    output: Path = OUTPUT,
    texts: Path | None = TEXTS,
) -> None:
    """The worked case: five texts on Syria, five readings, their answers, and a report.

    Example: standoff demo
    """
    from standoff.report import table
    from standoff.store.shipped import shipped

    folder = open_folder(shipped("syria"))
    answers = _answers(folder, None, False)
    _print(table.comparison(answers))
    _write_report(folder, answers, output, texts)
    typer.echo(f"\nReport: {output.resolve()}")


# --- shared by the commands ---------------------------------------------------------------------


def open_folder(path: Path) -> Folder:
    """The case at a path; CaseError when a file of it has problems."""
    from standoff.problem import CaseError
    from standoff.store.folder import load_folder

    folder, found = load_folder(path)
    if found.problems:
        raise CaseError(found)
    return folder


def merged(folder: Folder, reading: str, variant: str | None = None) -> Case:
    """One reading; CaseError when it has problems."""
    from standoff.case.reading import merge
    from standoff.problem import CaseError

    case, found = merge(folder, reading, variant)
    if found.problems:
        raise CaseError(found)
    return case


def _readings(folder: Folder, asked: str | None) -> Iterator[Case]:
    from standoff.case.reading import readings

    if asked is None:
        for reading in readings(folder):
            yield merged(folder, reading)
        return
    reading, _, variant = asked.partition(":")
    yield merged(folder, reading, variant or None)


def _answers(folder: Folder, asked: str | None, deep: bool) -> list[Answer]:
    from standoff.analysis.compare import answer
    from standoff.case.reading import variants

    found = []
    for case in _readings(folder, asked):
        with _progress(f"judging {case.id}"):
            names = variants(folder, case.reading) if case.variant is None else ()
            others = {name: merged(folder, case.reading, name) for name in names}
            found.append(answer(case, others, deep=deep))
    return found


def _condition(text: str, case: Case, facts: Mapping[str, bool]) -> Any:
    from standoff.case.build import settle
    from standoff.statement import parse_condition

    return settle(facts)(parse_condition(text))


def _taken(names: Sequence[str]) -> Sequence[str]:
    return () if list(names) == ["nothing"] else names


def _write_report(
    folder: Folder, answers: Sequence[Answer], output: Path, texts: Path | None
) -> None:
    from standoff.report.page import render
    from standoff.store.folder import Change, file_text, write_all

    with _progress("writing the report"):
        page = render(folder, answers, _verbatim(folder, texts))
        write_all([Change(output, file_text(output), page)])


def _verbatim(folder: Folder, texts: Path | None) -> Mapping[tuple[str, int], str]:
    """The cited texts' sentences by source and number; empty where no texts are given or remembered."""
    from standoff.store.settings import texts_directory
    from standoff.store.texts import find_texts

    directory = texts_directory(texts)
    if directory is None:
        return {}
    found = find_texts(directory, folder.sources.values())
    return {
        (id, sentence.number): text.characters[sentence.start : sentence.end]
        for id, text in found.items()
        for sentence in text.sentences
    }


def _console(stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=not _is_terminal(stderr))


def _is_terminal(stderr: bool) -> bool:
    import sys

    return (sys.stderr if stderr else sys.stdout).isatty()


def _print(what: RenderableType) -> None:
    _console().print(what)


def _print_json(record: Mapping[str, Any], lines: bool = False) -> None:
    typer.echo(json.dumps(record, ensure_ascii=False, indent=None if lines else 1))


@contextmanager
def _progress(what: str) -> Iterator[None]:
    """A spinner on standard error while something takes its time; nothing where that is no terminal."""
    if not _is_terminal(stderr=True):
        yield
        return
    with _console(stderr=True).status(what):
        yield
