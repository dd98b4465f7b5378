"""Missing premises: each kind found, each that is reported does what it says."""

from tests.analysis.written import concluding, in_docstring

from standoff.analysis.judge.fidelity import Bench
from standoff.analysis.judge.premise import Missing, Premise, missing
from standoff.case.entry import Reading


def lacking(reading: Reading, text: str, deep: bool = False) -> Missing:
    return missing(Bench(reading), concluding(reading, text), {}, deep)


def told(found: Missing, kind: str) -> list[tuple[str | None, str, str | None]]:
    return [(p.actor, str(p.condition), p.position) for p in found.premises if p.kind == kind]


def test_literals_mechanisms_and_where_they_must_stand() -> None:
    """Ben is asked to leave. He prefers the lock, and leaving above all else would do.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.pay: pay Ben
      Ben.leave: leave the well
      Ben.lock: keep a lock on it
    now:
      - lock
    impossible:
      - leave and lock
    wants:
      Ada:
        - pay
      Ben:
        - lock
        - not leave
    author_concludes:
      - leave
    """
    reading = in_docstring(test_literals_mechanisms_and_where_they_must_stand)
    found = lacking(reading, "leave")
    assert told(found, "literal") == [("Ben", "leave", "above line 17")]
    assert [p.restates for p in found.premises if p.kind == "literal"] == [True]
    assert told(found, "mechanism") == [("Ben", "pay -> leave", "above line 17")]
    assert found.tried > 20


def test_a_rule_that_bars_and_a_fact() -> None:
    """Ben would leave, but it is ruled out unless the road is dry, and it is not.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.pay: pay Ben
      Ben.leave: leave the well
    facts:
      dry: is the road dry
    impossible:
      - leave and not dry
    wants:
      Ada: silent
      Ben:
        - leave
    author_concludes:
      - leave
    """
    reading = in_docstring(test_a_rule_that_bars_and_a_fact)
    found = lacking(reading, "leave")
    assert told(found, "drop") == [(None, "leave and not dry", None)]
    assert told(found, "fact") == [(None, "dry", None)]


def test_a_chain_needs_both_its_links() -> None:
    """Ada does not want to pay; Ben would leave for pay if his list said so; neither alone is enough.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.pay: pay Ben
      Ben.leave: leave the well
    wants:
      Ada: silent
      Ben:
        - pay
        - not leave
    author_concludes:
      - leave
    """
    reading = in_docstring(test_a_chain_needs_both_its_links)
    found = lacking(reading, "leave")
    assert told(found, "mechanism") == []
    (chain,) = [p for p in found.premises if p.kind == "chain"]
    assert (chain.actor, str(chain.condition)) == ("Ben", "pay -> leave")
    assert chain.also is not None
    assert (chain.also.actor, str(chain.also.condition)) == ("Ada", "pay")
    assert chain.position == "above line 12"


def test_deep_lists_no_implication_that_a_listed_premise_implies() -> None:
    """Any implication is tried; `pay -> leave` is a mechanism already, and `leave` a literal.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.pay: pay Ben
      Ben.leave: leave the well
    wants:
      Ada:
        - pay
      Ben: silent
    author_concludes:
      - leave
    """
    reading = in_docstring(test_deep_lists_no_implication_that_a_listed_premise_implies)
    shallow, deep = lacking(reading, "leave"), lacking(reading, "leave", deep=True)
    assert told(shallow, "mechanism") == [("Ben", "pay -> leave", "anywhere")]
    assert told(deep, "implication") == []
    assert deep.tried > shallow.tried


def test_none_found_is_said() -> None:
    """Nobody can leave: there is nobody whose wish would do it.

    ---
    case: A shared well
    actors:
      Ada: {}
      Ben: {}
    options:
      Ada.pay: pay Ben
      Ben.leave: leave the well
    no_way_back:
      - not leave
      - leave
    wants:
      Ada: silent
      Ben: silent
    author_concludes:
      - leave
    """
    reading = in_docstring(test_none_found_is_said)
    found = lacking(reading, "leave")
    assert found.premises == ()
    assert found.tried == 2 + 2 * 4 + 1  # drops, literals for two actors, one mechanism


def test_premise_is_a_value() -> None:
    assert Premise("drop", "a", None) == Premise("drop", "a", None)
