"""What shows itself: short as a `repr`, whole as text, as HTML in a notebook, as plain data, as a frame."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from io import StringIO
from typing import Any

from standoff import record as _record
from standoff.problem import NotComputed
from standoff.report.document import Document
from standoff.store.model.frames import library_of_frames

LONGEST = 1900
"""Characters of a `repr`; the rest is counted."""


def shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return f"{text[:LONGEST].rstrip()} … ({len(text):,} characters; print it for all)"


class Shown:
    """Something that shows itself: as text, as HTML in a notebook, as plain data."""

    def document(self) -> Document:
        """What it is told as."""
        raise NotImplementedError

    def to_dict(self) -> Any:
        """Plain data: what `--json` prints."""
        raise NotImplementedError

    def __str__(self) -> str:
        from rich.console import Console

        from standoff.report.terminal import render

        out = StringIO()
        # As on a terminal, so that a wrapped line keeps its indentation; without colours.
        console = Console(
            file=out,
            width=100,
            force_terminal=True,
            force_jupyter=False,  # it would display what is asked for as text
            color_system=None,
            legacy_windows=False,
            highlight=False,
            markup=False,
            emoji=False,
        )
        console.print(render(self.document()))
        return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).strip("\n")

    def __repr__(self) -> str:
        return shortened(str(self))

    def to_html(self) -> str:
        """A piece of HTML that stands by itself."""
        from standoff.report.html.fragment import fragment

        return fragment(self.document())

    def _repr_html_(self) -> str:
        return self.to_html()


class Answer(Shown):
    """An answer: its record's fields are its own, also under the names that `to_dict` gives them.

    >>> import standoff as so
    >>> model = so.Model(options={"A": ["a"], "B": ["b"]}, wants={"A": ["b", "not a"], "B": ["a -> b"]})
    >>> model.solve("NASH")["NASH"].states
    ((), ('b',))
    """

    def __init__(self, record: Any, tell: Callable[[Any], Document]) -> None:
        self.record = record
        self._tell = tell

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in ("record", "_tell"):
            raise AttributeError(name)
        if not hasattr(self.record, name) and is_dataclass(self.record):
            name = _record.written(type(self.record)).get(name, name)
        return getattr(self.record, name)

    def document(self) -> Document:
        return self._tell(self.record)

    def to_dict(self) -> Any:
        return _record.plain(self.record)


class Answers(Shown):
    """Answers that belong together: one a reading, or one a world."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self.answers = tuple(answers)

    def __len__(self) -> int:
        return len(self.answers)

    def __iter__(self) -> Iterator[Answer]:
        return iter(self.answers)

    def __getitem__(self, at: int) -> Answer:
        return self.answers[at]

    def document(self) -> Document:
        documents = [answer.document() for answer in self.answers]
        blocks = tuple(block for document in documents for block in document.blocks)
        return Document(documents[0].title if documents else "", blocks)

    def to_dict(self) -> Any:
        return [answer.to_dict() for answer in self.answers]


@dataclass(frozen=True)
class Equilibria:
    """The states stable for everybody under a concept; `states` is None where they are only counted."""

    concept: str
    count: int | None
    states: tuple[tuple[str, ...], ...] | None


class Solution(Answers):
    """What is stable under some concepts, in every world of the facts that are open.

    >>> import standoff as so
    >>> so.Model({"A": ["a"]}, {"A": ["a"]}).solve("NASH")["NASH"].count
    1
    """

    def __getitem__(self, concept: Any) -> Any:
        if isinstance(concept, int):
            return super().__getitem__(concept)
        entries = [answer.record.concepts[str(concept).upper()] for answer in self.answers]
        lists = [entry.equilibria for entry in entries]
        if all(isinstance(states, Sequence) for states in lists):
            common = [s for s in map(tuple, lists[0]) if all(s in map(tuple, o) for o in lists[1:])]
            states = tuple(tuple(map(str, state)) for state in common)
            return Equilibria(str(concept), len(states), states)
        count = lists[0] if len(lists) == 1 else None
        return Equilibria(str(concept), count, None)

    def to_frame(self) -> Any:
        """A frame (pandas, else polars) with a row an equilibrium: its concept, and a column an option."""
        rows: list[dict[str, Any]] = []
        columns = ["concept"]
        for answer in self.answers:
            names = [str(option.name) for option in answer.record.solution.model.space.options]
            columns += [name for name in names if name not in columns]
            for concept, entry in answer.record.concepts.items():
                if not isinstance(entry.equilibria, Sequence):
                    raise NotComputed(f"the states stable under {concept} are only counted")
                for state in entry.equilibria:
                    taken = set(map(str, state))
                    rows.append({"concept": concept, **{name: name in taken for name in names}})
        return frame(rows, columns)


def frame(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Any:
    """A frame of pandas, else of polars. Raises MissingExtra where neither is installed."""
    make = library_of_frames()
    return make({column: [row.get(column) for row in rows] for column in columns})


def one(answers: Iterable[Answer]) -> Answer | Answers:
    """The one answer, or all of them where there are several."""
    every = tuple(answers)
    if not every:
        raise NotComputed("how things stand today is not given: name the options taken")
    return every[0] if len(every) == 1 else Answers(every)
