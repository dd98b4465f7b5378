"""The smallest changes, against trying every set of edits by editing the case and building it anew."""

from __future__ import annotations

import contextlib
import itertools
import random

import pytest
from tests.analysis.randoms import random_case
from tests.analysis.written import in_docstring, written

from standoff.analysis.ask import question, require_consistent
from standoff.analysis.judge.fidelity import conclusion_literals
from standoff.analysis.judge.verdict import Verdict, judge, scenes
from standoff.analysis.vary.edit import CHANGING, KINDS, Edit, edited, edits, together
from standoff.analysis.vary.inverse import Inverse, inverse
from standoff.analysis.vary.search import Search
from standoff.analysis.voice import equivalent
from standoff.case.build import build
from standoff.case.entry import Conclusion, Reading
from standoff.condition import as_literal, parse_condition
from standoff.problem import Infeasible, NotComputed


def verdict(reading: Reading, conclusion: Conclusion) -> Verdict | None:
    """By building the case from its lines, nothing shared; None if it cannot be built."""
    try:
        return judge(scenes(build(reading), conclusion))
    except Infeasible:
        return None


def cases_and_questions(seeds: range) -> list[tuple[Reading, Conclusion]]:
    found = []
    for seed in seeds:
        reading = random_case(random.Random(seed))
        for conclusion in reading.conclusions:
            if any(wants.lines for wants in reading.wants.values()) and verdict(
                reading, conclusion
            ):
                with contextlib.suppress(Infeasible):  # a condition at odds with itself
                    require_consistent(conclusion)
                    found.append((reading, conclusion))
    return found


def as_key(chosen: tuple[Edit, ...]) -> frozenset:
    return frozenset((e.kind, str(e.line.condition), e.actor, e.line.place, e.rank) for e in chosen)


@pytest.mark.parametrize("block", range(3))
def test_every_set_of_two_edits_has_the_verdict_that_building_it_anew_gives(block: int) -> None:
    """The argument that the search rests on, on random cases: every pair of edits, one by one."""
    tried = 0
    for reading, conclusion in cases_and_questions(range(block * 3, block * 3 + 3))[:7]:
        space = edits(reading, CHANGING)
        sample = random.Random(1).sample(space, min(22, len(space)))
        known = {}
        for found in Search(reading, conclusion, tuple(sample)).leaves(2):
            for size in range(3):
                for each in found.sets(size):
                    assert as_key(each) not in known, "a set stands in one leaf only"
                    known[as_key(each)] = found.leaf.verdict
        for size in range(3):
            for each in filter(together, itertools.combinations(sample, size)):
                expected = verdict(edited(reading, each), conclusion)
                assert known.pop(as_key(each), None) is expected, [e.text for e in each]
                tried += 1
        assert not known
    assert tried > 500


@pytest.mark.parametrize("block", range(4))
def test_the_changes_are_all_the_smallest_and_no_element_can_go(block: int) -> None:
    """Random cases, bound 2: the definition by brute force."""
    sizes = set()
    for reading, conclusion in cases_and_questions(range(block * 5, block * 5 + 5)):
        found = inverse(reading, conclusion, (reading,), bound=1 if len(reading.options) > 4 else 2)
        sizes.add(found.size)
        check_against_brute_force(reading, conclusion, found)
    assert len(sizes) > 1


def check_against_brute_force(reading: Reading, conclusion: Conclusion, found: Inverse) -> None:
    space = edits(reading, CHANGING, (reading,))
    assert found.edits == len(space)
    restating = frozenset[object]().union(
        *(as_key((edit,)) for edit in space if is_goal(reading, conclusion, edit))
    )
    done = False
    for size in range(found.bound + 1):
        if size == 2 and len(space) > 60:
            return  # a brute force over all pairs would take minutes: the test above samples them
        doing = [
            each
            for each in filter(together, itertools.combinations(space, size))
            if verdict(edited(reading, each), conclusion) is Verdict.FOLLOWS
        ]
        plain = [each for each in doing if not as_key(each) & restating]
        if found.size is None or size < found.size:
            assert not plain, "a smaller change was missed"
            continue
        assert bool(plain)
        assert unplaced(plain) == unplaced([change.edits for change in found.changes])
        for change in found.changes:
            assert verdict(edited(reading, change.edits), conclusion) is Verdict.FOLLOWS
            for less in itertools.combinations(change.edits, size - 1) if size else ():
                assert verdict(edited(reading, less), conclusion) is not Verdict.FOLLOWS
        done = True
        break
    assert done == (found.size is not None)


def is_goal(reading: Reading, conclusion: Conclusion, edit: Edit) -> bool:
    if edit.kind not in ("wish", "opposite", "borrowed") or edit.new is None:
        return False
    owners = {o.name: o.actor for o in reading.options}
    known = as_literal(edit.new.condition) if edit.new.condition is not None else None
    wanted = conclusion_literals(conclusion)
    return known is not None and known in wanted and owners.get(known[0]) == edit.actor


def unplaced(sets: list[tuple[Edit, ...]]) -> set[frozenset]:
    return {
        frozenset((e.kind, str(e.line.condition), e.actor, e.line.place) for e in each)
        for each in sets
    }


def test_the_owner_simply_wanting_it_is_listed_apart() -> None:
    """Ben keeps his lock because he wants to. A payment would do as well, if Ada wanted to pay.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.pay: pay Ben
      Ben.lock: keep a lock on it
    now:
      - lock
    wants:
      Ada:
        - not pay
      Ben:
        - pay -> not lock
        - lock
    """
    reading = in_docstring(test_the_owner_simply_wanting_it_is_listed_apart)
    found = inverse(reading, question(reading, "not lock"), (reading,))
    assert found.size == 1
    assert [[(e.kind, e.text) for e in c.edits] for c in found.restating] == [
        [("opposite", "Ben wants not lock instead of lock")],
        [("wish", "Ben wants not lock")],
    ]
    assert [c.positions for c in found.restating] == [(None,), ("above line 15",)]
    assert [[(e.kind, e.text) for e in c.edits] for c in found.changes] == [
        [("opposite", "Ada wants pay instead of not pay")],
        [("wish", "Ada wants pay")],
    ]
    assert [c.says[0].text for c in found.changes] == [
        "denied by base (no source)",
        "denied by base (no source)",
    ]


def test_who_says_so_compares_conditions_not_text() -> None:
    assert equivalent(parse_condition("a -> not b"), parse_condition("not (a and b)"))
    assert not equivalent(parse_condition("a -> b"), parse_condition("b -> a"))
    assert not equivalent(parse_condition("a"), parse_condition("a and (b or not b)"))


def test_what_follows_already_needs_no_change() -> None:
    reading = written(BLANK.replace("Ada: silent", "Ada:\n    - draw"))
    found = inverse(reading, question(reading, "draw"), (reading,))
    assert (found.size, [change.edits for change in found.changes]) == (0, [()])


BLANK = """
case: A blank page
actors:
  Ada: {}
options:
  Ada.draw: draw water
wants:
  Ada: silent
"""


def test_what_cannot_be_answered_is_said() -> None:
    reading = written(BLANK)
    with pytest.raises(NotComputed, match="it lacks a wish of anybody"):
        inverse(reading, question(reading, "draw"))
    reading = written(BLANK.replace("Ada: silent", "Ada:\n    - draw"))
    with pytest.raises(Infeasible, match="at odds with itself"):
        inverse(reading, question(reading, "draw and not draw"))
    with pytest.raises(NotComputed, match="--at every"):
        inverse(reading, question(reading, "Ada gains given draw"), at="some")


def test_every_kind_of_edit_is_tried_somewhere() -> None:
    kinds = {
        edit.kind for seed in range(40) for edit in edits(random_case(random.Random(seed)), KINDS)
    }
    assert kinds >= {*KINDS} - {"fact", "settle", "borrowed"}
