"""The benchmark of the reading desk reads what it writes, and tells what that took."""

import os
from pathlib import Path

import pytest

pytest.importorskip("resource")

from benchmarks import desk


def test_texts_are_written_and_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "YARD", 1000)
    texts = desk.write(tmp_path / "texts", 3, lines=2)
    figures = desk.read(texts, "plain", tmp_path / "desk")
    assert sorted(os.listdir(tmp_path / "desk" / "records")) == ["t0.jsonl", "t1.jsonl", "t2.jsonl"]
    # The peak of a child counts what its parent held, which here is the whole run of the tests.
    assert figures["processor s"] > 0 and figures["peak MB"] > 1
