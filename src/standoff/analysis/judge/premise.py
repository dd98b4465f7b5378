"""What the author must believe that the text does not say: premises that make a conclusion follow.

Tried in this order, always all of them: the reading's variants; dropping one line of `impossible` or
`no_way_back`, or setting one fact; one literal for any actor at any rank; one mechanism `a -> g` for the
owner of a literal g of the conclusion; a chain of such a mechanism and its a; with `deep`, any
implication. A premise is reported once, with the ranks at which it works.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from weakref import WeakKeyDictionary

from standoff.analysis import voice
from standoff.analysis.judge.ensemble import Ensemble, Player, could_hold
from standoff.analysis.judge.fidelity import (
    Bench,
    Judgement,
    conclusion_literals,
    once,
    with_echoes,
    without,
)
from standoff.analysis.judge.verdict import Verdict, judge, scenes, waiting
from standoff.analysis.judge.version import Chooser, Family, Version, as_written
from standoff.analysis.voice import Says
from standoff.case.build import build
from standoff.case.entry import Assumption, Conclusion, Marks, Reading, Section
from standoff.case.ranks import position
from standoff.condition import Condition, Implies, conjunction, literal, names
from standoff.gmcr.budget import step
from standoff.gmcr.conflict.preference import Statements
from standoff.problem import Infeasible, Place, Placed

Literal = tuple[str, bool]
_RULES = (Section.IMPOSSIBLE, Section.NO_WAY_BACK)
_NO_MARKS = Marks()


@dataclass(frozen=True)
class Premise(Placed):
    """One premise that would make the conclusion follow.

    `condition` is a variant's name for one. `position` says where in the actor's list: `anywhere`, or
    relative to lines of the file. `also` is the wish of another actor that a chain needs besides. `change`
    is the edit that would bring it in, for asking who says so. Fields that do not apply are None.
    """

    ALSO = ("file", "line")
    HIDDEN = ("place", "restates")

    kind: str  # variant, drop, fact, literal, mechanism, chain, implication
    condition: Condition | str
    place: Place | None
    actor: str | None = None
    position: str | None = None
    also: Also | None = None
    restates: bool = False
    says: Says | None = None


@dataclass(frozen=True)
class Also:
    """A wish that another actor would need besides."""

    actor: str
    condition: Condition


@dataclass(frozen=True)
class Missing:
    """The premises found, and how many edits were tried."""

    premises: tuple[Premise, ...]
    tried: int


def missing(
    bench: Bench,
    conclusion: Conclusion,
    variants: Mapping[str, Reading],
    deep: bool = False,
    readings: Sequence[Reading] = (),
) -> Missing:
    """The premises of the shapes above that make a conclusion follow which does not.

    readings  all readings of the case, to be asked who says a premise; the bench's own if there are none
    """
    search = _Search(bench, conclusion, variants)
    found = [*search.variants(), *search.drops(), *search.facts()]
    wishes = [*search.literals(), *search.mechanisms()]
    wishes += search.chains()
    if deep:
        wishes += search.implications()
    asked = readings or (bench.reading,)
    premises = (replace(premise, says=_says(premise, asked)) for premise in found + wishes)
    return Missing(tuple(premises), search.tried)


def would_do(bench: Bench, judged: Judgement, readings: Sequence[Reading] = ()) -> Missing:
    """Wishes of their owners that bring about what a given is tied to, while the given waits."""
    held = bench.scenes(judged.conclusion)
    assert held is not None
    condition = conjunction(one.literal for one in judged.tied)
    waits = [waiting(scene, condition) for scene in held]
    if not all(waits):
        return Missing((), 0)
    still = tuple(literal(*each) for each in (waits[0].given if waits[0] else {}).items())
    asked = replace(judged.conclusion, condition=condition, given=still, effect=None)
    search = _Search(bench, asked, {}, frozenset(one.owner for one in judged.tied))
    found = [*search.literals(), *search.mechanisms()]
    every = readings or (bench.reading,)
    premises = (replace(premise, says=_says(premise, every)) for premise in found)
    return Missing(tuple(premises), search.tried)


def _says(premise: Premise, readings: Sequence[Reading]) -> Says | None:
    """Who says a premise, and who its opposite; None of a variant, which nobody says."""
    if isinstance(premise.condition, str):
        return None
    said = Says()
    for line in _brought(premise):
        said += voice.says(line, readings, gone=premise.kind == "drop")
    return said


def _brought(premise: Premise) -> Iterator[Assumption]:
    """The lines that a premise would bring, or take away."""
    assert premise.place is not None and not isinstance(premise.condition, str)
    line = Assumption(Section.WANTS, premise.condition, (), _NO_MARKS, premise.place, premise.actor)
    if premise.kind == "drop":
        for section in _RULES:
            yield replace(line, section=section)
    elif premise.kind == "fact":
        yield replace(line, section=Section.FACTS)
    else:
        yield line
    if premise.also is not None:
        yield replace(line, condition=premise.also.condition, actor=premise.also.actor)


class _Search:
    def __init__(
        self,
        bench: Bench,
        conclusion: Conclusion,
        variants: Mapping[str, Reading],
        wishing: frozenset[str] = frozenset(),
    ) -> None:
        """wishing  whose wishes are tried; everybody's where nobody is named"""
        self.reading = bench.reading
        self.bench = bench
        self.conclusion = conclusion
        self._variants = variants
        self._wishing = wishing
        found = bench.scenes(conclusion)
        assert found is not None
        self.scenes = found
        self.tried = 0
        self._literals: dict[tuple[int, Literal], str] = {}  # wishes that suffice -> where
        self._weak: list[tuple[int, Literal, Literal]] = []  # mechanisms that do not

    # --- edits of the case

    def _follows(self, reading: Reading) -> bool:
        self.tried += 1
        step("the premises that are missing")
        try:
            return judge(scenes(build(reading), self.conclusion)) is Verdict.FOLLOWS
        except Infeasible:
            return False

    def variants(self) -> Iterator[Premise]:
        for name, reading in self._variants.items():
            if self._follows(reading):
                yield Premise("variant", name, _first_place(reading, self.reading))

    def drops(self) -> Iterator[Premise]:
        lines = [line for line in once(self.reading) if line.section in _RULES]
        for line in lines:
            if self._follows(without(self.reading, with_echoes(self.reading, (line,)))):
                yield Premise("drop", _known(line.condition), line.place)

    def facts(self) -> Iterator[Premise]:
        known = {name: line for line in self.reading.settings for name in _names(line)}
        for fact in self.reading.facts:
            line = known.get(fact.id)
            for value in (True, False):
                wanted = literal(fact.id, value)
                if line is not None and line.condition == wanted:
                    continue
                setting = Assumption(Section.FACTS, wanted, (), _NO_MARKS, fact.place)
                others = tuple(s for s in self.reading.settings if fact.id not in _names(s))
                if self._follows(replace(self.reading, settings=(*others, setting))):
                    yield Premise("fact", wanted, line.place if line else fact.place)

    # --- wishes added to one actor's list

    @cached_property
    def _options(self) -> tuple[str, ...]:
        return tuple(option.name for option in self.reading.options)

    @cached_property
    def _owner(self) -> Mapping[str, int]:
        actors = [actor.name for actor in self.reading.actors]
        return {o.name: actors.index(o.actor) for o in self.reading.options}

    @cached_property
    def _every_literal(self) -> tuple[Literal, ...]:
        return tuple((name, value) for name in self._options for value in (True, False))

    @cached_property
    def _goals(self) -> tuple[Literal, ...]:
        return tuple(sorted(conclusion_literals(self.conclusion) & set(self._every_literal)))

    @cached_property
    def _rankable(self) -> tuple[int, ...]:
        """The actors whose list can take one more line (rankings and weights cannot)."""
        model = self.scenes[0].model
        return tuple(
            maker
            for maker, prefers in enumerate(model.preferences)
            if isinstance(prefers, Statements)
            and (not self._wishing or model.makers[maker] in self._wishing)
        )

    def literals(self) -> Iterator[Premise]:
        goals = set(self._goals)
        for maker in self._rankable:
            tried = self._tried(maker, [literal(*wish) for wish in self._every_literal])
            for wish in self._every_literal:
                where = tried.where(literal(*wish))
                if where is None:
                    continue
                self._literals[maker, wish] = where
                own = wish in goals and self._owner[wish[0]] == maker
                premise = self._premise("literal", maker, literal(*wish), where)
                restates = own or tried.only_a_yardstick(literal(*wish))
                yield replace(premise, restates=restates)

    def mechanisms(self) -> Iterator[Premise]:
        for goal in self._goals:
            maker = self._owner[goal[0]]
            if maker not in self._rankable:
                continue
            rules = {
                cause: Implies(literal(*cause), literal(*goal))
                for cause in self._every_literal
                if self._owner[cause[0]] != maker and not self._true_today(cause)
            }
            tried = self._tried(maker, rules.values())
            for cause, rule in rules.items():
                where = tried.where(rule)
                if where is None:
                    self._weak.append((maker, cause, goal))
                else:
                    yield self._premise("mechanism", maker, rule, where)

    def chains(self) -> Iterator[Premise]:
        for maker, cause, goal in self._weak:
            giver = self._owner[cause[0]]
            if giver not in self._rankable or (giver, cause) in self._literals:
                continue
            if cause[0] not in self._spoken_of(maker):
                continue
            wish = literal(*cause)
            rule = Implies(wish, literal(*goal))
            where = self._tried(maker, [rule], (giver, wish)).where(rule)
            if where is not None:
                also = Also(self.reading.actors[giver].name, wish)
                yield replace(self._premise("chain", maker, rule, where), also=also)

    def implications(self) -> Iterator[Premise]:
        for maker in self._rankable:
            rules = [
                Implies(literal(*cause), literal(*goal))
                for cause in self._every_literal
                if not self._true_today(cause) and (maker, _opposite(cause)) not in self._literals
                for goal in self._every_literal
                if goal[0] != cause[0]
                and (maker, goal) not in self._literals
                and not self._is_mechanism(maker, cause, goal)  # tried already
            ]
            tried = self._tried(maker, rules)
            for rule in rules:
                where = tried.where(rule)
                if where is not None:
                    yield self._premise("implication", maker, rule, where)

    def _is_mechanism(self, maker: int, cause: Literal, goal: Literal) -> bool:
        owns = self._owner[goal[0]] == maker and self._owner[cause[0]] != maker
        return goal in self._goals and owns

    def _true_today(self, wish: Literal) -> bool:
        model = self.bench.worlds[0].model
        test = model.space.test(literal(*wish))
        return all(test(state) for state in model.today)

    def _spoken_of(self, maker: int) -> set[str]:
        wants = self.reading.wants.get(self.reading.actors[maker].name)
        lines = wants.lines if wants else ()
        return {name for line in lines if line.condition for name in names(line.condition)}

    def _tried(
        self, maker: int, wishes: Iterable[Condition], given: tuple[int, Condition] | None = None
    ) -> _Tried:
        """Each wish at each rank of the actor's list; `given`: a wish another actor has besides, its last."""
        step("the premises that are missing")
        own = self._versions[maker]
        assert isinstance(own.wants, tuple)
        ranks = range(len(own.wants) + 1)
        numbers = {
            wish: range(1 + at * len(ranks), 1 + (at + 1) * len(ranks))
            for at, wish in enumerate(dict.fromkeys(wishes))
        }
        self.tried += len(numbers) * len(ranks)
        families = list(self._shared.families)
        if given is not None:
            giver, last = given
            wants = self._versions[giver].wants
            assert isinstance(wants, tuple)
            families[giver] = Family.of((Version((*wants, (last,)), self._versions[giver].ways),))
        alone = Ensemble(self.scenes, tuple(families), known=self._shared.known)
        if not _could(alone, maker):
            return _Tried(self.reading, maker, alone, numbers)
        longer = [
            Version((*own.wants[:at], (wish,), *own.wants[at:]), own.ways)
            for wish in numbers
            for at in ranks
        ]
        families[maker] = self._shared.family(maker, (own, *longer))
        known = self._shared.known if len(longer) < _MOST_SHARED else self._known
        ensemble = Ensemble(self.scenes, tuple(families), known=known)
        return _Tried(self.reading, maker, ensemble, numbers)

    @cached_property
    def _known(self) -> dict[Hashable, Chooser]:
        return {}

    @property
    def _versions(self) -> tuple[Version, ...]:
        return self._shared.versions

    @cached_property
    def _shared(self) -> _Shared:
        if self.bench not in _SHARED:
            _SHARED[self.bench] = _Shared(self.reading)
        return _SHARED[self.bench]

    def _premise(self, kind: str, maker: int, condition: Condition, where: str) -> Premise:
        actor = self.reading.actors[maker]
        wants = self.reading.wants.get(actor.name)
        place = wants.place if wants else actor.place
        return Premise(kind, condition, place, actor.name, where)


@dataclass(frozen=True, eq=False)
class _Shared:
    """What the conclusions of a reading have in common: its actors, and what is found of their lists."""

    reading: Reading
    known: dict[Hashable, Chooser] = field(default_factory=dict)
    _grown: dict[tuple[int, int, Version], Family] = field(default_factory=dict)

    @cached_property
    def versions(self) -> tuple[Version, ...]:
        """Each actor as the case has it."""
        return tuple(as_written(self.reading, actor.name) for actor in self.reading.actors)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Each actor in this one version."""
        return tuple(Family.of((version,)) for version in self.versions)

    def family(self, maker: int, versions: tuple[Version, ...]) -> Family:
        """An actor in several versions; the same one for the same, unless they are very many."""
        if len(versions) > _MOST_SHARED:  # then its choices are not kept, either
            return Family.of(versions)
        key = maker, len(versions), versions[-1]
        kept = self._grown.get(key)
        if kept is None or kept.versions != versions:
            kept = self._grown[key] = Family.of(versions)
        return kept


_SHARED: WeakKeyDictionary[Bench, _Shared] = WeakKeyDictionary()
_MOST_SHARED = 1_000
"""Versions of an actor: of more, what is found is not kept for the next conclusion."""


@dataclass(frozen=True, eq=False)
class _Tried:
    """Wishes added to one actor's list: `versions` has the number of each wish's version by rank.

    The ensemble has the list as written alone where no wish of the actor's could do.
    """

    reading: Reading
    maker: int
    ensemble: Ensemble
    versions: Mapping[Condition, range]

    def where(self, wish: Condition) -> str | None:
        """The ranks at which the wish makes the conclusion follow, in words; None where none does."""
        works = [at for at, version in enumerate(self.versions[wish]) if version in self._follow]
        return position(self.reading, self._actor, works) if works else None

    def only_a_yardstick(self, wish: Condition) -> bool:
        """Whether the wish changes nothing but how the actor who gains or loses is asked to value it."""
        effect = self.ensemble.scenes[0].effect
        if effect is None or effect.maker != self.maker:
            return False
        return self.versions[wish][0] in self._alike

    @property
    def _actor(self) -> str:
        return self.reading.actors[self.maker].name

    @cached_property
    def _follow(self) -> frozenset[int]:
        """The versions under which the conclusion follows."""
        return frozenset(
            int(version)
            for leaf in self.ensemble.leaves()
            if leaf.verdict is Verdict.FOLLOWS
            for version in leaf.box[self.maker]
        )

    @cached_property
    def _alike(self) -> frozenset[int]:
        """The versions that choose as the list is written, wherever its evolution passes."""
        leaf = self.ensemble.leaf((0,) * len(self.ensemble.families), choices=True)
        return frozenset(map(int, leaf.box[self.maker]))


def _could(as_written: Ensemble, maker: int) -> bool:
    """Whether the conclusion could follow whatever one decision maker wishes; asked for a condition."""
    if any(scene.condition is None for scene in as_written.scenes):
        return True
    each = enumerate(as_written.players())
    return could_hold(as_written.scenes, [Player(own, at == maker) for at, own in each])


def _opposite(wish: Literal) -> Literal:
    return wish[0], not wish[1]


def _known(condition: Condition | None) -> Condition:
    assert condition is not None  # only a fact set `silent` has none
    return condition


def _names(line: Assumption) -> set[str]:
    return set(names(line.condition)) if line.condition is not None else set()


def _first_place(variant: Reading, reading: Reading) -> Place | None:
    old = set(reading.assumptions)
    return next((line.place for line in variant.assumptions if line not in old), None)
