"""Motives told and as data, on a case in which each outcome can be checked by hand."""

from __future__ import annotations

from tests.analysis.written import in_docstring
from tests.report.tell.written import printed, sourced

from standoff.analysis.asking import Around
from standoff.analysis.bargain.motive import Inquiry, why
from standoff.analysis.question import sheet
from standoff.case.entry import Reading
from standoff.record import plain
from standoff.report.tell.bargain.why import tell
from standoff.report.tell.sheet import told


def gate() -> Reading:
    """She sings, whatever; he comes in once the gate is open, and not before.
    ---
    case: Why did Ada open the gate?
    at: 2019-05
    actors: {Ada: {}, Ben: {}}
    options:
      Ada.open: open the gate
      Ada.sing: sing
      Ben.come: come in
    now: [not sing]
    wants:
      Ada: [sing]
      Ben:
        - open -> come
        - not come
    sources: {x: {}}
    motives:
      Ada.open:
        air:
          why: she wanted air                 [x#s1] attributed to Cy
          wants: [sing or open]
        bare:
          why: she just did                   [x#s2] denied
          wants: [open]
        guest:
          why: she wanted a guest             [x#s3] hedged "perhaps"
          wants: [come]
        song:
          why: she wanted to sing
          wants: [sing]
    evidence:
      open:
        sigh:
          says: she sighed                    [x#s4]
          ratings:
            a rater: {air: 4, bare: 1, guest: 1, song: 1}
        yawn:
          says: somebody heard her sigh       [x#s5]
          origin: sigh
    questions:
      reason:
        asks: Why?                            [x#s6]
        why: open
    """
    return in_docstring(gate)


def test_the_terminal_says_what_each_motive_makes_of_the_act() -> None:
    document = tell(Inquiry(why([gate()], "open")))
    assert sourced(document)
    lines = printed(document)
    assert lines[:18] == [
        "Why would it be that Ada opens the gate?  May 2019",
        "  • air: she wanted air (as Cy is reported to say)  [x#s1]  makes the act rational",
        "      By this motive alone the act is the best move, and it stays done; another move is as "
        "good by it.",
        "      The move: Ada opens the gate, because Ada wants to sing or to open the gate.",
        "      Then it stays, by Nash stability, general metarationality, symmetric metarationality "
        "and sequential stability.",
        "      Put above the rest of the actor's list, it is what decides.",
        "  • bare: she just did (the text denies it)  [x#s2]  makes the act rational",
        "      By this motive alone the act is the best move, and it stays done; but that is only "
        "because the motive is to want the bare act, which restates it.",
        "      The move: Ada opens the gate, because Ada wants to open the gate.",
        "      Then it stays, by Nash stability, general metarationality, symmetric metarationality "
        "and sequential stability.",
        "      Put above the rest of the actor's list, it is what decides.",
        "  • guest: she wanted a guest (hedged: “perhaps”)  [x#s3]  explains it only by what follows",
        "      By this motive alone the act is no improvement by itself, but what follows from it is "
        "better.",
        "      What follows once it is done and kept is better by this list.",
        "      Put above the rest of the actor's list, it would keep the act from being done.",
        "  • song: she wanted to sing  [no source]  does not explain the act",
        "      By this motive alone the act is no improvement, neither at once nor by what follows.",
        "      Better: Ada sings, because Ada wants to sing.",
    ]
    # On one scale the ratings are 4, 1, 1, 1: four of seven, and one of seven for each of the others.
    assert any(line.split("│")[1:4:2] == [" air    ", " 0.57 (0.57–0.57) "] for line in lines)
    assert (
        "    (1) she sighed  [x#s4]; somebody heard her sigh  [x#s5]; of one origin (sigh): "
        in (next(line for line in lines if line.startswith("    (1)"))[:89])
    )
    assert "    The two likeliest motives, air and bare, are told apart by sigh." in lines
    assert lines[-1].startswith("A motive that makes the act rational is possible, not shown to be")


def test_as_data_it_keeps_its_keys() -> None:
    (episode,) = plain(Inquiry(why([gate()], "open")))["episodes"]
    assert (episode["act"], episode["at"], episode["written"]) == (
        "open",
        "2019-05",
        {"base": ["fails"]},
    )
    motives = {motive["id"]: motive for motive in episode["motives"]}
    assert {id: motive["outcome"] for id, motive in motives.items()} == {
        "air": "rational",
        "bare": "rational",
        "guest": "later",
        "song": "fails",
    }
    air = motives["air"]
    assert air["why"] == {"text": "she wanted air", "citations": ["x#s1"], "computed": False}
    assert (air["attributed_to"], motives["bare"]["denied"], motives["guest"]["hedged"]) == (
        "Cy",
        True,
        "perhaps",
    )
    assert (air["reading"], air["tested_in"], air["actor"]) == ("base", "base", "Ada")
    assert [line["condition"] for line in air["wants"]] == ["sing or open"]
    (trial,) = air["alone"]
    assert (trial["before"], trial["to"], trial["tied"], trial["instead"]) == (
        [],
        ["open"],
        True,
        None,
    )
    assert trial["stable"] == {"NASH": True, "GMR": True, "SMR": True, "SEQ": True}
    assert [line["condition"] for line in trial["lines"]] == ["sing or open"]
    assert motives["guest"]["alone"][0]["stable"] is None
    assert motives["song"]["alone"][0]["instead"] == ["sing"]
    table = episode["evidence"]
    assert (table["rated"], table["separating"], table["turning"]) == (True, ["sigh"], [])
    assert [item["says"] for item in table["columns"][0]["items"]] == [
        "she sighed",
        "somebody heard her sigh",
    ]
    assert round(table["chances"]["air"][1], 3) == 0.571


def test_a_sheet_counts_the_motives_and_keeps_that_one_is_denied() -> None:
    reading = gate()
    (question,) = reading.questions
    clauses = told(sheet(reading, question, Around((reading,))))
    assert [clause.text for clause in clauses.answer] == [
        "Two of four motives make it the actor's best move, and it stays done: air and bare "
        "(restates the act)",
        "One of four motives makes it pay only by what follows: guest",
        "One of four motives does not make it rational: song",
    ]
    assert "bare: she just did (the text denies it)" in [clause.text for clause in clauses.detail]
    assert clauses.path[0].text == (
        "air: Ada opens the gate, because Ada wants to sing or to open the gate."
    )
