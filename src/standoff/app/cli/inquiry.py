"""Commands that ask after reasons and bargains: why, offers, precedents, ask, forecast, roleplay."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

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
from standoff.problem import NotComputed

if TYPE_CHECKING:
    from standoff.analysis.bargain.evidence import Range
    from standoff.analysis.bargain.ledger import Decision, Forecast
    from standoff.analysis.question import Sheet
    from standoff.case.entry import Case, Reading


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (why, offers, precedents, ask, roleplay):
        app.command()(command)
    group = typer.Typer(
        no_args_is_help=True, help="What the sources forecast, and how well they did."
    )
    group.command("list")(forecast_list)
    group.command("resolve")(forecast_resolve)
    group.command("score")(forecast_score)
    app.add_typer(group, name="forecast")


def why(
    case: CasePath,
    act: Annotated[str, typer.Option("--act", help="An option, or `not` and an option.")],
    reading: ReadingName = None,
    as_json: Json = False,
) -> None:
    """Why an actor acted: each motive that the texts name, tried in the model; and the evidence.

    With --reading, the motives of the time are all tried in that reading.

    Example: standoff why cases/syria --act Russia.pull
    """
    from standoff.analysis.bargain.motive import why as why_act
    from standoff.case.reading import readings
    from standoff.condition import as_literal, parse_condition
    from standoff.report import motives

    known = as_literal(parse_condition(act))
    if known is None:
        raise typer.BadParameter("an act is one option, as Russia.pull, or `not` and one option")
    folder = open_folder(case)
    cases = [merged(folder, each) for each in readings(folder)]
    within = next(readings_asked(folder, reading)) if reading is not None else None
    with progress(f"trying the motives of {act}"):
        found = why_act(cases, *known, within)
    if as_json:
        show_json(motives.as_data(found))
    else:
        show(motives.table(found))


def offers(case: CasePath, reading: ReadingName = None, as_json: Json = False) -> None:
    """Each offer: its fate, who would deliver, who would default, what would make it hold.

    Example: standoff offers cases/syria --reading 003
    """
    from standoff.analysis.bargain.offer import offers as judge_offers
    from standoff.report import offers as told

    folder = open_folder(case)
    found = []
    for one in readings_asked(folder, reading):
        with progress(f"judging the offers of {one.full}"):
            found.append((one, judge_offers(one, variants_of(folder, one))))
    if not any(its for _, its in found):
        raise NotComputed("cannot be answered: it lacks an offer; write some under `offers`")
    if as_json:
        readings = [{"id": one.id, **told.as_data(its)} for one, its in found]
        show_json({"readings": readings})
        return
    for one, its in found:
        if its:
            typer.echo(f"Reading {one.id}  {one.title}")
            show(told.table(its))


def precedents(case: CasePath, reading: ReadingName = None, as_json: Json = False) -> None:
    """What happened before, as the texts have it: what was alike, what differed, who kept his side.

    Example: standoff precedents cases/syria --reading 003
    """
    from standoff.report import offers as told

    found = [one for one in readings_asked(open_folder(case), reading) if one.precedents]
    if not found:
        raise NotComputed("cannot be shown: it lacks a precedent; write some under `precedents`")
    if as_json:
        readings = [{"id": one.id, "precedents": told.precedents_data(one)} for one in found]
        show_json({"readings": readings})
        return
    for one in found:
        show(told.precedents(one))


def ask(
    case: CasePath,
    question: Annotated[
        str | None, typer.Argument(help="A question's name; all by default.", show_default=False)
    ] = None,
    reading: ReadingName = None,
    bound: Annotated[
        int, typer.Option("--bound", help="The largest sets of changes that are looked through.")
    ] = 3,
    as_json: Json = False,
) -> None:
    """Answer the questions that the case names: the answer, how firm, what decides, what is lacking.

    Example: standoff ask cases/syria why_2016
    """
    from standoff.report import sheet as told

    answers = sheets(open_folder(case), question, reading, bound)
    if as_json:
        show_json({"questions": [told.as_data(each) for each in answers]})
        return
    for each in answers:
        show(told.table(each))
        typer.echo()


def sheets(
    case: Case, question: str | None = None, reading: str | None = None, bound: int = 3
) -> list[Sheet]:
    """The answer sheets of a case's questions, or of one; UnknownName for one it does not ask.

    Raises NotComputed for a case that asks nothing.
    """
    from standoff.analysis.question import Around, sheet
    from standoff.case.reading import readings
    from standoff.problem import UnknownName

    every = [merged(case, each) for each in readings(case)]
    asked = [(one, each) for one in readings_asked(case, reading) for each in one.questions]
    if not asked:
        raise NotComputed("cannot be answered: it lacks a question; write some under `questions`")
    if question is not None and question not in {each.id for _, each in asked}:
        raise UnknownName("question", question, {each.id for _, each in asked})
    answers = []
    for one, each in asked:
        if question in (None, each.id):
            with progress(f"answering {each.id}"):
                answers.append(sheet(one, each, Around(every, variants_of(case, one), bound)))
    return answers


# --- the ledger -----------------------------------------------------------------------------------

Ledger: TypeAlias = Annotated[
    Path | None,
    typer.Option("--ledger", help="The file of decisions; ledger.jsonl in the case by default."),
]


def forecast_list(case: CasePath, ledger: Ledger = None, as_json: Json = False) -> None:
    """The dated forecasts of the sources, their likelihood as they word it, and what became of them.

    Example: standoff forecast list cases/syria
    """
    from standoff.report import ledger as told

    known, decisions, _ = _ledger(case, ledger)
    if as_json:
        show_json(told.forecasts_data(known, decisions))
    else:
        show(told.forecasts(known, decisions))


def forecast_resolve(
    *,
    case: CasePath,
    forecast: Annotated[
        str, typer.Argument(help="The forecast's id, as `forecast list` shows it.")
    ],
    outcome: Annotated[
        str, typer.Option("--outcome", help="yes, no, or void (it cannot be told).")
    ],
    on: Annotated[str, typer.Option("--on", help="The day of the decision, as 2024-12-31.")],
    source: Annotated[
        str, typer.Option("--source", help="The public source that says so, by name.")
    ],
    horizon: Annotated[
        str, typer.Option("--horizon", help="By when it is judged, where the source names no time.")
    ] = "",
    base_rate: Annotated[
        str, typer.Option("--base-rate", help="How often such things happen: 0.2 or 0.1-0.3.")
    ] = "",
    base_source: Annotated[
        str, typer.Option("--base-source", help="The source that gives the base rate, by name.")
    ] = "",
    ledger: Ledger = None,
    as_json: Json = False,
) -> None:
    """Enter what became of a forecast; a correction is a new decision, nothing is ever changed.

    Example: standoff forecast resolve CASE ID --outcome no --on 2017-04-01 --source "name of the source"
    """
    from dataclasses import asdict

    from standoff.analysis.bargain.ledger import resolve
    from standoff.store.ledger import append_decision

    known, decisions, path = _ledger(case, ledger)
    base = _rate(base_rate) if base_rate else None
    decision = resolve(
        known,
        decisions,
        forecast,
        outcome=outcome,
        on=on,
        source=source,
        horizon=horizon,
        base=base,
        base_source=base_source,
    )
    append_decision(path, decision)
    if as_json:
        show_json(asdict(decision))
    else:
        typer.echo(f"{path}: {decision.number}. {decision.says}: {decision.outcome}")


def forecast_score(case: CasePath, ledger: Ledger = None, as_json: Json = False) -> None:
    """How well each source did: Brier and log score, beside a base rate where a source gives one.

    Example: standoff forecast score cases/syria
    """
    from standoff.analysis.bargain.ledger import scores
    from standoff.report import ledger as told

    known, decisions, _ = _ledger(case, ledger)
    found = scores(known, decisions)
    if as_json:
        show_json(told.scores_data(found))
    else:
        show(told.scores(found))


def _ledger(
    case: Path, ledger: Path | None
) -> tuple[tuple[Forecast, ...], tuple[Decision, ...], Path]:
    """The forecasts of all readings, the decisions entered, and the file they are in."""
    from standoff.analysis.bargain.ledger import forecasts
    from standoff.store.ledger import LEDGER, read_ledger

    folder = open_folder(case)
    path = ledger or Path(folder.path) / LEDGER
    return forecasts(readings_asked(folder, None)), read_ledger(path), path


def _rate(text: str) -> Range:
    from standoff.analysis.bargain.evidence import Range

    low, _, high = text.partition("-")
    try:
        found = Range(float(low), float(high or low))
    except ValueError:
        found = Range(0, 0)
    if not 0 < found.low <= found.high < 1:
        raise typer.BadParameter("a base rate is a number between 0 and 1, or two: 0.1-0.3")
    return found


# --- role-play ------------------------------------------------------------------------------------


def roleplay(
    case: CasePath,
    output: Annotated[Path, typer.Option("--output", "-o", help="The folder to write into.")],
    reading: ReadingName = None,
    as_json: Json = False,
) -> None:
    """Write a role-play: a brief for each actor without the others' wishes, an options sheet, rules.

    Example: standoff roleplay cases/syria --reading 003 -o session
    """
    from standoff.analysis.bargain.roleplay import pack
    from standoff.case.reading import readings
    from standoff.report.roleplay import files
    from standoff.store.folder import Change, file_text, write_all

    folder = open_folder(case)
    if reading is None and len(readings(folder)) > 1:
        raise typer.BadParameter(f"say which reading to play: {', '.join(readings(folder))}")
    texts = files(pack(next(readings_asked(folder, reading))))
    write_all(Change(output / name, file_text(output / name), text) for name, text in texts.items())
    if as_json:
        show_json({"files": [str(output / name) for name in texts]})
    else:
        for name in texts:
            typer.echo(f"wrote {output / name}")


def variants_of(case: Case, reading: Reading) -> Mapping[str, Reading]:
    """The variants of a reading by name; none of a variant."""
    from standoff.case.reading import variants

    names = variants(case, reading.id) if reading.variant is None else ()
    return {name: merged(case, reading.id, name) for name in names}
