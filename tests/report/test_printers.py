"""The same words on a terminal, on a page and in a notebook; the page from its data, byte for byte."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from rich.console import Console
from tests.report.written import Seen, answered, judged, rendered, reported, small

from standoff.analysis.judge.compare import Comparison
from standoff.analysis.vary.edit import ALL_KINDS
from standoff.case.entry import Case
from standoff.case.reading import merge, readings, sources_of
from standoff.report import terminal
from standoff.report.document import Block, Clause, Document, Items, Line, Part, Shelf, Table, walk
from standoff.report.english import English
from standoff.report.html.fragment import fragment
from standoff.report.html.page import Report, read, render, to_data
from standoff.report.tell import case as telling_case
from standoff.report.tell import compare as telling_compare
from standoff.store.folder import load_folder
from standoff.store.shipped import shipped_cases
from standoff.store.texts import find_texts, verbatim

SHIPPED = sorted(shipped_cases())
TEXTS = {  # of our own
    ("one", 1): "The north would like to see an empty valley.",
    ("one", 2): "Its neighbour, says the general, has had enough of it.",
    ("one", 3): "Before long, then, the valley will be empty.",
    ("two", 1): "Not one of them there is tired of it.",
    ("two", 2): "And not a coin was paid.",
    ("two", 3): "Still they are going to go.",
}


@cache
def shipped(name: str) -> tuple[Case, Report]:
    """A shipped case and the report on it, without texts."""
    case, findings = load_folder(shipped_cases()[name])
    assert not findings.problems
    return case, reported(case, [judged(case, reading) for reading in readings(case)])


def printed_json(report: Report) -> str:
    """What `report --json` prints."""
    return json.dumps(to_data(report), ensure_ascii=False, indent=2)
