"""How fast the app answers, over HTTP and without a browser: `python -m benchmarks.app`.

The worked case, copied to a place of its own; a text of 400 sentences; medians of nine. What a browser adds
(laying out and painting) is not in it. The load of the machine is printed with the figures.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

from standoff.store.shipped import shipped

ROUNDS = 9
LIMITS: Mapping[str, float] = {
    "frame after the start": 1500,
    "first answer after the start": 3000,
    "stage 1 of a what-if, later stages running": 300,
    "a decision, to the next card": 100,
    "a wish moved, to the disk": 200,
    "400 sentences with their records": 1000,
}
"""Milliseconds that each may take on an idle machine of two cores."""
_START = "import typer; from standoff.app.cli.app import run; typer.run(run)"
_SENTENCE = "On {day} March 2024 the Russian government said that it may withdraw {n} ships if Iran agrees. "


class Running:
    """The app in a process of its own."""

    def __init__(self, case: Path, config: Path) -> None:
        env = {**os.environ, "STANDOFF_CONFIG": str(config)}
        self.began = time.monotonic()
        words = [sys.executable, "-c", _START, str(case), "--no-browser"]
        self.process = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        found = re.search(r":(\d+)/\?t=(\S+)", self.process.stdout.readline())
        assert found is not None
        self.port, self.look = int(found[1]), found[2]
        self.token = ""

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """One request."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        headers = {"cookie": f"standoff-{self.port}={self.look}", "accept": "application/json"}
        if method == "POST":
            headers |= {"x-standoff-token": self.token, "content-type": "application/json"}
        else:
            headers["accept"] = "text/html"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status} {data[:200]!r}")
        return data

    def post(self, name: str, body: Mapping[str, Any]) -> Any:
        """One act."""
        return json.loads(self.ask("POST", f"/api/{name}", json.dumps(body).encode()))

    @property
    def memory(self) -> float:
        """Megabytes that the process holds."""
        told = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        found = re.search(r"VmRSS:\s+(\d+)", told)
        return int(found[1]) / 1000 if found else 0.0


@contextmanager
def running() -> Iterator[tuple[Running, Path]]:
    """The app with a copy of the worked case."""
    with tempfile.TemporaryDirectory() as place:
        case = Path(place) / "syria"
        shutil.copytree(shipped("syria"), case)
        app = Running(case, Path(place) / "config")
        try:
            yield app, case
        finally:
            app.process.terminate()
            app.process.wait()


def timed(work: Callable[[int], object]) -> float:
    """The median of nine, in milliseconds."""
    found = []
    for number in range(ROUNDS):
        began = time.monotonic()
        work(number)
        found.append((time.monotonic() - began) * 1000)
        time.sleep(0.2)
    return median(found)


def measure() -> tuple[dict[str, float], float]:
    """Each figure in milliseconds, and the memory in megabytes."""
    told: dict[str, float] = {}
    with running() as (app, case):
        page = app.ask("GET", "/").decode()
        told["frame after the start"] = (time.monotonic() - app.began) * 1000
        app.ask("GET", "/answer?reading=003")
        told["first answer after the start"] = (time.monotonic() - app.began) * 1000
        secrets = re.findall(r"[\"']([A-Za-z0-9_-]{32})[\"']", page)
        app.token = next(each for each in secrets if each != app.look)

        def what_if(number: int) -> None:
            changes = [
                {"kind": "set", "option": "press", "value": number % 2 == 0},
                {"kind": "set", "option": "limit", "value": number % 3 == 0},
                {"kind": "fact", "fact": "mission", "value": ("yes", "no", "silent")[number % 3]},
            ]
            app.post("whatif", {"reading": "003", "changes": changes, "client": "bench"})

        told["stage 1 of a what-if, later stages running"] = timed(what_if)

        def move(number: int) -> None:
            files = app.post("poll", {})["files"]
            name = "readings/003.yaml"
            rows = (case / name).read_text("utf-8").splitlines()
            first = rows.index("  Russia:") + 2
            places = [{"file": name, "line": first + at, "column": 7} for at in (0, 1)]
            body = {
                "op": "move",
                "reading": "003",
                **places[1],
                "before": places[0],
                "based": files,
            }
            app.post("edit", body)

        told["a wish moved, to the disk"] = timed(move)
        text = "".join(_SENTENCE.format(day=n % 28 + 1, n=n) for n in range(400))
        app.ask("POST", "/api/text?name=long.txt", text.encode())
        ticket = app.post("read", {"backend": "plain"})["ticket"]
        while json.loads(app.ask("POST", "/api/poll", b"{}"))["jobs"][-1]["state"] != "done":
            time.sleep(0.2)
        del ticket
        told["400 sentences with their records"] = timed(
            lambda _: app.ask("GET", "/texts/long?kind=mark")
        )
        lines = (
            (case.with_name("syria-desk") / "records" / "long.jsonl")
            .read_text("utf-8")
            .splitlines()
        )
        ids = [json.loads(line)["id"] for line in lines[1:] if '"record": "date"' in line]

        def decide(number: int) -> None:
            decision = {"id": ids[number], "action": "accept", "seen": "proposed"}
            app.post("decide", {"source": "long", "decisions": [decision]})

        told["a decision, to the next card"] = timed(decide)
        return told, app.memory


def main() -> None:
    """Print a line for each figure."""
    told, memory = measure()
    for name, limit in LIMITS.items():
        print(f"{name:45} {told[name]:8.0f} ms   (at most {limit:.0f})")
    print(f"{'memory of the server':45} {memory:8.0f} MB   (at most 250)")
    if hasattr(os, "getloadavg"):
        print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


if __name__ == "__main__":
    main()
