"""Why an actor stays in a situation or would move: by which concept, against whose answer, by which lines.

The engine returns states, moves and decision makers; here they are joined with the lines of the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

from standoff.case.build import Facts, World, settle, wished
from standoff.case.entry import Assumption, Reading, Stance
from standoff.case.ranks import tiers
from standoff.gmcr.concept.answer import Path, answer
from standoff.gmcr.concept.attitude import in_words, relational, replies
from standoff.gmcr.concept.law import Solution, solve
from standoff.gmcr.concept.relation import Verdicts
from standoff.gmcr.concept.settled import Settled
from standoff.gmcr.concept.table import CONCEPTS, USUAL, Concept
from standoff.gmcr.conflict.model import only
from standoff.gmcr.conflict.space import describe
from standoff.problem import Infeasible, TooLarge, UnknownName


@dataclass(frozen=True)
class Step:
    """One unilateral move and the lines that decide it: those on which the two situations first differ."""

    HIDDEN = ("state", "target")
    NAMED = MappingProxyType({"before": "from", "after": "to"})

    actor: str
    state: int
    target: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    lines: tuple[Assumption, ...]


@dataclass(frozen=True)
class Deterrent:
    """How others answer a better move so that it does not pay: their moves, and why it does not."""

    NAMED = MappingProxyType({"moves": "answer"})

    concept: str
    moves: tuple[Step, ...]
    lines: tuple[Assumption, ...]  # on which the outcome is not better; empty where the two tie

    @property
    def outcome(self) -> int:
        """The situation the answer leads to."""
        return self.moves[-1].target if self.moves else -1


@dataclass(frozen=True)
class Temptation(Step):
    """A better move, and the answer that deters from it under each concept that makes the actor stay."""

    NAMED = MappingProxyType({"deterrents": "deterred_by"})

    deterrents: tuple[Deterrent, ...]


@dataclass(frozen=True)
class Refused(Step):
    """A move that is open and not better."""

    worse: bool  # False where the actor is indifferent


@dataclass(frozen=True)
class Relations:
    """One actor in one situation by its attitudes, where the case has any.

    attitudes  its own, that are not as everybody's by default
    replies    where its moves lead that it totally prefers: good for all it wishes well, bad for all it
               wishes ill
    stable     relational concept -> whether it stays; empty where there are too many situations
    """

    attitudes: tuple[str, ...]
    replies: tuple[tuple[str, ...], ...]
    stable: Mapping[str, bool]


@dataclass(frozen=True)
class Stand:
    """One actor in one situation."""

    SPARSE = True
    ALSO = ("stays",)
    HIDDEN = ("state",)
    NAMED = MappingProxyType({"temptations": "better"})

    actor: str
    state: int
    stable: Mapping[str, bool]  # concept -> whether it stays
    temptations: tuple[Temptation, ...]
    refused: tuple[Refused, ...]
    supported: bool  # False where the actor has no wishes
    relations: Relations | None = None

    @property
    def stays(self) -> bool:
        """Whether it has no better move at all."""
        return not self.temptations

    @property
    def takes(self) -> Step | None:
        """Its best move, if it has a better one."""
        return self.temptations[0] if self.temptations else None


@dataclass(frozen=True, eq=False)
class Explanation:
    """A situation in one world of a reading, explained for some actors."""

    ALSO = ("model", "facts")
    HIDDEN = ("reading", "world", "code")
    NAMED = MappingProxyType({"taken": "state", "stands": "actors"})

    reading: Reading
    world: World
    code: int
    taken: tuple[str, ...]
    stands: tuple[Stand, ...]

    @property
    def model(self) -> str:
        """The reading's full name."""
        return self.reading.full

    @property
    def facts(self) -> Facts:
        """What is taken for the facts on which the reading is silent."""
        return self.world.open


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
    solution: Solution | Settled | None = None,
) -> Explanation:
    """Each actor's stand in a situation; UnknownName for an actor that the case does not have."""
    names = tuple(actors) if actors is not None else world.model.makers
    for name in names:
        if name not in world.model.makers:
            raise UnknownName("actor", name, world.model.makers)
    solution = solution or solve(world.model, USUAL)
    teller = Explainer(reading, world, solution)
    taken = world.model.space.taken(state)
    stands = tuple(teller.stand(name, state) for name in names)
    return Explanation(reading, world, state, taken, stands)


def deciding(
    reading: Reading, world: World, actor: str, state: int, target: int
) -> tuple[Assumption, ...]:
    """The lines of the actor's most important rank on which two situations differ.

    Empty where the actor ties them, or ranks by weights or a ranking instead of statements.
    """
    wants = reading.wants.get(actor)
    if wants is None or wants.stance is not Stance.STATEMENTS:
        return ()
    model, settled = world.model, settle(world.facts)
    tier = model.preferences[model.maker(actor)].deciding(model.space, state, target)
    if tier is None:
        return ()
    lines = [
        (x, model.space.test(settled(wished(x)))) for x in tiers(wants.lines)[tier] if x.condition
    ]
    return tuple(line for line, test in lines if test(state) != test(target))


def step(reading: Reading, world: World, maker: int, state: int, target: int) -> Step:
    """A move with the lines that decide it."""
    return Step(**_step(reading, world, maker, state, target))


def _step(reading: Reading, world: World, maker: int, state: int, target: int) -> dict[str, Any]:
    actor, taken = world.model.makers[maker], world.model.space.taken
    return {
        "actor": actor,
        "state": state,
        "target": target,
        "before": taken(state),
        "after": taken(target),
        "lines": deciding(reading, world, actor, state, target),
    }


def steps(reading: Reading, world: World, start: int, path: Path) -> Iterator[Step]:
    """The moves of a sequence of single decision makers, each with the lines that decide it."""
    state = start
    for move in path:
        yield step(reading, world, only(move.mover), state, move.target)
        state = move.target


@dataclass(frozen=True, eq=False)
class Explainer:
    """Explains the moves of one world's actors, whose stability is known."""

    reading: Reading
    world: World
    solution: Solution | Settled

    def stand(self, actor: str, state: int) -> Stand:
        """The actor in a situation, with all its moves."""
        model = self.world.model
        maker = model.maker(actor)
        better, other = self.moves(maker, state)
        return Stand(
            actor,
            state,
            self.stable(maker, state),
            self.temptations(maker, state, better),
            tuple(self.refused(maker, state, target) for target in other),
            not model.preferences[maker].empty,
            self._relations(maker, state) if model.attitudes else None,
        )

    def stable(self, maker: int, state: int) -> dict[str, bool]:
        """Concept -> whether the actor stays."""
        return {c: self.solution.holds(c, state, maker) for c in self.solution.stable}

    def moves(self, maker: int, state: int) -> tuple[list[int], list[int]]:
        """Where the actor's moves lead: to what is better, best first, and to what is not."""
        model = self.world.model
        score, targets = model.preferences[maker].score, model.space.moves(maker, state)
        here = score(model.space, state)
        better = [t for t in targets if score(model.space, t) > here]
        # Best first, of equally good ones the smallest change first: the move it would take leads.
        better.sort(key=lambda t: (-score(model.space, t), model.space.distance(state, t)))
        return better, [t for t in targets if score(model.space, t) <= here]

    @cached_property
    def _relational(self) -> Verdicts | None:
        """What is stable by the attitudes of the case; None where there are too many situations."""
        try:
            return relational(self.world.model, self.world.model.attitudes)
        except TooLarge:
            return None

    def _relations(self, maker: int, state: int) -> Relations:
        model, found = self.world.model, self._relational
        own = {pair: sign for pair, sign in model.attitudes.items() if pair[0] == maker}
        sets = found.stable if found else {}
        return Relations(
            in_words(model.makers, own),
            tuple(map(model.space.taken, replies(model, model.attitudes, maker, state))),
            {
                concept: bool(flags[maker][model.space.index(state)])
                for concept, flags in sets.items()
            },
        )

    def temptations(self, maker: int, state: int, better: Iterable[int]) -> tuple[Temptation, ...]:
        """Better moves, each with the answers that deter from it."""
        stays = [CONCEPTS[concept] for concept, so in self.stable(maker, state).items() if so]
        answered = [concept for concept in stays if concept.answers.after]
        return tuple(self._temptation(maker, state, target, answered) for target in better)

    def _temptation(
        self, maker: int, state: int, target: int, answered: Iterable[Concept]
    ) -> Temptation:
        deterrents = (self._deterrent(concept, maker, state, target) for concept in answered)
        answers = tuple(d for d in deterrents if d is not None)
        move = _step(self.reading, self.world, maker, state, target)
        return Temptation(**move, deterrents=answers)

    def refused(self, maker: int, state: int, target: int) -> Refused:
        """A move to what is not better."""
        move = _step(self.reading, self.world, maker, state, target)
        return Refused(**move, worse=self.worse(maker, state, target))

    def worse(self, maker: int, state: int, target: int) -> bool:
        """Whether a move leads to what is worse."""
        score, space = self.world.model.preferences[maker].score, self.world.model.space
        return score(space, target) < score(space, state)

    def _deterrent(self, concept: Concept, maker: int, state: int, target: int) -> Deterrent | None:
        """The shortest answer of the others after which the actor is no better off than before."""
        model = self.world.model
        path = answer(model, concept, frozenset({maker}), state, target)
        if path is None:
            return None
        actor, outcome = model.makers[maker], path[-1].target
        lines = deciding(self.reading, self.world, actor, state, outcome)
        return Deterrent(concept.id, tuple(steps(self.reading, self.world, target, path)), lines)
