"""The pictures of the report: the page, the table of the script and the files name the same."""

from pathlib import Path

import pypdf
import pytest
from tests.docs.report_pictures import HEIGHTS, PAGE, PAPER, PICTURES, TARGET, Taken, text
from tests.report.test_printers import SHIPPED


def size(file: Path) -> tuple[int, int]:
    """Width and height of a PNG, from its head (PNG specification, 11.2.2)."""
    head = file.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")


def test_the_page_shows_every_picture_of_the_table_and_no_other() -> None:
    """Stale? `python3 dev.py pictures` takes them anew."""
    assert PAGE.read_text("utf-8") == text()
    named = [taken.file for taken in PICTURES] + [f"{name}.pdf" for name, *_ in PAPER]
    assert len(set(named)) == len(named)
    assert {each.name for each in TARGET.iterdir()} == set(named)


def test_every_shipped_case_is_there_at_both_widths() -> None:
    names = {taken.name for taken in PICTURES}
    small = [name for name in SHIPPED if name != "syria"]
    assert {f"{name}{end}" for name in small for end in ("", "-390")} | {
        "answer", "answer-390", "answer-dark"
    } <= names  # fmt: skip


@pytest.mark.parametrize("taken", PICTURES, ids=lambda taken: taken.name)
def test_a_picture_is_as_large_as_its_row_says(taken: Taken) -> None:
    width, height = size(TARGET / taken.file)
    assert abs(width - taken.width * taken.scale) <= 1
    assert abs(height - HEIGHTS[taken.width] * taken.scale) <= 1


def test_on_paper_it_has_at_most_fifteen_sheets() -> None:
    for name, *_ in PAPER:
        assert len(pypdf.PdfReader(TARGET / f"{name}.pdf").pages) <= 15


def test_all_of_them_together_are_no_load_for_the_repository() -> None:
    assert sum(each.stat().st_size for each in TARGET.iterdir()) < 3_000_000
