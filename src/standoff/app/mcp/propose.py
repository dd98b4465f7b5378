"""Proposals: they wait in the desk until a person decides them, in the app or with `standoff desk`.

Each is held against its sentence before it is kept; one that misquotes is refused with the reason, and
counted with what else was thrown away of the text. What a person decided is never touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from standoff.app.mcp.tool import Given, Unfit
from standoff.app.mcp.work import Work
from standoff.case.make.proposed import Misquote, proposed_line, proposed_record
from standoff.problem import StandoffError, clean
from standoff.store.records import Loaded, propose
from standoff.text.annotation import STATES, Record, to_json

AT_ONCE, WAITING = 50, 500
"""Proposals that are taken a call, and that may wait for a person in a text."""


def records(work: Work, given: Given) -> Mapping[str, Any]:
    """Records proposed for a text of the desk."""

    def made(loaded: Loaded, item: Mapping[str, Any]) -> Record:
        return proposed_record(loaded.text, loaded.annotation.sentences, item)

    return _propose(work, given["text"], given["records"], made)


def lines(work: Work, given: Given) -> Mapping[str, Any]:
    """Lines of a case proposed for sentences of a text of the desk."""

    def made(loaded: Loaded, item: Mapping[str, Any]) -> Record:
        annotation = loaded.annotation
        return proposed_line(loaded.text, annotation.source, annotation.sentences, item)

    return _propose(work, given["text"], given["lines"], made)


def _propose(
    work: Work,
    id: str,
    items: Sequence[Mapping[str, Any]],
    make: Callable[[Loaded, Mapping[str, Any]], Record],
) -> Mapping[str, Any]:
    desk, loaded = work.desk_text(id)
    before = sum(map(_waits, loaded.annotation.records))
    if before + len(items) > WAITING:
        raise Unfit(f"{before} proposals wait for a person in {id}: at most {WAITING} may")
    outcome: dict[int, str] = {}
    fit: dict[int, Record] = {}
    misquoted = 0
    for at, item in enumerate(items):
        try:
            fit[at] = make(loaded, item)
        except StandoffError as error:
            misquoted += isinstance(error, Misquote)
            outcome[at] = clean(str(error))
    after, became = propose(desk, id, fit.values(), misquoted)
    taken: dict[int, Record] = {}
    for at, one in zip(fit, became, strict=True):
        if isinstance(one, str):
            outcome[at] = one
        else:
            taken[at] = one
    return {
        "text": id,
        "proposed": [_told(after, one, item=at) for at, one in taken.items()],
        "refused": [{"item": at, "why": outcome[at]} for at in sorted(outcome)],
        "counts": {
            "proposed": len(taken),
            "refused": len(outcome),
            "waiting": sum(map(_waits, after.annotation.records)),
            "misquoted_so_far": after.annotation.thrown_away,
        },
        "next": "A person decides in the app or with `standoff desk walk`; you cannot.",
    }


def proposals(work: Work, given: Given) -> Mapping[str, Any]:
    """What an assistant proposed for a text, and what a person made of it."""
    _, loaded = work.desk_text(given["text"])
    own = [one for one in loaded.annotation.records if one.of_assistant]
    asked = given.get("state")
    count = Counter(one.state for one in own)
    return {
        "text": given["text"],
        "counts": {state: count[state] for state in STATES},
        "misquoted_so_far": loaded.annotation.thrown_away,
        "records": [_told(loaded, one) for one in own if asked in (None, one.state)],
    }


def _waits(record: Record) -> bool:
    return record.of_assistant and not record.decided


def _told(loaded: Loaded, record: Record, **more: Any) -> Mapping[str, Any]:
    """A record as `standoff desk records --json` prints it."""
    sentence = loaded.annotation.sentence_at(record.start).id
    return {**more, "source": loaded.annotation.source, "sentence": sentence, **to_json(record)}
