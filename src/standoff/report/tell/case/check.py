"""What checking a case found, told: problems, warnings, and what stands in the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from standoff.case.check.folder import Report
from standoff.problem import Problem
from standoff.report.document import Block, Document, Item, Items, Line, Tone, note
from standoff.report.wording import many

SHOWN = 25


def tell(report: Report) -> Document:
    """Every problem, the first warnings, and a summary."""
    return Document("Check", (*findings(report.problems, report.warnings), _summary(report)))


def findings(problems: Sequence[Problem], warnings: Sequence[Problem]) -> Iterator[Block]:
    """What is wrong or doubtful, each with its place and the way out."""
    if problems:
        yield Items(tuple(_each(problems, "problem", "no")), role="lines")
    if warnings:
        lines = tuple(_each(warnings, "warning", "warning"))
        yield Items(lines, role="lines", shown=SHOWN, more="warnings")


def _each(problems: Iterable[Problem], kind: str, tone: Tone) -> Iterator[Item]:
    for problem in problems:
        hint = f" (nearest: {problem.nearest})" if problem.nearest else ""
        clauses = (note(str(problem.place)), note(kind, tone), note(f"{problem.message}{hint}"))
        yield Item(Line(clauses, between=": "))


def _summary(report: Report) -> Line:
    count, cited = report.grounding, report.citations
    problems = many(len(report.problems), "problem")
    text = f"{problems}, {many(len(report.warnings), 'warning')}."
    if report.assumptions or cited.total:
        verb = "names it" if count["implied"] == 1 else "names them"
        text += (
            f" {many(report.assumptions, 'assumption')}: {count['stated']} stated, "
            f"{count['inferred']} inferred, {count['unsourced']} unsourced; "
            f"{many(count['implied'], 'option')} implied (no line under `now` {verb}). "
            f"{many(cited.total, 'citation')}, {cited.verified} verified."
        )
    return Line((note(text),))
