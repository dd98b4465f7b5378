"""Edits that need a file's shape: what is asked changes, and no comment, order or newline beside it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.case.written import BASE, SAMPLE, checked

from standoff.case.change import (
    add_entry,
    add_key,
    move_entry,
    no_worse,
    remove_entry,
    tie,
    untie,
)
from standoff.case.entry import Overlay
from standoff.case.format.line import print_line
from standoff.case.format.slice import CannotEdit
from standoff.case.rename import rename_actor, rename_option
from standoff.case.syntax import SECTIONS, read_case, read_overlay
from standoff.problem import Findings, Place

FORMS = {
    "as is": SAMPLE,
    "windows": SAMPLE.replace("\n", "\r\n"),
    "marked": "\ufeff" + SAMPLE,
    "no end": SAMPLE.rstrip("\n"),
}
form = pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)


def parsed(text: str) -> Overlay:
    overlay, found = read_overlay(text, "f")
    assert not found.problems, "\n".join(map(str, found.problems))
    return overlay


def comments(text: str) -> list[str]:
    return sorted(re.findall(r"(?m)(?:^|\s)(#[^\r\n]*)", text))


def lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").rstrip("\n").split("\n")


def wishes(text: str, actor: str) -> list[list[str]]:
    """An actor's wishes as written, those that are tied together."""
    ranks: list[list[str]] = []
    for line in parsed(text).wants[actor].lines:
        if line.tied:
            ranks[-1].append(str(line.condition))
        else:
            ranks.append([str(line.condition)])
    return ranks


def place_of(text: str, actor: str, number: int) -> Place:
    return parsed(text).wants[actor].lines[number].place


# --- entries --------------------------------------------------------------------------------------


@form
def test_an_entry_more_is_one_line_more(text):
    for path, section in ((("now",), "now"), (("impossible",), "impossible")):
        edited = add_entry(text, path, "not press  [003#s1]")
        assert [str(e.condition) for e in getattr(parsed(edited), section)][-1] == "not press"
        new = [line for line in lines(edited) if line not in lines(text)]
        assert [line.strip() for line in new] == ["- not press  [003#s1]"]
        assert comments(edited) == comments(text)
    edited = add_entry(text, ("wants", "Iran"), "not strike", place_of(text, "Iran", 1))
    assert wishes(edited, "Iran") == [["not leave"], ["not strike"], ["border"]]


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("now: []\n", "now:\n  - press\n"),
        ("now: []   # nothing yet\n", "now:   # nothing yet\n  - press\n"),
        ("now:\n", "now:\n  - press\n"),
        ("now:   # nothing yet\nwants: {}\n", "now:   # nothing yet\n  - press\nwants: {}\n"),
        ("now: [lift]\n", "now:\n  - lift\n  - press\n"),
        ("now: [lift, not stay]  # two\n", "now:  # two\n  - lift\n  - not stay\n  - press\n"),
        ("now:\n- lift\n", "now:\n- lift\n- press\n"),
        ("case: x\nwants: {}\n", "case: x\nnow:\n  - press\nwants: {}\n"),
        ("case: x\n\nwants: {}\n", "case: x\n\nnow:\n  - press\n\nwants: {}\n"),
        ("wants: {}\n", "now:\n  - press\nwants: {}\n"),
        ("", "now:\n  - press\n"),
        ("# a word first\ncase: x", "# a word first\ncase: x\nnow:\n  - press\n"),
        ("now: []\r\ncase: x\r\n", "now:\r\n  - press\r\ncase: x\r\n"),
    ],
)
def test_a_first_entry(text, after):
    assert add_entry(text, ("now",), "press") == after
    assert [str(e.condition) for e in parsed(after).now][-1] == "press"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("wants:\n  A: silent\n", "wants:\n  A:\n    - press\n"),
        ("wants:\n  A: silent  # says nothing\n  B:\n    - x\n",
         "wants:\n  A:  # says nothing\n    - press\n  B:\n    - x\n"),
        ("wants:\n  A: indifferent  [x#s1] says\n", "wants:\n  A:\n    - press\n"),
        ("wants: {A: silent, B: [x]}  # both\n", "wants:  # both\n  A:\n    - press\n  B: [x]\n"),
        ("wants: {B: silent}\n", "wants:\n  B: silent\n  A:\n    - press\n"),
        ("wants:\n", "wants:\n  A:\n    - press\n"),
        ("case: x\n", "case: x\nwants:\n  A:\n    - press\n"),
    ],
)  # fmt: skip
def test_a_first_wish(text, after):
    if text.startswith("wants: {A: silent"):
        text = add_key(text, ("wants",), "C", "silent").replace("  C: silent\n", "")
    assert add_entry(text, ("wants", "A"), "press") == after
    assert wishes(after, "A") == [["press"]]


def test_what_is_no_list_takes_no_entry():
    for text, path in (("wants:\n  A: {ranking: [x]}\n", ("wants", "A")), ("case: x\n", ("case",))):
        with pytest.raises(CannotEdit, match="something else than a list"):
            add_entry(text, path, "press")
    with pytest.raises(CannotEdit, match="one line"):
        add_entry("now: []\n", ("now",), "a\nb")
    with pytest.raises(CannotEdit, match="mend it first"):
        add_entry("now: [\n", ("now",), "a")


@form
@given(st.data())
def test_moving_is_one_line_out_and_the_same_line_in(text, data):
    actor = data.draw(st.sampled_from(["Russia", "US", "Iran", "Assad"]))
    before = wishes(text, actor)
    at = data.draw(st.integers(0, len(before) - 1))
    to = data.draw(st.integers(0, len(before)))
    target = None if to == len(before) else place_of(text, actor, to)
    edited = move_entry(text, place_of(text, actor, at), target)
    rest = before[:at] + before[at + 1 :]
    expected = [*rest[: to - (to > at)], before[at], *rest[to - (to > at) :]]
    assert wishes(edited, actor) == expected
    assert sorted(lines(edited)) == sorted(lines(text))
    assert comments(edited) == comments(text)
    assert ("\r\n" in edited) == ("\r\n" in text)


TIED = """\
wants:
  A:  # of A
    - p  # first
    - equal
    - q
    # between
    - r  # third
    - equal
    - s
"""


def test_ties_are_made_and_loosed_and_go_with_what_stays():
    assert wishes(TIED, "A") == [["p", "q"], ["r", "s"]]
    tied = tie(TIED, place_of(TIED, "A", 2))
    assert wishes(tied, "A") == [["p", "q", "r", "s"]]
    assert untie(tied, place_of(tied, "A", 2)) == TIED
    assert wishes(untie(TIED, place_of(TIED, "A", 3)), "A") == [["p", "q"], ["r"], ["s"]]
    for edit, number, words in (
        (tie, 1, "no wish above"),
        (tie, 0, "no wish"),
        (untie, 2, "not tied"),
    ):
        with pytest.raises(CannotEdit, match=words):
            edit(TIED, place_of(TIED, "A", number))


@given(st.integers(0, 3), st.integers(0, 4))
def test_a_moved_wish_leaves_its_tie_and_breaks_no_other(at, to):
    target = None if to == 4 else place_of(TIED, "A", to)
    edited = move_entry(TIED, place_of(TIED, "A", at), target)
    ranks, name = wishes(edited, "A"), "pqrs"[at]
    other = ["r", "s"] if at < 2 else ["p", "q"]
    assert other in ranks
    assert sorted("".join("".join(rank) for rank in ranks)) == list("pqrs")
    assert [name] in ranks or edited == TIED
    assert comments(edited) == comments(TIED)


@given(st.integers(0, 3))
def test_a_wish_removed_takes_its_tie(at):
    edited = remove_entry(TIED, place_of(TIED, "A", at))
    left = [[w for w in rank if w != "pqrs"[at]] for rank in (["p", "q"], ["r", "s"])]
    assert wishes(edited, "A") == left
    assert len(lines(edited)) == len(lines(TIED)) - 2


@pytest.mark.parametrize(
    ("text", "instead", "after"),
    [
        ("wants:\n  A:  # why\n    - p\n  B: silent\n", "silent",
         "wants:\n  A: silent  # why\n  B: silent\n"),
        ("wants:\n  A:\n    - p\n", "indifferent", "wants:\n  A: indifferent\n"),
        ("wants:\n  A:\n    - p\n  B:\n    - p\n", "", "wants:\n  B:\n    - p\n"),
        ("now:  # today\n  - p  # gone\ncase: x\n", "", "now: []  # today\ncase: x\n"),
    ],
)  # fmt: skip
def test_the_last_entry_removed(text, instead, after):
    overlay = parsed(text)
    line = overlay.now[0] if overlay.now else overlay.wants["A"].lines[0]
    assert remove_entry(text, line.place, instead) == after
    parsed(after)


@pytest.mark.parametrize("edit", [lambda t, p: move_entry(t, p, None), remove_entry, tie, untie])
def test_entries_that_share_a_line_are_left_to_a_person(edit):
    text = "wants: {A: [p, q]}\n"
    with pytest.raises(CannotEdit, match="several entries stand on this line"):
        edit(text, place_of(text, "A", 1))
    with pytest.raises(CannotEdit, match="no entry"):
        edit(text, Place("f", 1, 1))


# --- keys -----------------------------------------------------------------------------------------


@form
def test_an_actor_an_option_and_a_fact_more(text):
    edited = add_key(text, ("actors",), "Oman", "{also: [Muscat]}")
    edited = add_key(edited, ("options",), "Oman.host", "host the talks  [003#s5]")
    edited = add_key(edited, ("facts",), "hidden", "is there a channel? silent")
    edited = add_key(edited, ("wants",), "Oman", ["- leave  [003#s5]", "- not strike"])
    overlay = parsed(edited)
    assert overlay.actors[-1].name == "Oman"
    assert print_line(overlay.options[-1]) == "Oman.host: host the talks  [003#s5]"
    assert [fact.id for fact in overlay.facts] == ["hidden"]
    assert wishes(edited, "Oman") == [["leave"], ["not strike"]]
    assert comments(edited) == comments(text)
    pieces = iter(lines(edited))
    assert all(line in pieces for line in lines(text)), "every line is kept, in order"
    with pytest.raises(CannotEdit, match="already"):
        add_key(edited, ("actors",), "Oman", "{}")


def test_every_section_stands_at_its_place_in_the_order_of_the_reference():
    values = {"case": "x", "at": "2018", "own": "true"}
    text = ""
    for section in reversed(list(SECTIONS)):
        text = add_key(text, (), section, values.get(section, ""))
    assert [line.partition(":")[0] for line in lines(text)] == list(SECTIONS)
    with pytest.raises(CannotEdit, match="no section"):
        add_key(text, (), "colour", "red")


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("actors: {}\n", "actors:\n  C: {}\n"),
        ("actors:\n", "actors:\n  C: {}\n"),
        ("actors: {A: {}, B: {also: [x, y]}}  # two\n",
         "actors:  # two\n  A: {}\n  B: {also: [x, y]}\n  C: {}\n"),
        ("case: x\n", "case: x\nactors:\n  C: {}\n"),
    ],
)  # fmt: skip
def test_a_first_key(text, after):
    assert add_key(text, ("actors",), "C", "{}") == after


def test_what_goes_on_in_brackets_is_left_to_a_person():
    with pytest.raises(CannotEdit):
        add_key("actors: {A: {},\n  B: {}}\n", ("actors",), "C", "{}")


# --- names ----------------------------------------------------------------------------------------

NAMED = """\
case: Will press and Russia press?          # press, Russia
actors: {Russia: {also: [press]}, US: {within: Russia}}
options:
  Russia.press: press Russia to press       [x#s1]
  US.hold:      hold
now:
  - press  [x#s1] attributed to Russia, hedged "press"   # press
impossible:
  - Russia.press and not hold
wants:
  Russia:
    - press -> hold  [press#s1] says
    - equal
    - hold
  US: {ranking: [press, [hold, nothing]]}
offers:
  - Russia gives press for US.hold  [x#s1]; refused
author_concludes:
  - Russia gains given press
  - not press
forecasts:
  - press by 2018
  - "press by Russia" by 2019
motives:
  Russia.press:
    fear: {why: Russia must press, wants: [press, not hold]}
questions:
  q: {asks: will Russia press?, robust: not press}
variants:
  press:
    now: [not press]
"""


def test_an_option_is_renamed_wherever_it_stands_and_nothing_else():
    edited = rename_option(NAMED, "Russia.press", "Russia.push", ["Russia.press", "US.hold"])
    changed = [b for a, b in zip(lines(NAMED), lines(edited), strict=True) if a != b]
    assert changed == [
        "  Russia.push: press Russia to press       [x#s1]",
        '  - push  [x#s1] attributed to Russia, hedged "press"   # press',
        "  - Russia.push and not hold",
        "    - push -> hold  [press#s1] says",
        "  US: {ranking: [push, [hold, nothing]]}",
        "  - Russia gives push for US.hold  [x#s1]; refused",
        "  - Russia gains given push",
        "  - not push",
        "  - push by 2018",
        "  Russia.push:",
        "    fear: {why: Russia must press, wants: [push, not hold]}",
        "  q: {asks: will Russia press?, robust: not push}",
        "    now: [not push]",
    ]


def test_an_actor_is_renamed_wherever_it_stands_and_nothing_else():
    edited = rename_actor(NAMED, "Russia", "Moscow")
    changed = [b for a, b in zip(lines(NAMED), lines(edited), strict=True) if a != b]
    assert changed == [
        "actors: {Moscow: {also: [press]}, US: {within: Moscow}}",
        "  Moscow.press: press Russia to press       [x#s1]",
        '  - press  [x#s1] attributed to Moscow, hedged "press"   # press',
        "  - Moscow.press and not hold",
        "  Moscow:",
        "  - Moscow gives press for US.hold  [x#s1]; refused",
        "  - Moscow gains given press",
        "  Moscow.press:",
    ]


def test_an_id_that_two_share_is_renamed_for_one_of_them():
    text = "options:\n  A.go: x\n  B.go: y\nnow:\n  - A.go\n  - B.go\n"
    edited = rename_option(text, "A.go", "A.leave", ["A.go", "B.go"])
    assert edited == text.replace("A.go", "A.leave")
    text = "options:\n  A.go: x\n  B.leave: y\nnow:\n  - go\n  - leave\n"
    edited = rename_option(text, "A.go", "A.leave", ["A.go", "B.leave"])
    assert "- A.leave\n" in edited and "- leave\n" in edited
    for new, words in (("B.go", "cannot be"), ("A.Go", "cannot be"), ("A.stay", "already")):
        with pytest.raises(CannotEdit, match=words):
            rename_option(text, "A.go", new, ["A.go", "A.stay"])
    with pytest.raises(CannotEdit, match="cannot be an actor"):
        rename_actor(text, "A", "two words")


@form
def test_renamed_there_and_back_is_the_same_text(text):
    overlay, _ = read_case(text, "f")
    known = [option.full for option in overlay.options]
    for option in overlay.options:
        there = rename_option(text, option.full, f"{option.actor}.quite_new", known)
        now_known = [option.actor + ".quite_new" if n == option.full else n for n in known]
        assert rename_option(there, f"{option.actor}.quite_new", option.full, now_known) == text
        assert not read_case(there, "f")[1].problems
    for actor in overlay.actors:
        there = rename_actor(text, actor.name, "Quite-new")
        assert there != text
        assert rename_actor(there, "Quite-new", actor.name) == text


def test_a_renamed_case_has_the_same_faults_and_none_more():
    known = ["A.press", "B.leave", "B.stay"]
    edited = rename_actor(rename_option(BASE, "B.leave", "B.go_home", known), "B", "Bea")
    assert not checked(edited).findings.problems
    assert edited.count("go_home") == BASE.count("leave") - 2, "title and gloss stay"


# --- no edit makes it worse -----------------------------------------------------------------------


def test_an_edit_that_brings_a_problem_is_refused_and_an_old_one_is_not_held_against_it():
    def found(text: str) -> Findings:
        return read_overlay(text, "f")[1]

    broken = "nw: []\nnow:\n  - press\n"
    no_worse(found(broken), found("\n" + broken))
    no_worse(found(broken), found("now:\n  - press\n"))
    with pytest.raises(CannotEdit, match="f:4:5"):
        no_worse(found(broken), found(broken + "  - press and lift\n"))
