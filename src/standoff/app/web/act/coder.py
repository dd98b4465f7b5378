"""A second coder: another person's desk beside ours, agreement field by field, each difference settled."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path

from standoff.app.web.act.decide import _now
from standoff.app.web.desk import Body, _word, folder
from standoff.app.web.show.card import HIDDEN
from standoff.app.web.state import Refused, State
from standoff.app.web.view.panel import AgreementRow, CoderView, DifferenceView
from standoff.problem import StandoffError, UnknownName
from standoff.store import records, sources
from standoff.store.records import Loaded
from standoff.text.annotation import (
    Record,
    to_json,
)
from standoff.text.desk import decision


def coder(state: State, body: Body) -> CoderView:
    """Another person's desk beside ours: how far both agree, where they differ; a difference settled."""
    desk = folder(state)
    typed = _word(body, "desk")
    if not typed or "\0" in typed:
        raise Refused("say where the other desk is")
    other = Path(typed).expanduser()
    theirs = sources.ids(other) if other.is_dir() else []
    shared = [id for id in sources.ids(desk) if id in theirs]
    if not shared:
        raise Refused(f"{other} holds none of these texts", 404)
    if body.get("take") is not None:
        _settle(state, desk, other, body)
    rows: list[AgreementRow] = []
    differences: list[DifferenceView] = []
    trouble: list[str] = []
    ours_, theirs_ = [], []
    for id in shared:
        try:
            mine, yours = records.load(desk, id), records.load(other, id)
        except StandoffError as error:
            trouble.append(state.told(error))
            continue
        if mine.annotation.sha256 != yours.annotation.sha256:
            trouble.append(f"{id} is another text there: it is left out")
            continue
        ours_ += [_apart(id, r) for r in mine.annotation.records]
        theirs_ += [_apart(id, r) for r in yours.annotation.records]
        differences += _differences(mine, yours)
    for row in decision.agreement(ours_, theirs_):
        rows.append(AgreementRow(row.kind, row.field, row.both, row.same, row.alpha))
    return CoderView(str(other), tuple(rows), tuple(differences), tuple(trouble))


def _apart(id: str, record: Record) -> Record:
    """A record at a place that no other text has: texts are compared together."""
    shift = int.from_bytes(id.encode()[:8].ljust(8, b"\0")) << 32
    return dataclasses.replace(record, start=record.start + shift, end=record.end + shift)


def _by_place(loaded: Loaded) -> Mapping[tuple[str, int, int], Record]:
    return {(r.KIND, r.start, r.end): r for r in loaded.annotation.records if r.decided}


def _differences(mine: Loaded, yours: Loaded) -> Iterator[DifferenceView]:
    ours, theirs = _by_place(mine), _by_place(yours)
    for key in sorted(ours.keys() & theirs.keys(), key=lambda key: (key[1], key[2], key[0])):
        one, two = ours[key], theirs[key]
        number = mine.annotation.sentence_at(one.start).number
        for name, first, second in _unlike(one, two):
            yield DifferenceView(
                mine.annotation.source, one.id, number, one.quote, name, first, second
            )


def _unlike(one: Record, two: Record) -> Iterator[tuple[str, str, str]]:
    kept = [r.accepted for r in (one, two)]
    if kept[0] != kept[1]:
        yield "state", one.state, two.state
        return
    if not all(kept):
        return
    hidden = HIDDEN - {"depth"}
    for part in dataclasses.fields(one):
        first, second = getattr(one, part.name), getattr(two, part.name, None)
        if part.name not in hidden and first != second:
            yield part.name, str(first), str(second)


def _settle(state: State, desk: Path, other: Path, body: Body) -> None:
    id, record, take_ = (_word(body, key) for key in ("source", "record", "take"))
    if take_ not in ("ours", "theirs"):
        raise Refused("take `ours` or `theirs`")
    if id not in sources.ids(desk) or id not in sources.ids(other):
        raise UnknownName("text", id, sources.ids(desk))
    mine, yours = records.load(desk, id), records.load(other, id)
    known = {r.id: r for r in mine.annotation.records}
    if record not in known:
        raise UnknownName("record", record, known)
    one = known[record]
    two = _by_place(yours).get((one.KIND, one.start, one.end))
    if two is None:
        raise Refused("there is no such difference any more", 409)
    if take_ == "theirs":
        action = "reject" if two.state == "rejected" else "edit"
        changes = {
            part.name: to_json(two).get(part.name, getattr(two, part.name))
            for part in dataclasses.fields(two)
            if part.name not in ("id", "state", "by", "at", "rule", "quote", "start", "end", "note")
        }
    else:
        action, changes = "reject" if one.state == "rejected" else "accept", {}
    _, step = decision.decide(
        mine.annotation.records, record, action, by=state.coder, at=_now(), text=mine.text,
        changes=changes if action == "edit" else None,
    )  # fmt: skip
    after = {**step.after, "note": f"settled with {other.name}: {take_}"}
    step = dataclasses.replace(step, after=after)
    if records.enter(desk, id, [step]).done:
        state.decided.append((id, 1))
