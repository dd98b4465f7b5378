"""What is asked of one state agrees with the sets computed over all of them."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from tests.gmcr.randoms import conflict, model, structured

from standoff.gmcr.concept.law import CONCEPTS, solve
from standoff.gmcr.concept.settled import Settled, countable, stable_at
from standoff.gmcr.engine.local import Local

ASKED = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")


@pytest.mark.parametrize("searched", [0, 3, 10_000], ids=["diagrams", "either", "search"])
@pytest.mark.parametrize("seed", range(12))
def test_every_state_of_every_model_as_all_together(seed: int, searched: int) -> None:
    drawn = model(conflict(random.Random(seed)))
    solution, local = solve(drawn, ASKED), Local(drawn, searched=searched)
    for state in drawn.space.codes.tolist()[:24]:
        for concept in ASKED:
            for maker in range(len(drawn.makers)):
                expected = solution.holds(concept, state, maker)
                assert stable_at(local, CONCEPTS[concept], maker, state) is expected


def test_a_model_far_beyond_counting_is_asked_of_its_status_quo() -> None:
    large = replace(structured(random.Random(5), [10] * 8, near=True), today=(0,))
    assert not countable(large)
    found = Settled.here(large, ("NASH", "GMR", "SEQ", "SIM"), large.today)
    assert found.stable == {"NASH": None, "GMR": None, "SEQ": None}
    for maker in range(len(large.makers)):
        nash, gmr, seq = (found.holds(c, 0, maker) for c in ("NASH", "GMR", "SEQ"))
        assert nash <= seq <= gmr
