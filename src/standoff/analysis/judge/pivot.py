"""Which lines an answer reads: without all the others at once it is the same answer, move by move.

A wish is read where it tells targets apart that no wish before it told apart; a rule where it stands
against a move, or moves the start. What is read is looked for where the evolution passes and where it ends,
since nothing else is asked of a scene (`standoff.analysis.judge.verdict`).

Far fewer lines turn it when they alone are taken away: a wish without which another choice is made, a rule
that alone bars what somebody would choose, or would as soon have.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from typing import Protocol, TypeAlias

from standoff.analysis.judge.verdict import Scene, forced
from standoff.case.build import settle, wished
from standoff.case.entry import Assumption, Reading, Section
from standoff.case.ranks import tiers
from standoff.condition import Condition, as_literal, conjuncts, names
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.space import subsets
from standoff.problem import NotAnOrder

Test: TypeAlias = Callable[[int], bool]
Bar: TypeAlias = "Condition | int"
"""What bars a move: a rule, facts settled, or that an option goes one way, as its bit."""
Rank: TypeAlias = Sequence[tuple[Assumption, Test]]
Ranks: TypeAlias = Sequence[Rank]
"""A list as ranks of wishes, each with its test of a state."""
SETTING = (Section.FACTS, Section.NOW)
"""What worlds there are, and where they start: without such a line all may be otherwise."""
Echoes: TypeAlias = Callable[[Assumption], frozenset[Assumption]]
"""The lines that say what a line says, itself included."""


class Lists(Protocol):
    """The wishes of an actor in some scenes, which may be fewer than the reading has; without `gone`."""

    def __call__(
        self, actor: str, gone: frozenset[Assumption] = frozenset(), /
    ) -> Iterable[Assumption]: ...


@dataclass(frozen=True)
class Met:
    """All that a scene asks of a decision maker's list.

    choices  (a state that is passed, where it can move from there)
    undone   (an end, a move of its from there that undoes the conclusion)
    ends     where it gains or loses: the ends with the act, and with the act the other way round
    """

    choices: tuple[tuple[int, tuple[int, ...]], ...]
    undone: tuple[tuple[int, int], ...]
    ends: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    @classmethod
    def of(cls, scene: Scene, maker: int, undoing: Test) -> Met:
        choices = {
            (state, moves): None
            for course, model in zip(scene.courses, scene.models, strict=True)
            for state in course.states
            if (moves := model.space.moves(maker, state))
        }
        ends = _states(scene.evolution.ends)
        moves_of = scene.model.space.moves
        undone = tuple((end, t) for end in ends for t in moves_of(maker, end) if undoing(t))
        if scene.effect is None or scene.effect.maker != maker:
            return cls(tuple(choices), undone)
        return cls(tuple(choices), undone, (ends, _states(scene.contrast.ends)))


def _states(ends: Iterable[Iterable[int]]) -> tuple[int, ...]:
    return tuple(sorted({state for end in ends for state in end}))


@dataclass(frozen=True, eq=False)
class Pivots:
    """The lines that answers to a reading hang on."""

    reading: Reading
    _tests: dict[tuple[frozenset[tuple[str, bool]], Assumption], Test] = field(default_factory=dict)
    _known: dict[Hashable, frozenset[Assumption]] = field(default_factory=dict)

    def of(self, scenes: Iterable[Scene], lists: Lists) -> frozenset[Assumption]:
        """The lines that the verdict on these scenes, or what makes each conjunct so, may hang on.

        Taking away any of the other lines, or all of them, changes neither a move nor an end nor a
        comparison.
        """
        found: set[Assumption] = set()
        for scene in scenes:
            if self._open(scene):
                return frozenset(self.reading.assumptions)
            found.update(_rules(self.reading, scene))
            undoing = _undoing(scene)
            for maker, actor in enumerate(scene.model.makers):
                if lines := tuple(lists(actor)):
                    ranks = self._ranks(scene, lines)
                    found.update(_wishes(Met.of(scene, maker, undoing), ranks))
        return frozenset(found)

    def alone(
        self,
        scenes: Iterable[Scene],
        lists: Lists,
        echoes: Echoes,
    ) -> frozenset[Assumption]:
        """Of these lines those without which alone, and what says the same, it may be another verdict.

        Or something that showed no longer makes a conjunct so. Without any other one the moves, the ends and
        what they compare to are the same, and what could be undone is as bad as it was.
        """
        found: set[Assumption] = set()
        for scene in scenes:
            if self._open(scene):
                return frozenset(self.reading.assumptions)
            undoing = _undoing(scene)
            found.update(_barring(self.reading, scene, undoing))
            for maker, actor in enumerate(scene.model.makers):
                if lines := tuple(lists(actor)):
                    found.update(self._turning(scene, Met.of(scene, maker, undoing), lines, echoes))
        return frozenset(found)

    def together(
        self,
        scenes: Iterable[Scene],
        lists: Lists,
        calm: Collection[Assumption],
        echoes: Echoes,
    ) -> frozenset[frozenset[Assumption]]:
        """Of these lines, without each of which alone nothing turns, the pairs without which something may.

        These are wishes of one list, rules that only together bar a move its maker would not mind, and a rule
        that alone bars a move, with a wish of its maker.
        """
        found: set[frozenset[Assumption]] = set()
        for scene in scenes:
            undoing = _undoing(scene)
            lines_of = _by_bar(scene, calm)
            wishes: dict[str | None, list[Assumption]] = {}
            for line in calm:
                if line.section is Section.WANTS:
                    wishes.setdefault(line.actor, []).append(line)
            for shut in _shut(scene, undoing, 2):
                rules = [lines_of.get(bar, []) for bar in shut.bars]
                if len(rules) == 1:
                    rules.append(wishes.get(scene.model.makers[shut.maker], []))
                elif not all(rules) or not shut.wanted:
                    continue
                found.update(map(frozenset, product(*rules)))
            for maker, actor in enumerate(scene.model.makers):
                gone = {
                    echoes(one) | echoes(other): frozenset((one, other))
                    for one, other in combinations(wishes.get(actor, ()), 2)
                }
                if gone:
                    met, lines = Met.of(scene, maker, undoing), tuple(lists(actor))
                    found.update(gone[each] for each in self._turned(scene, met, lines, gone))
        return frozenset(found)

    def _turning(
        self, scene: Scene, met: Met, lines: tuple[Assumption, ...], echoes: Echoes
    ) -> frozenset[Assumption]:
        """The wishes on a list without which alone something turns; mostly it is met as before."""
        key = frozenset(scene.world.facts.items()), met, lines
        if key not in self._known:
            read = dict.fromkeys(_wishes(met, self._ranks(scene, lines)))
            gone = {echoes(line): line for line in read}
            turned = self._turned(scene, met, lines, gone)
            self._known[key] = frozenset(gone[each] for each in turned)
        return self._known[key]

    def _turned(
        self,
        scene: Scene,
        met: Met,
        lines: tuple[Assumption, ...],
        sets: Iterable[frozenset[Assumption]],
    ) -> set[frozenset[Assumption]]:
        """The sets without which a list chooses otherwise, lets something go, or fares otherwise."""
        said = _said(met, self._ranks(scene, lines))
        return {gone for gone in sets if said.by(met, self._ranks(scene, less(lines, gone)))}

    def _open(self, scene: Scene) -> bool:
        """Whether any line may matter: it was not followed to its end, or a way not taken is asked for."""
        return not all(course.complete for course in scene.courses) or bool(
            forced(self.reading, scene)
        )

    def _ranks(self, scene: Scene, lines: Iterable[Assumption]) -> Ranks:
        facts = frozenset(scene.world.facts.items())
        return [[(line, self._test(scene, facts, line)) for line in rank] for rank in tiers(lines)]

    def _test(self, scene: Scene, facts: frozenset[tuple[str, bool]], line: Assumption) -> Test:
        """A wish as a test of a state; the bits of the options are those of the reading in every space."""
        key = facts, line
        if key not in self._tests:
            asked = settle(scene.world.facts)(wished(line))
            self._tests[key] = scene.model.space.test(asked)
        return self._tests[key]


def less(lines: tuple[Assumption, ...], gone: frozenset[Assumption]) -> tuple[Assumption, ...]:
    """A list without some lines; one tied to a line that is gone takes over its rank."""
    if gone.isdisjoint(lines):
        return lines
    left: list[Assumption] = []
    heir = False
    for line in lines:
        if line in gone:
            heir = heir or not line.tied
            continue
        left.append(replace(line, tied=False) if heir and line.tied else line)
        heir = False
    return tuple(left)


# --- wishes ---------------------------------------------------------------------------------------


def _undoing(scene: Scene) -> Test:
    """Whether a conjunct of what is concluded does not hold in a state."""
    parts = () if scene.condition is None else conjuncts(scene.condition)
    tests = [scene.model.space.test(part) for part in parts]
    return lambda state: not all(test(state) for test in tests)


def _wishes(met: Met, ranks: Ranks) -> Iterator[Assumption]:
    """The wishes by which a decision maker chooses on the way, stays at an end, or gains and loses."""
    for state, moves in met.choices:
        yield from _narrowing(ranks, (state, *moves))
    for pair in met.undone:
        yield from _parting(ranks, pair)
    if all(met.ends):
        yield from _parting(ranks, {state for ends in met.ends for state in ends})


def _narrowing(ranks: Ranks, left: Collection[int]) -> Iterator[Assumption]:
    """The wishes that tell the best of some states apart from the others."""
    for rank in ranks:
        if len(left) == 1:
            return
        lines, fulfilled = _telling(rank, left)
        yield from lines
        most = max(fulfilled.values())
        left = [state for state, count in fulfilled.items() if count == most]


def _parting(ranks: Ranks, states: Collection[int]) -> Iterator[Assumption]:
    """The wishes that tell any two of some states apart."""
    groups = [list(states)]
    for rank in ranks:
        parts: list[list[int]] = []
        for group in groups:
            lines, fulfilled = _telling(rank, group)
            yield from lines
            by: dict[int, list[int]] = {}
            for state, count in fulfilled.items():
                by.setdefault(count, []).append(state)
            parts += by.values()
        groups = [part for part in parts if len(part) > 1]
        if not groups:
            return


def _telling(rank: Rank, states: Collection[int]) -> tuple[list[Assumption], Mapping[int, int]]:
    """The wishes of a rank that tell some states apart; how many of them each state fulfils."""
    lines, fulfilled = [], dict.fromkeys(states, 0)
    for line, test in rank:
        held = [state for state in states if test(state)]
        if held and len(held) < len(states):
            lines.append(line)
            for state in held:
                fulfilled[state] += 1
    return lines, fulfilled


@dataclass(frozen=True)
class _Said:
    """What a list says of what is met: what it chooses, what it holds, which ends it puts above which."""

    choices: tuple[Collection[int], ...]
    holds: tuple[tuple[int, int], ...]
    orders: tuple[int, ...]

    def by(self, met: Met, ranks: Ranks) -> bool:
        """Whether another list says otherwise, or no longer holds what this one holds."""
        return (
            any(
                _chosen(ranks, *at) != chosen
                for at, chosen in zip(met.choices, self.choices, strict=True)
            )
            or any(_order(ranks, target, end) >= 0 for end, target in self.holds)
            or any(
                _order(ranks, *pair) != order
                for pair, order in zip(product(*met.ends), self.orders, strict=True)
            )
        )


def _said(met: Met, ranks: Ranks) -> _Said:
    return _Said(
        tuple(_chosen(ranks, *at) for at in met.choices),
        tuple(pair for pair in met.undone if _order(ranks, pair[1], pair[0]) < 0),
        tuple(_order(ranks, *pair) for pair in product(*met.ends)),
    )


def _chosen(ranks: Ranks, state: int, moves: Collection[int]) -> Collection[int]:
    """The best of what a decision maker can move to; nothing where it may as well stay."""
    left = [state, *moves]
    for rank in ranks:
        if len(rank) == 1:
            ((_, test),) = rank
            left = list(filter(test, left)) or left
        else:
            fulfilled = [sum(test(target) for _, test in rank) for target in left]
            most = max(fulfilled)
            left = [t for t, count in zip(left, fulfilled, strict=True) if count == most]
        if len(left) == 1:
            break
    return () if state in left else left


def _order(ranks: Ranks, one: int, other: int) -> int:
    """1 where a list puts one state above another, -1 where below, 0 where level."""
    for rank in ranks:
        if more := sum(test(one) for _, test in rank) - sum(test(other) for _, test in rank):
            return 1 if more > 0 else -1
    return 0


# --- rules ----------------------------------------------------------------------------------------


def _barring(reading: Reading, scene: Scene, undoing: Test) -> Iterator[Assumption]:
    """The lines of facts and of today, and the rules that alone bar a move its maker would not mind."""
    moved = not all(_starts(scene, model) for model in scene.models)
    settled = settle(scene.world.facts)
    bit = scene.model.space.bit
    alone: set[Bar] = set()
    if not moved:
        for shut in _shut(scene, undoing, 1):
            if not alone.issuperset(shut.bars) and shut.wanted:
                alone.update(shut.bars)
    oneway = [as_literal(line.condition) for line in reading.no_way_back if line.condition]
    for line in reading.assumptions:
        if line.section is Section.WANTS:
            continue
        always = line.section in SETTING
        if always or line.condition is None or moved:
            yield line
        elif line.section is Section.IMPOSSIBLE:
            if settled(line.condition) in alone:
                yield line
        else:
            known = as_literal(line.condition)
            # What goes neither way is nobody's: without one of its lines it is somebody's again.
            if known is None or (known[0], not known[1]) in oneway or 1 << bit[known[0]] in alone:
                yield line


def _by_bar(scene: Scene, lines: Iterable[Assumption]) -> Mapping[Bar, list[Assumption]]:
    """The rules among some lines by what bars a move for them."""
    settled, bit = settle(scene.world.facts), scene.model.space.bit
    found: dict[Bar, list[Assumption]] = {}
    for line in lines:
        if line.condition is None or line.section is Section.WANTS:
            continue
        bar: Bar = settled(line.condition)
        if line.section is not Section.IMPOSSIBLE:
            known = as_literal(line.condition)
            assert known is not None  # of what goes one way; others are never calm
            bar = 1 << bit[known[0]]
        found.setdefault(bar, []).append(line)
    return found


@dataclass(frozen=True)
class Shut:
    """A move that is barred where a course passes, and what bars it.

    undone  whether it goes from an end to where the conclusion does not hold
    """

    model: Model
    maker: int
    state: int
    target: int
    bars: tuple[Bar, ...]
    undone: bool

    @property
    def wanted(self) -> bool:
        """Whether its maker would make it; or not mind, where it undoes the conclusion.

        What cannot be may have no place in a ranking: then it may be wanted.
        """
        prefers, space = self.model.preferences[self.maker], self.model.space
        try:
            here, there = prefers.score(space, self.state), prefers.score(space, self.target)
        except NotAnOrder:
            return True
        return there > here or (self.undone and there == here)


def _shut(scene: Scene, undoing: Test, most: int) -> Iterator[Shut]:
    """The moves from where a course passes that are barred, by no more than so many."""
    ends = {state for end in scene.evolution.ends for state in end}
    for course, model in zip(scene.courses, scene.models, strict=True):
        space = model.space
        forward, back = space.one_way
        rules = {
            maker: [(rule, space.test(rule)) for rule in own] for maker, own in space.rules.items()
        }
        for state in course.states:
            end = course is scene.evolution and state in ends
            shut = state & forward | ~state & back
            for maker, own in space.masks.items():
                for change in subsets(own):
                    target, against = state ^ change, change & shut
                    if against.bit_count() > most:
                        continue
                    bars: list[Bar] = [rule for rule, test in rules[maker] if test(target)]
                    while against:
                        bars.append(against & -against)
                        against &= against - 1
                    if 0 < len(bars) <= most:
                        undone = end and undoing(target)
                        yield Shut(model, maker, state, target, tuple(bars), undone)


def _rules(reading: Reading, scene: Scene) -> Iterator[Assumption]:
    """The lines of facts and of today, and the rules that stand against a move or move the start."""
    space = scene.world.model.space
    settled = settle(scene.world.facts)
    moved = not all(_starts(scene, model) for model in scene.models)
    oneway = [as_literal(line.condition) for line in reading.no_way_back if line.condition]
    for line in reading.assumptions:
        condition = line.condition
        if line.section is Section.WANTS:
            continue
        always = line.section in SETTING
        if always or condition is None or moved or not set(names(condition)) <= set(space.bit):
            yield line  # a rule that reads a fact, too: without it there may be fewer worlds
        elif line.section is Section.IMPOSSIBLE:
            if _bars(scene, space.test(settled(condition)), names(condition)):
                yield line
        else:
            known = as_literal(condition)
            if known is None or (known[0], not known[1]) in oneway or _holds(scene, known):
                yield line


def _starts(scene: Scene, model: Model) -> bool:
    """Whether a scene starts from today with the given set, and nothing else."""
    fixed = sum(1 << model.space.bit[name] for name in scene.given)
    today = {state & ~fixed for state in scene.world.model.today}
    return {state & ~fixed for state in model.today} == today


def _bars(scene: Scene, rule: Callable[[int], bool], read: Iterable[str]) -> bool:
    """Whether a rule is broken where somebody could go by its own options, from where a course passes."""
    bits = 0
    for name in read:
        bits |= 1 << scene.model.space.bit[name]
    return any(
        rule(state ^ change)
        for course, model in zip(scene.courses, scene.models, strict=True)
        for mask in model.space.masks.values()
        for change in subsets(mask & bits)
        for state in course.states
    )


def _holds(scene: Scene, literal: tuple[str, bool]) -> bool:
    """Whether an option is so somewhere on the way."""
    bit = scene.model.space.bit[literal[0]]
    return any(
        bool(state >> bit & 1) == literal[1] for course in scene.courses for state in course.states
    )
