"""Many versions of a reading followed together do what each combination does alone."""

from __future__ import annotations

import contextlib
import itertools
import random

import numpy as np
import pytest
from tests.analysis.randoms import random_case
from tests.gmcr.randoms import condition

from standoff.analysis.judge import ensemble
from standoff.analysis.judge.ensemble import Ensemble, numbers
from standoff.analysis.judge.verdict import Scene, judge, scenes
from standoff.analysis.judge.version import Family, Version, as_written
from standoff.case.build import build
from standoff.case.entry import Reading
from standoff.gmcr.conflict.preference import Statements
from standoff.problem import Infeasible


def families(rng: random.Random, reading: Reading) -> tuple[Family, ...]:
    """Each actor as written, first, and with some lists more, which cost something."""
    names = [option.name for option in reading.options]
    found = []
    for actor in reading.actors:
        own = as_written(reading, actor.name)
        more = [
            Version(tuple((condition(rng, names, 1),) for _ in range(rng.choice((1, 2)))), own.ways)
            for _ in range(rng.choice((1, 2, 4)))
        ]
        costs = sorted(rng.choice((1, 1, 2, 3)) for _ in more)
        found.append(Family((own, *more), np.array([0, *costs], dtype=np.int64)))
    return tuple(found)


def drawn(seed: int) -> list[tuple[Reading, Ensemble]]:
    """The conclusions of a random case under random versions of its actors."""
    rng = random.Random(seed)
    reading = random_case(rng)
    every, worlds = families(rng, reading), build(reading)
    found = []
    for conclusion in reading.conclusions:
        with contextlib.suppress(Infeasible):  # what is given cannot be
            found.append((reading, Ensemble(scenes(worlds, conclusion), every)))
    return found


def alone(reading: Reading, each: Ensemble, versions: tuple[int, ...]) -> tuple[Scene, ...]:
    """The scenes with these versions' wishes, each played for itself."""
    found = []
    for scene in each.scenes:
        for maker, (family, version) in enumerate(zip(each.families, versions, strict=True)):
            wants = family.versions[version].wants
            assert isinstance(wants, tuple)
            scene = scene.prefer(maker, Statements.tiered(wants))
        found.append(scene)
    return tuple(found)


@pytest.mark.parametrize("copied", [ensemble._COPIED, 0])
def test_the_leaves_part_all_combinations_by_what_each_does_alone(
    monkeypatch: pytest.MonkeyPatch, copied: int
) -> None:
    monkeypatch.setattr(
        ensemble, "_COPIED", copied
    )  # none: every part is walked from its beginning
    tried = parted = 0
    for reading, each in itertools.chain.from_iterable(map(drawn, range(12))):
        met = set()
        for leaf in each.leaves():
            boxes = list(itertools.product(*(chosen.tolist() for chosen in leaf.box)))
            assert leaf.count == len(boxes) and leaf.versions == boxes[0]
            courses = [tuple(course.arcs for course in scene.courses) for scene in leaf.scenes]
            for versions in boxes:
                assert versions not in met
                met.add(versions)
                played = alone(reading, each, versions)
                assert leaf.verdict is judge(played), versions
                for scene, arcs in zip(played, courses, strict=True):
                    assert tuple(dict(course.arcs) for course in scene.courses) == arcs
            parted += 1
        tried += len(met)
        assert len(met) == np.prod([len(family.versions) for family in each.families])
    assert tried > 1_000 and parted < tried / 3


def test_a_combination_stands_in_the_leaf_that_is_asked_of_it() -> None:
    for _, each in itertools.chain.from_iterable(map(drawn, range(20, 26))):
        leaves = {versions: leaf for leaf in each.leaves() for versions in _boxes(leaf.box)}
        for versions, leaf in leaves.items():
            assert each.leaf(versions).bits == leaf.bits


def test_what_may_cost_no_more_is_parted_alone() -> None:
    for _, each in itertools.chain.from_iterable(map(drawn, range(30, 36))):
        costs = [family.costs.tolist() for family in each.families]
        for most in range(4):
            met = [
                versions
                for leaf in each.leaves(most=most)
                for versions in _boxes(leaf.box)
                if sum(map(list.__getitem__, costs, versions)) <= most
            ]
            every = itertools.product(*(range(len(own)) for own in costs))
            cheap = [v for v in every if sum(map(list.__getitem__, costs, v)) <= most]
            assert sorted(met) == cheap


def _boxes(box: tuple[np.ndarray, ...]) -> list[tuple[int, ...]]:
    return list(itertools.product(*(chosen.tolist() for chosen in box)))


@pytest.mark.parametrize("chosen", [[0], [3, 9], list(range(8)), list(range(0, 40, 3)), [0, 200]])
def test_versions_as_bits_and_as_numbers(chosen: list[int]) -> None:
    assert numbers(sum(1 << at for at in chosen)).tolist() == chosen
