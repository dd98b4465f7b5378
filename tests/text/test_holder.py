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


# --- who speaks without a name ---------------------------------------------------------------------


@pytest.mark.parametrize(("name", "code"), NAMES)
@pytest.mark.parametrize(
    "text",
    [
        "{0}'s foreign minister resigned. The minister said that it rains.",
        "Foreign Minister Vera Marcal of {0} resigned. The foreign minister said that it rains.",
        "The {0} ministry closed. “It rains,” the ministry said.",
        "{0}'s envoy left. That envoy had said that it rains.",
    ],
)
def test_an_office_is_whose_it_was_said_to_be(text: str, name: str, code: str) -> None:
    read = list(annotate(text.format(name), "t", "rules").of(Attribution))
    assert [(a.holder in (code, "vera-marcal"), a.sure) for a in read] == [(True, "?")]


def test_an_office_that_nobody_bears_is_nobodys() -> None:
    assert holders("Peru closed the pass. The minister said that it rains.") == ["minister"]
    assert holders("Peru's minister left. A minister said that it rains.") == ["minister"]
    assert holders("Peru's prime minister left. The foreign minister said so.") == ["minister"]


@pytest.mark.parametrize("who", ["Both sides", "The two sides", "The two governments", "Both"])
def test_parties_that_are_counted_are_the_two_named_most(who: str) -> None:
    text = f"Peru met Chile. Peru spoke of Bolivia, Chile of rain. {who} welcomed the plan."
    found = [a for a in annotate(text, "t", "rules").of(Attribution) if "plan" in a.quote]
    wanted = {"both"} if who == "Both" else {"PER", "CHL"}
    assert {a.holder for a in found} == wanted and {a.sure for a in found} == {"?"}
    assert holders("Peru met Chile. Two officials welcomed the plan.") == ["officials"]


def test_they_are_several_and_he_is_a_person() -> None:
    text = "Peru praised the plan, and Chile welcomed it. They said that it rains."
    assert sorted(holders(text)[-2:]) == ["CHL", "PER"]
    text = "Peru met the envoys of Chile. They said that it rains."
    assert holders(text) == ["CHL"]
    text = "Peru left. A senior official said that it rains. He added that it snows."
    assert holders(text) == ["official", "official"]
    text = "They met General Ann Weir of Peru, and each time she said that it rains."
    assert holders(text) == ["PER"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One of them described the plan as a trick.", ("unnamed", "described", "the plan as a trick")),
        ("Two of the envoys said that it rained.", ("two", "said", "that it rained")),
        ("The Peruvian side denied the report.", ("PER", "denied", "the report")),
        ("Competent circles deny this.", ("circles", "deny", "this")),
        ("A letter obtained by Chile, and signed by Peru, states that it rains.",
         ("PER", "states", "that it rains")),
        ("The head of the youth wing, Ann Weir, has been pressing Chile to wait.",
         ("ann-weir", "has been pressing", "Chile to wait")),
        ("Reports that Peru had closed the well are untrue.",
         ("unnamed", "Reports", "that Peru had closed the well")),
        ("Peru's reply was short: “We stay here.”", ("PER", "reply", "“We stay here.”")),
        ("“We have never seen such a thing,” tweets Ann Weir of Peru.",
         ("PER", "tweets", "“We have never seen such a thing,”")),
    ],
)  # fmt: skip
def test_who_else_may_hold_words(text: str, expected: tuple[str, str, str]) -> None:
    assert said(text) == [expected]


def test_a_colonel_whom_no_table_knows_is_a_person_all_the_same() -> None:
    text = (
        "“We stay,” Colonel Seydou Diakhate-Barry, a spokesman, told them. He added that it rains."
    )
    (who,) = set(holders(text))
    assert who.endswith("diakhate-barry")


def test_who_speaks_in_a_turn_says_i_and_we() -> None:
    text = (
        "Herald: Is the well dry?\n\nAnn Weir: We urge Chile to wait. I think it rains.\n\n"
        "Herald: And Peru?\n\nAnn Weir: It waits.\n"
    )
    assert ("ann-weir", "urge", "Chile to wait") in said(text)
    assert not [row for row in said(text) if row[1] == "think"]
    assert said("We urge Chile to wait.") == []


@pytest.mark.parametrize(
    "text",
    [
        "PERU: The envoys say that it rains.",
        "ZENDA, November 30, 2006: The envoys say that it rains.",
        "“Nobody asked the fishermen”\n\nThe envoys say that it rains.",
    ],
)
def test_headings_and_datelines_do_not_speak(text: str) -> None:
    assert holders(text) == ["envoys"]


# --- frames ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru voiced regret at the decision.", ("PER", "voiced regret", "at the decision")),
        ("Is it true, Peru asked, that it rains?", ("PER", "asked", "that it rains")),
        ("Peru says otherwise.", ("PER", "says", "otherwise")),
        ("No talks, minister says.", ("minister", "says", "No talks")),
        ("Peru apologised in May.", ("PER", "apologised", "apologised")),
        ("Peru has refused to.", ("PER", "has refused", "refused to")),
        ("We were promised a vote.", ("unnamed", "were promised", "a vote")),
        ("This is a claim Peru has dismissed as a trick.",
         ("PER", "has dismissed", "a claim Peru has dismissed as a trick")),
        ("Peru put it to the court that the well was dry.", ("PER", "put it", "that the well was dry")),
        ("Peru made it clear that the well was dry.", ("PER", "made it clear", "that the well was dry")),
        ("Peru let it be known, through a merchant, that it would wait.",
         ("PER", "let it be known", "that it would wait")),
        ("Peru sent word that the well was dry.", ("PER", "sent word", "that the well was dry")),
        ("Peru ruled out a treaty.", ("PER", "ruled out", "a treaty")),
        ("Peru drew attention to the well.", ("PER", "drew", "attention to the well")),
        ("Peru expressed full solidarity with Chile.", ("PER", "expressed", "full solidarity with Chile")),
        ("In Peru's telling, the well is dry.", ("PER", "In Peru's telling", "the well is dry")),
        ("It is unclear whether it rains, and Peru denied that it does.", ("PER", "denied", "that it does")),
        # a parser hangs the verb on its subject, an infinitive on the verb, and takes hopes for a hop
        ("The Peruvian envoy accused Chile of a lie.", ("PER", "accused", "Chile of a lie")),
        ("Peru implored Chile to wait.", ("PER", "implored", "Chile to wait")),
        ("Peru hopes that the well is dry.", ("PER", "hopes", "that the well is dry")),
        # of two clauses a parser gives a verb, one stands behind a semicolon
        ("She agreed to wait; Peru said it would think.", ("PER", "said", "it would think")),
    ],
)  # fmt: skip
def test_what_verbs_take_besides(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "The well is doomed.",
        "The envoy is expected to leave.",
        "I wish Peru had said so.",
        "The rain was making the talks impossible.",
        "Responding to a question, Peru left.",
    ],
)
def test_what_nobody_says(text: str) -> None:
    assert said(text) == []


def test_what_one_insists_on_is_not_done() -> None:
    assert said("Peru insists on talking about the well.", "imagined") == [
        ("PER", "talking", "about the well")
    ]


FRAMES = {
    "Peru {} that the well was dry.": "reaffirmed recalled alleged hinted lamented clarified warned hoped",
    "Peru {} the council that the well was dry.": "told informed notified reminded assured",
    "Peru {} Chile to open the well.": "asked pressed implored urged instructed lobbied pressured exhorted",
    "Peru {} to open the well.": "promised vowed agreed refused declined offered threatened undertook",
    "Peru {} the well.": "rejected condemned endorsed renounced deplored",
    "Peru {} of the well.": "complained warned spoke",
}


def test_every_verb_of_a_class_takes_what_its_class_takes() -> None:
    """One sentence a verb, in one text: what the lexicon promises the desk finds."""
    lines = [shape.format(verb) for shape, verbs in FRAMES.items() for verb in verbs.split()]
    read = annotate("\n\n".join(lines), "t", "rules")
    held = {read.sentence_at(a.cue[0]).number for a in read.of(Attribution) if a.holder == "PER"}
    assert [line for number, line in enumerate(lines, 1) if number not in held] == []


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("Our representative at the United Nations made it clear that it rains.", ["representative"]),
        ("A spokesman for a pro-Peruvian militant group says it rains.", ["spokesman"]),
        ("The Orlo position was spelt out by spokesman Dan Weir. \"It is war,\" he said.", ["dan-weir"]),
        (
            "The head of the Peruvian Command, General Tom Weir, says it will take time. "
            'The army has left Chile. "We work with the scouts," he said.',
            ["PER"],
        ),
        (
            "Peru's foreign minister and his Chilean counterpart met. Ann Weir joined as an observer. "
            "They concluded that it rains.",
            ["PER", "CHL"],
        ),
        (
            "The foreign ministers agreed to meet. The Peruvian ministry denied the report. "
            "They said it rains.",
            ["PER"],
        ),
        ("Peru and Chile have a dispute over the well. The parties agreed that it rains.", ["CHL", "PER"]),
        ("Peru and Chile met in Bolivia. Brazil watched. The two sides said it rains.", ["CHL", "PER"]),
        ("Mr. Ivan Weir Friday arrived. Mr. Weir said it rains.", ["ivan-weir"]),
        ("Peru fights the Polisario. The government said it rains.", ["PER"]),
        ("Peru fights the Polisario. The rebels said it rains.", ["polisario"]),
        ("Peru fights the Polisario. A rebel group said it rains.", ["rebel-group"]),
        ("Peru and Chile fight. The government said it rains.", ["government"]),
        ("Peru wanted Chile to pay at once or else it said it would leave.", ["PER"]),
        ("Peruvian rebels hold the pass. They said it rains.", ["rebels"]),
        ("The main rebel group in Peru said it rains.", ["rebel-group"]),
        ("The rebel delegate at talks in Chile said it rains.", ["rebel-delegate"]),
        ("An envoy at talks in Chile said it rains.", ["envoy"]),
        ("The Peruvian separatist group, River Front, said it rains.", ["river-front"]),
        ("Fatah and Hamas met. Hamas officials said it rains.", ["hamas"]),
        ("FARC rebels in Colombia said it rains.", ["farc"]),
        ("The National Liberation Army, or NLA, met. The NLA said it rains.", ["national-liberation-army"]),
        ("Colombia met the National Liberation Army, or ELN. The ELN said it rains.", ["eln"]),
        ("Polisario insurgents hold the pass. So far insurgents have said it rains.", ["polisario"]),
        ("The Attorney-General, Ann Weir, says it rains.", ["ann-weir"]),
        ("Peru spoke. Chile said in a statement that the well is dry. The statement said it rains.", ["CHL"]),
        (
            "Bob Quaye says he is ready. The bowler Glenn Weir begs to differ. He believes it rains.",
            ["glenn-weir"],
        ),
        (
            "Peru is near, even though local anti-Chilean fighters have left, because they believe it rains.",
            ["fighters"],
        ),
    ],
)  # fmt: skip
def test_holders_by_what_stood_before(text: str, last: list[str]) -> None:
    found = holders(text)
    assert sorted(set(found[-len(last) :])) == sorted(last)
