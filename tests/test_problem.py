"""Names that are near, names that only look the same, and characters that nobody sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.case.written import checked

from standoff.case.format.yaml import decode
from standoff.problem import (
    Findings,
    Place,
    UnknownName,
    clean,
    nearest,
    numbered,
    skeleton,
    unlike,
)

TWO = """\
case: x
actors: {{{one}: {{}}, {third}: {{}}}}
options:
  {other}.go: go
  {third}.stay: stay
wants:
  {one}:
    - go
  {third}:
    - stay
"""
KNOWN = ["border", "leave", "press", "sign_treaty", "lift", "limit", "a", "b"]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("boarder", "border"), ("brder", "border"), ("Border", "border"), ("bordre", "border"),
        ("presss", "press"), ("lfit", "lift"), ("limits", "limit"), ("sing_treaty", "sign_treaty"),
        ("treaty", None), ("release", None), ("sleep", None), ("x", None), ("colour", None),
        ("liberate", None), ("", None),
    ],
)  # fmt: skip
def test_the_nearest_name_is_named_only_when_it_is_near(name, near):
    assert nearest(name, KNOWN) == near


@given(st.sampled_from([n for n in KNOWN if len(n) > 4]), st.data())
def test_one_slip_is_near_whatever_it_is(name, data):
    at = data.draw(st.integers(1, len(name) - 1))
    changed = [
        name[:at] + name[at + 1 :],
        f"{name[:at]}q{name[at:]}",
        f"{name[:at]}q{name[at + 1 :]}",
    ]
    slip = data.draw(st.sampled_from(changed))
    assert nearest(slip, KNOWN) == (name if slip != name else None) or slip in KNOWN


@given(st.text(max_size=12))
def test_what_is_named_is_known(name):
    assert nearest(name, KNOWN) in (None, *KNOWN)


def test_a_look_alike_is_named_as_such():
    assert "U+0430 (cyrillic small letter a) only looks like `a`" in unlike("\u0430ct", "act")
    assert "U+041E (cyrillic capital letter o)" in str(UnknownName("actor", "\u041eman", ["Oman"]))
    found = Findings()
    found.problem(Place("f", 1), "`\u0430` is not an option", nearest("\u0430", ["a", "b"]))
    assert "(nearest: a; the letter U+0430" in str(found.problems[0])
    found.problem(Place("f", 1), "`bordr` is not an option", "border")
    assert str(found.problems[1]).endswith("(nearest: border)")


def test_decomposed_letters_are_the_same_name():
    two = unicodedata.normalize("NFD", "Caf\u00e9"), unicodedata.normalize("NFC", "Caf\u00e9")
    assert skeleton(two[0]) == skeleton(two[1])
    assert "decomposed" in unlike(*two)
    text, found = decode(TWO.format(one=two[0], other=two[1], third="B").encode(), "case.yaml")
    assert text is not None and not found.problems
    assert not checked(text).findings.problems


def test_actors_that_a_reader_cannot_tell_apart_are_a_warning():
    text = TWO.format(one="A", other="A", third="\u0410")
    (warning,) = (w for w in checked(text).findings.warnings if "looks like" in w.message)
    assert "U+0410" in warning.message and warning.place.line == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("  - go\u200b", "<U+200B>"),
        ("  - g\u00ado", "<U+00AD>"),
        ("  -\u00a0go", "U+00A0 (no-break space)"),
        ("  A.go:\u00a0go", "U+00A0 (no-break space)"),
    ],
)
def test_a_character_that_nobody_sees_is_named_by_its_number(line, words):
    section = "options:\n" if ":" in line else "now:\n"
    report = checked(f"case: x\nactors: {{A: {{}}}}\n{section}{line}\n")
    assert any(words in problem.message for problem in report.findings.problems)


@given(st.text())
def test_cleaning_twice_is_cleaning_once_and_keeps_what_is_seen(text):
    assert clean(clean(text)) == clean(text)
    seen = "".join(c for c in text if c.isprintable())
    assert seen == "".join(c for c in clean(text) if c.isprintable()) or clean(text) != text
    assert numbered(numbered(text)) == numbered(text)
