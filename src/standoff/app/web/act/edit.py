"""Every other change of a case: an edit of `standoff.case.format` at the place where a page showed it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from standoff.app.web.act.keep import pin, unpin
from standoff.app.web.act.key import key_place, place_of, set_key, without_key
from standoff.app.web.act.line import (
    STANCES,
    Body,
    line,
    needed,
    new_reading,
    one_line,
    open_wishes,
    scope,
    stance_step,
    word,
)
from standoff.app.web.act.open import actor_id, quoted
from standoff.app.web.act.write import Step, commit, step
from standoff.app.web.act.write import moved as moved_place
from standoff.app.web.show.case import file as file_view
from standoff.app.web.show.frame import chosen
from standoff.app.web.show.line import entries, uses
from standoff.app.web.state import Refused, Snapshot, State
from standoff.app.web.view.line import LineUse, Preview
from standoff.case.change import (
    add_key,
    move_entry,
    remove_entry,
    tie,
    untie,
)
from standoff.case.format.line import print_line
from standoff.case.format.slice import CannotEdit, replace_entry
from standoff.case.format.source import SOURCE_ID, set_gloss
from standoff.case.reading import overlays
from standoff.case.rename import rename_actor, rename_option
from standoff.problem import Place, UnknownName
from standoff.store.folder import CASE, READINGS, SOURCES


def edit(state: State, body: Body) -> Preview:
    """One change of a case: see the table of operations."""
    op = word(body, "op")
    if op not in EDITS:
        raise UnknownName("operation", op, EDITS)
    snapshot = state.must_write()
    return EDITS[op](state, snapshot, body)


def _entry(snapshot: Snapshot, body: Body) -> tuple[str, Place]:
    file = word(body, "file")
    if file not in snapshot.files:
        raise UnknownName("file", file, snapshot.files)
    place = place_of({"line": body.get("line"), "column": body.get("column", 1)}, file)
    assert place is not None
    return file, place


def _raw_of(text: str, place: Place) -> str:
    lines = text.splitlines()
    return lines[place.line - 1].strip() if place.line <= len(lines) else ""


def _replace(state: State, snapshot: Snapshot, body: Body) -> Preview:
    file, place = _entry(snapshot, body)
    raw = one_line(word(body, "raw"))
    if not raw:
        raise Refused("the line is empty: take it away instead")
    moved = _copied(
        state,
        snapshot,
        body,
        place,
        lambda lines, at: [*lines[:at], f"- {raw}", *lines[at + 1 :]],
    )
    if moved is not None:
        return moved
    edited = Step(file, lambda text, at: replace_entry(text, _sure(at), raw), place)
    return commit(
        state,
        [edited, *needed(snapshot, _reading(snapshot, body), body)],
        body,
        f"the line “{raw}”",
    )


def _reading(snapshot: Snapshot, body: Body) -> str:
    return chosen(snapshot, word(body, "reading"))


def _sure(place: Place | None) -> Place:
    assert place is not None  # every step of an entry has one
    return place


def _copied(
    state: State,
    snapshot: Snapshot,
    body: Body,
    place: Place,
    change: Callable[[list[str], int], list[str]],
) -> Preview | None:
    """A change of a wish of an inherited list: asked for whom; for this reading, the list is copied."""
    reading = word(body, "reading")
    file = place.file
    if not reading or reading not in snapshot.readings or file == snapshot.file_of(reading):
        return None
    every = (
        (actor, each)
        for actor, wants in snapshot.merged(reading)[0].wants.items()
        for each in wants.lines
        if snapshot.name_of(each.place.file) == file and each.place.line == place.line
    )
    actor, each = next(every, ("", None))
    if each is None:
        return None
    owner, lines = scope(snapshot, reading, actor, body)
    if not lines:
        return None
    value = _untied(change(lines, lines.index(f"- {print_line(each)}"))) or "silent"
    made = step(owner, lambda text: add_key(text, ("wants",), actor, value), new_reading(reading))
    return commit(state, [made], body, f"what {actor} wants, in {reading} only")


def _untied(lines: list[str]) -> list[str]:
    """A list without ties that join nothing any more."""
    kept: list[str] = []
    for each in lines:
        if each != "- equal" or (kept and kept[-1] != "- equal"):
            kept.append(each)
    return kept[:-1] if kept and kept[-1] == "- equal" else kept


def _delete(state: State, snapshot: Snapshot, body: Body) -> Preview:
    file, place = _entry(snapshot, body)
    instead = word(body, "instead")
    if instead and instead not in STANCES:
        raise UnknownName("stance", instead, STANCES)
    moved = _copied(state, snapshot, body, place, lambda lines, at: [*lines[:at], *lines[at + 1 :]])
    if moved is not None:
        return moved
    raw = _raw_of(snapshot.files[file], place)

    def removed(text: str, at: Place | None) -> str:
        try:
            return remove_entry(text, _sure(at), instead)
        except CannotEdit:  # a key with its value: an option, a fact that is set
            from standoff.case.format.slice import delete_entry

            return delete_entry(text, _sure(at))

    actors = list(snapshot.merged(_reading(snapshot, body))[0].wants)
    open_again = open_wishes(actors) if not instead else (lambda _: False)
    return commit(
        state,
        [Step(file, removed, place)],
        body,
        f"“{raw}” taken away",
        expected=lambda p: bool(open_again(p)),
    )


def _move(state: State, snapshot: Snapshot, body: Body) -> Preview:
    file, place = _entry(snapshot, body)
    before = place_of(body.get("before"), file)

    def reordered(lines: list[str], at: int) -> list[str]:
        one = lines[at]
        rest = [*lines[:at], *lines[at + 1 :]]
        if before is None:
            return [*rest, one]
        target = _raw_of(snapshot.files[file], before)
        to = next((n for n, each in enumerate(rest) if each.split("  ")[0] in target), len(rest))
        return [*rest[:to], one, *rest[to:]]

    moved = _copied(state, snapshot, body, place, reordered)
    if moved is not None:
        return moved
    old = snapshot.files[file]
    base = state.seen.get((body.get("based") or {}).get(file, ""), old)

    def shifted(text: str, at: Place | None) -> str:
        to = before
        if before is not None and text != base:
            to = moved_place(base, text, before)
            if to is None:
                raise CannotEdit(f"{before}: no entry of this list stands here")
        return move_entry(text, _sure(at), to)

    raw = _raw_of(old, place)
    return commit(state, [Step(file, shifted, place)], body, f"“{raw}” moved")


def _tie(state: State, snapshot: Snapshot, body: Body) -> Preview:
    file, place = _entry(snapshot, body)
    change = tie if word(body, "op") == "tie" else untie
    edited = Step(file, lambda text, at: change(text, _sure(at)), place)
    return commit(
        state, [edited], body, f"“{_raw_of(snapshot.files[file], place)}” {change.__name__}d"
    )


def _insert(state: State, snapshot: Snapshot, body: Body) -> Preview:
    return line(state, {**body, "section": word(body, "section") or "wants"})


def _new_actor(state: State, snapshot: Snapshot, body: Body) -> Preview:
    name = word(body, "name")
    made = {**body, "actors": [{"name": name, "also": body.get("also") or []}]}
    steps = needed(snapshot, _reading(snapshot, body), made)
    expected = open_wishes([actor_id(name)])
    return commit(state, list(steps), body, f"the actor {name}", expected=expected)


def _new_option(state: State, snapshot: Snapshot, body: Body) -> Preview:
    made = {**body, "section": "options", "options": [body]}
    return line(state, made)


def _new_fact(state: State, snapshot: Snapshot, body: Body) -> Preview:
    made = {**body, "facts": [body]}
    steps = needed(snapshot, _reading(snapshot, body), made)
    return commit(state, list(steps), body, f"the fact {word(body, 'id')}")


def _stance(state: State, snapshot: Snapshot, body: Body) -> Preview:
    reading = _reading(snapshot, body)
    file = word(body, "file")
    if file.startswith(
        f"{READINGS}/"
    ):  # the file says whose list it is, whatever page it was asked from
        reading = chosen(snapshot, file[len(READINGS) + 1 : -len(".yaml")])
    one = stance_step(snapshot, reading, body)
    return commit(
        state, [one], body, f"{word(body, 'actor')}: {word(body, 'stance')}", reading=reading
    )


def _title(state: State, snapshot: Snapshot, body: Body) -> Preview:
    text = one_line(word(body, "text"))
    file = CASE if word(body, "scope") != "reading" else snapshot.file_of(_reading(snapshot, body))
    if not text:
        raise Refused("a title has words")
    edited = step(file, lambda old: set_key(old, (), "case", quoted(text)))
    return commit(state, [edited], body, f"the title “{text}”")


def _rename_actor(state: State, snapshot: Snapshot, body: Body) -> Preview:
    old, new = word(body, "old"), word(body, "new")
    known = {a.name for id in snapshot.readings for a in snapshot.merged(id)[0].actors}
    if old not in known:
        raise UnknownName("actor", old, known)
    if new in known:
        raise Refused(f"there is a {new} already", 422)
    steps = [step(name, lambda text: rename_actor(text, old, new)) for name in _written(snapshot)]
    return commit(state, steps, body, f"{old} is now {new}")


def _rename_option(state: State, snapshot: Snapshot, body: Body) -> Preview:
    known = {o.full: o for overlay, *_ in overlays(snapshot.case) for o in overlay.options}
    old, new = word(body, "old"), word(body, "new")
    short = [full for full, option in known.items() if option.id == old]
    old = short[0] if old not in known and len(short) == 1 else old
    if old not in known:
        raise UnknownName("option", old, known)
    new = new if "." in new else f"{known[old].actor}.{new}"
    steps = [
        step(name, lambda text: rename_option(text, old, new, known)) for name in _written(snapshot)
    ]
    return commit(state, steps, body, f"{old} is now {new}")


def _written(snapshot: Snapshot) -> list[str]:
    """The files that may name an actor or an option."""
    return [name for name in snapshot.files if name == CASE or name.startswith(f"{READINGS}/")]


def _nearest(state: State, snapshot: Snapshot, body: Body) -> Preview:
    """The name that a problem speaks of, written as the nearest known one."""
    file, place = _entry(snapshot, body)
    new = word(body, "new")
    known = file_view(state, file).problems
    trouble = next((t for t in known if (t.line, t.nearest) == (place.line, new)), None)
    every = snapshot.check().findings.problems if trouble is None else []
    old = _named(trouble.words if trouble else "", new)
    for problem in every:
        if (problem.place.line, problem.nearest) == (place.line, new):
            old = _named(problem.message, new)
    if not old:
        raise Refused("there is no such problem any more", 409)

    def mended(text: str, at: Place | None) -> str:
        lines = text.splitlines(keepends=True)
        row = _sure(at).line - 1
        if row >= len(lines) or old not in lines[row]:
            raise CannotEdit(f"`{old}` does not stand there any more")
        lines[row] = lines[row].replace(old, new, 1)
        return "".join(lines)

    return commit(state, [Step(file, mended, place)], body, f"{old} written as {new}")


def _named(words: str, new: str) -> str:
    names = re.findall(r"[`'\"]([^`'\"]+)[`'\"]", words)
    return next((name for name in names if name != new), "")


def _cite(state: State, snapshot: Snapshot, body: Body) -> Preview:
    """Records for all cited sentences that have none."""
    return commit(state, [step(CASE, lambda text: text)], body, "the missing sentence records")


def _remove_source(state: State, snapshot: Snapshot, body: Body) -> Preview:
    """A source taken out of the case, if nothing cites it; else what cites it is said."""
    id = word(body, "id")
    from standoff.case.reading import sources_of

    if id not in sources_of(snapshot.case):
        raise UnknownName("source", id, sources_of(snapshot.case))
    citing = cited_by(snapshot, id)
    if citing:
        count = f"{len(citing)} {'line cites' if len(citing) == 1 else 'lines cite'} it"
        raise Refused(f"{id} cannot be taken out: {count}", 409, uses=[vars(use) for use in citing])
    steps = []
    for name in _written(snapshot):
        if key_place(snapshot.files[name], ("sources", id)) is not None:
            steps.append(step(name, lambda text: without_key(text, ("sources", id))))
    own = f"{SOURCES}/{id}.yaml"
    gone = [own] if own in snapshot.files else []
    return commit(state, steps, body, f"the source {id} taken out", records=False, gone=gone)


def cited_by(snapshot: Snapshot, id: str) -> list[LineUse]:
    """Every line that cites a source."""
    numbers = {
        n
        for reading in snapshot.readings
        for entry in entries(snapshot.merged(reading)[0])
        for citation in getattr(entry, "citations", ())
        if citation.source == id
        for n in citation.sentences
    }
    return list(uses(snapshot, id, numbers)) if numbers else []


EDITS: Mapping[str, Callable[[State, Snapshot, Body], Preview]] = MappingProxyType(
    {
        "replace": _replace,
        "delete": _delete,
        "move": _move,
        "tie": _tie,
        "untie": _tie,
        "insert": _insert,
        "actor": _new_actor,
        "option": _new_option,
        "fact": _new_fact,
        "stance": _stance,
        "title": _title,
        "rename_actor": _rename_actor,
        "rename_option": _rename_option,
        "nearest": _nearest,
        "cite": _cite,
        "remove_source": _remove_source,
        "pin": pin,
        "unpin": unpin,
    }
)
"""What can be done to a case besides making a line."""


def gloss(state: State, body: Body) -> Preview:
    """The gloss of a sentence, in its record; the record is made where it is missing."""
    snapshot = state.must_write()
    id, number = word(body, "source"), body.get("sentence")
    if type(number) is not int:
        raise Refused("say which sentence, by its number")
    name = f"{SOURCES}/{id}.yaml"
    if not SOURCE_ID.fullmatch(id) or name not in snapshot.files:
        raise UnknownName(
            "source",
            id,
            [n[len(SOURCES) + 1 : -5] for n in snapshot.files if n.startswith(SOURCES)],
        )
    words = one_line(word(body, "gloss"))
    said = state.verbatim(snapshot).get((id, number), "")
    if words and said and one_line(said).casefold() == words.casefold():
        raise Refused("a gloss is in your own words: this is the sentence itself", 422)

    def set_words(text: str) -> str:
        try:
            return set_gloss(text, number, words)
        except KeyError:
            raise CannotEdit(f"{id}#s{number} has no record: no line cites it") from None

    return commit(
        state, [step(name, set_words)], body, f"the gloss of {id}#s{number}", records=False
    )
