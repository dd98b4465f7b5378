"""Why an actor stays in a situation or would move: by which concept, against whose answer, by which lines.

The engine returns states, moves and decision makers; here they are joined with the lines of the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from standoff.case.build import World, settle
from standoff.case.entry import Assumption, Reading, Stance
from standoff.case.ranks import tiers
from standoff.gmcr.concept.law import CONCEPTS, USUAL, Solution, solve
from standoff.gmcr.conflict.space import describe
from standoff.gmcr.engine.moves import sequences
from standoff.problem import Infeasible, UnknownName


@dataclass(frozen=True)
class Step:
    """One unilateral move and the lines that decide it: those on which the two situations first differ."""

    actor: str
    state: int
    target: int
    lines: tuple[Assumption, ...]


@dataclass(frozen=True)
class Deterrent:
    """How others answer a better move so that it does not pay: their moves, and why it does not."""

    concept: str
    moves: tuple[Step, ...]
    lines: tuple[Assumption, ...]  # on which the outcome is not better; empty where the two tie

    @property
    def outcome(self) -> int:
        """The situation the answer leads to."""
        return self.moves[-1].target if self.moves else -1


@dataclass(frozen=True)
class Temptation:
    """A better move, and the answer that deters from it under each concept that makes the actor stay."""

    step: Step
    deterrents: tuple[Deterrent, ...]


@dataclass(frozen=True)
class Refused:
    """A move that is open and not better."""

    step: Step
    worse: bool  # False where the actor is indifferent


@dataclass(frozen=True)
class Stand:
    """One actor in one situation."""

    actor: str
    state: int
    stable: Mapping[str, bool]  # concept -> whether it stays
    temptations: tuple[Temptation, ...]
    refused: tuple[Refused, ...]
    supported: bool  # False where the actor has no wishes

    @property
    def stays(self) -> bool:
        """Whether it has no better move at all."""
        return not self.temptations

    @property
    def takes(self) -> Step | None:
        """Its best move, if it has a better one."""
        return self.temptations[0].step if self.temptations else None


@dataclass(frozen=True, eq=False)
class Explanation:
    """A situation in one world of a reading, explained for some actors."""

    reading: Reading
    world: World
    state: int
    stands: tuple[Stand, ...]


def state_of(world: World, taken: Iterable[str]) -> int:
    """The situation in which exactly these options are taken; Infeasible names the rule it breaks."""
    space = world.model.space
    code = space.code(taken)
    if not space.feasible(code):
        broken = [f"{c} is impossible" for c in space.impossible if space.test(c)(code)]
        why = broken[0] if broken else "the model does not list it"
        raise Infeasible(f"the situation {describe(space, code)} cannot be: {why}")
    return code


def explain(
    reading: Reading,
    world: World,
    state: int,
    actors: Iterable[str] | None = None,
    solution: Solution | None = None,
) -> Explanation:
    """Each actor's stand in a situation; UnknownName for an actor that the case does not have."""
    names = tuple(actors) if actors is not None else world.model.makers
    for name in names:
        if name not in world.model.makers:
            raise UnknownName("actor", name, world.model.makers)
    solution = solution or solve(world.model, USUAL)
    teller = _Teller(reading, world, solution)
    return Explanation(reading, world, state, tuple(teller.stand(name, state) for name in names))


def deciding(
    reading: Reading, world: World, actor: str, state: int, target: int
) -> tuple[Assumption, ...]:
    """The lines of the actor's most important rank on which two situations differ.

    Empty where the actor ties them, or ranks by weights or a ranking instead of statements.
    """
    wants = reading.wants.get(actor)
    if wants is None or wants.stance is not Stance.STATEMENTS:
        return ()
    settled, space = settle(world.facts), world.model.space
    for tier in tiers(wants.lines):
        tests = [(line, space.test(settled(line.condition))) for line in tier if line.condition]
        changed = [line for line, test in tests if test(state) != test(target)]
        gain = sum(test(target) - test(state) for _, test in tests)
        if gain:
            return tuple(changed)
    return ()


def step(reading: Reading, world: World, maker: int, state: int, target: int) -> Step:
    """A move with the lines that decide it."""
    actor = world.model.makers[maker]
    return Step(actor, state, target, deciding(reading, world, actor, state, target))


@dataclass(frozen=True, eq=False)
class _Teller:
    reading: Reading
    world: World
    solution: Solution

    @cached_property
    def _others(self) -> tuple[tuple[int, ...], ...]:
        makers = range(len(self.world.model.makers))
        return tuple(tuple(j for j in makers if j != i) for i in makers)

    def stand(self, actor: str, state: int) -> Stand:
        model = self.world.model
        maker = model.maker(actor)
        stable = {c: self.solution.holds(c, state, maker) for c in self.solution.stable}
        score = model.preferences[maker].score
        here = score(model.space, state)
        better = [t for t in model.space.moves(maker, state) if score(model.space, t) > here]
        other = [t for t in model.space.moves(maker, state) if score(model.space, t) <= here]
        # Best first, of equally good ones the smallest change first: the move it would take leads.
        better.sort(key=lambda t: (-score(model.space, t), model.space.distance(state, t)))
        return Stand(
            actor,
            state,
            stable,
            tuple(self._temptation(maker, state, t, stable) for t in better),
            tuple(
                Refused(
                    step(self.reading, self.world, maker, state, t), score(model.space, t) < here
                )
                for t in other
            ),
            not model.preferences[maker].empty,
        )

    def _temptation(
        self, maker: int, state: int, target: int, stable: Mapping[str, bool]
    ) -> Temptation:
        deterrents = (
            self._deterrent(concept, maker, state, target)
            for concept, stays in stable.items()
            if stays and CONCEPTS[concept].worst is not None  # an answer by a sequence of moves
        )
        move = step(self.reading, self.world, maker, state, target)
        return Temptation(move, tuple(d for d in deterrents if d is not None))

    def _deterrent(self, concept: str, maker: int, state: int, target: int) -> Deterrent | None:
        """The shortest answer of the others after which the actor is no better off than before."""
        model = self.world.model
        score, space = model.preferences[maker].score, model.space
        here = score(space, state)
        for moves in sequences(model, target, self._others[maker], "SEQ" in concept):
            outcome = moves[-1][1]
            if score(space, outcome) > here:
                continue
            if concept in ("SMR", "SSEQ") and any(
                score(space, escape) > here for escape in space.moves(maker, outcome)
            ):
                continue
            actor = model.makers[maker]
            lines = deciding(self.reading, self.world, actor, state, outcome)
            return Deterrent(concept, tuple(self._steps(target, moves)), lines)
        return None

    def _steps(self, start: int, moves: Iterable[tuple[int, int]]) -> Iterable[Step]:
        state = start
        for maker, target in moves:
            yield step(self.reading, self.world, maker, state, target)
            state = target
