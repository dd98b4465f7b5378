"""The role-play pack: nobody's brief tells what another wants; hostile words stay words."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.analysis.written import in_docstring, written

from standoff.analysis.bargain.roleplay import pack, parties
from standoff.case.entry import Reading
from standoff.case.reading import merge, readings
from standoff.problem import NotComputed
from standoff.report.english import English
from standoff.report.tell.case.roleplay import files
from standoff.store.folder import load_folder

SYRIA = Path(__file__).resolve().parents[2] / "cases" / "syria"


def cases() -> list[Reading]:
    case, _ = load_folder(SYRIA)
    return [merge(case, reading)[0] for reading in readings(case)]


@pytest.mark.parametrize("reading", cases(), ids=lambda reading: reading.id)
def test_no_brief_tells_what_another_wants(reading: Reading) -> None:
    english, texts = English(reading), files(pack(reading))
    checked = 0
    for actor in reading.actors:
        brief = texts[f"brief-{actor.name}.md"]
        others = [w for name, w in reading.wants.items() if name != actor.name]
        assert not any(f"{wants.actor} want" in brief for wants in others)
        own = {line.condition for line in reading.wants[actor.name].lines}
        for line in (line for wants in others for line in wants.lines):
            assert line.actor is not None and line.condition is not None
            wish = english.wish(line.actor, line.condition, me="")
            assert line.condition in own or f"You want {wish}" not in brief
            for citation in line.citations:
                for number in citation.sentences:
                    gloss = reading.sources[citation.source].records[number].gloss
                    assert gloss and gloss not in brief
                    checked += 1
    assert checked > 10
    assert not any(word in texts["options.md"] for word in (" wants ", " want "))


@pytest.mark.parametrize("reading", cases(), ids=lambda reading: reading.id)
def test_every_wish_stands_in_its_own_brief_with_its_sentences(reading: Reading) -> None:
    english, texts = English(reading), files(pack(reading))
    for wants in reading.wants.values():
        brief = texts[f"brief-{wants.actor}.md"]
        assert brief.count("You want ") == len(wants.lines)
        for line in wants.lines:
            assert ", ".join(map(str, line.citations)) in brief
            assert english.line(line) in texts["moderator.md"]
        if not wants.lines:
            assert "Decide for yourself" in brief


def test_a_wish_is_said_by_name_and_a_ranking_by_what_is_done() -> None:
    """Two ways to say what is wanted.
    ---
    case: Who goes first?
    actors: {Ada: {}, Ben: {}}
    options:
      Ada.go: go
      Ben.stay: stay at home
    wants:
      Ada:
        - go -> stay
      Ben: {ranking: [stay, nothing, go]}
    """
    reading = in_docstring(test_a_wish_is_said_by_name_and_a_ranking_by_what_is_done)
    texts = files(pack(reading))
    assert "1. You want Ben to stay at home if Ada goes. (no source)" in texts["brief-Ada.md"]
    assert "1. Ben stays at home.\n2. Nothing is done.\n" in texts["brief-Ben.md"]
    assert "   2. Nothing is done.\n" in texts["moderator.md"]


def test_who_is_at_the_table_gets_the_offer_and_nobody_else() -> None:
    reading = next(reading for reading in cases() if reading.id == "003")
    second = reading.offers[1]
    assert parties(reading, second) == {"US", "Congress", "Russia"}
    texts = files(pack(reading))
    having = {name for name, text in texts.items() if "US offers" in text}
    assert having == {"brief-US.md", "brief-Congress.md", "brief-Russia.md"}


def test_hostile_words_stay_words() -> None:
    reading = written(
        """
        case: What <script> now?
        actors: {A: {}, B: {}}
        options:
          A.go: go <img src=x> *now* `rm`
        wants:
          A: [go]
          B: silent
        """
    )
    for text in files(pack(reading)).values():
        assert "<script" not in text and "<img" not in text and "*now*" not in text


def test_a_case_in_which_nobody_can_do_anything_cannot_be_played() -> None:
    with pytest.raises(NotComputed, match="no option"):
        pack(written("case: q\nactors: {A: {}}\nwants: {A: silent}\n"))
