"""Many variants at once against the same variants one by one."""

import functools
import itertools
import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from tests.gmcr import mixed, randoms

from standoff.condition import Const, Var
from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.law import solve
from standoff.gmcr.conflict.graph import Graph
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import NO_WISHES, Preference, Ranking, Statements, Weights
from standoff.gmcr.conflict.space import Option, Space
from standoff.gmcr.engine.cube import Cube
from standoff.gmcr.evolve.evolution import RULES, evolve
from standoff.gmcr.many import batch, copies, sanctioned
from standoff.gmcr.many.batch import Ensemble, Worlds, switched, switched_rules
from standoff.problem import BudgetSpent, Infeasible, NotComputed, TooLarge, UnknownName

COMBINING = ("NASH", "GMR", "SMR", "SEQ", "SSEQ")


def ensemble(seed: int) -> Ensemble | None:
    """Up to two contested lines a decision maker, sometimes a whole list swapped for another."""
    rng = random.Random(seed)
    conflict = randoms.conflict(rng, most_options=5, most_makers=3)
    model = randoms.model(conflict)
    if not model.space.count:
        return None
    model = randoms.model(conflict, today=int(rng.choice(model.space.codes)))
    other = randoms.conflict(random.Random(seed), most_options=5, most_makers=3)
    alternatives = []
    for wishes, strange in zip(model.preferences, reversed(other.wishes), strict=True):
        assert isinstance(wishes, Statements)
        tiers = range(len(wishes.tiers))
        choices: tuple[Preference, ...] = switched(wishes, rng.sample(tiers, min(2, len(tiers))))
        alternatives.append((*choices, Statements(strange)) if rng.random() < 0.3 else choices)
    return Ensemble(model, tuple(alternatives))


ENSEMBLES = [e for seed in range(40) if (e := ensemble(seed))]


def picks(each: Ensemble) -> list[tuple[int, ...]]:
    return list(itertools.product(*(range(len(choices)) for choices in each.alternatives)))


def of_any_form(seed: int) -> Ensemble | None:
    """Statements, weights, rankings and none, mixed among one decision maker's alternatives; listed moves."""
    rng = random.Random(seed)
    model = mixed.conflict(seed).model
    if not 0 < model.space.count <= 32:
        return None
    alternatives = []
    for wishes in model.preferences[:3]:
        others = (another(rng, model.space) for _ in range(rng.choice((0, 1, 2))))
        alternatives.append((wishes, *others))
    alternatives += [(wishes,) for wishes in model.preferences[3:]]
    return Ensemble(model, tuple(alternatives))


def from_somewhere(each: Ensemble) -> Ensemble:
    today = (int(each.model.space.codes[0]),)
    return Ensemble(replace(each.model, today=today), each.alternatives)


def another(rng: random.Random, space: Space) -> Preference:
    names = [option.name for option in space.options]
    kind = rng.choice(("statements", "long", "weights", "ranking", "none"))
    if kind == "none":
        return NO_WISHES
    if kind == "weights":
        return Weights({name: Fraction(rng.randint(-3, 3), rng.choice((1, 2))) for name in names})
    if kind == "ranking":
        return Ranking.by_value({int(s): Fraction(rng.randint(1, 5)) for s in space.codes})
    length = 40 if kind == "long" else 3
    tiers = ([randoms.condition(rng, names)] * rng.choice((1, 2)) for _ in range(length))
    return Statements(tuple(map(tuple, tiers)))


@functools.cache
def forms() -> list[Ensemble]:
    return [each for seed in range(60) if (each := of_any_form(seed))]


def compare(each: Ensemble, concept: str) -> None:
    chosen = picks(each)
    assert len(chosen) == each.size
    flags = one_by_one(each)[concept]
    assert list(each.shares(concept)) == list(np.sum(flags, axis=0))
    assert list(each.counts(concept)) == [f.sum() for f in flags]
    rows = np.array(chosen[::-1])
    assert list(each.counts(concept, rows)) == [f.sum() for f in flags[::-1]]
    inside = each.model.space.truth(Var("o0"), each.model.space.codes)
    assert list(each.counts(concept, where=Var("o0"))) == [(f & inside).sum() for f in flags]


@pytest.mark.parametrize("concept", COMBINING)
def test_the_share_of_one_state(concept: str) -> None:
    """By boxes, from the definitions, it is what all states at once come to."""
    for each in [*ENSEMBLES, *forms()]:
        codes = map(int, each.model.space.codes)
        assert [each.share(concept, state) for state in codes] == list(each.shares(concept))


def solved(model: Model) -> dict[str, np.ndarray]:
    solution = solve(model, COMBINING, engine="explicit")
    return {concept: np.asarray(solution.equilibria(concept)) for concept in COMBINING}


@functools.cache
def one_by_one(each: Ensemble) -> dict[str, list[np.ndarray]]:
    """Concept -> the flags of each variant, solved alone."""
    found = [solved(each.variant(pick)) for pick in picks(each)]
    return {concept: [flags[concept] for flags in found] for concept in COMBINING}


@pytest.mark.parametrize("concept", COMBINING)
def test_counts_and_shares(concept: str) -> None:
    for each in ENSEMBLES:
        compare(each, concept)


@pytest.mark.parametrize("concept", COMBINING)
def test_alternatives_of_any_form(concept: str) -> None:
    assert any(isinstance(each.model.space, Graph) for each in forms())
    for each in forms():
        compare(each, concept)


def test_few_copies_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parts into which the cases fall do not show, nor where what is asked would take too much."""
    monkeypatch.setattr(copies, "CELLS", 100)
    monkeypatch.setattr(sanctioned, "MOST", 0)
    for each in ENSEMBLES[:20]:
        compare(Ensemble(each.model, each.alternatives), "SEQ")


def test_classes_that_many_share(monkeypatch: pytest.MonkeyPatch) -> None:
    """Variants alike in all classes are combined together, or one by one: the same."""
    for alike in (0, 1 << 30):
        monkeypatch.setattr(batch, "ALIKE", alike)
        for each in ENSEMBLES[:10]:
            for concept in ("SEQ", "SSEQ"):
                compare(each, concept)


def test_a_list_swapped_for_one_with_the_same_order_is_no_further_case() -> None:
    """Opponents count by the order of what they can move between: 'o1' orders o0's settings not at all."""
    space = Space((Option("o0", 0), Option("o1", 1)))
    model = Model("two", ("a", "b"), space, (NO_WISHES, NO_WISHES))
    alternatives = (
        (Statements.of(Var("o0")), Statements.of(Var("o1"), Var("o0")), Statements.of(Var("o1"))),
        (Statements.of(Var("o1")),),
    )
    each = Ensemble(model, alternatives)
    assert [list(classes) for classes in each.classes] == [[0, 0, 1], [0]]
    compare(each, "SEQ")


def test_no_state_at_all() -> None:
    space = Space((Option("o0", 0),), (Const(True),))
    each = Ensemble(Model("none", ("a",), space, (NO_WISHES,)), ((NO_WISHES, NO_WISHES),))
    for concept in COMBINING:
        assert list(each.counts(concept)) == [0, 0]
        assert list(each.shares(concept)) == []


@functools.cache
def with_and_without() -> list[
    tuple[Ensemble, tuple[Space, ...], list[list[dict[str, np.ndarray]]]]
]:
    """Ensembles with rules, each way to keep or drop the rules, and the variants solved alone in each."""
    found = []
    for each in ENSEMBLES:
        space = each.model.space
        if space.impossible:
            spaces = switched_rules(space, range(len(space.impossible)))
            variants = [each.variant(pick) for pick in picks(each)]
            alone = [[solved(replace(one, space=world)) for one in variants] for world in spaces]
            found.append((each, spaces, alone))
    assert len(found) > 10
    return found


@pytest.mark.parametrize("concept", COMBINING)
def test_rules_on_and_off(concept: str) -> None:
    """Variants that differ in what is impossible too: each state is counted where it can be."""
    for each, spaces, alone in with_and_without():
        assert [s.impossible for s in (spaces[0], spaces[-1])] == [each.model.space.impossible, ()]
        worlds = Worlds.of(each.model, spaces, each.alternatives)
        counts = []
        held = dict.fromkeys(map(int, spaces[-1].codes), 0)
        of: dict[int, int] = {}
        for world, variants in zip(spaces, alone, strict=True):
            for solution in variants:
                flags = solution[concept]
                counts.append(flags.sum())
                for state, stable in zip(map(int, world.codes), flags, strict=True):
                    held[state] += stable
                    of[state] = of.get(state, 0) + 1
        assert list(worlds.counts(concept)) == counts
        assert len(counts) == worlds.size
        assert worlds.shares(concept) == {state: (held[state], of[state]) for state in of}


def test_evolutions_with_rules_on_and_off() -> None:
    for each, spaces, _ in with_and_without():
        worlds = Worlds.of(each.model, spaces, each.alternatives)
        first = [0] * len(each.alternatives)
        for part, found in zip(worlds.ensembles, worlds.evolve(), strict=True):
            assert found.of(first).ends == evolve(part.variant(first)).ends


@pytest.mark.parametrize("rule", RULES)
def test_evolutions(rule: str) -> None:
    """The boxes part the ensemble, and every variant ends as it does alone."""
    for each in [*ENSEMBLES, *map(from_somewhere, forms())]:
        found = each.evolve(rule)
        assert sum(o.variants for o in found.outcomes) == each.size == sum(found.shares.values())
        follows = 0
        for pick in picks(each):
            alone = evolve(each.variant(pick), rule).ends
            assert found.of(pick).ends == alone
            follows += all(s & 1 for end in alone for s in end)
        assert found.follows(Var("o0")) == follows


def test_concepts_that_do_not_combine_are_refused() -> None:
    for concept in ("SIM", "SEQ+SIMULTANEITY"):
        with pytest.raises(NotComputed, match="one by one"):
            ENSEMBLES[0].counts(concept)
        with pytest.raises(NotComputed, match="one by one"):
            ENSEMBLES[0].share(concept, 0)
    space = Space((Option("o0", 0),), (Var("o0"),))
    each = Ensemble(Model("one", ("a",), space, (NO_WISHES,)), ((NO_WISHES,),))
    with pytest.raises(Infeasible, match="the situation o0 cannot be"):
        each.share("SEQ", 1)


def test_too_many_cases_are_refused_with_their_number() -> None:
    space = Space(tuple(Option(f"o{i}", i) for i in range(3)))
    model = Model("wide", ("a", "b", "c"), space, (NO_WISHES,) * 3)
    mine = [Statements.of(Var(f"o{i}")) for i in range(3)]
    alternatives = tuple((wishes, NO_WISHES) * 50 for wishes in mine)
    each = Ensemble(model, alternatives)
    assert each.counts("NASH", np.zeros((1, 3), dtype=int)) == [1]
    assert each.counts("SEQ", np.zeros((1, 3), dtype=int)) == [
        1
    ]  # a hundred alternatives, two orders
    with pytest.raises(TooLarge, match="SEQ tells 1,200 cases apart"):
        each.counts("SEQ", np.zeros((1, 3), dtype=int), budget=Budget(memory=1000))
    with pytest.raises(TooLarge, match="1,000,000 variants"):
        each.counts("NASH", budget=Budget(memory=1000))


def test_budget_and_names() -> None:
    each = ENSEMBLES[0]
    state = int(each.model.space.codes[0])
    for ask in (
        each.evolve,
        lambda budget: each.shares("SEQ", budget),
        lambda budget: each.share("SEQ", state, budget),
    ):
        with pytest.raises(BudgetSpent):
            ask(budget=Budget(seconds=0.0))
    with pytest.raises(UnknownName, match="did you mean best"):
        ENSEMBLES[0].evolve("bset")


def test_switched_keeps_and_drops_each_line() -> None:
    three = Statements.of(Var("a"), Var("b"), Var("c"))
    texts = [[str(t[0]) for t in s.tiers] for s in switched(three, [0, 2])]
    assert texts == [["a", "b", "c"], ["a", "b"], ["b", "c"], ["b"]]


@pytest.mark.parametrize("one_way", [0.0, 0.3])
def test_many_cases_of_answers_in_small_blocks(
    monkeypatch: pytest.MonkeyPatch, one_way: float
) -> None:
    monkeypatch.setattr(sanctioned, "NEAR", 1 << 9)
    monkeypatch.setattr(sanctioned, "FLAGS", 1 << 11)
    for seed in range(6):
        rng = random.Random(seed)
        model = randoms.structured(rng, [3, 2, 2], one_way=one_way, patterns=seed % 2)
        alternatives = tuple(
            switched(wishes, rng.sample(range(len(wishes.tiers)), 4))
            for wishes in model.preferences
            if isinstance(wishes, Statements)
        )
        many = Ensemble(model, alternatives)
        assert sanctioned.Slices.suit(model)
        some = [tuple(rng.randrange(len(each)) for each in alternatives) for _ in range(25)]
        for concept in ("SEQ", "SSEQ"):
            counts = many.counts(concept).reshape([len(each) for each in alternatives])
            for pick in some:
                assert counts[pick] == solve(many.variant(pick), [concept]).count(concept)


@pytest.mark.parametrize(("concept", "escapes"), [("GMR", False), ("SMR", True)])
def test_maximin_and_minimax_are_what_moves_of_the_others_deter(
    concept: str, escapes: bool
) -> None:
    """Where nothing is ruled out; options that nobody owns stay as they are."""
    room = sanctioned.Room()
    for seed in range(30):
        rng = random.Random(seed)
        model = randoms.structured(rng, [2, 3, 2], patterns=0)
        options = model.space.options
        nobodys = rng.sample(range(len(options)), seed % 3)
        options = tuple(
            replace(o, owner=None) if k in nobodys else o for k, o in enumerate(options)
        )
        model = replace(model, space=Space(options))
        expected = solve(model, [concept], engine="explicit").stable[concept]
        cube = Cube(model.without_wishes())
        for i, wishes in enumerate(model.preferences):
            slices = sanctioned.Slices(cube, i, room)
            rank = slices.spread(wishes.ranks(model.space)[np.newaxis])
            found = slices.deterred(rank, escapes=escapes)
            assert found is not None
            assert np.array_equal(slices.listed(found), expected[i]), (seed, i)
