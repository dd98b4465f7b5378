"""Set-up and tasks of this checkout: `python3 dev.py` lists them. Needs nothing but Python.

Everything is made inside the checkout, in .venv (pip keeps its own download cache). What follows
the name of a task goes to the program behind it: `python3 dev.py test -k moves`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
DIST = ROOT / "dist"
STAMPS = VENV / "standoff-stamps.json"
BASE = ROOT / "requirements.lock"
DEV = ROOT / "requirements-dev.lock"  # holds everything in BASE, at the same versions
FULL = (
    ROOT / "requirements-full.lock"
)  # holds everything in DEV, every extra, the benchmarks' peers


def say(text: str) -> None:
    print(f"dev.py: {text}", file=sys.stderr, flush=True)


def stop(text: str) -> None:
    sys.exit(f"dev.py: {text}")


# --- the environment ------------------------------------------------------------------------------


def program(name: str, venv: Path = VENV) -> str:
    """A program of the environment, by its path on this system."""
    return str(venv / "Scripts" / f"{name}.exe" if os.name == "nt" else venv / "bin" / name)


def quiet(*command: str, at: Path = ROOT) -> None:
    """Run a command in a folder, silent unless it fails."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        command,
        cwd=at,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        print(done.stdout, file=sys.stderr)
        stop(f"this failed: {' '.join(command)}")


def make_venv(place: Path) -> None:
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        stop(
            f"{sys.executable} cannot make virtual environments (no venv or no ensurepip).\n"
            "  Debian, Ubuntu: sudo apt-get install python3-venv\n"
            "  or run this with another Python, 3.11 or newer: python3.12 dev.py ..."
        )
    quiet(sys.executable, "-m", "venv", "--clear", str(place))


def wanted(lock: Path) -> str:
    """The fingerprint of what an installation depends on: Python, this lock, how to build."""
    import tomllib  # noqa: PLC0415  (not there before 3.11, and the check of that comes first)

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    parts = [settings["project"], settings["build-system"], settings["tool"]["hatch"]]
    text = json.dumps(parts, sort_keys=True).encode() + lock.read_bytes()
    return f"{sys.version_info[0]}.{sys.version_info[1]} {hashlib.sha256(text).hexdigest()}"


def ready(lock: Path) -> None:
    """See to it that .venv holds what `lock` lists, and this package; at once if it does."""
    try:
        stamps: dict[str, str] = json.loads(STAMPS.read_text("utf-8"))
    except (OSError, ValueError):
        stamps = {}
    now = wanted(lock)
    if stamps.get(lock.name) == now and Path(program("python")).exists():
        return
    began = time.monotonic()
    version = now.split()[0]
    same_python = any(stamp.split()[0] == version for stamp in stamps.values())
    if not (same_python and Path(program("python")).exists()):
        say(f"making .venv with Python {version}")
        make_venv(VENV)
        stamps = {}
    count = len(re.findall(r"^\S+==", lock.read_text("utf-8"), re.MULTILINE))
    say(f"installing {count} packages, each checked against its hash in {lock.name}")
    pip = (program("python"), "-m", "pip", "install", "--quiet", "--no-compile")
    quiet(*pip, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", str(lock))
    quiet(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    held = (BASE, DEV, FULL)
    stamps |= {each.name: wanted(each) for each in held[: held.index(lock) + 1]}
    STAMPS.write_text(json.dumps(stamps, indent=1), "utf-8")
    say(f"ready in {time.monotonic() - began:.0f} s")


def run(*command: str) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode


# --- the tasks ------------------------------------------------------------------------------------


def setup(rest: list[str]) -> int:
    """make .venv with everything needed to work on standoff"""
    ready(DEV)
    return 0


def demo(rest: list[str]) -> int:
    """set up, then solve the worked case: the answer, and a report to open"""
    ready(BASE)
    return run(program("standoff"), "demo", *rest)


def test(rest: list[str]) -> int:
    """set up, then run the tests, on every processor"""
    ready(DEV)
    return run(program("python"), "-m", "pytest", "-n", "auto", *rest)


def full(rest: list[str]) -> int:
    """set up with every extra, then run every test, the slow ones too"""
    ready(FULL)
    os.environ["STANDOFF_REQUIRE_READ"] = "1"
    return run(program("python"), "-m", "pytest", "-n", "auto", "-m", "", *rest)


def check(rest: list[str]) -> int:
    """lint, format, types, import rules: all of them, whatever the first ones say"""
    ready(DEV)
    commands = (
        ("ruff", "check"),
        ("ruff", "check", "--preview", "--select", "PLW1514"),  # an encoding is always given
        ("ruff", "format", "--check"),
        ("mypy",),
        ("lint-imports", "--no-logo"),
    )
    failed = []
    for name, *arguments in commands:
        say(" ".join((name, *arguments)))
        if run(program(name), *arguments):
            failed.append(" ".join((name, *arguments)))
    if failed:
        say(f"failed: {', '.join(failed)}")
    return 1 if failed else 0


def fix(rest: list[str]) -> int:
    """mend what ruff can mend, and format"""
    ready(DEV)
    return run(program("ruff"), "check", "--fix", *rest) | run(program("ruff"), "format", *rest)


def docs(rest: list[str]) -> int:
    """re-make the reference pages that are made from the code, and the catalogue of the app's words"""
    ready(DEV)
    words = run(program("python"), "-m", "standoff.app.web.words")
    return words | run(program("python"), "-m", "standoff.app.reference", *rest)


def pictures(rest: list[str]) -> int:
    """take every picture of the README and the tutorial anew, from the real program; needs chromium"""
    ready(DEV)
    take = ("tests.docs.pictures", "tests.docs.report_pictures", "tests.app.web.browser.pictures")
    return max(run(program("python"), "-m", each) for each in take)


def site(rest: list[str]) -> int:
    """build the documentation as a site, into build/site; a warning or a broken link fails it"""
    ready(DEV)
    return run(program("python"), "-m", "website", *rest)


def bench(rest: list[str]) -> int:
    """set up with every extra, then measure against the peers; --short for the small sizes"""
    ready(FULL)
    return run(program("python"), "-m", "benchmarks", *rest)


def torture(rest: list[str]) -> int:
    """kills, pairs of writers and full disks over every command that writes; --short for a minute"""
    ready(DEV)
    return run(program("python"), "-m", "tests.torture.torture", *rest)


def build(rest: list[str]) -> int:
    """make the sdist and, from it alone, the wheel: both in dist/"""
    ready(BASE)
    shutil.rmtree(DIST, ignore_errors=True)
    hatch = (program("python"), "-m", "hatchling", "build", "--directory", str(DIST))
    quiet(*hatch, "--target", "sdist")
    (archive,) = DIST.glob("*.tar.gz")
    with tempfile.TemporaryDirectory() as place:
        shutil.unpack_archive(archive, place)
        quiet(*hatch, "--target", "wheel", at=Path(place, archive.name.removesuffix(".tar.gz")))
    for each in sorted(DIST.iterdir()):
        say(f"dist/{each.name}, {each.stat().st_size:,} bytes")
    return 0


def wheel(rest: list[str]) -> int:
    """build, then install the wheel into an empty environment and use it from an empty folder"""
    build([])
    (made,) = DIST.glob("*.whl")
    with tempfile.TemporaryDirectory() as place:
        venv, wheels = Path(place, "venv"), Path(place, "wheels")
        make_venv(venv)
        pip = (program("python", venv), "-m", "pip")
        # What is locked is fetched by hash; of that, and from nowhere else, the wheel takes what it asks for.
        fetch = ("download", "--quiet", "--require-hashes", "--no-deps", "--only-binary", ":all:")
        quiet(*pip, *fetch, "-r", str(BASE), "-d", str(wheels))
        began = time.monotonic()
        quiet(*pip, "install", "--no-index", "--find-links", str(wheels), str(made))
        say(f"pip install dist/{made.name}: {time.monotonic() - began:.1f} s")
        return run(program("python"), "-m", "tests.installed.walk", str(venv), *rest)


def lock(rest: list[str]) -> int:
    """re-make the locks; versions stay unless you add --upgrade"""
    place = VENV / "lock"
    VENV.mkdir(exist_ok=True)
    say("making the locks")
    make_venv(place)
    quiet(program("python", place), "-m", "pip", "install", "--quiet", "uv")
    uv = (program("uv", place), "pip", "compile", "pyproject.toml", "--universal", "--quiet")
    how = ("--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate")
    hide = ("--no-emit-index-url", "--no-emit-find-links", "--cache-dir", str(place / "cache"))
    compile_ = (*uv, *how, *hide, *rest, "--group", "build")
    quiet(*compile_, "-o", BASE.name)
    dev = (*compile_, "--group", "dev")
    quiet(*dev, "-c", BASE.name, "-o", DEV.name)
    quiet(*dev, "--all-extras", "--group", "bench", "-c", DEV.name, "-o", FULL.name)
    shutil.rmtree(place)
    return 0


TASKS = {
    each.__name__: each
    for each in (
        demo, test, full, check, build, wheel, bench, torture, fix, docs, site, pictures, lock, setup,
    )
}  # fmt: skip


def main(arguments: list[str]) -> int:
    if sys.version_info < OLDEST:
        have = ".".join(map(str, sys.version_info[:3]))
        stop(f"standoff needs Python 3.11 or newer; this is {have} ({sys.executable})")
    if not arguments or arguments[0] not in TASKS:
        for name, task in TASKS.items():
            print(f"python3 dev.py {name:8} {task.__doc__}")
        return 0 if arguments[:1] in ([], ["-h"], ["--help"]) else 2
    return TASKS[arguments[0]](arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
