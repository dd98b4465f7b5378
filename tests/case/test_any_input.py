"""Whatever the text, reading it raises nothing: each fault is a problem at a place in the text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.case.written import SAMPLE

from standoff.case.check.folder import check_folder
from standoff.case.entry import Case
from standoff.case.format.source import read_source
from standoff.case.format.yaml import decode
from standoff.case.syntax import read_case, read_overlay

PIECES = st.sampled_from(
    [
        *("case: q|now:|wants:|  A:|    - a|  - a|- a|- |: |#| #|[|]|[x#s1]|{|}|,|\"|'").split("|"),
        *("&x|*x|!|<<: |---|...|%YAML|? |- - |>|equal|silent|given |gives | for ").split("|"),
        *(
            "by 2018|by open|attitudes:|A toward A: negative|forecasts:|variants:|options:|A.a: x"
        ).split("|"),
        *("facts:|x: no|offers:").split("|"),
        *("ranking:|weights:|->|<->|not |and |or |(|)|!!|says|denied|a|b|é").split("|"),
        *("|", "\t", "\n", "\n  ", "\n    ", "\r", "\0", "\ufeff", "\u2028", "\u00a0"),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


def mutated():
    """The design's sample with some stretches cut out, doubled or replaced."""
    cut = st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 30), PIECES)
    return st.lists(cut, min_size=1, max_size=4).map(_mutate)


def _mutate(cuts):
    text = SAMPLE
    for start, length, piece in cuts:
        text = text[:start] + piece + text[start + length :]
    return text


def inside(problem, text):
    """Whether a problem's place is in the text (or just behind it)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = problem.place.line
    return 1 <= line <= len(lines) and 1 <= problem.place.column <= len(lines[line - 1]) + 2


@pytest.mark.thorough
@settings(max_examples=400)
@given(st.one_of(TEXTS, mutated()))
@example("now: [\n")
@example("a: [")
@example("now:\n  - \u00a0\n")
@example('forecasts:\n- "')
def test_any_text(text):
    for read in (read_case, read_overlay):
        overlay, found = read(text, "f")
        assert all(inside(each, text) for each in found.problems)
        check_folder(Case("f", "f", overlay), found)
    _, found = read_source(text, "f", "x")
    assert all(inside(each, text) for each in found.problems)


@given(st.binary(max_size=100))
def test_any_bytes(data):
    text, found = decode(data, "f")
    assert (text is None) == bool(found.problems)
