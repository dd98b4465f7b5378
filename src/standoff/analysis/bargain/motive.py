"""Why an actor acted: each motive tried in the model, and the evidence that may tell motives apart.

A motive is a list of wishes. It is tried *alone* (it replaces the actor's list: what the motive by itself
explains) and *leading* (it stands above the actor's list: what it explains beside everything else the
reading says of the actor). From the situation before the act:

    rational   the act is in the actor's best move (or in one of several as good), and what the others
               do then does not make it undo it
    undone     it is, but the actor undoes the act in some end
    second     the act is a needed part of a move that improves, and another move is better
    later      the act by itself improves nothing, and is better in what follows from it
    fails      neither: the motive does not explain the act

A motive whose move is decided by the bare act alone *restates* it: it wants the act because it wants the
act. These words are constructions of this project (`docs/how-to/why-did-they-act.md`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from standoff.analysis.bargain.evidence import Table, weigh
from standoff.analysis.judge.explain import Stand, Step, explain, step
from standoff.case.build import World, build
from standoff.case.entry import Assumption, Motive, Reading, Stance, Wants
from standoff.citation import Period
from standoff.condition import Condition, as_literal, literal, names
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.evolve.evolution import best, evolve, minimal
from standoff.problem import NotComputed, UnknownName


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

    `taken`: the best move that does the act and improves, None where none does. `tied`: other moves are
    as good and as small. `instead`: the best move where that is another one. `undone`: moves by which
    the actor undoes the act later. `later`: gains, loses, same or mixed, the ends with the act done and
    kept against those without it.
    """

    reading: Reading  # with the list tried
    world: World
    before: int
    came_with: tuple[str, ...]
    taken: Step | None
    tied: bool
    instead: Step | None
    undone: tuple[Step, ...]
    later: str

    @property
    def outcome(self) -> Outcome:
        if self.taken is None:
            return Outcome.LATER if self.later == "gains" else Outcome.FAILS
        if self.instead is not None:
            return Outcome.SECOND
        return Outcome.UNDONE if self.undone else Outcome.RATIONAL

    @property
    def supposed(self) -> bool:
        """Whether the act is done today, so that it was tried from a situation without it."""
        return self.before not in self.world.model.today

    @cached_property
    def stand(self) -> Stand | None:
        """The actor after the act: by which concepts it stays, and the answers that deter it."""
        if self.taken is None:
            return None
        # Without the options that nothing reads, which change nothing, states are few enough to solve.
        model, _ = self.world.model.reduced()
        idle = sum(1 << model.space.bit[name] for name in self.world.model.idle())
        world = replace(self.world, model=model)
        (found,) = explain(
            self.reading, world, self.taken.target & ~idle, [self.taken.actor]
        ).stands
        return found

    def restates(self, act: Condition) -> bool:
        """Whether nothing but the bare act decides the move."""
        lines = self.taken.lines if self.taken is not None else ()
        return bool(lines) and all(line.condition == act for line in lines)


@dataclass(frozen=True, eq=False)
class Tested:
    """A motive, tried in every world of a reading: alone, and leading the actor's own list."""

    label: str
    motive: Motive
    source: Reading  # the reading that names it
    reading: Reading  # the reading it is tried in
    alone: tuple[Trial, ...]
    leading: tuple[Trial, ...]

    @property
    def outcome(self) -> Outcome:
        """The weakest outcome of the motive by itself: it has to explain the act in every world."""
        return weakest(self.alone)

    @property
    def restates(self) -> bool:
        return any(trial.restates(self.motive.act) for trial in self.alone)

    @property
    def decides(self) -> bool:
        """Whether, leading the actor's list, it is the motive that decides, in every world."""
        own = {line.place for line in self.motive.wants}
        steps = [trial.taken for trial in self.leading]
        return all(s is not None and {line.place for line in s.lines} & own for s in steps)


@dataclass(frozen=True, eq=False)
class Episode:
    """An act at one time: its motives tried, the readings' own lists tried, and the evidence."""

    act: Condition
    at: Period | None
    tested: tuple[Tested, ...]
    written: Mapping[str, tuple[Trial, ...]]
    table: Table


def weakest(trials: Iterable[Trial]) -> Outcome:
    """The weakest outcome of some trials."""
    order = list(Outcome)
    return min((trial.outcome for trial in trials), key=order.index)


def why(
    cases: Sequence[Reading], act: str, value: bool = True, within: Reading | None = None
) -> tuple[Episode, ...]:
    """An act's motives by time, each tried in the reading that names it.

    cases   the readings to look through; those of overlapping times speak of one act
    within  the reading to try them all in: those of its time whose options it has
    raises  UnknownName  no reading has the option
            NotComputed  no motive for the act is written down
    """
    having = [reading for reading in cases if act in _options(reading)]
    if not having or (within is not None and act not in _options(within)):
        raise UnknownName("option", act, [name for reading in cases for name in _options(reading)])
    groups = [g for g in _by_time(having) if within is None or _same_time(within, g)]
    found = [_episode(group, act, value, within) for group in groups]
    told = tuple(episode for episode in found if episode.tested)
    if not told:
        said = str(literal(act, value))
        raise NotComputed(
            f"cannot be answered: it lacks a motive for `{said}`; write some under `motives`"
        )
    return told


def _options(reading: Reading) -> dict[str, str]:
    """Every name of an option that can be typed -> the name the reading uses."""
    return {**reading.short, **{name: name for name in reading.short.values()}}


def _by_time(cases: Iterable[Reading]) -> list[list[Reading]]:
    """The readings grouped by times that overlap; a reading without a time stands with its like."""
    groups: list[list[Reading]] = []
    for reading in sorted(cases, key=lambda c: (c.at is None, c.at and c.at.earliest, c.id)):
        last = groups[-1] if groups else []
        if last and _same_time(reading, last):
            last.append(reading)
        else:
            groups.append([reading])
    return groups


def _same_time(reading: Reading, others: Iterable[Reading]) -> bool:
    return any(_overlap(reading.at, other.at) for other in others)


def _overlap(one: Period | None, other: Period | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.earliest <= other.latest and other.earliest <= one.latest


def _episode(cases: Sequence[Reading], act: str, value: bool, within: Reading | None) -> Episode:
    done = {reading.id: literal(_options(reading)[act], value) for reading in cases}
    told = [(c, motive) for c in cases for motive in c.motives if motive.act == done[c.id]]
    ids = [motive.id for _, motive in told]
    labels = [f"{c.id}.{m.id}" if ids.count(m.id) > 1 else m.id for c, m in told]
    tested = tuple(
        _tested(reading, motive, label, within)
        for label, (reading, motive) in zip(labels, told, strict=True)
        if within is None or _known(motive, within)
    )
    items = (item for reading in cases for item in reading.evidence if item.act == done[reading.id])
    at = next((reading.at for reading in cases if reading.at is not None), None)
    lists = cases if within is None else (within,)
    written = {c.id: _trials(c, literal(_options(c)[act], value)) for c in lists}
    return Episode(done[cases[0].id], at, tested, written, weigh(labels, items))


def _known(motive: Motive, reading: Reading) -> bool:
    """Whether a reading has every option and fact that a motive speaks of."""
    having = {*reading.short.values(), *(fact.id for fact in reading.facts)}
    said = {name for line in motive.wants if line.condition for name in names(line.condition)}
    return said | set(names(motive.act)) <= having


def _tested(reading: Reading, motive: Motive, label: str, within: Reading | None) -> Tested:
    tried = within or reading
    wants = tried.wants.get(motive.actor)
    own = wants.lines if wants is not None else ()
    return Tested(
        label,
        motive,
        reading,
        tried,
        _trials(_wanting(tried, motive, ()), motive.act),
        _trials(_wanting(tried, motive, tuple(line for line in own if line.condition)), motive.act),
    )


def _wanting(reading: Reading, motive: Motive, below: tuple[Assumption, ...]) -> Reading:
    """The reading where the actor wants what the motive says, and below that some lines more."""
    wants = Wants(motive.actor, Stance.STATEMENTS, motive.place, motive.wants + below)
    return replace(reading, wants={**reading.wants, motive.actor: wants})


def _trials(reading: Reading, act: Condition) -> tuple[Trial, ...]:
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
        owner = next(o.actor for o in self.reading.options if self.reading.short[o.full] == name)
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
        model = self.model
        top = best(model, self.maker, self.before)
        doing = [state for state in top if self.done(state)]
        taken = doing[0] if doing else self._improving()
        return Trial(
            self.reading,
            self.world,
            self.before,
            tuple(self._changes()),
            None if taken is None else self._step(self.before, taken),
            bool(doing) and len(doing) < len(top),
            self._step(self.before, top[0]) if top and not doing else None,
            () if taken is None else tuple(self._undone(taken)),
            self._later(),
        )

    def _improving(self) -> int | None:
        """The best improvement of which the act is a needed part, None where there is none."""
        model, prefers = self.model, self.model.preferences[self.maker]
        doing = filter(self.done, minimal(model, self.maker, self.before))
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

    def _later(self) -> str:
        """The ends with the act done and kept, against the ends with it left undone."""
        name, value = self.literal
        model = replace(self.model, today=(self.before,))
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

    def _changes(self) -> Iterator[str]:
        """What had to change besides the act to stand before it."""
        changed = self.before ^ self.model.today[0]
        for bit, option in enumerate(self.model.space.options):
            if changed >> bit & 1 and option.name != self.literal[0]:
                yield str(literal(option.name, bool(self.before >> bit & 1)))


__all__ = ["Episode", "Outcome", "Tested", "Trial", "weakest", "why"]
