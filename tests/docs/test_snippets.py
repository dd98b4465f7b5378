"""Every snippet in the README and the docs runs and prints what it says.

In a fenced `console` block a line that begins with `$ ` is a command and the lines after it are its
output; `...` alone on a line stands for any lines, within a line for any text; without any the command
must only succeed. A fenced block after `<!-- file: NAME -->` is written to that file first; a folder of
the page's name beside it holds more files. `python` blocks run in order, one namespace a page.
Blocks marked `sh` are set-up that a fresh machine runs (`make demo`, `make test`) and are run by CI, not
here. Each page starts in an empty directory beside the shipped cases.
"""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import typer
from typer.testing import CliRunner

from standoff.app.cli import answer, inquiry, question, search, write
from standoff.app.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(
    r"(?:<!-- file: (?P<file>[^ ]+) -->\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.M | re.S
)


def blocks(page: Path) -> Iterator[tuple[str, str | None, str]]:
    for found in BLOCK.finditer(page.read_text("utf-8")):
        yield found["kind"], found["file"], found["body"]


def commands(body: str) -> Iterator[tuple[str, list[str]]]:
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, *output = part.rstrip("\n").split("\n")
        yield command, output


def agrees(printed: list[str], expected: list[str]) -> bool:
    """Line by line, spaces at the ends apart; `...` matches any run of lines."""
    if not expected:
        return not printed
    if expected[0].strip() == "...":
        return any(agrees(printed[k:], expected[1:]) for k in range(len(printed) + 1))
    return bool(printed) and same(printed[0], expected[0]) and agrees(printed[1:], expected[1:])


def same(printed: str, expected: str) -> bool:
    pattern = ".*".join(map(re.escape, expected.rstrip().split("...")))
    return re.fullmatch(pattern, printed.rstrip()) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_snippet_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cases").symlink_to(ROOT / "cases")
    if page.with_suffix("").is_dir():
        shutil.copytree(page.with_suffix(""), tmp_path, dirs_exist_ok=True)
    namespace: dict[str, object] = {}
    for kind, file, body in blocks(page):
        if file is not None:
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text(body, "utf-8")
        elif kind == "python":
            exec(compile(body, str(page), "exec"), namespace)
        elif kind == "console":
            for command, expected in commands(body):
                program, *words = shlex.split(command)
                assert program == "standoff", f"{page.name}: mark set-up as sh: {command}"
                result = CliRunner().invoke(app, words)
                printed = result.output.rstrip("\n").split("\n")
                good = agrees(printed, expected) if expected else result.exit_code == 0
                assert good, f"$ {command}\n" + "\n".join(printed)


def commands_of(module: ModuleType) -> list[str]:
    group = typer.Typer()
    module.register(group)
    return [command.callback.__name__ for command in group.registered_commands if command.callback]


OF_CASES = [
    name for each in (answer, search, question, inquiry, write) for name in commands_of(each)
]


@pytest.mark.parametrize("name", OF_CASES)
def test_every_command_shows_an_example_that_runs(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The `Example:` in each command's help, run beside the shipped cases."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cases").symlink_to(ROOT / "cases")
    shown = CliRunner().invoke(app, [name, "--help"], terminal_width=200).output
    found = re.search(r"Example: standoff (.+)", shown)
    assert found is not None, f"{name} --help shows no example"
    if "my-texts" in found[1]:
        (tmp_path / "my-texts").symlink_to(request.getfixturevalue("texts"))
    result = CliRunner().invoke(app, shlex.split(found[1]))
    assert result.exit_code == 0, result.output
