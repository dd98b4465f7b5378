"""Commands on model files: import and export, the cases that ship, and solving many files at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from standoff.app.cli.common import (
    Json,
    Limits,
    Tell,
    open_folder,
    progress,
    readings_asked,
    show_json,
    stopped_at,
)

if TYPE_CHECKING:
    from standoff.case.modelfile import Variation
    from standoff.condition import Condition
    from standoff.gmcr.concept.law import Solution
    from standoff.gmcr.conflict.model import Model

CONCEPTS = ("NASH", "GMR", "SMR", "SEQ", "SIM", "SSEQ")
"""What is asked of a model file unless something else is."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(cases)


@dataclass(frozen=True)
class Asked:
    """What is asked of each model."""

    concepts: Sequence[str]
    sanctions: str
    engine: str | None
    limits: Limits

    def of(
        self, model: Model, tell: Tell, partial: bool = False, where: Condition | None = None
    ) -> Solution:
        """The answer; with `partial`, without the concepts that cannot be had; `where` only, if given."""
        from standoff.gmcr.concept.law import solve

        budget = self.limits.budget(tell)
        with stopped_at(budget):
            solution = solve(
                model, self.concepts, self.sanctions, partial, engine=self.engine, budget=budget
            )
            return (solution if where is None else solution.where(where)).settle()


def model_files(path: Path) -> list[Path]:
    """The model files a path stands for: itself, or those in a folder that is no case, by name."""
    from standoff.store.folder import CASE
    from standoff.store.model.read import SUFFIXES

    if path.suffix in SUFFIXES:
        return [path]
    if not path.is_dir() or (path / CASE).exists():
        return []
    return sorted(each for each in path.iterdir() if each.suffix in SUFFIXES)


def solve_files(paths: Sequence[Path], asked: Asked, variation: Variation, as_json: bool) -> bool:
    """Solve each file and print its answer, in order; whether all could be read.

    A file with faults prints them and the rest go on. With `as_json` that is one line a file.
    """
    from standoff.problem import StandoffError, UnknownName
    from standoff.report.modelfile import lines, record
    from standoff.store.model.read import read_model

    well = True
    for path in paths:
        try:
            file = read_model(path, variation)
            with progress(f"solving {path}") as tell:
                solution = asked.of(file.model, tell, partial=True)
            told = record(file, solution) if as_json else {}
            said = [] if as_json else list(lines(file, solution))
        except UnknownName:
            raise  # a concept or a switch, not the file
        except StandoffError as error:
            well = False
            if as_json:
                show_json({"model": path.stem, "error": str(error)}, as_line=True)
            else:
                typer.echo(f"{path}: {error}", err=True)
            continue
        if as_json:
            show_json(told, as_line=True)
            continue
        for warning in file.found.warnings:
            typer.echo(str(warning), err=True)
        typer.echo("\n".join(said))
    return well


def adopt(file: Path, output: Path) -> None:
    """Make a case of a model file, every line without a source; a graph is kept as the file it is."""
    from standoff.case.make.adopt import case_text, title_line
    from standoff.problem import NotComputed
    from standoff.store.folder import CASE, MODEL, Change, Changed, file_text, write_all
    from standoff.store.model.read import read_model

    if (output / CASE).exists():
        raise Changed(f"{output / CASE} is there already: nothing was written")
    found = read_model(file)
    title = found.title or found.id
    for warning in found.found.warnings:
        typer.echo(str(warning), err=True)
    try:
        changes = [Change(output / CASE, None, case_text(found.model, found.labels, title))]
        typer.echo(f"{output / CASE}: no line has a source yet")
    except NotComputed as reason:
        changes = [
            Change(output / CASE, None, title_line(title) + "\n"),
            Change(output / MODEL, None, file_text(file) or ""),
        ]
        typer.echo(f"{output / MODEL}: {reason}")
    write_all(changes)


def write(case: Path, output: Path, reading: str | None) -> None:
    """Write a case, or the model of a file, as a .gmcr file, and say what is lost."""
    from standoff.store.folder import Change, file_text, write_all
    from standoff.store.model.gmcrplus import write_gmcrplus

    model, labels, lost = _model(case, reading)
    written = write_gmcrplus(model, labels, lost)
    write_all([Change(output, file_text(output), written.text)])
    for each in written.lost:
        typer.echo(f"lost: {each}", err=True)
    typer.echo(f"{output}: {model.space.count:,} states")


def _model(path: Path, reading: str | None) -> tuple[Model, dict[str, str], list[str]]:
    """The model to write, its options in words, and what of the case no model file holds."""
    from standoff.case.build import build
    from standoff.problem import NotComputed
    from standoff.store.model.read import read_model

    if model_files(path):
        file = read_model(path)
        return file.model, dict(file.labels), []
    found = list(readings_asked(open_folder(path), reading))
    if len(found) != 1:
        names = ", ".join(case.id for case in found)
        raise NotComputed(f"a .gmcr file holds one reading; choose one with --reading: {names}")
    worlds = build(found[0])
    if len(worlds) != 1:
        raise NotComputed("a .gmcr file holds one world; set the facts that are silent")
    cited = sum(1 for line in found[0].assumptions if line.citations)
    lost = [f"the citations of {cited} lines"] if cited else []
    labels = {found[0].short[o.full]: o.gloss or o.id for o in found[0].options}
    return worlds[0].model, labels, lost


def cases(as_json: Json = False) -> None:
    """The cases that come with standoff.

    Example: standoff cases
    """
    from standoff.store.folder import load_folder
    from standoff.store.shipped import shipped_cases

    titles = {name: load_folder(path)[0].base.title for name, path in shipped_cases().items()}
    if as_json:
        show_json({"cases": [{"case": name, "title": title} for name, title in titles.items()]})
        return
    width = max(map(len, titles), default=0)
    for name, title in titles.items():
        typer.echo(f"{name:<{width}}  {title}")
