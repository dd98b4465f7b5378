"""What is kept between commands: whole, this user's own, bounded, and never in the way."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import standoff
from standoff.store import kept
from standoff.store.kept import Kept, directory, key

KEY, OTHER, THIRD = "a" * 64, "b" * 64, "c" * 64
DATA = [["text", "x" * 40], ["document", {"title": "ü", "blocks": [1, None, 2.5]}]]


@pytest.fixture
def here(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "cache" / "standoff")


def file_of(here: Kept, name: str = KEY) -> Path:
    return here.folder / f"{name}.jsonl"


def test_what_was_kept_comes_back(here: Kept) -> None:
    assert here.get(KEY) is None
    here.put(KEY, DATA)
    assert here.get(KEY) == DATA
    assert here.get(OTHER) is None
    here.put(KEY, [])
    assert here.get(KEY) == []


@pytest.mark.skipif(os.name == "nt", reason="a file of Windows has no such modes")
def test_it_is_this_user_s_alone(here: Kept) -> None:
    before = os.umask(0)
    try:
        here.put(KEY, DATA)
    finally:
        os.umask(before)
    assert stat.S_IMODE(here.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(file_of(here).stat().st_mode) == 0o600
    file_of(here).chmod(0o644)
    assert here.get(KEY) is None
    here.put(KEY, DATA)
    assert stat.S_IMODE(file_of(here).stat().st_mode) == 0o600
    assert here.get(KEY) == DATA
    here.folder.chmod(0o755)  # others could look, and what is in there may be anybody's
    here.put(OTHER, DATA)
    assert here.get(KEY) is None
    assert not file_of(here, OTHER).exists()


@pytest.mark.skipif(os.name == "nt", reason="a file of Windows has no such owner")
def test_what_is_somebody_else_s_is_passed_over(
    here: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.put(KEY, DATA)
    nobody = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: nobody)
    assert here.get(KEY) is None
    here.put(OTHER, DATA)
    assert sorted(path.name for path in here.folder.iterdir()) == [file_of(here).name]


def test_whatever_is_done_to_a_file_it_is_passed_over(here: Kept) -> None:
    here.put(KEY, DATA)
    whole = file_of(here).read_bytes()
    assert b"\\u00fc" in whole
    for at in range(0, len(whole), 5):
        file_of(here).write_bytes(whole[:at])
        assert here.get(KEY) is None
        file_of(here).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert here.get(KEY) is None
    for other in (b"", b"\n", b"[]\n[]", b"\xff\xfe\n{}", b"[" * 9000 + b"\n", b"null\nnull"):
        file_of(here).write_bytes(other)
        assert here.get(KEY) is None
    file_of(here).write_bytes(whole)
    file_of(here).rename(file_of(here, OTHER))  # another answer's
    assert here.get(OTHER) is None
    here.put(OTHER, DATA)
    assert here.get(OTHER) == DATA


def test_another_format_is_passed_over(here: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    here.put(KEY, DATA)
    monkeypatch.setattr(kept, "FORMAT", "standoff-kept/2")
    assert here.get(KEY) is None


def test_what_cannot_be_written_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    Kept(tmp_path / "file").put(KEY, DATA)
    Kept(tmp_path / "file" / "deeper").put(KEY, DATA)
    assert Kept(tmp_path / "file").get(KEY) is None
    assert (tmp_path / "file").read_text() == "no folder"
    here = Kept(tmp_path / "cache", bound=9000)
    here.put(KEY, "\0" * here.bound)  # larger than what may be kept
    assert here.get(KEY) is None


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_no_link_and_no_pipe_is_followed(here: Kept, tmp_path: Path) -> None:
    here.put(KEY, DATA)
    away = tmp_path / "elsewhere"
    file_of(here).rename(away)
    file_of(here).symlink_to(away)
    assert here.get(KEY) is None
    here.put(KEY, [])
    assert Kept(here.folder).get(KEY) is None
    assert away.read_bytes().count(b"\n") == 1  # not written through
    file_of(here).unlink()
    os.mkfifo(file_of(here))
    assert here.get(KEY) is None  # and nobody waits for it
    here.put(KEY, DATA)
    assert stat.S_ISFIFO(file_of(here).lstat().st_mode)
    linked = Kept(tmp_path / "link")
    linked.folder.symlink_to(here.folder)
    linked.put(OTHER, DATA)
    assert linked.get(OTHER) is None
    assert not file_of(here, OTHER).exists()


def test_what_was_used_longest_ago_goes_first(here: Kept) -> None:
    small = Kept(here.folder, bound=1200)
    for at, name in enumerate((KEY, OTHER, THIRD)):
        small.put(name, "y" * 100)
        os.utime(file_of(here, name), (at, at))
    stranger = here.folder / "notes.txt"
    stranger.write_text("z" * 5000)
    size = file_of(here).stat().st_size
    assert small.get(KEY) == "y" * 100  # used now: the second one is the oldest
    Kept(here.folder, bound=4 * size).put("d" * 64, "y" * 100)
    assert len(list(here.folder.glob("*.jsonl"))) == 4
    Kept(here.folder, bound=4 * size).put("e" * 64, "y" * 100)
    names = {path.stem[0] for path in here.folder.glob("*.jsonl")}
    assert names == {"a", "c", "d", "e"}
    assert stranger.exists()


def test_two_processes_keep_the_same_at_once(here: Kept) -> None:
    code = (
        "import sys; from pathlib import Path; from standoff.store.kept import Kept\n"
        "here = Kept(Path(sys.argv[1]), bound=4000)\n"
        "for at in range(60):\n"
        "    here.put('a' * 64, ['y' * (at % 7)] * 9)\n"
        "    here.put(f'{at:064x}', 'z' * 300)\n"
        "    here.get('a' * 64)\n"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(here.folder)], stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    while any(each.poll() is None for each in started):
        found = here.get(KEY)
        assert found is None or found == [found[0]] * 9
    for each in started:
        assert each.communicate()[1] == b""
        assert each.returncode == 0
    assert sum(path.stat().st_size for path in here.folder.iterdir()) <= 4000 + 400
    assert not list(here.folder.glob(".*.part"))


def test_the_folder_is_where_the_system_keeps_such_things(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert directory() == tmp_path / "standoff"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # counts as none
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    monkeypatch.setattr(kept, "WINDOWS", False)
    for system, below in (("linux", ".cache"), ("darwin", "Library/Caches")):
        monkeypatch.setattr(sys, "platform", system)
        assert directory() == tmp_path / "home" / below / "standoff"
    monkeypatch.setattr(kept, "WINDOWS", True)
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert directory() == tmp_path / "local" / "standoff"

    def nobody() -> Path:
        raise RuntimeError("no home")

    monkeypatch.delenv("LOCALAPPDATA")
    monkeypatch.setattr(Path, "home", staticmethod(nobody))
    assert directory() is None


# --- what an answer is computed from --------------------------------------------------------------


@pytest.fixture
def case(tmp_path: Path) -> Path:
    root = tmp_path / "well"
    for name, text in {
        "case.yaml": "case: A well\n",
        "model.json": "{}",
        "readings/a.yaml": "title: A\n",
        "sources/a.yaml": "title: B\n",
        "notes.txt": "not read",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def test_each_file_of_a_case_counts_and_nothing_else(case: Path) -> None:
    known = {key(case)}
    for name in ("case.yaml", "model.json", "readings/a.yaml", "sources/a.yaml"):
        whole = (case / name).read_bytes()
        (case / name).write_bytes(whole + b" ")
        assert key(case) not in known
        known.add(key(case))
        (case / name).write_bytes(whole)
        assert key(case) in known
    (case / "readings" / "b.yml").write_text("")  # it would be spoken of
    assert key(case) not in known
    (case / "readings" / "b.yml").unlink()
    (case / "notes.txt").write_text("changed")
    assert key(case) in known
    assert None not in known


def test_what_is_asked_and_where_the_case_stands_count(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = key(case, command="ask", asked={"reading": None})
    assert found == key(case, command="ask", asked={"reading": None})
    others = [
        key(case, command="compare", asked={"reading": None}),
        key(case, command="ask", asked={"reading": "None"}),
        key(case / "case.yaml", command="ask", asked={"reading": None}),
    ]
    monkeypatch.chdir(case)
    others.append(key(Path(), command="ask", asked={"reading": None}))
    assert len({found, *others}) == 5


@pytest.mark.skipif(os.name == "nt", reason="links need a right on Windows")
def test_a_case_with_a_link_or_an_unreadable_file_is_not_kept(case: Path, tmp_path: Path) -> None:
    assert key(case) is not None
    (case / "readings" / "b.yaml").symlink_to(case / "readings" / "a.yaml")
    assert key(case) is None
    (case / "readings" / "b.yaml").unlink()
    os.mkfifo(case / "readings" / "b.yaml")
    assert key(case) is None
    (case / "readings" / "b.yaml").unlink()
    (case / "sources").rename(tmp_path / "away")
    (case / "sources").symlink_to(tmp_path / "away")
    assert key(case) is None


def test_the_program_counts(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def program() -> dict[str, Any]:
        return {name: (when, size) for name, when, size in kept._program()}

    package = Path(standoff.__file__).parent
    files = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files <= {name.replace(os.sep, "/") for name in program()}
    found = key(case)
    changed = [("analysis/ask.py", 1, 2)]
    monkeypatch.setattr(kept, "_program", lambda: iter(changed))
    assert key(case) != found
    found = key(case)
    monkeypatch.setattr(kept, "VERSION", "0.2.1")
    assert key(case) != found
