"""Commands for writing a case: new, check, show, cite; and what else can be done with one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer

from standoff.app.cli.common import (
    CasePath,
    Json,
    ReadingName,
    Texts,
    emit,
    open_case,
    readings_asked,
    show_json,
    texts_of,
)
from standoff.app.cli.group import Group, listing
from standoff.app.cli.house import forget
from standoff.problem import NotComputed


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel="start")(new)
    commands: tuple[Callable[..., None], ...] = (check, show_case, cite)
    for command in commands:
        name = command.__name__.removesuffix("_case")
        app.command(name, rich_help_panel="case")(command)
    group = typer.Typer(
        cls=Group,
        no_args_is_help=True,
        help="More on cases: those that come with standoff, models adopted, role-plays, precedents.",
    )
    group.command("list")(list_cases)
    group.command(cls=listing("Sections", _sections))(schema)
    more: tuple[Callable[..., None], ...] = (adopt, roleplay, precedents, forget)
    for command in more:
        group.command()(command)
    app.add_typer(group, name="case", rich_help_panel="case")


def check(path: CasePath, texts: Texts = None, as_json: Json = False) -> None:
    """Say everything that is wrong or doubtful in a case, with file, line and way out.

    Exit code 1 if something is wrong. Warnings alone do not stop an answer.

    Example: standoff check cases/syria
    """
    from standoff.case.build import build
    from standoff.case.check.folder import check_folder
    from standoff.report.tell.case.check import tell
    from standoff.store.folder import load_folder
    from standoff.store.shipped import case_folder

    case, findings = load_folder(case_folder(path))
    record = check_folder(case, findings, texts_of(case, texts), model_checks=(build,))
    emit(record, tell, as_json)
    if record.findings.problems:
        raise typer.Exit(1)


def show_case(path: CasePath, reading: ReadingName = None, as_json: Json = False) -> None:
    """Read a case aloud: who could do what, what holds, what each wants, and where it is said.

    Example: standoff show cases/syria --reading 003
    """
    from standoff.report.tell.case.show import aloud, tell

    for one in readings_asked(open_case(path), reading):
        emit(aloud(one) if as_json else one, tell, as_json, as_line=True)


def cite(path: CasePath, texts: Texts = None, as_json: Json = False) -> None:
    """Add a record for each cited sentence that has none; a record that exists is never changed.

    Its gloss is left empty: say there, in your own words, what the sentence says.

    Example: standoff cite cases/syria --texts my-texts
    """
    from standoff.case.make.cite import cited
    from standoff.report.tell.case.cite import tell
    from standoff.store.folder import load_folder, record_changes
    from standoff.store.write import write_all

    case, findings = load_folder(path)
    known = texts_of(case, texts)
    if known is None:
        raise typer.BadParameter("say where the source texts are: --texts DIR")
    record = cited(case, findings, known)
    if not record.findings.problems:
        write_all(record_changes(case, record.records, known))
    emit(record, tell, as_json)
    if record.findings.problems:
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
    from standoff.store.write import write_folder

    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise typer.BadParameter(
            f"{directory} is there already, and not empty: nothing was written"
        )
    write_folder(directory, first_case())
    files = [directory / name for name in first_case()]
    if as_json:
        show_json({"files": [path.as_posix() for path in files]})
        return
    for path in files:
        typer.echo(f"wrote {path}")
    typer.echo(f"\nnext: standoff show {directory}\n      standoff compare {directory}")


# --- the group ------------------------------------------------------------------------------------


def list_cases(
    name: Annotated[
        str | None,
        typer.Argument(
            help="A published conflict; all cases are listed without.", show_default=False
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """The cases that come with standoff; of a published conflict its source, options and expected sets.

    Example: standoff case list hipel-1993-elmira
    """
    if name is not None:
        from standoff.report.tell.model.catalog import tell
        from standoff.store.model.catalog import published

        emit(published(name).as_data(), lambda entry: tell([entry]), as_json)
        return
    from standoff.store.folder import load_folder
    from standoff.store.shipped import shipped_cases

    titles = {name: load_folder(path)[0].base.title for name, path in shipped_cases().items()}
    if as_json:
        show_json({"cases": [{"case": case, "title": title} for case, title in titles.items()]})
        return
    width = max(map(len, titles), default=0)
    for case, title in titles.items():
        typer.echo(f"{case:<{width}}  {title}")


def _sections() -> Iterable[tuple[str, str]]:
    from standoff.case.syntax import SECTIONS

    return ((row.key, row.meaning) for row in SECTIONS.values())


def schema() -> None:
    """Print the JSON Schema of a case file, for completion and hints in an editor.

    Example: standoff case schema
    """
    from standoff.case.schema import schema as make_schema

    show_json(make_schema())


def adopt(
    file: Annotated[Path, typer.Argument(help="A model file: .json, .gmcr.", exists=True)],
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder of the case to make.")],
) -> None:
    """Make a case of a model file: every option gets a name, every line is without a source until you
    give one. A graph is kept as the file it is.

    Example: standoff case adopt conflict.gmcr -o cases/conflict
    """
    from standoff.case.make.adopt import case_text, title_line
    from standoff.store.folder import CASE, MODEL
    from standoff.store.model.read import read_model
    from standoff.store.write import Change, Changed, file_text, write_all

    if (output / CASE).exists():
        raise Changed(f"{output / CASE} is there already: nothing was written")
    model = read_model(file)
    title = model.title or model.id
    for warning in model.found.warnings:
        typer.echo(str(warning), err=True)
    try:
        changes = [Change(output / CASE, None, case_text(model.model, model.labels, title))]
        said = f"{output / CASE}: no line has a source yet"
    except NotComputed as reason:
        changes = [
            Change(output / CASE, None, title_line(title) + "\n"),
            Change(output / MODEL, None, file_text(file) or ""),
        ]
        said = f"{output / MODEL}: {reason}"
    write_all(changes)
    typer.echo(said)


def roleplay(
    path: CasePath,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write into.")],
    reading: ReadingName = None,
    as_json: Json = False,
) -> None:
    """Write a role-play: a brief for each actor without the others' wishes, an options sheet, rules.

    Example: standoff case roleplay cases/syria --reading 003 -o session
    """
    from standoff.analysis.bargain.roleplay import pack
    from standoff.case.reading import readings
    from standoff.problem import clean
    from standoff.report.tell.case.roleplay import files
    from standoff.store.write import Change, file_text, write_all

    case = open_case(path)
    if reading is None and len(readings(case)) > 1:
        raise typer.BadParameter(f"say which reading to play: {', '.join(readings(case))}")
    texts = files(pack(next(readings_asked(case, reading))))
    write_all(
        Change(output / name, file_text(output / name), clean(text)) for name, text in texts.items()
    )
    if as_json:
        show_json({"files": [str(output / name) for name in texts]})
    else:
        for name in texts:
            typer.echo(f"wrote {output / name}")


def precedents(path: CasePath, reading: ReadingName = None, as_json: Json = False) -> None:
    """What happened before, as the texts have it: what was alike, what differed, who kept his side.

    Example: standoff case precedents cases/syria --reading 003
    """
    from standoff.analysis.bargain.precedent import precedents as gather
    from standoff.report.tell.case.precedents import tell

    emit(gather(readings_asked(open_case(path), reading)), tell, as_json)
