"""What surrounds every command: Ctrl-C at any moment, outputs that take no more, failures in one line."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from standoff.app.cli import shell
from standoff.app.cli.group import Group
from standoff.app.cli.main import app
from standoff.problem import CaseError, Findings, StandoffError

ROOT = Path(__file__).resolve().parents[2]
SYRIA = str(ROOT / "cases" / "syria")
START = "import sys; from standoff.__main__ import main; print('ready', flush=True); main()"
posix = pytest.mark.skipif(os.name == "nt", reason="signals and devices of POSIX")


@posix
@pytest.mark.parametrize("milliseconds", [5, 20, 60, 120, 200, 300, 450, 700])
def test_ctrl_c_at_any_moment_is_one_line(milliseconds: int) -> None:
    """From before the first library is loaded to the middle of an answer."""
    process = subprocess.Popen(
        [sys.executable, "-c", START, "ask", SYRIA],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    time.sleep(milliseconds / 1000)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert "Traceback" not in said and "stopped" in said
    assert process.returncode in (130, -signal.SIGINT)  # a shell shows both as 130
    assert len(said.strip().splitlines()) == 1


@posix
def test_ctrl_c_within_what_python_calls_by_the_way_is_heard() -> None:
    code = """
import signal, sys, time, weakref
from standoff.__main__ import heard

class Thing: pass

def gone(_):
    raise KeyboardInterrupt

signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where a shell starts it behind
sys.unraisablehook = heard
thing = Thing()
watched = weakref.ref(thing, gone)
try:
    del thing
    time.sleep(20)
except KeyboardInterrupt:
    print("heard")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("heard\n", "")


@posix
@pytest.mark.parametrize("words", [("--version",), ("show", SYRIA), ("compare", SYRIA, "--json")])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_an_output_that_is_full_or_closed_is_no_traceback(
    words: tuple[str, ...], unbuffered: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONUNBUFFERED", unbuffered)
    command = [sys.executable, "-m", "standoff", *words]
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr == f"the output: {os.strerror(errno.ENOSPC)}\n"
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""


def raising(error: BaseException) -> typer.Typer:
    made = typer.Typer(cls=Group, pretty_exceptions_enable=False)

    @made.command()
    def one() -> None:
        raise error

    @made.command()
    def two() -> None:
        """Another, so that there are commands."""

    return made


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (StandoffError("so it is"), 2, "so it is\n"),
        (CaseError(Findings()), 1, "\n"),
        (OSError(28, "No space left on device", "/a/b"), 2, "/a/b: No space left on device\n"),
        (PermissionError(13, "Permission denied", "x"), 2, "x: Permission denied\n"),
        (KeyboardInterrupt("at the pairs"), 130, "stopped at the pairs; nothing is printed"),
    ],
)
def test_every_failure_is_one_line_and_a_documented_code(error, code, said) -> None:
    done = CliRunner().invoke(raising(error), ["one"])
    assert done.exit_code == code
    assert done.stderr.startswith(said) and done.stderr.count("\n") == 1


WRITING = [
    ("report", "CASE", "-o", "PLACE"),
    ("export", "CASE", "-o", "PLACE"),
    ("roleplay", "CASE", "-r", "base", "-o", "PLACE"),
    ("new", "PLACE"),
    ("import", "TEXT", "--to", "PLACE"),
    ("read", "TEXT", "-b", "plain", "--to", "PLACE"),
    ("import", "MODEL", "-o", "PLACE"),
    ("draft", "DESK", "PLACE"),
    (
        "forecast",
        "resolve",
        "CASE",
        "x",
        "--outcome",
        "no",
        "--on",
        "2020",
        "--source",
        "s",
        "--ledger",
        "PLACE",
    ),
]


@posix
@pytest.mark.parametrize("place", ["/proc/x", "file/below", "/dev/null", "link"])
@pytest.mark.parametrize("words", WRITING, ids=lambda words: words[0])
def test_a_write_that_fails_is_one_line_and_the_documented_code(words, place, tmp_path) -> None:
    (tmp_path / "text.txt").write_text("Peru offered Chile a road.\n", "utf-8")
    (tmp_path / "file").write_text("x", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    names = {
        "CASE": str(tmp_path / "case"),
        "TEXT": str(tmp_path / "text.txt"),
        "DESK": str(tmp_path / "desk"),
        "MODEL": str(tmp_path / "m.gmcr"),
        "PLACE": place if place.startswith("/") else str(tmp_path / place),
    }
    run = CliRunner().invoke
    assert run(app, ["new", names["CASE"]]).exit_code == 0
    assert run(app, ["export", names["CASE"], "-o", names["MODEL"]]).exit_code == 0
    assert run(app, ["import", names["TEXT"], "--to", names["DESK"]]).exit_code == 0
    done = run(app, [names.get(word, word) for word in words])
    unread = (
        words[0] == "forecast" and place == "file/below"
    )  # a ledger that cannot be read is a finding
    assert done.exit_code == (1 if unread else 2), done.output
    assert "Traceback" not in done.output
    assert isinstance(done.exception, SystemExit)
    assert len(done.stderr.strip().splitlines()[-1]) < 300
    assert (tmp_path / "file").read_text("utf-8") == "x"
    assert (tmp_path / "link").is_symlink()


def test_the_codes_are_those_that_are_documented() -> None:
    assert "1 findings" in (shell.__doc__ or "") and "130 stopped" in (shell.__doc__ or "")
    assert (shell.FOUND, shell.FAILED, shell.STOPPED) == (1, 2, 130)
