"""The commands as one group, each loaded when it is asked for."""

from __future__ import annotations

from standoff.app.cli.main import _HOME, _MODULES, _Commands, _of
from standoff.case.question import QUESTIONS


def test_every_command_is_found_in_its_module() -> None:
    commands = _Commands()
    found = {name: module for module in _MODULES for name in _of(module)}
    assert {name: _HOME.get(name, "question") for name in found} == found
    assert set(_HOME) <= set(found)
    assert set(QUESTIONS) - {"compare"} <= set(found)
    assert set(commands) == set(found) and len(commands) == len(found)
    assert commands.get("nothing") is None
