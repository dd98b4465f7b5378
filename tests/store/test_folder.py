"""Case folders on disk: what is read, what is refused, and that files are written all or not at all."""

import os

import pytest
from tests.case.written import BASE

from standoff.case.make.template import first_case
from standoff.case.reading import readings
from standoff.store.folder import Change, Changed, file_text, load_folder, write_all


@pytest.fixture
def case(tmp_path):
    """The first case, on disk."""
    for name, text in first_case().items():
        path = tmp_path / "my-case" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "my-case"


def test_a_folder_or_its_case_file(reading):
    for path in (reading, str(reading), reading / "case.yaml"):
        case, found = load_folder(path)
        assert not found.problems
        assert (case.name, case.path) == ("my-case", str(reading))
        assert list(case.sources) == ["letter"]


def test_files_are_named_as_the_user_named_the_case(reading, monkeypatch):
    (reading / "readings").mkdir()
    (reading / "readings" / "r.yaml").write_text("noww: []\n", "utf-8")
    monkeypatch.chdir(reading)
    _, found = load_folder(".")
    assert [each.place.file for each in found.problems][:1] == [os.path.join("readings", "r.yaml")]
    monkeypatch.chdir(reading.parent)
    case, found = load_folder("my-case")
    assert found.problems[0].place.file == os.path.join("my-case", "readings", "r.yaml")
    assert readings(case) == ("r",)


def test_variants_belong_to_a_reading(reading):
    (reading / "readings").mkdir()
    (reading / "readings" / "r.yaml").write_text("at: 2018\n", "utf-8")
    _, found = load_folder(reading)
    assert "move them to its file under `readings/`" in found.problems[0].message


def test_a_published_model_is_not_passed_over(reading):
    (reading / "model.json").write_text("{}", "utf-8")
    _, found = load_folder(reading)
    assert "the schema is None" in found.problems[0].message


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a b.yaml", "a file's name is an id"),
        ("base.yaml", "and not `base`"),
        ("r.yml", "rename it to r.yaml"),
    ],
)
def test_names_of_files(reading, name, words):
    (reading / "readings").mkdir()
    (reading / "readings" / name).write_text("at: 2018\n", "utf-8")
    (reading / "readings" / ".hidden.yaml").write_text("nonsense", "utf-8")
    (reading / "readings" / "notes.txt").write_text("nonsense", "utf-8")
    _, found = load_folder(reading)
    assert len(found.problems) == 1
    assert words in found.problems[0].message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a: \xff", "not utf-8 text"),
        (b"a: \0", "NUL byte"),
        (b"x" * 10_000_000, "the file holds 10.0 MB, and a case file at most 1 MB"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(2000), "not utf-8 text"),
        (os.urandom(3000) + b"\xff\0", "text"),
    ],
)
def test_what_is_no_case_file(reading, data, words):
    (reading / "case.yaml").write_bytes(data)
    _, found = load_folder(reading)
    assert len(found.problems) == 1
    assert words in found.problems[0].message
    assert (reading / "case.yaml").read_bytes() == data


def test_what_is_no_case(tmp_path):
    _, found = load_folder(tmp_path)
    (problem,) = found.problems
    assert "there is no such file: `standoff new DIR`" in problem.message
    assert problem.place.file == str(tmp_path / "case.yaml")
    (tmp_path / "case.yaml").mkdir()
    _, found = load_folder(tmp_path)
    assert "it is not a file" in found.problems[0].message


def test_a_file_is_no_case(tmp_path):
    (tmp_path / "notes.txt").write_text("x", "utf-8")
    _, found = load_folder(tmp_path / "notes.txt")
    (problem,) = found.problems
    assert "a case is a folder with a case.yaml in it" in problem.message


def test_a_file_of_windows_with_a_mark(tmp_path):
    (tmp_path / "case.yaml").write_bytes(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())
    case, found = load_folder(tmp_path)
    assert not found.problems
    assert case.base.title == "Will B leave?"
    assert case.base.options[0].place.line == 6


# --- writing ------------------------------------------------------------------------------------


def test_all_files_are_written_or_none(tmp_path):
    one, two = tmp_path / "a" / "one", tmp_path / "two"
    two.write_text("as it was", "utf-8")
    write_all([Change(one, None, "1\r\n"), Change(two, "as it was", "2")])
    assert (file_text(one), file_text(two)) == ("1\r\n", "2")
    with pytest.raises(Changed, match="changed meanwhile: nothing was written"):
        write_all([Change(one, "1\r\n", "new"), Change(two, "as it was", "new")])
    assert (file_text(one), file_text(two)) == ("1\r\n", "2")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "one", "two"]


def test_a_file_that_cannot_be_written_stops_the_others(tmp_path):
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(OSError, match=r".+"):
        write_all([Change(tmp_path / "ok", None, "1"), Change(tmp_path / "file" / "in", None, "2")])
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
