"""Combinations drawn and counted: the record as data, and what is told of it."""

from __future__ import annotations

from dataclasses import replace

from tests.report.tell.well import WELL, text, well

from standoff.analysis.ask import Cannot, question
from standoff.analysis.sure.sweep import Swept, set_up, shards, tally, total
from standoff.case.entry import Reading
from standoff.record import plain
from standoff.report.tell.vary.sweep import tell


def readings() -> tuple[Reading, Reading]:
    """They contest whether Ada wants to draw water, and who is silent on a choice of today's."""
    return well(), replace(
        well(WELL.replace("- draw                    [a#s4]", "- not draw  [a#s6]")), id="other"
    )


def swept(over: str, asked: str = "draw") -> Swept:
    one, other = readings()
    setup = set_up(one, question(one, asked), (one, other), over, "hash")
    portions = [tally(setup, shard) for shard in shards(setup, 7, 100, 30)]
    return Swept(setup, 7, total(portions), len(portions))


def test_the_record_as_data() -> None:
    """Whether she wants to decides alone whether she draws; one draw in two has it either way."""
    data = plain(swept("contested", " draw"))
    head = ("ask", "reading", "over", "draws", "combinations", "seed", "case")
    assert [data[key] for key in head] == [" draw", "base", "contested", 100, 2, 7, "hash"]
    (item,) = data["items"]
    assert item["item"] == "Ada wants draw"
    yes, no = item["choices"]["yes"], item["choices"]["no"]
    assert yes["supported"] + no["no"] == 100
    assert (yes["no"], no["supported"], yes["inert"]) == (0, 0, 0)
    assert data["counts"] == {
        "supported": yes["supported"],
        "inert": 0,
        "no": no["no"],
        "cannot be": 0,
    }
    share = yes["supported"] / 100
    assert abs(data["standard_error"]["supported"] - (share * (1 - share) / 100) ** 0.5) < 1e-12
    assert len(data["result"]) == len(data["set"]) == 64
    assert data["left_out"] == []


def test_what_is_contested_is_told_with_who_says_it() -> None:
    told = text(tell(swept("contested")))
    assert "Ada draws water at night.\n" in told
    assert "What the readings contest:\n" in told
    assert "Ada wants to draw water at night\n" in told
    assert "said by base  [a#s4]; denied by other  [a#s6]" in told
    assert "100 draws from 2 combinations, seed 7; result " in told
    assert "A share is a count of draws" in told and "It is no probability." in told
    assert "cannot be" not in told  # none of them


def test_lists_are_told_by_whose_they_are() -> None:
    record = swept("lists")
    told = text(tell(record))
    assert "the list of Ada" in told and "the list of Ben" in told
    assert "What the readings contest" not in told
    assert plain(record)["items"][0]["choices"].keys() == {"base", "other"}


def test_who_cannot_answer_says_why() -> None:
    cannot = Cannot(
        well(), "cannot be answered: it lacks a wish", {"reading": "base", "ask": "draw"}
    )
    assert plain(cannot)["cannot"] == cannot.why
    assert "Cannot be answered: it lacks a wish" in text(tell(cannot))
