"""How many changes turn an answer and whose list decides, against building every case anew."""

from __future__ import annotations

import itertools
import math
import random
from dataclasses import replace

import numpy as np
import pytest
from tests.analysis.randoms import other_wishes, random_written
from tests.analysis.test_inverse import verdict
from tests.analysis.written import in_docstring, written

from standoff.analysis.ask import question, require_possible
from standoff.analysis.judge.verdict import By, Verdict, scenes, supports
from standoff.analysis.sure.robust import robust, shares, turning
from standoff.analysis.vary.edit import IMPLIED, WRITTEN, Edit, edited, edits, together
from standoff.analysis.vary.lists import OUTCOMES, lists_of, whose_list
from standoff.case.build import build
from standoff.case.entry import Case, Conclusion, Reading
from standoff.case.format.line import print_line
from standoff.case.format.slice import delete_entry, replace_entry
from standoff.case.reading import merge
from standoff.case.syntax import read_case
from standoff.gmcr.concept.law import solve
from standoff.gmcr.concept.table import USUAL
from standoff.problem import Infeasible, NotComputed


def askable(seed: int) -> list[tuple[str, Reading, Conclusion]]:
    text, reading = random_written(random.Random(seed))
    if not any(wants.lines for wants in reading.wants.values()):
        return []
    return [(text, reading, c) for c in reading.conclusions if verdict(reading, c) is not None]


@pytest.mark.parametrize("block", range(3))
def test_flips_are_those_that_editing_the_case_shows(block: int) -> None:
    """Random cases: every single edit and every pair of the written and the implied lines."""
    for seed in range(block * 4, block * 4 + 4):
        for _, reading, conclusion in askable(seed)[:2]:
            found = turning(reading, conclusion, 2, implied=True)
            space = edits(reading, (*WRITTEN, *IMPLIED))
            before = verdict(reading, conclusion)
            assert found.verdict is before
            for size in (1, 2):
                every = list(filter(together, itertools.combinations(space, size)))
                turned = [
                    each
                    for each in every
                    if verdict(edited(reading, each), conclusion) not in (before, None)
                ]
                assert (found.flips[size], found.of[size]) == (len(turned), len(every)), seed
            singles = {chosen[0].text for chosen in found.hinges[1]}
            assert all({e.text for e in pair}.isdisjoint(singles) for pair in found.hinges[2])


def test_a_flip_can_be_reproduced_by_editing_the_lines_it_names() -> None:
    """Random case files: the smallest sets, typed into the text, read and judged again."""
    done = 0
    for seed in range(20):
        for text, reading, conclusion in askable(seed):
            if "equal" in text:
                continue  # a tie of three lines is written with two words between
            found = turning(reading, conclusion)
            for chosen in found.smallest:
                overlay, faults = read_case(by_hand(text, chosen), "case.yaml")
                assert not faults.problems
                again, faults = merge(Case("test", ".", overlay), "base")
                assert not faults.problems
                assert verdict(again, conclusion) not in (found.verdict, None), seed
                done += 1
    assert done > 20


def by_hand(text: str, chosen: tuple[Edit, ...]) -> str:
    for edit in sorted(
        chosen, key=lambda e: e.place, reverse=True
    ):  # so that lines keep their place
        if edit.new is None:
            lines = text.count("\n")
            text = delete_entry(text, edit.place)
            assert text.count("\n") == lines - 1
        else:
            text = replace_entry(text, edit.place, print_line(edit.new))
    return "\n".join(line for line in silent_where_empty(text.split("\n")))


def silent_where_empty(lines: list[str]) -> list[str]:
    """A list whose last wish went is written as silence, a section without lines not at all."""
    found = []
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else ""
        alone = line.endswith(":") and not below.startswith(
            " " * (len(line) - len(line.lstrip()) + 1)
        )
        if alone and line.startswith("  "):
            line += " silent"
        elif alone:
            continue
        found.append(line)
    return found


def readings_of(seed: int) -> tuple[Reading, list[Reading]]:
    """Three random readings with the same actors and options."""
    rng = random.Random(seed)
    text, reading = random_written(rng)
    others = [replace(other_wishes(rng, text), id=name) for name in "bc"]
    return replace(reading, id="a"), others


@pytest.mark.parametrize("block", range(3))
def test_whose_list_decides_is_what_every_combination_shows(block: int) -> None:
    """Random readings: each combination of lists built and judged anew."""
    kinds = set()
    for seed in range(block * 5, block * 5 + 5):
        case, others = readings_of(seed)
        readings = [case, *others]
        for conclusion in case.conclusions:
            if verdict(case, conclusion) is None:
                continue
            found = whose_list(case, conclusion, readings)
            counts = dict.fromkeys(OUTCOMES, 0)
            for combination in itertools.product(readings, repeat=len(case.actors)):
                wants = {
                    actor.name: reading.wants[actor.name]
                    for actor, reading in zip(case.actors, combination, strict=True)
                }
                counts[outcome_anew(replace(case, wants=wants), conclusion)] += 1
            assert found.counts == counts, (seed, conclusion.text)
            assert found.method == "enumerated"
            assert sum(counts.values()) == found.lists.count == 3 ** len(case.actors)
            assert found.distinct is not None
            assert sum(found.distinct.values()) <= found.lists.count
            kinds |= {kind for kind, count in counts.items() if count}
            sampled = whose_list(case, conclusion, readings, most=0)
            assert sum(sampled.counts.values()) == sampled.drawn
            for kind, count in counts.items():
                share, error = count / found.lists.count, sampled.error(kind)
                assert sampled.drawn is not None
                assert abs(sampled.counts[kind] / sampled.drawn - share) <= 5 * error + 1e-12
    assert kinds == set(OUTCOMES)


def outcome_anew(reading: Reading, conclusion: Conclusion) -> str:
    found = scenes(build(reading), conclusion)
    if verdict(reading, conclusion) is not Verdict.FOLLOWS:
        return "no"
    inert = any(support.by is By.INERT for support in supports(reading, found))
    return "inert" if inert else "supported"


@pytest.mark.parametrize("block", range(3))
def test_exact_shares_are_the_full_enumeration(block: int) -> None:
    """Random readings: in how many of all combinations each state is an equilibrium."""
    for seed in range(block * 8, block * 8 + 8):
        case, others = readings_of(seed)
        (world,) = build(case)
        model = world.model
        found, states = lists_of(case, [case, *others]), [int(s) for s in model.space.codes]
        lists = [
            [build(reading)[0].model.preferences[maker] for reading in (case, *others)]
            for maker in range(len(model.makers))
        ]
        for name in USUAL:
            exact = [share.count for share in shares(found, world, states, [name])]
            total = np.zeros(model.space.count)
            for combination in itertools.product(*lists):
                given = replace(model, preferences=combination)
                total += solve(given, [name]).equilibria(name)
            every = math.prod(map(len, lists))
            difference = np.array([count / every for count in exact]) - total / every
            assert np.abs(difference).max() <= 1e-12
    with pytest.raises(NotComputed, match="SIM does not combine"):
        list(shares(found, world, states, ["SIM"]))


def test_what_cannot_be_taken_over_is_left_out_and_said() -> None:
    """A reading whose list speaks of what this one does not declare.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.draw: draw water
      Ben.lock: lock it
    wants:
      Ada:
        - draw
      Ben: silent
    """
    reading = in_docstring(test_what_cannot_be_taken_over_is_left_out_and_said)
    text = """
        case: A shared well
        actors:
          Ada: {}
          Ben: {}
        options:
          Ada.draw: draw water
          Ada.sing: sing
          Ben.lock: lock it
        wants:
          Ada:
            - sing -> draw
            - not draw
          Ben:
            - lock
    """
    other = replace(written(text), id="other")
    lists = lists_of(reading, [other])
    assert [(x.id, x.actor, str(x.line and x.line.condition)) for x in lists.left_out] == [
        ("other", "Ada", "sing -> draw")
    ]
    found = whose_list(reading, question(reading, "draw"), [other])
    assert found.alone == {
        "Ada": {"base": "supported", "other": "no"},
        "Ben": {"base": "supported", "other": "supported"},
    }
    assert found.counts == {"supported": 2, "inert": 0, "no": 2}


def test_what_cannot_be_asked_is_said() -> None:
    reading = written(
        """
        case: A shared well
        actors:
          Ada: {}
        options:
          Ada.draw: draw water
          Ada.sing: sing
        impossible:
          - draw and sing
        wants:
          Ada:
            - draw
        """
    )
    with pytest.raises(Infeasible, match="no situation has draw and sing: what is impossible"):
        robust(reading, question(reading, "draw and sing"))
    blank = replace(reading, wants={})
    with pytest.raises(NotComputed, match="it lacks a wish of anybody"):
        robust(blank, question(blank, "draw"))


def test_a_list_by_weights_is_a_version_like_any_other() -> None:
    text = """
        case: A shared well
        actors:
          Ada: {}
          Ben: {}
        options:
          Ada.draw: draw water
          Ben.lock: lock it
        wants:
          Ada:
            weights: {draw: 2, lock: -1}
          Ben:
            - draw -> lock
    """
    reading = written(text)
    found = robust(reading, question(reading, "draw and lock"), [reading])
    assert found.turning.verdict is Verdict.FOLLOWS
    assert found.decides.counts == {"supported": 1, "inert": 0, "no": 0}
    assert [(s.concept, s.count, s.of) for s in found.shares] == [("NASH", 1, 1)]


def test_more_options_than_can_be_listed_are_no_hindrance() -> None:
    others = [f"B{at}" for at in range(27)]
    lines = [
        *("case: A long list", "actors:", "  Ada: {}", *(f"  {name}: {{}}" for name in others)),
        *("options:", "  Ada.draw: draw water", *(f"  {name}.o{name[1:]}: do" for name in others)),
        *("impossible:", "  - draw and o0", "wants:", "  Ada:", "    - draw"),
        *(f"  {name}: silent" for name in others),
        *("now:", *(f"  - not o{name[1:]}" for name in others)),
    ]
    reading = written("\n".join(lines))
    require_possible(build(reading), question(reading, "draw"))
    with pytest.raises(Infeasible, match="what is impossible rules it out"):
        robust(reading, question(reading, "draw and o0"))
