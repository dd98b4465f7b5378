"""Plain lines are read as all of YAML reads them, or left to it."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.case.written import SAMPLE

from standoff.case.format import events, plain
from standoff.case.format.yaml import compose, quoted_items
from standoff.problem import Findings

SHIPPED = sorted((Path(__file__).parents[2] / "cases").rglob("*.yaml"))
LINES = st.sampled_from(
    [
        *("a: b|b:|c: |d: |d : e|e:f: g|- a|- b: c|- - a|- |-|# x||   |f: |".split("|")),
        *("a b: c [x#s1]  # y|g: c [x #s1]|- -1|- not a -> b [x#s1-2] says|h: 'i j'|k: \"\"".split("|")),
        *("l: {m: n, o: [p, q], 'r s': {}}|t: []|u: [v|w: {x: }|y: [z: a]|y: {z: b [x#s1]}".split("|")),
        *('"a": b|"a" b: c|a: "b" c|- "x" by 1995 [x#s1]|forecasts:|precedents:|? a|: b'.split("|")),
        *("a: - b|a: *b|a: &b c|a: !b|<<: {a: b}|---|... |a: b: c|a: >|- was: a|a: it's|a: ~".split("|")),
        *("a: \N{IDEOGRAPHIC SPACE}b\N{NO-BREAK SPACE}#c", "b: |", "b: |  ", "b: |-", "- |"),
    ]
)  # fmt: skip
TEXTS = st.lists(
    st.tuples(st.sampled_from([0, 0, 0, 2, 2, 4, 1]), LINES).map(lambda at: " " * at[0] + at[1]),
    max_size=8,
).map("\n".join)


def by_yaml(lines, masks):
    """(the tree, its problems) by all of YAML; a fault that stops it is a problem."""
    found = Findings()
    try:
        return events.Reader(lines, masks, "f", found).read(), found.problems
    except events.Fault as fault:
        return None, [fault]


def alike(text):
    """Whether a text is read by plain lines; if so, all of YAML reads it alike and finds no fault."""
    lines = text.split("\n")
    masks = quoted_items(lines)
    tree = plain.read(lines, masks, "f")
    if tree is not None:
        assert by_yaml(lines, masks) == (tree, [])
    return tree is not None


@given(TEXTS)
@example("b: |\na: - b\n")
@example('forecasts:\n z: |\n  - "x" y\n')
@example("a - : b: c\n")
@example("a: {b: 'c d#s1'}\n")
def test_plain_lines_are_read_as_yaml_reads_them(text):
    alike(text)
    alike(text + "\n")


@given(st.lists(st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 9), LINES), max_size=3))
def test_so_is_a_case_with_stretches_changed(cuts):
    text = SAMPLE
    for start, length, piece in cuts:
        text = text[:start] + piece + text[start + length :]
    alike(text)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parts[-2]}-{path.stem}")
def test_shipped_cases_are_plain_lines(path):
    assert alike(path.read_text("utf-8"))


def test_what_is_not_plain_is_read_by_yaml(monkeypatch):
    asked = []
    reader = events.Reader

    def counted(*args):
        asked.append(args)
        return reader(*args)

    monkeypatch.setattr("standoff.case.format.yaml.events.Reader", counted)
    assert compose("a: b\n", "f")[0] is not None and not asked
    assert compose("a:\n  b\n", "f")[0] is not None and asked
