"""Offers by their frames, with what became of them and whose words they are; and what may be a line."""

import pytest

from standoff.text.annotation import Cannot, Conclusion, Offer, Wish
from standoff.text.backend import annotate


@pytest.mark.parametrize(
    ("text", "giver", "taker", "gives", "wants"),
    [
        ("Peru offered water in return for a road.", "PER", "", "water", "a road"),
        ("Peru will open the pass if Chile pays.", "PER", "CHL", "Peru will open the pass", "if Chile pays"),
        ("If Chile pays, Peru will open the pass.", "PER", "CHL", "Peru will open the pass", "If Chile pays"),
        ("Peru would sign, but only under a pact that Chile ratifies.", "PER", "CHL",
         "Peru would sign, but", "a pact that Chile ratifies"),
        ("Peru will wait as long as Chile pays.", "PER", "CHL", "Peru will wait", "Chile pays"),
        ("Peru will not sign until Chile leaves.", "PER", "CHL", "Peru will not sign", "until Chile leaves"),
        ("Peru will not sign unless Chile pays.", "PER", "CHL", "Peru will not sign", "unless Chile pays"),
        ("Peru agreed to leave on condition that Chile pays.", "PER", "CHL", "to leave", "Chile pays"),
        ("Peru might leave provided Chile pays.", "PER", "CHL", "Peru might leave", "Chile pays"),
        ("Peru stands ready to talk, on the understanding that Chile pays.", "PER", "CHL",
         "Peru stands ready to talk", "Chile pays"),
        ("Peru is ready to talk, but not while Chile digs.", "PER", "CHL",
         "Peru is ready to talk", "Chile digs"),
        ("A pact with Peru is conceivable provided Chile pays.", "PER", "CHL",
         "A pact with Peru is conceivable", "Chile pays"),
        ("Peru is ready to talk provided that Chile pays.", "PER", "CHL",
         "Peru is ready to talk", "Chile pays"),
        ("Peru would return provided, by that time, Chile has paid.", "PER", "CHL",
         "Peru would return", "by that time, Chile has paid"),
        ("If Chile pays, the major powers would lift the ban.", "powers", "CHL",
         "the major powers would lift the ban", "If Chile pays"),
        ("Peru pledged to let Chile in the same day they have the funds.", "PER", "CHL",
         "Peru pledged to let Chile in", "the same day they have the funds"),
    ],
)  # fmt: skip
def test_an_offer_by_its_frame(text: str, giver: str, taker: str, gives: str, wants: str) -> None:
    (offer,) = annotate(text, "t", "plain").of(Offer)
    assert (offer.giver, offer.taker) == (giver, taker)
    assert offer.gives and text[slice(*offer.gives)] == gives
    assert offer.wants and text[slice(*offer.wants)] == wants


@pytest.mark.parametrize(
    "text",
    [
        "If Chile attacks, Peru will strike.",
        "If it rains, the well will fill.",
        "Chile demanded the well.",
        "Peru apologised to Chile.",
        "Peru will vote on a new law.",
        "Peru remains committed to the pact with Chile.",
        # what would have been, what anybody does, what somebody is unable to do
        "Peru would have opened the pass if Chile had paid.",
        "If Chile had paid, Peru could have opened the pass.",
        "Freedonia would not have left unless Sylvania had paid.",
        "Peru could be right, unless you decide that the well is dry and that they lie.",
        "Peru is unable to find a compromise with Chile while it waits.",
        "Peru asked if Chile would open the pass to it.",
        "An official of Peru, on condition of anonymity, said that it will talk.",
        "Peru said that it provided Chile with water.",
        "Peru might leave if it rains.",
        "It would not matter if Peru left Chile.",
        "Peru waits to compromise with Chile while it rains.",
    ],
)
def test_threats_demands_and_plans_are_no_offers(text: str) -> None:
    assert list(annotate(text, "t", "plain").of(Offer)) == []


def test_you_are_somebody_where_we_promise() -> None:
    (offer,) = annotate("Peru said: “We will open the pass if you pay.”", "t", "plain").of(Offer)
    assert offer.giver == "PER"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Peru offered water in return for a road, but Chile refused.", "refused"),
        ("Peru offered water in return for a road. Chile accepted.", "accepted"),
        ("Peru offered water in return for a road.", "unknown"),
        ("Nobody offered Peru water in return for a road.", "denied"),
        ("Chile denied that Peru had offered water in exchange for a road.", "denied"),
        ("There was no deal in return for the road, Peru said.", "denied"),
    ],
)
def test_what_became_of_an_offer(text: str, answer: str) -> None:
    (offer,) = annotate(text, "t", "plain").of(Offer)
    assert offer.answer == answer


@pytest.mark.read
@pytest.mark.filterwarnings("default")
class TestWithSpacy:
    def test_an_offer_belongs_to_the_voice_whose_words_hold_it(self) -> None:
        text = "Chile said that Peru would open the pass if Bolivia paid."
        (offer,) = annotate(text, "t", "rules").of(Offer)
        assert (offer.voice, offer.giver, offer.taker) == ("CHL", "PER", "BOL")
        (own,) = annotate("Peru will open the pass if Chile pays.", "t", "rules").of(Offer)
        assert own.voice == ""

    @pytest.mark.parametrize(
        ("text", "actor", "direction"),
        [
            ("Peru wants the well.", "PER", "for"),
            ("Peru demanded that Chile leave.", "PER", "for"),
            ("Peru rejected the plan.", "PER", "against"),
            ("Peru refused to leave.", "PER", "against"),
            ("Peru does not want the well.", "PER", "for"),
            ("Peru condemned the attack.", "PER", "against"),
        ],
    )
    def test_wishes_have_an_actor_and_a_direction_and_no_order(
        self, text: str, actor: str, direction: str
    ) -> None:
        (wish,) = annotate(text, "t", "rules").of(Wish)
        assert wish.actor == actor
        assert wish.direction == direction or "not" in text

    @pytest.mark.parametrize(
        "text",
        [
            "Peru cannot close the pass.",
            "Peru has no power to close the pass.",
            "Closing the pass is impossible, Peru said.",
            "Peru is unable to close the pass.",
        ],
    )
    def test_what_cannot_be(self, text: str) -> None:
        (limit,) = annotate(text, "t", "rules").of(Cannot)
        assert limit.quote == text and limit.actor in ("PER", "")

    def test_the_authors_forecasts_near_the_end_may_be_what_he_concludes(self) -> None:
        text = (
            "Peru will wait for rain. It rained. It froze. It thawed. It rained again. Chile left. "
            "The well was dry. Peru said that Chile will pay. Therefore nobody will pay."
        )
        found = [c.quote for c in annotate(text, "t", "rules").of(Conclusion)]
        assert found == ["Therefore nobody will pay."]
