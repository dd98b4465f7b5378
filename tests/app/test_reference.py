"""Pages made from the code are as the code would make them now."""

from pathlib import Path

import pytest

from standoff.app.reference import PAGES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_not_stale(name: str) -> None:
    made = PAGES[name]()
    assert (FOLDER / name).read_text("utf-8") == made, "run: python3 dev.py docs"
