"""GMCR+ files: out and in again the same states, moves and orders; what is lost; what is odd."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
from tests.gmcr import mixed

from standoff.case.build import build
from standoff.case.make.adopt import case_text
from standoff.case.reading import merge
from standoff.gmcr.conflict.graph import Graph, listing
from standoff.gmcr.conflict.model import Model
from standoff.problem import CaseError, NotComputed
from standoff.store.folder import load_folder
from standoff.store.model.gmcrplus import write_gmcrplus
from standoff.store.model.read import read_model
from standoff.store.shipped import shipped_cases


def same(a: Model, b: Model) -> None:
    """The same states, moves and orders, whatever the names."""
    assert np.array_equal(a.space.codes, b.space.codes)
    for i in range(len(a.makers)):
        assert np.array_equal(a.preferences[i].ranks(a.space), b.preferences[i].ranks(b.space))
        for code in a.space.codes.tolist()[:300]:
            assert a.space.moves(i, code) == b.space.moves(i, code)


def out_and_in(model: Model, case: Path) -> Model:
    file = case / "out.gmcr"
    file.write_text(write_gmcrplus(model).text, "utf-8")
    return read_model(file).model


def test_out_and_in_is_the_same(tmp_path: Path) -> None:
    """Random models with ties, directions and every form of preference; unowned options stay unowned."""
    for seed in range(150):
        model = mixed.by_options(random.Random(seed), 5).model
        same(model, out_and_in(model, tmp_path))


def test_published_conflicts_go_out_in_and_into_a_case(tmp_path: Path) -> None:
    for name, path in shipped_cases().items():
        if not (path / "model.json").exists():
            continue
        file = read_model(path / "model.json")
        if isinstance(file.model.space, Graph):
            with pytest.raises(NotComputed, match="listed"):
                write_gmcrplus(file.model)
            continue
        back = out_and_in(file.model, tmp_path)
        same(file.model, back)
        case = tmp_path / name
        case.mkdir()
        text = case_text(back, file.labels, file.title)
        (case / "case.yaml").write_text(text, "utf-8")
        loaded, found = load_folder(case)
        reading, faults = merge(loaded, "base")
        assert not found.problems + faults.problems
        (world,) = build(reading)
        same(file.model, world.model)
        assert all(not line.citations for line in reading.assumptions)


def test_a_list_of_states_goes_out_where_options_alone_give_it(tmp_path: Path) -> None:
    model = mixed.by_options(random.Random(3), 4).model
    makers = range(len(model.makers))
    graph = Model("listed", model.makers, listing(model.space, makers), model.preferences)
    same(model, out_and_in(graph, tmp_path))


def test_what_is_lost_is_said(tmp_path: Path) -> None:
    file = read_model(shipped_cases()["kinsara-2014-cuba"] / "model.json")
    assert write_gmcrplus(file.model, file.labels).lost == ("the status quo: nothing taken",)


SMALL: dict = {
    "program": "gmcr-py",
    "version": "0.3.12",
    "options": [
        {"name": "Go", "permittedDirection": "fwd"},
        {"name": "Stay", "permittedDirection": "both"},
    ],
    "decisionMakers": [
        {"name": "A", "options": [0], "preferences": [[[0, "Y"], [1, "N"]], [[1, "Y"]]]},
        {
            "name": "B",
            "options": [1],
            "preferences": [{"compound": True, "members": [[[0, "Y"]], [[1, "N"]]]}],
            "misperceptions": [[[0, "Y"]]],
        },
    ],
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
    "useManualPreferenceRanking": False,
}


def read(case: Path, **changes: object):
    file = case / "small.gmcr"
    file.write_text(json.dumps({**SMALL, **changes}), "utf-8")
    return read_model(file)


def test_a_small_file_is_read(tmp_path: Path) -> None:
    file = read(tmp_path)
    assert [file.pattern(code) for code in file.model.space.codes.tolist()] == ["NN", "YN", "NY"]
    assert file.labels == {"o1": "Go", "o2": "Stay"}
    assert [str(c) for tier in file.model.preferences[1].tiers for c in tier] == ["o1 or not o2"]
    (warning,) = file.found.warnings
    assert "misperceives" in warning.message


def test_a_ranking_by_hand_is_followed(tmp_path: Path) -> None:
    makers = [{**m, "preferenceRanking": [2, [1, 3]]} for m in SMALL["decisionMakers"]]
    file = read(tmp_path, decisionMakers=makers, useManualPreferenceRanking=True)
    assert file.model.preferences[0].tiers == ((1,), (0, 2))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"options": None}, "`options` is missing"),
        ({"options": [{"name": "Go"}] * 2}, "the permitted direction is None"),
        ({"infeasibles": None}, "a list of conditions is missing"),
        ({"infeasibles": [[[0, "X"]]]}, "a condition is a list"),
        ({"infeasibles": [[[7, "Y"]]]}, "a condition is a list"),
        ({"infeasibles": [{"both": []}]}, "a condition is a list"),
        ({"useManualPreferenceVectors": True}, "`preferenceRanking` is missing"),
        ({"decisionMakers": [{"name": "A", "options": [0, 5]}]}, "there is no option number 5"),
        ({"decisionMakers": [{"name": "A", "options": "all"}]}, "`options` is missing"),
    ],
)
def test_what_is_odd_is_reported(tmp_path: Path, changes: dict, message: str) -> None:
    with pytest.raises(CaseError, match=message):
        read(tmp_path, **changes)


def test_what_is_not_known_is_passed_over_aloud(tmp_path: Path) -> None:
    file = read(tmp_path, weather="fine", program="other", coalitions=[[0, 1]])
    said = "\n".join(str(warning) for warning in file.found.warnings)
    assert "`weather` is not known" in said
    assert "the program is 'other'" in said
    assert "coalitions are left out" in said
