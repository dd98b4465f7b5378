"""Pieces of the JSON Schema: the rough shape of lines, lists and maps in a case file.

Each section's row says its shape with these; what a line names is the business of `standoff check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from standoff.case.entry import REMARKS
from standoff.case.format.line import ANSWERS, SETTINGS
from standoff.case.format.source import DATE_IS, FIELDS, PRIVATE
from standoff.condition import OPTION_ID

Schema: TypeAlias = Mapping[str, Any]

TEXT: Schema = {"type": ["string", "number"]}  # editors read 2018 as a number; standoff does not
_CITATION = r"[A-Za-z0-9][A-Za-z0-9_.-]*#s[1-9][0-9]*(-s?[0-9]+|:[0-9]+-[0-9]+)?"
_CITATIONS = rf"(\s*\[{_CITATION}(,?\s+{_CITATION})*\])?"
ACTOR = r"[^\s\d.,:#\[\]-][^\s.,:#\[\]]*"  # JSON Schema's dialect has no letters beyond ASCII in \w
OPTION = OPTION_ID.pattern


def line(description: str, example: str) -> dict[str, Any]:
    pattern = r"^[^\[\]]+" + _CITATIONS + r"[^\[\]]*$"
    return {
        "type": "string",
        "pattern": pattern,
        "description": description,
        "examples": [example],
    }


def listed(item: Schema) -> Schema:
    return {"type": ["array", "null"], "items": item}


def mapped(key: str, value: Schema) -> Schema:
    return {
        "type": ["object", "null"],
        "propertyNames": {"pattern": f"^{key}$"},
        "additionalProperties": value,
    }


_WISH = line("condition [citations] marks; first is most important", "press -> lift [003#s20-22]")
CONDITION = line("condition [citations] marks", "leave and not border [003#s40]")
WISHES: Schema = {
    "anyOf": [
        {"type": "array", "items": {"anyOf": [{"const": "equal"}, _WISH]}},
        {
            "type": "string",
            "pattern": "^(silent|indifferent|undecided|unknown)" + _CITATIONS + r"[^\[\]]*$",
        },
        {
            "type": "object",
            "properties": {
                "ranking": {
                    "type": "array",
                    "description": "best first; each line the options taken, a list in it a tie",
                    "items": {"anyOf": [TEXT, listed(TEXT)]},
                }
            },
            "required": ["ranking"],
            "additionalProperties": False,
        },
        {
            "type": "object",
            "properties": {"weights": mapped(rf"([^\s.]+\.)?{OPTION}", TEXT)},
            "required": ["weights"],
            "additionalProperties": False,
        },
    ]
}
ONE_SOURCE: Schema = {
    "type": ["object", "null"],
    "properties": {
        **dict.fromkeys(FIELDS, TEXT),
        "date_is": {"enum": list(DATE_IS)},
        "private": {"enum": list(PRIVATE)},
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    },
    "additionalProperties": False,
}
ONE_ACTOR: Schema = {
    "type": ["object", "null"],
    "properties": {
        "also": {"type": "array", "items": TEXT, "description": "names used in the texts"},
        "within": {"type": "string", "description": "the actor it is part of"},
    },
    "additionalProperties": False,
}
ATTITUDE = line("positive, neutral or negative", "negative [003#s12]") | {
    "pattern": "^(positive|neutral|negative)" + _CITATIONS + r"[^\[\]]*$"
}
SETTING: Schema = {
    "type": ["string", "boolean"],
    "description": f"{', '.join(SETTINGS[:2])} with citations",
}
FACT: Schema = {
    "type": ["string", "boolean"],
    "description": f"a question, or {', '.join(SETTINGS)} with citations, or both",
}
OFFER = line(f"A gives o for B.p; {'|'.join(ANSWERS)}", "Russia gives limit for US.waive; refused")
DATED = line('condition or "gloss", by DATE or open', "leave by 2018-12 [003#s28]")

SAID = line("in your own words, with its citations", "the war costs too much [002#s11]")


def block(required: tuple[str, ...], **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


ACT = rf"(not )?{ACTOR}\.{OPTION}"
PRECEDENT = block(("was",), was=SAID, when=TEXT, **dict.fromkeys(REMARKS, SAID))
MOTIVE = block(("why", "wants"), why=SAID, wants=WISHES["anyOf"][0])
_RATINGS = mapped(".+", mapped(OPTION, {**TEXT, "description": "a range above 0, as 0.5-2"}))
ITEM = block(("says",), says=SAID, origin=TEXT, ratings=_RATINGS)
