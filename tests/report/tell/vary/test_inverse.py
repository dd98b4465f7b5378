"""What would have to change: the record as data, and what is told of it."""

from __future__ import annotations

from tests.report.tell.well import text, well

from standoff.analysis.ask import question
from standoff.analysis.vary.inverse import inverse
from standoff.record import plain
from standoff.report.tell.vary.inverse import tell

PAID = """
case: A paid lock
sources:
  a: {title: The well}
actors:
  Ada: {}
  Ben: {}
options:
  Ada.pay: pay Ben
  Ben.lock: keep a lock on the well
now:
  - lock                      [a#s1]
wants:
  Ada:
    - not pay                 [a#s2] says
  Ben:
    - pay -> not lock         [a#s3]
    - lock
"""


def test_the_record_as_data() -> None:
    """Ben unlocks if he wants to, or if Ada wants to pay: two ways each, at the one rank or turned round."""
    reading = well(PAID)
    data = plain(inverse(reading, question(reading, "not  lock", "--want"), (reading,)))
    assert (data["want"], data["reading"], data["bound"], data["at"]) == (
        "not  lock",
        "base",
        3,
        "every",
    )
    assert data["size"] == 1
    assert [[edit["edit"] for edit in change] for change in data["changes"]] == [
        ["Ada wants pay instead of not pay"],
        ["Ada wants pay"],
    ]
    assert [[edit["edit"] for edit in change] for change in data["restating"]] == [
        ["Ben wants not lock instead of lock"],
        ["Ben wants not lock"],
    ]
    ((turned,), _) = data["changes"]
    assert turned["was"]["condition"] == "not pay"
    assert (turned["becomes"], turned["position"]) == ("pay", None)
    assert turned["says"] == "denied by a#s2"
    assert turned["asserted"] == []
    assert [(voice["reading"], voice["condition"]) for voice in turned["denied"]] == [
        ("base", "not pay")
    ]
    assert "a wish dropped" in data["space"]


def test_the_ways_are_told_with_who_says_so() -> None:
    reading = well(PAID)
    told = text(tell(inverse(reading, question(reading, "not lock"), (reading,))))
    assert "Two smallest ways, each one change, for this to follow:" in told
    assert (
        "1. Ada wants to pay Ben instead of the opposite (stated)  [a#s2]; denied by base  [a#s2]"
        in told
    )
    assert "2. Ada wants to pay Ben (ranked above its wish not to pay Ben)" in told
    assert "Apart, where an owner simply wants it (1 change):" in told
    assert (
        "1. Ben wants not to keep a lock on the well instead of the opposite; denied by base  "
        "[no source]" in told
    )
    assert "none smaller does. Changes tried: a wish dropped;" in told


def test_nothing_has_to_change_or_nothing_is_enough() -> None:
    reading = well()
    told = text(tell(inverse(reading, question(reading, "draw"), (reading,))))
    assert "Nothing has to change for this to follow." in told
    assert "1 set of 42 changes looked through. Changes tried" in told
    record = inverse(reading, question(reading, "lock and sing"), (reading,), "some", 1)
    assert record.size is None
    told = text(tell(record))
    assert "No set of up to 1 change is enough for this to hold in some end." in told
    assert "looked through; none does. Changes" in told
