"""Pages made from the code are as the code would make them now."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import standoff
from standoff.app.gallery import pictures
from standoff.app.library import library
from standoff.app.reference import PAGES, PICTURES
from standoff.store.shipped import shipped_cases

FOLDER = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_page_is_not_stale(name: str) -> None:
    made = PAGES[name]()
    assert (FOLDER / name).read_text("utf-8") == made, "run: python3 dev.py docs"


def test_the_pictures_are_not_stale() -> None:
    made = pictures()
    kept = {path.name: path.read_text("utf-8") for path in (FOLDER / PICTURES).iterdir()}
    assert kept == dict(made), "run: python3 dev.py docs"


def test_a_picture_is_a_file_by_itself() -> None:
    """It is drawn from its own text alone: nothing is fetched, no colour is left to a page around it."""
    for name, text in pictures().items():
        root = ElementTree.fromstring(text)
        assert root.tag == "{http://www.w3.org/2000/svg}svg", name
        used = set(re.findall(r"var\((--[\w-]+)\)", text))
        assert used <= set(re.findall(r"(--[\w-]+):", text)), name
        assert "href" not in text and "url(" not in text, name


def test_the_gallery_has_every_case_that_ships() -> None:
    page = PAGES["gallery.md"]()
    heads = re.findall(r"^##+ ([\w-]+):", page, re.M)
    assert set(shipped_cases()) <= set(heads)
    assert set(re.findall(r"\]\(gallery/([^)]+)\)", page)) == set(pictures())
    assert page.count("No picture: ") == 1  # one is too large
    assert "| SEQ+SIMULTANEITY | {5, 6, 7} | {5, 7} |" in page  # where print differs


def test_the_page_of_the_library_has_every_public_name() -> None:
    page = library()
    heads = re.findall(r"^## so\.(\w+)$", page, re.M)
    assert heads == sorted(standoff._HOME)
    for name in ("Case.compare", "Case[…]", "Reading.edit", "Model.frames", "Solution.to_frame"):
        assert f"### {name}\n" in page
    assert "Case.ask(question: str | None = None, seconds: float = 600.0" in page
    assert (
        "- `at`: before which wish the new one stands, counted from 0; the last by default" in page
    )
    assert not re.search(r"^### \w+\._", page, re.M)
