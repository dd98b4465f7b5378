"""What each believes: by hand, and random cases against the definition by listing everything."""

from __future__ import annotations

import functools
import itertools
import random
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests import evaluated
from tests.analysis.written import written

from standoff.analysis.asking import Around
from standoff.analysis.bargain.belief import Minds, Sight, asked, beliefs, mark
from standoff.analysis.question import sheet
from standoff.analysis.survey import survey
from standoff.case.belief import pieces
from standoff.case.entry import Case, Reading, Wants
from standoff.case.reading import merge
from standoff.gmcr.hypergame import hypergame
from standoff.problem import Infeasible, NotComputed
from standoff.record import plain
from standoff.report.tell.bargain.believes import reading as told_reading
from standoff.report.tell.bargain.believes import tell
from standoff.report.tell.sheet import told
from standoff.store.folder import load_folder

DEBT = """
case: Will the debt be paid?
actors: {Ada: {}, Ben: {}, Cy: {}}
options:
  Ada.lend: lend the money
  Ben.pay: pay it back
  Cy.vouch: vouch for Ben
now:
  - lend
wants:
  Ada: [pay, lend -> pay, not lend]
  Ben: [not pay, lend]
  Cy: silent
believes:
  Ada:
    at: 2024-05
    impossible:
      - pay and not lend
    wants:
      Ben: [lend -> pay]
"""


def only(found: Minds) -> Sight:
    (sight,) = found.sights
    return sight


def test_who_lends_on_trust_expects_either_and_gets_nothing() -> None:
    """Ben never pays; Ada takes it back. In her game he pays if he is quicker, and there it rests."""
    sight = only(beliefs(written(DEBT)))
    assert sight.ends == (((),),)
    assert sight.expected_ends == {
        "Ada": (((),), (("Ada.lend", "Ben.pay"),)),
        **dict.fromkeys(("Ben", "Cy"), (((),),)),
    }
    ada, others = sight.expectations
    assert (ada.actors, ada.right, others.actors, others.right) == (
        ("Ada",),
        False,
        ("Ben", "Cy"),
        True,
    )
    assert ada.hidden == (("Ben.pay",), ("Ben.pay", "Cy.vouch"))
    assert ada.imagined == ()
    assert [[b.section for b in out] for out in sight.smallest.sets] == [["wants"]]
    assert (sight.smallest.tried, sight.smallest.bound, sight.smallest.of) == (3, 2, 2)
    nash = sight.concepts["NASH"]
    assert nash.true == ((), ("Cy.vouch",))
    assert nash.expects["Ada"] == (
        (),
        ("Ada.lend", "Ben.pay"),
        ("Cy.vouch",),
        ("Ada.lend", "Ben.pay", "Cy.vouch"),
    )
    assert nash.equilibria == nash.true and nash.foreseen == 2
    assert [(d.state, d.foreseen_by, d.true) for d in nash.detail] == [
        ((), ("Ada", "Ben", "Cy"), True),
        (("Cy.vouch",), ("Ada", "Ben", "Cy"), True),
    ]


def test_the_data_says_what_the_words_say() -> None:
    data = plain(beliefs(written(DEBT)))
    assert data["id"] == "base"
    (world,) = data["worlds"]
    assert world["expected_ends"]["Ada"] == [[[]], [["lend", "pay"]]]
    assert {"today", "ends", "moves", "equal", "facts", "concepts", "refused"} <= world.keys()
    (one,) = world["smallest"]["sets"]
    assert one == [
        {
            "believer": "Ada",
            "at": "2024-05",
            "section": "wants",
            "of": "Ben",
            "says": ["lend -> pay"],
            "citations": [],
        }
    ]


def test_who_is_right_by_chance_needs_no_belief_less() -> None:
    """Ada takes Cy to want to vouch, who is silent and whom nobody minds: a belief without consequence."""
    text = DEBT.replace(
        "impossible:\n      - pay and not lend", "impossible:\n      - pay and vouch"
    )
    text = text.replace("Ben: [lend -> pay]", "Cy: [not vouch]")
    sight = only(beliefs(written(text)))
    assert sight.equal and sight.smallest.sets == ((),)
    assert sight.smallest.tried == 1


def test_who_acts_on_a_mistake_surprises_those_who_know_better() -> None:
    """Ada stays put, for she believes that Ben will pay; Ben expects that she takes her money back."""
    text = DEBT.replace(
        "Ben: [lend -> pay]\n", "Ben: [lend -> pay]\n    facts: {honest: yes}\n"
    ).replace(
        "now:\n  - lend\nwants:\n  Ada: [pay, lend -> pay, not lend]",
        "facts: {honest: is Ben honest? no}\nnow:\n  - lend\nwants:\n  Ada: [honest -> lend, not lend]",
    )
    sight = only(beliefs(written(text)))
    ada, others = sight.expectations
    assert sight.ends == ((("Ada.lend",),),)
    assert not ada.right and not others.right
    assert others.ends == (((),),)
    assert {b.section for out in sight.smallest.sets for b in out} == {"facts", "wants"}
    assert all(len(out) == 2 for out in sight.smallest.sets)


def test_a_bound_is_kept_and_said() -> None:
    text = DEBT.replace(
        "    wants:\n      Ben: [lend -> pay]\n",
        "    now: [vouch]\n    wants:\n      Ben: [lend -> pay]\n",
    )
    assert [len(out) for out in only(beliefs(written(text))).smallest.sets] == [2]
    sight = only(beliefs(written(text), bound=1))
    assert (sight.smallest.sets, sight.smallest.tried, sight.smallest.bound) == ((), 4, 1)
    from tests.report.tell.well import text as in_words

    from standoff.analysis.bargain.belief import Believing

    said = in_words(tell(Believing((beliefs(written(text), bound=1),))))
    assert "No one of the three beliefs, left out, would have all expect what happens" in said


def test_without_beliefs_it_cannot_be_answered() -> None:
    with pytest.raises(NotComputed, match="lacks a belief"):
        beliefs(written(DEBT[: DEBT.index("believes:")]))
    silent = DEBT.replace("Ada: [pay, lend -> pay, not lend]", "Ada: silent")
    with pytest.raises(NotComputed, match="lacks a wish"):
        beliefs(written(silent.replace("Ben: [not pay, lend]", "Ben: silent")))
    with pytest.raises(Infeasible, match="today's situation"):
        beliefs(written(DEBT.replace("- pay and not lend", "- lend and not pay")))


def test_a_fact_that_only_a_belief_reads_has_both_worlds() -> None:
    text = DEBT.replace("now:\n  - lend\n", "facts: {poor: is Ben poor? silent}\nnow:\n  - lend\n")
    found = beliefs(written(text.replace("[lend -> pay]", "[lend and not poor -> pay]")))
    assert [dict(sight.facts) for sight in found.sights] == [{"poor": True}, {"poor": False}]
    poor, rich = found.sights
    assert poor.equal and not rich.equal


def test_as_a_question_of_the_case() -> None:
    reading = written(DEBT + "questions:\n  debt: {asks: Will she see it again?, believes: all}\n")
    (question,) = reading.questions
    found = sheet(reading, question)
    parts = told(found)
    assert "Ada expects that" in parts.answer[0].text
    assert any("Without this belief" in clause.text for clause in parts.changes)
    assert any("Tried: 3 sets" in clause.text for clause in parts.firm)
    assert found.deciding
    assert asked(reading, question, Around((reading,))).sights[0].ends == (((),),)
    assert mark(reading, question) != mark(
        written(DEBT.replace("Ben: [lend -> pay]", "Cy: [vouch]")), question
    )


def test_the_report_shows_expected_beside_actual() -> None:
    from tests.report.tell.well import text as in_words

    from standoff.analysis.judge.compare import answer
    from standoff.report.document import Document
    from standoff.report.tell.report import tell as report

    reading = written(DEBT)
    found = survey(Case("test", ".", load_nothing().base), (answer(reading),))
    assert [one.id for one in found.minds if isinstance(one, Minds)] == ["base"]
    page = report(found)
    (part,) = (part for part in page.parts if part.id == "believed")
    said = in_words(Document("", (part,)))
    assert "Ada expects" in said and "what happens" in said
    assert "Nash" not in said and "equilibri" not in said
    plainly = told_reading(beliefs(reading))
    assert "Nash stability" in in_words(Document("", (plainly,)))
    none = survey(
        Case("test", ".", load_nothing().base), (answer(written(DEBT[: DEBT.index("believes:")])),)
    )
    assert not none.minds and not [part for part in report(none).parts if part.id == "believed"]


def load_nothing() -> Case:
    """A case with a title alone."""
    from standoff.case.syntax import read_case

    return Case("test", ".", read_case("case: Any", "case.yaml")[0])


# --- against the definition -----------------------------------------------------------------------

OWNER = {"a": "Ada", "b": "Ada", "c": "Ben", "d": "Cy"}
ACTORS = ("Ada", "Ben", "Cy")
State = frozenset[str]
Node = tuple[State, str | None]


def _wish(chance: random.Random) -> str:
    one, other = chance.sample(sorted(OWNER), 2)
    sign = ("", "not ")[chance.random() < 0.5]
    return chance.choice(
        [f"{sign}{one}", f"{sign}{one}", f"{sign}{one} and {other}", f"{one} or {other}"]
    )


def _list(chance: random.Random) -> str:
    return f"[{', '.join(_wish(chance) for _ in range(chance.randint(1, 3)))}]"


def _random(chance: random.Random) -> str:
    options = "\n".join(f"  {actor}.{name}: do {name}" for name, actor in OWNER.items())
    wants = "\n".join(f"  {actor}: {_list(chance)}" for actor in ACTORS)
    rows = ["believes:"]
    for actor in chance.sample(ACTORS, chance.choice((1, 1, 2))):
        rows.append(f"  {actor}:")
        other = chance.choice([name for name in ACTORS if name != actor])
        rows.append(f"    wants:\n      {other}: {_list(chance)}")
        if chance.random() < 0.5:
            names = chance.sample(sorted(OWNER), 2)
            rows.append(f"    impossible: [{' and '.join(names)}]")
        if chance.random() < 0.4:
            rows.append(f"    now: [{chance.choice(sorted(OWNER))}]")
    head = "case: Any\nactors: {Ada: {}, Ben: {}, Cy: {}}\noptions:\n"
    return f"{head}{options}\nwants:\n{wants}\n" + "\n".join(rows) + "\n"


@functools.cache
def holds(condition: str, state: State) -> bool:
    return evaluated.holds(condition, {name: name in state for name in OWNER})


class Seen:
    """A game by its lines alone."""

    def __init__(self, lists: Mapping[str, list[str]], rules: list[str], today: State) -> None:
        self.lists, self.rules, self.today = lists, rules, today

    def can_be(self, state: State) -> bool:
        return not any(holds(rule, state) for rule in self.rules)

    def fares(self, actor: str, state: State) -> list[bool]:
        return [holds(wish, state) for wish in self.lists[actor]]

    def moves(self, actor: str, state: State) -> list[State]:
        own = [name for name in OWNER if OWNER[name] == actor]
        changes = (set(c) for n in range(1, len(own) + 1) for c in itertools.combinations(own, n))
        return [end for change in changes if self.can_be(end := state ^ change)]

    def best(self, actor: str, state: State, real: Seen) -> list[State]:
        """The best moves that there are, of equally good ones the smallest changes."""
        if not self.can_be(state):
            return []
        there = [x for x in self.moves(actor, state) if real.can_be(x)]
        better = [x for x in there if self.fares(actor, x) > self.fares(actor, state)]
        top = max((self.fares(actor, x) for x in better), default=[])
        found = [x for x in better if self.fares(actor, x) == top]
        least = min((len(x ^ state) for x in found), default=0)
        return [x for x in found if len(x ^ state) == least]


def _expects(game: Any, actor: str, state: State) -> Iterable[State]:
    """The best moves of an actor in a game that somebody believes in."""
    return game.best(actor, state, game)


def ends(today: State, moves: Callable[[str, State], Iterable[State]]) -> set[frozenset[State]]:
    """The closed sets that are reached: from each of their members all the others, and nothing else."""

    def after(node: Node) -> set[Node]:
        state, last = node
        out: set[Node] = {(x, a) for a in ACTORS if a != last for x in moves(a, state)}
        return out or ({(x, last) for x in moves(last, state)} if last else set())

    def reached(node: Node) -> set[Node]:
        seen, new = {node}, {node}
        while new:
            new = {y for x in new for y in after(x)} - seen
            seen |= new
        return seen

    every = reached((today, None))
    after_each = {node: reached(node) for node in every}
    closed = [at for node, at in after_each.items() if all(node in after_each[x] for x in at)]
    return {frozenset(state for state, _ in at) for at in closed}


def seen_by(reading: Reading, actor: str, held: Iterable[Any]) -> Seen:
    lists = {a: [str(x.condition) for x in w.lines] for a, w in reading.wants.items()}
    rules: list[str] = []
    today: set[str] = set()
    for piece in held:
        if piece.believer.actor != actor:
            continue
        if isinstance(piece, Wants):
            lists[piece.actor] = [str(line.condition) for line in piece.lines]
        elif str(piece.section) == "now":
            today.add(str(piece.condition))
        else:
            rules.append(str(piece.condition))
    return Seen(lists, rules, frozenset(today))


class Nowhere(Exception):
    """Somebody takes today to be impossible."""


def by_definition(
    reading: Reading, held: Iterable[Any]
) -> tuple[set[frozenset[State]], dict[str, set[frozenset[State]]]]:
    """What happens, and what each expects."""
    held = list(held)
    real = seen_by(reading, "", ())
    games = {actor: seen_by(reading, actor, held) for actor in ACTORS}
    if not all(game.can_be(game.today) for game in games.values()):
        raise Nowhere
    actual = ends(real.today, lambda actor, state: games[actor].best(actor, state, real))
    expected = {actor: ends(game.today, partial(_expects, game)) for actor, game in games.items()}
    return actual, expected


def as_sets(found: Iterable[Iterable[Iterable[str]]]) -> set[frozenset[State]]:
    return {
        frozenset(frozenset(name.partition(".")[2] for name in taken) for taken in end)
        for end in found
    }


def equal(reading: Reading, held: Iterable[Any]) -> bool:
    try:
        actual, expected = by_definition(reading, held)
    except Nowhere:
        return False
    return all(each == actual for each in expected.values())


@pytest.mark.parametrize("block", range(5))
def test_random_cases_are_as_the_definition_has_them(block: int) -> None:
    mistaken = sizes = 0
    for seed in range(block * 15, block * 15 + 15):
        reading = written(_random(random.Random(seed)))
        every = pieces(reading)
        try:
            actual, expected = by_definition(reading, every)
        except Nowhere:
            with pytest.raises(Infeasible):
                beliefs(reading)
            continue
        sight = only(beliefs(reading, bound=len(every)))
        assert as_sets(sight.ends) == actual, seed
        assert {a: as_sets(e) for a, e in sight.expected_ends.items()} == expected, seed
        right = {
            tuple(every.index(p) for p in out)
            for n in range(len(every) + 1)
            for out in itertools.combinations(every, n)
            if equal(reading, [p for p in every if p not in out])
        }
        least = min(map(len, right))
        assert {tuple(every.index(b.piece) for b in out) for out in sight.smallest.sets} == {
            out for out in right if len(out) == least
        }, seed
        mistaken += not sight.equal
        sizes = max(sizes, least)
    assert mistaken > 3 and sizes >= 1


def test_counts_are_those_of_the_whole_where_situations_are_not_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 8 situations, 4 with one option that nobody minds: counted they are as many as listed."""
    listed = only(beliefs(written(DEBT)))
    monkeypatch.setattr("standoff.analysis.bargain.belief.MAX_LISTED", 0)
    counted = only(beliefs(written(DEBT)))
    for name, each in listed.concepts.items():
        other = counted.concepts[name]
        assert isinstance(each.equilibria, tuple) and other.equilibria == len(each.equilibria)
        assert other.per_dm == {a: len(s) for a, s in each.per_dm.items() if isinstance(s, tuple)}
        assert other.expects == {a: len(s) for a, s in each.expects.items() if isinstance(s, tuple)}
        assert (other.foreseen, other.detail) == (each.foreseen, ())
    assert [e.hidden for e in counted.expectations] == [2, 0]


# --- the worked case ------------------------------------------------------------------------------


def syria() -> Reading:
    case, _ = load_folder(Path(__file__).resolve().parents[2] / "cases" / "syria")
    reading, found = merge(case, "003")
    assert not found.problems
    return reading


def test_washington_expects_russia_to_press_and_it_does_not() -> None:
    """Stuck alone changes nothing: what is drawn from it, that Russia can be moved, does."""
    reading = syria()
    sight = only(beliefs(reading))
    us, others = sight.expectations
    assert us.actors == ("US",) and not us.right and others.right
    ((expected,),), ((actual,),) = us.ends, sight.ends
    assert set(expected) ^ set(actual) == {"Russia.press"}
    assert [[(b.section, b.of) for b in out] for out in sight.smallest.sets] == [
        [("wants", "Russia")]
    ]
    assert {str(b.at) for b in us.beliefs} == {"2018-08"}
    assert all("003#s14" in map(str, b.citations) for b in us.beliefs)
    assert us.hidden == 139_264 and us.imagined == 0


def test_the_engine_agrees_where_only_best_moves_matter() -> None:
    """In the worked case every improvement leads where the best ones do."""
    reading = syria()
    from standoff.case.belief import believed
    from standoff.case.build import build

    (world,) = build(reading)
    _, game = believed(reading, world, "US")
    small, _ = world.model.reduced(["Russia.pull"])
    found = hypergame(small, {small.maker("US"): game.model.reduced()[0]}, ["NASH"])
    press = 1 << small.space.bit["Russia.press"]
    us = small.maker("US")
    assert not any(state & press for end in found.ends for state in end)
    assert all(state & press for end in found.expected_ends[us] for state in end)
