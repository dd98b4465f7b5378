"""What is remembered belongs to a case: by its place and its sources, and never mixed up."""

import json

import pytest

from standoff.case.entry import Case, Overlay
from standoff.citation import Source
from standoff.problem import Place
from standoff.store import settings
from standoff.store.texts import texts_folder, texts_for


def case(path, *hashes):
    """A case at a place whose sources have these hashes."""
    sources = tuple(Source(f"s{at}", sha256=sha256 * 64) for at, sha256 in enumerate(hashes))
    return Case(path.name, str(path), Overlay(Place(str(path), 1), sources=sources))


@pytest.fixture
def folders(tmp_path):
    made = [tmp_path / name for name in ("north", "south", "texts", "other")]
    for each in made:
        each.mkdir()
    return made


def test_each_case_keeps_its_own_texts(folders):
    north, south, texts, other = folders
    assert texts_folder(case(north, "a")) is None
    texts_for(case(north, "a"), texts)
    texts_for(case(south, "b"), other)
    assert texts_folder(case(north, "a")) == texts
    assert texts_folder(case(south, "b")) == other
    assert [each.texts for each in settings.lately()] == [str(other), str(texts)]


def test_a_case_that_moved_is_known_by_its_sources(folders):
    north, south, texts, _ = folders
    texts_for(case(north, "a", "b"), texts)
    assert texts_folder(case(south, "b", "a")) is None, "a copy: it has been given none"
    north.rmdir()
    assert texts_folder(case(south, "b", "a")) == texts
    assert texts_folder(case(south, "a")) is None, "another case: not the same sources"


def test_another_case_at_the_old_place_gets_nothing(folders):
    north, _, texts, _ = folders
    texts_for(case(north, "a", "b"), texts)
    assert texts_folder(case(north, "a", "c")) == texts, "a source was added and one taken away"
    assert texts_folder(case(north, "d")) is None


def test_a_desk_is_kept_beside_the_texts_and_both_can_be_forgotten(folders):
    north, south, texts, desk = folders
    settings.remember(case(north), texts=texts)
    settings.remember(case(north), desk=desk)
    settings.remember(case(south))
    kept = settings.remembered(case(north))
    assert kept is not None and (kept.texts, kept.desk) == (str(texts), str(desk))
    assert [each.place for each in settings.forget(case(north))] == [str(north)]
    assert settings.remembered(case(north)) is None
    assert settings.remembered(case(south)) is not None
    settings.forget()
    assert settings.lately() == ()


@pytest.mark.parametrize("kept", ["", "[]", '{"cases": 3}', "[" * 100_000, "\0"])
def test_a_file_that_cannot_be_read_is_kept_beside(folders, kept):
    north, _, texts, _ = folders
    file = settings.directory() / settings.FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(kept, "utf-8")
    assert settings.lately() == ()
    settings.remember(case(north), texts=texts)
    assert texts_folder(case(north)) == texts
    assert file.with_name("settings.json.unreadable").read_text("utf-8") == kept


@pytest.mark.parametrize(
    "entry", [3, {}, {"place": 3}, {"place": "/x", "hashes": 3, "texts": None}]
)
def test_an_entry_that_is_none_counts_for_nothing(folders, entry):
    file = settings.directory() / settings.FILE
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"cases": [entry]}), "utf-8")
    assert settings.remembered(case(folders[0])) is None


def test_a_machine_that_cannot_keep_it_does_not_fail(folders, monkeypatch):
    north, _, texts, _ = folders
    (north / "file").write_text("x", "utf-8")
    monkeypatch.setenv("STANDOFF_CONFIG", str(north / "file" / "below"))
    texts_for(case(north), texts)
    assert settings.lately() == ()


def test_the_oldest_is_forgotten_first(folders, monkeypatch):
    monkeypatch.setattr(settings, "MOST", 2)
    for each in folders[:3]:
        settings.remember(case(each))
    assert [each.place for each in settings.lately()] == [str(folders[2]), str(folders[1])]
