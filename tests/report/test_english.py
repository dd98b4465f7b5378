"""Conditions and lines as sentences."""

import pytest
from tests.analysis.written import in_docstring

from standoff.analysis.ask import condition
from standoff.analysis.judge.premise import Premise
from standoff.citation import Period
from standoff.condition import parse_condition
from standoff.report.english import English
from standoff.report.tell.compare import premise_clause
from standoff.report.wording import counted, join, plural, third_person, when


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2018", "2018"),
        ("2016/2018", "2016 to 2018"),
        ("2018-08", "August 2018"),
        ("2016-03/2016-05", "March to May 2016"),
        ("2016-12/2017-03", "December 2016 to March 2017"),
        ("2016-03-17", "17 March 2016"),
        ("2018-08-28/2018-08-31", "28 to 31 August 2018"),
        ("2018-07-28/2018-08-03", "28 July to 3 August 2018"),
        ("2017-12-12/2018-01-20", "12 December 2017 to 20 January 2018"),
        ("9999-12-31", "31 December 9999"),
    ],
)
def test_periods(text: str, words: str) -> None:
    assert when(Period.parse(text)) == words


def test_verbs_bend_and_nouns_do_not() -> None:
    assert [third_person(v) for v in ("press", "go", "stay", "carry", "be", "re-enter")] == [
        "presses",
        "goes",
        "stays",
        "carries",
        "is",
        "re-enters",
    ]
    assert [third_person(v) for v in ("a", "sanctions", "keeping", "Press", "4x")] == [None] * 5


def test_names_that_look_like_plurals() -> None:
    assert [name for name in ("US", "Congress", "Backers", "Cyprus", "Iran") if plural(name)] == [
        "Backers"
    ]


def test_lists() -> None:
    assert join([]) == ""
    assert join(["a", "b", "c"]) == "a, b and c"
    assert join(["x, and so on", "b"]) == "x, and so on, and b"
    assert [counted(n) for n in (0, 3, 13, 4096)] == ["no", "three", "13", "4,096"]


def test_a_case_read_aloud() -> None:
    """Every shape of line.

    ---
    case: What then?
    actors:
      Alpha: {}
      Backers: {}
    options:
      Alpha.press: press the others
      Alpha.keep: keep its bases
      Backers.pay: pay for it
      Backers.none: a noun, not a verb
    facts:
      old: is it an old quarrel?
    now:
      - keep
    impossible:
      - press and keep and pay
    no_way_back:
      - pay
    wants:
      Alpha:
        - pay
        - keep -> press
        - not keep or pay
        - press <-> pay
        - old -> not (press and pay)
      Backers: silent
    author_concludes:
      - press and keep given not pay, none
      - Alpha loses given pay
    offers:
      - Alpha gives press for pay, not none; refused
    """
    reading = in_docstring(test_a_case_read_aloud)
    english = English(reading)
    assert [english.line(line) for line in reading.assumptions] == [
        "Today Alpha keeps its bases",
        "It cannot be that Alpha presses the others, keeps its bases and Backers pay for it",
        "There is no way back once Backers pay for it",
        "Alpha wants Backers to pay for it",
        "Alpha wants to press the others if it keeps its bases",
        "Alpha wants not to keep its bases or Backers to pay for it",
        "Alpha wants that it presses the others exactly when Backers pay for it",
        "Alpha wants that it is not so that it presses the others and Backers pay for it"
        " if the answer to “is it an old quarrel?” is yes",
    ]
    assert [english.conclusion(found) for found in reading.conclusions] == [
        "Alpha presses the others and keeps its bases"
        " if Backers do not pay for it, and does: a noun, not a verb",
        "Alpha loses if Backers pay for it",
    ]


def test_a_rank_is_named_by_its_wish() -> None:
    """A premise's position names lines of the file; the page names the wishes there.

    ---
    case: Where does it stand?
    actors:
      A: {}
    options:
      A.go: go home
      A.sing: sing
    wants:
      A:
        - sing
    """
    reading = in_docstring(test_a_rank_is_named_by_its_wish)
    line = reading.wants["A"].lines[0].place.line
    premise = Premise("literal", condition(reading, "go"), None, "A", f"above line {line}")
    assert (
        premise_clause(English(reading), premise).text
        == "A wanted to go home (ranked above its wish to sing)"
    )
    assert English(reading).clause(parse_condition("A.go")) == "A goes home"
