"""What is remembered of choices and courses changes no evolution: models and their neighbours, each anew."""

from __future__ import annotations

import random
from dataclasses import replace
from functools import partial

from tests.gmcr.randoms import structured

from standoff.condition import And, Condition, Implies, Not, Or, Var, predicate, truth
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Statements
from standoff.gmcr.conflict.space import Space
from standoff.gmcr.evolve.choice import choices
from standoff.gmcr.evolve.evolution import best, evolve, follow


def anew(model: Model) -> Model:
    """The same model, sharing nothing that could be remembered."""
    space = Space(model.space.options, model.space.impossible)
    lists = [p.tiers for p in model.preferences if isinstance(p, Statements)]
    return replace(model, space=space, preferences=tuple(map(Statements, lists)))


def neighbours(model: Model, rng: random.Random) -> list[Model]:
    """The model with a wish or a rule less, or from elsewhere, and the model itself again."""
    found = [model]
    for maker, prefers in enumerate(model.preferences):
        assert isinstance(prefers, Statements)
        for at in range(len(prefers.tiers)):
            left = Statements(prefers.tiers[:at] + prefers.tiers[at + 1 :])
            found.append(model.prefer(maker, left))
    for at in range(len(model.space.impossible)):
        rules = model.space.impossible[:at] + model.space.impossible[at + 1 :]
        found.append(replace(model, space=Space.of(model.space.options, rules)))
    states = [int(code) for code in model.space.codes]
    found.append(replace(model, today=(rng.choice(states),)))
    rng.shuffle(found)
    return [*found, model]


def test_an_evolution_is_the_same_whatever_was_worked_out_before() -> None:
    shared = 0
    for seed in range(60):
        rng = random.Random(seed)
        model = structured(rng, [2, 2, 1])
        model = replace(model, today=(int(rng.choice(list(model.space.codes))),))
        traces = set()
        for each in neighbours(model, rng):
            fresh = anew(each)
            plain = follow(fresh, partial(best, fresh))
            found = evolve(each)
            assert dict(found.arcs) == dict(plain.arcs)
            assert (found.ends, found.states, found.steps) == (
                plain.ends,
                plain.states,
                plain.steps,
            )
            shared += id(found.trace) in traces
            traces.add(id(found.trace))
    assert shared > 100, "courses that are alike are found once"


def test_a_choice_reads_what_its_mask_says_and_nothing_else() -> None:
    for seed in range(40):
        rng = random.Random(seed)
        model = structured(rng, [2, 1, 2])
        made = choices(model)
        assert made is not None
        fresh = anew(model)
        for maker, choice in enumerate(made):
            for code in map(int, model.space.codes):
                targets = tuple(code ^ change for change in choice.changes(code))
                assert targets == best(fresh, maker, code)


def test_literals_that_are_joined_are_tested_at_once_and_mean_the_same() -> None:
    a, b, c = map(Var, "abc")
    bit = {"a": 0, "b": 1, "c": 2}
    conditions: list[Condition] = [
        And(a, And(Not(b), c)), Or(a, Or(Not(b), c)), Implies(And(a, b), Not(c)), Implies(a, Or(b, c)),
        Not(And(a, Not(c))), Not(Or(a, b)), And(a, Not(a)), Or(a, Not(a)), And(Or(a, b), c), Or(And(a, b), c),
        Implies(Or(a, b), c), Not(Implies(a, b)),
    ]  # fmt: skip
    for condition in conditions:
        test = predicate(condition, bit)
        for code in range(8):
            values = {name: bool(code >> at & 1) for name, at in bit.items()}
            expected = truth(condition, values.__getitem__)
            assert test(code) == bool(expected), (str(condition), code)
