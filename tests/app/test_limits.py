"""Stopped, killed or out of time: what was not finished is never printed."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.gmcr.randoms import structured
from typer.testing import CliRunner

from standoff.app.cli import app
from standoff.case.adopt import case_text

SMALL = str(Path(__file__).resolve().parents[2] / "cases" / "kinsara-2014-prisoners")


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Forty options and statements across all of them: SEQ takes minutes."""
    folder = tmp_path_factory.mktemp("large")
    model = structured(random.Random(1), [5] * 8)
    (folder / "case.yaml").write_text(case_text(model, {}, "large"), "utf-8")
    return str(folder)


@pytest.fixture
def solving(large: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has answered the small case and is at work on the large one."""
    # A shell that runs the tests in the background has told its children to ignore Ctrl-C.
    program = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from standoff.app.cli import main; main()"
    )
    command = [sys.executable, "-c", program, "solve", SMALL, large, "--concept", "seq"]
    with subprocess.Popen(
        [*command, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["concepts"]["SEQ"]
        yield process
        process.kill()


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise there")
def test_interrupted(solving: subprocess.Popen[str]) -> None:
    solving.send_signal(signal.SIGINT)
    out, err = solving.communicate(timeout=60)
    assert (solving.returncode, out) == (130, "")
    assert err == "stopped; nothing is printed of what was not finished\n"


def test_killed(solving: subprocess.Popen[str]) -> None:
    solving.kill()
    out, _ = solving.communicate(timeout=60)
    assert solving.returncode != 0
    assert out == ""


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        (("--seconds", "0.5"), "the 0.5 s given are over at "),
        (("--memory", "0.02"), "0.02 GB are full at "),
        (("--engine", "explicit"), "would take about "),
    ],
)
def test_out_of_time_or_memory(large: str, limit: tuple[str, str], message: str) -> None:
    asked = ["solve", SMALL, large, "--concept", "nash,seq", "--json", *limit]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 2
    assert message in result.stderr
    (whole,) = result.stdout.splitlines()
    assert set(json.loads(whole)["concepts"]) == {"NASH", "SEQ"}
