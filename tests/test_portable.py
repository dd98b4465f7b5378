"""What differs between systems: line ends, the letter between folders, names, what is open elsewhere."""

from __future__ import annotations

import ast
import os
import re
import resource
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from tests.case.written import BASE
from typer.testing import CliRunner

from standoff import problem
from standoff.app.cli.main import app
from standoff.case.check.folder import check_folder
from standoff.problem import Place
from standoff.store import write
from standoff.store.folder import load_folder
from standoff.store.sources import id_of, import_file
from standoff.store.write import CannotWrite, write_bytes
from standoff.text.file import extract

ROOT = Path(__file__).resolve().parents[1]
CODE = sorted((ROOT / "src").rglob("*.py"))


# --- line ends ------------------------------------------------------------------------------------


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_commands_keep_the_line_ends_of_a_case(newline: str, tmp_path: Path) -> None:
    case, texts = tmp_path / "wells", tmp_path / "texts"
    texts.mkdir()
    case.mkdir()
    (texts / "herald.txt").write_bytes(b"Upland will pay for the wells. Lowland waits.\n")
    lines = [
        "case: Will Upland pay?",
        "actors: {Upland: {}, Lowland: {}}",
        "options:",
        "  Upland.pay: pay for the wells  [herald#s1]",
        "sources:",
        "  herald: {file: herald.txt}",
        "wants:",
        "  Upland:",
        "    - not pay",
        "",
    ]
    (case / "case.yaml").write_bytes(newline.join(lines).encode())
    run = CliRunner().invoke
    done = run(app, ["cite", str(case), "--texts", str(texts)])
    assert done.exit_code == 0, done.output
    assert run(app, ["cite", str(case), "--texts", str(texts)]).exit_code == 0
    record = case / "sources" / "herald.yaml"
    assert records(record) == ["s1", "0-30"]
    record.write_bytes(record.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", newline.encode()))
    text = (case / "case.yaml").read_bytes()
    (case / "case.yaml").write_bytes(text.replace(b"[herald#s1]", b"[herald#s1-2]"))
    done = run(app, ["cite", str(case), "--texts", str(texts)])
    assert done.exit_code == 0, done.output
    for path in (record, case / "case.yaml"):
        data = path.read_bytes()
        assert data.count(b"\r\n") == (data.count(b"\n") if newline == "\r\n" else 0), path
    assert records(record)[-2:] == ["s2", "31-45"]


def records(path: Path) -> list[str]:
    """The sentences that a file has records of, each with where it stands."""
    rows = re.findall(r"^ +(s\d+) +([\d-]+)", path.read_text("utf-8"), re.MULTILINE)
    return [part for row in rows for part in row]


def calls(tree: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def changes_line_ends(call: ast.Call) -> bool:
    """Whether a call writes text as Python does by default: with the system's own line ends."""
    keywords = {each.arg for each in call.keywords}
    given = [each.value for each in call.args if isinstance(each, ast.Constant)]
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "write_text":
        # ours takes the path first, Typer's formatter has no encoding
        return len(call.args) == 2 and "utf-8" in given and "newline" not in keywords
    opens = name == "open" and any(each in ("w", "a", "x", "w+", "a+") for each in given)
    reads = "text" in keywords and name in ("run", "Popen", "check_output")
    return (opens and "newline" not in keywords) or (reads and "encoding" not in keywords)


MAY_CHANGE = re.compile(r"\b(write_text|open)\b|\btext\s*=")
"""Stands in every file with such a call."""


def test_no_file_is_written_with_the_line_ends_of_the_system() -> None:
    assert [
        (str(file.relative_to(ROOT)), call.lineno)
        for file in CODE
        if MAY_CHANGE.search(text := file.read_text("utf-8"))
        for call in calls(ast.parse(text))
        if changes_line_ends(call)
    ] == []


def test_a_write_with_the_line_ends_of_the_system_is_noticed() -> None:
    code = 'p.write_text(t, "utf-8")\np.open("a", encoding="utf-8")\nrun(c, text=True)\n'
    code += 'p.write_text(t, "utf-8", newline="")\nwrite_text(path, t)\np.open("ab")\n'
    assert [c.lineno for c in calls(ast.parse(code)) if changes_line_ends(c)] == [1, 2, 3]
    assert all(map(MAY_CHANGE.search, code.splitlines()[:3]))


# --- folders and names ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "file", "expected"),
    [
        (PureWindowsPath, r"my cases\syria\readings\003.yaml", "my cases/syria/readings/003.yaml"),
        (PureWindowsPath, r"C:\cases\syria\case.yaml", "C:/cases/syria/case.yaml"),
        (PurePosixPath, r"cases/odd\name/case.yaml", r"cases/odd\name/case.yaml"),
    ],
)
def test_a_place_as_data_is_parted_by_slashes(
    system: type, file: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(problem, "PurePath", system)
    assert Place(file, 3, 5).plain() == {"file": expected, "line": 3, "column": 5}


@pytest.mark.parametrize(
    ("name", "id"),
    [("con.txt", "text-con"), ("NUL.txt", "text-NUL"), ("com1.old.txt", "text-com1.old"),
        ("control.txt", "control")],
)  # fmt: skip
def test_no_text_is_called_as_a_device(name: str, id: str, tmp_path: Path) -> None:
    assert id_of(Path(name)) == id
    (tmp_path / name).write_text("Peru waits.\n", "utf-8")
    assert import_file(tmp_path / "desk", tmp_path / name).source.id == id


def test_check_warns_of_names_that_are_none_on_another_system(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(BASE, "utf-8")
    for name in ("readings/North.yaml", "readings/north.yaml", "readings/aux.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"case: {name}\n", "utf-8")
    if len(os.listdir(tmp_path / "readings")) < 3:
        pytest.skip("this system has one file for both names")
    case, found = load_folder(tmp_path)
    said = [each.message for each in check_folder(case, found).warnings]
    assert "the readings `North` and `north` are one file on Windows and macOS" in said
    assert "Windows takes no file called `aux`: rename the reading" in said


# --- what the system does not take ----------------------------------------------------------------


def busy(monkeypatch: pytest.MonkeyPatch, times: int) -> list[Path]:
    """Let a file be open elsewhere, as Windows sees it, for so many tries."""
    tried: list[Path] = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        tried.append(self)
        if len(tried) <= times:
            raise PermissionError(13, "The process cannot access the file", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(write, "WINDOWS", True)
    return tried


def test_a_file_that_is_open_elsewhere_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = busy(monkeypatch, 3)
    write_bytes(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert len(tried) == 4


def test_a_file_that_stays_open_elsewhere_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    busy(monkeypatch, 1_000_000)
    monkeypatch.setattr(write, "BUSY", 0.05)
    with pytest.raises(CannotWrite, match="cannot access the file"):
        write_bytes(tmp_path / "a", b"new")
    assert [each.name for each in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_lock_that_is_being_taken_away_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows refuses a name whose file was deleted and is still open somewhere."""
    real, tried = os.open, []

    def refused(path: Any, *args: Any) -> int:
        tried.append(path)
        if len(tried) < 4:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args)

    monkeypatch.setattr(write, "WINDOWS", True)
    monkeypatch.setattr(write, "fcntl", None)
    monkeypatch.setattr(os, "open", refused)
    with write.locked(tmp_path):
        assert len(tried) == 4
    assert list(tmp_path.iterdir()) == []


def test_a_system_that_takes_no_limit_of_memory_reads_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: Any) -> None:
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr(resource, "setrlimit", refuse)
    extract._limit_memory()
