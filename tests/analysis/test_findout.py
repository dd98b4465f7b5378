"""What to find out next: by hand on small cases, and against every combination built anew."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import pytest
from tests.analysis.randoms import other_wishes, random_written
from tests.analysis.test_inverse import verdict
from tests.analysis.written import written

from standoff.analysis.vary.contested import same_topic
from standoff.analysis.vary.edit import WRITTEN, edited, edits
from standoff.analysis.vary.findout import find_out
from standoff.analysis.vary.unsettled import Unsettled, Way, unsettled
from standoff.case.entry import (
    Assumption,
    Conclusion,
    Marks,
    Reading,
    Section,
    Stance,
    Wants,
)
from standoff.case.ranks import tiers
from standoff.condition import Condition, Var, literal, rename

# --- random readings, every combination built anew --------------------------------------------------


def with_fact(reading: Reading, rng: random.Random, value: bool | None) -> Reading:
    """The reading with a fact that some of its wishes turn on, set or silent."""
    fact, old = reading.facts[0], reading.options[0].name

    def new(name: str) -> Condition:
        return Var(fact.id) if name == old and rng.random() < 0.6 else Var(name)

    wants = {
        actor: replace(
            own,
            lines=tuple(
                replace(line, condition=rename(line.condition, new))
                for line in own.lines
                if line.condition is not None
            ),
        )
        for actor, own in reading.wants.items()
    }
    known = () if value is None else (literal(fact.id, value),)
    settings = tuple(
        Assumption(Section.FACTS, one, (), Marks(), fact.place, fact=fact.id) for one in known
    )
    return replace(reading, wants=wants, settings=settings)


def readings_of(seed: int) -> list[Reading]:
    """Three random readings with the same actors, options and a fact; the first is asked."""
    rng = random.Random(seed)
    text, _ = random_written(rng)
    text = text.replace("options:\n", "facts: {f: is it so?}\noptions:\n", 1)
    values: list[bool | None] = [rng.choice((True, False, None)), True, False]
    first = with_fact(written(text), rng, values[0])
    others = [with_fact(other_wishes(rng, text), rng, value) for value in values[1:]]
    return [replace(one, id=name) for one, name in zip((first, *others), "abc", strict=True)]


def asked(seed: int) -> Iterator[tuple[list[Reading], Conclusion]]:
    """The readings with each conclusion that the first can be asked about."""
    readings = readings_of(seed)
    for conclusion in readings[0].conclusions:
        if verdict(readings[0], conclusion) is not None:
            yield readings, conclusion


def relisted(wants: Wants, ranks: Sequence[Sequence[Condition]]) -> Wants:
    """The actor with this list."""
    lines = tuple(
        Assumption(Section.WANTS, wish, (), Marks(), wants.place, wants.actor, tied=at > 0)
        for rank in ranks
        for at, wish in enumerate(rank)
    )
    return replace(wants, stance=Stance.STATEMENTS, lines=lines)


def settled(reading: Reading, item: Unsettled, way: Way) -> Reading:
    """A combination with something settled, by editing its lists or its lines."""
    if item.actor is None:
        return reading if way.edit is None else edited(reading, (way.edit,))
    wants = reading.wants[item.actor]
    ranks = [[line.condition for line in rank if line.condition] for rank in tiers(wants.lines)]
    own = [way.value] if way.value is not None else []
    if item.silent:
        return reading if ranks else _with(reading, relisted(wants, [own] if own else []))
    new = [
        [kept for wish in rank for kept in (own if same_topic(wish, item.condition) else [wish])]
        for rank in ranks
    ]
    return _with(reading, relisted(wants, [rank for rank in new if rank]))


def _with(reading: Reading, wants: Wants) -> Reading:
    return replace(reading, wants={**reading.wants, wants.actor: wants})


def changes(combination: Reading, item: Unsettled, conclusion: Conclusion) -> bool:
    """Whether the ways of settling it do not all give one verdict."""
    verdicts = {verdict(settled(combination, item, way), conclusion) for way in item.ways}
    return len(verdicts - {None}) > 1


def combinations(readings: Sequence[Reading]) -> Iterator[Reading]:
    """The first reading under every combination of lists."""
    first = readings[0]
    for chosen in itertools.product(readings, repeat=len(first.actors)):
        pairs = zip(first.actors, chosen, strict=True)
        wants: Mapping[str, Wants] = {actor.name: one.wants[actor.name] for actor, one in pairs}
        yield replace(first, wants=wants)


def beside(reading: Reading, item: Unsettled, conclusion: Conclusion) -> tuple[int, int]:
    """How many changes of a line that is not its own it changes the verdict beside, and of how many."""
    found = of = 0
    for edit in edits(reading, WRITTEN):
        if edit.takes & item.takes:
            continue
        of += 1
        each = [(edit, *((way.edit,) if way.edit else ())) for way in item.ways]
        verdicts = {verdict(edited(reading, chosen), conclusion) for chosen in each} - {None}
        found += len(verdicts) > 1
    return found, of


@pytest.mark.parametrize("block", range(4))
def test_the_named_thing_changes_as_many_verdicts_as_said_and_no_other_more(block: int) -> None:
    kinds, named, none = set(), 0, 0
    for seed in range(block * 4, block * 4 + 4):
        for readings, conclusion in list(asked(seed))[:3]:
            found = find_out(readings[0], conclusion, readings)
            items = unsettled(readings[0], readings, conclusion)
            every = list(combinations(readings))
            counts = []
            for item in items:
                lists = sum(changes(one, item, conclusion) for one in every)
                counts.append((lists, *beside(readings[0], item, conclusion)))
            totals = [lists + single for lists, single, _ in counts]
            assert found.tried == len(items)
            assert found.combinations == len(every)
            if not any(totals):
                assert found.found is None
                none += 1
                continue
            at = totals.index(max(totals))
            assert found.found is not None
            assert found.found.item.condition == items[at].condition, (seed, conclusion.text)
            assert (found.found.item.section, found.found.item.actor) == (
                items[at].section,
                items[at].actor,
            )
            assert found.found.lists is not None
            assert (found.found.lists.changes, found.found.lists.of) == (counts[at][0], len(every))
            changed = found.found.changed
            assert (changed.changes, changed.of) == counts[at][1:], (seed, conclusion.text)
            assert found.found.changes == totals[at]
            kinds.add(items[at].what)
            named += 1
    assert named > 5
    assert none + named > 8
