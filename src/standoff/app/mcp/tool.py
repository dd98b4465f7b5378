"""What a tool is, and whether what was sent fits it: a few kinds of values, each with its bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, TypeAlias

from standoff.app.mcp.work import Work
from standoff.problem import StandoffError, UnknownName, clean

Schema: TypeAlias = Mapping[str, Any]
Given: TypeAlias = Mapping[str, Any]
Run: TypeAlias = Callable[[Work, Given], Any]

LONGEST = 1_000
"""Characters of a text that is sent, where nothing else is said."""


class Unfit(StandoffError):
    """Something sent that a tool does not take."""


@dataclass(frozen=True)
class Parameter:
    """Something a tool takes. `schema` is its JSON Schema, of the words that `checked` knows."""

    name: str
    words: str
    schema: Schema
    required: bool = False


@dataclass(frozen=True)
class Tool:
    """A tool: a row of the table.

    answers  a record, told as data
    marked   its answer is a text, handed over as marked data
    writes   it adds proposals to the desk; the others only read
    """

    name: str
    words: str
    answers: Run
    parameters: tuple[Parameter, ...] = ()
    marked: bool = False
    writes: bool = False
    required: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        must = frozenset(each.name for each in self.parameters if each.required)
        object.__setattr__(self, "required", must)

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of what it takes."""
        return to_schema(self.parameters)


def to_schema(parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """An object with these parameters and no others."""
    return {
        "type": "object",
        "properties": {p.name: {**p.schema, "description": p.words} for p in parameters},
        "required": [p.name for p in parameters if p.required],
        "additionalProperties": False,
    }


def text(longest: int = LONGEST, choices: tuple[str, ...] = ()) -> Schema:
    """Words, or one of a few."""
    return {"type": "string", "maxLength": longest, **({"enum": list(choices)} if choices else {})}


def number(least: int, most: int) -> Schema:
    """A whole number."""
    return {"type": "integer", "minimum": least, "maximum": most}


def seconds(most: float) -> Schema:
    """A time."""
    return {"type": "number", "minimum": 0, "maximum": most}


FLAG: Schema = MappingProxyType({"type": "boolean"})


def several(of: Schema, most: int) -> Schema:
    """A list, not empty."""
    return {"type": "array", "items": of, "minItems": 1, "maxItems": most}


# --- what was sent --------------------------------------------------------------------------------


def checked(tool: Tool, sent: Any) -> Given:
    """What was sent, if the tool takes it.

    raises  Unfit        of another type, too long, too large, missing
            UnknownName  something the tool does not take
    """
    _fits(tool.schema, {} if sent is None else sent, tool.name)
    return dict(sent or {})


def _fits(schema: Schema, value: Any, at: str) -> None:
    match schema["type"]:
        case "object":
            _object(schema, value, at)
        case "array":
            if not isinstance(value, list):
                raise Unfit(f"{at}: a list is needed")
            if not schema["minItems"] <= len(value) <= schema["maxItems"]:
                raise Unfit(f"{at}: {schema['minItems']} to {schema['maxItems']}, not {len(value)}")
            for place, each in enumerate(value):
                _fits(schema["items"], each, f"{at}[{place}]")
        case "string":
            _string(schema, value, at)
        case "boolean":
            if not isinstance(value, bool):
                raise Unfit(f"{at}: true or false is needed")
        case "integer" | "number":
            whole = schema["type"] == "integer"
            if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
                raise Unfit(f"{at}: a {'whole ' if whole else ''}number is needed")
            if not schema["minimum"] <= value <= schema["maximum"]:
                raise Unfit(f"{at}: from {schema['minimum']} to {schema['maximum']}")


def _object(schema: Schema, value: Any, at: str) -> None:
    known = schema["properties"]
    if not isinstance(value, dict):
        raise Unfit(f"{at}: an object is needed")
    for name in value:
        if name not in known:
            raise UnknownName(f"{at}: parameter", clean(str(name))[:60], known)
    for name in schema["required"]:
        if name not in value:
            raise Unfit(f"{at}: `{name}` is missing")
    for name, each in value.items():
        _fits(known[name], each, f"{at}.{name}")


def _string(schema: Schema, value: Any, at: str) -> None:
    if not isinstance(value, str):
        raise Unfit(f"{at}: a text is needed")
    if len(value) > schema["maxLength"]:
        raise Unfit(f"{at}: at most {schema['maxLength']} characters, not {len(value)}")
    if "enum" in schema and value not in schema["enum"]:
        raise UnknownName(at, clean(value)[:60], schema["enum"])
