"""What a newcomer does with an installed standoff, in an empty folder, each step timed.

`python -m tests.installed.walk VENV` walks through it with the programs of an environment; `dev.py wheel`
makes one from the wheel. It needs nothing but Python, and fails at the first
step that is not as it should be.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
FIRST = re.compile(r"http://127\.0\.0\.1:\d+/\?t=\S+")
SNIPPET = re.compile(r'^python -c "(?P<code>[^"]+)"', re.MULTILINE)


class Wrong(Exception):
    """A step that is not as it should be, in words."""


@dataclass(frozen=True)
class Place:
    """An environment, and an empty folder to use it in."""

    venv: Path
    home: Path

    @property
    def programs(self) -> Path:
        return self.venv / ("Scripts" if os.name == "nt" else "bin")

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the checkout and nothing of a user: no PYTHONPATH, no settings, no texts."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTHON", "STANDOFF", "VIRTUAL_ENV"))
        }
        own = {"PATH": f"{self.programs}{os.pathsep}{kept.get('PATH', '')}"}
        user = {"STANDOFF_CONFIG": str(self.home / ".settings"), "STANDOFF_NO_CACHE": "1"}
        return {**kept, **own, **user}

    def program(self, name: str) -> str:
        return str(self.programs / (f"{name}.exe" if os.name == "nt" else name))

    def run(self, name: str, *words: str, code: int = 0) -> str:
        """What a program prints on standard output; on standard error where it is to fail."""
        done = subprocess.run(
            [self.program(name), *words], cwd=self.home, env=self.environment,
            capture_output=True, encoding="utf-8", errors="replace", check=False, timeout=300,
        )  # fmt: skip
        told = done.stderr if code else done.stdout
        if done.returncode != code or "Traceback" in done.stderr:
            raise Wrong(f"{name} {' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return told


def holds(told: str, words: str) -> None:
    if words not in told:
        raise Wrong(f"{words!r} is not in:\n{told}")


# --- the steps ------------------------------------------------------------------------------------


def version(place: Place) -> None:
    """standoff --version"""
    code = (ROOT / "src" / "standoff" / "version.py").read_text("utf-8")
    (own,) = re.findall(r'VERSION = "([^"]+)"', code)
    holds(place.run("standoff", "--version"), f"standoff {own}\n")


def demo(place: Place) -> None:
    """standoff demo"""
    holds(place.run("standoff", "demo"), "Will Russia force Iran out")
    holds((place.home / "report.html").read_text("utf-8"), "</html>")


def check(place: Place) -> None:
    """standoff check syria"""
    holds(place.run("standoff", "check", "syria"), "no problems")


def app(place: Place) -> None:
    """standoff app --no-browser: the first screen"""
    with subprocess.Popen(
        [place.program("standoff"), "app", "--no-browser"], cwd=place.home, env=place.environment,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            found = FIRST.search(process.stdout.readline())
            if found is None:
                raise Wrong("the app says no address")
            link = urlsplit(found[0])
            assert link.hostname is not None
            door = HTTPConnection(link.hostname, link.port or 0, timeout=60)
            holds(screen(door, f"/?{link.query}"), "syria")
            for name in ("app.css", "app.js", "vendor/codemirror.js", "vendor/LICENCES.txt"):
                fetched(door, f"/static/{name}")
            door.close()
        finally:
            process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()


def screen(door: HTTPConnection, path: str) -> str:
    """A page, by way of the door that the opening link leads through."""
    door.request("GET", path)
    with door.getresponse() as answer:
        body, cookie = answer.read().decode(), answer.headers.get("set-cookie", "")
        status, to = answer.status, answer.headers.get("location", "")
    if status in (302, 303, 307):
        return fetched(door, to, cookie.partition(";")[0])
    if status != 200:
        raise Wrong(f"{path}: {status}\n{body}")
    return body


def fetched(door: HTTPConnection, path: str, cookie: str = "") -> str:
    door.request("GET", path, headers={"cookie": cookie} if cookie else {})
    with door.getresponse() as answer:
        body = answer.read().decode()
    if answer.status != 200 or not body:
        raise Wrong(f"{path}: {answer.status}\n{body}")
    return body


def snippet(place: Place) -> None:
    """python -c of the README"""
    found = SNIPPET.search((ROOT / "README.md").read_text("utf-8"))
    if found is None:
        raise Wrong("the README has no python -c")
    holds(place.run("python", "-c", found["code"]), "follows")


def module(place: Place) -> None:
    """python -m standoff case list"""
    holds(place.run("python", "-m", "standoff", "case", "list"), "hipel-1993-elmira")


def new(place: Place) -> None:
    """standoff new wells, and what it says"""
    place.run("standoff", "new", "wells")
    holds(place.run("standoff", "compare", "wells"), "Where it comes to rest")


def lacking(place: Place) -> None:
    """what a missing extra is told by"""
    (place.home / "a.txt").write_text("Peru said that it would wait.\n", "utf-8")
    told = place.run("standoff", "desk", "read", "a.txt", "--to", "desk", code=2)
    holds(told, 'pip install "standoff[read]"')


def completion(place: Place) -> None:
    """Tab after `standoff compare sy`"""
    asked = {
        "_STANDOFF_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": "standoff compare sy",
    }
    done = subprocess.run(
        [place.program("standoff")], cwd=place.home, env={**place.environment, **asked},
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    holds(done.stdout, "syria\n")


def whole(place: Place) -> None:
    """everything is of the wheel, nothing of the checkout"""
    code = "import standoff, sys; print(standoff.__path__[0]); print(sys.path)"
    at, path = place.run("python", "-c", code).splitlines()
    told = json.loads(place.run("standoff", "doctor", "--json"))["folders"]
    for folder in (at, told["program"], told["shipped cases"]):
        if not Path(folder).resolve().is_relative_to(place.venv.resolve()):
            raise Wrong(f"{folder} is not of the environment")
    if str(ROOT) in path:
        raise Wrong(f"the checkout is on the path: {path}")
    for name in ("py.typed", "app/web/templates/frame.html", "report/html/templates/page.html"):
        if not (Path(at) / name).is_file():
            raise Wrong(f"the wheel lacks {name}")
    licences = [each.name for each in Path(at).parent.glob("standoff-*.dist-info/licenses/**/*")]
    for name in ("LICENSE", "LICENCES.txt", "WORDNET-LICENSE.txt"):
        holds(" ".join(licences), name)


STEPS: tuple[Callable[[Place], None], ...] = (
    *(version, demo, check, app, snippet, module),
    *(new, lacking, completion, whole),
)


def main(venv: Path) -> int:
    """Walk through every step; 1 at the first that fails."""
    with tempfile.TemporaryDirectory() as home:
        place = Place(venv.absolute(), Path(home))
        began = time.monotonic()
        for step in STEPS:
            start = time.monotonic()
            try:
                step(place)
            except (Wrong, OSError, ValueError, subprocess.SubprocessError) as error:
                print(f"FAILED  {step.__doc__}\n{error}", file=sys.stderr)
                return 1
            print(f"{time.monotonic() - start:6.2f} s  {step.__doc__}", flush=True)
        print(f"{time.monotonic() - began:6.2f} s  all of it, from the installed wheel")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
