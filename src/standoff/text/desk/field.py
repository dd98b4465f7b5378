"""What the fields of records can hold: spans of the text, known actors, words of a list, days."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, TypeAlias

from standoff.problem import nearest
from standoff.text.annotation import AUTHOR, LINE_SECTIONS, Record
from standoff.text.find.word.lexicon import (
    known_code,
    look,
    organ_ids,
    short_names,
    slug,
    state_codes,
)

# Fields that hold one of a few words, by kind and field; `*` for all kinds.
CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("offer", "answer"): ("accepted", "refused", "open", "denied", "unknown"),
        ("event", "status"): ("asserted", "reported", "negated", "intended", "hypothetical", "question"),
        ("attribution", "status"): ("said", "negated", "imagined"),
        ("attribution", "kind"): ("direct", "indirect", "according", "noun", "belief", "unclosed"),
        ("attribution", "sure"): ("", "?"),
        ("pair", "verdict"): ("unknown", "agree", "contradict", "talk-past", "unrelated"),
        ("wish", "direction"): ("for", "against"),
        ("line", "section"): LINE_SECTIONS,
        ("date", "granularity"): (
            "day", "week", "month", "season", "year", "relative", "undecided",
        ),
    }
)  # fmt: skip
_ACTORS = frozenset(("actor", "holder", "giver", "taker", "source", "target", "voice"))
_SPANS = frozenset(
    ("cue", "content", "holder_span", "trigger", "gives", "wants", "via", "other_span")
)
_MAY_BE_NONE = frozenset(("holder_span", "gives", "wants", "via"))
_DAYS = frozenset(("earliest", "latest"))
_OTHER_TEXT = frozenset(("other_span",))  # a span of another source

Check: TypeAlias = Callable[[Record, str, Any, str, Iterable[str]], tuple[Any, str]]


def checked(
    record: Record, name: str, value: Any, text: str, actors: Iterable[str]
) -> tuple[Any, str]:
    """The value as the field holds it, and in words why it cannot hold it (empty if it can).

    text    the record's text
    actors  those that other records of it speak of
    """
    choices = CHOICES.get((record.KIND, name))
    if choices is not None:
        return _choice(name, value, choices)
    if name in _ACTORS:
        return _actors(name, value, text, actors)
    if name in _SPANS and not (name == "via" and record.KIND == "mention"):
        return _span(name, value, text)
    if name in _DAYS:
        return _day(name, value)
    return _plain(record, name, value)


def _choice(name: str, value: Any, choices: tuple[str, ...]) -> tuple[Any, str]:
    if value in choices:
        return value, ""
    near = nearest(str(value), choices)
    words = ", ".join(c or "nothing" for c in choices)
    return value, f"{value!r} is no {name}: {words}" + (f"; did you mean {near}?" if near else "")


def _actors(name: str, value: Any, text: str, actors: Iterable[str]) -> tuple[Any, str]:
    """One actor, or several for an event's sides, by code, by name, or as the text names them."""
    several = name in ("source", "target")
    given = value if isinstance(value, (list, tuple)) else [value]
    if not several and len(given) != 1:
        return value, f"{name} holds one actor"
    known = {AUTHOR, "unnamed", *actors, *state_codes(), *organ_ids()}
    codes: list[str] = []
    for one in given:
        words = str(one).strip() if isinstance(one, str) else ""
        code = words if words in known else known_code(words) or ""
        if not code and words and _flat(words) in _flat(text):
            code = slug(words)
        nobody = one == "" and not several and name in ("taker", "voice", "actor")
        if not code and not nobody:
            near = nearest(words, (*sorted(known), *short_names().values())) if words else None
            hint = f"; the nearest is {near}" if near else ""
            return value, f"{one!r} is no actor that is known here{hint}"
        codes.append(code)
    return (codes if several else codes[0]), ""


def _flat(words: str) -> str:
    return look(words).lower().replace("-", " ")


def _span(name: str, value: Any, text: str) -> tuple[Any, str]:
    if value is None and name in _MAY_BE_NONE:
        return None, ""
    pair = list(value) if isinstance(value, (list, tuple)) else []
    numbers = len(pair) == 2 and all(type(v) is int for v in pair)
    most = len(text) if text and name not in _OTHER_TEXT else None
    if not numbers or not 0 <= pair[0] < pair[1] or (most is not None and pair[1] > most):
        return value, f"{value!r} is not a span of the text: write [first, last] as {name}=[12, 20]"
    return pair, ""


def _day(name: str, value: Any) -> tuple[Any, str]:
    if value in ("", None):
        return "", ""
    try:
        return date.fromisoformat(str(value)).isoformat(), ""
    except ValueError:
        return value, f"{value!r} is no day: write {name}=2018-08-28, or {name}= for an open end"


def _plain(record: Record, name: str, value: Any) -> tuple[Any, str]:
    """A field of words or a number keeps its type."""
    old = getattr(record, name)
    if isinstance(old, bool) or not isinstance(old, (str, int, float)):
        return value, ""
    if isinstance(old, str):
        return (
            (str(value), "")
            if isinstance(value, (str, int, float))
            else (value, f"{name} holds words")
        )
    fits = isinstance(value, (int, float)) and not isinstance(value, bool)
    least = 1 if name == "depth" else 0
    if not fits or value < least:
        return value, f"{value!r} is no number that {name} can hold"
    return type(old)(value), ""


def actors_of(records: Iterable[Record]) -> set[str]:
    """The actors that records speak of."""
    found: set[str] = set()
    for record in records:
        for field in dataclasses.fields(record):
            value = getattr(record, field.name)
            if field.name in _ACTORS:
                found.update(value if isinstance(value, tuple) else (value,))
            if field.name == "slug":
                found.add(str(value))
    return found - {""}
