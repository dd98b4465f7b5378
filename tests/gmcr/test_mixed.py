"""Every form of model against the definitions, and against itself written otherwise.

STANDOFF_MODELS says how many random models are compared with the definitions: 2,000 unless it is set.
"""

import itertools
import os
import random
from dataclasses import replace

import numpy as np
import pytest
from tests.gmcr import mixed, randoms
from tests.gmcr.oracle import State
from tests.gmcr.rows import LAW, expected, implied

from standoff.condition import And, Not, Var, rename
from standoff.gmcr.concept.law import Solution, solve
from standoff.gmcr.concept.table import PLAIN
from standoff.gmcr.conflict.graph import in_options, listing, merged
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Preference, Ranking, Statements, Weights
from standoff.gmcr.conflict.space import Option, Space
from standoff.gmcr.engine.sanction import SANCTIONS
from standoff.gmcr.evolve.evolution import RULES, evolve
from standoff.problem import NotAnOrder, NotComputed, UnknownName

MODELS = int(os.environ.get("STANDOFF_MODELS", "2000"))
BLOCKS = 8


def sets(solution: Solution) -> dict[tuple[str, int], set[State]]:
    """Concept and decision maker -> the states stable for it, as the options taken."""
    space = solution.model.space
    states = [frozenset(space.taken(code)) for code in space.codes.tolist()]
    return {
        (concept, i): set(itertools.compress(states, flags.tolist()))
        for concept, stable in solution.stable.items()
        for i, flags in enumerate(stable)
    }


@pytest.mark.parametrize("block", range(BLOCKS))
@pytest.mark.parametrize("answers", ["sequences"])
def test_every_concept_agrees_with_its_definition(block: int, answers: str) -> None:
    """2-5 decision makers, up to 7 options; a third of the models has listed moves."""
    for seed in range(block, MODELS, BLOCKS):
        agree(seed, answers)


@pytest.mark.parametrize("answers", sorted(set(SANCTIONS) - {"sequences"}))
def test_other_rules_of_sanction_agree_with_theirs(answers: str) -> None:
    for seed in range(MODELS // 8):
        agree(seed, answers)


def agree(seed: int, answers: str) -> None:
    drawn = mixed.conflict(seed)
    tables = drawn.tables(answers)
    solution = solve(drawn.model, PLAIN, answers, partial=True)
    for (concept, i), stable in sets(solution).items():
        assert stable == expected(tables, concept, i), (seed, concept, i)
    for stronger, weaker in implied(solution.stable):
        both = zip(solution.stable[stronger], solution.stable[weaker], strict=True)
        assert all((~strong | weak).all() for strong, weak in both), (seed, stronger, weaker)
    assert not set(solution.refused) & set(LAW)


@pytest.mark.thorough
def test_arcs_and_groups_give_the_same() -> None:
    """Option form solved by its groups, by its arcs, and written out as a graph."""
    for seed in range(150):
        model = randoms.model(randoms.conflict(random.Random(seed)))
        makers = range(len(model.makers))
        graph = replace(model, space=listing(model.space, makers))
        for answers in SANCTIONS:
            fast = sets(solve(model, PLAIN, answers))
            assert fast == sets(solve(model, PLAIN, answers, by_arcs=True)), seed
            assert fast == sets(solve(graph, PLAIN, answers)), seed


# --- the same conflict written otherwise ----------------------------------------------------------


def shuffled(model: Model, rng: random.Random) -> tuple[Model, dict[str, str], list[int]]:
    """Decision makers and options in another order and under other names."""
    space = model.space
    turn = rng.sample(range(len(model.makers)), len(model.makers))  # new position -> old
    options = rng.sample(space.options, len(space.options))
    names = {option.name: f"x{at}" for at, option in enumerate(options)}
    moved = tuple(
        Option(names[o.name], None if o.owner is None else turn.index(o.owner), o.direction)
        for o in options
    )

    def called(condition):
        return rename(condition, lambda name: Var(names[name]))

    new = Space(moved, tuple(map(called, space.impossible)))
    preferences: list[Preference] = []
    for i in turn:
        match model.preferences[i]:
            case Statements(tiers=tiers):
                preferences.append(Statements(tuple(tuple(map(called, t)) for t in tiers)))
            case Weights(weights=weights):
                preferences.append(Weights({names[n]: w for n, w in weights.items()}))
            case Ranking(tiers=ranked):
                code = {s: new.code(names[n] for n in space.taken(s)) for t in ranked for s in t}
                preferences.append(Ranking(tuple(tuple(code[s] for s in t) for t in ranked)))
    makers = tuple(model.makers[i] for i in turn)
    return Model("other", makers, new, tuple(preferences)), names, turn


@pytest.mark.thorough
def test_names_and_order_change_nothing() -> None:
    for seed in range(300):
        rng = random.Random(seed)
        model = mixed.by_options(rng, 5).model
        other, names, turn = shuffled(model, rng)
        before, after = sets(solve(model, PLAIN)), sets(solve(other, PLAIN))
        for (concept, i), stable in before.items():
            called = {frozenset(names[name] for name in state) for state in stable}
            assert called == after[concept, turn.index(i)], (seed, concept)


def test_an_option_nobody_minds_changes_nothing() -> None:
    """An option without an owner, in no statement: each state stands twice, as stable as before."""
    for seed in range(200):
        model = mixed.by_options(random.Random(seed), 4).model
        if any(isinstance(p, Ranking) for p in model.preferences):
            continue
        wider = Space((*model.space.options, Option("idle", None)), model.space.impossible)
        before = sets(solve(model, PLAIN))
        after = sets(solve(replace(model, space=wider), PLAIN))
        for key, stable in before.items():
            assert after[key] == stable | {state | {"idle"} for state in stable}, seed


def test_a_pattern_that_rules_nothing_out_changes_nothing() -> None:
    for seed in range(200):
        model = mixed.by_options(random.Random(seed), 5).model
        name = Var(model.space.options[0].name)
        never = And(name, Not(name))
        more = Space(model.space.options, (*model.space.impossible, never))
        before, after = solve(model, PLAIN), solve(replace(model, space=more), PLAIN)
        assert sets(before) == sets(after), seed


# --- graphs ---------------------------------------------------------------------------------------


def test_merged_states_move_as_what_they_merge() -> None:
    """Elmira's plant given up is one state whatever else holds; moves by members, checked one by one."""
    for seed in range(300):
        rng = random.Random(seed)
        conflict = randoms.conflict(rng, 4)
        space = randoms.model(conflict).space
        makers = range(len(conflict.wishes))
        loose = sum(1 << b for b in range(len(space.options)) if rng.random() < 0.3)
        pivot = rng.randrange(len(space.options))
        loose &= ~(1 << pivot)
        every = range(1 << len(space.options))
        home = {code: code & ~loose if code >> pivot & 1 else code for code in every}
        states = {(s, loose if s >> pivot & 1 else 0) for s in home.values()}
        graph = merged(space.options, states, makers)
        free = Space(space.options)
        for i in makers:
            for s in graph.listed:
                targets = {
                    home[t]
                    for code in every
                    if home[code] == s
                    for t in free.moves(i, code)
                    if home[t] != s
                }
                assert set(graph.moves(i, s)) == targets, seed


def test_a_merged_state_answers_only_what_its_combinations_agree_on() -> None:
    options = (Option("modify", 0), Option("abandon", 1))
    graph = merged(options, [(0, 0), (1, 0), (2, 1)], range(2))
    abandoned, modified = graph.test(Var("abandon")), graph.test(Var("modify"))
    assert abandoned(2)
    assert not graph.test(And(Not(Var("abandon")), Var("modify")))(2)
    with pytest.raises(NotComputed, match="abandon"):
        modified(2)
    assert graph.held({"modify": True}).listed == (1, 3)
    assert graph.nearest(3) == (2,)
    assert graph.distance(1, 2) == 1


def test_a_graph_evolves_as_the_option_form_it_is() -> None:
    for seed in range(200):
        rng = random.Random(seed)
        model = randoms.model(randoms.conflict(rng))
        if not model.space.count:
            continue
        model = replace(model, today=(int(rng.choice(list(model.space.codes))),))
        makers = range(len(model.makers))
        graph = listing(model.space, makers)
        for rule in RULES:
            ends = evolve(replace(model, space=graph), rule).ends
            assert ends == evolve(model, rule).ends, (seed, rule)
        back = in_options(graph, makers)
        assert back is not None
        assert np.array_equal(back.codes, graph.codes)


def test_two_moves_in_a_row_are_not_one_where_moves_are_listed() -> None:
    """A's gain 0 -> 1 could be answered by B's 1 -> 2 -> 3, which B alone may not make in a row."""
    options = tuple(Option(name, None) for name in "ab")
    targets = {(0, 0): (1,), (1, 1): (2,), (1, 2): (3,)}
    space = Space(options)
    graph = merged(options, [(c, 0) for c in range(4)], range(2))
    graph = replace(graph, targets=targets)
    wants = Ranking(((1, 2), (0,), (3,)))
    model = Model("chain", ("A", "B"), graph, (wants, Statements(())))
    assert not solve(model, ["GMR"]).stable["GMR"][0][space.index(0)]
    third = replace(
        model, makers=("A", "B", "C"), preferences=(wants, Statements(()), Statements(()))
    )
    relay = replace(graph, targets={**targets, (2, 2): (3,)})
    assert solve(replace(third, space=relay), ["GMR"]).stable["GMR"][0][space.index(0)]


# --- what is refused ------------------------------------------------------------------------------


def test_a_ranking_is_an_order() -> None:
    with pytest.raises(NotAnOrder, match="twice"):
        Ranking(((0, 1), (0,)))
    space = Space((Option("a", 0),))
    model = Model("short", ("A",), space, (Ranking(((1,), (2,))),))
    with pytest.raises(NotAnOrder, match="nothing"):
        solve(model, ["NASH"])


def test_an_unknown_rule_of_sanction_is_named() -> None:
    model = randoms.model(randoms.conflict(random.Random(0)))
    with pytest.raises(UnknownName, match="did you mean single"):
        solve(model, ["GMR"], "singel")


def test_a_world_of_a_merged_state_keeps_its_rank() -> None:
    """A merged state narrowed to one of its combinations stands in a ranking where it stood before."""
    options = (Option("a", 0), Option("b", 1))
    space = merged(
        options, [(0, 0), (1, 0), (2, 1)], range(2)
    )  # b alone and a with b are one state
    ranking = Ranking(((2,), (1,), (0,)))
    model = Model("merged", ("A", "B"), space, (ranking, ranking), (2,))
    held = model.held({"a": True})
    assert held.today == (3,)
    assert ranking.score(held.space, 3) == ranking.score(space, 2) == 3
    assert [int(code) for code in held.space.codes] == [1, 3]
    assert solve(held, ["NASH"]).states("NASH") == (3,)
