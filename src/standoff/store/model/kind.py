"""What kind of file a model is in, by what stands in it and not by its name; and who reads it.

Nothing of the file is executed: what would have to be, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from standoff.case.modelfile import ModelFile, Variation
from standoff.problem import CaseError, Findings, Place
from standoff.store.model.gambit.efg import read_efg
from standoff.store.model.gambit.nfg import read_nfg
from standoff.store.model.gmcrplus import read_gmcrplus
from standoff.store.model.jsonfile import JsonFile
from standoff.store.model.published import read_published

HEAD = 4096
"""So many bytes of a file are enough to tell."""

Reader: TypeAlias = Callable[[Path, Variation], ModelFile]


@dataclass(frozen=True)
class Kind:
    """A kind of file: how it is told, and its reader, or else what it is and the way out.

    `fits` has the file's first bytes. `suffixes` are those that files of the kind usually have.
    """

    id: str
    words: str
    fits: Callable[[bytes], bool]
    suffixes: tuple[str, ...] = ()
    reader: Reader | None = None
    way_out: str = ""


def _json(path: Path, variation: Variation) -> ModelFile:
    """A `standoff-model/1` or a GMCR+ file: both are JSON, told apart by their keys."""
    file = JsonFile.read(path)
    if file.found.problems:
        raise CaseError(file.found)
    if isinstance(file.value, dict) and "decisionMakers" in file.value:
        return read_gmcrplus(file, variation)
    return read_published(file, variation)


def _starts(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(heads)


def _word(word: bytes) -> Callable[[bytes], bool]:
    """Whether the first word of a text is this one; a byte order mark says nothing."""
    pattern = re.compile(rb"(?:\xef\xbb\xbf)?\s*" + re.escape(word) + rb"(?![\w])")
    return lambda head: pattern.match(head) is not None


def _pickled(head: bytes) -> bool:
    """Python pickles: binary ones by their mark and version, old ones by their first instructions."""
    binary = re.compile(rb"\x80[\x02-\x05]")
    text = re.compile(rb"(?:\((?:dp|lp|i[\w.]+\n)|c[\w.]+\n[\w.]+\n|[}\]]q)", re.ASCII)
    return binary.match(head) is not None or text.match(head) is not None


def _wide(head: bytes) -> bool:
    """UTF-16 or UTF-32, by the mark or by every other byte of a text being nothing."""
    marks = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
    halves = head[:64:2], head[1:64:2]
    return head.startswith(marks) or (
        len(head) >= 4 and any(part and not any(part) for part in halves) and any(head[:64])
    )


def _binary(head: bytes) -> bool:
    return b"\x00" in head


KINDS: tuple[Kind, ...] = (
    Kind(
        "empty", "an empty file", lambda head: not head.strip(), way_out="there is nothing to read"
    ),
    Kind(
        "pickle",
        "an old GMCR+ file, a pickle, which is not opened for safety",
        _pickled,
        way_out="open it in GMCR+ 0.3 or later and save it again",
    ),
    Kind("utf-16", "a text in UTF-16 or UTF-32", _wide, way_out="save it as UTF-8"),
    Kind(
        "archive",
        "a compressed file",
        _starts(b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf"),
        way_out="unpack it first",
    ),
    Kind("nfg", "a strategic game of Gambit", _word(b"NFG"), (".nfg",), read_nfg),
    Kind("efg", "an extensive game of Gambit", _word(b"EFG"), (".efg",), read_efg),
    Kind(
        "agg",
        "an action graph game of Gambit",
        _starts(b"#AGG", b"#BAGG"),
        way_out="save it from Gambit as a strategic game, .nfg",
    ),
    Kind(
        "xml",
        "an XML file",
        _starts(b"<", b"\xef\xbb\xbf<"),
        way_out="a Gambit workbook is saved as .efg or .nfg in Gambit; GraphML is written here, not read",
    ),
    Kind("binary", "no text", _binary, way_out="a model is JSON, .gmcr, .nfg or .efg"),
    Kind("json", "a model in JSON", lambda head: True, (".json", ".gmcr"), _json),
)
"""From the first that fits; the last fits everything, and its reader says what is wrong with it."""

READERS: Mapping[str, Kind] = MappingProxyType(
    {suffix: kind for kind in KINDS for suffix in kind.suffixes}
)
"""Suffix -> the kind of file that usually has it and is read."""


def kind_of(head: bytes) -> Kind:
    """The kind of a file by its first bytes.

    >>> kind_of(b'NFG 1 R "" {').id, kind_of(bytes([128, 3, 125])).id
    ('nfg', 'pickle')
    """
    return next(kind for kind in KINDS if kind.fits(head))


def read_as_it_is(path: Path, variation: Variation) -> ModelFile:
    """The model of a file of any kind that is read; CaseError with one line where it is none."""
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise _refused(path, "the file cannot be read: it is not a file")
    try:
        with path.open("rb") as stream:
            kind = kind_of(stream.read(HEAD))
    except OSError as error:
        raise _refused(path, f"the file cannot be read: {error.strerror}") from None
    if kind.reader is None:
        raise _refused(path, f"this is {kind.words}: {kind.way_out}")
    return kind.reader(path, variation)


def _refused(path: Path, message: str) -> CaseError:
    findings = Findings()
    findings.problem(Place(str(path), 1), message)
    return CaseError(findings)
