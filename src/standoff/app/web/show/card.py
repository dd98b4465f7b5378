"""Records as cards: what a person sees of one, and what can be changed in it."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from standoff.app.web.desk import QUEUE, Who
from standoff.app.web.view.texts import Card, FieldView
from standoff.app.web.view.word import Choice
from standoff.store.records import Loaded
from standoff.text.annotation import (
    LINE_SECTIONS,
    Pair,
    Record,
    to_json,
)

KIND_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "mention": "somebody named",
        "name": "a new name",
        "attribution": "who says it",
        "event": "who did what",
        "offer": "an offer",
        "date": "a date",
        "mark": "a word that weakens or turns it",
        "option": "something they could do",
        "flag": "no part of the article",
        "pair": "said in two texts",
        "line": "a line for the case",
    }
)

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "actor": "who", "via": "how named", "organ": "its organ", "slug": "as a name in a case",
        "holder": "who says it", "cue": "the word that shows it", "content": "what is said",
        "kind": "of what kind", "depth": "how deep", "holder_span": "where the speaker is named",
        "source": "who did it", "target": "to whom", "category": "what was done", "status": "how told",
        "trigger": "the word for it", "rank": "how central", "giver": "who gives", "taker": "to whom",
        "gives": "what is given", "wants": "what is wanted", "answer": "the answer it got",
        "earliest": "first day", "latest": "last day", "granularity": "how exact", "horizon": "until when",
        "phrase": "in words", "role": "what it is", "verdict": "what they do to each other",
        "score": "how alike", "when": "its time", "other": "the other text", "voice": "in whose words",
        "section": "where it would stand", "line": "the line", "whose": "whose wish",
    }
)  # fmt: skip

MENUS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("attribution", "kind"): ("direct", "indirect", "according", "noun", "belief", "unclosed"),
        ("offer", "answer"): ("accepted", "refused", "open", "unknown"),
        ("date", "granularity"): ("day", "month", "season", "year", "relative"),
        ("event", "status"): (
            "asserted", "reported", "negated", "intended", "hypothetical", "question",
        ),
        ("mark", "kind"): ("hedge", "likelihood", "modal", "condition", "negation"),
        ("mention", "via"): ("name", "demonym", "capital", "leader", "organ", "place"),
        ("pair", "verdict"): ("unknown", "agree", "contradict", "talk-past"),
        ("flag", "role"): (
            "title", "caption", "heading", "teaser", "disclaimer", "menu", "credit", "byline",
        ),
        ("line", "section"): LINE_SECTIONS,
    }
)  # fmt: skip

ACTORS = ("actor", "holder", "giver", "taker", "voice")

HIDDEN = frozenset(
    ("start", "end", "quote", "rule", "state", "id", "by", "at", "note", "other_span", "other_when",
     "score", "rank", "depth", "when", "other")
)  # fmt: skip

ADDABLE: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "mention": {"via": "name"},
        "name": {},
        "attribution": {"kind": "indirect"},
        "offer": {"answer": "unknown", "gives": None, "wants": None},
        "option": {},
        "date": {"granularity": "day"},
        "mark": {"kind": "hedge"},
        "flag": {"role": "menu"},
    }
)
"""Kinds that can be added by hand, with what is taken where nothing is said."""


def cards(loaded: Loaded, who: Who) -> list[Card]:
    """Every record of a text as a card."""
    return [card(loaded, record, who) for record in loaded.annotation.records]


def card(loaded: Loaded, record: Record, who: Who) -> Card:
    """A record as a person decides it."""
    number = loaded.annotation.sentence_at(record.start).number
    other = getattr(record, "other", "") if isinstance(record, Pair) else ""
    return Card(
        id=record.id,
        kind=record.KIND,
        kind_name=KIND_NAMES.get(record.KIND, record.KIND),
        state=record.state,
        sentence=number,
        start=record.start,
        end=record.end,
        quote=record.quote,
        words=in_words(loaded.text, record, who),
        rule=record.rule,
        fields=tuple(_fields(loaded.text, record, who)),
        by=record.by,
        at=record.at,
        queue=record.KIND in QUEUE,
        other=other,
    )


def _fields(text: str, record: Record, who: Who) -> Iterator[FieldView]:
    for name, label, is_span in _parts(type(record)):  # type: ignore[arg-type]  # a class is hashable
        value = getattr(record, name)
        if is_span:
            start, end = value or (0, 0)
            words = text[start:end] if value else ""
            yield FieldView(name, label, words, "span", (), start, end)
        elif name in ACTORS:
            yield FieldView(name, label, str(value), "names", who.menu(str(value)))
        elif isinstance(value, tuple):
            codes = tuple(map(str, value))
            yield FieldView(name, label, ", ".join(codes), "names", who.menu(*codes))
        elif (record.KIND, name) in MENUS:
            choices = _menu(record.KIND, name, str(value))
            yield FieldView(name, label, str(value), "menu", choices)
        else:
            yield FieldView(name, label, str(value))


@functools.cache
def _parts(kind: type[Record]) -> tuple[tuple[str, str, bool], ...]:
    """Of a kind: the fields that a person sees, how each is called, and whether it is a span."""
    return tuple(
        (part.name, LABELS.get(part.name, part.name.replace("_", " ")), "Span" in str(part.type))
        for part in dataclasses.fields(kind)
        if part.name not in HIDDEN
    )


@functools.cache
def _menu(kind: str, name: str, value: str) -> tuple[Choice, ...]:
    menu = dict.fromkeys((*MENUS[kind, name], value))
    return tuple(Choice(each, each, chosen=each == value) for each in menu if each)


def in_words(text: str, record: Record, who: Who) -> str:
    """What a record says, in a line."""
    values = to_json(record)

    def of(name: str) -> str:
        return who(str(values.get(name) or ""))

    def span(name: str) -> str:
        value = values.get(name)
        return text[slice(*value)] if value else ""

    match record.KIND:
        case "mention":
            return f"{record.quote}: {of('actor')}"
        case "name":
            return f"a name that nobody knows yet: {record.quote}"
        case "attribution":
            return f"{of('holder')} says it ({values.get('kind')})"
        case "offer":
            gives, wants = span("gives"), span("wants")
            told = f"{of('giver')} gives: {gives or '?'}; for: {wants or '?'}"
            return f"{told} · {values.get('answer', 'unknown')}"
        case "option":
            return f"{of('actor')} could {values.get('phrase', record.quote)}"
        case "event":
            did = ", ".join(who(str(each)) for each in values.get("source", ())) or "somebody"
            to = ", ".join(who(str(each)) for each in values.get("target", ()))
            done = str(values.get("category", "")).lower()
            return f"{did}: {done}{f' {to}' if to else ''} ({values.get('status')})"
        case "date":
            first, last = values.get("earliest", ""), values.get("latest", "")
            return first if first == last else f"{first or '?'} to {last or '?'}"
        case "pair":
            return f"{values.get('other')} speaks of it too: {values.get('verdict', 'unknown')}"
        case "line":
            whose = f" of {values['whose']}" if values.get("whose") else ""
            return f"{values.get('section')}{whose}: {values.get('line')}"
        case "flag":
            return f"no part of the article: {values.get('role')}"
    return f"{values.get('kind', record.KIND)}: {record.quote}"
