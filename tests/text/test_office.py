"""Whom a named person belongs to, and what is capitalised and names nobody who acts; invented names."""

import pytest

from standoff.text.annotation import Mention
from standoff.text.backend import annotate

pytestmark = [pytest.mark.read, pytest.mark.filterwarnings("default")]


def who(text: str, name: str) -> set[str]:
    """The actors that a name stands for."""
    return {m.actor for m in annotate(text, "t", "rules").of(Mention) if name in m.quote}


def acting(text: str) -> list[str]:
    return [m.quote for m in annotate(text, "t", "rules").of(Mention) if m.via != "place"]


@pytest.mark.parametrize(
    "text",
    [
        "Peruvian special envoy for Chile Ann Weir said that it rains.",
        "The Peruvian ambassador to Chile, Ann Weir, said that it rains.",
        "Ann Weir, Peru's ambassador to Chile, said that it rains.",
        "The Peruvian special representative for Chile Ann Weir denied it.",
        "Chile's president met Peru's ambassador Ann Weir.",
        "Peru's envoy Ann Weir was received by Chile.",
        "Chile refused; Peru's negotiator Ann Weir left.",
    ],
)
def test_whom_an_office_goes_to_is_not_whose_it_is(text: str) -> None:
    assert who(text, "Weir") == {"PER"}


def test_an_office_to_somebody_without_an_owner_leaves_the_person_new() -> None:
    assert who("Ann Weir, the ambassador to Chile, said that it rains.", "Weir") == {"ann-weir"}
    assert who("Ann Weir, the spokeswoman for Chile, said that it rains.", "Weir") == {"CHL"}


@pytest.mark.parametrize("owner", ["my", "our"])
def test_an_authors_own_people_are_his(owner: str) -> None:
    head = "Statement by the Peruvian Ministry of Defence on the Pass\n\n"
    line = f"I thank {owner} special envoy for Chile Ann Weir, who opened the pass.\n"
    assert who(head + line, "Weir") == {"PER"}
    assert "PER" not in who("On the Pass\n\n" + line, "Weir")


def test_a_family_name_that_stands_first_is_known_again_by_its_title() -> None:
    text = "President Xi Jinping of China spoke.\n\nPresident Xi said that it rains.\n"
    assert who(text, "Xi") == {"CHN"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained.\n\nPhoto: Vera Marcal\n\nPeru left.", ["Peru"]),
        ("It rained. Image: Vera Marcal. Peru left.", ["Peru"]),
        ("Peru read the Border Defence Funding bill.", ["Peru"]),
        ("While H.R. 4156 is old, Peru reads it.", ["Peru"]),
        ("Peru built a Zenda class submarine.", ["Peru"]),
        ("Mr. President, Peru waits.", ["Peru"]),
        ("Flights went to and from Santiago and Peru waits.", ["Peru"]),
        ("It spread into Lima and Santiago and Peru waits.", ["Peru"]),
        ("It has gone on to Santiago and other provinces.", []),
        ("Santiago and other towns were quiet.", []),
        ("Santiago and nearby cities were quiet.", []),
    ],
)
def test_what_is_capitalised_and_acts_nowhere(text: str, expected: list[str]) -> None:
    assert acting(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The King and Crown Prince of Peru confirmed it.", ["Peru"]),
        ("Peru funds the Army and waits.", ["Peru", "Army"]),
        ("Santiago and other countries refused.", ["Santiago"]),
    ],
)
def test_who_acts_beside_what_does_not(text: str, expected: list[str]) -> None:
    assert set(expected) <= set(acting(text))


def test_an_organ_of_a_state_acts_though_the_state_is_a_theatre() -> None:
    text = (
        "They fought in Chad. They left Chad. Troops marched out of Chad. Aid went to Chad. "
        "It rained in Chad. Envoys read the Chad Government's directive."
    )
    vias = [m.via for m in annotate(text, "t", "rules").of(Mention) if m.actor == "TCD"]
    assert vias[-1] != "place" and set(vias[:-1]) == {"place"}
