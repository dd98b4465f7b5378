"""The ledger on disk: one decision a line, only ever added to, each chained to the one before."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path

from standoff.analysis.bargain.ledger import Decision, verify
from standoff.problem import CaseError, Findings, Place

LEDGER = "ledger.jsonl"
_FIELDS = {field.name for field in fields(Decision)}


def read_ledger(path: Path) -> tuple[Decision, ...]:
    """The decisions in a file, oldest first; none where there is no file.

    raises  CaseError  a line that is no decision, or one that was changed, taken out, put in or moved
    """
    if not path.exists():
        return ()
    lines = path.read_bytes().decode("utf-8", "surrogateescape").split("\n")
    if lines.pop():
        raise _broken(path, len(lines) + 1, "the last line is cut off: get the file back")
    decisions = tuple(_decision(path, number, line) for number, line in enumerate(lines, start=1))
    verify(decisions, str(path))
    return decisions


def append_decision(path: Path, decision: Decision) -> None:
    """Add one decision to a file that holds the decisions before it, and nothing else changes."""
    line = json.dumps(asdict(decision), ensure_ascii=False, sort_keys=True) + "\n"
    with path.open("ab") as file:
        file.write(line.encode("utf-8", "surrogateescape"))


def _decision(path: Path, number: int, line: str) -> Decision:
    try:
        said = json.loads(line)
    except ValueError:
        raise _broken(path, number, "this line is no entry of a ledger: get it back") from None
    if not isinstance(said, dict) or set(said) != _FIELDS:
        raise _broken(path, number, "this entry has other fields than it was entered with")
    return Decision(**said)


def _broken(path: Path, line: int, message: str) -> CaseError:
    found = Findings()
    found.problem(Place(str(path), line), message)
    return CaseError(found)
