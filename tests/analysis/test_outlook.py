"""The look ahead of the inverse rules out nothing that could make a condition hold: set by set."""

from __future__ import annotations

import random

import pytest
from tests.analysis.test_inverse import as_key, cases_and_questions

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
