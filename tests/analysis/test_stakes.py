"""What contested lines decide, and an author's opposite conclusions."""

from __future__ import annotations

from tests.report.written import answered

from standoff.analysis.contest.disagree import topics
from standoff.analysis.contest.stakes import Weighed, weighed
from standoff.analysis.judge.twofold import twofold

BASE = """\
case: Does the tower fall?
actors:
  A: {}
  B: {}
options:
  A.dig: dig
  B.prop: prop it up
facts:
  old: is it old?
  red: is it red?
"""
ONE = """\
facts:
  red: yes
  old: yes
wants:
  A:
    - old -> dig
    - not dig
  B: silent
author_concludes:
  - dig
  - not prop
  - A gains given dig
  - A loses given dig, prop
"""
TWO = """\
facts:
  red: no
  old: no
wants:
  A:
    - dig
  B: silent
author_concludes:
  - dig
"""


def found() -> tuple[Weighed, ...]:
    _, answers = answered(BASE, {}, one=ONE, two=TWO)
    return weighed(topics(answers), answers)


def test_what_decides_most_stands_first() -> None:
    contested = [one for one in found() if one.topic.contested]
    assert [str(one.topic.condition) for one in contested][:2] == ["old", "red"]
    assert [one.weight for one in contested][:2] == [(3, 1), (0, 0)]


def test_each_reading_that_speaks_says_what_becomes_of_it_on_the_other_side() -> None:
    old = found()[0]
    one, two = old.stakes
    assert [(t.conclusion.text, str(t.before), str(t.after)) for t in one.turned] == [
        ("dig", "follows", "does-not-follow"),
        ("A gains given dig", "follows", "does-not-follow"),  # what it gains by is its list
        ("A loses given dig, prop", "does-not-follow", "follows"),
    ]
    assert (one.moved, one.of) == (True, 4)
    assert (two.id, two.turned, two.moved) == ("two", (), False)  # it digs whether it is old or not


def test_what_is_not_contested_has_no_stake() -> None:
    assert all(not one.stakes for one in found() if not one.topic.contested)


def test_opposite_conclusions_under_different_givens_are_found_and_no_others() -> None:
    _, answers = answered(BASE, {}, one=ONE, two=TWO)
    pairs = [[c.text for c in pair] for pair in twofold(answers[0].reading)]
    assert pairs == [["A gains given dig", "A loses given dig, prop"]]
    same = ONE.replace("given dig, prop", "given dig")
    _, answers = answered(BASE, {}, one=same, two=TWO)
    assert not list(twofold(answers[0].reading))


def test_of_conditions_the_negation_is_the_opposite() -> None:
    text = ONE + "  - not dig given prop\n"
    _, answers = answered(BASE, {}, one=text, two=TWO)
    assert ["dig", "not dig given prop"] in [
        [c.text for c in pair] for pair in twofold(answers[0].reading)
    ]
