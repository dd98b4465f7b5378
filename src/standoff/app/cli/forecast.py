"""The ledger: what the sources forecast, what became of it, how well each did."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from standoff.app.cli.common import CasePath, Json, emit, open_case, readings_asked, show_json
from standoff.app.cli.group import Group

if TYPE_CHECKING:
    from standoff.analysis.bargain.evidence import Range
    from standoff.analysis.bargain.ledger import Decision, Forecast

Ledger: TypeAlias = Annotated[
    Path | None,
    typer.Option("--ledger", help="The file of decisions; ledger.jsonl in the case by default."),
]


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(
        cls=Group,
        no_args_is_help=True,
        help="What the sources forecast, and how well they did.",
    )
    group.command("list")(list_forecasts)
    group.command("resolve")(resolve)
    group.command("score")(score)
    app.add_typer(group, name="forecast", rich_help_panel="group")


def list_forecasts(path: CasePath, ledger: Ledger = None, as_json: Json = False) -> None:
    """The dated forecasts of the sources, their likelihood as they word it, and what became of them.

    Example: standoff forecast list cases/syria
    """
    from standoff.analysis.bargain.ledger import forecast_list
    from standoff.report.tell.case.forecasts import tell

    known, decisions, _ = _ledger(path, ledger)
    emit(forecast_list(known, decisions), tell, as_json)


def resolve(
    *,
    path: CasePath,
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

    Example: standoff forecast resolve cases/syria 004-e808b5 --outcome void --on 2018-12-31 --source "a source" --ledger x.jsonl
    """  # noqa: E501 - an example is one line
    from standoff.analysis.bargain.ledger import resolve as decide
    from standoff.record import plain
    from standoff.store.ledger import enter

    known, decisions, file = _ledger(path, ledger)
    base = _rate(base_rate) if base_rate else None

    def make(entered: Sequence[Decision]) -> Decision:
        return decide(
            known,
            entered,
            forecast,
            outcome=outcome,
            on=on,
            source=source,
            horizon=horizon,
            base=base,
            base_source=base_source,
        )

    entered = enter(file, decisions, make)
    decision = entered.decision
    for other in entered.meanwhile:
        typer.echo(
            f"{file}: {other.number}. {other.outcome} was entered on it meanwhile ({other.source}); "
            "both are kept, and yours, the later one, counts: correct it if it should not",
            err=True,
        )
    if as_json:
        show_json(plain(decision))
    else:
        typer.echo(f"{file}: {decision.number}. {decision.says}: {decision.outcome}")


def score(path: CasePath, ledger: Ledger = None, as_json: Json = False) -> None:
    """How well each source did: Brier and log score, beside a base rate where a source gives one.

    Example: standoff forecast score cases/syria
    """
    from standoff.analysis.bargain.ledger import score_list
    from standoff.report.tell.case.forecasts import tell_scores

    known, decisions, _ = _ledger(path, ledger)
    emit(score_list(known, decisions), tell_scores, as_json)


def _ledger(
    path: Path, ledger: Path | None
) -> tuple[tuple[Forecast, ...], tuple[Decision, ...], Path]:
    """The forecasts of all readings, the decisions entered, and the file they are in."""
    from standoff.analysis.bargain.ledger import forecasts
    from standoff.store.ledger import LEDGER, passed_over, read_ledger

    case = open_case(path)
    file = ledger or Path(case.path) / LEDGER
    decisions = read_ledger(file)
    if half := passed_over(file):
        typer.echo(half, err=True)
    return forecasts(readings_asked(case, None)), decisions, file


def _rate(text: str) -> Range:
    from standoff.analysis.bargain.evidence import Range

    low, _, high = text.partition("-")
    try:
        rate = Range(float(low), float(high or low))
    except ValueError:
        rate = Range(0, 0)
    if not 0 < rate.low <= rate.high < 1:
        raise typer.BadParameter("a base rate is a number between 0 and 1, or two: 0.1-0.3")
    return rate
