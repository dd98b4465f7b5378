"""Coverage-guided fuzzing of everything that reads a person's file.

    python tests/fuzz/fuzz_case.py -max_total_time=60 corpus-folder

Needs `pip install atheris`. Arguments are libFuzzer's. An input may produce problems; an exception, or
more than a few seconds, is a finding. Inputs tried so far: see README.md beside this file.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import Any

import atheris  # type: ignore[import-untyped,import-not-found,unused-ignore]

with atheris.instrument_imports(include=["standoff", "ruamel"]):
    from standoff.case.check.folder import check_folder
    from standoff.case.entry import Case, Overlay
    from standoff.case.format.line import KINDS, LineError, read_line
    from standoff.case.format.slice import CannotEdit, delete_entry, insert_after, replace_entry
    from standoff.case.format.source import add_records, read_source
    from standoff.case.format.yaml import decode
    from standoff.case.reading import merge, readings
    from standoff.case.syntax import read_case, read_overlay
    from standoff.citation import SentenceRecord
    from standoff.problem import Findings
    from standoff.report.tell.case.show import tell
    from standoff.text.sentence import sentences

NEW = SentenceRecord(3, 0, 5, "0" * 16)


def read_anything(data: bytes) -> None:
    """One input through every reader."""
    text, found = decode(data, "case.yaml")
    if text is None:
        return
    overlay, found = read_case(text, "case.yaml")
    reading, _ = read_overlay(text, "readings/r.yaml")
    source, _ = read_source(text, "sources/x.yaml", "x")
    add_records(text, "x", "0" * 64, [NEW])
    sentences(text)
    _as_case(Case("f", ".", overlay, {}, {"x": source}), found)
    _as_case(Case("f", ".", overlay, {"r": reading}, {"x": source}), found)
    _as_line(text)
    _edit(text, overlay)


def _as_case(folder: Case, found: Findings) -> None:
    check_folder(folder, found)
    for reading in readings(folder):
        case, _ = merge(folder, reading)
        tell(case)


def _as_line(text: str) -> None:
    kind = list(KINDS)[len(text) % len(KINDS)]
    with suppress(LineError):
        read_line(kind, text.partition("\n")[0])


def _edit(text: str, overlay: Overlay) -> None:
    for line in (*overlay.now, *overlay.impossible)[:3]:
        with suppress(CannotEdit):
            replace_entry(text, line.place, "x")
            insert_after(text, line.place, "x")
            delete_entry(text, line.place)


def main(arguments: list[str]) -> Any:
    atheris.Setup(arguments, read_anything)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
