"""Commands that hand on: the report as a file, and the worked case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from standoff.analysis.asking import REPORTED
from standoff.app.cli.answer import Bound, Deep, Workers, require_whole, sheets
from standoff.app.cli.common import (
    CASE,
    Json,
    Limits,
    Memory,
    Seconds,
    Texts,
    every_reading,
    open_case,
    progress,
    show,
    show_json,
    texts_of,
    variants_of,
)
from standoff.app.cli.judged import answers, compared
from standoff.app.cli.kept import NoCache, hold
from standoff.record import plain

if TYPE_CHECKING:
    from standoff.analysis.ask import Cannot
    from standoff.analysis.judge.compare import Answer
    from standoff.analysis.question import Sheet
    from standoff.app.cli.kept import Hold
    from standoff.case.entry import Case
    from standoff.report.html.page import Report

Output: TypeAlias = Annotated[
    Path, typer.Option("--output", "-o", help="The file to write: .html, .md or .docx.")
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel="start")(demo)
    app.command(rich_help_panel="start")(report)


def report(
    path: Annotated[Path | None, CASE] = None,
    output: Output = Path("report.html"),
    texts: Texts = None,
    *,
    deep: Deep = False,
    bound: Bound = REPORTED,
    full: Annotated[
        bool, typer.Option("--full", help="On paper print everything, not the answer alone.")
    ] = False,
    redact: Annotated[
        bool,
        typer.Option("--redact", help="Leave out quotations, paraphrases and names of sources."),
    ] = False,
    data: Annotated[
        Path | None,
        typer.Option(
            "--from", help="Take a report's JSON, or the page it came with, instead of a case."
        ),
    ] = None,
    seconds: Seconds = Limits.seconds,
    memory: Memory = Limits.memory,
    workers: Workers = None,
    as_json: Json = False,
    no_cache: NoCache = False,
) -> None:
    """Write the answer as one HTML file that opens anywhere, with no network; or as .md or .docx.

    With --json everything that the page shows is printed as data; --from makes the page of that.
    A reading for which time or memory runs out is shown as far as it was come to, marked, with exit code 2.

    Example: standoff report cases/syria -o report.html

    Example: standoff report cases/syria --redact -o report.docx
    """
    from standoff.report.formats import printer

    if (path is None) == (data is None):
        raise typer.BadParameter("say which case, or which report's JSON: --from FILE")
    if redact and data is not None:
        raise typer.BadParameter(
            "--redact needs the case: a report does not say which words are whose"
        )
    printed = printer(output)
    short: Sequence[str] = ()
    if data is not None:
        from standoff.report.html.page import read

        made = read(data.read_text("utf-8", "replace"))
    else:
        assert path is not None
        given = {"deep": deep, "bound": bound, "redact": redact, "limits": (seconds, memory)}
        place = None if no_cache else hold(report, path, given)
        case, limits = open_case(path), Limits(seconds, memory)
        kept = _kept_report(place)
        made, short = kept or _report_on(
            case, limits, workers, deep=deep, bound=bound, redact=redact
        )
        if place is not None and not kept and not short:
            place.keep(plain(made))
        if not redact:
            made = _with_sentences(made, case, texts)
    if full:
        made = replace(made, full=True)
    if as_json:
        from standoff.report.html.page import to_data

        show_json(to_data(made))
    else:
        _write_report(printed(made), output)
        typer.echo(f"{output}  ({output.stat().st_size / 1000:.0f} kB)")
    require_whole(short)


def _kept_report(place: Hold | None) -> tuple[Report, Sequence[str]] | None:
    """The report as it was kept: what is kept lacks nothing."""
    from standoff.record import NotARecord
    from standoff.report.html.page import from_data

    found = None if place is None else place.found()
    try:
        return (from_data(found), ()) if isinstance(found, dict) else None
    except NotARecord:
        return None


def _with_sentences(made: Report, case: Case, texts: Path | None) -> Report:
    """The report with the sentences as they stand in the texts, where those are at hand."""
    from standoff.report.tell.case.sentences import filled
    from standoff.store.texts import verbatim

    found = verbatim(case, texts_of(case, texts) or {})
    if not found:
        return made
    document = filled(made.document, every_reading(case), case.path, found)
    return replace(made, document=document)


def _report_on(
    case: Case, limits: Limits, workers: int | None, *, deep: bool, bound: int, redact: bool
) -> tuple[Report, Sequence[str]]:
    """The report on a case without a sentence of its texts, and what is not whole in it."""
    from standoff.report.redact import redact as redacted

    kept = redacted(case) if redact else None
    case = kept.case if kept else case
    asked = _asked(case, bound, limits)
    judged = tuple(answers(case, None, deep, limits, workers=workers))
    made, short = _reported(case, judged, limits, asked)
    return (kept.report(made) if kept else made), short


def _asked(case: Case, bound: int, limits: Limits) -> tuple[Sheet, ...]:
    """The answer sheets of the questions that a case asks; none where it asks nothing."""
    asks = any(reading.questions for reading in every_reading(case))
    return tuple(sheets(case, bound=bound, limits=limits)) if asks else ()


def _reported(
    case: Case,
    judged: Sequence[Answer | Cannot],
    limits: Limits,
    asked: Sequence[Sheet],
) -> tuple[Report, Sequence[str]]:
    """The report, and what is said of each reading and question that is not whole in it."""
    from standoff.analysis.judge.compare import Comparison
    from standoff.analysis.survey import survey
    from standoff.report.html.page import Report
    from standoff.report.tell.report import tell
    from standoff.version import VERSION

    with progress("telling the report") as say:
        around = {one.name: variants_of(case, one) for one in every_reading(case)}
        found = survey(
            case,
            judged,
            budget=lambda: limits.budget(say),
            sheets=asked,
            variants=around,
        )
        short = Comparison(found.answers, found.unanswered).short
        return Report(tell(found), VERSION), short


def _write_report(made: bytes, output: Path) -> None:
    from standoff.store.write import write_bytes

    with progress("writing the report"):
        write_bytes(output, made)


def demo(output: Output = Path("report.html"), texts: Texts = None) -> None:
    """The worked case: five texts on Syria, five readings, their answers, and a report.

    Example: standoff demo
    """
    from standoff.report.formats import printer
    from standoff.report.tell import compare as comparing
    from standoff.report.tell import sheet as telling
    from standoff.store.shipped import shipped

    printed = printer(output)
    case = open_case(shipped("syria"))
    limits = Limits()
    comparison = compared(case, None, False, limits)
    show(comparing.tell(comparison))
    typer.echo("\nWhat people ask (the whole of each: standoff ask cases/syria)\n")
    asked = _asked(case, REPORTED, limits)
    for each in asked:
        show(telling.tell(each, telling.IN_BRIEF))
    made, short = _reported(case, comparison.answers, limits, asked)
    made = _with_sentences(made, case, texts)
    _write_report(printed(made), output)
    typer.echo(f"Report: {output.resolve()}")
    require_whole(short or comparison.short)
