"""What goes on beyond the situations that are followed: nothing is said of its end, and nothing fails."""

from __future__ import annotations

from functools import cache

import pytest
from tests.analysis.written import written

from standoff.analysis.judge.compare import Answer, answer
from standoff.analysis.judge.verdict import Verdict
from standoff.gmcr.evolve.evolution import evolve
from standoff.problem import NotComputed
from standoff.report.tell.lead import lead

MANY = 17
"""So many who each do one thing in any order come to more situations than are followed."""


@cache
def many_at_once() -> Answer:
    lines = ["case: Many act at once", "actors:"]
    lines += [f"  A{i}: {{}}" for i in range(MANY)] + ["options:"]
    lines += [f"  A{i}.o{i}: do {i}" for i in range(MANY)] + ["now: []", "wants:"]
    lines += [f"  A{i}: [o{i}]" for i in range(MANY)] + ["author_concludes: [o0]"]
    return answer(written("\n".join(lines) + "\n"))


def test_no_end_is_said() -> None:
    found = many_at_once()
    assert found.ends == () and not found.courses[0].complete
    assert found.courses[0].final is None
    [judged] = found.judged
    assert judged.verdict is Verdict.UNDETERMINED and judged.grounded
    assert not judged.rests_on and not judged.tried
    assert "could not be followed to the end" in lead([found])[0].text


def test_what_is_stable_is_still_counted() -> None:
    assert many_at_once().equilibria["NASH"] == 1


def test_the_ends_are_refused_and_not_taken_for_none() -> None:
    model = many_at_once().courses[0].world.model
    with pytest.raises(NotComputed, match="where it ends is not known"):
        _ = evolve(model, budget=10).ends
