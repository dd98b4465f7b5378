"""The field's variants in words: what is said of each stands in the data, and nothing else does."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from tests.gmcr import variants_oracle as oracle

from standoff.case.modelfile import ModelFile
from standoff.report.document import (
    Document,
    Table,
    clauses,
    walk,
)
from standoff.report.html.fragment import fragment
from standoff.report.picture import Moves
from standoff.report.tell.model.theory import tell
from standoff.report.tell.model.variants import DIFFERENCE, NO_CHANCE, TELLERS
from standoff.store.model.read import read_model
from standoff.store.model.theory.keys import theories, theory

WORDS = {id: row.words for id, row in theories().items()}


def model(place: Path, document: dict[str, Any]) -> ModelFile:
    path = place / "model.json"
    path.write_text(json.dumps(document), "utf-8")
    return read_model(path)


def told(file: ModelFile, *names: str) -> tuple[dict[str, Any], Document]:
    data = theory(file, names or None)
    return data["theory"], tell(data, WORDS)


def text_of(document: Document) -> str:
    return "\n".join(clause.text for clause in clauses(document.blocks))


def dilemma(**given: Any) -> dict[str, Any]:
    return {
        "schema": "standoff-model/1",
        "id": "dilemma",
        "form": "normal",
        "decision_makers": [{"name": name, "strategies": ["D", "C"]} for name in "AB"],
        "preferences": {
            "A": {"form": "ranking", "best_first": ["D-C", "C-C", "D-D", "C-D"]},
            "B": {"form": "ranking", "best_first": ["C-D", "C-C", "D-D", "D-C"]},
        },
        "status_quo": "C-C",
        "theory_input": given,
    }


def rows(document: Document, name: str) -> dict[str, list[str]]:
    (table, *_) = [b for b in walk(document.blocks) if isinstance(b, Table) and b.name == name]
    return {
        row.head: ["".join(clause.text for clause in cell.clauses) for cell in row.cells]
        for row in table.rows
    }


def test_every_variant_has_words_of_its_own_on_random_models(tmp_path: Path) -> None:
    """Of every key: a document that is well, whatever the model."""
    assert set(TELLERS) == {
        "foresight",
        "markov",
        "fuzzy",
        "attitudes",
        "inverse",
        "inverse_conditions",
    }
    for seed in range(25):
        file = model(tmp_path, oracle.document(seed, most_options=2 + seed % 2))
        data, document = told(file)
        assert set(TELLERS) <= set(data)
        assert document.check() == ""
        assert all(
            block.check() == "" for block in walk(document.blocks) if hasattr(block, "check")
        )
        text = text_of(document)
        assert all(f"{key}: {WORDS[key]}" in text for key in data)
        assert "<svg" in fragment(document) or len(data["markov"]["uniform"]["from"]) > 12


def test_foresight_has_a_row_a_level(tmp_path: Path) -> None:
    data, document = told(model(tmp_path, dilemma()), "foresight")
    found = rows(document, "foresight")
    assert found["L_1: 1 move"][:3] == ["2", "2", "D-D"]
    assert found["L_2: 2 moves"][:3] == ["3", "3", "D-D; C-C"]
    assert found["non-myopic"][2] == "D-D; C-C"
    assert "from level 2 on what is anticipated stays as it is" in text_of(document)
    assert not data["foresight"]["notes"]


def test_an_empty_column_and_ties_are_explained(tmp_path: Path) -> None:
    pennies = dilemma()
    for name, best, worst in (
        ("A", ["D-D", "C-C"], ["D-C", "C-D"]),
        ("B", ["D-C", "C-D"], ["D-D", "C-C"]),
    ):
        pennies["preferences"][name]["best_first"] = [best, worst]
    text = text_of(told(model(tmp_path, pennies), "foresight")[1])
    assert "everybody rests in no situation" in text
    assert "never settles: from level 0 on it comes back every 2 levels" in text


def test_shares_are_never_called_a_probability(tmp_path: Path) -> None:
    data, document = told(model(tmp_path, dilemma(initiative={"A": "3"})), "markov")
    text = text_of(document)
    assert NO_CHANCE in text
    assert not any(word in text.lower() for word in ("probab", "chance", "odds"))
    assert rows(document, "weighted")["C-C"] == ["1", "2"]
    pictures = [block for block in walk(document.blocks) if isinstance(block, Moves)]
    assert [len(each.nodes) for each in pictures] == [4, 4, 4]
    for rule, drawn in zip(data["markov"], pictures, strict=True):
        names = [node.head for node in drawn.nodes]
        arrows = {(names[a.start], names[a.end], a.label) for a in drawn.arrows}
        steps = data["markov"][rule]["steps"]
        assert arrows == {(s, t, f"{who} {share}") for s, who, t, share in steps}
        assert ("C-C", "D-C", "A 1/2" if rule != "weighted" else "A 3/4") in arrows
        assert [node.head for node in drawn.nodes if node.kept == ("an end",)] == ["D-D"]


def test_fuzzy_and_attitudes_say_what_they_were_told(tmp_path: Path) -> None:
    given = {
        "fuzzy": {"A": {"gamma": "1/2", "r": [["D-C", "C-C", "3/4"]]}},
        "attitudes": {"A": {"A": "0", "B": "+"}, "B": {"B": "0", "A": "+"}},
    }
    _, document = told(model(tmp_path, dilemma(**given)), "fuzzy")
    assert "from this certainty on: A 1/2; B 1" in text_of(document)
    assert rows(document, "stable")["FNASH"] == ["2", "2", "D-D"]
    _, document = told(model(tmp_path, dilemma(**given)), "attitudes")
    assert "A toward B: positive" in text_of(document)
    assert rows(document, "stable")["RNASH"] == ["2", "2", "C-C"]


def test_inverse_on_rankings_says_how_it_differs(tmp_path: Path) -> None:
    _, document = told(model(tmp_path, dilemma()), "inverse", "inverse_conditions")
    text = text_of(document)
    assert DIFFERENCE in text and "`standoff inverse`" in DIFFERENCE
    assert "A: 24 strict rankings, the others' as they are" in text
    assert rows(document, "counts")["C-C"] == ["0", "16", "14", "7"]


def test_conditions_in_words_hold_in_the_data(tmp_path: Path) -> None:
    from standoff.report.document import Items

    data, document = told(model(tmp_path, dilemma()), "inverse_conditions")
    said = [
        clause.text
        for block in walk(document.blocks)
        if isinstance(block, Items)
        for item in block.items
        for below in item.below
        for clause in clauses((below,))
    ]
    assert "NASH: C-C is at least as good as D-C." in said
    assert "GMR: against the move to D-C, one of these no better than C-C: D-C; or D-D." in said
    assert len(said) == 3 * sum(map(len, data["inverse_conditions"].values()))


@pytest.mark.parametrize("states", [20, 300])
def test_what_is_long_is_cut_and_says_so(states: int, tmp_path: Path) -> None:
    rng = random.Random(states)
    names = [f"s{k}" for k in range(states)]
    document = {
        "schema": "standoff-model/1",
        "id": "long",
        "form": "graph",
        "decision_makers": [{"name": "A"}, {"name": "B"}],
        "feasible": [{"state": name} for name in names],
        "moves": {
            maker: {name: [rng.choice(names[:at] or names[1:])] for at, name in enumerate(names)}
            for maker in "AB"
        },
        "preferences": {
            maker: {"form": "ranking", "best_first": rng.sample(names, states)} for maker in "AB"
        },
        "status_quo": names[0],
    }
    _, found = told(model(tmp_path, document), "foresight", "markov")
    assert "more" in text_of(found)
    assert not any(isinstance(block, Moves) for block in walk(found.blocks))
