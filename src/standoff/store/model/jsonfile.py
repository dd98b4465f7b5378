"""JSON files that a person may have written: values, and where in the file each of them stands.

Reading is fast and knows no places; a place is looked for when there is a fault to report.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from standoff.later import later
from standoff.problem import Findings, Place, nearest

if TYPE_CHECKING:
    import pickletools
else:
    pickletools = later("pickletools")  # few files look like a pickle

MAX_BYTES = 100_000_000
Path_: TypeAlias = tuple[str | int, ...]
_SPACE = re.compile(r"[ \t\r\n,:]*")
_DECODER = json.JSONDecoder()

PICKLED = (
    "it holds Python objects (a pickle), which can run code when they are loaded: they never are here. "
    "Write the model as JSON with the program that made it"
)


def is_pickled(path: Path) -> bool:
    """Whether a file is a pickle of any protocol, or arrays that may hold some; it is never loaded."""
    try:
        with path.open("rb") as file:
            first = file.read(4096)
            if not first.startswith((b"\x80", b"(", b"]", b"}", b"c", b"\x93NUMPY")):
                return False
            if first[:2] in {b"\x80" + bytes([protocol]) for protocol in range(2, 6)}:
                return True
            if first.startswith(b"\x93NUMPY"):
                return True
            file.seek(0)
            operations = [code.name for code, _, _ in pickletools.genops(file)]
    except (OSError, ValueError, IndexError, KeyError, OverflowError):
        return False
    return len(operations) > 1


@dataclass
class JsonFile:
    """A file's value, and the faults found in it; `value` is None where it cannot be read at all."""

    file: str
    text: str = ""
    value: Any = None
    found: Findings = field(default_factory=Findings)

    @classmethod
    def read(cls, path: Path) -> JsonFile:
        """The file's value; a file that cannot be read, or is not JSON, gives a problem."""
        self = cls(str(path))
        try:
            if not path.is_file() and path.exists():
                raise ValueError("the file cannot be read: it is not a file")
            if path.stat().st_size > MAX_BYTES:
                raise ValueError(f"the file holds more than {MAX_BYTES // 1_000_000} MB")
            if is_pickled(path):
                raise ValueError(PICKLED)
            self.text = path.read_bytes().decode("utf-8-sig")
            self.value = json.loads(
                self.text,
                object_pairs_hook=self._object,
                parse_constant=self._constant,
                parse_float=self._float,
            )
        except OSError as error:
            self.found.problem(Place(self.file, 1), f"the file cannot be read: {error.strerror}")
        except json.JSONDecodeError as error:
            place = Place(self.file, error.lineno, error.colno)
            self.found.problem(place, f"this is not JSON: {error.msg}")
        except (ValueError, RecursionError) as error:
            self.found.problem(Place(self.file, 1), str(error) or "nested too deep")
        return self

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        value = dict(pairs)
        if len(value) < len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise ValueError(f"{twice!r} stands twice in one object")
        return value

    def _float(self, word: str) -> float:
        number = float(word)
        if abs(number) == float("inf"):
            raise ValueError(f"{word[:40]} is too large a number")
        return number

    def _constant(self, word: str) -> float:
        raise ValueError(f"{word} is not a number")

    def fault(self, path: Path_, message: str, name: str | None = None, known: Any = ()) -> None:
        """A problem at the value that `path` leads to; `name` is misspelt for one of `known`."""
        close = None if name is None else nearest(name, map(str, known))
        self.found.problem(self.place(path), message, close)

    def doubt(self, path: Path_, message: str) -> None:
        """A warning at the value that `path` leads to."""
        self.found.warning(self.place(path), message)

    def place(self, path: Path_) -> Place:
        """Where the value stands that `path` (keys and positions) leads to, or the last there is."""
        at = _skip(self.text, 0)
        for step in path:
            inside = _enter(self.text, at, step)
            if inside is None:
                break
            at = inside
        before = self.text[:at]
        return Place(self.file, before.count("\n") + 1, at - before.rfind("\n"))


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _enter(text: str, at: int, step: str | int) -> int | None:
    """Where the member of the object or list that begins at `at` begins; None if there is none."""
    opened = text[at : at + 1]
    if opened not in ("{", "["):
        return None
    at, count = _skip(text, at + 1), 0
    while at < len(text) and text[at] not in "}]":
        key: str | int = count
        if opened == "{":
            key, at = _DECODER.raw_decode(text, at)
            at = _skip(text, at)
        if key == step:
            return at
        _, at = _DECODER.raw_decode(text, at)
        at, count = _skip(text, at), count + 1
    return None
