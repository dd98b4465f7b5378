"""Model files on the command line: one line a file, what is wrong said, cases in and out."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from standoff.app.cli.main import app
from standoff.gmcr.concept.table import PLAIN
from standoff.store.shipped import shipped_cases

CASES = shipped_cases()
ELMIRA = str(CASES["hipel-1993-elmira"] / "model.json")
KOREA = str(CASES["jacobi-2017-korea-invasion"] / "model.json")


def run(*words: str, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == code, result.output
    return result.stdout, result.stderr


def test_one_line_a_file_in_the_order_given() -> None:
    """Keys and names as the contract has them; by default every concept that needs only a model."""
    out, _ = run("solve", KOREA, ELMIRA, "--json")
    korea, elmira = map(json.loads, out.splitlines())
    assert korea["model"] == "korea-2017-irreversible-invasion"
    assert list(korea["concepts"]) == list(PLAIN)
    assert korea["concepts"]["SEQ"]["per_dm"]["NK"] == [0, 2, 4, 5, 6, 10, 12, 14]
    assert (elmira["states"], elmira["engine"], elmira["unsupported"]) == (9, "graph", [])
    assert elmira["concepts"]["NASH"]["equilibria"] == [5, 8, 9]
    assert "SIM" not in elmira["concepts"]
    assert "merged" in elmira["refused"]["SIM"]


def test_the_switches_reproduce_what_was_published() -> None:
    words = ["--reversible", "o3", "--blocked", "as_published", "-c", "SEQ+SIMULTANEITY"]
    (out, _) = run("solve", KOREA, *words, "--json")
    assert json.loads(out)["concepts"]["SEQ+SIMULTANEITY"]["equilibria"] == [0, 5, 10]
    out, _ = run("solve", ELMIRA, "--sanctions", "single", "-c", "GMR", "--json")
    assert json.loads(out)["sanctions"] == "single"


def test_a_bad_file_is_said_and_the_rest_go_on(tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"schema": ', "utf-8")
    out, _ = run("solve", str(bad), ELMIRA, "--json", code=1)
    first, second = map(json.loads, out.splitlines())
    assert set(first) == {"model", "error"}
    assert first["model"] == "bad"
    assert second["model"] == "elmira-nine-state"
    out, err = run("solve", str(bad), ELMIRA, code=1)
    assert "bad.json:1:12" in err
    assert "9  ---Y-  Abandon the plant" in out


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(Path(ELMIRA).read_text("utf-8"), "utf-8")
    out, _ = run("solve", str(tmp_path), "-c", "NASH", "--json")
    assert len(out.splitlines()) == 2


def test_what_is_not_known_is_a_fault_of_usage() -> None:
    run("solve", ELMIRA, "-c", "NESH", code=2)
    run("solve", ELMIRA, "--sanctions", "twice", code=2)
    run("solve", ELMIRA, "--reversible", "o9", code=2)
    run("solve", ELMIRA, "--blocked", "as_printed", code=2)


def test_a_published_case_opens_by_its_name() -> None:
    out, _ = run("solve", "hipel-1993-elmira", "-c", "NASH", "--json")
    assert json.loads(out)["concepts"]["NASH"]["equilibria"] == [
        ["o4"],
        ["o2", "o5"],
        ["o1", "o3", "o5"],
    ]
    out, _ = run("cases", "--json")
    assert {"case": "kinsara-2014-cuba"}.items() <= json.loads(out)["cases"][8].items()


def test_import_and_export_round_trip(tmp_path: Path) -> None:
    """A case made of a .gmcr file has every option by name, no source, and exports to the same."""
    first, second = tmp_path / "a.gmcr", tmp_path / "b.gmcr"
    _, err = run("export", str(CASES["kinsara-2014-cuba"] / "model.json"), "-o", str(first))
    assert "lost: the status quo" in err
    run("import", str(first), "-o", str(tmp_path / "cuba"))
    text = (tmp_path / "cuba/case.yaml").read_text("utf-8")
    assert "US.air_strike: Air strike" in text
    assert "[" not in text.replace("now: []", "")
    run("export", str(tmp_path / "cuba"), "-o", str(second))
    a, b = (json.loads(file.read_text("utf-8")) for file in (first, second))
    assert a == b
    run("import", str(first), "-o", str(tmp_path / "cuba"), code=2)


def test_a_graph_is_imported_as_the_model_it_is(tmp_path: Path) -> None:
    run("import", ELMIRA, "-o", str(tmp_path / "elmira"))
    out, _ = run("solve", str(tmp_path / "elmira"), "-c", "SEQ", "--json")
    assert len(json.loads(out)["concepts"]["SEQ"]["equilibria"]) == 3


@pytest.mark.parametrize("name", [n for n, p in CASES.items() if (p / "model.json").exists()])
def test_every_command_works_on_a_published_case(name: str) -> None:
    reading = str(CASES[name])
    for words in (["check"], ["evolve"], ["compare"], ["show"], ["solve", "-c", "NASH"]):
        run(words[0], reading, *words[1:])
