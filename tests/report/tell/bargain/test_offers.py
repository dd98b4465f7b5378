"""Offers and precedents told and as data, on barters small enough to see through."""

from __future__ import annotations

from tests.analysis.written import in_docstring
from tests.report.tell.written import printed, sourced

from standoff.analysis.asking import Around
from standoff.analysis.bargain.deal import Bargains, Table
from standoff.analysis.bargain.offer import offers
from standoff.analysis.bargain.precedent import precedents
from standoff.analysis.question import sheet
from standoff.case.entry import Reading
from standoff.record import plain
from standoff.report.tell.bargain.offers import tell
from standoff.report.tell.case import precedents as past
from standoff.report.tell.sheet import told


def barter() -> Reading:
    """Each would rather not deliver; the council, not the mayor, owns the water.
    ---
    case: A barter
    actors: {Mayor: {}, Council: {within: Mayor}, Farmers: {}}
    options:
      Council.water: give water               [x#s1]
      Farmers.grain: give grain               [x#s2]
    sources: {x: {}}
    wants:
      Mayor: [grain]
      Council: silent
      Farmers:
        - water                               [x#s3]
        - not grain                           [x#s4]
    offers:
      - Mayor gives water for grain           [x#s5] attributed to Dee; refused
    precedents:
      - was: a quarrel about a well           [x#s6]
        when: 1995
        kept: Mayor                           [x#s7]
      - "an old dispute" by open
    questions:
      deal:
        asks: Would it hold?
        offers: all
    """
    return in_docstring(barter)


def test_the_terminal_says_who_would_default_and_what_would_mend_it() -> None:
    reading = barter()
    document = tell(Bargains((Table(reading, offers(reading)),)))
    assert sourced(document)
    assert printed(document) == [
        "The reading  A barter",
        "  • Mayor offers that Council gives water if Farmers give grain; it was refused "
        "(as Dee is reported to say)  [x#s5]  would not hold",
        "      Mayor is better off with the exchange than without, because Mayor wants Farmers to "
        "give grain.",
        "      Farmers are better off with the exchange than without, because Farmers want Council "
        "to give water.  [x#s3]",
        "      Council has no wish by which to tell: the text is silent.",
        "      Whether Council gives water is for Council to decide, not for Mayor: that is a veto.  "
        "[x#s1]",
        "      Council has no wish by which to tell whether it would keep its part: the text is "
        "silent.",
        "      Farmers would default once the others have delivered, because Farmers want not to "
        "give grain; they would lose by delivering first.  [x#s4]",
        "      Not everybody concerned is shown to gain by it: not Council.",
        "      No single moves lead there of which each improves things for the one who makes it.",
        "      Once there, Farmers do not give grain, because Farmers want not to give grain.  [x#s4]",
        "      It would hold with 2 wishes more, no fewer:",
        "      if Council wanted to give water if Farmers give grain (anywhere in its list)",
        "      if Farmers wanted to give grain if Council gives water (ranked above its wish not to "
        "give grain)",
        "      Mayor kept its side in 1 of 1 precedent that the text gives.  [x#s7]",
        "",
        "Whether an offer would hold follows from the lists of this reading; it is no forecast.",
    ]


def test_as_data_it_keeps_its_keys() -> None:
    reading = barter()
    record = plain(Bargains((Table(reading, offers(reading)),)))
    (one,) = record["readings"]
    (offer,) = one["offers"]
    assert (one["id"], offer["answer"]) == ("base", "refused")
    assert offer["offer"] == {
        "text": "Mayor gives water for grain; refused",
        "citations": ["x#s5"],
        "computed": False,
    }
    assert set(offer["place"]) == {"file", "line", "column"}
    assert offer["precedents"] == [
        {"actor": "Mayor", "kept": True, "precedent": "a quarrel about a well"}
    ]
    (deal,) = offer["worlds"]
    assert (deal["holds"], deal["both_gain"], deal["barred"], deal["path"], deal["reached"]) == (
        False,
        False,
        None,
        None,
        "none",
    )
    council, farmers = deal["parts"]
    assert (council["veto"], council["party"], council["last"], council["kept"]) == (
        True,
        "Mayor",
        "silent",
        False,
    )
    assert (farmers["delivers"], farmers["last"], farmers["first"]) == (["grain"], "loses", "loses")
    (mend,) = farmers["mends"]
    assert (mend["kind"], mend["condition"], mend["position"], mend["file"]) == (
        "wish",
        "water -> grain",
        f"above line {reading.wants['Farmers'].lines[1].place.line}",
        "case.yaml",
    )
    assert [(s["actor"], s["fate"]) for s in deal["stakes"]] == [
        ("Mayor", "gains"),
        ("Farmers", "gains"),
        ("Council", "silent"),
    ]
    assert [step["actor"] for step in deal["undone"]] == ["Farmers"]


def test_an_exchange_that_cannot_be_names_the_rule() -> None:
    """It is ruled out.
    ---
    case: A barter
    actors: {Ada: {}, Ben: {}}
    options:
      Ada.water: give water
      Ben.grain: give grain
    impossible: [water and grain]
    wants:
      Ada: [grain]
      Ben: [water]
    offers:
      - Ada gives water for grain
    """
    reading = in_docstring(test_an_exchange_that_cannot_be_names_the_rule)
    bargains = Bargains((Table(reading, offers(reading)),))
    lines = printed(tell(bargains))
    assert lines[1].endswith("the text does not say what became of it  [no source]  cannot be")
    assert lines[2:4] == [
        "      The exchange cannot be:",
        "      It cannot be that Ada gives water and Ben gives grain  [no source]",
    ]
    (deal,) = plain(bargains)["readings"][0]["offers"][0]["worlds"]
    assert deal["barred"] == f"water and grain ({reading.impossible[0].place})"


def test_where_nothing_tried_is_enough_it_is_not_said_that_a_wish_would_do() -> None:
    """He ranks situations: no wish can be put into a ranking.
    ---
    case: A barter
    actors: {Ada: {}, Ben: {}}
    options:
      Ada.water: give water
      Ben.grain: give grain
    wants:
      Ada: [grain, water]
      Ben:
        ranking:
          - water
          - nothing
          - grain, water
          - grain
    offers:
      - Ada gives water for grain
    """
    reading = in_docstring(test_where_nothing_tried_is_enough_it_is_not_said_that_a_wish_would_do)
    lines = printed(tell(Bargains((Table(reading, offers(reading)),))))
    assert "      It would take 1 change to hold, and none tried is enough:" in lines
    assert "      nothing tried moves Ben" in lines


def test_a_sheet_counts_the_offers_that_would_hold() -> None:
    reading = barter()
    (question,) = reading.questions
    clauses = told(sheet(reading, question, Around((reading,))))
    assert [clause.text for clause in clauses.answer] == [
        "Of one offer, none would hold by the lists of this reading",
        "Not shown to keep the bargain: Council and Farmers",
    ]
    assert clauses.changes[0].text == (
        "The offer of Mayor would hold with 2 wishes more, no fewer:"
    )


def test_precedents_stand_in_a_table_and_keep_their_keys() -> None:
    record = precedents([barter()])
    document = past.tell(record)
    assert sourced(document)
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in printed(document)]
    assert [row for row in cells if row] == [
        ["1995", "a quarrel about a well  [x#s6]", *["not said"] * 3, "Mayor  [x#s7]", "not said"],
        ["not said", "an old dispute  [no source]", *["not said"] * 5],
    ]
    assert plain(record)["readings"] == [
        {
            "id": "base",
            "precedents": [
                {
                    "was": "a quarrel about a well",
                    "when": "1995",
                    "citations": ["x#s6"],
                    "kept": {"text": "Mayor", "citations": ["x#s7"]},
                },
                {"was": "an old dispute", "when": None, "citations": []},
            ],
        }
    ]
