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
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import mcp  # noqa: F401  (its client keeps the standard error that it finds at its first import)
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from standoff.app.cli.main import app

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SHOWN: set[str] = set()
"""The commands of pages that ended well."""
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


def apart(do: Callable[[], T]) -> T:
    """What a function gives in a thread of its own: a browser of other tests may hold a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(do).result()


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


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Commands follow one another, as a user's do: what one was asked is kept for the next that asks it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("STANDOFF_NO_CACHE")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_snippet_runs(
    page: Path,
    tmp_path: Path,
    kept: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
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
            code = compile(body, str(page), "exec")
            apart(partial(exec, code, namespace))
        elif kind == "console":
            for command, expected in commands(body):
                program, *words = shlex.split(command)
                assert program == "standoff", f"{page.name}: mark set-up as sh: {command}"
                result = apart(partial(CliRunner().invoke, app, words))
                if not result.exit_code:
                    SHOWN.add(command)
                printed = result.output.rstrip("\n").split("\n")
                good = agrees(printed, expected) if expected else result.exit_code == 0
                assert good, f"$ {command}\n" + "\n".join(printed)


def walk(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command of a group that is shown, by its words."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from walk(command, f"{before}{name} ")
        elif not command.hidden:
            yield before + name, command


COMMANDS = dict(walk(get_command(app)))
EXAMPLES = {
    name: re.findall(r"^ *Example: standoff (.+)$", command.help or "", re.M)
    for name, command in COMMANDS.items()
}


@pytest.mark.parametrize(
    "name", [name for name in COMMANDS if not name.startswith(("desk ", "app"))]
)
def test_every_command_of_a_case_shows_an_example(name: str) -> None:
    """The desk is shown at work in its tutorial; the app stays until it is stopped."""
    assert EXAMPLES[name], f"{name} --help shows no example"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_is_of_its_command_and_names_its_options(name: str) -> None:
    known = {option for each in COMMANDS[name].params for option in each.opts}
    for example in EXAMPLES[name]:
        assert example == name or example.startswith(f"{name} ")
        assert {word for word in shlex.split(example) if word.startswith("--")} <= known


OF_CASES = [
    each
    for name, every in EXAMPLES.items()
    if not name.startswith(("desk ", "app"))
    for each in every
]


@pytest.mark.parametrize("example", OF_CASES)
def test_every_example_of_a_command_runs(
    example: str,
    tmp_path: Path,
    kept: None,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    """The `Example:` in each command's help, run beside the shipped cases."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cases").symlink_to(ROOT / "cases")
    if "conflict.gmcr" in example:
        convert = ["model", "convert", "cases/kinsara-2014-cuba", "-o", "conflict.gmcr"]
        assert CliRunner().invoke(app, convert).exit_code == 0
        example = example.replace(
            "cases/conflict", "conflict"
        )  # the shipped cases stay as they are
    if "my-texts" in example:
        (tmp_path / "my-texts").symlink_to(request.getfixturevalue("texts"))
    if f"standoff {example}" not in SHOWN:  # a page runs it in just such a folder
        result = apart(partial(CliRunner().invoke, app, shlex.split(example)))
        assert result.exit_code == 0, result.output
