"""YAML's traps: each is refused with its place and the way out, and the rest of the file is read."""

from typing import Any

import pytest

from standoff.case.format.node import Scalar, Table
from standoff.case.format.yaml import MAX_BYTES, compose, decode

TRAPS = [
    # name, text, line, column, words of the message
    ("duplicate key", "a: b\nc: d\na: e\n", 3, 1, "stands here and in line 1"),
    ("anchor", "a: &x b\n", 1, 4, "anchor: delete it"),
    ("alias", "a: *x\n", 1, 4, "write it out"),
    ("tag", "a: !x b\n", 1, 4, "begins a YAML tag: delete it"),
    ("negation by a sign", "a:\n  - !leave\n", 2, 5, "write `not`"),
    ("merge key", "<<: {a: b}\n", 1, 1, "write its entries out"),
    ("tab before", "a:\n\tb: c\n", 2, 1, "a tab: use spaces"),
    ("tab inside", "a: b\tc\n", 1, 5, "a tab: use spaces"),
    ("folded line", "a: b\n  c\n", 2, 3, "continues the line above: write both on one line"),
    ("folded quotation", 'a: "b\n  c"\n', 2, 3, "continues the line above"),
    ("folding sign", "a: >\n  b\n", 1, 4, "`>` folds lines"),
    ("comment in citations", "a: b [003 #s1]\n", 1, 11, "write the citation as `003#s12`, no space"),
    ("comment between citations", "a: b [003#s1 #s2]\n", 1, 14, "no space"),
    ("comment in a quotation", 'a: b hedged "x #1"\n', 1, 16, "leave the `#` out"),
    ("second colon", "a: b: c\n", 1, 5, "leave the colon out, or the space after it"),
    ("begins with a quote", 'a:\n  - "b" by 1\n', 2, 5, "cannot begin with a quotation mark"),
    ("begins with a bracket", "a:\n  - [b] c\n", 2, 5, "cannot begin with a square bracket"),
    ("citation in braces", "a: {b: c [003#s1]}\n", 1, 10, "a citation cannot stand inside `{}`"),
    ("bare citation in braces", "a: {b: [c 003#s1]}\n", 1, 9, "a citation cannot stand inside"),
    ("second document", "a: b\n---\nc: d\n", 2, 1, "a second document"),
    ("directive", "%YAML 1.2\n---\na: b\n", 1, 1, "YAML directives"),
    ("unknown directive", "%YAML 1.22\n---\na: b\n", 1, 1, "YAML directives"),
    ("at sign", "a: @x\n", 1, 4, "cannot begin with `@`"),
    ("block sign in text", "a: | x\n", 1, 4, "cannot begin with `|`"),
    ("open brace", "a: {b: c\n", 1, 4, "the `{` that opens here is not closed"),
    ("open quotation", 'a: "b\n', 1, 4, "does not end on this line"),
    ("wrong indentation", "a:\n    - b\n  - c\n", 3, 3, "indent it as they are"),
    ("list beside keys", "a:\n  - b\n  c: d\n", 3, 3, "indent it as they are"),
    ("no value", "a: b\nfoo\nb: c\n", 2, 1, "a `:` and a value are missing"),
    ("no section", "just words\n", 1, 1, "must begin with a section"),
    ("a list on top", "- a\n- b\n", 1, 1, "must begin with a section"),
    ("a list as key", "? [a, b]\n: c\n", 1, 3, "a key must be a word"),
    ("control character", "a: b\x07\n", 1, 5, "U+0007 cannot stand"),
    ("odd line separator", "a: b\u2028c\n", 1, 5, "U+2028 cannot stand"),
    ("a long line", "a: b\nc: " + "x" * 3000 + "\n", 2, 2001, "longer than 2000 characters"),
    ("deep nesting", "a: " + "[" * 40 + "\n", 1, 16, "nested more than 12 deep"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "column", "words"), [row[1:] for row in TRAPS], ids=[row[0] for row in TRAPS]
)
def test_trap(text, line, column, words):
    _, found = compose(text, "case.yaml")
    assert found.problems, "nothing was found"
    first = found.problems[0]
    assert words in first.message
    assert (first.place.file, first.place.line, first.place.column) == ("case.yaml", line, column)
    assert len(found.problems) == 1, "one fault, one message"


def test_reading_goes_on_after_a_fault():
    text = 'a:\n  - "x" y\n  - [b] c\n  - d: e: f\n  - good\nb: @no\nc: fine\n'
    tree, found = compose(text, "f")
    assert [each.place.line for each in found.problems] == [2, 3, 4, 6]
    assert tree is not None
    assert [key.text for key, _ in tree.pairs] == ["a", "b", "c"]


def test_every_scalar_is_the_text_it_is():
    tree, found = compose("a: 003\nb: no\nc: ~\nd: 2018-08-28\ne: .inf\nf: 0x1F\n", "f")
    assert not found.problems
    assert tree is not None
    values = [value.text for _, value in tree.pairs if isinstance(value, Scalar)]
    assert values == ["003", "no", "~", "2018-08-28", ".inf", "0x1F"]


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_newlines_of_every_system_count_lines_alike(newline):
    tree, found = compose(newline.join(["a: b", "c:", "  - d"]), "f")
    assert not found.problems
    assert tree is not None
    assert tree.pairs[1][0].place.line == 2


def test_a_byte_order_mark_counts_for_nothing():
    text, found = decode(b"\xef\xbb\xbfa: b", "f")
    assert not found.problems
    assert text is not None
    tree, _ = compose(text, "f")
    assert tree is not None
    assert tree.pairs[0][0].place.column == 1


def test_only_forecasts_and_precedents_may_begin_with_a_quotation():
    glossed = '  - "a: b # c" by 1995 [x#s1]   # comment\n'
    tree, found = compose(f"forecasts:\n{glossed}\n{glossed}b: c\n", "f")
    assert not found.problems
    assert isinstance(tree, Table)
    items: Any = tree.pairs[0][1].items  # type: ignore[union-attr]
    assert [each.text for each in items] == ['"a: b # c" by 1995 [x#s1]'] * 2
    assert items[0].place.column == 5
    _, found = compose(f"now:\n{glossed}", "f")
    assert len(found.problems) == 1


def test_the_quotations_are_found_at_every_depth():
    text = 'variants:\n  a:\n    precedents:\n    - "q" by 2011\n    now:\n    - "q" by 2011\n'
    _, found = compose(text, "f")
    assert [each.place.line for each in found.problems] == [6]


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        (b"a: b\nc: \xff\n", 2, 4, "not utf-8 text: save the file as plain text"),
        (b"a: b\r\nc: d\0\n", 2, 5, "NUL byte"),
        (b"PK\x03\x04\0\0", 1, 5, "NUL byte"),
        (b"a" * (MAX_BYTES + 1), 1, 1, "at most 1 MB"),
    ],
)
def test_what_is_no_text(data, line, column, words):
    text, found = decode(data, "case.yaml")
    assert text is None
    assert len(found.problems) == 1
    assert words in found.problems[0].message
    assert (found.problems[0].place.line, found.problems[0].place.column) == (line, column)
