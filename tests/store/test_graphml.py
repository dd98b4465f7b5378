"""The state graph and its tables for other programs: the same counts there, whatever the names."""

from __future__ import annotations

import random
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from tests.gmcr import mixed

from standoff.case.modelfile import ModelFile
from standoff.gmcr.concept.law import solve
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import NO_WISHES
from standoff.gmcr.conflict.space import Option, Space
from standoff.gmcr.evolve.markov import chain
from standoff.problem import MissingExtra, TooLarge, UnknownName
from standoff.store.model import graphml as writer
from standoff.store.model.frames import (
    EVERYBODY,
    frames,
    move_columns,
    stability_columns,
    state_columns,
)
from standoff.store.model.graphml import dot, dot_of_shares, graphml
from standoff.store.model.read import read_model
from standoff.store.shipped import shipped_cases

SPACES = "{http://graphml.graphdrawing.org/xmlns}"
HOSTILE = ('"', "\\", "<&>", "a\nb", "\x00\x1b", "]]>", "\ud800", "é 中", "'", "")


def published() -> list[ModelFile]:
    paths = [path / "model.json" for path in shipped_cases().values()]
    files = [read_model(path) for path in paths if path.exists()]
    return [file for file in files if len(file.model.space.options) <= 12]


def hostile(seed: int) -> ModelFile:
    rng = random.Random(seed)
    makers = (rng.choice(HOSTILE) + "1", rng.choice(HOSTILE) + "2")
    space = Space((Option("a", 0), Option("b", 1)))
    labels = {"a": rng.choice(HOSTILE), "b": rng.choice(HOSTILE)}
    states = {k: f"{rng.choice(HOSTILE)}{k}" for k in range(4)}
    model = Model("x", makers, space, (NO_WISHES, NO_WISHES), (1,))
    return ModelFile(rng.choice(HOSTILE), "", model, labels, states)


def models() -> list[ModelFile]:
    drawn = [mixed.conflict(seed).model for seed in range(30)]
    own = [ModelFile(f"random-{k}", "", m) for k, m in enumerate(drawn) if 0 < m.space.count <= 64]
    return [*published(), *own, *map(hostile, range(30))]


def arcs(file: ModelFile) -> int:
    makers = range(len(file.model.makers))
    codes = file.model.space.codes.tolist()
    return sum(len(file.model.space.moves(i, code)) for i in makers for code in codes)


def equilibria(file: ModelFile) -> dict[str, set[int]]:
    solution = solve(file.model, ["NASH", "SEQ"], engine="explicit")
    return {concept: set(solution.states(concept)) for concept in ("NASH", "SEQ")}


def test_graphml_is_xml_with_every_state_and_move() -> None:
    for file in models():
        found = equilibria(file)
        text = graphml(file, found)
        text.encode("utf-8")
        root = ET.fromstring(text)
        nodes = list(root.iter(f"{SPACES}node"))
        assert len(nodes) == file.model.space.count
        assert len(list(root.iter(f"{SPACES}edge"))) == arcs(file)
        keys = {key.get("attr.name"): key.get("id") for key in root.iter(f"{SPACES}key")}
        for concept, states in found.items():
            marked = [
                data.text == "true" for n in nodes for data in n if data.get("key") == keys[concept]
            ]
            assert sum(marked) == len(states) and len(marked) == len(nodes)


def test_networkx_opens_it_with_the_same_counts(tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx")
    for file in models():
        path = tmp_path / "graph.graphml"
        path.write_text(graphml(file, equilibria(file)), "utf-8")
        graph = networkx.read_graphml(path)
        assert graph.number_of_nodes() == file.model.space.count
        assert graph.number_of_edges() == arcs(file)
        improving = sum(data["improves"] for _, _, data in graph.edges(data=True))
        makers = range(len(file.model.makers))
        codes = file.model.space.codes.tolist()
        assert improving == sum(len(file.model.improvements(i, c)) for i in makers for c in codes)


def test_dot_has_a_line_for_every_state_and_move() -> None:
    """Each line is `id [..];` or `id -> id [..];`, every text between quotes that are its own."""
    label = r'label="(?:[^"\\]|\\.)*"'
    node = re.compile(rf"  s\d+ \[{label}(?:, \w+=\d+)*\];")
    edge = re.compile(rf"  s\d+ -> s\d+ \[{label}(?:, style=dashed)?\];")
    for file in models():
        lines = dot(file, equilibria(file)).rstrip("\n").split("\n")
        inner = lines[2:-1]
        assert lines[0] == "digraph {" and lines[-1] == "}"
        assert sum(node.fullmatch(line) is not None for line in inner) == file.model.space.count
        assert sum(edge.fullmatch(line) is not None for line in inner) == arcs(file)
        assert len(inner) == file.model.space.count + arcs(file)


def test_shares_as_a_picture() -> None:
    """Chicken from both swerving: two ends, half of the time each; what is not reached is not drawn."""
    file = read_model(shipped_cases()["fang-1993-chicken"] / "model.json")
    steps = chain(file.model)
    start = next(at for at in range(4) if len(steps.start(at).share) == 2)
    text = dot_of_shares(file, steps, start)
    assert text.count("peripheries=2") == 2
    assert text.count("1/2") == 4  # two shares of time, two shares of the steps
    assert text.count("->") == 2 and text.count("label=") == 5


def test_too_many_moves_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MAX_MOVES", 3)
    with pytest.raises(TooLarge, match="more than 3 moves"):
        graphml(hostile(0))


def test_columns_have_a_row_for_each() -> None:
    for file in models():
        states, moves = state_columns(file), move_columns(file)
        assert {len(column) for column in states.values()} == {file.model.space.count}
        assert {len(column) for column in moves.values()} == {arcs(file)}
        solution = solve(file.model, ["NASH", "GMR"], engine="explicit")
        rows = stability_columns(file, solution.stable)
        makers = len(file.model.makers)
        assert {len(column) for column in rows.values()} == {
            2 * (makers + 1) * file.model.space.count
        }
        together = [
            stable
            for stable, maker, concept in zip(
                rows["stable"], rows["decision_maker"], rows["concept"], strict=True
            )
            if maker == EVERYBODY and concept == "NASH"
        ]
        assert sum(together) == solution.count("NASH")


def test_a_merged_state_says_neither_yes_nor_no() -> None:
    elmira = read_model(shipped_cases()["hipel-1993-elmira"] / "model.json")
    columns = state_columns(elmira)
    at = columns["state"].index("9")
    assert columns["options"][at] == "---Y-"
    said = [column[at] for name, column in columns.items() if name.startswith("option: ")]
    assert said == [None, None, None, True, None]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_tables_of_both_libraries(library: str) -> None:
    pytest.importorskip(library)
    for file in published()[:4]:
        solution = solve(file.model, ["NASH"], engine="explicit")
        made = frames(file, solution.stable, library)
        assert made.states.shape[0] == file.model.space.count
        assert made.moves.shape[0] == arcs(file)
        stable = made.stability
        together = (
            stable[(np.array(stable["decision_maker"]) == EVERYBODY).tolist()]
            if (library == "pandas")
            else stable.filter(stable["decision_maker"] == EVERYBODY)
        )
        assert int(together["stable"].sum()) == solution.count("NASH")


def test_without_a_library_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
    for library in (None, "pandas", "polars"):
        with pytest.raises(MissingExtra, match=r'pip install "standoff\[frames\]"'):
            frames(hostile(0), library=library)
    with pytest.raises(UnknownName, match="pandas"):
        frames(hostile(0), library="panda")
