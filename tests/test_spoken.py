"""Conditions as they are spoken: the way out that is told says the same, and can be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.case.format.line import LineError, read_line
from standoff.condition import Condition, parse_condition, truth
from standoff.problem import ConditionError
from standoff.spoken import conditional, typed_condition

NAMES = "abcd"
PARTS = st.recursive(
    st.sampled_from(NAMES),
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from(["and", "or"]), part).map(lambda p: f"({' '.join(p)})"),
        part.map(lambda p: f"not {p}"),
    ),
    max_leaves=3,
)
FORMS = {
    "{a} if {b}": lambda a, b: a or not b,
    "{a} when {b}": lambda a, b: a or not b,
    "{a} unless {b}": lambda a, b: a or b,
    "{a} only if {b}": lambda a, b: b or not a,
    "if {b} then {a}": lambda a, b: a or not b,
    "If {b}, {a}": lambda a, b: a or not b,
    "unless {b}, {a}": lambda a, b: a or b,
}


def told(text: str, kind: str = "wish") -> str:
    with pytest.raises(LineError) as caught:
        read_line(kind, text)
    return str(caught.value)


def value(condition: Condition, number: int) -> bool:
    return bool(truth(condition, {n: bool(number >> i & 1) for i, n in enumerate(NAMES)}.get))


@given(PARTS, PARTS, st.sampled_from(sorted(FORMS)), st.sampled_from(["", "  [x#1] says", " !!"]))
def test_what_is_told_to_write_is_what_was_said(a: str, b: str, form: str, tail: str) -> None:
    """In all 16 situations the condition told is true where the words say so."""
    message = told(form.format(a=a, b=b) + tail)
    written = parse_condition(re.search("write `(.*)`", message)[1])  # type: ignore[index]
    left, right = parse_condition(a), parse_condition(b)
    for number in range(16):
        expected = FORMS[form](value(left, number), value(right, number))
        assert value(written, number) == expected, message


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("lift if press", "lift given press"),
        ("lift unless press", "lift given not press"),
        ("if press and not sign, lift", "lift given press, not sign"),
        ("Upland gains if press", "Upland gains given press"),
        ("Upland loses unless press", "Upland loses given not press"),
        ("Upland gains if press and not sign", "Upland gains given press, not sign"),
    ],
)
def test_a_conclusion_is_led_to_given(text: str, way: str) -> None:
    assert f"`{way}`" in told(text, "conclusion")
    assert read_line("conclusion", way).parts[-1]


def test_given_is_not_told_where_it_cannot_say_it() -> None:
    assert "given" not in told("lift if press or sign", "conclusion")
    assert "given" not in told("lift only if press", "conclusion")


def test_a_typed_condition_is_led_the_same_way() -> None:
    with pytest.raises(ConditionError, match="write `press -> lift`"):
        typed_condition("lift if press")
    with pytest.raises(ConditionError, match="cannot stand here"):
        typed_condition("lift press")


def test_an_option_may_be_called_if() -> None:
    assert str(parse_condition("if and press")) == "if and press"
    assert conditional("iffy press", 5) is None


@pytest.mark.parametrize(
    ("text", "named", "column"),
    [
        ("dr\u043ep", "U+043E (cyrillic small letter o) only looks like `o`", 2),
        ("lift and s\u0131gn", "U+0131 (latin small letter dotless i)", 10),
        ("Caf\u0065\u0301.lift", "U+0301 (combining acute accent) makes a decomposed letter", 4),
        ("lift\u0301", "U+0301 (combining acute accent) makes a decomposed letter", 4),
    ],
)
def test_a_letter_that_no_option_has_is_named(text: str, named: str, column: int) -> None:
    with pytest.raises(LineError, match=re.escape(named)) as caught:
        read_line("wish", text)
    assert caught.value.column == column


def test_an_actor_may_have_any_letters() -> None:
    assert str(parse_condition("Caf\u00e9.lift")) == "Caf\u00e9.lift"
