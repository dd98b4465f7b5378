"""Explanations: what they say is what the arrays and the definitions say."""

import random

import pytest
from tests.analysis.randoms import random_case
from tests.analysis.written import in_docstring

from standoff.analysis.judge.explain import explain, state_of
from standoff.case.build import build
from standoff.case.entry import Reading
from standoff.gmcr.concept.law import solve
from standoff.gmcr.concept.table import CONCEPTS, PLAIN
from standoff.problem import Infeasible, UnknownName


def test_stays_because_others_would_answer() -> None:
    """Ada gains by drawing at night, but then Ben gains by a lock, and Ada is worse off than before.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.draw: draw water at night
      Ben.lock: put a lock on the well
    wants:
      Ada:
        - not lock
        - draw
      Ben:
        - draw -> lock
        - not lock
    """
    reading = in_docstring(test_stays_because_others_would_answer)
    (world,) = build(reading)
    (ada,) = explain(reading, world, 0, ["Ada"]).stands
    assert ada.stable == {"NASH": False, "GMR": True, "SMR": True, "SEQ": True}
    (temptation,) = ada.temptations
    assert [str(line.condition) for line in temptation.lines] == ["draw"]
    answers = {d.concept: d for d in temptation.deterrents}
    assert set(answers) == {"GMR", "SMR", "SEQ"}
    (answer,) = answers["SEQ"].moves
    assert answer.actor == "Ben"
    assert [str(line.condition) for line in answer.lines] == ["draw -> lock"]
    assert [str(line.condition) for line in answers["SEQ"].lines] == ["not lock"]
    (ben,) = explain(reading, world, 0, ["Ben"]).stands
    assert ben.stays
    assert [(r.worse, [str(x.condition) for x in r.lines]) for r in ben.refused] == [
        (True, ["not lock"])
    ]


@pytest.mark.parametrize("block", range(4))
def test_every_stay_has_its_answer_and_every_other_better_move_has_none(block: int) -> None:
    """For random cases: each better move of a stable actor is deterred, by moves that are legal."""
    for seed in range(block * 15, block * 15 + 15):
        reading = random_case(random.Random(seed))
        (world,) = build(reading)
        _check_situations(reading, seed)
        assert world.model.makers == tuple(actor.name for actor in reading.actors)


def _check_situations(reading: Reading, seed: int) -> None:
    (world,) = build(reading)
    model = world.model
    solution = solve(model, PLAIN)
    for state in map(int, model.space.codes):
        for stand in explain(reading, world, state, solution=solution).stands:
            maker = model.maker(stand.actor)
            score = model.preferences[maker].score
            assert stand.stays == stand.stable["NASH"], seed
            for temptation in stand.temptations:
                deterred = {d.concept for d in temptation.deterrents}
                staying = {
                    c for c, stays in stand.stable.items() if stays and CONCEPTS[c].answers.after
                }
                assert deterred == staying, (seed, state, stand.actor)
                for deterrent in temptation.deterrents:
                    assert score(model.space, deterrent.outcome) <= score(model.space, state)
                    assert all(step.actor != stand.actor for step in deterrent.moves)
            for step in (*stand.temptations, *stand.refused):
                same = score(model.space, step.target) == score(model.space, state)
                assert bool(step.lines) != same, (
                    "a difference has a line that decides it, a tie has none"
                )


def test_unknown_names_and_impossible_situations_are_said() -> None:
    """A case with a rule.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.draw: draw water at night
      Ben.lock: put a lock on the well
    impossible:
      - draw and lock
    wants:
      Ada: silent
      Ben: silent
    """
    reading = in_docstring(test_unknown_names_and_impossible_situations_are_said)
    (world,) = build(reading)
    with pytest.raises(UnknownName, match="did you mean Ada"):
        explain(reading, world, 0, ["Adda"])
    with pytest.raises(UnknownName, match=r"did you mean Ada\.draw"):
        state_of(world, ["Ada.drew"])
    with pytest.raises(Infeasible, match="draw and lock is impossible"):
        state_of(world, ["Ada.draw", "Ben.lock"])
