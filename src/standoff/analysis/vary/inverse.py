"""What would have to change for a condition to follow: all smallest sets of edits, up to a bound.

The edit space is named (`edit.CHANGING`): wishes swapped, added, dropped, bare ones negated; lines of
`impossible` and `no_way_back` dropped, options going one way; facts. Today's situation is left alone.
Sizes are searched one after the other and completely, so inside that space nothing smaller exists, and
no element of a set can be left out (what is left would be a smaller set that was found not to do).

That the owner of an option simply wants it is no discovery. Sets with such an edit are listed apart,
and the search goes on to the smallest sets without one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from standoff.analysis.ask import (
    Cannot,
    as_asked,
    each_answer,
    question,
    require_consistent,
    require_wishes,
)
from standoff.analysis.asking import BOUND, Around, Command
from standoff.analysis.judge.compare import follows
from standoff.analysis.judge.ensemble import Leaf
from standoff.analysis.judge.fidelity import conclusion_literals
from standoff.analysis.judge.verdict import Scene, Verdict
from standoff.analysis.vary.edit import CHANGING, KINDS, Edit, edits, says
from standoff.analysis.vary.search import MOST_OF_ONE, EditSet, Search
from standoff.analysis.voice import Says
from standoff.case.entry import Conclusion, Question, Reading
from standoff.case.ranks import position
from standoff.condition import as_literal
from standoff.problem import NotComputed
from standoff.record import plain

EVERY, SOME = "every", "some"


@dataclass(frozen=True)
class Change:
    """A smallest set of edits; for each the places in the list where it does, in words, and who says so."""

    edits: EditSet
    positions: tuple[str | None, ...]
    says: tuple[Says, ...]

    def plain(self) -> list[dict[str, Any]]:
        """Its edits, each with its places and who says so."""
        return [
            {**edit.plain(), "position": where, **plain(said), "says": said.text}
            for edit, where, said in zip(self.edits, self.positions, self.says, strict=True)
        ]


@dataclass(frozen=True, eq=False)
class Inverse:
    """The smallest changes that make the condition follow (or hold in some end).

    `size` is theirs: 0 where nothing has to change, None where no set within the bound does. `tried`
    counts the sets of edits looked through, of `edits` single ones, at most `of_one` of one actor's list.
    """

    HIDDEN = ("reading", "conclusion")
    ALSO = MappingProxyType({"want": "want", "id": "reading", "space": "space"})

    reading: Reading
    conclusion: Conclusion
    at: str
    bound: int
    size: int | None
    changes: tuple[Change, ...]
    restating: tuple[Change, ...]
    edits: int
    tried: int
    of_one: int = MOST_OF_ONE

    @property
    def want(self) -> str:
        """What should follow."""
        return as_asked(self.conclusion)

    @property
    def id(self) -> str:
        """`003`, or `003:VARIANT`."""
        return self.reading.name

    @property
    def space(self) -> tuple[str, ...]:
        """The kinds of edits that were tried, in words."""
        return tuple(KINDS[kind].words for kind in CHANGING)


def inverse(
    reading: Reading,
    conclusion: Conclusion,
    readings: Sequence[Reading] = (),
    at: str = EVERY,
    bound: int = BOUND,
) -> Inverse:
    """All smallest sets of edits that make a condition follow.

    readings  all readings of the case: whose wishes may be borrowed, and who says what
    at        `every`: it follows; `some`: in every world of facts it holds in some end
    bound     the largest sets that are looked at
    raises    NotComputed where nobody wishes anything, Infeasible for a condition at odds with itself
    """
    require_wishes(reading)
    require_consistent(conclusion)
    if reading.model is not None:
        raise NotComputed("cannot be answered: a published model has no lines that could change")
    if at == SOME and conclusion.condition is None:
        raise NotComputed("a gain or loss is judged over all ends: ask for it with --at every")
    space = edits(reading, CHANGING, readings)
    owners = reading.owner
    goals = {
        (owners[name], (name, value))
        for name, value in conclusion_literals(conclusion)
        if name in owners
    }
    own = [edit for edit in space if _restates(edit, goals)]
    restating: list[EditSet] = []
    tried, search = 0, Search(reading, conclusion, space)
    for size in range(bound + 1):
        doing = sorted(_doing(search, size, at), key=search.places)
        tried += search.total(size)[size]
        others = [chosen for chosen in doing if not any(edit in own for edit in chosen)]
        if not restating:
            restating = [chosen for chosen in doing if any(edit in own for edit in chosen)]
        if others:
            break
        if restating and len(search.edits) == len(space):
            search = Search(reading, conclusion, tuple(e for e in space if e not in own))
    grouping = _Grouping(reading, readings or (reading,))
    return Inverse(
        reading,
        conclusion,
        at,
        bound,
        size if others else None,
        tuple(grouping.changes(others)),
        tuple(grouping.changes(restating)),
        len(space),
        tried,
    )


def _restates(edit: Edit, goals: set[tuple[str, tuple[str, bool]]]) -> bool:
    """Whether by the edit the owner of a literal of the condition simply wants it."""
    if edit.kind == "swap" or edit.actor is None or edit.new is None or edit.new.condition is None:
        return False
    known = as_literal(edit.new.condition)
    return known is not None and (edit.actor, known) in goals


def _doing(search: Search, size: int, at: str) -> Iterator[EditSet]:
    """The sets of exactly this size that make the condition follow, no smaller one doing so."""
    for edited in search.hopeful(size):
        if _does(edited.leaf, at):
            yield from edited.sets(size)


def _does(leaf: Leaf, at: str) -> bool:
    if at == EVERY:
        return leaf.verdict is Verdict.FOLLOWS
    return all(map(_in_some_end, leaf.scenes))


def _in_some_end(scene: Scene) -> bool:
    assert scene.condition is not None
    test = scene.model.space.test(scene.condition)
    return scene.evolution.complete and any(test(s) for end in scene.evolution.ends for s in end)


@dataclass(frozen=True, eq=False)
class _Grouping:
    reading: Reading
    readings: Sequence[Reading]

    def changes(self, sets: Iterable[EditSet]) -> Iterator[Change]:
        """Sets that differ in the places of added wishes only are one change, its places in words."""
        groups: dict[EditSet, set[tuple[int | None, ...]]] = {}
        for chosen in sets:
            bare = tuple(replace(edit, rank=None) for edit in chosen)
            groups.setdefault(bare, set()).add(tuple(edit.rank for edit in chosen))
        for bare, ranks in groups.items():
            columns = [sorted(set(column), key=_as_number) for column in zip(*ranks, strict=True)]
            together = set(itertools.product(*columns)) == ranks
            for choice in (
                [columns] if together else ([[rank] for rank in row] for row in sorted(ranks))
            ):
                yield self._change(bare, choice)

    def _change(self, bare: EditSet, ranks: Sequence[Sequence[int | None]]) -> Change:
        where = (self._position(e, rs) for e, rs in zip(bare, ranks, strict=True))
        chosen = tuple(replace(e, rank=rs[0]) for e, rs in zip(bare, ranks, strict=True))
        return Change(chosen, tuple(where), tuple(says(e, self.readings) for e in bare))

    def _position(self, edit: Edit, ranks: Sequence[int | None]) -> str | None:
        works = [rank for rank in ranks if rank is not None]
        return position(self.reading, str(edit.actor), works) if works else None


def _as_number(rank: int | None) -> int:
    return -1 if rank is None else rank


# --- as a question ---------------------------------------------------------------------------------


def command(asked: Command) -> tuple[Inverse | Cannot, ...]:
    """The smallest changes for every reading asked."""
    at, bound = asked.parameters["at"], asked.parameters["bound"]

    def answer(reading: Reading) -> Inverse:
        with asked.progress(f"asking {reading.full}"):
            wanted = question(reading, asked.about, "--want")
            return inverse(reading, wanted, asked.every, at, bound)

    return each_answer(asked.asked, answer, want=asked.about, bound=bound)


def asked(reading: Reading, question: Question, around: Around) -> Inverse:
    """The answer to a question about a condition."""
    assert question.conclusion is not None  # the syntax asks for one
    return inverse(reading, question.conclusion, around.readings, bound=around.bound)


mark = follows
