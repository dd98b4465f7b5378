"""The theory of model files: equal to the definitions, to known answers, and to sets computed elsewhere.

STANDOFF_THEORY names a folder of truths computed by a separate program, one NAME.json to each model of the
folder above (`theory_input`, `truth`) and `random.jsonl` (`model`, `truth`); without it that test has its
own small set to do: random models, with truth by the definitions of the oracle.
"""

import itertools
import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.gmcr import mixed, oracle
from tests.gmcr.oracle import State, Tables
from tests.gmcr.rows import expected

from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.table import COALITION, CONCEPTS, USUAL, Need, needing
from standoff.problem import BudgetSpent, NotComputed, UnknownName
from standoff.store.model.read import read_model
from standoff.store.model.theory.keys import THEORIES, theory
from standoff.store.shipped import shipped_cases

OWN = [row.id for row in THEORIES]


def told(folder: Path, document: dict[str, Any], *names: str) -> dict[str, Any]:
    """What is said of a model written to a file, as JSON has it."""
    path = folder / "model.json"
    path.write_text(json.dumps(document), "utf-8")
    found: dict[str, Any] = json.loads(json.dumps(theory(read_model(path), names or OWN)))
    return found


# --- the own set: random models, truth by the oracle --------------------------------------------------


class Written:
    """A random conflict as a model file with inputs for the theory, and what the definitions say of it."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.drawn = mixed.by_options(self.rng, 4)
        self.tables = self.drawn.tables()
        self.states: dict[State, int] = {s: at + 1 for at, s in enumerate(self.drawn.listed.listed)}
        self.makers = self.drawn.model.makers
        self.much = {
            (i, s, x)
            for i in self.tables.makers
            for s, x in itertools.product(self.states, repeat=2)
            if self.tables.value[i, s] > self.tables.value[i, x] and self.rng.random() < 0.4
        }
        self.unknown = {
            (i, frozenset(pair))
            for i in self.tables.makers
            for pair in itertools.combinations(self.states, 2)
            if self.rng.random() < 0.2
        }

    def document(self) -> dict[str, Any]:
        options = self.drawn.model.space.options
        names = self.states
        return {
            "schema": "standoff-model/1",
            "id": "random",
            "form": "option",
            "decision_makers": [
                {"name": name, "options": [o.name for o in options if o.owner == i]}
                for i, name in enumerate(self.makers)
            ],
            "options": [
                {
                    "id": o.name,
                    "name": o.name,
                    "dm": None if o.owner is None else self.makers[o.owner],
                    "direction": str(o.direction),
                }
                for o in options
            ],
            "infeasible": None,
            "feasible": [
                {"state": at, "options": "".join("NY"[o.name in s] for o in options)}
                for s, at in names.items()
            ],
            "moves": None,
            "preferences": {
                name: {"form": "ranking", "best_first": self.ranking(i)}
                for i, name in enumerate(self.makers)
            },
            "status_quo": 1,
            "theory_input": {
                "strength": {
                    name: [[names[s], names[x]] for j, s, x in sorted_much(self.much) if j == i]
                    for i, name in enumerate(self.makers)
                },
                "unknown": {
                    name: [[names[s] for s in pair] for j, pair in self.unknown if j == i]
                    for i, name in enumerate(self.makers)
                },
                "beliefs": {
                    self.makers[0]: {"preferences": {self.makers[-1]: self.ranking(-1)[::-1]}}
                },
            },
        }

    def ranking(self, maker: int) -> list[list[int]]:
        i = maker % len(self.makers)
        levels = sorted({self.tables.value[i, s] for s in self.states}, reverse=True)
        return [
            [at for s, at in self.states.items() if self.tables.value[i, s] == v] for v in levels
        ]

    def named(self, states: set[State]) -> list[int]:
        return sorted(self.states[s] for s in states)

    def stable(self, tables: Tables, concept: str) -> dict[str, Any]:
        sets = [expected(tables, concept, i) for i in tables.makers]
        return {
            "per_dm": {m: self.named(s) for m, s in zip(self.makers, sets, strict=True)},
            "equilibria": self.named(set.intersection(*sets)),
        }

    def truth(self) -> Iterator[tuple[str, Any]]:
        t = self.tables
        yield "plain", {concept: self.stable(t, concept) for concept in USUAL}
        yield "coalition", self.coalition()
        t.much = self.much
        yield (
            "strength",
            {
                CONCEPTS[id].implies[0]: {m: self.strong(id, i) for i, m in enumerate(self.makers)}
                for id in needing(Need.STRENGTH)
            },
        )
        t.unknown = self.unknown
        unknown = {}
        for id in needing(Need.UNKNOWN):
            extension = CONCEPTS[id].extension
            assert extension is not None
            t.leaves, t.deters = extension.leaves, extension.deters
            unknown[id] = self.stable(t, id)
        yield "unknown", unknown

    def strong(self, id: str, i: int) -> dict[str, list[int]]:
        nash = expected(self.tables, "NASH", i)
        strong = expected(self.tables, id, i) - nash
        general = expected(self.tables, CONCEPTS[id].implies[0], i)
        parts = {"nash": nash, "strong": strong, "weak": general - strong - nash}
        return {word: self.named(states) for word, states in parts.items()}

    def coalition(self) -> dict[str, Any]:
        t = self.tables
        movers = {
            "+".join(self.makers[i] for i in members): frozenset(members)
            for size in range(1, len(self.makers) + 1)
            for members in itertools.combinations(t.makers, size)
        }
        better = {
            (h, s): oracle.coalition_improvements(t, h, s)
            for h in movers.values()
            for s in self.states
        }
        nash = set.intersection(*(expected(t, "NASH", i) for i in t.makers))
        return {
            "improvements": {
                name: {
                    str(self.states[s]): self.named(better[h, s]) for s in t.states if better[h, s]
                }
                for name, h in movers.items()
            },
            "stable": {
                name: {concept: self.named(expected(t, concept, h)) for concept in COALITION}
                for name, h in movers.items()
            },
            "universal": {
                concept: self.named(
                    set.intersection(*(expected(t, concept, h) for h in movers.values()))
                )
                for concept in COALITION
            },
            "jumps": [
                [name, self.states[s], self.states[x]]
                for name, h in movers.items()
                for s in nash
                for x in better[h, s] & nash
                if len(h) > 1
            ],
        }


def sorted_much(much: set) -> list:
    return sorted(much, key=lambda each: (each[0], sorted(each[1]), sorted(each[2])))


def normal(value: Any) -> Any:
    """Lists are sets; states may be numbers or text."""
    if isinstance(value, dict):
        return {str(key): normal(each) for key, each in value.items()}
    if isinstance(value, list):
        return sorted(map(normal, value), key=lambda each: json.dumps(each, sort_keys=True))
    return str(value)


def holds(want: Any, have: Any) -> bool:
    """Whether what is had says at least what is wanted."""
    if isinstance(want, dict):
        return isinstance(have, dict) and all(
            key in have and holds(each, have[key]) for key, each in want.items()
        )
    return bool(want == have)


FOLDER = Path(os.environ.get("STANDOFF_THEORY", ""))


def elsewhere() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(Name, model with its input, truth) of each model of the folder of truths."""
    for path in sorted(FOLDER.glob("*.json")) if FOLDER.name else ():
        document = json.loads(path.read_text("utf-8"))
        model = FOLDER.parent / f"{document.get('model', path.stem)}.json"
        if "truth" in document and model.exists():
            whole = json.loads(model.read_text("utf-8"))
            whole["theory_input"] = document["theory_input"]
            yield path.stem, whole, document["truth"]
    lines = FOLDER / "random.jsonl"
    if FOLDER.name and lines.exists():
        for at, line in enumerate(lines.read_text("utf-8").splitlines()):
            record = json.loads(line)
            yield f"random {at}", record["model"], record["truth"]


def by_definition() -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """The same of random models, truth by the oracle."""
    for seed in range(60):
        written = Written(seed)
        if written.states:
            yield f"seed {seed}", written.document(), dict(written.truth())


@pytest.mark.parametrize("truths", [by_definition, elsewhere], ids=["by definition", "elsewhere"])
def test_what_is_true_comes_out(
    truths: Callable[[], Iterator[tuple[str, dict[str, Any], dict[str, Any]]]], tmp_path: Path
) -> None:
    """Every key of this module; where no folder of truths is named, those of the oracle once more."""
    jobs = list(truths()) or list(by_definition())
    assert len(jobs) > 15
    for name, model, truth in jobs:
        found = told(tmp_path, model)
        assert "refused" not in found, name
        for key in set(OWN) & set(truth):
            assert holds(normal(truth[key]), normal(found["theory"].get(key))), (name, key)


def some_model() -> dict[str, Any]:
    """The first of the random models that has five states."""
    drawn = map(Written, itertools.count())
    return next(each for each in drawn if len(each.states) > 4).document()


# --- known answers and faults -------------------------------------------------------------------------


def test_elmira_jumps_from_five_to_eight() -> None:
    """The one jump between its equilibria, and what is stable for every coalition (Kilgour et al. 2001)."""
    path = shipped_cases()["hipel-1993-elmira"] / "model.json"
    found = theory(read_model(path), ["coalition"])["theory"]["coalition"]
    ((mover, *states),) = found["jumps"]
    assert states == [5, 8]
    assert set(mover.split("+")) == {"MoE", "Uniroyal"}
    assert found["universal"]["CNASH"] == found["universal"]["CSEQ"] == [8, 9]
    assert found["universal"]["CGMR"] == found["universal"]["CSMR"] == [1, 4, 8, 9]


def test_without_input_there_is_no_such_key(tmp_path: Path) -> None:
    document = some_model()
    del document["theory_input"]
    found = told(tmp_path, document)
    assert found["model"] == "random"
    assert set(found["theory"]) == {"plain", "coalition", "exchange"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"unknown": {"dm0": [[1, 99]]}}, "unknown, dm0: state '99'"),
        ({"strength": {"nobody": []}}, "actor 'nobody'"),
        ({"beliefs": {"dm0": {"unseen": [99]}}}, "beliefs, dm0: state '99'"),
    ],
)
def test_names_that_are_none_are_said_with_their_place(
    tmp_path: Path, given: dict[str, Any], message: str
) -> None:
    document = some_model() | {"theory_input": given}
    with pytest.raises(UnknownName, match=message):
        told(tmp_path, document)


@pytest.mark.parametrize(
    ("given", "key", "message"),
    [
        ({"unknown": {"dm0": 3}}, "unknown", "a list of pairs"),
        ({"unknown": [1]}, "unknown", "by decision maker"),
        ({"strength": {"dm0": [[1, 2, 3]]}}, "strength", "a list of pairs"),
        ({"beliefs": {"dm0": []}}, "hypergame", "this is an object"),
        ({"beliefs": {"dm0": {"preferences": []}}}, "hypergame", "rankings by decision maker"),
        ({"beliefs": {"dm0": {"unseen": 3}}}, "hypergame", "a list of states"),
        ({"beliefs": {"dm0": {"preferences": {"dm0": [[1]]}}}}, "hypergame", "no place"),
    ],
)
def test_what_cannot_be_used_is_refused_and_the_rest_told(
    tmp_path: Path, given: dict[str, Any], key: str, message: str
) -> None:
    document = some_model() | {"theory_input": given}
    found = told(tmp_path, document)
    assert message in found["refused"][key]
    assert {"plain", "coalition"} <= set(found["theory"])


def test_other_faults(tmp_path: Path) -> None:
    document = some_model()
    with pytest.raises(UnknownName, match="did you mean coalition"):
        told(tmp_path, document, "coalitions")
    path = tmp_path / "model.json"
    path.write_text(json.dumps(document | {"theory_input": []}), "utf-8")
    with pytest.raises(NotComputed, match="theory_input"):
        theory(read_model(path))
    path.write_text(json.dumps(document), "utf-8")
    with pytest.raises(BudgetSpent):
        theory(read_model(path), OWN, Budget(seconds=0))
