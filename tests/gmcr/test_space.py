"""What a space says without listing its states, against the list."""

import itertools
import random

import pytest
from tests.gmcr import randoms

from standoff.condition import Var, conjunction
from standoff.gmcr.conflict.space import MOST_OWN, Direction, Option, Space
from standoff.problem import TooLarge


def test_what_is_possible_holds_in_some_listed_state() -> None:
    seen = set()
    for seed in range(2_000):
        rng = random.Random(seed)
        space = randoms.model(randoms.conflict(rng)).space
        asked = randoms.condition(rng, [option.name for option in space.options], depth=3)
        if space.count:
            expected = bool(space.truth(asked, space.codes).any())
            assert space.possible(asked) == expected, (seed, asked)
            seen.add(expected)
    assert seen == {True, False}


def test_what_is_possible_among_very_many_is_found_without_a_list() -> None:
    names = [f"o{at}" for at in range(200)]
    rules = tuple(conjunction((Var(a), Var(b))) for a, b in itertools.pairwise(names))
    space = Space(tuple(Option(name, 0) for name in names), rules)
    assert space.possible(conjunction((Var("o0"), Var("o199"))))
    assert not space.possible(conjunction((Var("o0"), Var("o1"))))


def test_moves_of_too_many_options_are_refused_beforehand() -> None:
    space = Space(tuple(Option(f"o{at}", 0) for at in range(MOST_OWN + 1)))
    with pytest.raises(TooLarge, match=f"for more than {MOST_OWN} they are not tried singly"):
        space.moves(0, 0)
    one_way = Space((*space.options[1:], Option("once", 0, Direction.FORWARD)))
    with pytest.raises(TooLarge):
        one_way.moves(0, 0)
