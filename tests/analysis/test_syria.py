"""The worked case: five readings, each judged by its own premises.

The verdicts here were read off the texts and the definitions, not tuned: a conclusion that does not
follow is a finding, and `cases/syria/CODING.md` says why it does not.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from standoff.analysis.ask import by_option
from standoff.analysis.judge.compare import Answer, answer
from standoff.analysis.judge.fidelity import Bench, Judgement
from standoff.analysis.judge.verdict import By, Verdict
from standoff.app.cli.main import app
from standoff.case.entry import Case, Conclusion, Reading
from standoff.case.reading import merge, readings, variants
from standoff.gmcr.evolve.evolution import evolve
from standoff.store.folder import load_folder
from standoff.store.shipped import shipped

READINGS = ("000", "001", "002", "003", "004")

# What each author's own argument carries, and no other reading does.
DISTINCTIVE = {
    "000": "yield and settle given pull, plan",
    "001": "drop given settle",
    "002": "drop given guarantee",
    "003": "not press and not leave",
    "004": "talk given pull",
}


@cache
def folder() -> Case:
    found, faults = load_folder(shipped("syria"))
    assert not faults.problems
    return found


@cache
def reading(id: str) -> Reading:
    reading, faults = merge(folder(), id)
    assert not faults.problems
    return reading


@cache
def answered(id: str) -> Answer:
    others = {name: merge(folder(), id, name)[0] for name in variants(folder(), id)}
    return answer(reading(id), others)


def conclusion(id: str, text: str) -> Conclusion:
    return next(c for c in reading(id).conclusions if c.text == text)


def judged(id: str, text: str) -> Judgement:
    return next(one for one in answered(id).judged if one.conclusion.text == text)


def test_five_readings_come_to_rest() -> None:
    assert readings(folder()) == READINGS
    for id in READINGS:
        assert not any(end.cycle for end in answered(id).ends)


@pytest.mark.parametrize("id", READINGS)
def test_each_author_has_a_conclusion_that_his_premises_carry(id: str) -> None:
    found = judged(id, DISTINCTIVE[id])
    assert found.verdict is Verdict.FOLLOWS
    assert found.supported
    assert not found.restates


@pytest.mark.parametrize("id", READINGS)
def test_swapped_into_another_reading_it_fails(id: str) -> None:
    """The same sentence put into the other four mouths: there it does not follow, or nothing moves it."""
    sentence = conclusion(id, DISTINCTIVE[id])
    for other in READINGS:
        if other != id:
            swapped = Bench(replace(reading(other), conclusions=(sentence,))).judge(sentence)
            assert not (swapped.verdict is Verdict.FOLLOWS and swapped.supported), other


def test_readings_that_exchange_their_wishes_lose_their_conclusions() -> None:
    """Reading 003 with the wishes of reading 000's actors no longer carries its author's sentence."""
    sentence = conclusion("003", DISTINCTIVE["003"])
    case = replace(reading("003"), wants={**reading("003").wants, **reading("000").wants})
    found = Bench(case).judge(sentence)
    assert not (found.verdict is Verdict.FOLLOWS and found.supported)


def test_the_gaps_are_named() -> None:
    """What does not follow, whether a line stands against it, and the variant that closes it."""
    failing = {
        (id, one.conclusion.text): (
            one.opposed,
            [str(p.condition) for p in one.missing if p.kind == "variant"],
        )
        for id in READINGS
        for one in answered(id).judged
        if one.verdict is not Verdict.FOLLOWS
    }
    assert failing == {
        ("000", "Iran loses given pull"): (True, ["a plan exists", "the danger is felt"]),
        ("000", "Assad loses given pull"): (
            False,
            ["a plan exists", "the danger is felt", "the levers need no plan"],
        ),
        ("001", "drop"): (True, ["Tehran lets go"]),
        ("004", "not stay given pull"): (True, ["Washington follows"]),
        ("004", "settle given pull"): (False, ["Damascus answers"]),
    }


def test_what_nothing_moves_is_said_to_be_so() -> None:
    """Reading 003 says of Congress what it can do and never what it wants."""
    found = judged("003", "not lift given press")
    assert found.verdict is Verdict.FOLLOWS
    assert [support.by for support in found.by] == [By.INERT]
    assert not found.supported


def test_000_is_a_two_by_two() -> None:
    """With and without a plan, with and without the withdrawal: they differ where the author says."""
    case = reading("000")
    model = Bench(case).worlds[0].model
    outcome = {}
    for plan in (False, True):
        for pull in (False, True):
            held = model.held(by_option(case, {"plan": plan, "pull": pull}))
            ((end,),) = evolve(held).ends
            outcome[plan, pull] = set(map(str, held.space.taken(end))) - {"plan", "pull"}
    alike = {"bases", "limit", "stay"}
    assert outcome[False, False] == outcome[True, False] == alike
    assert outcome[False, True] - outcome[False, False] == {"expand"}
    assert outcome[True, True] - outcome[True, False] == {"yield", "settle"}
    assert "expand" not in outcome[True, True]


def test_every_assumption_of_the_case_but_a_few_is_cited() -> None:
    """Only variants, which close gaps in an argument, hold wishes that nobody wrote."""
    for id in READINGS:
        assert answered(id).grounding["unsourced"] == 0, id


def test_with_the_texts_every_citation_verifies(texts: Path) -> None:
    """Offsets and hashes of every cited sentence, against the texts themselves."""
    report = json.loads(
        CliRunner()
        .invoke(app, ["check", str(shipped("syria")), "--texts", str(texts), "--json"])
        .output
    )
    assert report["problems"] == []
    assert report["citations"]["total"] == report["citations"]["verified"] > 200


def test_no_sentence_of_a_text_is_in_the_project(texts: Path) -> None:
    """Ten or more words in a row of a text, names apart, stand nowhere in the checkout."""
    known = set()
    for file in sorted(texts.glob("0*.txt")):
        words = _words(file.read_text("utf-8"))
        for run in zip(*(words[k:] for k in range(10)), strict=False):
            if sum(word[0].isupper() for word in run) <= 5:
                known.add(tuple(word.lower() for word in run))
    root = shipped("syria").parents[1]
    for path in (
        p for p in root.rglob("*") if p.suffix in {".yaml", ".md", ".py", ".txt", ".html", ".json"}
    ):
        if ".venv" in path.parts or not path.is_file():
            continue
        words = [word.lower() for word in _words(path.read_text("utf-8", "replace"))]
        for run in zip(*(words[k:] for k in range(10)), strict=False):
            assert run not in known, f"{path}: {' '.join(run)}"


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*", text.replace("\u2019", "'"))
