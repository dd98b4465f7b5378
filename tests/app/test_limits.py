"""Stopped, killed or out of time: what was not finished is never printed."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.gmcr.randoms import structured
from typer.testing import CliRunner

from standoff.app.cli.main import app
from standoff.case.make.adopt import case_text
from standoff.condition import parse_condition
from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.law import solve
from standoff.gmcr.conflict.graph import listing
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.space import Option, Space
from standoff.gmcr.engine.symbolic import Symbolic
from standoff.problem import TooLarge

SMALL = str(Path(__file__).resolve().parents[2] / "cases" / "kinsara-2014-prisoners")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Forty options and statements across all of them: SEQ takes minutes."""
    case = tmp_path_factory.mktemp("large")
    model = structured(random.Random(1), [5] * 8)
    (case / "case.yaml").write_text(case_text(model, {}, "large"), "utf-8")
    return str(case)


def started(*words: str) -> subprocess.Popen[str]:
    """The command at work; a shell that runs the tests in the background lets its children ignore Ctrl-C."""
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from standoff.__main__ import main; main()"
    )
    command = [sys.executable, "-u", "-c", program, *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(params=["--json", "as a table"])
def solving(large: str, request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    """A process that has answered the small case and is at work on the large one."""
    as_json = request.param == "--json"
    words = ["solve", SMALL, large, "--concept", "seq", *(["--json"] if as_json else [])]
    with started(*words) as process:
        assert process.stdout is not None
        if as_json:
            assert json.loads(process.stdout.readline())["concepts"]["SEQ"]
        else:
            answer = CliRunner().invoke(app, ["solve", SMALL, "--concept", "seq"]).stdout
            assert process.stdout.read(len(answer)) == answer
        yield process
        process.kill()


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise there")
def test_interrupted(solving: subprocess.Popen[str]) -> None:
    time.sleep(1)  # at the listing or at the work, whichever
    solving.send_signal(signal.SIGINT)
    out, err = solving.communicate(timeout=60)
    assert (solving.returncode, out) == (130, "")
    assert re.fullmatch(r"stopped at .+; nothing is printed of what was not finished\n", err)


@pytest.mark.parametrize("end", ["terminate", "kill"])
def test_killed(solving: subprocess.Popen[str], end: str) -> None:
    getattr(solving, end)()
    out, _ = solving.communicate(timeout=60)
    assert solving.returncode != 0
    assert out == ""


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        (("--seconds", "0.5"), "the 0.5 s given are over at "),
        (("--memory", "0.008"), "0.008 GB are full at "),
        (("--engine", "explicit"), "would take about "),
        (("--concept", "sim"), "about 1.1e+12 combinations of 40 options"),
        (("--sanctions", "once"), "about 1.1e+12 combinations of 40 options"),
    ],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_out_of_time_or_memory(
    large: str, limit: tuple[str, str], message: str, as_json: bool
) -> None:
    asked = ["--concept", "nash,seq", *limit]
    first = CliRunner().invoke(app, ["solve", SMALL, *asked, *(["--json"] if as_json else [])])
    result = CliRunner().invoke(
        app, ["solve", SMALL, large, *asked, *(["--json"] if as_json else [])]
    )
    assert (first.exit_code, result.exit_code) == (0, 2)
    assert message in result.stderr
    if as_json:
        assert len(result.stdout.splitlines()) == 1
    assert result.stdout == first.stdout, "whole answers only"


def test_what_cannot_be_counted_is_said_beside_what_can(
    large: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is stable for each actor is found; putting it together does not fit the memory."""

    def full(self: Symbolic, sets: object) -> int:
        raise MemoryError

    monkeypatch.setattr(Symbolic, "number", full)
    asked = ["solve", large, "--concept", "nash"]
    table = CliRunner().invoke(app, asked)
    assert table.exit_code == 2
    assert "not counted" in table.stdout
    assert "NASH was not counted: 2.5 GB are full at the equilibria under NASH" in table.stdout
    narrow = CliRunner().invoke(app, asked, env={"COLUMNS": "24"}).stdout
    assert "…" not in narrow, "numbers are never cut"
    told = CliRunner().invoke(app, [*asked, "--json"])
    record = json.loads(told.stdout)
    assert record["concepts"]["NASH"]["equilibria"] is None
    assert min(record["concepts"]["NASH"]["per_dm"].values()) > 0
    assert "finished: what is stable for each decision maker" in record["uncounted"]["NASH"]


@pytest.mark.parametrize("most", ["1", "2000"])
def test_a_search_that_does_not_fit_says_so(
    large: str, most: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Symbolic, sets: object) -> list[object]:
        raise MemoryError

    monkeypatch.setattr(Symbolic, "apart", full)
    asked = ["find", large, "--concept", "gmr", "--where", "o0", "--most", most]
    result = CliRunner().invoke(app, asked)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "2.5 GB are full at " in result.stderr


# What lists states or moves one by one says beforehand that there is no room, in either form.


@pytest.fixture(scope="module")
def middling() -> dict[bool, Model]:
    """14,336 states and a million moves: said by options, and as a graph."""
    model = structured(random.Random(1), [5, 5, 4])
    graph = listing(model.space, range(len(model.makers)))
    return {False: model, True: replace(model, space=graph)}


@pytest.mark.parametrize(
    ("how", "megabytes", "message"),
    [
        ({"concepts": ["SIM"]}, 3, "14,336 states would take about 0.00444 GB listed"),
        ({"concepts": ["SIM"]}, 100, "simultaneous sanctions would take about "),
        ({"by_arcs": True}, 3, "14,336 states would take about "),
        ({"by_arcs": True}, 30, "the moves one by one would take about "),
        ({"sanctions": "once"}, 3, "14,336 states would take about "),
    ],
)
@pytest.mark.parametrize("graph", [False, True])
def test_no_room_to_list(
    middling: dict[bool, Model], how: dict[str, Any], megabytes: int, message: str, graph: bool
) -> None:
    if graph and "sanctions" in how:
        megabytes, message = 30, "the moves one by one would take about "
    began = time.process_time()
    with pytest.raises(TooLarge) as refused:
        solve(middling[graph], **how, budget=Budget(memory=megabytes * 1_000_000))
    assert message in str(refused.value)
    assert time.process_time() - began < 2, "before, not after"


def test_what_no_rule_will_thin_out_is_refused_before_it_is_listed() -> None:
    options = tuple(Option(f"o{b}", 0) for b in range(40))
    space = Space.of(options, (parse_condition("o0 and o1"),))
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge, match="combinations of 40 options, more than 67,108,864"):
            space.codes_within(1 << 26)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_what_can_be_had_without_listing_is_had() -> None:
    model = structured(random.Random(1), [5] * 8)
    found = solve(model, ["NASH", "SIM"], partial=True)
    assert found.count("NASH") > 0
    assert "listed states" in found.refused["SIM"]
