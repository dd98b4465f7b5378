"""What is asked of a case: motives, evidence, questions and remarks on precedents, from file to reading."""

from tests.case.written import BASE, checked, make, one

from standoff.case.walk import walk_citations
from standoff.report.tell.case.show import aloud

ASKED = (
    BASE
    + """\
facts:
  able: can it
motives:
  A.press:
    fear:
      why: it fears B                        [x#s1] says
      wants:
        - not leave -> press                 [x#s2]
        - equal
        - able
  not leave:
    pride:
      why: it is proud
      wants: [stay]
evidence:
  press:
    shout:
      says: it shouted                       [x#s3]
    echo:
      says: somebody heard it shout          [x#s4]
      origin: shout
      ratings:
        a rater: {fear: 2-3}
        another: {fear: 1}
questions:
  what_if:
    asks: What if A presses?                 [x#s5]
    whatif: press=yes,no B.stay=yes
  who_gains:
    asks: Who gains?
    compare: B loses given press
  every:
    asks: Was the author right?
    compare: all
  reason:
    asks: Why does A not press?
    why: not press
precedents:
  - "an old quarrel" by 1990                 [x#s6]
  - was: a quarrel about a well              [x#s7]
    when: 1995/1996
    alike: a well was at stake               [x#s8]
    broke: B                                 [x#s9]
  - leave by open
"""
)


def test_a_reading_holds_them_with_its_own_names():
    reading = one(ASKED)
    fear, pride = reading.motives
    assert (str(fear.act), fear.actor, str(pride.act), pride.actor) == (
        "press",
        "A",
        "not leave",
        "B",
    )
    assert [(str(line.condition), line.actor, line.tied) for line in fear.wants] == [
        ("not leave -> press", "A", False),
        ("able", "A", True),
    ]
    shout, echo = reading.evidence
    assert (shout.origin, echo.origin, shout.ratings) == ("shout", "shout", ())
    assert [(r.rater, r.motive, r.low, r.high) for r in echo.ratings] == [
        ("a rater", "fear", 2, 3),
        ("another", "fear", 1, 1),
    ]
    asked = {question.id: question for question in reading.questions}
    assert asked["what_if"].acts == {"A.press": (True, False), "B.stay": (True,)}
    assert asked["who_gains"].conclusion is not None
    assert asked["who_gains"].conclusion.text == "B loses given press"
    assert asked["every"].conclusion is None
    assert asked["reason"].acts == {"A.press": (False,)}
    assert [(p.gloss, len(p.remarks)) for p in reading.precedents] == [
        ("an old quarrel", 0),
        ("a quarrel about a well", 2),
        (None, 0),
    ]


def test_their_lines_are_no_assumptions_and_their_citations_count():
    case, _ = make(ASKED)
    assert {citation.first for citation, _ in walk_citations(case.base)} == set(range(1, 10))
    assert len(one(ASKED).assumptions) == 2


def test_they_are_read_aloud():
    chapters = {
        chapter.heading: [sentence.text for sentence in chapter.sentences]
        for chapter in aloud(one(ASKED)).chapters
    }
    assert chapters["Why an act may have been done"] == [
        "A presses B: it fears B (fear) (stated); then A wants, most important first:",
        "1. to press B if B does not leave.",
        "1. as much as that, that the answer to “can it” is yes.",
        "B does not leave: it is proud (pride); then B wants, most important first:",
        "1. to stay on the border.",
    ]
    assert chapters["What may tell the motives apart"] == [
        "It shouted; not rated.",
        "Somebody heard it shout; rated by a rater and another.",
    ]
    assert chapters["What the text says has been"] == [
        "An old quarrel (1990).",
        "A quarrel about a well (1995 to 1996).",
        "Alike: a well was at stake.",
        "Broke: B.",
        "B leaves (at no named time).",
    ]
    assert chapters["What is asked"][0] == "What if A presses? (standoff ask … what_if)."
    assert len(chapters["What is asked"]) == 4


def test_a_name_that_is_not_known_is_found_with_the_nearest():
    text = ASKED.replace("A.press:\n    fear", "A.pres:\n    fear").replace("B loses", "C loses")
    messages = " ".join(str(problem) for problem in checked(text).findings.problems)
    assert "`A.pres` is not an option" in messages
    assert "`C` is not an actor" in messages


def test_an_act_is_no_fact_and_a_name_stands_once():
    twice = ASKED.replace("    echo:", "    echo2:") + "evidence2: {}\n"
    assert any("no section" in each.message for each in checked(twice).findings.problems)
    text = ASKED.replace("  not leave:\n    pride", "  able:\n    pride")
    assert any("nobody does" in each.message for each in checked(text).findings.problems)


def test_what_is_rated_and_who_broke_a_bargain_is_checked():
    text = ASKED.replace("{fear: 2-3}", "{fera: 2-3}").replace("broke: B  ", "broke: C  ")
    messages = " ".join(str(problem) for problem in checked(text).findings.problems)
    assert "`fera` is not a motive of this case (nearest: fear)" in messages
    assert "`broke` names an actor" in messages
    whole = checked(ASKED.replace("another: {fear: 1}", "another: {base.fear: 1}"))
    assert "fear" not in " ".join(str(problem) for problem in whole.findings.problems)
