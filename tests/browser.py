"""A real browser for the tests: which one, and what axe says of a page that it shows."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import pytest

if os.environ.get("CI"):  # where a missing browser fails
    sync_api: Any = import_module("playwright.sync_api")
else:
    sync_api = pytest.importorskip("playwright.sync_api")

CHROMIUM = os.environ.get("STANDOFF_CHROMIUM", "/usr/bin/chromium")


def faults(page: Any) -> list[str]:
    """What axe calls serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    found = (
        Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}).response
    )
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['html'][:160]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"][:3]
    ]
