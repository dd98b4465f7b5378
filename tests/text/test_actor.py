"""Who is named: names, demonyms, seats, leaders, organs; and what is only a place."""

import pytest

from standoff.text.annotation import Mention, Name, misquotes
from standoff.text.backend import annotate
from standoff.text.find.who.actor import mentions
from standoff.text.find.word.lexicon import code_of, kind_of, lexicon, packaged, slug, state_codes
from standoff.text.sentence import sentences


def named(text: str, **aliases: list[str]) -> list[tuple[str, str, str]]:
    """(quote, actor, via) of each mention."""
    found = mentions(text, sentences(text), lexicon(aliases))
    assert misquotes(text, found) == []
    return [(m.quote, m.actor, m.via) for m in found if isinstance(m, Mention)]


def actors(text: str) -> set[str]:
    return {actor for _, actor, via in named(text) if via != "place"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway and the Danes agreed.", {"NOR", "DNK"}),
        ("Oslo told Copenhagen to wait.", {"NOR", "DNK"}),
        ("They met in Oslo near the harbour.", set()),
        ("The government in Oslo waited.", {"NOR"}),
        ("The Norwegian-Danish talks went on.", {"NOR", "DNK"}),
        ("He lives in southern Norway.", set()),
        ("The U.S. and the U.K. waited.", {"USA", "GBR"}),
        ("The UN Security Council met.", {"un"}),
        ("Norway’s Security Council met.", {"NOR"}),
        ("Jordan Miller said it rained.", set()),
        ("The West Bank was quiet.", {"PSE"}),
        ("The West was quiet.", {"west"}),
        ("The Bundestag and the Sejm voted.", {"DEU", "POL"}),
        ("The Department of Defense waited for Downing Street.", {"USA", "GBR"}),
        ("Ethnic Danes marched.", set()),
        ("Peru\u00a0and “Chile” waited.", {"PER", "CHL"}),
    ],
)
def test_actors_and_places_are_told_apart(text: str, expected: set[str]) -> None:
    assert actors(text) == expected


def test_an_organ_stands_for_its_state_and_keeps_its_own_id() -> None:
    found = mentions("The Duma voted.", sentences("The Duma voted."), lexicon())
    assert isinstance(found[0], Mention)
    assert (found[0].actor, found[0].organ) == ("RUS", "duma")


def test_a_country_that_is_mostly_ground_acts_only_as_a_subject() -> None:
    """Three of four bare names follow a locative word: the last, a subject, is the only actor."""
    text = (
        "They fought in Chad. They left Chad. Troops marched out of Chad. Aid went to "
        "Chad. Chad signed a truce."
    )
    assert [via for _, actor, via in named(text) if actor == "TCD"] == [
        "place", "place", "place", "place", "name",
    ]  # fmt: skip


def test_a_person_is_tied_to_an_actor_by_the_office_the_text_gives() -> None:
    """The envoy is Peru's in the first sentence, so the surname alone is Peru's in the second."""
    text = "Peruvian envoy Ida Marsh left. Marsh said nothing."
    assert ("Marsh", "PER", "person") in named(text)


def test_a_common_surname_needs_a_title_or_the_full_name() -> None:
    assert actors("The brown bush. Bush fires burn.") == set()
    assert actors("President Bush waited.") == {"USA"}


def test_half_of_a_name_is_not_a_leader() -> None:
    assert actors("President Mbeki-Weir of Peru spoke.") == {"PER"}
    assert actors("The Putin-Trump summit began.") == {"RUS", "USA"}


def test_of_two_leaders_with_one_name_the_year_decides() -> None:
    """Both Fischers were ministers of Germany; the rule says when a term does not fit."""

    def minister(year: int) -> tuple[str, str]:
        text = "Minister Fischer waited."
        (found,) = mentions(text, sentences(text), lexicon(), year)
        assert isinstance(found, Mention)
        return found.organ, found.rule

    assert minister(1980)[0] == "oskar-fischer" and minister(2001)[0] == "joschka-fischer"
    assert "not in 2015" in minister(2015)[1] and "not in" not in minister(2001)[1]


def test_names_the_user_gives_go_before_the_tables() -> None:
    assert named("The Uplanders met Georgia.", Upland=["Uplanders", "Georgia"]) == [
        ("Uplanders", "upland", "name"),
        ("Georgia", "upland", "name"),
    ]


def test_unknown_proper_names_are_candidates_not_actors() -> None:
    found = mentions(
        "The Greywater River Board met.", sentences("The Greywater River Board met."), lexicon()
    )
    assert [(n.quote, n.slug) for n in found if isinstance(n, Name)] == [
        ("Greywater River Board", "greywater-river-board")
    ]


def test_codes() -> None:
    assert code_of("the United States") == "USA"
    assert code_of("West") == "west"
    assert slug("The Óld Wéll's Board") == "old-well-board"
    assert kind_of("un") == "international organisation" and kind_of("NOR") == "state"


def test_the_tables_are_whole() -> None:
    """Every entry that claims a state names one of the table, and states have their three letters."""
    states = state_codes()
    assert 190 <= len(states) <= 200
    assert all(len(code) == 3 and code.isupper() for code in states)
    for group in packaged().entries.values():
        for entry in group:
            assert entry.actor in states or entry.actor == slug(entry.actor), entry
            assert entry.years is None or not entry.years[1] or entry.years[0] <= entry.years[1]


@pytest.mark.parametrize(
    "text",
    [
        "The governor of New Mexico met the premier of British Columbia.",
        "The Gulf of Mexico was closed.",
        "Georgia and Alabama sued over the river.",
        "Alabama, Georgia and Florida sued over the river.",
        "The governor of Georgia sued the firm.",
        "Washington State sued the firm.",
        "The University of Jordan was closed.",
        "The Panama Canal was closed.",
        "The China Daily printed it.",
        "It bloomed in New England and New Zealanders came not.",
        "A free and open Indo-Pacific was discussed.",
        "The Taiwan Relations Act was read.",
    ],
)
def test_a_longer_name_that_holds_a_states_is_not_that_state(text: str) -> None:
    wrong = {"MEX", "GBR", "GEO", "JOR", "PAN", "CHN", "IND", "TWN"}
    found = {m.actor for m in annotate(text, "t", "plain").of(Mention) if m.via != "place"}
    assert found & wrong == set()


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("The E.U. accused the U.A.E. of it.", ["eu", "ARE"]),
        ("The D.R.C. denied it, and the U.N. agreed.", ["COD", "un"]),
        ("N.A.T.O. and the U.K. met.", ["nato", "GBR"]),
        ("J.F.K. and F.D.R. met.", []),
    ],
)
def test_abbreviations_with_full_stops_are_those_without(text: str, actors: list[str]) -> None:
    assert [m.actor for m in annotate(text, "t", "plain").of(Mention)] == actors


def test_a_state_that_is_no_more_says_so() -> None:
    (mention,) = annotate("The Soviet Union withdrew.", "t", "plain").of(Mention)
    assert (mention.actor, mention.via) == ("RUS", "former") and "ended in 1991" in mention.rule


def test_both_halves_of_a_country_named_together() -> None:
    found = [
        (m.quote, m.actor) for m in annotate("North and South Korea met.", "t", "plain").of(Mention)
    ]
    assert found == [("North", "PRK"), ("South Korea", "KOR")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The Government of Peru waits.", False),
        ("The Governments of Peru and Chile wait.", False),
        ("The Vienna talks failed.", True),
        ("The Nairobi and Luanda processes failed.", True),
        ("Vienna refused.", False),
    ],
)
def test_who_governs_acts_and_what_is_named_after_a_city_does_not(text: str, place: bool) -> None:
    found = list(annotate(text, "t", "plain").of(Mention))
    assert found and all((m.via == "place") == place for m in found)


@pytest.mark.read
@pytest.mark.filterwarnings("default")
class TestNewActors:
    """Names that nobody has, in the words by which real ones are tied to somebody."""

    @staticmethod
    def named(text: str) -> dict[str, str]:
        return {
            m.quote: m.actor for m in annotate(text, "t", "rules").of(Mention) if m.via != "place"
        }

    @pytest.mark.parametrize(
        "text",
        [
            "Peruvian envoy Ann Weir left. Weir was tired.",
            "Peru's foreign minister, Ann Weir, left. Weir was tired.",
            "Ann Weir, head of Peru's council, left. Weir was tired.",
            "Ann Weir, the Peruvian envoy, left. Weir was tired.",
            "President Ann Weir of Peru left. Weir was tired.",
        ],
    )
    def test_persons_are_tied_by_the_words_around_them(self, text: str) -> None:
        found = self.named(text)
        assert {a for q, a in found.items() if "Weir" in q} == {"PER"}, found

    def test_a_person_without_an_office_is_an_actor_of_his_own(self) -> None:
        found = self.named("Vera Marcal left the talks. Marcal was tired.")
        assert set(found.values()) == {"vera-marcal"}

    @pytest.mark.parametrize(
        ("text", "short"),
        [
            ("The Ruritanian Border Council met. The Council agreed.", "The Council"),
            ("The Ruritanian Border Council (RBC) met. RBC agreed.", "RBC"),
        ],
    )
    def test_short_forms_of_what_was_named_before(self, text: str, short: str) -> None:
        found = self.named(text)
        assert found[short] == "ruritanian-border-council"

    def test_a_peoples_own_group_belongs_to_it(self) -> None:
        found = annotate("The Peruvian Border Council met in Zenda.", "t", "rules").of(Mention)
        assert [(m.actor, m.organ) for m in found if m.via == "organ"] == [
            ("PER", "peruvian-border-council")
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "They met in the town of Zenda.",
            "They met in Zenda.",
            "The Zenda Treaty was signed by them.",
            "The Virtual Meeting was long.",
            "The S-400 system is old.",
            "The disputed Zenda dam was closed.",
            "They spoke in Qasr al-Nur about rain.",
            "ZENDA, May 3: It rained.",
            "The Special Envoy spoke.",
            "Mr. Speaker, it rains.",
        ],
    )
    def test_places_and_things_are_no_actors(self, text: str) -> None:
        assert self.named(text) == {}

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("Mr. HARGREAVES-WEIR (East Zenda). It rains.", "HARGREAVES-WEIR"),
            ("They heard Ms. A. B. Weir-Quaye's speech.", "A. B. Weir-Quaye"),
            ("TRAN VAN LOC, a minister of Peru, told them that it rains.", "TRAN VAN LOC"),
        ],
    )
    def test_names_behind_forms_of_address_and_in_capitals(self, text: str, name: str) -> None:
        assert name in self.named(text)

    def test_a_person_of_a_state_is_tied_to_it_without_a_title(self) -> None:
        assert self.named("It was Ann Weir of Peru who spoke.")["Ann Weir"] == "PER"

    def test_names_of_one_stem_are_one_actor_whichever_stands_first(self) -> None:
        found = self.named("Zubaran troops left. Zubara refused. The Zubaran government spoke.")
        assert set(found.values()) == {"zubara"}

    def test_letters_stand_for_what_the_text_says(self) -> None:
        text = "The Zenda Popular Army (KPA) left. The KPA said that it rains. It told the FSB."
        found = self.named(text)
        assert found["FSB"] == "RUS" and found["KPA"] == "zenda-popular-army"

    def test_a_place_that_acts_is_one(self) -> None:
        assert self.named("Zenda refused the offer, and Peru left.")["Zenda"] == "zenda"
