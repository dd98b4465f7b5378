"""The field's variants by command: what is true comes out, in the time given; published conflicts by name."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from tests.gmcr import variants_oracle as oracle
from tests.store.test_theory import elsewhere
from tests.store.test_variants import plain, says
from typer.testing import CliRunner

import standoff as so
from standoff.app.cli.main import app
from standoff.gmcr.budget import Budget
from standoff.problem import BudgetSpent
from standoff.store.model.catalog import catalog
from standoff.store.model.read import read_model
from standoff.store.model.theory.keys import theories, theory
from standoff.store.model.theory.variants import VARIANTS

KEYS = [row.id for row in VARIANTS]


def run(*words: object) -> str:
    result = CliRunner().invoke(app, list(map(str, words)))
    assert result.exit_code == 0, result.output
    return result.output


def by_command(paths: list[Path], *more: str) -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in run("model", "solve", *paths, *more, "--json").splitlines()
    ]


@pytest.mark.thorough
def test_theory_of_many_files_by_command(tmp_path: Path) -> None:
    """Random models and, where a folder of truths is named, all of it: equal, a line a file."""
    jobs = []
    for seed in range(20):
        document = oracle.document(seed, most_options=2)
        jobs.append((document["id"], document, oracle.truth(document)))
    if os.environ.get("STANDOFF_THEORY"):
        jobs += elsewhere()
        assert len(jobs) > 200
    paths = []
    for at, (_, document, _) in enumerate(jobs):
        path = tmp_path / f"{at:04}.json"
        path.write_text(json.dumps(document), "utf-8")
        paths.append(path)
    found = by_command(paths, "--theory", "all")
    for (name, _, truth), answer in zip(jobs, found, strict=True):
        assert "refused" not in answer, name
        for key in set(KEYS) & set(truth):
            assert says(plain(truth[key]), plain(answer["theory"][key])), (name, key)


class Few(Budget):
    """Time that is over after some steps."""

    left = 0

    def tick(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise BudgetSpent("the steps given are over")


@pytest.mark.parametrize("key", list(theories()))
def test_each_key_heeds_the_time_given(key: str, tmp_path: Path) -> None:
    """Time that is over in the middle of a key ends it: no answer, no reason to leave it out."""
    document = oracle.document(1, most_options=2)
    names = [one["name"] for one in document["decision_makers"]]
    document["theory_input"] |= {
        "strength": {names[0]: []},
        "unknown": {names[0]: []},
        "beliefs": {names[0]: {"unseen": []}},
    }
    path = tmp_path / "model.json"
    path.write_text(json.dumps(document), "utf-8")
    budget = Few()
    budget.left = 1  # the first step is that of `theory` itself
    with pytest.raises(BudgetSpent):
        theory(read_model(path), [key], budget)
    assert key in theory(read_model(path), [key])["theory"]


def test_help_lists_every_key() -> None:
    printed = " ".join(run("model", "solve", "--help").split())
    for id, row in theories().items():
        assert f"{id} {row.words}" in printed
        assert all((row.definition, row.source, row.choice, row.checked))


def test_a_case_has_its_theory_too(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(
        "case: Who?\nactors: {A: {}, B: {}}\noptions:\n  A.a: do a\n  B.b: do b\n"
        "attitudes:\n  A toward B: negative\n  A toward A: neutral\n"
        "wants: {A: [not a], B: [b, not a]}\n",
        "utf-8",
    )
    answer = json.loads(run("solve", tmp_path, "--theory", "attitudes,markov", "--json"))
    assert answer["theory"]["markov"]["uniform"]["classes"] == [["b"]]
    assert answer["theory"]["attitudes"]["RNASH"]["equilibria"] == ["a, b"]
    assert (
        answer["theory"] == so.read(tmp_path)["base"].theory("attitudes", "markov").record["theory"]
    )
    solved = json.loads(run("solve", tmp_path, "--json"))
    assert solved["concepts"]["RNASH"]["equilibria"] == [["a", "b"]]
    assert solved["attitudes"] == ["A toward A: neutral", "A toward B: negative"]
    explained = json.loads(run("explain", tmp_path, "--state", "b", "--json"))
    first = explained["actors"][0]["relations"]
    assert first["replies"] == [["a", "b"]] and first["stable"]["RNASH"] is False
    assert so.read(tmp_path)["base"].solve("RNASH")["RNASH"].states == (("a", "b"),)


def test_how_far_ahead_and_whose_initiative_can_be_typed(tmp_path: Path) -> None:
    document = oracle.document(1, most_options=2) | {"theory_input": {}}
    path = tmp_path / "model.json"
    path.write_text(json.dumps(document), "utf-8")
    maker = document["decision_makers"][0]["name"]
    typed = ("--theory", "foresight,markov", "--ahead", "8", "--initiative", f"{maker}=3")
    (answer,) = by_command([path], *typed)
    assert list(answer["theory"]["foresight"]["L"]) == [str(h) for h in range(9)]
    given = {"ahead": 8, "initiative": {maker: "3"}}
    assert (
        answer["theory"] == theory(read_model(path).told(given), ["foresight", "markov"])["theory"]
    )
    for wrong in ("3", "=3"):
        result = CliRunner().invoke(app, ["model", "solve", str(path), "--initiative", wrong])
        assert result.exit_code == 2 and "write weights as" in result.output
    (answer,) = by_command([path], "--theory", "markov", "--initiative", f"{maker}=0")
    assert "must be more than 0" in answer["refused"]["markov"]


def test_the_chain_is_drawn_for_graphviz(tmp_path: Path) -> None:
    model, out = "cases/kinsara-2014-prisoners/model.json", tmp_path / "chain.dot"
    place = Path(__file__).resolve().parents[2] / model
    document = json.loads(place.read_text("utf-8"))
    document["status_quo"] = document["feasible"][0]["state"]
    path = tmp_path / "model.json"
    path.write_text(json.dumps(document), "utf-8")
    run("model", "convert", path, "-o", out, "--shares", "uniform")
    assert out.read_text("utf-8").startswith("digraph {")
    result = CliRunner().invoke(
        app, ["model", "convert", str(path), "-o", str(tmp_path / "x.gmcr"), "--shares", "uniform"]
    )
    assert result.exit_code != 0 and "shares are drawn in .dot" in result.output


def test_published_conflicts_by_name() -> None:
    for entry in catalog():
        printed = run("case", "list", entry.name)
        assert entry.title.split()[0] in printed
        assert all(row.id in printed for row in entry.options)
        assert all(concept in printed for concept in entry.expected)
        told = json.loads(run("case", "list", entry.name, "--json"))
        assert told == json.loads(json.dumps(entry.as_data()))
    assert "384" in run("cases", "kinsara-2014-syria-iraq")
    result = CliRunner().invoke(app, ["case", "list", "hipel-1993-elmirra"])
    assert result.exit_code != 0 and "did you mean hipel-1993-elmira" in result.output
