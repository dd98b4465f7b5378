"""Round trips: what is read, printed and read again is equal, and is printed the same again."""

import dataclasses
import operator
import re
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st

from standoff.case.entry import (
    Assumption,
    AttitudeLine,
    Conclusion,
    Dated,
    Marks,
    Offer,
    Option,
    Overlay,
    Section,
)
from standoff.case.format.line import Entry, print_line, read_line
from standoff.case.syntax import read_overlay
from standoff.citation import Citation, Period
from standoff.condition import RESERVED, And, Iff, Implies, Not, Or, Var
from standoff.problem import Place


def _named(first, rest, most):
    """Names of up to so many characters more than the first."""
    return st.builds(operator.add, st.sampled_from(first), st.text(rest, max_size=most))


ids = _named(ascii_lowercase, ascii_lowercase + digits + "_", 5).filter(lambda x: x not in RESERVED)
actors = _named(ascii_uppercase, ascii_letters + digits + "_-", 5)
options = st.one_of(ids, st.builds("{}.{}".format, actors, ids)).map(Var)
conditions = st.recursive(
    options,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        *(st.builds(kind, inner, inner) for kind in (And, Or, Implies, Iff)),
    ),
    max_leaves=8,
)
literals = st.one_of(options, options.map(Not))
MARKS = {"says", "inferred", "attributed", "hedged", "denied", "carried"}
letters = st.characters(categories=("L", "N"), include_characters="_")  # of any script
words = (
    st.lists(_named(ascii_letters, letters, 6), min_size=1, max_size=3)
    .filter(lambda some: not {*some} & MARKS)
    .map(" ".join)
)


def _citation(source, first, more, clause):
    return (
        Citation(source, first, first + more)
        if not clause
        else Citation(source, first, first, (first, first + more + 1))
    )


citations = st.lists(
    st.builds(
        _citation, st.sampled_from(["003", "x.y-z"]), st.integers(1, 99), st.integers(0, 3), st.booleans()
    ),
    max_size=3,
)  # fmt: skip


@st.composite
def tails(draw):
    cited = draw(citations)
    says, inferred = draw(st.sampled_from([(0, 0), (1, 0), (0, 1)])) if cited else (0, 0)
    marks = Marks(
        bool(says),
        bool(inferred),
        draw(st.none() | words),
        draw(st.none() | words),
        draw(st.booleans()),
        draw(st.booleans()),
    )
    return tuple(cited), marks


def printed(section, entry_line):
    """The one entry of a section, and what it prints."""
    overlay, found = read_overlay(f"{section}\n{entry_line}\n", "f")
    assert not found.problems, [str(each) for each in found.problems]
    return overlay


def again(section, head, entry, field):
    """Print, read, print: the same entry (but for its place) and the same text."""
    line = print_line(entry)
    overlay = printed(section, head + line)
    (read,) = field(overlay)
    assert print_line(read) == line
    nowhere = Place("f", 1)
    return dataclasses.replace(read, place=nowhere) == dataclasses.replace(entry, place=nowhere)


@given(conditions, tails(), st.sampled_from(["", " !!", " ?"]))
def test_wishes(condition, tail, strength):
    entry = Assumption(
        Section.WANTS,
        condition,
        tail[0],
        tail[1],
        Place("f", 1),
        "A",
        False,
        strength.strip() or None,
    )
    assert again("wants:\n  A:", "    - ", entry, lambda o: o.wants["A"].lines)


@given(conditions, tails())
def test_what_is_impossible(condition, tail):
    entry = Assumption(Section.IMPOSSIBLE, condition, tail[0], tail[1], Place("f", 1))
    assert again("impossible:", "  - ", entry, lambda o: o.impossible)


@given(actors, actors, st.sampled_from(["positive", "neutral", "negative"]), tails())
def test_attitudes(actor, toward, sign, tail):
    cited, marks = tail
    marks = dataclasses.replace(marks, denied=False)
    entry = AttitudeLine(actor, toward, sign, cited, marks, Place("f", 1))
    assert again("attitudes:", "  ", entry, lambda o: o.more["attitudes"])


@given(actors, st.lists(literals, min_size=1, max_size=3), st.lists(literals, min_size=1, max_size=3),
       st.sampled_from(["accepted", "refused", "open", "unknown"]), tails())  # fmt: skip
def test_offers(actor, gives, takes, answer, tail):
    entry = Offer(actor, tuple(gives), tuple(takes), answer, tail[0], tail[1], Place("f", 1))
    assert again("offers:", "  - ", entry, lambda o: o.offers)


@given(conditions, actors, st.sampled_from(["gains", "loses", "same", ""]),
       st.lists(literals, max_size=3), tails())  # fmt: skip
def test_conclusions(condition, actor, effect, given_, tail):
    tail = (tail[0], dataclasses.replace(tail[1], denied=False))
    what = (None, (actor, effect)) if effect else (condition, None)
    entry = Conclusion(what[0], what[1], tuple(given_), tail[0], tail[1], Place("f", 1))
    assert again("author_concludes:", "  - ", entry, lambda o: o.conclusions)


@given(st.one_of(conditions, words), st.sampled_from(["2018", "2018-02/2019", "open"]), tails())
def test_forecasts_and_precedents(what, by, tail):
    period = None if by == "open" else Period.parse(by)
    pair = (None, what) if isinstance(what, str) else (what, None)
    entry = Dated(pair[0], pair[1], period, tail[0], tail[1], Place("f", 1))
    for section in ("forecasts", "precedents"):
        assert again(f"{section}:", "  - ", entry, lambda o, s=section: getattr(o, s))


@given(actors, ids, words, tails())
def test_options(actor, id, gloss, tail):
    tail = (tail[0], dataclasses.replace(tail[1], denied=False))
    if not tail[0]:
        tail = ((), Marks())  # without a citation, a mark is a word of the gloss
    entry = Option(id, actor, gloss, tail[0], tail[1], Place("f", 1))
    assert again("options:", "  ", entry, lambda o: o.options)


def test_the_other_entries():
    text = (
        "actors:\n  A: {also: [B, the C's], within: D}\n  E: {}\n"
        "facts:\n  able: can it be done\n  won: silent [x#s1] says\n  lost: no\n"
        "impossible_drop:\n  - a and b\n"
        "wants:\n  A:\n    ranking: [nothing]\n  B:\n    weights:\n      a: -1.5  [x#s1]\n"
    )
    overlay, found = read_overlay(text, "f")
    assert not found.problems
    entries: list[Any] = [
        *overlay.actors,
        *overlay.facts,
        *overlay.settings,
        *overlay.drops,
        *overlay.wants["A"].ranking,
        *overlay.wants["B"].weights,
    ]
    flat = " ".join(text.split())
    for entry in entries:
        assert " ".join(print_line(entry).split()) in flat, entry


def test_every_entry_type_has_a_printer():
    """What an Overlay holds, one line each, can be printed."""
    kinds = {kind.__name__ for kind in get_args(Entry)}
    hints = " ".join(str(each.type) for each in dataclasses.fields(Overlay))
    lists = {
        "Source",
        "Wants",
        "Overlay",
        "Motive",
        "Evidence",
        "Question",
    }  # not lines: maps of lines
    others = {"Mapping", "Period", "Any", "Place", "None"}
    assert set(re.findall(r"[A-Z]\w+", hints)) - lists - others <= kinds


def test_reading_a_printed_wish_needs_no_file():
    assert read_line("wish", "a  [x#s1] says").tail.marks.says
