"""What every engine must do alike, on models small enough to check and too large to list."""

import random
from fractions import Fraction

import pytest
from tests.gmcr import randoms
from tests.gmcr.randoms import structured
from tests.gmcr.rows import LAW

from standoff.condition import And, Const, Not, Or, Var, conjunction, literal, parse_condition
from standoff.gmcr.budget import Budget
from standoff.gmcr.concept.law import find, solve
from standoff.gmcr.concept.table import USUAL
from standoff.gmcr.conflict.model import Model
from standoff.gmcr.conflict.preference import NO_WISHES, Preference, Ranking, Statements, Weights
from standoff.gmcr.conflict.space import Direction, Option, Space
from standoff.gmcr.engine.choose import ENGINES, choose
from standoff.gmcr.engine.cube import Cube
from standoff.gmcr.engine.diagram import Diagrams, Set
from standoff.gmcr.engine.sat import NashQuery, SetQuery
from standoff.gmcr.engine.symbolic import Symbolic
from standoff.problem import BudgetSpent, NotAnOrder, NotComputed, TooLarge, UnknownName


def model(
    owners: str,
    wishes: list[Preference],
    impossible: tuple[str, ...] = (),
    one_way: str = "",
    today: tuple[int, ...] = (),
) -> Model:
    """Options a, b, c ...; `owners` has a digit for each, `-` for nobody; `one_way`: those that stay."""
    options = tuple(
        Option(
            chr(97 + b),
            None if who == "-" else int(who),
            Direction.FORWARD if chr(97 + b) in one_way else Direction.BOTH,
        )
        for b, who in enumerate(owners)
    )
    space = Space(options, tuple(map(parse_condition, impossible)))
    makers = tuple(f"dm{i}" for i in range(len(wishes)))
    return Model("small", makers, space, tuple(wishes), today)


def wish(*texts: str) -> Statements:
    return Statements.of(*map(parse_condition, texts))


class Engine:
    """One suite for all engines."""

    engine: str

    def sets(self, model: Model) -> dict[str, tuple[int, ...]]:
        solution = solve(model, LAW, engine=self.engine)
        found = {c: solution.states(c) for c in LAW}
        assert {c: len(found[c]) for c in LAW} == {c: solution.count(c) for c in LAW}
        return found

    def test_prisoners_dilemma(self) -> None:
        """Both defect (0) is the only Nash equilibrium; both cooperate (3) is stable by foresight."""
        found = self.sets(model("01", [wish("b", "not a"), wish("a", "not b")]))
        assert found["NASH"] == (0,)
        assert all(found[c] == (0, 3) for c in ("GMR", "SMR", "SEQ", "SSEQ"))

    def test_decision_maker_without_options_is_content_everywhere(self) -> None:
        small = model("0", [wish("a"), wish("not a")])
        solution = solve(small, LAW, engine=self.engine)
        for concept in LAW:
            assert solution.game.count(solution.stable[concept][1]) == 2
            assert solution.states(concept) == (1,)

    def test_option_without_owner_never_moves(self) -> None:
        """a is wished away by its absence of an owner nobody can: one equilibrium for each value."""
        assert self.sets(model("-0", [wish("not a", "b")]))["NASH"] == (2, 3)

    def test_no_wishes_at_all_leave_every_state_stable(self) -> None:
        for found in self.sets(model("01", [NO_WISHES, NO_WISHES])).values():
            assert found == (0, 1, 2, 3)

    def test_duplicate_statements_change_nothing(self) -> None:
        once = model("001", [wish("a -> c", "not b"), wish("a", "c")])
        twice = model(
            "001", [wish("a -> c", "a -> c", "not b", "a -> c"), wish("a", "a", "c", "a")]
        )
        assert self.sets(once) == self.sets(twice)

    def test_one_state(self) -> None:
        small = model("01", [wish("a"), wish("not b")], ("a", "b"))
        assert set(self.sets(small).values()) == {(0,)}

    def test_no_options_at_all(self) -> None:
        assert set(self.sets(model("", [wish(), wish()])).values()) == {(0,)}

    def test_no_state(self) -> None:
        small = model("01", [wish("a"), wish("not b")], ("a", "not a"))
        assert set(self.sets(small).values()) == {()}
        assert solve(small, ["NASH"], engine=self.engine).sample("NASH", 5, seed=1) == ()

    def test_constants_as_statements(self) -> None:
        small = model("01", [Statements.of(Const(True), Var("a")), Statements.of(Const(False))])
        assert self.sets(small)["NASH"] == (1, 3)

    def test_weights_and_rankings_are_preferences_too(self) -> None:
        """a weighs 1/2 and b -1/3: the states by falling weight are a, none, both (tied), b."""
        weighed = Weights({"a": Fraction(1, 2), "b": Fraction(-1, 3)})
        ranked = Ranking(((1,), (3,), (0,), (2,)))
        pair = [self.sets(model("00", [each, NO_WISHES])) for each in (weighed, ranked)]
        assert pair[0] == pair[1]
        assert pair[0]["NASH"] == (1,)

    def test_ranking_without_a_place_for_some_state(self) -> None:
        with pytest.raises(NotAnOrder, match="the situation b"):
            solve(
                model("01", [Ranking(((0,), (1,))), NO_WISHES], ("a and b",)),
                ["NASH"],
                engine=self.engine,
            )

    def test_where_count_sample_and_membership(self) -> None:
        small = randoms.model(randoms.conflict(random.Random(11)))
        solution = solve(small, ["GMR"], engine=self.engine)
        name = small.space.options[0].name
        states = set(solution.states("GMR"))
        inside = {s for s in states if s & 1}
        assert solution.where(Var(name)).count("GMR") == len(inside)
        assert set(solution.where(Var(name)).states("GMR")) == inside
        draws = solution.sample("GMR", 200, seed=3)
        assert set(draws) <= states
        assert draws == solution.sample("GMR", 200, seed=3)
        assert len(set(draws)) > len(states) / 2
        assert all(solution.holds("GMR", s) == (s in states) for s in map(int, small.space.codes))
        assert len(solution.states("GMR", most=1)) == 1

    def test_time_is_kept_and_nothing_partial_comes_out(self) -> None:
        large = structured(random.Random(1), [5, 4, 4])
        with pytest.raises(BudgetSpent, match="finished: "):
            solve(large, LAW, engine=self.engine, budget=Budget(seconds=0.001))

    def test_unknown_names(self) -> None:
        small = model("0", [wish("a")])
        with pytest.raises(UnknownName, match="did you mean NASH"):
            solve(small, ["NASHH"], engine=self.engine)
        with pytest.raises(UnknownName):
            solve(small, ["NASH"], engine=self.engine).where(Var("nobody"))


class TestExplicit(Engine):
    engine = "explicit"


class TestCube(Engine):
    engine = "cube"


class TestSymbolic(Engine):
    engine = "symbolic"


def test_every_engine_has_a_suite() -> None:
    assert {suite.engine for suite in Engine.__subclasses__()} == set(ENGINES)


# --- engines among each other ---------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("sizes", "one_way", "concepts"),
    [
        ([5, 5, 4, 4], 0.0, USUAL),
        ([6, 5, 4, 4], 0.2, USUAL),
        ([5, 5, 5, 5], 0.0, ("NASH", "GMR", "SMR")),
    ],
)
def test_counts_agree_at_18_to_20_options(
    sizes: list[int], one_way: float, concepts: tuple[str, ...]
) -> None:
    large = structured(random.Random(4), sizes, one_way=one_way)
    listed, celled, drawn = (solve(large, concepts, engine=engine) for engine in ENGINES)
    for concept in listed.stable:
        for i in range(len(large.makers)):
            count = listed.game.count(listed.stable[concept][i])
            assert drawn.game.count(drawn.stable[concept][i]) == count, (concept, i)
            assert isinstance(celled.game, Cube)
            flags = celled.game.flags(celled.stable[concept][i])
            assert (flags == listed.stable[concept][i]).all()
        assert drawn.count(concept) == listed.count(concept)
        assert set(drawn.states(concept, most=50)) <= set(listed.states(concept))


@pytest.mark.thorough
@pytest.mark.parametrize("one_way", [0.0, 0.2])
def test_counts_agree_at_24_options(one_way: float) -> None:
    large = structured(random.Random(6), [5, 5, 5, 5, 4], one_way=one_way)
    celled, drawn = (solve(large, LAW, engine=engine) for engine in ("cube", "symbolic"))
    for concept in LAW:
        for mine, other in zip(celled.stable[concept], drawn.stable[concept], strict=True):
            assert celled.game.count(mine) == drawn.game.count(other), concept
        assert celled.count(concept) == drawn.count(concept)


@pytest.mark.parametrize("one_way", [0.0, 0.3])
def test_diagrams_made_for_one_question_give_the_same_sets(
    one_way: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("standoff.gmcr.engine.symbolic.SMALL", 0)
    for seed in range(12):
        model = structured(random.Random(seed), [3, 2, 3], one_way=one_way, near=seed % 2 == 0)
        found, expected = (solve(model, LAW, engine=engine) for engine in ("symbolic", "explicit"))
        for concept in LAW:
            for mine, listed in zip(found.stable[concept], expected.stable[concept], strict=True):
                assert set(found.game.walk(mine)) == set(expected.game.walk(listed)), seed


def test_a_set_of_other_diagrams_is_the_same_set() -> None:
    model = structured(random.Random(3), [3, 3, 2])
    one, other = Symbolic(model), Symbolic(model, order=list(reversed(range(8))))
    for set_, copy in ((s, other.diagrams.copied(s, one.diagrams)) for s in one.ranks[0]):
        assert other.count(copy) == one.count(set_)
        assert set(other.walk(copy)) == set(one.walk(set_))
        assert one.diagrams.copied(copy, other.diagrams) == set_


def test_large_sets_met_in_pieces_and_in_other_diagrams_are_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As if everything was large: see `LARGE`."""
    whole = structured(random.Random(5), [3, 3, 3, 2])
    expected = solve(whole, LAW, engine="explicit")
    for module in ("diagram", "symbolic"):
        monkeypatch.setattr(f"standoff.gmcr.engine.{module}.LARGE", 0)
    found = solve(whole, LAW, engine="symbolic")
    for concept in LAW:
        assert found.states(concept) == expected.states(concept)
        assert found.count(concept) == expected.count(concept)
        assert set(found.sample(concept, 20, 1)) <= set(expected.states(concept))
        for state in expected.states(concept, 3):
            assert found.holds(concept, state)
    together = found.game.common([found.equilibria("GMR"), found.game.where(Var("o0"))])
    assert found.game.count(together) == expected.where(Var("o0")).count("GMR")
    ordered = Symbolic(whole).diagrams
    left, right = (ordered.number(each)[0] for each in whole.preferences[:2])
    gone = ordered.cube(ordered.now[:4])
    assert ordered.both(left, right, gone) == (left & right).exists(gone)


def test_what_does_not_fit_the_memory_is_counted_half_by_half(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    together = Diagrams.both
    full = []

    def both(self: Diagrams, left: Set, right: Set, gone: Set | None = None) -> Set:
        met = together(self, left, right, gone)
        if met.node_count() > 8:
            full.append(met)
            raise MemoryError
        return met

    entangled = structured(random.Random(5), [3, 3, 3, 2])
    solution = solve(entangled, ["GMR"], engine="symbolic")
    expected = solve(entangled, ["GMR"], engine="explicit")
    monkeypatch.setattr(Diagrams, "both", both)
    with pytest.raises(BudgetSpent, match="finished: what is stable for each decision maker"):
        solution.equilibria("GMR")
    assert solution.count("GMR") == expected.count("GMR")
    assert len(full) > 2


def test_full_memory_is_cleared_once_and_the_work_done_again() -> None:
    ordered = Symbolic(structured(random.Random(5), [3, 3])).diagrams
    tried = []

    def work(full: int) -> Set:
        tried.append(full)
        if len(tried) <= full:
            raise MemoryError
        return ordered.true

    assert ordered.freed(lambda: work(1)) == ordered.true
    tried.clear()
    with pytest.raises(MemoryError):
        ordered.freed(lambda: work(2))


def test_equilibria_that_cannot_be_counted_are_said_to_be() -> None:
    whole = structured(random.Random(1), [5] * 8)
    solution = solve(whole, ["NASH", "GMR"], engine="symbolic", budget=Budget(seconds=60))
    solution.budget.seconds = 0
    with pytest.raises(BudgetSpent, match="at the equilibria under GMR; finished: what is stable"):
        solution.count("GMR")
    assert set(solution.settle().uncounted) == {"NASH", "GMR"}
    solution.budget.seconds = 60
    assert solution.count("GMR") > 0


def test_the_clock_stands_still_between_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr("standoff.gmcr.budget.time.monotonic", lambda: now)
    given = Budget(seconds=10, began=0.0)
    large = structured(random.Random(1), [5] * 8)
    solution = solve(large, ["GMR"], engine="symbolic", budget=given)
    now = 3600.0
    assert solution.count("GMR") > 0
    assert given.elapsed == 0


@pytest.mark.thorough
def test_a_solver_finds_what_diagrams_hold() -> None:
    for seed in range(200):
        small = randoms.model(randoms.conflict(random.Random(seed)))
        solution = solve(small, LAW, engine="symbolic")
        for concept in LAW:
            query = SetQuery(solution.game, solution.stable[concept])  # type: ignore[arg-type]
            assert query.states(most=None) == solution.states(concept), seed
            where = Var("o0")
            assert query.states(where, None) == solution.where(where).states(concept), seed


def test_a_few_of_many_equilibria_are_found_without_putting_them_together() -> None:
    large = structured(random.Random(4), [6] * 13 + [2])
    where = conjunction(literal(f"o{b}", b % 2 == 0) for b in (3, 10, 44, 70))
    few = find(large, "GMR", where, most=4, engine="symbolic")
    assert len(few.states) == 4 and not few.whole
    solution = solve(large, ["GMR"], engine="symbolic")
    for state in few.states:
        assert large.space.test(where)(state)
        assert all(solution.holds("GMR", state, maker) for maker in range(len(large.makers)))


@pytest.mark.thorough
def test_a_solver_finds_the_same_nash_equilibria() -> None:
    for seed in range(300):
        small = randoms.model(randoms.conflict(random.Random(seed)))
        query = NashQuery(small)
        for where in (Const(True), Var("o0"), Not(Var("o0"))):
            expected = solve(small, ["NASH"]).where(where).states("NASH")
            assert query.states(where, most=None) == expected, seed
        # What one question ruled out does not bind the next.
        assert query.states(most=None) == solve(small, ["NASH"]).states("NASH")


def test_a_question_to_two_hundred_options() -> None:
    large = structured(random.Random(2), [6] * 33 + [2], near=True)
    query = NashQuery(large)
    some = query.states(Const(True))
    assert len(some) == 1
    mix = conjunction(literal(f"o{b}", bool(some[0] >> b & 1)) for b in (3, 50, 120, 199))
    (found,) = query.states(mix)
    assert large.space.test(mix)(found)
    assert large.space.feasible(found)
    assert not any(large.improvements(i, found) for i in range(len(large.makers)))


# --- the one face ---------------------------------------------------------------------------------


def test_the_size_chooses_the_engine_and_it_says_why() -> None:
    small = model("01", [wish("a"), wish("b")])
    large = structured(random.Random(1), [5] * 8, near=True)
    few = Model("few", large.makers, few_states(large.space), large.preferences)
    for each, engine, why in (
        (small, "explicit", "4 states"),
        (large, "symbolic", "too many"),
        (few, "explicit", "few enough"),
    ):
        solution = solve(each, ["NASH"])
        assert solution.engine == engine
        assert why in solution.why


def few_states(space: Space) -> Space:
    """The same options where all but the first ten follow the first."""
    first, *rest = (o.name for o in space.options)
    follow = tuple(
        Or(And(Var(first), Not(Var(name))), And(Var(name), Not(Var(first)))) for name in rest[9:]
    )
    return Space(space.options, follow)


def test_too_large_a_list_is_refused_before_it_is_made() -> None:
    large = structured(random.Random(1), [5] * 8, near=True)
    with pytest.raises(TooLarge, match=r"states would take about .* GB listed"):
        choose(large, "explicit", Budget())


def test_cells_are_as_many_as_the_memory_given_holds() -> None:
    wide = structured(random.Random(1), [5, 5, 4, 4, 4, 4])
    game, why = choose(wide, "cube", Budget())
    assert (game.name, why) == ("cube", "asked for")
    assert game.count(game.common(())) < 1 << 26
    with pytest.raises(TooLarge, match="GB listed"):
        choose(wide, "cube", Budget(memory=400_000_000))


def test_find_says_whether_it_found_all() -> None:
    pair = model("01", [NO_WISHES, wish("b")])
    both = find(pair, "nash", Const(True), most=5)
    assert (both.states, both.whole, both.engine) == ((2, 3), True, "explicit")
    one = find(pair, "NASH", Const(True), engine="sat")
    assert (len(one.states), one.whole, one.engine) == (1, False, "sat")
    none = find(pair, "NASH", Not(Var("b")), engine="sat")
    assert (none.states, none.whole) == ((), True)
    with pytest.raises(NotComputed):
        find(pair, "SEQ", Const(True), engine="sat")


@pytest.mark.parametrize("engine", ENGINES)
def test_what_can_be_reached_from_today(engine: str) -> None:
    """b needs a; a is never undone."""
    chain = model("01", [wish("a"), wish("not b")], ("b and not a",), one_way="a", today=(0,))
    game, _ = choose(chain, engine, Budget())
    assert set(game.walk(game.reachable())) == {0, 1, 3}
    assert set(game.walk(game.reachable(improving=True))) == {0, 1}
