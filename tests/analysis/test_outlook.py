"""The look ahead of the inverse rules out nothing that could make a condition hold: set by set."""

from __future__ import annotations

import random

import pytest
from tests.analysis.randoms import random_case
from tests.analysis.test_inverse import as_key, cases_and_questions

from standoff.analysis.ask import question
from standoff.analysis.judge.verdict import Verdict
from standoff.analysis.vary.edit import CHANGING, edits
from standoff.analysis.vary.search import Search


@pytest.mark.parametrize("block", range(3))
def test_every_set_that_does_is_among_those_that_could(block: int) -> None:
    compared, ruled_out = 0, 0
    for reading, conclusion in cases_and_questions(range(20 + block * 3, 23 + block * 3))[:6]:
        space = edits(reading, CHANGING)
        sample = tuple(random.Random(2).sample(space, min(24, len(space))))
        plain: dict[int, set[frozenset]] = {0: set(), 1: set(), 2: set()}
        every: dict[int, int] = dict.fromkeys(plain, 0)
        for found in Search(reading, conclusion, sample).leaves(2):
            for size, sets in plain.items():
                chosen = [as_key(each) for each in found.sets(size)]
                every[size] += len(chosen)
                if found.leaf.verdict is Verdict.FOLLOWS:
                    sets.update(chosen)
        search = Search(reading, conclusion, sample)
        for size, sets in plain.items():
            hopeful = list(search.hopeful(size))
            listed = [(as_key(each), found) for found in hopeful for each in found.sets(size)]
            assert len({key for key, _ in listed}) == len(listed), "a set stands in one leaf only"
            does = {key for key, found in listed if found.leaf.verdict is Verdict.FOLLOWS}
            assert does == sets
            compared += len(sets)
            ruled_out += every[size] - len(listed)
    assert compared
    assert ruled_out, "otherwise the look ahead would look at nothing"


@pytest.mark.parametrize("block", range(3))
def test_what_is_so_today_and_is_left_whatever_is_changed_fails_in_every_set_ruled_out(
    block: int,
) -> None:
    ruled_out = 0
    for seed in range(40 + block * 8, 48 + block * 8):
        reading = random_case(random.Random(seed))
        today = {str(line.condition) for line in reading.now}
        for option in reading.options:
            so = option.full if option.full in today else f"not {option.full}"
            space = edits(reading, CHANGING)
            sample = tuple(random.Random(3).sample(space, min(14, len(space))))
            search = Search(reading, question(reading, so), sample)
            listed = {
                as_key(each)
                for size in range(3)
                for found in search.hopeful(size)
                for each in found.sets(size)
            }
            for found in search.leaves(2):
                for each in (each for size in range(3) for each in found.sets(size)):
                    if as_key(each) not in listed:
                        assert found.leaf.verdict is Verdict.FAILS, (so, [e.text for e in each])
                        ruled_out += 1
    assert ruled_out, "otherwise nothing is ever left for good"
