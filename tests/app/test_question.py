"""The commands that answer what people ask: what they print, what they write, what they refuse."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from standoff.app.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
SYRIA = str(ROOT / "cases" / "syria")


def run(*words: str, exit_code: int = 0) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == exit_code, result.output
    assert "Traceback" not in result.output
    return result.output


def data(*words: str) -> dict[str, Any]:
    (line,) = run(*words, "--json").strip().split("\n")
    found: dict[str, Any] = json.loads(line)
    return found


# --- whatif -------------------------------------------------------------------------------------


def test_whatif_names_what_others_rely_on() -> None:
    found = json.loads(run("whatif", SYRIA, "--set", "pull=yes,no", "--json"))
    assert found["set"] == {"pull": ["yes", "no"]}
    assert [reading["id"] for reading in found["readings"]] == ["000", "001", "002", "003", "004"]
    first, last = found["readings"][0], found["readings"][3]
    assert first["worlds"]["yes"]["with_it"] == ["not limit"]
    assert first["worlds"]["yes"]["ends"] == [
        {"states": [["pull", "bases", "stay", "expand"]], "facts": {}}
    ]
    assert first["free"]["by_itself"] == {"pull": "all"}
    fates = {each["actor"]: each["fate"] for each in first["difference"] if each["what"] == "actor"}
    assert fates == {"Russia": "loses", "Iran": "gains"}
    assert last["difference"] == []


def test_the_two_by_two_of_reading_000_differs_where_its_author_says_and_only_there() -> None:
    """A withdrawal lets Iran expand; under a plan it makes it yield. A plan alone changes nothing."""
    words = ("--set", "plan=yes,no", "--set", "pull=yes,no", "--reading", "000")
    (reading,) = json.loads(run("whatif", SYRIA, *words, "--json"))["readings"]
    taken = {name: set(world["ends"][0]["states"][0]) for name, world in reading["worlds"].items()}
    assert taken == {
        "plan=yes pull=yes": {"plan", "pull", "bases", "stay", "yield", "settle"},
        "plan=yes pull=no": {"plan", "bases", "stay", "limit"},
        "plan=no pull=yes": {"pull", "bases", "stay", "expand"},
        "plan=no pull=no": {"bases", "stay", "limit"},
    }
    none = [each["between"] for each in reading["compared"] if each["none"]]
    assert none == [["plan=yes pull=no", "plan=no pull=no"]]


def test_a_world_is_kept_as_one_block_more(tmp_path: Path) -> None:
    reading = shutil.copytree(SYRIA, tmp_path / "syria")
    before = {file: file.read_text("utf-8") for file in reading.rglob("*.yaml")}
    run("whatif", str(reading), "--set", "pull=yes,no", "--reading", "000", "--save", "Russia goes")
    for file, text in before.items():
        after = file.read_text("utf-8")
        if file.name != "000.yaml" or file.parent.name != "readings":
            assert after == text
            continue
        added = after.removeprefix(text)
        assert added != after, "something that was there has changed"
        assert added.split("\n") == [
            "  Russia goes:",
            "    now:",
            "      - pull",
            "      - not limit",
            "    no_way_back:",
            "      - pull",
            "",
        ]
    (line,) = run("evolve", str(reading), "--reading", "000:Russia goes", "--json").splitlines()
    assert json.loads(line)["ends"] == [
        {"states": [["pull", "bases", "stay", "expand"]], "facts": {}}
    ]
    again = (
        "whatif",
        str(reading),
        "--set",
        "pull=yes",
        "--reading",
        "000",
        "--save",
        "Russia goes",
    )
    assert "there is a variant `Russia goes` already" in run(*again, exit_code=2)
    assert "--reading R" in run(
        "whatif", str(reading), "--set", "pull=yes", "--save", "x", exit_code=2
    )


# --- robust -------------------------------------------------------------------------------------


def test_robust_names_what_others_rely_on() -> None:
    found = data("robust", SYRIA, "--ask", "not press and not leave", "--reading", "003")
    assert (found["ask"], found["reading"]) == ("not press and not leave", "003")
    assert set(found["changes"]) == {"1", "2"}
    assert found["changes"]["1"]["flips"] == 0
    (pair,) = found["smallest"]
    assert [set(each) >= {"file", "line", "edit"} for each in pair] == [True, True]
    assert found["lists"]["Russia"] == {
        "000": "inert",
        "001": "inert",
        "002": "inert",
        "003": "supported",
        "004": "inert",
    }
    counts = found["combinations"]
    assert counts["supported"] + counts["inert"] + counts["no"] == counts["of"] == 5**8
    assert counts["method"] == "enumerated"
    assert {each["reading"] for each in found["left_out"]} == {"001", "002", "004"}
    assert found["equilibria"][0]["exact"] is True


def test_a_reading_that_does_not_know_the_option_says_so_beside_the_others() -> None:
    every = [
        json.loads(line) for line in run("robust", SYRIA, "--ask", "fight", "--json").splitlines()
    ]
    assert [each["reading"] for each in every if "cannot" not in each] == ["002"]
    assert all(
        "option 'fight' is not known" in each["cannot"] for each in every if "cannot" in each
    )


# --- inverse ------------------------------------------------------------------------------------


def test_inverse_names_what_others_rely_on() -> None:
    found = data("inverse", SYRIA, "--want", "drop", "--reading", "001", "--bound", "1")
    assert (found["want"], found["bound"], found["size"]) == ("drop", 1, 1)
    for change in found["changes"] + found["restating"]:
        (edit,) = change
        assert set(edit) >= {"edit", "file", "line", "says"}
    said = {edit["edit"]: edit["says"] for (edit,) in found["changes"]}
    assert said["Assad wants settle instead of not settle"] == "denied by 000#s30, 001#s33 001#s34"
    assert "Russia wants drop" in {edit["edit"] for (edit,) in found["restating"]}


@pytest.mark.thorough
def test_reading_003_takes_more_than_two_changes_for_iran_to_leave() -> None:
    found = data("inverse", SYRIA, "--want", "leave", "--reading", "003", "--bound", "2")
    assert (found["size"], found["changes"], found["restating"]) == (None, [], [])
    turned = data("robust", SYRIA, "--ask", "leave", "--reading", "003", "--deep")["changes"]
    assert [turned[size]["flips"] for size in "12"] == [0, 0]
    assert turned["3"]["hinges"] == turned["3"]["flips"] > 0


# --- what is refused ----------------------------------------------------------------------------

BLANK = """
case: A blank page
actors: {Ada: {}}
options:
  Ada.draw: draw water
wants:
  Ada: silent
"""


@pytest.mark.parametrize(
    ("words", "message", "exit_code"),
    [
        (("whatif", "--set", "leave=yes", "--set", "expand=yes"), "no situation has leave and", 1),
        (("whatif", "--set", "leev=yes"), "did you mean leave?", 2),
        (("whatif", "--set", "leave=perhaps"), "write it as pull=yes,no", 2),
        (("robust", "--ask", "leave and expand"), "what is impossible rules it out", 1),
        (("inverse", "--want", "leave and not leave"), "at odds with itself", 1),
        (("inverse", "--want", "leave", "--at", "once"), "every or some", 2),
        (("inverse", "--want", "leave and"), "the line ends too early", 2),
        (("sweep", "--ask", "leave", "--out", "x", "--backend", "wish"), "is no backend", 2),
    ],
)
def test_what_cannot_be_asked_is_said(words: tuple[str, ...], message: str, exit_code: int) -> None:
    command, *rest = words
    assert message in run(command, SYRIA, "--reading", "003", *rest, exit_code=exit_code)


@pytest.mark.parametrize(
    "words",
    [("whatif", "--set", "draw=yes"), ("robust", "--ask", "draw"), ("inverse", "--want", "draw")],
)
def test_a_blank_case_cannot_be_answered(words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(BLANK, "utf-8")
    command, *rest = words
    output = run(command, str(tmp_path), *rest, exit_code=1)
    assert "cannot be answered: it lacks a wish of anybody (Ada)" in output
