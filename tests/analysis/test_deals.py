"""Deals: an exchange seen by hand, and random cases against the definition by listing everything."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.analysis.written import written
from tests.evaluated import holds

from standoff.analysis.ask import condition
from standoff.analysis.bargain.exchange import Deals, Trade, deals
from standoff.analysis.question import sheet
from standoff.case.entry import Reading
from standoff.case.reading import merge
from standoff.gmcr.concept.exchange import Fare
from standoff.problem import NotComputed
from standoff.record import plain
from standoff.report.tell.bargain.deals import tell
from standoff.report.tell.sheet import told
from standoff.store.folder import load_folder

PASS = """
case: Grain for the pass
actors: {Ada: {}, Ben: {}, Cy: {}}
options:
  Ada.grain: send grain
  Ben.open: open the pass
  Cy.block: block the road
wants:
  Ada: [open, not grain]
  Ben: [grain, not open]
  Cy: [not block]
"""


def _only(found: Deals) -> Trade:
    ((start,),) = (market.starts for market in found.markets)
    (trade,) = start.trades
    return trade


def test_an_exchange_that_each_wants_and_nobody_would_keep() -> None:
    """Each gains by the other's part and loses by its own: the prisoners' dilemma as a deal."""
    trade = _only(deals(written(PASS)))
    assert (trade.kind, trade.undominated, trade.holds) == ("strict", True, False)
    assert {party.actor: party.gain for party in trade.parties} == {
        "Ada": Fare.BETTER,
        "Ben": Fare.BETTER,
    }
    assert [(lack.actor, lack.what) for lack in trade.lacks] == [("Ada", "keep"), ("Ben", "keep")]
    assert [[step.fare for step in steps] for steps in trade.orders] == [
        [Fare.WORSE, Fare.WORSE],
        [Fare.WORSE, Fare.WORSE],
    ]
    data = plain(trade)
    assert data["give"] == {"Ada": ["grain"], "Ben": ["open"]}
    assert data["order"]["Ada"]["half"] == ["grain"]
    assert (data["order"]["Ada"]["pay"], data["order"]["Ada"]["deliver"]) == ("<", "<")
    assert data["keep"] == {"Ada": "undo", "Ben": "undo"}
    assert data["as_much_alone"] == {"Ada": False, "Ben": False}
    assert {"outsiders", "beneficiary", "lacks", "reached_by_improvements"} <= data.keys()


def test_who_wants_to_answer_in_kind_keeps_it() -> None:
    text = PASS.replace("[open, not grain]", "[open, open -> grain, not grain]")
    trade = _only(
        deals(written(text.replace("[grain, not open]", "[grain, grain -> open, not open]")))
    )
    assert trade.holds
    assert not trade.reached_by_improvements  # whoever pays first is worse off by that


def test_an_outsider_who_loses_may_undo_it() -> None:
    text = PASS.replace("Cy: [not block]", "Cy: [not open, open <-> block]").replace(
        "[open, not grain]", "[open and not block, not grain]"
    )
    trade = _only(deals(written(text)))
    (outsider,) = trade.outsiders
    assert (outsider.actor, outsider.undoes) == ("Cy", ("Ada.grain", "Ben.open", "Cy.block"))
    assert ("Cy", "let") in [(lack.actor, lack.what) for lack in trade.lacks]


def test_a_near_miss_is_given_with_what_it_lacks_where_a_condition_is_asked_for() -> None:
    reading = written(PASS.replace("[grain, not open]", "[not open, grain]"))
    assert not list(deals(reading).trades)
    trade = _only(deals(reading, condition(reading, "open")))
    assert (trade.kind, trade.holds) == ("near", False)
    assert ("Ben", "gain") in [(lack.actor, lack.what) for lack in trade.lacks]


def test_a_deal_with_somebody_silent_lacks_that_wish_and_is_shown_where_it_is_asked_for() -> None:
    reading = written(PASS.replace("Ben: [grain, not open]", "Ben: silent"))
    assert not list(deals(reading).trades)
    found = list(deals(reading, condition(reading, "open")).trades)
    trade = next(one for one in found if set(one.give) == {"Ada", "Ben"} and len(one.give) == 2)
    assert (trade.kind, trade.holds) == ("silent", False)
    assert [lack.actor for lack in trade.lacks if lack.what == "wish"] == ["Ben"]
    assert {party.actor: party.known for party in trade.parties} == {"Ada": True, "Ben": False}
    assert all({"Ben"} >= {p.actor for p in one.parties if not p.known} for one in found)


def test_a_part_that_serves_nobody_is_no_deal() -> None:
    found = deals(written(PASS.replace("Cy: [not block]", "Cy: [block]")))
    assert [set(trade.give) for trade in found.trades if trade.kind == "strict"] == [
        {"Ada", "Ben"}
    ] * 2


def test_of_silence_there_is_no_deal() -> None:
    reading = written(PASS.replace("[grain, not open]", "silent"))
    assert not list(deals(reading).trades)
    with pytest.raises(NotComputed):
        deals(written("case: x\nactors: {A: {}}\noptions: {A.a: do}\nwants: {A: silent}\n"))


def test_the_answer_is_told_with_what_would_have_to_change() -> None:
    text = PASS + "questions:\n  deal: {asks: What deal is there?, deals: all}\n"
    reading = written(text)
    (question,) = reading.questions
    parts = told(sheet(reading, question))
    assert [clause.text for clause in parts.answer] == [
        "One deal: one where each is better off",
        "None would hold",
    ]
    assert any("keep its part" in clause.text for clause in parts.changes)


def test_where_every_order_stops_midway_no_single_moves_lead_to_it() -> None:
    """Only Ada can pay first, and after her neither Ben nor Cy can pay alone."""
    trade = _only(
        deals(
            written(
                """
                case: All or none
                actors: {Ada: {}, Ben: {}, Cy: {}}
                options: {Ada.a: do a, Ben.b: do b, Cy.c: do c}
                impossible: [b and not a, c and not a, a and b and not c, a and c and not b]
                wants: {Ada: [a and b and c], Ben: [a and b and c], Cy: [a and b and c]}
                """
            )
        )
    )
    assert set(trade.give) == {"Ada", "Ben", "Cy"}
    assert any(steps[0].to is not None for steps in trade.orders)
    assert [(lack.actor, lack.what) for lack in trade.lacks] == [(None, "order")]
    assert not trade.holds


# --- against the definition -----------------------------------------------------------------------

OWNER = {"a": "Ada", "b": "Ada", "c": "Ben", "d": "Ben", "e": "Cy"}
State = Mapping[str, bool]


def _random(chance: random.Random) -> str:
    def wish() -> str:
        one, other = chance.sample(sorted(OWNER), 2)
        sign = ("", "not ")[chance.random() < 0.5]
        return chance.choice(
            [f"{sign}{one}", f"{sign}{one}", f"{sign}{one} and {other}", f"{sign}{one} or {other}"]
        )

    lists = {a: [wish() for _ in range(chance.randint(1, 4))] for a in ("Ada", "Ben", "Cy")}
    rules = [wish().replace(" or ", " and ") for _ in range(chance.randint(0, 2))]
    rules = [rule for rule in rules if " and " in rule and not rule.startswith("not")]
    impossible = f"impossible: [{', '.join(rules)}]\n" if rules else ""
    wants = "\n".join(f"  {actor}: [{', '.join(own)}]" for actor, own in lists.items())
    options = "\n".join(f"  {actor}.{name}: do {name}" for name, actor in OWNER.items())
    head = "case: Any\nactors: {Ada: {}, Ben: {}, Cy: {}}\noptions:\n"
    return f"{head}{options}\n{impossible}wants:\n{wants}\n"


class Listed:
    """A case by its lines alone: what can be, and who fares better where."""

    def __init__(self, reading: Reading) -> None:
        self.rules = [str(line.condition) for line in reading.impossible]
        self.lists = {
            actor: [str(line.condition) for line in wants.lines]
            for actor, wants in reading.wants.items()
        }

    def can_be(self, state: State) -> bool:
        return not any(holds(rule, dict(state)) for rule in self.rules)

    def fares(self, actor: str, state: State, than: State) -> int:
        one, other = ([holds(wish, dict(s)) for wish in self.lists[actor]] for s in (state, than))
        return (one > other) - (one < other)

    def deals(self, start: State) -> dict[frozenset[str], tuple[str, bool]]:
        """The options changed -> (strict or weak, whether it holds)."""
        found = {}
        for size in (2, 3, 4):
            for chosen in itertools.combinations(sorted(OWNER), size):
                parties = {OWNER[name] for name in chosen}
                end = flipped(start, chosen)
                if len(parties) < 2 or not self.can_be(end):
                    continue
                gains = [self.fares(actor, end, start) for actor in parties]
                if min(gains) < 0 or max(gains) == 0:
                    continue
                if self.served(end, chosen, parties) and not self.padded(end, chosen, parties):
                    kind = "strict" if min(gains) > 0 else "weak"
                    found[frozenset(chosen)] = kind, self.holds(start, end, chosen, parties)
        return found

    def served(self, end: State, chosen: tuple[str, ...], parties: set[str]) -> bool:
        for actor in parties:
            without = flipped(end, [n for n in chosen if OWNER[n] == actor])
            if self.can_be(without) and not any(
                self.fares(other, end, without) > 0 for other in parties - {actor}
            ):
                return False
        return True

    def padded(self, end: State, chosen: tuple[str, ...], parties: set[str]) -> bool:
        for name in chosen:
            less = flipped(end, [name])
            several = sum(OWNER[other] == OWNER[name] for other in chosen) > 1
            if (
                several
                and self.can_be(less)
                and all(self.fares(a, less, end) >= 0 for a in parties)
            ):
                return True
        return False

    def holds(self, start: State, end: State, chosen: tuple[str, ...], parties: set[str]) -> bool:
        masks = {a: [n for n in chosen if OWNER[n] == a] for a in parties}
        for actor in parties:
            without = flipped(end, masks[actor])
            if self.can_be(without) and self.fares(actor, end, without) <= 0:
                return False
        legal = False
        for order in itertools.permutations(parties):
            state, good = start, True
            for actor in order:
                state = flipped(state, masks[actor])
                good = good and self.can_be(state)
            legal = legal or good
        if not legal:
            return False
        for outsider in set(OWNER.values()) - parties:
            if self.fares(outsider, end, start) < 0:
                own = [n for n in OWNER if OWNER[n] == outsider]
                for size in range(1, len(own) + 1):
                    for change in itertools.combinations(own, size):
                        moved = flipped(end, change)
                        if (
                            self.can_be(moved)
                            and self.fares(outsider, moved, end) > 0
                            and any(self.fares(party, moved, end) < 0 for party in parties)
                        ):
                            return False
        return True


def flipped(state: State, names: list[str] | tuple[str, ...]) -> dict[str, bool]:
    return {name: value != (name in names) for name, value in state.items()}


@pytest.mark.parametrize("block", range(6))
def test_every_deal_is_found_and_judged_as_defined(block: int) -> None:
    seen = 0
    for seed in range(block * 50, block * 50 + 50):
        reading = written(_random(random.Random(seed)))
        listed = Listed(reading)
        nothing = dict.fromkeys(OWNER, False)
        if not listed.can_be(nothing):
            continue
        (market,) = deals(reading).markets
        found = {
            frozenset(name.partition(".")[2] for name in set(trade.to) ^ set(trade.start)): (
                trade.kind,
                trade.holds,
            )
            for trade in market.starts[0].trades
        }
        assert found == listed.deals(nothing), seed
        seen += len(found)
    assert seen > 10


# --- the worked case ------------------------------------------------------------------------------


def test_of_the_worked_case_one_reading_has_a_deal_and_it_would_not_hold() -> None:
    """Assad let go for guarantees: the guarantors have no wish of their own to keep their word."""
    case, _ = load_folder(Path(__file__).resolve().parents[2] / "cases" / "syria")
    found = {
        name: list(deals(merge(case, name)[0]).trades)
        for name in ("000", "001", "002", "003", "004")
    }
    assert {name: len(trades) for name, trades in found.items()} == {
        **dict.fromkeys(("000", "001", "003", "004"), 0),
        "002": 3,
    }
    first = found["002"][0]
    assert (first.kind, first.undominated, first.holds) == ("strict", True, False)
    assert [(lack.actor, lack.what) for lack in first.lacks] == [("Backers", "deliver")]


def test_the_words_are_a_document() -> None:
    from tests.report.tell.well import text

    from standoff.analysis.bargain.exchange import Fair

    said = text(tell(Fair((deals(written(PASS)),))))
    assert "Ada sends grain; Ben opens the pass  would not hold" in said
    assert "Ada pays first and is worse off by that" in said
    assert "Tried: " in said
