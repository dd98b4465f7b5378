"""`standoff app` as a process: it says where it is, serves, tells what happens, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from typer.testing import CliRunner

import standoff.app.cli.app as command
from standoff.app.cli.main import app as commands

ROOT = Path(command.__file__).parents[3]
AT_WORK = 3 if sys.platform == "linux" else 2
"""Processes below it once it can answer: Python's own two, or one, and the worker."""
START = "import typer; from standoff.app.cli.app import run; typer.run(run)"


class Running:
    """The app in a process of its own."""

    def __init__(self, *arguments: object) -> None:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        words = [sys.executable, "-c", START, *map(str, arguments), "--no-browser"]
        self.process = subprocess.Popen(
            words, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self.process.stdout is not None
        first = self.process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/\?t=(\S+)", first)
        assert found, first + self.process.stdout.read()
        self.port, self.look = int(found[1]), found[2]

    def get(self, path: str, seconds: float = 20) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=seconds)
        connection.request("GET", path, headers={"cookie": f"standoff-{self.port}={self.look}"})
        with connection.getresponse() as answer:
            told = answer.status, answer.read().decode()
        connection.close()
        return told

    def children(self) -> list[int]:
        """Every process below it, however deep."""
        command = ["ps", "-eo", "ppid=,pid="]
        listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
        found = [self.process.pid]
        for above in found:
            found += [pid for parent, pid in pairs if parent == above]
        return found[1:]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    assert CliRunner().invoke(commands, ["new", str(tmp_path / "wells")]).exit_code == 0
    return tmp_path / "wells"


@pytest.fixture
def running(case: Path) -> Iterator[Running]:
    made = Running(case)
    yield made
    made.process.kill()
    made.process.wait()
    assert made.process.stdout is not None
    made.process.stdout.close()


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def gone(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rsplit(")", 1)[1].split()[0]
    except (OSError, IndexError):
        return True
    return state == "Z"


def free(port: int) -> bool:
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def test_it_serves_the_case_and_stops_at_ctrl_c_with_nothing_left(running: Running):
    assert running.get("/case")[0] == 200
    assert not free(running.port)
    assert until(lambda: len(running.children()) >= AT_WORK)
    children = running.children()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(20) == 0
    assert running.process.stdout is not None
    told = running.process.stdout.read()
    assert "nothing was lost" in told
    assert "Traceback" not in told
    assert until(lambda: all(map(gone, children)))
    assert until(lambda: free(running.port))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_killed_it_leaves_neither_a_worker_nor_the_port(running: Running):
    assert until(lambda: len(running.children()) >= AT_WORK)
    children = running.children()
    running.process.kill()
    running.process.wait()
    assert until(lambda: all(map(gone, children)))
    assert until(lambda: free(running.port))


def test_what_changes_outside_is_told_as_it_happens(running: Running, case: Path):
    connection = HTTPConnection("127.0.0.1", running.port, timeout=20)
    connection.request(
        "GET", "/events", headers={"cookie": f"standoff-{running.port}={running.look}"}
    )
    stream = connection.getresponse()
    assert stream.headers["content-type"].startswith("text/event-stream")
    assert stream.readline().startswith(b":")
    path = case / "case.yaml"
    path.write_text(path.read_text("utf-8") + "# more\n", "utf-8")
    event = b""
    while event != b"event: file\n":
        event = stream.readline()
        assert event
    data = json.loads(stream.readline().removeprefix(b"data: "))
    assert data["changed"] == ["case.yaml"]
    stream.close()
    connection.close()


def test_it_listens_on_no_other_address(running: Running):
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in (others | {"127.0.0.2"}) - {"127.0.0.1"}:
        with socket.socket() as tried:
            tried.settimeout(1)
            assert tried.connect_ex((address, running.port)) != 0


def test_it_logs_nothing_of_what_is_in_the_case(running: Running, case: Path):
    assert running.get("/case")[0] == 200
    assert running.get("/nowhere")[0] == 404
    running.process.send_signal(signal.SIGINT)
    running.process.wait(20)
    assert running.process.stdout is not None
    told = running.process.stdout.read()
    assert "night" not in told
    assert "GET" not in told


def test_what_is_no_case_and_a_port_in_use_are_said_in_a_line(case: Path, tmp_path: Path):
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        for arguments in ([tmp_path / "nothing"], [case, "--port", taken.getsockname()[1]]):
            words = [sys.executable, "-c", START, *map(str, arguments), "--no-browser"]
            done = subprocess.run(
                words, env=env, capture_output=True, text=True, check=False, timeout=60
            )
            assert done.returncode == 2
            assert "Traceback" not in done.stderr
            told = " ".join(re.sub(r"[│╭╮╰╯─]", " ", done.stderr).split())
            assert "is no case: a case is a folder" in told or "in use" in told
