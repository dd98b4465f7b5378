"""What each expects by what it believes, and what happens where everybody acts on its own beliefs.

Each actor plays the reading as it sees it (`standoff.case.belief`), and whoever believes nothing of its own
plays the reading as it stands, and knows of nobody's mistake. *What happens*: each moves by its own game, by
moves that there are. *What it expects*: everybody moves by its game, from its today. Both are followed as
`evolve` follows a reading. A belief matters if without it the two are the same; the smallest sets of such
beliefs are found by trying, up to a bound. A hypergame of the first level: `standoff.gmcr.hypergame`.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar

from standoff.analysis.ask import Cannot, each_answer, require_wishes
from standoff.analysis.asking import BOUND, Around, Command
from standoff.analysis.judge.compare import Course, course
from standoff.analysis.judge.explain import step
from standoff.analysis.solved import MAX_LISTED, Situations
from standoff.case.belief import Piece, believed, believers, pieces, read_by, whose
from standoff.case.build import Facts, World, build
from standoff.case.entry import Assumption, Question, Reading, Wants
from standoff.citation import Citation, Period
from standoff.gmcr.concept.table import USUAL
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.evolve.evolution import Evolution
from standoff.gmcr.hypergame import Hypergame, Perceived, follow_beliefs, hypergame, needless
from standoff.problem import NotComputed, TooLarge

RULE = "best"
Ends = tuple[tuple[tuple[str, ...], ...], ...]
"""Where it ends: for each end its situations, as the options taken."""


@dataclass(frozen=True)
class Belief:
    """A piece of what somebody believes, with its lines."""

    HIDDEN: ClassVar[tuple[str, ...]] = ("piece",)
    ALSO: ClassVar[tuple[str, ...]] = ("believer", "at", "section", "of", "says", "citations")

    piece: Piece

    @property
    def lines(self) -> tuple[Assumption, ...]:
        """The line, or those of a list."""
        return self.piece.lines if isinstance(self.piece, Wants) else (self.piece,)

    @property
    def believer(self) -> str:
        """Whose it is."""
        return whose(self.piece)

    @property
    def at(self) -> Period | None:
        """Of when; None where the reading's own time is meant."""
        return self.piece.believer.at if self.piece.believer else None

    @property
    def section(self) -> str:
        """What it is about: facts, now, impossible, wants."""
        return "wants" if isinstance(self.piece, Wants) else str(self.piece.section)

    @property
    def of(self) -> str | None:
        """Whose wishes, where it is about wishes."""
        return self.piece.actor

    @property
    def says(self) -> tuple[str, ...]:
        """The conditions; the stance where a list has none."""
        if isinstance(self.piece, Wants) and not self.piece.lines:
            return (str(self.piece.stance),)
        return tuple(str(line.condition) for line in self.lines)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What it cites."""
        every = (*self.piece.citations, *(c for line in self.lines for c in line.citations))
        return tuple(dict.fromkeys(every))


@dataclass(frozen=True, eq=False)
class Expectation:
    """What somebody expects who plays a game: one believer, or all who believe nothing of their own.

    right     whether that is what happens
    hidden    situations of the reading that it takes to be impossible; imagined: the other way round. Listed,
              or how many they are; None where they were not counted
    """

    HIDDEN: ClassVar[tuple[str, ...]] = ("seen", "course")
    ALSO: ClassVar[tuple[str, ...]] = ("ends", "moves")

    actors: tuple[str, ...]
    beliefs: tuple[Belief, ...]
    seen: Reading
    course: Course
    right: bool
    hidden: Situations = None
    imagined: Situations = None

    @property
    def ends(self) -> Ends:
        """Where it expects it to end."""
        return ends_of(self.course)

    @property
    def moves(self) -> Any:
        """The moves it expects."""
        return self.course.steps


@dataclass(frozen=True)
class Detail:
    """An equilibrium of the hypergame: in whose game it is one, and whether it is one of the reading."""

    state: tuple[str, ...]
    foreseen_by: tuple[str, ...]
    true: bool


@dataclass(frozen=True)
class Stability:
    """Under one concept: what is stable for each in its own game, for all of them, as each expects, in truth.

    Situations are listed, or counted; then there is no `detail`, and `foreseen` counts the equilibria of the
    hypergame that are equilibria in everybody's game.
    """

    per_dm: Mapping[str, Situations]
    equilibria: Situations
    expects: Mapping[str, Situations]
    true: Situations
    foreseen: int
    detail: tuple[Detail, ...] = ()


@dataclass(frozen=True)
class Smallest:
    """The smallest sets of beliefs without which all expect just what happens.

    Of sets of up to `bound` of `of` beliefs so many were `tried`; empty where none of them does.
    """

    sets: tuple[tuple[Belief, ...], ...]
    tried: int
    bound: int
    of: int


@dataclass(frozen=True, eq=False)
class Sight:
    """One world of a reading: what happens, what each expects, what is stable, which beliefs matter.

    refused  why it was not computed what is stable; empty where it was
    """

    HIDDEN: ClassVar[tuple[str, ...]] = ("course",)
    ALSO: ClassVar[tuple[str, ...]] = ("facts", "today", "ends", "moves", "expected_ends", "equal")

    course: Course
    expectations: tuple[Expectation, ...]
    smallest: Smallest
    concepts: Mapping[str, Stability] = field(default_factory=dict)
    refused: str = ""

    @property
    def facts(self) -> Facts:
        """What is taken for the facts on which the reading is silent."""
        return self.course.facts

    @property
    def today(self) -> tuple[tuple[str, ...], ...]:
        """The options taken in the status quo."""
        return self.course.today

    @property
    def ends(self) -> Ends:
        """Where it does end."""
        return ends_of(self.course)

    @property
    def moves(self) -> Any:
        """The moves that happen."""
        return self.course.steps

    @property
    def expected_ends(self) -> Mapping[str, Ends]:
        """Actor -> where it expects it to end."""
        return {name: each.ends for each in self.expectations for name in each.actors}

    @property
    def equal(self) -> bool:
        """Whether all expect what happens."""
        return all(each.right for each in self.expectations)


@dataclass(frozen=True, eq=False)
class Minds:
    """What each expects in one reading, in every world."""

    ALSO: ClassVar[tuple[str, ...]] = ("id",)
    HIDDEN: ClassVar[tuple[str, ...]] = ("reading",)
    NAMED: ClassVar[Mapping[str, str]] = MappingProxyType({"sights": "worlds"})

    reading: Reading
    sights: tuple[Sight, ...]

    @property
    def id(self) -> str:
        """`003`, or `003:VARIANT`."""
        return self.reading.name

    @property
    def equal(self) -> bool:
        """Whether all expect what happens, in every world."""
        return all(sight.equal for sight in self.sights)


@dataclass(frozen=True, eq=False)
class Believing:
    """Several readings; one that cannot answer says why."""

    NAMED: ClassVar[Mapping[str, str]] = MappingProxyType({"minds": "readings"})

    minds: tuple[Minds | Cannot, ...]


def ends_of(course: Course) -> Ends:
    """The ends of a course, as the options taken."""
    return tuple(end.taken for end in course.ends)


def beliefs(reading: Reading, bound: int = BOUND) -> Minds:
    """What each expects by its beliefs and what happens; what is stable; which beliefs matter.

    bound   the largest sets of beliefs that are left out
    raises  NotComputed  nobody believes anything of its own, or nobody wishes anything
            Infeasible   somebody believes that today cannot be
    """
    return Minds(reading, tuple(game.sight(bound) for game in _games(reading)))


def _games(reading: Reading) -> Iterator[_Game]:
    """One for each world."""
    require_wishes(reading)
    if not pieces(reading) or reading.model is not None:
        raise NotComputed(
            "cannot be answered: it lacks a belief that is not the reading's own; write some under `believes`"
        )
    for world in build(reading, also=read_by(reading)):
        yield _Game(reading, world)


@dataclass(frozen=True, eq=False)
class _Game:
    """One world of a reading, and the games that are played in it."""

    reading: Reading
    world: World
    _known: dict[tuple[str, frozenset[Piece]], tuple[Reading, World]] = field(default_factory=dict)

    @property
    def model(self) -> Model:
        return self.world.model

    def seen(self, actor: str, held: Iterable[Piece]) -> tuple[Reading, World]:
        """The reading and the world as somebody sees it who believes so much."""
        own = frozenset(piece for piece in held if whose(piece) == actor)
        if not own:
            return self.reading, self.world
        if (actor, own) not in self._known:
            self._known[actor, own] = believed(self.reading, self.world, actor, own)
        return self._known[actor, own]

    def games(self, held: Collection[Piece]) -> dict[int, Model]:
        """Decision maker -> the game it plays, of those who believe something."""
        who = dict.fromkeys(map(whose, held))
        return {self.model.maker(actor): self.seen(actor, held)[1].model for actor in who}

    @cached_property
    def believers(self) -> tuple[str, ...]:
        return believers(self.reading)

    def sight(self, bound: int) -> Sight:
        every = pieces(self.reading)
        happens, _ = follow_beliefs(self.model, self.games(every), RULE)
        real = self._course(happens)
        perceived, times, refused = self._perceived()
        expectations = tuple(self._expectations(real, perceived, times))
        fewest = needless(self.model, every, self.games, bound=bound, rule=RULE)
        sets = tuple(tuple(Belief(piece) for piece in every if piece in out) for out in fewest.sets)
        return Sight(
            real,
            expectations,
            Smallest(sets, fewest.tried, fewest.bound, len(every)),
            self._stability(perceived, times) if perceived else {},
            refused,
        )

    def _course(self, evolution: Evolution) -> Course:
        """What happens, each step with the lines by which its mover takes it."""
        steps = (
            step(*self.seen(self.model.makers[maker], pieces(self.reading)), maker, state, target)
            for state, maker, target in evolution.steps
        )
        return Course(self.reading, self.world, evolution, tuple(steps))

    def _expectations(
        self, real: Course, found: Hypergame | None, times: int
    ) -> Iterator[Expectation]:
        every = pieces(self.reading)
        rest = tuple(name for name in self.model.makers if name not in self.believers)
        for actors in (*((name,) for name in self.believers), *([rest] if rest else [])):
            seen, world = self.seen(actors[0], every)
            own = course(seen, world, RULE)
            at = self.model.maker(actors[0])
            whole = own.complete and real.complete
            yield Expectation(
                actors,
                tuple(Belief(piece) for piece in every if whose(piece) in actors),
                seen,
                own,
                whole and own.evolution.ends == real.evolution.ends,
                self._situations(found.hidden[at], times) if found else None,
                self._situations(found.imagined[at], times) if found else None,
            )

    def _situations(self, states: Sequence[int], times: int) -> Situations:
        """The situations as the options taken; where each stands for several, how many they are."""
        if times:
            return len(states) * times
        return tuple(map(self.model.space.taken, states))

    def _perceived(self) -> tuple[Hypergame | None, int, str]:
        """The hypergame; how many situations each of its states stands for, 0 where all are listed."""
        games = self.games(pieces(self.reading))
        models = (self.model, *games.values())
        idle = set.intersection(*(set(model.idle()) for model in models))
        read = [o.name for o in self.model.space.options if o.name not in idle]
        try:
            small, times = self.model.reduced(read)
            if small.space.count * times <= MAX_LISTED:
                return hypergame(self.model, games, USUAL, ends=False), 0, ""
            reduced = {maker: game.reduced(read)[0] for maker, game in games.items()}
            return hypergame(small, reduced, USUAL, ends=False), times, ""
        except TooLarge as error:
            return None, 0, str(error)

    def _stability(self, found: Hypergame, times: int) -> Mapping[str, Stability]:
        return {name: self._of(each, times) for name, each in found.concepts.items()}

    def _of(self, found: Perceived, times: int) -> Stability:
        makers = self.model.makers

        def by_maker(sets: Sequence[Sequence[int]]) -> Mapping[str, Situations]:
            told = (self._situations(states, times) for states in sets)
            return dict(zip(makers, told, strict=True))

        true = frozenset(found.true)
        foreseen = [s for s in found.equilibria if len(found.foreseen_by(s)) == len(makers)]
        details = (
            ()
            if times
            else tuple(
                Detail(
                    self.model.space.taken(state),
                    tuple(makers[i] for i in found.foreseen_by(state)),
                    state in true,
                )
                for state in found.equilibria
            )
        )
        return Stability(
            by_maker(found.stable),
            self._situations(found.equilibria, times),
            by_maker(found.expects),
            self._situations(found.true, times),
            len(foreseen) * (times or 1),
            details,
        )


# --- as a question --------------------------------------------------------------------------------


def command(put: Command) -> Iterator[Believing]:
    """Of the readings asked; where none is named, of those in which somebody believes something."""

    def answer(reading: Reading) -> Minds:
        with put.progress(f"looking at what each believes in {reading.full}"):
            return beliefs(reading, put.parameters.get("bound", BOUND))

    having = tuple(reading for reading in put.asked if put.within or pieces(reading))
    yield Believing(each_answer(having or put.asked, answer, "id"))


def asked(reading: Reading, question: Question, around: Around) -> Minds:
    """Of the reading."""
    return beliefs(reading, around.bound)


def mark(reading: Reading, question: Question) -> Hashable:
    """What each expects, by what is otherwise there than where it does end; in every world."""
    found = []
    for game in _games(reading):
        happens, foreseen = follow_beliefs(game.model, game.games(pieces(reading)), RULE)
        here = happens.ends[0][0]
        found.append(
            tuple(
                frozenset(tuple(state ^ here for state in end) for end in each.ends)
                for each in (happens, *foreseen)
            )
        )
    return tuple(found)
