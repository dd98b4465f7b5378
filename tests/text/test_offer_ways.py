"""Each row of the tables of words of offers, by the sentence that stands beside it."""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from standoff.text.annotation import Offer
from standoff.text.backend import annotate
from standoff.text.find.bargain.answer import ACCEPTED, DENIED, REFUSED
from standoff.text.find.bargain.condition import FIRST, IF, MET, PROVIDED, TIED
from standoff.text.find.bargain.exchange import EXCHANGE, FOR
from standoff.text.find.bargain.promise import (
    ATTACKS,
    EMPTY,
    FORECAST,
    HARM,
    JUDGED,
    LEFT_UNDONE,
    OFFER_NOUNS,
    OFFERS,
    PROMISE,
    UNREAL,
    WARNED,
)
from standoff.text.find.bargain.way import Way, Ways

# Tables whose words carry an offer, and how the rule begins that shows it; a noun of offering may stand
# behind a verb, which is then shown.
CARRY = (
    (FOR, "words of exchange: "),
    (EXCHANGE, "words of exchange: "),
    (PROVIDED, "tied to a condition: "),
    (TIED, "tied to a condition: "),
    (IF, "promise with a condition: "),
    (FIRST, "asked for first: "),
    (OFFERS, "words of offering: "),
    (OFFER_NOUNS, "words of offering: "),
)
# Tables of what must stand in an offer beside them, and of what must not.
BESIDE = ((PROMISE,), (LEFT_UNDONE,), (MET,))
AGAINST = ((HARM,), (JUDGED,), (FORECAST,), (WARNED,), (UNREAL,), (EMPTY,), (ATTACKS,))
ANSWERS = ((DENIED, "denied"), (REFUSED, "refused"), (ACCEPTED, "accepted"))


Without: TypeAlias = Callable[[Ways, Way], list[Offer]]


def rows(*tables: tuple[Ways, *tuple[str, ...]]) -> list[Any]:
    """The rows of some tables, each with its table and what is expected of it."""
    return [pytest.param(t, row, *gives, id=row.says) for t, *gives in tables for row in t.rows]


def offers(text: str) -> list[Offer]:
    return list(annotate(text, "t", "plain").of(Offer))


def by_its_own_row(table: Ways, row: Way) -> bool:
    """Whether the first words of a table in the example of a row are those of the row."""
    text = row.example.lower() if table.small else row.example
    first, own = table.search(text), table.pattern(row).search(text)
    return first is not None and own is not None and first.span() == own.span()


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Without:
    """What is shown in the example of a row where its table lacks it."""

    def read(table: Ways, row: Way) -> list[Offer]:
        rest = [one for one in table.rows if one is not row]
        pattern = table.pattern(*rest) if rest else re.compile("(?!)")
        with monkeypatch.context() as patch:
            patch.setitem(vars(table), "any_row", pattern)
            return offers(row.example)

    return read


@pytest.mark.parametrize(("table", "row", "rule"), rows(*CARRY))
def test_an_offer_is_found_by_its_row(table: Ways, row: Way, rule: str, without: Without) -> None:
    assert by_its_own_row(table, row)
    (offer,) = offers(row.example)
    assert offer.rule.startswith(rule)
    assert without(table, row) != [offer]


@pytest.mark.parametrize(("table", "row"), rows(*BESIDE))
def test_an_offer_has_a_row_beside_it(table: Ways, row: Way, without: Without) -> None:
    assert by_its_own_row(table, row)
    (offer,) = offers(row.example)
    assert without(table, row) != [offer]


@pytest.mark.parametrize(("table", "row"), rows(*AGAINST))
def test_no_offer_is_known_by_its_row(table: Ways, row: Way, without: Without) -> None:
    assert by_its_own_row(table, row)
    assert offers(row.example) == []
    assert without(table, row) != []


@pytest.mark.parametrize("text", sorted({r.unlike for t, _ in CARRY for r in t.rows} - {""}))
def test_a_neighbour_is_none(text: str) -> None:
    assert offers(text) == []


@pytest.mark.parametrize(("table", "row", "answer"), rows(*ANSWERS))
def test_an_answer_is_known_by_its_row(
    table: Ways, row: Way, answer: str, without: Without
) -> None:
    assert by_its_own_row(table, row)
    (offer,) = offers(row.example)
    assert offer.answer == answer
    assert without(table, row) != [offer]
