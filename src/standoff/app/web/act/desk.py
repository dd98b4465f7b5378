"""Texts taken in: frozen beside the case, asked about, and read."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

from standoff.app.web.act.open import desk_of
from standoff.app.web.act.write import commit, source_file, step
from standoff.app.web.desk import FACTS, NAMES, Body, _word, folder, foreign_of, names
from standoff.app.web.show.frame import missing_reader
from standoff.app.web.show.texts import form, source_row
from standoff.app.web.state import Refused, State
from standoff.app.web.view.texts import SourceRow
from standoff.case.change import add_key
from standoff.case.format.source import PRIVATE, SOURCE_ID, set_fact
from standoff.case.reading import sources_of
from standoff.citation import Period
from standoff.problem import UnknownName
from standoff.store import records, settings, sources
from standoff.store.folder import READINGS, SOURCES
from standoff.store.write import Change, Changed, file_text, locked, write_all


def take(state: State, data: bytes, name: str, id: str = "") -> Mapping[str, Any]:
    """Freeze a text in the desk; begins a reading for it in a case that has one for each text."""
    if state.desk is None:
        if state.root is None:
            raise Refused("open a case, or start one, before its texts", 409, ask="open")
        if state.readonly:
            raise Refused(state.readonly, 409, ask="copy")
        state.desk = desk_of(state.root)
        settings.remember(state.snapshot().case, desk=state.desk)
    plain = PureWindowsPath(PurePosixPath(name).name).name.replace("\0", "")
    if not plain.strip("."):
        raise Refused("a text has a file name")
    if id and not SOURCE_ID.fullmatch(id):
        raise Refused(f"{id!r} is no id of a text: letters, digits, `.`, `_` and `-`")
    state.desk.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as beside:
        path = Path(beside) / plain[-120:]
        path.write_bytes(data)
        try:
            found = sources.import_file(state.desk, path, id)
        except sources.CannotImport as error:
            raise Refused(str(error), 409, ask="id") from None
    new = found.source.id
    _begin_reading(state, new)
    return {"source": source_row(state, new), "ask": form(state, new)}


def _begin_reading(state: State, id: str) -> None:
    """A file for what a text says, and one for its sentences, where a case can take them."""
    if state.root is None or state.readonly:
        return
    with state.lock:
        snapshot = state.snapshot()
        case = snapshot.case
        shared = case.base.wants or case.base.conclusions or case.base.offers
        if (not case.readings and shared) or id == "base":
            return
        root = snapshot.root
        changes = []
        if id not in sources_of(case):
            text = source_file(state, id)
            changes.append(Change(root / SOURCES / f"{id}.yaml", None, text))
        if id not in case.readings:
            text = f"# What {id} says, at its own time.\n"
            for actor in case.base.actors:
                text = _undecided(text, actor.name)
            changes.append(Change(root / READINGS / f"{id}.yaml", None, text))
        with suppress(Changed):
            write_all(change for change in changes if file_text(change.path) is None)


def _undecided(text: str, actor: str) -> str:
    from standoff.app.web.act.line import STANCES

    return add_key(text, ("wants",), actor, "undecided") if "undecided" in STANCES else text


def state_facts(state: State, body: Body) -> SourceRow:
    """What a person says of a text: kept in the desk, and in the case's record of the source."""
    desk, id = folder(state), _word(body, "id")
    if id not in sources.ids(desk):
        raise UnknownName("text", id, sources.ids(desk))
    facts = {key: " ".join(_word(body, key).split()) for key in FACTS if key in body}
    if facts.get("date"):
        try:
            Period.parse(facts["date"])
        except ValueError as error:
            raise Refused(str(error), 422) from None
    if facts.get("language") and not re.fullmatch(
        r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", facts["language"]
    ):
        raise Refused("a language is written as en, ar, fa, he, ru", 422)
    if facts.get("private", "") not in ("", *PRIVATE):
        raise Refused(f"`private` is {' or '.join(PRIVATE)}", 422)
    sources.state_facts(desk, id, facts)
    _facts_in_case(state, id, facts)
    return source_row(state, id)


def _facts_in_case(state: State, id: str, facts: Mapping[str, str]) -> None:
    if state.root is None or state.readonly:
        return
    snapshot = state.snapshot()
    name, reading = f"{SOURCES}/{id}.yaml", f"{READINGS}/{id}.yaml"
    steps = []
    if name in snapshot.files:

        def stated(text: str) -> str:
            for key, value in facts.items():
                text = set_fact(text, key, value)
            return text

        steps.append(step(name, stated))
    if facts.get("date") and reading in snapshot.files and snapshot.case.readings[id].at is None:
        steps.append(step(reading, lambda text: add_key(text, (), "at", facts["date"])))
    changed = [
        one for one in steps if one.edit(snapshot.files[one.file], None) != snapshot.files[one.file]
    ]
    if changed:
        commit(state, changed, {}, f"what is known of {id}", records=False)


def same(state: State, body: Body) -> list[list[str]]:
    """Names that mean the same, kept in the desk for the next reading of its texts."""
    desk = folder(state)
    given = body.get("names")
    if not isinstance(given, list) or not all(
        isinstance(row, list) and row and all(isinstance(n, str) and n.strip() for n in row)
        for row in given
    ):
        raise Refused("`names` is a list of lists of names")
    for name in (name for row in given for name in row):
        if any(sign in name for sign in ":,\n\r#"):
            raise Refused(f"{name!r}: a name holds no colon, comma or #", 422)
    rows = names(state) if not body.get("replace") else {}
    for first, *others in given:
        rows.setdefault(first, []).extend(others)
    lines = ["# Names that mean the same, a line an actor."]
    lines += [f"{actor}: {', '.join(dict.fromkeys(also))}" for actor, also in rows.items()]
    path = desk / NAMES
    with locked(desk):
        write_all([Change(path, file_text(path), "\n".join(lines) + "\n")])
    return [[actor, *dict.fromkeys(also)] for actor, also in rows.items()]


def to_read(state: State, body: Body) -> dict[str, Any]:
    """What the job of reading is to do."""
    desk = folder(state)
    known = sources.ids(desk)
    asked = body.get("sources") or []
    if not isinstance(asked, list) or not all(isinstance(each, str) for each in asked):
        raise Refused("`sources` is a list of ids")
    if unknown := [id for id in asked if id not in known]:
        raise UnknownName("text", unknown[0], known)
    chosen = asked or [id for id in known if not records.header(desk, id)]
    backend = _word(body, "backend") or ("plain" if missing_reader() else "rules")
    by_hand = [id for id in chosen if foreign_of(state, id)]
    return {
        "desk": str(desk),
        "sources": chosen,
        "by_hand": by_hand,
        "backend": backend,
        "names": names(state),
    }
