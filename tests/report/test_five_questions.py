"""Five questions put to the report alone, for every reading of the worked case: where the answer stands, and
how many clicks away. What is folded takes one click; a sentence behind a line one more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from tests.report.test_printers import shipped

from standoff.report.document import Block, Items, Line, Part, walk


@dataclass(frozen=True)
class Told:
    """A line with what it stands under, and how many folds have to be opened for it."""

    line: Line
    under: tuple[str, ...]
    folds: int


def told(blocks: Iterable[Block], under: tuple[str, ...] = (), folds: int = 0) -> Iterator[Told]:
    for block in blocks:
        match block:
            case Line():
                yield Told(block, under, folds)
            case Items():
                for at, item in enumerate(block.items):
                    more = folds + (0 < block.shown <= at)
                    yield Told(item.line, under, more)
                    yield from told(item.below, (*under, item.line.text), more)
            case Part():
                inside = (*under, block.id, block.kicker, block.title.text)
                yield from told(block.blocks, inside, folds + block.folded)


def lines(name: str, section: str) -> list[Told]:
    """What a section tells of the reading of that name."""
    document = shipped("syria")[1].document
    found = [each for each in told(document.blocks) if section in each.under]
    return [each for each in found if any(part.startswith(name) for part in each.under)]


SAID = re.compile(r"Against it|against|would make it follow|does not show the author")
"""What is said of a conclusion that does not follow, or that nothing moves."""
READINGS = (
    "Al Jazeera",
    "Alwaght",
    "Asharq Al-Awsat English",
    "Eldorar Alshamia",
    "Russia Direct",
)
"""The readings by their names; written out, so that no report is made to list the tests."""


def test_it_has_five_readings() -> None:
    case, report = shipped("syria")
    assert sorted(report.document.names.values()) == list(READINGS)
    assert len(READINGS) == 5 == len(case.readings)


@pytest.mark.parametrize("name", READINGS)
class TestFiveQuestions:
    def test_who_decides_it(self, name: str) -> None:
        (found,) = [each for each in lines(name, "answer") if each.line.lead == "Decides:"]
        assert found.folds == 0
        assert found.line.clauses and all(clause.citations for clause in found.line.clauses)

    def test_what_would_turn_it(self, name: str) -> None:
        (found,) = [e for e in lines(name, "answer") if e.line.lead.startswith("Would turn it")]
        assert found.folds == 0 and found.line.clauses[0].text

    def test_who_says_so(self, name: str) -> None:
        """Somebody, with the sentence; or that nobody does; or that nothing turns it."""
        (found,) = [e for e in lines(name, "answer") if e.line.lead.startswith("Would turn it")]
        assert found.folds == 0
        first, *voices = found.line.clauses
        if first.text.startswith("none of the premises"):
            assert not voices
            return
        assert voices
        for voice in voices:
            if voice.text != "nobody says it":
                assert voice.text.startswith(("said by ", "denied by "))
                assert len(voice.citations) == len(voice.lines) > 0

    def test_what_nobody_says(self, name: str) -> None:
        document = shipped("syria")[1].document
        unsaid = [
            each
            for each in told(document.blocks)
            if "answer" in each.under and any("nobody says (" in part for part in each.under)
        ]
        assert unsaid and {each.folds for each in unsaid} <= {1, 2}
        turning = {each.line.clauses[1].text for each in unsaid}
        (turns,) = [e for e in lines(name, "answer") if e.line.lead.startswith("Would turn it")]
        nothing = turns.line.clauses[0].text.startswith("none of the premises")
        assert any(name in text for text in turning) is not nothing

    def test_what_its_author_overlooks(self, name: str) -> None:
        """On the card what the text is silent on; a click away why a conclusion lacks or loses something."""
        card = lines(name, "answer")
        silent = [each for each in card if each.line.text.startswith("The text is silent on what")]
        assert [each.folds for each in silent] == [0]
        lacking = [
            part
            for part in walk(shipped("syria")[1].document.blocks)
            if isinstance(part, Part) and part.role == "reading" and part.kicker.startswith(name)
            for part in walk(part.blocks)
            if isinstance(part, Part) and part.badge and not part.badge.word.startswith("follows")
        ]
        for part in lacking:
            why = [each for each in told((part,)) if each.folds == 1]
            assert any(SAID.search(each.line.text) for each in why), part.title.text
