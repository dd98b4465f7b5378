"""Decisions on records, each logged and taken back step by step, as from the terminal."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from standoff.app.web.desk import QUEUE, Body, Who, _word, enter, folder, text_of, waits
from standoff.app.web.show.card import ADDABLE, card
from standoff.app.web.state import Refused, State
from standoff.app.web.view.texts import Card
from standoff.problem import UnknownName
from standoff.store import records, sources
from standoff.store.write import locked
from standoff.text.annotation import (
    AUTHOR,
    from_json,
    numbered,
)
from standoff.text.desk import decision
from standoff.text.find.word.lexicon import code_of, slug


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def decide(state: State, body: Body) -> Mapping[str, Any]:
    """Decide records, each as it was seen; all of one request are one step of `undo`."""
    id = _word(body, "source")
    asked = body.get("decisions")
    if (
        not isinstance(asked, list)
        or not asked
        or not all(isinstance(each, dict) for each in asked)
    ):
        raise Refused("`decisions` is a list of objects")
    with state.lock:
        loaded = text_of(state, id)
        now = {record.id: record for record in loaded.annotation.records}
        steps, late = [], []
        for each in asked:
            record = _word(each, "id")
            if record not in now:
                raise UnknownName("record", record, now)
            seen = each.get("seen")
            if seen is not None and seen != now[record].state:
                late.append(record)
                continue
            changes = each.get("changes") or {}
            if not isinstance(changes, dict):
                raise Refused("`changes` is an object")
            _, step = decision.decide(
                loaded.annotation.records, record, _word(each, "action"),
                by=state.coder, at=_now(), text=loaded.text, changes=changes,
            )  # fmt: skip
            steps.append(step)
        entered = enter(state, id, steps) if steps else records.Entered(loaded)
        if entered.done:
            state.decided.append((id, len(entered.done)))
    who = Who(state)
    after = entered.loaded.annotation
    touched = {_word(each, "id") for each in asked}
    start = max((r.start for r in after.records if r.id in touched), default=0)
    open_ = [r for r in after.records if r.state == "proposed" and r.KIND in QUEUE]
    following = next((r.id for r in open_ if r.start >= start), open_[0].id if open_ else "")
    return {
        "done": len(entered.done),
        "contested": [*late, *(step.record for step in entered.contested)],
        "cards": [card(entered.loaded, r, who) for r in after.records if r.id in touched],
        "next": following,
        "waiting": waits(after),
    }


def undo(state: State, body: Body) -> Mapping[str, Any]:
    """Take back the last decision on a text, or the last ones that were made at once."""
    desk = folder(state)
    with state.lock:
        id = _word(body, "source") or (state.decided[-1][0] if state.decided else "")
        if not id:
            raise Refused("there is no decision left to take back", 409)
        count = 1
        for at in range(len(state.decided) - 1, -1, -1):
            if state.decided[at][0] == id:
                count = state.decided.pop(at)[1]
                break
        undone: list[str] = []
        loaded = text_of(state, id)
        for _ in range(count):
            log = records.read_log(desk, id)
            _, step = decision.undo(loaded.annotation.records, log, by=state.coder, at=_now())
            loaded = enter(state, id, [step]).loaded
            undone.append(step.record)
    who = Who(state)
    touched = set(undone)
    return {
        "undone": f"{len(undone)} {'decision' if len(undone) == 1 else 'decisions'}",
        "source": id,
        "cards": [card(loaded, r, who) for r in loaded.annotation.records if r.id in touched],
        "next": undone[-1],
        "waiting": waits(loaded.annotation),
    }


def add(state: State, body: Body) -> Card:
    """A record that the machine missed: words marked by a person, kept as accepted by them."""
    desk, id, kind = folder(state), _word(body, "source"), _word(body, "kind")
    if kind not in ADDABLE:
        raise UnknownName("kind", kind, ADDABLE)
    start, end = body.get("start"), body.get("end")
    fields = body.get("fields") or {}
    if not isinstance(fields, dict):
        raise Refused("`fields` is an object")
    with state.lock, locked(desk):
        if id not in sources.ids(desk):
            raise UnknownName("text", id, sources.ids(desk))
        loaded = records.load(desk, id)
        text = loaded.text
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
            raise Refused("mark some words of the text")
        values = {**ADDABLE[kind], **_given(kind, text, start, end), **fields}
        values |= {
            "record": kind,
            "start": start,
            "end": end,
            "quote": text[start:end],
            "rule": "by hand",
        }
        for fixed in ("id", "state", "by", "at"):
            values.pop(fixed, None)
        taken = [r.id for r in loaded.annotation.records]
        (new,) = (
            r
            for r in numbered([*loaded.annotation.records, from_json(values)], taken)
            if r.id not in taken
        )
        every = numbered([*loaded.annotation.records, new], [*taken, new.id])
        backend = loaded.annotation.backend or "by hand"
        annotation = dataclasses.replace(loaded.annotation, records=every, backend=backend)
        records.save(desk, annotation, kept=loaded.kept)
        _, step = decision.decide(every, new.id, "accept", by=state.coder, at=_now())
        entered = enter(state, id, [step])
        state.decided.append((id, 1))
    kept = next(r for r in entered.loaded.annotation.records if r.id == new.id)
    return card(entered.loaded, kept, Who(state))


def _given(kind: str, text: str, start: int, end: int) -> Mapping[str, Any]:
    """What follows from the words marked."""
    quote = text[start:end]
    match kind:
        case "mention":
            return {"actor": code_of(quote)}
        case "name":
            return {"slug": slug(quote)}
        case "attribution":
            return {"cue": [start, start], "content": [start, end], "holder": AUTHOR}
        case "option":
            return {"actor": "", "phrase": quote}
        case "offer":
            return {"giver": "", "taker": "", "gives": [start, end]}
        case "date":
            return {"earliest": "", "latest": ""}
    return {}
