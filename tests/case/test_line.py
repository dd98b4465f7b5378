"""The line: what each kind of line reads as, and every message about one that cannot be read."""

from typing import Any

import pytest

from standoff.case.entry import Marks
from standoff.case.format.line import KINDS, LineError, read_line
from standoff.citation import Citation, Period
from standoff.condition import And, Implies, Not, Or, Var, names


def test_a_full_line():
    line = read_line(
        "wish", 'press -> lift !! [003#s20-22 003#s2:1-5] says, attributed to Mr X of Y, '
        'hedged "not, soon", denied, carried over'
    )  # fmt: skip
    assert line.parts == (Implies(Var("press"), Var("lift")), "!!")
    assert line.tail.citations == (Citation("003", 20, 22), Citation("003", 2, 2, (1, 5)))
    assert line.tail.marks == Marks(
        says=True, attributed_to="Mr X of Y", hedged="not, soon", denied=True, carried_over=True
    )


def test_commas_between_marks_may_be_left_out():
    with_commas = read_line("wish", "a [x#s1] says, attributed to the US, denied")
    assert with_commas == read_line("wish", "a [x#s1] says attributed to the US denied")


def test_names_know_their_column():
    found: Any = names(read_line("wish", "press -> not lift").parts[0])
    assert [name.column for name in found] == [0, 13]


@pytest.mark.parametrize(
    ("kind", "text", "parts"),
    [
        ("described", "press Iran to leave  [003#s2]", ("press Iran to leave  ",)),
        ("set_to", "no [003#s45] says", ("no",)),
        ("worth", "-3.5", ("-3.5",)),
        ("stance", "indifferent [a#s1] says", ("indifferent",)),
        ("attitude", "negative [a#s1] says", ("negative",)),
        ("state", "nothing", ()),
        ("state", "limit, US.waive", ("limit", "US.waive")),
        ("offer", "A gives a, not b for c; open", ("A", (Var("a"), Not(Var("b"))), (Var("c"),), "open")),
        ("offer", "Saudi-Arabia gives a for b", ("Saudi-Arabia", (Var("a"),), (Var("b"),), "unknown")),
        ("conclusion", "not a given b, not c", (Not(Var("a")), None, (Var("b"), Not(Var("c"))))),
        ("conclusion", "iran gains given cut", (None, ("iran", "gains"), (Var("cut"),))),
        ("dated", '"a: b # c" by open', ("a: b # c", None)),
        ("dated", "“c” by 2018/2019-02", ("c", Period.parse("2018/2019-02"))),
        ("dated", "a or b by 2018", (Or(Var("a"), Var("b")), Period.parse("2018"))),
    ],
)  # fmt: skip
def test_kinds(kind, text, parts):
    assert read_line(kind, text).parts == parts


def test_every_kind_is_tried_above():
    tried = {mark.args[0] for mark in test_kinds.pytestmark[0].args[1] if hasattr(mark, "args")}
    tried |= {row[0] for row in test_kinds.pytestmark[0].args[1]} | {"wish"}
    assert set(KINDS) <= tried


@pytest.mark.parametrize(
    ("kind", "text", "column", "words", "near"),
    [
        ("wish", " ", 0, "the line is empty", None),
        ("wish", "not", 3, "a name or a word is missing", None),
        ("wish", "(press", 0, "`(` is never closed", None),
        ("wish", "press [003#s2", 6, "`[` is never closed", None),
        ("wish", "press []", 6, "cite nothing", None),
        ("wish", "press [003#s1 003s2]", 14, "is not a citation: write source#s12", None),
        ("wish", "press [003#s9-2]", 7, "ends before it begins", None),
        ("wish", "press & b", 6, "write `and`", None),
        ("wish", "press leave", 6, "an `and`, an `or` or a bracket missing", None),
        ("wish", "Russia leave", 0, "options are lower case, or Actor.option", None),
        ("wish", "says", 0, "reserved word", None),
        ("wish", "press says", 6, "cite it, as [003#s12]", None),
        ("wish", "press says [003#s2]", 11, "before the marks", None),
        ("wish", "press [a#s1] says says", 18, "stands twice", None),
        ("wish", "press [a#s1] inferred, says", 23, "exclude each other", None),
        ("wish", "press [a#s1] denied, hedged \"x\"", 28, "the order is says, inferred, attributed to", None),
        ("wish", 'press [a#s1] hegded "x"', 13, "only marks can stand", "hedged"),
        ("wish", "press [a#s1] attributed Bolton", 13, "`attributed to` and a name", None),
        ("wish", "press “x”", 6, "only after `hedged`", None),
        ("described", "press [a#s1] hard", 13, "only marks can stand", None),
        ("worth", "much", 0, "a weight is a number", None),
        ("state", "a and b", 2, "commas between them", None),
        ("offer", "A gives a for", 13, "A gives o for B.p", None),
        ("offer", "A gives a for b; acepted", 17, "A gives o for B.p", "accepted"),
        ("conclusion", "a !!", 2, "how a wish is held", None),
        ("conclusion", "a given b and c", 10, "After `given` stand options", None),
        ("dated", "leave", 5, "`by open`", None),
        ("dated", "leave by 2018-13", 9, "month must be in 1..12", None),
    ],
)  # fmt: skip
def test_messages(kind, text, column, words, near):
    with pytest.raises(LineError) as caught:
        read_line(kind, text)
    assert words in str(caught.value)
    assert (caught.value.column, caught.value.nearest) == (column, near)


def test_words_are_whole():
    with pytest.raises(LineError) as caught:
        read_line("wish", "a andb")
    assert caught.value.column == 2
    assert read_line("wish", "(a)and(not_b)").parts[0] == And(Var("a"), Var("not_b"))


def test_a_tower_is_read_or_refused_without_recursion():
    assert read_line("wish", "(" * 900 + "a" + ")" * 900).parts[0] == Var("a")
    deep = "not " * 200 + "a"
    assert str(read_line("wish", deep).parts[0]) == deep
    with pytest.raises(LineError, match="nested more than 200 deep"):
        read_line("wish", "not " + deep)
