"""Who is named by what the whole text says of the name: places, who tells the text, things, namesakes."""

from __future__ import annotations

import pytest

from standoff.text.annotation import Mention
from standoff.text.backend import annotate

pytestmark = pytest.mark.read


def acting(text: str) -> set[str]:
    """The forms of those who are named as actors."""
    return {m.quote for m in annotate(text, "t").of(Mention) if m.via != "place"}


def actors(text: str) -> dict[str, str]:
    return {m.quote: m.actor for m in annotate(text, "t").of(Mention) if m.via != "place"}


@pytest.mark.parametrize(
    "text",
    [
        "The truce holds in the restive {0} valley. Troops would begin leaving {0}. A deal on {0} is near.",
        "They met on {0}. Our biggest island {0} has no zone. The sea between {0} and Zenda is calm.",
        "A deal on {0} is near. Rebels held it for a year in {0}, a scenic town by the river.",
        "The deal on {0} is near. The camp lies 150 kilometers from {0}.",
        "Ann Weir spoke on {0}. The town of {0} was calm. More troops were sent to {0}.",
        "Ann Weir spoke on {0}. {0}'s mayor waits. {0}, a port town, fell. {0} fell to the scouts.",
        "The Orlo envoy to {0} left. {0} Province was calm. The pact on {0} holds.",
    ],
)
@pytest.mark.parametrize("name", ["Swenta", "Crito"])
def test_what_is_once_called_a_place_is_one_everywhere(text: str, name: str) -> None:
    assert name not in acting(text.format(name))


@pytest.mark.parametrize(
    "text",
    [
        "The {0} region was calm. {0} said that it would not yield.",
        "The town of {0} was calm. The pact was signed by {0}.",
        "{0}, a rebel group in the north, said no. Fighters in {0} agreed.",
        "The {0} side has drawn attention to the flights over {0} territory. The {0} people are calm.",
    ],
)
def test_a_place_that_acts_somewhere_is_an_actor(text: str) -> None:
    assert "Swenta" in acting(text.format("Swenta"))


@pytest.mark.parametrize(
    "text",
    [
        "It rained. RFN's Dan Weir reports from Zenda. RFN was there.",
        "It rained in Peru. RFN correspondent Dan Weir reports from Zenda on the truce.",
        "Dan Weir reports from the RFN bureau in Zenda. It rained.",
        "It rained. RFN's West Coast correspondent Dan Weir reports from our bureau in Zenda.",
        "It rained. Dan Weir has more. Dan Weir reports for RFN from Zenda.",
        "Rain in Peru\n\nBy Dan Weir\n\nIt rained in Peru, and the envoys left.",
        "Rain in Peru\n\nDan Weir, RFN News, Zenda\n\nIt rained in Peru, and the envoys left.",
        "Rain in Peru\n\nDan Weir\nZenda\n\nIt rained in Peru, and the envoys left.",
        "It rained in Peru. I'm Dan Weir in Zenda.",
    ],
)
def test_who_tells_a_text_has_no_part_in_it(text: str) -> None:
    assert not {"Dan Weir", "Weir", "RFN"} & acting(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Orlo Rights Watch reports from Zenda that it rained.", "Orlo Rights Watch"),
        ("Dan Weir reports to the council.", "Dan Weir"),
        ("By Dan Weir\n\nI have sat across a table from the general, and I know him.", "Dan Weir"),
        ("This is Dan Weir for RFN.\n\nDan Weir: Will it rain?\n\nAnn Quaye: It will.", "Dan Weir"),
    ],
)
def test_who_reports_as_a_part_of_the_story_is_named(text: str, name: str) -> None:
    assert name in acting(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "The planned Meridian gas pipeline is late. The Meridian pipeline costs too much.",
            "Meridian",
        ),
        ('Nine of the crew of HMS "Orlo" died.', "HMS"),
        ("Nine of the crew of USS Orlo died.", "Orlo"),
        ("The pact is to be signed at the Petersholm talks on Monday.", "Petersholm"),
        ("The wounded were brought to Chamar hospital.", "Chamar"),
        ("He suffers from Weirson's disease.", "Weirson"),
        ("The envoys spoke. The unrest went on. Unrest continued at the well.", "Unrest"),
        ("The Shadow Finance Minister, Ann Weir, says it rains.", "Shadow Finance Minister"),
        ("Captives must be treated well because Islam requires it.", "Islam"),
    ],
)
def test_things_texts_and_titles_are_no_actors(text: str, name: str) -> None:
    assert not any(name in form for form in acting(text))


def test_a_family_name_is_that_of_whom_the_text_names_in_full() -> None:
    """A leader of the tables counts where the text names him in full or by his office."""
    found = actors("Abdul Hak Baker, chairman of the mosque, knew him. Mr Baker said it was calm.")
    assert found["Baker"] == "abdul-hak-baker"
    found = actors("Ministry spokesman Aziz Ahmed Khan said it rained. Mr Khan left.")
    assert found == {"Aziz Ahmed Khan": "aziz-ahmed-khan", "Khan": "aziz-ahmed-khan"}
    assert actors("Mohammad Amin spoke. Mr Amin was calm.")["Amin"] == "mohammad-amin"
    assert actors("President Obama and Ann Obama left. Mr Obama waved.")["Obama"] == "USA"
    assert acting("It fell near the city of Mazar-e-Sharif.") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U-S envoy met the U-N council.", {"USA", "un"}),
        ("U-S-led troops left.", {"USA"}),
        ("Washington –- A proposal from the Peruvian government is good.", {"PER"}),
        ("Washington - The Peruvian government waits.", {"PER"}),
        ("Washington - the seat of power - waits.", {"USA"}),
        ("Peru voted. They hit the West Bank town.", {"PER"}),
        ("It fell near Peru.", set()),
    ],
)
def test_letters_with_hyphens_and_datelines(text: str, expected: set[str]) -> None:
    assert set(actors(text).values()) == expected


def test_money_names_no_state() -> None:
    assert acting("The Orlo envoy paid US$400 million for it.").isdisjoint({"US", "US$400"})
