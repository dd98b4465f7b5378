"""The checks: each finds its fault at its place, and nothing else."""

import pytest
from tests.case.written import BASE, SAMPLE, checked, make, places

from standoff.case.check.folder import FOLDER_CHECKS, sound
from standoff.case.check.reading import CHECKS, WHOLE_CHECKS, check_case
from standoff.case.entry import Reading
from standoff.case.format.source import Text, make_record, print_record
from standoff.case.reading import merge
from standoff.problem import CaseError, Infeasible
from standoff.record import plain
from standoff.text.sentence import sentences

WORDS = "One stands here. Two stands there. Three is last."
TEXT = Text("x.txt", "0" * 64, WORDS, sentences(WORDS))


def record(*numbers, gloss="as we say it", sha256="0" * 64):
    lines = [f"  {print_record(make_record(number, TEXT))}  {gloss}" for number in numbers]
    return f"sha256: {sha256}\nsentences: |\n" + "\n".join(line.rstrip() for line in lines) + "\n"


def test_the_sample_of_the_design_has_no_problem():
    report = checked(SAMPLE)
    assert not report.findings.problems
    data = plain(report)
    assert data["assumptions"] == 19
    assert data["grounding"] == {"stated": 3, "inferred": 16, "unsourced": 0, "implied": 6}
    assert data["citations"] == {"total": 36, "verified": 0}
    kinds = [each["message"] for each in data["warnings"]]
    assert sum("has no record" in each for each in kinds) == 36
    assert sum("it never moves, unsupported" in each for each in kinds) == 1
    assert sum("--texts DIR" in each and "no citation was verified" in each for each in kinds) == 1
    assert set(data["warnings"][0]) == {"file", "line", "column", "message", "nearest"}


FAULTS = [
    # what is added to a sound base, line, column, words, nearest
    ("actors: {A: , B: {within: C}}\n", 1, 15, "`C` is not an actor", None),
    ("actors: {A: {within: B}, B: {within: A}}\n", 1, 10, "A is within itself", None),
    ("actors: {A: , B: , C: }\n", 1, 20, "nobody says what C wants", None),
    ("author_concludes:\n  - press given press\n", 2, 5, "says nothing more", None),
    ("author_concludes:\n  - press and not leave given leave, press\n", 2, 5, "nothing more", None),
    ("author_concludes:\n  - leave given able\nfacts: {able: q}\n", 2, 5, "`able` is a fact", None),
    ("author_concludes:\n  - leave given press, not press\n", 2, 5, "given twice", None),
    ("author_concludes:\n  - A gains\n", 2, 5, "A gains by what?", None),
    ("wants: {A: [press], B: {ranking: [press, press]}}\n", 1, 42, "stands in line 1 too", None),
    (
        "wants: {A: [press], B: {weights: {leave: 1, B.leave: 2}}}\n",
        1,
        45,
        "has a weight in line 1",
        None,
    ),
    ("now:\n  - press  [y#s1]\n", 2, 5, "`y` is not a source", None),
    ("sources: {yy: {}}\nnow:\n  - press  [yyy#s1]\n", 3, 5, "`yyy` is not a source", "yy"),
]


@pytest.mark.parametrize(("text", "line", "column", "words", "near"), FAULTS)
def test_faults(text, line, column, words, near):
    sections = {key: f"{key}:{rest}" for key, rest in _sections(BASE)}
    sections |= {key: f"{key}:{rest}" for key, rest in _sections(text)}
    order = [key for key, _ in _sections(text)]
    base = "".join(sections[key] for key in dict.fromkeys([*order, *sections]))
    report = checked(base)
    first = report.findings.problems[0]
    assert words in first.message
    assert (first.place.line, first.place.column, first.nearest) == (line, column, near)


def _sections(text):
    parts: list[list[str]] = []
    for line in text.splitlines(keepends=True):
        if line.startswith((" ", "-")):
            parts[-1][1] += line
        else:
            key, _, rest = line.partition(":")
            parts.append([key, rest])
    return [(key, rest) for key, rest in parts]


def test_seven_silent_facts_are_too_many():
    facts = "facts:\n" + "".join(f"  f{n}: is it so? silent\n" for n in range(7))
    report = checked(BASE + facts)
    (problem,) = report.findings.problems
    assert "7 facts are silent, and at most 6 can be" in problem.message
    assert problem.place.line == 21


def test_a_fact_nobody_set_counts_as_silent_and_says_so():
    report = checked(BASE + "facts: {able: can it be}\n")
    assert "`able` is not set: it counts as silent" in report.findings.warnings[0].message


def test_silence_is_a_warning_and_missing_wishes_are_a_problem():
    base = BASE.replace("  B:\n    - not leave\n", "  B: silent\n")
    report = checked(base)
    assert not report.findings.problems
    assert "B is silent: it never moves, unsupported" in report.findings.warnings[0].message
    report = checked(base.replace("  B: silent\n", ""))
    assert "or write `B: silent`" in report.findings.problems[0].message


def test_what_is_missing_is_not_said_of_lines_that_cannot_be_read():
    report = checked(BASE.replace("- not leave", "- not leave &"))
    assert [each.place.line for each in report.findings.problems] == [13]


def test_an_option_with_a_faulty_line_is_declared_all_the_same():
    report = checked(BASE.replace("leave: leave", "leave: &x leave [y"))
    assert [each.place.line for each in report.findings.problems] == [7]


def test_every_fault_of_every_file_in_one_pass():
    report = checked(
        BASE + "now: [pres]\n",
        r="at: soon\nwants: {B: [leav]}\nauthor_concludes: [press given press]\n",
        s="noww: []\n",
    )
    found = [(each.place.file, each.place.line) for each in report.findings.problems]
    assert found == [
        ("case.yaml", 14),
        ("readings/r.yaml", 1),
        ("readings/r.yaml", 2),
        ("readings/r.yaml", 3),
        ("readings/s.yaml", 1),
    ]


def test_a_fault_of_the_base_is_said_once():
    report = checked(BASE + "now: [pres]\n", r="at: 2018", s="at: 2019", t="own: true\n")
    said = [each for each in report.findings.problems if "pres" in each.message]
    assert len(said) == 1


def test_each_written_line_counts_once():
    base = BASE + "now: [press]\nsources: {x: {}}\n"
    text = "wants:\n  A:\n    - press [x#s1] says\n    - stay [x#s1] denied\nvariants: {v: {now: [stay]}}\n"
    report = checked(base, r=text, s="at: 2018\n")
    assert report.assumptions == 2 + 1 + 1 + 1
    data = plain(report)
    assert data["grounding"] == {"stated": 1, "inferred": 0, "unsourced": 4, "implied": 1}
    assert data["citations"]["total"] == 2


def test_weights_and_rankings_are_assumptions():
    base = BASE.replace("    - leave\n", "    weights:\n      leave: 1  [x#s1]\n")
    base = base.replace("    - not leave\n", "    ranking: [nothing, leave]\n")
    grounding = checked(base + "sources: {x: {}}\n").grounding
    assert grounding == {"stated": 0, "inferred": 1, "unsourced": 2, "implied": 3}


# --- citations ------------------------------------------------------------------------------------

CITING = BASE + "sources: {x: {}}\nnow:\n  - press  [x#s1-2]\n  - stay  [x#s3:0-5]\n"


def test_all_citations_verify():
    report = checked(CITING, {"x": record(1, 2, 3)}, {"x": TEXT})
    assert not report.findings.problems
    assert not report.findings.warnings
    assert (report.citations.total, report.citations.verified) == (2, 2)


def test_records_and_glosses_that_are_missing_are_warnings():
    report = checked(CITING, {"x": record(1, 3, gloss="")}, {"x": TEXT})
    assert not report.findings.problems
    messages = [each.message for each in report.findings.warnings]
    assert any("x#s1-2 has no record of s2: `standoff cite . --texts DIR`" in m for m in messages)
    assert sum("has no gloss" in each for each in messages) == 2
    assert report.citations.verified == 1


def test_texts_that_are_missing_are_warnings():
    report = checked(CITING, {"x": record(1, 2, 3)})
    assert "no citation was verified" in report.findings.warnings[0].message
    report = checked(CITING, {"x": record(1, 2, 3)}, {})
    assert "the text of x is not among the texts" in report.findings.warnings[0].message


def test_a_citation_beyond_the_text():
    report = checked(CITING.replace("x#s3:0-5", "x#s9"), {"x": record(1, 2)}, {"x": TEXT})
    (problem,) = report.findings.problems
    assert "x#s9: the text of x ends with s3" in problem.message
    assert (problem.place.line, problem.place.column) == (17, 5)


def test_a_clause_beyond_its_sentence():
    report = checked(CITING.replace("0-5", "0-99"), {"x": record(1, 2, 3)})
    assert "the clause ends beyond the sentence, which has" in report.findings.problems[0].message


def test_a_hash_that_does_not_fit():
    wrong = record(1, 2, 3).replace(" 0-16 ", " 0-15 ")
    report = checked(CITING, {"x": wrong}, {"x": TEXT})
    (problem,) = report.findings.problems
    assert "s1 does not fit the text" in problem.message
    assert (problem.place.file, problem.place.line) == ("sources/x.yaml", 3)


def test_a_changed_text_is_said_once():
    report = checked(CITING, {"x": record(1, 2, 3, sha256="1" * 64)}, {"x": TEXT})
    (problem,) = report.findings.problems
    assert "the text of x changed: x.txt is not the file that was cited" in problem.message
    assert report.citations.verified == 0


@pytest.mark.parametrize(
    ("date", "mark", "wrong"),
    [
        ("2018-01-31", "", True),
        ("2018-01-31", " carried over", False),
        ("2018-03-31", "", False),
        ("2018-01/2018-03", "", False),
    ],
)
def test_carried_over_is_required_of_old_texts(date, mark, wrong):
    text = f"at: 2018-06\nsources: {{x: {{date: {date}}}}}\nnow:\n  - press [x#s1]{mark}\n"
    report = checked(BASE, r=text)
    assert places(report.findings.problems) == ([(4, 5)] if wrong else [])


def test_a_newer_text_carries_the_line():
    sources = "sources: {x: {date: 2016}, y: {date: 2018}}\n"
    report = checked(BASE, r=f"at: 2018-06\n{sources}now:\n  - press [x#s1 y#s1]\n")
    assert not report.findings.problems


# --- hooks ----------------------------------------------------------------------------------------


def case_of(text):
    case, _ = make(text)
    return merge(case, "base")[0]


def test_what_a_model_check_finds_is_a_problem_at_the_first_line():
    def nothing_left(reading: Reading) -> None:
        raise Infeasible("no state is left")

    reading = case_of(BASE + "impossible: [leave]\nnow: [press]\n")
    (problem,) = check_case(reading, (nothing_left,)).problems
    assert problem.message == "no state is left"
    assert (problem.place.line, problem.place.column) == (15, 7)


def test_a_sound_case_or_all_its_problems():
    case, _ = make(BASE, None, r="now: [pres]\nauthor_concludes: [A gains]\n", s="at: 2018")
    assert sound(case, "s").full == "test/s"
    with pytest.raises(CaseError) as caught:
        sound(case, "r")
    assert len(caught.value.findings.problems) == 2


def test_every_check_says_what_it_looks_for():
    for check in (*CHECKS, *WHOLE_CHECKS, *FOLDER_CHECKS):
        assert check.__doc__, check.__name__
