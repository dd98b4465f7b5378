"""An act tried under one list of wishes, in every world of a reading.

Most acts are answers. So an act is tried from today, and where it is not the best move there, from every
situation that the evolution passes without it; what counts is the strongest outcome, today's before others.

From the situation in which the act is tried:

    rational   the act is in the actor's best move (or in one of several as good), and what the others
               do then does not make it undo it
    undone     it is, but the actor undoes the act in some end
    second     the act is a needed part of a move that improves, and another move is better
    later      the act by itself improves nothing, and is better in what follows from it
    fails      neither: the list does not explain the act

These words are constructions of this project (`docs/how-to/why-did-they-act.md`).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from standoff.analysis.judge.explain import Stand, Step, explain, step
from standoff.case.build import Facts, World, build
from standoff.case.entry import Assumption, Motive, Reading, Stance, Wants
from standoff.condition import Condition, as_literal, literal, names
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.evolve.evolution import best, evolve, minimal
from standoff.problem import NotComputed

MAX_PASSED = 200
"""Situations on the way that an act is tried from."""


class Outcome(StrEnum):
    """What becomes of an act under a list of wishes, weakest first."""

    FAILS = "fails"
    LATER = "later"
    SECOND = "second"
    UNDONE = "undone"
    RATIONAL = "rational"


@dataclass(frozen=True, eq=False)
class Trial:
    """An act tried in one world, under one list of the actor's.

    code       the situation it is tried from; `before`: the options taken there
    root       today; where the act is done today, the nearest situation without it
    came_with  what had to change besides the act to stand before it
    taken      the best move that does the act and improves, None where none does
    tied       other moves are as good and as small
    instead    the best move where that is another one
    undone     moves by which the actor undoes the act later
    later      gains, loses, same or mixed, the ends with the act done and kept against those without it
    """

    ALSO = MappingProxyType(
        {
            **{name: name for name in ("facts", "outcome", "to", "lines", "supposed", "stable")},
            "on_the_way": "on_the_way",
            "better": "instead",
            "answering": "answering",
        }
    )
    HIDDEN = ("reading", "world", "code", "root", "taken", "instead")

    reading: Reading  # with the list tried
    world: World
    code: int
    root: int
    before: tuple[str, ...]
    came_with: tuple[Condition, ...]
    taken: Step | None
    tied: bool
    instead: Step | None
    undone: tuple[Step, ...]
    later: str

    @property
    def facts(self) -> Facts:
        """What is taken for the facts on which the reading is silent."""
        return self.world.open

    @property
    def outcome(self) -> Outcome:
        if self.taken is None:
            return Outcome.LATER if self.later == "gains" else Outcome.FAILS
        if self.instead is not None:
            return Outcome.SECOND
        return Outcome.UNDONE if self.undone else Outcome.RATIONAL

    @property
    def to(self) -> tuple[str, ...] | None:
        """The options taken after the move; None where no move does the act."""
        return self.taken.after if self.taken is not None else None

    @property
    def lines(self) -> tuple[Assumption, ...]:
        """The lines that decide the move."""
        return self.taken.lines if self.taken is not None else ()

    @property
    def better(self) -> tuple[str, ...] | None:
        """The options taken after the better move; None where there is none."""
        return self.instead.after if self.instead is not None else None

    @property
    def supposed(self) -> bool:
        """Whether the act is done today, so that it was tried from a situation without it."""
        return self.root not in self.world.model.today

    @property
    def on_the_way(self) -> bool:
        """Whether it is tried from a situation that others' moves lead to, and not from the first one."""
        return self.code != self.root

    @cached_property
    def stand(self) -> Stand | None:
        """The actor after the act: by which concepts it stays, and the answers that deter it."""
        if self.taken is None:
            return None
        # Without the options that nothing reads, which change nothing, states are few enough to solve.
        model, _ = self.world.model.reduced()
        idle = sum(1 << model.space.bit[name] for name in self.world.model.idle())
        world = replace(self.world, model=model)
        (stand,) = explain(
            self.reading, world, self.taken.target & ~idle, [self.taken.actor]
        ).stands
        return stand

    @property
    def stable(self) -> Mapping[str, bool] | None:
        """Concept -> whether the actor stays after the act; None where no move does it."""
        return self.stand.stable if self.stand is not None else None

    @property
    def answering(self) -> tuple[str, ...]:
        """Whose answers would deter the actor from moving on."""
        movers = (
            move.actor
            for temptation in (self.stand.temptations if self.stand is not None else ())
            for deterrent in temptation.deterrents
            for move in deterrent.moves
        )
        return tuple(dict.fromkeys(movers))

    def restates(self, act: Condition) -> bool:
        """Whether nothing but the bare act decides the move."""
        return bool(self.lines) and all(line.condition == act for line in self.lines)


def weakest(trials: Iterable[Trial]) -> Outcome:
    """The weakest outcome of some trials."""
    order = list(Outcome)
    return min((trial.outcome for trial in trials), key=order.index)


def trials(reading: Reading, act: Condition) -> tuple[Trial, ...]:
    return tuple(_Court(reading, world, act).trial() for world in build(reading))


@dataclass(frozen=True, eq=False)
class _Court:
    """A reading in one world, and an act to be tried in it."""

    reading: Reading
    world: World
    act: Condition

    @property
    def model(self) -> Model:
        return self.world.model

    @cached_property
    def literal(self) -> tuple[str, bool]:
        known = as_literal(self.act)
        assert known is not None  # the syntax lets nothing else pass
        return known

    @cached_property
    def maker(self) -> int:
        name = self.literal[0]
        owner = next(o.actor for o in self.reading.options if o.name == name)
        return self.model.maker(owner)

    @cached_property
    def before(self) -> int:
        """Today; where the act is done today, the nearest situation without it."""
        if len(self.model.today) != 1:
            raise NotComputed("cannot be answered: it lacks today's situation, from which to act")
        space, bit = self.model.space, self.model.space.bit[self.literal[0]]
        today, mask = self.model.today[0], 1 << bit
        undone = today & ~mask if self.literal[1] else today | mask
        return today if undone == today else space.nearest(undone, mask)[0]

    def done(self, state: int) -> bool:
        return self.model.space.test(self.act)(state)

    def trial(self) -> Trial:
        """The strongest of the trials, from today or on the way; the first of those that are alike."""
        order = list(Outcome)
        strongest = self._tried(self.before)
        for state in self._passed():
            if strongest.outcome is Outcome.RATIONAL:
                break
            other = self._tried(state)
            if order.index(other.outcome) > order.index(strongest.outcome):
                strongest = other
        return strongest

    def _passed(self) -> Iterator[int]:
        """The situations that the evolution passes in which the act is not done."""
        course = evolve(replace(self.model, today=(self.before,)))
        passed = (state for state in course.states if state != self.before)
        return itertools.islice((state for state in passed if not self.done(state)), MAX_PASSED)

    def _tried(self, start: int) -> Trial:
        """The act tried from one situation."""
        model = self.model
        top = best(model, self.maker, start)
        doing = [state for state in top if self.done(state)]
        taken = doing[0] if doing else self._improving(start)
        return Trial(
            self.reading,
            self.world,
            start,
            self.before,
            model.space.taken(start),
            tuple(self._changes()),
            None if taken is None else self._step(start, taken),
            bool(doing) and len(doing) < len(top),
            self._step(start, top[0]) if top and not doing else None,
            () if taken is None else tuple(self._undone(taken)),
            self._later(start),
        )

    def _improving(self, start: int) -> int | None:
        """The best improvement of which the act is a needed part, None where there is none."""
        model, prefers = self.model, self.model.preferences[self.maker]
        doing = filter(self.done, minimal(model, self.maker, start))
        return max(doing, key=lambda t: prefers.score(model.space, t), default=None)

    def _step(self, state: int, target: int) -> Step:
        return step(self.reading, self.world, self.maker, state, target)

    def _undone(self, state: int) -> Iterator[Step]:
        """Moves of the actor, on the way from the act, after which it is not done in some end."""
        course = evolve(replace(self.model, today=(state,)))
        if all(self.done(end) for ends in course.ends for end in ends):
            return
        for start, maker, target in course.steps:
            if maker == self.maker and self.done(start) and not self.done(target):
                yield self._step(start, target)

    def _later(self, start: int) -> str:
        """The ends with the act done and kept, against the ends with it left undone."""
        name, value = self.literal
        model = replace(self.model, today=(start,))
        prefers, space = model.preferences[self.maker], model.space
        scores = [
            {prefers.score(space, s) for end in evolve(model.held({name: v})).ends for s in end}
            for v in (value, not value)
        ]
        here, there = scores
        if here == there:
            return "same"
        if min(here) > max(there):
            return "gains"
        return "loses" if max(here) < min(there) else "mixed"

    def _changes(self) -> Iterator[Condition]:
        """What had to change besides the act to stand before it."""
        changed = self.before ^ self.model.today[0]
        for bit, option in enumerate(self.model.space.options):
            if changed >> bit & 1 and option.name != self.literal[0]:
                yield literal(option.name, bool(self.before >> bit & 1))


# --- a motive in a reading ----------------------------------------------------------------------------


def known(motive: Motive, reading: Reading) -> bool:
    """Whether a reading has every option and fact that a motive speaks of."""
    known = {*reading.option, *(fact.id for fact in reading.facts)}
    used = {name for line in motive.wants if line.condition for name in names(line.condition)}
    return used | set(names(motive.act)) <= known


def wanting(reading: Reading, motive: Motive, below: tuple[Assumption, ...]) -> Reading:
    """The reading where the actor wants what the motive says, and below that some lines more."""
    wants = Wants(motive.actor, Stance.STATEMENTS, motive.place, motive.wants + below)
    return replace(reading, wants={**reading.wants, motive.actor: wants})
