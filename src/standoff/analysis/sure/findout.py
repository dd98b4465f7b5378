"""What to find out next: of what is not settled, the one thing whose settling changes the most verdicts.

The verdicts are those of the combinations that `robust` runs: whose list is taken for each actor
(`standoff.analysis.sure.combined`), and one change of another written line
(`standoff.analysis.sure.beside`). In a combination a thing is settled in each of its ways, all else staying
as it is; it changes the verdict where the ways do not all give the same one. Of things that change as many,
the one is named that stands first in the reading: facts, then today's lines, then wishes.

Most things need not be counted: none can change more than the combinations in which it is settled, and none
at all where the look ahead shows that the condition comes out alike. Things are counted in the order of that
bound, until no other can change more. `standoff.analysis.bargain.apart` tells rival motives apart by the same
partings of the combinations.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from standoff.analysis.judge.fidelity import conclusion_literals
from standoff.analysis.sure.beside import Beside, Count, Settled
from standoff.analysis.sure.combined import Combined
from standoff.analysis.sure.unsettled import Unsettled, unsettled
from standoff.case.entry import Conclusion, Reading
from standoff.condition import as_literal
from standoff.gmcr.budget import step
from standoff.problem import NotComputed, TooLarge

_DOING = "what to find out next"


@dataclass(frozen=True, eq=False)
class Found:
    """What is worth finding out, and what it changes.

    lists     in how many combinations of whose list is taken; None where there were too many courses
    changed   beside how many changes of one other line
    ways      how it may be settled, and the verdict then, all else being as written
    restates  whether it is what was asked about, as a wish of whoever decides it
    """

    ALSO = ("changes", "of")

    item: Unsettled
    lists: Count | None
    changed: Count
    ways: tuple[Settled, ...]
    restates: bool

    @property
    def total(self) -> Count:
        """Both together; the reading as written is one of the combinations of lists."""
        return self.changed if self.lists is None else self.lists + self.changed

    @property
    def changes(self) -> int:
        """How many verdicts settling it changes."""
        return self.total.changes

    @property
    def of(self) -> int:
        """Of how many."""
        return self.total.of


@dataclass(frozen=True, eq=False)
class FindOut:
    """What to find out next for a question.

    found         None where settling nothing changes any verdict
    items         all that is not settled, and was tried
    combinations  of lists that there are; None where there were too many courses to follow
    lines         changes of one written line that there are
    """

    HIDDEN = ("items",)
    ALSO = ("tried",)

    found: Found | None
    items: tuple[Unsettled, ...]
    combinations: int | None
    lines: int

    @property
    def tried(self) -> int:
        """How many things that are not settled were tried."""
        return len(self.items)


def find_out(reading: Reading, conclusion: Conclusion, readings: Sequence[Reading] = ()) -> FindOut:
    """The one thing whose settling changes the most verdicts on a conclusion.

    readings  all readings of the case: whose lists are taken, and who contests what
    raises    NotComputed for a published model, Infeasible where nothing can be built
    """
    if reading.model is not None:
        raise NotComputed("cannot be answered: a published model has no lines to settle")
    step(_DOING)
    items = unsettled(reading, readings, conclusion)
    beside = Beside(reading, conclusion, items)
    try:
        lists: Combined | None = Combined(reading, conclusion, readings, items)
        counted = _most(items, beside, lists)
    except TooLarge:  # too many courses: what one other change shows is all there is
        lists = None
        counted = _most(items, beside, lists)
    found = None
    if counted is not None:
        at, over, changed = counted
        restates = _restates(items[at], reading, conclusion)
        found = Found(items[at], over, changed, beside.ways(items[at]), restates)
    return FindOut(found, items, None if lists is None else lists.of, len(beside.lines))


def _most(
    items: Sequence[Unsettled], beside: Beside, lists: Combined | None
) -> tuple[int, Count | None, Count] | None:
    """(number of the thing that changes the most verdicts, over the lists, beside other changes).

    Enough things are counted to name the first of those that change as many; None where none changes any.
    """
    bounds = [len(beside.apart(item)) + (lists.bound(item) if lists else 0) for item in items]
    best = 0, -len(items)  # verdicts changed; of as many, the first
    found = None
    for at in sorted(range(len(items)), key=lambda at: (-bounds[at], at)):
        if (bounds[at], -at) < best:
            break
        step(_DOING)
        over = None if lists is None else Count(lists.count(items[at]), lists.of)
        changed = beside.count(items[at])
        changes = changed.changes + (over.changes if over else 0)
        if changes and (changes, -at) > best:
            best, found = (changes, -at), (at, over, changed)
    return found


def _restates(item: Unsettled, reading: Reading, conclusion: Conclusion) -> bool:
    known = as_literal(item.condition)
    if item.actor is None or known is None or reading.owner.get(known[0]) != item.actor:
        return False
    return known[0] in {name for name, _ in conclusion_literals(conclusion)}
