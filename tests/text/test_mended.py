"""Where a small parser hangs a word wrongly, and forms that disagree show it; on invented names."""

from __future__ import annotations

import pytest

from standoff.citation import Period
from standoff.text.annotation import Attribution, Mention, Offer, When
from standoff.text.backend import Settings, annotate

pytestmark = pytest.mark.read


def told(text: str) -> list[tuple[str, str, str]]:
    """Holder, cue and content of what is said, in the order of the text."""
    return [
        (a.holder, text[slice(*a.cue)], text[slice(*a.content)])
        for a in annotate(text, "t").of(Attribution)
        if a.status == "said"
    ]


def named(text: str) -> dict[str, str]:
    return {m.quote: m.via for m in annotate(text, "t").of(Mention)}


@pytest.mark.parametrize(
    ("text", "one"),
    [
        (
            "The Orlo Defence Ministry said that three of its soldiers had been killed "
            "and blamed the army for the attack.",
            ("orlo-defence-ministry", "blamed", "the army for the attack"),
        ),
        (
            "Judge Ama Weir ruled that the diary could be admitted and warned the gallery against outbursts.",
            ("ama-weir", "warned", "the gallery against outbursts"),
        ),
        (
            "The envoy voiced concern at the arrests and called on Peru to free the writers.",
            ("envoy", "called", "Peru to free the writers"),
        ),
        (
            "Chile says the shots came from the river; Peru blames bandits.",
            ("CHL", "says", "the shots came from the river"),
        ),
        (
            "Asked whether the truce would hold, a senior Peruvian official, speaking on condition of "
            "anonymity, said it would.",
            ("PER", "said", "it would"),
        ),
        (
            "Peru is willing to talk provided that Chile first halts enrichment, a Chilean official said "
            "on Monday.",
            (
                "CHL",
                "said",
                "Peru is willing to talk provided that Chile first halts enrichment",
            ),
        ),
        (
            "Peru said that the police had beaten two men, something the interior ministry flatly rejects.",
            ("PER", "flatly rejects", "Peru said that the police had beaten two men"),
        ),
        (
            'In an address on Sunday, President Ilya Weir called that demand "absurd".',
            ("ilya-weir", "called", 'that demand "absurd"'),
        ),
        (
            'After calling for peace Weir continued by saying that "it rains; it pours."',
            ("weir", "saying", 'that "it rains; it pours."'),
        ),
        (
            "The well, Weir argued, is dry; the river, he said, never rose.",
            ("weir", "argued", "The well, Weir argued, is dry"),
        ),
        (
            "Chile refuses to talk, so Peru fears the group will use the truce to arm.",
            ("PER", "fears", "the group will use the truce to arm"),
        ),
        (
            "Peru has been waiting and militants holding the pass say they are tired.",
            ("militants", "say", "they are tired"),
        ),
        (
            "Peruvian loyalists held prisoner in Chile have told the guards that it rains.",
            ("loyalists", "have told", "the guards that it rains"),
        ),
        (
            "A Peruvian guide in charge in the Orlo Mountains caves region said Friday that it rained.",
            ("guide", "said", "that it rained"),
        ),
    ],
)
def test_what_disagrees_in_form_is_not_one_clause(text: str, one: tuple[str, str, str]) -> None:
    assert one in told(text)


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ('"It rains," the ministry said. "Peru will answer when it likes," it added.', "PER"),
        ("Ann Weir spoke. Peru's envoy Bob Quaye does not keep his word, she said.", "ann-weir"),
        ("The head of the mission, Ann Weir, would not say why. She did say that it rains.", "ann-weir"),
        ("The Peruvian army was accused by the diggers of using fire. It denies this.", "PER"),
        ("Chile and Peru signed, and each has since accused the other of a breach.", "CHL"),
        ("Orlo Watch accused the junta of torture. The London-based group said it went on.", "orlo-watch"),
        ("Ann Weir spoke. Asked whether Bob Quaye would travel, she said she had no news.", "ann-weir"),
        ("Bob Quaye left. Ann Weir's call for peace came late. \"It is war,\" she said.", "ann-weir"),
        ("The great majority of the delegates rejected it.", "majority"),
    ],
)  # fmt: skip
def test_whose_words_they_are_when_nobody_is_named_beside_them(text: str, holder: str) -> None:
    assert told(text)[-1][0] == holder or holder in {h for h, _, _ in told(text)[-2:]}


@pytest.mark.parametrize(
    "text",
    [
        "Chile has yet to deny the report.",
        "A man thought to have entered the caves has served with the scouts.",
        "The man accused of trying to burn the well could not have acted alone.",
        "Nobody said so.",
        "The aggressor cannot expect to set conditions.",
    ],
)
def test_what_is_still_to_come_or_cannot_be_is_not_said(text: str) -> None:
    assert not told(text)


def test_a_deed_that_somebody_is_accused_of_is_no_word_of_his() -> None:
    cues = [cue for _, cue, _ in told("Chile accused Peru of backing the diggers.")]
    assert cues == ["accused"]


def test_never_may_be_all_that_is_said() -> None:
    assert told('"Never," Weir said.')[0][2] == '"Never,"'


class TestMentions:
    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("ZENDA, Peru (ONA) — Three were hurt on Monday.", "Peru"),
            ("The clash was about 40 kilometers west of Strelsau, the capital of the province.", "Strelsau"),
            ("The Herald's Lima correspondent, Ann Weir, was held.", "Lima"),
            ("They stayed before flying to Lima on Monday.", "Lima"),
            ("The Lima-based group said so.", "Lima"),
        ],
    )  # fmt: skip
    def test_where_something_stands_or_is_written_is_no_actor(self, text: str, place: str) -> None:
        assert named(text).get(place, "place") == "place"

    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("They seized the trawler Esperanza on Monday.", "Esperanza"),
            ("In the view of Her Majesty's Government, it rains.", "Majesty"),
            ("They met Defence Secretary Ann Weir.", "Defence"),
            ("The tanker Meridian was released.", "Meridian"),
            ("Peru to Reciprocate Prisoner Release\n\nIt rains in Peru.", "Reciprocate Prisoner Release"),
        ],
    )  # fmt: skip
    def test_crafts_styles_and_titles_name_nobody(self, text: str, name: str) -> None:
        assert name not in named(text)

    def test_letters_behind_a_dateline_are_no_name_of_the_state(self) -> None:
        text = "ZENDA, Peru (ONA) — Peru's ruling party said that it rains. ONA was told."
        assert not [
            m for m in annotate(text, "t").of(Mention) if m.quote == "ONA" and m.actor == "PER"
        ]

    def test_somebody_else_of_a_leaders_name(self) -> None:
        found = {m.quote: m.actor for m in annotate("General Omar Weir spoke.", "t").of(Mention)}
        assert found == {"Omar Weir": "omar-weir"}

    def test_a_state_acted_on_is_an_actor(self) -> None:
        text = "It fell in Peru. They met in Peru. It rained in Peru. The invasion of Peru was condemned."
        assert [m.via for m in annotate(text, "t").of(Mention)] == [
            "place",
            "place",
            "place",
            "name",
        ]

    def test_a_warrant_for_somebody_gives_him_no_office(self) -> None:
        found = annotate(
            "The International Criminal Court issued a warrant for General Ivo Weir.", "t"
        )
        assert {m.quote: m.actor for m in found.of(Mention)}["Ivo Weir"] == "ivo-weir"


@pytest.mark.parametrize(
    "text",
    [
        "Peru would lift the siege tomorrow were they to hand over the guns.",
        "Peru would release all prisoners the moment the shelling stops.",
        "Peru would free more men if Peruvians were let go by Chile.",
        "Peru would not release any prisoners before a ceasefire was reached.",
        "In the talks, both sides agreed to a prisoner exchange with Peru.",
        "The statement links a promise by Peru to a series of conditions.",
        "The diggers would be given amnesty for laying down their arms.",
        "Peru will drop its complaint, and Chile would, in turn, withdraw its ships.",
        "Diggers said they would halt, but only if the army pulled back.",
        "Peru is offering Chile a share of the water in the hope that it will drop its claim.",
        'Peru could support the draft if the word "blockade" were dropped.',
        "Peru would reopen the crossing on one condition: that Chile pull its troops back.",
        "The diggers made the release of their leader a condition for talks with Peru.",
        "Peru would be allowed to dig, but would have to ship the salt to Chile.",
        "Without a guarantee of safe passage, the diggers will not leave, Peru was told.",
        "Peru says any pullout depends on the recognition of its border.",
        "Peru has linked any withdrawal to the return of the hostages.",
        "Peru promised safe passage to anybody who surrendered by Friday.",
        "Chile is to leave. In exchange, the powers are to lift the embargo.",
    ],
)
def test_offers_in_further_frames(text: str) -> None:
    assert list(annotate(text, "t").of(Offer))


@pytest.mark.parametrize(
    "text",
    [
        "If Peru opens the sluices first, Chile will not pay; that is what Peru believes.",
        "Peru said that the offer stood.",
        "The war draws closer the moment when the Peruvian should step down.",
        "Peru would do so before the end of the year.",
        "Peru will vote on the bill when the house meets.",
        "Officials in Peru tied the attack to the drought.",
    ],
)
def test_what_is_withheld_or_only_dated_is_no_offer(text: str) -> None:
    assert not list(annotate(text, "t").of(Offer))


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ('"It rains," Ann Weir tweeted on Friday.', ("ann-weir", "tweeted", '"It rains,"')),
        (
            '"It rains," the agency quoted Ann Weir as saying.',
            ("ann-weir", "saying", '"It rains,"'),
        ),
        (
            "Peru called its acts defensive in nature, pointing to the attack on the mill as an example.",
            ("PER", "called", "its acts defensive in nature"),
        ),
        (
            "In her statement, Ann Weir found the strike justified and called the order swift.",
            ("ann-weir", "called", "the order swift"),
        ),
        (
            'Ann Weir left, calling it "an attack on Peru as a state".',
            ("ann-weir", "calling", 'it "an attack on Peru as a state"'),
        ),
        (
            "It is only Peru that claims the mill is dry.",
            ("PER", "claims", "the mill is dry"),
        ),
        (
            "Peru is the only country claiming that the mill is dry.",
            ("PER", "claiming", "that the mill is dry"),
        ),
        (
            "There were also reports of heavy fighting around the mill.",
            ("unnamed", "reports", "of heavy fighting around the mill"),
        ),
        (
            'Envoy Weir pledged to "pursue a dual approach:"\n\n"Nobody will be left behind in the valley."',
            ("envoy-weir", "pledged", 'to "pursue a dual approach:"'),
        ),
        (
            'The ministry justified the strike, which Peru had approved: "It was ordered in self-defence."',
            ("PER", "justified", '"It was ordered in self-defence."'),
        ),
        (
            "Report: Peru Would Return to Talks\n\nPeru would return to talks, it was said.",
            ("report", ":", "Peru Would Return to Talks"),
        ),
    ],
)  # fmt: skip
def test_further_places_in_which_a_speaker_stands(text: str, one: tuple[str, str, str]) -> None:
    assert one in told(text)


def test_a_briefing_of_two_has_its_turns() -> None:
    text = (
        "QUESTION: Has he spoken to Peru?\n\nMR. WEIR: He has. We condemn the attack.\n\nThank you."
    )
    turns = [(h, c) for h, cue, c in told(text) if cue == ":"]
    assert turns[0] == ("unnamed", "Has he spoken to Peru?")
    assert turns[1][1].startswith("He has. We condemn the attack.")


class TestNamesAgain:
    def test_the_family_name_stands_first(self) -> None:
        text = "Peruvian diplomat Wang Jirui spoke. Mr. Wang left on Friday."
        assert [m.actor for m in annotate(text, "t").of(Mention)][-1] == "PER"

    def test_a_family_name_with_its_particle(self) -> None:
        text = "He met Abu Mahdi al-Zendari. Later, al-Zendari was the deputy commander."
        assert named(text)["al-Zendari"] == "new"

    def test_a_state_that_mostly_is_ground_acts_as_a_subject(self) -> None:
        text = "It fell in Peru. They met in Peru. It rained in Peru. Peru and the diggers signed an accord."
        assert [m.via for m in annotate(text, "t").of(Mention)][-1] == "name"

    def test_the_head_of_a_document_is_read(self) -> None:
        text = (
            "Interview With Ann Weir\n\nBob Quaye\n\nSecretary of State\n\nZenda, Peru\n\nMay 4, 2015\n\n"
            "QUESTION: Thank you very much for giving us part of your time today.\n"
        )
        assert [w.earliest for w in annotate(text, "t").of(When)][:1] == ["2015-05-04"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Peru welcomed the truce on Friday.", "2014-09-05"),
        ("The truce begins early Friday, when the guns will fall silent.", ""),
        ("Peru will answer a move this weekend by the diggers.", ""),
        ("When it begins early Saturday, Peru will halt the fire.", "2014-09-06"),
    ],
)
def test_days_of_a_report_of_friday(text: str, day: str) -> None:
    settings = Settings(published=Period.parse("2014-09-05"))
    assert [w.earliest for w in annotate(text, "t", settings=settings).of(When)][:1] == [day]


def test_a_report_that_states_its_day_names_it_by_its_weekday() -> None:
    text = "Truce in Zenda\n\nSeptember 5, 2014\n\nPeru welcomed the truce on Friday. It will end on Friday."
    found = annotate(text, "t", settings=Settings(published=Period.parse("2014-09-05")))
    assert [w.earliest for w in found.of(When)] == ["2014-09-05", "2014-09-05", ""]


@pytest.mark.parametrize(
    "text",
    [
        "The diggers demanded that the Peruvian troops leave, before any talks can resume.",
        "Peru said the diggers would have to disarm before it would sign.",
    ],
)
def test_what_is_asked_for_first(text: str) -> None:
    assert list(annotate(text, "t").of(Offer))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Peru fired last Friday.", "2014-08-29"),
        ("Peru fired last Monday.", ""),
        ("Peru held a vote last November.", "2013-11-01"),
        ("Peru held a vote last April.", ""),
        ("Peru will hold a vote next January.", "2015-01-01"),
        ("Peru will hold a vote next November.", ""),
        ("Monday's attack was the worst, Peru said.", "2014-09-01"),
        ("Monday's vote was to be the last.", ""),
    ],
)
def test_last_and_next_where_only_one_may_be_meant(text: str, day: str) -> None:
    """Seen from Wednesday, 3 September 2014."""
    settings = Settings(published=Period.parse("2014-09-03"))
    assert [w.earliest for w in annotate(text, "t", settings=settings).of(When)][:1] == [day]


@pytest.mark.parametrize(
    ("text", "one"),
    [
        (
            "The general denies having ordered the shelling.",
            ("general", "denies", "having ordered the shelling"),
        ),
        (
            "The Ministry of Health of the Republic of Peru calls on Chile to wait.",
            ("PER", "calls", "Chile to wait"),
        ),
        (
            "According to an envoy close to the talks, who asked for anonymity, the draft was ready.",
            ("envoy", "According to", "the draft was ready."),
        ),
    ],
)
def test_whose_words_and_which(text: str, one: tuple[str, str, str]) -> None:
    assert one in told(text)
    assert not any(cue == "having ordered" for _, cue, _ in told(text))


def test_a_report_that_accuses_is_not_what_it_says() -> None:
    cues = [cue for _, cue, _ in told("Chile rejected a report that accuses it of theft.")]
    assert cues[0] == "rejected"
    assert not any(
        cue == "report"
        for _, cue, _ in told("Chile rejected a Peruvian report that accuses it of theft.")
    )


def test_a_word_of_an_office_is_no_name() -> None:
    assert "State" not in named("Secretary of State Anna Weir spoke.")


def test_a_name_in_what_is_too_long_to_parse_stays() -> None:
    long = "Peru, " * 900 + "Chile"
    assert "Chile" in named(f"It rained in Peru. {long} waited.")
