"""The sentences: each once, all that is taken from it, the text's own words only where they are at hand."""

from __future__ import annotations

from tests.report.written import answered

from standoff.analysis.survey import survey
from standoff.report.document import Part, Shelf
from standoff.report.tell.case.sentences import tell


def told(sentences: dict[tuple[str, int], str] | None = None) -> Part:
    return tell(survey(*answered(), sentences))


def shelves(part: Part) -> dict[str, Shelf]:
    return {shelf.source: shelf for shelf in part.blocks if isinstance(shelf, Shelf)}


def test_without_the_texts_a_sentence_is_told_by_its_gloss() -> None:
    part = told()
    assert "our paraphrase of each sentence" in str(part.intro)
    first = shelves(part)["one"].sentences[0]
    assert (first.number, first.text, first.verbatim) == (
        1,
        "the north wants the valley empty",
        False,
    )


def test_with_a_text_its_words_stand_and_its_neighbours_beside_it() -> None:
    words = {("two", n): f"Words number {n}." for n in range(1, 6)}
    shelf = shelves(told(words))["two"]
    numbers = [sentence.number for sentence in shelf.sentences]
    assert numbers == [1, 2, 3, 4], "what is cited, and what stands beside that; not the fifth"
    assert all(sentence.verbatim for sentence in shelf.sentences)
    assert shelf.sentences[3].uses == (), "nothing is taken from a neighbour"


def test_a_line_that_both_readings_share_is_one_use_and_its_file_tells_whose_it_is() -> None:
    uses = [use for each in shelves(told())["two"].sentences for use in each.uses]
    shared = [use for use in uses if use.line.startswith("case.yaml:")]
    assert shared, "`not pay` stands in the base of both"
    assert all(use.readings == () for use in uses), "no line is in some readings and not in its own"
    assert len({use.line for use in uses}) == len([use.line for use in uses])
