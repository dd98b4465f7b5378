"""What refutes a conclusion that does not follow: a situation against it, and the moves that lead there.

A conclusion speaks of where it ends. So it is answered by a situation in which the evolution comes to rest,
or which it goes round in, and in which the conclusion is not so; of several by the one that the fewest moves
lead to, then the one that stands first. A conclusion that an actor gains or loses is answered by two: where
it ends with the act, where it ends with the act the other way round, and what the actor's list makes of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import MappingProxyType

from standoff.analysis.judge.explain import Step, deciding, step
from standoff.analysis.judge.verdict import Scene, Verdict
from standoff.case.build import Facts, settle
from standoff.case.entry import Assumption, Conclusion, Reading
from standoff.condition import Condition, conjuncts, literal, names
from standoff.gmcr.evolve.evolution import Evolution

Test = Callable[[int], bool]


@dataclass(frozen=True)
class Ending:
    """A situation where an evolution ends, and the moves that lead there.

    taken  the options taken in it
    start  the options taken where the moves begin: today, with what is given set
    round  in how many situations it goes round there; 1 where it comes to rest
    """

    HIDDEN = ("state",)
    NAMED = MappingProxyType({"taken": "state", "start": "from"})

    state: int
    taken: tuple[str, ...]
    start: tuple[str, ...]
    moves: tuple[Step, ...]
    round: int


@dataclass(frozen=True)
class Refutation:
    """The situation that answers a conclusion.

    facts      what is taken for the facts on which the reading is silent
    against    the parts of the conclusion that are not so there
    holds      the options they speak of, as they are there
    ends, of   in how many ends it is not so, of how many there are (of a gain or loss: of pairs of ends)
    contrast   of a gain or loss: where it ends with the act the other way round
    outcome    of a gain or loss: what comes of it between the two, `gains`, `loses` or `same`
    lines      of a gain or loss: the lines of the actor's list on which the two differ first
    """

    SPARSE = True
    KEEP = ("facts", "against", "holds")

    facts: Facts
    ending: Ending
    against: tuple[Condition, ...]
    holds: tuple[Condition, ...]
    ends: int
    of: int
    contrast: Ending | None = None
    outcome: str = ""
    lines: tuple[Assumption, ...] = ()


def refutation(
    reading: Reading, conclusion: Conclusion, found: tuple[Scene, ...]
) -> Refutation | None:
    """What refutes a conclusion; None where it follows, or what happens was not followed to its end."""
    if not all(course.complete for scene in found for course in scene.courses):
        return None
    if all(scene.verdict is Verdict.FOLLOWS for scene in found):
        return None
    if conclusion.effect is not None:
        return _by_two(reading, found)
    return _by_one(reading, conclusion, found)


def _by_one(
    reading: Reading, conclusion: Conclusion, found: tuple[Scene, ...]
) -> Refutation | None:
    assert conclusion.condition is not None
    ends = [(scene, end) for scene in found for end in scene.evolution.ends]
    contrary = [(scene, end) for scene, end in ends if not all(map(_test(scene), end))]
    ways = (
        (len(_way(scene.evolution, state)), at, state)
        for at, (scene, end) in enumerate(contrary)
        for state in end
        if not _test(scene)(state)
    )
    nearest = min(ways, default=None)
    if nearest is None:
        return None
    _, at, state = nearest
    scene, end = contrary[at]
    settled, space = settle(scene.world.facts), scene.model.space
    against = tuple(
        part for part in conjuncts(conclusion.condition) if not space.test(settled(part))(state)
    )
    spoken = dict.fromkeys(name for part in against for name in names(part) if name in space.bit)
    return Refutation(
        scene.world.open,
        _ending(reading, scene, scene.evolution, state, len(end)),
        against,
        tuple(literal(name, bool(state >> space.bit[name] & 1)) for name in spoken),
        len(contrary),
        len(ends),
    )


def _test(scene: Scene) -> Test:
    assert scene.condition is not None
    return scene.model.space.test(scene.condition)


def _by_two(reading: Reading, found: tuple[Scene, ...]) -> Refutation | None:
    pairs = [pair for scene in found for pair in _pairs(scene)]
    contrary = [pair for pair in pairs if pair.outcome != pair.claim]
    if not contrary:
        return None
    near = min(contrary, key=lambda pair: pair.length)
    scene, effect = near.scene, near.scene.effect
    assert effect is not None
    actor = scene.model.makers[effect.maker]
    return Refutation(
        scene.world.open,
        _ending(reading, scene, scene.evolution, near.here, near.rounds[0]),
        (),
        (),
        len(contrary),
        len(pairs),
        _ending(reading, scene, scene.contrast, near.there, near.rounds[1]),
        near.outcome,
        deciding(reading, scene.world, actor, near.there, near.here),
    )


@dataclass(frozen=True, eq=False)
class _Pair:
    """A situation where it ends with the act, and one where it ends with the act the other way round."""

    scene: Scene
    here: int
    there: int
    rounds: tuple[int, int]

    @property
    def claim(self) -> str:
        assert self.scene.effect is not None
        return self.scene.effect.claim

    @property
    def outcome(self) -> str:
        scene = self.scene
        assert scene.effect is not None
        score, space = scene.model.preferences[scene.effect.maker].score, scene.model.space
        here, there = score(space, self.here), score(space, self.there)
        return "same" if here == there else "gains" if here > there else "loses"

    @property
    def length(self) -> int:
        ways = (_way(self.scene.evolution, self.here), _way(self.scene.contrast, self.there))
        return sum(map(len, ways))


def _pairs(scene: Scene) -> Iterator[_Pair]:
    both = itertools.product(scene.evolution.ends, scene.contrast.ends)
    for one, other in both:
        for here, there in itertools.product(one, other):
            yield _Pair(scene, here, there, (len(one), len(other)))


def _way(course: Evolution, state: int) -> tuple[tuple[int, int, int], ...]:
    found = course.way_to((state,))
    assert found is not None  # where it ends has been come to
    return found


def _ending(reading: Reading, scene: Scene, course: Evolution, state: int, round: int) -> Ending:
    way = _way(course, state)
    moves = (step(reading, scene.world, maker, start, to) for start, maker, to in way)
    space = course.model.space
    start = way[0][0] if way else state
    return Ending(state, space.taken(state), space.taken(start), tuple(moves), round)
