"""Files of version 1 of the formats are read for ever, and mean what they meant.

`tests/frozen/1` holds what standoff 0.1 wrote and read: cases with every section, texts, a desk with
decisions, a packed case, a ledger, a report as data, a user's settings. Nothing in it is ever changed;
what a later format needs gets a folder of its own beside it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import standoff as so
from standoff.app.cli.main import app
from standoff.case.format.node import Table
from standoff.case.format.yaml import compose
from standoff.case.syntax import SECTIONS
from standoff.store.ledger import read_ledger
from standoff.store.pack import unpack
from standoff.store.records import load, read_log
from standoff.store.settings import lately

FROZEN = Path(__file__).resolve().parent / "frozen" / "1"
CASES = sorted(path.name for path in (FROZEN / "cases").iterdir())
MEANT = json.loads((FROZEN / "meant.json").read_text("utf-8"))
SECTIONS_OF_1 = (
    "case at own sources actors options facts now impossible impossible_drop no_way_back "
    "no_way_back_drop wants attitudes offers author_concludes forecasts precedents motives evidence "
    "questions variants expected"
).split()


def read(*words: str) -> Any:
    """What a command prints as data."""
    done = CliRunner().invoke(app, [*words, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def meaning(name: str) -> dict[str, Any]:
    """What is computed from a case: of each reading its stable situations, ends and verdicts."""
    case = so.read(FROZEN / "cases" / name)
    found: dict[str, Any] = {}
    for id in case.readings:
        answer = case[id].compare().to_dict()
        equilibria = case[id].solve("NASH", "SEQ")
        found[id] = {
            "states": answer["states"],
            "ends": answer["ends"],
            "verdicts": {each["condition"]: each["verdict"] for each in answer["conclusions"]},
            "NASH": sorted(map(list, equilibria["NASH"].states)),
            "SEQ": sorted(map(list, equilibria["SEQ"].states)),
        }
    return found


def test_nothing_that_is_frozen_was_changed() -> None:
    listed = json.loads((FROZEN / "sha256.json").read_text("utf-8"))
    found = {
        path.relative_to(FROZEN).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FROZEN.rglob("*")
        if path.is_file() and path.name != "sha256.json"
    }
    assert found == listed


@pytest.mark.parametrize("name", CASES)
def test_a_case_means_what_it_meant(name: str) -> None:
    assert json.loads(json.dumps(meaning(name))) == MEANT[name]


@pytest.mark.parametrize("name", CASES)
def test_a_case_has_no_problem_and_its_citations_still_fit(name: str) -> None:
    texts = ("--texts", str(FROZEN / "texts")) if name == "mill" else ()
    said = read("check", str(FROZEN / "cases" / name), *texts)
    assert said["problems"] == []
    assert said["citations"]["verified"] == (31 if name == "mill" else 0)


def test_every_question_is_answered() -> None:
    answered = read("ask", str(FROZEN / "cases" / "mill"))["questions"]
    assert {each["id"]: each["computation"] for each in answered} == {
        "bought": "compare", "sold": "whatif", "sure": "robust", "change": "inverse",
        "repaired": "why", "offered": "offers", "bargain": "deals",
    }  # fmt: skip
    assert [each["id"] for each in answered if not each["answer"] and not each.get("cannot")] == []


def test_every_section_of_the_format_stands_in_a_frozen_case_and_in_the_table() -> None:
    used = set()
    for path in (FROZEN / "cases").rglob("*.yaml"):
        table, _ = compose(path.read_bytes().decode("utf-8-sig"), path.name)
        assert isinstance(table, Table)
        used |= {key.text for key, _ in table.pairs}
    assert set(SECTIONS_OF_1) <= used & set(SECTIONS)


def test_a_desk_is_read_with_its_decisions(tmp_path: Path) -> None:
    desk = Path(shutil.copytree(FROZEN / "desk", tmp_path / "desk"))
    gazette, post = load(desk, "gazette"), load(desk, "post")
    assert gazette.trouble == post.trouble == ()
    records = {each.id: each for each in gazette.annotation.records}
    assert len(records) == 20
    assert records["mark:204-207"].state == "accepted" and records["mark:204-207"].by == "reader"
    assert records["mark:0-4"].state == "rejected"
    assert [step.action for step in read_log(desk, "gazette")] == ["accept", "reject"]
    done = CliRunner().invoke(app, ["desk", "accept", str(desk), "mark:26-27", "-s", "gazette"])
    assert done.exit_code == 0, done.output
    assert len(read_log(desk, "gazette")) == 3


def test_a_packed_case_is_unpacked() -> None:
    name, files = unpack((FROZEN / "files" / "mill.standoff.json").read_bytes())
    assert name == "mill"
    root = FROZEN / "cases" / "mill"
    assert files == {file: (root / file).read_bytes().decode("utf-8") for file in files}
    assert len(files) == 6


def test_a_ledger_is_read_and_its_chain_holds() -> None:
    (decision,) = read_ledger(FROZEN / "files" / "ledger.jsonl")
    assert (decision.forecast, decision.outcome) == ("gazette-6cace0", "no")
    said = read(
        "forecast", "list", str(FROZEN / "cases" / "mill"),
        "--ledger", str(FROZEN / "files" / "ledger.jsonl"),
    )  # fmt: skip
    assert [each["decision"]["outcome"] for each in said["forecasts"]] == ["no"]


def test_the_page_of_a_report_is_made(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    data = str(FROZEN / "files" / "report.json")
    done = CliRunner().invoke(app, ["report", "--from", data, "-o", str(page)])
    assert done.exit_code == 0, done.output
    assert "Will the company pay for the clean-up?" in page.read_text("utf-8")


def test_what_a_user_had_remembered_is_still_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STANDOFF_CONFIG", str(tmp_path))
    shutil.copy(FROZEN / "files" / "settings.json", tmp_path)
    (known,) = lately()
    assert (Path(known.place).name, Path(known.texts).name) == ("mill", "texts")
