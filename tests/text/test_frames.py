"""Who says what, by frames: every class of verbs in every shape, on names that nobody has.

The names are invented and tried in several sets, so that no list of names can carry a test; the
expected triple is (holder, cue, content). Two tests need no expectation: names swapped for others of
the same shape leave the same proposals, and a statement in another shape is the same statement.
"""

import itertools
import re

import pytest

from standoff.text.annotation import Attribution, Mention, Offer
from standoff.text.backend import annotate

pytestmark = [pytest.mark.read, pytest.mark.filterwarnings("default")]

Row = tuple[str, str, str]


def said(text: str, status: str = "said") -> list[Row]:
    found = [a for a in annotate(text, "t", "rules").of(Attribution) if a.status == status]
    ordered = sorted(found, key=lambda a: (a.cue, a.holder))
    return [(a.holder, text[slice(*a.cue)], a.quote.strip(" .,")) for a in ordered]


THAT = [
    "said",
    "claimed",
    "announced",
    "insisted",
    "warned",
    "argued",
    "admitted",
    "predicted",
    "declared",
]


@pytest.mark.parametrize("verb", THAT)
def test_a_clause_in_every_place_its_speaker_can_stand(verb: str) -> None:
    """Verb first, clause first, inserted, with `that` and without: the same holder, cue and content."""
    for text in (
        f"Peru {verb} that the well is dry.",
        f"Peru {verb} the well is dry.",
        f"The well is dry, Peru {verb}.",
        f"The well is dry, {verb} Peru.",
    ):
        ((holder, cue, content),) = said(text)
        assert (holder, cue) == ("PER", verb) and "is dry" in content, text


@pytest.mark.parametrize("marks", ["“{}”", '"{}"', "‘{}’", "'{}'", "«{}»", "„{}“", "``{}''"])
@pytest.mark.parametrize(
    "shape", ["{q} Peru {v}.", "{q} {v} Peru.", "Peru {v}: {q}", "{q} the minister of Peru {v}."]
)
def test_a_quotation_in_every_kind_of_marks_and_on_every_side(marks: str, shape: str) -> None:
    for words in ("We stay,", "We stay here. We will not go,"):
        quoted = marks.format(words if not shape.endswith("{q}") else words.replace(",", "."))
        text = shape.format(q=quoted, v="said")
        (one,) = (a for a in annotate(text, "t", "rules").of(Attribution) if a.status == "said")
        assert (one.holder, one.kind, one.quote) == ("PER", "direct", quoted), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a thing said, a gerund, an infinitive, somebody to do, of and about, a noun
        ("Peru denied the report.", ("PER", "denied", "the report")),
        ("Peru denied digging the well.", ("PER", "denied", "digging the well")),
        ("Peru promised to dig the well.", ("PER", "promised", "to dig the well")),
        ("Peru refused to dig the well.", ("PER", "refused", "to dig the well")),
        ("Peru urged Chile to dig the well.", ("PER", "urged", "Chile to dig the well")),
        ("Peru accused Chile of a lie.", ("PER", "accused", "Chile of a lie")),
        ("Peru warned against a war.", ("PER", "warned", "against a war")),
        ("Peru called for talks.", ("PER", "called", "for talks")),
        ("Peru apologised for the attack.", ("PER", "apologised", "for the attack")),
        ("Peru raised concerns about the well.", ("PER", "raised concerns", "about the well")),
        ("Chile noticed Peru's promise to dig the well.", ("PER", "promise", "to dig the well")),
        ("A statement by the Peruvian ministry said that it rains.", ("PER", "said", "that it rains")),
        # passive with and without its agent
        ("The plan was rejected by Peru.", ("PER", "was rejected", "The plan")),
        ("The plan that Peru rejected is old.", ("PER", "rejected", "The plan that Peru rejected")),
        ("The troops were told to dig in.", ("unnamed", "were told", "to dig in")),
        (
            "The well is believed to be dry.",
            ("unnamed", "is believed", "The well is believed to be dry"),
        ),
        # views
        ("Peru sees the wall as a threat.", ("PER", "sees", "the wall as a threat")),
        ("Peru was clear about the wall.", ("PER", "was clear", "about the wall")),
        ("As Peru noted, the well is dry.", ("PER", "noted", "the well is dry")),
        ("In Peru's view, the well is dry.", ("PER", "In Peru's view", "the well is dry")),
        ("According to the Peruvian minister, the well is dry.", ("PER", "According to", "the well is dry")),
    ],
)  # fmt: skip
def test_one_frame(text: str, expected: Row) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "holders"),
    [
        ("Peru promised to dig the well; Chile refused to pay.", ["PER", "CHL"]),
        ("Peru praised the plan and Chile condemned it.", ["PER", "CHL"]),
        ("Peru's envoy, speaking to reporters from Chile, said the well would be closed.", ["PER"]),
        ("After Chile left, Peru said that the well is dry.", ["PER"]),
        ("Chile dug the well, which Peru said is dry.", ["PER"]),
        ("Peru told Chile that the well is dry.", ["PER"]),
        ("“We stay,” Peru said after Chile had left.", ["PER"]),
    ],
)
def test_a_neighbour_is_never_made_the_speaker(text: str, holders: list[str]) -> None:
    assert [holder for holder, _, _ in said(text)] == holders


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Peru did not say that the well is dry.", "negated"),
        ("Peru never claimed that the well is dry.", "negated"),
        ("Nobody said that the well is dry.", "negated"),
        ("Peru left without saying that the well is dry.", "negated"),
        ("Peru could say that the well is dry.", "imagined"),
        ("Peru will announce that the well is dry.", "imagined"),
        ("If Peru says that the well is dry, it is.", "imagined"),
        ("Chile waits for Peru to announce that the well is dry.", "imagined"),
    ],
)
def test_what_was_not_said_is_marked_as_such(text: str, status: str) -> None:
    assert "well is dry" in said(text, status)[0][2]
    assert not [row for row in said(text) if "well is dry" in row[2]]


def test_relays_are_layers_with_whom_they_came_through() -> None:
    text = "The Zenda Herald says Peru told allies that Chile wants peace."
    one, two, three = sorted(annotate(text, "t", "rules").of(Attribution), key=lambda a: a.depth)
    assert [a.depth for a in (one, two, three)] == [1, 2, 3]
    assert (one.via, two.via, three.via) == (None, one.cue, two.cue)
    assert [a.holder for a in (one, two, three)] == ["zenda-herald", "PER", "CHL"]


def test_whom_somebody_quotes_holds_the_same_words_one_layer_down() -> None:
    text = "The Zenda Herald, citing Peru, said that the well is dry."
    herald, peru = sorted(annotate(text, "t", "rules").of(Attribution), key=lambda a: a.depth)
    assert (herald.content, herald.depth) == (peru.content, 1)
    assert (peru.holder, peru.depth, peru.via) == ("PER", 2, herald.cue)


def test_speech_over_sentences_and_paragraphs_is_one_speakers() -> None:
    text = (
        "“The well is dry,” the Peruvian envoy said. “The old pact has lapsed and nobody signed.\n\n"
        "“Until now Chile has kept to it.\n\n“We ask it to wait. It matters that it does.”\n\n"
        "Chile rejected this.\n"
    )
    direct = [a for a in annotate(text, "t", "rules").of(Attribution) if a.kind == "direct"]
    assert [a.holder for a in direct] == ["PER"] * 2
    last = max(direct, key=lambda a: a.end)
    assert last.quote.startswith("“The old pact") and last.quote.endswith("matters that it does.”")
    assert ("CHL", "rejected", "this") in said(text)


def test_a_question_and_its_speaker_in_the_next_sentence() -> None:
    text = (
        "“Will it rain?” President Weir of Peru asked. “Never!” the Chilean envoy replied. "
        "“Enough!” cried Peru."
    )
    assert [(h, c) for h, _, c in said(text)] == [
        ("PER", "“Will it rain?”"),
        ("CHL", "“Never!”"),
        ("PER", "“Enough!”"),
    ]


def test_pronouns_and_nobody_named_are_guesses_with_a_question_mark() -> None:
    for text in ("He said that the well is dry.", "It was reported that the well is dry."):
        (one,) = annotate(text, "t", "rules").of(Attribution)
        assert (one.holder, one.sure) == ("unnamed", "?")


def test_an_interview_gives_each_speaker_his_answers() -> None:
    text = (
        "Herald: Is the well dry?\n\nAnn Weir: It is. Nobody cares.\n\n"
        "Herald: And Chile?\n\nAnn Weir: It waits.\n"
    )
    read = annotate(text, "t", "rules")
    talk = [a for a in read.of(Attribution) if a.rule == "speaker before a colon"]
    assert [(a.holder, a.quote) for a in talk] == [
        ("herald", "Is the well dry?"),
        ("ann-weir", "It is. Nobody cares."),
        ("herald", "And Chile?"),
        ("ann-weir", "It waits."),
    ]


# --- tests that need no gold -----------------------------------------------------------------------

STORY = (
    "{A} said that {B} had closed the pass. “We will wait,” {A} envoy {P} said. {B} denied the report and "
    "urged {A} to leave. {P} told reporters that {B} offered grain in return for the pass, but {A} refused. "
    "{B} will open the pass if {A} pays."
)
SETS = [
    {"A": "Peru", "B": "Chile", "P": "Ann Weir"},
    {"A": "Freedonia", "B": "Sylvania", "P": "Vera Marcal"},
    {"A": "Ruritania", "B": "Graustark", "P": "Otto Zenda"},
]


def shape(names: dict[str, str]) -> tuple[list[tuple[str, str]], int, int]:
    """Cues with the letter of their holder, how many mentions there are, how many offers."""
    text = STORY.format(**names)
    read = annotate(text, "t", "rules")
    whose = {
        m.actor: letter
        for m in sorted(read.of(Mention), key=lambda m: m.start)
        for letter, name in names.items()
        if letter != "P" and m.quote == name
    }
    person = {m.actor for m in read.of(Mention) if names["P"] in m.quote} - set(whose)
    rows = [
        (text[slice(*a.cue)], whose.get(a.holder, "P" if a.holder in person else "?"))
        for a in sorted(read.of(Attribution), key=lambda a: a.cue)
        if a.status == "said"
    ]
    named = [
        m
        for m in read.of(Mention)
        if m.via != "place" and any(n in m.quote for n in names.values())
    ]
    return rows, len(named), len(list(read.of(Offer)))


def test_names_nobody_has_are_read_as_those_of_states_are() -> None:
    """The first set is known, the others are not: the same cues, mentions and offers, as new actors."""
    first, *others = (shape(names) for names in SETS)
    for other in others:
        assert [cue for cue, _ in other[0]] == [cue for cue, _ in first[0]]
        assert (other[1], other[2]) == (first[1], first[2])
    text = STORY.format(**SETS[1])
    new = {m.actor for m in annotate(text, "t", "rules").of(Mention) if m.via == "new"}
    assert {"freedonia", "sylvania"} <= new


def test_a_statement_in_another_shape_is_the_same_statement() -> None:
    """Active and passive, said and maintained, the clause moved: holder and the words that are told stay."""
    for verb, noun in itertools.product(
        ("rejected", "condemned", "praised"), ("the plan", "the old offer")
    ):
        active, passive = (
            said(f"Peru {verb} {noun}."),
            said(f"{noun.capitalize()} was {verb} by Peru."),
        )
        assert [(h, re.sub("^The", "the", c)) for h, _, c in passive] == [
            (h, c) for h, _, c in active
        ]
    told = {
        (holder, content.removeprefix("that "))
        for verb in ("said", "maintained", "stated", "asserted", "contended")
        for holder, _, content in said(f"Peru {verb} that the well is dry.")
    }
    assert told == {("PER", "the well is dry")}
