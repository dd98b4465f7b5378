"""The JSON Schema of a case file and of a reading's file, for completion and hints in editors.

It is made from the same tables as the reader, and holds what a schema can: sections, keys, the rough
shape of lines. What a line names is the business of `standoff check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from standoff.case.entry import COMPUTATIONS, REMARKS
from standoff.case.format.line import ANSWERS, SETTINGS
from standoff.case.format.source import DATE_IS, FIELDS, SOURCE_ID
from standoff.case.format.syntax import SECTIONS
from standoff.condition import OPTION_ID

Schema = Mapping[str, Any]

_TEXT: Schema = {"type": ["string", "number"]}  # editors read 2018 as a number; standoff does not
_CITATION = r"[A-Za-z0-9][A-Za-z0-9_.-]*#s[1-9][0-9]*(-s?[0-9]+|:[0-9]+-[0-9]+)?"
_CITATIONS = rf"(\s*\[{_CITATION}(,?\s+{_CITATION})*\])?"
_ACTOR = (
    r"[^\s\d.,:#\[\]-][^\s.,:#\[\]]*"  # JSON Schema's dialect has no letters beyond ASCII in \w
)
_OPTION = OPTION_ID.pattern


def _line(description: str, example: str) -> Schema:
    pattern = r"^[^\[\]]+" + _CITATIONS + r"[^\[\]]*$"
    return {
        "type": "string",
        "pattern": pattern,
        "description": description,
        "examples": [example],
    }


def _list(item: Schema) -> Schema:
    return {"type": ["array", "null"], "items": item}


def _map(key: str, value: Schema) -> Schema:
    return {
        "type": ["object", "null"],
        "propertyNames": {"pattern": f"^{key}$"},
        "additionalProperties": value,
    }


_WISH = _line("condition [citations] marks; first is most important", "press -> lift [003#s20-22]")
_CONDITION = _line("condition [citations] marks", "leave and not border [003#s40]")
_WISHES: Schema = {
    "anyOf": [
        {"type": "array", "items": {"anyOf": [{"const": "equal"}, _WISH]}},
        {
            "type": "string",
            "pattern": "^(silent|indifferent|undecided)" + _CITATIONS + r"[^\[\]]*$",
        },
        {
            "type": "object",
            "properties": {
                "ranking": {
                    "type": "array",
                    "description": "best first; each line the options taken, a list in it a tie",
                    "items": {"anyOf": [_TEXT, _list(_TEXT)]},
                }
            },
            "required": ["ranking"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {"weights": _map(rf"([^\s.]+\.)?{_OPTION}", _TEXT)},
            "required": ["weights"],
            "additionalProperties": False,
        },
    ]
}
_ONE_SOURCE: Schema = {
    "type": ["object", "null"],
    "properties": {
        **dict.fromkeys(FIELDS, _TEXT),
        "date_is": {"enum": list(DATE_IS)},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
    "additionalProperties": False,
}
_ONE_ACTOR: Schema = {
    "type": ["object", "null"],
    "properties": {
        "also": {"type": "array", "items": _TEXT, "description": "names used in the texts"},
        "within": {"type": "string", "description": "the actor it is part of"},
    },
    "additionalProperties": False,
}
_DATED = _line('condition or "gloss", by DATE or open', "leave by 2018-12 [003#s28]")

_SAID = _line("in your own words, with its citations", "the war costs too much [002#s11]")


def _block(required: tuple[str, ...], **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


_ACT = rf"(not )?{_ACTOR}\.{_OPTION}"
_PRECEDENT = _block(("was",), was=_SAID, when=_TEXT, **dict.fromkeys(REMARKS, _SAID))
_MOTIVE = _block(("why", "wants"), why=_SAID, wants=_WISHES["anyOf"][0])
_RATINGS = _map(".+", _map(_OPTION, {**_TEXT, "description": "a range above 0, as 0.5-2"}))
_ITEM = _block(("says",), says=_SAID, origin=_TEXT, ratings=_RATINGS)
_QUESTION = _block(("asks",), asks=_SAID, **dict.fromkeys(COMPUTATIONS, _TEXT))

_SHAPES: Mapping[str, Schema] = MappingProxyType(
    {
        "case": {"type": "string"},
        "at": _TEXT,
        "own": {"type": "boolean"},
        "sources": _map(SOURCE_ID.pattern, _ONE_SOURCE),
        "actors": _map(_ACTOR, _ONE_ACTOR),
        "options": _map(rf"{_ACTOR}\.{_OPTION}", _line("what it means", "leave [003#s44]")),
        "facts": _map(
            _OPTION,
            {
                "type": ["string", "boolean"],
                "description": f"a question, or {', '.join(SETTINGS)} with citations, or both",
            },
        ),
        "now": _list(_CONDITION),
        "impossible": _list(_CONDITION),
        "impossible_drop": _list(_CONDITION),
        "no_way_back": _list(_CONDITION),
        "no_way_back_drop": _list(_CONDITION),
        "wants": _map(_ACTOR, _WISHES),
        "offers": _list(
            _line(
                f"A gives o for B.p; {'|'.join(ANSWERS)}",
                "Russia gives limit for US.waive; refused",
            )
        ),
        "author_concludes": _list(
            _line("condition, or Actor gains|loses|same, given options", "not leave given press")
        ),
        "forecasts": _list(_DATED),
        "precedents": _list({"anyOf": [_DATED, _PRECEDENT]}),
        "motives": _map(_ACT, _map(_OPTION, _MOTIVE)),
        "evidence": _map(_ACT, _map(_OPTION, _ITEM)),
        "questions": _map(_OPTION, _QUESTION),
        "variants": {
            "type": ["object", "null"],
            "additionalProperties": {"$ref": "#/$defs/variant"},
        },
        "expected": {"type": "object"},
    }
)


def schema() -> dict[str, Any]:
    """The schema as plain data."""
    sections = {
        name: {**_SHAPES[name], "description": row.meaning} for name, row in SECTIONS.items()
    }
    inside = {name: sections[name] for name, row in SECTIONS.items() if row.in_variant}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "standoff case",
        "description": "case.yaml, or a reading in readings/",
        "type": "object",
        "properties": sections,
        "additionalProperties": False,
        "$defs": {
            "variant": {"type": "object", "properties": inside, "additionalProperties": False}
        },
    }
