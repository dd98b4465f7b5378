"""The page of concepts: every one of them, with its source; that it is not stale is tested in `app`."""

from pathlib import Path

import pytest

from standoff.gmcr.concept.law import CONCEPTS

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/concepts.md"


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_concept_stands_on_it_with_its_source(concept: str) -> None:
    text = PAGE.read_text("utf-8")
    assert f"\n## {concept}: " in text
    assert CONCEPTS[concept].source in text
