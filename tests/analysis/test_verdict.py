"""Verdicts and what makes them so, on cases small enough to check by hand."""

from tests.analysis.written import concluding, in_docstring

from standoff.analysis.judge.fidelity import Bench, Elsewhere, Judgement
from standoff.analysis.judge.verdict import By, Verdict
from standoff.case.entry import Reading


def judged(reading: Reading, text: str) -> Judgement:
    return Bench(reading).judge(concluding(reading, text))


def by(found: Judgement) -> dict[str, By]:
    return {str(support.conjunct): support.by for support in found.by}


def test_what_the_actors_want_moves_it() -> None:
    """Nobody has drawn water yet; Ada wants to.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.draw: draw water at night
      Ben.lock: put a lock on the well
    wants:
      Ada:
        - draw
      Ben:
        - draw -> lock
    author_concludes:
      - draw and lock
      - not draw
    """
    reading = in_docstring(test_what_the_actors_want_moves_it)
    good = judged(reading, "draw and lock")
    assert good.verdict is Verdict.FOLLOWS
    assert by(good) == {"draw": By.MOVED, "lock": By.MOVED}
    assert good.supported
    assert not good.restates
    assert [[str(line.condition) for line in lines] for lines in good.rests_on] == [
        ["draw"],
        ["draw -> lock"],
    ]
    bad = judged(reading, "not draw")
    assert bad.verdict is Verdict.FAILS
    assert bad.opposed  # Ada's own first wish stands against it
    assert not bad.supported


def test_held_barred_and_inert() -> None:
    """Four things stay as they are, for four reasons.

    Ada would lose by drawing; the gate cannot be shut while the lock is on; the road was built for
    good; and nobody cares whether Ben sings.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.draw: draw water at night
      Ada.road: build a road to the well
      Ben.lock: put a lock on the well
      Ben.shut: shut the gate
      Ben.sing: sing
    now:
      - lock
      - road
    impossible:
      - lock and shut
    no_way_back:
      - lock
      - road
    wants:
      Ada:
        - not draw
      Ben: silent
    author_concludes:
      - not draw
      - not shut
      - road
      - not sing
      - not draw and not sing
    """
    reading = in_docstring(test_held_barred_and_inert)
    assert by(judged(reading, "not draw")) == {"not draw": By.HELD}
    assert judged(reading, "not draw").restates
    shut = judged(reading, "not shut")
    assert by(shut) == {"not shut": By.BARRED}
    # Two ways round, each through one line: drop the rule, or be able to undo the lock.
    assert [[str(x.condition) for x in lines] for lines in shut.by[0].lines] == [
        ["lock and shut"],
        ["lock"],
    ]
    assert by(judged(reading, "road")) == {"road": By.BARRED}
    assert by(judged(reading, "not sing")) == {"not sing": By.INERT}
    both = judged(reading, "not draw and not sing")
    assert both.verdict is Verdict.FOLLOWS
    assert not both.supported


def test_a_tie_holds_nothing() -> None:
    """Ada could draw and would be no worse off: nothing holds her back.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.draw: draw water at night
      Ben.lock: put a lock on the well
    wants:
      Ada:
        - lock
      Ben:
        - not lock
    author_concludes:
      - not draw
      - not lock
    """
    reading = in_docstring(test_a_tie_holds_nothing)
    assert by(judged(reading, "not draw")) == {"not draw": By.INERT}
    assert by(judged(reading, "not lock")) == {"not lock": By.HELD}


def test_gap_and_opposition() -> None:
    """Nothing speaks against the lock, so that it does not come is a gap; Ada herself is against drawing.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.draw: draw water at night
      Ben.lock: put a lock on the well
    wants:
      Ada:
        - not draw
      Ben: silent
    author_concludes:
      - lock
      - draw
    """
    reading = in_docstring(test_gap_and_opposition)
    lock, draw = judged(reading, "lock"), judged(reading, "draw")
    assert (lock.verdict, lock.opposed) == (Verdict.FAILS, False)
    assert (draw.verdict, draw.opposed) == (Verdict.FAILS, True)
    # Two situations are at rest (with and without the lock); the lock is on in one of them.
    assert lock.elsewhere == Elsewhere(holds_in=1, equilibria=2)


def test_given_options_are_set_and_frozen() -> None:
    """If the lock is on, Ada does not draw, whatever Ben would do with the lock; it is the lock that counts.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.draw: draw water at night
      Ben.lock: put a lock on the well
      Ben.sing: sing
    now:
      - draw
    wants:
      Ada:
        - lock -> not draw
        - draw
      Ben:
        - not lock
    author_concludes:
      - not draw given lock, not sing
      - Ada loses given lock
      - Ben loses given lock
      - Ada same given sing
      - Ada gains given lock
    """
    reading = in_docstring(test_given_options_are_set_and_frozen)
    found = judged(reading, "not draw given lock, not sing")
    assert found.verdict is Verdict.FOLLOWS
    assert found.supported
    assert tuple(map(str, found.flips)) == ("lock",)
    assert judged(reading, "Ada loses given lock").verdict is Verdict.FOLLOWS
    assert judged(reading, "Ben loses given lock").verdict is Verdict.FOLLOWS
    same = judged(reading, "Ada same given sing")
    assert same.verdict is Verdict.FOLLOWS
    assert not same.supported  # it would be so if nobody wished anything
    contrary = judged(reading, "Ada gains given lock")
    assert (contrary.verdict, contrary.opposed) == (Verdict.FAILS, True)


def test_a_silent_fact_decides_nothing() -> None:
    """Ada draws if the well is deep; the text does not say. Where it makes no difference, it is no matter.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.draw: draw water at night
      Ben.lock: put a lock on the well
    facts:
      deep: is the well deep
    wants:
      Ada:
        - deep -> draw
        - not draw
      Ben:
        - lock
    author_concludes:
      - draw
      - lock
    """
    reading = in_docstring(test_a_silent_fact_decides_nothing)
    assert len(Bench(reading).worlds) == 2
    assert judged(reading, "draw").verdict is Verdict.UNDETERMINED
    assert judged(reading, "lock").verdict is Verdict.FOLLOWS


def test_a_cycle_is_no_rest() -> None:
    """Ben locks when Ada draws, Ada stops when the well is locked, Ben unlocks, and so on.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.draw: draw water at night
      Ben.lock: put a lock on the well
    wants:
      Ada:
        - draw <-> not lock
      Ben:
        - lock <-> draw
    author_concludes:
      - draw
      - draw or not draw
    """
    reading = in_docstring(test_a_cycle_is_no_rest)
    (scene,) = Bench(reading).scenes(concluding(reading, "draw")) or ()
    assert [len(end) for end in scene.evolution.ends] == [4]
    assert judged(reading, "draw").verdict is Verdict.UNDETERMINED
    assert judged(reading, "draw or not draw").verdict is Verdict.FOLLOWS
