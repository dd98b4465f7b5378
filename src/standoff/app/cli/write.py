"""Commands for writing a case: check, cite, new, show, schema."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from standoff.app.cli.common import (
    CasePath,
    Json,
    ReadingName,
    Texts,
    console,
    open_folder,
    show_json,
)

if TYPE_CHECKING:
    from rich.console import Console

    from standoff.case.check.folder import Report
    from standoff.case.speak import Chapter
    from standoff.problem import Findings, Problem

SHOWN = 25  # warnings; --json lists all


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (check, cite, new, show, schema):
        app.command()(command)


def check(case: CasePath, texts: Texts = None, as_json: Json = False) -> None:
    """Say everything that is wrong or doubtful in a case, with file, line and way out.

    Exit code 1 if something is wrong. Warnings alone do not stop an answer.

    Example: standoff check cases/syria
    """
    from standoff.case.build import build
    from standoff.case.check.folder import check_folder
    from standoff.store.folder import load_folder
    from standoff.store.texts import texts_for

    folder, found = load_folder(case)
    report = check_folder(folder, found, texts_for(folder, texts), model_checks=(build,))
    if as_json:
        show_json(report.as_json())
    else:
        _print_findings(report.findings)
        typer.echo(_summary(report))
    if report.findings.problems:
        raise typer.Exit(1)


def cite(case: CasePath, texts: Texts = None, as_json: Json = False) -> None:
    """Add a record for each cited sentence that has none; a record that exists is never changed.

    Its gloss is left empty: say there, in your own words, what the sentence says.

    Example: standoff cite cases/syria --texts my-texts
    """
    from standoff.case.make.cite import missing_records
    from standoff.store.folder import load_folder, record_changes, write_all
    from standoff.store.texts import texts_for

    folder, found = load_folder(case)
    known = texts_for(folder, texts)
    if known is None:
        raise typer.BadParameter("say where the source texts are: --texts DIR")
    records, more = missing_records(folder, known)
    found.extend(more)
    if not found.problems:
        write_all(record_changes(folder, records, known))
    if as_json:
        added = {} if found.problems else records
        show_json(
            {
                "added": {id: [f"s{r.number}" for r in added[id]] for id in added},
                **_findings_json(found),
            }
        )
    else:
        _print_findings(found)
        for id, new_records in () if found.problems else records.items():
            typer.echo(f"sources/{id}.yaml: {len(new_records)} added, their glosses to be written")
        if not found.problems and not records:
            typer.echo("every cited sentence has its record")
    if found.problems:
        typer.echo("nothing was written", err=True)
        raise typer.Exit(1)


def new(
    directory: Annotated[Path, typer.Argument(help="The folder to make.", metavar="DIR")],
    as_json: Json = False,
) -> None:
    """Write a first small case that already runs, to be changed line by line.

    Example: standoff new my-case
    """
    from standoff.case.make.template import first_case
    from standoff.store.folder import Change, write_all

    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise typer.BadParameter(
            f"{directory} is there already, and not empty: nothing was written"
        )
    files = {directory / name: text for name, text in first_case().items()}
    write_all(Change(path, None, text) for path, text in files.items())
    if as_json:
        show_json({"files": [str(path) for path in files]})
        return
    for path in files:
        typer.echo(f"wrote {path}")
    typer.echo(f"\nnext: standoff show {directory}\n      standoff compare {directory}")


def show(case: CasePath, reading: ReadingName = None, as_json: Json = False) -> None:
    """Read a case aloud: who could do what, what holds, what each wants, and where it is said.

    Example: standoff show cases/syria --reading 003
    """
    from standoff.case.reading import merge, readings
    from standoff.case.speak import aloud
    from standoff.problem import CaseError

    folder = open_folder(case)
    for asked in (reading,) if reading else readings(folder):
        id, _, variant = asked.partition(":")
        merged, found = merge(folder, id, variant or None)
        if found.problems:
            raise CaseError(found)
        chapters = aloud(merged)
        if as_json:
            record = {"reading": merged.full, "chapters": [each.as_json() for each in chapters]}
            show_json(record, as_line=True)
        else:
            _print_chapters(chapters)


def schema() -> None:
    """Print the JSON Schema of a case file, for completion and hints in an editor.

    Example: standoff schema
    """
    from standoff.case.format.schema import schema as make_schema

    show_json(make_schema())


def _findings_json(found: Findings) -> dict[str, Any]:
    from standoff.case.check.folder import problem_json

    return {
        "problems": list(map(problem_json, found.problems)),
        "warnings": list(map(problem_json, found.warnings)),
    }


def _print_findings(found: Findings) -> None:
    _print_each(found.problems, "problem", "bold red")
    _print_each(found.warnings[:SHOWN], "warning", "yellow")
    if len(found.warnings) > SHOWN:
        typer.echo(f"… and {len(found.warnings) - SHOWN} more warnings: --json lists them all")


def _print_each(problems: Iterable[Problem], kind: str, style: str) -> None:
    from rich.text import Text

    out = console()
    for problem in problems:
        hint = f" (nearest: {problem.nearest})" if problem.nearest else ""
        out.print(Text.assemble(f"{problem.place}: ", (kind, style), f": {problem.message}{hint}"))


def _summary(report: Report) -> str:
    data = report.as_json()
    grounding, cited = data["grounding"], data["citations"]
    found = f"{_many(len(data['problems']), 'problem')}, {_many(len(data['warnings']), 'warning')}."
    if not report.assumptions and not report.cited:
        return found
    return (
        f"{found} {_many(report.assumptions, 'assumption')}: {grounding['stated']} stated, "
        f"{grounding['inferred']} inferred, {grounding['unsourced']} unsourced; "
        f"{_many(grounding['implied'], 'option')} implied (no line under `now` names them). "
        f"{_many(cited['total'], 'citation')}, {cited['verified']} verified."
    )


def _many(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def _print_chapters(chapters: Iterable[Chapter]) -> None:
    out = console()
    for chapter in chapters:
        typer.echo()
        if chapter.heading:
            out.print(chapter.heading, style="bold")
        for said in chapter.said:
            indent = 4 if said.below else 2
            _print_indented(out, said.text, indent)
            for cited, gloss in said.cites:
                _print_indented(out, f"{cited}  {gloss or 'no gloss yet'}", indent + 4, "dim")


def _print_indented(out: Console, text: str, indent: int, style: str = "") -> None:
    """Wrapped with its indentation on a terminal, one line elsewhere."""
    from rich.padding import Padding
    from rich.text import Text

    if out.is_terminal:
        out.print(Padding(Text(text, style=style), (0, 0, 0, indent)))
    else:
        typer.echo(" " * indent + text)
