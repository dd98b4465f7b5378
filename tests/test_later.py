"""Modules that are loaded when something of theirs is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

from standoff.later import later

LOADED = """
import sys
from standoff.later import later
fractions = later("fractions")
assert "fractions" not in sys.modules
assert fractions.Fraction(1, 2) * 2 == 1
assert "fractions" in sys.modules
"""


def test_a_module_is_loaded_when_something_of_it_is_used() -> None:
    subprocess.run([sys.executable, "-I", "-c", LOADED], check=True)


def test_what_a_module_has_not_and_a_module_that_is_not_are_said_as_ever() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        later("fractions").nothing  # noqa: B018
    with pytest.raises(ModuleNotFoundError, match="nowhere_to_be_found"):
        later("nowhere_to_be_found").anything  # noqa: B018


def test_a_check_loads_only_what_it_needs() -> None:
    """No library that counts, not all of YAML for plain lines, no other module of commands."""
    script = (
        "import sys; sys.argv = ['standoff', 'check', 'cases/syria']\n"
        "from standoff.app.cli.main import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "dear = ('numpy', 'ruamel.yaml', 'importlib.metadata', 'standoff.app.cli.report')\n"
        "print([name for name in dear if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stderr.splitlines()[-1] == "[]"
