"""Whose words they are, by what the sentence says of the holder: nobody, a time, a pronoun, the same one.

Each mechanism in all shapes, on names of states and on names that nobody has.
"""

import pytest
from tests.text.test_frames import said

from standoff.text.annotation import Attribution, Wish
from standoff.text.backend import annotate

pytestmark = [pytest.mark.read, pytest.mark.filterwarnings("default")]

NAMES = [("Peru", "PER"), ("Freedonia", "freedonia")]


def holders(text: str, status: str = "said") -> list[str]:
    return [holder for holder, _, _ in said(text, status)]


@pytest.mark.parametrize(
    "text",
    [
        "The envoys welcomed today's announcement of a truce.",
        "Today's announcement of a truce was welcomed.",
        "Last week's announcement that the well is open came late.",
        "After Monday's offer to dig the well, it rained.",
    ],
)
def test_a_time_that_owns_a_word_holds_nothing(text: str) -> None:
    found = [a for a in annotate(text, "t", "rules").of(Attribution) if a.rule.startswith("noun")]
    assert [(a.holder, a.sure) for a in found] == [("unnamed", "?")]


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_whose_an_inserted_passive_is(name: str, code: str) -> None:
    """Nobody's where it names nobody: the subject of the clause around it has not spoken."""
    assert holders(f"{name} must open the pass, as agreed under the truce.") == ["unnamed"]
    assert holders(f"As agreed in the truce, {name} opens the pass.") == ["unnamed"]
    assert holders(f"As agreed by {name}, the pass is open.") == [code]
    (row,) = said(f"The pass is open, as announced by {name}.")
    assert row == (code, "announced", "The pass is open")
    assert holders(f"If agreed with {name}, the pass opens.") == []


@pytest.mark.parametrize(
    "text",
    [
        "{0} said that it wants peace.",
        "It wants peace, {0} said.",
        "{0} told Chile that it hoped to wait.",
        "According to Chile, {0} said it wants peace.",
        "{0} announced its decision to dig the well.",
    ],
)
@pytest.mark.parametrize(("name", "code"), NAMES)
def test_a_view_told_in_ones_own_words_is_no_second_statement(
    text: str, name: str, code: str
) -> None:
    found = [h for h in holders(text.format(name)) if h != "CHL"]
    assert found == [code] or (text.startswith("It wants") and found == [code] * 2)


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("Peru said that Chile wants peace.", ["CHL", "PER"]),
        ("Peru said that the ministers want a deal.", ["PER", "ministers"]),
        ("Peru said that Chile is ready and that it wants a deal.", ["CHL", "PER"]),
        ("The ministers said it wants peace.", ["ministers", "unnamed"]),
        ("Peru did not say that it wants peace.", ["PER"]),  # the view, not the saying
    ],
)
def test_a_view_of_somebody_else_stays_a_statement(text: str, whose: list[str]) -> None:
    assert sorted(holders(text)) == whose


def test_a_view_told_in_ones_own_words_is_a_wish_all_the_same() -> None:
    read = annotate("Peru said that it wants Chile to leave.", "t", "rules")
    assert [(w.actor, w.direction, w.quote) for w in read.of(Wish)] == [
        ("PER", "for", "Chile to leave")
    ]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("It did not rain, nor has Peru offered a plan.", "negated"),
        ("Chile waited; nor did Peru say that it rains.", "negated"),
        ("Never has Peru said that it rains.", "negated"),
        ("At no time did Peru say that it rains.", "negated"),
        ("Seldom has Peru promised to wait.", "negated"),
        ("Neither has Peru denied the report.", "negated"),
        ("Peru did not deny or confirm the report.", "negated"),
        ("It is vital that Peru promise to wait.", "imagined"),
        ("It is critical that the ministers promise to wait.", "imagined"),
        ("Chile demands that Peru promise to wait.", "imagined"),
    ],
)
def test_turned_denials_and_bare_verbs_were_not_said(text: str, status: str) -> None:
    assert "PER" in holders(text, status) or "ministers" in holders(text, status)
    assert not [h for h in holders(text) if h in ("PER", "ministers")]


@pytest.mark.parametrize(
    "text",
    [
        "Not only did Peru say that it rains, it laughed.",
        "Not until May did Peru say that it rains.",
        "It is vital that Peru promised to wait.",
        "Only then did Peru say that it rains.",
    ],
)
def test_turned_without_denial_is_said(text: str) -> None:
    assert "PER" in holders(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru pleaded with Chile to wait.", ("PER", "pleaded", "Chile to wait")),
        ("Peru appealed to Chile to open the pass.", ("PER", "appealed", "Chile to open the pass")),
        ("Freedonia called on Chile to wait.", ("freedonia", "called", "Chile to wait")),
        ("Peru was pleading with Chile to wait.", ("PER", "was pleading", "Chile to wait")),
        ("Peru, pleading with Chile to wait, left.", ("PER", "pleading", "Chile to wait")),
    ],
)
def test_whom_one_asks_by_a_preposition(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in said(text)


def test_who_is_addressed_is_nobody_spoken_of() -> None:
    for address in ("Mr. President", "Madam Speaker", "Mr. Chairman"):
        text = (
            f"{address}, a year ago, when Peru announced a plan, it predicted that it would rain."
        )
        assert set(holders(text)) == {"PER"}, text


def test_they_are_the_people_named_before_in_the_sentence() -> None:
    text = "Chile talks to the Peruvians, though they do not want the pass to open."
    assert "PER" in holders(text) and "CHL" not in holders(text)
    for verb in ("said", "insisted"):
        assert holders(f"When it rained on the Freedonians they {verb} that the well is dry.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # groups, parties that are counted, texts and whose they are
        ("Human rights groups condemned the raid.", ("groups", "condemned", "the raid")),
        ("The two sides agreed to hold talks.", ("sides", "agreed", "to hold talks")),
        ("Both sides denied the report.", ("sides", "denied", "the report")),
        ("Talks were rejected by the other side.", ("side", "were rejected", "Talks")),
        ("Peru backed a resolution calling on Chile to wait.", ("resolution", "calling", "Chile to wait")),
        ("A letter by the Peruvian ministry denies the report.", ("PER", "denies", "the report")),
        # what is pointed at, what goes on, when and how it was said
        ("Chile dug the well, a charge Peru denies.", ("PER", "denies", "a charge")),
        ("Freedonia said the well was dry, but that it would rain.",
         ("freedonia", "said", "the well was dry, but that it would rain")),
        ("The talks, Peru said on Friday, had been useful.",
         ("PER", "said", "The talks, Peru said on Friday, had been useful")),
        ("Peru spoke about the war on Monday.", ("PER", "spoke", "about the war")),
        ("The leader called for the government to resign.",
         ("leader", "called", "for the government to resign")),
        # whom somebody quotes; what a participle adds to a saying
        ("The Zenda Herald quoted Ann Weir as saying that it rains.",
         ("ann-weir", "saying", "that it rains")),
        ("The envoy was quoted by local media as saying the talks were over.",
         ("envoy", "saying", "the talks were over")),
        ("Peru denied that it fired, saying that it was calm.", ("PER", "denied", "that it fired")),
        ("Peru denied that it fired, saying that it was calm.", ("PER", "saying", "that it was calm")),
        ("Freedonia said that it rained, adding that it was cold.",
         ("freedonia", "adding", "that it was cold")),
        ("Peru said that Chile left, saying that it was ill.", ("CHL", "saying", "that it was ill")),
        # participles that lead a sentence
        ("Asked whether it rains, Peru said it did.", ("unnamed", "Asked", "whether it rains")),
        ("Asked by Chile whether it rains, Peru said it did.", ("CHL", "Asked", "whether it rains")),
    ],
)  # fmt: skip
def test_more_frames(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "An official, speaking on condition of anonymity, left.",
        "Peru's envoy spoke on television.",
        "The side of the well refused to dry.",
        "A treaty that had banned grain was torn.",
    ],
)
def test_how_one_speaks_and_what_cannot_speak(text: str) -> None:
    assert said(text) == []


def test_an_addressee_of_a_leading_participle_is_not_its_speaker() -> None:
    assert "PER" not in holders("Asked about the well, Peru left.")
    assert holders("Told that it rains, Peru left.") in ([], ["unnamed"])


def test_whom_somebody_quotes_speaks_one_layer_down() -> None:
    text = "The Zenda Herald quoted Ann Weir as saying that it rains."
    herald, weir = sorted(annotate(text, "t", "rules").of(Attribution), key=lambda a: a.depth)
    assert (herald.holder, weir.holder, weir.via) == ("zenda-herald", "ann-weir", herald.cue)


def test_a_speaker_behind_a_quotation_whom_a_parser_takes_for_a_thing() -> None:
    words = "Commanders of the Border Army were sent to the front to command operations and prepare attacks"
    assert "zenda" in holders(f'"{words}", added Zenda.')
