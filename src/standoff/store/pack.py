"""A case packed into one file, without its texts, and taken out of one.

The file is JSON: the case's files by their names below its folder, each with its sha256. The texts are
somebody's property and stay where they are; their hashes in the case find them again.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from standoff.problem import StandoffError

FORMAT = "standoff-pack/1"
_NAME = re.compile(r"case\.yaml|model\.json|(?:readings|sources)/[A-Za-z0-9][A-Za-z0-9_.-]*\.yaml")
_CASE = re.compile(r"[\w][\w .-]{0,80}")


class NoPack(StandoffError):
    """A file that is no packed case, or one that was changed or broken on the way."""


def pack(name: str, files: Mapping[str, str]) -> bytes:
    """A case as one file: the same bytes for the same case. What is no file of a case is left out."""
    kept = {name: text for name, text in sorted(files.items()) if _NAME.fullmatch(name)}
    entries = {name: {"sha256": _sha256(text), "text": text} for name, text in kept.items()}
    record = {"format": FORMAT, "case": name, "files": entries}
    return (json.dumps(record, ensure_ascii=True, indent=1) + "\n").encode("ascii")


def unpack(data: bytes) -> tuple[str, Mapping[str, str]]:
    """The name of a packed case, and its files. Raises NoPack."""
    try:
        record = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NoPack("this is no packed case: it is no JSON") from None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise NoPack(f"this is no packed case: its format is not {FORMAT}")
    entries = record.get("files")
    if not isinstance(entries, dict) or "case.yaml" not in entries:
        raise NoPack("this packed case holds no case.yaml")
    name = str(record.get("case", ""))
    return name if _CASE.fullmatch(name) else "case", {
        file: _text(file, entry) for file, entry in entries.items()
    }


def _text(name: str, entry: Any) -> str:
    if not _NAME.fullmatch(name) or ".." in name:
        raise NoPack(f"{name[:80]!r} is no file of a case: nothing was taken out")
    text = entry.get("text") if isinstance(entry, dict) else None
    if not isinstance(text, str):
        raise NoPack(f"{name}: its text is missing: nothing was taken out")
    if entry.get("sha256") != _sha256(text):
        raise NoPack(f"{name} is not what was packed: nothing was taken out")
    return text


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
