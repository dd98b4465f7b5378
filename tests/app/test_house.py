"""What is remembered belongs to one case, is said, and can be forgotten; what is installed is said."""

import json
import shutil
from pathlib import Path

import pytest
from tests.store.test_settings import case
from typer.testing import CliRunner

from standoff.app.cli.main import app
from standoff.store import settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run():
    def call(*words, code=0):
        result = CliRunner().invoke(app, list(map(str, words)))
        assert result.exit_code == code, result.output
        return result

    return call


def test_a_text_folder_stays_with_the_case_it_was_given_for(run, tmp_path):
    """`check A --texts X; check B --texts Y; check A` uses X."""
    for name in ("a", "b"):
        run("new", tmp_path / name)
        (tmp_path / f"texts-{name}").mkdir()
        run("check", tmp_path / name, "--texts", tmp_path / f"texts-{name}")
    for name in ("a", "b"):
        said = run("check", tmp_path / name).stderr
        assert f"texts: {tmp_path / f'texts-{name}'} (remembered for this case)" in said
    shutil.rmtree(tmp_path / "texts-a")
    assert "not there any more" in run("check", tmp_path / "a").stderr
    assert "forgotten" in run("case", "forget", tmp_path / "a").stdout
    assert "texts:" not in run("check", tmp_path / "a").stderr
    assert "texts:" in run("check", tmp_path / "b").stderr
    assert "nothing was remembered" in run("case", "forget", tmp_path / "a").stdout


def test_all_can_be_forgotten_and_one_must_be_named_else(run, tmp_path):
    for name in ("a", "b"):
        settings.remember(case(tmp_path / name), desk=tmp_path)
    record = json.loads(run("case", "forget", "--all", "--json").stdout)
    assert [Path(each["place"]).name for each in record["forgotten"]] == ["b", "a"]
    assert settings.lately() == ()
    run("case", "forget", code=2)


def test_doctor_says_versions_extras_folders_and_what_is_remembered(run, tmp_path):
    assert "nothing is remembered" in run("doctor").stdout
    settings.remember(case(tmp_path / "a"), texts=tmp_path)
    said = run("doctor").stdout
    for words in (
        "standoff",
        "Python",
        "spacy",
        "pypdf",
        str(settings.directory()),
        str(tmp_path / "a"),
    ):
        assert words in said
    record = json.loads(run("doctor", "--json").stdout)
    assert set(record) == {"versions", "extras", "folders", "remembered"}
    assert {"read", "import"} <= set(record["extras"])


def test_every_command_of_a_case_takes_the_name_of_one_that_ships(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    case = "hipel-1993-elmira"
    for words in (
        ("check", case),
        ("show", case),
        ("report", case, "-o", "page.html"),
        ("solve", case),
        ("model", "convert", case, "-o", "elmira.graphml"),
        ("forecast", "list", case),
        ("case", "forget", case),
    ):
        run(*words)
    assert "did you mean" in run("report", f"{case}x", code=2).stderr
