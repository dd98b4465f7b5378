"""Folders made of texts, with no disk between, and a small base to write after."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from standoff.case.check.folder import Report, check_folder
from standoff.case.entry import Case, Overlay, Reading
from standoff.case.format.source import Text, read_source
from standoff.case.format.syntax import read_case, read_overlay
from standoff.case.reading import merge
from standoff.citation import Source
from standoff.problem import Findings, Problem

SAMPLE = Path(__file__).with_name("sample.yaml").read_text("utf-8")

BASE = """\
case: Will B leave?
actors:
  A: {}
  B: {}
options:
  A.press: press B
  B.leave: leave
  B.stay: stay on the border
wants:
  A:
    - leave
  B:
    - not leave
"""


def make(
    base: str, sources: Mapping[str, str] | None = None, **readings: str
) -> tuple[Case, Findings]:
    """The folder of a case.yaml, readings by name, source records by id."""
    overlay, found = read_case(base, "case.yaml")
    overlays: dict[str, Overlay] = {}
    for name, text in readings.items():
        overlays[name], more = read_overlay(text, f"readings/{name}.yaml")
        found.extend(more)
    records: dict[str, Source] = {}
    for id, text in (sources or {}).items():
        records[id], more = read_source(text, f"sources/{id}.yaml", id)
        found.extend(more)
    return Case("test", ".", overlay, overlays, records), found


def checked(
    base: str,
    sources: Mapping[str, str] | None = None,
    texts: Mapping[str, Text] | None = None,
    **readings: str,
) -> Report:
    """What checking the folder finds."""
    case, found = make(base, sources, **readings)
    return check_folder(case, found, texts)


def one(base: str, reading: str = "base", variant: str | None = None, **readings: str) -> Reading:
    """One merged reading of a case without problems."""
    folder, found = make(base, None, **readings)
    case, more = merge(folder, reading, variant)
    problems = found.problems + more.problems
    assert not problems, "\n".join(map(str, problems))
    return case


def places(problems: list[Problem]) -> list[tuple[int, int]]:
    """Where they are, as (line, column)."""
    return [(each.place.line, each.place.column) for each in problems]
