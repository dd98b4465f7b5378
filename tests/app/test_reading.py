"""Files read into a desk: kept a few at a time, by one process or several, and the desk is the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.app.test_spread import here

from standoff.app import pool
from standoff.app.cli.desk import reading
from standoff.app.cli.desk.reading import Told, Work, told
from standoff.store.write import CannotWrite

TEXT = "Peru offered clean water in exchange for a new road, but Chile refused. On 3 May 2019 it rained.\n"
COUNT = 23


@pytest.fixture
def texts(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "texts"
    folder.mkdir()
    every = [folder / f"t{number:02}.txt" for number in range(COUNT)]
    for number, path in enumerate(every):
        path.write_text(f"{TEXT}{number}", "utf-8")
    every[4].write_bytes(b"PK\x03\x04 is no text")
    return every


def desk(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def every(work: Work, paths: list[Path]) -> list[Told]:
    return [one for some in told(work, paths, workers=2) for one in some]


def test_the_desk_is_the_same_however_many_read_and_whoever_of_them_ends(
    texts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = every(Work("plain", tmp_path / "alone"), texts)
    assert [one.failed for one in alone] == [path is texts[4] for path in texts]
    monkeypatch.setattr(reading, "PAYS", -1.0)
    monkeypatch.setattr(reading, "TOGETHER", 3)
    two = every(Work("plain", tmp_path / "two"), texts)
    monkeypatch.setattr(pool, "spread", here)
    ended = every(Work("plain", tmp_path / "ended"), texts)
    assert alone == two == ended
    assert desk(tmp_path / "alone") == desk(tmp_path / "two") == desk(tmp_path / "ended")


def test_of_two_texts_with_one_id_the_first_wins_in_every_run(
    texts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other" / texts[9].name
    other.parent.mkdir()
    other.write_text("It never rained in Peru.\n", "utf-8")
    monkeypatch.setattr(reading, "PAYS", -1.0)
    monkeypatch.setattr(reading, "TOGETHER", 3)
    monkeypatch.setattr(pool, "spread", lambda *_: pytest.fail("they may not be read at once"))
    work = Work("plain", tmp_path / "desk")
    *_, last = every(work, [*texts, other])
    assert last.failed and "another text" in last.err[0]
    assert every(work, [texts[0], texts[0]]) == [Told(), Told()]


def test_what_was_read_before_the_disk_was_full_is_kept(
    texts: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = os.open
    at_fault = f".{texts[7].name}."

    def full(path, *args, **rest):
        if at_fault in str(path):
            raise OSError(28, "No space left on device")
        return opened(path, *args, **rest)

    monkeypatch.setattr(os, "open", full)
    said: list[Told] = []
    with pytest.raises(CannotWrite, match="No space left"):
        said += (
            one for some in told(Work("plain", tmp_path / "desk"), texts, workers=1) for one in some
        )
    monkeypatch.undo()
    assert len(list((tmp_path / "desk" / "records").iterdir())) == 6  # seven, and one is no text
