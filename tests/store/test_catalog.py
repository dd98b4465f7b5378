"""The catalogue of published conflicts: complete, true to its files, and nothing in it that is not so."""

from __future__ import annotations

import json

import pytest

from standoff.gmcr.concept.law import solve
from standoff.problem import UnknownName
from standoff.store.model.catalog import Published, catalog, published
from standoff.store.shipped import shipped_cases


@pytest.fixture(scope="module")
def entries() -> tuple[Published, ...]:
    return catalog()


def test_every_case_with_a_model_is_there_with_its_citation(entries: tuple[Published, ...]) -> None:
    names = [name for name, path in shipped_cases().items() if (path / "model.json").exists()]
    assert [entry.name for entry in entries] == names
    for entry in entries:
        assert entry.citation["authors"] and entry.citation["year"] and entry.cited
        assert entry.title and entry.verified and entry.options
        assert all(row.words and row.maker for row in entry.options)
        json.dumps(entry.as_data())


def test_sets_are_those_of_the_engine_or_said_to_differ(entries: tuple[Published, ...]) -> None:
    """What is printed comes out, or `differs` says why it does not; what was computed comes out."""
    for entry in entries:
        if not entry.expected:
            continue
        file = entry.read()
        assert entry.states in (None, file.model.space.count)
        for concept, sets in entry.expected.items():
            solution = solve(file.model, [concept])
            stable = {str(file.name(code)) for code in solution.states(concept)}
            for key, by_maker in sets.items():
                same = stable == set(map(str, by_maker["equilibria"]))
                assert same or (key == "published" and concept in entry.differs), entry.name


def test_what_differs_from_print_is_in_words() -> None:
    korea = published("jacobi-2017-korea-invasion")
    assert "12 is stable for NK" in korea.differs["SEQ+SIMULTANEITY"]
    assert korea.variations["as published"]["switch"] == "--reversible o3 --blocked as_published"
    assert any("384" in note for note in published("kinsara-2014-syria-iraq").notes)


def test_elmira_as_a_table() -> None:
    elmira = published("hipel-1993-elmira")
    assert elmira.states == 9
    assert elmira.expected["NASH"]["published"]["equilibria"] == ["5", "8", "9"]
    one_way = [row.id for row in elmira.options if row.direction != "both"]
    assert one_way and all(row.maker in elmira.read().model.makers for row in elmira.options)
    assert elmira.citation["year"] == elmira.read().document["source"]["year"]


def test_an_unknown_name_has_the_nearest() -> None:
    with pytest.raises(UnknownName, match="did you mean hipel-1993-elmira"):
        published("hipel-1993-elmirra")
