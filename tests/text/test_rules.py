"""The parsed backend: who says what to whom, who did what, what somebody could do."""

import pytest

from standoff.problem import MissingExtra
from standoff.text.annotation import Attribution, Event, Mention, Option
from standoff.text.backend import Settings, annotate
from standoff.text.find.event import events
from standoff.text.find.who.phrase import Memory, Scene
from standoff.text.find.word.parse import Parse, Token
from standoff.text.sentence import Sentence


def test_events_need_no_parser_only_a_parse() -> None:
    """A hand-made tree of three words: Peru attacked Chile."""
    text = "Peru attacked Chile"
    tokens = (
        Token(0, 0, 4, "Peru", "peru", "PROPN", "NNP", "nsubj", 1),
        Token(1, 5, 13, "attacked", "attack", "VERB", "VBD", "ROOT", 1),
        Token(2, 14, 19, "Chile", "chile", "PROPN", "NNP", "dobj", 1),
    )
    named = tuple(
        Mention(start=t.start, end=t.end, quote=t.text, actor=a, via="name", rule="")
        for t, a in ((tokens[0], "PER"), (tokens[2], "CHL"))
    )
    scene = Scene(Parse(Sentence(1, 0, 19, 1), tokens), named, Memory())
    (event,) = events(text, [scene])
    assert (event.source, event.category, event.target, event.status) == (
        ("PER",), "FIGHT", ("CHL",), "asserted",
    )  # fmt: skip


def test_a_missing_pipeline_says_what_to_install() -> None:
    with pytest.raises(MissingExtra, match="plain"):
        annotate("Peru waits.", "t", "rules", Settings(pipeline="no_such_pipeline"))


@pytest.mark.read
@pytest.mark.filterwarnings("default")
class TestWithSpacy:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Peru said it would wait for rain.", [("PER", 1)]),
            ("Chile believes that Peru refuses to pay.", [("CHL", 1), ("PER", 2)]),
            ("As the Peruvian minister noted, the well is dry.", [("PER", 1)]),
            ("Peru’s assurances that the well is full calmed nobody.", [("PER", 1)]),
            ("The well is reportedly dry.", [("unnamed", 1)]),
            ("I think that it rains.", []),
            ("Peru could not have said that the well is dry.", []),
        ],
    )
    def test_who_says(self, text: str, expected: list[tuple[str, int]]) -> None:
        every = annotate(text, "t", "rules").of(Attribution)
        found = [a for a in every if a.status == "said"]
        assert [(a.holder, a.depth) for a in sorted(found, key=lambda a: a.cue)] == expected

    def test_a_pronoun_leans_on_who_spoke_before(self) -> None:
        text = "Peru said the well was full. According to it, nobody had measured the water."
        assert [a.holder for a in annotate(text, "t", "rules").of(Attribution)] == ["PER", "PER"]

    def test_a_quotation_that_never_closes_is_undecided(self) -> None:
        text = "“The well is dry and nobody cares, Peru said."
        assert [a.kind for a in annotate(text, "t", "rules").of(Attribution)] == ["unclosed"]

    @pytest.mark.parametrize(
        ("text", "category", "source", "target", "status"),
        [
            ("Peru attacked Chile on Monday.", "FIGHT", "PER", "CHL", "asserted"),
            ("Chile was attacked by Peruvian troops.", "FIGHT", "PER", "CHL", "asserted"),
            ("Peru refused to meet Chile.", "REJECT", "PER", "CHL", "asserted"),
            ("Peru threatened to cut off water to Chile.", "THREATEN", "PER", "CHL", "asserted"),
            ("Peru said that Chile must return the land.", "DEMAND", "PER", "CHL", "asserted"),
            ("Peru will visit Chile.", "AGREE", "PER", "CHL", "intended"),
            ("Peru did not attack Chile.", "FIGHT", "PER", "CHL", "negated"),
            ("Has Peru attacked Chile?", "FIGHT", "PER", "CHL", "question"),
            ("Peru expelled two Chilean diplomats.", "SANCTION", "PER", "CHL", "asserted"),
        ],
    )
    def test_who_did_what(
        self, text: str, category: str, source: str, target: str, status: str
    ) -> None:
        event = min(annotate(text, "t", "rules").of(Event), key=lambda e: e.rank)
        assert (event.category, event.source, event.target, event.status) == (
            category, (source,), (target,), status,
        )  # fmt: skip

    def test_both_sides_of_a_meeting(self) -> None:
        event = next(annotate("Peru and Chile held talks.", "t", "rules").of(Event))
        assert event.source == event.target == ("PER", "CHL")

    def test_options_belong_to_who_could_do_it(self) -> None:
        text = "Peru asked Chile to open the well. Chile refuses to pay."
        assert [(o.actor, o.phrase) for o in annotate(text, "t", "rules").of(Option)] == [
            ("CHL", "open the well"),
            ("CHL", "pay"),
        ]
