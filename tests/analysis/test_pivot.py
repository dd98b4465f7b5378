"""The lines that an answer hangs on: without all the others at once it is the same."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.analysis.randoms import random_case

from standoff.analysis.judge.fidelity import Bench
from standoff.analysis.judge.verdict import Scene, judge, supports
from standoff.case.entry import Conclusion, Reading
from standoff.problem import Infeasible


def judged() -> Iterator[tuple[Reading, Bench, Conclusion, tuple[Scene, ...]]]:
    """Conclusions of random cases with the scenes that they are judged by."""
    for seed in range(60):
        reading = random_case(random.Random(seed))
        bench = Bench(reading)
        for conclusion in reading.conclusions:
            try:
                found = bench.scenes(conclusion)
            except Infeasible:
                continue  # the given options cannot be so in this case
            assert found is not None
            yield reading, bench, conclusion, found


def test_without_the_lines_that_nothing_hangs_on_all_is_the_same() -> None:
    spared = 0
    for reading, bench, conclusion, found in judged():
        rest = frozenset(reading.assumptions) - bench._pivotal(conclusion)
        spared += len(rest)
        left = bench.scenes(conclusion, rest)
        assert left is not None
        assert [[course.arcs for course in scene.courses] for scene in left] == [
            [course.arcs for course in scene.courses] for scene in found
        ]
        assert judge(left) is judge(found)
        assert [one.by for one in supports(reading, left, decided=False)] == [
            one.by for one in supports(reading, found, decided=False)
        ]
    assert spared


def test_without_a_line_alone_that_turns_nothing_all_is_the_same() -> None:
    spared = 0
    for reading, bench, conclusion, found in judged():
        showed = [one.by.shows for one in supports(reading, found, decided=False)]
        arcs = [[course.arcs for course in scene.courses] for scene in found]
        for line in set(reading.assumptions) - bench._turning(conclusion):
            spared += line in bench._pivotal(conclusion)
            left = bench.scenes(conclusion, (line,))
            assert left is not None
            if len(left) == len(found):  # a fact that nothing reads any more has no worlds
                assert [[course.arcs for course in scene.courses] for scene in left] == arcs
            assert judge(left) is judge(found)
            shows = [one.by.shows for one in supports(reading, left, decided=False)]
            assert all(now or not before for before, now in zip(showed, shows, strict=True))
    assert spared
