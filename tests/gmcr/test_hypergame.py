"""Hypergames and exchanges: by their definitions on random conflicts, and by hand."""

import itertools
import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial

import pytest
from tests.gmcr import mixed, oracle, randoms
from tests.gmcr.oracle import State, Tables
from tests.gmcr.rows import expected

from standoff.condition import parse_condition
from standoff.gmcr.concept.exchange import Fare, Side, exchanges
from standoff.gmcr.concept.law import solve
from standoff.gmcr.concept.table import USUAL
from standoff.gmcr.conflict.graph import Graph, merged
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import Ranking, Statements
from standoff.gmcr.conflict.space import Option, Space
from standoff.gmcr.hypergame import believed, hypergame, needless
from standoff.problem import NotComputed, TooLarge


def without(listed: oracle.Listed, unseen: set[State]) -> oracle.Listed:
    """The same conflict less some states."""
    return oracle.Listed(
        tuple(s for s in listed.listed if s not in unseen),
        tuple(
            {s: [t for t in ends if t not in unseen] for s, ends in arcs.items() if s not in unseen}
            for arcs in listed.arcs
        ),
        listed.values,
    )


def test_each_is_stable_in_its_own_game() -> None:
    """Some decision makers do not see some states, and take another for its opposite."""
    for seed in range(120):
        drawn = mixed.conflict(seed)
        model, rng = drawn.model, random.Random(seed)
        if len(drawn.listed.listed) < 3:
            continue
        games, tables = {}, [drawn.tables() for _ in model.makers]
        for i in range(len(model.makers)):
            if rng.random() < 0.4:
                continue
            unseen = set(rng.sample(drawn.listed.listed, rng.choice((0, 0, 1, 2))))
            other = rng.randrange(len(model.makers))
            values = {s: -v for s, v in drawn.listed.values[other].items()}
            mistaken = list(drawn.listed.values)
            mistaken[other] = values
            believes = without(replace(drawn.listed, values=tuple(mistaken)), unseen)
            tables[i] = Tables(believes)
            ranking = Ranking.by_value({drawn.code(s): Fraction(v) for s, v in values.items()})
            games[i] = believed(model, {other: ranking}, {drawn.code(s) for s in unseen})
        found = hypergame(model, games)
        alone = hypergame(model, games, ends=False)
        assert (alone.ends, alone.expected_ends) == ((), ())
        real = {drawn.code(s) for s in drawn.listed.listed}
        for concept in USUAL:
            stable = []
            for i, t in enumerate(tables):
                right = {drawn.code(s) for s in expected(t, concept, i)}
                assert set(found.concepts[concept].stable[i]) == right, (seed, concept, i)
                stable.append(right)
                held = set.intersection(*(expected(t, concept, j) for j in t.makers))
                assert set(found.concepts[concept].expects[i]) == set(map(drawn.code, held)), seed
                assert alone.concepts[concept].expects == found.concepts[concept].expects
            assert set(found.concepts[concept].equilibria) == real.intersection(*stable), seed
        for i, game in enumerate(found.games):
            seen = set(map(int, game.space.codes))
            assert set(found.hidden[i]) == real - seen
            assert not found.imagined[i]


def test_without_beliefs_all_is_as_it_is() -> None:
    for seed in range(60):
        model = mixed.conflict(seed).model
        found, plain = hypergame(model, {}), solve(model, USUAL, engine="explicit")
        for concept in USUAL:
            assert found.concepts[concept].equilibria == plain.states(concept), seed
            assert found.concepts[concept].true == plain.states(concept)
        assert found.expected_ends == (found.ends,) * len(model.makers)


def wish(*texts: str) -> Statements:
    return Statements.of(*map(parse_condition, texts))


def test_who_is_mistaken_waits_for_what_does_not_come() -> None:
    """By hand: a is given (1), and A believes that B pays for what is given.

    A wants b, then not a; B wants a, then not b; A takes B to want a -> b. A expects that it takes a back
    first (0), or that B pays (3) and it takes a back then (2). B would never pay: the only end is 0.
    """
    space = Space((Option("a", 0), Option("b", 1)))
    model = Model("debt", ("A", "B"), space, (wish("b", "not a"), wish("a", "not b")), (1,))
    game = believed(model, {1: wish("a -> b")})
    found = hypergame(model, {0: game}, ["NASH"])
    assert found.ends == ((0,),)
    assert found.expected_ends == (((0,), (2,)), ((0,),))
    nash = found.concepts["NASH"]
    assert nash.true == nash.equilibria == (0,)
    assert nash.expects == ((0, 2), (0,))
    assert nash.foreseen_by(0) == (0, 1)


def test_imagined_states_are_told_and_not_entered() -> None:
    """A believes that 3 can be; in fact a and b exclude each other."""
    space = Space((Option("a", 0), Option("b", 1)), (parse_condition("a and b"),))
    model = Model("bar", ("A", "B"), space, (wish("b", "a"), wish("b")), (0,))
    game = replace(model, space=Space(space.options))
    found = hypergame(model, {0: game}, ["NASH"])
    assert found.imagined == ((3,), ())
    assert found.hidden == ((), ())
    assert 3 in found.concepts["NASH"].expects[0]
    assert 3 not in found.concepts["NASH"].equilibria
    assert found.ends == ((1,), (2,))
    assert found.expected_ends == (((3,),), ((1,), (2,)))
    with pytest.raises(NotComputed, match="decision makers and options of the model"):
        hypergame(model, {0: replace(game, space=Space(space.options[:1]))})


def test_the_smallest_belief_to_give_up() -> None:
    """A gave, believing that B answers in kind (wish), and that it cannot take back (rule, which it is not).

    Without the wish all expect 0, the rule or not: that one is the smallest. Without any belief nothing
    needs to go.
    """
    space = Space((Option("a", 0), Option("b", 1)))
    rank = (Ranking(((3,), (2,), (0,), (1,))), Ranking(((1,), (0,), (3,), (2,))))
    model = Model("kind", ("A", "B"), space, rank, (1,))

    def games(kept: frozenset[str]) -> dict[int, Model]:
        wishes = {1: rank[0]} if "wish" in kept else {}
        return {0: believed(model, wishes, {2} if "rule" in kept else ())}

    assert needless(model, ["wish", "rule"], games).sets == (frozenset({"wish"}),)
    assert needless(model, [], games).sets == (frozenset(),)
    with pytest.raises(TooLarge, match="17 pieces"):
        needless(model, list("abcdefghijklmnopq"), games)
    none = needless(model, ["rule"], lambda kept: games(kept | {"wish"}))
    assert (none.sets, none.tried, none.bound) == ((), 2, 1)


# --- exchanges ------------------------------------------------------------------------------------


def may_turn(way: dict[str, str], name: str, state: State) -> bool:
    """Whether an option may change its value in a state."""
    return way[name] in ("both", "back" if name in state else "forward")


def test_exchanges_are_those_of_the_definition() -> None:
    """Two options of two owners change at once, to a state that can be, in directions that they have."""
    seen = 0
    for seed in range(150):
        conflict = randoms.conflict(random.Random(seed), most_options=5)
        tables, model = Tables(conflict), randoms.model(conflict)
        owner = {name: who for name, who, _ in conflict.options}
        turns = partial(may_turn, {name: direction for name, _, direction in conflict.options})
        for s in tables.states:
            right = set()
            for a, b in itertools.combinations(owner, 2):
                t = s ^ {a, b}
                i, j = owner[a], owner[b]
                if None in (i, j) or i == j or t not in tables.states:
                    continue
                if not (turns(a, s) and turns(b, s)):
                    continue
                gains = [tables.value[k, t] >= tables.value[k, s] for k in (i, j)]
                better = [tables.value[k, t] > tables.value[k, s] for k in (i, j)]
                if all(gains) and any(better):
                    right.add((frozenset({(i, a), (j, b)}), t, all(better)))
            found = list(exchanges(model, model.space.code(s)))
            assert right == {
                (
                    frozenset((side.maker, side.option) for side in each.sides),
                    frozenset(model.space.taken(each.target)),
                    each.strict,
                )
                for each in found
            }, seed
            for each in found:
                for side, other in itertools.permutations(each.sides):
                    check_side(tables, s, (side, other), turns)
            seen += len(found)
    assert seen > 100


def check_side(
    tables: Tables, s: State, sides: tuple[Side, Side], turns: Callable[[str, State], bool]
) -> None:
    """Half-way states, and how the first side fares in them."""
    side, other = sides
    t = s ^ {side.option, other.option}
    half, without = s ^ {side.option}, s ^ {other.option}
    v = {x: tables.value[side.maker, x] for x in tables.states}
    fare = {1: Fare.BETTER, -1: Fare.WORSE, 0: Fare.SAME}

    def compare(x: State, y: State) -> Fare:
        return fare[(v[x] > v[y]) - (v[x] < v[y])]

    assert (side.half is None) == (half not in v)
    assert side.gain is compare(t, s)
    assert side.wants is (compare(t, half) if half in v else None)
    assert side.pays is (compare(half, s) if half in v else None)
    assert side.delivers is (compare(t, without) if without in v else None)
    can_undo = without in v and turns(side.option, t)
    assert side.keeps is ((v[t] >= v[without]) if can_undo else None)
    assert side.alone == any(v[x] >= v[t] for x in tables.moves[side.maker, s])


def test_arms_for_arms_by_hand() -> None:
    """Both armed (3): to disarm together (0) is better for both; who disarms first is worse off, and the
    other would then keep its arms; at 0 each would take them up again."""
    space = Space((Option("a", 0), Option("b", 1)))
    model = Model("arms", ("A", "B"), space, (wish("not b", "a"), wish("not a", "b")))
    (found,) = exchanges(model, 3)
    assert found.target == 0
    assert found.strict
    assert not found.reached_by_improvements
    for side in found.sides:
        assert side.pays is Fare.WORSE
        assert side.delivers is Fare.WORSE
        assert side.keeps is False
        assert not side.alone
    assert not list(exchanges(model, 0))


def test_merged_states_are_refused() -> None:
    graph = merged((Option("a", 0), Option("b", 1)), [(0, 0), (1, 0), (2, 1)], range(2))
    assert isinstance(graph, Graph)
    with pytest.raises(NotComputed, match="merged"):
        list(exchanges(Model("m", ("A", "B"), graph, (wish(), wish())), 0))
