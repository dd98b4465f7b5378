"""What a verdict hangs on that is not known: wishes held or not, and actors who may want anything.

Of a wish marked `?` both ways are worlds of the reading: a verdict hangs on it if two worlds that differ in
nothing else have two verdicts. An actor of whom nothing is known never moves in the reading. Here it is
given one wish at a time: each of its options done, or not done; and each of these in answer to an option of
somebody else's that is spoken of. A verdict hangs on the actor if some such wish turns it. Wishes of more
parts are not tried: that none turns it is no proof.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from standoff.analysis.judge.verdict import Scene, judge
from standoff.case.build import Unsure, settle
from standoff.case.entry import Assumption, Reading
from standoff.case.wish import on_the_table
from standoff.condition import Condition, Implies, literal
from standoff.gmcr.budget import step
from standoff.gmcr.conflict.preference import Statements


@dataclass(frozen=True)
class Hangs:
    """On whom a verdict hangs, or does not: the wishes that turn it, of so many tried.

    line  the wish that may be held or not; None where nothing is known of the actor
    """

    HIDDEN = ("line",)

    actor: str
    turning: tuple[Condition, ...]
    tried: int
    line: Assumption | None = None

    @property
    def hangs(self) -> bool:
        """Whether some wish turns it."""
        return bool(self.turning)


def hangs(reading: Reading, scenes: Sequence[Scene], unknown: Sequence[str]) -> Iterator[Hangs]:
    """On which wishes marked `?` the verdict hangs; and for each unknown actor whether it hangs on that."""
    for name in dict.fromkeys(name for scene in scenes for name in scene.world.silent):
        if isinstance(name, Unsure) and _differs(scenes, name):
            line = name.line
            assert line.condition is not None and line.actor is not None  # of every wish
            yield Hangs(line.actor, (line.condition,), 2, line)
    verdict = judge(scenes)
    for actor in unknown:
        tried, turning = 0, []
        for wish in candidates(reading, actor):
            step("what hangs on the unknown")
            tried += 1
            if judge(_wishing(scene, actor, wish) for scene in scenes) is not verdict:
                turning.append(wish)
        yield Hangs(actor, tuple(turning), tried)


def candidates(reading: Reading, actor: str) -> Iterator[Condition]:
    """The wishes that an actor is tried with, plain ones first."""
    own = [option.name for option in reading.options if option.actor == actor]
    spoken = on_the_table(reading)
    others = [o.name for o in reading.options if o.full in spoken and o.actor != actor]
    plain = [literal(name, value) for name, value in itertools.product(own, (True, False))]
    yield from plain
    for name, value in itertools.product(others, (True, False)):
        yield from (Implies(literal(name, value), wish) for wish in plain)


def _differs(scenes: Sequence[Scene], name: Unsure) -> bool:
    """Whether two worlds that differ in a wish alone have two verdicts."""
    by_rest: dict[frozenset[tuple[str, bool]], set[object]] = {}
    for scene in scenes:
        rest = frozenset(item for item in scene.world.open.items() if item[0] != name)
        by_rest.setdefault(rest, set()).add(scene.verdict)
    return any(len(verdicts) > 1 for verdicts in by_rest.values())


def _wishing(scene: Scene, actor: str, wish: Condition) -> Scene:
    settled = settle(scene.world.facts)
    return scene.prefer(scene.model.maker(actor), Statements.of(settled(wish)))
