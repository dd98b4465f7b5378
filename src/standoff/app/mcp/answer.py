"""What is answered about cases: each gives the record that `--json` prints, and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from standoff.app.cli.common import every_reading, listed, readings_asked, variants_of
from standoff.app.mcp.tool import Given, Run
from standoff.app.mcp.work import Work
from standoff.case.question import QUESTIONS, QuestionKind
from standoff.problem import StandoffError
from standoff.record import plain


def cases(work: Work, given: Given) -> Mapping[str, Any]:
    """The cases in the folder, with their readings and questions; of a faulty one how many faults."""
    every = []
    for name in work.cases():
        _, case, findings = work.loaded(name)
        about: dict[str, Any] = {"case": name, "title": case.base.title}
        problems = len(findings.problems)
        try:
            merged = every_reading(case) if not problems else ()
        except StandoffError as error:
            merged, problems = (), max(1, str(error).count("\n") + 1)
        about["readings"] = [
            {"id": one.name, "title": one.title, "questions": [each.id for each in one.questions]}
            for one in merged
        ]
        every.append({**about, "problems": problems})
    return {"cases": every}


def show(work: Work, given: Given) -> Mapping[str, Any]:
    """A case read aloud: actors, options by name, what holds, what each wants, with what it rests on."""
    from standoff.report.tell.case.show import aloud

    case = work.case(given.get("case"))
    asked = readings_asked(case, given.get("reading"))
    return {
        "readings": [
            {
                **plain(aloud(one)),
                "actors": [actor.name for actor in one.actors],
                "options": {str(option.full): option.gloss for option in one.options},
            }
            for one in asked
        ]
    }


def check(work: Work, given: Given) -> Any:
    """Everything wrong or doubtful, against the texts that are handed over."""
    from standoff.case.build import build
    from standoff.case.check.folder import check_folder

    name, case, findings = work.loaded(given.get("case"))
    with work.budget().held():
        return check_folder(case, findings, work.of_case(name), model_checks=(build,))


def compare(work: Work, given: Given) -> Any:
    """Where each reading comes to rest, and whether its author's conclusions follow."""
    from standoff.analysis.judge.compare import Comparison, answer_within

    case, budget = work.case(given.get("case")), work.budget(given.get("seconds"))
    every = every_reading(case)
    return Comparison.of(
        answer_within(budget, one, variants_of(case, one), False, readings=every)
        for one in readings_asked(case, given.get("reading"))
    )


def explain(work: Work, given: Given) -> Mapping[str, Any]:
    """Why each actor stays in a situation or would move."""
    from standoff.face.case import Case
    from standoff.face.reading import Reading

    taken, actor = listed(given.get("state", "today")), given.get("actor")
    state: str | list[str] = "today" if taken == ["today"] else taken
    case = work.case(given.get("case"))
    answers: list[Any] = []
    with work.budget(given.get("seconds")).held():
        for one in readings_asked(case, given.get("reading")):
            found = Reading(Case(case), one).explain(
                [] if state == ["nothing"] else state, *([actor] if actor else [])
            )
            told = found.to_dict()
            answers += told if isinstance(told, list) else [told]
    return {"answers": answers}


def ask(work: Work, given: Given) -> Mapping[str, Any]:
    """The answer sheets of the questions that a case asks."""
    from standoff.analysis.asking import Around, questions_asked
    from standoff.analysis.question import sheet
    from standoff.report.tell.sheet import told

    case, budget = work.case(given.get("case")), work.budget(given.get("seconds"))
    every = every_reading(case)
    asked = questions_asked(
        readings_asked(case, given.get("reading")), given.get("question"), every
    )
    sheets = (
        sheet(one, each, Around(every, variants_of(case, one)), budget) for one, each in asked
    )
    return {"questions": plain([told(one) for one in sheets])}


def question(kind: QuestionKind) -> Run:
    """What answers a kind of question, put as on the command line."""
    return partial(_question, kind)


def _question(kind: QuestionKind, work: Work, given: Given) -> Mapping[str, Any]:
    from standoff.analysis.asking import Command

    case, name = work.case(given.get("case")), given.get("reading")
    asked = Command(
        lambda: every_reading(case),
        lambda: tuple(readings_asked(case, name)),
        lambda reading: variants_of(case, reading),
        about=given.get(about(kind)),
        within=name is not None,
        parameters={
            each.name: given.get(each.name, each.default)
            for each in kind.parameters
            if each.name != "save"
        },
    )
    with work.budget(given.get("seconds")).held():
        return {"answers": plain(list(kind.answers("command")(asked)))}


def about(kind: QuestionKind) -> str:
    """The parameter that says what a question is about, as its option on the command line."""
    return kind.flag.lstrip("-") or "ask"


KINDS = tuple(kind for kind in QUESTIONS.values() if kind.id != "compare")
"""The kinds of question that are tools of their own."""
