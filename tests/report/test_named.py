"""What people see of a source is its outlet; two of one outlet are told apart."""

from __future__ import annotations

import re

from tests.report.written import BASE, ONE, SOURCES, TWO, answered, rendered

from standoff.citation import Period, Source
from standoff.report.named import called, source_names


def test_two_of_one_outlet_are_told_apart_by_date_and_then_by_id() -> None:
    sources = {
        "a": Source("a", outlet="The Gazette", date=Period.parse("2018-03")),
        "b": Source("b", outlet="The Gazette", date=Period.parse("2018-05")),
        "c": Source("c", outlet="The Gazette"),
        "d": Source("d", author="A. Writer"),
        "e": Source("e", outlet="Echo", date=Period.parse("2018")),
        "f": Source("f", outlet="Echo", date=Period.parse("2018")),
        "g": Source("g"),
    }
    names = source_names(sources)
    assert names == {
        "a": "The Gazette, March 2018",
        "b": "The Gazette, May 2018",
        "c": "The Gazette",
        "d": "A. Writer",
        "e": "Echo, 2018 (e)",
        "f": "Echo, 2018 (f)",
        "g": "g",
    }
    assert len(set(names.values())) == len(names)


def test_a_reading_is_called_by_its_source_and_its_variant() -> None:
    _, answers = answered()
    assert [called(answer.reading) for answer in answers] == ["The Gazette", "The Courier"]


def test_no_id_of_a_source_is_on_the_page_but_in_the_names_of_files() -> None:
    """Ids that are no words: `q17`, `q18`."""

    def renamed(text: str) -> str:
        return re.sub(r"\btwo\b", "q18", re.sub(r"\bone\b(?= *[:#]|#)", "q17", text))

    base, one, two = map(renamed, (BASE, ONE, TWO))
    sources = {"q17": SOURCES["one"], "q18": SOURCES["two"]}
    case, answers = answered(base, sources, q17=one, q18=two)
    page = re.sub(r"<(style|script)\b.*?</\1>", "", rendered(case, answers), flags=re.S)
    words = (
        re.sub(r"<[^>]*>", " ", page)
        .replace("readings/q17.yaml", "")
        .replace("readings/q18.yaml", "")
    )
    assert not re.findall(r"q1[78]", words)
