"""Which situations are stable, for whom and under which concept: the solution of a model as a record.

Of a world of a reading, situations are the options taken, and beyond `MAX_LISTED` of them they are counted
and not listed. Of a model file, situations are called as the file calls them, and always listed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from standoff.analysis import ask
from standoff.case.build import STRONG, UNSURE, Facts, World, build, unsure
from standoff.case.entry import Assumption, Reading
from standoff.case.modelfile import ModelFile, Name
from standoff.case.wish import much_better, outlooks, unknown_actors
from standoff.condition import Condition
from standoff.gmcr.concept.attitude import in_words
from standoff.gmcr.concept.law import Solution
from standoff.gmcr.concept.table import CONCEPTS, Extension, Need, concept, needing
from standoff.gmcr.engine.sanction import SANCTIONS

MAX_LISTED = 4096
"""More states than this are counted, not listed, and the result says so."""
MAX_SHOWN = 30
"""More equilibria than this are counted, not listed, where a person reads."""

Situations: TypeAlias = tuple[tuple[str, ...], ...] | tuple[Name, ...] | int | None
"""Situations as the options taken, or by name; how many there are; None where they were not counted."""


@dataclass(frozen=True)
class Stable:
    """What is stable under one concept: for each decision maker, and for all of them."""

    per_dm: Mapping[str, Situations]
    equilibria: Situations


@dataclass(frozen=True)
class Equilibrium:
    """A situation that is stable for everyone.

    taken     the options taken, in words where a model file has them
    name      what a model file calls it; `pattern`: `YN-` over the options in order
    """

    taken: tuple[str, ...]
    name: str = ""
    pattern: str = ""


@dataclass(frozen=True, eq=False)
class Solved:
    """The solution of one model.

    uncounted   concept -> why the situations stable for everyone could not be counted
    refused     concept -> why it was not computed
    """

    HIDDEN: ClassVar[tuple[str, ...]] = ("solution",)
    ALSO: ClassVar[tuple[str, ...]] = (
        *("model", "states", "engine", "why", "concepts", "unsupported"),
        *("sanctions", "refused"),
    )
    SPARSE: ClassVar[bool] = True

    solution: Solution
    uncounted: Mapping[str, str] = field(default_factory=dict, kw_only=True)

    @property
    def model(self) -> str:
        """The model's name."""
        return self.solution.model.name

    @property
    def makers(self) -> tuple[str, ...]:
        """The decision makers."""
        return self.solution.model.makers

    @property
    def states(self) -> int:
        """How many situations there are."""
        return self.solution.size

    @property
    def engine(self) -> str:
        """The name of the engine."""
        return self.solution.engine

    @property
    def why(self) -> str:
        """How the engine came to be chosen."""
        return self.solution.why

    @property
    def unsupported(self) -> tuple[str, ...]:
        """Decision makers without wishes: that they stay shows nothing."""
        return self.solution.model.unsupported

    @property
    def sanctions(self) -> str:
        """How the others may answer."""
        return self.solution.sanctions

    @property
    def answering(self) -> str:
        """The same in words; empty for the usual way."""
        return "" if self.sanctions == "sequences" else SANCTIONS[self.sanctions].words

    @property
    def refused(self) -> Mapping[str, str]:
        """Concept -> why it was not computed."""
        return self.solution.refused

    @cached_property
    def concepts(self) -> Mapping[str, Stable]:
        """Concept -> what is stable, listed or counted."""
        return {
            concept: Stable(
                dict(zip(self.makers, map(self._situations, sets), strict=True)),
                None
                if concept in self.uncounted
                else self._situations(self.solution.equilibria(concept))
                if self._listed
                else self.together[concept],
            )
            for concept, sets in self.solution.stable.items()
        }

    @property
    def _listed(self) -> bool:
        """Whether situations are listed rather than counted."""
        return True

    def _situations(self, states: Any) -> Situations:
        raise NotImplementedError

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Concept -> decision maker -> for how many situations it is stable."""
        count = self.solution.game.count
        return {
            concept: dict(zip(self.makers, map(count, sets), strict=True))
            for concept, sets in self.solution.stable.items()
        }

    @cached_property
    def together(self) -> Mapping[str, int | None]:
        """Concept -> how many situations are stable for everyone; None where they were not counted."""
        return {
            concept: None if concept in self.uncounted else self.solution.count(concept)
            for concept in self.solution.stable
        }

    @cached_property
    def few(self) -> Mapping[str, tuple[Equilibrium, ...]]:
        """Concept -> the situations stable for everyone, where they are at most `MAX_SHOWN`."""
        return {
            concept: self._equilibria(concept)
            for concept, count in self.together.items()
            if count and count <= MAX_SHOWN
        }

    def _equilibria(self, concept: str) -> tuple[Equilibrium, ...]:
        raise NotImplementedError


@dataclass(frozen=True)
class Hanging:
    """What is stable for everyone whatever is unknown, and what may be, as that turns out."""

    certain: Situations
    possible: Situations


@dataclass(frozen=True, eq=False)
class SolvedWorld(Solved):
    """The solution of one world of a reading; of the situations where a condition holds, if one is asked.

    facts       what is taken for the facts on which the reading is silent
    counted     why situations are counted instead of listed
    where       the condition as typed, `condition` in the names of the reading
    attitudes   the lines on them that the relational concepts read
    versions    the versions of the reading over which the degrees of the fuzzy concepts were counted
    threshold   decision maker -> the certainty from which on it leaves
    strong      wishes held strongly, which the concepts of strength read
    doubtful    wishes taken together, held or not, and `unknown` actors of whom nothing is known: read by the
                concepts of unknown preferences
    hangs       plain concept -> what is stable for everyone whatever that is, and what as it turns out
    times       how many situations, alike to everybody, each of the solution's stands for
    """

    HIDDEN = ("reading", "condition", "times")

    reading: Reading
    facts: Facts = field(default_factory=Facts)
    counted: str = ""
    where: str | None = None
    condition: Condition | None = None
    attitudes: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    threshold: Mapping[str, str] = field(default_factory=dict)
    strong: tuple[Assumption, ...] = ()
    doubtful: tuple[Assumption, ...] = ()
    unknown: tuple[str, ...] = ()
    hangs: Mapping[str, Hanging] = field(default_factory=dict)
    times: int = 1

    @property
    def states(self) -> int:
        """How many situations there are."""
        return super().states * self.times

    @cached_property
    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Concept -> decision maker -> for how many situations it is stable."""
        return {
            name: {maker: count * self.times for maker, count in by_maker.items()}
            for name, by_maker in super().counts.items()
        }

    @cached_property
    def together(self) -> Mapping[str, int | None]:
        """Concept -> how many situations are stable for everyone; None where they were not counted."""
        return {name: count and count * self.times for name, count in super().together.items()}

    @property
    def _listed(self) -> bool:
        return not self.counted

    def _situations(self, states: Any) -> Situations:
        game, taken = self.solution.game, self.solution.model.space.taken
        if not self._listed:
            return game.count(states) * self.times
        return tuple(taken(code) for code in sorted(game.walk(states)))

    def _equilibria(self, concept: str) -> tuple[Equilibrium, ...]:
        taken = self.solution.model.space.taken
        return tuple(Equilibrium(taken(code)) for code in self.solution.states(concept))


@dataclass(frozen=True, eq=False)
class SolvedFile(Solved):
    """The solution of a model file."""

    HIDDEN = ("file",)
    ALSO = ("title", "warnings")

    file: ModelFile

    @property
    def model(self) -> str:
        """The file's id."""
        return self.file.id

    @property
    def title(self) -> str:
        """The file's title."""
        return self.file.title

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is doubtful about the file."""
        return tuple(map(str, self.file.found.warnings))

    def _flags(self, states: Any) -> NDArray[np.bool_]:
        """A set as flags over the listed states, whatever the engine holds it as."""
        return np.isin(self.file.model.space.codes, list(self.solution.game.walk(states)))

    def _situations(self, states: Any) -> Situations:
        return tuple(self.file.named(self._flags(states)))

    def _equilibria(self, concept: str) -> tuple[Equilibrium, ...]:
        file = self.file
        flags = self._flags(self.solution.equilibria(concept))[file.order]
        codes = file.model.space.codes[file.order[flags]].tolist()
        return tuple(
            Equilibrium(
                tuple(file.labels.get(name, name) for name in file.model.space.taken(code)),
                str(file.name(code)),
                file.pattern(code),
            )
            for code in codes
        )


@dataclass(frozen=True, eq=False)
class Run:
    """One solution to compute: a world, the concepts (empty: by default), and what `solve_told` is told.

    together  whether wishes marked `?` are in it both ways at once
    times     how many situations each of the world's stands for: options that nobody's wish, no rule and
              nothing asked speaks of were left out
    """

    world: World
    concepts: tuple[str, ...]
    told: Mapping[str, Any]
    unknown: tuple[str, ...] = ()
    together: bool = False
    times: int = 1


def runs(
    reading: Reading,
    concepts: Iterable[str] = (),
    silent: bool = False,
    keep: Collection[str] = (),
) -> Iterator[Run]:
    """The solutions of a reading: one a world; and, where wishes may be held or not, of all these at once.

    silent  whether who is silent and owns what is at stake is unknown, and not without a wish
    keep    options that are asked about
    """
    asked = tuple(concepts)
    rows = [concept(name) for name in asked]
    whole = tuple(row.id for row in rows if Need.UNKNOWN in row.needs)
    doubtful, actors = unsure(reading), unknown_actors(reading, silent)
    apart = tuple(row.id for row in rows if row.id not in whole) if doubtful else asked
    if apart or not asked:
        own = () if doubtful else actors
        for world in build(reading):
            told: dict[str, Any] = {}
            small, times = world, 1
            if own or any(line.strength == STRONG for line in reading.assumptions):
                small, times = _small(reading, world, keep, own)
                told["much"] = much_better(reading, small)
                told["outlooks"] = {} if doubtful else outlooks(reading, small, silent)
            yield Run(small, apart, told, own, times=times)
    if doubtful and (whole or not asked):
        for world in build(reading, apart=False):
            small, times = _small(reading, world, keep, actors)
            told = {"outlooks": outlooks(reading, small, silent)}
            yield Run(small, whole or needing(Need.UNKNOWN), told, actors, True, times)


def _small(
    reading: Reading, world: World, keep: Collection[str], unknown: Sequence[str]
) -> tuple[World, int]:
    """The world without the options that are the same to everybody, where it has many situations.

    What compares every two situations is computed over listed ones. All options of the unknown stay.
    """
    if 1 << len(reading.options) <= MAX_LISTED or reading.model is not None:
        return world, 1
    own = (option.full for option in reading.options if option.actor in unknown)
    model, times = world.model.reduced({*keep, *own})
    return replace(world, model=model), times


def hanging(solution: Solution, many: bool, times: int) -> Mapping[str, Hanging]:
    """Plain concept -> what is stable by its strictest extension, and what by its most lenient one alone."""
    found = {}
    for id in solution.stable:
        if CONCEPTS[id].extension is not Extension.A:
            continue
        plain_id = id.rpartition("_")[0]
        lenient = next(
            (
                other
                for other in solution.stable
                if CONCEPTS[other].extension is Extension.D and other.startswith(f"{plain_id}_")
            ),
            None,
        )
        if lenient is not None:
            certain = solution.equilibria(id)
            may_be = solution.equilibria(lenient) & ~certain
            told = (_told(solution, states, many, times) for states in (certain, may_be))
            found[plain_id] = Hanging(*told)
    return found


def _told(solution: Solution, states: Any, many: bool, times: int) -> Situations:
    """Listed, or counted where they are many."""
    if many:
        return solution.game.count(states) * times
    return tuple(map(solution.model.space.taken, sorted(solution.game.walk(states))))


def solved(
    reading: Reading,
    world: World,
    solution: Solution,
    where: str | None = None,
    *,
    versions: tuple[str, ...] = (),
    threshold: Mapping[str, str] = MappingProxyType({}),
    run: Run | None = None,
) -> SolvedWorld:
    """The solution of a reading's world; `where`: the condition, as typed, that it was cut down to.

    versions, threshold  what the degrees of its fuzzy concepts were counted over, and from which one leaves
    run     what it was told
    """
    model = solution.model
    relational = any(id in solution.stable for id in needing(Need.ATTITUDE))
    times = run.times if run else 1
    many = times > 1 or solution.size > MAX_LISTED
    ids = solution.stable.keys()
    strong = any(id in ids for id in needing(Need.STRENGTH))
    unknown = run is not None and any(id in ids for id in needing(Need.UNKNOWN))
    marked = [line for wants in reading.wants.values() for line in wants.lines if line.strength]
    return SolvedWorld(
        solution,
        reading,
        world.open,
        f"more than {MAX_LISTED} states: counts instead of lists" if many else "",
        where,
        None if where is None else ask.condition(reading, where),
        in_words(model.makers, model.attitudes) if relational else (),
        versions,
        dict(threshold),
        tuple(line for line in marked if strong and line.strength == STRONG),
        tuple(line for line in marked if run and run.together and line.strength == UNSURE),
        run.unknown if run and unknown else (),
        hanging(solution, many, times),
        times,
        uncounted=dict(solution.uncounted),
    )


def solved_file(file: ModelFile, solution: Solution) -> SolvedFile:
    """The solution of a model file."""
    return SolvedFile(solution, file, uncounted=dict(solution.uncounted))
