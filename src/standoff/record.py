"""Records as plain data and back: what `--json` prints is the record by its fields.

A field is written under its own name, or under the one that `named` gives it; a `hidden` one is not
written. Properties that belong to the data are listed in the class as `ALSO`. A record of another shape
says it itself, in a method `plain`.
"""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from standoff.problem import StandoffError

T = TypeVar("T")


def _of(kind: Any, what: str) -> dict[str, Any]:
    """What a class and those above it list under a name; of a tuple, each with itself."""
    listed: dict[str, Any] = {}
    for one in reversed(kind.__mro__):
        own = vars(one).get(what, ())
        listed |= own if isinstance(own, Mapping) else dict(zip(own, own, strict=True))
    return listed


@cache
def _keys(kind: Any) -> Mapping[str, str]:
    """Field -> the key it is written under."""
    names, out = _of(kind, "NAMED"), _of(kind, "HIDDEN")
    return {
        part.name: names.get(part.name, part.name) for part in fields(kind) if part.name not in out
    }


def written(kind: Any) -> Mapping[str, str]:
    """Key in the data -> the attribute of a record that is written under it."""
    return {key: attribute for attribute, key in _written(kind)}


@cache
def _written(kind: Any) -> tuple[tuple[str, str], ...]:
    """(attribute, key) of everything in a record that is data."""
    return (*_keys(kind).items(), *_of(kind, "ALSO").items())


def plain(value: Any) -> Any:
    """The value as JSON has it: None, bool, int, float, str, lists and dictionaries.

    Infinity is written as null. TypeError for what is no record and no plain value.
    """
    if value is None or type(value) is str or isinstance(value, bool | int):
        return value
    if type(value) is tuple:
        return [plain(part) for part in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if hasattr(value, "plain"):
        return value.plain()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(kept) for key, kept in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if is_dataclass(value):
        # A citation, a period, a condition is written as it prints.
        printed = type(value).__str__ is not object.__str__ and not hasattr(value, "SPARSE")
        return str(value) if printed else _fields(value)
    raise TypeError(f"{type(value).__name__} is no record")


def _fields(value: Any) -> dict[str, Any]:
    kind: Any = type(value)
    data = {"kind": kind.KIND} if hasattr(kind, "KIND") else {}
    for name, key, unsaid in _sparse(kind):
        part = getattr(value, name)
        if not (type(part) is type(unsaid) and part == unsaid):
            data[key] = plain(part)
    return data


class _Always:
    """Stands for the value of a field that is written whatever it holds."""


@cache
def _sparse(kind: Any) -> tuple[tuple[str, str, Any], ...]:
    """(attribute, key, what it holds where nothing is said and nothing is written)."""
    empty = _defaults(kind) if hasattr(kind, "SPARSE") else {}
    kept = getattr(kind, "KEEP", ())
    return tuple(
        (name, key, _ALWAYS if name in kept else empty.get(name, _ALWAYS))
        for name, key in _written(kind)
    )


_ALWAYS = _Always()


@cache
def _defaults(kind: Any) -> Mapping[str, Any]:
    """What a field holds where nothing is said."""
    return {
        part.name: part.default if part.default_factory is MISSING else part.default_factory()
        for part in fields(kind)
        if part.default is not MISSING or part.default_factory is not MISSING
    }


# --- back again -----------------------------------------------------------------------------------


class NotARecord(StandoffError):
    """Data that does not fit the record it should be; the message names the place in the data."""


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    return typing.get_type_hints(kind)


def record(kind: type[T], data: Any) -> T:
    """The record that plain data stands for; NotARecord, with the place, where it does not fit.

    A union of records is told apart by the key `kind`, which each of them writes as its `KIND`. A record
    with a method `check` has it called.
    """
    read: Reader = _reader(typing.cast("Any", kind))
    try:
        return typing.cast("T", read(data))
    except _Unfit as unfit:
        raise NotARecord(f"the report{''.join(reversed(unfit.way))}: {unfit}") from None


class _Unfit(Exception):
    """What does not fit; the way to it is put together on the way out, from its end."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.way: list[str] = []


Reader = Callable[[Any], Any]


@cache
def _reader(kind: Any) -> Reader:
    """What reads data of a type; found once a type, since a report holds a hundred thousand values."""
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _union(typing.get_args(kind))
    if origin is tuple:
        parts = typing.get_args(kind)
        return _list(parts[0]) if len(parts) == 2 and parts[1] is Ellipsis else _tuple(parts)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(typing.get_args(kind)[1])
    if origin is typing.Literal:
        return _literal(typing.get_args(kind))
    if is_dataclass(kind):
        return _dataclass(kind)
    return _simple(type(None) if kind is None else kind)


def _as(data: Any, kind: type[T]) -> T:
    if type(data) is not kind or (isinstance(data, float) and not math.isfinite(data)):
        what = {dict: "a record", list: "a list", type(None): "null"}.get(kind, kind.__name__)
        raise _Unfit(f"{what} was expected, not {type(data).__name__}")
    return data


def _simple(kind: type) -> Reader:
    if kind is float:
        return lambda data: data if type(data) is int else _as(data, float)
    return lambda data: _as(data, kind)


def _literal(values: tuple[Any, ...]) -> Reader:
    def read(data: Any) -> Any:
        if data not in values or isinstance(data, bool):
            raise _Unfit(f"{data!r:.60} is not one of {', '.join(values)}")
        return data

    return read


def _mapping(kind: Any) -> Reader:
    value = _reader(kind)

    def read(data: Any) -> Any:
        made = {}
        for key, kept in _as(data, dict).items():
            try:
                made[key] = value(kept)
            except _Unfit as unfit:
                unfit.way.append(f".{key}")
                raise
        return made

    return read


def _list(kind: Any) -> Reader:
    item = _reader(kind)

    def read(data: Any) -> Any:
        made: list[Any] = []
        try:
            for part in _as(data, list):
                made.append(item(part))
        except _Unfit as unfit:
            if type(data) is list:
                unfit.way.append(f"[{len(made)}]")
            raise
        return tuple(made)

    return read


def _tuple(kinds: tuple[Any, ...]) -> Reader:
    items = [_reader(kind) for kind in kinds]

    def read(data: Any) -> Any:
        if len(_as(data, list)) != len(items):
            raise _Unfit(f"{len(items)} items were expected, not {len(data)}")
        made: list[Any] = []
        try:
            for item, part in zip(items, data, strict=True):
                made.append(item(part))
        except _Unfit as unfit:
            unfit.way.append(f"[{len(made)}]")
            raise
        return tuple(made)

    return read


def _union(kinds: tuple[Any, ...]) -> Reader:
    simple = {kind: _reader(kind) for kind in kinds if kind in (str, int, float, bool)}
    records: dict[Any, Any] = {
        getattr(kind, "KIND", None): kind for kind in kinds if is_dataclass(kind)
    }
    nothing = type(None) in kinds

    def read(data: Any) -> Any:
        if data is None and nothing:
            return None
        if not isinstance(data, dict) or not records:
            if (own := simple.get(type(data))) is None:
                raise _Unfit(f"{type(data).__name__} does not fit here")
            return own(data)
        if len(records) == 1:
            (only,) = records.values()
            return _reader(only)(data)
        named = data.get("kind")
        if not isinstance(named, str | None) or named not in records:
            raise _Unfit(f"{named!r:.60} is no kind of part")
        return _reader(records[named])(data)

    return read


def _dataclass(kind: Any) -> Reader:
    own, keys = getattr(kind, "KIND", ""), _keys(kind)
    parts = [(part.name, keys[part.name]) for part in fields(kind)]
    needed = {
        part.name
        for part in fields(kind)
        if part.default is MISSING and part.default_factory is MISSING
    }
    known = {*keys.values(), "kind", *_of(kind, "ALSO")}
    check: Callable[[Any], str] | None = getattr(kind, "check", None)
    readers: dict[str, Reader] = {}  # found at the first record: a part may hold parts

    def read(data: Any) -> Any:
        _as(data, dict)
        if not readers:
            readers.update((name, _reader(_hints(kind)[name])) for name, _ in parts)
        values = {}
        for name, key in parts:
            if key in data:
                try:
                    values[name] = readers[name](data[key])
                except _Unfit as unfit:
                    unfit.way.append(f".{key}")
                    raise
            elif name in needed:
                raise _Unfit(f"`{key}` is missing")
        if data.get("kind", own) != own:
            raise _Unfit(f"{data['kind']!r:.60} is no kind that fits here")
        if not known.issuperset(data):
            unknown = next(key for key in data if key not in known)
            raise _Unfit(f"`{unknown:.40}` is not known here")
        made = kind(**values)
        if check is not None and (fault := check(made)):
            raise _Unfit(fault)
        return made

    return read


def schema(kind: Any) -> dict[str, Any]:
    """The JSON Schema of a record, made from its types."""
    definitions: dict[str, Any] = {}
    top = _schema(kind, definitions)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **top, "$defs": definitions}


_SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def _schema(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    origin = typing.get_origin(kind)
    if kind in _SIMPLE:
        return {"type": _SIMPLE[kind]}
    if origin in (types.UnionType, typing.Union):
        return {"anyOf": [_schema(each, definitions) for each in typing.get_args(kind)]}
    if origin is typing.Literal:
        return {"enum": list(typing.get_args(kind))}
    if origin is tuple:
        parts = typing.get_args(kind)
        if len(parts) == 2 and parts[1] is Ellipsis:
            return {"type": "array", "items": _schema(parts[0], definitions)}
        items = [_schema(each, definitions) for each in parts]
        return {
            "type": "array",
            "prefixItems": items,
            "minItems": len(items),
            "maxItems": len(items),
        }
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {
            "type": "object",
            "additionalProperties": _schema(typing.get_args(kind)[1], definitions),
        }
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        hints = _hints(kind)
        properties = {
            _keys(kind)[part.name]: _schema(hints[part.name], definitions) for part in fields(kind)
        }
        if hasattr(kind, "KIND"):
            properties["kind"] = {"const": kind.KIND}
        required = [
            _keys(kind)[part.name]
            for part in fields(kind)
            if part.default is MISSING and part.default_factory is MISSING
        ]
        definitions[kind.__name__] = {
            "type": "object",
            "description": (kind.__doc__ or "").split("\n")[0],
            "properties": properties,
            "required": required,
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{kind.__name__}"}
