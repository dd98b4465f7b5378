"""Edits touch one line: every other byte, comments and newlines with them, stays."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.case.written import SAMPLE

from standoff.case.check.citation import assumptions
from standoff.case.entry import Overlay
from standoff.case.format.line import print_line
from standoff.case.format.slice import (
    CannotEdit,
    add_variant,
    delete_entry,
    find,
    insert_after,
    replace_entry,
)
from standoff.case.syntax import read_case, read_overlay
from standoff.problem import Place

WINDOWS = SAMPLE.replace("\n", "\r\n")
MARKED = "\ufeff" + SAMPLE


def places(text):
    """Where the entries of one line stand."""
    overlay, _ = read_case(text, "case.yaml")
    return [entry.place for entry in entries(overlay)]


def entries(overlay: Overlay) -> list[Any]:
    """Its entries that stand on one line each."""
    more = (*overlay.offers, *overlay.conclusions, *overlay.options)
    return [*assumptions(overlay), *more]


def comments(text):
    return re.findall(r"(?m)(?:^|\s)#.*$", text)


def test_the_slice_is_the_entry_without_its_comment():
    text = "now:   # today\n  - press   [x#s1]   # why\n"
    where = find(text, Place("f", 2, 5))
    assert where.of(text) == "press   [x#s1]"
    assert where.alone


@pytest.mark.parametrize("text", [SAMPLE, WINDOWS, MARKED], ids=["as is", "windows", "marked"])
def test_replacing_changes_the_slice_alone(text):
    for place in places(text):
        where = find(text, place)
        edited = replace_entry(text, place, "not press")
        assert edited == text[: where.start] + "not press" + text[where.end :]
        assert comments(edited) == comments(text)


@pytest.mark.parametrize("text", [SAMPLE, WINDOWS, MARKED], ids=["as is", "windows", "marked"])
def test_what_is_inserted_can_be_deleted(text):
    for place in places(text):
        edited = insert_after(text, place, "not press  [003#s1]")
        assert len(edited.split("\n")) == len(text.split("\n")) + 1
        below = Place(place.file, place.line + 1, place.column)
        if edited.split("\n")[place.line].lstrip().startswith("- "):
            assert delete_entry(edited, below) == text


@given(st.data())
def test_deleting_takes_one_line(data):
    place = data.draw(st.sampled_from(places(SAMPLE)))
    lines = SAMPLE.split("\n")
    kept = lines[: place.line - 1] + lines[place.line :]
    assert delete_entry(SAMPLE, place) == "\n".join(kept)


def test_a_last_line_without_newline():
    text = "now:\n  - press"
    assert insert_after(text, Place("f", 2, 5), "leave") == "now:\n  - press\n  - leave"
    assert replace_entry(text, Place("f", 2, 5), "leave") == "now:\n  - leave"
    assert delete_entry(text + "\n  - leave", Place("f", 3, 5)) == text + "\n"


def test_entries_that_share_a_line_are_replaced_and_nothing_more():
    text = "wants: {US: [plan, not stay]}\n"
    place = Place("f", 1, 20)
    assert replace_entry(text, place, "stay") == "wants: {US: [plan, stay]}\n"
    with pytest.raises(CannotEdit, match="several entries stand on this line"):
        delete_entry(text, place)
    with pytest.raises(CannotEdit, match="several entries stand on this line"):
        insert_after(text, place, "x")


@pytest.mark.parametrize("place", [(1, 1), (2, 3), (2, 6), (9, 1)])
def test_places_without_an_entry(place):
    with pytest.raises(CannotEdit):
        find("now:\n  - press\n", Place("f", *place))


@pytest.mark.parametrize("new", ["", "  ", "a\nb", "a\r"])
def test_an_entry_is_one_line(new):
    with pytest.raises(CannotEdit, match="one line of text"):
        replace_entry("now:\n  - press\n", Place("f", 2, 5), new)


def test_a_quoted_gloss_is_an_entry_too():
    text = 'precedents:\n  - "it was: so" by 1995 [x#s1]  # as they say\n'
    place = Place("f", 2, 5)
    assert find(text, place).of(text) == '"it was: so" by 1995 [x#s1]'
    assert "# as they say" in replace_entry(text, place, '"no" by open')


# --- variants -------------------------------------------------------------------------------------

SECTIONS = "wants:\n  US:\n    - plan        # our own premise"


@pytest.mark.parametrize(
    "text",
    [
        SAMPLE,
        WINDOWS,
        SAMPLE.rstrip("\n"),
        SAMPLE + "variants:\n  first:\n    now: [limit]   # a comment\n",
        SAMPLE + "variants:\n  first:\n    now:\n      - limit\n\n# the end\n",
        "variants:\n  first:\n    now: [limit]\n" + SAMPLE,
    ],
)
def test_a_variant_is_one_block_more(text):
    edited = add_variant(text, "a plan exists", SECTIONS)
    before, found = read_overlay(text, "f")
    after, faults = read_overlay(edited, "f")
    assert not found.problems
    assert not faults.problems
    assert list(after.variants) == [*before.variants, "a plan exists"]
    assert [str(w.condition) for w in after.variants["a plan exists"].wants["US"].lines] == ["plan"]
    assert len(comments(edited)) == len(comments(text)) + 1
    pieces = iter(edited.split("\n"))
    assert all(line in pieces for line in text.rstrip("\n").split("\n")), "every line is kept"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("variants: {a: {now: [b]}}\n", "on lines of its own first"),
        ("variants:\n    a:\n      now: [b]\n", "indent the variants by two spaces"),
        ("variants:\n  a plan:\n    now: [b]\n", "there is a variant `a plan` already"),
        ("now: [\n", "mend it first"),
    ],
)
def test_variants_that_a_person_must_add(text, words):
    with pytest.raises(CannotEdit, match=words):
        add_variant(text, "a plan", SECTIONS)


# --- round trip -----------------------------------------------------------------------------------


def test_every_line_of_the_sample_is_printed_as_it_was_read():
    overlay, _ = read_case(SAMPLE, "case.yaml")
    for line in entries(overlay):
        written = find(SAMPLE, line.place).of(SAMPLE)
        assert words(print_line(line)) == words(written)


def words(line):
    """Its words, without the commas between marks, which a person may leave out."""
    return line.replace(",", " ").split()
