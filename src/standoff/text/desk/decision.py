"""What a person makes of records: accept, edit, reject, undo. Nothing here ever changes a decided record
unasked: a new reading of the text adds proposals beside it and takes away only old proposals."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standoff.problem import StandoffError, UnknownName
from standoff.text.annotation import (
    Annotation,
    Line,
    Record,
    from_json,
    numbered,
    renamed,
    to_json,
)
from standoff.text.desk.field import actors_of, checked

ACTIONS = ("accept", "edit", "reject", "undo")
CONTESTED = "contested"
"""In a log: a decision that came too late, because somebody else had decided otherwise meanwhile."""
_NEW_STATE = {"accept": "accepted", "edit": "edited", "reject": "rejected"}
_FIXED = frozenset(("record", "id", "state", "by", "at", "rule", "quote"))


class CannotDecide(StandoffError):
    """A decision that does not fit: nothing to undo, a field that is not there, a span outside the text."""


@dataclass(frozen=True)
class Decision:
    """One step of a person, with the record as it was before, so that it can be taken back."""

    record: str
    action: str
    by: str
    at: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def decide(
    records: Sequence[Record],
    id: str,
    action: str,
    *,
    by: str,
    at: str,
    text: str = "",
    changes: Mapping[str, Any] | None = None,
) -> tuple[tuple[Record, ...], Decision]:
    """Decide one record; gives all records with the one changed, and the step for the log.

    action   accept, edit (with `changes`: field -> value; a new span takes its quote from `text`),
             or reject
    raises   UnknownName   no record with this id
             CannotDecide  a change of a field that is not the person's to change
    """
    found = {r.id: r for r in records}
    if id not in found:
        raise UnknownName("record", id, found)
    if action not in _NEW_STATE:
        raise UnknownName("action", action, ACTIONS)
    before = found[id]
    actors = actors_of(records) if action == "edit" else ()
    after = _changed(before, changes or {}, text, actors) if action == "edit" else before
    after = dataclasses.replace(after, state=_NEW_STATE[action], by=by, at=at)
    step = Decision(id, action, by, at, to_json(before), to_json(after))
    return _with(records, after), step


def undo(
    records: Sequence[Record], log: Sequence[Decision], *, by: str, at: str
) -> tuple[tuple[Record, ...], Decision]:
    """Take back the last step that was not taken back yet; the log grows, it never shrinks.

    Steps on records that are no longer there are passed over. Of a record that moved with its text only
    the decision is taken back: it stays where it is now.
    raises  CannotDecide  nothing is left to take back
    """
    there = {record.id: record for record in records}
    open_steps: list[Decision] = []
    for step in log:
        if step.action == "undo":
            open_steps.pop() if open_steps else None
        elif step.action != CONTESTED and step.record in there:
            open_steps.append(step)
    if not open_steps:
        raise CannotDecide("there is no decision left to take back")
    last = open_steps[-1]
    now, before = there[last.record], from_json(last.before)
    if plain(now) != last.after:
        before = dataclasses.replace(now, state=before.state, by=before.by, at=before.at)
    return _with(records, before), Decision(
        last.record, "undo", by, at, to_json(now), to_json(before)
    )


def plain(record: Record) -> Any:
    """A record's values as JSON holds them."""
    return json.loads(json.dumps(to_json(record)))


def settle(
    records: Sequence[Record], steps: Iterable[Decision]
) -> tuple[tuple[Record, ...], tuple[Decision, ...], tuple[Decision, ...]]:
    """Decisions made on records as somebody saw them, taken to the records as they are now.

    Gives the records, the steps done, and those contested: their record was decided otherwise meanwhile.
    A record decided just so meanwhile stays as it is, and the step says that nothing changed.
    """
    current = {record.id: record for record in records}
    done: list[Decision] = []
    contested: list[Decision] = []
    for step in steps:
        record = current.get(step.record)
        now = None if record is None else plain(record)
        before, after = (json.loads(json.dumps(dict(part))) for part in (step.before, step.after))
        if record is not None and now == before:
            current[step.record] = from_json(after)
            done.append(step)
        elif now is not None and _outcome(now) == _outcome(after):
            done.append(dataclasses.replace(step, before=now, after=now))
        else:
            contested.append(dataclasses.replace(step, action=CONTESTED, before=now or {}))
    return tuple(current[r.id] for r in records), tuple(done), tuple(contested)


def _outcome(values: Mapping[str, Any]) -> dict[str, Any]:
    """What a decision comes to, whoever made it and when."""
    return {name: value for name, value in values.items() if name not in ("by", "at")}


def _with(records: Sequence[Record], changed: Record) -> tuple[Record, ...]:
    return tuple(changed if r.id == changed.id else r for r in records)


def _changed(
    record: Record, changes: Mapping[str, Any], text: str, actors: Iterable[str]
) -> Record:
    """The record with a person's changes; the quote follows the span."""
    values = to_json(record)
    fields = {f.name for f in dataclasses.fields(record)} - _FIXED
    for name, value in changes.items():
        if name not in fields:
            raise CannotDecide(
                f"a {record.KIND} has no {name!r} to edit; it has {', '.join(sorted(fields))}"
            )
        if name not in ("start", "end"):
            value, trouble = checked(record, name, value, text, actors)
            if trouble:
                raise CannotDecide(trouble)
        values[name] = value
    first, last = values.get("earliest") or "", values.get("latest") or ""
    if first and last and first > last:
        raise CannotDecide(f"{first} is after {last}: a time begins before it ends")
    start, end = values["start"], values["end"]
    if not (
        type(start) is int and type(end) is int and 0 <= start < end <= max(len(text), record.end)
    ):
        raise CannotDecide(f"{start}-{end} is not a span of the text")
    if (start, end) != (record.start, record.end):
        values["quote"] = text[start:end]
        if values["record"] == "attribution" and "content" not in changes:
            values["content"] = [start, end]
    return from_json(values)


def reread(old: Annotation, new: Annotation) -> Annotation:
    """A new reading of the same text, joined with what a person decided on the old one.

    Decided records stay exactly as they are, and so do an assistant's proposals, which no reading makes
    again. Of the new proposals those at the place of a decided record of their kind are left out: that
    question was answered.
    """
    kept = [r for r in old.records if r.decided or r.of_assistant]
    answered = _answered(kept)
    fresh = [
        renamed(r, "")
        for r in new.records
        if (r.KIND, r.start, r.end) not in answered and not r.of_assistant
    ]
    return dataclasses.replace(new, records=numbered([*kept, *fresh], [r.id for r in kept]))


def known(records: Iterable[Record], new: Record) -> str:
    """Why a proposal is no new one, in words; empty if it is. One place may bear several lines."""
    records = tuple(records)
    for record in records:
        if _says(record) == _says(new):
            who = f" by {record.by}" if record.by else ""
            return f"it is {record.state}{who} already" if record.decided else "it waits already"
    if not isinstance(new, Line) and (new.KIND, new.start, new.end) in _answered(records):
        return f"a person has decided on the {new.KIND} that was proposed here"
    return ""


def _answered(records: Iterable[Record]) -> set[tuple[str, int, int]]:
    """The kinds and places on which a person has decided."""
    decided = [r for r in records if r.decided]
    return {(r.KIND, r.start, r.end) for r in decided} | {_place_of_id(r) for r in decided}


def _says(record: Record) -> Record:
    """A record without who proposed it and what was decided."""
    return dataclasses.replace(record, id="", state="proposed", by="", at="", note="", rule="")


def _place_of_id(record: Record) -> tuple[str, int, int]:
    """Where a record was proposed, which its id still says after an edit moved it."""
    kind, _, place = record.id.partition(":")
    start, _, end = place.split(".", 1)[0].partition("-")
    if start.isdigit() and end.isdigit():
        return kind, int(start), int(end)
    return record.KIND, record.start, record.end


@dataclass(frozen=True)
class Agreement:
    """How far two coders agree on one field of one kind.

    both, one, two  records that both have at a place, only the first, only the second
    same            of those both have, how many agree on the field
    alpha           Krippendorff's alpha (nominal) over those both have; None where it is undefined
    """

    kind: str
    field: str
    both: int
    one: int
    two: int
    same: int
    alpha: float | None


_COMPARED: Mapping[str, tuple[str, ...]] = {
    "mention": ("actor", "via"), "attribution": ("holder", "kind", "depth"),
    "event": ("source", "target", "category", "status"), "offer": ("giver", "taker", "answer"),
    "date": ("earliest", "latest", "granularity"), "mark": ("kind",), "option": ("actor",),
    "wish": ("actor", "direction"), "cannot": ("actor",), "conclusion": ("horizon",),
    "flag": ("role",), "pair": ("verdict",), "name": ("slug",), "line": ("section", "line"),
}  # fmt: skip


def agreement(one: Iterable[Record], two: Iterable[Record]) -> list[Agreement]:
    """Compare two coders' kept records (accepted or edited) by place and field."""
    first, second = _kept(one), _kept(two)
    found: list[Agreement] = []
    for kind, fields in _COMPARED.items():
        mine = {k[1:]: r for k, r in first.items() if k[0] == kind}
        other = {k[1:]: r for k, r in second.items() if k[0] == kind}
        shared = sorted(mine.keys() & other.keys())
        if not mine and not other:
            continue
        for field in fields:
            pairs = [(getattr(mine[k], field), getattr(other[k], field)) for k in shared]
            found.append(
                Agreement(
                    kind, field, len(shared), len(mine) - len(shared), len(other) - len(shared),
                    sum(a == b for a, b in pairs), _alpha(pairs),
                )
            )  # fmt: skip
    return found


def _kept(records: Iterable[Record]) -> dict[tuple[str, int, int], Record]:
    return {(r.KIND, r.start, r.end): r for r in records if r.accepted}


def _alpha(pairs: Sequence[tuple[object, object]]) -> float | None:
    """Krippendorff's alpha for two coders, nominal values, nothing missing."""
    values = [str(v) for pair in pairs for v in pair]
    n = len(values)
    differ = sum(str(a) != str(b) for a, b in pairs) * 2
    counts = {v: values.count(v) for v in set(values)}
    expected = n * n - sum(c * c for c in counts.values())
    if n < 2 or expected == 0:
        return None
    return 1 - (n - 1) * differ / expected
