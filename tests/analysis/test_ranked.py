"""Readings that rank whole situations, or weigh options, beside readings that list wishes."""

from __future__ import annotations

import textwrap
from dataclasses import replace

import pytest
from tests.analysis.written import concluding, written

from standoff.analysis.ask import question
from standoff.analysis.judge.compare import answer
from standoff.analysis.judge.verdict import judge, scenes
from standoff.analysis.sure.robust import robust
from standoff.analysis.vary.inverse import inverse
from standoff.case.build import build
from standoff.case.entry import Reading
from standoff.problem import Infeasible

BRIDGE = """\
case: A bridge
actors: {Town: {}, Mill: {}}
options:
  Town.build: build a bridge
  Mill.pay: pay for it
facts:
  flood: does the river flood the ford?
now:
  - not build
  - not pay
impossible:
  - build and not pay
wants:
  Mill:
    - build
  Town:
TOWN
author_concludes:
  - not build
  - pay
"""
RANKS = """\
ranking:
  - build, pay
  - nothing
  - pay
"""
WEIGHS = """\
weights: {build: 2, pay: 1}
"""
LISTS = """\
- pay and flood -> build
"""


def bridge(town: str, id: str = "base") -> Reading:
    return replace(written(BRIDGE.replace("TOWN", textwrap.indent(town.rstrip(), "    "))), id=id)


def test_a_rule_without_which_a_situation_has_no_rank_is_needed_and_not_an_error() -> None:
    found = answer(bridge(RANKS))
    assert [judged.verdict.value for judged in found.judged]
    dropped = replace(bridge(RANKS), impossible=())
    with pytest.raises(
        Infeasible, match=r"ranking of Town has no place for the situation Town\.build"
    ):
        build(dropped)


@pytest.mark.parametrize("town", [RANKS, WEIGHS, LISTS])
def test_how_sure_an_answer_is_where_readings_rank_weigh_and_list(town: str) -> None:
    readings = [bridge(each, id) for id, each in (("a", RANKS), ("b", WEIGHS), ("c", LISTS))]
    reading = bridge(
        town,
        next(
            one.id
            for one, each in zip(readings, (RANKS, WEIGHS, LISTS), strict=True)
            if each == town
        ),
    )
    asked = concluding(reading, "pay")
    verdicts = set()
    for other in readings:
        swapped = replace(reading, wants={**reading.wants, "Town": other.wants["Town"]})
        verdicts.add(judge(scenes(build(swapped), asked)))
    found = robust(reading, question(reading, "pay", "--ask"), readings)
    assert found.turning.verdict in verdicts
    assert inverse(reading, question(reading, "build", "--want"), readings, bound=1).tried
