"""The ledger on disk: one decision a line, only ever added to, each chained to the one before.

Who enters a decision holds the file, reads it anew and writes it whole, so that neither a kill nor a full
disk leaves half a line, and two who enter at once stand one after the other. A half line of another
writer is passed over and kept where it stands, as long as the chain over it holds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from standoff.analysis.bargain.ledger import Decision, verify
from standoff.problem import CaseError, Findings, Place
from standoff.store.write import lines_of, locked, ordinary, reason, write_bytes

LEDGER = "ledger.jsonl"
_FIELDS = {field.name for field in fields(Decision)}
_NUMBERS = ("number", "base_low", "base_high")
_NO_ENTRY = "this line is no entry of a ledger: get it back"


@dataclass(frozen=True)
class Entered:
    """A decision entered, and those on the same forecast that somebody else entered meanwhile."""

    decision: Decision
    meanwhile: tuple[Decision, ...] = ()


def read_ledger(path: Path) -> tuple[Decision, ...]:
    """The decisions in a file, oldest first; none where there is no file.

    raises  CaseError  a line that is no decision, or one that was changed, taken out, put in or moved
    """
    decisions, _ = _read(path)
    return decisions


def passed_over(path: Path) -> str:
    """What is said of a half last line; empty where there is none. Raises CaseError as `read_ledger`."""
    half = _read(path)[1]
    return (
        f"{path}:{half}: the last line is cut off, and no decision: it is passed over"
        if half
        else ""
    )


def enter(
    path: Path, seen: Iterable[Decision], make: Callable[[Sequence[Decision]], Decision]
) -> Entered:
    """Add the decision that `make` makes after those that are in the file by now.

    seen    the decisions that the person knew of
    raises  CaseError    the file cannot be read
            CannotWrite  nothing has changed
    """
    ordinary(path)
    with locked(path.parent):
        before = read_ledger(path)
        decision = make(before)
        known = {each.hash for each in seen}
        data = path.read_bytes() if path.exists() else b""
        if data and not data.endswith(b"\n"):
            data += b"\n"
        line = json.dumps(asdict(decision), ensure_ascii=False, sort_keys=True) + "\n"
        write_bytes(path, data + line.encode("utf-8", "surrogateescape"))
    new = [each for each in before if each.hash not in known]
    return Entered(decision, tuple(each for each in new if each.forecast == decision.forecast))


def _read(path: Path) -> tuple[tuple[Decision, ...], int]:
    """The decisions, and the number of a half last line (0 where there is none)."""
    try:
        lines = [line.decode("utf-8", "surrogateescape") for line in lines_of(path)]
        whole = not lines or path.read_bytes().endswith(b"\n")
    except OSError as error:
        raise _broken(path, 1, f"the ledger cannot be read: {reason(error)}") from None
    numbers: list[int] = []
    decisions: list[Decision] = []
    halves: list[int] = []
    for number, line in enumerate(lines, start=1):
        values = _values(line)
        if values is None:
            halves.append(number)
            continue
        decisions.append(_decision(path, number, values))
        numbers.append(number)
    try:
        verify(decisions, str(path))
    except CaseError as error:
        (problem,) = error.findings.problems
        at = numbers[problem.place.line - 1]
        if lost := [half for half in halves if half < at]:
            raise _broken(path, lost[0], _NO_ENTRY) from None
        raise _broken(path, at, problem.message) from None
    last = len(lines)
    if last in halves and whole:
        raise _broken(path, last, _NO_ENTRY)
    return tuple(decisions), last if last in halves else 0


def _values(line: str) -> Any:
    """What the JSON of a line says; None for a part of a line, which is no JSON."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _decision(path: Path, number: int, said: Any) -> Decision:
    if not isinstance(said, dict) or set(said) != _FIELDS:
        raise _broken(path, number, "this entry has other fields than it was entered with")
    words = [value for name, value in said.items() if name not in _NUMBERS]
    rates = [said[name] for name in _NUMBERS[1:] if said[name] is not None]
    if not all(isinstance(word, str) for word in words) or not all(
        type(rate) in (int, float) for rate in rates
    ):
        raise _broken(path, number, "this entry holds other values than it was entered with")
    return Decision(**said)


def _broken(path: Path, line: int, message: str) -> CaseError:
    found = Findings()
    found.problem(Place(str(path), line), message)
    return CaseError(found)
