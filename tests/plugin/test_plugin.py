"""The package of `docs/how-to/add-a-section-question-or-concept.md`, installed: everything shows its rows.

The files are those of the page. They are put on the path of a program of their own, with the metadata
that installing the package writes, since the tables are read once, when standoff starts.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.docs.test_snippets import ROOT, agrees, blocks, commands

PAGE = ROOT / "docs" / "how-to" / "add-a-section-question-or-concept.md"
MOST_FILES = {"standoff.sections": 3, "standoff.questions": 3, "standoff.concepts": 2}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the page's files are, with the package installed in `installed`."""
    folder = tmp_path_factory.mktemp("plugin")
    for _, file, body in blocks(PAGE):
        if file is not None:
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, "utf-8")
    package = folder / "standoff-extras"
    project = tomllib.loads((package / "pyproject.toml").read_text("utf-8"))["project"]
    metadata = package / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir()
    head = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (metadata / "METADATA").write_text(head, "utf-8")
    points = (
        f"[{group}]\n" + "".join(f"{name} = {what}\n" for name, what in rows.items())
        for group, rows in project["entry-points"].items()
    )
    (metadata / "entry_points.txt").write_text("\n".join(points), "utf-8")
    return folder


def run(folder: Path, *arguments: str, where: Path | None = None, code: int = 0) -> str:
    """What Python prints, with the package installed."""
    path = (str(ROOT / "src"), str(folder / "standoff-extras"), str(ROOT))
    result = subprocess.run(
        (sys.executable, *arguments),
        cwd=where or folder,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(path),
            "STANDOFF_CONFIG": str(folder / "configuration"),
            "STANDOFF_MODELS": "160",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == code, result.stdout + result.stderr
    return result.stdout + (result.stderr if code else "")


SEVERAL = """
import json, sys
from typer.testing import CliRunner
from standoff.app.cli.main import app
results = [CliRunner().invoke(app, words) for words in json.loads(sys.argv[1])]
assert not any(one.exit_code for one in results), [one.output for one in results]
print(json.dumps([one.stdout for one in results]))
"""


SHOWN = [
    command.removeprefix("standoff ")
    for kind, _, body in blocks(PAGE)
    if kind == "text"
    for command, _ in commands(body)
]
ASKED = (
    *("bystanders --help", "case schema --help", "solve --help", "case schema"),
    *("show ferry --json", "bystanders ferry --json", "ask ferry --json"),
    "solve ferry --concept SEQ_TOGETHER --json",
    *("report ferry -o report.html", "report ferry --json"),
)


@pytest.fixture(scope="module")
def printed(folder: Path) -> Mapping[str, str]:
    """What each command of the page, and of the tests below, prints; one start of Python for all of them."""
    lines = [*SHOWN, *ASKED]
    words = json.dumps([shlex.split(line) for line in lines])
    return dict(zip(lines, json.loads(run(folder, "-c", SEVERAL, words)), strict=True))


def test_few_files_are_needed() -> None:
    """At most 3 for a section, 3 for a question, 2 for a concept, the entry point apart."""
    files = [file for _, file, _ in blocks(PAGE) if file and file.endswith(".py")]
    for group, words in {
        "standoff.sections": ("deadlines",),
        "standoff.questions": ("bystanders",),
        "standoff.concepts": ("together", "oracle"),
    }.items():
        own = [file for file in files if any(word in file for word in words)]
        assert 0 < len(own) <= MOST_FILES[group]
        files = [file for file in files if file not in own]
    assert not files


def test_the_page_shows_what_is_printed(printed: Mapping[str, str]) -> None:
    shown = [body for kind, _, body in blocks(PAGE) if kind == "text"]
    asked = [pair for body in shown for pair in commands(body)]
    assert len(asked) == 4
    for command, expected in asked:
        found = printed[command.removeprefix("standoff ")]
        assert agrees(found.rstrip("\n").split("\n"), expected), found


def test_help_shows_each(folder: Path, printed: Mapping[str, str]) -> None:
    top = run(folder, "-m", "standoff", "--help")
    assert "bystanders" in top
    assert "Who never moves, on any path from today." in printed["bystanders --help"]
    assert "what has to be done by when" in printed["case schema --help"]
    assert "SEQ_TOGETHER" in printed["solve --help"]


def test_schema_and_reference_show_each(folder: Path, printed: Mapping[str, str]) -> None:
    schema = json.loads(printed["case schema"])["properties"]
    assert schema["deadlines"]["description"] == "what has to be done by when, or not at all"
    assert "bystanders" in schema["questions"]["additionalProperties"]["properties"]
    pages = folder / "pages"
    pages.mkdir()
    run(folder, "-m", "standoff.app.reference", str(pages))
    assert (
        "| `deadlines` | what has to be done by when"
        in (pages / "reference" / "sections.md").read_text()
    )
    assert "| `bystanders` | Who never moves" in (pages / "reference" / "questions.md").read_text()
    assert (
        "## SEQ_TOGETHER: sequential stability, others"
        in (pages / "reference" / "concepts.md").read_text()
    )
    assert "## bystanders\n" in (pages / "reference" / "commands.md").read_text()


def test_json_shows_each(printed: Mapping[str, str]) -> None:
    aloud, answered, sheets, solved = (
        json.loads(printed[command])
        for command in (
            "show ferry --json",
            "bystanders ferry --json",
            "ask ferry --json",
            "solve ferry --concept SEQ_TOGETHER --json",
        )
    )
    (chapter,) = (c for c in aloud["chapters"] if c["heading"] == "What has to be done in time")
    assert [sentence["line"] for sentence in chapter["sentences"]] == [7]
    answer = {"actors": ["Town", "Crew", "Guest"], "reading": "ferry/base"}
    assert answered == answer
    (asked,) = sheets["questions"]
    assert (asked["id"], asked["computation"]) == ("idle", "bystanders")
    stable: Mapping[str, object] = solved["concepts"]["SEQ_TOGETHER"]
    assert stable["equilibria"] == [[], ["pay", "sail"]]


def test_pages_show_each(folder: Path, printed: Mapping[str, str]) -> None:
    """The report has the section; an answer's own page has the question and the concept."""
    data = printed["report ferry --json"]
    report = (folder / "report.html").read_text("utf-8")
    assert "What has to be done in time" in report
    assert "Crew sails every day by 2024-06, or not at all" in report
    assert '"What has to be done in time"' in data
    program = (
        "import standoff as so; case = so.read('ferry'); reading = case['base']; "
        "print(case.ask('idle').to_html(), reading.question('bystanders').to_html(), "
        "reading.solve('SEQ_TOGETHER').to_html(), so.concepts().to_html())"
    )
    page = run(folder, "-c", program)
    assert page.count("Never moving: Town, Crew and Guest") == 2
    assert page.count("equential stability, others answering alone or together") == 2


def test_the_suite_takes_the_concept_up(folder: Path) -> None:
    """The tests over the table compare it with the definition that its row names, without further code."""
    tests = (
        "tests/gmcr/test_answer.py::test_what_is_stable_has_an_answer_to_every_improvement[SEQ_TOGETHER]",
        "tests/gmcr/test_table.py::test_every_row_names_its_definition_and_known_rows[SEQ_TOGETHER]",
        "tests/gmcr/test_mixed.py::test_every_concept_agrees_with_its_definition",
        "tests/gmcr/test_mixed.py::test_other_rules_of_sanction_agree_with_theirs",
    )
    options = ("-n", "0", "-q", "-p", "no:cacheprovider")
    passed = run(folder, "-m", "pytest", *options, *tests, where=ROOT)
    assert " passed" in passed


def test_a_row_that_cannot_be_loaded_is_one_message(folder: Path, tmp_path: Path) -> None:
    metadata = tmp_path / "standoff-extras" / "broken-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text("[standoff.questions]\nodd = json:loads\n")
    said = run(tmp_path, "-m", "standoff", "--help", code=2)
    assert said == "odd is no row of questions: it is a function\n"
