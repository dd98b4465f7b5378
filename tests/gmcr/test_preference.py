"""Preferences: the tier that decides is the first on which two states differ."""

import random
from fractions import Fraction

from tests.gmcr import randoms

from standoff.gmcr.conflict.preference import Preference, Ranking, Statements, Weights


def test_the_deciding_tier_is_the_first_on_which_more_statements_are_true() -> None:
    """Tier by tier, the true statements counted anew; also of a list with a tier put in."""
    for seed in range(200):
        rng = random.Random(seed)
        conflict = randoms.conflict(rng)
        model = randoms.model(conflict)
        for preference in model.preferences:
            assert isinstance(preference, Statements)
            at = rng.randint(0, len(preference.tiers))
            longer = preference.inserted(at, randoms.condition(rng, list(model.space.bit)))
            for wishes in (preference, longer):
                for _ in range(20):
                    one, other = (rng.randrange(1 << len(model.space.options)) for _ in range(2))
                    counts = [
                        [sum(model.space.test(c)(state) for c in tier) for tier in wishes.tiers]
                        for state in (one, other)
                    ]
                    first = [k for k, (a, b) in enumerate(zip(*counts, strict=True)) if a != b]
                    expected = first[0] if first else None
                    assert wishes.deciding(model.space, one, other) == expected, seed


def test_forms_without_tiers_have_none_that_decides() -> None:
    space = randoms.model(randoms.conflict(random.Random(1))).space
    others: list[Preference] = [
        Weights({}),
        Weights({space.options[0].name: Fraction(1)}),
        Ranking(((0,), (1,))),
    ]
    assert all(each.deciding(space, 0, 1) is None for each in others)
