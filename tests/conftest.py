"""What every test may lean on: the source texts, an empty user configuration, steady examples.

Nothing is kept between commands, and no user's own cache is seen: tests of the cache have a folder of theirs.
"""

import atexit
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import hypothesis
import pytest

TEXTS = "STANDOFF_TEXTS"

# Hundreds of tests start the program: what Python makes of modules, the tests' own too, is kept in the
# checkout from one session to the next, and not beside the modules; not of what tests write themselves.
if "PYTHONPYCACHEPREFIX" not in os.environ:
    _bytecode = Path(__file__).resolve().parents[1] / ".pytest_cache" / "bytecode"
    os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix = str(_bytecode)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    _temporary = _bytecode.joinpath(*Path(tempfile.gettempdir()).resolve().parts[1:])

    @atexit.register
    def _forget() -> None:
        for folder in _temporary.glob("pytest-of-*"):
            shutil.rmtree(folder, ignore_errors=True)


# The same examples at every run, and no clock: a slow machine is not a failing test.
hypothesis.settings.register_profile("standoff", deadline=None, derandomize=True)
hypothesis.settings.load_profile("standoff")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


def pytest_collection_finish() -> None:
    """What is there now stays: no more is it searched for what could be freed, and new things more seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_report_header() -> str:
    case = os.environ.get(TEXTS)
    return f"source texts: {case or f'none, {TEXTS} is not set'}"


@pytest.fixture(scope="session")
def texts() -> Path:
    """The folder of the source texts; without it the test is skipped, and says why."""
    case = os.environ.get(TEXTS)
    if not case:
        pytest.skip(f"{TEXTS} is not set: tests that need the source texts do not run")
    path = Path(case)
    if not path.is_dir():
        pytest.fail(f"{TEXTS} names no folder: {case}")
    return path


@pytest.fixture(scope="session", autouse=True)
def _no_user_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """For what is made once for many tests."""
    from standoff.store import folder

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STANDOFF_CONFIG", str(tmp_path_factory.mktemp("config")))
        patch.setenv("STANDOFF_NO_CACHE", "1")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        # Whatever the load: the tests are on every processor already. Those of the workers say otherwise.
        patch.setattr("standoff.app.cli.judged.PAYS", float("inf"))
        # Commands without number read the shipped cases: a text of the same name says the same each time.
        for name in ("read_case", "read_overlay", "read_source"):
            patch.setattr(folder, name, lru_cache(400)(getattr(folder, name)))
        yield


@pytest.fixture(autouse=True)
def _empty_user_configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A test remembers nothing of another one: each has a user of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STANDOFF_CONFIG", str(tmp_path_factory.getbasetemp() / uuid4().hex))
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Debian's Chromium."""
    from tests.browser import CHROMIUM, sync_api

    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM)
        yield found
        found.close()
