"""Base, reading and variant: what is united, what replaces, what is added, what names mean."""

import pytest
from tests.case.written import BASE, make, one

from standoff.case.reading import merge, overlays, readings, variants
from standoff.problem import UnknownName


def conditions(lines):
    return [str(line.condition) for line in lines]


def problems(base, reading="r", variant=None, **texts):
    case, found = make(base, None, **texts)
    _, more = merge(case, reading, variant)
    assert not found.problems
    return more.problems


def test_a_case_without_readings_is_one_reading():
    case, _ = make(BASE)
    assert readings(case) == ("base",)
    assert one(BASE).full == "test/base"


def test_a_case_with_readings_has_only_those():
    case, _ = make(BASE, None, r="at: 2018", s="variants: {v: {now: [press]}}")
    assert readings(case) == ("r", "s")
    assert variants(case, "s") == ("v",)
    assert [each[1:] for each in overlays(case)] == [
        ("base", None),
        ("r", None),
        ("s", None),
        ("s", "v"),
    ]
    with pytest.raises(UnknownName, match="did you mean r"):
        merge(case, "rr")
    with pytest.raises(UnknownName, match="variant 'w'"):
        merge(case, "s", "w")


def test_an_actors_whole_list_replaces_the_one_below():
    reading = one(BASE, "r", r="wants:\n  B:\n    - stay\n    - press\n")
    assert conditions(reading.wants["B"].lines) == ["stay", "press"]
    assert conditions(reading.wants["A"].lines) == ["leave"]
    assert {line.actor for line in reading.wants["B"].lines} == {"B"}


def test_now_replaces_only_the_options_it_names():
    base = BASE + "now:\n  - press\n  - stay\n"
    reading = one(base, "r", r="now:\n  - not stay\n  - leave\n")
    assert conditions(reading.now) == ["press", "not stay", "leave"]


def test_impossible_is_added_and_dropped_by_its_condition():
    base = BASE + "impossible:\n  - leave and stay [x#s1] says\nno_way_back: [leave]\n"
    text = "impossible_drop:\n  - leave   and (stay)\nimpossible: [press and leave]\n"
    reading = one(base, "r", r=text + "no_way_back_drop: [B.leave]\n")
    assert conditions(reading.impossible) == ["press and leave"]
    assert reading.no_way_back == ()


def test_a_drop_that_matches_nothing():
    base = BASE + "impossible:\n  - leave and stay\n"
    (problem,) = problems(base, r="impossible_drop:\n  - leave and sta\n")
    assert problem.nearest == "stay"
    (problem,) = problems(base, r="impossible_drop:\n  - stay and leave\n")
    assert "no line under `impossible` says `stay and leave`" in problem.message
    assert problem.nearest == "leave and stay"


def test_a_variant_is_an_overlay_on_its_reading():
    text = (
        "now: [press]\nvariants:\n  v:\n    now: [not press, leave]\n    wants: {A: [not leave]}\n"
    )
    reading = one(BASE, "r", "v", r=text)
    assert reading.full == "test/r:v"
    assert reading.variants == ("v",)
    assert conditions(reading.now) == ["not press", "leave"]
    assert conditions(reading.wants["A"].lines) == ["not leave"]
    assert conditions(one(BASE, "r", r=text).now) == ["press"]


def test_a_reading_of_its_own_shares_nothing():
    text = "own: true\nactors: {C: {}}\noptions:\n  C.go: go away\nwants: {C: [go]}\n"
    reading = one(BASE, "r", r=text)
    assert [actor.name for actor in reading.actors] == ["C"]
    assert list(reading.wants) == ["C"]


def test_declarations_are_united_and_never_repeated():
    text = "actors: {C: {}}\noptions:\n  C.go: go\nfacts: {able: is it so}\nwants: {C: [go]}\n"
    reading = one(BASE, "r", r=text)
    assert [option.full for option in reading.options] == ["A.press", "B.leave", "B.stay", "C.go"]
    again = "actors: {A: {}}\noptions:\n  B.leave: go\nsources: {x: {}}\n"
    found = problems(BASE + "sources: {x: {}}\n", r=again)
    assert [each.place.line for each in found] == [4, 1, 3]
    assert "source `x` is declared twice, first in case.yaml" in found[0].message
    assert "option `B.leave` is declared twice, first in case.yaml:7:3" in found[2].message


def test_names_are_the_shortest_unique_ones():
    base = BASE + "now: [B.stay]\nimpossible:\n  - A.press and leave\n"
    reading = one(base)
    assert conditions(reading.now) == ["stay"]
    assert conditions(reading.impossible) == ["press and leave"]
    reading = one(base, "r", r="options:\n  B.press: press back\nnow: [B.press]\n")
    assert conditions(reading.now) == ["stay", "B.press"]
    assert conditions(reading.impossible) == ["A.press and leave"]


def test_a_line_of_the_base_means_the_same_in_every_reading():
    base = BASE + "now: [press]\n"
    reading = one(base, "r", r="options:\n  B.press: press back\n")
    assert conditions(reading.now) == ["A.press"]


@pytest.mark.parametrize(
    ("text", "line", "column", "words", "near"),
    [
        ("now: [pres]\n", 1, 7, "`pres` is not an option", "press"),
        ("impossible:\n  - press and not  leav\n", 2, 20, "`leav` is not an option", "leave"),
        ("impossible:\n  - press and A.leave\n", 2, 15, "`A.leave` is not an option", "B.leave"),
        ("options:\n  A.leave: x\nnow:\n  - leave\n", 4, 5, "write B.leave or A.leave", None),
        ("options:\n  C.leave: x\n", 2, 3, "`C` is not an actor", None),
        ("wants: {AA: [press]}\n", 1, 9, "`AA` is not an actor", "A"),
        ("facts: {press: is it so}\n", 1, 9, "an option of A: rename the fact", None),
        ("facts: {abel: no}\n", 1, 9, "`abel` is not a fact", None),
        ("facts: {able: q}\nnow: [able]\n", 2, 7, "is a fact: set it under `facts`", None),
        ("now: [press, not press]\n", 1, 14, "here and in line 1: keep one", None),
        ("wants: {A: {weights: {leaf: 1}}}\n", 1, 23, "`leaf` is not an option", "leave"),
        ("wants: {A: {ranking: [nothing, pres]}}\n", 1, 32, "`pres` is not an option", "press"),
        ("offers:\n  - A gives leave for stay\n", 2, 5, "A cannot give `leave`, which B", None),
        ("offers:\n  - A gives press for A.press\n", 2, 5, "which it decides itself", None),
        ("offers:\n  - C gives press for stay\n", 2, 5, "`C` is not an actor", None),
        ("author_concludes:\n  - C gains given press\n", 2, 5, "`C` is not an actor", None),
        ("author_concludes:\n  - leave given pres\n", 2, 17, "`pres` is not an option", "press"),
        ("precedents:\n  - pres by open\n", 2, 5, "`pres` is not an option", "press"),
    ],
)
def test_names_nobody_declared(text, line, column, words, near):
    (problem,) = problems(BASE, r=text)
    assert words in problem.message
    assert (problem.place.line, problem.place.column) == (line, column)
    assert problem.nearest == near


def test_a_part_can_be_given_by_the_whole():
    base = BASE.replace("B: {}", "B: {within: A}")
    assert not problems(base, r="offers:\n  - A gives leave for stay\n")[1:]


def test_denied_lines_are_kept_apart():
    text = (
        "now:\n  - press [x#s1] denied\nwants:\n  A:\n    - stay [x#s1]\n    - equal\n"
        "    - leave [x#s1] denied\n    - equal\n    - press\n"
    )
    reading = one(BASE, "r", r=text)
    assert reading.now == ()
    assert conditions(reading.denied) == ["press", "leave"]
    assert [(str(w.condition), w.tied) for w in reading.wants["A"].lines] == [
        ("stay", False),
        ("press", True),
    ]


def test_a_tie_does_not_reach_over_to_the_rank_above():
    text = "wants:\n  A:\n    - stay\n    - leave [x#s1] denied\n    - equal\n    - press\n"
    reading = one(BASE, "r", r=text)
    assert [line.tied for line in reading.wants["A"].lines] == [False, False]


def test_a_list_that_is_replaced_takes_what_it_denied_with_it():
    base = BASE.replace("  B:\n", "    - press [x#s1] denied\n  B:\n")
    assert conditions(one(base).denied) == ["press"]
    assert one(base, "r", r="wants: {A: [stay]}\n").denied == ()


def test_facts_are_declared_once_and_set_by_readings():
    base = BASE + "facts:\n  able: can it be done? no\n  won: is it won\n"
    reading = one(base, "r", r="facts:\n  able: yes [x#s1]\n  won: silent\n")
    assert [(line.fact, str(line.condition)) for line in reading.settings] == [
        ("able", "able"),
        ("won", "None"),
    ]
    assert conditions(one(base).settings) == ["not able"]
