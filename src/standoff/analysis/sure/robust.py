"""How sure is an answer: how many changes turn it, and whose list decides.

First the changes: over the written lines, how many single edits and pairs (and triples) turn the
verdict, and the smallest sets that do. Then the lists: each actor's whole list taken from each reading,
and silence where a reading is silent. A share is a count of combinations of these, never a probability:
what no reading states is in none of them. Last, over the same combinations: which one thing that is not
settled is worth finding out (`standoff.analysis.sure.findout`).

In how many combinations a situation is an equilibrium is counted exactly (`standoff.gmcr.many.batch`). Ends
are enumerated, leaf by leaf (`standoff.analysis.vary.lists`), and sampled beyond a bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from standoff.analysis.ask import (
    Cannot,
    as_asked,
    each_answer,
    question,
    require_possible,
    require_wishes,
)
from standoff.analysis.asking import Around, Command
from standoff.analysis.judge.compare import follows
from standoff.analysis.judge.ensemble import Ensemble
from standoff.analysis.judge.verdict import Scene, Verdict, scenes
from standoff.analysis.sure.findout import FindOut, find_out
from standoff.analysis.vary.edit import IMPLIED, WRITTEN, edits
from standoff.analysis.vary.lists import Decides, LeftOut, Lists, whose_list
from standoff.analysis.vary.search import EditSet, Search
from standoff.case.build import Facts, World, build
from standoff.case.entry import Conclusion, Question, Reading
from standoff.gmcr.concept.table import USUAL, Concept, concept
from standoff.gmcr.many.batch import Ensemble as Batch
from standoff.problem import NotComputed

# --- how many changes it takes ------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Turning:
    """How many sets of edits of each size turn the verdict.

    `flips[k]` of `of[k]` sets of k edits do; `hinges[k]` are those of them without a smaller one
    inside. Sets under which nothing can be built turn nothing.
    """

    verdict: Verdict
    flips: Mapping[int, int]
    of: Mapping[int, int]
    hinges: Mapping[int, tuple[EditSet, ...]]

    @cached_property
    def smallest(self) -> tuple[EditSet, ...]:
        """The sets of the least size that turn it; none within the sizes looked at."""
        return next((sets for _, sets in sorted(self.hinges.items()) if sets), ())

    @property
    def changes(self) -> Mapping[str, Mapping[str, int]]:
        """Size -> how many sets of edits there are, turn the verdict, and hold no smaller one that does."""
        return {
            str(size): {"flips": flips, "of": self.of[size], "hinges": len(self.hinges[size])}
            for size, flips in self.flips.items()
        }


def turning(
    reading: Reading, conclusion: Conclusion, most: int = 2, implied: bool = False
) -> Turning:
    """Every set of up to `most` edits of the written lines (with `implied`, of what no line says too)."""
    search = Search(reading, conclusion, edits(reading, (*WRITTEN, *(IMPLIED if implied else ()))))
    leaves = list(search.leaves(most))
    # The first leaf holds the empty set: the reading as written.
    verdict = leaves[0].leaf.verdict
    turned = [leaf for leaf in leaves if leaf.leaf.verdict is not verdict]
    flips = [sum(sizes) for sizes in zip(*(leaf.sizes(most) for leaf in turned), strict=True)]
    hinges: dict[int, tuple[EditSet, ...]] = {}
    small: set[frozenset[int]] = set()
    for size in range(1, most + 1):
        sets = [chosen for leaf in turned for chosen in leaf.sets(size)]
        hinges[size] = tuple(chosen for chosen in sets if not _holds_smaller(chosen, small))
        small |= {frozenset(map(id, chosen)) for chosen in hinges[size]}
    total = search.total(most)
    sizes = range(1, most + 1)
    return Turning(
        verdict,
        {size: int(flips[size]) if flips else 0 for size in sizes},
        {size: int(total[size]) for size in sizes},
        hinges,
    )


def _holds_smaller(chosen: EditSet, small: set[frozenset[int]]) -> bool:
    edits_ = frozenset(map(id, chosen))
    return any(smaller < edits_ for smaller in small)


# --- equilibria ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """In how many combinations of lists a situation is an equilibrium: exact."""

    HIDDEN = ("state",)
    NAMED = MappingProxyType({"taken": "state", "count": "in"})
    ALSO = ("exact",)

    concept: str
    state: int
    taken: tuple[str, ...]
    facts: Facts
    count: int
    of: int

    exact = True


def shares(
    lists: Lists, world: World, states: Sequence[int], concepts: Sequence[str] = USUAL
) -> Iterator[Share]:
    """In how many combinations of lists each of some situations is an equilibrium."""
    ensemble = Ensemble((Scene(world, world.model, {}),), lists.families)
    batch = Batch(world.model, ensemble.preferences())
    space = world.model.space
    for name in concepts:
        for state, count in zip(states, _counts(batch, concept(name), states), strict=True):
            yield Share(name, state, space.taken(state), world.open, count, lists.count)


def _counts(batch: Batch, concept: Concept, states: Sequence[int]) -> list[int]:
    if concept.foresight > 1 and not concept.knows_opponents:
        # Any move may be the answer: that leads nearly everywhere, and all states at once are sooner.
        everywhere = batch.shares(concept.id)
        return [int(everywhere[batch.model.space.index(state)]) for state in states]
    return [batch.share(concept.id, state) for state in states]


# --- all of it ----------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Robust:
    """How sure an answer is."""

    HIDDEN = ("reading", "conclusion", "turning", "decides")
    NAMED = MappingProxyType({"shares": "equilibria"})
    ALSO = MappingProxyType(
        {
            **{name: name for name in ("ask", "verdict", "changes", "smallest", "lists")},
            **{name: name for name in ("combinations", "distinct", "left_out")},
            "id": "reading",
        }
    )

    reading: Reading
    conclusion: Conclusion
    turning: Turning
    decides: Decides
    shares: tuple[Share, ...]
    find_out: FindOut

    @property
    def ask(self) -> str:
        """What was asked."""
        return as_asked(self.conclusion)

    @property
    def id(self) -> str:
        """`003`, or `003:VARIANT`."""
        return self.reading.name

    @property
    def verdict(self) -> Verdict:
        """What becomes of it in the reading as written."""
        return self.turning.verdict

    @property
    def changes(self) -> Mapping[str, Mapping[str, int]]:
        """How many sets of edits turn the verdict, by size."""
        return self.turning.changes

    @property
    def smallest(self) -> tuple[EditSet, ...]:
        """The smallest sets of edits that turn it."""
        return self.turning.smallest

    @property
    def lists(self) -> Mapping[str, Mapping[str, str]]:
        """Actor -> reading -> the outcome under that reading's list for the actor."""
        return self.decides.alone

    @property
    def combinations(self) -> Mapping[str, Any]:
        """Outcomes counted over all combinations of lists."""
        return self.decides.combinations

    @property
    def distinct(self) -> Mapping[str, int] | None:
        """The same with equal lists counted once; None where combinations were sampled."""
        return self.decides.distinct

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What of the other readings' lists could not be taken over."""
        return self.decides.lists.left_out


def robust(
    reading: Reading,
    conclusion: Conclusion,
    readings: Sequence[Reading] = (),
    deep: bool = False,
    implied: bool = False,
) -> Robust:
    """How many changes turn the answer, whose list decides, how often its ends are equilibria; and what
    to find out next.

    raises  NotComputed   where nobody wishes anything, or a published model has no lines
            Infeasible    where no situation has the condition
    """
    require_wishes(reading)
    if reading.model is not None:
        raise NotComputed("cannot be answered: a published model has no lines that could change")
    worlds = build(reading)
    require_possible(worlds, conclusion)
    turned = turning(reading, conclusion, 3 if deep else 2, implied)
    decided = whose_list(reading, conclusion, readings)
    counts: list[Share] = []
    for scene in scenes(worlds, conclusion):
        ends = sorted({state for end in scene.evolution.ends for state in end})
        world = replace(scene.world, model=scene.model)
        counts += shares(decided.lists, world, ends, USUAL if deep else ("NASH",))
    next_ = find_out(reading, conclusion, readings)
    return Robust(reading, conclusion, turned, decided, tuple(counts), next_)


# --- as a question ---------------------------------------------------------------------------------


def command(asked: Command) -> tuple[Robust | Cannot, ...]:
    """How sure every reading asked is of its answer."""
    deep, implied = asked.parameters["deep"], asked.parameters["implied"]

    def answer(reading: Reading) -> Robust:
        with asked.progress(f"asking {reading.full}"):
            return robust(reading, question(reading, asked.about), asked.every, deep, implied)

    return each_answer(asked.asked, answer, ask=asked.about)


def asked(reading: Reading, question: Question, around: Around) -> Robust:
    """The answer to a question about a condition."""
    assert question.conclusion is not None  # the syntax asks for one
    return robust(reading, question.conclusion, around.readings)


mark = follows
