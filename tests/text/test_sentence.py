"""Sentence numbers: the same on every machine, or every citation points at the wrong place."""

import hashlib
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.text.sentence import Sentence, sentences

GOLDEN = json.loads((Path(__file__).parent / "golden" / "sentences.json").read_text("utf-8"))


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


@pytest.mark.parametrize("seed", sorted(GOLDEN))
def test_the_seeds_are_numbered_as_agreed(seed: str, texts: Path) -> None:
    """Every id and offset of the five seeds equals the agreed list (offsets only, no text)."""
    expected = GOLDEN[seed]
    data = (texts / expected["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == expected["sha256"]
    found = sentences(data.decode("utf-8"))
    assert [[s.start, s.end] for s in found] == expected["sentences"]
    assert [s.id for s in found] == [f"s{n + 1}" for n in range(len(found))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dam broke. Nobody knew.", ["The dam broke.", "Nobody knew."]),
        ("A line\nAnother line", ["A line", "Another line"]),
        ("One.\r\n\r\n  Two.\r\n", ["One.", "Two."]),
        ("One.\u00a0Two.\u00a0", ["One.", "Two."]),
        ("He said “go.” They went.", ["He said “go.”", "They went."]),
        ("“Will it hold?” he asked.", ["“Will it hold?” he asked."]),
        ("It cost a lot. 300 left.", ["It cost a lot.", "300 left."]),
        ('It fell. "Run," she said.', ["It fell.", '"Run," she said.']),
        ("Wait… …Then go.", ["Wait…", "…Then go."]),
        ("Wait… then go.", ["Wait… then go."]),
        ("No!? Yes.", ["No!?", "Yes."]),
        ("(It rained.) Water rose.", ["(It rained.)", "Water rose."]),
        ("J. R. Hill met Dr. Weir in the U.S. Senate.",) * 2,
        ("On Sept. 3 and Dec. 4 Gen. Marsh met Mrs. Ford.",) * 2,
        ("They met Sen. Brook. It rained.", ["They met Sen. Brook.", "It rained."]),
        ("It is 3.5 metres, e.g. here.", ["It is 3.5 metres, e.g. here."]),
        ("Élan. État.", ["Élan.", "État."]),
        ("я. Дом стоит.", ["я.", "Дом стоит."]),
        ("", []),
        (" \n\u00a0\n\t", []),
    ],
)
def test_where_a_sentence_ends(text: str, expected: str | list[str]) -> None:
    assert cut(text) == ([expected] if isinstance(expected, str) else expected)


def test_paragraphs_are_lines_that_are_not_blank() -> None:
    """Two sentences, a blank line, one sentence: paragraphs 1, 1, 2."""
    found = sentences("One. Two.\n\nThree.")
    assert [s.paragraph for s in found] == [1, 1, 2]
    assert found[2] == Sentence(3, 11, 17, 2)


@given(st.text(alphabet=st.sampled_from("aB1.!?…”“\"') \n\r\u00a0\u200f\u0301é𝔸😀U"), max_size=80))
def test_sentences_cover_the_text_and_never_cross_a_line(text: str) -> None:
    """Spans rise, touch only white space between them, are trimmed, and stay in one line."""
    found = sentences(text)
    edges = [0, *(edge for s in found for edge in (s.start, s.end)), len(text)]
    assert edges == sorted(edges)
    assert all(not text[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True))
    for s in found:
        quote = text[s.start : s.end]
        assert quote and quote == quote.strip() and "\n" not in quote
    assert [s.number for s in found] == list(range(1, len(found) + 1))


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_comes_later_never_renumbers_what_came_before(before: str, after: str) -> None:
    assert sentences(before + "\n" + after)[: len(sentences(before))] == sentences(before)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "unit", [".", ". ", "A. ", "Mr. ", "\u00a0", "\n", ".”", "a", "(", "U.S. "]
)
def test_a_megabyte_line_takes_linear_time(unit: str) -> None:
    """Twelve seconds are far above what linear time needs, and far below anything quadratic."""
    text = unit * (1_000_000 // len(unit)) + " Then it stopped."
    began = time.perf_counter()
    assert sentences(text)[-1].end == len(text)
    assert time.perf_counter() - began < 12


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('The song "Go! Go! Go!" was banned by Peru. It rained.', 2),
        ("The book “Whose well? Ours!” is old.", 1),
        ('Peru asked "Whose well? Whose water?" of them.', 1),
        ('"Go! Go!" Peru said. It went.', 4),
        ("At 5 p.m. Peru closed the well. It reopened at 6 a.m. Chile protested.", 3),
        ("On Monday at 10:30 a.m. Chile came.", 1),
        ("They met at 5 p.m. Chile came.", 2),
    ],
)
def test_titles_with_marks_and_hours_that_open_a_sentence(text: str, count: int) -> None:
    assert len(sentences(text)) == count
