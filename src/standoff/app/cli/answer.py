"""Commands that answer: ask, compare, solve, evolve, explain, find, reach, report, demo."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from standoff.analysis.asking import REPORTED
from standoff.app.cli.common import (
    CASE,
    CasePath,
    Engine,
    Json,
    Limits,
    Memory,
    ReadingName,
    Seconds,
    Texts,
    Where,
    condition,
    emit,
    every_reading,
    listed,
    open_case,
    progress,
    readings_asked,
    show,
    show_json,
    stopped_at,
    texts_of,
    variants_of,
)
from standoff.app.cli.group import concepts, listing, of_cases
from standoff.app.cli.model import Ahead, Initiative, by_theory, theory_given
from standoff.app.cli.shell import FAILED

if TYPE_CHECKING:
    from standoff.analysis.ask import Cannot
    from standoff.analysis.judge.compare import Answer, Comparison
    from standoff.analysis.question import Sheet
    from standoff.case.build import World
    from standoff.case.entry import Case, Reading
    from standoff.gmcr.budget import Budget
    from standoff.report.html.page import Report

Deep: TypeAlias = Annotated[
    bool, typer.Option("--deep", help="Also try any implication as a missing premise.")
]
Output: TypeAlias = Annotated[Path, typer.Option("--output", "-o", help="The file to write.")]
Bound: TypeAlias = Annotated[
    int, typer.Option("--bound", help="The largest sets of changes that are looked through.")
]

Silent: TypeAlias = Annotated[
    str,
    typer.Option(
        "--silent",
        help="Who is silent and owns what is at stake: stays, or is unknown and may want anything.",
    ),
]

Command: TypeAlias = Callable[..., None]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    listed_in = {find: listing("Concepts", concepts), solve: listing("Concepts", of_cases)}
    start: tuple[Command, ...] = (demo, report)
    answers: tuple[Command, ...] = (ask, compare, solve, evolve, explain, find, reach)
    for panel, commands in (("start", start), ("answer", answers)):
        for command in commands:
            app.command(rich_help_panel=panel, cls=listed_in.get(command))(command)


def taken_as_unknown(silent: str) -> bool:
    """Whether `--silent` says so; BadParameter for another word than the two."""
    if silent not in ("stays", "unknown"):
        raise typer.BadParameter("--silent is stays or unknown")
    return silent == "unknown"


# --- all readings ---------------------------------------------------------------------------------


def compare(
    path: CasePath,
    reading: ReadingName = None,
    *,
    deep: Deep = False,
    silent: Silent = "stays",
    seconds: Seconds = Limits.seconds,
    memory: Memory = Limits.memory,
    as_json: Json = False,
) -> None:
    """Where each reading comes to rest, and whether its author's conclusions follow.

    With --silent unknown, and where a wish is marked `?` or somebody unknown, also what hangs on that.

    A reading for which time or memory runs out is shown as far as it was come to, marked, with exit code 2.

    Example: standoff compare cases/syria
    """
    from standoff.report.tell.compare import tell

    as_unknown = taken_as_unknown(silent)
    found = _compared(open_case(path), reading, deep, Limits(seconds, memory), as_unknown)
    emit(found, tell, as_json)
    _require_whole(found.short)


def _compared(
    case: Case, asked: str | None, deep: bool, limits: Limits, silent: bool = False
) -> Comparison:
    from standoff.analysis.judge.compare import Comparison

    return Comparison.of(_answers(case, asked, deep, limits, silent))


def _answers(
    case: Case, asked: str | None, deep: bool, limits: Limits, silent: bool = False
) -> Iterator[Answer | Cannot]:
    from standoff.analysis.judge.compare import answer_within

    readings = every_reading(case)
    for reading in readings_asked(case, asked):
        with progress(f"judging {reading.full}") as say:
            budget = limits.budget(say)
            with stopped_at(budget):
                around = variants_of(case, reading)
                found = answer_within(
                    budget, reading, around, deep, readings=readings, silent=silent
                )
        yield found


def _require_whole(short: Sequence[str]) -> None:
    """Exit code 2, with a word for each answer that is not whole, once all that is finished was printed."""
    for why in short:
        typer.echo(f"{why}. Give more time or memory", err=True)
    if short:
        raise typer.Exit(FAILED)


def ask(
    path: CasePath,
    question: Annotated[
        str | None, typer.Argument(help="A question's name; all by default.", show_default=False)
    ] = None,
    reading: ReadingName = None,
    *,
    bound: Bound = 3,
    seconds: Seconds = Limits.seconds,
    memory: Memory = Limits.memory,
    as_json: Json = False,
) -> None:
    """Answer the questions that the case names: the answer, how firm, what decides, what is lacking.

    Where time or memory runs out, a question is answered as far as it was come to, marked, with exit code 2.

    Example: standoff ask cases/syria why_2016
    """
    from standoff.report.tell import sheet as telling

    limits = Limits(seconds, memory)
    answers, told = [], []
    for each in sheets(open_case(path), question, reading, bound, limits):
        answers.append(each)
        if as_json:
            told.append(telling.told(each))
        else:
            show(telling.tell(each))
    if as_json:
        from standoff.record import plain

        show_json({"questions": plain(told)})
    _require_whole([f"{one.question.id} is {one.unfinished}" for one in answers if one.unfinished])


def sheets(
    case: Case,
    question: str | None = None,
    reading: str | None = None,
    bound: int = 3,
    limits: Limits | None = None,
) -> Iterator[Sheet]:
    """The answer sheets of a case's questions, or of one; UnknownName for one it does not ask.

    Raises NotComputed for a case that asks nothing.
    """
    from standoff.analysis.asking import Around, questions_asked
    from standoff.analysis.question import sheet

    every = every_reading(case)
    for one, each in questions_asked(readings_asked(case, reading), question, every):
        with progress(f"answering {each.id}") as say:
            budget = (limits or Limits()).budget(say)
            with stopped_at(budget):
                found = sheet(one, each, Around(every, variants_of(case, one), bound), budget)
        yield found


def report(
    path: Annotated[Path | None, CASE] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")] = Path(
        "report.html"
    ),
    texts: Texts = None,
    *,
    deep: Deep = False,
    bound: Bound = REPORTED,
    full: Annotated[
        bool, typer.Option("--full", help="On paper print everything, not the answer alone.")
    ] = False,
    data: Annotated[
        Path | None,
        typer.Option("--from", help="Make the page of a report's JSON instead of a case."),
    ] = None,
    seconds: Seconds = Limits.seconds,
    memory: Memory = Limits.memory,
    as_json: Json = False,
) -> None:
    """Write the answer as one HTML file that opens anywhere, with no network.

    With --json everything that the page shows is printed as data; --from makes the page of that.
    A reading for which time or memory runs out is shown as far as it was come to, marked, with exit code 2.

    Example: standoff report cases/syria -o report.html
    """
    if (path is None) == (data is None):
        raise typer.BadParameter("say which case, or which report's JSON: --from FILE")
    short: Sequence[str] = ()
    if data is not None:
        from standoff.report.html.page import read

        made = read(data.read_text("utf-8", "replace"))
    else:
        assert path is not None
        case, limits = open_case(path), Limits(seconds, memory)
        asked = _asked(case, bound, limits)
        answers = tuple(_answers(case, None, deep, limits))
        made, short = _reported(case, answers, texts, limits, asked)
    if full:
        made = replace(made, full=True)
    if as_json:
        from standoff.report.html.page import to_data

        show_json(to_data(made))
    else:
        _write_report(made, output)
        typer.echo(f"{output}  ({output.stat().st_size / 1000:.0f} kB)")
    _require_whole(short)


def _asked(case: Case, bound: int, limits: Limits) -> tuple[Sheet, ...]:
    """The answer sheets of the questions that a case asks; none where it asks nothing."""
    asks = any(reading.questions for reading in every_reading(case))
    return tuple(sheets(case, bound=bound, limits=limits)) if asks else ()


def _reported(
    case: Case,
    answers: Sequence[Answer | Cannot],
    texts: Path | None,
    limits: Limits,
    asked: Sequence[Sheet],
) -> tuple[Report, Sequence[str]]:
    """The report, and what is said of each reading and question that is not whole in it."""
    from standoff.analysis.judge.compare import Comparison
    from standoff.analysis.survey import survey
    from standoff.report.html.page import Report
    from standoff.report.tell.report import tell
    from standoff.store.texts import verbatim
    from standoff.version import VERSION

    with progress("telling the report") as say:
        sentences = verbatim(case, texts_of(case, texts) or {})
        around = {one.name: variants_of(case, one) for one in every_reading(case)}
        found = survey(
            case,
            answers,
            sentences,
            lambda: limits.budget(say),
            sheets=asked,
            variants=around,
        )
        short = Comparison(found.answers, found.unanswered).short
        return Report(tell(found), VERSION), short


def _write_report(made: Report, output: Path) -> None:
    from standoff.report.html.page import render
    from standoff.store.write import Change, file_text, write_all

    with progress("writing the report"):
        page = render(made)
        write_all([Change(output, file_text(output), page)])


def demo(output: Output = Path("report.html"), texts: Texts = None) -> None:
    """The worked case: five texts on Syria, five readings, their answers, and a report.

    Example: standoff demo
    """
    from standoff.report.tell import compare as comparing
    from standoff.report.tell import sheet as telling
    from standoff.store.shipped import shipped

    case = open_case(shipped("syria"))
    limits = Limits()
    compared = _compared(case, None, False, limits)
    show(comparing.tell(compared))
    typer.echo("\nWhat people ask (the whole of each: standoff ask cases/syria)\n")
    asked = _asked(case, REPORTED, limits)
    for each in asked:
        show(telling.tell(each, telling.IN_BRIEF))
    made, short = _reported(case, compared.answers, texts, limits, asked)
    _write_report(made, output)
    typer.echo(f"Report: {output.resolve()}")
    _require_whole(short or compared.short)


# --- one reading ----------------------------------------------------------------------------------


def solve(
    paths: Annotated[list[Path], typer.Argument(help="Folders of cases.", metavar="CASE...")],
    reading: ReadingName = None,
    *,
    concept: Annotated[
        str, typer.Option("--concept", "-c", help="Concepts, by comma: NASH,SEQ.")
    ] = "",
    where: Where = None,
    sanctions: Annotated[
        str, typer.Option(help="How others may answer: sequences, once (each), single (moves).")
    ] = "sequences",
    theory: Annotated[
        str,
        typer.Option(
            "--theory",
            help="The field's variants instead: foresight, markov, attitudes, inverse, …; or all.",
            show_default=False,
        ),
    ] = "",
    ahead: Ahead = None,
    initiative: Initiative = "",
    threshold: Annotated[
        str,
        typer.Option(
            help="Fuzzy concepts too: preferences are as certain as the share of the reading's variants "
            "that hold them, and one leaves from this certainty on: 1/2, or US=1/2,Iran=3/4.",
            show_default=False,
        ),
    ] = "",
    silent: Silent = "stays",
    engine: Engine = None,
    seconds: Seconds = Limits.seconds,
    memory: Memory = Limits.memory,
    as_json: Json = False,
) -> None:
    """Which situations are stable, for whom and by which concept.

    Where the case has `attitudes`, the relational concepts too; where wishes are marked `!!`, those of
    strength; where some are marked `?`, or somebody is unknown, those of unknown preferences, and what hangs
    on that.

    Example: standoff solve cases/syria --reading 003 --concept NASH,SEQ

    Example: standoff solve hipel-1993-elmira --theory foresight,markov
    """
    from standoff.analysis.ask import condition as typed
    from standoff.analysis.solved import runs, solved
    from standoff.analysis.vary.certainty import certainty
    from standoff.case.build import build
    from standoff.case.modelfile import of_reading
    from standoff.condition import names
    from standoff.gmcr.concept.told import solve_told
    from standoff.report.tell.solve import tell

    whole, given, as_unknown = True, theory_given(ahead, initiative), taken_as_unknown(silent)
    every = ((case, one) for case in map(open_case, paths) for one in readings_asked(case, reading))
    for case, one in every:
        variants = variants_of(case, one) if threshold else {}
        for world in build(one) if theory else ():
            with progress(f"solving {one.full}") as say:
                budget = Limits(seconds, memory).budget(say)
                with stopped_at(budget):
                    file = of_reading(one, world.model).told(given)
                    emit(*by_theory(file, theory, budget), as_json, as_line=True)
        kept = tuple(names(typed(one, where))) if where and not theory else ()
        for run in runs(one, listed(concept), as_unknown, kept) if not theory else ():
            world = run.world
            with progress(f"solving {one.full}") as say:
                budget = Limits(seconds, memory).budget(say)
                with stopped_at(budget):
                    versions = certainty(one, world, variants, threshold) if threshold else None
                    solution = solve_told(
                        world.model,
                        run.concepts,
                        sanctions,
                        **run.told,
                        certainty=versions.certainty if versions else None,
                        engine=engine,
                        budget=budget,
                    )
                    if where is not None:
                        solution = solution.where(condition(where, one, world.facts))
                    solution = solution.settle()
            whole &= not solution.uncounted
            told = versions.counted if versions else {}
            record = solved(one, world, solution, run=run, **told)
            emit(record, tell, as_json, as_line=True)
    if not whole:
        raise typer.Exit(2)


def evolve(
    path: CasePath,
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
    from standoff.report.tell.evolve import tell

    for one in readings_asked(open_case(path), reading):
        for world in build(one):
            with progress(f"following {one.full}"):
                record = course(one, world, rule)
            emit(record, tell, as_json, as_line=True)


def explain(
    path: CasePath,
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
    from standoff.report.tell.explain import tell

    taken = listed(state)
    for one in readings_asked(open_case(path), reading):
        for world in build(one):
            today = taken == ["today"]
            states = world.model.today if today else (state_of(world, _options(taken, one)),)
            for code in states:
                with progress(f"explaining {one.full}"):
                    record = explain_state(one, world, code, None if actor is None else [actor])
                emit(record, tell, as_json, as_line=True)


def _options(names: Sequence[str], reading: Reading) -> Sequence[str]:
    return () if list(names) == ["nothing"] else [reading.typed.get(name, name) for name in names]


# --- situations looked for ------------------------------------------------------------------------


def find(
    path: CasePath,
    where: Where = None,
    reading: ReadingName = None,
    *,
    concept: Annotated[str, typer.Option("--concept", "-c", help="One concept.")] = "NASH",
    most: Annotated[int, typer.Option("--most", help="How many are listed.", min=1)] = 10,
    sample: Annotated[
        int | None, typer.Option("--sample", help="Count them, and draw so many evenly.", min=1)
    ] = None,
    seed: Annotated[int, typer.Option("--seed", help="The draws' seed.", min=0)] = 0,
    engine: Annotated[
        str | None,
        typer.Option("--engine", help="sat, explicit, cube or symbolic; by the question and size."),
    ] = None,
    seconds: Seconds = Limits.seconds,
    memory: Memory = Limits.memory,
    as_json: Json = False,
) -> None:
    """Is there a situation that is stable for everyone, and which; however many situations there are.

    Example: standoff find cases/syria --where "leave and not press" --reading 003
    """
    from standoff.analysis.search import find as look
    from standoff.report.tell.search import tell

    for one, world in _worlds(path, reading):
        with _searching(one, Limits(seconds, memory)) as budget:
            record = look(
                one,
                world,
                where,
                concept,
                most=most,
                sample=sample,
                seed=seed,
                engine=engine,
                budget=budget,
            )
        emit(record, tell, as_json, as_line=True)


def reach(
    path: CasePath,
    where: Where = None,
    reading: ReadingName = None,
    *,
    improving: Annotated[
        bool, typer.Option("--improving", help="Only moves that their makers gain by.")
    ] = False,
    engine: Engine = None,
    seconds: Seconds = Limits.seconds,
    memory: Memory = Limits.memory,
    as_json: Json = False,
) -> None:
    """Which situations can come out of today at all, by anybody's moves; and a way to one asked about.

    Example: standoff reach cases/syria --where "leave and not press" --reading 003
    """
    from standoff.analysis.search import reach as look
    from standoff.report.tell.search import tell

    for one, world in _worlds(path, reading):
        with _searching(one, Limits(seconds, memory)) as budget:
            record = look(one, world, where, improving, engine=engine, budget=budget)
        emit(record, tell, as_json, as_line=True)


def _worlds(path: Path, reading: str | None) -> Iterator[tuple[Reading, World]]:
    """Each world of each reading asked for."""
    from standoff.case.build import build

    for one in readings_asked(open_case(path), reading):
        for world in build(one):
            yield one, world


@contextmanager
def _searching(one: Reading, limits: Limits) -> Iterator[Budget]:
    with progress(f"searching {one.full}") as tell:
        budget = limits.budget(tell)
        with stopped_at(budget):
            yield budget
