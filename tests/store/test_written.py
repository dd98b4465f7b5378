"""Models written by suffix: what is written is read back, or is what the program it is for expects."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner

from standoff.app.cli.main import app
from standoff.gmcr.concept.law import solve
from standoff.problem import NotComputed
from standoff.store.model.read import read_model
from standoff.store.model.written import FORMS, written
from standoff.store.shipped import shipped

CHICKEN = shipped("fang-1993-chicken") / "model.json"
CUBA = shipped("kinsara-2014-cuba") / "model.json"  # which names today's situation


@pytest.mark.parametrize("suffix", [".gmcr", ".nfg"])
def test_what_is_written_has_the_same_number_of_equilibria(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"chicken{suffix}"
    path.write_text(written(read_model(CHICKEN), path).text, "utf-8")
    before, after = (solve(read_model(file).model, ["NASH"]) for file in (CHICKEN, path))
    assert before.count("NASH") == after.count("NASH") == 2


def test_the_graph_has_a_node_for_each_state(tmp_path: Path) -> None:
    file = read_model(CHICKEN)
    root = ET.fromstring(written(file, tmp_path / "x.graphml").text)
    nodes = [node for node in root.iter() if node.tag.endswith("}node")]
    assert len(nodes) == file.model.space.count
    assert written(file, tmp_path / "x.dot").text.startswith("digraph {")


def test_a_longer_horizon_is_a_larger_tree(tmp_path: Path) -> None:
    file = read_model(CUBA)
    short, long = (written(file, tmp_path / "x.efg", horizon).text for horizon in (1, 3))
    assert len(short) < len(long)


def test_a_suffix_that_names_no_form_is_told_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(NotComputed, match=r"did you mean \.graphml"):
        written(read_model(CHICKEN), tmp_path / "x.grphml")


@pytest.mark.parametrize("suffix", FORMS)
def test_the_command_writes_each_form_whole(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"model{suffix}"
    model = CUBA if suffix == ".efg" else CHICKEN
    done = CliRunner().invoke(app, ["model", "convert", str(model), "-o", str(path)])
    assert done.exit_code == 0, done.output
    assert path.stat().st_size > 100
