"""A case read aloud: conditions through the glosses of their options."""

import pytest
from tests.case.written import BASE, SAMPLE, one

from standoff.case.speak import aloud


def spoken(text):
    return [said.text for chapter in aloud(one(text)) for said in chapter.said]


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("now: [press]", "A does press B."),
        ("impossible: [leave and not press]", "It cannot be that B should leave, and A should not press B."),
        ("impossible: [leave and (press or stay)]",
         "It cannot be that B should leave, and (A should press B, or B should stay on the border)."),
        ("impossible: [not (leave or press)]",
         "It cannot be that it should not be that (B should leave, or A should press B)."),
        ("no_way_back: [not leave]", "If ever B should not leave, that is for good."),
        ("wants: {A: [press -> leave], B: silent}", "1. if A would press B, then B should leave."),
        ("wants: {A: [press <-> leave], B: silent}", "1. A should press B exactly if B would leave."),
        ("wants: {A: [press !!, equal, leave], B: silent}", "1. as much: B should leave."),
        ("wants: {A: indifferent, B: silent}", "A does not care, the text says."),
        ("wants: {A: silent, B: silent}", "What A wants, the text does not say."),
        ("wants: {A: {ranking: ['press, leave', nothing]}, B: silent}", "2. nothing is done."),
        ("wants: {A: {weights: {leave: 2}}, B: silent}", "leave counts 2."),
        ("offers:\n  - B gives leave, not stay for press [x#s1] attributed to C; refused",
         "B offers: B would leave and B would not stay on the border, if A would press B. "
         "It was refused (as C has it)."),
        ("author_concludes: [not leave]", "B will not leave."),
        ('author_concludes:\n  - leave given press [x#s1] hedged "perhaps"',
         "Given that A does press B, B will leave (hedged: perhaps)."),
        ("author_concludes: [B loses given leave]", "Given that B does leave, B is worse off."),
        ('forecasts:\n  - "it will end" by 2018', "It will end (by 2018)."),
        ("precedents: [leave by open]", "B will leave (at no named time)."),
        ("facts: {able: can it be? no}\nimpossible: [leave and able]",
         "It cannot be that B should leave, and “can it be?” is answered yes."),
        ("facts: {able: can it be}", "Can it be? (able) This reading is silent: both answers are tried."),
    ],
)  # fmt: skip
def test_sentences(section, sentence):
    text = BASE
    if section.startswith("wants"):
        text = text[: text.index("wants:")]
    said = spoken(f"{text}{section}\n".replace("'press, leave'", "press"))
    assert sentence in said


def test_the_sample_is_read_from_top_to_bottom():
    chapters = aloud(one(SAMPLE))
    assert [chapter.heading for chapter in chapters] == [
        "",
        "Who could do what",
        "Today",
        "What cannot be",
        "What cannot be undone",
        "What each wants, most important first",
        "What was offered",
        "What the author concludes",
    ]
    text = " ".join(said.text for chapter in chapters for said in chapter.said)
    assert "US (in the texts also Washington, the Americans) could:" in text
    assert "as Bolton has it" in text
    cites = [each for chapter in chapters for said in chapter.said for each in said.cites]
    assert len(cites) == 36


def test_denied_lines_are_read_last():
    text = BASE.replace("    - leave\n", "    - leave\n    - press  [x#s1] denied\n")
    assert spoken(text)[-1] == "A wants that A should press B (the sentence denies it)."
