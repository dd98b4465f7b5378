"""A sentence becomes a line: what a person chose, written as the case file has it.

What is shared by all readings (actors, options, facts) is written in `case.yaml`; what a text says, in
the file of its reading."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from standoff.app.web.act.key import place_of, set_key, set_stance
from standoff.app.web.act.open import actor_id, actor_line
from standoff.app.web.act.write import Edit, Step, commit, step
from standoff.app.web.show.frame import chosen
from standoff.app.web.state import Refused, Snapshot, State
from standoff.app.web.view.line import Preview
from standoff.case.change import (
    add_entry,
    add_key,
)
from standoff.case.entry import Marks, Stance
from standoff.case.format.line import SECTION_KINDS, print_line, print_tail, read_line, with_tail
from standoff.case.make.adopt import fresh, slug
from standoff.citation import Citation
from standoff.condition import OPTION_ID, RESERVED
from standoff.problem import Place, Problem, UnknownName
from standoff.store.folder import CASE

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

STANCES = tuple(
    str(stance) for stance in Stance if str(stance) not in ("statements", "ranking", "weights")
)
"""What may stand in place of a list."""


def word(body: Body, key: str, default: str = "") -> str:
    value = body.get(key, default)
    if value is None:
        return default
    if not isinstance(value, str):
        raise Refused(f"`{key}` is a text")
    return value.strip()


def objects(body: Body, key: str) -> list[Mapping[str, Any]]:
    value = body.get(key) or []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Refused(f"`{key}` is a list of objects")
    return value


def _cites(body: Body) -> tuple[Citation, ...]:
    value = body.get("cites") or []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Refused("`cites` is a list of citations")
    return tuple(map(Citation.parse, value))


def one_line(text: str) -> str:
    return " ".join(text.split())


def plain_words(text: str) -> str:
    """Words as a file takes them: a colon or a number sign with a space would begin something else there."""
    return re.sub(r":(?=\s)", " –", re.sub(r"(?<=\s)#", "no. ", one_line(text))).rstrip(":")


def line(state: State, body: Body) -> Preview:
    """Make a line of one or several sentences, with the actors and options that it needs."""
    snapshot = state.must_write()
    reading = chosen(snapshot, word(body, "reading"))
    section = word(body, "section")
    steps = [*needed(snapshot, reading, body)]
    actors = [actor_id(word(each, "name")) for each in objects(body, "actors")]
    if section == "silent":
        steps.append(stance_step(snapshot, reading, body))
    elif section == "options":
        if not objects(body, "options"):
            raise Refused("say what the option is")
    elif section in (*_LISTS, "wants", "facts"):
        steps.append(_line_step(state, snapshot, reading, section, body))
    else:
        raise UnknownName("section", section, (*_LISTS, "wants", "facts", "options", "silent"))
    words = one_line(word(body, "raw") or word(body, "condition") or section)
    return commit(
        state,
        steps,
        body,
        f"the line “{words}”",
        expected=open_wishes(actors),
        reading=reading,
        glosses=glosses(body),
    )


def open_wishes(actors: Sequence[str]) -> Callable[[Problem], bool]:
    """That nobody says yet what a new actor wants: said, and no reason not to write it down."""
    heads = tuple(f"nobody says what {actor} wants" for actor in actors)
    return lambda problem: bool(heads) and problem.message.startswith(heads)


def needed(snapshot: Snapshot, reading: str, body: Body) -> Iterator[Step]:
    """New actors and new options, declared where all readings see them unless told otherwise."""
    place = snapshot.file_of(reading) if word(body, "scope") == "reading" else CASE
    create = "" if place == CASE else new_reading(reading)
    for each in objects(body, "actors"):
        name = word(each, "name")
        if not name:
            raise Refused("an actor has a name")
        also = [str(one) for one in each.get("also") or []]
        yield _actor(place, name, also, create)
        yield from _not_decided(snapshot, actor_id(name))
    cites = _cites(body) if word(body, "section") == "options" else ()
    for each in objects(body, "options"):
        key, value = option_line(each, cites, _marks(body))
        yield step(place, _adding(("options",), key, value), create)
    for each in objects(body, "facts"):
        id, gloss = word(each, "id"), plain_words(word(each, "gloss"))
        yield step(place, _adding(("facts",), _id(id, "fact"), gloss), create)


def _adding(path: tuple[str, ...], key: str, value: str) -> Edit:
    return lambda text: add_key(text, path, key, value)


def _actor(file: str, name: str, also: Iterable[str], create: str) -> Step:
    key, _, value = actor_line(name, also).partition(": ")
    return step(file, _adding(("actors",), key, value), create)


def _not_decided(snapshot: Snapshot, actor: str) -> Iterator[Step]:
    """In each reading, that it is not decided yet what a new actor wants, where files can say so."""
    if "undecided" not in STANCES or snapshot.case.model is not None:
        return
    for id in snapshot.readings:
        file = snapshot.file_of(id)
        yield step(file, lambda text: set_stance(text, actor, "undecided"), new_reading(id))


def option_line(
    each: Mapping[str, Any], cites: Sequence[Citation], marks: Marks
) -> tuple[str, str]:
    """`Upland.open` and what stands behind it."""
    actor, gloss = word(each, "actor"), plain_words(word(each, "gloss"))
    if not actor or not gloss:
        raise Refused("an option has an owner, and a few words that say what is done")
    if "[" in gloss or "]" in gloss:
        raise Refused("the words of an option hold no square brackets")
    id = _id(word(each, "id") or slug("_".join(gloss.split()[:3])), "option")
    return f"{actor_id(actor)}.{id}", gloss + print_tail(cites, marks)


def _id(id: str, what: str) -> str:
    if not OPTION_ID.fullmatch(id) or id in RESERVED:
        raise Refused(f"`{id}` cannot be the id of {what}: small letters, digits and _", 422)
    return id


def _marks(body: Body) -> Marks:
    return Marks(
        says=body.get("says") is True,
        attributed_to=word(body, "attributed_to") or None,
        hedged=word(body, "hedged").replace('"', "'") or None,
        denied=body.get("denied") is True,
    )


def new_reading(reading: str) -> str:
    return f"# What {reading} says, at its own time.\n"


def written(section: str, body: Body) -> str:
    """The line as it stands in the file. Raises LineError where it cannot be read."""
    raw = one_line(word(body, "raw") or word(body, "condition"))
    if not raw:
        raise Refused("the line is empty")
    given = body.get("given") or []
    if section == "author_concludes" and given and " given " not in raw:
        raw += " given " + ", ".join(map(str, given))
    if section in ("forecasts", "precedents") and " by " not in raw:
        raw += f" by {word(body, 'by') or 'open'}"
    tail = print_tail(_cites(body), _marks(body))
    if tail and "[" not in raw:
        raw = with_tail(section, raw, tail)
    answer = word(body, "answer")
    if section == "offers" and answer and ";" not in raw:
        raw += f"; {answer}"
    read_line(SECTION_KINDS[section], raw)
    return raw


def _line_step(state: State, snapshot: Snapshot, reading: str, section: str, body: Body) -> Step:
    file = snapshot.file_of(reading)
    create = new_reading(reading) if file not in snapshot.files else ""
    variant = word(body, "variant")
    head = ("variants", variant) if variant else ()
    if section == "facts":
        fact, raw = _fact(snapshot, reading, body)
        path = (*head, "facts")
        return step(file, lambda text: set_key(text, path, fact, raw), create)
    raw = written(section, body)
    before = place_of(body.get("before"), file)
    if section != "wants":
        path = (*head, section)
        return _placed(file, before, lambda text, at: add_entry(text, path, raw, at), create)
    actor = word(body, "actor")
    known = {each.name for each in snapshot.merged(reading)[0].actors}
    known |= {actor_id(word(each, "name")) for each in objects(body, "actors")}
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
    create = new_reading(reading) if owner not in snapshot.files else ""
    return _placed(owner, before, lambda text, at: add_entry(text, path, raw, at), create)


def _placed(
    file: str, place: Place | None, edit: Callable[[str, Place | None], str], create: str = ""
) -> Step:
    return Step(file, edit, place, create)


def _fact(snapshot: Snapshot, reading: str, body: Body) -> tuple[str, str]:
    raw = one_line(word(body, "raw") or word(body, "condition"))
    fact, colon, value = raw.partition(":")
    fact, value = fact.strip(), value.strip()
    if not colon:
        raise Refused("a fact is written as `broken: yes`", 422)
    known = {each.id for each in snapshot.merged(reading)[0].facts}
    known |= {word(each, "id") for each in objects(body, "facts")}
    if fact not in known:
        raise UnknownName("fact", fact, known)
    tail = print_tail(_cites(body), _marks(body))
    return fact, value + (tail if "[" not in value else "")


def scope(snapshot: Snapshot, reading: str, actor: str, body: Body) -> tuple[str, list[str]]:
    """The file that an actor's list is to be changed in, and the inherited list to be copied there.

    Raises Refused (`ask: scope`) where the list is shared and nobody said for whom it changes.
    """
    own = snapshot.file_of(reading)
    wants = snapshot.merged(reading)[0].wants.get(actor)
    if wants is None or snapshot.name_of(wants.place.file) == own or not _is_list(wants):
        return own, []
    match word(body, "scope"):
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


def stance_step(snapshot: Snapshot, reading: str, body: Body) -> Step:
    actor, stance = word(body, "actor"), word(body, "stance") or word(body, "raw") or "silent"
    if stance not in STANCES:
        raise UnknownName("stance", stance, STANCES)
    known = {each.name for each in snapshot.merged(reading)[0].actors}
    known |= {actor_id(word(each, "name")) for each in objects(body, "actors")}
    if actor not in known:
        raise UnknownName("actor", actor, known)
    tail = print_tail(_cites(body), _marks(body))
    file = snapshot.file_of(reading)
    if word(body, "scope") == "all":
        file = CASE
    return step(file, lambda text: set_stance(text, actor, stance + tail), new_reading(reading))


def glosses(body: Body) -> dict[tuple[str, int], str]:
    """The glosses written with a line, by source and sentence number."""
    given = body.get("gloss") or {}
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise Refused("`gloss` is an object: citation -> words")
    cited = {Citation.parse(str(cite)): one_line(words) for cite, words in given.items()}
    return {(cite.source, cite.first): words for cite, words in cited.items() if words}


def unused_id(gloss_: str, taken: Iterable[str]) -> str:
    """An id proposed for a new option, of the first words that say what is done."""
    words = [word for word in gloss_.lower().split() if word not in ("the", "a", "an", "its", "to")]
    return fresh(slug("_".join(words[:2]) or "option"), set(taken))
