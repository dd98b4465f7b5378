"""A case read aloud: each section by its heading, each entry in a sentence of the one grammar."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from tests.case.written import BASE, SAMPLE, one

from standoff.case.entry import Marks
from standoff.case.syntax import SECTIONS, SectionRow
from standoff.citation import Citation
from standoff.problem import Place
from standoff.report.document import clauses
from standoff.report.english import English
from standoff.report.tell.case import show as case
from standoff.report.tell.case.show import aloud, data, tell


def sentences(text: str) -> list[str]:
    """Every sentence that is read of a case."""
    chapters = aloud(one(text)).chapters
    return [sentence.text for chapter in chapters for sentence in chapter.sentences]


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("now: [press]", "Today A presses B."),
        ("impossible: [leave and not press]", "It cannot be that B leaves and A does not press B."),
        ("impossible: [leave and (press or stay)]",
         "It cannot be that B leaves and (A presses B or B stays on the border)."),
        ("impossible: [not (leave or press)]",
         "It cannot be that it is not so that B leaves or A presses B."),
        ("no_way_back: [not leave]", "There is no way back once B does not leave."),
        ("wants: {A: [press -> leave], B: silent}", "1. B to leave if it presses B."),
        ("wants: {A: [press <-> leave], B: silent}", "1. that it presses B exactly when B leaves."),
        ("wants: {A: [press !!, equal, leave], B: silent}", "1. to press B; strongly."),
        ("wants: {A: [press !!, equal, leave], B: silent}", "1. as much as that, B to leave."),
        ("wants: {A: indifferent, B: silent}", "What A wants: it does not care, says the text."),
        ("wants: {A: silent, B: silent}", "What A wants: the text is silent."),
        ("wants: {A: {ranking: ['press, leave', nothing]}, B: silent}", "2. nothing is done."),
        ("wants: {A: {weights: {leave: 2}}, B: silent}", "That B leaves counts 2."),
        ("offers:\n  - B gives leave, not stay for press [x#s1] attributed to C; refused",
         "B offers to leave and not to stay on the border if A presses B; it was refused "
         "(as C is reported to say)."),
        ("author_concludes: [not leave]", "B does not leave."),
        ('author_concludes:\n  - leave given press [x#s1] hedged "perhaps"',
         "B leaves if A presses B (hedged: “perhaps”)."),
        ("author_concludes: [B loses given leave]", "B loses if B leaves."),
        ('forecasts:\n  - "it will end" by 2018', "It will end (by 2018)."),
        ('forecasts:\n  - "it will end" by 2018/2019', "It will end (from 2018 to 2019)."),
        ("precedents: [leave by open]", "B leaves (at no named time)."),
        ("facts: {able: can it be? no}\nimpossible: [leave and able]",
         "It cannot be that B leaves and the answer to “can it be?” is yes."),
        ("facts: {able: can it be? no}",
         "The answer to “can it be?” is no; named able in the case."),
        ("facts: {able: can it be?}",
         "On “can it be?” this reading says nothing; named able in the case; both answers are tried."),
        ("facts: {able: can it be? silent}",
         "On “can it be?” the text is silent; named able in the case; both answers are tried."),
    ],
)  # fmt: skip
def test_sentences(section: str, sentence: str) -> None:
    text = BASE
    if section.startswith("wants"):
        text = text[: text.index("wants:")]
    assert sentence in sentences(f"{text}{section}\n".replace("'press, leave'", "press"))


def test_the_sample_is_read_from_top_to_bottom() -> None:
    chapters = aloud(one(SAMPLE)).chapters
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
    every = [sentence for chapter in chapters for sentence in chapter.sentences]
    text = " ".join(sentence.text for sentence in every)
    assert "US (in the texts also Washington, the Americans) could:" in text
    assert "as Bolton is reported to say" in text
    assert sum(len(sentence.cites) for sentence in every) == 36


def test_denied_lines_are_read_last() -> None:
    text = BASE.replace("    - leave\n", "    - leave\n    - press  [x#s1] denied\n")
    assert sentences(text)[-1] == "A wants to press B."


def test_as_data_each_sentence_has_its_place_and_what_it_cites() -> None:
    record = data(one(BASE + "now:\n  - press  [x#s1]\n"))
    assert record["reading"] == "test/base"
    (today,) = (c for c in record["chapters"] if c["heading"] == "Today")
    assert today["sentences"] == [
        {
            "text": "Today A presses B.",
            "cites": [{"citation": "x#s1", "gloss": ""}],
            "file": "case.yaml",
            "line": 15,
        },
        {"text": "Every other option is not taken.", "cites": [], "file": None, "line": None},
    ]


def test_a_clause_about_the_world_cites_or_says_that_it_has_no_source() -> None:
    reading = one(SAMPLE)
    for clause in clauses(tell(reading).blocks):
        assert clause.computed or clause.cites
        assert len(clause.lines) in (0, len(clause.citations))
    told = [clause for clause in clauses(tell(reading).blocks) if clause.lines]
    assert {at.rpartition(":")[0] for clause in told for at in clause.lines} == {"case.yaml"}


# --- a section of another package -----------------------------------------------------------------


@dataclass(frozen=True)
class Rumour:
    """An entry as another package may add it."""

    WHAT = "a rumour"

    about: str
    citations: tuple[Citation, ...]
    marks: Marks
    place: Place

    def words(self, english: English) -> str:
        return f"people say that {english.literal(self.about, True)}"


def test_a_section_of_another_package_is_read_like_any_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    row = SectionRow(
        "rumours", "what people say", lambda *_: {}, {}, heading="Rumours", further=True
    )
    monkeypatch.setattr(case, "SECTIONS", {**SECTIONS, "rumours": row})
    rumour = Rumour("B.leave", (Citation("x", 7, 7),), Marks(), Place("case.yaml", 3))
    reading = replace(one(BASE), more={"rumours": (rumour,)})
    last = data(reading)["chapters"][-1]
    assert last["heading"] == "Rumours"
    assert [(s["text"], s["line"]) for s in last["sentences"]] == [("People say that B leaves.", 3)]
    part = tell(reading).parts[-1]
    assert part.title.text == "Rumours"
