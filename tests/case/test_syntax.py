"""The sections: the design's sample reads as written, and every line that cannot be read is named."""

import pytest
from tests.case.written import SAMPLE

from standoff.case.entry import Grounding, Stance
from standoff.case.format.syntax import SECTIONS, read_case, read_overlay
from standoff.condition import Not, Var


def test_the_sample_of_the_design():
    reading, found = read_case(SAMPLE, "case.yaml")
    assert not found.problems
    assert reading.title == "Will Russia force Iran out of Syria?"
    assert [
        actor.name for actor in reading.actors
    ] == "Russia US Congress Iran Assad Israel".split()
    assert reading.actors[2].within == "US"
    assert [option.full for option in reading.options][:2] == ["Russia.press", "Russia.limit"]
    assert reading.options[1].gloss == "offer to limit where Iranian forces go"
    assert [line.grounding for line in reading.now] == [
        Grounding.INFERRED,
        Grounding.STATED,
        Grounding.STATED,
    ]
    assert reading.now[0].marks.attributed_to == "Bolton"
    assert [str(line.condition) for line in reading.wants["Russia"].lines] == [
        "lift",
        "press -> lift",
        "not press",
        "limit",
    ]
    assert reading.wants["Congress"].stance is Stance.SILENT
    assert reading.offers[0].answer == "refused"
    assert [each.text for each in reading.conclusions] == [
        "not press and not leave",
        "not leave given press",
    ]
    assert reading.conclusions[0].marks.hedged == "any time soon"
    assert reading.sources[0].id == "003"
    assert reading.sources[0].date_is == "inferred"


def test_a_line_knows_its_place():
    reading, _ = read_case(SAMPLE, "case.yaml")
    line = reading.wants["Russia"].lines[1]
    written = SAMPLE.split("\n")[line.place.line - 1]
    assert written[line.place.column - 1 :].startswith("press -> lift")


def test_equal_ties_the_lines_around_it():
    text = "wants:\n  A:\n    - a\n    - equal\n    - b\n    - c !!\n    - d ?\n"
    overlay, found = read_overlay(text, "f")
    assert not found.problems
    lines = overlay.wants["A"].lines
    assert [line.tied for line in lines] == [False, True, False, False]
    assert [line.strength for line in lines] == [None, None, "!!", "?"]


def test_ranking_and_weights():
    text = (
        "wants:\n"
        "  A:\n    ranking:\n      - lift, limit\n      - - limit\n        - lift\n      - nothing\n"
        "  B:\n    weights:\n      lift: 3  [a#s1] says\n      US.waive: -1.5\n"
    )
    overlay, found = read_overlay(text, "f")
    assert not found.problems
    ranking = overlay.wants["A"].ranking
    assert [(state.taken, state.tier) for state in ranking] == [
        (("lift", "limit"), 0),
        (("limit",), 1),
        (("lift",), 1),
        ((), 2),
    ]
    weights = overlay.wants["B"].weights
    assert [(each.name, each.value) for each in weights] == [("lift", 3.0), ("US.waive", -1.5)]
    assert weights[0].marks.says


@pytest.mark.parametrize(
    ("value", "gloss", "setting"),
    [
        ("can it be done", "can it be done", None),
        ("no way is known", "no way is known", None),
        ("no", None, Not(Var("able"))),
        ("yes  [a#s1] says", None, Var("able")),
        ("silent", None, "silent"),
        ("can it be done? no [a#s1]", "can it be done?", Not(Var("able"))),
        ("is it so? yes", "is it so?", Var("able")),
    ],
)
def test_a_fact_is_declared_set_or_both(value, gloss, setting):
    overlay, found = read_overlay(f"facts:\n  able: {value}\n", "f")
    assert not found.problems
    assert [fact.gloss for fact in overlay.facts] == ([gloss] if gloss else [])
    assert len(overlay.settings) == (setting is not None)
    for line in overlay.settings:
        assert line.fact == "able"
        assert (line.condition or "silent") == setting


def test_flow_style_where_nothing_is_cited():
    text = "facts: {able: no}\nwants: {A: [a, not b], B: silent}\nvariants: {v: {now: [a]}}\n"
    overlay, found = read_overlay(text, "f")
    assert not found.problems
    assert len(overlay.wants["A"].lines) == 2
    assert overlay.variants["v"].now


def test_forecasts_and_precedents():
    text = (
        "forecasts:\n"
        '  - "a truce: at most # weeks" by 2018-12 [003#s28] hedged "perhaps"   # a comment\n'
        "  - leave and not press by open [003#s2]\n"
        "precedents:\n"
        '- "the same was tried" by 1995-06/1999\n'
    )
    overlay, found = read_overlay(text, "f")
    assert not found.problems
    first, second = overlay.forecasts
    assert first.gloss == "a truce: at most # weeks"
    assert str(first.by) == "2018-12"
    assert second.by is None
    assert str(second.condition) == "leave and not press"
    assert overlay.precedents[0].place.column == 3


FAULTS = [
    # text, line, column, words, nearest
    ("casee: q\n", 1, 1, "there is no section `casee`", "case"),
    ("questions: q\n", 1, 12, "a question's name", None),
    ("questions: {a: {asks: b}}\n", 1, 13, "by one of compare, whatif", None),
    ("questions: {a: {asks: b, compare: c, why: c}}\n", 1, 13, "by one of compare", None),
    ("questions: {a: {asks: b, offers: some}}\n", 1, 34, "`offers: all`", None),
    ("questions: {a: {asks: b, why: c and d}}\n", 1, 31, "one option", None),
    ("questions: {a: {asks: b, whatiff: d, why: c}}\n", 1, 26, "`whatiff` is not known", "whatif"),
    ("questions: {a: {compare: c}}\n", 1, 13, "`asks` is missing", None),
    ("questions:\n  a:\n    asks: b\n    whatif: c=maybe\n", 4, 13, "pull=yes,no", None),
    ("motives: q\n", 1, 10, "an act", None),
    ("motives: {A.a or A.b: {}}\n", 1, 11, "one option", None),
    ("motives: {A.a: {m: {why: b}}}\n", 1, 17, "what would it want", None),
    ("motives: {A.a: {M: {why: b}}}\n", 1, 17, "cannot be a motive's name", None),
    ("evidence: {A.a: {e: {origin: b}}}\n", 1, 18, "`says` is missing", None),
    (
        "evidence: {A.a: {e: {says: b, ratings: {R: {m: 2-1}}}}}\n",
        1,
        48,
        "the smaller first",
        None,
    ),
    ("evidence: {A.a: {e: {says: b, ratings: {R: {m: 0}}}}}\n", 1, 48, "above 0", None),
    ("precedents:\n  - was: a\n    liked: b\n", 3, 5, "`liked` is not known", "alike"),
    ("precedents:\n  - alike: a\n", 2, 10, "turned this line into a map", None),
    ("case: [a]\n", 1, 7, "the title is one line of text", None),
    ("at: soon\n", 1, 5, "is not a date: write 2018", None),
    ("own: maybe\n", 1, 6, "write `own: true`", None),
    ("sources: {a b: {}}\n", 1, 11, "a source's id is made of letters", None),
    ("sources: {a: {outlt: x}}\n", 1, 15, "`outlt` is not known about a source", "outlet"),
    ("sources: {a: {date: 2018-13}}\n", 1, 21, "is not a date", None),
    ("sources: {a: {date_is: guessed}}\n", 1, 24, "one of stated, inferred", None),
    ("sources: {a: {sha256: 12}}\n", 1, 23, "64 hex digits", None),
    ("sources: {a: b}\n", 1, 14, "write what is known as", None),
    ("actors: [A]\n", 1, 9, "as `key: value`", None),
    ("actors: {White House: {}}\n", 1, 10, "put the long name under `also`", None),
    ("actors: {and: {}}\n", 1, 10, "a word of the format", None),
    ("actors: {A: {als: [B]}}\n", 1, 14, "`als` is not known about an actor", "also"),
    ("actors: {A: {also: B}}\n", 1, 20, "write the other names as a list", None),
    ("options:\n  press: x\n", 2, 3, "whose option is `press`? Write `Actor.press`", None),
    ("options:\n  A.Press: x\n", 2, 5, "lower-case letters", None),
    ("options:\n  A.given: x\n", 2, 5, "a word of the format", None),
    ("options:\n  A.press:\n", 2, 3, "the line is empty", None),
    ("options:\n  A.press: x [a#s1] denied\n", 2, 12, "is no option", None),
    ("facts:\n  Able: q\n", 2, 3, "lower-case letters", None),
    ("facts:\n  able: is it [a#s1]\n", 2, 15, "end it with `?`, then yes, no or silent", None),
    ("now: press\n", 1, 6, "after `- `", None),
    ("now:\n  - press and leave\n", 2, 5, "one option, or `not` and one option", None),
    ("now:\n  - press !!\n", 2, 5, "under `wants` only", None),
    ("now:\n  - press: yes\n", 2, 10, "turned this line into a map", None),
    ("now:\n  - - press\n", 2, 5, "another `- `", None),
    ('now:\n  - "press"\n', 2, 5, "quotation marks", None),
    ("now:\n  - |\n    press\n", 2, 5, "`|` begins a block", None),
    ("now:\n  -\n", 2, 4, "the line is empty", None),
    ("no_way_back:\n  - not (a and b)\n", 2, 5, "one option, or `not`", None),
    ("impossible: {a: b}\n", 1, 13, "after `- `", None),
    ("impossible:\n  - press, leave\n", 2, 10, "`,` cannot stand here", None),
    ("impossible_drop:\n  - press [a#s1]\n", 2, 5, "by its condition alone", None),
    ("wants:\n  A: silen\n", 2, 6, "most important first", "silent"),
    ("wants:\n  A:\n  B: silent\n", 2, 3, "or `silent` (the source says nothing)", None),
    ("wants:\n  A:\n    - equal\n    - a\n", 3, 7, "the wish above it", None),
    ("wants:\n  A:\n    - a\n    - equal\n", 4, 7, "none follows", None),
    ("wants:\n  A:\n    lift: a\n", 3, 5, "a list of wishes, or `ranking:`", None),
    ("wants:\n  A:\n    rankings: [a]\n", 3, 5, "`ranking:` alone", "ranking"),
    ("wants: {A: {ranking: a}}\n", 1, 22, "best first", None),
    ("wants: {A: {weights: {a: much}}}\n", 1, 26, "a weight is a number", None),
    ("offers:\n  - A gives a for b; no\n", 2, 22, "A gives o for B.p", None),
    ("author_concludes:\n  - a [x#s1] denied\n", 2, 5, "what the author does conclude", None),
    ("forecasts:\n  - a\n", 2, 6, "by open", None),
    ("variants:\n  a:\n", 2, 3, "a variant holds sections", None),
    ("variants:\n  a: {own: true}\n", 2, 7, "concerns the whole reading", None),
    ('variants:\n  "a:b": {}\n', 2, 3, "a variant's name is made of", None),
]


@pytest.mark.parametrize(("text", "line", "column", "words", "near"), FAULTS)
def test_faults(text, line, column, words, near):
    _, found = read_overlay(text, "case.yaml")
    assert len(found.problems) == 1
    problem = found.problems[0]
    assert words in problem.message
    assert (problem.place.line, problem.place.column) == (line, column)
    assert problem.nearest == near


def test_all_faults_of_a_file_are_found_at_once():
    text = "case: q\nnow:\n  - a b\n  - c\n  - d [\nwants:\n  A: silen\n  B: [a, (b]\nfoo: 1\n"
    overlay, found = read_case(text, "case.yaml")
    assert [each.place.line for each in found.problems] == [3, 5, 7, 8, 9]
    assert [str(line.condition) for line in overlay.now] == ["c"]
    assert [str(line.condition) for line in overlay.wants["B"].lines] == ["a"]


def test_a_case_without_title():
    _, found = read_case("now: []\n", "case.yaml")
    assert "begin with `case: your question`" in found.problems[0].message


def test_every_section_is_empty_in_peace():
    for name in SECTIONS:
        _, found = read_overlay(f"{name}:\n", "f")
        assert not found.problems, name
