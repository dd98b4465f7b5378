"""The record of a source: read, added to without touching what is there, held against its text."""

import pytest

from standoff.case.format.source import (
    Text,
    add_records,
    combine,
    fits,
    make_record,
    print_record,
    read_source,
)
from standoff.citation import Citation
from standoff.problem import Findings
from standoff.text.sentence import sentences

WORDS = "One stands here. Two stands there.\n\nThree is last."
TEXT = Text("x.txt", "0" * 64, WORDS, sentences(WORDS))
RECORD = """\
# our record
outlet: The Paper   # where it was
date: 2018-08
sha256: {sha}
sentences: |
  s1    0-16         {hash}  says: one # and "more" [x], {{y}}

  # a comment among them
  s3    36-50        {three}
note: after the sentences
""".format(sha="0" * 64, hash=make_record(1, TEXT).hash, three=make_record(3, TEXT).hash)


def test_a_record_is_read():
    source, found = read_source(RECORD, "sources/x.yaml", "x")
    assert not found.problems
    assert (source.outlet, source.note) == ("The Paper", "after the sentences")
    assert list(source.records) == [1, 3]
    assert source.records[1].gloss == 'says: one # and "more" [x], {y}'
    place = source.records[3].place
    assert place is not None
    assert (place.line, place.column) == (9, 3)
    assert all(fits(record, TEXT) for record in source.records.values())


@pytest.mark.parametrize(
    ("declared", "recorded", "private"),
    [
        ("", "", False),
        ("no", "no", False),
        ("yes", "no", True),
        ("no", "yes", True),
        ("", "often", True),
    ],
)
def test_a_source_is_private_if_either_says_so_or_what_is_said_is_unsure(
    declared, recorded, private
):
    one, two = (
        read_source(f"private: {value}\n", "sources/x.yaml", "x")[0]
        for value in (declared, recorded)
    )
    found = Findings()
    assert combine(one, two, found).private is private
    assert not found.problems


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("outlet: [a]\n", 1, 9, "one line of text"),
        ("outlt: a\n", 1, 1, "`outlt` is not known about a source"),
        ("source: y\n", 1, 9, "this one is x"),
        ("sha256: abc\n", 1, 9, "64 hex digits"),
        ("private: true\n", 1, 10, "`private` is one of yes, no"),
        ("sentences:\n  s1: a\n", 2, 3, "write `sentences: |`"),
        ("sentences: |\n  s1 0-16\n", 2, 3, "no sentence record"),
        ("sentences: |\n  s1 16-16 0123456789abcdef\n", 2, 3, "ends (16) before it begins"),
        (
            "sentences: |\n  s1 0-5 0123456789abcdef\n  s1 0-5 0123456789abcdef\n",
            3,
            3,
            "here and in line 2",
        ),
    ],
)
def test_faults(text, line, column, words):
    _, found = read_source(text, "f", "x")
    (problem,) = found.problems
    assert words in problem.message
    assert (problem.place.line, problem.place.column) == (line, column)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_records_are_added_in_order_and_nothing_else_changes(newline):
    text = RECORD.replace("\n", newline)
    edited = add_records(text, "x", "0" * 64, [make_record(n, TEXT) for n in (1, 2, 3)])
    new = f"  {print_record(make_record(2, TEXT))}{newline}"
    assert edited.count(new) == 1
    assert edited.replace(new, "") == text
    source, found = read_source(edited, "f", "x")
    assert not found.problems
    assert list(source.records) == [1, 2, 3]
    assert add_records(edited, "x", "0" * 64, [make_record(2, TEXT)]) == edited


@pytest.mark.parametrize(
    "text",
    [
        "",
        "outlet: The Paper",
        "outlet: a\nsentences: |\n",
        "sentences:\noutlet: a\n",
        "sentences: |   # none yet\noutlet: a",
        "\ufeffoutlet: a\n",
    ],
)
def test_a_file_without_records_gets_its_first(text):
    edited = add_records(text, "x", "0" * 64, [make_record(2, TEXT), make_record(1, TEXT)])
    source, found = read_source(edited, "f", "x")
    assert not found.problems
    assert source.sha256 == "0" * 64
    assert list(source.records) == [1, 2]
    assert all(line in edited for line in text.split("\n") if "sentences" not in line)


def test_quotes_are_the_cited_words():
    assert TEXT.quote(Citation("x", 1, 2)) == "One stands here. Two stands there."
    assert TEXT.quote(Citation("x", 3, 3, (0, 5))) == "Three"
    assert TEXT.quote(Citation("x", 3, 3, (0, 99))) is None
    assert TEXT.quote(Citation("x", 4, 4)) is None
