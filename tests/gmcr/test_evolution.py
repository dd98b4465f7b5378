"""Evolutions against their definition, and the claims made for option form with rankings."""

import random
from collections.abc import Iterable

from tests.gmcr import randoms

from standoff.condition import Const
from standoff.gmcr.concept.law import solve
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.engine.moves import Node, sequences
from standoff.gmcr.evolve.evolution import RULES, evolve, reach, terminal
from standoff.gmcr.evolve.evolution import way as shortest


def _models(count: int) -> Iterable[tuple[int, Model]]:
    for seed in range(count):
        rng = random.Random(seed)
        conflict = randoms.conflict(rng, most_options=5)
        states = [int(c) for c in randoms.model(conflict).space.codes]
        if states:
            yield seed, randoms.model(conflict, rng.choice(states))


def _choices(model: Model, rule: str, maker: int, state: int) -> set[int]:
    """The rule's definition, word by word."""
    space, score = model.space, model.preferences[maker].score
    better = [t for t in space.moves(maker, state) if score(space, t) > score(space, state)]
    if rule == "any":
        return set(better)
    if rule == "best":
        top = [t for t in better if all(score(space, t) >= score(space, u) for u in better)]
        least = min((bin(state ^ t).count("1") for t in top), default=0)
        return {t for t in top if bin(state ^ t).count("1") == least}
    return {
        t
        for t in better
        if not any(
            u != t and (state ^ u) & ~(state ^ t) == 0 and score(space, u) >= score(space, t)
            for u in space.moves(maker, state)
        )
    }


def _reached(model: Model, rule: str) -> dict[Node, set[Node]]:
    makers = range(len(model.makers))
    arcs: dict[Node, set[Node]] = {}
    waiting: list[Node] = [(s, None) for s in model.today]
    while waiting:
        state, last = node = waiting.pop()
        if node in arcs:
            continue
        out = {(t, j) for j in makers if j != last for t in _choices(model, rule, j, state)}
        if not out and last is not None:
            out = {(t, last) for t in _choices(model, rule, last, state)}
        arcs[node] = set(out)
        waiting.extend(out)
    return arcs


def _ends(arcs: dict[Node, set[Node]]) -> set[tuple[int, ...]]:
    """By the definition: nodes from which every node that can be reached can reach back."""
    ahead = {node: _closure(arcs, node) for node in arcs}
    return {
        tuple(sorted({state for state, _ in ahead[node]}))
        for node in arcs
        if all(node in ahead[other] for other in ahead[node])
    }


def _closure(arcs: dict[Node, set[Node]], start: Node) -> set[Node]:
    seen, waiting = {start}, [start]
    while waiting:
        for target in arcs[waiting.pop()] - seen:
            seen.add(target)
            waiting.append(target)
    return seen


def test_ends_by_every_rule_agree_with_the_definition() -> None:
    for seed, model in _models(400):
        for rule in RULES:
            assert set(evolve(model, rule).ends) == _ends(_reached(model, rule)), (seed, rule)


def test_rests_are_the_reachable_nash_equilibria() -> None:
    for seed, model in _models(400):
        nash = {int(c) for c in model.space.codes[solve(model, ["NASH"]).equilibria("NASH")]}
        for rule in RULES:
            evolution = evolve(model, rule)
            rests = {end[0] for end in evolution.ends if len(end) == 1}
            assert rests == nash & set(evolution.states), (seed, rule)


def test_a_spent_budget_is_said() -> None:
    for _, model in _models(50):
        if len(evolve(model, "any").arcs) > 2:
            assert not evolve(model, "any", budget=2).complete
            return
    raise AssertionError("no model was large enough")


def test_terminal_components_on_long_chains_do_not_recurse() -> None:
    length = 50_000
    arcs: dict[Node, list[tuple[int, Node]]] = {
        (k, None): [(0, (k + 1, None))] for k in range(length)
    }
    arcs[length, None] = [(0, (length - 1, None))]
    assert terminal(arcs) == [{(length, None), (length - 1, None)}]


def test_nobody_moves_twice_in_a_row() -> None:
    for _, model in _models(60):
        movers = range(len(model.makers))
        for improving in (False, True):
            for moves in sequences(model, model.today[0], movers, improving):
                state = model.today[0]
                for k, (maker, target) in enumerate(moves):
                    assert k == 0 or moves[k - 1][0] != maker
                    allowed = model.improvements if improving else model.space.moves
                    assert target in allowed(maker, state)
                    state = target


def _steps(model: Model, improving: bool, state: int) -> set[tuple[int, int]]:
    targets = model.improvements if improving else model.space.moves
    return {(i, t) for i in range(len(model.makers)) for t in targets(i, state)}


def test_reach_and_the_shortest_way_against_their_definitions() -> None:
    tried = set()
    for seed, model in _models(60):
        names = [option.name for option in model.space.options]
        goal = randoms.condition(random.Random(seed), names)
        test = model.space.test(goal)
        for improving in (False, True):
            rings = [set(model.today)]  # by how many moves lead there
            while rings[-1]:
                known = set().union(*rings)
                rings.append({t for s in rings[-1] for _, t in _steps(model, improving, s)} - known)
            reached = set().union(*rings)
            for engine in (None, "explicit", "cube", "symbolic"):
                found = reach(model, improving, engine=engine)
                assert set(found.game.walk(found.states)) == reached
                assert (found.count, found.size) == (len(reached), model.space.count)
                assert found.where(goal) == sum(map(test, reached))
            way = shortest(model, goal, improving)
            near = next((n for n, ring in enumerate(rings) if any(map(test, ring))), None)
            assert near == (None if way is None else len(way)), seed
            at = model.today[0]
            for state, maker, target in way or ():
                assert state == at and (maker, target) in _steps(model, improving, state)
                at = target
            assert way is None or test(at)
            tried.add(near)
    assert {None, 0, 1, 2} <= tried


def test_a_way_is_not_looked_for_without_end() -> None:
    for _, model in _models(20):
        assert shortest(model, Const(False), most=1) is None
