"""How certain a preference is, counted: in how many versions of a reading one situation is above another.

The versions are the reading as written and each of its variants. r(s, t) is the share of them in which s
stands above t, a tie counting half; a decision maker whose list is the same in all of them is certain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from standoff.case.build import World, build
from standoff.case.entry import Reading
from standoff.gmcr.concept.fuzzy import from_variants
from standoff.gmcr.concept.relation import moves_of
from standoff.gmcr.concept.told import Certainty
from standoff.gmcr.conflict.model import Model
from standoff.problem import NotComputed, UnknownName

AS_WRITTEN = "as written"
"""What the reading itself is called among its versions."""


@dataclass(frozen=True, eq=False)
class Versions:
    """What was counted.

    names      of the versions
    threshold  of each decision maker, as a fraction in text
    """

    names: tuple[str, ...]
    threshold: Mapping[str, str]
    certainty: Certainty

    @property
    def counted(self) -> Mapping[str, Any]:
        """What an answer says of it."""
        return {"versions": self.names, "threshold": self.threshold}


def thresholds(makers: Sequence[str], text: str) -> list[Fraction]:
    """Each decision maker's: `1/2` is everybody's, `US=1/2, Iran=3/4` those of the ones named; else 1.

    raises  UnknownName for who is none, NotComputed for what is no number in (0, 1]

    >>> thresholds(("US", "Iran"), "Iran=3/4")
    [Fraction(1, 1), Fraction(3, 4)]
    """
    found = [Fraction(1)] * len(makers)
    for part in text.split(","):
        name, equals, number = part.rpartition("=")
        if equals and name.strip() not in makers:
            raise UnknownName("actor", name.strip(), makers)
        gamma = _fraction(number.strip())
        for at, maker in enumerate(makers):
            if not equals or name.strip() == maker:
                found[at] = gamma
    return found


def _fraction(text: str) -> Fraction:
    try:
        value = Fraction(text) if len(text) < 50 and "e" not in text.lower() else Fraction(0)
    except (ValueError, ZeroDivisionError):
        value = Fraction(0)
    if not 0 < value <= 1:
        raise NotComputed(
            f"`{text[:50]}` is no threshold: write a number above 0 and up to 1, as 1/2"
        )
    return value


def certainty(
    reading: Reading, world: World, variants: Mapping[str, Reading], threshold: str
) -> Versions:
    """The degrees of everybody's preference in a world, over the reading and its variants.

    raises  NotComputed where there is no variant, or one has other situations; TooLarge for too many
            situations
    """
    model = world.model
    gamma = thresholds(model.makers, threshold)
    if not variants:
        raise NotComputed("degrees are shares of a reading's variants, and it has none")
    moves_of(model)  # TooLarge before their pairs are written out
    facts = _told(reading, world)
    others = {name: _same(facts, model, name, one) for name, one in variants.items()}
    models = {AS_WRITTEN: model} | others
    degrees = [
        from_variants(
            np.array(
                [each.preferences[i].ranks(each.space) for each in models.values()], dtype=np.int64
            )
        )
        for i in range(len(model.makers))
    ]
    return Versions(
        tuple(models),
        dict(zip(model.makers, map(str, gamma), strict=True)),
        Certainty(degrees, gamma),
    )


def _told(reading: Reading, world: World) -> Mapping[str, bool]:
    """The facts that the reading sets, and those that its world takes for open ones."""
    lines = (line for line in reading.settings if line.condition is not None)
    return {str(line.fact): world.facts[str(line.fact)] for line in lines} | world.open


def _same(facts: Mapping[str, bool], own: Model, name: str, variant: Reading) -> Model:
    """The variant's model in the same world; NotComputed where it is not over the same situations."""
    worlds = [
        each
        for each in build(variant)
        if all(facts.get(fact, value) == value for fact, value in _told(variant, each).items())
    ]
    if len(worlds) != 1:
        raise NotComputed(f"the variant {name} takes facts otherwise: degrees compare one world")
    model = worlds[0].model
    options = [option.name for option in model.space.options]
    if (
        model.makers != own.makers
        or options != [option.name for option in own.space.options]
        or not np.array_equal(model.space.codes, own.space.codes)
    ):
        raise NotComputed(f"the variant {name} has other situations: degrees compare the same ones")
    return model
