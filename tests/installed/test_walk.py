"""The walk through an installed standoff finds what it runs, and fails where something is wrong."""

from pathlib import Path

import pytest
from tests.installed.walk import ROOT, SNIPPET, Place, Wrong, holds, main


def test_the_readme_has_one_command_for_python() -> None:
    found = SNIPPET.findall((ROOT / "README.md").read_text("utf-8"))
    assert len(found) == 1
    compile(found[0], "README.md", "exec")


def test_nothing_of_the_checkout_is_handed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "src"))
    monkeypatch.setenv("STANDOFF_TEXTS", str(tmp_path))
    given = Place(tmp_path / "venv", tmp_path).environment
    assert "PYTHONPATH" not in given and "STANDOFF_TEXTS" not in given
    assert given["STANDOFF_CONFIG"].startswith(str(tmp_path))


def test_it_fails_where_nothing_is_installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(tmp_path) == 1
    assert "FAILED  standoff --version" in capsys.readouterr().err
    with pytest.raises(Wrong, match="is not in"):
        holds("one", "two")
