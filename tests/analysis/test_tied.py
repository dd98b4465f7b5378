"""What is so only through what is given: nobody can do it alone, and no author is shown right by it."""

from __future__ import annotations

import itertools
import random

import pytest
from tests.analysis.written import written
from tests.evaluated import holds

from standoff.analysis.judge.compare import Answer, Judged, answer
from standoff.analysis.judge.verdict import By
from standoff.analysis.question import sheet
from standoff.analysis.vary.whatif import what_if
from standoff.case.check.reading import check_case
from standoff.case.entry import Reading
from standoff.record import plain
from standoff.report.tell.sheet import told

HOSTAGE = """
case: A hostage and a paper
actors: {Ada: {}, Ben: {}}
options:
  Ada.sign: sign the paper
  Ada.pay: pay a ransom
  Ben.release: let the hostage go
impossible:
  - release and not sign   [x#s1]
wants:
  Ada: [not sign, release]
  Ben: [not release]
sources: {x: {}}
author_concludes:
  - sign given release     [x#s2]
questions:
  signs: {asks: Does she sign?, compare: sign given release}
  lets: {asks: What if he lets him go?, whatif: release=yes}
"""


def judged(reading: Reading) -> Judged:
    (one,) = answer(reading).judged
    return one


def test_the_given_brings_along_what_another_has_to_do() -> None:
    one = judged(written(HOSTAGE))
    (support,) = one.by
    assert (support.by, one.supported) == (By.TIED, False)
    assert [(f.option, f.owner, f.value) for f in support.forced] == [("Ada.sign", "Ada", True)]
    assert plain(one)["by"][0]["forced"] == [{"option": "sign", "owner": "Ada", "value": True}]


def test_the_premises_tried_are_the_owners_wishes_while_the_act_waits() -> None:
    """Were signing what she wants, she signs without his act; no wish of his is tried."""
    one = judged(written(HOSTAGE))
    assert one.tried > 0
    assert {premise.actor for premise in (*one.missing, *one.missing_restating)} == {"Ada"}
    assert [str(premise.condition) for premise in one.missing_restating] == ["sign"]


def test_what_its_owner_does_anyway_is_moved_and_not_tied() -> None:
    one = judged(written(HOSTAGE.replace("Ada: [not sign, release]", "Ada: [sign]")))
    assert [support.by for support in one.by] == [By.MOVED]
    assert one.supported


def test_what_was_so_before_is_barred_and_not_tied() -> None:
    one = judged(written(HOSTAGE.replace("impossible:", "now: [sign]\nimpossible:")))
    assert [support.by for support in one.by] == [By.BARRED]
    assert not one.forced


def test_an_act_that_takes_another_says_so_on_every_sheet() -> None:
    reading = written(HOSTAGE)
    (world,) = what_if(reading, {"release": (True,)}).worlds
    assert [(f.option, f.owner) for f in world.forced] == [("Ada.sign", "Ada")]
    for question in reading.questions:
        said = [clause.text for clause in told(sheet(reading, question)).answer]
        assert any("Nobody can do this alone" in text and "Ada" in text for text in said), said


def test_an_act_of_its_own_owner_is_one_move() -> None:
    reading = written(HOSTAGE.replace("Ben.release", "Ada.release"))
    (world,) = what_if(reading, {"release": (True,)}).worlds
    assert world.with_it
    assert not world.forced


@pytest.mark.parametrize("block", range(6))
def test_tied_is_what_the_definition_says(block: int) -> None:
    """Random cases of two owners: found by listing situations, without the space and its engines."""
    seen = set()
    for seed in range(block * 40, block * 40 + 40):
        chance = random.Random(seed)
        reading = written(_random(chance))
        found: Answer = answer(reading)
        for one in found.judged:
            for support in one.by:
                conjunct = str(support.conjunct)
                expected = _tied(reading, conjunct)
                seen.add(support.by)
                if support.by is By.TIED:
                    assert expected, (seed, conjunct)
                elif support.by is By.BARRED:
                    assert not expected, (seed, conjunct)
    assert seen


OPTIONS = {"Ada.a": "Ada", "Ada.b": "Ada", "Ben.c": "Ben", "Ben.d": "Ben"}


def _random(chance: random.Random) -> str:
    names = ["a", "b", "c", "d"]

    def some(count: int) -> str:
        chosen = chance.sample(names, count)
        return " and ".join(("", "not ")[chance.random() < 0.4] + n for n in chosen)

    rules = [
        f"  - a and not {chance.choice('cd')}",
        *(f"  - a and {some(1)} and not b" for _ in "1"),
    ]
    wishes = {actor: [some(1) for _ in range(chance.randint(1, 3))] for actor in ("Ada", "Ben")}
    lines = "\n".join(f"  {actor}: [{', '.join(own)}]" for actor, own in wishes.items())
    concluded = "\n".join(f"  - {sign}{name} given a" for name in "bcd" for sign in ("", "not "))
    return (
        "case: Any\nactors: {Ada: {}, Ben: {}}\noptions:\n"
        + "\n".join(f"  {name}: do it" for name in OPTIONS)
        + "\nimpossible:\n"
        + "\n".join(rules)
        + f"\nwants:\n{lines}\nauthor_concludes:\n{concluded}\n"
    )


def _tied(reading: Reading, conjunct: str) -> bool:
    """Not so with the given alone, so in each nearest situation that can be, and not done while it waits."""
    negated, name = conjunct.startswith("not "), conjunct.removeprefix("not ")
    rules = [str(line.condition) for line in reading.impossible]
    names = ["a", "b", "c", "d"]

    def can_be(values: dict[str, bool]) -> bool:
        return not any(holds(rule, values) for rule in rules)

    alone = {"a": True, "b": False, "c": False, "d": False}
    every = [dict(zip(names, v, strict=True)) for v in itertools.product((False, True), repeat=4)]
    possible = [v for v in every if v["a"] and can_be(v)]
    least = min(sum(v[n] != alone[n] for n in names) for v in possible)
    starts = [v for v in possible if sum(v[n] != alone[n] for n in names) == least]
    so = [v[name] is not negated for v in starts]
    if (alone[name] is not negated) or not all(so):
        return False
    # It waits: `a` stays undone, and no rule speaks of the rest then; each does what it wants most.
    owner = reading.owner[next(full for full in OPTIONS if full.endswith(f".{name}"))]
    for line in reading.wants[owner].lines:
        wish = str(line.condition)
        if wish.removeprefix("not ") == name:
            return wish.startswith("not ") is not negated
    return True


def test_a_rule_over_two_owners_is_warned_of_with_whose_move_it_blocks() -> None:
    found = [str(w) for w in check_case(written(HOSTAGE)).warnings if "ties options" in str(w)]
    (warning,) = found
    assert "`release and not sign` ties options of Ben and Ada" in warning
    assert "Ben cannot move to `release` before Ada moves to `sign`" in warning


def test_a_rule_over_one_owner_ties_nobody() -> None:
    reading = written(HOSTAGE.replace("Ben.release", "Ada.release"))
    assert not any("ties options" in str(w) for w in check_case(reading).warnings)


def test_a_rule_that_blocks_nobody_today_says_that() -> None:
    reading = written(HOSTAGE.replace("release and not sign ", "release and sign and pay "))
    (warning,) = (str(w) for w in check_case(reading).warnings if "ties options" in str(w))
    assert "whoever moves first keeps the others from it" in warning
