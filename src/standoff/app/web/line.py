"""A sentence becomes a line: what a person chose, written as the case file has it.

Every change of a case is one of the edits of `standoff.case.format` (text to text, comments and order kept),
at the place where the page showed the entry. What is shared by all readings (actors, options, facts) is
written in `case.yaml`; what a text says, in the file of its reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

from standoff.app.web import show, suppose, view, write
from standoff.app.web.state import Refused, Snapshot, State
from standoff.app.web.write import Step, commit, step
from standoff.case.entry import Marks, Stance
from standoff.case.format.change import (
    add_entry,
    add_key,
    move_entry,
    remove_entry,
    tie,
    untie,
)
from standoff.case.format.line import print_line, print_tail, read_line
from standoff.case.format.rename import rename_actor, rename_option
from standoff.case.format.slice import CannotEdit, add_variant, line_starts, replace_entry
from standoff.case.format.source import SOURCE_ID, set_gloss
from standoff.case.format.yaml import Scalar, Table, compose
from standoff.case.format.yaml import Sequence as Items
from standoff.case.make.adopt import fresh, slug
from standoff.case.reading import BASE, overlays
from standoff.citation import Citation
from standoff.condition import OPTION_ID, RESERVED
from standoff.problem import Place, Problem, UnknownName
from standoff.store.folder import CASE, READINGS, SOURCES

Body: TypeAlias = Mapping[str, Any]
_LISTS = (
    "now",
    "impossible",
    "no_way_back",
    "offers",
    "author_concludes",
    "forecasts",
    "precedents",
)
_KIND: Mapping[str, str] = MappingProxyType(
    {
        "now": "wish",
        "impossible": "wish",
        "no_way_back": "wish",
        "wants": "wish",
        "offers": "offer",
        "author_concludes": "conclusion",
        "forecasts": "dated",
        "precedents": "dated",
    }
)
"""How a line of each section is read, to say at once where it cannot be."""
STANCES = tuple(
    str(stance) for stance in Stance if str(stance) not in ("statements", "ranking", "weights")
)
"""What may stand in place of a list."""


def _word(body: Body, key: str, default: str = "") -> str:
    value = body.get(key, default)
    if value is None:
        return default
    if not isinstance(value, str):
        raise Refused(f"`{key}` is a text")
    return value.strip()


def _each(body: Body, key: str) -> list[Mapping[str, Any]]:
    value = body.get(key) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Refused(f"`{key}` is a list of objects")
    return value


def _cites(body: Body) -> tuple[Citation, ...]:
    value = body.get("cites") or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Refused("`cites` is a list of citations")
    return tuple(map(Citation.parse, value))


def _one_line(text: str) -> str:
    return " ".join(text.split())


# --- make a line ----------------------------------------------------------------------------------


def line(state: State, body: Body) -> view.Preview:
    """Make a line of one or several sentences, with the actors and options that it needs."""
    snapshot = state.must_write()
    reading = show.chosen(snapshot, _word(body, "reading"))
    section = _word(body, "section")
    steps = [*_needed(snapshot, reading, body)]
    actors = [write.actor_id(_word(each, "name")) for each in _each(body, "actors")]
    if section == "silent":
        steps.append(_stance_step(snapshot, reading, body))
    elif section == "options":
        if not _each(body, "options"):
            raise Refused("say what the option is")
    elif section in (*_LISTS, "wants", "facts"):
        steps.append(_line_step(state, snapshot, reading, section, body))
    else:
        raise UnknownName("section", section, (*_LISTS, "wants", "facts", "options", "silent"))
    words = _one_line(_word(body, "raw") or _word(body, "condition") or section)
    return commit(
        state,
        steps,
        body,
        f"the line “{words}”",
        expected=_open_wishes(actors),
        reading=reading,
        glosses=glosses(body),
    )


def _open_wishes(actors: Sequence[str]) -> Callable[[Problem], bool]:
    """That nobody says yet what a new actor wants: said, and no reason not to write it down."""
    heads = tuple(f"nobody says what {actor} wants" for actor in actors)
    return lambda problem: bool(heads) and problem.message.startswith(heads)


def _needed(snapshot: Snapshot, reading: str, body: Body) -> Iterator[Step]:
    """New actors and new options, declared where all readings see them unless told otherwise."""
    place = snapshot.file_of(reading) if _word(body, "scope") == "reading" else CASE
    create = "" if place == CASE else _new_reading(reading)
    for each in _each(body, "actors"):
        name = _word(each, "name")
        if not name:
            raise Refused("an actor has a name")
        also = [str(one) for one in each.get("also") or []]
        yield _actor(place, name, also, create)
        yield from _not_decided(snapshot, write.actor_id(name))
    cites = _cites(body) if _word(body, "section") == "options" else ()
    for each in _each(body, "options"):
        key, value = option_line(each, cites, _marks(body))
        yield step(place, _adding(("options",), key, value), create)
    for each in _each(body, "facts"):
        id, gloss = _word(each, "id"), _one_line(_word(each, "gloss"))
        yield step(place, _adding(("facts",), _id(id, "fact"), gloss), create)


def _adding(path: tuple[str, ...], key: str, value: str) -> write.Edit:
    return lambda text: add_key(text, path, key, value)


def _actor(file: str, name: str, also: Iterable[str], create: str) -> Step:
    key, _, value = write.actor_line(name, also).partition(": ")
    return step(file, _adding(("actors",), key, value), create)


def _not_decided(snapshot: Snapshot, actor: str) -> Iterator[Step]:
    """In each reading, that it is not decided yet what a new actor wants, where files can say so."""
    if "undecided" not in STANCES or snapshot.case.model is not None:
        return
    for id in snapshot.readings:
        file = snapshot.file_of(id)
        yield step(file, lambda text: set_stance(text, actor, "undecided"), _new_reading(id))


def option_line(
    each: Mapping[str, Any], cites: Sequence[Citation], marks: Marks
) -> tuple[str, str]:
    """`Upland.open` and what stands behind it."""
    actor, gloss = _word(each, "actor"), _one_line(_word(each, "gloss"))
    if not actor or not gloss:
        raise Refused("an option has an owner, and a few words that say what is done")
    if "[" in gloss or "]" in gloss:
        raise Refused("the words of an option hold no square brackets")
    id = _id(_word(each, "id") or slug("_".join(gloss.split()[:3])), "option")
    return f"{write.actor_id(actor)}.{id}", gloss + print_tail(cites, marks)


def _id(id: str, what: str) -> str:
    if not OPTION_ID.fullmatch(id) or id in RESERVED:
        raise Refused(f"`{id}` cannot be the id of {what}: small letters, digits and _", 422)
    return id


def _marks(body: Body) -> Marks:
    return Marks(
        says=body.get("says") is True,
        attributed_to=_word(body, "attributed_to") or None,
        hedged=_word(body, "hedged").replace('"', "'") or None,
        denied=body.get("denied") is True,
    )


def _new_reading(reading: str) -> str:
    return f"# What {reading} says, at its own time.\n"


def written(section: str, body: Body) -> str:
    """The line as it stands in the file. Raises LineError where it cannot be read."""
    raw = _one_line(_word(body, "raw") or _word(body, "condition"))
    if not raw:
        raise Refused("the line is empty")
    given = body.get("given") or []
    if section == "author_concludes" and given and " given " not in raw:
        raw += " given " + ", ".join(map(str, given))
    if section in ("forecasts", "precedents") and " by " not in raw:
        raw += f" by {_word(body, 'by') or 'open'}"
    tail = print_tail(_cites(body), _marks(body))
    if tail and "[" not in raw:
        head, semicolon, answer = raw.partition(";")
        raw = f"{head.rstrip()}{tail}{semicolon}{answer}"
    answer = _word(body, "answer")
    if section == "offers" and answer and ";" not in raw:
        raw += f"; {answer}"
    if section in _KIND:
        read_line(_KIND[section], raw)
    return raw


def _line_step(state: State, snapshot: Snapshot, reading: str, section: str, body: Body) -> Step:
    file = snapshot.file_of(reading)
    create = _new_reading(reading) if file not in snapshot.files else ""
    variant = _word(body, "variant")
    head = ("variants", variant) if variant else ()
    if section == "facts":
        fact, raw = _fact(snapshot, reading, body)
        path = (*head, "facts")
        return step(file, lambda text: _set_key(text, path, fact, raw), create)
    raw = written(section, body)
    before = place_of(body.get("before"), file)
    if section != "wants":
        path = (*head, section)
        return _placed(file, before, lambda text, at: add_entry(text, path, raw, at), create)
    actor = _word(body, "actor")
    known = {each.name for each in snapshot.merged(reading)[0].actors}
    known |= {write.actor_id(_word(each, "name")) for each in _each(body, "actors")}
    if actor not in known:
        raise UnknownName("actor", actor, known)
    if variant:
        path = (*head, "wants", actor)
        return _placed(file, before, lambda text, at: add_entry(text, path, raw, at), create)
    owner, copied = scope(snapshot, reading, actor, body)
    path = ("wants", actor)
    if copied:
        rank = _index(snapshot, reading, actor, body.get("before"))
        lines = [*copied]
        lines.insert(len(lines) if rank is None else rank, f"- {raw}")
        return step(owner, lambda text: add_key(text, ("wants",), actor, lines), create)
    before = place_of(body.get("before"), owner)
    create = _new_reading(reading) if owner not in snapshot.files else ""
    return _placed(owner, before, lambda text, at: add_entry(text, path, raw, at), create)


def _placed(
    file: str, place: Place | None, edit: Callable[[str, Place | None], str], create: str = ""
) -> Step:
    return Step(file, edit, place, create)


def _fact(snapshot: Snapshot, reading: str, body: Body) -> tuple[str, str]:
    raw = _one_line(_word(body, "raw") or _word(body, "condition"))
    fact, colon, value = raw.partition(":")
    fact, value = fact.strip(), value.strip()
    if not colon:
        raise Refused("a fact is written as `broken: yes`", 422)
    known = {each.id for each in snapshot.merged(reading)[0].facts}
    known |= {_word(each, "id") for each in _each(body, "facts")}
    if fact not in known:
        raise UnknownName("fact", fact, known)
    tail = print_tail(_cites(body), _marks(body))
    return fact, value + (tail if "[" not in value else "")


def _set_key(text: str, path: tuple[str, ...], key: str, value: str) -> str:
    """A key with a value of one line, in place of the one it has or new."""
    place = _key(text, (*path, key))
    if place is None:
        return add_key(text, path, key, value)
    old = _quoted(text, (*path, key))
    if old is not None:
        start, end = old
        return text[:start] + value + text[end:]
    return replace_entry(text, place, f"{key}: {value}")


def _quoted(text: str, path: tuple[str, ...]) -> tuple[int, int] | None:
    """Where the value of a key stands, if it is one in quotes on one line."""
    _, node = _node(text, path)
    if not isinstance(node, Scalar) or not node.style:
        return None
    mark = len(text) - len(text.removeprefix("\ufeff"))
    start = line_starts(text[mark:])[node.place.line - 1] + node.place.column - 1 + mark
    found = re.compile(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\n]|'')*'""").match(text, start)
    return (start, found.end()) if found else None


def _node(text: str, path: tuple[str, ...]) -> tuple[Scalar | None, Any]:
    table, _ = compose(text.removeprefix("\ufeff"), "")
    key: Scalar | None = None
    node: Any = table
    for each in path:
        pairs = node.pairs if isinstance(node, Table) else ()
        found = next((pair for pair in pairs if pair[0].text == each), None)
        if found is None:
            return None, None
        key, node = found
    return key, node


def _key(text: str, path: tuple[str, ...]) -> Place | None:
    """Where a key stands; None where it does not."""
    key, _ = _node(text, path)
    return key.place if key is not None else None


def place_of(value: Any, file: str) -> Place | None:
    """A place as a page names it."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise Refused("a place is a line and a column")
    line_, column = value.get("line"), value.get("column", 1)
    if type(line_) is not int or type(column) is not int or line_ < 1 or column < 1:
        raise Refused("a place is a line and a column")
    return Place(file, line_, column)


def scope(snapshot: Snapshot, reading: str, actor: str, body: Body) -> tuple[str, list[str]]:
    """The file that an actor's list is to be changed in, and the inherited list to be copied there.

    Raises Refused (`ask: scope`) where the list is shared and nobody said for whom it changes.
    """
    own = snapshot.file_of(reading)
    wants = snapshot.merged(reading)[0].wants.get(actor)
    if wants is None or snapshot.name_of(wants.place.file) == own or not _is_list(wants):
        return own, []
    match _word(body, "scope"):
        case "all":
            return snapshot.name_of(wants.place.file), []
        case "reading":
            lines: list[str] = []
            for each in wants.lines:
                lines += ["- equal"] if each.tied else []
                lines.append(f"- {print_line(each)}")
            return own, lines
    words = f"what {actor} wants is shared by all readings: change it here only, or for all?"
    raise Refused(words, 409, ask="scope", actor=actor, file=snapshot.name_of(wants.place.file))


def _is_list(wants: Any) -> bool:
    return bool(wants.lines or wants.ranking or wants.weights)


def _index(snapshot: Snapshot, reading: str, actor: str, before: Any) -> int | None:
    """Where in a list to be copied a new line goes."""
    if not isinstance(before, Mapping):
        return None
    at = 0
    for each in snapshot.merged(reading)[0].wants[actor].lines:
        if each.place.line == before.get("line"):
            return at
        at += 2 if each.tied else 1
    return None


def _stance_step(snapshot: Snapshot, reading: str, body: Body) -> Step:
    actor, stance = _word(body, "actor"), _word(body, "stance") or _word(body, "raw") or "silent"
    if stance not in STANCES:
        raise UnknownName("stance", stance, STANCES)
    known = {each.name for each in snapshot.merged(reading)[0].actors}
    known |= {write.actor_id(_word(each, "name")) for each in _each(body, "actors")}
    if actor not in known:
        raise UnknownName("actor", actor, known)
    tail = print_tail(_cites(body), _marks(body))
    file = snapshot.file_of(reading)
    if _word(body, "scope") == "all":
        file = CASE
    return step(file, lambda text: set_stance(text, actor, stance + tail), _new_reading(reading))


def set_stance(text: str, actor: str, stance: str) -> str:
    """The text with a stance in place of an actor's list."""
    path = ("wants", actor)
    key, node = _node(text, path)
    if key is None:
        return add_key(text, ("wants",), actor, stance)
    while isinstance(node, Items) and node.items:
        item = next(each for each in node.items if not _is_equal(each))
        text = remove_entry(text, item.place, instead=stance.split("[", maxsplit=1)[0].strip())
        key, node = _node(text, path)
        assert key is not None
    return replace_entry(text, key.place, f"{actor}: {stance}")


def _is_equal(node: Any) -> bool:
    return isinstance(node, Scalar) and node.text == "equal"


# --- edits ----------------------------------------------------------------------------------------


def edit(state: State, body: Body) -> view.Preview:
    """One change of a case: see the table of operations."""
    op = _word(body, "op")
    if op not in EDITS:
        raise UnknownName("operation", op, EDITS)
    snapshot = state.must_write()
    return EDITS[op](state, snapshot, body)


def _entry(snapshot: Snapshot, body: Body) -> tuple[str, Place]:
    file = _word(body, "file")
    if file not in snapshot.files:
        raise UnknownName("file", file, snapshot.files)
    place = place_of({"line": body.get("line"), "column": body.get("column", 1)}, file)
    assert place is not None
    return file, place


def _raw_of(text: str, place: Place) -> str:
    lines = text.splitlines()
    return lines[place.line - 1].strip() if place.line <= len(lines) else ""


def _replace(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    file, place = _entry(snapshot, body)
    raw = _one_line(_word(body, "raw"))
    if not raw:
        raise Refused("the line is empty: take it away instead")
    moved = _copied(
        state,
        snapshot,
        body,
        file,
        place,
        lambda lines, at: [*lines[:at], f"- {raw}", *lines[at + 1 :]],
    )
    if moved is not None:
        return moved
    edited = Step(file, lambda text, at: replace_entry(text, _sure(at), raw), place)
    return commit(
        state,
        [edited, *_needed(snapshot, _reading(snapshot, body), body)],
        body,
        f"the line “{raw}”",
    )


def _reading(snapshot: Snapshot, body: Body) -> str:
    return show.chosen(snapshot, _word(body, "reading"))


def _sure(place: Place | None) -> Place:
    assert place is not None  # every step of an entry has one
    return place


def _copied(
    state: State,
    snapshot: Snapshot,
    body: Body,
    file: str,
    place: Place,
    change: Callable[[list[str], int], list[str]],
) -> view.Preview | None:
    """A change of a wish of an inherited list: asked for whom; for this reading, the list is copied."""
    reading = _word(body, "reading")
    if not reading or reading not in snapshot.readings or file == snapshot.file_of(reading):
        return None
    merged = snapshot.merged(reading)[0]
    for actor, wants in merged.wants.items():
        for each in wants.lines:
            here = snapshot.name_of(each.place.file) == file and each.place.line == place.line
            if not here:
                continue
            owner, lines = scope(snapshot, reading, actor, body)
            if not lines:
                return None
            at = lines.index(f"- {print_line(each)}")
            new = change(lines, at)
            value: str | list[str] = new or "silent"
            made = step(
                owner, lambda text: add_key(text, ("wants",), actor, value), _new_reading(reading)
            )
            return commit(state, [made], body, f"what {actor} wants, in {reading} only")
    return None


def _delete(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    file, place = _entry(snapshot, body)
    instead = _word(body, "instead")
    if instead and instead not in STANCES:
        raise UnknownName("stance", instead, STANCES)
    moved = _copied(
        state, snapshot, body, file, place, lambda lines, at: [*lines[:at], *lines[at + 1 :]]
    )
    if moved is not None:
        return moved
    raw = _raw_of(snapshot.files[file], place)

    def removed(text: str, at: Place | None) -> str:
        try:
            return remove_entry(text, _sure(at), instead)
        except CannotEdit:  # a key with its value: an option, a fact that is set
            from standoff.case.format.slice import delete_entry

            return delete_entry(text, _sure(at))

    actors = [actor for actor in snapshot.merged(_reading(snapshot, body))[0].wants]
    open_again = _open_wishes(actors) if not instead else (lambda _: False)
    return commit(
        state,
        [Step(file, removed, place)],
        body,
        f"“{raw}” taken away",
        expected=lambda p: bool(open_again(p)),
    )


def _move(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
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

    moved = _copied(state, snapshot, body, file, place, reordered)
    if moved is not None:
        return moved
    old = snapshot.files[file]
    base = state.seen.get((body.get("based") or {}).get(file, ""), old)

    def shifted(text: str, at: Place | None) -> str:
        to = before
        if before is not None and text != base:
            to = write.moved(base, text, before)
            if to is None:
                raise CannotEdit(f"{before}: no entry of this list stands here")
        return move_entry(text, _sure(at), to)

    raw = _raw_of(old, place)
    return commit(state, [Step(file, shifted, place)], body, f"“{raw}” moved")


def _tie(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    file, place = _entry(snapshot, body)
    change = tie if _word(body, "op") == "tie" else untie
    edited = Step(file, lambda text, at: change(text, _sure(at)), place)
    return commit(
        state, [edited], body, f"“{_raw_of(snapshot.files[file], place)}” {change.__name__}d"
    )


def _insert(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    return line(state, {**body, "section": _word(body, "section") or "wants"})


def _new_actor(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    name = _word(body, "name")
    made = {**body, "actors": [{"name": name, "also": body.get("also") or []}]}
    steps = _needed(snapshot, _reading(snapshot, body), made)
    expected = _open_wishes([write.actor_id(name)])
    return commit(state, list(steps), body, f"the actor {name}", expected=expected)


def _new_option(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    made = {**body, "section": "options", "options": [body]}
    return line(state, made)


def _new_fact(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    made = {**body, "facts": [body]}
    steps = _needed(snapshot, _reading(snapshot, body), made)
    return commit(state, list(steps), body, f"the fact {_word(body, 'id')}")


def _stance(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    reading = _reading(snapshot, body)
    file = _word(body, "file")
    if file.startswith(f"{READINGS}/") and not _word(body, "reading"):
        reading = show.chosen(snapshot, file[len(READINGS) + 1 : -len(".yaml")])
    one = _stance_step(snapshot, reading, body)
    return commit(
        state, [one], body, f"{_word(body, 'actor')}: {_word(body, 'stance')}", reading=reading
    )


def _title(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    text = _one_line(_word(body, "text"))
    file = CASE if _word(body, "scope") != "reading" else snapshot.file_of(_reading(snapshot, body))
    if not text:
        raise Refused("a title has words")
    edited = step(file, lambda old: _set_key(old, (), "case", write.quoted(text)))
    return commit(state, [edited], body, f"the title “{text}”")


def _rename_actor(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    old, new = _word(body, "old"), _word(body, "new")
    known = {a.name for id in snapshot.readings for a in snapshot.merged(id)[0].actors}
    if old not in known:
        raise UnknownName("actor", old, known)
    if new in known:
        raise Refused(f"there is a {new} already", 422)
    steps = [step(name, lambda text: rename_actor(text, old, new)) for name in _written(snapshot)]
    return commit(state, steps, body, f"{old} is now {new}")


def _rename_option(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    known = {o.full: o for overlay, *_ in overlays(snapshot.case) for o in overlay.options}
    old, new = _word(body, "old"), _word(body, "new")
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


def _nearest(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    """The name that a problem speaks of, written as the nearest known one."""
    file, place = _entry(snapshot, body)
    new = _word(body, "new")
    known = show.file(state, file).problems
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


def _cite(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    """Records for all cited sentences that have none."""
    return commit(state, [step(CASE, lambda text: text)], body, "the missing sentence records")


def _remove_source(state: State, snapshot: Snapshot, body: Body) -> view.Preview:
    """A source taken out of the case, if nothing cites it; else what cites it is said."""
    id = _word(body, "id")
    from standoff.case.reading import sources_of

    if id not in sources_of(snapshot.case):
        raise UnknownName("source", id, sources_of(snapshot.case))
    citing = cited_by(snapshot, id)
    if citing:
        count = f"{len(citing)} {'line cites' if len(citing) == 1 else 'lines cite'} it"
        raise Refused(f"{id} cannot be taken out: {count}", 409, uses=[vars(use) for use in citing])
    steps = []
    for name in _written(snapshot):
        if _key(snapshot.files[name], ("sources", id)) is not None:
            steps.append(step(name, lambda text: _without_key(text, ("sources", id))))
    if not steps:
        raise Refused(f"sources/{id}.yaml is all that names it: take the file away", 409)
    return commit(state, steps, body, f"the source {id} taken out", records=False)


def cited_by(snapshot: Snapshot, id: str) -> list[view.LineUse]:
    """Every line that cites a source."""
    numbers = {
        n
        for reading in snapshot.readings
        for entry in show.entries(snapshot.merged(reading)[0])
        for citation in getattr(entry, "citations", ())
        if citation.source == id
        for n in citation.sentences
    }
    return list(show.uses(snapshot, id, numbers)) if numbers else []


def _without_key(text: str, path: tuple[str, ...]) -> str:
    from standoff.case.format.slice import delete_entry

    key, node = _node(text, path)
    assert key is not None
    if isinstance(node, Scalar):
        return delete_entry(text, key.place)
    lines = text.splitlines(keepends=True)
    if node.place.line != key.place.line:
        raise CannotEdit(f"{key.place}: this entry does not stand on one line of its own")
    return "".join([*lines[: key.place.line - 1], *lines[key.place.line :]])


EDITS: Mapping[str, Callable[[State, Snapshot, Body], view.Preview]] = MappingProxyType(
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
    }
)
"""What can be done to a case besides making a line."""


# --- glosses, variants, copies --------------------------------------------------------------------


def glosses(body: Body) -> dict[tuple[str, int], str]:
    """The glosses written with a line, by source and sentence number."""
    given = body.get("gloss") or {}
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise Refused("`gloss` is an object: citation -> words")
    cited = {Citation.parse(str(cite)): _one_line(words) for cite, words in given.items()}
    return {(cite.source, cite.first): words for cite, words in cited.items() if words}


def gloss(state: State, body: Body) -> view.Preview:
    """The gloss of a sentence, in its record; the record is made where it is missing."""
    snapshot = state.must_write()
    id, number = _word(body, "source"), body.get("sentence")
    if type(number) is not int:
        raise Refused("say which sentence, by its number")
    name = f"{SOURCES}/{id}.yaml"
    if not SOURCE_ID.fullmatch(id) or name not in snapshot.files:
        raise UnknownName(
            "source",
            id,
            [n[len(SOURCES) + 1 : -5] for n in snapshot.files if n.startswith(SOURCES)],
        )
    words = _one_line(_word(body, "gloss"))
    said = state.verbatim(snapshot).get((id, number), "")
    if words and said and _one_line(said).casefold() == words.casefold():
        raise Refused("a gloss is in your own words: this is the sentence itself", 422)

    def set_words(text: str) -> str:
        try:
            return set_gloss(text, number, words)
        except KeyError:
            raise CannotEdit(f"{id}#s{number} has no record: no line cites it") from None

    return commit(
        state, [step(name, set_words)], body, f"the gloss of {id}#s{number}", records=False
    )


def variant(state: State, body: Body) -> view.Preview:
    """A what-if kept as a variant of its reading: one block more in its file."""
    snapshot = state.must_write()
    reading = show.chosen(snapshot, _word(body, "reading"))
    name = _one_line(_word(body, "name"))
    changes = _each(body, "changes")
    if not name or ":" in name or not changes:
        raise Refused("a variant has a name, without a colon, and changes")
    if any(change.get("kind") == "text" for change in changes):
        raise Refused("an unsaved text is saved in its file, not kept as a variant", 422)
    before = snapshot.sound(reading)
    sections = suppose.sections(before, suppose.apply(before, changes))
    file = snapshot.file_of(reading)
    edited = step(file, lambda text: add_variant(text, name, sections))
    return commit(state, [edited], body, f"the variant {name} of {reading}", reading=reading)


def copy(state: State, body: Body) -> view.Preview:
    """A reading copied to a new one, its comments kept, marked as a copy in its first comment."""
    snapshot = state.must_write()
    reading, name = show.chosen(snapshot, _word(body, "reading")), _word(body, "name")
    if not SOURCE_ID.fullmatch(name) or name == BASE or name.endswith((".yaml", ".yml")):
        raise Refused("a reading's name is of letters, digits, `.`, `_` and `-`", 422)
    if name in snapshot.readings:
        raise Refused(f"there is a reading {name} already", 409)
    if reading == BASE:
        raise Refused("this case is one reading: keep what you change as a variant", 409)
    title = _one_line(_word(body, "title"))
    text = f"# A copy of {reading}.\n{snapshot.files[snapshot.file_of(reading)]}"
    if title:
        text = _set_key(text, (), "case", write.quoted(title))
    file = snapshot.file_of(name)
    made = step(file, lambda _: text, text)
    return commit(
        state, [made], body, f"the reading {name}, a copy of {reading}", records=False, reading=name
    )


def unused_id(gloss_: str, taken: Iterable[str]) -> str:
    """An id proposed for a new option, of the first words that say what is done."""
    words = [word for word in gloss_.lower().split() if word not in ("the", "a", "an", "its", "to")]
    return fresh(slug("_".join(words[:2]) or "option"), set(taken))
