"""The commands that answer: what they print, and the names in their JSON that others rely on."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from standoff.app.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
SYRIA = str(ROOT / "cases" / "syria")


def run(*words: str, exit_code: int = 0) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == exit_code, result.output
    assert "Traceback" not in result.output
    return result.output


def lines(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run(*words).splitlines()]


def write(case: Path, text: str) -> str:
    (case / "case.yaml").write_text(text, "utf-8")
    return str(case)


SMALL = """
case: A shared well
actors: {Ada: {}, Ben: {}}
options:
  Ada.draw: draw water at night
  Ben.lock: put a lock on the well
facts:
  deep: is the well deep
wants:
  Ada:
    - deep -> draw
    - not draw
  Ben:
    - draw -> lock
    - not lock
author_concludes:
  - lock
"""


def test_compare_names_what_others_rely_on() -> None:
    (reading,) = json.loads(run("compare", SYRIA, "--reading", "003", "--json"))["readings"]
    assert reading["id"] == "003"
    assert reading["ends"] == [{"states": [["bases", "border", "pact"]], "facts": {}}]
    assert set(reading["grounding"]) == {"stated", "inferred", "unsourced", "implied"}
    assert reading["equilibria"]["NASH"] > 0
    for conclusion in reading["conclusions"]:
        assert {
            "condition",
            "given",
            "verdict",
            "supported",
            "by",
            "rests_on",
            "restates",
            "opposed",
            "flips",
            "missing",
            "missing_restating",
            "tried",
        } <= set(conclusion)
        for support in conclusion["by"]:
            assert set(support) == {"conjunct", "by", "lines"}
    assert [c["verdict"] for c in reading["conclusions"]].count("follows") == 5


def test_premises_name_their_place() -> None:
    (reading,) = json.loads(run("compare", SYRIA, "--reading", "004", "--json"))["readings"]
    gap = next(c for c in reading["conclusions"] if c["condition"] == "not stay")
    for premise in gap["missing"] + gap["missing_restating"]:
        assert {"kind", "actor", "position", "condition", "file", "line"} <= set(premise)
        assert premise["file"].endswith("004.yaml")
    assert gap["missing_restating"][0]["condition"] == "not stay"


def test_solve_lists_states_by_concept_and_decision_maker(tmp_path: Path) -> None:
    deep, shallow = lines("solve", write(tmp_path, SMALL), "--json")
    assert (deep["facts"], shallow["facts"]) == ({"deep": "yes"}, {"deep": "no"})
    assert deep["states"] == 4
    nash = deep["concepts"]["NASH"]
    assert nash["per_dm"] == {
        "Ada": [["draw"], ["draw", "lock"]],
        "Ben": [[], ["draw", "lock"]],
    }
    assert nash["equilibria"] == [["draw", "lock"]]
    (one, _) = lines("solve", str(tmp_path), "--concept", "seq", "--where", "not draw", "--json")
    assert one["concepts"]["SEQ"]["equilibria"] == []
    assert one["where"] == "not draw"
    told = run("solve", str(tmp_path), "--where", "not draw")
    assert "; counted are those where Ada does not draw water" in told


def test_silent_facts_are_told_with_every_end(tmp_path: Path) -> None:
    (reading,) = json.loads(run("compare", write(tmp_path, SMALL), "--json"))["readings"]
    assert reading["ends"] == [
        {"states": [["draw", "lock"]], "facts": {"deep": "yes"}},
        {"states": [[]], "facts": {"deep": "no"}},
    ]
    (conclusion,) = reading["conclusions"]
    assert conclusion["verdict"] == "undetermined"
    assert [p["condition"] for p in conclusion["missing"] if p["kind"] == "fact"] == ["deep"]


def test_explain_and_evolve_as_data(tmp_path: Path) -> None:
    (course, _) = lines("evolve", write(tmp_path, SMALL), "--json", "--rule", "any")
    assert [move["actor"] for move in course["moves"]] == ["Ada", "Ben"]
    assert course["ends"] == [{"states": [["draw", "lock"]], "facts": {"deep": "yes"}}]
    (found, _) = lines("explain", str(tmp_path), "--state", "nothing", "--actor", "Ada", "--json")
    (ada,) = found["actors"]
    assert ada["stays"] is False
    assert ada["better"][0]["to"] == ["draw"]
    assert ada["better"][0]["lines"][0]["condition"] == "deep -> draw"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("solve", SYRIA, "--reading", "005"), "did you mean 004"),
        (("solve", SYRIA, "--reading", "003:Congress pay"), "did you mean Congress pays"),
        (("solve", SYRIA, "--concept", "NAHS"), "did you mean NASH"),
        (("solve", SYRIA, "--reading", "003", "--where", "pres"), "did you mean press"),
        (("solve", SYRIA, "--reading", "003", "--where", "press and"), "ends too early"),
        (("evolve", SYRIA, "--rule", "bset"), "did you mean best"),
        (("explain", SYRIA, "--reading", "003", "--actor", "Rusia"), "did you mean Russia"),
        (("explain", SYRIA, "--reading", "003", "--state", "leave, expand"), "cannot be"),
    ],
)
def test_a_slip_is_told_with_the_nearest_name(words: tuple[str, ...], said: str) -> None:
    code = 1 if said == "cannot be" else 2
    assert said in run(*words, exit_code=code)


def test_wishes_marked_are_computed_with(tmp_path: Path) -> None:
    for mark in ("!!", "?"):
        text = SMALL.replace("- draw -> lock", f"- draw -> lock {mark}")
        for command in ("compare", "solve", "evolve", "explain"):
            said = run(command, write(tmp_path, text))
            if command != "compare":
                assert ("it is not so that Ben wants" in said) is (mark == "?")


def test_a_case_without_a_state_is_told(tmp_path: Path) -> None:
    text = SMALL + "impossible:\n  - draw\n  - not draw\n"
    assert "no situation is left" in run("solve", write(tmp_path, text), exit_code=1)
    text = SMALL + "impossible:\n  - not draw\n"
    assert "today's situation (nothing) cannot be" in run(
        "solve", write(tmp_path, text), exit_code=1
    )


@pytest.mark.thorough
def test_twenty_options_and_four_actors_in_seconds(tmp_path: Path) -> None:
    """2^20 situations, random wishes, four concepts: an answer, within 2.5 GB."""
    rng = random.Random(7)
    options = [f"o{k}" for k in range(20)]
    text = ["case: A large case", "actors: {A: {}, B: {}, C: {}, D: {}}", "options:"]
    text += [f"  {'ABCD'[k % 4]}.{name}: do {name}" for k, name in enumerate(options)]
    text.append("wants:")
    for actor in "ABCD":
        text.append(f"  {actor}:")
        for _ in range(7):
            a, b, c = rng.sample(options, 3)
            text.append(
                f"    - {rng.choice(['', 'not '])}{a} {rng.choice(['and', 'or', '->'])} {b}"
            )
            text.append(f"    - {c} <-> {a}")
    case = write(tmp_path, "\n".join(text) + "\n")
    program = (
        "import resource, sys; from standoff.app.cli.main import app\n"
        "try: app(['solve', sys.argv[1], '--json'])\n"
        "except SystemExit: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program, case],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    assert json.loads(done.stdout)["states"] == 1 << 20
    assert int(done.stderr.split()[-1]) < 2_500_000, "kilobytes"
    print(f"2^20 situations: {time.monotonic() - began:.1f} s")


def test_help_loads_no_heavy_library() -> None:
    program = (
        "import sys; from standoff.app.cli.main import app\n"
        "try: app(['--help'])\n"
        "except SystemExit: pass\n"
        "print([m for m in ('numpy', 'pydantic', 'ruamel', 'jinja2', 'graphlay') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
