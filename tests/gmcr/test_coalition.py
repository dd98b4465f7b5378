"""Coalitions against their definitions, among themselves, and on conflicts small enough to check."""

import functools
import itertools
import random
from collections.abc import Mapping

import numpy as np
import pytest
from tests.gmcr import mixed, randoms
from tests.gmcr.oracle import Tables, by_moves, coalition_improvements
from tests.gmcr.rows import expected, implied

from standoff.condition import parse_condition
from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.coalition import coalitions, every, of_sizes
from standoff.gmcr.concept.law import solve
from standoff.gmcr.concept.table import COALITION, CONCEPTS
from standoff.gmcr.conflict.model import Model, Mover
from standoff.gmcr.conflict.preference import Ranking, Statements
from standoff.gmcr.conflict.space import Option, Space
from standoff.gmcr.engine import joint
from standoff.gmcr.engine.choose import ENGINES
from standoff.problem import BudgetSpent, Infeasible, NotComputed, TooLarge


@pytest.mark.parametrize("block", range(4))
def test_every_concept_agrees_with_its_definition(block: int) -> None:
    """All coalitions of random conflicts in option form and of listed moves, ties and one way included."""
    for seed in range(block, 160, 4):
        agree(mixed.conflict(seed), seed)


def agree(drawn: mixed.Mixed, seed: int) -> None:
    model, tables = drawn.model, drawn.tables()
    space = model.space
    named = [frozenset(space.taken(code)) for code in space.codes.tolist()]
    found = coalitions(model, movers=every(model))
    assert found.complete
    for mover, stable in found.stable.items():
        for concept, flags in stable.items():
            states = set(itertools.compress(named, flags.tolist()))
            assert states == expected(tables, concept, mover), (seed, concept, mover)
        for one, other in implied(COALITION):
            assert (~stable[one] | stable[other]).all(), (seed, one, other)
        arcs = found.improvements(mover)
        codes = space.codes
        pairs = {
            (int(s), int(t)) for s, t in zip(codes[arcs.source], codes[arcs.target], strict=True)
        }
        assert pairs == {
            (drawn.code(s), drawn.code(x))
            for s in tables.states
            for x in coalition_improvements(tables, mover, s)
        }, seed


@pytest.mark.parametrize("words", [1, 2])
def test_parts_are_put_together(words: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same where a row of bits holds one part of a group only."""
    parts = [(model, in_one(model)) for model in in_three()]
    monkeypatch.setattr("standoff.gmcr.engine.joint.WORDS", words)
    for seed, (model, whole) in enumerate(parts):
        found = coalitions(model, movers=every(model))
        for mover, stable in found.stable.items():
            for concept, flags in stable.items():
                assert (flags == whole[mover][concept]).all(), (seed, concept)


@functools.cache
def in_three() -> list[Model]:
    """Models whose groups take several words."""
    drawn = ((random.Random(seed), 0.2 * (seed % 2)) for seed in range(60))
    return [randoms.structured(rng, [3, 3, 2], one_way=one_way) for rng, one_way in drawn]


@functools.cache
def in_one(model: Model) -> Mapping[Mover, Mapping[str, np.ndarray]]:
    assert joint.WORDS == 256
    return coalitions(model, movers=every(model)).stable


@pytest.mark.parametrize("engine", ENGINES)
def test_engines_take_several_as_one_mover(engine: str) -> None:
    """What a coalition, or those outside it, can make of a state: least and best of one's rank."""
    for seed in range(80):
        conflict = randoms.conflict(random.Random(seed), most_options=5)
        tables = Tables(conflict)
        model = randoms.model(conflict)
        if not tables.states or len(model.makers) < 3:
            continue
        game = solve(model, ["NASH"], engine=engine).game
        values = game.rank(frozenset({0}))
        mover, rest = frozenset({0, 1}), frozenset(range(2, len(model.makers)))
        v = {s: tables.value[0, s] for s in tables.states}
        best = {s: max(v[x] for x in (s, *by_moves(tables, mover, s))) for s in v}
        least = {s: min(v[x] for x in (s, *by_moves(tables, rest, s))) for s in v}
        both = {s: max(least[x] for x in (s, *by_moves(tables, mover, s))) for s in v}
        worst = game.worst_by_moves(mover, values)
        for number, right in (
            (game.best(mover, values), best),
            (game.best(mover, game.lesser(values, worst)), both),
        ):
            found = {
                frozenset(model.space.taken(c)) for c in game.walk(game.at_most(number, values))
            }
            assert found == {s for s in v if right[s] <= v[s]}, seed


def test_one_decision_maker_is_a_coalition_of_one() -> None:
    """CNASH, CGMR, CSMR and CSEQ_IND of one are NASH, GMR, SMR and SEQ; SEQ implies CSEQ."""
    alike = {"CNASH": "NASH", "CGMR": "GMR", "CSMR": "SMR", "CSEQ_IND": "SEQ"}
    for seed in range(150):
        model = mixed.conflict(seed).model
        single = coalitions(model, movers=of_sizes(model, [1]))
        plain = solve(model, list(alike.values()))
        for mover, stable in single.stable.items():
            (i,) = mover
            for together, alone in alike.items():
                assert (stable[together] == plain.stable[alone][i]).all(), (seed, alone)
            assert (~plain.stable["SEQ"][i] | stable["CSEQ"]).all(), seed


def test_all_together_have_nobody_to_fear() -> None:
    for seed in range(100):
        model = mixed.conflict(seed).model
        whole = frozenset(range(len(model.makers)))
        stable = coalitions(model, movers=[whole]).stable[whole]
        for concept in ("CGMR", "CSMR", "CSEQ", "CSEQ_IND"):
            assert (stable[concept] == stable["CNASH"]).all(), (seed, concept)


def wish(*texts: str) -> Statements:
    return Statements.of(*map(parse_condition, texts))


def dilemma() -> Model:
    """Two prisoners: each wants the other's silence (a, b) most, and then its own word."""
    space = Space((Option("a", 0), Option("b", 1)))
    return Model("dilemma", ("A", "B"), space, (wish("b", "not a"), wish("a", "not b")))


def test_prisoners_leave_their_equilibrium_together() -> None:
    """By hand: both talk (0) is the only Nash equilibrium; both silent (3) is better for both.

    No state beats 3 for both: from 3 each alone gains and the other loses. From 0 the pair reaches 3.
    """
    model = dilemma()
    found = coalitions(model, movers=every(model))
    pair = frozenset({0, 1})
    assert found.stable[pair]["CNASH"].tolist() == [False, True, True, True]
    assert not found.universal("CNASH").any()
    assert found.universal("CGMR").tolist() == [False, False, False, True]


def test_a_jump_between_equilibria() -> None:
    """Stag hunt: none hunts (0) and both hunt (3) are Nash; together they jump from 0 to 3, not back."""
    space = Space((Option("a", 0), Option("b", 1)))
    best = Ranking(((3,), (2,), (0,), (1,))), Ranking(((3,), (1,), (0,), (2,)))
    model = Model("stag", ("A", "B"), space, best)
    nash = solve(model, ["NASH"], engine="explicit")
    assert nash.states("NASH") == (0, 3)
    found = coalitions(model, ["CNASH"], every(model))
    jumps = list(found.jumps(nash.equilibria("NASH")))
    assert [(j.mover, j.state, j.target) for j in jumps] == [(frozenset({0, 1}), 0, 3)]


def test_jumps_are_the_improvements_between_equilibria() -> None:
    seen = 0
    for seed in range(120):
        model = mixed.conflict(seed).model
        nash = solve(model, ["NASH"], engine="explicit").equilibria("NASH")
        found = coalitions(model, ["CNASH"])
        jumps = {(j.mover, j.state, j.target) for j in found.jumps(nash)}
        codes = model.space.codes
        assert jumps == {
            (mover, int(codes[s]), int(codes[t]))
            for mover in found.stable
            for arcs in [found.improvements(mover)]
            for s, t in zip(arcs.source, arcs.target, strict=True)
            if nash[s] and nash[t]
        }, seed
        seen += len(jumps)
    assert seen > 20


def test_pairs_and_triples_unless_others_are_named() -> None:
    model = randoms.structured(random.Random(3), [1, 1, 1, 1])
    assert [len(m) for m in coalitions(model, ["CNASH"]).stable] == [2] * 6 + [3] * 4
    with pytest.raises(NotComputed, match="not every coalition"):
        coalitions(model, ["CNASH"]).universal("CNASH")
    with pytest.raises(Infeasible, match="no coalition"):
        coalitions(model, ["CNASH"], [frozenset({7})])
    with pytest.raises(NotComputed, match="one decision maker at a time"):
        coalitions(model, ["NASH"])
    with pytest.raises(NotComputed, match=r"coalition"):
        solve(model, ["CNASH"])


def test_time_and_memory_are_kept() -> None:
    large = randoms.structured(random.Random(1), [4, 4, 3, 3])
    with pytest.raises(BudgetSpent, match="finished: "):
        coalitions(large, budget=Budget(seconds=0.001))
    with pytest.raises(TooLarge, match="give more memory"):
        coalitions(large, budget=Budget(memory=10_000))
    with pytest.raises(TooLarge, match="of coalitions than memory has room for"):
        coalitions(large, ["CSEQ"], of_sizes(large, [1]), budget=Budget(memory=9_000_000))


def test_ranks_are_asked_one_by_one_where_vectors_do_not_decide() -> None:
    """CSMR of pairs: in some states bounds leave it open; what is asked then is what the oracle says."""
    asked = []
    plain = joint._asked

    def told(*given):  # counts the states that are asked for
        asked.append(len(given[2]))
        return plain(*given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(joint, "_asked", told)
        for seed in range(40):
            model = randoms.structured(random.Random(seed), [2, 2, 2, 2])
            coalitions(model, ["CSMR"])
    assert sum(asked) > 20
    assert CONCEPTS["CSMR"].escapes
    assert np.array(asked).min() == 0
