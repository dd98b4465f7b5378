"""Single answers: every improvement has one exactly where the definitions say stable, and it is legal."""

import itertools
import random

import pytest
from tests.gmcr import mixed, randoms
from tests.gmcr.rows import expected

from standoff.gmcr.concept import answer as of
from standoff.gmcr.concept.answer import answer, better, improvements
from standoff.gmcr.concept.coalition import every
from standoff.gmcr.concept.table import CONCEPTS, Answers, Movers
from standoff.problem import NotComputed, TooLarge

ANSWERED = [id for id, row in CONCEPTS.items() if row.answers.after and not row.needs]


@pytest.mark.parametrize("id", ANSWERED)
def test_what_is_stable_has_an_answer_to_every_improvement(id: str) -> None:
    row = CONCEPTS[id]
    for seed in range(6 if row.answers is Answers.JOINT else 16):
        drawn = mixed.conflict(seed)
        model, tables = drawn.model, drawn.tables()
        movers = every(model) if row.movers is Movers.COALITION else model.single_movers
        for mover in movers:
            key = mover if row.movers is Movers.COALITION else next(iter(mover))
            stable = expected(tables, id, key)
            for s in tables.states:
                state = drawn.code(s)
                found = {
                    target: answer(model, row, mover, state, target)
                    for target, _ in improvements(model, mover, state)
                }
                assert (None not in found.values()) == (s in stable), (seed, mover, state)
                for target, path in found.items():
                    if path is None:
                        continue
                    at, last = target, frozenset[int]()
                    for move in path:
                        assert not move.mover & mover
                        assert move.mover != last
                        if row.answers is not Answers.MOVES:
                            assert better(model, move.mover, move.target, at)
                        at, last = move.target, move.mover
                    assert not better(model, mover, at, state)


def test_paths_are_legal_and_shortest_first() -> None:
    for seed in range(30):
        model = mixed.conflict(seed).model
        mover = frozenset(range(min(2, len(model.makers))))
        for state, gaining in itertools.product(map(int, model.space.codes[:6]), (False, True)):
            lengths = []
            moving = (of.gains if gaining else of.moves)(model, mover)
            allowed = model.improvements if gaining else model.space.moves
            for target, path in of.sequences(state, moving):
                at, last = state, frozenset[int]()
                for move in path:
                    (i,) = move.mover
                    assert move.target in allowed(i, at)
                    assert move.mover != last
                    at, last = move.target, move.mover
                assert at == target
                lengths.append(len(path))
            assert lengths == sorted(lengths), seed


def test_what_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    model = randoms.structured(random.Random(1), [2, 2])
    one = frozenset({0})
    for id in ("SIM", "SEQ+SIMULTANEITY", "GMR_STRONG", "GMR_a"):
        with pytest.raises(NotComputed):
            answer(model, CONCEPTS[id], one, 0, 1)
    monkeypatch.setattr(of, "MAX_STATES", 2)
    with pytest.raises(TooLarge, match="more than 2"):
        list(of.sequences(int(model.space.codes[0]), of.moves(model, range(2))))
