"""Files are written whole or not at all, never through a link, and by one writer at a time."""

import multiprocessing
import os
import stat
import time
from pathlib import Path

import pytest

from standoff.store import write
from standoff.store.write import (
    CannotWrite,
    Change,
    Changed,
    Outside,
    append,
    lines_of,
    locked,
    sweep,
    within,
    write_all,
    write_bytes,
    write_each,
    write_folder,
)

posix = pytest.mark.skipif(os.name == "nt", reason="links, pipes and modes of POSIX")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


# --- what stands there ----------------------------------------------------------------------------


@posix
def test_a_link_a_pipe_a_device_and_a_folder_are_never_replaced(tmp_path):
    target = tmp_path / "target"
    target.write_text("mine", "utf-8")
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "nowhere").symlink_to(tmp_path / "not-there")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    before = names(tmp_path)
    for name, words in (
        ("link", "a link to"),
        ("nowhere", "a link to"),
        ("pipe", "a pipe"),
        ("folder", "a folder"),
    ):
        path = tmp_path / name
        for call in (
            lambda path=path: write_bytes(path, b"x"),
            lambda path=path: append(path, b"x\n"),
            lambda path=path: write_all([Change(path, None, "x")]),
        ):
            with pytest.raises(CannotWrite, match=words):
                call()
    with pytest.raises(CannotWrite, match="a device"):
        write_bytes(Path("/dev/null"), b"x")
    assert names(tmp_path) == before
    assert target.read_text("utf-8") == "mine"
    assert stat.S_ISFIFO((tmp_path / "pipe").lstat().st_mode)


@posix
def test_the_mode_of_a_file_stays(tmp_path):
    path = tmp_path / "private"
    path.write_text("x", "utf-8")
    path.chmod(0o600)
    write_bytes(path, b"y")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("name", ["a\0b", "x" * 300, "file/below"])
def test_a_place_that_cannot_be_is_one_message(tmp_path, name):
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(CannotWrite, match="cannot be written"):
        write_bytes(tmp_path / name, b"x")
    assert names(tmp_path) == ["file"]


def test_what_is_not_text_is_not_written_over(tmp_path):
    (tmp_path / "case.yaml").write_bytes(b"\xff\xfe")
    with pytest.raises(CannotWrite, match="not utf-8"):
        write_all([Change(tmp_path / "case.yaml", None, "x")])


@posix
def test_a_path_stays_in_its_folder(tmp_path):
    root = tmp_path / "root"
    (root / "below").mkdir(parents=True)
    (root / "out").symlink_to(tmp_path)
    (root / "in").symlink_to(root / "below")
    assert within(root, root / "in" / "x") == root / "in" / "x"
    for path in (root / "out" / "x", root / ".." / "x", Path("/etc/passwd")):
        with pytest.raises(Outside, match="leads out of"):
            within(root, path)


@posix
def test_a_path_is_within_a_folder_where_its_links_lead_there(tmp_path, monkeypatch):
    """What is seen by names alone is what resolving every link says."""
    monkeypatch.chdir(tmp_path)
    for folder in ("top/a", "other"):
        Path(folder).mkdir(parents=True)
    for link, target in (
        ("top/in", "a"),
        ("top/up", ".."),
        ("top/out", tmp_path / "other"),
        ("top/a/loop", "loop"),
        ("alias", "top"),
        ("top/dangling", "../gone"),
    ):
        Path(link).symlink_to(target)
    Path("top/a/file").write_text("x", "utf-8")
    roots = [Path(name) for name in (".", "top", "alias", "top/a", "top/in", tmp_path / "top")]
    names = (
        *". .. / a a/file a/file/x new/x in/file up up/top/a out/x ../top/a a/../a".split(),
        *("dangling", "dangling/x", "top", "top/a", str(tmp_path / "top" / "a")),
    )
    for root in roots:
        for name in names:
            for path in (root / name, Path(name)):
                inside = path.resolve().is_relative_to(root.resolve())
                try:
                    assert within(root, path) == path and inside, (root, path)
                except Outside:
                    assert not inside, (root, path)


# --- whole or not at all --------------------------------------------------------------------------


def test_what_is_there_already_is_no_conflict(tmp_path):
    """What a kill broke off between two files is done again."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("new", "utf-8")
    write_all([Change(one, None, "new"), Change(two, None, "new")])
    assert two.read_text("utf-8") == "new"
    with pytest.raises(Changed):
        write_all([Change(one, None, "newer")])


def test_a_folder_is_there_whole_or_not_at_all(tmp_path):
    write_folder(tmp_path / "a" / "b", {"x.yaml": "1", "deep/y.yaml": "2"})
    assert (tmp_path / "a" / "b" / "deep" / "y.yaml").read_text("utf-8") == "2"
    (tmp_path / "empty").mkdir()
    write_folder(tmp_path / "empty", {"x": "1"})
    with pytest.raises(Changed, match="there already"):
        write_folder(tmp_path / "empty", {"y": "1"})
    for files in ({"ok": "1", "../out": "2"}, {"ok": "1", "x" * 300: "2"}):
        with pytest.raises((CannotWrite, Outside)):
            write_folder(tmp_path / "other", files)
    assert names(tmp_path) == ["a", "empty"]


def full(*_):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("call", ["fsync", "open"])
def test_a_full_disk_changes_nothing(tmp_path, monkeypatch, call):
    path, log = tmp_path / "file", tmp_path / "log"
    path.write_text("old", "utf-8")
    log.write_bytes(b"one\n")
    monkeypatch.setattr(os, call, full)
    for act in (
        lambda: write_bytes(path, b"new"),
        lambda: write_all([Change(path, "old", "new")]),
        lambda: write_each([(path, b"new"), (tmp_path / "other", b"new")]),
    ):
        with pytest.raises(CannotWrite, match=r"No space left"):
            act()
    if call == "fsync":
        with pytest.raises(CannotWrite, match=r"No space left"):
            append(log, b"two\n")
    monkeypatch.undo()
    assert (path.read_text("utf-8"), log.read_bytes()) == ("old", b"one\n")
    assert names(tmp_path) == ["file", "log"]


def test_several_files_are_on_the_disk_before_one_takes_its_place(tmp_path, monkeypatch):
    done = []
    fsync, replace = os.fsync, os.replace

    def to_disk(handle):
        fsync(handle)
        done.append("disk")

    def moved(one, other):
        done.append("place")
        replace(one, other)

    monkeypatch.setattr(os, "fsync", to_disk)
    monkeypatch.setattr(os, "replace", moved)
    files = [(tmp_path / "below" / f"{number}.txt", b"%d" % number) for number in range(20)]
    write_each(files)
    assert done == ["disk"] * 20 + ["place"] * 20
    assert [path.read_bytes() for path, _ in files] == [data for _, data in files]
    assert len(names(tmp_path / "below")) == 20


def test_one_of_several_that_cannot_be_written_leaves_nothing_beside(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(CannotWrite, match="it is a folder"):
        write_each([(tmp_path / "file", b"x"), (tmp_path / "folder", b"x")])
    assert names(tmp_path) == ["folder"]


def test_a_half_line_gets_an_end_and_stays(tmp_path):
    path = tmp_path / "log"
    assert append(path, b"one\n") == 0
    path.write_bytes(b"one\ntw")
    assert append(path, b"three\n") == 6
    assert lines_of(path) == [b"one", b"tw", b"three"]
    assert lines_of(tmp_path / "none") == ()


def test_what_a_killed_writer_left_is_swept_away_in_time(tmp_path):
    old = time.time() - 2 * write.STALE
    for name in (".case.yaml.123.part", ".young.123.part", "kept.part", ".kept"):
        (tmp_path / name).write_text("x", "utf-8")
        if name != ".young.123.part":
            os.utime(tmp_path / name, (old, old))
    folder = tmp_path / ".dam.99.part"
    folder.mkdir()
    os.utime(folder, (old, old))
    sweep(tmp_path)
    assert names(tmp_path) == [".kept", ".young.123.part", "kept.part"]


def test_a_folder_is_looked_through_for_what_was_left_once_in_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[Path] = []
    now = [1_000_000.0]
    monkeypatch.setattr(write, "sweep", swept.append)
    monkeypatch.setattr("standoff.store.write.time.monotonic", lambda: now[0])
    for _ in range(3):
        write.write_text(tmp_path / "a.txt", "a")
    assert swept == [tmp_path]
    now[0] += write.STALE
    write.write_text(tmp_path / "a.txt", "a")
    assert swept == [tmp_path, tmp_path]


# --- locks ----------------------------------------------------------------------------------------


def add_ones(folder: Path, count: int) -> None:
    for _ in range(count):
        with locked(folder):
            path = folder / "sum"
            before = int(path.read_text("utf-8"))
            path.write_text(str(before + 1), "utf-8")


def test_writers_take_turns(tmp_path):
    (tmp_path / "sum").write_text("0", "utf-8")
    writers = [multiprocessing.Process(target=add_ones, args=(tmp_path, 40)) for _ in range(3)]
    for each in writers:
        each.start()
    for each in writers:
        each.join()
    assert (tmp_path / "sum").read_text("utf-8") == "120"


def hold(folder: Path, ready) -> None:
    with locked(folder):
        ready.set()
        time.sleep(60)


@posix
def test_a_lock_goes_with_its_holder_and_a_long_wait_ends_in_words(tmp_path, monkeypatch):
    ready = multiprocessing.Event()
    holder = multiprocessing.Process(target=hold, args=(tmp_path, ready))
    holder.start()
    assert ready.wait(20)
    monkeypatch.setattr(write, "WAIT", 0.1)
    with pytest.raises(CannotWrite, match="another standoff is writing there"), locked(tmp_path):
        pass
    holder.kill()
    holder.join()
    with locked(tmp_path), locked(tmp_path):  # who holds it may hold it again
        pass
    assert names(tmp_path) == []


def test_where_folders_cannot_be_locked_a_file_stands_for_the_lock(tmp_path, monkeypatch):
    monkeypatch.setattr(write, "fcntl", None)
    monkeypatch.setattr(write, "WAIT", 0.1)
    with locked(tmp_path):
        assert names(tmp_path) == [".standoff.lock"]
        with pytest.raises(CannotWrite, match="another standoff"), write._held(tmp_path):
            pass
    assert names(tmp_path) == []
    lock = tmp_path / ".standoff.lock"
    lock.write_text("", "utf-8")
    os.utime(lock, (1, 1))
    with locked(tmp_path):  # its holder was killed long ago
        pass
