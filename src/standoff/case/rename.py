"""An actor or an option under another name, wherever it stands in a file, and nothing beside it.

Glosses, titles, quotations, citations and comments are a person's own words and stay; so do source ids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from standoff.case.change import Written
from standoff.case.format.line import ACTOR_NAME
from standoff.case.format.node import Node, Scalar, Sequence, Table
from standoff.case.format.slice import CannotEdit
from standoff.condition import OPTION_ID

_FREE = re.compile(r'\[|"|“')
_ATTRIBUTED = re.compile(
    r"(?P<head>\battributed\s+to\s+)(?P<name>[^\s,;]+)(?=\s*(?:[,;]|$|hedged\b|denied\b|carried\b))"
)
_WORDS = re.compile(r"[^\W\d][\w-]*\.[a-z][a-z0-9_]*|[^\W\d][\w-]*")


def rename_actor(text: str, old: str, new: str) -> str:
    """An actor under another name, wherever it stands: declared, owner of options, in wishes and offers.

    raises  CannotEdit  the new name is none, or the file cannot be read
    """
    if not ACTOR_NAME.fullmatch(new):
        raise CannotEdit(f"`{new}` cannot be an actor's name")

    def renamed(word: str, alone: bool) -> str:
        actor, dot, option = word.partition(".")
        return new + dot + option if actor == old and (dot or alone) else word

    return _renamed(text, renamed, attributed=(old, new))


def rename_option(text: str, old: str, new: str, known: Iterable[str]) -> str:
    """An option, written `Actor.id`, under another id, wherever it stands.

    known   all options of the case, as `Actor.id`: whether the bare id is enough
    raises  CannotEdit  the new name is none or taken, or its actor another, or the file cannot be read
    """
    actor, _, id = old.rpartition(".")
    owner, _, new_id = new.rpartition(".")
    others = [name for name in known if name != old]
    if owner != actor or not OPTION_ID.fullmatch(new_id):
        raise CannotEdit(f"`{new}` cannot be another name of `{old}`")
    if new in others:
        raise CannotEdit(f"there is a `{new}` already")
    unique = not any(name.rpartition(".")[2] == id for name in others)
    short = new if any(name.rpartition(".")[2] == new_id for name in others) else new_id

    def renamed(word: str, alone: bool) -> str:
        if word == old:
            return new
        return short if word == id and unique and not alone else word

    return _renamed(text, renamed)


def _renamed(
    text: str, renamed: Callable[[str, bool], str], attributed: tuple[str, str] | None = None
) -> str:
    """The text with every name in it put through `renamed`; the second argument: it is an actor's alone."""
    file = Written.of(text)
    edits: dict[int, tuple[int, str]] = {}
    for scalar, alone in _named(file.top):
        if scalar.style:
            continue
        at = file.offset(scalar.place)
        free = _FREE.search(scalar.text)
        stop = free.start() if free else len(scalar.text)
        marks = re.search(
            r"\b(?:says|inferred|attributed|hedged|denied|carried)\b", scalar.text[:stop]
        )
        for word in _WORDS.finditer(scalar.text, 0, marks.start() if marks else stop):
            name = renamed(word[0], alone(scalar.text, word))
            if name != word[0]:
                edits[at + word.start()] = (at + word.end(), name)
        for found in _ATTRIBUTED.finditer(scalar.text) if attributed else ():
            if attributed and found["name"] == attributed[0]:
                edits[at + found.start("name")] = (at + found.end("name"), attributed[1])
    body, done = [], 0
    for start, (end, name) in sorted(edits.items()):
        body += [file.body[done:start], name]
        done = end
    return file.mark + "".join(body) + file.body[done:]


_Alone: TypeAlias = Callable[[str, re.Match[str]], bool]


def _always(text: str, word: re.Match[str]) -> bool:
    return True


def _never(text: str, word: re.Match[str]) -> bool:
    return False


def _first(text: str, word: re.Match[str]) -> bool:
    """In offers, and in conclusions on an actor, the first word is an actor."""
    after = text[word.end() :].split()[:1]
    return word.start() == 0 and after in (["gives"], ["gains"], ["loses"], ["same"])


_Names: TypeAlias = Iterator[tuple[Scalar, _Alone]]


def _named(table: Table) -> _Names:
    """Every scalar with names of actors or options in it, and how to tell that a word is an actor."""
    for key, node in table.pairs:
        yield from _NAMES.get(key.text, _in_lines)(node)


def _in_lines(node: Node) -> _Names:
    yield from ((item, _first) for item in _items(node))


def _in_actors(node: Node) -> _Names:
    yield from ((name, _always) for name, _ in _pairs(node))
    for _, facts in _pairs(node):
        yield from ((value, _always) for key, value in _scalars(facts) if key == "within")


def _at_an_end(text: str, word: re.Match[str]) -> bool:
    """In `US toward Iran` the words at both ends are actors."""
    return word.start() == 0 or word.end() == len(text.rstrip())


def _in_attitudes(node: Node) -> _Names:
    yield from ((pair, _at_an_end) for pair, _ in _pairs(node))


def _in_keys(node: Node) -> _Names:
    yield from ((name, _never) for name, _ in _pairs(node))


def _in_wants(node: Node) -> _Names:
    yield from ((name, _always) for name, _ in _pairs(node))
    for _, wishes in _pairs(node):
        yield from _wishes(wishes)


def _in_beliefs(node: Node) -> _Names:
    yield from ((name, _always) for name, _ in _pairs(node))
    for _, held in _pairs(node):
        yield from _named(held) if isinstance(held, Table) else ()


def _in_acts(node: Node) -> _Names:
    yield from _in_keys(node)
    entries = [entry for _, motives in _pairs(node) for _, entry in _pairs(motives)]
    lists = [value for entry in entries for key, value in _pairs(entry) if key.text == "wants"]
    yield from (pair for wishes in lists for pair in _wishes(wishes))


def _in_questions(node: Node) -> _Names:
    for _, question in _pairs(node):
        for key, value in _pairs(question):
            yield from ((scalar, _first) for scalar in _all(value) if key.text != "asks")


def _in_variants(node: Node) -> _Names:
    for _, variant in _pairs(node):
        yield from _named(variant) if isinstance(variant, Table) else ()


def _in_all(node: Node) -> _Names:
    yield from ((scalar, _always) for scalar in _all(node))


def _in_none(node: Node) -> _Names:
    return iter(())


_NAMES: Mapping[str, Callable[[Node], _Names]] = MappingProxyType(
    {
        **dict.fromkeys(("case", "at", "own", "sources"), _in_none),
        **dict.fromkeys(("options", "facts"), _in_keys),
        **dict.fromkeys(("motives", "evidence"), _in_acts),
        "actors": _in_actors,
        "attitudes": _in_attitudes,
        "believes": _in_beliefs,
        "wants": _in_wants,
        "questions": _in_questions,
        "variants": _in_variants,
        "expected": _in_all,
    }
)
"""Section -> where names stand in it; in every other one they stand in the lines of its list."""


def _wishes(node: Node) -> _Names:
    if isinstance(node, Sequence):
        yield from ((item, _never) for item in _items(node))
    for key, value in _pairs(node):
        if key.text == "ranking":
            yield from ((item, _never) for item in _all(value))
        else:
            yield from ((name, _never) for name, _ in _pairs(value))


def _pairs(node: Node) -> tuple[tuple[Scalar, Node], ...]:
    return node.pairs if isinstance(node, Table) else ()


def _scalars(node: Node) -> Iterator[tuple[str, Scalar]]:
    return ((key.text, value) for key, value in _pairs(node) if isinstance(value, Scalar))


def _items(node: Node) -> Iterator[Scalar]:
    items = node.items if isinstance(node, Sequence) else ()
    return (item for item in items if isinstance(item, Scalar))


def _all(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    for item in node.items if isinstance(node, Sequence) else ():
        yield from _all(item)
    for key, value in _pairs(node):
        yield key
        yield from _all(value)
