"""Edits of a case on disk: made on what is there, refused if they bring a problem; nothing from outside."""

import json
import os
import pickle
from pathlib import Path

import pytest
from typer.testing import CliRunner

from standoff.app.cli.main import app
from standoff.case.change import add_entry
from standoff.case.check.folder import check_folder
from standoff.case.entry import Case
from standoff.case.format.slice import CannotEdit
from standoff.problem import CaseError, Findings
from standoff.store.folder import edit_file, load_folder
from standoff.store.model.jsonfile import is_pickled
from standoff.store.model.read import read_model
from standoff.store.write import CannotWrite, Changed, Outside


@pytest.fixture
def case(tmp_path: Path) -> Path:
    assert CliRunner().invoke(app, ["new", str(tmp_path / "well")]).exit_code == 0
    return tmp_path / "well"


def checks(case: Case, found: Findings) -> Findings:
    return check_folder(case, found).findings


# --- edits ----------------------------------------------------------------------------------------


def test_an_edit_is_made_on_what_is_there_by_now(case):
    """Somebody saves the file between the reading and the writing: both are kept."""
    path = case / "case.yaml"
    saves = iter(["# saved meanwhile\n", "", ""])

    def edit(text: str) -> str:
        path.write_text(next(saves) + path.read_text("utf-8"), "utf-8")
        return add_entry(text, ("now",), "pay")

    after = edit_file(case, path, edit, checks)
    assert path.read_text("utf-8") == after
    assert after.startswith("# saved meanwhile\n") and "  - pay" in after


def test_a_file_that_never_rests_is_left_alone(case):
    path = case / "case.yaml"

    def edit(text: str) -> str:
        path.write_text("#\n" + path.read_text("utf-8"), "utf-8")
        return text + "# mine\n"

    with pytest.raises(Changed, match="changed meanwhile"):
        edit_file(case, path, edit, checks)
    assert "# mine" not in path.read_text("utf-8")


@pytest.mark.parametrize("line", ["sink", "pay or night", "night ["])
def test_an_edit_that_brings_a_problem_is_not_written_unless_asked(case, line):
    path = case / "case.yaml"
    before = path.read_text("utf-8")
    with pytest.raises(CannotEdit, match=r"case\.yaml:\d+"):
        edit_file(case, path, lambda text: add_entry(text, ("now",), line), checks)
    assert path.read_text("utf-8") == before
    edit_file(case, path, lambda text: add_entry(text, ("now",), line), checks, anyway=True)
    assert line in path.read_text("utf-8")


def test_a_case_that_is_broken_already_can_still_be_edited(case):
    path = case / "case.yaml"
    path.write_text(path.read_text("utf-8") + "colours: []\n", "utf-8")
    edit_file(case, path, lambda text: add_entry(text, ("now",), "pay"), checks)
    assert "  - pay" in path.read_text("utf-8")


def test_an_edit_stays_in_its_case(case, tmp_path):
    with pytest.raises(Outside):
        edit_file(case, case / ".." / "x.yaml", lambda _: "x", checks)
    assert not (tmp_path / "x.yaml").exists()


# --- links ----------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="links of POSIX")
def test_a_link_out_of_a_case_is_neither_read_nor_written(case, tmp_path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("case: the secret question\n", "utf-8")
    (case / "readings").mkdir()
    for place in (case / "readings" / "a.yaml", case / "sources" / "b.yaml", case / "model.json"):
        place.symlink_to(secret)
        _, found = load_folder(case)
        assert any("leads out of" in problem.message for problem in found.problems), place
        assert not any("secret question" in problem.message for problem in found.problems)
        place.unlink()
    (case / "readings").rmdir()
    letter = case / "sources" / "letter.yaml"
    letter.unlink()
    letter.symlink_to(secret)
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "letter.txt").write_text(
        "One. Two. Three. Four. Five. Six. Seven. Eight.", "utf-8"
    )
    CliRunner().invoke(app, ["cite", str(case), "--texts", str(tmp_path / "texts")])
    assert secret.read_text("utf-8") == "case: the secret question\n"
    assert letter.is_symlink()


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
def test_a_pipe_holds_nobody_up(case, tmp_path):
    os.mkfifo(case / "model.json")
    (case / "sources" / "x.yaml").unlink(missing_ok=True)
    os.mkfifo(case / "sources" / "x.yaml")
    _, found = load_folder(case)
    assert sum("not a file" in problem.message for problem in found.problems) == 2
    os.mkfifo(tmp_path / "texts.json")
    with pytest.raises(CaseError, match="not a file"):
        read_model(tmp_path / "texts.json")
    with pytest.raises(CannotWrite, match="a pipe"):
        edit_file(case, case / "sources" / "x.yaml", lambda _: "x", checks)


# --- pickles --------------------------------------------------------------------------------------


class Trap:
    """Loading it would leave a mark."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return Path.touch, (self.mark,)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("name", ["m.json", "m.gmcr", "m.pkl"])
def test_a_pickle_is_recognised_and_never_loaded(tmp_path, protocol, name):
    mark = tmp_path / "mark"
    path = tmp_path / name
    path.write_bytes(pickle.dumps({"a": Trap(mark), "b": [1, 2]}, protocol))
    assert is_pickled(path)
    for words in (
        ["solve", str(path)],
        ["import", str(path), "-o", str(tmp_path / "out")],
        ["check", str(path)],
    ):
        done = CliRunner().invoke(app, words)
        assert done.exit_code in (1, 2)
        if name != "m.pkl" or words[0] != "import":
            assert "pickle" in done.output
    assert not mark.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"case: x\n",
        b"(a",
        b"c\n",
        b"]",
        b"\x80",
        b"\x89PNG",
        json.dumps({"a": [1, 2]}).encode(),
    ],
)
def test_what_is_no_pickle(tmp_path, data):
    (tmp_path / "x").write_bytes(data)
    assert not is_pickled(tmp_path / "x")
    assert not is_pickled(tmp_path / "none")
