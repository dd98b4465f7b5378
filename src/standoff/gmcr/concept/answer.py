"""One state at a time: what a mover could do, and how the others could answer so that it does not pay.

The properties of a concept's row say who answers with what, and whether the mover may escape; nothing is
listed, so the model may be of any size. For sets of states see `law`.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.table import Answers, Concept
from standoff.gmcr.conflict.model import Model, Mover
from standoff.problem import NotComputed, TooLarge

MAX_STATES = 100_000
"""More states than this are not looked at for one answer."""


@dataclass(frozen=True)
class Move:
    """What a mover, one or several, makes of a state."""

    mover: Mover
    target: int


Path: TypeAlias = tuple[Move, ...]
Moving: TypeAlias = Callable[[int], Iterable[Move]]
"""The moves from a state."""


def better(model: Model, mover: Mover, state: int, than: int, ties: bool = False) -> bool:
    """Whether every member prefers the state; with `ties` one does, and none prefers the other."""
    gains = []
    for i in mover:
        score = model.preferences[i].score
        one, other = score(model.space, state), score(model.space, than)
        if one < other or (one == other and not ties):
            return False
        gains.append(one > other)
    return any(gains)


def sequences(
    start: int, moving: Moving, budget: Budget | None = None
) -> Iterator[tuple[int, Path]]:
    """(State, a shortest sequence to it) of all that moves lead to, the same mover not twice in a row.

    Shortest first, a state once; the start only where moves lead back to it. TooLarge beyond MAX_STATES.
    """
    came: dict[tuple[int, Mover | None], Path] = {(start, None): ()}
    seen: set[int] = set()
    ways: dict[int, list[Move]] = {}  # state -> its moves, whoever moved last
    queue = deque(came)

    def onward(state: int) -> Iterable[Move]:
        """The moves from a state; made one after the other, for whoever asks may need few of them."""
        if state in ways:
            return ways[state]
        return _noted(moving(state), ways.setdefault(state, []))

    while queue:
        if budget is not None:
            budget.tick()
        node = queue.popleft()
        state, last = node
        for move in onward(state):
            reached = (move.target, move.mover)
            if move.mover != last and reached not in came:
                if len(came) >= MAX_STATES:
                    raise TooLarge(f"one answer may lead to more than {MAX_STATES:,} situations")
                path = came[reached] = (*came[node], move)
                queue.append(reached)
                # What is met first is taken up first: nothing before it in the queue has to be.
                if move.target not in seen:
                    seen.add(move.target)
                    yield move.target, path


def _noted(made: Iterable[Move], into: list[Move]) -> Iterator[Move]:
    for move in made:
        into.append(move)
        yield move


def moves(model: Model, makers: Iterable[int]) -> Moving:
    """Any move of these decision makers."""
    return _by(model.space.moves, makers)


def gains(model: Model, makers: Iterable[int]) -> Moving:
    """Every improvement of these decision makers."""
    return _by(model.improvements, makers)


def _by(targets: Callable[[int, int], Iterable[int]], makers: Iterable[int]) -> Moving:
    members = [(i, frozenset({i})) for i in makers]
    return lambda state: (Move(one, target) for i, one in members for target in targets(i, state))


def improvements(
    model: Model, mover: Mover, state: int, ties: bool = False
) -> Iterator[tuple[int, Path]]:
    """(State, a shortest sequence to it) of what the mover can make of a state that is better for it."""
    for target, path in sequences(state, moves(model, sorted(mover))):
        if better(model, mover, target, state, ties):
            yield target, path


def _answers(model: Model, how: Answers, mover: Mover) -> Moving:
    outside = [j for j in range(len(model.makers)) if j not in mover]
    if how is Answers.MOVES:
        return moves(model, outside)
    if how is Answers.IMPROVEMENTS:
        return gains(model, outside)
    if how is not Answers.JOINT:
        raise NotComputed(f"answers {how.words} are no sequences after the move")
    groups = [
        frozenset(members)
        for size in range(1, len(outside) + 1)
        for members in itertools.combinations(outside, size)
    ]
    return lambda state: (
        Move(group, target) for group in groups for target, _ in improvements(model, group, state)
    )


def answer(
    model: Model,
    concept: Concept,
    mover: Mover,
    state: int,
    target: int,
    *,
    budget: Budget | None = None,
) -> Path | None:
    """A shortest answer after which the mover, gone from `state` to `target`, is no better off; None if none.

    Under a concept with escapes it also has no way on to something better than `state`. NotComputed for
    concepts whose answers are no sequences, or that need more than a model.
    """
    if concept.needs:
        raise NotComputed(f"{concept.id} needs more than a model")
    for outcome, path in sequences(target, _answers(model, concept.answers, mover), budget):
        if better(model, mover, outcome, state, concept.ties):
            continue
        if concept.escapes and any(
            better(model, mover, escape, state, concept.ties)
            for escape, _ in sequences(outcome, moves(model, sorted(mover)), budget)
        ):
            continue
        return path
    return None
