"""A conflict as a model: decision makers, their preferences, a space of states, the status quo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from standoff.gmcr.conflict.preference import NO_WISHES, Preference
from standoff.gmcr.conflict.space import Space
from standoff.problem import NotComputed, UnknownName

Mover: TypeAlias = frozenset[int]
"""Who moves and asks: one decision maker, or several as a coalition."""


class Attitude(StrEnum):
    """How one decision maker takes what happens to another."""

    POSITIVE = "+"
    NEUTRAL = "0"
    NEGATIVE = "-"

    @property
    def word(self) -> str:
        """As a case has it."""
        return self.name.lower()


Attitudes: TypeAlias = Mapping[tuple[int, int], Attitude]
"""(i, j) -> the attitude of i to j; what is not given is discrete: `+` to itself, `0` to others."""


def only(mover: Mover) -> int:
    """The one decision maker of a mover; NotComputed for several, where only one can be asked."""
    if len(mover) != 1:
        raise NotComputed("coalitions are computed over listed states: use the explicit engine")
    return next(iter(mover))


@dataclass(frozen=True, eq=False)
class Model:
    """Decision maker `i` is `makers[i]` and prefers by `preferences[i]`.

    `today` is the status quo: one state, or the several that stand in for it in a world where it
    cannot be; empty when the model names none. `attitudes` are read by the relational concepts alone.
    """

    name: str
    makers: tuple[str, ...]
    space: Space
    preferences: tuple[Preference, ...]
    today: tuple[int, ...] = ()
    attitudes: Attitudes = field(default_factory=dict)

    @cached_property
    def unsupported(self) -> tuple[str, ...]:
        """Decision makers without wishes: all states tie for them, so their rest proves nothing."""
        pairs = zip(self.makers, self.preferences, strict=True)
        return tuple(name for name, preference in pairs if preference.empty)

    def maker(self, name: str) -> int:
        """The index of a decision maker; UnknownName if there is none."""
        if name not in self.makers:
            raise UnknownName("actor", name, self.makers)
        return self.makers.index(name)

    @cached_property
    def single_movers(self) -> tuple[Mover, ...]:
        """Every decision maker as a mover."""
        return tuple(frozenset({maker}) for maker in range(len(self.makers)))

    def called(self, mover: Mover) -> str:
        """A mover's name: its members', joined by `+`."""
        return "+".join(self.makers[i] for i in sorted(mover))

    def score(self, maker: int, state: int) -> object:
        """A number for one state; larger is preferred by the decision maker."""
        return self.preferences[maker].score(self.space, state)

    def improvements(self, maker: int, state: int) -> tuple[int, ...]:
        """Unilateral improvements: moves to strictly preferred states (ties are not)."""
        prefers = self.preferences[maker]
        here = prefers.score(self.space, state)
        return tuple(
            t for t in self.space.moves(maker, state) if prefers.score(self.space, t) > here
        )

    def idle(self, asked: Iterable[str] = ()) -> tuple[str, ...]:
        """Options that no rule, no wish and nothing asked reads: either way, nothing else changes."""
        read = [preference.names for preference in self.preferences]
        if any(names is None for names in read):
            return ()
        used = {name for found in read if found for name in found} | set(asked) | self.space.names
        return tuple(o.name for o in self.space.options if o.name not in used)

    def reduced(self, asked: Iterable[str] = ()) -> tuple[Model, int]:
        """(The model with its idle options held at no, how many states each of its states stands for).

        Whether a state is stable does not depend on idle options: they change no rank and no rule.
        """
        idle = self.idle(asked)
        if not idle:
            return self, 1
        kept = sum(1 << b for b, o in enumerate(self.space.options) if o.name not in idle)
        space = self.space.held(dict.fromkeys(idle, False))
        today = tuple(sorted({state & kept for state in self.today}))
        return replace(self, space=space, today=today), 1 << len(idle)

    def prefer(self, maker: int, preference: Preference) -> Model:
        """The same conflict with one decision maker's preference replaced."""
        changed = list(self.preferences)
        changed[maker] = preference
        return replace(self, preferences=tuple(changed))

    def without_wishes(self) -> Model:
        """The same conflict where nobody wishes anything."""
        return replace(self, preferences=(NO_WISHES,) * len(self.makers))

    def held(self, values: Mapping[str, bool]) -> Model:
        """The world in which these options are set and frozen.

        It starts from today with the options set; if that cannot be, from every feasible state with
        the fewest other changes. One-way options do not bind the setting itself.
        """
        space = self.space.held(values)
        fixed = sum(1 << space.bit[name] for name in values)
        wanted = sum(1 << space.bit[name] for name, value in values.items() if value)
        starts = {s for t in self.today for s in space.nearest(t & ~fixed | wanted, fixed)}
        return replace(self, space=space, today=tuple(sorted(starts)))
