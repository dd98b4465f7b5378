"""Tab completes commands, options, shipped cases and readings; files are left to the shell."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.case.written import BASE

ROOT = Path(__file__).resolve().parents[2]
BASH = shutil.which("bash")
PROGRAM = """#!{python}
import sys
sys.argv[0] = "standoff"
from standoff.__main__ import main
main()
"""


@pytest.fixture
def program(tmp_path: Path) -> dict[str, str]:
    """An environment in which `standoff` is a program, as installed."""
    script = tmp_path / "bin" / "standoff"
    script.parent.mkdir()
    script.write_text(PROGRAM.format(python=sys.executable), "utf-8")
    script.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir()
    path = f"{script.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "HOME": str(home), "PYTHONPATH": str(ROOT / "src")}


def offered(program: dict[str, str], line: str, place: Path) -> list[str]:
    """What is offered at the end of a line, as fish asks for it: without the explanations."""
    asked = {
        "_STANDOFF_COMPLETE": "complete_fish",
        "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": line,
    }
    done = subprocess.run(
        ["standoff"], env={**program, **asked}, cwd=place, capture_output=True, encoding="utf-8",
        check=True,
    )  # fmt: skip
    assert done.stderr == ""
    return [each.split("\t")[0] for each in done.stdout.splitlines() if each]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("standoff comp", ["compare"]),
        ("standoff desk re", ["read", "records", "reject", "reanchor"]),
        ("standoff compare --r", ["--reading"]),
        ("standoff compare sy", ["syria"]),
        ("standoff compare syria -r 00", ["000", "001", "002", "003", "004"]),
        ("standoff whatif syria --reading 001", ["001"]),
        ("standoff app hipel", ["hipel-1993-elmira"]),
        ("standoff compare nowhere -r ", []),
        ("standoff compare zz", []),
    ],
)
def test_what_is_offered(program, line: str, expected: list[str], tmp_path: Path) -> None:
    assert offered(program, line, tmp_path / "home") == expected


def test_what_is_on_the_disk_is_left_to_the_shell(program, tmp_path: Path) -> None:
    (tmp_path / "home" / "syrah").mkdir()
    assert offered(program, "standoff check sy", tmp_path / "home") == []
    assert offered(program, "standoff check syri", tmp_path / "home") == ["syria"]


def test_a_variant_is_offered_unless_it_needs_quotes(program, tmp_path: Path) -> None:
    case = tmp_path / "home" / "wells"
    (case / "readings").mkdir(parents=True)
    (case / "case.yaml").write_text(BASE, "utf-8")
    layer = "variants:\n  short:\n    wants: {}\n  of two words:\n    wants: {}\n"
    (case / "readings" / "one.yaml").write_text(layer, "utf-8")
    found = offered(program, "standoff compare wells -r one", tmp_path / "home")
    assert found == ["one", "one:short"]


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
def test_bash_takes_the_script_that_is_shown(program, tmp_path: Path) -> None:
    lines = (
        "source <(standoff --show-completion)",
        "COMP_WORDS=(standoff compare sy) COMP_CWORD=2",
        "_standoff_completion standoff",
        'echo "${COMPREPLY[*]}"',
        "complete -p standoff",
    )
    done = subprocess.run(
        [str(BASH), "--norc", "-c", "\n".join(lines)], env=program, cwd=tmp_path / "home",
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    name, how = done.stdout.splitlines()
    assert name == "syria"
    assert "-o default" in how  # the shell completes files where nothing is offered


@pytest.mark.skipif(BASH is None, reason="there is no bash here")
def test_it_is_installed_for_the_shell_that_runs_it(program, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / ".bashrc").write_text("alias ll='ls -l'\n", "utf-8")
    lines = "standoff --install-completion; echo code $?"
    done = subprocess.run(
        [str(BASH), "--norc", "-c", lines], env=program, cwd=home, capture_output=True,
        encoding="utf-8", check=True,
    )  # fmt: skip
    assert "code 0" in done.stdout and "restart the terminal" in done.stdout
    assert "_standoff_completion" in (home / ".bash_completions" / "standoff.sh").read_text("utf-8")
    kept = (home / ".bashrc").read_text("utf-8")
    assert kept.startswith("alias ll='ls -l'\n") and "standoff.sh" in kept
