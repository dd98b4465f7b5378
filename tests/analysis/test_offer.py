"""Offers: who delivers, who defaults, who holds a veto; each mend is applied and judged anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.analysis.written import in_docstring, written

from standoff.analysis.bargain.deal import Fate, Mend
from standoff.analysis.bargain.offer import offers
from standoff.case.entry import Assumption, Marks, Reading, Section, Stance, Wants
from standoff.case.reading import merge, readings, variants
from standoff.condition import Condition, Var, parse_condition, rename
from standoff.problem import Place
from standoff.store.folder import load_folder

SYRIA = Path(__file__).resolve().parents[2] / "cases" / "syria"


def test_both_keep_their_part_and_both_gain() -> None:
    """Water for grain; each wants the other's and does not mind his own.
    ---
    case: A barter
    actors: {Ada: {}, Ben: {}}
    options:
      Ada.water: give water
      Ben.grain: give grain
    wants:
      Ada:
        - grain -> water
        - grain
      Ben:
        - water -> grain
        - water
    offers:
      - Ada gives water for grain; open
    """
    (found,) = offers(in_docstring(test_both_keep_their_part_and_both_gain))
    (deal,) = found.deals
    assert deal.holds and deal.both_gain
    assert [(p.actor, p.last, p.first, p.mends) for p in deal.parts] == [
        ("Ada", Fate.GAINS, Fate.SAME, ()),
        ("Ben", Fate.GAINS, Fate.SAME, ()),
    ]
    assert deal.path is None  # nobody has a reason to begin: it is stable and not reached
    assert deal.reached == "none"
    assert deal.undone == ()


def test_the_one_who_delivers_last_defaults() -> None:
    """Each would rather not deliver, whatever the other did.
    ---
    case: A barter
    actors: {Ada: {}, Ben: {}}
    options:
      Ada.water: give water
      Ben.grain: give grain
    wants:
      Ada:
        - grain
        - not water
      Ben:
        - water
        - not grain
    offers:
      - Ada gives water for grain; refused
    """
    reading = in_docstring(test_the_one_who_delivers_last_defaults)
    (deal,) = offers(reading)[0].deals
    assert deal.both_gain and not deal.holds
    ada, _ = deal.lacking
    assert (ada.last, ada.first, [str(x.condition) for x in ada.lines]) == (
        Fate.LOSES,
        Fate.LOSES,
        ["not water"],
    )
    (mend,) = ada.mends
    assert str(mend.condition) == "grain -> water"
    assert replace(mend, condition="") == Mend(
        "wish", "", reading.wants["Ada"].place, "above line 9"
    )
    assert {step.actor for step in deal.undone} == {"Ada", "Ben"}


def test_a_veto_and_a_silent_owner() -> None:
    """The Mayor offers what is the Council's to give, and nobody says what the Council wants.
    ---
    case: A permit
    actors: {Mayor: {}, Council: {within: Mayor}, Firm: {}}
    options:
      Council.permit: grant a permit
      Firm.build: build a school
    wants:
      Mayor: [build]
      Council: silent
      Firm:
        - permit -> build
        - permit
    offers:
      - Mayor gives permit for build
    """
    reading = in_docstring(test_a_veto_and_a_silent_owner)
    (deal,) = offers(reading)[0].deals
    council, firm = deal.parts
    assert (council.veto, council.party, council.last) == (True, "Mayor", Fate.SILENT)
    assert (firm.veto, firm.kept) == (False, True)
    assert [m.kind for m in council.mends] == ["wish"]
    assert [(s.actor, s.fate) for s in deal.stakes] == [
        ("Mayor", Fate.GAINS),
        ("Firm", Fate.GAINS),
        ("Council", Fate.SILENT),
    ]
    willing = Wants(
        "Council",
        Stance.STATEMENTS,
        reading.actors[1].place,
        (wish("Council", condition("Council.permit", reading)),),
    )
    (deal,) = offers(replace(reading, wants={**reading.wants, "Council": willing}))[0].deals
    assert deal.parts[0].kept  # that the Council prefers to grant it flips the step to kept


def test_single_moves_that_get_there_and_what_rules_an_exchange_out() -> None:
    text = """
        case: A barter
        actors: {Ada: {}, Ben: {}}
        options:
          Ada.water: give water
          Ben.grain: give grain
        wants:
          Ada: [water]
          Ben:
            - water -> grain
            - not grain
        offers:
          - Ada gives water for grain; accepted
    """
    (deal,) = offers(written(text))[0].deals
    assert deal.path is not None
    assert [step.actor for step in deal.path] == ["Ada", "Ben"]
    assert deal.reached == "all"
    (barred,) = offers(written(text.rstrip() + "\n        impossible: [water and grain]\n"))[
        0
    ].deals
    assert "water and grain (case.yaml:" in str(barred.barred) and not barred.holds


def condition(text: str, reading: Reading) -> Condition:
    return rename(parse_condition(text), lambda name: Var(reading.typed[name]))


def wish(actor: str, wanted: Condition) -> Assumption:
    return Assumption(Section.WANTS, wanted, (), Marks(), Place("added", 1), actor)


def syria(reading: str, variant: str | None = None) -> Reading:
    folder, _ = load_folder(SYRIA)
    case, found = merge(folder, reading, variant)
    assert not found.problems
    return case


def mended(reading: Reading, actor: str, mend: Mend, others: dict[str, Reading]) -> Reading:
    """The case with the edit made: what a person would do with the line."""
    if mend.kind == "variant":
        return others[str(mend.condition)]
    lines = reading.wants[actor].lines
    if mend.kind == "off":
        kept = tuple(line for line in lines if line.place != mend.place)
    else:
        at = len(lines)
        if mend.position != "anywhere":
            number = int(str(mend.position).removeprefix("above line "))
            at = next(k for k, line in enumerate(lines) if line.place.line == number)
        assert not isinstance(mend.condition, str)
        kept = (*lines[:at], wish(actor, mend.condition), *lines[at:])
    wants = replace(reading.wants[actor], stance=Stance.STATEMENTS, lines=kept)
    return replace(reading, wants={**reading.wants, actor: wants})


def test_every_mend_of_the_worked_case_makes_its_part_kept() -> None:
    folder, _ = load_folder(SYRIA)
    tried = 0
    for reading in readings(folder):
        case = syria(reading)
        others = {name: syria(reading, name) for name in variants(folder, reading)}
        for at, found in enumerate(offers(case, others)):
            for part in found.deals[0].lacking:
                for mend in part.mends:
                    (deal,) = offers(mended(case, part.actor, mend, others))[at].deals
                    assert next(p for p in deal.parts if p.actor == part.actor).kept, mend
                    tried += 1
    assert tried >= 6


@pytest.mark.parametrize(
    ("at", "answer", "breaking", "veto"),
    [(0, "refused", {"US": Fate.LOSES, "Russia": Fate.SAME}, []),
     (1, "refused", {"Russia": Fate.LOSES, "Congress": Fate.SILENT}, ["Congress"])],
)  # fmt: skip
def test_the_offers_of_003(
    at: int, answer: str, breaking: dict[str, Fate], veto: list[str]
) -> None:
    found = offers(syria("003"))[at]
    (deal,) = found.deals
    assert found.offer.answer == answer
    assert {part.actor: part.last for part in deal.lacking} == breaking
    assert [part.actor for part in deal.parts if part.veto] == veto
    assert deal.path is None
    assert {(b.actor, b.kept) for b in found.precedents} == {("Russia", True), ("US", False)}
