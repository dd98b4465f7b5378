"""The first change that CONTRIBUTING.md walks through is made in a copy, and does what the page says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.docs.test_snippets import ROOT

PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
CHANGES = dict(re.findall(r"<!-- change: ([\w ]+) -->\n```diff\n(.*?)```", PAGE, re.DOTALL))
TWINS = re.findall(r"^printf '(.*)' > twins/case.yaml$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code and the tests of cases, and the case of the page, as a newcomer has them."""
    place = tmp_path_factory.mktemp("first")
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", place / "src", ignore=leave)
    shutil.copytree(ROOT / "tests" / "case", place / "tests" / "case", ignore=leave)
    (place / "pytest.ini").write_text("[pytest]\naddopts = --import-mode=importlib\n", "utf-8")
    (place / "twins").mkdir()
    (text,) = TWINS
    (place / "twins" / "case.yaml").write_text(text.replace("\\n", "\n"), "utf-8")
    return place


def run(place: Path, *words: str) -> subprocess.CompletedProcess[str]:
    own = {"PYTHONPATH": os.pathsep.join((str(place / "src"), str(place)))}
    return subprocess.run(
        [sys.executable, "-m", *words], cwd=place, env={**os.environ, **own},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def change(place: Path, name: str) -> None:
    """Make a change of the page; hunks are found by what stands around them."""
    words = ["git", "apply", "--recount", "-"]
    subprocess.run(words, cwd=place, input=CHANGES[name], encoding="utf-8", check=True)


def test_the_first_change_fails_passes_and_is_seen(copy: Path) -> None:
    tests = ("pytest", "-q", "-p", "no:cacheprovider", "tests/case/test_check.py")
    check = ("standoff", "check", "twins")
    assert "no warnings" in run(copy, *check).stdout
    change(copy, "the test")
    done = run(copy, *tests, "-k", "same_words")
    assert "1 failed" in done.stdout, done.stdout + done.stderr
    change(copy, "the check")
    done = run(copy, *tests)
    assert done.returncode == 0, done.stdout + done.stderr
    (line,) = re.findall(r"^twins/case\.yaml:.*$", PAGE, re.MULTILINE)
    assert line in run(copy, *check).stdout.splitlines()
