"""Published models: every set that was published or computed elsewhere, and every fault at its place."""

import json
import shlex
from collections.abc import Hashable
from functools import cache, partial
from pathlib import Path

import numpy as np
import pytest
from tests.gmcr.rows import LAW

from standoff.case.modelfile import AS_WRITTEN, ModelFile, Variation
from standoff.gmcr.concept.law import Solution, solve
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.preference import Statements
from standoff.gmcr.engine.choose import ENGINES
from standoff.gmcr.engine.cube import Cube
from standoff.gmcr.engine.explicit import Explicit
from standoff.gmcr.engine.sat import NashQuery
from standoff.problem import CaseError, UnknownName
from standoff.store.folder import load_folder
from standoff.store.model.read import read_model
from standoff.store.shipped import shipped_cases

CASES = {name: path for name, path in shipped_cases().items() if (path / "model.json").exists()}
OWN = {"verified", "published", "computed", "differs"}


def expected(name: str) -> dict:
    return dict(load_folder(CASES[name])[0].base.expected)


def variation(switch: str) -> Variation:
    words = shlex.split(switch)
    given = dict(zip(words[::2], words[1::2], strict=True))
    reversible = tuple(filter(None, given.get("--reversible", "").split(",")))
    return Variation(reversible, given.get("--blocked"))


def holds(file: ModelFile, concept: str, sets: dict[str, list[str]]) -> bool:
    """Whether the sets are the ones computed, for each decision maker given and for all of them."""
    solution = solve(file.model, [concept])
    found = {"equilibria": solution.equilibria(concept)}
    found |= dict(zip(file.model.makers, solution.stable[concept], strict=True))
    return all(
        {str(s) for s in file.named(found[key])} == set(listed) for key, listed in sets.items()
    )


def test_conflicts_ship() -> None:
    assert len(CASES) == 12
    assert "hipel-1993-elmira" in CASES


@pytest.mark.parametrize("name", CASES)
def test_sets_computed_elsewhere_come_out(name: str) -> None:
    """Per decision maker and concept, on the model as the file has it and in every other variation."""
    want = expected(name)
    variations = [(AS_WRITTEN, want)]
    variations += [(variation(v["switch"]), v) for title, v in want.items() if title not in OWN]
    for varied, sets in variations:
        file = read_model(CASES[name] / "model.json", varied)
        for concept, each in sets.get("computed", {}).items():
            assert holds(file, concept, each), (concept, varied)


@pytest.mark.parametrize("name", CASES)
def test_published_sets_come_out_or_the_case_says_why_not(name: str) -> None:
    want = expected(name)
    file = read_model(CASES[name] / "model.json")
    varied = [variation(v["switch"]) for title, v in want.items() if title not in OWN]
    for concept, sets in want.get("published", {}).items():
        assert holds(file, concept, sets) != (concept in want.get("differs", {})), concept
        for each in varied:
            assert holds(read_model(CASES[name] / "model.json", each), concept, sets), concept


@pytest.mark.parametrize("name", CASES)
def test_every_engine_gives_the_same_sets(name: str) -> None:
    """Option form has them all; listed moves are for the explicit one. A ranking is no formula."""
    model = read_model(CASES[name] / "model.json").model
    first = solve(model, LAW)
    for engine in ("explicit",) if isinstance(model.space, Graph) else ENGINES:
        found = solve(model, LAW, engine=engine)
        walked = cache(partial(_flags, found))  # of diagrams many are the same one
        for concept in LAW:
            for maker, states in enumerate(first.stable[concept]):
                given = found.stable[concept][maker]
                flags = walked(given) if isinstance(given, Hashable) else _flags(found, given)
                assert (flags == _flags(first, states)).all(), engine
    if all(isinstance(each, Statements) for each in model.preferences):
        assert NashQuery(model).states(most=None) == first.states("NASH")


def _flags(solution: Solution, states: object) -> np.ndarray:
    """The set over the listed states, whatever the engine holds it as."""
    if isinstance(solution.game, Explicit | Cube):
        return solution.game.flags(states)
    return np.isin(solution.model.space.codes, list(solution.game.walk(states)))


def test_what_the_files_say_is_what_the_cases_expect() -> None:
    """`case.yaml` repeats the sets that stand in `model.json`; they must not drift apart."""
    for name, path in CASES.items():
        document = json.loads((path / "model.json").read_text("utf-8"))
        for concept, entry in document["published"]["concepts"].items():
            listed = expected(name)["published"][concept]["equilibria"]
            assert listed == list(map(str, entry["equilibria"])), (name, concept)


def test_elmira_is_a_graph_with_a_merged_state() -> None:
    file = read_model(CASES["hipel-1993-elmira"] / "model.json")
    assert isinstance(file.model.space, Graph)
    (abandoned,) = file.model.space.loose
    assert (file.name(abandoned), file.pattern(abandoned)) == (9, "---Y-")
    assert not any(file.model.space.moves(i, abandoned) for i in range(3))


# --- files written for a test ---------------------------------------------------------------------

SMALL = {
    "schema": "standoff-model/1",
    "id": "small",
    "form": "option",
    "decision_makers": [{"name": "A", "options": ["o1"]}, {"name": "B", "options": ["o2"]}],
    "options": [
        {"id": "o1", "name": "Go", "dm": "A", "direction": "both"},
        {"id": "o2", "name": "Stay", "dm": "B", "direction": "both"},
    ],
    "infeasible": [],
    "feasible": [
        {"state": 1, "options": "NN"},
        {"state": 2, "options": "YN"},
        {"state": 3, "options": "NY"},
        {"state": 4, "options": "YY"},
    ],
    "moves": None,
    "preferences": {
        "A": {"form": "ranking", "best_first": [2, [1, 4], 3]},
        "B": {"form": "statements", "priority_order": ["!o1 | o2", "o2 IF o1"]},
    },
    "status_quo": 1,
}


def written(case: Path, *path: str | int, value: object = None, drop: bool = False) -> Path:
    """The small model with the member that `path` leads to set to `value`, or dropped."""
    data = json.loads(json.dumps(SMALL))
    inner = data
    for step in path[:-1]:
        inner = inner[step]
    if drop:
        del inner[path[-1]]
    elif path:
        inner[path[-1]] = value
    file = case / "small.json"
    file.write_text(json.dumps(data, indent=1), "utf-8")
    return file


def test_a_small_model_is_read(tmp_path: Path) -> None:
    file = read_model(written(tmp_path))
    assert file.model.makers == ("A", "B")
    assert file.labels == {"o1": "Go", "o2": "Stay"}
    assert file.model.today == (0,)
    assert file.named(solve(file.model, ["NASH"]).stable["NASH"][0]) == [2, 4]
    assert not file.found.warnings


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("schema",), "other/1", "the schema is 'other/1'"),
        (("form",), "extensive", "`option`, `normal` and `graph` are read"),
        (("decision_makers", 1, "name"), "A", "a name of its own"),
        (("decision_makers", 1, "options", 0), "o3", "no option is 'o3'"),
        (("options", 1, "dm"), "C", "'C' is not a decision maker"),
        (("options", 1, "dm"), "A", "only one decision maker can"),
        (("options", 0, "direction"), "up", "the direction is 'up'"),
        (("options", 1, "id"), "o1", "an id of its own"),
        (("infeasible",), ["Y"], "'Y' is not 2 of the marks"),
        (("feasible", 1, "options"), "YX", "'YX' is not 2 of the marks"),
        (("feasible", 1, "options"), "NN", "states 1 and 2 have a combination in common"),
        (("feasible", 1, "options"), "-N", "have a combination in common"),
        (("feasible", 1, "state"), 1, "a name of its own: 1"),
        (("moves",), "as usual", "moves are listed or null"),
        (("moves",), {"A": {"1": [9]}}, "no state is called 9"),
        (("moves",), {"C": {"1": [2]}}, "'C' is not a decision maker"),
        (("moves",), {"A": {"1": [1]}}, "a move from 1 to itself"),
        (("preferences", "A", "best_first"), [2, 1, 3], "these states have no place: 4"),
        (("preferences", "A", "best_first"), [2, 1, 3, 4, 2], "state 2 stands twice"),
        (("preferences", "A", "best_first"), [2, 1, 3, 4, 7], "no state is called 7"),
        (("preferences", "A", "form"), "hunch", "the form of a preference is 'hunch'"),
        (("preferences", "A"), {"form": "payoffs", "by_state": {"1": "x"}}, "'x' is not a number"),
        (("preferences", "B", "priority_order"), ["o1 &"], "cannot be read"),
        (("preferences", "B", "priority_order"), ["o7"], "no option is 'o7'"),
        (("status_quo",), 8, "no state is called 8"),
    ],
)
def test_a_fault_is_reported_at_its_place(
    tmp_path: Path, path: tuple, value: object, message: str
) -> None:
    file = written(tmp_path, *path, value=value)
    with pytest.raises(CaseError) as raised:
        read_model(file)
    problem = raised.value.findings.problems[0]
    assert message in problem.message
    assert problem.place.file == str(file)
    before = file.read_text("utf-8").splitlines()[: problem.place.line]
    key = next(step for step in reversed(path) if isinstance(step, str))
    nearest = {"options", "feasible", "decision_makers", key, *map(str, path)}
    assert any(f'"{word}"' in line for word in nearest for line in before)


def test_a_place_is_a_line_and_a_column(tmp_path: Path) -> None:
    file = written(tmp_path, "preferences", "A", "best_first", value=[2, 1, 3, 4, 1])
    with pytest.raises(CaseError) as raised:
        read_model(file)
    place = raised.value.findings.problems[0].place
    lines = file.read_text("utf-8").splitlines()
    assert lines[place.line - 1][place.column - 1 :] == "1"
    assert lines[place.line - 2].strip() == "4,"


def test_what_is_no_json_is_said(tmp_path: Path) -> None:
    file = tmp_path / "x.json"
    for text, message in (
        ('{"a": 1,}', "not JSON"),
        ('{"a": 1, "a": 2}', "'a' stands twice"),
        ('{"a": NaN}', "NaN is not a number"),
        ("[" * 100_000, "nested|recursion"),
        ("", "an empty file"),
    ):
        file.write_text(text, "utf-8")
        with pytest.raises(CaseError, match=message):
            read_model(file)
    with pytest.raises(CaseError, match="cannot be read"):
        read_model(tmp_path / "none.json")


def test_warnings_leave_an_answer(tmp_path: Path) -> None:
    told = read_model(written(tmp_path, "preferences", "A", drop=True))
    assert told.model.unsupported == ("A",)
    assert "nothing is said of what A prefers" in told.found.warnings[0].message
    other = {"form": "statements", "priority_order": ["o1"], "implied_ranking": [1, 2, 3, 4]}
    told = read_model(written(tmp_path, "preferences", "A", value=other))
    assert "the statements are followed" in told.found.warnings[0].message
    told = read_model(written(tmp_path, "infeasible", value=["YY"]))
    assert "`infeasible` rules out 4" in told.found.warnings[0].message
    assert told.model.space.count == 4


def test_every_variant_of_the_schema_is_read(tmp_path: Path) -> None:
    """Listed states only, merged states, listed moves, payoffs, blocked moves, misperception."""
    space = read_model(written(tmp_path, "infeasible", value=None)).model.space
    assert not isinstance(space, Graph)
    some = [{"state": "x", "options": "NN"}, {"state": "y", "options": "Y-"}]
    file = written(tmp_path)
    data = {**SMALL, "feasible": some, "infeasible": None, "status_quo": "x", "preferences": {}}
    file.write_text(json.dumps(data), "utf-8")
    merged = read_model(file)
    assert merged.model.space.moves(0, 0) == (1,)
    assert merged.model.space.moves(1, 0) == ()
    assert merged.pattern(1) == "Y-"
    payoffs = {"form": "payoffs", "by_state": {"1": 0.1, "2": 1, "3": -2, "4": 0.1}}
    paid = read_model(written(tmp_path, "preferences", "A", value=payoffs))
    assert paid.model.preferences[0].ranks(paid.model.space).tolist() == [2, 3, 1, 2]
    listed = read_model(written(tmp_path, "moves", value={"A": {"1": [2, 4]}, "B": [[2, 3]]}))
    assert listed.model.space.moves(0, 0) == (1, 3)
    assert listed.model.space.moves(1, 1) == (2,)
    always = read_model(written(tmp_path, "blocked_moves", value={"A": [[1, 2]]}))
    assert always.model.space.moves(0, 0) == ()
    named = written(tmp_path, "blocked_moves", value={"once": {"A": [[1, 2]]}})
    assert read_model(named).model.space.moves(0, 0) == (1,)
    assert read_model(named, Variation(blocked="once")).model.space.moves(0, 0) == ()
    with pytest.raises(UnknownName, match="did you mean once"):
        read_model(named, Variation(blocked="ones"))
    blind = written(tmp_path, "misperception", value={"A": {"states": [2]}})
    assert read_model(blind).model.space.moves(0, 0) == (1,)
    assert read_model(blind, Variation(perceived=True)).model.space.moves(0, 0) == ()


def test_normal_form_is_option_form_with_one_strategy_each(tmp_path: Path) -> None:
    states = ["L-l", "M-l", "R-l", "L-r", "M-r", "R-r"]
    data = {
        "schema": "standoff-model/1",
        "form": "normal",
        "decision_makers": [
            {"name": "1", "strategies": ["L", "M", "R"]},
            {"name": "2", "strategies": ["l", "r"]},
        ],
        "options": None,
        "feasible": [{"state": state} for state in states],
        "moves": "any change of strategy",
        "preferences": {
            "1": {
                "form": "payoffs",
                "by_state": dict(zip(states, [3, 1, 0, 0, 2, 1], strict=True)),
            },
            "2": {
                "form": "payoffs",
                "by_state": dict(zip(states, [1, 0, 5, 0, 2, 4], strict=True)),
            },
        },
    }
    file = tmp_path / "game.json"
    file.write_text(json.dumps(data), "utf-8")
    game = read_model(file)
    assert not isinstance(game.model.space, Graph)
    solution = solve(game.model, ["NASH"])
    assert game.named(solution.equilibria("NASH")) == ["L-l", "M-r"]
    assert [option.name for option in game.model.space.options][:2] == ["o_1_l", "o_1_m"]


def test_a_graph_needs_no_options(tmp_path: Path) -> None:
    """States by name, moves by list, nothing else: B's 2 -> 3 -> 1 may not be made in a row."""
    data = {
        "schema": "standoff-model/1",
        "form": "graph",
        "decision_makers": [{"name": "A"}, {"name": "B"}],
        "feasible": [{"state": "x"}, {"state": "y"}, {"state": "z"}],
        "moves": {"A": {"x": ["y"]}, "B": {"y": ["z"], "z": ["x"]}},
        "preferences": {
            "A": {"form": "ranking", "best_first": [["y", "z"], "x"]},
            "B": {"form": "none"},
        },
    }
    file = tmp_path / "graph.json"
    file.write_text(json.dumps(data), "utf-8")
    graph = read_model(file)
    solution = solve(graph.model, ["NASH", "GMR", "SEQ"])
    assert graph.named(solution.stable["GMR"][0]) == ["y", "z"]
    assert graph.named(solution.equilibria("NASH")) == ["y", "z"]
