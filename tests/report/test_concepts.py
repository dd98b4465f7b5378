"""The page of concepts says what the code does, and is not stale."""

from pathlib import Path

import pytest

from standoff.gmcr.stability import CONCEPTS
from standoff.report.concepts import page
from standoff.store.folder import load_folder
from standoff.store.shipped import shipped_cases

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/concepts.md"


def test_the_page_is_what_the_command_prints() -> None:
    """If this fails: `standoff concepts > docs/reference/concepts.md`."""
    expected = {n: load_folder(path)[0].base.expected for n, path in shipped_cases().items()}
    made = page({name: found for name, found in expected.items() if found})
    assert PAGE.read_text("utf-8") == made


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_concept_stands_on_it_with_its_source(concept: str) -> None:
    text = PAGE.read_text("utf-8")
    assert f"\n## {concept}: " in text
    assert CONCEPTS[concept].source in text
