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

from standoff.analysis.ask import require_consistent, require_wishes
from standoff.analysis.judge.fidelity import conclusion_literals
from standoff.analysis.judge.verdict import Scene, Verdict
from standoff.analysis.vary.edit import CHANGING, Edit, Says, edits, says
from standoff.analysis.vary.ensemble import Leaf
from standoff.analysis.vary.search import EditSet, Search
from standoff.case.entry import Conclusion, Reading
from standoff.case.ranks import position
from standoff.condition import as_literal
from standoff.problem import NotComputed

BOUND = 3
EVERY, SOME = "every", "some"


@dataclass(frozen=True)
class Change:
    """A smallest set of edits; for each the places in the list where it does, in words, and who says so."""

    edits: EditSet
    positions: tuple[str | None, ...]
    says: tuple[Says, ...]


@dataclass(frozen=True, eq=False)
class Inverse:
    """The smallest changes that make the condition follow (or hold in some end).

    `size` is theirs: 0 where nothing has to change, None where no set within the bound does. `tried`
    counts the sets of edits looked through, of `edits` single ones.
    """

    reading: Reading
    conclusion: Conclusion
    at: str
    bound: int
    size: int | None
    changes: tuple[Change, ...]
    restating: tuple[Change, ...]
    edits: int
    tried: int


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
    owners = {reading.short[option.full]: option.actor for option in reading.options}
    goals = {
        (owners[name], (name, value))
        for name, value in conclusion_literals(conclusion)
        if name in owners
    }
    own = [edit for edit in space if _restates(edit, goals)]
    restating: list[EditSet] = []
    tried, left = 0, space
    for size in range(bound + 1):
        search = Search(reading, conclusion, left)
        found = list(_doing(search, size, at))
        tried += search.total(size)[size]
        others = [each for each in found if not any(edit in own for edit in each)]
        if not restating:
            restating = [each for each in found if any(edit in own for edit in each)]
        if others:
            break
        if restating:
            left = tuple(edit for edit in space if edit not in own)
    telling = _Telling(reading, readings or (reading,))
    return Inverse(
        reading,
        conclusion,
        at,
        bound,
        size if others else None,
        tuple(telling.changes(others)),
        tuple(telling.changes(restating)),
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
    for found in search.leaves(size):
        if _does(found.leaf, at):
            yield from found.sets(size)


def _does(leaf: Leaf, at: str) -> bool:
    if at == EVERY:
        return leaf.verdict is Verdict.FOLLOWS
    return all(map(_in_some_end, leaf.scenes))


def _in_some_end(scene: Scene) -> bool:
    assert scene.condition is not None
    test = scene.model.space.test(scene.condition)
    return scene.evolution.complete and any(test(s) for end in scene.evolution.ends for s in end)


@dataclass(frozen=True, eq=False)
class _Telling:
    reading: Reading
    readings: Sequence[Reading]

    def changes(self, sets: Iterable[EditSet]) -> Iterator[Change]:
        """Sets that differ in the places of added wishes only are one change, its places in words."""
        groups: dict[EditSet, set[tuple[int | None, ...]]] = {}
        for each in sets:
            bare = tuple(replace(edit, rank=None) for edit in each)
            groups.setdefault(bare, set()).add(tuple(edit.rank for edit in each))
        for bare, ranks in groups.items():
            columns = [sorted(set(column), key=_as_number) for column in zip(*ranks, strict=True)]
            together = set(itertools.product(*columns)) == ranks
            for choice in (
                [columns] if together else ([[r] for r in each] for each in sorted(ranks))
            ):
                yield self._change(bare, choice)

    def _change(self, bare: EditSet, ranks: Sequence[Sequence[int | None]]) -> Change:
        where = (self._position(e, rs) for e, rs in zip(bare, ranks, strict=True))
        chosen = tuple(replace(e, rank=rs[0]) for e, rs in zip(bare, ranks, strict=True))
        return Change(
            chosen, tuple(where), tuple(says(e, self.reading, self.readings) for e in bare)
        )

    def _position(self, edit: Edit, ranks: Sequence[int | None]) -> str | None:
        works = [rank for rank in ranks if rank is not None]
        return position(self.reading, str(edit.actor), works) if works else None


def _as_number(rank: int | None) -> int:
    return -1 if rank is None else rank
