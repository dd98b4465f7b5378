"""The answer in stages, what can be asked on demand, and a what-if beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from standoff.app.web import suppose
from standoff.app.web.show import question
from standoff.app.web.show.frame import change, verdicts
from standoff.app.web.state import Snapshot, State
from standoff.app.web.view.answer import AnswerView, StageView, WhatIfView
from standoff.app.web.view.word import Choice
from standoff.problem import CaseError, ConditionError, StandoffError, UnknownName
from standoff.report.document import Document
from standoff.report.english import GLOSSARY
from standoff.report.wording import capital


def answer(state: State, reading: str, variant: str = "", every: bool = False) -> AnswerView:
    """The answer as far as it is known: stage 1 at once, the others where they were computed before."""
    from standoff.analysis.judge.compare import Comparison
    from standoff.record import plain
    from standoff.report.tell.compare import tell

    snapshot = state.snapshot()
    asked = snapshot.readings if every else (reading,)
    found, cannot, records = [], [], []
    late: list[dict[int, Any]] = []
    for name in asked:
        chosen = variant if name == reading else ""
        try:
            one = state.answer(snapshot, name, chosen)
        except CaseError as error:
            cannot.append((name, state.told(error)))
            continue
        except StandoffError as error:
            cannot.append((name, capital(state.told(error))))
            continue
        found.append(one)
        known = state.answers.get(("late", *state.answer_key(snapshot, name, chosen)), {})
        late.append(known)
        best = max(known, default=1)
        records.append(known[best]["answer"] if known else plain(one))
    stages = [
        StageView(1, "Where it comes to rest", tell(Comparison(tuple(found))) if found else None)
    ]
    if not found:
        stages = [
            StageView(1, "Where it comes to rest", None, "none", "; ".join(w for _, w in cannot))
        ]
    for stage, name in ((2, "What it rests on"), (3, "What would make it follow")):
        known = [one[stage]["document"] for one in late if stage in one]
        document = known[0] if len(known) == len(found) == 1 else _joined(known) if known else None
        stages.append(StageView(stage, name, document, "ready" if document else "coming"))
    return AnswerView(
        "" if every else reading,
        tuple(stages),
        {"readings": records},
        question.choices(snapshot, reading, variant),
        tuple(cannot),
        report=late[0][2]["parts"]["moves"] if len(late) == 1 and 2 in late[0] else None,
        pinned=tuple(question.pinned(snapshot, snapshot.merged(reading, variant)[0])),
    )


def _joined(documents: Sequence[Document]) -> Document:
    blocks = tuple(block for one in documents for block in one.blocks)
    return Document(documents[0].title, blocks, glossary=GLOSSARY)


def whatif(
    state: State, reading: str, variant: str, changes: Sequence[Mapping[str, Any]], ticket: str = ""
) -> WhatIfView:
    """A what-if beside the answer as it stands. Raises what `suppose.apply` does."""
    from standoff.analysis.judge.compare import Comparison
    from standoff.record import plain
    from standoff.report.tell.compare import tell

    snapshot = state.snapshot()
    texts = suppose.texts_of(changes)
    for name in texts:
        if name not in snapshot.files:
            raise UnknownName("file", name, snapshot.files)
    draft = snapshot.with_texts(texts) if texts else snapshot
    merged = snapshot.merged(reading, variant)[0]
    before = _tried(state, snapshot, reading, variant, ())
    after = _tried(state, draft, reading, variant, changes)
    problems = draft.merged(reading, variant)[1].problems if texts else []
    both = not isinstance(before, str) and not isinstance(after, str)
    return WhatIfView(
        reading=reading,
        changes=suppose.words(draft.merged(reading, variant)[0], changes),
        answer=change(before, after),
        before={} if isinstance(before, str) else plain(before),
        now={} if isinstance(after, str) else plain(after),
        verdicts=tuple(verdicts(before, after)) if both else (),
        document=None if isinstance(after, str) else tell(Comparison((after,))),
        ticket=ticket,
        problems=snapshot.troubles(problems),
        options=tuple(Choice(str(o.name), o.gloss or o.id, o.actor) for o in merged.options),
    )


def _tried(
    state: State,
    snapshot: Snapshot,
    reading: str,
    variant: str,
    changes: Sequence[Mapping[str, Any]],
) -> Any:
    """Stage 1, or the words for why there is none; a change that names nothing is raised."""
    try:
        return state.answer(snapshot, reading, variant, changes)
    except (suppose.CannotSuppose, UnknownName, ConditionError):
        raise
    except CaseError as error:  # it begins with the name of a file
        return state.told(error).partition("\n")[0]
    except StandoffError as error:
        return capital(state.told(error).partition("\n")[0])
