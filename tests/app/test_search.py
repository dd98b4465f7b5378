"""The commands that look for situations: what they find, count, draw and show a way to."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest
from tests.gmcr.randoms import structured
from typer.testing import CliRunner

from standoff.app.cli.main import app
from standoff.case.make.adopt import case_text

SYRIA = str(Path(__file__).resolve().parents[2] / "cases" / "syria")


def run(*words: str, exit_code: int = 0) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == exit_code, result.output
    assert "Traceback" not in result.output
    return result.output


def data(*words: str) -> dict[str, Any]:
    (line,) = run(*words, "--json").splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def solved(concept: str, where: str, reading: str = "003") -> int:
    options = ("--reading", reading, "--concept", concept, "--where", where)
    found = data("solve", SYRIA, *options)["concepts"][concept]["equilibria"]
    return found if isinstance(found, int) else len(found)


@pytest.mark.parametrize(("reading", "concept"), [("003", "NASH"), ("000", "SEQ")])
def test_find_lists_up_to_a_number_and_says_whether_it_is_all(reading: str, concept: str) -> None:
    where = "plan and not stay"
    number = solved(concept, where, reading)
    asked = ("find", SYRIA, "-r", reading, "-c", concept, "-w", where)
    few = data(*asked, "--most", "2")
    assert (len(few["found"]), few["whole"], "count" in few) == (2, False, False)
    every = data(*asked, "--most", "1000000")
    assert (len(every["found"]), every["whole"]) == (number, True)
    assert all("plan" in taken and "stay" not in taken for taken in every["found"])
    assert every["engine"] == ("sat" if concept == "NASH" else "cube")
    told = run(*asked, "--most", "2")
    assert "More than 2 situations where US confronts" in told and "among them:" in told


def test_find_counts_and_draws() -> None:
    asked = ("find", SYRIA, "-r", "003", "-c", "GMR", "-w", "limit", "--sample", "5", "--seed", "7")
    found = data(*asked)
    assert (found["count"], len(found["found"])) == (solved("GMR", "limit"), 5)
    assert found == data(*asked)
    told = run(*asked)
    assert f"{found['count']:,} situations where Russia holds" in told
    assert "of which 5 drawn evenly:" in told


def test_find_says_that_there_is_none() -> None:
    asked = ("find", SYRIA, "-r", "003", "-w", "leave and not leave")
    for more in ((), ("--sample", "3")):
        found = data(*asked, *more)
        assert found["found"] == []
        assert "No situation where Iran withdraws" in run(*asked, *more)
    assert found["count"] == 0


def test_what_cannot_be_asked_is_said() -> None:
    where = ("-r", "003", "-w", "leave")
    assert "not for SEQ" in run("find", SYRIA, *where, "-c", "seq", "--engine", "sat", exit_code=1)
    assert "'leav' is not known" in run("find", SYRIA, "-w", "leav", exit_code=2)
    assert "'x' is not known" in run("reach", SYRIA, *where, "--engine", "x", exit_code=2)


def test_reach_counts_and_shows_a_way() -> None:
    found = data("reach", SYRIA, "-r", "000", "--improving", "-w", "expand")
    assert (found["states"], found["reached"], found["holds_in"]) == (16_384, 25, 16)
    *_, last = found["way"]
    assert "expand" in last["to"] and "expand" not in last["from"]
    assert all(one["to"] == two["from"] for one, two in itertools.pairwise(found["way"]))
    for engine in ("explicit", "cube"):
        other = data("reach", SYRIA, "-r", "000", "--improving", "-w", "expand", "--engine", engine)
        assert {**other, "engine": "", "why": ""} == {**found, "engine": "", "why": ""}


def test_reach_without_a_question_or_a_way() -> None:
    found = data("reach", SYRIA, "-r", "003")
    assert found["reached"] == found["states"] == 278_528
    assert "way" not in found
    none = data("reach", SYRIA, "-r", "003", "--improving", "-w", "leave")
    assert (none["reached"], none["holds_in"], none["way"]) == (1, 0, None)
    told = run("reach", SYRIA, "-r", "003", "--improving", "-w", "leave")
    assert "In none of them Iran withdraws" in told
    assert "That is so today." in run("reach", SYRIA, "-r", "003", "-w", "not leave")


def test_far_beyond_listing(tmp_path: Path) -> None:
    model = structured(random.Random(1), [5] * 12, near=True)
    (tmp_path / "case.yaml").write_text(case_text(model, {}, "large"), "utf-8")
    found = data("find", str(tmp_path), "--where", "o3 and not o7", "--most", "1")
    assert (found["engine"], len(found["found"])) == ("sat", 1)
    found = data("reach", str(tmp_path), "--where", "o3 and not o7")
    assert found["reached"] > 1 << 50 and found["way"]
    spent = run("reach", str(tmp_path), "--improving", "--seconds", "0", exit_code=2)
    assert "the 0 s given are over" in spent and "finished: nothing" in spent
