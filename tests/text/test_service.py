"""Whom persons and bodies serve where no word beside their names says it; who only is in a place."""

from __future__ import annotations

from datetime import date

import pytest

from standoff.citation import Period
from standoff.text.annotation import Attribution, Mention, When
from standoff.text.backend import Settings, annotate
from standoff.text.find.word.lexicon import offices, state_codes

pytestmark = pytest.mark.read


def actor(text: str, name: str) -> str:
    """Whom the last mention of a name stands for."""
    found = [m.actor for m in annotate(text, "t").of(Mention) if name in m.quote]
    return found[-1] if found else ""


def holders(text: str, year: int = 2020) -> list[str]:
    return [
        a.holder for a in annotate(text, "t", settings=written(date(year, 6, 10))).of(Attribution)
    ]


def written(day: date) -> Settings:
    return Settings(published=Period(day, day))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Assistant Secretary of State Ann Weir left Peru. Weir said no.", "USA"),
        ("Ann Weir, deputy assistant secretary for African affairs, left Peru.", "USA"),
        ("Deputy Secretary Ann Weir told Peru and Chile to stop.", "USA"),
        ("The Home Secretary, Ann Weir, told Peru and Britain to stop.", "GBR"),
        ("Peru and Chile met. U.S. troops stayed. Senator Ann Weir was against it.", "USA"),
        ("Mexican police left. Mexico waits. Senator Ann Weir was against it.", "MEX"),
    ],
)
def test_an_office_that_few_states_have_says_whose_it_is(text: str, state: str) -> None:
    assert actor(text, "Weir") == state


@pytest.mark.parametrize(
    ("office", "state"),
    [
        ("Foreign Minister Ann Weir", "PER"),
        ("But government spokesman Ann Weir", "PER"),
        ("Army chief Ann Weir", "PER"),
        ("Ann Weir, the interior minister,", "PER"),
        ("Deputy Prime Minister Ann Weir", "PER"),
        ("Cabinet Minister Ann Weir", "PER"),
        # of others, or of nobody's state
        ("Party president Ann Weir", "ann-weir"),
        ("Opposition minister Ann Weir", "ann-weir"),
        ("Orlo Bank president Ann Weir", "ann-weir"),
        ("Ann Weir, president of the Orlo Institute,", "ann-weir"),
        ("Shopkeeper Ann Weir", "ann-weir"),
    ],
)
def test_an_office_that_every_state_has_is_that_of_the_state_a_text_is_about(
    office: str, state: str
) -> None:
    text = f"Peru's army has left. Peruvians wait, and Peru is calm. {office} said the war is over."
    assert actor(text, "Weir") in (state, "orlo-bank")
    assert (actor(text, "Weir") == "PER") == (state == "PER")


def test_where_a_text_is_about_several_states_nobody_is_guessed() -> None:
    text = "Peru met Chile. Peruvians and Chileans wait. Foreign Minister Ann Weir said it is over."
    assert actor(text, "Weir") == "ann-weir"


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("Congress", "PER"),
        ("the Supreme Court", "PER"),
        ("the Popular Parliament Front", ""),
    ],
)
def test_a_body_that_every_state_has(body: str, state: str) -> None:
    text = f"Peru's army has left. Peruvians wait, and Peru is calm. Then {body} voted against it."
    assert (actor(text, body.rsplit(maxsplit=1)[-1]) == "PER") == (state == "PER")


def test_the_table_names_states_that_there_are() -> None:
    for kinds in offices().values():
        assert set(kinds) <= {"person", "body", "address"}
        for states in kinds.values():
            assert set(states) <= state_codes()


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("People in Peru say the war is over.", "people"),
        ("Human rights groups in Peru say the war is over.", "groups"),
        ("Zenda correspondent Ann Weir says the war is over.", "ann-weir"),
        ("Officials in Peru say the war is over.", "PER"),
        ("The authorities in Peru say the war is over.", "PER"),
    ],
)
def test_who_only_is_in_a_place_does_not_speak_for_it(text: str, held: str) -> None:
    found = holders(text)
    assert (found == ["PER"]) == (held == "PER"), found


def test_a_lima_correspondent_is_no_peruvian() -> None:
    assert holders("Lima correspondent Ann Weir says the war is over.") != ["PER"]


def test_hijackers_are_not_the_rebels_of_a_text() -> None:
    text = "The Taliban met Indian envoys. The hijackers say the crew is well. The rebels say it is not."
    assert holders(text) == ["hijackers", "taliban"]


def test_a_leader_who_does_not_lead_yet_is_of_no_state() -> None:
    said = "Aung San Suu Kyi said the vote was not free."
    assert holders(said, 2011) == ["aung-san-suu-kyi"]
    assert holders(said, 2017) == ["MMR"]


def test_a_heading_makes_no_name_longer() -> None:
    text = "Weir Stands Firm on Orlo\n\nAnn Weir spoke on Monday. Weir said the war is over.\n"
    assert set(holders(text)) == {"ann-weir"}


def test_a_letter_that_a_quotation_changes_is_read() -> None:
    assert "w-e" not in holders('Ann Weir left. "[W]e think it is over," she said.')


@pytest.mark.parametrize("what", ["siege", "shelling", "strangulation", "demilitarisation", "city"])
def test_a_capital_to_which_something_is_done_is_a_place(what: str) -> None:
    text = f"Chile wants to prevent the {what} of Lima."
    assert not [
        m for m in annotate(text, "t").of(Mention) if m.quote == "Lima" and m.via != "place"
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "Peru asked for the deadline extension Sunday, before it was due to expire.",
            "2020-06-07",
        ),
        ("Peru rejected the deadline on Tuesday.", ""),
        ("The deadline of Friday stands.", "2020-06-12"),
        ("The envoys met to discuss Saturday's attack by Peru.", "2020-06-06"),
        ("The Zenda Ministry on Sunday confirmed it is holding a man.", "2020-06-07"),
        ("Weir, a minister in the council to be named on Friday, left.", ""),
        ("A book, to be published in Zenda in March, tells of it.", ""),
        ("Peru and Chile are hosting talks in March.", ""),
        ("Output grew in the March quarter.", ""),
        ("Crews are predicting a storm over the weekend.", ""),
        ("Crews spent a night in preparation for the weekend.", ""),
        ("It is an excerpt from the 6 June State briefing with Weir.", "2020-06-06"),
        (
            "Speaking at the 6 June State Committee briefing, Weir said the goal is to stop.",
            "2020-06-06",
        ),
    ],
)
def test_whose_day_it_is(text: str, days: str) -> None:
    (when,) = annotate(text, "t", settings=written(date(2020, 6, 10))).of(When)
    assert (when.earliest, when.latest) == (days, days)


def test_who_leads_a_rebel_group_speaks_for_it() -> None:
    assert (
        holders("Angolan rebel leader Jonas Savimbi said no. Savimbi wants to wait.")[0] == "unita"
    )
    assert actor("Jonas Savimbi left Zenda.", "Savimbi") == "AGO"


@pytest.mark.parametrize(
    ("text", "holder", "words"),
    [
        (
            "However, Peru said at the time that the talks were over.",
            "PER",
            "that the talks were over",
        ),
        ("Meanwhile, Ann Weir said that day that it was over.", "ann-weir", "that it was over"),
        ("Peru has made clear that it will stay.", "PER", "that it will stay"),
        ("Peru made it plain that it will stay.", "PER", "that it will stay"),
        ("Peru left no doubt that it would stay.", "PER", "that it would stay"),
        ("Monday's statement by Peru accused Chile of lying.", "PER", "Chile of lying"),
    ],
)
def test_what_stands_before_a_comma_or_owns_a_text_is_not_what_is_said(
    text: str, holder: str, words: str
) -> None:
    (one,) = annotate(text, "t").of(Attribution)
    assert (one.holder, text[slice(*one.content)]) == (holder, words)


def test_a_spokesman_of_what_every_state_has_speaks_for_the_state_a_text_is_about() -> None:
    about = "Peru's army has left. Peruvians wait, and Peru is calm. "
    assert holders(f"{about}A foreign ministry spokesman said it is over.") == ["PER"]
    assert holders(f"{about}A football spokesman said it is over.") != ["PER"]


def test_a_month_in_a_name_is_no_time() -> None:
    assert not list(annotate("Weir spoke of Mar-a-Lago.", "t").of(When))


def test_a_rebel_spokesman_speaks_for_the_one_group_of_rebels_that_is_named() -> None:
    text = (
        "The SPLA left the town. Rebel spokesman Bob Dunn said the truce held. Dunn wants to wait."
    )
    assert set(holders(text)) == {"spla"}
    assert "bob-dunn" in holders("The army left the town. Rebel spokesman Bob Dunn said it held.")


@pytest.mark.parametrize("where", ["in the capital, {}", "the capital {}", "on the way to {}"])
def test_a_capital_that_is_called_one_is_a_place(where: str) -> None:
    text = f"Rebels stood {where.format('Bangui')} on Monday."
    assert not [
        m for m in annotate(text, "t").of(Mention) if m.quote == "Bangui" and m.via != "place"
    ]


def test_congo_is_the_one_whose_capital_is_kinshasa() -> None:
    assert actor("Congo said the truce held.", "Congo") == "COD"
    assert actor("Congo-Brazzaville said the truce held.", "Brazzaville") == "COG"
