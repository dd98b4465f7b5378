"""What refutes a conclusion: by hand on small cases, and replayed move by move on random ones."""

from __future__ import annotations

import random

import pytest
from tests.analysis.randoms import random_case
from tests.analysis.written import concluding, in_docstring, written

from standoff.analysis.judge.compare import answer
from standoff.analysis.judge.fidelity import Bench
from standoff.analysis.judge.refute import Ending, Refutation, refutation
from standoff.analysis.judge.verdict import Scene, Verdict, judge, scenes
from standoff.case.build import build
from standoff.case.entry import Conclusion, Reading
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.evolve.evolution import best
from standoff.problem import Infeasible
from standoff.record import plain
from standoff.report.document import clauses
from standoff.report.english import English
from standoff.report.tell.refute import blocks


def refuted(reading: Reading, text: str) -> Refutation:
    """What refutes the conclusion of that text."""
    found = Bench(reading).first(concluding(reading, text)).refuted_by
    assert found is not None
    return found


def words(reading: Reading, text: str) -> list[str]:
    """The same in words."""
    first = Bench(reading).first(concluding(reading, text))
    return [clause.text for clause in clauses(tuple(blocks(English(reading), first)))]


def test_the_situation_is_where_it_ends_and_the_moves_lead_there() -> None:
    """Ada draws; then Ben locks; and it stays so.

    ---
    case: A shared well
    actors: {Ada: {}, Ben: {}}
    options:
      Ada.draw: draw water
      Ben.lock: lock the well
    wants:
      Ada: [draw]
      Ben:
        - draw -> lock
        - not lock
    author_concludes:
      - draw and not lock
      - not draw
      - draw and lock
    """
    reading = in_docstring(test_the_situation_is_where_it_ends_and_the_moves_lead_there)
    found = refuted(reading, "draw and not lock")
    assert found.ending.start == ()
    assert found.ending.taken == ("Ada.draw", "Ben.lock")
    assert [(move.actor, move.after) for move in found.ending.moves] == [
        ("Ada", ("Ada.draw",)),
        ("Ben", ("Ada.draw", "Ben.lock")),
    ]
    assert [[str(line.condition) for line in move.lines] for move in found.ending.moves] == [
        ["draw"],
        ["draw -> lock"],
    ]
    assert (list(map(str, found.against)), list(map(str, found.holds))) == (["not lock"], ["lock"])
    assert (found.ends, found.of, found.ending.round) == (1, 1, 1)
    assert Bench(reading).first(concluding(reading, "draw and lock")).refuted_by is None
    assert words(reading, "draw and not lock") == [
        "What refutes that it follows:",
        "Where it ends Ben locks the well: it comes to rest where Ada draws water and Ben locks "
        "the well.",
        "The two moves that lead there:",
        "Ada draws water, because Ada wants to draw water.",
        "Ben locks the well, because Ben wants to lock the well if Ada draws water.",
    ]


def test_where_nobody_moves_today_itself_refutes() -> None:
    """---
    case: A quiet well
    actors: {Ada: {}, Ben: {}}
    options:
      Ada.draw: draw water
      Ben.lock: lock the well
    wants:
      Ada: silent
      Ben: [not lock]
    author_concludes:
      - draw
      - lock given draw
    """
    reading = in_docstring(test_where_nobody_moves_today_itself_refutes)
    assert refuted(reading, "draw").ending.moves == ()
    assert words(reading, "draw")[-1] == "Nobody gains by moving: it is so today."
    assert words(reading, "lock given draw")[1:] == [
        "Given that Ada draws water, where it ends Ben does not lock the well: it comes to rest where "
        "Ada draws water.",
        "Nobody gains by moving: then nothing more follows.",
    ]


def test_a_cycle_refutes_by_the_situation_nearest_to_today() -> None:
    """He follows her and she flees him: it goes round in four.

    ---
    case: Hide and seek
    actors: {Ada: {}, Ben: {}}
    options:
      Ada.out: go out
      Ben.wait: wait at the door
    wants:
      Ada: [out <-> not wait]
      Ben: [wait <-> out]
    author_concludes: [wait]
    """
    reading = in_docstring(test_a_cycle_refutes_by_the_situation_nearest_to_today)
    found = refuted(reading, "wait")
    assert (found.ending.round, found.ending.moves, found.ending.taken) == (4, (), ())
    assert (
        "it goes round in four situations, in one of which nothing is done"
        in words(reading, "wait")[1]
    )


def test_a_gain_is_refuted_by_two_ends_and_the_line_that_tells_them_apart() -> None:
    """She says that she loses by opening; he brings bread, which she wants.

    ---
    case: A gate
    actors: {Ada: {}, Ben: {}}
    options:
      Ada.open: open the gate
      Ben.bread: bring bread
    wants:
      Ada: [bread]
      Ben:
        - open -> bread
        - not bread
    author_concludes:
      - Ada loses given open
    """
    reading = in_docstring(test_a_gain_is_refuted_by_two_ends_and_the_line_that_tells_them_apart)
    found = refuted(reading, "Ada loses given open")
    assert found.contrast is not None
    assert (found.ending.taken, found.contrast.taken) == (("Ada.open", "Ben.bread"), ())
    assert (found.outcome, [str(line.condition) for line in found.lines]) == ("gains", ["bread"])
    assert words(reading, "Ada loses given open")[-1] == (
        "By its list Ada is better off with the act than without it, because Ada wants Ben to bring bread."
    )


def test_a_silent_fact_is_said_and_counted() -> None:
    """---
    case: A lock
    actors: {Ada: {}}
    options: {Ada.lock: lock it}
    facts: {key: is there a key?}
    wants: {Ada: [key -> lock]}
    author_concludes: [lock]
    """
    reading = in_docstring(test_a_silent_fact_is_said_and_counted)
    found = refuted(reading, "lock")
    assert Bench(reading).first(concluding(reading, "lock")).verdict is Verdict.UNDETERMINED
    assert (dict(found.facts), found.ends, found.of) == ({"key": False}, 1, 2)
    assert "so in 1 of 2 ends" in words(reading, "lock")[1]


def test_it_is_written_with_the_conclusion_and_only_there() -> None:
    text = """
        case: A well
        actors: {Ada: {}}
        options: {Ada.draw: draw water}
        wants: {Ada: [draw]}
        author_concludes: [draw, not draw]
    """
    data = plain(answer(written(text)))
    follows, fails = data["conclusions"]
    assert "refuted_by" not in follows
    ending = fails["refuted_by"]["ending"]
    assert (ending["from"], ending["state"], ending["round"]) == ([], ["draw"], 1)
    assert [move["actor"] for move in ending["moves"]] == ["Ada"]
    assert fails["refuted_by"]["against"] == ["not draw"]


# --- random cases ---------------------------------------------------------------------------------


@pytest.mark.parametrize("block", range(4))
def test_replayed_move_by_move_it_leads_to_an_end_that_refutes(block: int) -> None:
    """Each move is one its maker takes there, nobody twice in a row unless nobody else would."""
    told = two = 0
    for seed in range(block * 20, block * 20 + 20):
        reading = random_case(random.Random(seed))
        for conclusion in reading.conclusions:
            try:
                found = scenes(build(reading), conclusion)
            except Infeasible:
                continue
            by = refutation(reading, conclusion, found)
            if judge(found) is Verdict.FOLLOWS:
                assert by is None
                continue
            assert by is not None, (seed, conclusion.text)
            (scene,) = found
            _replay(scene.model, by.ending)
            told += 1
            if by.contrast is None:
                assert scene.condition is not None
                assert not scene.model.space.test(scene.condition)(by.ending.state)
                assert len(by.ending.moves) == _least(scene, conclusion)
            else:
                assert scene.effect is not None
                _replay(scene.effect.contrast, by.contrast)
                score = scene.model.preferences[scene.effect.maker].score
                here = score(scene.model.space, by.ending.state)
                there = score(scene.model.space, by.contrast.state)
                outcome = "gains" if here > there else "loses" if here < there else "same"
                assert outcome == by.outcome != scene.effect.claim
                two += 1
    assert told > 20
    assert two > 2


def _replay(model: Model, ending: Ending) -> None:
    """From today, by moves that are taken there, to a situation that an end consists of."""
    state, last = (ending.moves[0].state if ending.moves else ending.state), None
    assert state in model.today
    for move in ending.moves:
        maker = model.maker(move.actor)
        assert move.state == state
        assert move.target in best(model, maker, state)
        if maker == last:
            others = (i for i in range(len(model.makers)) if i != last)
            assert not any(best(model, i, state) for i in others)
        state, last = move.target, maker
    assert state == ending.state
    # Whatever follows leads back: it is an end.
    for node in _reached(model, (state, last)):
        assert state in {other for other, _ in _reached(model, node)}


Node = tuple[int, int | None]


def _reached(model: Model, start: Node) -> set[Node]:
    """Every (state, last mover) that moves lead to from one."""
    waiting, found = [start], set[Node]()
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += _next(model, node)
    return found


def _next(model: Model, node: Node) -> list[Node]:
    state, last = node
    makers = range(len(model.makers))
    out: list[Node] = [(t, i) for i in makers if i != last for t in best(model, i, state)]
    if not out and last is not None:
        return [(t, last) for t in best(model, last, state)]
    return out


def _least(scene: Scene, conclusion: Conclusion) -> int:
    """The fewest moves after which it is in an end, and the conclusion not so: breadth first."""
    model = scene.model
    assert scene.condition is not None
    test = model.space.test(scene.condition)
    ends = {state for end in scene.evolution.ends for state in end}
    level: set[Node] = {(state, None) for state in model.today}
    for count in range(len(ends) + model.space.count):
        if any(state in ends and not test(state) for state, _ in level):
            return count
        level = {other for node in level for other in _next(model, node)}
    raise AssertionError(conclusion.text)
