"""What is promised stays: docs/reference/stability.md.

`tests/stable/0.2.json` lists the commands with their options, the keys of `--json`, the public names of
Python, the sections, questions and concepts of that version. Whatever is listed must be there still; what is
new is free. `pytest tests/test_stable.py --update-golden` lists it anew, at the release of a minor version.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.docs.test_snippets import walk
from typer.main import get_command
from typer.testing import CliRunner

import standoff as so
from standoff import problem
from standoff.app.cli.group import BEFORE
from standoff.app.cli.main import app
from standoff.case.question import QUESTIONS
from standoff.case.syntax import SECTIONS
from standoff.extra import EXTRAS
from standoff.gmcr.concept.table import CONCEPTS

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "stability.md"
KEPT = sorted((ROOT / "tests" / "stable").glob("*.json"))
MILL = str(ROOT / "tests" / "frozen" / "1" / "cases" / "mill")
ELMIRA = str(ROOT / "cases" / "hipel-1993-elmira" / "model.json")
RUNS = (
    ("check", MILL),
    ("show", MILL),
    ("compare", MILL),
    ("solve", MILL),
    ("evolve", MILL),
    ("explain", MILL),
    ("ask", MILL),
    ("why", MILL, "--act", "repair"),
    ("offers", MILL),
    ("deals", MILL),
    ("find", MILL, "--concept", "NASH"),
    ("reach", MILL),
    ("whatif", MILL, "--set", "sell=yes,no", "-r", "gazette"),
    ("robust", MILL, "--ask", "not buy", "-r", "gazette"),
    ("inverse", MILL, "--want", "buy", "-r", "gazette"),
    ("report", MILL),
    ("model solve", ELMIRA),
    ("case list",),
    ("case precedents", MILL),
    ("forecast list", MILL),
    ("doctor",),
)


def keys(value: Any, before: str = "", deep: int = 3) -> Iterator[str]:
    """The keys of data, and those of what its lists hold: `readings[].ends`."""
    if isinstance(value, dict) and deep:
        for key, kept in value.items():
            yield f"{before}{key}"
            if isinstance(kept, list):
                for one in kept:
                    yield from keys(one, f"{before}{key}[].", deep - 1)


def printed(words: tuple[str, ...]) -> list[str]:
    done = CliRunner().invoke(app, [*words[0].split(), *words[1:], "--json"])
    assert done.exit_code == 0, (words, done.output)
    # one record, or one a line
    try:
        records = [json.loads(done.stdout)]
    except ValueError:
        records = [json.loads(line) for line in done.stdout.splitlines()]
    return sorted({key for record in records for key in keys(record)})


def public(value: Any) -> list[str]:
    """What is reached by a public name: of a class its methods with their parameters, of a function these."""
    if inspect.isclass(value):
        found = []
        for name in dir(value):
            part = inspect.getattr_static(value, name)
            if name.startswith("_"):
                continue
            found += [name, *(f"{name}({each})" for each in parameters(part))]
        made = parameters(value) if value is so.Model else ()  # all others are made by a function
        return [*found, *(f"({each})" for each in made)]
    return [f"({each})" for each in parameters(value)]


def parameters(value: Any) -> list[str]:
    if not callable(value):
        return []
    return [name for name in inspect.signature(value).parameters if name != "self"]


def surface() -> dict[str, Any]:
    """All that is promised, as it is now."""
    commands = {
        name: sorted({w for each in command.params for w in each.opts if w.startswith("-")})
        for name, command in walk(get_command(app))
    }
    errors = re.findall(r"[├└]── (\w+)", problem.__doc__ or "")
    return {
        "commands": commands,
        "json": {run[0]: printed(run) for run in RUNS},
        "python": {name: public(getattr(so, name)) for name in so.__all__ if name[0] != "_"},
        "errors": {name: [] for name in errors},
        "sections": {name: [] for name in SECTIONS},
        "questions": {name: [] for name in QUESTIONS},
        "concepts": {name: [] for name in CONCEPTS},
        "extras": {name: [] for name in EXTRAS},
    }


@pytest.fixture(scope="module")
def now() -> dict[str, Any]:
    return surface()


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_nothing_that_was_promised_went_away(
    kept: Path, now: dict[str, Any], request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("--update-golden") and kept == KEPT[-1]:
        kept.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n", "utf-8", newline="\n")
    gone = [
        f"{kind}: {name} {part}".strip()
        for kind, names in json.loads(kept.read_text("utf-8")).items()
        for name, parts in names.items()
        for part in ("", *parts)
        if name not in now[kind] or (part and part not in now[kind][name])
    ]
    assert gone == [], "deprecate it first: docs/reference/stability.md"


def test_a_list_is_kept_of_this_minor_version() -> None:
    assert KEPT[-1].stem == ".".join(so.__version__.split(".")[:2])


def test_what_goes_away_is_noticed(now: dict[str, Any]) -> None:
    """The lists are no empty ones: they hold what everyone uses."""
    assert "--reading" in now["commands"]["compare"]
    assert "readings[].conclusions" in now["json"]["compare"]
    assert {"compare", "ask(question)", "report(path)"} <= set(now["python"]["Case"])
    assert "NotComputed" in now["errors"] and "MissingExtra" in now["errors"]


@pytest.mark.parametrize("name", BEFORE)
def test_a_command_of_before_works_and_the_page_says_what_to_write(name: str) -> None:
    table = PAGE.read_text("utf-8").partition("| before | write |")[2].partition("```")[0]
    assert f"`{name}`" in table
    told = CliRunner().invoke(app, [name, ELMIRA if name == "solve" else "--help"])
    assert f"`standoff {name}` is called `standoff " in told.stderr


@pytest.mark.parametrize("name", so._BEFORE)
def test_a_name_of_before_says_where_it_went(name: str) -> None:
    assert name not in so.__all__
    with pytest.raises(AttributeError, match=r"it is standoff\.[\w.]+, or \S.* now") as told:
        getattr(so, name)
    path = re.findall(r"it is ([\w.]+),", str(told.value))[0]
    module, _, function = path.rpartition(".")
    assert callable(getattr(import_module(module), function))


def test_every_format_that_is_written_is_on_the_page() -> None:
    page = PAGE.read_text("utf-8")
    code = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert [each for each in set(re.findall(r"standoff-\w+/\d", code)) if each not in page] == []
