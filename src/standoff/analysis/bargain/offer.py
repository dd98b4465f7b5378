"""Offers: who would deliver, who would default and when, who holds a veto, what would make it hold.

An offer is judged over four kinds of situation, each the nearest to today: nothing of it delivered, all
of it, all but one actor's part, one actor's part alone. An actor *keeps* its part if, once the others
have delivered, it is better off for delivering too; it *defaults* if it is worse off. Who has to deliver
is who owns the option; where that is not the party that spoke, the owner holds a veto. Each part hangs
on its owner's own list alone, so the fewest wishes that make an offer hold are one for each owner who
would not keep his part. These words are constructions of this project (`docs/how-to/offers.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from standoff.analysis.asking import Around, Command
from standoff.analysis.bargain.deal import (
    Bargains,
    Deal,
    Fate,
    Mend,
    Offered,
    Part,
    Stake,
    Table,
)
from standoff.analysis.bargain.precedent import bearings
from standoff.analysis.judge.explain import Step, deciding, step, steps
from standoff.analysis.judge.fidelity import without
from standoff.case.build import World, build, preference, settle
from standoff.case.entry import Assumption, Offer, Question, Reading
from standoff.condition import Condition, Implies, as_literal, conjunction, literal, names
from standoff.gmcr.budget import current
from standoff.gmcr.concept.answer import gains, sequences
from standoff.gmcr.conflict.preference import Preference, Statements
from standoff.gmcr.evolve.evolution import best, evolve
from standoff.problem import Infeasible, NotComputed

Values = Mapping[str, bool]
States = tuple[int, ...]


def offers(reading: Reading, variants: Mapping[str, Reading] | None = None) -> tuple[Offered, ...]:
    """Every offer of a reading, judged.

    variants  the reading's variants by name: each is tried as what would make a part kept
    raises    NotComputed where today's situation is not one
    """
    worlds = build(reading)
    return tuple(
        Offered(
            reading,
            offer,
            tuple(_deal(reading, world, offer, variants or {}) for world in worlds),
            tuple(bearings(reading, offer)),
        )
        for offer in reading.offers
    )


def _deal(reading: Reading, world: World, offer: Offer, variants: Mapping[str, Reading]) -> Deal:
    try:
        table = _Exchange(reading, world, offer)
        exchange = table.all
    except Infeasible:
        return Deal(world, barring=tuple(_rules(reading, offer)))
    return Deal(
        world,
        tuple(table.part(actor, variants) for actor in table.owners),
        tuple(table.stake(actor) for actor in table.concerned),
        table.path,
        table.reached,
        tuple(table.undone),
        table.changes(exchange),
    )


@dataclass(frozen=True, eq=False)
class _Exchange:
    """An offer laid out: the situations it is about, and who has to deliver what."""

    reading: Reading
    world: World
    offer: Offer

    @cached_property
    def today(self) -> int:
        if len(self.world.model.today) != 1:
            raise NotComputed("cannot be answered: it lacks today's situation, from which to offer")
        return self.world.model.today[0]

    @cached_property
    def owner(self) -> Mapping[str, str]:
        return self.reading.owner

    @cached_property
    def values(self) -> Mapping[str, bool]:
        """Every literal of the offer, delivered."""
        sides = map(as_literal, (*self.offer.gives, *self.offer.takes))
        return dict(delivery for delivery in sides if delivery is not None)

    @cached_property
    def owners(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.owner[name] for name in self.values))

    @cached_property
    def concerned(self) -> tuple[str, ...]:
        """The parties, and whoever else has to deliver."""
        parties = (self.offer.actor, *(self.party(actor) for actor in self.owners))
        return tuple(dict.fromkeys((*parties, *self.owners)))

    def party(self, actor: str) -> str:
        """Who speaks for an owner: who made the offer, or the actor that the owner is part of."""
        within = {entry.name: entry.within for entry in self.reading.actors}
        seen = [actor]
        while (above := within.get(seen[-1])) is not None and above not in seen:
            seen.append(above)
        return self.offer.actor if self.offer.actor in seen else seen[-1]

    def own(self, actor: str) -> Values:
        return {name: value for name, value in self.values.items() if self.owner[name] == actor}

    def situations(self, values: Values) -> States:
        """The situations nearest to today in which the offer's options are so."""
        space = self.world.model.space
        fixed = sum(1 << space.bit[name] for name in values)
        wanted = sum(1 << space.bit[name] for name, value in values.items() if value)
        return space.nearest(self.today & ~fixed | wanted, fixed)

    @cached_property
    def none(self) -> States:
        return self.situations({name: not value for name, value in self.values.items()})

    @cached_property
    def all(self) -> States:
        return self.situations(self.values)

    def changes(self, states: States) -> tuple[Condition, ...]:
        """What differs from today in every one of these situations, the offer's own options apart."""
        space = self.world.model.space
        return tuple(
            literal(option.name, bool(states[0] >> bit & 1))
            for bit, option in enumerate(space.options)
            if option.name not in self.values
            and all((state ^ self.today) >> bit & 1 for state in states)
        )

    # --- who fares how

    def prefers(self, actor: str) -> Preference:
        return self.world.model.preferences[self.world.model.maker(actor)]

    def fate(self, actor: str, here: States, there: States, by: Preference | None = None) -> Fate:
        """How the actor fares in some situations against others, by its list or by another one."""
        by = by or self.prefers(actor)
        if by.empty:
            return Fate.SILENT
        space = self.world.model.space
        ours, theirs = ({by.score(space, s) for s in states} for states in (here, there))
        if ours == theirs and len(ours) == 1:
            return Fate.SAME
        if min(ours) > max(theirs):
            return Fate.GAINS
        return Fate.LOSES if max(ours) < min(theirs) else Fate.MIXED

    def lines(self, actor: str, before: States, after: States) -> tuple[Assumption, ...]:
        return deciding(self.reading, self.world, actor, before[0], after[0])

    def stake(self, actor: str) -> Stake:
        lines = self.lines(actor, self.none, self.all)
        return Stake(actor, self.fate(actor, self.all, self.none), lines)

    def part(self, actor: str, variants: Mapping[str, Reading]) -> Part:
        own = self.own(actor)
        others = {name: value for name, value in self.values.items() if name not in own}
        undone = {name: not value for name, value in own.items()}
        try:
            waiting = self.situations({**others, **undone})
            alone = self.situations({**{name: not v for name, v in others.items()}, **own})
        except Infeasible:  # no half of the exchange can be: it comes whole or not at all
            waiting, alone = self.none, self.all
        last = self.fate(actor, self.all, waiting)
        mends = () if last is Fate.GAINS else tuple(self._mends(actor, waiting, variants))
        literals = tuple(literal(*item) for item in own.items())
        return Part(
            actor,
            self.party(actor),
            literals,
            last,
            self.fate(actor, alone, self.none),
            self.lines(actor, waiting, self.all),
            tuple(self.reading.option[name] for name in own),
            mends,
        )

    # --- what would make it hold

    def _mends(
        self, actor: str, waiting: States, variants: Mapping[str, Reading]
    ) -> Iterator[Mend]:
        def kept(by: Preference) -> bool:
            return self.fate(actor, self.all, waiting, by) is Fate.GAINS

        yield from self._wish(actor, kept)
        wants = self.reading.wants.get(actor)
        space, settled = self.world.model.space, settle(self.world.facts)
        for line in wants.lines if wants is not None else ():
            shorter = without(self.reading, frozenset({line})).wants[actor]
            if line.condition is not None and kept(preference(shorter, space, settled)):
                yield Mend("off", line.condition, line.place)
        for name, reading in variants.items():
            if reading.wants.get(actor) != wants and kept(
                preference(reading.wants.get(actor), space, settled)
            ):
                yield Mend("variant", name, reading.wants[actor].place)

    def _wish(self, actor: str, kept: Callable[[Preference], bool]) -> Iterator[Mend]:
        """The wish to answer in kind, at the lowest rank at which it still works."""
        prefers = self.prefers(actor)
        if not isinstance(prefers, Statements):
            return
        own = self.own(actor)
        rest = (item for item in self.values.items() if item[0] not in own)
        sides = [conjunction(literal(*item) for item in side) for side in (rest, own.items())]
        wish = Implies(*sides)
        ranks = range(len(prefers.tiers), -1, -1)
        lowest = next((at for at in ranks if kept(prefers.inserted(at, wish))), None)
        if lowest is None:
            return
        wants = self.reading.wants.get(actor)
        heads = [line for line in wants.lines if not line.tied] if wants is not None else []
        where = "anywhere" if lowest == len(heads) else f"above line {heads[lowest].place.line}"
        yield Mend("wish", wish, wants.place if wants is not None else None, where)

    # --- how it comes about

    @cached_property
    def _test(self) -> Callable[[int], bool]:
        done = conjunction(literal(*item) for item in self.values.items())
        return self.world.model.space.test(done)

    @property
    def path(self) -> tuple[Step, ...] | None:
        if self._test(self.today):
            return ()
        model = self.world.model
        movers = [model.maker(actor) for actor in self.owners]
        budget = current()
        budget.doing = "how the offer comes about"
        for state, path in sequences(self.today, gains(model, movers), budget):
            if self._test(state):
                return tuple(steps(self.reading, self.world, self.today, path))
        return None

    @property
    def reached(self) -> str:
        ends = evolve(self.world.model).ends
        reached = {self._test(state) for end in ends for state in end}
        return "some" if len(reached) > 1 else "all" if reached == {True} else "none"

    @property
    def undone(self) -> Iterator[Step]:
        """For each actor, its best move where that leads out of the exchange."""
        model = self.world.model
        for maker in range(len(model.makers)):
            moves = ((state, target) for state in self.all for target in best(model, maker, state))
            out = next((move for move in moves if not self._test(move[1])), None)
            if out is not None:
                yield step(self.reading, self.world, maker, *out)


def _rules(reading: Reading, offer: Offer) -> Iterator[Assumption]:
    """The rules that speak of what the offer is about."""
    spoken = {name for delivery in (*offer.gives, *offer.takes) for name in names(delivery)}
    for rule in reading.impossible:
        if rule.condition is not None and spoken & set(names(rule.condition)):
            yield rule


# --- as a question --------------------------------------------------------------------------------

_LACKS = "cannot be answered: it lacks an offer; write some under `offers`"


def command(put: Command) -> Iterator[Bargains]:
    """The offers of the readings asked; NotComputed where none has one."""
    tables = []
    for reading in put.asked:
        with put.progress(f"judging the offers of {reading.full}"):
            tables.append(Table(reading, offers(reading, put.variants(reading))))
    if not any(table.offers for table in tables):
        raise NotComputed(_LACKS)
    yield Bargains(tuple(tables))


def asked(reading: Reading, question: Question, around: Around) -> tuple[Offered, ...]:
    """The offers of the reading; NotComputed where it has none."""
    judged = offers(reading, around.variants)
    if not judged:
        raise NotComputed(_LACKS)
    return judged


def mark(reading: Reading, question: Question) -> Hashable:
    """Who would keep its part of each offer."""
    return tuple(
        frozenset(tuple((part.actor, part.last) for part in deal.parts) for deal in offered.deals)
        for offered in offers(reading)
    )
