"""What a conclusion rests on and what it lacks, against editing the case and judging anew."""

from __future__ import annotations

import contextlib
import functools
import itertools
import random
from dataclasses import replace
from typing import TypeAlias

import pytest
from tests.analysis.randoms import random_case

from standoff.analysis.judge.fidelity import Bench, Judgement, without
from standoff.analysis.judge.premise import missing
from standoff.analysis.judge.verdict import By, Verdict, judge, scenes, supports
from standoff.case.build import build
from standoff.case.entry import Assumption, Conclusion, Marks, Reading, Section, Stance, Wants
from standoff.condition import Condition, Implies, Var, literal, parse_condition
from standoff.problem import Infeasible

Judged: TypeAlias = "tuple[Verdict, dict[Condition | str, By]]"


def judged_anew(reading: Reading, conclusion: Conclusion) -> Judged | None:
    """The verdict by building the case from its lines, nothing shared; None if it cannot be built."""
    try:
        found = scenes(build(reading), conclusion)
    except Infeasible:
        return None
    return judge(found), {s.conjunct: s.by for s in supports(reading, found)}


def matters(
    reading: Reading, conclusion: Conclusion, before: Judged, lines: tuple[Assumption, ...]
) -> bool:
    """The definition: without the lines, wherever they are written, the verdict or what shows it changes.

    `before`: what it is with them, by `judged_anew` too.
    """
    gone = frozenset(x for x in reading.assumptions if any(same(x, line) for line in lines))
    after = judged_anew(without(reading, gone), conclusion)
    if after is None:
        return False
    turned = after[0] is not before[0]
    idle = (By.INERT, By.TIED)
    return turned or any(
        by not in idle and after[1].get(part) in idle for part, by in before[1].items()
    )


def same(one: Assumption, other: Assumption) -> bool:
    return (one.section, one.actor, one.condition, one.fact) == (
        other.section,
        other.actor,
        other.condition,
        other.fact,
    )


def said_once(reading: Reading) -> list[Assumption]:
    lines: list[Assumption] = []
    for line in reading.assumptions:
        if not any(same(line, earlier) for earlier in lines):
            lines.append(line)
    return lines


def some_judgements(seeds: range) -> list[tuple[Reading, Bench, Judgement]]:
    return [each for seed in seeds for each in judgements(seed)]


@functools.cache
def judgements(seed: int) -> list[tuple[Reading, Bench, Judgement]]:
    """Those of a random case, made once for all tests."""
    found = []
    reading = random_case(random.Random(seed))
    bench = Bench(reading)
    for conclusion in reading.conclusions:
        with contextlib.suppress(Infeasible):  # the given options cannot be so in this case
            found.append((reading, bench, bench.judge(conclusion)))
    return found


@pytest.mark.parametrize("block", range(4))
def test_rests_on_are_the_smallest_sets_of_lines_that_matter(block: int) -> None:
    for reading, _, found in some_judgements(range(block * 25, block * 25 + 25)):
        if not found.by:
            assert found.rests_on == ()
            continue
        lines = said_once(reading)
        before = judged_anew(reading, found.conclusion)
        assert before is not None
        single = [(x,) for x in lines if matters(reading, found.conclusion, before, (x,))]
        pairs = [
            pair
            for pair in itertools.combinations(lines, 2)
            if not single and matters(reading, found.conclusion, before, pair)
        ]
        assert list(found.rests_on) == (single or pairs), found.conclusion.text


def with_wish(reading: Reading, actor: str, condition: Condition, rank: int) -> Reading:
    """The case with one more line in an actor's list, before rank `rank`."""
    old = reading.wants[actor]
    wish = Assumption(Section.WANTS, condition, (), Marks(), old.place, actor)
    heads = [k for k, line in enumerate(old.lines) if not line.tied] + [len(old.lines)]
    lines = (*old.lines[: heads[rank]], wish, *old.lines[heads[rank] :])
    wants = {**reading.wants, actor: Wants(actor, Stance.STATEMENTS, old.place, lines)}
    return replace(reading, wants=wants)


@pytest.mark.parametrize("block", range(4))
def test_the_missing_literals_are_exactly_those_that_close_the_gap(block: int) -> None:
    """Every literal for every actor at every rank, by rewriting the list and judging anew."""
    for reading, bench, found in some_judgements(range(block * 15, block * 15 + 15)):
        if found.verdict is Verdict.FOLLOWS:
            continue
        reported = {
            (p.actor, p.condition)
            for p in missing(bench, found.conclusion, {}).premises
            if p.kind == "literal"
        }
        expected = set()
        for actor in reading.actors:
            ranks = len([line for line in reading.wants[actor.name].lines if not line.tied]) + 1
            for option, value in itertools.product(reading.options, (True, False)):
                wish = literal(option.name, value)
                edits = (with_wish(reading, actor.name, wish, rank) for rank in range(ranks))
                if any(_follows(edit, found.conclusion) for edit in edits):
                    expected.add((actor.name, wish))
        assert reported == expected, found.conclusion.text


def _follows(reading: Reading, conclusion: Conclusion) -> bool:
    result = judged_anew(reading, conclusion)
    return result is not None and result[0] is Verdict.FOLLOWS


def test_every_premise_does_what_it_says() -> None:
    """Drops and mechanisms, each by editing the case and judging anew."""
    kinds = set()
    for reading, bench, found in some_judgements(range(60)):
        if found.verdict is Verdict.FOLLOWS:
            continue
        for premise in missing(bench, found.conclusion, {}, deep=False).premises:
            kinds.add(premise.kind)
            if premise.kind == "drop":
                lines = reading.impossible + reading.no_way_back
                line = next(x for x in lines if x.place == premise.place)
                assert _follows(without(reading, frozenset({line})), found.conclusion)
            elif premise.kind == "mechanism":
                assert premise.actor is not None
                assert not isinstance(premise.condition, str)  # which is a variant's name
                ranks = len([x for x in reading.wants[premise.actor].lines if not x.tied]) + 1
                edits = [
                    with_wish(reading, premise.actor, premise.condition, k) for k in range(ranks)
                ]
                assert any(_follows(edit, found.conclusion) for edit in edits)
            elif premise.kind == "chain":
                assert premise.actor is not None
                assert not isinstance(premise.condition, str)  # which is a variant's name
                assert premise.also is not None
                other, wish = premise.also.actor, premise.also.condition
                last = len([x for x in reading.wants[other].lines if not x.tied])
                given = with_wish(reading, other, wish, last)
                ranks = len([x for x in given.wants[premise.actor].lines if not x.tied]) + 1
                edits = [
                    with_wish(given, premise.actor, premise.condition, k) for k in range(ranks)
                ]
                assert any(_follows(edit, found.conclusion) for edit in edits)
                assert not _follows(given, found.conclusion)
    assert {"drop", "mechanism", "literal", "chain"} <= kinds


def test_conditions_are_read_back_as_printed() -> None:
    assert parse_condition(str(Implies(Var("a"), literal("b", False)))) == parse_condition(
        "a -> not b"
    )
