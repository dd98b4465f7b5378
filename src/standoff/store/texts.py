"""Texts on this machine: found by the hash of their bytes, then by the source id their name begins with."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from standoff.case.entry import Case
from standoff.case.format.source import Text, fits
from standoff.case.reading import sources_of
from standoff.citation import Source
from standoff.store.settings import remember_texts, remembered_texts
from standoff.text.sentence import sentences

MAX_TEXT_BYTES = 10_000_000


def find_texts(directory: Path, sources: Iterable[Source]) -> Mapping[str, Text]:
    """The texts of these sources in a directory (its own files, none below), by source id.

    A file with the recorded sha256 is the text, whatever its name. Without one, the file whose name
    begins with the source's id is it, if exactly one does: then it is up to the caller to see that its
    hash is not the recorded one. Files that are no utf-8 text, or over 10 MB, are passed over.
    """
    files = [path for path in sorted(directory.iterdir()) if path.is_file()]
    hashes = {path: _sha256(path) for path in files if path.stat().st_size <= MAX_TEXT_BYTES}
    by_hash = {sha256: path for path, sha256 in reversed(hashes.items())}
    found: dict[str, Text] = {}
    for source in sources:
        path = by_hash.get(source.sha256) or _by_name(source.id, list(hashes))
        text = None if path is None else read_text(path)
        if text is not None:
            found[source.id] = text
    return found


def texts_for(case: Case, directory: Path | None) -> Mapping[str, Text] | None:
    """The texts of a case's sources, from the directory given (kept for next time) or the one kept.

    None where neither is there.
    """
    if directory is not None:
        remember_texts(directory)
    place = directory or remembered_texts()
    return None if place is None else find_texts(place, sources_of(case).values())


def verbatim(case: Case, texts: Mapping[str, Text]) -> Mapping[tuple[str, int], str]:
    """What stands in the texts, by source and sentence number.

    Every sentence of a text that is the file cited; of one that changed, the recorded sentences that
    still stand as recorded.
    """
    found: dict[tuple[str, int], str] = {}
    for source in sources_of(case).values():
        text = texts.get(source.id)
        if text is None:
            continue
        if text.sha256 == source.sha256:
            spans = [(s.number, s.start, s.end) for s in text.sentences]
        else:
            spans = [(n, r.start, r.end) for n, r in source.records.items() if fits(r, text)]
        found |= {(source.id, n): text.characters[start:end] for n, start, end in spans}
    return found


def _by_name(id: str, files: list[Path]) -> Path | None:
    begins = [path for path in files if re.match(re.escape(id) + r"(?![A-Za-z0-9])", path.name)]
    return begins[0] if len(begins) == 1 else None


def read_text(path: Path) -> Text | None:
    """The text in a file, its characters unchanged; None if it is not utf-8."""
    data = path.read_bytes()
    try:
        characters = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return Text(path.name, hashlib.sha256(data).hexdigest(), characters, sentences(characters))


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
