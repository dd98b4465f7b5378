"""Models and concepts as people meet them: without any case, without any file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from standoff.case import entry as _entry
from standoff.case.build import World
from standoff.case.modelfile import ModelFile
from standoff.condition import parse_condition
from standoff.face.shown import Answer, Shown, Solution
from standoff.gmcr.concept.table import CONCEPTS, USUAL
from standoff.gmcr.conflict import model as _model
from standoff.problem import Place, UnknownName
from standoff.report.document import Document, Item, Items, Line, Part, note
from standoff.store import write as _write

if TYPE_CHECKING:
    from standoff.store.model.catalog import Published


class Model(Shown):
    """A model by itself: no case, no file; what a class wants.

    options     actor -> its options
    wants       actor -> its statements, most important first
    impossible  conditions that cannot be
    now         the options taken in the status quo

    >>> import standoff as so
    >>> model = so.Model(options={"A": ["a"], "B": ["b"]}, wants={"A": ["b"], "B": ["a -> b"]}, now=["a"])
    >>> model.evolve().ends[0].taken
    (('a', 'b'),)
    """

    def __init__(
        self,
        options: Mapping[str, Sequence[str]],
        wants: Mapping[str, Sequence[str]],
        impossible: Sequence[str] = (),
        now: Sequence[str] = (),
        name: str = "model",
    ) -> None:
        from standoff.gmcr.conflict.preference import NO_WISHES, Statements
        from standoff.gmcr.conflict.space import Option, Space

        for actor in wants:
            if actor not in options:
                raise UnknownName("actor", actor, options)
        makers = tuple(options)
        space = Space(
            tuple(Option(o, at) for at, maker in enumerate(makers) for o in options[maker]),
            tuple(map(parse_condition, impossible)),
        )
        lists = (
            Statements.of(*map(parse_condition, wants[maker])) if wants.get(maker) else NO_WISHES
            for maker in makers
        )
        made = _model.Model(name, makers, space, tuple(lists), (space.code(now),))
        self._set(made, {})

    def _set(self, model: _model.Model, labels: Mapping[str, str]) -> None:
        self.model = model
        options = tuple(
            _entry.Option(
                str(option.name),
                "" if option.owner is None else model.makers[option.owner],
                labels.get(option.name, ""),
                (),
                _entry.Marks(),
                _NOWHERE,
                published=True,
            )
            for option in model.space.options
        )
        actors = tuple(_entry.Actor(maker, (), None, _NOWHERE) for maker in model.makers)
        self.reading = _entry.Reading(
            model.name, "base", None, {}, model=model, actors=actors, options=options
        )

    @classmethod
    def of(
        cls,
        model: _model.Model,
        labels: Mapping[str, str] = MappingProxyType({}),
        reading: _entry.Reading | None = None,
    ) -> Model:
        """A model of the engine, with its options in words, or with the reading that it is of."""
        made = cls.__new__(cls)
        made._set(model, labels)
        made.reading = reading or made.reading
        return made

    @property
    def actors(self) -> tuple[str, ...]:
        """The decision makers."""
        return self.model.makers

    @property
    def options(self) -> Mapping[str, tuple[str, ...]]:
        """Actor -> its options."""
        space = self.model.space
        return {
            maker: tuple(str(o.name) for o in space.options if o.owner == at)
            for at, maker in enumerate(self.actors)
        }

    @property
    def states(self) -> int:
        """How many states can be."""
        return self.model.space.count

    @property
    def _world(self) -> World:
        return World(MappingProxyType({}), self.model)

    def solve(self, *concepts: str) -> Solution:
        """Which states are stable for everybody, and for whom, under each concept."""
        from standoff.analysis.solved import solved
        from standoff.gmcr.concept.told import solve_told
        from standoff.report.tell.model.solve import tell

        solution = solve_told(self.model, concepts).settle()
        return Solution([Answer(solved(self.reading, self._world, solution), tell)])

    def theory(self, *names: str, **given: Any) -> Answer:
        """What the theory says beyond: foresight, markov, inverse, …; by default all of it.

        given  what some of it needs, as in the `theory_input` of a model file:
               `ahead=8`, `initiative={"US": "2"}`, `attitudes={"US": {"Iran": "-"}}`

        >>> import standoff as so
        >>> model = so.Model(options={"A": ["a"], "B": ["b"]}, wants={"A": ["b", "a"], "B": ["b <-> a"]})
        >>> model.theory("markov").record["theory"]["markov"]["uniform"]["classes"]
        [['a, b']]
        """
        from standoff.case.modelfile import of_reading

        return theory_of(of_reading(self.reading, self.model), names, given)

    def evolve(self, rule: str = "best") -> Answer:
        """What happens from the status quo."""
        from standoff.analysis.judge.compare import course
        from standoff.report.tell.model.evolve import tell

        return Answer(course(self.reading, self._world, rule), tell)

    def moves(self, actor: str, state: Iterable[str]) -> tuple[tuple[str, ...], ...]:
        """The states an actor can move to by itself, each as the options taken."""
        space = self.model.space
        targets = space.moves(self.model.maker(actor), space.code(state))
        return tuple(space.taken(target) for target in targets)

    def frames(self, *concepts: str, library: str | None = None) -> Any:
        """Tables of its states, its moves and what is stable (`.states`, `.moves`, `.stability`).

        library  `pandas` or `polars`; the first that is installed where none is named
        """
        from standoff.case.modelfile import of_reading
        from standoff.gmcr.concept.law import solve
        from standoff.store.model.frames import frames

        solution = solve(self.model, concepts or USUAL, engine="explicit")
        return frames(of_reading(self.reading, self.model), solution.stable, library)

    def write(self, path: str | Path, horizon: int = 4, shares: str = "") -> None:
        """Write it as a file; the suffix names the form: .gmcr, .nfg, .efg, .graphml, .dot.

        horizon  of .efg: how many turns the game tree has
        shares   of .dot: the rule of a chain, to draw its shares from the status quo
        """
        from standoff.store.model.written import written

        path = Path(path)
        text = written(ModelFile(self.model.name, "", self.model), path, horizon, shares).text
        _write.write_all([_write.Change(path, _write.file_text(path), text)])

    def document(self) -> Document:
        rows = [
            Item(Line((note(f"{actor}: {', '.join(own) or 'no option'}"),)))
            for actor, own in self.options.items()
        ]
        today = [self.model.space.taken(code) for code in self.model.today]
        status = "; ".join(", ".join(map(str, taken)) or "nothing taken" for taken in today)
        parts = (
            Line((note(f"Model {self.model.name}: {self.states:,} states", "strong"),)),
            Items(tuple(rows)),
            Line((note(status or "not given"),), lead="Status quo:"),
        )
        return Document("", parts)

    def to_dict(self) -> Any:
        return {"actors": list(self.actors), "options": self.options, "states": self.states}


_NOWHERE = Place("", 1)


def theory_of(file: ModelFile, names: Sequence[str], given: Mapping[str, Any]) -> Answer:
    """What the theory says of a model, under some names or all; `given` beside what the file gives."""
    from standoff.report.tell.model.theory import tell
    from standoff.store.model.theory.keys import theories, theory

    words = {id: row.words for id, row in theories().items()}
    return Answer(theory(file.told(given), names or None), lambda data: tell(data, words))


def read_model(path: str | Path) -> Model:
    """The model in a file: `standoff-model/1` (.json), `.gmcr`; CaseError where it has faults.

    >>> import standoff as so
    >>> so.read_model("cases/hipel-1993-elmira/model.json").states
    9
    """
    from standoff.store.model.read import read_model as read_file

    file = read_file(Path(path))
    return Model.of(file.model, file.labels)


class Concepts(Shown):
    """The table of solution concepts: id, definition, source, how far it was checked."""

    def __iter__(self) -> Iterator[str]:
        return iter(CONCEPTS)

    def __len__(self) -> int:
        return len(CONCEPTS)

    def __getitem__(self, id: str) -> Any:
        return CONCEPTS[id.upper()]

    def document(self) -> Document:
        parts = tuple(
            Part(
                note(f"{concept.id}: {concept.name}"),
                (
                    Line((note(f"s is stable for i when {concept.definition}."),)),
                    Line((note(f"Source: {concept.source}."),), role="note"),
                ),
            )
            for concept in CONCEPTS.values()
        )
        return Document("", parts)

    def to_dict(self) -> Any:
        return [
            {"id": c.id, "name": c.name, "definition": c.definition, "source": c.source}
            for c in CONCEPTS.values()
        ]


def concepts() -> Concepts:
    """The table of solution concepts.

    >>> import standoff as so
    >>> so.concepts()["nash"].name
    'Nash stability'
    """
    return Concepts()


class Catalog(Shown):
    """Published conflicts that ship: source, table of options, expected sets, what differs from print."""

    def __init__(self, entries: Sequence[Published]) -> None:
        self.entries = tuple(entries)

    def __iter__(self) -> Iterator[Published]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, name: str | int) -> Published:
        """One of them, by name or by place; UnknownName for a name that is none."""
        if isinstance(name, int):
            return self.entries[name]
        named = {entry.name: entry for entry in self.entries}
        if name not in named:
            raise UnknownName("published conflict", name, named)
        return named[name]

    def document(self) -> Document:
        from standoff.report.tell.model.catalog import tell

        return tell(self.to_dict())

    def to_dict(self) -> Any:
        return [entry.as_data() for entry in self.entries]


def catalog() -> Catalog:
    """Every published conflict that ships.

    >>> import standoff as so
    >>> so.catalog()["hipel-1993-elmira"].expected["SEQ"]["published"]["equilibria"]
    ['5', '8', '9']
    """
    from standoff.store.model.catalog import catalog as every

    return Catalog(every())
