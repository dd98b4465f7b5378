"""Random small cases, written as text so that every line has its place."""

from __future__ import annotations

import random
from typing import Any

from tests.analysis.written import written
from tests.gmcr.randoms import condition

from standoff.case.build import build
from standoff.case.entry import Reading
from standoff.gmcr.evolve.evolution import evolve
from standoff.problem import Infeasible


def random_case(rng: random.Random) -> Reading:
    """Two or three actors, three to five options, rules, one-way options, conclusions."""
    return random_written(rng)[1]


_DRAWN: dict[tuple[Any, ...], tuple[str, Reading, tuple[Any, ...]]] = {}
"""What the generator was -> the case that it gave, and what it was then: many tests begin with the same."""


def random_written(rng: random.Random) -> tuple[str, Reading]:
    """The same with the text of its file."""
    before = rng.getstate()
    if before not in _DRAWN:
        _DRAWN[before] = (*_drawn(rng), rng.getstate())
    text, reading, after = _DRAWN[before]
    rng.setstate(after)
    return text, reading


def _drawn(rng: random.Random) -> tuple[str, Reading]:
    while True:
        text = _text(rng)
        reading = written(text)
        try:
            (world,) = build(reading)
        except Infeasible:
            continue
        if evolve(world.model).complete:
            return text, reading


def _text(rng: random.Random) -> str:
    actors = [f"A{k}" for k in range(rng.randint(2, 3))]
    names = [f"o{k}" for k in range(rng.randint(3, 5))]
    text = ["case: a random case", "actors:", *(f"  {a}: {{}}" for a in actors), "options:"]
    text += [f"  {rng.choice(actors)}.{name}: do {name}" for name in names]
    text += _section("now", [name for name in names if rng.random() < 0.3])
    text += _section(
        "impossible", [str(condition(rng, names, 1)) for _ in range(rng.choice((0, 1, 2)))]
    )
    text += _section("no_way_back", [name for name in names if rng.random() < 0.15])
    text += _wishes(rng, actors, names)
    conclusions = {str(condition(rng, names, 1)) for _ in range(3)}
    given = f"not {names[0]}" if rng.random() < 0.5 else names[0]
    conclusions |= {f"{names[1]} given {given}", f"{actors[0]} gains given {given}"}
    text += _section("author_concludes", sorted(conclusions))
    return "\n".join(text) + "\n"


def _wishes(rng: random.Random, actors: list[str], names: list[str]) -> list[str]:
    text = ["wants:"]
    for actor in actors:
        lines = [str(condition(rng, names, 2)) for _ in range(rng.choice((0, 1, 2, 3)))]
        ranked = (
            [part for line in lines for part in (line, "equal")] if rng.random() < 0.2 else lines
        )
        ranked = ranked[:-1] if ranked is not lines else ranked
        text += (
            [f"  {actor}:", *(f"    - {line}" for line in ranked)]
            if lines
            else [f"  {actor}: silent"]
        )
    return text


def other_wishes(rng: random.Random, text: str) -> Reading:
    """The random case in a text where everybody wishes something else."""
    reading = written(text)
    before, _, rest = text.partition("wants:\n")
    after = rest[rest.index("author_concludes") :]
    actors = [actor.name for actor in reading.actors]
    wishes = _wishes(rng, actors, [option.id for option in reading.options])
    return written(before + "\n".join(wishes) + "\n" + after)


def _section(name: str, lines: list[str]) -> list[str]:
    return [f"{name}:", *(f"  - {line}" for line in lines)] if lines else []
