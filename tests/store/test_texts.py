"""Texts found by hash, then by name; where they are is remembered per user."""

import hashlib
import json

import pytest

from standoff.case.check.folder import check_folder
from standoff.case.entry import Case, Overlay
from standoff.case.format.source import make_record
from standoff.citation import Source
from standoff.problem import Place
from standoff.store import settings
from standoff.store.folder import load_folder
from standoff.store.texts import find_texts, texts_for, verbatim

WORDS = "Eins.\r\nZwei\u00a0ist hier.\n"
SHA256 = hashlib.sha256(WORDS.encode()).hexdigest()


@pytest.fixture
def directory(tmp_path, monkeypatch):
    monkeypatch.setenv("STANDOFF_CONFIG", str(tmp_path / "config"))
    case = tmp_path / "texts"
    case.mkdir()
    return case


def test_a_text_is_found_by_its_hash_whatever_its_name(directory):
    (directory / "article.txt").write_bytes(WORDS.encode())
    (directory / "003_other.txt").write_text("another", "utf-8")
    found = find_texts(directory, [Source("003", sha256=SHA256)])
    text = found["003"]
    assert (text.file, text.sha256, text.characters) == ("article.txt", SHA256, WORDS)
    assert [sentence.end for sentence in text.sentences] == [5, 21]


def test_else_by_the_id_its_name_begins_with(directory):
    (directory / "003_abc.txt").write_text("three", "utf-8")
    (directory / "0031.txt").write_text("another", "utf-8")
    found = find_texts(directory, [Source("003", sha256="0" * 64), Source("00")])
    assert list(found) == ["003"]
    (directory / "003-again.txt").write_text("which one?", "utf-8")
    assert not find_texts(directory, [Source("003")])


def test_what_is_no_text_is_passed_over(directory):
    (directory / "003.pdf").write_bytes(b"%PDF \xff\xfe")
    (directory / "003").mkdir()
    assert not find_texts(directory, [Source("003")])


def test_the_directory_given_last_is_remembered(directory):
    case = Case("f", "f", Overlay(Place("f", 1), sources=(Source("x"),)))
    assert texts_for(case, None) is None
    (directory / "x.txt").write_text(WORDS, "utf-8")
    assert texts_for(case, directory)
    assert settings.remembered_texts() == directory
    assert list(texts_for(case, None) or ()) == ["x"]


@pytest.mark.parametrize(
    "kept", ["", "{}", "[]", '{"texts": 3}', json.dumps({"texts": "/no/where"})]
)
def test_settings_that_cannot_be_used_count_for_nothing(directory, kept):
    settings.directory().mkdir()
    (settings.directory() / settings.FILE).write_text(kept, "utf-8")
    assert settings.remembered_texts() is None


def test_only_sentences_that_fit_their_records_are_shown(directory):
    (directory / "x.txt").write_bytes(WORDS.encode())
    text = find_texts(directory, [Source("x")])["x"]
    good, bad = make_record(1, text), make_record(2, text)
    bad = type(bad)(2, bad.start, bad.end, "0" * 16)
    case = Case("f", "f", Overlay(Place("f", 1)), {}, {"x": Source("x", records={1: good, 2: bad})})
    assert verbatim(case, {"x": text}) == {("x", 1): "Eins."}


def test_the_worked_case_verifies(texts, request):
    case, found = load_folder(request.config.rootpath / "cases" / "syria")
    report = check_folder(case, found, texts_for(case, texts))
    assert not report.findings.problems
    assert report.verified == report.cited > 200
