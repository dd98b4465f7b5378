"""What a decision maker takes at a situation by the rule `best`, found once for all that is alike to it.

A choice reads three things: the decision maker's own options, the rules that speak of them, and the options
that its wishes speak of. Situations that agree in these are one to it. So are models that differ in
nothing else: what one of them has found the others know.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias
from weakref import WeakKeyDictionary

from standoff.condition import Condition, names
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference, Statements
from standoff.gmcr.conflict.space import Direction, Option, Space

KEPT = 4096
"""Choices that are remembered by what they read, the least recently used forgotten first."""


def moves_in(space: Space, maker: int, state: int, real: Space | None) -> tuple[int, ...]:
    """The moves of a space; where another one is the real one, those that there are in it too."""
    moves = tuple(space.moves(maker, state))
    if real is None or real is space:
        return moves
    there_are = set(real.moves(maker, state))
    return tuple(target for target in moves if target in there_are)


def best_targets(
    space: Space, maker: int, prefers: Preference, state: int, real: Space | None = None
) -> tuple[int, ...]:
    """The highest-ranked improvements, of these those that change fewest options.

    real  the space whose moves there are, if not this one's
    """
    moves = () if prefers.empty else moves_in(space, maker, state, real)
    if not moves:
        return ()
    scores = [prefers.score(space, t) for t in moves]
    top = max(scores)
    if top <= prefers.score(space, state):
        return ()
    found = [t for t, score in zip(moves, scores, strict=True) if score == top]
    near = min(space.distance(state, t) for t in found)
    return tuple(t for t in found if space.distance(state, t) == near)


@dataclass(frozen=True, eq=False)
class Choice:
    """A decision maker's choices; `mask` has the bits that they read.

    In `space` it is the decision maker 0, and nobody else moves.
    """

    space: Space
    prefers: Preference
    mask: int
    _changes: dict[int, tuple[int, ...]] = field(default_factory=dict, repr=False)

    def changes(self, state: int) -> tuple[int, ...]:
        """What it changes in a feasible situation, as bits; several where they are as good and as near.

        In the order of the situations that they lead to.
        """
        here = state & self.mask
        found = self._changes.get(here)
        if found is None:
            targets = best_targets(self.space, 0, self.prefers, state)
            found = self._changes[here] = tuple(state ^ target for target in targets)
        return found


Choices: TypeAlias = tuple[Choice, ...]

_OF_SPACE: WeakKeyDictionary[Space, dict[tuple[int, Preference], Choice]] = WeakKeyDictionary()
_SEATS: WeakKeyDictionary[Space, dict[int, Space]] = WeakKeyDictionary()


def choices(model: Model) -> Choices | None:
    """The choices of each decision maker; None where moves are listed, or somebody has no statements."""
    space = model.space
    if type(space) is not Space or not all(isinstance(p, Statements) for p in model.preferences):
        return None
    known = _OF_SPACE.setdefault(space, {})
    found = []
    for maker, prefers in enumerate(model.preferences):
        assert isinstance(prefers, Statements)
        choice = known.get((maker, prefers))
        if choice is None:
            choice = known[maker, prefers] = _of(space, maker, prefers)
        found.append(choice)
    return tuple(found)


def _of(space: Space, maker: int, prefers: Statements) -> Choice:
    seats = _SEATS.setdefault(space, {})
    if maker not in seats:
        seats[maker] = _seat(space, maker)
    seat = seats[maker]
    own = {option.name for option in seat.options if option.owner is not None}
    # A wish that speaks of none of its own options is the same wherever it can move to.
    told = (tuple(w for w in tier if not own.isdisjoint(names(w))) for tier in prefers.tiers)
    return _interned(seat, tuple(filter(None, told)))


def _seat(space: Space, maker: int) -> Space:
    """What a decision maker sees of a space: its own options and the rules that speak of them; the same one
    where it sees the same."""
    own = {option.name for option in space.options if option.owner == maker}
    options = tuple(
        Option(option.name, 0, option.direction) if option.name in own else _nobodys(option.name)
        for option in space.options
    )
    rules = tuple(rule for rule in space.impossible if not own.isdisjoint(names(rule)))
    return _kept(options, rules)


@functools.lru_cache(KEPT)
def _kept(options: tuple[Option, ...], rules: tuple[Condition, ...]) -> Space:
    return Space.of(options, rules)


@functools.cache
def _nobodys(name: str) -> Option:
    return Option(name, None, Direction.BOTH)


@functools.lru_cache(KEPT)
def _interned(space: Space, tiers: tuple[tuple[Condition, ...], ...]) -> Choice:
    prefers = Statements.tiered(tiers)
    read = {option.name for option in space.options if option.owner == 0}
    read |= _names(space.impossible) | prefers.names
    return Choice(space, prefers, sum(1 << space.bit[name] for name in read))


def _names(conditions: Iterable[Condition]) -> frozenset[str]:
    return frozenset(name for condition in conditions for name in names(condition))
