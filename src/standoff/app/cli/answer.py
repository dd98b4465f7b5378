"""Commands that answer: ask, compare, solve, evolve, explain, find, reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from standoff.app.cli.common import (
    CasePath,
    Concepts,
    Engine,
    Json,
    Limits,
    Memory,
    ReadingName,
    Sanctions,
    Seconds,
    Seed,
    Where,
    emit,
    every_reading,
    listed,
    open_case,
    progress,
    readings_asked,
    show,
    show_json,
    variants_of,
)
from standoff.app.cli.group import concepts, listing, of_cases
from standoff.app.cli.judged import compared
from standoff.app.cli.kept import kept
from standoff.app.cli.model import Ahead, Initiative, by_theory, theory_given
from standoff.app.cli.shell import FAILED

if TYPE_CHECKING:
    from standoff.analysis.question import Sheet
    from standoff.case.build import World
    from standoff.case.entry import Case, Reading

Deep: TypeAlias = Annotated[
    bool, typer.Option("--deep", help="Also try any implication as a missing premise.")
]
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

Workers: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=1,
        help="In how many processes readings are judged; without it in one for each core, where it pays.",
    ),
]

Command: TypeAlias = Callable[..., None]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    listed_in = {find: listing("Concepts", concepts), solve: listing("Concepts", of_cases)}
    commands: tuple[Command, ...] = (ask, compare, solve, evolve, explain, find, reach)
    for command in commands:
        made = kept(command) if command in (ask, compare) else command
        app.command(rich_help_panel="answer", cls=listed_in.get(command))(made)


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
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Where each reading comes to rest, and whether its author's conclusions follow.

    With --silent unknown, and where a wish is marked `?` or somebody unknown, also what hangs on that.

    A reading for which time or memory runs out is shown as far as it was come to, marked, with exit code 2.

    Example: standoff compare cases/syria
    """
    from standoff.report.tell.compare import tell

    as_unknown = taken_as_unknown(silent)
    limits = Limits(seconds, memory)
    found = compared(open_case(path), reading, deep, limits, as_unknown, workers=workers)
    emit(found, tell, as_json)
    require_whole(found.short)


def require_whole(short: Sequence[str]) -> None:
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
    require_whole([f"{one.question.id} is {one.unfinished}" for one in answers if one.unfinished])


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
        with (limits or Limits()).spent(f"answering {each.id}") as budget:
            found = sheet(one, each, Around(every, variants_of(case, one), bound), budget)
        yield found


# --- one reading ----------------------------------------------------------------------------------


def solve(
    paths: Annotated[list[Path], typer.Argument(help="Folders of cases.", metavar="CASE...")],
    reading: ReadingName = None,
    *,
    concept: Concepts = "",
    where: Where = None,
    sanctions: Sanctions = "sequences",
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
    from standoff.analysis.ask import condition
    from standoff.analysis.solved import runs
    from standoff.analysis.sure.stable import stable
    from standoff.case.modelfile import of_reading
    from standoff.condition import names
    from standoff.report.tell.model.solve import tell

    whole, limits = True, Limits(seconds, memory)
    given, as_unknown = theory_given(ahead, initiative), taken_as_unknown(silent)
    for path in paths if theory else ():
        for one, world in _worlds(path, reading):
            with limits.spent(f"solving {one.full}") as budget:
                file = of_reading(one, world.model).told(given)
                emit(*by_theory(file, theory, budget), as_json, as_line=True)
    every = ((case, one) for case in map(open_case, paths) for one in readings_asked(case, reading))
    for case, one in every if not theory else ():
        kept = () if where is None else tuple(names(condition(one, where)))
        variants = variants_of(case, one) if threshold else {}
        for run in runs(one, listed(concept), as_unknown, kept):
            with limits.spent(f"solving {one.full}") as budget:
                record = stable(
                    one,
                    run,
                    variants,
                    threshold,
                    sanctions,
                    where=where,
                    engine=engine,
                    budget=budget,
                )
            whole &= not record.uncounted
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
    from standoff.report.tell.model.evolve import tell

    for one, world in _worlds(path, reading):
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
    from standoff.report.tell.model.explain import tell

    taken = listed(state)
    for one, world in _worlds(path, reading):
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
    seed: Seed = 0,
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
    from standoff.report.tell.model.search import tell

    limits = Limits(seconds, memory)
    for one, world in _worlds(path, reading):
        with limits.spent(f"searching {one.full}") as budget:
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
    from standoff.report.tell.model.search import tell

    limits = Limits(seconds, memory)
    for one, world in _worlds(path, reading):
        with limits.spent(f"searching {one.full}") as budget:
            record = look(one, world, where, improving, engine=engine, budget=budget)
        emit(record, tell, as_json, as_line=True)


def _worlds(path: Path, reading: str | None) -> Iterator[tuple[Reading, World]]:
    """Each world of each reading asked for."""
    from standoff.case.build import build

    for one in readings_asked(open_case(path), reading):
        for world in build(one):
            yield one, world
