"""A situation explained: what each actor gains or loses by its moves, through which lines."""

from __future__ import annotations

from collections.abc import Iterable

from tests.report.tell.well import check, text, well

from standoff.analysis.judge.explain import explain, state_of
from standoff.case.build import build
from standoff.case.entry import Reading
from standoff.report.tell.model.explain import tell


def _told(taken: Iterable[str], reading: Reading | None = None) -> list[str]:
    reading = reading or well()
    (world,) = build(reading)
    document = tell(explain(reading, world, state_of(world, list(taken))))
    check(document)
    return text(document).splitlines()


def test_who_gains_is_told_with_each_better_move() -> None:
    assert _told(["Ben.open"]) == [
        "The reading: Ben leaves the well open",
        "Ada gains by moving; nothing the others could do would make it regret that",
        "  Gains if Ada draws water at night, because Ada wants to draw water at night  [a#s4]",
        "  Gains if Ada draws water at night and sings, because Ada wants to draw water at night  [a#s4]",
        "  No better and no worse if Ada sings",
        "Ben stays: none of its moves is better for it",
    ]


def test_who_stays_is_told_what_it_would_lose() -> None:
    told = _told(["Ada.draw", "Ben.lock"])
    assert (
        "  Loses if Ben does not put a lock on the well, because Ben wants to put a lock on the well if "
        "Ada draws water at night (stated)  [a#s5]"
    ) in told


def test_an_answer_that_deters_is_told_with_its_move() -> None:
    """Ada would draw; were Ben to lock then, as he wants to, she is worse off than before."""
    reading = well(
        "case: A well\nactors:\n  Ada: {}\n  Ben: {}\noptions:\n  Ada.draw: draw water\n"
        "  Ben.lock: lock the well\nwants:\n  Ada:\n    - not lock  [a#s1]\n    - draw  [a#s2]\n"
        "  Ben:\n    - draw -> lock  [a#s3]\n    - not lock  [a#s4]\nsources: {a: {}}\n"
    )
    told = _told([], reading)
    (head,) = (line for line in told if line.startswith("Ada "))
    assert "gains by moving; it would stay if it looked ahead" in head
    (answer,) = (line for line in told if "By sequential stability" in line)
    assert "Ben locks the well" in answer
    assert "[a#s3]" in answer
    assert "[a#s1]" in answer


def test_silence_is_told_as_such() -> None:
    reading = well(
        "case: Quiet\nactors:\n  Ada: {}\noptions:\n  Ada.draw: draw water\nwants:\n  Ada: silent\n"
    )
    assert _told([], reading)[1:] == [
        "Ada has no wishes in this reading: it stays, and that shows nothing",
        "  No better and no worse if Ada draws water",
    ]
