"""The reference page of the library: every public name, by its signature and its docstring."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

_PARAMETERS = re.compile(r"\w[\w, ]*  +\S")
_SAYS_ITSELF = ("__getitem__",)
"""What is written otherwise than it is called, and has a docstring of its own."""


def library() -> str:
    """The page."""
    parts = [
        "# The library",
        "Made from the docstrings: every name that `import standoff as so` gives. How they work "
        "together: [use it from Python](../how-to/use-from-python.md). What an answer holds: "
        "[the fields of `--json`](json.md).",
    ]
    package = import_module("standoff")  # as whoever imports it meets it
    for name in package.__all__:
        thing = getattr(package, name)
        if name.startswith("_"):
            continue
        parts += [f"## so.{name}", *_told(name, thing)]
        if inspect.isclass(thing):
            for member, found in _members(thing):
                parts += [f"### {_heading(name, member)}", *_told(f"{name}.{member}", found)]
    return "\n\n".join(parts) + "\n"


def _members(thing: type) -> Iterator[tuple[str, Any]]:
    """What a class offers, its own first, then what it has from others of ours; each with a docstring."""
    seen: set[str] = set()
    for home in thing.__mro__:
        if not home.__module__.startswith("standoff"):
            continue
        for name, found in vars(home).items():
            public = not name.startswith("_") or name in _SAYS_ITSELF
            if public and name not in seen and getattr(thing, name, None) is not None:
                seen.add(name)
                if _docstring(getattr(thing, name) if not _is_property(found) else found):
                    yield name, found


def _is_property(found: Any) -> bool:
    return isinstance(found, property) or hasattr(found, "attrname")


def _heading(name: str, member: str) -> str:
    return f"{name}[…]" if member == "__getitem__" else f"{name}.{member}"


def _docstring(found: Any) -> str:
    return inspect.getdoc(found) or ""


def _told(name: str, found: Any) -> Iterator[str]:
    made = inspect.isclass(found) and not any(
        map(_PARAMETERS.match, _docstring(found).split("\n\n"))
    )
    if not (_is_property(found) or made):  # what nobody makes by hand is not called
        yield f"```py\n{_signature(name, found)}\n```"
    yield from _blocks(_docstring(found))


def _signature(name: str, found: Any) -> str:
    """As it is called, with types and defaults; `self` apart."""
    function = found.__func__ if isinstance(found, classmethod) else found
    signature = inspect.signature(function)
    own = list(signature.parameters.values())
    own = [each for each in own if each.name not in ("self", "cls")]
    star = next((at for at, each in enumerate(own) if each.kind is each.KEYWORD_ONLY), None)
    listed = list(map(_parameter, own))
    if star is not None and not any(each.kind is each.VAR_POSITIONAL for each in own):
        listed.insert(star, "*")
    called = name.removesuffix(".__getitem__")
    inside = ", ".join(listed)
    head = f"{called}[{inside}]" if called != name else f"{called}({inside})"
    if len(head) > 88 and called == name:
        head = f"{called}(\n    " + ",\n    ".join(listed) + ",\n)"
    result = signature.return_annotation
    empty = inspect.Signature.empty
    return head if result is empty or inspect.isclass(found) else f"{head} -> {_type(result)}"


def _parameter(parameter: inspect.Parameter) -> str:
    told = parameter.name
    if parameter.kind is parameter.VAR_POSITIONAL:
        told = f"*{told}"
    elif parameter.kind is parameter.VAR_KEYWORD:
        told = f"**{told}"
    if parameter.annotation is not parameter.empty:
        told += f": {_type(parameter.annotation)}"
    if parameter.default is not parameter.empty:
        default = parameter.default
        told += f" = {dict(default) if isinstance(default, Mapping) else default!r}"
    return told


def _type(annotation: Any) -> str:
    name = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return re.sub(r"\b_\w+\.", "", name)


def _blocks(text: str) -> Iterator[str]:
    """A docstring as Markdown: sentences, parameters as a list, examples as code."""
    for block in re.split(r"\n\s*\n", text):
        if block.startswith(">>>"):
            yield f"```pycon\n{block}\n```"
        elif _PARAMETERS.match(block):
            yield _parameters(block)
        else:
            yield " ".join(map(str.strip, block.splitlines()))


def _parameters(block: str) -> str:
    rows: list[str] = []
    for line in block.splitlines():
        if _PARAMETERS.match(line):
            name, words = re.split(r"  +", line, maxsplit=1)
            rows.append(f"- `{name}`: {words}")
        else:
            rows[-1] += f" {line.strip()}"
    return "\n".join(rows)
