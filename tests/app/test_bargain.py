"""The commands that ask after reasons and bargains: their JSON, their errors, what they write."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from standoff.app.cli.answer import sheets
from standoff.app.cli.main import app
from standoff.store.folder import load_folder

SYRIA = str(Path(__file__).resolve().parents[2] / "cases" / "syria")

BLANK = """\
case: A shared well
actors: {Ada: {}, Ben: {}}
options:
  Ada.draw: draw water at night
  Ben.lock: put a lock on the well
wants: {Ada: silent, Ben: silent}
"""


def run(*words: str, exit_code: int = 0) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == exit_code, result.output
    assert "Traceback" not in result.output
    return result.output


def write(case: Path, text: str) -> str:
    (case / "case.yaml").write_text(text, "utf-8")
    return str(case)


def test_why_as_data_names_its_parts() -> None:
    first, second = json.loads(run("why", SYRIA, "--act", "Russia.pull", "--json"))["episodes"]
    assert (first["at"], second["at"]) == ("2016-03", "2017-12")
    assert first["evidence"]["rated"] is False
    assert first["evidence"]["chances"] is None
    cost = next(motive for motive in first["motives"] if motive["id"] == "cost")
    assert (cost["outcome"], cost["reading"], cost["restates"]) == ("rational", "002", False)
    assert cost["why"]["citations"] == ["002#s11"]
    assert cost["alone"][0]["stable"]["NASH"] is True
    assert {"alone", "leading", "wants", "decides"} <= set(cost)


def test_offers_and_precedents_as_data() -> None:
    (reading,) = json.loads(run("offers", SYRIA, "-r", "003", "--json"))["readings"]
    first, second = reading["offers"]
    assert (first["answer"], first["worlds"][0]["holds"]) == ("refused", False)
    parts = {part["actor"]: part for part in second["worlds"][0]["parts"]}
    assert parts["Congress"]["veto"] is True
    assert parts["Russia"]["last"] == "loses"
    assert {"kind", "condition", "position", "file", "line"} == set(parts["Russia"]["mends"][0])
    (reading,) = json.loads(run("case", "precedents", SYRIA, "-r", "003", "--json"))["readings"]
    assert [each["broke"]["text"] for each in reading["precedents"]] == ["US", "US"]


def test_ask_answers_one_question_or_all_of_a_reading() -> None:
    (one,) = json.loads(run("ask", SYRIA, "offers", "--json"))["questions"]
    assert one["reading"] == "003"
    assert one["cannot"] is None
    asked = json.loads(run("ask", SYRIA, "--reading", "004", "--json"))["questions"]
    assert [each["id"] for each in asked] == ["why_2017", "us_follows"]
    case, _ = load_folder(SYRIA)
    assert [each.question.id for each in sheets(case, "why_2016")] == ["why_2016"]


def test_a_blank_case_cannot_be_answered(tmp_path: Path) -> None:
    blank = write(tmp_path, BLANK)
    assert "it lacks a question" in run("ask", blank, exit_code=1)
    assert "it lacks an offer" in run("offers", blank, exit_code=1)
    assert "it lacks a precedent" in run("case", "precedents", blank, exit_code=1)
    assert "it lacks a motive" in run("why", blank, "--act", "draw", exit_code=1)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("why", SYRIA, "--act", "Russia.pul"), "did you mean Russia.pull"),
        (("why", SYRIA, "--act", "pull and bases"), "one option"),
        (("ask", SYRIA, "offer"), "did you mean offers"),
        (("roleplay", SYRIA, "-o", "x"), "say which reading to play: 000"),
        (("forecast", "resolve", SYRIA, "003-baff1", "--outcome", "yes", "--on", "2020",
          "--source", "s", "--ledger", "x.jsonl"), "did you mean 003-"),
        (("forecast", "resolve", SYRIA, "003-baff10", "--outcome", "yes", "--on", "2020",
          "--source", "s", "--base-rate", "2"), "between 0 and 1"),
    ],
)  # fmt: skip
def test_a_slip_is_told(
    words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said in " ".join(run(*words, exit_code=2).split())
    assert list(tmp_path.iterdir()) == []


def test_a_resolved_forecast_is_listed_and_scored_and_the_file_only_grows(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.jsonl"
    id = json.loads(run("forecast", "list", SYRIA, "--json"))["forecasts"][0]["id"]
    words = (id, "--outcome", "yes", "--on", "2020", "--source", "made up", "--ledger", str(ledger))
    run("forecast", "resolve", SYRIA, *words)
    before = ledger.read_bytes()
    again = (*words, "--base-rate", "0.1-0.3", "--base-source", "made up", "--json")
    decision = json.loads(run("forecast", "resolve", SYRIA, *again))
    assert (decision["number"], decision["base_low"], decision["base_high"]) == (2, 0.1, 0.3)
    assert ledger.read_bytes().startswith(before)
    listed = json.loads(run("forecast", "list", SYRIA, "--ledger", str(ledger), "--json"))
    assert listed["forecasts"][0]["decision"] == decision
    assert listed["head"] == decision["hash"]
    scores = json.loads(run("forecast", "score", SYRIA, "--ledger", str(ledger), "--json"))[
        "scores"
    ]
    assert (scores[0]["resolved"], scores[0]["came_true"], scores[0]["brier"]) == (1, 1, None)
    ledger.write_bytes(before.replace(b'"yes"', b'"no"'))
    assert "was changed after it was entered" in run(
        "forecast", "score", SYRIA, "--ledger", str(ledger), exit_code=1
    )


def test_without_a_file_named_a_decision_goes_into_the_case_folder(tmp_path: Path) -> None:
    reading = tmp_path / "syria"
    shutil.copytree(SYRIA, reading)
    before = (reading / "ledger.jsonl").read_bytes()
    run(
        "forecast",
        "resolve",
        str(reading),
        "004-e808b5",
        "--outcome",
        "yes",
        "--on",
        "2019",
        "--source",
        "s",
    )
    assert (reading / "ledger.jsonl").read_bytes().startswith(before)
    assert run("check", str(reading))


def test_a_role_play_is_written_and_written_again_the_same(tmp_path: Path) -> None:
    case = tmp_path / "session"
    files = json.loads(run("case", "roleplay", SYRIA, "-r", "001", "-o", str(case), "--json"))[
        "files"
    ]
    assert {Path(each).name for each in files} >= {
        "rules.md",
        "options.md",
        "brief-IRGC.md",
        "moderator.md",
    }
    texts = {path.name: path.read_bytes() for path in case.iterdir()}
    run("case", "roleplay", SYRIA, "-r", "001", "-o", str(case))
    assert texts == {path.name: path.read_bytes() for path in case.iterdir()}
