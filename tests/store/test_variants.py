"""The variants of the theory as they are printed, against slow definitions and truth made elsewhere."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.gmcr import variants_oracle as oracle

from standoff.case.modelfile import ModelFile
from standoff.problem import NotComputed, StandoffError, UnknownName
from standoff.store.model.read import read_model
from standoff.store.model.theory.variants import VARIANTS

THEORY = "STANDOFF_THEORY"
"""Names a folder of truth made elsewhere: NAME.json with its model one folder up, and random.jsonl."""

COMPUTE = {row.id: row.compute for row in VARIANTS}


def own() -> Iterator[tuple[str, dict, dict]]:
    """(name, document, truth) of random models, the truth by the slow definitions."""
    for seed in range(60):
        document = oracle.document(seed, most_options=2 + (seed % 3 > 0))
        yield document["id"], document, oracle.truth(document)


def given_elsewhere() -> Iterator[tuple[str, dict, dict]]:
    """The same of the folder that the environment names, if it names one."""
    folder = os.environ.get(THEORY)
    for path in sorted(Path(folder).glob("*.json")) if folder else ():
        entry = json.loads(path.read_text("utf-8"))
        model = path.parent.parent / f"{entry.get('model', path.stem)}.json"
        document = json.loads(model.read_text("utf-8"))
        yield path.stem, document | {"theory_input": entry["theory_input"]}, entry["truth"]
    lines = (Path(folder) / "random.jsonl").read_text("utf-8").splitlines() if folder else []
    for at, line in enumerate(lines):
        entry = json.loads(line)
        yield f"random {at}", entry["model"], entry["truth"]


def read(document: dict, place: Path) -> ModelFile:
    path = place / "model.json"
    path.write_text(json.dumps(document), "utf-8")
    return read_model(path)


def plain(value: Any) -> Any:
    """Numbers and names as text; lists in an order of their own."""
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted(map(plain, value), key=lambda inner: json.dumps(inner, sort_keys=True))
    return str(value)


def says(want: Any, have: Any) -> bool:
    """Whether `have` says at least what `want` says: objects may have more keys."""
    if isinstance(want, dict):
        return isinstance(have, dict) and all(
            k in have and says(v, have[k]) for k, v in want.items()
        )
    if isinstance(want, list) and want and all(isinstance(x, dict) and "who" in x for x in want):
        return all(any(says(each, other) for other in have) for each in want)
    return bool(want == have)


@pytest.mark.parametrize("source", [own, given_elsewhere])
def test_what_is_printed_is_what_the_definitions_give(source: Any, tmp_path: Path) -> None:
    """Every key of the truth, of every model; without a folder the second source is empty."""
    for name, document, truth in source():
        file = read(document, tmp_path)
        for key in COMPUTE.keys() & truth.keys():
            printed = json.loads(json.dumps(COMPUTE[key](file, document["theory_input"])))
            assert says(plain(truth[key]), plain(printed)), (name, key)


def test_conditions_on_pairs_are_necessary_and_sufficient(tmp_path: Path) -> None:
    """A state is stable for i under a ranking of i's just where the conditions are met by it."""
    for seed in range(12):
        document = oracle.document(seed, most_options=2)
        game = oracle.Game(document)
        printed = COMPUTE["inverse_conditions"](read(document, tmp_path), {})
        for i in game.dms:
            for ranks in oracle.rankings(len(game.states), ties=True):
                rank = dict(zip(game.states, ranks, strict=True))
                value = game.value | {(i, s): rank[s] for s in game.states}
                stable = game.stable(game.gains(value), lambda i, s, t, v=value: v[i, t] <= v[i, s])
                for s in game.states:
                    said = printed[i].get(str(s))
                    met = {
                        "NASH": all(rank[a] >= rank[b] for a, b in said["NASH"]) if said else True
                    }
                    for concept in ("GMR", "SMR"):
                        met[concept] = all(
                            any(all(rank[t] <= rank[s] for t in one) for one in answer["any_of"])
                            for answer in (said[concept] if said else ())
                        )
                    for concept, holds in met.items():
                        assert holds == (s in stable[concept][i]), (seed, i, s, concept)


BROKEN = [
    ("fuzzy", {"A": {"gamma": "2", "r": []}}, "must be in (0, 1]"),
    ("fuzzy", {"A": {"gamma": "1/0"}}, "is not a number"),
    ("fuzzy", {"A": {"gamma": "1e999999999"}}, "is not a number"),
    ("fuzzy", {"A": {"r": [[1, 2, "3/2"]]}}, "not between 0 and 1"),
    ("fuzzy", {"A": {"r": [[1, 2, "1/4"], [2, 1, "1/4"]]}}, "do not sum to 1"),
    ("fuzzy", {"A": {"r": [[1, 1, "1/4"]]}}, "against itself is 1/2"),
    ("fuzzy", {"A": {"r": [[1, 2]]}}, "is not [state, state, degree]"),
    ("fuzzy", {"A": {"r": {}}}, "an object with `gamma` and a list `r`"),
    ("fuzzy", {"A": {"r": [[1, 77, "1"]]}}, "state '77' is not known"),
    ("fuzzy", {"X": {}}, "'X' is not known"),
    ("fuzzy", [], "by decision maker"),
    ("attitudes", {"A": {"B": "?"}}, 'is not "+", "0" or "-"'),
    ("attitudes", {"A": {"X": "+"}}, "'X' is not known"),
    ("attitudes", {"A": "+"}, "by decision maker"),
    ("markov", {"A": "0"}, "must be more than 0"),
    ("markov", {"A": None}, "is not a number"),
    ("markov", "A", "by decision maker"),
]


@pytest.mark.parametrize(("key", "value", "message"), BROKEN)
def test_faults_of_the_input_say_where_they_are(
    key: str, value: object, message: str, tmp_path: Path
) -> None:
    document = oracle.document(1, most_options=2)
    file = read(document, tmp_path)
    named = {"markov": "initiative"}.get(key, key)
    with pytest.raises(StandoffError) as raised:
        COMPUTE[key](file, {named: value})
    assert isinstance(raised.value, NotComputed | UnknownName)
    assert message in str(raised.value)


def test_without_input_the_parts_that_need_it_are_left_out(tmp_path: Path) -> None:
    file = read(oracle.document(2), tmp_path)
    assert COMPUTE["fuzzy"](file, {}) is None
    assert COMPUTE["attitudes"](file, {}) is None
    assert set(COMPUTE["markov"](file, {})) == {"uniform", "best"}


def small(options: dict[str, str], out: list[str], makers: str, today: int | None = None) -> dict:
    return {
        "schema": "standoff-model/1",
        "form": "option",
        "decision_makers": [
            {"name": m, "options": [o for o, owner in options.items() if owner == m]}
            for m in makers
        ],
        "options": [{"id": o, "name": o, "dm": owner} for o, owner in options.items()],
        "infeasible": out,
        "feasible": None,
        "moves": None,
        "preferences": {m: {"form": "none"} for m in makers},
        "status_quo": today,
    }


@pytest.mark.parametrize(
    ("document", "states"),
    [
        (small({"o1": "A", "o2": "B"}, ["--"], "AB"), 0),
        (small({"o1": "A"}, ["Y"], "A"), 1),
        (small({"o1": "A"}, [], "A", 0), 2),
        (small({"o1": "A"}, [], "AB", 0), 2),
        (small({}, [], "AB"), 1),
        (small({f"o{k}": "ABCDEFG"[k] for k in range(7)}, [], "ABCDEFG", 3), 128),
    ],
)
def test_odd_models_have_answers_too(document: dict, states: int, tmp_path: Path) -> None:
    """No state, one state, one decision maker, one without options, no options, seven of them: all tie."""
    file = read(document, tmp_path)
    assert file.model.space.count == states
    for key, compute in COMPUTE.items():
        printed = compute(file, {"fuzzy": {}, "attitudes": {}, "initiative": {}})
        json.dumps(printed)
        if key in ("fuzzy", "attitudes"):
            assert all(
                len(each["equilibria"]) in (0, states) for each in list(printed.values())[:4]
            )
        if key == "foresight":
            assert len(printed["NM"]["equilibria"]) == states and printed["NM"]["starts"] == 0
        if key == "markov":
            assert len(printed["uniform"]["classes"]) == states
