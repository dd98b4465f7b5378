"""Was the author right by his own premises: each conclusion judged, and what it rests on.

`rests_on` are the smallest sets of written lines (up to two) whose removal changes the verdict or makes
a conjunct inert. A conclusion that does not follow is a *gap* when no line stands against it (it
follows once its conjuncts are the last wishes of everybody) and *opposed* otherwise. See
`standoff.analysis.judge.premise` for what would close a gap.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

from standoff.analysis.judge.pivot import SETTING, Lists, Pivots, less
from standoff.analysis.judge.refute import Refutation, refutation
from standoff.analysis.judge.verdict import (
    By,
    Forced,
    Scene,
    Support,
    Verdict,
    given_values,
    judge,
    others,
    scenes,
    supports,
)
from standoff.case.build import World, build, preference, settle
from standoff.case.entry import Assumption, Conclusion, Reading, Section, Wants
from standoff.citation import Citation
from standoff.condition import Condition, as_literal, conjuncts, literal, literals, names
from standoff.gmcr.budget import step
from standoff.gmcr.concept.law import solve
from standoff.gmcr.concept.settled import countable
from standoff.gmcr.conflict.preference import Preference, Statements
from standoff.problem import Infeasible

LineSet = tuple[Assumption, ...]


@dataclass(frozen=True)
class Elsewhere:
    """Stable elsewhere, not reached: of all Nash equilibria, those in which a condition holds."""

    holds_in: int
    equilibria: int


@dataclass(frozen=True)
class Judgement:
    """One conclusion of a reading, judged.

    `flips` are the given options, as literals, that make a difference when flipped alone; `elsewhere` is
    given when the conclusion does not follow; `forced` is what others have to do for the given to be
    possible at all. `refuted_by`: where it does not follow, the situation against it and the moves that lead
    there. `grounded`: whether what it rests on was looked for; until then only the verdict, what makes it so
    and what refutes it are known.
    """

    ALSO: ClassVar[tuple[str, ...]] = ("condition", "given", "citations", "supported", "restates")
    HIDDEN: ClassVar[tuple[str, ...]] = ("conclusion", "grounded")
    SPARSE: ClassVar[bool] = True
    KEEP: ClassVar[tuple[str, ...]] = ("by", "rests_on", "opposed", "flips", "elsewhere", "gap")

    conclusion: Conclusion
    verdict: Verdict
    by: tuple[Support, ...] = ()
    rests_on: tuple[LineSet, ...] = ()
    opposed: bool = False
    flips: tuple[Condition, ...] = ()
    elsewhere: Elsewhere | None = None
    forced: tuple[Forced, ...] = ()
    refuted_by: Refutation | None = None
    grounded: bool = True

    @property
    def tied(self) -> tuple[Forced, ...]:
        """What makes it so only because the given cannot be without it."""
        found = (one for support in self.by if support.by is By.TIED for one in support.forced)
        return tuple(dict.fromkeys(found))

    @property
    def condition(self) -> Condition | str:
        """What is concluded, without what is given."""
        return self.conclusion.condition or " ".join(self.conclusion.effect or ())

    @property
    def given(self) -> tuple[Condition, ...]:
        """What it is concluded under."""
        return self.conclusion.given

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where the author concludes it."""
        return self.conclusion.citations

    @property
    def supported(self) -> bool:
        """It follows, and something moves, holds or bars every conjunct."""
        return bool(self.by) and all(support.by.shows for support in self.by)

    @cached_property
    def restates(self) -> bool:
        """It rests on nothing but bare literals of itself."""
        own = conclusion_literals(self.conclusion)
        lines = {line for lines in self.rests_on for line in lines}
        return bool(lines) and all(
            line.condition is not None and as_literal(line.condition) in own for line in lines
        )


def conclusion_literals(conclusion: Conclusion) -> frozenset[tuple[str, bool]]:
    """The literals a conclusion is made of, its given options apart."""
    return literals(conclusion.condition) if conclusion.condition is not None else frozenset()


@dataclass(frozen=True, eq=False)
class Bench:
    """A reading on the bench: its conclusions judged under edits of its lines.

    Models are shared: removing wishes re-uses the states and moves already worked out, other edits
    build the case anew, once each.
    """

    reading: Reading

    @cached_property
    def worlds(self) -> tuple[World, ...]:
        return build(self.reading)

    @cached_property
    def _rebuilt(self) -> dict[frozenset[Assumption], tuple[World, ...] | None]:
        return {frozenset(): self.worlds}

    @cached_property
    def _staged(self) -> dict[tuple[Conclusion, frozenset[Assumption]], tuple[Scene, ...] | None]:
        return {}

    def scenes(
        self, conclusion: Conclusion, removed: Iterable[Assumption] = ()
    ) -> tuple[Scene, ...] | None:
        """The conclusion's scenes without these lines; None where nothing can be built from the rest."""
        step()
        gone = frozenset(echo for line in removed for echo in self._echoes.get(_says(line), {line}))
        rules = frozenset(line for line in gone if line.section is not Section.WANTS)
        found = self._stage(conclusion, rules)
        if found is None:
            return None
        for actor in dict.fromkeys(line.actor for line in gone - rules):
            assert actor is not None
            wishes = frozenset(line for line in gone if line.actor == actor)
            found = tuple(
                scene.prefer(scene.model.maker(actor), self._list(scene.world, actor, wishes))
                for scene in found
            )
        return found

    @cached_property
    def _echoes(self) -> Mapping[tuple[object, ...], frozenset[Assumption]]:
        """What a line says -> the lines that say so."""
        found: dict[tuple[object, ...], set[Assumption]] = {}
        for line in self.reading.assumptions:
            found.setdefault(_says(line), set()).add(line)
        return {said: frozenset(lines) for said, lines in found.items()}

    def _list(self, world: World, actor: str, gone: frozenset[Assumption]) -> Preference:
        """An actor's list without some of its wishes."""
        key = frozenset(world.facts.items()), gone
        if key not in self._lists:
            left = _kept(self.reading.wants[actor], gone)
            self._lists[key] = preference(left, world.model.space, settle(world.facts))
        return self._lists[key]

    @cached_property
    def _lists(self) -> dict[Hashable, Preference]:
        return {}

    def _stage(
        self, conclusion: Conclusion, rules: frozenset[Assumption]
    ) -> tuple[Scene, ...] | None:
        if (conclusion, rules) not in self._staged:
            self._staged[conclusion, rules] = None
            worlds = self._worlds(rules)
            if worlds is not None:
                self._staged[conclusion, rules] = _possible(worlds, conclusion, bool(rules))
        return self._staged[conclusion, rules]

    def _worlds(self, rules: frozenset[Assumption]) -> tuple[World, ...] | None:
        if rules not in self._rebuilt:
            try:
                self._rebuilt[rules] = build(without(self.reading, rules))
            except Infeasible:
                self._rebuilt[rules] = None
        return self._rebuilt[rules]

    def verdict(self, conclusion: Conclusion, removed: Iterable[Assumption] = ()) -> Verdict:
        """The verdict without these lines; undetermined where nothing can be built from the rest."""
        found = self.scenes(conclusion, removed)
        return judge(found) if found is not None else Verdict.UNDETERMINED

    def followed(self, conclusion: Conclusion) -> bool:
        """Whether all that the verdict reads was followed to its end: else nothing more is asked of it."""
        found = self.scenes(conclusion) or ()
        return all(course.complete for scene in found for course in scene.courses)

    def judge(self, conclusion: Conclusion) -> Judgement:
        """Verdict, what makes it so, what it rests on, and whether a failure is a gap or opposed."""
        return self.grounded(self.first(conclusion))

    def first(self, conclusion: Conclusion) -> Judgement:
        """Verdict, what makes it so, and what refutes it: what is known at once."""
        found = self.scenes(conclusion)
        assert found is not None
        return Judgement(
            conclusion,
            judge(found),
            supports(self.reading, found),
            forced=others(self.reading, found),
            refuted_by=refutation(self.reading, conclusion, found),
            grounded=False,
        )

    def grounded(self, first: Judgement) -> Judgement:
        """The judgement with what it rests on, and whether a failure is a gap or opposed."""
        conclusion, verdict = first.conclusion, first.verdict
        if not self.followed(conclusion):
            return replace(first, grounded=True)
        found = self.scenes(conclusion)
        assert found is not None
        return replace(
            first,
            rests_on=tuple(self._rests_on(conclusion, first.by)),
            opposed=verdict is Verdict.FAILS and self._opposed(conclusion, found),
            flips=tuple(self._flips(conclusion, verdict)),
            elsewhere=None if verdict is Verdict.FOLLOWS else _elsewhere(found),
            grounded=True,
        )

    def _rests_on(self, conclusion: Conclusion, by: tuple[Support, ...]) -> Iterator[LineSet]:
        if not by:
            return
        lines = once(self.reading)
        read = self._pivotal(conclusion)
        pivots = [line for line in lines if line in read]
        turning = self._turning(conclusion)
        single = [
            (line,) for line in pivots if line in turning and self._matters(conclusion, by, (line,))
        ]
        if single:
            yield from single
            return
        left: dict[Assumption, frozenset[Assumption]] = {}

        def turns(line: Assumption, without: Assumption) -> bool:
            """Whether one line may still matter once another is gone."""
            if line.section in SETTING:
                return True
            if _wishes(without) and without not in read:  # all is as with it
                return line in read
            if without not in left:
                left[without] = self._turning(conclusion, without)
            return line in left[without]

        together = self._together(conclusion, [line for line in lines if line not in turning])
        for one, other in itertools.combinations(lines, 2):
            calm = turning.isdisjoint((one, other))
            if calm and frozenset((one, other)) not in together:
                continue
            if _wishes(one, other) and read.isdisjoint((one, other)):
                continue
            # What changes nothing once the other line is gone changes no more than the other line does.
            # What is left of a rule's world says so of many wishes at once, so that is looked at first.
            rule, line = (other, one) if _wishes(one) else (one, other)
            if not (calm and _wishes(one) == _wishes(other)) and not (
                turns(line, rule) and turns(rule, line)
            ):
                continue
            if self._matters(conclusion, by, (one, other)):
                yield one, other

    @cached_property
    def _pivots(self) -> Pivots:
        return Pivots(self.reading)

    def _pivotal(self, conclusion: Conclusion, *removed: Assumption) -> frozenset[Assumption]:
        """The lines that may matter once some are gone; of those that say the same, all."""
        found = self.scenes(conclusion, removed)
        if found is None:
            return frozenset(self.reading.assumptions)
        return self._echoed(self._pivots.of(found, self._lists_without(removed)))

    def _turning(self, conclusion: Conclusion, *removed: Assumption) -> frozenset[Assumption]:
        """The lines of which each alone may matter once some are gone; of those that say the same, all."""
        found = self.scenes(conclusion, removed)
        if found is None:
            return frozenset(self.reading.assumptions)
        lists = self._lists_without(removed)
        return self._echoed(self._pivots.alone(found, lists, self._echo))

    def _together(
        self, conclusion: Conclusion, calm: Collection[Assumption]
    ) -> frozenset[frozenset[Assumption]]:
        """Of lines without each of which alone nothing turns the pairs without which something may."""
        found = self.scenes(conclusion)
        assert found is not None
        return self._pivots.together(found, self._lists_without(()), calm, self._echo)

    def _lists_without(self, removed: Iterable[Assumption]) -> Lists:
        gone = self._echoed(removed)

        def lists(actor: str, more: frozenset[Assumption] = frozenset(), /) -> Iterable[Assumption]:
            wants = self.reading.wants.get(actor)
            return () if wants is None else _kept(wants, gone | more).lines

        return lists

    def _echo(self, line: Assumption) -> frozenset[Assumption]:
        """A line and those that say the same."""
        return self._echoes[_says(line)]

    def _echoed(self, lines: Iterable[Assumption]) -> frozenset[Assumption]:
        """Lines and those that say the same."""
        return frozenset(echo for line in lines for echo in self._echoes[_says(line)])

    def _matters(self, conclusion: Conclusion, by: tuple[Support, ...], lines: LineSet) -> bool:
        found = self.scenes(conclusion, lines)
        if (
            found is None
        ):  # the rest cannot be built: the lines are needed for there to be an answer
            return False
        if judge(found) is not Verdict.FOLLOWS:
            return True
        left = {one.conjunct: one.by for one in supports(self.reading, found, decided=False)}
        return any(
            support.by.shows and not left.get(support.conjunct, support.by).shows for support in by
        )

    def _opposed(self, conclusion: Conclusion, found: tuple[Scene, ...]) -> bool:
        if (
            conclusion.effect is not None
        ):  # nothing to wish for: opposed where the contrary comes out
            return {scene.outcome for scene in found} <= {"gains", "loses"}
        return judge(_wished_by_all(scene) for scene in found) is not Verdict.FOLLOWS

    def _flips(self, conclusion: Conclusion, verdict: Verdict) -> Iterator[Condition]:
        given = given_values(conclusion)
        # The act of a gain or loss is compared with its flip already.
        circumstances = list(given)[1:] if conclusion.effect else list(given)
        for name in circumstances:
            flipped = {**given, name: not given[name]}
            changed = replace(conclusion, given=tuple(literal(n, v) for n, v in flipped.items()))
            other = _possible(self.worlds, changed, True)
            if other is not None and judge(other) is not verdict:
                yield literal(name, given[name])


def _wishes(*lines: Assumption) -> bool:
    return all(line.section is Section.WANTS for line in lines)


def _possible(
    worlds: tuple[World, ...], conclusion: Conclusion, edited: bool
) -> tuple[Scene, ...] | None:
    try:
        return scenes(worlds, conclusion)
    except Infeasible:
        if not edited:  # as written, a world that cannot be is the case's fault and must be said
            raise
        return None


def _says(line: Assumption) -> tuple[object, ...]:
    """What a line says, wherever it stands."""
    return line.section, line.actor, line.condition, line.fact


def once(reading: Reading) -> tuple[Assumption, ...]:
    """The lines, what is written twice once: a line that says again what an earlier one says adds nothing."""
    return tuple({_says(line): line for line in reversed(reading.assumptions)}.values())[::-1]


def with_echoes(reading: Reading, lines: Iterable[Assumption]) -> frozenset[Assumption]:
    """The lines and those that say the same: what is written twice is taken away only with both."""
    gone = frozenset(lines)
    said = set(map(_says, gone))
    return gone | {line for line in reading.assumptions if _says(line) in said}


def without(reading: Reading, removed: frozenset[Assumption]) -> Reading:
    """The case as if these lines had not been written."""

    def kept(lines: tuple[Assumption, ...]) -> tuple[Assumption, ...]:
        return tuple(line for line in lines if line not in removed)

    wants = {actor: _kept(wants, removed) for actor, wants in reading.wants.items()}
    return replace(
        reading,
        settings=kept(reading.settings),
        now=kept(reading.now),
        impossible=kept(reading.impossible),
        no_way_back=kept(reading.no_way_back),
        wants=wants,
    )


def _kept(wants: Wants, removed: frozenset[Assumption]) -> Wants:
    lines = less(wants.lines, removed)
    return wants if lines is wants.lines else replace(wants, lines=lines)


def _wished_by_all(scene: Scene) -> Scene:
    assert scene.condition is not None
    last = tuple((conjunct,) for conjunct in conjuncts(scene.condition))
    for maker, prefers in enumerate(scene.model.preferences):
        if isinstance(prefers, Statements):
            scene = scene.prefer(maker, Statements(prefers.tiers + last))
    return scene


def _elsewhere(found: tuple[Scene, ...]) -> Elsewhere | None:
    """Over all scenes: the Nash equilibria where the condition holds, and all of them."""
    holding = total = 0
    for scene in found:
        if scene.condition is None:
            return None
        model, times = scene.model.reduced(names(scene.condition))
        if not countable(model):
            return None
        resting = solve(model, ["NASH"])
        holding += times * resting.where(scene.condition).count("NASH")
        total += times * resting.count("NASH")
    return Elsewhere(holding, total)
