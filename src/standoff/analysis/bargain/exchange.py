"""What deal is there: exchanges and packages that leave the parties better off, and whether they would hold.

At a situation s, two or three parties change up to four of their own options at once and come to t. It is
*strict* where each prefers t to s, *weak* where nobody is worse off and somebody better, a *near miss*
where one party alone is worse off, *silent* where nothing is said of one party's wishes (both asked for
only with a condition that the deal should bring about; a silent party may be pleased by any part). Each
part has to please another party, else it is padding: t is better for that party than t without the part, or
cannot be without it. Of what is left, a deal is *undominated* where no other deal of the same parties, or
fewer of them, is at least as good for each of its parties and better for one.

It *holds* where no party is worse off, each would still deliver once all others have and would not undo its
part afterwards, and no outsider who loses by it gains by a move out of it. The single exchange is that of
`standoff.gmcr.concept.exchange`. A construction of this project: `docs/how-to/what-deal-is-there.md`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar

from standoff.analysis.ask import Cannot, condition, each_answer, require_wishes
from standoff.analysis.asking import Around, Command
from standoff.analysis.judge.explain import deciding
from standoff.case.build import Facts, World, build, settle
from standoff.case.entry import Assumption, Conclusion, Question, Reading
from standoff.condition import Condition, literal
from standoff.gmcr.budget import step
from standoff.gmcr.concept.exchange import Fare, fare
from standoff.gmcr.evolve.evolution import evolve
from standoff.problem import NotComputed

MOST_OPTIONS = 4
"""Options that a package changes at most."""
MOST_PARTIES = 3
"""Parties of a package at most."""


@dataclass(frozen=True, eq=False)
class Party:
    """One party's side of a deal.

    gain       how it fares by the whole deal; `lines` decide that
    pays       how it fares by its own part alone, once all others have paid: worse, and it is a payer
    delivers   how it fares by paying once all others have; None where the deal cannot stand without its part
    keeps      whether it would not undo its part at the end; None where it cannot
    alone      whether some move of its own is at least as good for it as the whole deal
    pleases    the parties that fare better by its part; beneficiary: everybody, outsiders too
    known      whether anything is said of its wishes; how it fares is not known otherwise
    """

    HIDDEN: ClassVar[tuple[str, ...]] = ("maker", "mask")

    maker: int
    mask: int
    actor: str
    gives: tuple[Condition, ...]
    gain: Fare
    delivers: Fare | None
    keeps: bool | None
    alone: bool
    pleases: tuple[str, ...]
    beneficiary: tuple[str, ...]
    lines: tuple[Assumption, ...]
    known: bool = True


@dataclass(frozen=True)
class Payment:
    """A step on the way to a deal: who pays, where to, how it fares by that; None where it cannot be."""

    actor: str
    to: tuple[str, ...] | None
    fare: Fare | None


@dataclass(frozen=True)
class Outsider:
    """Somebody who is no party and is worse off; `undoes` is its better move out of it, if it has one."""

    actor: str
    lines: tuple[Assumption, ...]
    undoes: tuple[str, ...] | None


@dataclass(frozen=True)
class Lack:
    """What keeps a deal from holding: who would not `gain`, `deliver`, `keep` or, an outsider, `let` it be.

    `order`: no single moves lead to it, in whatever order the parties pay. `wish`: a party of whose wishes
    nothing is said.
    """

    actor: str | None
    what: str
    lines: tuple[Assumption, ...] = ()


@dataclass(frozen=True, eq=False)
class Trade:
    """A deal at a situation, judged."""

    HIDDEN: ClassVar[tuple[str, ...]] = ("state", "target", "parties", "orders")
    ALSO: ClassVar[Mapping[str, str]] = MappingProxyType(
        {
            **{"give": "give", "gain": "gain", "wants": "wants", "order": "order", "keep": "keep"},
            "reached_by_improvements": "reached_by_improvements",
            "as_much_alone": "as_much_alone",
            "beneficiary": "beneficiary",
            "holds": "holds",
            "parties": "parties",
        }
    )

    state: int
    target: int
    start: tuple[str, ...]
    to: tuple[str, ...]
    kind: str  # strict, weak, near, silent
    parties: tuple[Party, ...]
    orders: tuple[tuple[Payment, ...], ...]
    outsiders: tuple[Outsider, ...]
    lacks: tuple[Lack, ...]
    undominated: bool = True

    @property
    def give(self) -> Mapping[str, tuple[Condition, ...]]:
        """Who changes what."""
        return {party.actor: party.gives for party in self.parties}

    @property
    def gain(self) -> Mapping[str, Fare]:
        """How each party fares by the whole."""
        return {party.actor: party.gain for party in self.parties}

    @property
    def wants(self) -> Mapping[str, tuple[str, ...]]:
        """Whose part pleases whom: the party -> the parties that fare better by its part."""
        return {party.actor: party.pleases for party in self.parties}

    @property
    def keep(self) -> Mapping[str, str | None]:
        """What each would do with its part at the end: keep or undo; None where it cannot undo it."""
        words = {None: None, True: "keep", False: "undo"}
        return {party.actor: words[party.keeps] for party in self.parties}

    @property
    def order(self) -> Mapping[str, Any]:
        """By who pays first, and then: where the first payment leads, how each fares by its own."""
        told = {}
        for steps in self.orders:
            names = [step.actor for step in steps]
            key = names[0] if len(names) == 2 else " then ".join(names)
            told[key] = {
                "half": steps[0].to,
                "pay": steps[0].fare,
                "deliver": steps[-1].fare,
                "steps": steps,
            }
        return told

    @property
    def reached_by_improvements(self) -> bool:
        """Whether in some order every payment is an improvement for who makes it."""
        return any(all(s.fare is Fare.BETTER for s in steps) for steps in self.orders)

    @property
    def as_much_alone(self) -> Mapping[str, bool]:
        """Whether a party gets as much by some move of its own: then the others' parts buy nothing."""
        return {party.actor: party.alone for party in self.parties}

    @property
    def beneficiary(self) -> Mapping[str, tuple[str, ...]]:
        """Who fares better by each party's part, outsiders too."""
        return {party.actor: party.beneficiary for party in self.parties}

    @property
    def holds(self) -> bool:
        """Whether nothing keeps it from holding."""
        return not self.lacks


@dataclass(frozen=True, eq=False)
class Start:
    """A situation in which deals are looked for: today's, or one that the evolution ends in."""

    state: tuple[str, ...]
    today: bool
    trades: tuple[Trade, ...]


@dataclass(frozen=True)
class Tried:
    """How many exchanges of one option each, larger packages, and situations to begin from were tried."""

    pairs: int
    packages: int
    situations: int


@dataclass(frozen=True, eq=False)
class Market:
    """The deals of one world of a reading."""

    ALSO: ClassVar[tuple[str, ...]] = ("facts",)
    HIDDEN: ClassVar[tuple[str, ...]] = ("world",)

    world: World
    starts: tuple[Start, ...]
    tried: Tried

    @property
    def facts(self) -> Facts:
        """What is taken for the facts on which the reading is silent."""
        return self.world.open


@dataclass(frozen=True, eq=False)
class Deals:
    """The deals of one reading; `wanted` is the condition that they should bring about."""

    ALSO: ClassVar[tuple[str, ...]] = ("id",)
    HIDDEN: ClassVar[tuple[str, ...]] = ("reading",)
    NAMED: ClassVar[Mapping[str, str]] = MappingProxyType({"markets": "worlds", "wanted": "for"})

    reading: Reading
    wanted: Condition | None
    markets: tuple[Market, ...]

    @property
    def id(self) -> str:
        """`003`, or `003:VARIANT`."""
        return self.reading.name

    @property
    def trades(self) -> Iterator[Trade]:
        """Every deal, of every world and start."""
        return (t for market in self.markets for start in market.starts for t in start.trades)


@dataclass(frozen=True, eq=False)
class Fair:
    """The deals of several readings; a reading that cannot answer says why."""

    NAMED: ClassVar[Mapping[str, str]] = MappingProxyType({"deals": "readings"})

    deals: tuple[Deals | Cannot, ...]


def deals(reading: Reading, wanted: Condition | None = None) -> Deals:
    """Every deal from today and from where today leads, the undominated first.

    wanted  what a deal should bring about: then near misses are given too
    raises  NotComputed  nobody wishes anything, today is not one situation, or the model is no options' model
    """
    require_wishes(reading)
    if reading.model is not None:
        raise NotComputed("cannot be answered: deals are of options, and this is a model of states")
    return Deals(
        reading, wanted, tuple(_market(reading, world, wanted) for world in build(reading))
    )


def _market(reading: Reading, world: World, wanted: Condition | None) -> Market:
    model = world.model
    if len(model.today) != 1:
        raise NotComputed("cannot be answered: it lacks today's situation, from which to deal")
    test = model.space.test(settle(world.facts)(wanted)) if wanted is not None else None
    ends = sorted({state for end in evolve(model).ends for state in end} - set(model.today))
    starts, pairs, packages = [], 0, 0
    for state in (*model.today, *ends):
        table = _Table(reading, world, state, test)
        starts.append(Start(model.space.taken(state), state in model.today, table.trades))
        pairs, packages = pairs + table.pairs, packages + table.packages
    return Market(world, tuple(starts), Tried(pairs, packages, len(starts)))


@dataclass(eq=False)
class _Table:
    """One situation in one world, and what can be agreed there."""

    reading: Reading
    world: World
    state: int
    wanted: Callable[[int], bool] | None
    pairs: int = 0
    packages: int = 0

    @cached_property
    def _wishing(self) -> tuple[int, ...]:
        model = self.world.model
        silent = set(model.unsupported)
        return tuple(i for i, name in enumerate(model.makers) if name not in silent)

    @cached_property
    def trades(self) -> tuple[Trade, ...]:
        """The deals, the undominated first, then by kind and size."""
        found = [
            trade for target, parts in self._changes() if (trade := self._trade(target, parts))
        ]
        told = [replace(one, undominated=not self._beaten(one, found)) for one in found]
        kinds = ("strict", "weak", "near", "silent")
        told.sort(
            key=lambda one: (
                not one.undominated,
                kinds.index(one.kind),
                not one.holds,
                (one.state ^ one.target).bit_count(),
            )
        )
        return tuple(told)

    def _changes(self) -> Iterator[tuple[int, Mapping[int, int]]]:
        """(where it leads, decision maker -> the bits it changes) of all that can be changed together."""
        space = self.world.model.space
        owned = [(b, o.owner) for b, o in enumerate(space.options) if o.owner is not None]
        step("which deals there are")
        for size in range(2, MOST_OPTIONS + 1):
            for chosen in itertools.combinations(owned, size):
                parts: dict[int, int] = {}
                for bit, owner in chosen:
                    parts[owner] = parts.get(owner, 0) | 1 << bit
                if not 2 <= len(parts) <= MOST_PARTIES:
                    continue
                step()
                self.pairs += size == 2
                self.packages += size > 2
                target = self.state ^ sum(1 << bit for bit, _ in chosen)
                if space.feasible(target) and space.allowed(self.state, target):
                    yield target, parts

    def _fare(self, maker: int, state: int, than: int) -> Fare:
        return fare(self.world.model, maker, state, than)

    def _trade(self, target: int, parts: Mapping[int, int]) -> Trade | None:
        """The deal, judged; None where it is none."""
        if self.wanted is not None and (self.wanted(self.state) or not self.wanted(target)):
            return None
        silent = set(parts) - set(self._wishing)
        if len(silent) > (self.wanted is not None):
            return None
        gain = {maker: self._fare(maker, target, self.state) for maker in parts}
        worse = [maker for maker in parts if gain[maker] is Fare.WORSE]
        if Fare.BETTER not in gain.values() or len(worse) > (self.wanted is not None):
            return None
        pleased = {maker: self._pleased(target, mask) for maker, mask in parts.items()}
        others = {
            maker: [o for o in pleased[maker] if o in parts and o != maker] for maker in parts
        }
        # Who is silent may be pleased by the others' parts; nobody knows.
        served = (others[maker] or silent - {maker} for maker in parts)
        if not all(served) or self._padded(target, parts):
            return None
        strict = all(own is Fare.BETTER for own in gain.values())
        kind = "silent" if silent else "near" if worse else "strict" if strict else "weak"
        names = self.world.model.makers
        parties = tuple(
            self._party(
                target, maker, mask, gain[maker], {"parties": others[maker], "all": pleased[maker]}
            )
            for maker, mask in parts.items()
        )
        orders = tuple(self._order(order) for order in itertools.permutations(parties))
        outsiders = tuple(self._outsiders(target, parts))
        taken = self.world.model.space.taken
        lacks = tuple(self._lacks(target, parties, orders, outsiders, names))
        return Trade(
            self.state,
            target,
            taken(self.state),
            taken(target),
            kind,
            parties,
            orders,
            outsiders,
            lacks,
        )

    def _pleased(self, target: int, mask: int) -> list[int]:
        """Who fares better with a part than without; everybody where it cannot be without."""
        without = target ^ mask
        if not self.world.model.space.feasible(without):
            return list(self._wishing)
        return [m for m in self._wishing if self._fare(m, target, without) is Fare.BETTER]

    def _padded(self, target: int, parts: Mapping[int, int]) -> bool:
        """Whether some option may be left out and no party fares worse for it."""
        space = self.world.model.space
        for mask in parts.values():
            for bit in (b for b in range(mask.bit_length()) if mask >> b & 1):
                less = target ^ 1 << bit
                if not space.feasible(less) or mask == 1 << bit:
                    continue  # a part of one option pleases somebody, or there would be no part
                if all(self._fare(maker, less, target) is not Fare.WORSE for maker in parts):
                    return True
        return False

    def _party(
        self, target: int, maker: int, mask: int, gain: Fare, pleased: Mapping[str, Sequence[int]]
    ) -> Party:
        model, without = self.world.model, target ^ mask
        space, name = model.space, model.makers[maker]
        can_be = space.feasible(without)
        score = model.preferences[maker].score
        keeps = None
        if can_be and space.allowed(target, without):
            keeps = self._fare(maker, target, without) is not Fare.WORSE
        gives = tuple(
            literal(option.name, bool(target >> bit & 1))
            for bit, option in enumerate(space.options)
            if mask >> bit & 1
        )
        moves = space.moves(maker, self.state)
        return Party(
            maker,
            mask,
            name,
            gives,
            gain,
            self._fare(maker, target, without) if can_be else None,
            keeps,
            maker in self._wishing and any(score(space, t) >= score(space, target) for t in moves),
            tuple(model.makers[other] for other in pleased["parties"]),
            tuple(model.makers[other] for other in pleased["all"] if other != maker)
            if can_be
            else (),
            self._deciding(name, self.state, target),
            maker in self._wishing,
        )

    def _deciding(self, actor: str, state: int, target: int) -> tuple[Assumption, ...]:
        return tuple(deciding(self.reading, self.world, actor, state, target))

    def _order(self, order: Sequence[Party]) -> tuple[Payment, ...]:
        """Each pays its whole part by one move, one after the other."""
        space, state, steps = self.world.model.space, self.state, list[Payment]()
        broken = False
        for party in order:
            there = state ^ party.mask
            broken = broken or not space.feasible(there)
            found = None if broken else self._fare(party.maker, there, state)
            steps.append(Payment(party.actor, None if broken else space.taken(there), found))
            state = there
        return tuple(steps)

    def _outsiders(self, target: int, parts: Mapping[int, int]) -> Iterator[Outsider]:
        model = self.world.model
        space = model.space
        for maker in self._wishing:
            if maker in parts or self._fare(maker, target, self.state) is not Fare.WORSE:
                continue
            score = model.preferences[maker].score
            better = [
                state
                for state in space.moves(maker, target)
                if score(space, state) > score(space, target)
                and any(self._fare(party, state, target) is Fare.WORSE for party in parts)
            ]
            best = max(better, key=lambda state: score(space, state), default=None)
            name = model.makers[maker]
            yield Outsider(
                name,
                self._deciding(name, self.state, target),
                None if best is None else space.taken(best),
            )

    def _lacks(
        self,
        target: int,
        parties: Sequence[Party],
        orders: Sequence[Sequence[Payment]],
        outsiders: Sequence[Outsider],
        names: Sequence[str],
    ) -> Iterator[Lack]:
        if all(any(step.to is None for step in steps) for steps in orders):
            yield Lack(None, "order")
        for party in parties:
            if party.maker not in self._wishing:
                yield Lack(party.actor, "wish")
            elif party.gain is Fare.WORSE:
                yield Lack(party.actor, "gain", party.lines)
            elif party.delivers is not None and party.delivers is not Fare.BETTER:
                against = self._deciding(party.actor, target ^ party.mask, target)
                yield Lack(party.actor, "keep" if party.keeps is False else "deliver", against)
        for outsider in outsiders:
            if outsider.undoes is not None:
                yield Lack(outsider.actor, "let", outsider.lines)

    def _beaten(self, one: Trade, found: Sequence[Trade]) -> bool:
        step(f"which of {len(found)} deals are undominated")
        return any(self._beats(other, one) for other in found)

    def _beats(self, one: Trade, other: Trade) -> bool:
        """Whether a deal of no other parties is as good for all parties of the other, and better for one."""
        makers = {party.maker for party in other.parties}
        if one is other or not {party.maker for party in one.parties} <= makers:
            return False
        fares = {self._fare(maker, one.target, other.target) for maker in makers}
        return Fare.BETTER in fares and Fare.WORSE not in fares


# --- as a question --------------------------------------------------------------------------------


def command(put: Command) -> Iterator[Fair]:
    """The deals of the readings asked, for a condition where one is typed."""

    def answer(reading: Reading) -> Deals:
        wanted = condition(reading, put.about) if put.about else None
        with put.progress(f"looking for deals in {reading.full}"):
            return deals(reading, wanted)

    yield Fair(each_answer(put.asked, answer, "id"))


def asked(reading: Reading, question: Question, around: Around) -> Deals:
    """The deals of the reading, for the condition asked about."""
    return deals(reading, _wanted(question.conclusion))


def _wanted(conclusion: Conclusion | None) -> Condition | None:
    return conclusion.condition if conclusion is not None else None


def mark(reading: Reading, question: Question) -> Hashable:
    """What is agreed in the deals that hold, and how many others there are."""
    found = list(deals(reading, _wanted(question.conclusion)).trades)
    return frozenset((t.start, t.to) for t in found if t.holds), len(found)
