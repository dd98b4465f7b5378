"""What versions of a decision maker choose, all at once, is what each chooses alone."""

from __future__ import annotations

import itertools
import random

from standoff.analysis.judge.version import Chooser, Family, Version
from standoff.condition import Condition, Implies, Not, conjunction, literal
from standoff.gmcr.conflict.preference import Statements
from standoff.gmcr.conflict.space import Direction, Option, Space
from standoff.gmcr.evolve.choice import best_targets

NAMES = "abcdef"
SPACE = Space(
    tuple(Option(name, at // 3, Direction.BOTH) for at, name in enumerate(NAMES)),
    (conjunction((literal("a", True), literal("d", True))),),
)


def wish(rng: random.Random) -> Condition:
    one, other = (literal(rng.choice(NAMES), rng.random() < 0.5) for _ in range(2))
    return rng.choice((one, Implies(one, other), Not(conjunction((one, other)))))


def test_each_version_takes_what_its_own_list_makes_best() -> None:
    rng = random.Random(5)
    for _ in range(40):
        lists = [
            tuple(tuple(wish(rng) for _ in range(rng.choice((1, 1, 2)))) for _ in range(3))
            for _ in range(12)
        ]
        chooser = Chooser(0, Family.of([Version(tiers) for tiers in lists]), SPACE, {})
        for state, (version, tiers) in itertools.product(SPACE.codes, enumerate(lists)):
            ids, choices = chooser.choices(int(state), version + 1)
            told = {int(state) ^ change for change in choices[ids[version]]}
            parts = chooser.parts(int(state), len(lists))
            assert [taken for part, taken in parts if part >> version & 1] == [
                choices[ids[version]]
            ]
            alone = best_targets(SPACE, 0, Statements.tiered(tiers), int(state))
            assert told == set(alone)


def test_a_wish_that_tells_no_move_from_another_is_not_read() -> None:
    own, others = literal("b", True), [literal(name, True) for name in "ef"]
    lists = [((own,),), ((others[0],), (own,)), ((own,), (others[1], others[0]))]
    chooser = Chooser(0, Family.of([Version(tiers) for tiers in lists]), SPACE, {})
    assert chooser.mask == sum(1 << SPACE.bit[name] for name in "abcd")
    told = Chooser(0, Family.of([Version(((Implies(others[0], own),),))]), SPACE, {})
    assert told.mask == sum(1 << SPACE.bit[name] for name in "abcde")
