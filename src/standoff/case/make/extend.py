"""Entries put into the sections of a person's case, and not a character beside them.

A section is a key at the left edge with its entries indented below. What cannot be put in, since the
section is written in `{}` or `[]`, is for a person to do: the caller says so in the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from standoff.case.format.node import Scalar, Table
from standoff.case.format.slice import newline_of
from standoff.case.format.yaml import compose

_KEY = re.compile(r"(?P<name>[\w-]+):(?P<rest>[^\n]*)")


def entries(text: str, section: str) -> dict[str, str]:
    """The keys of a section with their values as written where these are one scalar."""
    table, _ = compose(text.removeprefix("\ufeff"), "")
    value = None
    for key, node in table.pairs if table is not None else ():
        if key.text == section:
            value = node
    if not isinstance(value, Table):
        return {}
    return {k.text: v.text if isinstance(v, Scalar) else "" for k, v in value.pairs}


def extended(text: str, section: str, lines: Sequence[str]) -> str | None:
    """The text with lines at the end of a section, which is made if it is not there.

    None where the section is written on its own line (`now: []`), so that nothing fits below it.
    """
    if not lines:
        return text
    newline = newline_of(text)
    rows = text.splitlines(keepends=True)
    if rows and not rows[-1].endswith(("\n", "\r")):
        rows[-1] += newline
    new = [f"{line}{newline}" for line in lines]
    at = next((i for i, row in enumerate(rows) if _names(row, section)), None)
    if at is None:
        return "".join([*rows, newline, f"{section}:{newline}", *new])
    rest = _KEY.match(rows[at])
    if rest is None or re.sub(r"\s#.*|^#.*", "", rest["rest"]).strip():
        return None
    last = at
    for i in range(at + 1, len(rows)):
        bare = rows[i].strip()
        if bare and not rows[i][0].isspace() and not bare.startswith(("#", "- ")):
            break
        if bare and not (bare.startswith("#") and not rows[i][0].isspace()):
            last = i
    indent = next(
        (r[: len(r) - len(r.lstrip())] for r in rows[at + 1 : last + 1] if _entry(r)), "  "
    )
    new = [indent + line.lstrip() for line in new]
    return "".join([*rows[: last + 1], *new, *rows[last + 1 :]])


def _names(row: str, section: str) -> bool:
    found = _KEY.match(row)
    return found is not None and found["name"] == section


def _entry(row: str) -> bool:
    return bool(row.strip()) and not row.lstrip().startswith("#")
